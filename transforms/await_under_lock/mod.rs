//! AM302 await-under-lock: what is awaited while a lock is held, and whether that is what the lock is for. Locks that are
//! taken in two orders are AM301's, and those that are taken without a `with` AM505's.
//!
//! [`site`] reads the block, [`lock`] what it holds. [`steps`] are the places at which one function waits, read by
//! [`awaited`] and [`contexts`] with the table in [`outside`] and the queues of [`quick`]; [`reach`] follows calls. [`flight`] and [`resource`] know locks that are held over
//! waits on purpose, [`brief`] other locks that are never held for long. [`trailing`] moves the last `await` out, if what it
//! [`reads`] and [`runs`] is not [`guarded`]; [`wording`] says the rest.

mod awaited;
mod brief;
mod contexts;
mod flight;
mod guarded;
mod lock;
mod outside;
mod quick;
mod reach;
mod reads;
mod resource;
mod runs;
mod site;
mod steps;
mod trailing;
mod wording;

use crate::facts::Facts;
use crate::syntax::NodeKind;
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use lock::Sort;
use reach::Found;
use resource::Serialises;
use site::Held;
use steps::Does;

/// AM302.
pub struct AwaitUnderLock;

static META: Meta = Meta {
    code: "AM302",
    name: "await-under-lock",
    summary: "Hold no lock while a callback, the network or another lock is awaited",
    subject: "Await outside of locks what needs none",
    literals: &["async"],
    patterns: &[
        PatternSpec {
            code: "with $$$ITEMS:\n    $$$BODY",
            selector: Some("with_statement"),
            claims: NodeKind::StmtWith,
        },
        PatternSpec {
            code: "async with $$$ITEMS:\n    $$$BODY",
            selector: Some("with_statement"),
            claims: NodeKind::StmtWith,
        },
    ],
    readme: include_str!("README.md"),
};

impl Transform for AwaitUnderLock {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        let held = site::read(facts, site.node)?;
        // What a test holds, nobody else waits for.
        if facts.symbol(held.id).split('.').any(|name| name.starts_with("test_")) {
            return None;
        }
        let known = held.lock.evidence.clone();
        Some(judge(facts, &held).because_all(known))
    }
}

fn judge<'a>(facts: &Facts<'a>, held: &Held<'a>) -> Finding {
    let shown = &held.lock.shown;
    let fine = |message: String, evidence: Vec<Evidence>| {
        Finding::new(Verdict::Fine, Severity::Low, held.range, message).because_all(evidence)
    };
    if held.steps.is_empty() {
        return fine(
            format!("`{shown}` is let go of while the block waits"),
            wording::released_lines(facts, held),
        );
    }
    if !held.node.is_async {
        return wording::of_threads(facts, held);
    }
    if held.lock.sort == Sort::Semaphore {
        let counts = facts.evidence(
            "semaphore",
            format!("`{shown}` limits how many do this at a time, or how often"),
            held.range,
        );
        return fine(format!("`{shown}` is held over awaits on purpose"), vec![counts]);
    }
    let found: Vec<Found> =
        held.steps.iter().flat_map(|step| reach::from(facts, vec![step.clone()])).collect();
    if let Some(again) = found.iter().find(|found| takes_again(held, found)) {
        return wording::same_lock(facts, held, again);
    }
    let mut slow = Vec::new();
    let mut quick = Vec::new();
    let (mut notes, mut lets_go) = (Vec::new(), false);
    for one in found {
        match &one.step.does {
            _ if one.is_quick() => quick.push(one),
            // Waiting for its own notification lets go of the lock.
            Does::Notified(lock) if is_own(facts, held, lock, &one) => {
                lets_go = true;
                notes.push(reach::line(
                    facts,
                    "lets-go",
                    format!("`{}` lets go of the lock while it waits", one.step.shown),
                    &one.step,
                ));
            }
            Does::Takes(lock) => match brief::held(facts, lock) {
                Some(evidence) => notes.push(evidence),
                None => slow.push(one),
            },
            _ => slow.push(one),
        }
    }
    if let Some(evidence) = paces(facts, held, &slow) {
        return fine(
            format!("`{shown}` is held over the sleep on purpose: it spaces out what several tasks do"),
            vec![evidence],
        );
    }
    // What lets go of the lock in between keeps nobody out for long.
    let throughout = held.let_go.is_empty();
    let may_fly = throughout && !slow.is_empty() && held.lock.sort != Sort::Condition;
    let mut partly = None;
    if let Some(flight) = may_fly.then(|| flight::of(facts, held)).flatten() {
        match flight.disturbed {
            None => {
                let message =
                    format!("`{shown}` is there so that one caller does the work and the others wait for it");
                return fine(message, flight.evidence);
            }
            Some(evidence) => {
                let note = "the lock is held so that one caller does the work, but others take it for something else: give this work a lock of its own";
                partly = Some((note.to_string(), evidence));
            }
        }
    }
    if throughout && partly.is_none() && !slow.is_empty() && held.lock.sort != Sort::Unknown {
        match resource::of(facts, held) {
            Serialises::Only(resource, evidence) => {
                return fine(
                    format!(
                        "`{shown}` lets one task at a time use {resource}, and is there for nothing else"
                    ),
                    evidence,
                );
            }
            Serialises::Partly(resource, evidence) => {
                let note = format!(
                    "it seems to be there for {resource}: if so, take it for all uses of that and for nothing else"
                );
                partly = Some((note, evidence));
            }
            Serialises::No => {}
        }
    }
    if throughout
        && partly.is_none()
        && (!slow.is_empty() || !quick.is_empty())
        && let Some(fix) = trailing::fix(facts, held)
    {
        let awaited = held.steps.last().map_or("", |step| &step.shown);
        let severity = if slow.is_empty() { Severity::Low } else { Severity::Medium };
        return Finding::new(
            Verdict::Review,
            severity,
            held.range,
            format!("`{shown}` is still held while `{awaited}` is awaited, which needs nothing that the lock guards"),
        )
        .because_all(wording::quick_lines(facts, held, &quick))
        .with_fixes(vec![fix]);
    }
    if slow.is_empty() {
        let mut evidence = wording::quick_lines(facts, held, &quick);
        let what = match (quick.is_empty(), notes.is_empty()) {
            (true, true) => "what is awaited never waits for anything else",
            (false, true) => "what is awaited waits for nothing but the turns of other tasks",
            (_, false) if lets_go => {
                return fine(
                    format!("`{shown}` is let go of while the block waits"),
                    [notes, evidence].concat(),
                );
            }
            _ => "what is awaited is own code that is done soon",
        };
        evidence.extend(notes);
        return fine(format!("`{shown}` is held for a short time only: {what}"), evidence);
    }
    let finding = wording::manual(facts, held, slow);
    match partly {
        Some((note, evidence)) => {
            let message = format!("{}; {note}", finding.message);
            Finding { severity: Severity::Low, message, ..finding }.because(evidence)
        }
        None => finding,
    }
}

