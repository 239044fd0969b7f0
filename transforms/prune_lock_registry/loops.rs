//! Registries that are keyed by event loop: weak keys do not help there, because what has waited refers to its loop.

use crate::facts::Facts;
use crate::keyed::{Events, Keyed, Life, Make};
use crate::verdict::{Finding, Severity, Verdict};

/// Judges registries with weak keys, and those keyed by event loop that nothing prunes.
pub(super) fn judge(
    facts: &Facts<'_>,
    keyed: &Keyed<'_>,
    events: &Events,
    class: &str,
    life: &Life,
) -> Option<Finding> {
    let range = keyed.range(facts);
    let by_loop = keyed.key.is_some_and(|key| key.ends_with("EventLoop"))
        || events.adds().filter_map(|event| event.key.as_deref()).any(is_loop);
    let asyncio = class.starts_with("asyncio.");
    match keyed.make {
        Make::WeakKeys if by_loop && asyncio => {
            let message = format!(
                "an entry of `{}` keeps its own key alive: once something has waited for it, the {} refers to its event loop, so that neither goes; keep one for each loop on an object that ends with the loop",
                keyed.text,
                class.rsplit('.').next().unwrap_or(class).to_lowercase()
            );
            let evidence = facts.evidence(
                "weak-keys",
                "the keys are weak, and each value comes to refer to its key",
                range,
            );
            Some(Finding::new(Verdict::Manual, Severity::Low, range, message).because(evidence))
        }
        Make::WeakKeys => Some(Finding::fine(
            range,
            format!("entries leave `{}` by themselves", keyed.text),
            facts.evidence("weak-keys", "entries go with their keys", range),
        )),
        Make::Bounded => Some(Finding::fine(
            range,
            format!("entries leave `{}` by themselves", keyed.text),
            facts.evidence("bounded", "the class bounds its size", range),
        )),
        Make::Plain | Make::Default if by_loop && matches!(life, Life::Grows | Life::AtTheEnd(_)) => {
            let message = format!(
                "`{}` keeps every event loop that has come by, and what it holds for it; take the entry out when the loop is closed (weak keys are not enough: what has waited refers to its loop)",
                keyed.text
            );
            let add = events.adds().next()?;
            let evidence = facts.evidence_at("filled", "an entry is put in for the loop", add.place);
            Some(Finding::new(Verdict::Manual, Severity::Low, range, message).because(evidence))
        }
        _ => None,
    }
}

fn is_loop(key: &str) -> bool {
    let last = key.trim_end_matches("()").rsplit('.').next().unwrap_or(key);
    matches!(
        last,
        "get_running_loop"
            | "get_event_loop"
            | "loop"
            | "_loop"
            | "event_loop"
            | "running_loop"
            | "current_loop"
    )
}
