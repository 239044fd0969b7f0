//! A lock that serialises one resource: a writer, a connection, a file in an attribute. Who waits for such a lock would have
//! to wait for the resource anyway. Says whether that is all that the lock is for.

use crate::facts::index::{How, Usage};
use crate::facts::types::engine::Place;
use crate::facts::{Facts, FunctionRef, Ty, is_test_path};
use crate::syntax::walk;
use crate::verdict::Evidence;

use super::flight;
use super::guarded::{self, Block};
use super::outside::Kind;
use super::reach;
use super::site::Held;
use super::steps::{Does, Step};

/// What a lock is for.
pub(super) enum Serialises {
    /// One resource and nothing else; the lines that show it.
    Only(String, Vec<Evidence>),
    /// One resource, but not only, or not all of its uses; what speaks against it.
    Partly(String, Evidence),
    /// What is awaited is not all on one resource.
    No,
}

/// How far methods of the same object are followed, down to what they use and up to who calls them.
const MAX_STEPS: u8 = 3;
/// Uses that need no lock: they look, or end what hangs.
const HARMLESS: &[&str] = &[
    "abort",
    "aclose",
    "at_eof",
    "cancel",
    "close",
    "done",
    "fileno",
    "get_extra_info",
    "is_closing",
    "is_connected",
    "kill",
    "terminate",
    "wait_closed",
];

/// Whether all that the block awaits is on one resource, and whether the lock is for that alone.
pub(super) fn of(facts: &Facts<'_>, held: &Held<'_>) -> Serialises {
    let Some((class, this)) = facts.this(held.id) else { return Serialises::No };
    let mut resources = Vec::new();
    let mut others = Vec::new();
    let mut unknown = None;
    for step in &held.steps {
        let mut found = Vec::new();
        if let (Does::Unknown(why), Some(name)) = (&step.does, &step.on) {
            unknown = unknown.or(Some((step, why)));
            resources.push(name.clone());
            continue;
        }
        match on_resource(facts, step, MAX_STEPS, &mut found) {
            true => resources.extend(found),
            false => others.push(step),
        }
    }
    resources.sort();
    resources.dedup();
    // What makes the resource, or makes it anew, belongs to it.
    if !others
        .iter()
        .all(|step| resources.iter().any(|name| flight::stores(facts, held, step, &format!("{this}.{name}"))))
    {
        return Serialises::No;
    }
    let ends = |name: &String| {
        walk::words(name).iter().any(|word| matches!(word.as_str(), "reader" | "writer" | "stdin" | "stdout"))
    };
    let one = match resources.as_slice() {
        [_] => true,
        [first, second] => ends(first) && ends(second),
        _ => false,
    };
    if !one {
        return Serialises::No;
    }
    let shown = resources.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
    let partly = |evidence| Serialises::Partly(shown.clone(), evidence);
    let blocks = guarded::blocks(facts, &held.lock);
    // Whoever takes the lock for something else waits for the resource without need.
    for block in &blocks {
        if !resources.iter().any(|name| guarded::names(&block.index, block.range, name)) {
            if unknown.is_some() {
                return Serialises::No;
            }
            let says =
                format!("`{}` is taken here for something else, which then waits as well", held.lock.shown);
            return partly(block.line(facts, "other-use", says));
        }
    }
    // Who reads with the lock held keeps those out who are to ask for what is read.
    if let Some(block) = only_reads(&blocks) {
        let says = format!(
            "while this waits for something to read, nobody can write: both hold `{}`",
            held.lock.shown
        );
        return partly(block.line(facts, "only-reads", says));
    }
    if let Some((step, why)) = unknown {
        return partly(reach::line(
            facts,
            "unknown",
            format!("what is awaited on it is not known: {why}"),
            step,
        ));
    }
    let Some(class) = facts.class_ref(&Ty::Local(class.id)) else {
        return partly(Evidence::general("not-given", "its class stands alone, so not all uses are known"));
    };
    let mut guarded_uses = 0_usize;
    for name in &resources {
        let (uses, unknown) = facts.view().named(class, name);
        if let Some(place) = unknown.into_iter().find(|place| !is_test_path(facts.project.path(place.file))) {
            return partly(facts.evidence_at(
                "not-followed",
                format!("`.{name}` of something whose class is not known is used here"),
                place,
            ));
        }
        for (place, usage) in uses {
            if is_test_path(facts.project.path(place.file))
                || is_harmless(&usage)
                || makes(facts, place, name)
            {
                continue;
            }
            if !is_held(facts, &blocks, place, MAX_STEPS) {
                return partly(facts.evidence_at(
                    "without-lock",
                    format!("`{name}` is used here without `{}`", held.lock.shown),
                    place,
                ));
            }
            guarded_uses += 1;
        }
    }
    let evidence = facts.evidence(
        "serialises",
        format!(
            "every block that holds it uses {shown} ({}), and every use that could get in the way of another holds it ({guarded_uses})",
            blocks.len()
        ),
        held.range,
    );
    Serialises::Only(shown, vec![evidence])
}

