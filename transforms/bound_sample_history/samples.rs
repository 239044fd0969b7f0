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

/// Words that name a list of samples or records.
const WORDS: &[&str] = &[
    "sample",
    "samples",
    "history",
    "histories",
    "latency",
    "latencies",
    "time",
    "times",
    "timing",
    "timings",
    "timestamp",
    "timestamps",
    "duration",
    "durations",
    "elapsed",
    "measurement",
    "measurements",
    "metric",
    "metrics",
    "stat",
    "stats",
    "statistics",
    "observation",
    "observations",
    "reading",
    "readings",
    "rtt",
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
    "record",
    "records",
    "recorded",
    "event",
    "events",
    "error",
    "errors",
    "failure",
    "failures",
    "warnings",
    "recent",
    "trace",
    "traces",
    "transitions",
    "snapshots",
    "audit",
    "alerts",
    "incidents",
    "violations",
    "attempts",
];
/// Words of a name that make it something else, whatever else is in it.
const NOT: &[&str] = &[
    "handler",
    "handlers",
    "callback",
    "callbacks",
    "listener",
    "listeners",
    "hook",
    "hooks",
    "waiters",
    "watchers",
    "subscribers",
    "observers",
    "tasks",
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
];
const CALLABLE: &[&str] = &["Callable", "CoroutineFunction", "Handler", "Callback", "Hook", "Listener"];

/// What a list holds: by its annotation, its name, and what is added to it.
pub(super) fn holds(facts: &Facts<'_>, site: &Site<'_>, gathered: &Gathered) -> Holds {
    let words = walk::words(site.name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let annotation = site.annotation.map(|annotation| facts.text(annotation)).unwrap_or_default();
    let element = element(annotation);
    if CALLABLE.iter().any(|word| element.contains(word)) || has(&NOT[..9]) || adds_functions(facts, gathered)
    {
        return Holds::Callbacks;
    }
    if has(NOT) {
        return Holds::Other;
    }
    if element.contains("float") || has(WORDS) || adds_times(facts, gathered) {
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
