//! The fix that waits on: a loop that logs each timeout that passes. For events whose wait is a statement.

use crate::edit::{Edit, Fix};
use crate::facts::Facts;
use crate::facts::loggers::{Exception, Level, Request};
use crate::syntax::{
    Expr, Line, NodeId, Ranged, insert_after, is_simple_text, line, replace_statement, walk,
};
use crate::verdict::Verdict;

use super::event::Event;
use super::privacy::{self, Privacy};
use super::receiver::Kind;
use super::site::{self, Statement, Wait};
use super::timeout;

/// The fix.
///
/// # Errors
/// Says why there is none, to follow "because".
pub(super) fn fix<'a>(
    wait: &Wait<'a>,
    kind: Kind,
    event: Option<&Event>,
    facts: &Facts<'a>,
) -> Result<Fix, String> {
    if kind != Kind::Event {
        return Err("only the wait for an event can be taken up again without losing anything".into());
    }
    let statement = site::statement(wait, facts)
        .ok_or("what it returns is used, so it cannot be put into a loop that waits on")?;
    let Expr::Call(_) = statement.awaited else {
        return Err("it is not awaited plainly".into());
    };
    if !is_simple_text(facts.layout, statement.awaited) {
        return Err("it spans lines or holds a comment".into());
    }
    let bound = timeout::bound(wait.id, facts)?;
    let mut edits = Vec::new();
    let mut evidence = vec![bound.evidence.clone()];
    let mut head = Vec::new();
    let waited = match stable_receiver(wait, facts) {
        Some(text) => text,
        None => {
            let scope = facts.tree.scope(statement.id);
            let name =
                facts.scopes().free_name(facts.tree, scope, &["event", "waited_event", "pending_event"]);
            head.push(line(0, format!("{name} = {}", facts.text(wait.receiver))));
            name
        }
    };
    let modern = facts.settings.python.major > 3 || facts.settings.python.minor >= 11;
    let (manager, import) = timeout::asyncio(if modern { "timeout" } else { "wait_for" }, wait.id, facts);
    edits.extend(import);
    let (error, error_import) = timeout_error(modern, wait.id, facts);
    edits.extend(error_import.filter(|edit| !edits.contains(edit)));
    head.extend([line(0, "while True:"), line(1, "try:")]);
    if modern {
        head.extend([
            line(2, format!("async with {manager}({}):", bound.text)),
            line(3, format!("await {waited}.wait()")),
        ]);
    } else {
        head.push(line(2, format!("await {manager}({waited}.wait(), timeout={})", bound.text)));
    }
    let log = facts.log_call(&Request {
        at: statement.id,
        level: Level::Warning,
        message: message(wait, facts),
        arguments: Vec::new(),
        exception: Exception::None,
    });
    let mut tail = vec![line(2, "break"), line(1, format!("except {error}:"))];
    tail.extend(log.lines.iter().map(|inner| Line { depth: inner.depth + 2, text: inner.text.clone() }));
    edits.extend(loop_edits(&statement, &head, &tail, facts)?);
    edits.extend(bound.edits);
    edits.extend(log.edits);
    evidence.extend(log.evidence);

    let mut verdict = log.verdict;
    let mut changes: Vec<String> = log.change.into_iter().collect();
    match privacy::of(wait, event, facts) {
        Privacy::NeverCleared(proof) => evidence.push(proof),
        Privacy::MayBeCleared(doubt) => {
            verdict = verdict.at_most(Verdict::Review);
            changes
                .push("a set() that is cleared again in the moment when a timeout passes is missed".into());
            evidence.push(doubt);
        }
    }
    if !modern {
        verdict = verdict.at_most(Verdict::Review);
        changes.push("before Python 3.12, wait_for can drop a cancellation that comes in the moment when the event is set".into());
    }
    if !bound.certain {
        verdict = verdict.at_most(Verdict::Review);
        changes.push(format!("`{}` is read before each wait", bound.text));
    }
    if let Some(place) = site::in_clean_up(wait.id, facts) {
        // Before 3.11.3, `asyncio.timeout` lets CancelledError out in a task whose cancellation was caught.
        verdict = verdict.at_most(Verdict::Review);
        changes.push("in a task that has been cancelled, early releases of Python 3.11 raise CancelledError where the timeout passes".into());
        evidence.push(place);
    }
    let change = match changes.is_empty() {
        true => format!(
            "it waits as long as before, and logs a warning {} and again each time that they pass",
            bound.after
        ),
        false => format!("it waits on and logs a warning {}; {}", bound.after, changes.join("; ")),
    };
    Ok(Fix::new(verdict, "log each timeout that passes and wait on", edits)
        .changing(change)
        .because_all(evidence))
}

/// The receiver as it can be written again for each wait: a name, or an attribute that is set only once.
fn stable_receiver(wait: &Wait<'_>, facts: &Facts<'_>) -> Option<String> {
    let text = facts.text(wait.receiver).to_string();
    match wait.receiver {
        Expr::Name(name) => {
            let (scope, bindings) = facts.scopes().lookup(facts.tree, wait.call_id, name.id.as_str())?;
            let [binding] = bindings else { return None };
            privacy::stays_bound(&name.id, binding.node, scope, wait.call_id, facts).then_some(text)
        }
        Expr::Attribute(attribute) => {
            let names = walk::dotted(wait.receiver)?;
            let (class, this) = facts.this(wait.call_id)?;
            let once = class.writes_of(attribute.attr.as_str()).count() == 1;
            (names.len() == 2 && names[0] == this && once).then_some(text)
        }
        _ => None,
    }
}

/// The loop around the statement, which keeps the comment behind it.
fn loop_edits(
    statement: &Statement<'_>,
    head: &[Line],
    tail: &[Line],
    facts: &Facts<'_>,
) -> Result<Vec<Edit>, String> {
    let range = facts.tree.node(statement.id).range();
    let why = |decline: crate::syntax::Decline| decline.to_string();
    if facts.layout.starts_line(range.start()) {
        let mut edits = replace_statement(facts.layout, range, head).map_err(why)?;
        edits.extend(insert_after(facts.layout, range, tail).map_err(why)?);
        return Ok(edits);
    }
    if facts.layout.line_end(range.end()) != range.end() {
        return Err("it shares its line with a comment or another statement".into());
    }
    replace_statement(facts.layout, range, &[head, tail].concat()).map_err(why)
}

/// How the exception of a passed timeout is written.
fn timeout_error(modern: bool, at: NodeId, facts: &Facts<'_>) -> (String, Option<Edit>) {
    if modern && facts.scopes().lookup(facts.tree, at, "TimeoutError").is_none() {
        return ("TimeoutError".into(), None);
    }
    timeout::asyncio("TimeoutError", at, facts)
}

fn message(wait: &Wait<'_>, facts: &Facts<'_>) -> String {
    let what = match walk::dotted(wait.receiver) {
        Some(names) => names.join("."),
        None => "an event".into(),
    };
    match facts.symbol(wait.id) {
        symbol if symbol.is_empty() => format!("Still waiting for {what}"),
        symbol => format!("Still waiting for {what} in {symbol}"),
    }
}
