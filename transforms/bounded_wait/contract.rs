//! What the function's own signature says about time: a parameter of which None means "wait for ever".

use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, Stmt, ast, walk};
use crate::verdict::Evidence;

use super::callers;

/// Words of parameters that bound how long something takes.
const TIMES: &[&str] = &["deadline", "timeout"];

/// A parameter of a function, by its name.
pub(super) fn parameter<'a>(
    function: NodeId,
    name: &str,
    facts: &Facts<'a>,
) -> Option<&'a ast::ParameterWithDefault> {
    function_around(function, facts)?.parameters.iter_non_variadic_params().find(|one| one.name() == name)
}

/// The parameter whose None has led to a place, by the tests around it and before it: there, the caller has chosen to
/// wait for ever.
pub(super) fn none_is_chosen<'a>(at: NodeId, facts: &Facts<'a>) -> Option<&'a ast::ParameterWithDefault> {
    let parameter = none_waits_for_ever(at, facts)?;
    let name = parameter.name().as_str();
    // What is bound anew is no longer what the caller has given.
    let (_, bindings) = facts.scopes().lookup(facts.tree, at, name)?;
    if bindings.len() != 1 {
        return None;
    }
    tests_around(at, facts)
        .any(|(test, holds)| {
            says_none(test, facts).is_some_and(|(tested, none)| tested == name && none == holds)
        })
        .then_some(parameter)
}

/// The tests that decide whether a place of its function is reached, nearest first, and how each has come out. Of what
/// stands before it, those count that leave the function or loop.
pub(super) fn tests_around<'a>(at: NodeId, facts: &Facts<'a>) -> impl Iterator<Item = (&'a Expr, bool)> {
    let mut found = Vec::new();
    let mut inner = at;
    for outer in facts.tree.ancestors(at) {
        let within = |expr: &Expr| facts.tree.contains(facts.tree.id(expr), at);
        match facts.tree.node(outer) {
            AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::ExprLambda(_) | AnyNodeRef::StmtClassDef(_) => break,
            AnyNodeRef::StmtIf(node) if !within(&node.test) => {
                if holds(&node.body, facts.tree.node(inner)) {
                    found.push((node.test.as_ref(), true));
                } else {
                    found.push((node.test.as_ref(), false));
                    for clause in &node.elif_else_clauses {
                        let Some(test) = &clause.test else { break };
                        let here = clause.range().contains_range(facts.tree.node(at).range());
                        found.push((test, here && !within(test)));
                        if here {
                            break;
                        }
                    }
                }
            }
            AnyNodeRef::ExprIf(node) => {
                if within(&node.body) {
                    found.push((node.test.as_ref(), true));
                } else if within(&node.orelse) {
                    found.push((node.test.as_ref(), false));
                }
            }
            _ => {}
        }
        if let Some((suite, index)) =
            facts.tree.node(outer).is_statement().then(|| facts.tree.suite(outer)).flatten()
        {
            for stmt in suite[..index].iter().rev() {
                if let Stmt::If(node) = stmt
                    && node.elif_else_clauses.is_empty()
                    && let Some(Stmt::Return(_) | Stmt::Raise(_) | Stmt::Continue(_) | Stmt::Break(_)) =
                        node.body.last()
                {
                    found.push((node.test.as_ref(), false));
                }
            }
        }
        inner = outer;
    }
    found.into_iter()
}

fn holds(suite: &[Stmt], node: AnyNodeRef<'_>) -> bool {
    suite.iter().any(|stmt| AnyNodeRef::from(stmt).ptr_eq(node))
}

/// What a test says of None: the text of what it tests, and whether it is None where the test holds. `if timeout:` says
/// that it is not, where it holds, and may as well be zero where it does not.
pub(super) fn says_none<'a>(test: &'a Expr, facts: &Facts<'a>) -> Option<(&'a str, bool)> {
    match test {
        Expr::Compare(node) => match (node.ops.as_ref(), node.comparators.as_ref()) {
            ([op], [Expr::NoneLiteral(_)]) => match op {
                ast::CmpOp::Is | ast::CmpOp::Eq => Some((facts.text(node.left.as_ref()), true)),
                ast::CmpOp::IsNot | ast::CmpOp::NotEq => Some((facts.text(node.left.as_ref()), false)),
                _ => None,
            },
            _ => None,
        },
        Expr::UnaryOp(node) if node.op == ast::UnaryOp::Not => {
            says_none(&node.operand, facts).map(|(tested, none)| (tested, !none))
        }
        Expr::Name(_) | Expr::Attribute(_) => Some((facts.text(test), false)),
        _ => None,
    }
}

