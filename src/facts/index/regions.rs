//! What holds for ranges of a function: loops, `try`, `finally`, timeouts, `with` contexts, and what lies between
//! `acquire()` and `release()`; and how calls are run.

use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, TextSize};

use super::build::{Builder, parents};
use super::{How, Region, RegionKind};

/// Functions that run a coroutine as a task of its own.
/// Sources: the asyncio documentation ("Coroutines and Tasks", "Event Loop"), anyio's and trio's on task groups.
const SPAWNERS: &[&str] = &[
    "create_task",
    "ensure_future",
    "run_coroutine_threadsafe",
    "start_soon",
    "call_soon",
    "call_later",
    "spawn",
];
/// Functions that, when awaited, wait for the coroutines they are given.
const WAITERS: &[&str] =
    &["gather", "wait_for", "shield", "wait", "as_completed", "run", "run_until_complete"];

fn suite_range(suite: &[Stmt]) -> Option<TextRange> {
    Some(TextRange::new(suite.first()?.start(), suite.last()?.end()))
}

fn push(builder: &mut Builder<'_, '_>, id: NodeId, kind: RegionKind, range: Option<TextRange>) {
    if let Some(range) = range {
        let function = builder.function_of(id);
        builder.index.regions.push(Region { kind, range, function });
    }
}

pub(super) fn of_loop(builder: &mut Builder<'_, '_>, id: NodeId, body: &[Stmt]) {
    push(builder, id, RegionKind::Loop, suite_range(body));
}

pub(super) fn of_try(builder: &mut Builder<'_, '_>, id: NodeId, node: &ast::StmtTry) {
    if !node.handlers.is_empty() {
        push(builder, id, RegionKind::Try, suite_range(&node.body));
    }
    push(builder, id, RegionKind::Finally, suite_range(&node.finalbody));
}

pub(super) fn of_with(builder: &mut Builder<'_, '_>, id: NodeId, node: &ast::StmtWith) {
    let Some(suite) = suite_range(&node.body) else { return };
    for item in &node.items {
        // The items behind it are entered while it is held.
        let body = Some(TextRange::new(item.end(), suite.end()));
        if builder.facts.bounds_time(item, id) {
            push(builder, id, RegionKind::Timeout, body);
        } else {
            push(builder, id, RegionKind::With(item.context_expr.range()), body);
        }
    }
}

/// `wait_for(f(), 1)` bounds its arguments.
pub(super) fn of_call(builder: &mut Builder<'_, '_>, id: NodeId, node: &ast::ExprCall) {
    if builder.facts.bounds_arguments(node, id) {
        push(builder, id, RegionKind::Timeout, Some(node.arguments.range()));
    }
}

/// What `stack.enter_async_context(x)` enters is left with the `with` that `stack` belongs to.
pub(super) fn of_entered(builder: &mut Builder<'_, '_>, id: NodeId, node: &ast::ExprCall) {
    let Expr::Attribute(method) = node.func.as_ref() else { return };
    if !matches!(method.attr.as_str(), "enter_async_context" | "enter_context") {
        return;
    }
    let (Expr::Name(stack), [entered]) = (method.value.as_ref(), &*node.arguments.args) else { return };
    let tree = builder.facts.tree;
    let function = builder.function_of(id);
    let names_it =
        |target: Option<&Expr>| target.and_then(Expr::as_name_expr).is_some_and(|name| name.id == stack.id);
    let end = tree.ancestors(id).find_map(|outer| match tree.node(outer) {
        AnyNodeRef::StmtWith(with)
            if with.items.iter().any(|item| names_it(item.optional_vars.as_deref()))
                && builder.function_of(outer) == function =>
        {
            Some(with.body.last()?.end())
        }
        _ => None,
    });
    if let Some(end) = end {
        let held = TextRange::new(node.end(), end);
        push(builder, id, RegionKind::With(entered.range()), Some(held));
    }
}

