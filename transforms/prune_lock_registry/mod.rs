//! AM102 prune-lock-registry: dicts of locks, events, semaphores and conditions that keep one for every key. Judges their
//! growth alone; how an entry is created is AM201's, the order of locks AM301's.

mod lookups;
mod loops;
mod uncalled;
mod weak;

use crate::edit::Fix;
use crate::facts::Facts;
use crate::keyed::{self, Events, Found, Keyed, Life, Make, Reach, Sibling, Values};
use crate::syntax::{NodeId, NodeKind};
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use lookups::Lookups;

/// Clean-ups that come near and are not taken: as many are shown.
const MAX_SHOWN: usize = 3;

/// AM102.
pub struct PruneLockRegistry;

static META: Meta = Meta {
    code: "AM102",
    name: "prune-lock-registry",
    summary: "Dicts of locks and events that keep one for every key: whether they leave again",
    subject: "Drop locks when the life of their key ends",
    literals: &["dict", "Dict", "= {", "={"],
    patterns: &[
        PatternSpec { code: "$T = $V", selector: None, claims: NodeKind::StmtAssign },
        PatternSpec { code: "$T: $A = $V", selector: None, claims: NodeKind::StmtAnnAssign },
    ],
    readme: include_str!("README.md"),
};

impl Transform for PruneLockRegistry {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        keyed::may_be(facts, site.node).then_some(())?;
        keyed::with_project(facts, |facts| judge(facts, site.node))
    }
}

fn judge(facts: &Facts<'_>, node: NodeId) -> Option<Finding> {
    let keyed = keyed::site_of(facts, node)?;
    let Values::Locks(class) = keyed.values.clone() else { return None };
    let events = keyed.events(facts);
    let life = keyed::life_of(facts, &events);
    if matches!(life, Life::Unfilled) {
        return None;
    }
    let range = keyed.range(facts);
    if let Some(finding) = loops::judge(facts, &keyed, &events, &class, &life) {
        return Some(finding);
    }
    if let Some((message, evidence)) = keyed::fine(facts, &keyed, &events, &life) {
        return Some(Finding::new(Verdict::Fine, Severity::Low, range, message).because_all(evidence));
    }
    let lookups = Lookups::of(facts, &events);
    if let Some(evidence) = uncalled::evidence(facts, &events, &lookups.getters) {
        let message = format!("nothing fills `{}`: what creates its entries has no caller", keyed.text);
        return Some(Finding::new(Verdict::Fine, Severity::Low, range, message).because_all(evidence));
    }
    if keyed.make == Make::WeakValues {
        return Some(weak::judge(facts, &keyed, &lookups));
    }
    Some(open(facts, &keyed, &events, &life, &class, &lookups))
}

/// What is left: nothing takes the locks out in time.
fn open(
    facts: &Facts<'_>,
    keyed: &Keyed<'_>,
    events: &Events,
    life: &Life,
    class: &str,
    lookups: &Lookups,
) -> Finding {
    let range = keyed.range(facts);
    let (why, evidence) = keyed::not_pruned(facts, events, life).unwrap_or_default();
    let word = class.rsplit('.').next().unwrap_or(class).to_lowercase();
    let article = if word.starts_with('e') { "an" } else { "a" };
    let grows = format!("{}, by {article} {word} each", keyed::grows(keyed, events));
    let failure = matches!(life, Life::Missed { miss, .. } if miss.is_failure());
    let severity = if failure { Severity::Medium } else { Severity::Low };
    let finding =
        |message| Finding::new(Verdict::Manual, severity, range, message).because_all(evidence.clone());
    if matches!(life, Life::Missed { .. }) {
        return finding(format!("{why}: `{}` grows; take it out in a `finally`", keyed.text));
    }
    let mut refused: Vec<Evidence> = Vec::new();
    let mut fixes = Vec::new();
    // One that nobody calls is a clean-up of its own.
    let own = matches!(life, Life::Uncalled { .. });
    match if own { Found::Refused(Vec::new()) } else { keyed::siblings(facts, keyed, events) } {
        Found::Take(sibling) => match pop(facts, keyed, &sibling, class, lookups) {
            Ok(fix) => fixes.push(fix),
            Err(why) => refused.push(why),
        },
        Found::Already(place) => {
            let message = format!("entries leave `{}` again", keyed.text);
            return Finding::fine(
                range,
                message,
                facts.evidence_at("pruned", "it is dropped behind this", place),
            );
        }
        Found::Refused(why) => refused.extend(why.iter().take(MAX_SHOWN).map(|refusal| {
            facts.evidence_at("no-clean-up", format!("not here: {}", refusal.why), refusal.place)
        })),
    }
    match weak::fix(facts, keyed, events, class, lookups) {
        Ok(fix) => fixes.push(fix),
        Err(why) => refused.extend(why),
    }
    if fixes.is_empty() {
        return finding(format!("{grows}: {why}; {}", todo(class, lookups))).because_all(refused);
    }
    finding(format!("{grows}: {why}")).because_all(refused).with_fixes(fixes)
}

fn todo(class: &str, lookups: &Lookups) -> &'static str {
    if lookups.split().is_some() {
        return "hold each lock in a name for as long as it is used (`async with`), then take it out where its key's life ends";
    }
    match class {
        "asyncio.Event" | "threading.Event" | "anyio.Event" => {
            "take the event out where its key's life ends, after it is set for the last time"
        }
        _ => "take the lock out where the life of its key ends, when nobody holds it or waits for it",
    }
}

/// The fix that drops the lock where a sibling with the same key is dropped.
fn pop(
    facts: &Facts<'_>,
    keyed: &Keyed<'_>,
    sibling: &Sibling,
    class: &str,
    lookups: &Lookups,
) -> Result<Fix, Evidence> {
    if let Some(evidence) = lookups.again(facts, class) {
        return Err(evidence);
    }
    let first = sibling.drops.first();
    let Some(first) = first else { return Err(Evidence::general("no-clean-up", "no place is found")) };
    let name = keyed::place_name(facts, Some(first.function));
    let what = match class.rsplit('.').next() {
        Some("Event") => format!(
            "the event of `{}` goes when {name} runs: who still waits for it is not woken by one that is looked up and set later",
            first.key
        ),
        _ => format!(
            "the lock of `{}` goes when {name} runs: whoever holds it or waits for it then, and who comes later and gets a new one, no longer exclude each other",
            first.key
        ),
    };
    let unseen = match sibling.reach {
        Reach::Public | Reach::Perhaps(_) => "; nothing in the given files certainly calls it",
        _ => "",
    };
    keyed::sibling_fix(facts, keyed, sibling, format!("{what}{unseen}"))
        .map_err(|why| Evidence::general("not-rewritten", format!("not rewritten because {why}")))
}
