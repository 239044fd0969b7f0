//! The order in which the locks of a class are taken, in words. Writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::ClassRef;
use crate::facts::index::{FileIndex, Usage};
use crate::locks::{Graph, Unseen};
use crate::syntax::{TextRange, TextSize};

/// The locks of one class, and how they are taken.
pub(super) struct Order<'g> {
    /// Attributes, in the order in which they are made.
    pub(super) locks: Vec<String>,
    /// Their names in the graph.
    pub(super) names: BTreeSet<&'g str>,
    /// Where the first of them is made.
    pub(super) first: TextRange,
    /// Which is taken under which.
    edges: BTreeSet<(usize, usize)>,
    /// The same in the graph's numbers.
    pub(super) numbered: BTreeSet<(usize, usize)>,
    /// Calls under them that are not followed.
    pub(super) unseen: Vec<&'g Unseen>,
    /// Whether they are part of a cycle.
    pub(super) in_cycle: bool,
}

impl<'g> Order<'g> {
    /// The order of the locks that a class makes, if there are two or more that somebody holds.
    pub(super) fn of(graph: &'g Graph, path: &str, class: ClassRef, index: &FileIndex) -> Option<Order<'g>> {
        let attribute = |name: &str| -> Option<String> {
            let own = name.strip_prefix(path)?.strip_prefix('.')?;
            let own = own.strip_suffix("[]").unwrap_or(own);
            (!own.contains(['.', '[', '('])).then(|| own.to_string())
        };
        let mut made: Vec<(TextSize, TextRange, String, Vec<usize>)> = Vec::new();
        for (number, lock) in graph.locks.iter().enumerate() {
            let Some(name) = attribute(&lock.name) else { continue };
            let writes = index.attributes(&name).iter().filter(|found| {
                found.this == Some(class.class) && matches!(found.usage, Usage::Write | Usage::Declare)
            });
            let Some(first) = writes.map(|found| found.range).min_by_key(|range| range.start()) else {
                continue;
            };
            match made.iter_mut().find(|(.., known, _)| *known == name) {
                Some((.., numbers)) => numbers.push(number),
                None => made.push((first.start(), first, name, vec![number])),
            }
        }
        made.sort_by_key(|(start, ..)| *start);
        if made.len() < 2 {
            return None;
        }
        let at = |number: usize| made.iter().position(|(.., numbers)| numbers.contains(&number));
        let own = graph.edges.iter().filter(|edge| at(edge.from).is_some() && at(edge.to).is_some());
        let numbered = own.map(|edge| (edge.from, edge.to)).collect();
        let edges = graph.edges.iter().filter_map(|edge| Some((at(edge.from)?, at(edge.to)?)));
        let edges: BTreeSet<(usize, usize)> = edges.filter(|(from, to)| from != to).collect();
        let name = |number: usize| graph.locks[number].name.as_str();
        let own: BTreeSet<&str> =
            made.iter().flat_map(|(.., numbers)| numbers.iter().map(|at| name(*at))).collect();
        let cycles = graph.cycles.iter().filter(|cycle| !cycle.is_own());
        let in_cycle = cycles.flat_map(|cycle| &cycle.witnesses).any(|witness| {
            let lock = |lock: &Option<std::sync::Arc<crate::locks::LockName>>| {
                lock.as_ref().is_some_and(|lock| own.contains(lock.name.as_str()))
            };
            lock(&witness.held.lock) && lock(&witness.taken.value.lock)
        });
        Some(Order {
            first: made[0].1,
            locks: made.iter().map(|(_, _, name, _)| name.clone()).collect(),
            edges,
            numbered,
            names: own.clone(),
            unseen: graph.unseen.iter().filter(|unseen| own.contains(unseen.lock.name.as_str())).collect(),
            in_cycle,
        })
    }

    /// The order as the comment says it, without its first words.
    pub(super) fn words(&self) -> String {
        let touched: BTreeSet<usize> = self.edges.iter().flat_map(|(from, to)| [*from, *to]).collect();
        let alone: Vec<&str> = (0..self.locks.len())
            .filter(|at| !touched.contains(at))
            .map(|at| self.locks[at].as_str())
            .collect();
        let mut levels: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for at in &touched {
            levels.entry(self.level(*at, self.locks.len())).or_default().push(&self.locks[*at]);
        }
        let chain: Vec<String> = levels.into_values().map(|names| listed(&names, "or")).collect();
        match (chain.is_empty(), alone.as_slice()) {
            (true, _) => format!("{} are never held together.", listed(&alone, "and")),
            (false, []) => format!("{}.", chain.join(", then ")),
            (false, [one]) => format!("{}; {one} is never held with another.", chain.join(", then ")),
            (false, several) => {
                format!("{}; {} are never held with another.", chain.join(", then "), listed(several, "and"))
            }
        }
    }

    /// How many locks may be held before this one. The edges have no cycle.
    fn level(&self, at: usize, left: usize) -> usize {
        let Some(left) = left.checked_sub(1) else { return 0 };
        let before = self.edges.iter().filter(|(_, to)| *to == at);
        before.map(|(from, _)| 1 + self.level(*from, left)).max().unwrap_or(0)
    }
}

/// `a, b and c`, with `word` before the last.
pub(super) fn listed(names: &[&str], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_string(),
        [rest @ .., last] => format!("{} {word} {last}", rest.join(", ")),
    }
}
