//! Whether every caller of the function that waits bounds it. Follows private functions of this file only.

use crate::facts::{CallSite, Facts};
use crate::syntax::{AnyNodeRef, NodeId, NodeKind, Ranged};
use crate::verdict::Evidence;

/// What the callers of a function show.
pub(super) enum ByCallers {
    /// Each of them bounds the call; their lines.
    Proven(Vec<Evidence>),
    /// Not each; the line of one that does not, where some do.
    Not(Option<Evidence>),
}

impl ByCallers {
    /// The caller that leaves a wait unbounded which others bound.
    pub fn evidence(self) -> Vec<Evidence> {
        match self {
            ByCallers::Proven(evidence) => evidence,
            ByCallers::Not(evidence) => evidence.into_iter().collect(),
        }
    }
}

/// Private steps that are followed. Real chains are shorter; a longer one is not proven.
const MAX_STEPS: usize = 8;

/// Whether all callers of `function` bound it.
pub(super) fn bound(facts: &Facts<'_>, function: Option<NodeId>) -> ByCallers {
    match function {
        Some(function) => follow(facts, function, &mut Vec::new()),
        None => ByCallers::Not(None),
    }
}

fn follow(facts: &Facts<'_>, function: NodeId, path: &mut Vec<NodeId>) -> ByCallers {
    // A function that calls itself is bounded if its other callers bound it.
    if path.contains(&function) {
        return ByCallers::Proven(Vec::new());
    }
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return ByCallers::Not(None) };
    // What a decorator does with the function is not known.
    if path.len() >= MAX_STEPS || !node.is_async || !node.decorator_list.is_empty() {
        return ByCallers::Not(None);
    }
    let callers = facts.callers(function);
    if callers.public || callers.certain.is_empty() {
        return ByCallers::Not(None);
    }
    path.push(function);
    let mut bounded = Vec::new();
    let mut unbounded = callers.possible.first().map(|place| {
        facts.evidence(
            "caller-not-bounded",
            format!("`{}` is named here, by something that may not bound it", node.name),
            place,
        )
    });
    for call in &callers.certain {
        match bound_of(facts, call, path) {
            Some(evidence) => bounded.extend(evidence),
            None => {
                let who = facts.symbol(call.id);
                let who = if who.is_empty() { "the module".to_string() } else { format!("`{who}`") };
                unbounded.get_or_insert_with(|| {
                    facts.evidence("caller-not-bounded", format!("{who} does not bound it"), call.node)
                });
            }
        }
    }
    path.pop();
    match unbounded {
        None if !bounded.is_empty() => ByCallers::Proven(bounded),
        None => ByCallers::Not(None),
        Some(evidence) => ByCallers::Not((!bounded.is_empty()).then_some(evidence)),
    }
}

/// The evidence that one call is bounded: where it is awaited, or in all callers of the function around it.
///
/// A coroutine that becomes a task of its own is bounded by nothing around the place where it starts.
fn bound_of(facts: &Facts<'_>, call: &CallSite<'_>, path: &mut Vec<NodeId>) -> Option<Vec<Evidence>> {
    let parent = facts.tree.parent(call.id)?;
    let awaited = facts.tree.node(parent).kind() == NodeKind::ExprAwait;
    let from = if awaited { parent } else { call.id };
    if let Some(timeout) = facts.timeout_around(from).filter(|timeout| !timeout.never) {
        let direct = awaited
            || facts.tree.ancestors(call.id).take(3).any(|outer| match facts.tree.node(outer) {
                AnyNodeRef::ExprCall(wait_for) => {
                    timeout.by == "asyncio.wait_for"
                        && timeout.range == wait_for.range()
                        && wait_for
                            .arguments
                            .find_argument_value("fut", 0)
                            .is_some_and(|given| AnyNodeRef::from(given).ptr_eq(AnyNodeRef::from(call.node)))
                }
                _ => false,
            });
        return direct.then(|| {
            let message = format!("`{}` awaits it inside {}", facts.symbol(call.id), timeout.by);
            vec![facts.evidence("bounded-by-caller", message, timeout.range)]
        });
    }
    if !awaited {
        return None;
    }
    match follow(facts, facts.tree.function(call.id)?, path) {
        ByCallers::Proven(evidence) => Some(evidence),
        ByCallers::Not(_) => None,
    }
}
