//! AM405's edits: bind what `exception()` returns and log it, or raise it by `result()`.

use super::place;
use super::receiver::Task;
use super::usage::Dropped;
use crate::edit::{Edit, Fix};
use crate::facts::Facts;
use crate::facts::loggers::{Exception, Level, Request};
use crate::syntax::ast::{ExceptHandlerExceptHandler, ExprCall, StmtTry};
use crate::syntax::{AnyNodeRef, Decline, Expr, NodeId, Ranged, Stmt, insert_after, line, walk};
use crate::verdict::Verdict;

/// Binds the exception and logs it where there is one.
pub(super) fn log<'a>(
    facts: &Facts<'a>,
    id: NodeId,
    call: &'a ExprCall,
    dropped: &Dropped,
    task: &Task,
) -> Result<Fix, Decline> {
    let statement = facts.tree.node(dropped.statement);
    let scope = facts.tree.scope(dropped.statement);
    let free = || facts.scopes().free_name(facts.tree, scope, &["exception", "error", "failure"]);
    let mut edits = Vec::new();
    let name = match &dropped.name {
        Some((name, _)) if name != "_" => name.clone(),
        Some((_, range)) => {
            let name = free();
            edits.push(Edit::replace(*range, name.clone()));
            name
        }
        None => {
            let name = free();
            edits.push(Edit::insert(statement.start(), format!("{name} = ")));
            name
        }
    };
    let object = match call.func.as_ref() {
        Expr::Attribute(attribute) => object(&attribute.value),
        _ => None,
    };
    let word = if task.word == "future" { "future" } else { "task" };
    let what = match object {
        // Not "Task task".
        Some(object) if object != word => format!("{}{} {object}", word[..1].to_uppercase(), &word[1..]),
        _ => format!("A {word}"),
    };
    let request = Request {
        at: dropped.statement,
        level: Level::Error,
        message: format!("{what} failed in {}", place(facts, id)),
        arguments: Vec::new(),
        exception: Exception::Value(name.clone()),
    };
    let mut logged = facts.log_call(&request);
    let mut lines = vec![line(0, format!("if {name} is not None:"))];
    lines.extend(logged.lines.iter().map(|inner| line(inner.depth + 1, inner.text.clone())));
    edits.extend(insert_after(facts.layout, statement.range(), &lines)?);
    edits.append(&mut logged.edits);
    let mut changes = vec![format!(
        "an exception of the {} is logged at error level, also where it is expected to fail",
        task.word
    )];
    changes.extend(logged.change);
    Ok(Fix::new(Verdict::Review, "bind the exception and log it", edits)
        .changing(changes.join("; "))
        .because_all(logged.evidence))
}

/// Raises the exception into the handler that waits for it: `result()` instead of `exception()`.
pub(super) fn raised<'a>(
    facts: &Facts<'a>,
    id: NodeId,
    call: &'a ExprCall,
    dropped: &Dropped,
) -> Option<Fix> {
    let (parent, tried) = facts.tries_around(id).into_iter().next()?;
    let handler = broad_handler(facts, tried)?;
    // What stands behind it in the body would be skipped.
    let last = tried
        .body
        .last()
        .is_some_and(|last| AnyNodeRef::from(last).ptr_eq(facts.tree.node(dropped.statement)));
    if !last || dropped.name.is_some() || facts.tree.parent(dropped.statement) != Some(parent) {
        return None;
    }
    let Expr::Attribute(attribute) = call.func.as_ref() else { return None };
    let silent = handler.body.iter().all(|stmt| matches!(stmt, Stmt::Pass(_)));
    let takes = if silent { "drops it" } else { "takes it" };
    let line = facts.line(handler.start());
    let edits = vec![Edit::replace(attribute.attr.range(), "result")];
    Some(Fix::new(Verdict::Review, "raise the exception with result()", edits).changing(format!(
        "what the task failed with is raised here, and the handler in line {line} {takes}"
    )))
}

/// The handler of a `try` that would take what a task fails with.
pub(super) fn broad_handler<'a>(
    facts: &Facts<'a>,
    tried: &'a StmtTry,
) -> Option<&'a ExceptHandlerExceptHandler> {
    let mut handlers = tried.handlers.iter().filter_map(|handler| handler.as_except_handler());
    handlers.find(|handler| facts.catches(handler, facts.tree.id(*handler)).broad)
}

/// What the task is called: `self._reader`, `an item of self._tasks`.
fn object(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Subscript(subscript) => Some(format!("an item of {}", object(&subscript.value)?)),
        other => walk::dotted(other).map(|names| names.join(".")),
    }
}
