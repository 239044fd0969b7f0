//! Functions that both put an entry in and take it out, themselves or through calls: where one way may miss the clean-up.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::index::How;
use crate::facts::types::engine::Place;
use crate::facts::{Facts, FunctionRef, is_test_path};
use crate::syntax::{TextRange, TextSize};

use super::behind;
use super::calls;
use super::events::{Event, Events, What};
use super::flow::{self, Miss};

/// Calls that are followed upwards from where an entry comes or goes.
const MAX_DEPTH: u8 = 3;
/// Functions that are looked at.
const MAX_FUNCTIONS: usize = 60;

/// What one function does about entries.
#[derive(Clone, Debug)]
struct Point {
    range: TextRange,
    /// The names in the key, or in the arguments of the call.
    names: BTreeSet<String>,
    /// What is called there; `None` for the use itself.
    through: Option<FunctionRef>,
}

/// A function with both, and what it misses.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    /// The function.
    pub function: FunctionRef,
    /// What is called to put it in.
    pub adds: Option<FunctionRef>,
    /// Where the entry is put in.
    pub add: Place,
    /// Where it is taken out.
    pub drop: Place,
    /// What is called to take it out.
    pub through: Option<FunctionRef>,
    /// The way that misses it.
    pub miss: Option<Miss>,
}

/// All functions that put an entry in and take it out afterwards.
pub(super) fn of(facts: &Facts<'_>, events: &Events, fillers: &[FunctionRef]) -> Vec<Pair> {
    // What reads an entry where it is to be dropped puts none in.
    let fills = |add: &&Event| {
        !add.drains && (!add.read || add.function.is_some_and(|function| fillers.contains(&function)))
    };
    let adds = closure(facts, events.growing().filter(fills));
    let drops = closure(facts, events.drops().filter(|event| event.what == What::Drop));
    let mut pairs = Vec::new();
    for (function, added) in &adds {
        let Some(dropped) = drops.get(function) else { continue };
        let fits = |one: &Point, two: &Point| {
            one.names.is_empty() || two.names.is_empty() || !one.names.is_disjoint(&two.names)
        };
        let read = |other: &Facts<'_>| {
            let entry = other.view().function(*function)?;
            let (id, _) = calls::definition(other, &entry)?;
            let mut found = Vec::new();
            for add in added {
                let later: Vec<&Point> = dropped.iter().filter(|drop| fits(add, drop)).collect();
                let both = later
                    .iter()
                    .any(|drop| drop.range.intersect(add.range).is_some_and(|both| !both.is_empty()));
                let behind = behind::after(other, id, add.range);
                let reached = later.iter().map(|drop| drop.range);
                let after: Vec<TextRange> =
                    reached.filter(|range| behind.iter().any(|part| part.contains_range(*range))).collect();
                // What only a handler takes out is taken back: the entry stays where all goes well.
                if both || after.iter().all(|range| behind::in_handler(other, id, *range)) {
                    continue;
                }
                let waits = add.through.is_some() && is_awaited(other, add.range);
                let miss = flow::missed(other, id, add.range, &after, waits);
                let drop = later.iter().find(|drop| drop.range == after[0])?;
                found.push(Pair {
                    function: *function,
                    adds: add.through,
                    add: Place { file: function.file, range: add.range },
                    drop: Place { file: function.file, range: drop.range },
                    through: drop.through,
                    miss,
                });
            }
            Some(found)
        };
        let found = if Some(function.file) == facts.file {
            read(facts)
        } else {
            facts.project.with_file(function.file, facts.settings, read).flatten()
        };
        pairs.extend(found.unwrap_or_default());
    }
    pairs
}

fn is_awaited(facts: &Facts<'_>, call: TextRange) -> bool {
    facts.text(TextRange::up_to(call.start())).trim_end().ends_with("await")
}

/// The functions that events stand in, and who calls them.
fn closure<'e>(
    facts: &Facts<'_>,
    events: impl Iterator<Item = &'e Event>,
) -> BTreeMap<FunctionRef, Vec<Point>> {
    let view = facts.view();
    let mut found: BTreeMap<FunctionRef, Vec<Point>> = BTreeMap::new();
    let mut open: Vec<(FunctionRef, u8)> = Vec::new();
    for event in events {
        let Some(function) = event.function else { continue };
        let names = event.key.as_deref().map(names).unwrap_or_default();
        found.entry(function).or_default().push(Point { range: event.place.range, names, through: None });
        open.push((function, 0));
    }
    let mut seen = BTreeSet::new();
    while let Some((function, depth)) = open.pop() {
        // A lambda has no name to call it by.
        let named = view.function(function).is_some_and(|entry| !entry.name.is_empty());
        if !named || depth >= MAX_DEPTH || !seen.insert(function) || seen.len() > MAX_FUNCTIONS {
            continue;
        }
        for caller in view.callers(function).certain {
            let (Some(call), Some(around)) = (caller.call, caller.function) else { continue };
            let test = is_test_path(facts.project.path(caller.place.file));
            if caller.how == How::Spawned || test && !facts.is_test_code() {
                continue;
            }
            let around = FunctionRef { file: caller.place.file, function: around };
            let text = view.text(Place { file: caller.place.file, range: call });
            let start = usize::from(caller.place.range.end() - call.start());
            let names = names(text.get(start..).unwrap_or_default());
            let points = found.entry(around).or_default();
            if !points.iter().any(|point| point.range == call) {
                points.push(Point { range: call, names, through: Some(function) });
            }
            open.push((around, depth + 1));
        }
    }
    for points in found.values_mut() {
        points.sort_by_key(|point| (point.range.start(), point.range.end()));
    }
    found
}

/// The names at the start of each dotted chain in a text, and the chains' other parts; `self` and constants left out.
fn names(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut at = 0;
    let bytes = text.as_bytes();
    while at < bytes.len() {
        let part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
        if !part(bytes[at]) {
            at += 1;
            continue;
        }
        let end = (at..bytes.len()).find(|&next| !part(bytes[next])).unwrap_or(bytes.len());
        let word = &text[at..end];
        let plain = !word.starts_with(|letter: char| letter.is_ascii_digit());
        if plain && !matches!(word, "self" | "cls" | "None" | "True" | "False" | "await") {
            found.insert(word.to_string());
        }
        at = end;
    }
    found
}

/// The range of a way that is missed.
pub(super) fn range(miss: Miss) -> Option<TextRange> {
    match miss {
        Miss::Handler(range)
        | Miss::Raise(range)
        | Miss::Leave(range)
        | Miss::Yield(range)
        | Miss::Branch(range) => {
            // A handler's first line.
            Some(TextRange::at(range.start(), TextSize::from(1)))
        }
        Miss::Open => None,
    }
}
