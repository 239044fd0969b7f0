//! What becomes of a cancellation that arrives inside the loop: whether a handler, a `suppress` or a `finally` of the
//! loop takes it, so that the loop goes on. Not who cancels.

use crate::facts::Facts;
use crate::handlers;
use crate::syntax::ast::{self, ExceptHandlerExceptHandler};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};
use crate::verdict::Evidence;

use super::leave::ways;
use super::pace::{self, Pace};
use super::site::{Loop, shown};

/// What takes a cancellation.
pub(super) struct Taken<'a> {
    /// How, in words: `` `except BaseException` `` or `` `suppress(…)` ``.
    pub by: String,
    /// The handler, the `with` item or the `finally`.
    pub range: TextRange,
    /// The test under which it is let through after all.
    pub unless: Option<&'a Expr>,
}

/// What is known of cancellations.
#[derive(Default)]
pub(super) struct Cancellation<'a> {
    /// Where one is taken and the loop goes on.
    pub taken: Vec<Taken<'a>>,
    /// Where one is held up by an await in a `finally`.
    pub held_up: Vec<TextRange>,
    /// What looks like taking one and is not.
    pub own: Vec<Evidence>,
    /// Where one ends the loop: a suspension point of which nothing takes it.
    pub through: Option<TextRange>,
    /// Whether the loop suspends at all.
    pub suspends: bool,
}

/// Looks at every suspension point of the loop.
pub(super) fn find<'a>(facts: &Facts<'a>, found: &Loop<'a>) -> Cancellation<'a> {
    let mut cancellation = Cancellation::default();
    for point in points(facts, found) {
        cancellation.suspends = true;
        let before = cancellation.taken.len();
        let mut own = false;
        through(facts, found, point, &mut cancellation, &mut own);
        if cancellation.taken.len() == before
            && !own
            && let Some(taken) = helper(facts, point)
        {
            cancellation.taken.push(taken);
        }
        if cancellation.taken.len() == before && !own {
            cancellation.through.get_or_insert(facts.tree.node(point).range());
        }
    }
    cancellation.taken.sort_by_key(|taken| taken.range.start());
    cancellation.taken.dedup_by_key(|taken| taken.range);
    cancellation.held_up.dedup();
    cancellation.own.dedup();
    cancellation
}

/// The suspension points of the loop's own function in its body.
fn points<'a>(facts: &Facts<'a>, found: &Loop<'a>) -> Vec<NodeId> {
    let mut points = Vec::new();
    walk::expressions(found.body, &mut |expr| match expr {
        Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_) => points.push(facts.tree.id(expr)),
        Expr::ListComp(node) if node.generators.iter().any(|part| part.is_async) => {
            points.push(facts.tree.id(expr));
        }
        _ => {}
    });
    walk::statements(found.body, &mut |stmt| match stmt {
        Stmt::With(node) if node.is_async => points.push(facts.tree.id(stmt)),
        Stmt::For(node) if node.is_async => points.push(facts.tree.id(stmt)),
        _ => {}
    });
    points.sort();
    points
}

/// Follows a cancellation from a suspension point outwards, to the loop.
fn through<'a>(
    facts: &Facts<'a>,
    found: &Loop<'a>,
    point: NodeId,
    cancellation: &mut Cancellation<'a>,
    own: &mut bool,
) {
    let mut inner = point;
    for outer in facts.tree.ancestors(point).take_while(|&outer| outer != found.id) {
        let child = facts.tree.node(inner);
        let holds = |suite: &'a [Stmt]| suite.iter().any(|stmt| AnyNodeRef::from(stmt).ptr_eq(child));
        match facts.tree.node(outer) {
            AnyNodeRef::StmtWith(node) if holds(&node.body) => {
                if let Some(taken) = suppressed(facts, outer, node) {
                    match handlers::own_cancellation(facts, outer) {
                        Some(evidence) => {
                            cancellation.own.push(evidence);
                            *own = true;
                        }
                        None => cancellation.taken.push(taken),
                    }
                    return;
                }
            }
            AnyNodeRef::StmtTry(node) => {
                if holds(&node.body)
                    && let Some(end) = handled(facts, node, cancellation, own)
                    && end
                {
                    return;
                }
                if !holds(&node.finalbody) && !node.finalbody.is_empty() {
                    let last = ways(facts, &node.finalbody);
                    if !last.on {
                        if last.again {
                            let at = node.finalbody[0].range();
                            let taken =
                                Taken { by: "`continue` in a `finally`".into(), range: at, unless: None };
                            cancellation.taken.push(taken);
                        }
                        return;
                    }
                    cancellation.held_up.extend(held_up(facts, &node.finalbody));
                }
            }
            _ => {}
        }
        inner = outer;
    }
}

/// What takes a cancellation in a coroutine function of this file that the loop awaits, so that it returns as if nothing
/// had happened. One level, and only what raises nothing at all.
fn helper<'a>(facts: &Facts<'a>, point: NodeId) -> Option<Taken<'a>> {
    let AnyNodeRef::ExprAwait(node) = facts.tree.node(point) else { return None };
    let Expr::Call(call) = node.value.as_ref() else { return None };
    let callee = facts.callee(call, facts.tree.id(call))?;
    let AnyNodeRef::StmtFunctionDef(definition) = facts.tree.node(callee) else { return None };
    if !definition.is_async || Some(callee) == facts.tree.function(point) {
        return None;
    }
    let mut found = None;
    walk::statements(&definition.body, &mut |stmt| {
        if found.is_some() {
            return;
        }
        let id = facts.tree.id(stmt);
        found = match stmt {
            Stmt::Try(node) if facts.suspends(&node.body) => taking_handler(facts, node),
            Stmt::With(node) if facts.suspends(&node.body) => {
                suppressed(facts, id, node).filter(|_| handlers::own_cancellation(facts, id).is_none())
            }
            _ => None,
        };
    });
    found.map(|taken| Taken { by: format!("{} in `{}`", taken.by, definition.name), ..taken })
}

