//! The sentences of findings that have no fix, and of what ends a loop.

use crate::facts::Facts;
use crate::syntax::{Expr, Ranged, TextRange, walk};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use super::exits::{Exit, Kind};
use super::fix::condition;
use super::outside::OUTSIDE;
use super::pace::last_name;
use super::possible::{Asks, Condition};
use super::round::Way;
use super::site::{Loop, shown};
use super::spin::Spin;
use super::stop::{Refusal, Stop};
use super::swallow::Taken;

/// How a loop ends, by the kind of its exit.
pub(super) fn by(exit: &Exit<'_>) -> &'static str {
    match exit.kind {
        Kind::Success if exit.waited.is_some() => "when what it waits for comes in time",
        Kind::Time => "by time",
        Kind::Count => "by count",
        Kind::Flag => "by a flag",
        Kind::Data => "by what it gets",
        Kind::Success => "when an iteration gets through",
        Kind::Error | Kind::AnyError => "by an exception",
        Kind::Cancelled => "by its cancellation",
        Kind::Fixed => "by a choice of its caller",
    }
}

/// The evidence of an exit: its kind, and what it depends on.
pub(super) fn exit<'a>(facts: &Facts<'a>, exit: &Exit<'a>) -> (&'static str, String) {
    let word = exit.word;
    let test = exit.test.map(|(test, holds)| {
        let text = shown(facts, test);
        if holds { format!("if `{text}`") } else { format!("unless `{text}`") }
    });
    let handler = exit.handler.map(|handler| match handler.type_.as_deref() {
        Some(ty) => format!("on `{}`", shown(facts, ty)),
        None => "on any exception".into(),
    });
    let depends = match exit.kind {
        Kind::Error | Kind::AnyError | Kind::Cancelled => handler.or(test),
        _ => test.or(handler),
    };
    let kind = match exit.kind {
        Kind::Time => "exit-by-time",
        Kind::Count => "exit-by-count",
        Kind::Flag => "exit-by-flag",
        Kind::Data => "exit-by-state",
        Kind::Success => "exit-by-success",
        Kind::Error | Kind::AnyError => "exit-by-exception",
        Kind::Cancelled => "exit-by-cancellation",
        Kind::Fixed => "exit-by-choice",
    };
    if let (Kind::Success, Some(waited)) = (exit.kind, exit.waited) {
        let message = format!("`{word}` when `{}` comes back in time", shown(facts, waited));
        return ("exit-by-wait", message);
    }
    let message = match (word, depends) {
        (OUTSIDE, Some(depends)) => format!("an exception ends it, and goes on {depends} here"),
        (OUTSIDE, None) => "an exception ends it, which is expected here".into(),
        ("await", _) => "what it awaits raises at the end of the stream".into(),
        (_, Some(depends)) => format!("`{word}` {depends}"),
        (_, None) => format!("`{word}` when an iteration gets here"),
    };
    (kind, message)
}

/// The evidence of something that takes a cancellation.
pub(super) fn taken<'a>(facts: &Facts<'a>, taken: &Taken<'a>) -> Evidence {
    let message = match taken.unless {
        Some(test) => format!("{} takes a cancellation here, unless `{}`", taken.by, shown(facts, test)),
        None => format!("{} takes a cancellation here, and the loop goes on", taken.by),
    };
    facts.evidence("swallows-cancellation", message, taken.range)
}

/// What is wrong with a loop that goes on when it is cancelled, and what to do.
pub(super) fn swallows<'a>(
    facts: &Facts<'a>,
    found: &Loop<'a>,
    taken: &Taken<'a>,
    exits: &[Exit<'a>],
) -> String {
    let line = facts.line(taken.range.start());
    let place = found.place(facts);
    let unless = match taken.unless {
        Some(test) => format!(" unless `{}`", shown(facts, test)),
        None => String::new(),
    };
    let only = exits.iter().find(|exit| exit.kind.is_enough()).map(|exit| {
        let line = facts.line(exit.range.start());
        match exit.word {
            OUTSIDE | "await" => " (an exception still ends it)".into(),
            word => format!(" (the `{word}` at line {line} still ends it)"),
        }
    });
    format!(
        "{place} swallows its own cancellation at line {line}{unless}, so its loop goes on when its task is cancelled{}: let CancelledError through there",
        only.unwrap_or_default()
    )
}

/// A failure makes the loop spin.
pub(super) fn spins(found: &Loop<'_>, spin: &Spin, facts: &Facts<'_>) -> Finding {
    let place = found.place(facts);
    let line = facts.line(spin.handler.start());
    let finding = |message: String| {
        Finding::new(Verdict::Manual, Severity::High, found.range, message).because(facts.evidence(
            "no-pause",
            "it goes on from here without a pause",
            spin.handler,
        ))
    };
    match spin.skipped {
        Some(range) => finding(format!(
            "when an iteration of {place} fails, the handler at line {line} goes on and the sleep at line {} is skipped, so a lasting failure makes the loop spin: sleep in the handler too, or outside of the try",
            facts.line(range.start())
        ))
        .because(facts.evidence("skipped-pause", "a failure skips this", range)),
        None => finding(format!(
            "when an iteration of {place} fails, the handler at line {line} goes on without an await, so a lasting failure blocks the event loop: sleep in the handler, or leave the loop"
        )),
    }
}

