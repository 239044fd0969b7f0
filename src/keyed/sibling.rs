//! Where siblings with the same key are dropped, so that this container could be, too: which clean-up, behind which
//! statement. Same key means same type and same name; a clean-up that is about the sibling alone does not count.

mod place;

use place::Stop;

use crate::edit::Fix;
use crate::facts::types::engine::Place;
use crate::facts::{Facts, FunctionRef};
use crate::syntax::walk;
use crate::syntax::{Ranged, insert_after, line};
use crate::verdict::Verdict;

use super::events::{self, Events, What};
use super::reach::{self, Reach};
use super::site::{self, Keyed};

/// A statement that drops a sibling, and behind which this container's entry can be dropped.
#[derive(Clone, Debug)]
pub(crate) struct Drop {
    /// The sibling.
    pub sibling: String,
    /// The function.
    pub function: FunctionRef,
    /// The statement to insert behind.
    pub anchor: Place,
    /// The block that holds it.
    block: u32,
    /// The key, as it is written there.
    pub key: String,
    /// The object, as it is written there.
    object: String,
    /// Whether the sibling gets its entries where this container does, with the same key.
    together: bool,
}

/// The clean-up that the entry is to be dropped in.
#[derive(Clone, Debug)]
pub(crate) struct Sibling {
    /// The places, one for each block.
    pub drops: Vec<Drop>,
    /// Who runs the first of them.
    pub reach: Reach,
}

/// Why a clean-up is not taken.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    /// As a clause.
    pub why: String,
    /// Where.
    pub place: Place,
}

/// What becomes of the search.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    /// A clean-up to drop the entry in.
    Take(Sibling),
    /// One that drops it already, on an object whose class is not known.
    Already(Place),
    /// Why each one that comes near is not taken.
    Refused(Vec<Refusal>),
}

/// Words of functions that end a key's life.
const CLEANUPS: &[&str] = &[
    "remove",
    "drop",
    "forget",
    "clear",
    "clean",
    "cleanup",
    "delete",
    "del",
    "evict",
    "unregister",
    "deregister",
    "disconnect",
    "disconnected",
    "expire",
    "finish",
    "complete",
    "discard",
    "purge",
    "close",
    "release",
    "end",
    "leave",
    "left",
    "detach",
    "stop",
    "cancel",
    "fail",
    "lost",
    "kick",
    "reap",
    "prune",
    "retire",
    "unsubscribe",
    "destroy",
    "dispose",
    "terminate",
    "deactivate",
    "logout",
    "exit",
    "down",
    "dead",
    "gone",
];
/// Names that say nothing of what the key is.
const GENERIC: &[&str] =
    &["key", "k", "id", "name", "item", "x", "i", "n", "idx", "index", "value", "it", "this"];

/// The clean-up to drop the entry in, or why each one that comes near is not taken.
pub(crate) fn find(facts: &Facts<'_>, keyed: &Keyed<'_>, own: &Events) -> Found {
    let mut refused = Vec::new();
    let mut found: Vec<Drop> = Vec::new();
    let Some(class) = keyed.class.and_then(|class| facts.class(class)) else {
        return Found::Refused(refused);
    };
    let statements = class.writes.iter().filter_map(|write| facts.tree.statement(write.node_id));
    for statement in statements {
        let Some(sibling) = site::of(facts, statement) else { continue };
        if sibling.name == keyed.name || sibling.owner != keyed.owner {
            continue;
        }
        let typed = match (keyed.key, sibling.key) {
            (Some(one), Some(two)) if squeezed(one) != squeezed(two) => continue,
            (one, two) => one.is_some() && two.is_some(),
        };
        let events = events::of(facts, sibling.owner, sibling.name, &sibling.make, sibling.statement);
        let together = together(own, &events);
        if !typed && !together {
            continue;
        }
        for event in events.drops().filter(|event| event.what == What::Drop) {
            let (Some(key), Some(function)) = (event.key.as_deref(), event.function) else { continue };
            if !own.adds().any(|add| add.key.as_deref().is_some_and(|mine| same_key(mine, key, together))) {
                continue;
            }
            let read = |other: &Facts<'_>| place::of(facts, other, event, sibling.name, keyed.name, own);
            let read = if Some(event.place.file) == facts.file {
                Some(read(facts))
            } else {
                facts.project.with_file(event.place.file, facts.settings, read)
            };
            match read {
                Some(Ok(spot)) => found.push(Drop {
                    sibling: sibling.name.to_string(),
                    function,
                    anchor: Place { file: event.place.file, range: spot.anchor },
                    block: spot.block,
                    key: key.to_string(),
                    object: spot.object,
                    together,
                }),
                Some(Err(Stop::Already)) => return Found::Already(event.place),
                Some(Err(Stop::Refused(why))) => refused.push(Refusal { why, place: event.place }),
                None => {}
            }
        }
    }
    choose(facts, found, refused).map_or_else(Found::Refused, Found::Take)
}

