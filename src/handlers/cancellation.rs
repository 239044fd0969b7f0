//! Handlers that take `CancelledError`: right after a `cancel()` of that very task, wrong elsewhere.

use super::category::{self, Word};
use super::{Form, Swallow, let_out};
use crate::facts::Facts;
use crate::syntax::ast::{self, Expr, Stmt};
use crate::syntax::{AnyNodeRef, NodeId, Ranged, walk};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

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
    match own_cancel(facts, swallow) {
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

enum Own {
    /// Everything awaited was cancelled by this function before.
    All(Evidence),
    /// Everything awaited has ended already.
    Finished(Evidence),
    No,
}

fn own_cancel<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Own {
    let Some(awaited) = awaited_subjects(facts, swallow.body) else { return Own::No };
    let Some(function) = facts.tree.function(swallow.id) else { return Own::No };
    let AnyNodeRef::StmtFunctionDef(definition) = facts.tree.node(function) else { return Own::No };
    let mut cancelled: Vec<(String, crate::syntax::TextRange)> = Vec::new();
    let mut finished: Vec<(String, crate::syntax::TextRange)> = Vec::new();
    let before = swallow.body.last().map_or(swallow.range.start(), Ranged::end);
    walk::expressions(&definition.body, &mut |expr| {
        let Expr::Call(call) = expr else { return };
        let Expr::Attribute(attribute) = &*call.func else { return };
        if call.start() > before {
            return;
        }
        let list = match attribute.attr.as_str() {
            "cancel" => &mut cancelled,
            "done" => &mut finished,
            _ => return,
        };
        for subject in subjects(facts, &attribute.value) {
            list.push((subject, call.range()));
        }
    });
    let find = |list: &[(String, crate::syntax::TextRange)], subject: &[String]| {
        list.iter().find(|(known, _)| subject.contains(known)).map(|(_, range)| *range)
    };
    let lines: Vec<_> = awaited.iter().map(|subject| find(&cancelled, subject)).collect();
    if let Some(Some(first)) = lines.first()
        && lines.iter().all(Option::is_some)
    {
        return Own::All(facts.evidence("own-cancel", "this function has cancelled it before", *first));
    }
    // `if task.done(): await task`: an enclosing test, not just any call.
    let tested = facts.tree.ancestors(swallow.id).find_map(|id| match facts.tree.node(id) {
        AnyNodeRef::StmtIf(node) => {
            let Expr::Call(call) = &*node.test else { return None };
            finished
                .iter()
                .find(|(subject, range)| {
                    *range == call.range() && awaited.iter().all(|names| names.contains(subject))
                })
                .map(|(_, range)| *range)
        }
        _ => None,
    });
    match tested {
        Some(range) => Own::Finished(facts.evidence("finished", "it is awaited only when it is done", range)),
        None => Own::No,
    }
}

/// What a body awaits, each with the names it goes by. `None` if it awaits anything that is not a plain task
/// expression: there, the cancellation of this function's own task arrives too.
fn awaited_subjects<'a>(facts: &Facts<'a>, body: &'a [Stmt]) -> Option<Vec<Vec<String>>> {
    let mut found = Vec::new();
    let mut plain = true;
    walk::expressions(body, &mut |expr| match expr {
        Expr::Await(node) => match awaited_tasks(&node.value) {
            Some(tasks) => found.extend(tasks.into_iter().map(|task| subjects(facts, task))),
            None => plain = false,
        },
        Expr::Yield(_) | Expr::YieldFrom(_) => plain = false,
        _ => {}
    });
    plain &= !walk::any_statement(body, |stmt| {
        matches!(stmt, Stmt::With(with) if with.is_async) || matches!(stmt, Stmt::For(node) if node.is_async)
    });
    (plain && !found.is_empty()).then_some(found)
}

fn awaited_tasks(expr: &Expr) -> Option<Vec<&Expr>> {
    match expr {
        Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) => Some(vec![expr]),
        Expr::Starred(starred) => awaited_tasks(&starred.value),
        Expr::Call(call) => {
            let name = super::words::last_name(&call.func)?;
            let arguments = &call.arguments.args;
            match name {
                "wait_for" | "shield" => arguments.first().and_then(awaited_tasks),
                "gather" if !arguments.is_empty() => {
                    let tasks: Option<Vec<_>> = arguments.iter().map(awaited_tasks).collect();
                    Some(tasks?.into_iter().flatten().collect())
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// The names that a task expression goes by: its text, what a local stands for, what a loop runs over.
fn subjects<'a>(facts: &Facts<'a>, expr: &Expr) -> Vec<String> {
    let mut names = vec![facts.text(expr).to_string()];
    if let Expr::Name(name) = expr {
        let at: NodeId =
            facts.tree.node_at(expr.range(), crate::syntax::NodeKind::ExprName).unwrap_or(facts.tree.root());
        if let Some((_, bindings)) = facts.scopes().lookup(facts.tree, at, name.id.as_str()) {
            for binding in bindings {
                match &binding.kind {
                    crate::facts::BindingKind::Assignment { value: Some(value), .. } => {
                        names.push(facts.text(*value).to_string())
                    }
                    crate::facts::BindingKind::Loop(iterable) => names.extend(iterables(facts, iterable)),
                    _ => {}
                }
            }
        }
    }
    names
}

/// `self._tasks` for `list(self._tasks.values())`.
fn iterables(facts: &Facts<'_>, iterable: &Expr) -> Vec<String> {
    let mut names = vec![facts.text(iterable).to_string()];
    if let Expr::Call(call) = iterable {
        match (&*call.func, call.arguments.args.first()) {
            (Expr::Name(name), Some(inner))
                if matches!(name.id.as_str(), "list" | "tuple" | "set" | "reversed") =>
            {
                names.extend(iterables(facts, inner))
            }
            (Expr::Attribute(attribute), None) if matches!(attribute.attr.as_str(), "values" | "copy") => {
                names.extend(iterables(facts, &attribute.value))
            }
            _ => {}
        }
    }
    names
}

/// Whether a handler's parent is `except*`, in which a `raise` means something else.
pub(crate) fn is_star(swallow: &Swallow<'_>) -> bool {
    matches!(swallow.form, Form::Handler { parent, .. } if parent.is_star)
}
