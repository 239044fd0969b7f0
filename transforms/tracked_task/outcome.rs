//! Who looks at what a tracked task failed with, and who ends one that does not end by itself. Edits nothing.

use super::container::Kind;
use super::site::Site;
use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};
use crate::tasks::ends::{self, Ends};
use crate::tasks::local;
use crate::tasks::report::{Reports, reports};
use crate::tasks::spawn::last_name;
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
                unknown =
                    Some(facts.evidence("callback-unknown", "a done callback may take its exception", at));
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
    // A file that is judged alone shows its own uses of the container, and there are no others to know of.
    let alone = facts.file.is_none() && only_kept(facts, site);
    match unknown.or_else(|| ends.open.first().filter(|_| !alone).cloned()) {
        Some(evidence) => Looked::Unknown(evidence),
        None => Looked::Nobody,
    }
}

/// Whether nothing is done with the container but to put tasks in and take them out, nor with the task's name.
fn only_kept<'a>(facts: &Facts<'a>, site: &Site<'a>) -> bool {
    let uses = site.container.uses(facts);
    uses.iter().all(|used| !matches!(used.kind, Kind::Read | Kind::Escapes))
        && site.name.is_none_or(|(name, scope)| {
            local::reads(facts, scope, name.id.as_str()).iter().all(|&read| {
                let parent = facts.tree.parent(read).map(|id| facts.tree.node(id));
                match parent {
                    Some(AnyNodeRef::ExprAttribute(method)) => method.attr.as_str() == "add_done_callback",
                    Some(AnyNodeRef::Arguments(_)) => facts.tree.statement(read) == Some(site.added),
                    Some(AnyNodeRef::StmtAssign(_)) => facts.tree.statement(read) == Some(site.added),
                    _ => false,
                }
            })
        })
}

/// `tasks.discard` or `partial(tasks.pop, key)`, whatever `tasks` is.
fn is_discard(callback: &Expr) -> bool {
    match callback {
        Expr::Attribute(method) => matches!(method.attr.as_str(), "discard" | "remove" | "pop"),
        Expr::Call(call) => {
            last_name(&call.func) == Some("partial") && call.arguments.args.first().is_some_and(is_discard)
        }
        _ => false,
    }
}

/// The broad handler around everything that a coroutine function does.
fn catches_all(facts: &Facts<'_>, function: NodeId) -> Option<TextRange> {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return None };
    in_body(facts, &node.body)
}

/// The handler that takes what the first block of the task's coroutine raises, where others follow that may fail.
pub(super) fn partly<'a>(facts: &Facts<'a>, site: &Site<'a>) -> Option<Evidence> {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(site.coroutine(facts)?) else { return None };
    let first = node.body.iter().position(|stmt| !is_inert(stmt))?;
    let handler = in_body(facts, &node.body[..=first])?;
    let message = "its coroutine handles what its first block raises, and nobody looks at what fails outside of that, which \
                   asyncio reports when it lets the task go";
    Some(facts.evidence("partly-reported", message, handler))
}

fn in_body(facts: &Facts<'_>, body: &[Stmt]) -> Option<TextRange> {
    let mut rest = body.iter().filter(|stmt| !is_inert(stmt));
    let (first, None) = (rest.next()?, rest.next()) else { return None };
    match first {
        Stmt::Try(node) => {
            let broad =
                node.handlers.iter().filter_map(|handler| handler.as_except_handler()).find(|handler| {
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
pub(super) fn unstoppable<'a>(
    facts: &Facts<'a>,
    site: &Site<'a>,
    ends: &Ends,
) -> Option<(Evidence, Evidence)> {
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
        !method.node.name.as_str().starts_with("__del")
            && matches!(first, Some("stop" | "close" | "aclose" | "shutdown" | "aexit"))
    })?;
    let header = TextRange::new(around.start(), around.body.first()?.start());
    Some((
        facts.evidence("endless", "nothing leaves this loop but an exception or a cancellation", header),
        facts.evidence(
            "stop",
            format!("`{}` cancels it in no way that is seen", stop.node.name),
            stop.node.name.range(),
        ),
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
