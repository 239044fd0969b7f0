//! What is said of a block that holds a lock while it waits: which wait matters most, how it is reached, and what to do.

use crate::facts::Facts;
use crate::syntax::Ranged;
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use super::lock::Sort;
use super::outside::Kind;
use super::reach::Found;
use super::site::Held;
use super::steps::{Bound, Does};

/// Waits that are shown besides the one that the message names.
const SHOWN: usize = 3;
/// Lines of evidence after which no other wait is shown.
const MAX_LINES: usize = 5;

/// How much a wait matters; the greatest is named.
fn weight(found: &Found) -> u8 {
    match &found.step.does {
        Does::Waits(kind, _) => match kind {
            Kind::Callback => 9,
            Kind::Event | Kind::Task => 8,
            Kind::Queue => 7,
            Kind::Network | Kind::Subprocess => 5,
            Kind::File | Kind::Thread | Kind::Consumer => 4,
            Kind::Sleep => 3,
            Kind::Quick => 0,
        },
        Does::Takes(_) | Does::Notified(_) => 6,
        Does::Unknown(_) | Does::Runs(..) => 1,
    }
}

/// What is waited for, in words: `waits for the network`.
fn doing(held: &Held<'_>, found: &Found) -> String {
    match &found.step.does {
        Does::Waits(Kind::Consumer, _) => {
            "gives control to whoever goes over the generator or enters the context".into()
        }
        Does::Waits(Kind::Callback, _) => "runs a callback".into(),
        Does::Waits(kind, _) => format!("waits for {}", kind.words()),
        Does::Takes(lock) if lock.sort == Sort::Semaphore => format!("waits for a place in `{}`", lock.shown),
        Does::Takes(lock) if lock.name == held.lock.name => {
            let other = if lock.keyed.is_some() { "with another key" } else { "of another object" };
            format!("waits for `{}` {other}, or for ever if it is the same", lock.title())
        }
        Does::Takes(lock) => format!("waits for another lock, `{}`", lock.title()),
        Does::Notified(lock) => {
            format!("waits to be notified through `{}`, which lets go of that lock alone", lock.title())
        }
        Does::Unknown(why) => format!("waits for something that is not known ({why})"),
        Does::Runs(..) => "waits".into(),
    }
}

/// Whether a wait is the last thing that the block does.
fn ends_block(held: &Held<'_>, found: &Found) -> bool {
    let last = held.node.body.last().map(Ranged::range);
    found.chain.is_empty() && last.is_some_and(|last| last.contains_range(found.step.range))
}

/// What to do about it.
fn advice(held: &Held<'_>, found: &Found) -> String {
    match &found.step.does {
        Does::Waits(Kind::Callback, _) => {
            "take what it needs under the lock and await it behind the block: it may be slow, or want this lock itself".into()
        }
        Does::Waits(Kind::Event | Kind::Task, _) | Does::Notified(_) => {
            "wait for it outside of the block: whoever is to end this wait may need the lock".into()
        }
        Does::Waits(Kind::Queue, _) => {
            "await it outside of the block, or use the nowait form: if the other side needs the lock, both wait for ever".into()
        }
        Does::Takes(lock) => format!(
            "let go of the one before taking the other, or take both in one order everywhere (AM301 knows the orders); as long as \
             somebody holds `{}`, all who want this lock wait too",
            lock.title()
        ),
        Does::Waits(Kind::Sleep, _) if ends_block(held, found) => {
            "if the pause is to space out what several tasks do, keep it and say so there; else sleep behind the block"
                .into()
        }
        Does::Waits(Kind::Sleep, _) => "sleep outside of the block, and look again at what may have changed meanwhile".into(),
        Does::Waits(Kind::Consumer, _) => {
            "see to it there that little is awaited meanwhile, or collect first and yield behind the block".into()
        }
        Does::Unknown(_) | Does::Runs(..) => {
            "see what it waits for; if that is slow, copy what it needs under the lock and await it behind the block".into()
        }
        Does::Waits(..) => {
            "take what it needs under the lock, wait outside of the block and store the result under the lock again, or bound the \
             wait with a timeout"
                .into()
        }
    }
}

/// The finding of a block that waits for more than its own quick code.
pub(super) fn manual(facts: &Facts<'_>, held: &Held<'_>, mut slow: Vec<Found>) -> Finding {
    slow.sort_by_key(|found| std::cmp::Reverse(weight(found)));
    let lock = &held.lock;
    let Some(worst) = slow.first() else {
        return Finding::new(
            Verdict::Manual,
            Severity::Low,
            held.range,
            format!("`{}` is held over an await", lock.shown),
        );
    };
    let awaited = match worst.within.as_str() {
        "" => format!("`{}` {}", worst.step.shown, doing(held, worst)),
        within => format!(
            "`{}` {} (`{}` in `{within}`)",
            worst.outermost().shown,
            doing(held, worst),
            worst.step.shown
        ),
    };
    let bounded = slow.iter().all(|found| found.bound().is_some_and(Bound::is_certain));
    let only_unknown = slow.iter().all(|found| weight(found) <= 1);
    let consumer = matches!(worst.step.does, Does::Waits(Kind::Consumer, _));
    let keyed = lock.keyed.is_some() && weight(worst) < 9;
    let paces = slow
        .iter()
        .all(|found| matches!(found.step.does, Does::Waits(Kind::Sleep, _)) && ends_block(held, found));
    let severity = match paces || bounded || only_unknown || consumer || keyed || lock.sort == Sort::Unknown {
        true => Severity::Low,
        false => Severity::Medium,
    };
    let mut message = format!("`{}` is held while {awaited}", lock.shown);
    if bounded {
        let by = worst.bound().map_or("", |bound| &bound.by);
        message.push_str(&format!(
            "; every wait of the block is bounded (`{by}`), so the others wait at most that long each time"
        ));
    }
    message.push_str("; ");
    message.push_str(&advice(held, worst));
    Finding::new(Verdict::Manual, severity, held.range, message)
        .because_all(lines(facts, held, &slow))
        .because_all(keyed_line(facts, held, &lock.keyed))
}