/// A way round on which nothing is awaited and nothing changes.
pub(super) fn stands_still<'a>(found: &Loop<'a>, way: &Way<'a>, facts: &Facts<'a>) -> Finding {
    let turns = |condition: &Condition<'a>| {
        let test = shown(facts, condition.test);
        match (condition.asks, condition.holds) {
            (Asks::Truth, true) => format!("`{test}` is true"),
            (Asks::Truth, false) => format!("`{test}` is false"),
            (Asks::Items, _) => format!("`{test}` is empty"),
        }
    };
    let mut awaits = None;
    walk::expressions(found.body, &mut |expr| {
        if expr.is_await_expr() {
            awaits.get_or_insert(expr.range());
        }
    });
    let todo = match awaits {
        Some(_) => "await on that way too, or leave the loop",
        None => "await in each iteration, or leave the loop",
    };
    let when = match way.conditions.as_slice() {
        [] => String::new(),
        [one] => format!(" (if {})", turns(one)),
        [one, two] => format!(" (if {} and {})", turns(one), turns(two)),
        [.., last] => format!(" (at last if {})", turns(last)),
    };
    let message = format!(
        "the loop of {} can go round without awaiting and without changing anything that its exits read{when}, so the event loop stands still and neither a timeout nor a cancellation ends it: {todo}",
        found.place(facts),
    );
    let round = way.conditions.iter().map(|condition| {
        facts.evidence("way-round", format!("it goes round if {}", turns(condition)), condition.test)
    });
    Finding::new(Verdict::Manual, Severity::High, found.range, message).because_all(round).because_all(
        awaits.map(|range| facts.evidence("skipped-await", "this await is not on that way", range)),
    )
}

/// A cancellation waits for an await in a `finally`.
pub(super) fn held_up(found: &Loop<'_>, range: TextRange, facts: &Facts<'_>) -> Finding {
    let message = format!(
        "a cancellation of {} waits for the await at line {} in a finally of its loop, and ends the loop only if that does: move it out of the finally, or bound it",
        found.place(facts),
        facts.line(range.start())
    );
    let evidence = facts.evidence("await-in-finally", "it is awaited before a cancellation goes on", range);
    Finding::new(Verdict::Manual, Severity::Medium, found.range, message).because(evidence)
}

/// The task is nobody's.
pub(super) fn dropped(
    found: &Loop<'_>,
    lines: Vec<Evidence>,
    stop: Result<Stop, Option<Refusal>>,
    facts: &Facts<'_>,
) -> Finding {
    let todo = match &stop {
        Ok(stop) => format!("keep the task and cancel it in {}, and test `{}`", stop.by, condition(stop)),
        Err(_) => "keep the task (AM504), and cancel it where its owner is stopped".into(),
    };
    let message = format!(
        "{} runs in a task that nobody holds, so nobody can end its loop: {todo}",
        found.place(facts)
    );
    let finding = Finding::new(Verdict::Manual, Severity::High, found.range, message).because_all(lines);
    match stop {
        Ok(stop) => finding.because_all(stop.evidence),
        Err(_) => finding,
    }
}

/// The task is held, and nobody ends it.
pub(super) fn nobody(
    found: &Loop<'_>,
    lines: Vec<Evidence>,
    refusal: Option<Refusal>,
    facts: &Facts<'_>,
) -> Finding {
    let (why, evidence) = parts(refusal);
    let message = format!(
        "nothing that is seen cancels the task that runs the loop of {}, {why}: cancel it where its owner is stopped",
        found.place(facts)
    );
    Finding::new(Verdict::Manual, Severity::High, found.range, message)
        .because_all(lines)
        .because_all(evidence)
}

/// Nothing is known of who runs it.
pub(super) fn unknown<'a>(
    found: &Loop<'a>,
    lines: Vec<Evidence>,
    refusal: Option<Refusal>,
    exits: &[Exit<'a>],
    facts: &Facts<'a>,
) -> Finding {
    let (why, evidence) = parts(refusal);
    let message = format!(
        "the loop of {} lets its cancellation through, but the given files do not show who starts it or could cancel it, {why}: see that somebody does",
        found.place(facts)
    );
    let choice = exits.iter().find(|exit| exit.kind == Kind::Fixed).map(|found| {
        let (kind, how) = exit(facts, found);
        facts.evidence(kind, how, found.range)
    });
    Finding::new(Verdict::Manual, Severity::Low, found.range, message)
        .because_all(lines)
        .because_all(evidence)
        .because_all(choice)
}

/// Nothing ends a thread.
pub(super) fn unstoppable_thread(found: &Loop<'_>, refusal: Option<Refusal>, facts: &Facts<'_>) -> Finding {
    let (why, evidence) = parts(refusal);
    let sleeps = walk::any_expression(
        found.body,
        |expr| matches!(expr, Expr::Call(call) if last_name(&call.func).is_some_and(|name| name.contains("sleep"))),
    );
    let todo = match sleeps {
        true => "and wait on that instead of sleeping",
        false => "test it in each iteration, and see that what the loop waits in comes back",
    };
    let message = format!(
        "nothing ends the loop of {}, which runs in a thread, {why}: give it a threading.Event that a stop method sets, {todo}",
        found.place(facts)
    );
    Finding::new(Verdict::Manual, Severity::Medium, found.range, message).because_all(evidence)
}

fn parts(refusal: Option<Refusal>) -> (String, Option<Evidence>) {
    match refusal {
        Some(refusal) => (format!("and no flag will do ({})", refusal.why), refusal.evidence),
        None => ("and it has no flag that a stop method sets".into(), None),
    }
}
