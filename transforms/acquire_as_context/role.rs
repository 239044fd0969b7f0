//! What one use of a lock does with it, from what stands around it. Knows no other use.

use crate::facts::Facts;
use crate::syntax::ast::{CmpOp, ExprContext};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange};

/// What a use does.
#[derive(Clone, Debug)]
pub enum Role<'a> {
    /// Takes it: `x.acquire()`.
    Acquired,
    /// Lets go of it: the call of `x.release()`.
    Released(NodeId),
    /// Hands `x.release` to somebody who calls it.
    ReleaseHanded,
    /// `async with x`.
    Entered,
    /// Only looks at it, or waits with it.
    Looked,
    /// Sets it, to this value.
    Written(Option<&'a Expr>),
    /// Gives it a local name.
    Named(&'a str),
    /// Goes where it is not followed.
    Away,
}

/// Methods that neither take nor let go of a lock for anybody else.
/// Source: the asyncio documentation, "Synchronization Primitives".
const LOOKING: &[&str] = &["locked", "notify", "notify_all", "wait", "wait_for"];

/// The item of a collection of locks that a use of the collection takes out: `x[k]`, `x[k][l]`, `x.get(k)`; the use itself
/// where it takes none.
pub fn item(facts: &Facts<'_>, mut id: NodeId) -> NodeId {
    let tree = facts.tree;
    loop {
        let node = tree.node(id);
        let Some(parent) = tree.parent(id) else { return id };
        match tree.node(parent) {
            AnyNodeRef::ExprSubscript(subscript)
                if AnyNodeRef::from(subscript.value.as_ref()).ptr_eq(node) =>
            {
                id = parent;
            }
            AnyNodeRef::ExprAttribute(method) if matches!(method.attr.as_str(), "get" | "setdefault") => {
                match tree.parent(parent).map(|call| (call, tree.node(call))) {
                    Some((call, AnyNodeRef::ExprCall(node)))
                        if AnyNodeRef::from(node.func.as_ref()).ptr_eq(tree.node(parent)) =>
                    {
                        id = call;
                    }
                    _ => return id,
                }
            }
            _ => return id,
        }
    }
}

/// What the use of a lock at a node does.
pub fn of<'a>(facts: &Facts<'a>, id: NodeId) -> Role<'a> {
    let tree = facts.tree;
    let node = tree.node(id);
    let Some(parent) = tree.parent(id) else { return Role::Away };
    let is = |expr: &Expr| AnyNodeRef::from(expr).ptr_eq(node);
    match context(node) {
        ExprContext::Store => return Role::Written(written(facts, parent)),
        ExprContext::Del => return Role::Away,
        _ => {}
    }
    match tree.node(parent) {
        AnyNodeRef::ExprAttribute(outer) => method(facts, parent, outer.attr.as_str()),
        AnyNodeRef::WithItem(item) if is(&item.context_expr) => Role::Entered,
        AnyNodeRef::StmtAssign(assign) => match assign.targets.as_slice() {
            [Expr::Name(name)] => Role::Named(name.id.as_str()),
            _ => Role::Away,
        },
        AnyNodeRef::StmtAnnAssign(assign) => match assign.target.as_ref() {
            Expr::Name(name) => Role::Named(name.id.as_str()),
            _ => Role::Away,
        },
        AnyNodeRef::ExprNamed(named) => match named.target.as_ref() {
            Expr::Name(name) => Role::Named(name.id.as_str()),
            _ => Role::Away,
        },
        AnyNodeRef::ExprCompare(compare)
            if compare.ops.iter().all(|op| matches!(op, CmpOp::Is | CmpOp::IsNot)) =>
        {
            Role::Looked
        }
        AnyNodeRef::StmtIf(_)
        | AnyNodeRef::ElifElseClause(_)
        | AnyNodeRef::StmtWhile(_)
        | AnyNodeRef::StmtAssert(_)
        | AnyNodeRef::StmtExpr(_)
        | AnyNodeRef::ExprUnaryOp(_) => Role::Looked,
        _ => Role::Away,
    }
}

fn context(node: AnyNodeRef<'_>) -> ExprContext {
    match node {
        AnyNodeRef::ExprAttribute(node) => node.ctx,
        AnyNodeRef::ExprName(node) => node.ctx,
        AnyNodeRef::ExprSubscript(node) => node.ctx,
        _ => ExprContext::Load,
    }
}

/// The value of a plain assignment.
fn written<'a>(facts: &Facts<'a>, statement: NodeId) -> Option<&'a Expr> {
    match facts.tree.node(statement) {
        AnyNodeRef::StmtAssign(node) if node.targets.len() == 1 => Some(&node.value),
        AnyNodeRef::StmtAnnAssign(node) => node.value.as_deref(),
        _ => None,
    }
}

/// `x.name` and what is done with it.
fn method<'a>(facts: &Facts<'a>, attribute: NodeId, name: &str) -> Role<'a> {
    let tree = facts.tree;
    let called = tree.parent(attribute).filter(|&call| {
        matches!(tree.node(call), AnyNodeRef::ExprCall(node)
            if AnyNodeRef::from(node.func.as_ref()).ptr_eq(tree.node(attribute)))
    });
    match (name, called) {
        ("release", Some(call)) => Role::Released(call),
        ("release", None) => Role::ReleaseHanded,
        ("acquire", Some(_)) => Role::Acquired,
        (name, Some(_)) if LOOKING.contains(&name) => Role::Looked,
        _ => Role::Away,
    }
}

/// Whether a node stands under an `if` that asks whether something is locked.
pub fn asks_locked(facts: &Facts<'_>, id: NodeId) -> Option<TextRange> {
    let function = facts.tree.scope(id);
    facts.tree.ancestors(id).take_while(|&outer| outer != function).find_map(|outer| {
        let test = match facts.tree.node(outer) {
            AnyNodeRef::StmtIf(node) => node.test.as_ref(),
            _ => return None,
        };
        facts.text(test).contains(".locked()").then(|| test.range())
    })
}
