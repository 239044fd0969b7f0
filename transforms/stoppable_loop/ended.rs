//! Who ends the task that runs a loop's coroutine function, as the given files show it.

use crate::facts::Facts;
use crate::tasks::ends;
use crate::verdict::Evidence;

use super::flag;
use super::site::Loop;

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
    let Some(function) = facts.function_ref(found.function) else {
        return Ended::Unknown(vec![Evidence::general("not-followed", "this file is not among the given files")]);
    };
    let runs = ends::of_function(facts, function);
    if !runs.dropped.is_empty() {
        return Ended::Dropped(some(runs.dropped));
    }
    if !runs.ends.cancelled.is_empty() {
        return Ended::Cancelled(some(runs.ends.cancelled));
    }
    // A stop that waits for an endless loop without cancelling it does not end it.
    let (hang, wait): (Vec<_>, Vec<_>) = runs.ends.awaited.into_iter().partition(|line| waits_in_stop(&line.message));
    if !runs.unended.is_empty() || (wait.is_empty() && !hang.is_empty()) {
        let mut lines = some(runs.unended);
        lines.extend(some(hang));
        lines.extend(some(runs.ends.kept));
        return Ended::Nobody(lines);
    }
    let mut awaited = some(runs.awaited_by);
    awaited.extend(some(wait));
    if awaited.is_empty() { Ended::Unknown(some(runs.ends.open)) } else { Ended::Awaited(awaited) }
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