/// The timeout parameter of the function around a wait of which None is a value.
pub(super) fn none_waits_for_ever<'a>(
    at: NodeId,
    facts: &Facts<'a>,
) -> Option<&'a ast::ParameterWithDefault> {
    let function = function_around(facts.tree.function(at)?, facts)?;
    function.parameters.iter_non_variadic_params().find(|parameter| {
        may_be_none(parameter)
            && walk::words(parameter.name()).iter().any(|word| TIMES.contains(&word.as_str()))
    })
}

/// A caller in the given files that waits for ever by that: it leaves the parameter out, or passes None, and nothing
/// bounds the call.
pub(super) fn who_waits_for_ever(
    at: NodeId,
    parameter: &ast::ParameterWithDefault,
    facts: &Facts<'_>,
) -> Option<Evidence> {
    let id = facts.tree.function(at)?;
    let Some(function) = facts.function_ref(id) else {
        let method = facts.tree.class_of_method(id).is_some();
        let position = position(id, parameter, method, facts);
        return facts.callers(id).certain.iter().find_map(|call| {
            let how = waits_for_ever(call.id, call.node, parameter, position, facts)?;
            Some(facts.evidence("contract", how, call.node))
        });
    };
    let view = facts.view();
    let entry = view.function(function)?;
    // The instance is no argument of the call.
    let bound = entry.class.is_some() && !entry.decorators.iter().any(|at| &**at == "staticmethod");
    let position = position(id, parameter, bound, facts);
    view.callers(function).certain.into_iter().find_map(|caller| {
        let range = caller.call?;
        let how = facts
            .in_file(caller.place.file, |facts| {
                let id = facts.tree.node_at(range, NodeKind::ExprCall)?;
                let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
                waits_for_ever(id, call, parameter, position, facts)
            })
            .flatten()?;
        Some(facts.evidence_at("contract", how, caller.place))
    })
}

/// Where in a call the parameter is given by position.
fn position(
    function: NodeId,
    parameter: &ast::ParameterWithDefault,
    bound: bool,
    facts: &Facts<'_>,
) -> Option<usize> {
    let parameters = &function_around(function, facts)?.parameters;
    let mut positional = parameters.posonlyargs.iter().chain(&parameters.args);
    positional.position(|one| one.name() == parameter.name())?.checked_sub(usize::from(bound))
}

/// How one call waits for ever, in words, if it does.
fn waits_for_ever(
    id: NodeId,
    call: &ast::ExprCall,
    parameter: &ast::ParameterWithDefault,
    position: Option<usize>,
    facts: &Facts<'_>,
) -> Option<String> {
    let name = parameter.name().as_str();
    let by_default = parameter.default().is_some_and(Expr::is_none_literal_expr);
    if matches!(callers::bound_of_call(facts, id, call), callers::CallBound::Here { .. }) {
        return None;
    }
    let symbol = facts.symbol(id);
    let who = if symbol.is_empty() { "the module".into() } else { format!("`{symbol}`") };
    let arguments = &call.arguments;
    // `f(*all)` and `f(**all)` may pass it.
    let opaque = arguments.args.iter().any(Expr::is_starred_expr)
        || arguments.keywords.iter().any(|keyword| keyword.arg.is_none());
    let given =
        arguments.find_keyword(name).map(|keyword| &keyword.value).or_else(|| arguments.args.get(position?));
    match given {
        None if by_default && !opaque => Some(format!("{who} leaves `{name}` out, and waits for ever")),
        Some(value) if value.is_none_literal_expr() => {
            Some(format!("{who} passes None for `{name}`, and waits for ever"))
        }
        _ => None,
    }
}

fn function_around<'a>(function: NodeId, facts: &Facts<'a>) -> Option<&'a ast::StmtFunctionDef> {
    match facts.tree.node(function) {
        AnyNodeRef::StmtFunctionDef(node) => Some(node),
        _ => None,
    }
}

/// Whether callers may pass None for a parameter.
pub(super) fn may_be_none(parameter: &ast::ParameterWithDefault) -> bool {
    parameter.default().is_some_and(Expr::is_none_literal_expr)
        || parameter.annotation().is_some_and(|annotation| {
            let mut none = false;
            walk::subexpressions(annotation, &mut |expr| {
                none = none
                    || match expr {
                        Expr::NoneLiteral(_) => true,
                        Expr::Name(name) => name.id.as_str() == "Optional",
                        Expr::Attribute(attribute) => attribute.attr.as_str() == "Optional",
                        Expr::StringLiteral(text) => {
                            text.value.to_str().contains("None") || text.value.to_str().contains("Optional")
                        }
                        _ => false,
                    };
            });
            none
        })
}
