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
pub(super) mod given;
mod privacy;
mod purpose;
mod raise;
mod receiver;
mod setter;
mod signals;
mod site;
mod timeout;
mod undone;
mod warn;

use crate::config::OnTimeout;
use crate::edit::Fix;
use crate::facts::Facts;
use crate::syntax::{Expr, NodeId, NodeKind, Ranged, TextRange, ast};
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use chain::ByCallers;
use event::Event;
use given::Given;
use receiver::Receiver;
use site::Wait;

/// AM502.
pub struct BoundedWait;

static META: Meta = Meta {
    code: "AM502",
    name: "bounded-wait",
    summary: "Give waits for an event or a condition that may never come a timeout, or a warning",
    subject: "Bound waits that may never end",
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
    let no_bound = match bounded_here(wait, facts) {
        Ok(finding) => return finding.because_all(receiver.evidence().to_vec()),
        Err(no_bound) => no_bound,
    };
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
    if let Some(parameter) = contract::none_is_chosen(wait.id, facts) {
        let how = format!("`{}` is None here", parameter.name());
        return callers_choice(wait, parameter, &how, facts).because_all(receiver.evidence().to_vec());
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
    let mut evidence = receiver.evidence().to_vec();
    evidence.extend(event.as_ref().and_then(|event| event.made_elsewhere(facts)));
    evidence.extend(no_bound);
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

/// The bound that surrounds the wait in its own function, if there is one that ends; else the line of the one that does
/// not.
fn bounded_here<'a>(wait: &Wait<'a>, facts: &Facts<'a>) -> Result<Finding, Option<Evidence>> {
    let (mut from, mut no_bound) = (wait.id, None);
    if let Some(given) = wait.given {
        let how = "waited for inside asyncio.wait_for";
        match bounded_by(wait, how, wait.range, Some((given, wait.id)), facts) {
            Ok(finding) => return Ok(finding),
            Err(evidence) => no_bound = evidence,
        }
    }
    while let Some(around) = facts.timeout_around(from) {
        let given = given::argument(&around, from, facts);
        match bounded_by(wait, &format!("awaited inside {}", around.by), around.range, given, facts) {
            Ok(finding) => return Ok(finding),
            Err(evidence) => no_bound = no_bound.or(evidence),
        }
        match given {
            // Another bound may stand around one that is None.
            Some((_, outer)) if !around.never => from = outer,
            _ => break,
        }
    }
    Err(no_bound)
}

/// Whether one bound ends, by the time that it is given.
fn bounded_by<'a>(
    wait: &Wait<'a>,
    how: &str,
    range: TextRange,
    given: Option<(&'a Expr, NodeId)>,
    facts: &Facts<'a>,
) -> Result<Finding, Option<Evidence>> {
    let shown = wait.shown(facts);
    let fine = |message: String, at| {
        Finding::fine(wait.range, format!("`{shown}` is bounded"), facts.evidence("bounded", message, at))
    };
    let Some((given, at)) = given else { return Ok(fine(how.into(), range)) };
    let timeout = facts.text(given);
    match given::of(given, at, facts) {
        Given::Bounds if wait.given.is_some() => Ok(fine(format!("{how}, for `{timeout}`"), range)),
        Given::Bounds => Ok(fine(how.into(), range)),
        Given::Caller(parameter) => Ok(callers_choice(wait, parameter, how, facts)),
        Given::MayBeNone(why, at) => Ok(fine(
            format!("{how}, for `{timeout}`; None would wait for ever, and it may be None, because {why}"),
            at,
        )),
        Given::Never(_) if wait.given.is_some_and(Expr::is_none_literal_expr) => Err(None),
        Given::Never(at) => {
            let message = if given.is_none_literal_expr() {
                format!("{how}, which is given None")
            } else {
                format!("{how}, for `{timeout}`, which is None")
            };
            Err(Some(facts.evidence("no-bound", message, at)))
        }
    }
}

/// A wait that the caller bounds or does not, by a parameter of which None means to wait for ever: that is a contract,
/// which no edit changes. Where a known caller waits for ever by it, that call is what has to change.
fn callers_choice<'a>(
    wait: &Wait<'a>,
    parameter: &'a ast::ParameterWithDefault,
    how: &str,
    facts: &Facts<'a>,
) -> Finding {
    let name = parameter.name();
    let choice = facts.evidence(
        "bounded",
        format!("{how}; the caller chooses `{name}`, and None waits for ever"),
        parameter,
    );
    let shown = wait.shown(facts);
    match contract::who_waits_for_ever(wait.id, parameter, facts) {
        None => Finding::fine(wait.range, format!("`{shown}` is bounded by `{name}`, as its caller chooses"), choice),
        Some(who) => Finding::new(
            Verdict::Manual,
            Severity::Medium,
            wait.range,
            format!(
                "`{shown}` waits for ever where a caller leaves `{name}` at None, and one does: give that call a timeout, because None keeps its meaning for the others"
            ),
        )
        .because_all([who, choice]),
    }
}

/// What it lacks, in words.
fn without(wait: &Wait<'_>) -> &'static str {
    match wait.given {
        Some(Expr::NoneLiteral(_)) => "has `None` for its timeout",
        Some(_) => "has a timeout that is None",
        None => "has no timeout",
    }
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
