//! AM101 bound-keyed-collection: dicts of collections that get an entry for every key and may never lose it. Judges keys
//! alone; how long one collection gets is AM103's, dicts of locks are AM102's.

use crate::facts::Facts;
use crate::keyed::{self, Found, Keyed, Life, Make, Owner, Reach, Values};
use crate::syntax::NodeId;
use crate::syntax::NodeKind;
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::{Finding, Severity, Verdict};

/// Clean-ups that come near and are not taken: as many are shown.
const MAX_SHOWN: usize = 3;

/// AM101.
pub struct BoundKeyedCollection;

static META: Meta = Meta {
    code: "AM101",
    name: "bound-keyed-collection",
    summary: "Dicts of collections that grow with every key: whether entries leave again, and which way misses it",
    subject: "Drop collections when the life of their key ends",
    literals: &["dict", "Dict", "= {", "={"],
    patterns: &[
        PatternSpec { code: "$T = $V", selector: None, claims: NodeKind::StmtAssign },
        PatternSpec { code: "$T: $A = $V", selector: None, claims: NodeKind::StmtAnnAssign },
    ],
    readme: include_str!("README.md"),
};

impl Transform for BoundKeyedCollection {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        // What is told from the statement alone comes first: most assignments are no dict.
        keyed::may_be(facts, site.node).then_some(())?;
        keyed::with_project(facts, |facts| judge(facts, site.node))
    }
}

fn judge(facts: &Facts<'_>, node: NodeId) -> Option<Finding> {
    let keyed = keyed::site_of(facts, node)?;
    match (&keyed.values, &keyed.make) {
        (Values::Locks(_), _) => return None,
        (Values::Collection(_), _) | (Values::Other, Make::Default) => {}
        (Values::Other, _) => return None,
    }
    let events = keyed.events(facts);
    let range = keyed.range(facts);
    let life = keyed::life_of(facts, &events);
    if matches!(life, Life::Unfilled) {
        return None;
    }
    if let Some(finding) = by_itself(facts, &keyed) {
        return Some(finding);
    }
    if let Some((message, evidence)) = keyed::fine(facts, &keyed, &events, &life) {
        return Some(Finding::new(Verdict::Fine, Severity::Low, range, message).because_all(evidence));
    }
    let (why, evidence) = keyed::not_pruned(facts, &events, &life)?;
    let grows = keyed::grows(&keyed, &events);
    let severity = severity(&keyed, &life, events.blind.is_empty());
    let finding =
        |message| Finding::new(Verdict::Manual, severity, range, message).because_all(evidence.clone());
    match life {
        Life::Missed { .. } => {
            return Some(finding(format!("{why}: `{}` grows; {}", keyed.text, todo(facts, &life))));
        }
        // It has a clean-up of its own.
        Life::Uncalled { .. } => return Some(finding(format!("{grows}: {why}; {}", todo(facts, &life)))),
        _ => {}
    }
    match keyed::siblings(facts, &keyed, &events) {
        Found::Already(place) => {
            let message = format!("entries leave `{}` again", keyed.text);
            Some(Finding::fine(
                range,
                message,
                facts.evidence_at("pruned", "it is dropped behind this", place),
            ))
        }
        Found::Take(sibling) => {
            let change = change(facts, &keyed, &sibling);
            match keyed::sibling_fix(facts, &keyed, &sibling, change) {
                Ok(fix) => Some(finding(format!("{grows}: {why}")).with_fixes(vec![fix])),
                Err(why_not) => Some(finding(format!("{grows}: {why} (not rewritten because {why_not})"))),
            }
        }
        Found::Refused(refused) => {
            let refused = refused.iter().take(MAX_SHOWN).map(|refusal| {
                facts.evidence_at("no-clean-up", format!("not here: {}", refusal.why), refusal.place)
            });
            Some(finding(format!("{grows}: {why}; {}", todo(facts, &life))).because_all(refused))
        }
    }
}

/// A container that drops entries by itself.
fn by_itself(facts: &Facts<'_>, keyed: &Keyed<'_>) -> Option<Finding> {
    let message = match &keyed.make {
        Make::WeakValues => "entries go when nobody else has the value",
        Make::WeakKeys => "entries go with their keys",
        Make::Bounded => "the class bounds its size",
        Make::Plain | Make::Default => return None,
    };
    let range = keyed.range(facts);
    Some(Finding::fine(
        range,
        format!("entries leave `{}` by themselves", keyed.text),
        facts.evidence("bounded", message, range),
    ))
}

fn severity(keyed: &Keyed<'_>, life: &Life, followed: bool) -> Severity {
    match (life, keyed.owner) {
        (Life::Missed { miss, .. }, _) if miss.is_failure() => Severity::Medium,
        (Life::Grows, Owner::Instance(_) | Owner::Class(_)) if followed => Severity::Medium,
        _ => Severity::Low,
    }
}

/// What somebody has to do.
fn todo(facts: &Facts<'_>, life: &Life) -> String {
    match life {
        Life::Missed { miss: keyed::Miss::Branch(_) | keyed::Miss::Open, .. } => {
            "take the entry out when its condition never comes, too: by age, or where the key's life ends"
                .into()
        }
        Life::Missed { .. } => "take it out in a `finally`".into(),
        Life::Uncalled { drop, .. } => {
            let name = keyed::place_name(facts, drop.function);
            format!("call {name} wherever the life of a key ends, on failure and timeout, too")
        }
        _ => format!(
            "take the entry out where the life of its key ends, on failure and timeout, too, or let it expire (`{}`)",
            facts.settings.collections.expiring
        ),
    }
}

/// What the fix changes, in one sentence.
fn change(facts: &Facts<'_>, keyed: &Keyed<'_>, sibling: &keyed::Sibling) -> String {
    let Some(first) = sibling.drops.first() else { return String::new() };
    let name = keyed::place_name(facts, Some(first.function));
    let unseen = match sibling.reach {
        Reach::Public | Reach::Perhaps(_) => " (which nothing in the given files certainly calls)",
        _ => "",
    };
    format!(
        "what `{}` holds for `{}` is lost once {name} has run{unseen}; who reads it later finds nothing, and who adds to it later starts anew",
        keyed.text, first.key
    )
}
