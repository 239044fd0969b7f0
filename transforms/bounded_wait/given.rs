//! What a timeout that is given may be besides a number: None, which bounds nothing, by somebody's choice or always.

use crate::facts::types::Ty;
use crate::facts::{Binding, BindingKind, Facts, Timeout, limit_by_name};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange, ast};

use super::contract;

/// Assignments that are followed from one name to the next.
const MAX_STEPS: u8 = 3;

/// What a timeout is.
pub(in crate::transforms) enum Given<'a> {
    /// Nothing says that it may be None.
    Bounds,
    /// A parameter of which None is a value: the caller chooses.
    Caller(&'a ast::ParameterWithDefault),
    /// It may be None; why, to follow "because", and where.
    MayBeNone(String, TextRange),
    /// It is None, by this line.
    Never(TextRange),
}

impl Given<'_> {
    /// What has to be said of it behind the name of the bound; empty where it bounds.
    pub fn words(&self, text: &str) -> String {
        match self {
            Given::Bounds => String::new(),
            Given::Caller(_) => format!("; its own caller chooses `{text}`, and None waits for ever"),
            Given::MayBeNone(why, _) => {
                format!("; None for `{text}` would wait for ever, and it may be None, because {why}")
            }
            Given::Never(_) => format!("; `{text}` is None, which waits for ever"),
        }
    }
}

/// What the timeout `given` is, where it is written at `at`.
pub(in crate::transforms) fn of<'a>(given: &'a Expr, at: NodeId, facts: &Facts<'a>) -> Given<'a> {
    if narrowed(given, at, facts) { Given::Bounds } else { follow(given, at, facts, MAX_STEPS) }
}

/// The expression that a bound around `at` is given for its time.
pub(in crate::transforms) fn argument<'a>(
    bound: &Timeout,
    at: NodeId,
    facts: &Facts<'a>,
) -> Option<(&'a Expr, NodeId)> {
    facts.tree.ancestors(at).find_map(|outer| match facts.tree.node(outer) {
        AnyNodeRef::ExprCall(call) if call.range() == bound.range => {
            Some((call.arguments.find_argument_value("timeout", 1)?, outer))
        }
        AnyNodeRef::StmtWith(with) => {
            let item = with.items.iter().find(|item| item.range() == bound.range)?;
            let Expr::Call(call) = &item.context_expr else { return None };
            let first = call.arguments.args.first();
            Some((first.or_else(|| limit_by_name(call))?, outer))
        }
        _ => None,
    })
}

fn follow<'a>(given: &'a Expr, at: NodeId, facts: &Facts<'a>, steps: u8) -> Given<'a> {
    match given {
        Expr::NoneLiteral(_) => Given::Never(given.range()),
        Expr::Name(name) => of_name(name, given, at, facts, steps),
        Expr::Attribute(attribute) => of_attribute(attribute, given, at, facts),
        Expr::If(node) => [&node.body, &node.orelse]
            .into_iter()
            .map(|branch| match follow(branch, at, facts, steps) {
                Given::Never(range) => Given::MayBeNone("one of its branches is None".into(), range),
                other => other,
            })
            .find(|branch| !matches!(branch, Given::Bounds))
            .unwrap_or(Given::Bounds),
        // `timeout or 30.0`
        Expr::BoolOp(node) if node.op == ast::BoolOp::Or => {
            node.values.last().map_or(Given::Bounds, |last| follow(last, at, facts, steps))
        }
        Expr::Call(call) => of_call(call, given, facts),
        _ => Given::Bounds,
    }
}

