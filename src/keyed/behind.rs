//! What stands behind a place in its function, by blocks: not in other branches, and not in a later round of a loop.

use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, NodeId, Ranged, Stmt, TextRange};

use super::forms::leaves;

/// What runs after a statement in its function: the rest of its block and of those around it.
pub(super) fn following(facts: &Facts<'_>, statement: NodeId, function: NodeId) -> Vec<TextRange> {
    let tree = facts.tree;
    let mut found = Vec::new();
    let mut inner = statement;
    while inner != function {
        let Some(outer) = tree.parent(inner) else { break };
        if let Some((suite, index)) = tree.suite(inner) {
            let rest = &suite[index + 1..];
            found.extend(rest.iter().map(Ranged::range));
            let left = rest.iter().any(leaves);
            if let AnyNodeRef::StmtTry(node) = tree.node(outer) {
                let is = |part: &[Stmt]| std::ptr::eq(suite.as_ptr(), part.as_ptr());
                if is(&node.body) && !left {
                    found.extend(node.orelse.iter().map(Ranged::range));
                }
                if !is(&node.finalbody) {
                    found.extend(node.finalbody.iter().map(Ranged::range));
                }
            }
            if left {
                break;
            }
        }
        // The `finally` of a `try` whose handler this is.
        if let (AnyNodeRef::ExceptHandlerExceptHandler(_), AnyNodeRef::StmtTry(node)) =
            (tree.node(inner), tree.node(outer))
        {
            found.extend(node.finalbody.iter().map(Ranged::range));
        }
        inner = outer;
    }
    found
}

/// The innermost statement of a function that holds a range, and what runs after it.
pub(super) fn after(facts: &Facts<'_>, function: NodeId, range: TextRange) -> Vec<TextRange> {
    innermost(facts, function, range).map(|id| following(facts, id, function)).unwrap_or_default()
}

/// Whether a range stands in a handler of the function.
pub(super) fn in_handler(facts: &Facts<'_>, function: NodeId, range: TextRange) -> bool {
    innermost(facts, function, range).is_some_and(|id| {
        let around = facts.tree.ancestors(id).take_while(|&id| id != function);
        around.into_iter().any(|id| matches!(facts.tree.node(id), AnyNodeRef::ExceptHandlerExceptHandler(_)))
    })
}

/// The innermost statement of a function that holds a range.
pub(super) fn innermost(facts: &Facts<'_>, function: NodeId, range: TextRange) -> Option<NodeId> {
    facts
        .tree
        .descendants(function)
        .filter(|&id| facts.tree.node(id).is_statement() && facts.tree.node(id).range().contains_range(range))
        .filter(|&id| facts.tree.function(id) == Some(function))
        .last()
}
