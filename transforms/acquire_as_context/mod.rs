//! AM505 acquire-as-context: locks that an exception between acquire and release leaves held, and those that are released
//! though they were not taken. For locks of asyncio; not for those of threads or of other libraries.
//!
//! [`site`] reads the acquire, [`receiver`] what it takes, [`shape`] and
//! [`tries`] how its function lets go of it. [`body`] looks at what
//! stands between, [`home`] at every other use of the lock ([`role`] at one), [`handed`] at who else releases it; [`fix`]
//! makes the edits, and [`doubts`] say what keeps them from being safe.

mod body;
mod doubts;
mod fix;
mod flag;
mod handed;
mod home;
mod ledger;
mod receiver;
mod role;
mod shape;
mod signal;
mod site;
mod tries;

use crate::facts::Facts;
use crate::syntax::{NodeId, NodeKind, Ranged, TextRange};
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use fix::Refused;
use ledger::{Ledger, Whose};
use receiver::Receiver;
use shape::Shape;
use site::Acquire;

/// AM505.
pub struct AcquireAsContext;

static META: Meta = Meta {
    code: "AM505",
    name: "acquire-as-context",
    summary: "Hold a lock by async with where a failure between acquire and release would leave it held",
    subject: "Release locks also when something fails",
    literals: &["acquire"],
    patterns: &[PatternSpec { code: "await $X", selector: None, claims: NodeKind::ExprAwait }],
    readme: include_str!("README.md"),
};

impl Transform for AcquireAsContext {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        let acquire = site::read(facts, site.node)?;
        // What a test leaves held is nobody's.
        if facts.symbol(acquire.id).split('.').any(|name| name.starts_with("test_")) {
            return None;
        }
        let (evidence, doubt, other) = match receiver::of(facts, &acquire)? {
            Receiver::Other(evidence, class) => {
                let message =
                    format!("`{}` is an instance of {class}, no lock of asyncio", acquire.shown(facts));
                return Some(Finding::fine(acquire.range, message, evidence));
            }
            Receiver::Lock(evidence, doubt) => (evidence, doubt, None),
            Receiver::Own(evidence) => (vec![evidence], None, Some(OWN.to_string())),
            Receiver::Unknown(why) => {
                let evidence = facts.evidence("unknown-type", why, acquire.receiver);
                let guidance = format!(
                    "its type is not known, because {why}: if it is a lock of asyncio, hold it by `async with`"
                );
                (vec![evidence], None, Some(guidance))
            }
        };
        Some(judge(facts, &acquire, doubt.as_deref(), other.as_deref()).because_all(evidence))
    }
}

const OWN: &str = "it is a lock of the project's own: hold it by `async with` if entering it acquires it, else release it in a \
                   finally";

