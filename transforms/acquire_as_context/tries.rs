//! A `try` that stands behind an acquire and releases: whether it does whatever happens, and from where on.

use crate::facts::Facts;
use crate::syntax::{Expr, NodeId, Ranged, Stmt, TextRange, ast};

use super::shape::{Shape, Shaped, first_await, is_release, leaves, span, within};

/// A `try` after the acquire that releases somewhere in it.
pub fn of_try<'a>(
    facts: &Facts<'a>,
    node: &'a ast::StmtTry,
    between: &[Stmt],
    rest: &'a [Stmt],
    releases: &[NodeId],
    conditional: Option<TextRange>,
) -> Shaped<'a> {
    let all = within(facts, releases, node.range());
    let finals = within(facts, releases, span(&node.finalbody));
    let Some(&first) = all.first() else { return Shaped::new(Shape::Open, Vec::new()) };
    let scattered = || Shaped::new(Shape::Scattered(facts.tree.node(first).range()), Vec::new());
    let late = between.iter().find(|stmt| !is_harmless(stmt)).map(Ranged::range);
    if let [release] = finals.as_slice() {
        let at = facts.tree.node(*release).range();
        if all.len() > 1 || !runs_always(facts, &node.finalbody, *release, conditional) {
            return scattered();
        }
        let before = node.finalbody.iter().take_while(|stmt| stmt.end() <= at.start());
        let awaited = before.flat_map(|stmt| first_await(std::slice::from_ref(stmt))).next();
        let shape = match (late, awaited) {
            (Some(late), _) => Shape::LateTry(late, at),
            (None, Some(awaited)) => Shape::CleanupFirst(awaited),
            (None, None) => Shape::Protected(at, "released in this finally"),
        };
        return Shaped::new(shape, all);
    }
    if !finals.is_empty() {
        return scattered();
    }
    let mut covered = false;
    let mut each = true;
    let mut leave = true;
    let mut handler_at = None;
    for handler in node.handlers.iter().filter_map(|handler| handler.as_except_handler()) {
        let lets_go = !within(facts, releases, handler.range()).is_empty();
        each &= lets_go;
        if lets_go {
            handler_at.get_or_insert(handler.range());
            leave &= handler.body.last().is_some_and(leaves);
        }
        covered |= lets_go && facts.catches(handler, facts.tree.id(node)).everything;
    }
    let Some(handler_at) = handler_at else { return scattered() };
    let mut normal = within(facts, releases, span(&node.body));
    normal.extend(within(facts, releases, span(&node.orelse)));
    let behind = within(facts, releases, span(rest));
    // A handler that goes on to another release would release what somebody else holds.
    if !leave && !behind.is_empty() {
        return scattered();
    }
    normal.extend(&behind);
    let mut owned = all;
    owned.extend(behind);
    let shape = match late {
        Some(late) => Shape::LateTry(late, handler_at),
        None if covered && each && normal.is_empty() => Shape::FailureCovered(handler_at),
        None if covered && each => {
            Shape::Protected(handler_at, "released by the handlers here, whatever is raised")
        }
        None => Shape::SomeHandlers(handler_at),
    };
    Shaped::new(shape, owned)
}

/// Whether a release in a `finally` runs whenever the lock was acquired: it stands in no branch, or in one that asks
/// whether it is locked, or for what decided about the acquire; or in the `finally` of a `try` in there.
fn runs_always(
    facts: &Facts<'_>,
    finalbody: &[Stmt],
    release: NodeId,
    conditional: Option<TextRange>,
) -> bool {
    let at = facts.tree.node(release).range();
    let Some(holder) = finalbody.iter().find(|stmt| stmt.range().contains_range(at)) else { return false };
    if is_release(facts, holder, release).is_some() {
        return conditional.is_none() || matches!(holder, Stmt::If(_));
    }
    match (holder, conditional) {
        (Stmt::If(guard), Some(test)) => {
            facts.text(guard.test.as_ref()) == facts.text(test) && span(&guard.body).contains_range(at)
        }
        (Stmt::Try(node), _) => runs_always(facts, &node.finalbody, release, conditional),
        _ => false,
    }
}

/// Whether a statement neither raises nor suspends, as far as its form shows.
fn is_harmless(stmt: &Stmt) -> bool {
    let quiet = |expr: &Expr| matches!(expr, Expr::Name(_) | Expr::Attribute(_)) || expr.is_literal_expr();
    match stmt {
        Stmt::Pass(_) => true,
        Stmt::Assign(node) => {
            quiet(&node.value)
                && node.targets.iter().all(|target| matches!(target, Expr::Name(_) | Expr::Attribute(_)))
        }
        Stmt::AnnAssign(node) => node.value.as_deref().is_none_or(quiet),
        Stmt::Expr(node) => node.value.is_literal_expr(),
        _ => false,
    }
}
