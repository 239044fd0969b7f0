//! Projects' own spawners: functions named like `create_task` or `spawn`. Reads those of this file; says of
//! others that they are unknown.

use super::flow::{Fate, MAX_DEPTH, RETURNED, place, trace};
use super::spawn::{Call, is_coroutine, last_name, recognise, subject};
use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

/// What a spawner does with the task that it starts.
enum Does {
    Keeps(Evidence),
    Returns(Evidence),
    /// Its own start of the task is judged there.
    Drops(Evidence),
}

/// Judges a call of a spawner of this file. `None` where it starts no task, or has to be awaited.
pub(super) fn judge(facts: &Facts<'_>, id: NodeId, function: NodeId) -> Option<Finding> {
    let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return None };
    if node.is_async {
        return None;
    }
    let (name, what) = (&node.name, subject(facts, call));
    let range = call.range();
    Some(match read(facts, function)? {
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

fn read(facts: &Facts<'_>, function: NodeId) -> Option<Does> {
    let tree = facts.tree;
    let mut does = None;
    for id in tree.descendants(function).filter(|&id| tree.function(id) == Some(function)) {
        let Some(Call::Spawn(_)) = spawn_at(facts, id) else { continue };
        let line = tree.node(id);
        match trace(facts, id, MAX_DEPTH) {
            Fate::Held(hold) if hold.kind == RETURNED => {
                let evidence = facts.evidence("spawner-returns", "it starts the task and returns it", line);
                does.get_or_insert(Does::Returns(evidence));
            }
            Fate::Held(hold) => {
                does = Some(Does::Keeps(facts.evidence("spawner-keeps", hold.message, hold.range)));
            }
            Fate::Dropped(_) => {
                return Some(Does::Drops(facts.evidence("spawner-drops", "it starts the task here", line)));
            }
        }
    }
    does
}

fn spawn_at<'a>(facts: &Facts<'a>, id: NodeId) -> Option<Call<'a>> {
    let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
    last_name(&call.func)?;
    recognise(facts, id)
}

/// Judges a call of something that is only named like a spawner: reported where it is certainly given a
/// coroutine, or imported under asyncio's own name, and its result is dropped.
pub(super) fn foreign(facts: &Facts<'_>, id: NodeId) -> Option<Finding> {
    let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
    let argument = call.arguments.args.first()?;
    let spawns =
        is_coroutine(facts, argument) || (call.func.is_name_expr() && matches!(argument, Expr::Call(_)));
    if !spawns || !matches!(trace(facts, id, MAX_DEPTH), Fate::Dropped(_)) {
        return None;
    }
    let name = facts.text(call.func.as_ref());
    let name = if name.contains('\n') { last_name(&call.func)? } else { name };
    let message = format!(
        "{} drops the task of {}, and this file does not show whether `{name}` keeps it: see that it keeps its tasks and reports their exceptions, or keep the task here",
        place(facts, id),
        subject(facts, call)
    );
    let evidence =
        facts.evidence("spawner-unknown", format!("`{name}` is not defined in this file"), call.range());
    Some(Finding::new(Verdict::Manual, Severity::Low, call.range(), message).because(evidence))
}
