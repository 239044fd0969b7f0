//! What the function's own signature says about time: a parameter of which None means "wait for ever".

use crate::facts::{BindingKind, Facts};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange, ast, walk};

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
