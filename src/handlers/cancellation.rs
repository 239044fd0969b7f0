//! Handlers that take `CancelledError`: right after a `cancel()` of that very task, wrong elsewhere.

use super::category::{self, Word};
use super::own_cancel::{self, Own};
use super::{Form, Swallow, let_out};
use crate::facts::Facts;
use crate::syntax::ast::{self, Stmt};
use crate::syntax::{AnyNodeRef, NodeId};
use crate::verdict::{Finding, Severity, Verdict};

/// The verdict on a silent handler because it takes `CancelledError`; `None` if that does not matter here.
pub(super) fn judge<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Finding> {
    let narrow = !swallow.catches.broad;
    if !facts.suspends(swallow.body) {
        if swallow.catches.everything || !narrow {
            // Nothing is awaited, so this is about the other exceptions.
            return None;
        }
        let evidence = facts.evidence(
            "no-suspension",
            "the try body awaits nothing, so only a finished future's CancelledError arrives",
            swallow.range,
        );
        let category = category::expected(facts, swallow, "a finished future is asked");
        return Some(
            Finding::fine(swallow.range, "no cancellation is delivered here", evidence).because(category),
        );
    }
    match own_cancel::find(facts, swallow) {
        Own::All(evidence) => {
            return Some(
                Finding::fine(
                    swallow.range,
                    "it takes the CancelledError of a task that this function has just cancelled",
                    evidence,
                )
                .because(category::expected(
                    facts,
                    swallow,
                    "the end of a cancelled task is awaited",
                )),
            );
        }
        Own::Finished(evidence) => {
            return Some(
                Finding::fine(
                    swallow.range,
                    "what is awaited has ended, so its CancelledError is not this task's",
                    evidence,
                )
                .because(category::expected(facts, swallow, "the end of a task is read")),
            );
        }
        Own::No => {}
    }
    let symbol = super::words::place(facts, swallow.id);
    let is_async = in_async_function(facts, swallow.id);
    let what = if is_async {
        "the cancellation of the task that runs it"
    } else {
        "GeneratorExit and every other exception"
    };
    let message = format!("{symbol} swallows {what}");
    let evidence = facts.evidence(
        "swallows-cancellation",
        "the try body suspends, and nothing here cancels what it waits for",
        swallow.range,
    );
    let category = category::said_as(Word::Real, "a task cannot be stopped", &evidence);
    let finding = Finding::new(Verdict::Review, Severity::High, swallow.range, message)
        .because(evidence)
        .because(category);
    Some(match let_out::let_cancellation_out(facts, swallow, &symbol) {
        Ok(fix) => finding.with_fixes(vec![fix]),
        Err(decline) => {
            let message = format!("{}; re-raise it by hand, because {decline}", finding.message);
            Finding { verdict: Verdict::Manual, message, ..finding }
        }
    })
}

/// `except CancelledError: raise SomethingElse`: the task can no longer be stopped.
pub(crate) fn turned_into_another<'a>(
    facts: &Facts<'a>,
    swallow: &Swallow<'a>,
    handler: &'a ast::ExceptHandlerExceptHandler,
) -> Option<Finding> {
    if !swallow.catches.cancelled || !facts.suspends(swallow.body) {
        return None;
    }
    let named = swallow.types.iter().any(|ty| facts.is_one_of(ty, swallow.id, &["asyncio.CancelledError"]));
    if !named && !in_async_function(facts, swallow.id) {
        return None;
    }
    let [Stmt::Raise(raise)] = handler.body.as_slice() else { return None };
    let raised = raise.exc.as_deref()?;
    let callee = raised.as_call_expr().map_or(raised, |call| &call.func);
    if facts.is_one_of(callee, swallow.id, &["asyncio.CancelledError"])
        || handler.name.as_ref().is_some_and(|name| facts.text(raised) == name.as_str())
    {
        return None;
    }
    let symbol = super::words::place(facts, swallow.id);
    let message = format!("{symbol} turns the cancellation of its task into {}", facts.text(callee));
    let evidence = facts.evidence(
        "swallows-cancellation",
        "CancelledError is among the types that this handler takes",
        swallow.range,
    );
    let category = category::said_as(Word::Real, "a task cannot be stopped", &evidence);
    let finding = Finding::new(Verdict::Review, Severity::High, swallow.range, message)
        .because(evidence)
        .because(category);
    if !swallow.catches.broad && swallow.types.len() == 1 {
        let message = format!(
            "{}; let CancelledError through, or raise it from the new exception's caller",
            finding.message
        );
        return Some(Finding { verdict: Verdict::Manual, message, ..finding });
    }
    Some(match let_out::raise_first(facts, swallow, &symbol) {
        Ok(fix) => finding.with_fixes(vec![fix]),
        Err(decline) => {
            let message = format!("{}; re-raise it by hand, because {decline}", finding.message);
            Finding { verdict: Verdict::Manual, message, ..finding }
        }
    })
}

fn in_async_function(facts: &Facts<'_>, id: NodeId) -> bool {
    let function = facts.tree.function(id).map(|id| facts.tree.node(id));
    matches!(function, Some(AnyNodeRef::StmtFunctionDef(node)) if node.is_async)
}

/// Whether a handler's parent is `except*`, in which a `raise` means something else.
pub(crate) fn is_star(swallow: &Swallow<'_>) -> bool {
    matches!(swallow.form, Form::Handler { parent, .. } if parent.is_star)
}
