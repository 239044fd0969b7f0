//! What becomes of the value of a call. `None` where it is used.

use crate::facts::Facts;
use crate::syntax::ast::{Expr, StmtIf};
use crate::syntax::{AnyNodeRef, NodeId, NodeKind, Ranged, Stmt, TextRange};

/// How the value of `task.exception()` is dropped.
pub(super) enum Usage {
    /// By a statement.
    Dropped(Dropped),
    /// By a lambda that is a done callback.
    Lambda,
    /// In a list that is thrown away.
    Comprehension,
    /// By an `if` that does nothing, or as the last part of an expression that is thrown away.
    Condition,
}

/// A statement that drops it.
pub(super) struct Dropped {
    pub(super) statement: NodeId,
    /// The name that is bound and never read, if one is.
    pub(super) name: Option<(String, TextRange)>,
}

/// What becomes of the value of a call, if it is dropped.
pub(super) fn of(facts: &Facts<'_>, call: NodeId) -> Option<Usage> {
    let tree = facts.tree;
    let mut inner = call;
    // `task.cancelled() or task.exception()` has the value of its last part; so has `x if y else task.exception()`.
    let mut plain = true;
    loop {
        let outer = tree.parent(inner)?;
        match tree.node(outer) {
            AnyNodeRef::ExprBoolOp(_) => plain = false,
            AnyNodeRef::ExprIf(node) if !is(facts, &node.test, inner) => plain = false,
            AnyNodeRef::StmtExpr(_) if plain => {
                return Some(Usage::Dropped(Dropped { statement: outer, name: None }));
            }
            AnyNodeRef::StmtExpr(_) => return Some(Usage::Condition),
            AnyNodeRef::StmtAssign(node) if plain => {
                let [Expr::Name(name)] = node.targets.as_slice() else { return None };
                let name = (name.id.to_string(), name.range());
                let unread = is_unread(facts, &name.0, outer);
                return unread.then_some(Usage::Dropped(Dropped { statement: outer, name: Some(name) }));
            }
            AnyNodeRef::ExprLambda(_) => return is_done_callback(facts, outer).then_some(Usage::Lambda),
            AnyNodeRef::ExprListComp(node) if is(facts, &node.elt, inner) => {
                return is_statement(facts, outer).then_some(Usage::Comprehension);
            }
            AnyNodeRef::ExprSetComp(node) if is(facts, &node.elt, inner) => {
                return is_statement(facts, outer).then_some(Usage::Comprehension);
            }
            AnyNodeRef::StmtIf(node) => {
                return (plain && is(facts, &node.test, inner) && is_idle(node)).then_some(Usage::Condition);
            }
            // `if task.exception() is not None: pass`.
            AnyNodeRef::ExprCompare(_)
                if tree.parent(outer).is_some_and(|id| tree.node(id).kind() == NodeKind::StmtIf) => {}
            _ => return None,
        }
        inner = outer;
    }
}

fn is(facts: &Facts<'_>, expr: &Expr, id: NodeId) -> bool {
    facts.tree.node(id).range() == expr.range()
}

fn is_statement(facts: &Facts<'_>, expr: NodeId) -> bool {
    facts.tree.parent(expr).is_some_and(|parent| facts.tree.node(parent).kind() == NodeKind::StmtExpr)
}

fn is_idle(node: &StmtIf) -> bool {
    let idle = |stmt: &Stmt| match stmt {
        Stmt::Pass(_) => true,
        Stmt::Expr(expr) => expr.value.is_ellipsis_literal_expr(),
        _ => false,
    };
    node.elif_else_clauses.is_empty() && node.body.iter().all(idle)
}

/// Whether a lambda is given to `add_done_callback`.
pub(super) fn is_done_callback(facts: &Facts<'_>, lambda: NodeId) -> bool {
    let mut outer = facts.tree.parent(lambda);
    // The arguments are a node of their own.
    if outer.is_some_and(|id| facts.tree.node(id).kind() == NodeKind::Arguments) {
        outer = outer.and_then(|id| facts.tree.parent(id));
    }
    matches!(outer.map(|id| facts.tree.node(id)), Some(AnyNodeRef::ExprCall(call)) if matches!(call.func.as_ref(), Expr::Attribute(attribute) if attribute.attr.as_str() == "add_done_callback"))
}

/// Whether a name that a statement binds is read nowhere. A module's names may be read from elsewhere.
fn is_unread(facts: &Facts<'_>, name: &str, statement: NodeId) -> bool {
    let (tree, scopes) = (facts.tree, facts.scopes());
    let Some((scope, bindings)) = scopes.lookup(tree, statement, name) else { return false };
    let own = tree.node(scope).kind() == NodeKind::StmtFunctionDef || name == "_";
    let declared = bindings.iter().any(|binding| {
        matches!(tree.node(binding.node), AnyNodeRef::StmtGlobal(_) | AnyNodeRef::StmtNonlocal(_))
    });
    let read = |id: NodeId| matches!(tree.node(id), AnyNodeRef::ExprName(read) if read.ctx.is_load() && read.id.as_str() == name);
    let dynamic = |id: NodeId| matches!(tree.node(id), AnyNodeRef::ExprName(read) if matches!(read.id.as_str(), "locals" | "eval" | "exec"));
    own && !declared && !tree.descendants(scope).any(|id| read(id) || dynamic(id))
}