/// The function that drops most of the siblings, and others that drop the same ones.
fn choose(facts: &Facts<'_>, found: Vec<Drop>, mut refused: Vec<Refusal>) -> Result<Sibling, Vec<Refusal>> {
    let view = facts.view();
    let mut functions: Vec<FunctionRef> = found.iter().map(|drop| drop.function).collect();
    functions.sort();
    functions.dedup();
    let siblings = |function: FunctionRef| -> Vec<&str> {
        let mut names: Vec<&str> =
            found.iter().filter(|drop| drop.function == function).map(|drop| drop.sibling.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    let mut ranked = Vec::new();
    for function in functions {
        let Some(entry) = view.function(function) else { continue };
        let cleans = walk::words(&entry.name).iter().any(|word| CLEANUPS.contains(&word.as_str()));
        let together = found.iter().any(|drop| drop.function == function && drop.together);
        let names = siblings(function);
        let at = Place { file: function.file, range: entry.name_range };
        if !cleans && !together && names.len() < 2 {
            let why =
                format!("`{}` takes from `{}`, which need not be the end of the key", entry.name, names[0]);
            refused.push(Refusal { why, place: at });
            continue;
        }
        let reach = reach::of(facts, Some(function), &[]);
        if reach == Reach::Nobody {
            let why = format!("nobody calls `{}`, which drops `{}`", entry.name, names[0]);
            refused.push(Refusal { why, place: at });
            continue;
        }
        ranked.push(((together, names.len(), cleans), function, reach));
    }
    let Some((best, first, reach)) =
        ranked.iter().max_by_key(|(rank, function, _)| (*rank, std::cmp::Reverse(*function)))
    else {
        return Err(refused);
    };
    let wanted = siblings(*first);
    let mut drops: Vec<Drop> = Vec::new();
    for drop in &found {
        let ranks = ranked.iter().any(|((together, _, cleans), function, _)| {
            *function == drop.function && (*together, *cleans) == (best.0, best.2)
        });
        let names = siblings(drop.function);
        let known =
            drops.iter().any(|other| (other.anchor.file, other.block) == (drop.anchor.file, drop.block));
        if ranks && !known && wanted.iter().all(|name| names.contains(name)) {
            drops.push(drop.clone());
        }
    }
    Ok(Sibling { drops, reach: *reach })
}

/// Whether two containers get entries in the same function under the same key.
fn together(own: &Events, other: &Events) -> bool {
    own.adds().any(|mine| {
        mine.key.is_some() && other.adds().any(|add| add.function == mine.function && add.key == mine.key)
    })
}

/// Whether two keys have the same name: `message.id` is `message_id`. A name such as `key` says nothing by itself.
fn same_key(one: &str, two: &str, together: bool) -> bool {
    let words = |key: &str| -> Vec<String> {
        walk::words(key)
            .into_iter()
            .filter(|word| !matches!(word.as_str(), "self" | "cls" | "str" | "int"))
            .collect()
    };
    let (one, two) = (words(one), words(two));
    let telling = one.iter().any(|word| !GENERIC.contains(&word.as_str()));
    one == two && !one.is_empty() && (telling || together)
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The fix that drops the entry there.
///
/// # Errors
/// Why the statement cannot be inserted.
pub(crate) fn fix(
    facts: &Facts<'_>,
    keyed: &Keyed<'_>,
    sibling: &Sibling,
    change: String,
) -> Result<Fix, String> {
    let view = facts.view();
    let name =
        |drop: &Drop| view.function(drop.function).map_or(String::new(), |entry| entry.name.to_string());
    let first = sibling.drops.first().ok_or("there is no place for it")?;
    let title = format!("drop the entry in `{}`, where `{}` loses its own", name(first), first.sibling);
    let mut fix = Fix::new(Verdict::Review, title, Vec::new()).changing(change);
    for drop in &sibling.drops {
        let statement = format!("{}.{}.pop({}, None)", drop.object, keyed.name, drop.key);
        let read =
            |other: &Facts<'_>| insert_after(other.layout, drop.anchor.range, &[line(0, statement.clone())]);
        if Some(drop.anchor.file) == facts.file {
            fix.edits.extend(read(facts).map_err(|why| why.to_string())?);
        } else {
            let edits = facts.project.with_file(drop.anchor.file, facts.settings, read);
            let edits = edits.ok_or("the file does not parse")?.map_err(|why| why.to_string())?;
            fix = fix.with_elsewhere(facts.project.path(drop.anchor.file), edits);
        }
        let message = format!(
            "`{}` drops `{}` under `{}`, a key of the same type and name",
            name(drop),
            drop.sibling,
            drop.key
        );
        fix.evidence.push(facts.evidence_at("sibling", message, drop.anchor));
    }
    Ok(fix)
}

/// The block of a statement, by the start of its first one.
fn block(facts: &Facts<'_>, statement: crate::syntax::NodeId) -> Option<u32> {
    let (suite, _) = facts.tree.suite(statement)?;
    suite.first().map(|first| first.start().to_u32())
}