/// Whether a condition that is waited for is the one that the block holds, also through a method of its own.
fn is_own(facts: &Facts<'_>, held: &Held<'_>, lock: &lock::Lock, found: &Found) -> bool {
    let inside =
        found.chain.first().is_some_and(|step| step.shown.starts_with(&format!("{}.", held.lock.shown)));
    lock.name == held.lock.name
        || lock.means == held.lock.means
        || (inside && lock.means == "self")
        || is_made_of(facts, held, lock)
}

/// Whether a condition is made with the lock that the block holds, and so lets go of that.
fn is_made_of(facts: &Facts<'_>, held: &Held<'_>, condition: &lock::Lock) -> bool {
    let Some((class, _)) = facts.this(held.id).filter(|_| condition.own) else { return false };
    let mut writes = class.writes_of(condition.last()).peekable();
    writes.peek().is_some()
        && writes.all(|write| {
            let call = write.value.and_then(|value| value.as_call_expr());
            call.and_then(|call| call.arguments.find_argument_value("lock", 0))
                .is_some_and(|given| facts.text(given) == held.lock.means)
        })
}

/// Whether the block is that of a rate limiter: its class says so, and all that it waits for is that time passes.
fn paces(facts: &Facts<'_>, held: &Held<'_>, slow: &[Found]) -> Option<Evidence> {
    let (class, _) = facts.this(held.id)?;
    let name = class.name().to_lowercase();
    let says = ["limit", "throttle", "pacer", "debounce"].iter().any(|word| name.contains(word));
    let sleeps = slow.iter().all(|found| matches!(found.step.does, Does::Waits(outside::Kind::Sleep, _)));
    let first = slow.first().filter(|_| says && sleeps)?;
    Some(reach::line(
        facts,
        "paces",
        format!(
            "`{}` is all that is waited for, and {} is there to make others wait",
            first.step.shown,
            class.name()
        ),
        &first.step,
    ))
}

/// Whether the lock of the block is taken again by the same task.
fn takes_again(held: &Held<'_>, found: &Found) -> bool {
    match &found.step.does {
        Does::Takes(lock) => {
            matches!(lock.sort, Sort::Lock | Sort::Condition)
                && held.lock.is(lock, found.same_object, found.chain.is_empty())
        }
        _ => false,
    }
}