/// Judges the acquire of a lock. `other` is what to do where it is, or may be, no lock of asyncio.
fn judge<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, doubt: Option<&str>, other: Option<&str>) -> Finding {
    let key = acquire.key(facts);
    let releases = shape::releases(facts, acquire.function, &key);
    let shaped = shape::of(facts, acquire, &releases);
    let shown = acquire.shown(facts);
    let manual = |severity: Severity, what: String, guidance: &str| {
        Finding::new(Verdict::Manual, severity, acquire.range, format!("{what}; {guidance}"))
    };
    let line = |range: TextRange| facts.line(range.start());
    let at = |id| facts.tree.node(id).range();
    match shaped.shape {
        Shape::Protected(range, why) => Finding::fine(
            acquire.range,
            format!("`{shown}` is released whatever happens while it is held"),
            facts.evidence("released", why, range),
        ),
        Shape::InsideTry(node, release) => {
            let what = format!(
                "when the acquire of `{shown}` is cancelled, the `finally` at line {} releases it all the same: what somebody \
                 else holds, or nobody",
                line(at(release))
            );
            let evidence = facts.evidence("inside-try", "this release runs even if nothing was acquired", at(release));
            match (fix::of_inside(facts, acquire, node), other) {
                (Ok(fix), None) => Finding::new(Verdict::Review, Severity::Medium, acquire.range, what)
                    .because(evidence)
                    .with_fixes(vec![fix]),
                (Ok(_), Some(_)) => {
                    manual(Severity::Medium, what, "acquire it before the `try`").because(evidence)
                }
                (Err(refused), _) => refuse(manual(Severity::Medium, what, &refused.guidance), refused).because(evidence),
            }
        }
        Shape::HandlerAround(handler) => manual(
            Severity::Medium,
            format!(
                "`{shown}` is acquired in the `try` whose handler at line {} releases it: that may run before it is held, and \
                 for some exceptions only",
                line(handler)
            ),
            "acquire it before the `try`, and release it in its `finally` alone, or hold it by `async with` and drop that \
             release",
        )
        .because(facts.evidence("handler", "this handler releases it", handler)),
        Shape::CleanupFirst(awaited) => manual(
            Severity::Medium,
            format!("when the `await` at line {} raises or is cancelled, `{shown}` stays held", line(awaited)),
            "release it before that in the `finally`, or hold it by `async with` around the `try`",
        )
        .because(facts.evidence("cleanup-first", "it is awaited in the finally before the release", awaited)),
        Shape::LateTry(first, release) => manual(
            Severity::Medium,
            format!("when line {} raises or is cancelled, `{shown}` stays held: the `try` starts only behind it", line(first)),
            "start the `try` directly behind the acquire",
        )
        .because(facts.evidence("late-try", "this can fail while the lock is held", first))
        .because(facts.evidence("release", "it is released here", release)),
        Shape::SomeHandlers(handler) => manual(
            Severity::Medium,
            format!("a cancellation, or what else the handler at line {} does not catch, leaves `{shown}` held", line(handler)),
            "release it in a `finally`, or in an `except BaseException` that raises again",
        )
        .because(facts.evidence("handler", "it is released here, but not for every exception", handler)),
        Shape::Scattered(release) => manual(
            Severity::High,
            format!("`{shown}` is released on some ways only, and not when something raises or is cancelled before that"),
            other.unwrap_or("put the lines that it is for into one `async with`, and drop the releases"),
        )
        .because(facts.evidence("release", "the first of the lines that release it", release)),
        Shape::Pair(pair) if pair.body().is_empty() => Finding::fine(
            acquire.range,
            format!("nothing happens while `{shown}` is held"),
            facts.evidence("released", "it is released at once", pair.closing()),
        ),
        Shape::Pair(pair) => {
            let what = format!(
                "`{shown}` stays held for ever when something raises or is cancelled before line {} releases it",
                facts.line(pair.closing().start())
            );
            let severity = fix::severity(&pair);
            if let Some(test) = shaped.conditional {
                return manual(
                    severity,
                    what,
                    "it is acquired only in some cases: enter it on a contextlib.AsyncExitStack, or split the two cases",
                )
                .because(facts.evidence("conditional", "this decides whether it is acquired", test));
            }
            if let Some(guidance) = other {
                return manual(severity, what, guidance).because(facts.evidence(
                    "release",
                    "the release stands in the same block, outside of a finally",
                    pair.closing(),
                ));
            }
            let mut ledger = Ledger::default();
            let unowned: Vec<NodeId> = releases
                .iter()
                .copied()
                .filter(|&release| ledger.whose(facts, release, &key) != Whose::Own)
                .collect();
            match fix::of_pair(facts, acquire, &pair, &unowned, doubt) {
                Ok(fix) => Finding::new(fix.verdict, severity, acquire.range, what).with_fixes(vec![fix]),
                Err(refused) => refuse(manual(severity, what, &refused.guidance), refused),
            }
        }
        Shape::FailureCovered(handler) => {
            let evidence = facts.evidence("handler", "it is released here, whatever is raised", handler);
            match handed::to(facts, acquire, &home::uses(facts, acquire)) {
                Some(handed) => Finding::fine(
                    acquire.range,
                    format!("`{shown}` is handed on to who releases it, or released when that fails"),
                    evidence,
                )
                .because(handed.evidence),
                None => manual(
                    Severity::High,
                    format!("`{shown}` is released when something fails, and nowhere in the given files else"),
                    "release it in a `finally`, or say in the code who releases it",
                )
                .because(evidence),
            }
        }
        Shape::Open => open(facts, acquire, &releases),
    }
}

