//! What stands between an acquire and its release: what leaves it early, what may change which lock is meant, what else it
//! does with the lock. No verdicts.

use crate::facts::Facts;
use crate::syntax::ast::ExprContext;
use crate::syntax::{Expr, NodeId, Ranged, Stmt, TextRange, walk};

use super::role::{self, Role};
use super::shape::{self, Pair};
use super::site::{self, Acquire};

/// Something that makes more of the block than statements that run under the lock.
pub struct Exits<'a> {
    /// Statements that leave it with the lock held.
    pub held: Vec<&'a Stmt>,
    /// The statements that release before one that leaves.
    pub released: Vec<&'a Stmt>,
    /// What is awaited on leaving behind such a release.
    pub waits: Option<TextRange>,
    /// A `raise`.
    pub raises: Option<TextRange>,
    /// A `yield`.
    pub yields: Option<TextRange>,
}

/// What leaves the body of a pair.
///
/// # Errors
/// The early release that no statement that leaves follows.
pub fn exits<'a>(facts: &Facts<'a>, pair: &Pair<'a>) -> Result<Exits<'a>, TextRange> {
    let mut exits = Exits { held: Vec::new(), released: Vec::new(), waits: None, raises: None, yields: None };
    let mut leaving: Vec<&'a Stmt> = Vec::new();
    pair.body().iter().for_each(|stmt| walk::exits(stmt, &mut |stmt| leaving.push(stmt)));
    walk::statements(pair.body(), &mut |stmt| {
        if matches!(stmt, Stmt::Raise(_)) {
            leaving.push(stmt);
        }
    });
    let mut answered = Vec::new();
    for &release in &pair.early {
        let at = facts.tree.node(release).range();
        let found =
            facts.tree.statement(release).and_then(|stmt| facts.tree.suite(stmt)).filter(
                |(suite, index)| matches!(&suite[*index], Stmt::Expr(node) if node.value.range() == at),
            );
        let Some((suite, index)) = found else { return Err(at) };
        let Some(next) = suite.get(index + 1) else { return Err(at) };
        exits.waits = exits.waits.or(shape::first_await(std::slice::from_ref(next)));
        if !leaving.iter().any(|stmt| stmt.range() == next.range()) {
            return Err(at);
        }
        exits.released.push(&suite[index]);
        answered.push(next.range());
    }
    for stmt in leaving.into_iter().filter(|stmt| !answered.contains(&stmt.range())) {
        match stmt {
            Stmt::Raise(_) => exits.raises = exits.raises.or(Some(stmt.range())),
            _ => exits.held.push(stmt),
        }
    }
    walk::expressions(pair.body(), &mut |expr| {
        if matches!(expr, Expr::Yield(_) | Expr::YieldFrom(_)) {
            exits.yields.get_or_insert(expr.range());
        }
    });
    Ok(exits)
}

/// Another use of the lock in the body that takes or lets go of it, or hands its release on.
pub fn taken_inside<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, pair: &Pair<'a>) -> Option<TextRange> {
    let key = acquire.key(facts);
    mentions(facts, pair.body(), &key).into_iter().find_map(|id| match role::of(facts, id) {
        // The early releases are judged by what follows them.
        Role::Released(call) if pair.early.contains(&call) => None,
        Role::Acquired | Role::Released(_) | Role::ReleaseHanded | Role::Entered => {
            Some(facts.tree.node(id).range())
        }
        // Whoever else gets it shows among all its uses.
        _ => None,
    })
}

/// The expressions in statements that name the lock, those of functions in them included.
pub fn mentions<'a>(facts: &Facts<'a>, suite: &'a [Stmt], key: &str) -> Vec<NodeId> {
    let mut found = Vec::new();
    walk::all_expressions(suite, &mut |expr| {
        let loaded = match expr {
            Expr::Name(node) => node.ctx == ExprContext::Load,
            Expr::Attribute(node) => node.ctx == ExprContext::Load,
            Expr::Subscript(node) => node.ctx == ExprContext::Load,
            Expr::Call(_) => true,
            _ => false,
        };
        let id = facts.tree.id(expr);
        if loaded && site::key(facts, expr, id) == key {
            found.push(id);
        }
    });
    found
}

/// What in the body binds a part of the receiver anew: `self._lock = …`, or the name that it starts with.
pub fn rebinds(facts: &Facts<'_>, receiver: &Expr, pair: &Pair<'_>) -> Option<TextRange> {
    let mut parts = Vec::new();
    walk::subexpressions(receiver, &mut |expr| {
        if matches!(expr, Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_)) {
            parts.push(facts.text(expr));
        }
    });
    let range = match (pair.body().first(), pair.body().last()) {
        (Some(first), Some(last)) => TextRange::new(first.start(), last.end()),
        _ => return None,
    };
    // Imports, `def` and `except … as` bind names that are no expressions.
    let names = facts.scopes().bound_in_range(range);
    let mut found = parts.iter().any(|part| names.contains(part)).then_some(range);
    walk::expressions(pair.body(), &mut |expr| {
        let stored = match expr {
            Expr::Name(node) => node.ctx != ExprContext::Load,
            Expr::Attribute(node) => node.ctx != ExprContext::Load,
            Expr::Subscript(node) => node.ctx != ExprContext::Load,
            _ => false,
        };
        if stored && parts.contains(&facts.text(expr)) {
            found.get_or_insert(expr.range());
        }
    });
    found
}

/// What of the body can fail: an `await`, or a call.
pub fn can_fail(pair: &Pair<'_>) -> (Option<TextRange>, bool) {
    let calls = walk::any_expression(pair.body(), |expr| {
        matches!(expr, Expr::Call(_) | Expr::Subscript(_) | Expr::BinOp(_) | Expr::Yield(_))
    });
    (shape::first_await(pair.body()), calls)
}
