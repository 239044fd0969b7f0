//! Whether a wait is for the end of something, on purpose: then no timeout belongs there. Names decide,
//! of the event and of the function together, or a signal handler that sets the event ([`signals`]).

use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, Expr, Ranged, walk};
use crate::verdict::Evidence;

use super::event::Event;
use super::signals;
use super::site::Wait;

/// Words of events that stand for the end of a program, a server or a connection.
const ENDS: &[&str] = &[
    "close",
    "closed",
    "closing",
    "disconnect",
    "disconnected",
    "exit",
    "exited",
    "exiting",
    "halt",
    "halted",
    "interrupt",
    "interrupted",
    "kill",
    "killed",
    "quit",
    "quitting",
    "shutdown",
    "shutting",
    "sigint",
    "sigterm",
    "stop",
    "stopped",
    "stopping",
    "terminate",
    "terminated",
    "terminating",
    "termination",
];
/// Words that stand for the end of a piece of work: they count only in functions that say they wait for it.
const OUTCOMES: &[&str] = &["done", "end", "ended", "finish", "finished"];
/// Words of functions that live as long as the program.
const LIVES: &[&str] = &["amain", "daemon", "forever", "lifespan", "main", "run", "runs", "serve", "serving"];
/// First words of functions that wait for their caller.
const WAITERS: &[&str] = &["await", "join", "until", "wait", "watch"];
/// States that name a function which does nothing but wait for them.
const STATES: &[&str] =
    &["closed", "disconnected", "done", "ended", "exited", "finished", "halted", "stopped", "terminated"];
/// Words that say only what kind of thing it is; the name before them tells what it is for.
const KINDS: &[&str] = &["cond", "condition", "ev", "event", "evt", "flag", "signal"];

/// The line that shows that the wait is for the end, if it is.
pub(super) fn waits_for_the_end(
    wait: &Wait<'_>,
    event: Option<&Event>,
    facts: &Facts<'_>,
) -> Option<Evidence> {
    nobody_can_set(wait, facts)
        .or_else(|| signals::set_by_signal(wait, event, facts))
        .or_else(|| by_names(wait, facts))
}

/// `await asyncio.Event().wait()`: only cancellation ends it, and that is what it is written for.
fn nobody_can_set(wait: &Wait<'_>, facts: &Facts<'_>) -> Option<Evidence> {
    let Expr::Call(call) = wait.receiver else { return None };
    (facts.qualified(&call.func, wait.call_id)? == "asyncio.Event").then(|| {
        facts.evidence("until-cancelled", "nobody else has this event: it waits until it is cancelled", call)
    })
}

fn by_names(wait: &Wait<'_>, facts: &Facts<'_>) -> Option<Evidence> {
    let AnyNodeRef::StmtFunctionDef(function) = facts.tree.node(facts.tree.function(wait.id)?) else {
        return None;
    };
    let event = words_of(wait.receiver);
    let name = walk::words(&function.name);
    let has = |words: &[String], known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let ends = has(&event, ENDS);
    let (first, last) = (name.first()?.as_str(), name.last()?.as_str());
    let lives = LIVES.contains(&first) || LIVES.contains(&last) || has(&name, &["forever"]);
    let waits = WAITERS.contains(&first) && (name.len() == 1 || has(&name, ENDS) || has(&name, OUTCOMES));
    let state = name.iter().all(|word| STATES.contains(&word.as_str()) || word == "is");
    let meant = (ends && (lives || waits || state)) || (has(&event, OUTCOMES) && (waits || state));
    meant.then(|| {
        let message =
            format!("by their names, `{}` waits for `{}` as its purpose", function.name, wait.subject(facts));
        facts.evidence("waits-for-the-end", message, function.name.range())
    })
}

/// The words of what names the event: of `self._stop_events[key]`, `stop` and `events`.
fn words_of(receiver: &Expr) -> Vec<String> {
    match receiver {
        Expr::Name(name) => split(&name.id),
        Expr::Attribute(attribute) => {
            let words = split(&attribute.attr);
            if words.iter().all(|word| KINDS.contains(&word.as_str())) {
                words_of(&attribute.value)
            } else {
                words
            }
        }
        Expr::Subscript(subscript) => words_of(&subscript.value),
        Expr::Call(call) => words_of(&call.func),
        _ => Vec::new(),
    }
}

/// The words of an identifier, with `shut` and `down` as one.
fn split(identifier: &str) -> Vec<String> {
    let words = walk::words(identifier);
    let down = words.windows(2).any(|pair| pair[0] == "shut" && pair[1] == "down");
    words.into_iter().chain(down.then(|| "shutdown".to_string())).collect()
}
