//! Reads a proposed site: a block that holds a lock, and what is waited for in it. Judges nothing.

use std::cell::RefCell;

use crate::facts::Facts;
use crate::locks;
use crate::syntax::ast::{ExprCall, StmtWith};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange};

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
    /// What is waited for in it, directly, while the lock is held.
    pub steps: Vec<Step>,
    /// What is waited for after the block has let go of the lock, and the call that does.
    pub let_go: Vec<(Step, TextRange)>,
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
    let gaps = gaps(facts, &around.body, body, &lock, id);
    let release = |step: &Step| {
        gaps.iter().find(|(gap, _)| gap.contains_range(step.range)).map(|(_, release)| *release)
    };
    let let_go = steps.iter().filter_map(|step| Some((step.clone(), release(step)?))).collect();
    steps.retain(|step| release(step).is_none());
    let range = TextRange::new(node.start(), node.items.last()?.end());
    Some(Held { id, node, range, body, function, lock, steps, let_go })
}

/// Where, in the block, the lock is not held: from a `release()` of it to the `acquire()` that takes it again. With the
/// former.
fn gaps<'a>(
    facts: &Facts<'a>,
    function: &'a [Stmt],
    block: TextRange,
    lock: &Lock,
    id: NodeId,
) -> Vec<(TextRange, TextRange)> {
    let calls = |call: &'a ExprCall, method: &str| {
        let Expr::Attribute(called) = call.func.as_ref() else { return false };
        called.attr.as_str() == method
            && lock::of(facts, &called.value, id)
                .is_some_and(|other| other.name == lock.name && other.means == lock.means)
    };
    let releases = RefCell::new(Vec::new());
    let lets_go = |call: &'a ExprCall| {
        let it_does = calls(call, "release");
        if it_does {
            releases.borrow_mut().push(call.range());
        }
        it_does
    };
    let found = locks::let_go(function, block, &lets_go, &|call| calls(call, "acquire"));
    let releases = releases.into_inner();
    let release = |gap: &TextRange| releases.iter().find(|call| call.end() == gap.start()).copied();
    found.into_iter().filter_map(|gap| Some((gap, release(&gap)?))).collect()
}