fn refuse(finding: Finding, refused: Refused) -> Finding {
    finding.because_all(refused.evidence)
}

/// No line of the function that comes after the acquire releases.
fn open<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, releases: &[NodeId]) -> Finding {
    let shown = acquire.shown(facts);
    if let Some(evidence) = handed::implements(facts, acquire) {
        let message = format!("`{shown}` is the lock itself, a part of which this is");
        return Finding::fine(acquire.range, message, evidence);
    }
    let uses = home::uses(facts, acquire);
    if let Some(evidence) = signal::made(facts, acquire, &uses) {
        let message = format!("`{shown}` is a signal and no lock: what is acquired is not given back");
        return Finding::fine(acquire.range, message, evidence);
    }
    if let Some(outer) = handed::to_function_around(facts, acquire, &uses) {
        return Finding::new(
            Verdict::Manual,
            Severity::Medium,
            acquire.range,
            format!(
                "the function around this one releases `{shown}`, whether or not it was acquired; acquire it there, before a `try` \
                 whose `finally` releases it"
            ),
        )
        .because(outer);
    }
    if let Some(release) = handed::reached_again(facts, acquire, releases) {
        return Finding::new(
            Verdict::Manual,
            Severity::High,
            acquire.range,
            format!(
                "`{shown}` is released by a line that not every way from here leads to, and not when something raises or is \
                 cancelled before it; put the lines that it is for into one `async with`"
            ),
        )
        .because(facts.evidence("release", "it is released here", release));
    }
    if let Some(handed) = handed::to(facts, acquire, &uses) {
        if handed.asks {
            // Whoever opens a gate asks whether it is closed. Nobody may hold what is opened like that.
            let Some(held) = handed::held(facts, acquire, &uses) else {
                let message = format!(
                    "`{shown}` is a gate: no function that is seen to take it goes on while it is held"
                );
                return Finding::fine(acquire.range, message, handed.evidence);
            };
            return Finding::new(
                Verdict::Manual,
                Severity::High,
                acquire.range,
                format!(
                    "`{shown}` is released only by who releases it whenever it is locked, whoever holds it; hold it by `async \
                     with`"
                ),
            )
            .because(handed.evidence)
            .because(held);
        }
        return match handed::open_to_failure(facts, acquire, &handed.by) {
            None => Finding::fine(acquire.range, format!("`{shown}` is handed on to who releases it"), handed.evidence),
            Some(failing) => Finding::new(
                Verdict::Manual,
                Severity::Medium,
                acquire.range,
                format!(
                    "when line {} raises or is cancelled, nobody releases `{shown}`; release it there in an `except \
                     BaseException` that raises again",
                    facts.line(failing.start())
                ),
            )
            .because(facts.evidence("not-handed-on-yet", "this can fail before somebody else is to release it", failing))
            .because(handed.evidence),
        };
    }
    let (what, evidence): (&str, Evidence) = match (releases.first(), &uses.blind) {
        (Some(&release), _) => (
            "is released by no line that comes after it",
            facts.evidence("release", "the function releases it here", facts.tree.node(release)),
        ),
        (None, Some((why, place))) => (
            "is not released in this function, and not every other use of it can be followed",
            match place {
                Some(place) => facts.evidence_at("not-followed", why.clone(), *place),
                None => facts.evidence("not-followed", why.clone(), acquire.receiver),
            },
        ),
        (None, None) => (
            "is released nowhere in the given files",
            Evidence::general("never-released", "no line of the given files releases it"),
        ),
    };
    let severity = if uses.blind.is_some() { Severity::Medium } else { Severity::High };
    Finding::new(
        Verdict::Manual,
        severity,
        acquire.range,
        format!("`{shown}` {what}; hold it by `async with`, or say in the code who releases it"),
    )
    .because(evidence)
}
