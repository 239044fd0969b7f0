//! Arguments of calls, and calls by their place.

use crate::facts::index::Function;
use crate::facts::{Facts, FunctionRef};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, TextRange};

/// What a call gives for a parameter.
pub(super) fn argument<'a>(
    call: &'a ast::ExprCall,
    function: &Function,
    parameter: &str,
) -> Option<&'a Expr> {
    if call.arguments.args.iter().any(Expr::is_starred_expr) {
        return None;
    }
    let named = call
        .arguments
        .keywords
        .iter()
        .find(|keyword| keyword.arg.as_ref().is_some_and(|name| name.as_str() == parameter));
    if let Some(keyword) = named {
        return Some(&keyword.value);
    }
    let bound = function.class.is_some()
        && !function.decorators.iter().any(|decorator| &**decorator == "staticmethod");
    let at = function.parameters.iter().position(|name| &**name == parameter)?;
    call.arguments.args.get(at.checked_sub(usize::from(bound))?)
}

/// The functions of given files that a call in this file certainly runs, by its function position.
pub(crate) fn calls_of(facts: &Facts<'_>, callee: TextRange) -> Vec<FunctionRef> {
    let Some(place) = facts.place(callee) else { return Vec::new() };
    let view = facts.view();
    let found = view.runs(place);
    if !found.symbols.is_empty() {
        return found.symbols.iter().filter_map(|symbol| view.function_of(symbol)).collect();
    }
    // Without types, what this file alone shows.
    let id = super::node_of(facts, callee).and_then(|id| facts.tree.parent(id));
    let Some(AnyNodeRef::ExprCall(call)) = id.map(|id| facts.tree.node(id)) else { return Vec::new() };
    let own = id.and_then(|id| facts.callee(call, id)).and_then(|function| facts.function_ref(function));
    own.into_iter().collect()
}

/// The statement of a function, by what the index says of it.
pub(super) fn definition<'a>(
    facts: &Facts<'a>,
    function: &Function,
) -> Option<(NodeId, &'a ast::StmtFunctionDef)> {
    let id = facts.tree.node_at(function.range, NodeKind::StmtFunctionDef)?;
    match facts.tree.node(id) {
        AnyNodeRef::StmtFunctionDef(node) => Some((id, node)),
        _ => None,
    }
}
