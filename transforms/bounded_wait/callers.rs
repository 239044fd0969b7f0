//! Whether every caller of the function that waits bounds it, where the file stands alone; [`super::across`] asks all
//! given files. Both read one call with [`bound_of_call`].

use crate::facts::{CallSite, Facts};
use crate::syntax::{AnyNodeRef, NodeId, NodeKind, Ranged, TextRange, ast};
use crate::verdict::Evidence;

use super::{across, contract};

/// What the callers of a function show.
pub(super) enum ByCallers {
    /// Each of them bounds the call; their lines.
    Proven(Vec<Evidence>),
    /// Not each, or not for certain; the lines that show it.
    Not(Vec<Evidence>),
}

impl ByCallers {
    /// What the callers show of a wait that they leave unbounded.
    pub fn evidence(self) -> Vec<Evidence> {
        match self {
            ByCallers::Proven(evidence) | ByCallers::Not(evidence) => evidence,
        }
    }
}

/// Steps that are followed. Real chains are shorter; a longer one is not proven.
pub(super) const MAX_STEPS: usize = 8;

/// Whether all callers of `function` bound it.
pub(super) fn bound(facts: &Facts<'_>, function: Option<NodeId>) -> ByCallers {
    let Some(function) = function else { return ByCallers::Not(Vec::new()) };
    match facts.function_ref(function) {
        Some(function) => across::bound(facts, function),
        None => follow(facts, function, &mut Vec::new()),
    }
}

/// How one call of a coroutine function is bounded.
pub(super) enum CallBound {
    /// Here, by this; and whether the caller may choose `None`, in words.
    Here { by: String, range: TextRange, choice: String },
    /// Not here: it is awaited, so that its function's callers may bound it.
    Awaited,
    /// By nothing.
    Not,
}

/// What bounds a call in its own function. A coroutine that becomes a task of its own is bounded by nothing around the
/// place where it starts.
pub(super) fn bound_of_call(facts: &Facts<'_>, id: NodeId, call: &ast::ExprCall) -> CallBound {
    let Some(parent) = facts.tree.parent(id) else { return CallBound::Not };
    let awaited = facts.tree.node(parent).kind() == NodeKind::ExprAwait;
    let from = if awaited { parent } else { id };
    let Some(timeout) = facts.timeout_around(from).filter(|timeout| !timeout.never) else {
        return if awaited { CallBound::Awaited } else { CallBound::Not };
    };
    let direct = awaited
        || facts.tree.ancestors(id).take(3).any(|outer| match facts.tree.node(outer) {
            AnyNodeRef::ExprCall(wait_for) => {
                timeout.by == "asyncio.wait_for"
                    && timeout.range == wait_for.range()
                    && wait_for
                        .arguments
                        .find_argument_value("fut", 0)
                        .is_some_and(|given| AnyNodeRef::from(given).ptr_eq(AnyNodeRef::from(call)))
            }
            _ => false,
        });
    if !direct {
        return CallBound::Not;
    }
    let choice = choice(facts, id, timeout.range);
    CallBound::Here { by: timeout.by, range: timeout.range, choice }
}

/// That the timeout is a parameter of which None waits for ever, in words; empty where it is none.
fn choice(facts: &Facts<'_>, at: NodeId, bound: TextRange) -> String {
    let outer = facts.tree.all().find_map(|id| match facts.tree.node(id) {
        AnyNodeRef::ExprCall(call) if call.start() == bound.start() && call.end() <= bound.end() => {
            Some((id, call))
        }
        _ => None,
    });
    let Some((outer, call)) = outer else { return String::new() };
    let given = if facts.is_one_of(&call.func, outer, &["asyncio.wait_for"]) {
        call.arguments.find_argument_value("timeout", 1)
    } else {
        call.arguments.args.first().or(call.arguments.keywords.first().map(|word| &word.value))
    };
    given
        .filter(|given| contract::parameter_that_may_be_none(at, given, facts).is_some())
        .map(|given| format!("; its own caller chooses `{}`, and None waits for ever", facts.text(given)))
        .unwrap_or_default()
}

fn follow(facts: &Facts<'_>, function: NodeId, path: &mut Vec<NodeId>) -> ByCallers {
    let unproven = || ByCallers::Not(Vec::new());
    // A function that calls itself is bounded if its other callers bound it.
    if path.contains(&function) {
        return ByCallers::Proven(Vec::new());
    }
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return unproven() };
    // What a decorator does with the function is not known.
    if path.len() >= MAX_STEPS || !node.is_async || !node.decorator_list.is_empty() {
        return unproven();
    }
    let callers = facts.callers(function);
    if callers.public || callers.certain.is_empty() {
        return unproven();
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
        // The caller that leaves a wait unbounded which others bound.
        Some(evidence) if !bounded.is_empty() => ByCallers::Not(vec![evidence]),
        _ => unproven(),
    }
}

/// The evidence that one call is bounded: where it is awaited, or in all callers of the function around it.
fn bound_of(facts: &Facts<'_>, call: &CallSite<'_>, path: &mut Vec<NodeId>) -> Option<Vec<Evidence>> {
    match bound_of_call(facts, call.id, call.node) {
        CallBound::Here { by, range, choice } => {
            let message = format!("`{}` awaits it inside {by}{choice}", facts.symbol(call.id));
            Some(vec![facts.evidence("bounded-by-caller", message, range)])
        }
        CallBound::Awaited => match follow(facts, facts.tree.function(call.id)?, path) {
            ByCallers::Proven(evidence) => Some(evidence),
            ByCallers::Not(_) => None,
        },
        CallBound::Not => None,
    }
}
