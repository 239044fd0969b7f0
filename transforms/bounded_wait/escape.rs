//! Where a new `TimeoutError` goes: out of the function, or to which handler. Says it in words.

use crate::facts::Facts;
use crate::facts::index::How;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, ast, walk};
use crate::verdict::Evidence;

/// Where the exception goes.
pub(super) struct Escape {
    /// A clause that says it.
    pub clause: String,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

/// Where a `TimeoutError` that is raised at `at` goes; `after` says when, in words.
pub(super) fn of(at: NodeId, after: &str, facts: &Facts<'_>) -> Escape {
    let mut evidence = Vec::new();
    let mut inner = at;
    for outer in facts.tree.ancestors(at) {
        match facts.tree.node(outer) {
            AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::ExprLambda(_) | AnyNodeRef::StmtClassDef(_) => break,
            AnyNodeRef::StmtTry(node) if holds(&node.body, facts.tree.node(inner)) => {
                if let Some(clause) = caught(node, outer, after, facts, &mut evidence) {
                    return Escape { clause, evidence };
                }
            }
            AnyNodeRef::StmtWith(with) if holds(&with.body, facts.tree.node(inner)) => {
                if let Some(item) = suppressing(with, outer, facts) {
                    evidence.push(facts.evidence("handler", "this suppress gets the TimeoutError", item));
                    let line = facts.line(item.start());
                    let clause =
                        format!("{after}, TimeoutError ends the `with` at line {line}, which suppresses it");
                    return Escape { clause, evidence };
                }
            }
            _ => {}
        }
        inner = outer;
    }
    let symbol = facts.symbol(at);
    let place = if symbol.is_empty() { "the module".into() } else { format!("`{symbol}`") };
    let mut clause = format!("TimeoutError can now leave {place} {after}");
    if facts.in_finally(at) {
        clause.push_str(", in place of an exception that its `finally` was to pass on");
    }
    if let Some(task) = started_as_task(at, facts) {
        clause.push_str(", and then ends the task that runs it");
        evidence.push(task);
    }
    Escape { clause, evidence }
}

fn holds(suite: &[Stmt], node: AnyNodeRef<'_>) -> bool {
    suite.iter().any(|stmt| AnyNodeRef::from(stmt).ptr_eq(node))
}

/// The clause for a `try` one of whose handlers gets the exception.
fn caught(
    node: &ast::StmtTry,
    id: NodeId,
    after: &str,
    facts: &Facts<'_>,
    evidence: &mut Vec<Evidence>,
) -> Option<String> {
    for ast::ExceptHandler::ExceptHandler(handler) in &node.handlers {
        let line = facts.line(handler.start());
        let catches = facts.catches(handler, id);
        if catches.timeout && raises_again(handler) {
            let message = "this handler gets the TimeoutError and raises it again";
            evidence.push(facts.evidence("handler", message, handler));
            return None;
        }
        if catches.timeout {
            evidence.push(facts.evidence("handler", "this handler gets the TimeoutError", handler));
            let mut clause = format!("{after}, TimeoutError goes to the handler at line {line}");
            if let Some(around) = goes_on(handler, id, facts) {
                clause.push_str(&format!(
                    ", and the loop at line {} goes on, so that the hang becomes a retry",
                    facts.line(around.start())
                ));
            }
            return Some(clause);
        }
        if catches.unknown {
            let message = "this handler may get the TimeoutError: its type is not known here";
            evidence.push(facts.evidence("handler", message, handler));
        } else if handler.type_.as_deref().is_some_and(|types| names_builtin_timeout(types, id, facts)) {
            let message =
                "this handler does not get asyncio.TimeoutError, which is no TimeoutError before Python 3.11";
            evidence.push(facts.evidence("handler", message, handler));
        }
    }
    None
}

/// Whether a handler ends with a bare `raise`, or one of what it has caught.
fn raises_again(handler: &ast::ExceptHandlerExceptHandler) -> bool {
    let Some(Stmt::Raise(raise)) = handler.body.last() else { return false };
    match raise.exc.as_deref() {
        None => true,
        Some(Expr::Name(raised)) => {
            handler.name.as_ref().is_some_and(|name| name.as_str() == raised.id.as_str())
        }
        Some(_) => false,
    }
}

fn names_builtin_timeout(types: &Expr, at: NodeId, facts: &Facts<'_>) -> bool {
    let parts = match types {
        Expr::Tuple(tuple) => tuple.elts.iter().collect(),
        one => vec![one],
    };
    parts.iter().any(|part| facts.qualified(part, at).is_some_and(|name| name == "builtins.TimeoutError"))
}

/// The loop that goes round again after the handler, which neither raises nor leaves.
fn goes_on(handler: &ast::ExceptHandlerExceptHandler, at: NodeId, facts: &Facts<'_>) -> Option<TextRange> {
    let leaves = walk::any_statement(&handler.body, |stmt| {
        matches!(stmt, Stmt::Raise(_) | Stmt::Return(_) | Stmt::Break(_))
    });
    let &around = facts.loops_around(at).first()?;
    (!leaves).then(|| facts.tree.node(around).range())
}

/// `contextlib.suppress(TimeoutError)` among the items of a `with`.
fn suppressing(with: &ast::StmtWith, id: NodeId, facts: &Facts<'_>) -> Option<TextRange> {
    let modern = facts.settings.python.minor >= 11 || facts.settings.python.major > 3;
    with.items.iter().find_map(|item| {
        let Expr::Call(call) = &item.context_expr else { return None };
        let suppress = facts.qualified(&call.func, id)? == "contextlib.suppress";
        let takes = call.arguments.args.iter().any(|part| {
            matches!(
                (facts.qualified(part, id).as_deref(), modern),
                (Some("builtins.BaseException" | "builtins.Exception" | "asyncio.TimeoutError"), _)
                    | (Some("builtins.TimeoutError" | "builtins.OSError"), true)
            )
        });
        (suppress && takes).then(|| item.range())
    })
}

/// Where the function around a place is started as a task.
fn started_as_task(at: NodeId, facts: &Facts<'_>) -> Option<Evidence> {
    let function = facts.tree.function(at)?;
    if let Some(known) = facts.function_ref(function) {
        let callers = facts.view().callers(known).certain;
        let spawn = callers.iter().find(|caller| caller.how == How::Spawned)?;
        return Some(facts.evidence_at("task", "it runs as a task of its own from here", spawn.place));
    }
    facts.callers(function).certain.iter().find_map(|call| {
        let spawn = facts.tree.ancestors(call.id).take(3).find_map(|outer| match facts.tree.node(outer) {
            AnyNodeRef::ExprCall(spawn) => Some((outer, spawn)),
            _ => None,
        });
        let (id, spawn) = spawn?;
        let starts = match spawn.func.as_ref() {
            Expr::Attribute(function) => matches!(function.attr.as_str(), "create_task" | "ensure_future"),
            function => facts.is_one_of(function, id, &["asyncio.create_task", "asyncio.ensure_future"]),
        };
        starts.then(|| facts.evidence("task", "it runs as a task of its own from here", spawn))
    })
}