/// The receiver of `x.acquire()`, awaited or not, as a statement.
fn receiver_of<'a>(stmt: &'a Stmt, method: &str) -> Option<&'a Expr> {
    let value = match stmt {
        Stmt::Expr(node) => node.value.as_ref(),
        Stmt::Assign(node) => node.value.as_ref(),
        _ => return None,
    };
    let mut call = match value {
        Expr::Await(node) => node.value.as_call_expr()?,
        Expr::Call(call) => call,
        _ => return None,
    };
    // `await wait_for(x.acquire(), 1)` raises where it does not get it.
    let waits = matches!(call.func.as_ref(), Expr::Attribute(node) if node.attr.as_str() == "wait_for")
        || matches!(call.func.as_ref(), Expr::Name(node) if node.id.as_str() == "wait_for");
    if waits && let Some(Expr::Call(inner)) = call.arguments.args.first() {
        call = inner;
    }
    // `acquire(timeout=1)` may come back without it.
    if !call.arguments.is_empty() {
        return None;
    }
    let Expr::Attribute(attribute) = call.func.as_ref() else { return None };
    (attribute.attr.as_str() == method).then_some(attribute.value.as_ref())
}

/// Where a suite first releases a lock and goes on: not in handlers, which run where it failed, nor in branches that
/// leave.
fn released_in(suite: &[Stmt], is_release: &dyn Fn(&Stmt) -> bool) -> Option<TextSize> {
    let inner = |suite: &[Stmt]| released_in(suite, is_release);
    suite.iter().find_map(|stmt| match stmt {
        stmt if is_release(stmt) => Some(stmt.start()),
        Stmt::If(node) => {
            let others = node.elif_else_clauses.iter().map(|clause| clause.body.as_slice());
            std::iter::once(node.body.as_slice())
                .chain(others)
                .filter(|branch| !branch.last().is_some_and(leaves))
                .find_map(inner)
        }
        Stmt::Try(node) => {
            inner(&node.body).or_else(|| inner(&node.orelse)).or_else(|| inner(&node.finalbody))
        }
        Stmt::With(node) => inner(&node.body),
        Stmt::For(node) => inner(&node.body).or_else(|| inner(&node.orelse)),
        Stmt::While(node) => inner(&node.body).or_else(|| inner(&node.orelse)),
        _ => None,
    })
}

fn leaves(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Return(_) | Stmt::Raise(_) | Stmt::Continue(_) | Stmt::Break(_))
}

/// What lies between `x.acquire()` and `x.release()` of one suite, or of the `finally` of a `try` that follows.
pub(super) fn of_acquired(builder: &mut Builder<'_, '_>, id: NodeId, suite: &[Stmt]) {
    let facts = builder.facts;
    for (at, stmt) in suite.iter().enumerate() {
        let Some(receiver) = receiver_of(stmt, "acquire") else { continue };
        let text = facts.text(receiver);
        let releases = |suite: &[Stmt]| {
            released_in(suite, &|stmt| {
                receiver_of(stmt, "release").is_some_and(|other| facts.text(other) == text)
            })
        };
        let released = releases(&suite[at + 1..]);
        // `try: acquire() … finally: release()` too.
        let around = match facts.tree.node(id) {
            AnyNodeRef::StmtTry(node) if std::ptr::eq(node.body.as_slice(), suite) => {
                releases(&node.finalbody)
            }
            _ => None,
        };
        // Whoever releases it does so later: it is held to the end of the suite at least.
        let last = suite.last().map_or(stmt.end(), Ranged::end);
        let end = released.or(around).unwrap_or(last);
        if end >= stmt.end() {
            push(
                builder,
                facts.tree.id(stmt),
                RegionKind::With(receiver.range()),
                Some(TextRange::new(stmt.end(), end)),
            );
        }
    }
}

