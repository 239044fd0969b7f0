//! Sentences and evidence that both transforms say about the life of a key.

use crate::facts::types::engine::Place;
use crate::facts::{Facts, FunctionRef};
use crate::verdict::Evidence;

use super::events::{Event, Events};
use super::flow::Miss;
use super::life::Life;
use super::reach::Reach;
use super::site::{Keyed, Owner};

/// The name of the function around a place.
pub(crate) fn place_name(facts: &Facts<'_>, function: Option<FunctionRef>) -> String {
    let entry = function.and_then(|function| facts.view().function(function));
    match entry {
        Some(entry) if entry.name.is_empty() => "a lambda".into(),
        Some(entry) => format!("`{}`", entry.name),
        None => "the module".into(),
    }
}

/// What is kept for ever, by whom.
pub(crate) fn grows(keyed: &Keyed<'_>, events: &Events) -> String {
    let key = events.growing().find_map(|event| event.key.as_deref());
    let key = key.map_or("with what is put in".to_string(), |key| format!("with every `{key}`"));
    match keyed.owner {
        Owner::Instance(_) => format!("`{}` grows {key}", keyed.text),
        Owner::Class(_) => format!("`{}`, which all instances share, grows {key}", keyed.text),
        Owner::Module => format!("`{}` of the module grows {key}", keyed.text),
    }
}

/// Where entries are put in, for what is not known to be pruned.
fn filled(facts: &Facts<'_>, events: &Events) -> Option<Evidence> {
    let add = events.growing().next()?;
    let message = match &add.key {
        Some(key) => format!("an entry is put in under `{key}`"),
        None => "entries are put in".to_string(),
    };
    Some(facts.evidence_at("filled", message, add.place))
}

/// What is said where nothing is known to take entries out in time: why, and what it rests on. `None` where there is
/// nothing to say: the container is fine.
pub(crate) fn not_pruned(facts: &Facts<'_>, events: &Events, life: &Life) -> Option<(String, Vec<Evidence>)> {
    let mut evidence: Vec<Evidence> = filled(facts, events).into_iter().collect();
    let shown = |place: Place| facts.view().shown(place);
    let why = match life {
        Life::Unfilled
        | Life::Dead(_)
        | Life::Closed(_)
        | Life::Early(_)
        | Life::Bounded(_)
        | Life::Pruned { .. } => {
            return None;
        }
        Life::Missed { add, drop, through, miss, at } => {
            let clean = match through {
                Some(function) => format!("the clean-up by {}", place_name(facts, Some(*function))),
                None => "the clean-up".to_string(),
            };
            evidence = vec![facts.evidence_at("added", "an entry is put in by this", *add)];
            evidence.push(facts.evidence_at("dropped", "it is taken out by this", *drop));
            let direct = events.drops().filter(|event| through.is_some() && event.function == *through);
            evidence.extend(direct.take(1).map(|event| pruned(facts, event)));
            let at = at.unwrap_or(*add);
            let way = match miss {
                Miss::Handler(_) => {
                    format!("the handler at {} never reaches {clean} at {}", shown(at), shown(*drop))
                }
                Miss::Raise(_) => {
                    format!(
                        "if {} fails or is cancelled, {clean} at {} does not run",
                        shown(at),
                        shown(*drop)
                    )
                }
                Miss::Leave(_) => format!("{} leaves before {clean} at {}", shown(at), shown(*drop)),
                Miss::Yield(_) => format!(
                    "who goes over the generator may stop at {}, and {clean} at {} does not run",
                    shown(at),
                    shown(*drop)
                ),
                Miss::Branch(_) => {
                    format!("{clean} at {} runs only under the condition at {}", shown(*drop), shown(at))
                }
                Miss::Open => format!("{clean} at {} is not on every way", shown(*drop)),
            };
            evidence.push(facts.evidence_at("missed", "this way misses it", at));
            format!("{way}, and the entry stays")
        }
        Life::Uncalled { drop, reach } => {
            let name = place_name(facts, drop.function);
            evidence.push(facts.evidence_at("dropped", format!("{name} takes entries out"), drop.place));
            match reach {
                Reach::Perhaps(place) => {
                    evidence.push(facts.evidence_at(
                        "perhaps-called",
                        format!("this may call {name}"),
                        *place,
                    ));
                    format!("{name} takes entries out, and whether it is called is not known")
                }
                Reach::Public => format!(
                    "{name} takes entries out, and nothing in the given files calls it: whoever uses the object has to"
                ),
                _ => format!("{name} takes entries out, and nobody calls it"),
            }
        }
        Life::AtTheEnd(event) => {
            let name = place_name(facts, event.function);
            evidence.push(facts.evidence_at("emptied", format!("{name} takes all out"), event.place));
            format!("entries are only taken out when all starts or stops, in {name}")
        }
        Life::Grows => match events.blind.first() {
            Some(blind) => {
                let message = format!("not followed: {}", blind.why);
                evidence.push(match blind.place {
                    Some(place) => facts.evidence_at("not-followed", message, place),
                    None => Evidence::general("not-followed", message),
                });
                "nothing that is followed takes entries out".to_string()
            }
            None => "nothing takes entries out".to_string(),
        },
    };
    Some((why, evidence))
}

/// What makes a container fine: a message and what it rests on.
pub(crate) fn fine(
    facts: &Facts<'_>,
    keyed: &Keyed<'_>,
    events: &Events,
    life: &Life,
) -> Option<(String, Vec<Evidence>)> {
    let name = keyed.text;
    let one = |kind, message: String, place| vec![facts.evidence_at(kind, message, place)];
    Some(match life {
        Life::Dead(place) => (
            format!("`{name}` is filled and never read"),
            one("dead", "it is only filled, here and elsewhere".into(), *place),
        ),
        Life::Closed(closed) => (
            format!("`{name}` has a fixed set of keys"),
            one("closed-keys", closed.why.clone(), closed.place),
        ),
        Life::Early(place) => (
            format!("`{name}` is filled once"),
            one(
                "filled-once",
                "entries are put in while the object or the module is made, and only then".into(),
                *place,
            ),
        ),
        Life::Bounded(place) => (
            format!("the size of `{name}` is bounded"),
            one("bounded", "its size is tested here".into(), *place),
        ),
        Life::Pruned { drop, by, always } => {
            let mut evidence = vec![pruned(facts, drop)];
            if let Reach::By(place) = by {
                let message = format!("{} is run from here", place_name(facts, drop.function));
                evidence.push(facts.evidence_at("called", message, *place));
            }
            let other = events.drops().find(|event| event.function != drop.function);
            evidence.extend(other.map(|event| pruned(facts, event)));
            evidence.extend(always.map(|place| {
                facts.evidence_at("always", "it is taken out on every way through this function", place)
            }));
            (format!("entries leave `{name}` again"), evidence)
        }
        _ => return None,
    })
}

fn pruned(facts: &Facts<'_>, drop: &Event) -> Evidence {
    let name = place_name(facts, drop.function);
    let message = match &drop.key {
        Some(key) => format!("{name} takes out the entry of `{key}`"),
        None => format!("{name} takes entries out"),
    };
    facts.evidence_at("pruned", message, drop.place)
}