/// A block that reads and does not write, of a lock that is also held to write.
fn only_reads(blocks: &[Block]) -> Option<&Block> {
    let names = |block: &Block, ends: &[&str]| {
        block.index.attributes.keys().any(|name| {
            walk::words(name).iter().any(|word| ends.contains(&word.as_str()))
                && guarded::names(&block.index, block.range, name)
        })
    };
    let writes = |block: &&Block| names(block, &["writer", "stdin"]);
    let reads = |block: &&Block| names(block, &["reader", "stdout"]);
    blocks
        .iter()
        .find(|block| reads(block) && !writes(block))
        .filter(|_| blocks.iter().any(|block| writes(&block)))
}

/// Whether a step waits for a resource in an attribute of `self` and nothing else; collects the attributes.
fn on_resource(facts: &Facts<'_>, step: &Step, steps: u8, resources: &mut Vec<String>) -> bool {
    match &step.does {
        Does::Runs(targets, true) => {
            let Some(left) = steps.checked_sub(1) else { return false };
            targets.iter().all(|target| {
                reach::of(facts, *target).1.iter().all(|inner| on_resource(facts, inner, left, resources))
            })
        }
        Does::Waits(Kind::Quick, _) => true,
        Does::Waits(Kind::Network | Kind::Subprocess | Kind::File | Kind::Thread, _) => add(step, resources),
        // An object of the project's own counts if nothing in it waits for others than the world outside.
        Does::Runs(_, false) => {
            let found = reach::from(facts, vec![step.clone()]);
            let outside = |found: &reach::Found| {
                matches!(
                    found.step.does,
                    Does::Waits(
                        Kind::Quick | Kind::Network | Kind::Subprocess | Kind::File | Kind::Thread,
                        _
                    )
                )
            };
            found.iter().all(reach::Found::is_quick) || (found.iter().all(outside) && add(step, resources))
        }
        _ => false,
    }
}

fn add(step: &Step, resources: &mut Vec<String>) -> bool {
    // A loop or an executor is none: it serves many.
    let serves = |name: &String| {
        walk::words(name).iter().any(|word| matches!(word.as_str(), "loop" | "executor" | "pool" | "threads"))
    };
    let on = step.on.clone().filter(|name| !serves(name));
    let found = on.is_some();
    resources.extend(on);
    found
}

fn is_harmless(usage: &Usage) -> bool {
    match usage {
        Usage::Write | Usage::Declare | Usage::Delete | Usage::Test | Usage::Alias(_) => true,
        Usage::Method { name, .. } => HARMLESS.contains(&&**name),
        _ => false,
    }
}

/// Whether the function around a use makes the resource: nobody else has it yet.
fn makes(facts: &Facts<'_>, place: Place, name: &str) -> bool {
    let index = facts.view().index(place.file);
    let function = index.function_at(place.range);
    index.attributes(name).iter().any(|found| found.usage == Usage::Write && found.function == function)
}

/// Whether the lock is held at a place, by its own function or by all who call it.
fn is_held(facts: &Facts<'_>, blocks: &[Block], place: Place, steps: u8) -> bool {
    let direct =
        blocks.iter().any(|block| block.file == Some(place.file) && block.range.contains_range(place.range));
    if direct {
        return true;
    }
    let view = facts.view();
    let (Some(left), Some(number)) = (steps.checked_sub(1), view.index(place.file).function_at(place.range))
    else {
        return false;
    };
    let function = FunctionRef { file: place.file, function: number };
    let is_private = view
        .function(function)
        .is_some_and(|entry| entry.name.starts_with('_') && !entry.name.ends_with("__"));
    let callers = view.callers(function);
    let in_test = |place: &Place| is_test_path(facts.project.path(place.file));
    is_private
        && !callers.certain.is_empty()
        && callers.possible.iter().all(|caller| in_test(&caller.place))
        && callers
            .certain
            .iter()
            .filter(|caller| !in_test(&caller.place))
            .all(|caller| caller.how != How::Spawned && is_held(facts, blocks, caller.place, left))
}