/// How the call `id` is run.
pub(super) fn how(facts: &Facts<'_>, id: NodeId) -> How {
    let mut waited = false;
    for (_, node) in parents(facts, id) {
        match node {
            AnyNodeRef::ExprAwait(_) => return How::Awaited,
            AnyNodeRef::ExprCall(call) => {
                let name = match call.func.as_ref() {
                    Expr::Attribute(attribute) => attribute.attr.as_str(),
                    Expr::Name(name) => name.id.as_str(),
                    _ => return How::Called,
                };
                if SPAWNERS.contains(&name) {
                    return How::Spawned;
                }
                if !WAITERS.contains(&name) {
                    return How::Called;
                }
                waited = true;
            }
            AnyNodeRef::Arguments(_) | AnyNodeRef::Keyword(_) | AnyNodeRef::ExprStarred(_) => {}
            // The results of `*(f(x) for x in y)` are what is waited for.
            AnyNodeRef::ExprGenerator(_) | AnyNodeRef::ExprListComp(_) | AnyNodeRef::ExprList(_) => {}
            AnyNodeRef::WithItem(_) => return How::Called,
            AnyNodeRef::StmtReturn(_) if waited => return How::Awaited,
            _ => return How::Called,
        }
    }
    How::Called
}

/// Whether a call's result is dropped: the call, or its `await`, is a statement.
pub(super) fn dropped(facts: &Facts<'_>, id: NodeId) -> bool {
    let mut parent = facts.tree.parent(id);
    while let Some(outer) = parent.filter(|&outer| matches!(facts.tree.node(outer), AnyNodeRef::ExprAwait(_)))
    {
        parent = facts.tree.parent(outer);
    }
    parent.is_some_and(|outer| matches!(facts.tree.node(outer), AnyNodeRef::StmtExpr(_)))
}

/// Whether a call runs whenever its function runs to its end.
pub(super) fn always(facts: &Facts<'_>, id: NodeId) -> bool {
    let mut inner = id;
    for outer in facts.tree.ancestors(id) {
        let (node, child) = (facts.tree.node(outer), facts.tree.node(inner));
        match node {
            AnyNodeRef::StmtFunctionDef(function) => return !leaves_before(&function.body, child),
            AnyNodeRef::ModModule(_) => return true,
            AnyNodeRef::StmtWith(with) if leaves_before(&with.body, child) => return false,
            AnyNodeRef::StmtWith(_) => {}
            AnyNodeRef::StmtTry(node) => {
                let certain = [&node.body, &node.finalbody];
                let held = certain
                    .into_iter()
                    .find(|suite| suite.iter().any(|stmt| AnyNodeRef::from(stmt).ptr_eq(child)));
                let Some(suite) = held else { return false };
                // A body that fails before the call may be caught.
                if leaves_before(suite, child)
                    || (!node.handlers.is_empty() && std::ptr::eq(suite, &node.body))
                {
                    return false;
                }
            }
            AnyNodeRef::ExprBoolOp(_)
            | AnyNodeRef::ExprIf(_)
            | AnyNodeRef::ExprLambda(_)
            | AnyNodeRef::Comprehension(_)
            | AnyNodeRef::ExprListComp(_)
            | AnyNodeRef::ExprGenerator(_)
            | AnyNodeRef::ExprSetComp(_)
            | AnyNodeRef::ExprDictComp(_) => {
                return false;
            }
            // The test of an `if` or the header of a loop runs; their bodies may not.
            AnyNodeRef::StmtIf(_)
            | AnyNodeRef::StmtWhile(_)
            | AnyNodeRef::StmtFor(_)
            | AnyNodeRef::StmtMatch(_)
                if child.is_statement()
                    || matches!(child, AnyNodeRef::ElifElseClause(_) | AnyNodeRef::MatchCase(_)) =>
            {
                return false;
            }
            AnyNodeRef::ExceptHandlerExceptHandler(_) => return false,
            _ => {}
        }
        inner = outer;
    }
    true
}

/// Whether a statement before `until` may leave the suite's function.
fn leaves_before(suite: &[Stmt], until: AnyNodeRef<'_>) -> bool {
    let before: Vec<&Stmt> = suite.iter().take_while(|stmt| !AnyNodeRef::from(*stmt).ptr_eq(until)).collect();
    before.into_iter().any(|stmt| {
        crate::syntax::walk::any_statement(std::slice::from_ref(stmt), |inner| {
            matches!(inner, Stmt::Return(_) | Stmt::Raise(_))
        })
    })
}
