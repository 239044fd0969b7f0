//! What the function's own signature says about time: a parameter of which None means "wait for ever".

use crate::facts::{BindingKind, Facts};
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, TextRange, ast, walk};
use crate::verdict::Evidence;

/// Words of parameters that bound how long something takes.
const TIMES: &[&str] = &["deadline", "timeout"];

/// The parameter that `given` names, where callers may pass None for it.
pub(super) fn parameter_that_may_be_none(at: NodeId, given: &Expr, facts: &Facts<'_>) -> Option<TextRange> {
    let Expr::Name(name) = given else { return None };
    let (_, bindings) = facts.scopes().lookup(facts.tree, at, name.id.as_str())?;
    let parameter = bindings.iter().find(|binding| matches!(binding.kind, BindingKind::Parameter(_)))?;
    let function = function_around(parameter.node, facts)?;
    let parameter =
        function.parameters.iter_non_variadic_params().find(|one| one.name() == name.id.as_str())?;
    may_be_none(parameter).then(|| parameter.range())
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

/// A caller in the given files that waits for ever by that: it leaves the parameter out, or passes None.
pub(super) fn who_waits_for_ever(
    at: NodeId,
    parameter: &ast::ParameterWithDefault,
    facts: &Facts<'_>,
) -> Option<Evidence> {
    let name = parameter.name().as_str();
    let by_default = parameter.default().is_some_and(Expr::is_none_literal_expr);
    let function = facts.function_ref(facts.tree.function(at)?)?;
    let view = facts.view();
    let entry = view.function(function)?;
    // The instance is no argument of the call.
    let bound =
        usize::from(entry.class.is_some() && !entry.decorators.iter().any(|at| &**at == "staticmethod"));
    let position = entry.parameters.iter().position(|parameter| &**parameter == name)?.checked_sub(bound);
    view.callers(function).certain.into_iter().find_map(|caller| {
        let range = caller.call?;
        let how = facts
            .in_file(caller.place.file, |facts| {
                let id = facts.tree.node_at(range, NodeKind::ExprCall)?;
                let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
                let symbol = facts.symbol(id);
                let who = if symbol.is_empty() { "the module".into() } else { format!("`{symbol}`") };
                let arguments = &call.arguments;
                // `f(*all)` and `f(**all)` may pass it.
                let opaque = arguments.args.iter().any(Expr::is_starred_expr)
                    || arguments.keywords.iter().any(|keyword| keyword.arg.is_none());
                let given = arguments
                    .find_keyword(name)
                    .map(|keyword| &keyword.value)
                    .or_else(|| arguments.args.get(position?));
                match given {
                    None if by_default && !opaque => {
                        Some(format!("{who} leaves `{name}` out, and waits for ever"))
                    }
                    Some(value) if value.is_none_literal_expr() => {
                        Some(format!("{who} passes None for `{name}`, and waits for ever"))
                    }
                    _ => None,
                }
            })
            .flatten()?;
        Some(facts.evidence_at("contract", how, caller.place))
    })
}

fn function_around<'a>(function: NodeId, facts: &Facts<'a>) -> Option<&'a ast::StmtFunctionDef> {
    match facts.tree.node(function) {
        AnyNodeRef::StmtFunctionDef(node) => Some(node),
        _ => None,
    }
}

fn may_be_none(parameter: &ast::ParameterWithDefault) -> bool {
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
