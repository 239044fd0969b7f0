//! Who looks at what a tracked task failed with, and who ends one that does not end by itself. Edits nothing.

use super::site::Site;
use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};
use crate::tasks::ends::{self, Ends};
use crate::tasks::report::{Reports, reports};
use crate::verdict::Evidence;

/// Whether somebody looks at the exception.
pub(super) enum Looked {
    /// Somebody does.
    Yes(Evidence),
    /// Nobody does, as far as everything that has the task is followed.
    Nobody,
    /// Somebody may.
    Unknown(Evidence),
}

/// Who looks at the exception of the task.
pub(super) fn looked_at<'a>(facts: &Facts<'a>, site: &Site<'a>, ends: &Ends) -> Looked {
    let mut unknown = None;
    for (_, callback) in &site.callbacks {
        match reports(facts, callback) {
            Reports::Yes(at) => {
                return Looked::Yes(facts.evidence("reported", "its done callback takes its exception", at));
            }
            Reports::No(_) => {}
            Reports::Unknown(at) if !is_discard(callback) => {
                unknown = Some(facts.evidence("callback-unknown", "a done callback may take its exception", at));
            }
            Reports::Unknown(_) => {}
        }
    }
    if let Some(at) = site.coroutine(facts).and_then(|id| catches_all(facts, id)) {
        let message = "its coroutine handles its own exceptions";
        return Looked::Yes(facts.evidence("reported", message, at));
    }
    if let Some(awaited) = ends.awaited.first() {
        return Looked::Yes(Evidence { kind: "reported", ..awaited.clone() });
    }
    match unknown.or_else(|| ends.open.first().cloned()) {
        Some(evidence) => Looked::Unknown(evidence),
        None => Looked::Nobody,
    }
}

/// `tasks.discard`, whatever `tasks` is.
fn is_discard(callback: &Expr) -> bool {
    matches!(callback, Expr::Attribute(method) if matches!(method.attr.as_str(), "discard" | "remove"))
}

/// The broad handler around everything that a coroutine function does.
fn catches_all(facts: &Facts<'_>, function: NodeId) -> Option<TextRange> {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return None };
    in_body(facts, &node.body)
}

fn in_body(facts: &Facts<'_>, body: &[Stmt]) -> Option<TextRange> {
    let mut rest = body.iter().filter(|stmt| !is_inert(stmt));
    let (first, None) = (rest.next()?, rest.next()) else { return None };
    match first {
        Stmt::Try(node) => {
            let broad = node.handlers.iter().filter_map(|handler| handler.as_except_handler()).find(|handler| {
                let raises = walk::any_statement(&handler.body, |stmt| matches!(stmt, Stmt::Raise(_)));
                facts.catches(handler, facts.tree.id(*handler)).broad && !raises
            });
            broad.map(|handler| handler.range())
        }
        // What the header asks for is taken to be harmless.
        Stmt::While(node) => in_body(facts, &node.body),
        Stmt::With(node) => in_body(facts, &node.body),
        _ => None,
    }
}

/// A docstring, or an assignment of something that cannot fail.
fn is_inert(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Expr(expr) => expr.value.is_literal_expr(),
        Stmt::Assign(assign) => assign.value.is_literal_expr(),
        Stmt::Pass(_) => true,
        _ => false,
    }
}

/// An endless task that nothing ends when its class is stopped: the loop, and what stops the class.
pub(super) fn unstoppable<'a>(facts: &Facts<'a>, site: &Site<'a>, ends: &Ends) -> Option<(Evidence, Evidence)> {
    let coroutine = site.coroutine(facts)?;
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(coroutine) else { return None };
    if !ends.is_closed() || ends.is_ended() {
        return None;
    }
    let around = endless_loop(&node.body)?;
    let (class, _) = facts.this(site.id)?;
    let stop = class.methods.iter().find(|method| {
        let words = walk::words(method.node.name.as_str());
        let first = words.first().map(String::as_str);
        !method.node.name.as_str().starts_with("__del") && matches!(first, Some("stop" | "close" | "aclose" | "shutdown" | "aexit"))
    })?;
    let header = TextRange::new(around.start(), around.body.first()?.start());
    Some((
        facts.evidence("endless", "nothing leaves this loop but an exception or a cancellation", header),
        facts.evidence("stop", format!("`{}` cancels it in no way that is seen", stop.node.name), stop.node.name.range()),
    ))
}

/// A `while True` that no `break`, `return` or `raise` of its own leaves.
fn endless_loop(body: &[Stmt]) -> Option<&ast::StmtWhile> {
    let mut found = None;
    walk::statements(body, &mut |stmt| {
        let Stmt::While(node) = stmt else { return };
        let always = match node.test.as_ref() {
            Expr::BooleanLiteral(literal) => literal.value,
            Expr::NumberLiteral(_) => true,
            _ => false,
        };
        let leaves = walk::any_statement(&node.body, |inner| {
            matches!(inner, Stmt::Break(_) | Stmt::Return(_) | Stmt::Raise(_))
        });
        if always && !leaves {
            found.get_or_insert(node);
        }
    });
    found
}

/// Who ends the task.
pub(super) fn ends(facts: &Facts<'_>, site: &Site<'_>) -> Ends {
    ends::of_task(facts, site.id)
}
