//! Done callbacks that a task has already: whether they take its exception. Edits nothing.

use super::local;
use super::spawn::last_name;
use crate::facts::{BindingKind, Facts, Ty};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange};

/// What a done callback does with the task's exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reports {
    /// It asks for the exception or the result; the place.
    Yes(TextRange),
    /// It never looks at it; the place that shows it.
    No(TextRange),
    /// This file does not show it.
    Unknown(TextRange),
}

/// What the task's parameter is used for without looking at how the task ended.
const BLIND: &[&str] = &["cancelled", "done", "get_name", "get_coro", "get_loop", "remove_done_callback"];
const FORGETTERS: &[&str] = &["discard", "remove"];

/// Reads a callback.
pub(crate) fn reports<'a>(facts: &Facts<'a>, callback: &'a Expr) -> Reports {
    let unknown = Reports::Unknown(callback.range());
    let at = facts.tree.id(callback);
    match callback {
        Expr::Lambda(lambda) => {
            match lambda.parameters.as_deref().and_then(|parameters| parameters.iter().next()) {
                Some(parameter) => {
                    of_parameter(facts, at, parameter.as_parameter().name.as_str(), callback.range())
                }
                None => unknown,
            }
        }
        Expr::Name(name) => {
            let Some((_, [binding])) = facts.scopes().lookup(facts.tree, at, name.id.as_str()) else {
                return unknown;
            };
            match &binding.kind {
                BindingKind::Function(_) => of_function(facts, binding.node, 0).unwrap_or(unknown),
                _ => unknown,
            }
        }
        Expr::Attribute(attribute) => match facts.type_of(&attribute.value, at).ty {
            Ty::Local(class) => facts
                .method_of(class, attribute.attr.as_str())
                .and_then(|method| of_function(facts, method, 1))
                .unwrap_or(unknown),
            _ if FORGETTERS.contains(&attribute.attr.as_str()) => Reports::No(callback.range()),
            _ => unknown,
        },
        _ => unknown,
    }
}

/// `skip` is 1 for a method, whose first parameter is the instance.
fn of_function(facts: &Facts<'_>, function: NodeId, skip: usize) -> Option<Reports> {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return None };
    if !node.decorator_list.is_empty() || node.is_async {
        return None;
    }
    let parameter = node.parameters.posonlyargs.iter().chain(&node.parameters.args).nth(skip)?;
    Some(of_parameter(facts, function, parameter.parameter.name.as_str(), node.name.range()))
}

fn of_parameter(facts: &Facts<'_>, scope: NodeId, name: &str, shown_at: TextRange) -> Reports {
    let tree = facts.tree;
    let mut all_blind = true;
    for read in local::reads(facts, scope, name) {
        let Some(parent) = tree.parent(read) else { continue };
        match tree.node(parent) {
            AnyNodeRef::ExprAttribute(method) if matches!(method.attr.as_str(), "exception" | "result") => {
                return Reports::Yes(method.range());
            }
            AnyNodeRef::ExprAttribute(method) => all_blind &= BLIND.contains(&method.attr.as_str()),
            AnyNodeRef::ExprAwait(_) => return Reports::Yes(tree.node(read).range()),
            AnyNodeRef::Arguments(_) => {
                let call = tree.parent(parent).map(|id| tree.node(id));
                all_blind &= matches!(call, Some(AnyNodeRef::ExprCall(call)) if last_name(&call.func).is_some_and(|name| FORGETTERS.contains(&name)));
            }
            _ => all_blind = false,
        }
    }
    if all_blind { Reports::No(shown_at) } else { Reports::Unknown(shown_at) }
}