fn of_name<'a>(
    name: &'a ast::ExprName,
    given: &'a Expr,
    at: NodeId,
    facts: &Facts<'a>,
    steps: u8,
) -> Given<'a> {
    let Some((scope, bindings)) = facts.scopes().lookup(facts.tree, at, name.id.as_str()) else {
        return Given::Bounds;
    };
    let [binding] = bindings else { return of_several(bindings, scope, given, at, facts) };
    match &binding.kind {
        BindingKind::Parameter(_) => match contract::parameter(binding.node, name.id.as_str(), facts) {
            Some(parameter) if contract::may_be_none(parameter) => Given::Caller(parameter),
            _ => Given::Bounds,
        },
        BindingKind::Assignment { value: Some(value), .. } if steps > 0 => {
            follow(value, binding.node, facts, steps - 1)
        }
        BindingKind::Assignment { .. } => Given::Bounds,
        _ => by_type(given, at, facts),
    }
}

/// A name that is bound at several places: a parameter that is given a default, or a setting that starts as None.
fn of_several<'a>(
    bindings: &[Binding<'a>],
    scope: NodeId,
    given: &'a Expr,
    at: NodeId,
    facts: &Facts<'a>,
) -> Given<'a> {
    if scope != facts.tree.root() {
        return by_type(given, at, facts);
    }
    let none = bindings.iter().find(|binding| {
        matches!(&binding.kind, BindingKind::Assignment { value: Some(value), .. } if value.is_none_literal_expr())
    });
    match none {
        Some(none) => Given::MayBeNone("it is None until somebody sets it".into(), none.range),
        None => by_type(given, at, facts),
    }
}

/// `self._timeout`, `self._config.timeout`.
fn of_attribute<'a>(
    attribute: &'a ast::ExprAttribute,
    given: &'a Expr,
    at: NodeId,
    facts: &Facts<'a>,
) -> Given<'a> {
    let name = attribute.attr.as_str();
    if let Ty::Local(class) = facts.type_of(&attribute.value, at).ty
        && let Some(class) = facts.class(class)
    {
        let doubt = class.writes_of(name).find_map(|write| {
            let value = write.value?;
            match follow(value, write.node_id, facts, 1) {
                Given::Never(range) => Some(("it is set to None".to_string(), range)),
                Given::Caller(parameter) => {
                    let who = if write.method.is_some() { "it comes from" } else { "it is" };
                    Some((
                        format!("{who} `{}`, of which None is a value", parameter.name()),
                        parameter.range(),
                    ))
                }
                Given::MayBeNone(why, range) => Some((why, range)),
                Given::Bounds => None,
            }
        });
        if let Some((why, range)) = doubt {
            return Given::MayBeNone(why, range);
        }
    }
    by_type(given, at, facts)
}

/// `options.get("timeout")`, `options.pop("timeout", None)`.
fn of_call<'a>(call: &'a ast::ExprCall, given: &'a Expr, facts: &Facts<'a>) -> Given<'a> {
    let Expr::Attribute(method) = call.func.as_ref() else { return Given::Bounds };
    let arguments = &call.arguments;
    let may = match (method.attr.as_str(), arguments.args.as_ref()) {
        ("get", [Expr::StringLiteral(_)]) => arguments.keywords.is_empty(),
        ("get" | "pop", [Expr::StringLiteral(_), default]) => default.is_none_literal_expr(),
        _ => false,
    };
    if !may {
        return Given::Bounds;
    }
    Given::MayBeNone(format!("`{}` gives None where there is none", facts.text(given)), given.range())
}

fn by_type<'a>(given: &'a Expr, at: NodeId, facts: &Facts<'a>) -> Given<'a> {
    let typed = facts.type_of(given, at);
    if !typed.optional {
        return Given::Bounds;
    }
    Given::MayBeNone("its type allows that".into(), typed.shown_at.unwrap_or(given.range()))
}

/// Whether a test around a place has ruled None out: `if timeout is not None:`, `if timeout:`.
fn narrowed(given: &Expr, at: NodeId, facts: &Facts<'_>) -> bool {
    let text = facts.text(given);
    contract::tests_around(at, facts).any(|(test, holds)| {
        contract::says_none(test, facts).is_some_and(|(tested, none)| tested == text && none != holds)
    })
}