/// The handler of a helper that takes a cancellation and raises nothing.
fn taking_handler<'a>(facts: &Facts<'a>, node: &'a ast::StmtTry) -> Option<Taken<'a>> {
    let handler = node
        .handlers
        .iter()
        .filter_map(|handler| handler.as_except_handler())
        .find(|handler| facts.catches(handler, facts.tree.id(*handler)).cancelled)?;
    let raises = walk::any_statement(&handler.body, |stmt| matches!(stmt, Stmt::Raise(_)))
        || walk::any_statement(&node.finalbody, |stmt| matches!(stmt, Stmt::Raise(_)));
    if raises || handlers::own_cancellation(facts, facts.tree.id(handler)).is_some() {
        return None;
    }
    Some(Taken { by: caught(facts, handler), range: handler.range(), unless: None })
}

/// `` `except BaseException` ``, for messages.
fn caught<'a>(facts: &Facts<'a>, handler: &'a ExceptHandlerExceptHandler) -> String {
    match handler.type_.as_deref() {
        None => "`except:`".into(),
        Some(ty) => format!("`except {}`", shown(facts, ty)),
    }
}

/// What the handlers of a `try` do with a cancellation out of its body: `Some(true)` if it goes no further.
fn handled<'a>(
    facts: &Facts<'a>,
    node: &'a ast::StmtTry,
    cancellation: &mut Cancellation<'a>,
    own: &mut bool,
) -> Option<bool> {
    let handler = node
        .handlers
        .iter()
        .filter_map(|handler| handler.as_except_handler())
        .find(|handler| facts.catches(handler, facts.tree.id(*handler)).cancelled)?;
    let id = facts.tree.id(handler);
    let ways = ways(facts, &handler.body);
    if ways.leaves() {
        // A `raise` goes on outwards; what leaves otherwise ends the loop.
        let raises = walk::any_statement(&handler.body, |stmt| matches!(stmt, Stmt::Raise(_)));
        return Some(!raises);
    }
    if let Some(evidence) = handlers::own_cancellation(facts, id) {
        cancellation.own.push(evidence);
        *own = true;
        return Some(true);
    }
    let unless = match ways.out {
        false => None,
        true => match decider(facts, handler) {
            // `if isinstance(error, CancelledError): raise`
            Some(test) if lets_cancellation_out(facts, test) => return Some(false),
            Some(test) => Some(test),
            None => None,
        },
    };
    let by = caught(facts, handler);
    cancellation.taken.push(Taken { by, range: handler.range(), unless });
    Some(true)
}

/// The test in a handler that decides whether it leaves the loop.
fn decider<'a>(facts: &Facts<'a>, handler: &'a ExceptHandlerExceptHandler) -> Option<&'a Expr> {
    handler.body.iter().find_map(|stmt| match stmt {
        Stmt::If(node) if ways(facts, &node.body).out => Some(node.test.as_ref()),
        Stmt::If(node) => node
            .elif_else_clauses
            .iter()
            .any(|clause| ways(facts, &clause.body).out)
            .then_some(node.test.as_ref()),
        _ => None,
    })
}

/// Whether a test is true for this task's own cancellation.
pub(super) fn lets_cancellation_out(facts: &Facts<'_>, test: &Expr) -> bool {
    let text = facts.text(test);
    (text.contains("isinstance") && (text.contains("CancelledError") || text.contains("BaseException")))
        || text.contains(".cancelling()")
        || (text.contains("not isinstance") && text.contains("Exception"))
}

/// The `suppress` of a `with` that takes a cancellation.
fn suppressed<'a>(facts: &Facts<'a>, id: NodeId, node: &'a ast::StmtWith) -> Option<Taken<'a>> {
    node.items.iter().find_map(|item| {
        let Expr::Call(call) = &item.context_expr else { return None };
        facts.is_one_of(&call.func, id, &["contextlib.suppress"]).then_some(())?;
        call.arguments
            .args
            .iter()
            .any(|ty| facts.is_one_of(ty, id, &["asyncio.CancelledError", "builtins.BaseException"]))
            .then(|| Taken { by: format!("`{}`", shown(facts, call)), range: item.range(), unless: None })
    })
}

/// An await in a `finally` that may take long: it runs before a cancellation goes on.
fn held_up<'a>(facts: &Facts<'a>, suite: &'a [Stmt]) -> Option<TextRange> {
    let mut first = None;
    walk::expressions(suite, &mut |expr| {
        if let Expr::Await(node) = expr
            && facts.timeout_around(facts.tree.id(expr)).is_none_or(|bound| bound.never)
            && pace::of(facts, &node.value, facts.tree.id(expr)) != Pace::CleanUp
        {
            first.get_or_insert(node.range());
        }
    });
    first
}
