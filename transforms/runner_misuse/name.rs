//! Where a runner finds functions by their names: whether the one that is handed over can be another of that name.

use super::given::{definition, short};
use super::{Breach, Handed, fix};
use crate::facts::{BindingKind, Facts};
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, walk};
use crate::tasks::contract::Takes;
use crate::tasks::runner_key::Keyed;
use crate::tasks::spawn::last_name;
use crate::verdict::{Evidence, Severity};

/// What is handed over, as far as its name goes.
enum Kind<'a> {
    /// One function of a module.
    Module,
    /// A method of the instance.
    Own,
    /// A method of another object.
    Other(&'a Expr),
    /// A function that is made anew each time, and has something of its own.
    Closure(NodeId),
    /// All lambdas have one name.
    Lambda,
    /// It has no name.
    Partial,
    /// It is not followed.
    Unknown,
}

pub(super) fn check(handed: &Handed<'_, '_>, holds: &mut Vec<Evidence>) -> Option<Breach> {
    let (facts, contract) = (handed.facts, &handed.runner.contract);
    let Some(key) = &contract.by_name else {
        holds.push(contract.class.evidence("runner-key", "it does not look functions up by name"));
        return None;
    };
    if !matches!(contract.takes, Takes::Function | Takes::Either) {
        return None;
    }
    let first = handed.call.arguments.args.first()?;
    let (text, what) = (short(facts, first), kind(facts, first, 2));
    if contract.keyed == Keyed::Labels && !matches!(what, Kind::Partial) {
        holds.push(key.evidence("runner-key", "the function's name is only a label"));
        return None;
    }
    if let Some(alias) = aliased(handed) {
        let constant = matches!(alias, Expr::StringLiteral(_));
        let once = matches!(what, Kind::Module | Kind::Own | Kind::Partial);
        if !constant || once && facts.loops_around(handed.id).is_empty() {
            let message = format!("it is known by `{}` instead of its name", facts.text(alias));
            holds.push(facts.evidence("runner-alias", message, alias.range()));
            return None;
        }
    }
    let does = match contract.keyed {
        Keyed::Replaces => "keeps runs by name, and drops the one before",
        _ => "looks functions up by name, and runs the first of a name",
    };
    let shown = || key.evidence("runner-key", "this is the function's name");
    let runner = &handed.runner.text;
    let breach = |severity, why: String| Some(Breach::new(severity, why, shown()));
    match what {
        Kind::Module => {
            holds.push(key.evidence(
                "runner-key",
                "functions are found by name, and this one of the module is always the same",
            ));
            None
        }
        Kind::Unknown => {
            let message = format!("functions are found by name; which one `{text}` is, is not followed");
            holds.push(key.evidence("runner-key", message));
            None
        }
        Kind::Closure(id) if of_this_call(handed, id) => {
            let message =
                format!("functions are found by name; the runner is made in the same call as `{text}`");
            holds.push(key.evidence("runner-key", message));
            None
        }
        Kind::Closure(id) => {
            let mut found = breach(
                Severity::High,
                format!(
                    "`{runner}` {does}: `{text}` is made anew on each call, with what it has around it, and always has the same name; hand over a method or a function of the module, with its arguments"
                ),
            )?;
            found.evidence.push(facts.evidence(
                "closure",
                format!("`{text}` is made here"),
                facts.tree.node(id).range(),
            ));
            Some(found)
        }
        Kind::Lambda => breach(
            Severity::High,
            format!(
                "`{runner}` {does}, and all lambdas have the name `<lambda>`: hand over a function with its arguments"
            ),
        ),
        Kind::Partial => {
            let why = if contract.knows_partial {
                format!(
                    "`{runner}` {does}: it finds this `partial` by the name of its function, with the arguments of the first one; hand over the function, and its arguments after it"
                )
            } else {
                format!(
                    "`{runner}` asks for the name of what it is given, and a `partial` has none: the call raises AttributeError; hand over the function, and its arguments after it"
                )
            };
            let mut found = breach(Severity::High, why)?;
            found.fix = fix::unwrapped(handed, "the function is run with these arguments, each time");
            Some(found)
        }
        Kind::Own if handed.runner.own && contract.keyed != Keyed::Replaces => {
            holds.push(
                key.evidence(
                    "runner-key",
                    "functions are found by name; the instance has a runner of its own",
                ),
            );
            None
        }
        Kind::Own if handed.runner.own => breach(
            Severity::Medium,
            format!(
                "`{runner}` {does}: where `{text}` is still running, nobody holds that run any more; make the runner keep each run"
            ),
        ),
        Kind::Own | Kind::Other(_) => {
            let object = match what {
                Kind::Other(object) => facts.text(object),
                _ => facts.this(handed.id).map_or("self", |(_, this)| this),
            };
            let mut found = breach(
                Severity::Medium,
                format!(
                    "`{runner}` {does}: with two objects that share the runner, `{text}` of the second would be that of the first; give each an alias of its own"
                ),
            )?;
            found.fix = fix::alias(handed, object, last_name(first).unwrap_or_default());
            Some(found)
        }
    }
}

