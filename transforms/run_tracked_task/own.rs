//! Calls of projects' own spawners: functions named like `create_task` or `spawn`. What those do is read by
//! [`crate::tasks::wrapper`], in whichever given file they are; this judges the call.

use crate::facts::{Facts, FunctionRef};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged};
use crate::tasks::callees::{Callees, Target, callees};
use crate::tasks::flow::{Fate, MAX_DEPTH, place, trace};
use crate::tasks::spawn::{is_coroutine, last_name, subject};
use crate::tasks::wrapper::{self, Does};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

/// Judges a call of spawners of given files, of which it runs one. `None` where it starts no task, or has to be
/// awaited.
pub(super) fn judge(facts: &Facts<'_>, id: NodeId, targets: &[Target]) -> Option<Finding> {
    let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
    let (name, what) = (last_name(&call.func)?, subject(facts, call));
    let range = call.range();
    let Some(does) = wrapper::does(facts, targets) else {
        return unknown(facts, id, wrapper::idle_elsewhere(facts, targets)?);
    };
    Some(match does {
        Does::Waits => return None,
        Does::Unclear(evidence) => return unknown(facts, id, evidence),
        Does::Keeps(evidence) => Finding::fine(range, format!("`{name}` keeps the task of {what}"), evidence),
        Does::Drops(evidence) => {
            Finding::fine(range, format!("the task of {what} is judged where `{name}` starts it"), evidence)
        }
        Does::Returns(evidence) => match trace(facts, id, MAX_DEPTH) {
            Fate::Held(hold) => Finding::fine(
                range,
                format!("the task of {what} is held"),
                facts.evidence(hold.kind, hold.message, hold.range),
            )
            .because_all(hold.elsewhere)
            .because(evidence),
            Fate::Dropped(_) => {
                let message = format!(
                    "nobody holds the task of {what}: `{name}` returns it, and {} drops it; let `{name}` keep its tasks in a set with a done callback that logs their exceptions",
                    place(facts, id)
                );
                Finding::new(Verdict::Manual, Severity::High, range, message).because(evidence)
            }
        },
    })
}

/// Judges a call of something that is only named like a spawner, and cannot be read; `why` says what is in the way,
/// if it is more than that this file does not define it.
pub(super) fn foreign(facts: &Facts<'_>, id: NodeId, why: Option<String>) -> Option<Finding> {
    let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
    let name = short(facts, id)?;
    let message = match why {
        Some(why) => format!("what `{name}` runs is not known: {why}"),
        None => format!("`{name}` is not defined in this file"),
    };
    unknown(facts, id, facts.evidence("spawner-unknown", message, call.range()))
}

/// Reported where the call is certainly given a coroutine, or asyncio's own name is imported, and its result is
/// dropped.
fn unknown(facts: &Facts<'_>, id: NodeId, evidence: Evidence) -> Option<Finding> {
    let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
    let argument = call.arguments.args.first()?;
    let spawns = is_coroutine(facts, argument)
        || is_coroutine_elsewhere(facts, argument)
        || (call.func.is_name_expr() && matches!(argument, Expr::Call(_)));
    if !spawns || !matches!(trace(facts, id, MAX_DEPTH), Fate::Dropped(_)) {
        return None;
    }
    let name = short(facts, id)?;
    let shown = if evidence.path.is_some() || facts.project.engine().is_some() {
        "the given files do not show"
    } else {
        "this file does not show"
    };
    let message = format!(
        "{} drops the task of {}, and {shown} whether `{name}` keeps it: see that it keeps its tasks and reports their exceptions, or keep the task here",
        place(facts, id),
        subject(facts, call)
    );
    Some(Finding::new(Verdict::Manual, Severity::Low, call.range(), message).because(evidence))
}

/// What is called, on one line.
fn short<'a>(facts: &Facts<'a>, id: NodeId) -> Option<&'a str> {
    let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
    let name = facts.text(call.func.as_ref());
    if name.contains('\n') { last_name(&call.func) } else { Some(name) }
}

/// Whether an expression calls a plain `async def` of another given file. No proof for an edit: it only says that a
/// coroutine goes somewhere.
fn is_coroutine_elsewhere<'a>(facts: &Facts<'a>, expr: &'a Expr) -> bool {
    let Expr::Call(call) = expr else { return false };
    let Callees::Given(targets) = callees(facts, call, facts.tree.id(call)) else {
        return false;
    };
    let view = facts.view();
    targets.iter().all(|target| match *target {
        Target::Here(_) => is_coroutine(facts, expr),
        Target::There(function @ FunctionRef { .. }) => view
            .function(function)
            .is_some_and(|entry| entry.is_async && !entry.is_generator && entry.decorators.is_empty()),
    })
}
