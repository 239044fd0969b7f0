//! The calls of the functions that lead to a wait, where the file stands alone; [`super::across`] asks all given files.
//! Both read one call with [`bound_of_call`], and [`super::chain`] follows them.

use crate::facts::{CallSite, Facts};
use crate::syntax::{AnyNodeRef, NodeId, NodeKind, Ranged, TextRange, ast};

use super::chain::{self, ByCallers, Called, Way};
use super::{across, given};

/// Whether all callers of `function` bound it.
pub(super) fn bound(facts: &Facts<'_>, function: Option<NodeId>) -> ByCallers {
    let Some(function) = function else { return ByCallers::Not(Vec::new()) };
    match facts.function_ref(function) {
        Some(function) => across::bound(facts, function),
        None => chain::walk(function, |function, most| called(facts, function, most)),
    }
}

/// How one call of a coroutine function is bounded.
pub(super) enum CallBound {
    /// Here, by this; and that it may be `None`, in words.
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
    let choice = given::argument(&timeout, id, facts)
        .map(|(given, at)| given::of(given, at, facts).words(facts.text(given)))
        .unwrap_or_default();
    CallBound::Here { by: timeout.by, range: timeout.range, choice }
}

/// The callers of a function of a file that stands alone.
fn called(facts: &Facts<'_>, function: NodeId, most: usize) -> Called<NodeId> {
    let mut called = Called::default();
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return called };
    let name = &node.name;
    let mut open = |kind: &'static str, why: String, at: TextRange| {
        called.open.push(facts.evidence(kind, why, at));
    };
    if !node.is_async {
        open("caller-not-bounded", format!("`{name}` is no plain coroutine function"), name.range());
        return called;
    }
    if let Some(decorator) = node.decorator_list.first() {
        let why = format!("what `{}` does with `{name}` is not known", facts.text(&decorator.expression));
        open("caller-not-bounded", why, decorator.range());
        return called;
    }
    let callers = facts.callers(function);
    if callers.public {
        let why = format!("others may call `{name}` without a bound: it is public");
        open("called-from-outside", why, name.range());
    }
    if let Some(place) = callers.possible.first() {
        let why = format!("`{name}` is named here, by something that may not bound it");
        open("caller-not-bounded", why, *place);
    }
    if callers.certain.len() > most {
        open("caller-not-bounded", format!("`{name}` has more callers than are followed"), name.range());
        return called;
    }
    if !callers.public && callers.certain.is_empty() && callers.possible.is_empty() {
        let why = format!("nothing in this file calls `{name}`");
        called.nobody = Some(facts.evidence("no-caller", why, name.range()));
    }
    called.ways = callers.certain.iter().map(|call| way(facts, call, name)).collect();
    called
}

fn way(facts: &Facts<'_>, call: &CallSite<'_>, name: &str) -> Way<NodeId> {
    let who = match facts.symbol(call.id) {
        symbol if symbol.is_empty() => "the module".to_string(),
        symbol => format!("`{symbol}`"),
    };
    let unbounded = facts.evidence("caller-not-bounded", format!("{who} does not bound it"), call.node);
    match bound_of_call(facts, call.id, call.node) {
        CallBound::Here { by, range, choice } => {
            let message = format!("{who} awaits it inside {by}{choice}");
            Way::Bounded(facts.evidence("bounded-by-caller", message, range))
        }
        CallBound::Awaited => match facts.tree.function(call.id) {
            Some(around) => {
                let step = facts.evidence("awaited-by", format!("{who} awaits `{name}`"), call.node);
                Way::Through(around, step, unbounded)
            }
            None => Way::Open(unbounded),
        },
        CallBound::Not => Way::Open(unbounded),
    }
}
