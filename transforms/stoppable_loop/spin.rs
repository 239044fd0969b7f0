//! Loops that go round at full speed when an iteration fails: a handler goes on, and nothing on that way takes time.

use crate::facts::Facts;
use crate::syntax::ast::{self, ExceptHandlerExceptHandler};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};

use super::leave::ways;
use super::pace::{self, Pace, last_name};
use super::site::Loop;

/// An iteration that fails without taking time.
pub(super) struct Spin {
    /// The handler.
    pub handler: TextRange,
    /// The pause that a failure skips; `None` where there is none at all.
    pub skipped: Option<TextRange>,
}

/// The first handler of the loop after which it spins.
pub(super) fn find<'a>(facts: &Facts<'a>, found: &Loop<'a>) -> Option<Spin> {
    let mut tries = Vec::new();
    collect(found.body, &mut tries);
    tries.into_iter().find_map(|node| {
        node.handlers
            .iter()
            .filter_map(|handler| handler.as_except_handler())
            .find_map(|handler| spins(facts, found, node, handler))
    })
}

/// The `try` statements of the loop's own iteration.
fn collect<'a>(suite: &'a [Stmt], tries: &mut Vec<&'a ast::StmtTry>) {
    for stmt in suite {
        match stmt {
            Stmt::Try(node) => {
                tries.push(node);
                collect(&node.body, tries);
                collect(&node.finalbody, tries);
            }
            Stmt::If(node) => {
                collect(&node.body, tries);
                node.elif_else_clauses.iter().for_each(|clause| collect(&clause.body, tries));
            }
            Stmt::With(node) => collect(&node.body, tries),
            _ => {}
        }
    }
}

fn spins<'a>(
    facts: &Facts<'a>,
    found: &Loop<'a>,
    node: &'a ast::StmtTry,
    handler: &'a ExceptHandlerExceptHandler,
) -> Option<Spin> {
    let at = facts.tree.id(handler);
    let catches = facts.catches(handler, at);
    let after = ways(facts, &handler.body);
    if !catches.broad || after.out || takes_time(facts, found, &handler.body) {
        return None;
    }
    if takes_time(facts, found, &node.finalbody) || fails_slowly(facts, found, &node.body, 1) {
        return None;
    }
    let around = Around::of(facts, found, node);
    if around.before.iter().any(|suite| takes_time(facts, found, suite)) {
        return None;
    }
    if after.on && around.after.iter().any(|suite| takes_time(facts, found, suite)) {
        return None;
    }
    // The pause that it would have taken.
    let skipped = pause(facts, found, &node.body)
        .or_else(|| around.after.iter().filter(|_| !after.on).find_map(|suite| pause(facts, found, suite)));
    let suspends = facts.suspends(&node.body)
        || around.before.iter().any(|suite| facts.suspends(suite))
        || (after.on && around.after.iter().any(|suite| facts.suspends(suite)))
        || facts.suspends(&handler.body)
        || around.suspending;
    // What a thread calls may block it, whatever its name.
    let busy = found.is_async() && !suspends;
    (skipped.is_some() || busy).then(|| Spin { handler: handler.range(), skipped })
}

/// What stands before and after a statement in the suites around it, up to the loop.
struct Around<'a> {
    before: Vec<&'a [Stmt]>,
    after: Vec<&'a [Stmt]>,
    /// Whether an `async with` around it suspends.
    suspending: bool,
}

impl<'a> Around<'a> {
    fn of(facts: &Facts<'a>, found: &Loop<'a>, node: &'a ast::StmtTry) -> Self {
        let mut around = Around { before: Vec::new(), after: Vec::new(), suspending: false };
        let mut current: NodeId = facts.tree.id(node);
        loop {
            if let Some((suite, index)) = facts.tree.suite(current) {
                around.before.push(&suite[..index]);
                around.after.push(&suite[index + 1..]);
            }
            let outer = facts.tree.ancestors(current).find(|&id| facts.tree.node(id).is_statement());
            match outer {
                Some(outer) if outer != found.id => {
                    if let AnyNodeRef::StmtWith(with) = facts.tree.node(outer) {
                        around.suspending |= with.is_async;
                    }
                    current = outer;
                }
                _ => return around,
            }
        }
    }
}

/// Whether something in a suite takes its time, whenever it runs.
fn takes_time<'a>(facts: &Facts<'a>, found: &Loop<'a>, suite: &'a [Stmt]) -> bool {
    first_wait(facts, found, suite, false).is_some()
}

/// A sleep, or a wait with a time.
fn pause<'a>(facts: &Facts<'a>, found: &Loop<'a>, suite: &'a [Stmt]) -> Option<TextRange> {
    first_wait(facts, found, suite, true)
}

fn first_wait<'a>(
    facts: &Facts<'a>,
    found: &Loop<'a>,
    suite: &'a [Stmt],
    only_pauses: bool,
) -> Option<TextRange> {
    let mut first: Option<TextRange> = None;
    walk::expressions(suite, &mut |expr| {
        let call = match expr {
            Expr::Await(node) if found.is_async() => node.value.as_ref(),
            Expr::Call(_) if !found.is_async() => expr,
            _ => return,
        };
        let name = call.as_call_expr().and_then(|call| last_name(&call.func));
        let pauses = name.is_some_and(|name| name.contains("sleep"));
        if pace::of(facts, call, facts.tree.id(expr)) == Pace::Waits && (!only_pauses || pauses) {
            first.get_or_insert(expr.range());
        }
    });
    if !only_pauses && first.is_none() && found.is_async() {
        // An `async for` waits for each item.
        let waits = walk::any_statement(suite, |stmt| matches!(stmt, Stmt::For(node) if node.is_async));
        return waits.then(|| suite[0].range());
    }
    first
}

/// Whether what can fail first in a suite takes its time before it does.
fn fails_slowly<'a>(facts: &Facts<'a>, found: &Loop<'a>, suite: &'a [Stmt], levels: u8) -> bool {
    let fallible = suite.iter().find(|stmt| {
        walk::any_expression(std::slice::from_ref(*stmt), |expr| {
            matches!(expr, Expr::Call(call) if !matches!(last_name(&call.func), Some("debug" | "info" | "len" | "monotonic" | "time")))
                || matches!(expr, Expr::Await(_))
        })
    });
    let Some(stmt) = fallible else { return false };
    match stmt {
        Stmt::With(node) if !node.is_async => return fails_slowly(facts, found, &node.body, levels),
        Stmt::Try(node) => return fails_slowly(facts, found, &node.body, levels),
        Stmt::For(node) if node.is_async => return true,
        _ => {}
    }
    if takes_time(facts, found, std::slice::from_ref(stmt)) {
        return true;
    }
    // What it calls may begin with a wait.
    let mut callee = None;
    walk::expressions(std::slice::from_ref(stmt), &mut |expr| {
        if let Expr::Call(call) = expr {
            callee = callee.or_else(|| facts.callee(call, facts.tree.id(expr)));
        }
    });
    let Some(AnyNodeRef::StmtFunctionDef(node)) = callee.map(|id| facts.tree.node(id)) else { return false };
    levels > 0 && fails_slowly(facts, found, &node.body, levels - 1)
}