/// Whether the runner is made in the very function that makes the closure, once each: the runner never sees another.
fn of_this_call(handed: &Handed<'_, '_>, closure: NodeId) -> bool {
    let (facts, tree) = (handed.facts, handed.facts.tree);
    let Expr::Name(runner) = handed.receiver else { return false };
    let Some((scope, [binding])) = facts.scopes().lookup(tree, handed.id, runner.id.as_str()) else {
        return false;
    };
    // What a getter gives may be shared.
    let class = facts.type_name(&facts.type_of(handed.receiver, handed.id).ty).unwrap_or_default();
    let made = matches!(&binding.kind, BindingKind::Assignment { value: Some(Expr::Call(call)), .. }
        if last_name(&call.func).is_some() && last_name(&call.func) == class.rsplit('.').next());
    let around = tree.function(closure);
    made && around == Some(scope)
        && tree.node(scope).kind() == NodeKind::StmtFunctionDef
        && facts.loops_around(closure).is_empty()
}

/// The value of the keyword that the runner takes instead of the name.
fn aliased<'a>(handed: &Handed<'_, 'a>) -> Option<&'a Expr> {
    let alias = handed.runner.contract.alias.as_deref()?;
    let keyword =
        handed.call.arguments.keywords.iter().find(|keyword| keyword.arg.as_deref() == Some(alias))?;
    (!keyword.value.is_none_literal_expr()).then_some(&keyword.value)
}

fn kind<'a>(facts: &Facts<'a>, expr: &'a Expr, steps: u8) -> Kind<'a> {
    let at = facts.tree.id(expr);
    match expr {
        Expr::Lambda(_) => Kind::Lambda,
        Expr::Call(call) if facts.is_one_of(&call.func, at, &["functools.partial"]) => Kind::Partial,
        Expr::Name(name) => {
            let Some((scope, [binding])) = facts.scopes().lookup(facts.tree, at, name.id.as_str()) else {
                return Kind::Unknown;
            };
            match &binding.kind {
                BindingKind::Function(_) if scope == facts.tree.root() => Kind::Module,
                BindingKind::Function(_) if captures(facts, binding.node) => Kind::Closure(binding.node),
                BindingKind::Function(_) | BindingKind::Import(_) => Kind::Module,
                BindingKind::Assignment { value: Some(value), .. } if steps > 0 => {
                    kind(facts, value, steps - 1)
                }
                _ => Kind::Unknown,
            }
        }
        Expr::Attribute(method) => {
            if definition(facts, expr).is_some() {
                return Kind::Own;
            }
            if facts.qualified(expr, at).is_some() || facts.local_class(&method.value, at).is_some() {
                return Kind::Module;
            }
            // An attribute of the instance may hold any function.
            let own = facts.this(at).is_some_and(|(_, this)| facts.text(method.value.as_ref()) == this);
            if own || walk::dotted(&method.value).is_none() {
                Kind::Unknown
            } else {
                Kind::Other(&method.value)
            }
        }
        _ => Kind::Unknown,
    }
}

/// Whether a nested function has something that differs from one to the next: names of the function around it, or
/// defaults.
fn captures(facts: &Facts<'_>, function: NodeId) -> bool {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return true };
    if node.parameters.iter_non_variadic_params().any(|parameter| parameter.default.is_some()) {
        return true;
    }
    facts.tree.descendants(function).any(|id| {
        let AnyNodeRef::ExprName(name) = facts.tree.node(id) else { return false };
        let found = facts.scopes().lookup(facts.tree, id, name.id.as_str());
        found.is_some_and(|(scope, _)| {
            let around = facts.tree.ancestors(function).any(|outer| outer == scope);
            around && facts.tree.node(scope).kind() == NodeKind::StmtFunctionDef
        })
    })
}
