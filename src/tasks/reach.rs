//! Whether a use is of the task that is followed: what other statements of its function have done by then. Follows
//! nothing.

use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, Stmt, TextRange};

/// Whether an expression is only reached where it is known to be done: then its result is read, and nobody waits.
pub(super) fn is_done(facts: &Facts<'_>, id: NodeId) -> bool {
    let tree = facts.tree;
    let task = facts.text(tree.node(id));
    let asks = |expr: &Expr| match expr {
        Expr::Call(call) => match call.func.as_ref() {
            Expr::Attribute(method) => {
                matches!(method.attr.as_str(), "done" | "cancelled")
                    && facts.text(method.value.as_ref()) == task
            }
            _ => false,
        },
        _ => false,
    };
    let own = |&outer: &NodeId| tree.node(outer).kind() != NodeKind::StmtFunctionDef;
    tree.ancestors(id).take_while(own).any(|outer| {
        let AnyNodeRef::StmtIf(node) = tree.node(outer) else { return false };
        let inside = node.body.iter().any(|stmt| tree.contains(tree.id(stmt), id));
        inside
            && match node.test.as_ref() {
                Expr::BoolOp(tests) if tests.op == ast::BoolOp::Or => tests.values.iter().all(asks),
                Expr::BoolOp(tests) => tests.values.iter().any(asks),
                test => asks(test),
            }
    })
}

/// Whether a use of an attribute sees, on every way to it, what another statement of its own function has set than the
/// one at `made`.
pub(super) fn is_of_another(facts: &Facts<'_>, used: NodeId, made: Option<TextRange>) -> bool {
    let AnyNodeRef::ExprAttribute(attribute) = facts.tree.node(used) else { return false };
    let tree = facts.tree;
    let text = facts.text(attribute);
    let sets = |stmt: &Stmt| match stmt {
        Stmt::Assign(assign) => assign.targets.iter().any(|target| facts.text(target) == text),
        Stmt::AnnAssign(assign) => assign.value.is_some() && facts.text(assign.target.as_ref()) == text,
        _ => false,
    };
    let mut inner = tree.statement(used);
    while let Some(stmt) = inner {
        if let Some((suite, at)) = tree.suite(stmt)
            && let Some(last) = suite[..at].iter().rev().find(|stmt| sets(stmt))
        {
            return made.is_none_or(|made| !last.range().contains_range(made));
        }
        // What a loop around both sets later comes around.
        let node = tree.node(stmt);
        let loops = matches!(node, AnyNodeRef::StmtWhile(_) | AnyNodeRef::StmtFor(_));
        if loops && made.is_some_and(|made| node.range().contains_range(made)) {
            return false;
        }
        let outer = tree.parent(stmt).filter(|&outer| node_is_inside(tree.node(outer).kind()));
        inner = outer.and_then(|outer| tree.statement(outer));
    }
    false
}

/// Whether the walk goes on outward: the function is the border.
fn node_is_inside(kind: NodeKind) -> bool {
    !matches!(kind, NodeKind::StmtFunctionDef | NodeKind::StmtClassDef | NodeKind::ModModule)
}
