//! Why a place that takes a lock, or starts a task that does, while it holds another is fine.

use crate::locks::{Graph, Kind, Witness};
use crate::syntax::Ranged;
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use super::Here;
use super::ring::{held, taken, way};

/// Ways that are shown of one site.
const MAX_SHOWN: usize = 3;

/// A site that holds a lock while another is taken, or while a task is started that takes one.
pub(super) fn judge(here: &Here<'_, '_>, graph: &Graph) -> Option<Finding> {
    let nested: Vec<_> = graph
        .edges
        .iter()
        .flat_map(|edge| &edge.witnesses)
        .filter(|witness| here.is_at(witness.place))
        .collect();
    if let Some(first) = nested.first() {
        let name = held(first);
        let message = match nested.as_slice() {
            [one] if held(one) == taken(one) && is_reentrant(one) => {
                format!("`{name}` is taken again under itself: it is re-entrant")
            }
            [one] if held(one) == taken(one) => {
                format!(
                    "the `{name}` that is taken under `{name}` is another one: it belongs to another object or key"
                )
            }
            [one] => format!(
                "`{}` is taken under `{name}`, and nothing takes them the other way round",
                taken(one)
            ),
            _ => format!(
                "other locks are taken under `{name}`, and nothing takes any two of them the other way round"
            ),
        };
        let mut finding = Finding::new(Verdict::Fine, Severity::Low, here.range.range(), message);
        for witness in nested.iter().take(MAX_SHOWN) {
            finding = finding.because_all(way(&here.given, witness));
        }
        let guarded = graph
            .cycles
            .iter()
            .filter(|cycle| cycle.witnesses.iter().any(|witness| here.is_at(witness.place)));
        for lock in guarded.filter_map(|cycle| cycle.guarded_by.as_ref()) {
            let why = format!("the other order exists, but all of it happens under `{}`", lock.short);
            finding = finding.because(Evidence::general("guarded", why));
        }
        let inner: Vec<&str> = nested
            .iter()
            .filter_map(|witness| Some(witness.taken.value.lock.as_ref()?.name.as_str()))
            .collect();
        let unseen =
            graph.unseen.iter().filter(|unseen| inner.contains(&unseen.lock.name.as_str())).take(MAX_SHOWN);
        for unseen in unseen {
            let why = unseen.words(here.given.text(unseen.call));
            finding = finding.because(here.given.evidence("not-followed", why, unseen.call));
        }
        return Some(finding);
    }
    let spawned = graph.spawned.iter().find(|witness| here.is_at(witness.place))?;
    let message = format!(
        "the task that is started under `{}` takes `{}` later, by itself: the one that holds it does not wait",
        held(spawned),
        taken(spawned)
    );
    Some(
        Finding::new(Verdict::Fine, Severity::Low, here.range, message)
            .because_all(way(&here.given, spawned)),
    )
}

fn is_reentrant(witness: &Witness) -> bool {
    witness.held.lock.as_ref().is_some_and(|lock| lock.kind == Kind::Reentrant)
}
