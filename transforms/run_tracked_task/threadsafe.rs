//! Dropped `run_coroutine_threadsafe(…)`: its exception is lost for ever. Judges and fixes; needs no set.

use super::at_site::{lines_after, local_name, named};
use super::existing::changes_state;
use crate::edit::{self, Fix};
use crate::facts::{BindingKind, Facts};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, Ranged, line, walk};
use crate::tasks::flow::{Drop, place};
use crate::tasks::insert::{self, Annotation, callback_lines, request};
use crate::tasks::report::{Reports, reports};
use crate::tasks::spawn::{Spawn, subject};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

const CALLBACKS: &[&str] =
    &["_log_threadsafe_failure", "_log_failed_threadsafe_call", "_log_threadsafe_exception"];
const CURRENT: &[&str] = &["asyncio.get_running_loop", "asyncio.get_event_loop"];

/// Judges a dropped one.
pub(super) fn judge<'a>(facts: &Facts<'a>, spawn: &Spawn<'a>, drop: &Drop<'a>) -> Finding {
    let range = spawn.call.range();
    let what = subject(facts, spawn.call);
    let manual = |message: String| {
        Finding::new(Verdict::Manual, Severity::High, range, message).because(spawn.evidence.clone())
    };
    if let Some(evidence) = same_loop(facts, spawn) {
        return manual(format!(
            "{} runs {what} on its own loop and waits for nothing: await it, or start a task and keep it",
            place(facts, spawn.id)
        ))
        .because(evidence);
    }
    let callbacks: &[&Expr] = match drop {
        Drop::Callbacks { callbacks, .. } => callbacks,
        Drop::Chained { callback, .. } => std::slice::from_ref(callback),
        Drop::Other { what: how, range, .. } => {
            return manual(format!(
                "the exception of {what} is lost: keep the future and ask for its result"
            ))
            .because(facts.evidence("dropped", how.clone(), *range));
        }
        _ => &[],
    };
    if let Some(at) = callbacks.iter().find_map(|callback| match reports(facts, callback) {
        Reports::Yes(at) => Some(at),
        _ => None,
    }) {
        let evidence = facts.evidence("reported", "its done callback takes the exception", at);
        return Finding::fine(range, format!("the result of {what} is taken by a callback"), evidence);
    }
    let message = format!(
        "the exception of {what}, which {} starts on another thread's loop, is lost",
        place(facts, spawn.id)
    );
    match fix(facts, spawn, drop) {
        Ok(fix) => manual(message).with_fixes(vec![fix]),
        Err(why) => manual(format!("{message}: add a done callback that logs it by hand, because {why}")),
    }
}

/// Whether the loop that is given is certainly the one that the caller runs on.
fn same_loop(facts: &Facts<'_>, spawn: &Spawn<'_>) -> Option<Evidence> {
    let function = facts.tree.function(spawn.id)?;
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return None };
    let given = spawn.call.arguments.find_argument_value("loop", 1)?;
    let value = match given {
        Expr::Name(name) => {
            let (scope, bindings) = facts.scopes().lookup(facts.tree, spawn.id, name.id.as_str())?;
            match bindings {
                [binding] if scope == function => match &binding.kind {
                    BindingKind::Assignment { value: Some(value), .. } => *value,
                    _ => return None,
                },
                _ => return None,
            }
        }
        other => other,
    };
    let Expr::Call(call) = value else { return None };
    (node.is_async && facts.is_one_of(&call.func, spawn.id, CURRENT))
        .then(|| facts.evidence("same-loop", "it is given the loop that the caller runs on", call.range()))
}

fn fix<'a>(facts: &Facts<'a>, spawn: &Spawn<'a>, drop: &Drop<'a>) -> Result<Fix, String> {
    let (tree, root) = (facts.tree, facts.tree.root());
    let mut edits = Vec::new();
    let mut evidence = Vec::new();
    let mut change =
        "its exception is now logged, by a callback that runs in the thread of the loop".to_string();
    let existing = facts
        .module
        .syntax()
        .body
        .iter()
        .find_map(|stmt| stmt.as_function_def_stmt().filter(|def| logs(facts, def)));
    let (callback, added) = match existing {
        Some(function) => {
            evidence.push(facts.evidence(
                "callback",
                "the module has a callback that logs it",
                function.name.range(),
            ));
            (function.name.to_string(), false)
        }
        None => {
            let free = |name: &&&str| {
                facts.scopes().is_free(tree, root, name)
                    && facts.scopes().lookup(tree, spawn.id, name).is_none()
            };
            let name = CALLBACKS.iter().find(free).ok_or("no name is free for the callback")?;
            (name.to_string(), true)
        }
    };
    match drop {
        Drop::Statement(stmt) => {
            let name = local_name(facts, spawn.id, &["future", "threadsafe_future"])?;
            edits.push(named(facts, stmt, &name));
            edits.extend(lines_after(
                facts,
                stmt.range(),
                &[line(0, format!("{name}.add_done_callback({callback})"))],
            )?);
        }
        Drop::Unread { stmt, target } | Drop::Callbacks { stmt, target, .. } => {
            let name = &target.id;
            edits.extend(lines_after(
                facts,
                stmt.range(),
                &[line(0, format!("{name}.add_done_callback({callback})"))],
            )?);
        }
        Drop::Chained { .. } => return Err("its only use is to add another callback".into()),
        Drop::Other { .. } => return Err("nothing names the future".into()),
    }
    let mut verdict = Verdict::Review;
    if added {
        let spot = insert::module_spot(facts, spawn.id)?;
        let mut annotation = Annotation::named(facts, ("concurrent.futures", "Future"), root, spot.offset);
        let call =
            facts.log_call(&request(root, "A coroutine that another thread started failed".into(), "future"));
        let head = format!("def {callback}(future{}) -> None:", annotation.task());
        let lines = callback_lines(&head, None, "future", &call.lines);
        // Sorted, as both imports may go to the same place.
        edits.extend(annotation.edits());
        edits.extend(call.edits);
        edits.push(insert::in_module(facts, &spot, &lines));
        evidence.extend(call.evidence);
        verdict = verdict.at_most(call.verdict);
        if let Some(more) = call.change {
            change = format!("{change}; {more}");
        }
    }
    edit::apply(facts.layout.text(), &edits).map_err(|_| "its edits would overlap".to_string())?;
    Ok(Fix::new(verdict, "log the exception in a done callback", edits)
        .changing(change)
        .because_all(evidence))
}

/// A module function that asks a future for its exception, logs it, and does nothing else.
fn logs(facts: &Facts<'_>, function: &ast::StmtFunctionDef) -> bool {
    let [parameter] = function.parameters.args.as_slice() else { return false };
    let name = parameter.parameter.name.as_str();
    let (mut asks, mut cancelled, mut logs, mut more) = (false, false, false, false);
    walk::expressions(&function.body, &mut |expr| {
        let Expr::Call(call) = expr else { return };
        let text = facts.text(call.func.as_ref());
        if text == format!("{name}.exception") {
            asks = true;
        } else if text == format!("{name}.cancelled") {
            cancelled = true;
        } else if ["error", "exception", "warning", "critical"]
            .iter()
            .any(|level| text.ends_with(&format!(".{level}")))
        {
            logs = true;
        } else {
            more = true;
        }
    });
    asks && cancelled
        && logs
        && !more
        && !changes_state(&function.body)
        && !function.is_async
        && function.decorator_list.is_empty()
}
