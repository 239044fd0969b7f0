//! Whether a lock is known to be taken together with another one: only then there is an order that could be checked.

use crate::facts::Facts;
use crate::locks::{self, Edge};
use crate::verdict::Evidence;

use super::site::Site;

/// Places that are shown.
const SHOWN: usize = 2;

/// Where the lock is held while another one is taken, or is taken while another one is held; or two of a family are.
pub(super) fn evidence(facts: &Facts<'_>, site: &Site<'_>) -> Vec<Evidence> {
    let graph = locks::of(facts.project);
    let short = if site.family { format!("{}[]", site.name) } else { site.name.clone() };
    let is_it = |number: usize| {
        let lock = &graph.locks[number];
        lock.short == short && lock.made.is_none_or(|made| Some(made.file) == facts.file)
    };
    let meets = |edge: &&Edge| is_it(edge.from) || is_it(edge.to);
    let one = |edge: &Edge| {
        let witness = edge.witnesses.first()?;
        let (held, taken) = (&graph.locks[edge.from].short, &graph.locks[edge.to].short);
        let message = format!("`{taken}` is taken while `{held}` is held");
        Some(facts.evidence_at("taken-together", message, witness.place))
    };
    graph.edges.iter().filter(meets).filter_map(one).take(SHOWN).collect()
}
