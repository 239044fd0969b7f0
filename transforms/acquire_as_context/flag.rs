//! A release in a `finally` that a flag decides about: whether the flag says that the lock was acquired.

use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, ast, walk};

use super::shape::span;
use super::site::Acquire;

/// Whether a release in the `finally` of a `try` around the acquire stands under `if acquired:` (or `if acquired and …:`),
/// where that is false before the `try`, and made true by the acquire or right behind it, and nowhere else.
pub fn only_if_acquired<'a>(
    facts: &Facts<'a>,
    acquire: &Acquire<'a>,
    node: &'a ast::StmtTry,
    release: NodeId,
) -> bool {
    let Some(AnyNodeRef::StmtIf(guard)) = facts
        .tree
        .ancestors(release)
        .map(|outer| facts.tree.node(outer))
        .find(|outer| matches!(outer, AnyNodeRef::StmtIf(_) | AnyNodeRef::StmtTry(_)))
    else {
        return false;
    };
    let in_body = span(&guard.body).contains_range(facts.tree.node(release).range());
    let operands = match guard.test.as_ref() {
        Expr::BoolOp(all) if all.op == ast::BoolOp::And => all.values.as_slice(),
        only => std::slice::from_ref(only),
    };
    in_body
        && operands.iter().any(|flag| {
            matches!(flag, Expr::Name(_) | Expr::Attribute(_))
                && says_acquired(facts, acquire, node, facts.text(flag))
        })
}

fn says_acquired<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, node: &'a ast::StmtTry, flag: &str) -> bool {
    let value = |stmt: &'a Stmt| -> Option<&'a Expr> {
        match stmt {
            Stmt::Assign(assign) if assign.targets.len() == 1 && facts.text(&assign.targets[0]) == flag => {
                Some(&assign.value)
            }
            Stmt::AnnAssign(assign) if facts.text(assign.target.as_ref()) == flag => assign.value.as_deref(),
            _ => None,
        }
    };
    let falsy = |value: &Expr| match value {
        Expr::BooleanLiteral(literal) => !literal.value,
        value => value.is_none_literal_expr(),
    };
    let Some((suite, index)) = facts.tree.suite(facts.tree.id(node)) else { return false };
    let before = suite[..index].iter().rev().find_map(value);
    let behind = match facts.tree.suite(acquire.statement) {
        Some((suite, index)) => {
            suite.get(index + 1).filter(|stmt| value(stmt).is_some_and(|value| !falsy(value)))
        }
        None => None,
    };
    let setter = if acquire.bound(facts) == Some(flag) {
        facts.tree.node(acquire.statement).range()
    } else {
        let Some(behind) = behind else { return false };
        behind.range()
    };
    // Nothing else in the `try` makes it true.
    let mut only = true;
    walk::statements(&node.body, &mut |stmt| {
        only &= stmt.range() == setter || value(stmt).is_none_or(falsy);
    });
    only && before.is_some_and(falsy)
}
