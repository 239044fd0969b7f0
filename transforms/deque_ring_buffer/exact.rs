//! Whether a deque with a `maxlen` holds at any time what the list holds after each trim.

use crate::deques::{Adding, Fit};
use crate::facts::Facts;

use super::bound::Known;
use super::doubts::Doubt;
use super::gather::{Gathered, Used};
use super::trim::{Bounded, Kind, When};

/// The trims to a bound.
pub fn bounded(gathered: &Gathered) -> Vec<(&Used, &Bounded)> {
    let trims = gathered.trims().filter_map(|(used, trim)| match &trim.kind {
        Kind::Bounded(bounded) => Some((used, bounded.as_ref())),
        _ => None,
    });
    trims.collect()
}

/// Why a `maxlen` may keep other entries than the trims do.
pub fn doubts(facts: &Facts<'_>, gathered: &Gathered, known: &Known) -> Vec<Doubt> {
    let trims = bounded(gathered);
    let mut doubts = Vec::new();
    let mut say = |used: &Used, clause: String| doubts.push(Doubt::at(facts, used, clause));
    for (used, trim) in &trims {
        let shown = trim.bound.shown();
        match (trim.when, trim.beside) {
            (_, None) => say(
                used,
                "it is not trimmed right where something is added, so it may hold more for a while".into(),
            ),
            (When::Above | When::Always, Some(beside)) if !beside.before => {
                say(
                    used,
                    format!(
                        "it is trimmed before something is added, so it holds one more than `{shown}` today"
                    ),
                );
            }
            (When::Reached, Some(beside)) if !beside.before && trim.keeps => {
                say(used, format!("`{shown}` entries are kept before one more is added"));
            }
            (When::Reached, Some(beside)) if beside.before => {
                say(
                    used,
                    format!("it is trimmed as soon as it has `{shown}` entries, so it keeps one less today"),
                );
            }
            (When::Reached, Some(beside)) if beside.many => {
                say(used, "several entries are added behind it".into());
            }
            (_, Some(beside)) if beside.many && !trim.whole => {
                say(used, "several entries are added and only one is taken out".into());
            }
            _ => {}
        }
        if trim.beside.is_some_and(|beside| !beside.before && !beside.plain) {
            say(
                used,
                "the entry is worked out after the trim, and may see or leave one less than a deque has then"
                    .into(),
            );
        }
        if trim.sliced && !known.positive {
            say(used, format!("the slice keeps everything where `{shown}` is 0, a deque nothing"));
        }
        if trim.rebinds && gathered.uses.iter().any(|other| other.aliased && !gathered.in_trim(other)) {
            say(used, "it makes another list each time, while other names keep the old one".into());
        }
    }
    for used in &gathered.uses {
        let Fit::Adds(Adding::One | Adding::Many) = used.fit else { continue };
        let covered = trims.iter().any(|(by, trim)| {
            by.place.file == used.place.file
                && trim.beside.is_some_and(|beside| beside.list == used.place.range)
        });
        if !covered {
            say(used, "something is added without a trim".into());
        }
    }
    doubts
}
