//! Who ends the task that runs a loop's coroutine function, as the given files show it.

use crate::facts::index::How;
use crate::facts::{Caller, Facts, FunctionRef};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, walk};
use crate::tasks::ends;
use crate::verdict::Evidence;

use super::condition::says;
use super::site::Loop;
use super::{flag, pace};

/// Lines shown of each kind.
const SHOWN: usize = 3;

/// Who ends the task of a loop.
pub(super) enum Ended {
    /// Something cancels it.
    Cancelled(Vec<Evidence>),
    /// It is awaited, so that cancelling whoever awaits it ends it.
    Awaited(Vec<Evidence>),
    /// It runs in a task that nobody holds.
    Dropped(Vec<Evidence>),
    /// Its task is held, and nothing that is seen cancels it.
    Nobody(Vec<Evidence>),
    /// Who starts it is not known.
    Unknown(Vec<Evidence>),
}

/// Who ends the task that runs the loop.
pub(super) fn of(facts: &Facts<'_>, found: &Loop<'_>) -> Ended {
    if let Some(evidence) = handed(facts, found.function).or_else(|| test(facts, found)) {
        return Ended::Awaited(vec![evidence]);
    }
    let Some(function) = facts.function_ref(found.function) else {
        return Ended::Unknown(vec![Evidence::general(
            "not-followed",
            "this file is not among the given files",
        )]);
    };
    let runs = ends::of_function(facts, function);
    if !runs.dropped.is_empty() {
        return Ended::Dropped(some(runs.dropped));
    }
    // One start that certainly goes on is enough.
    let certain = runs.ends.is_closed() && !runs.unended.is_empty();
    if !runs.ends.cancelled.is_empty() && !certain {
        let mut lines = some(runs.ends.cancelled);
        lines.extend(some(runs.unended));
        return Ended::Cancelled(lines);
    }
    // A stop that waits for an endless loop without cancelling it does not end it.
    let (hang, wait): (Vec<_>, Vec<_>) =
        runs.ends.awaited.into_iter().partition(|line| waits_in_stop(&line.message));
    if !runs.unended.is_empty() || (wait.is_empty() && !hang.is_empty()) {
        let mut lines = some(runs.unended);
        lines.extend(some(hang));
        lines.extend(some(runs.ends.refused));
        lines.extend(some(runs.ends.kept));
        return Ended::Nobody(lines);
    }
    let mut awaited = some(runs.awaited_by);
    awaited.extend(some(wait));
    if awaited.is_empty() {
        return match possibly(facts, function) {
            Some(lines) => Ended::Awaited(some(lines)),
            None => Ended::Unknown(some(runs.ends.open)),
        };
    }
    Ended::Awaited(awaited)
}

/// Where it is not certain that a place runs it, but every place that may do so awaits it or hands it to a scope.
fn possibly(facts: &Facts<'_>, function: FunctionRef) -> Option<Vec<Evidence>> {
    let view = facts.view();
    let callers = view.callers(function);
    if !callers.certain.is_empty() || callers.possible.is_empty() {
        return None;
    }
    let line = |caller: &Caller| {
        let place = caller.place;
        let message = match caller.call {
            Some(_) if caller.how == How::Awaited => {
                let around = FunctionRef { file: place.file, function: caller.function? };
                format!("`{}` awaits it, if it is this one", view.function(around)?.qualified)
            }
            Some(_) => return None,
            None => facts.in_file(place.file, |other| {
                let reference = other.used_at(place.range)?;
                scoped(other, reference).map(|evidence| evidence.message)
            })??,
        };
        Some(facts.evidence_at("awaited-by", message, place))
    };
    callers.possible.iter().map(line).collect()
}

fn some(mut lines: Vec<Evidence>) -> Vec<Evidence> {
    lines.truncate(SHOWN);
    lines
}

/// Whether the function that a line names between backticks is a stop method.
fn waits_in_stop(message: &str) -> bool {
    let name = message.split('`').nth(1).and_then(|symbol| symbol.rsplit('.').next());
    name.is_some_and(flag::is_stop)
}

/// Who is handed the function itself in this file, and runs it in a scope that can be cancelled.
fn handed(facts: &Facts<'_>, function: NodeId) -> Option<Evidence> {
    facts.callers(function).possible.into_iter().find_map(|range| scoped(facts, facts.used_at(range)?))
}

/// The call that runs a function which is handed to it in a scope that can be cancelled: a nursery, a task group, `run`.
/// Source: the trio and anyio reference documentation, "Nurseries and spawning", "Task groups", "Running code".
fn scoped(facts: &Facts<'_>, reference: NodeId) -> Option<Evidence> {
    if let Some(body) = each_of(facts, reference) {
        return body.into_iter().find_map(|name| scoped(facts, name));
    }
    let (id, call) = facts.tree.ancestors(reference).take(2).find_map(|id| match facts.tree.node(id) {
        AnyNodeRef::ExprCall(call) => Some((id, call)),
        _ => None,
    })?;
    let first = call.arguments.args.first()?;
    let Expr::Attribute(method) = call.func.as_ref() else { return None };
    let scoped = match method.attr.as_str() {
        "start_soon" => true,
        // Other things have a `start` and a `run`, too: threads, runners.
        "start" => pace::last_name(&method.value)
            .is_some_and(|name| says(name, &["nursery", "tg", "group", "tasks"], &["taskgroup", "portal"])),
        "run" | "start_guest_run" => {
            facts.is_one_of(&call.func, id, &["anyio.run", "trio.run", "trio.lowlevel.start_guest_run"])
        }
        _ => false,
    };
    (scoped && AnyNodeRef::from(first).ptr_eq(facts.tree.node(reference))).then(|| {
        let text = facts.text(call.func.as_ref());
        facts.evidence("awaited-by", format!("`{text}` runs it in a scope that can be cancelled"), call)
    })
}

/// Where a loop over a display, such as `for job in (read, write):`, uses what stands in it.
fn each_of(facts: &Facts<'_>, reference: NodeId) -> Option<Vec<NodeId>> {
    let display = facts.tree.parent(reference)?;
    let AnyNodeRef::StmtFor(node) = facts.tree.node(facts.tree.parent(display)?) else { return None };
    let items = match node.iter.as_ref() {
        Expr::Tuple(tuple) => &tuple.elts,
        Expr::List(list) => &list.elts,
        _ => return None,
    };
    let inside = items.iter().any(|item| AnyNodeRef::from(item).ptr_eq(facts.tree.node(reference)));
    let target = node.target.as_name_expr().filter(|_| inside)?;
    let mut uses = Vec::new();
    walk::expressions(&node.body, &mut |expr| {
        if expr.as_name_expr().is_some_and(|name| name.id == target.id && name.ctx.is_load()) {
            uses.push(facts.tree.id(expr));
        }
    });
    Some(uses)
}

/// A test that the test runner runs.
fn test(facts: &Facts<'_>, found: &Loop<'_>) -> Option<Evidence> {
    let name = &found.definition.name;
    (facts.is_test_code() && name.starts_with("test"))
        .then(|| facts.evidence("awaited-by", "the test runner runs it", name.range()))
}
