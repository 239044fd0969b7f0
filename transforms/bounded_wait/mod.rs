//! AM502 bounded-wait: judges every `await x.wait()` that nothing bounds. Not for waits on futures or tasks.
//!
//! [`site`] reads what a pattern proposes, [`receiver`] says what is waited for, [`event`] who else uses it in the given
//! files. A wait is fine where something bounds it (its callers too: [`chain`]) or where it waits for the end on
//! purpose ([`purpose`]). Else it gets a timeout that raises ([`raise`]), or a loop that logs and waits on ([`warn`]).

mod across;
mod callers;
mod chain;
mod contract;
mod escape;
mod event;
mod privacy;
mod purpose;
mod raise;
mod receiver;
mod setter;
mod signals;
mod site;
mod timeout;
mod warn;

use crate::config::OnTimeout;
use crate::edit::Fix;
use crate::facts::Facts;
use crate::syntax::{NodeKind, Ranged};
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use chain::ByCallers;
use event::Event;
use receiver::Receiver;
use site::Wait;

/// AM502.
pub struct BoundedWait;

static META: Meta = Meta {
    code: "AM502",
    name: "bounded-wait",
    summary: "Give waits for an event or a condition that may never come a timeout, or a warning",
    // Every site awaits something or hands it to `wait_for`, and both words contain this one.
    literals: &["wait"],
    // As wide as they are because a comment inside a call would hide it from a narrower pattern.
    patterns: &[
        PatternSpec { code: "await $X", selector: None, claims: NodeKind::ExprAwait },
        PatternSpec { code: "$F($$$ARGS)", selector: None, claims: NodeKind::ExprCall },
    ],
    readme: include_str!("README.md"),
};

impl Transform for BoundedWait {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        let wait = site::read(site.node, facts)?;
        let receiver = receiver::of(&wait, facts)?;
        Some(judge(&wait, &receiver, facts))
    }
}

fn judge<'a>(wait: &Wait<'a>, receiver: &Receiver, facts: &Facts<'a>) -> Finding {
    let shown = wait.shown(facts);
    if let Receiver::Own(own) = receiver {
        let whose =
            if own.iter().any(|line| line.path.is_some()) { "another given file" } else { "this file" };
        return Finding::new(
            Verdict::Fine,
            Severity::Low,
            wait.range,
            format!("`{shown}` is a method of {whose}, whose own waits are judged where they stand"),
        )
        .because_all(own.clone());
    }
    if let Some(evidence) = bounded_here(wait, facts) {
        return Finding::fine(wait.range, format!("`{shown}` is bounded"), evidence)
            .because_all(receiver.evidence().to_vec());
    }
    let by_callers = callers::bound(facts, facts.tree.function(wait.id));
    if let ByCallers::Proven(evidence) = by_callers {
        return Finding::new(
            Verdict::Fine,
            Severity::Low,
            wait.range,
            format!("`{shown}` is bounded by every caller of `{}`", facts.symbol(wait.id)),
        )
        .because_all(receiver.evidence().to_vec())
        .because_all(evidence);
    }
    let event = event::of(wait, facts);
    if let Some(evidence) = purpose::waits_for_the_end(wait, event.as_ref(), facts) {
        return Finding::fine(wait.range, format!("`{shown}` waits for the end on purpose"), evidence)
            .because_all(receiver.evidence().to_vec());
    }
    let kind = match receiver {
        Receiver::Primitive(kind, _) => *kind,
        Receiver::Unknown(why, at) => return unknown(wait, why, at.as_ref(), facts),
        Receiver::Own(_) => return unknown(wait, "it is a method of this file", None, facts),
    };
    let without = without(wait);
    let mut message =
        format!("`{shown}` {without}: if {}, {} hangs for ever", kind.never(), place(wait, facts));
    let setter = setter::unsafe_setter(wait, event.as_ref(), facts);
    if setter.is_some() {
        message.push_str("; its setter can leave it cleared, which AM503 fixes");
    }
    let around = facts.timeout_around(wait.id).filter(|around| around.never && wait.given.is_none());
    let mut evidence = receiver.evidence().to_vec();
    evidence.extend(event.as_ref().and_then(|event| event.made_elsewhere(facts)));
    evidence
        .extend(around.map(|around| {
            facts.evidence("no-bound", format!("`{}` is given None", around.by), around.range)
        }));
    evidence.extend(by_callers.evidence());
    evidence.extend(event.iter().flat_map(|event| event.setters(kind, facts)));
    evidence.extend(setter);
    match fix(wait, kind, event.as_ref(), facts) {
        Ok(fix) => Finding::new(fix.verdict, Severity::High, wait.range, message)
            .because_all(evidence)
            .with_fixes(vec![fix]),
        Err(why) => Finding::new(
            Verdict::Manual,
            Severity::High,
            wait.range,
            format!("{message}; bound it by hand, because {why}"),
        )
        .because_all(evidence),
    }
}

fn fix<'a>(
    wait: &Wait<'a>,
    kind: receiver::Kind,
    event: Option<&Event>,
    facts: &Facts<'a>,
) -> Result<Fix, String> {
    match facts.settings.am502.on_timeout {
        OnTimeout::Raise => raise::fix(wait, kind, facts),
        OnTimeout::Warn => warn::fix(wait, kind, event, facts),
    }
}

/// The bound that surrounds the wait in its own function, if there is one that ends.
fn bounded_here(wait: &Wait<'_>, facts: &Facts<'_>) -> Option<Evidence> {
    if let Some(given) = wait.given.filter(|given| !given.is_none_literal_expr()) {
        let timeout = facts.text(given);
        return Some(match contract::parameter_that_may_be_none(wait.id, given, facts) {
            Some(parameter) => facts.evidence(
                "bounded",
                format!("waited for inside asyncio.wait_for; the caller chooses `{timeout}`, and None waits for ever"),
                parameter,
            ),
            None => facts.evidence("bounded", format!("waited for inside asyncio.wait_for, for `{timeout}`"), wait.range),
        });
    }
    let around = facts.timeout_around(wait.id).filter(|around| !around.never)?;
    Some(facts.evidence("bounded", format!("awaited inside {}", around.by), around.range))
}

/// What it lacks, in words.
fn without(wait: &Wait<'_>) -> &'static str {
    if wait.given.is_some() { "has `None` for its timeout" } else { "has no timeout" }
}

fn unknown(wait: &Wait<'_>, why: &str, at: Option<&Evidence>, facts: &Facts<'_>) -> Finding {
    Finding::new(
        Verdict::Manual,
        Severity::Medium,
        wait.range,
        format!(
            "`{}` {}, and the type of `{}` is not known, because {why}: annotate it, or bound the wait by hand if it is an asyncio.Event or asyncio.Condition",
            wait.shown(facts),
            without(wait),
            wait.subject(facts),
        ),
    )
    .because(facts.evidence("unknown-type", why, wait.receiver.range()))
    .because_all(at.cloned())
}

/// The function that waits, in words.
fn place(wait: &Wait<'_>, facts: &Facts<'_>) -> String {
    match facts.symbol(wait.id) {
        symbol if symbol.is_empty() => "the module".into(),
        symbol => format!("`{symbol}`"),
    }
}
