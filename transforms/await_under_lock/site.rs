//! Reads a proposed site: a block that holds a lock, and what is waited for in it. Judges nothing.

use crate::facts::Facts;
use crate::syntax::ast::StmtWith;
use crate::syntax::{AnyNodeRef, NodeId, Ranged, TextRange};

use super::lock::{self, Lock, Sort};
use super::steps::{self, Step};

/// A block that holds a lock.
pub(super) struct Held<'a> {
    /// The `with`.
    pub id: NodeId,
    pub node: &'a StmtWith,
    /// From `async` to the end of the contexts.
    pub range: TextRange,
    /// The statements in it.
    pub body: TextRange,
    /// The function around it.
    pub function: NodeId,
    pub lock: Lock,
    /// What is waited for in it, directly.
    pub steps: Vec<Step>,
}

/// The block at a node, if it holds a lock and something is awaited in it.
pub(super) fn read<'a>(facts: &Facts<'a>, id: NodeId) -> Option<Held<'a>> {
    let AnyNodeRef::StmtWith(node) = facts.tree.node(id) else { return None };
    let function = facts.tree.function(id)?;
    let AnyNodeRef::StmtFunctionDef(around) = facts.tree.node(function) else { return None };
    if !around.is_async {
        return None;
    }
    let (number, lock) = node.items.iter().enumerate().find_map(|(number, item)| {
        let lock = lock::of(facts, &item.context_expr, id)?;
        let of_threads = matches!(lock.sort, Sort::Thread | Sort::Reentrant);
        (of_threads != node.is_async || lock.sort == Sort::Unknown).then_some((number, lock))
    })?;
    let (first, last) = (node.body.first()?, node.body.last()?);
    let body = TextRange::new(first.start(), last.end());
    let mut steps = match node.is_async {
        true => steps::entering(facts, id, &node.items[number + 1..]),
        false => Vec::new(),
    };
    steps.extend(steps::inside(facts, function, body));
    if steps.is_empty() {
        return None;
    }
    let range = TextRange::new(node.start(), node.items.last()?.end());
    Some(Held { id, node, range, body, function, lock, steps })
}