fn keyed_line(facts: &Facts<'_>, held: &Held<'_>, key: &Option<String>) -> Option<Evidence> {
    let key = key.as_deref()?;
    Some(facts.evidence(
        "keyed",
        format!("there is one lock for each `{key}`, so only those with the same one wait"),
        held.range,
    ))
}

/// The lines of the first few waits.
fn lines(facts: &Facts<'_>, held: &Held<'_>, found: &[Found]) -> Vec<Evidence> {
    let mut lines: Vec<Evidence> = Vec::new();
    for (number, found) in found.iter().take(SHOWN + 1).enumerate() {
        if number > 0 && lines.len() > MAX_LINES {
            break;
        }
        for line in found.lines(facts, says(held, found)) {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

/// One wait, as evidence.
fn says(held: &Held<'_>, found: &Found) -> String {
    let within = if found.within.is_empty() { String::new() } else { format!(" in `{}`", found.within) };
    let bound = found.bound().map_or_else(String::new, |bound| format!(", {}", bound.words()));
    match &found.step.does {
        Does::Waits(Kind::Quick, why) if !why.is_empty() => {
            format!("`{}`{within} does not wait for long: {why}", found.step.shown)
        }
        _ => format!("`{}`{within} {}{bound}", found.step.shown, doing(held, found)),
    }
}

/// The finding of a lock that the task which holds it waits for.
pub(super) fn same_lock(facts: &Facts<'_>, held: &Held<'_>, again: &Found) -> Finding {
    let lock = &held.lock;
    let way = match again.within.as_str() {
        "" => String::new(),
        within => format!(" in `{within}`, through `{}`", again.outermost().shown),
    };
    Finding::new(
        Verdict::Manual,
        Severity::High,
        held.range,
        format!(
            "`{}` is taken again{way} by the task that holds it, which then waits for itself for ever (AM301): split off a method \
             that expects the lock to be held, and call that here",
            lock.shown
        ),
    )
    .because_all(again.lines(facts, format!("`{}` is taken again here", again.step.shown)))
}

/// The finding of a lock of threads that is held over an await.
pub(super) fn of_threads(facts: &Facts<'_>, held: &Held<'_>) -> Finding {
    let lock = &held.lock;
    let first = &held.steps[0];
    let (severity, what) = match lock.sort {
        Sort::Reentrant => (
            Severity::High,
            "other tasks run meanwhile, and as they are of the same thread they enter the block as well: it excludes nobody; use an \
             asyncio.Lock, or await outside of the block",
        ),
        Sort::Unknown => (
            Severity::Low,
            "its type is not known: if it is a lock of threads, the next task that wants it stops the event loop, and this await \
             never ends",
        ),
        _ => (
            Severity::High,
            "the next task that wants it stops the whole event loop, so that this await never ends; await outside of the block, or \
             use an asyncio.Lock if no thread takes it",
        ),
    };
    Finding::new(
        Verdict::Manual,
        severity,
        held.range,
        format!("`{}` is held over an await; {what}", lock.shown),
    )
    .because(super::reach::line(facts, "awaits", format!("`{}` is awaited", first.shown), first))
}

/// The lines that show where the block lets go of the lock before it waits.
pub(super) fn released_lines(facts: &Facts<'_>, held: &Held<'_>) -> Vec<Evidence> {
    let lines = held.let_go.iter().take(SHOWN).map(|(step, release)| {
        let says = format!("`{}` lets go of it before `{}` is awaited", facts.text(*release), step.shown);
        facts.evidence("lets-go", says, *release)
    });
    lines.collect()
}

/// The lines that say why waits are quick.
pub(super) fn quick_lines(facts: &Facts<'_>, held: &Held<'_>, found: &[Found]) -> Vec<Evidence> {
    let mut shown: Vec<Evidence> = found
        .iter()
        .take(SHOWN + 1)
        .map(|found| super::reach::line(facts, "quick", says(held, found), &found.step))
        .collect();
    for step in &held.steps {
        let reached = found.iter().any(|found| found.outermost().range == step.range);
        if !reached && matches!(step.does, Does::Runs(..)) && shown.len() <= SHOWN {
            shown.push(super::reach::line(
                facts,
                "never-waits",
                format!("nothing that `{}` runs ever waits", step.shown),
                step,
            ));
        }
    }
    shown
}
