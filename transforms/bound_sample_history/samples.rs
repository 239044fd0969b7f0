//! What is in a list: samples and records, of which the old ones may go, or something that has to stay.

use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, NodeId, Ranged, TextRange, walk};

use super::gather::Gathered;
use super::site::Site;

/// What is in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Samples or records, by what shows it.
    Samples,
    /// Functions that somebody registers.
    Callbacks,
    /// Not known to be either.
    Other,
}

/// Words at the end of a name that make it one of samples or records.
const LAST: &[&str] = &[
    "samples",
    "history",
    "histories",
    "latencies",
    "times",
    "timings",
    "timestamps",
    "durations",
    "elapsed",
    "measurements",
    "metrics",
    "stats",
    "statistics",
    "observations",
    "readings",
    "rtts",
    "rates",
    "arrivals",
    "sizes",
    "counts",
    "scores",
    "losses",
    "delays",
    "jitter",
    "log",
    "logs",
    "records",
    "recorded",
    "events",
    "errors",
    "failures",
    "warnings",
    "recent",
    "traces",
    "transitions",
    "snapshots",
    "audit",
    "alerts",
    "incidents",
    "violations",
    "attempts",
];
/// Words that do so anywhere in it.
const ANYWHERE: &[&str] = &[
    "sample",
    "samples",
    "history",
    "latency",
    "latencies",
    "duration",
    "durations",
    "measurement",
    "measurements",
    "timings",
    "timestamps",
    "rtt",
    "rtts",
    "elapsed",
    "recent",
];
/// Words at the end of a name that make it one of functions.
const FUNCTIONS: &[&str] =
    &["handlers", "callbacks", "listeners", "hooks", "observers", "subscribers", "watchers"];
/// Words at the end of a name that make it something else, whatever else is in it.
const OTHERS: &[&str] = &[
    "tasks",
    "waiters",
    "factories",
    "types",
    "classes",
    "filters",
    "processors",
    "queue",
    "pending",
    "buffer",
    "loggers",
    "files",
    "paths",
    "names",
    "fields",
    "columns",
    "formatters",
    "middlewares",
    "plugins",
    "ids",
    "keys",
    "codes",
];
const CALLABLE: &[&str] = &["Callable", "CoroutineFunction", "Handler", "Callback", "Hook", "Listener"];

/// What a list holds: by its annotation, its name, and what is added to it.
pub(super) fn holds(facts: &Facts<'_>, site: &Site<'_>, gathered: &Gathered) -> Holds {
    let words = walk::words(site.name);
    let last = |list: &[&str]| words.last().is_some_and(|word| list.contains(&word.as_str()));
    let anywhere = words.iter().any(|word| ANYWHERE.contains(&word.as_str()));
    let annotation = site.annotation.map(|annotation| facts.text(annotation)).unwrap_or_default();
    let element = element(annotation);
    if CALLABLE.iter().any(|word| element.contains(word))
        || last(FUNCTIONS)
        || adds_functions(facts, gathered)
    {
        return Holds::Callbacks;
    }
    if last(OTHERS) {
        return Holds::Other;
    }
    if element.contains("float") || last(LAST) || anywhere || adds_times(facts, gathered) {
        return Holds::Samples;
    }
    Holds::Other
}

/// The text of a list's element type in an annotation.
fn element(annotation: &str) -> &str {
    let lower = annotation.to_lowercase();
    lower.find("list[").map_or("", |at| annotation.get(at + 5..).unwrap_or_default())
}

/// Whether what is added is a function, or a parameter that is annotated as one.
fn adds_functions(facts: &Facts<'_>, gathered: &Gathered) -> bool {
    values(facts, gathered).any(|id| {
        let AnyNodeRef::ExprName(name) = facts.tree.node(id) else { return false };
        let Some((_, bindings)) = facts.scopes().lookup(facts.tree, id, name.id.as_str()) else {
            return false;
        };
        bindings.iter().any(|binding| match &binding.kind {
            crate::facts::BindingKind::Function(_) => true,
            crate::facts::BindingKind::Parameter(parameter) => parameter
                .annotation
                .as_deref()
                .is_some_and(|annotation| CALLABLE.iter().any(|word| facts.text(annotation).contains(word))),
            _ => false,
        })
    })
}

/// Clocks. Source: the Python library reference, "time".
const CLOCKS: &[&str] = &[
    "time.time",
    "time.monotonic",
    "time.perf_counter",
    "time.process_time",
    "time.time_ns",
    "time.monotonic_ns",
    "time.perf_counter_ns",
];

/// Whether what is added is read from a clock, or measured with one.
fn adds_times(facts: &Facts<'_>, gathered: &Gathered) -> bool {
    values(facts, gathered).any(|id| {
        let mut found = false;
        for inner in std::iter::once(id).chain(facts.tree.descendants(id)) {
            if let AnyNodeRef::ExprCall(call) = facts.tree.node(inner) {
                found |= facts.is_one_of(&call.func, inner, CLOCKS);
            }
        }
        found
    })
}

/// The values that this file adds.
fn values<'f>(facts: &'f Facts<'_>, gathered: &'f Gathered) -> impl Iterator<Item = NodeId> + 'f {
    let own = facts.file.unwrap_or_default();
    let ranges = gathered.added().filter(move |(place, _)| place.file == own);
    ranges.filter_map(|(_, added)| node_at(facts, added.value?))
}

fn node_at(facts: &Facts<'_>, range: TextRange) -> Option<NodeId> {
    facts.tree.all().find(|&id| {
        let node = facts.tree.node(id);
        node.is_expression() && node.range() == range
    })
}
