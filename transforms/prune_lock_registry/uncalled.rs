//! Getters that nobody calls: then nothing fills the registry.

use crate::facts::{Facts, FunctionRef};
use crate::keyed::Events;
use crate::verdict::Evidence;

/// What shows that all that creates entries are getters without a caller. `None` if one has a caller, or may have, or
/// is no getter.
pub(super) fn evidence(facts: &Facts<'_>, events: &Events, getters: &[FunctionRef]) -> Option<Vec<Evidence>> {
    let view = facts.view();
    if !events.blind.is_empty() {
        return None;
    }
    let mut functions: Vec<_> = events.growing().map(|event| event.function).collect::<Option<_>>()?;
    functions.sort();
    functions.dedup();
    let mut evidence = Vec::new();
    for function in functions {
        let entry = view.function(function)?;
        let special = entry.name.starts_with("__") && entry.name.ends_with("__");
        let callers = view.callers(function);
        let handled = callers.outside.iter().any(|blind| !blind.why.ends_with("is public"));
        if !getters.contains(&function)
            || special
            || entry.name.is_empty()
            || entry.parent.is_some()
            || handled
        {
            return None;
        }
        if !callers.certain.is_empty() || !callers.possible.is_empty() {
            return None;
        }
        let place = crate::facts::types::engine::Place { file: function.file, range: entry.name_range };
        let public = if entry.name.starts_with('_') { "" } else { ", though it is public" };
        evidence.push(facts.evidence_at(
            "no-caller",
            format!("`{}` has no caller in the given files{public}", entry.name),
            place,
        ));
    }
    (!evidence.is_empty()).then_some(evidence)
}
