//! State that is taken out before the awaited cancel that needs it has succeeded. Offers no edit.

use crate::facts::Facts;
use crate::syntax::ast::ExprContext;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};

use super::vocabulary::{awaited_call, path};

/// What was taken out, and where.
pub struct Popped {
    /// The statement or expression that takes it out.
    pub range: TextRange,
    /// Where it is taken from.
    pub from: String,
    /// The local that holds it since.
    pub name: String,
}

/// The entry that an awaited cancel is about, if it has been taken out of its container before.
pub fn popped(facts: &Facts<'_>, function: NodeId, id: NodeId) -> Option<Popped> {
    let AnyNodeRef::ExprAwait(awaited) = facts.tree.node(id) else { return None };
    let (call, word) = awaited_call(&awaited.value)?;
    if !matches!(word.as_str(), "cancel" | "stop" | "abort" | "terminate" | "kill") {
        return None;
    }
    let AnyNodeRef::StmtFunctionDef(definition) = facts.tree.node(function) else { return None };
    let mut names: Vec<&str> = Vec::new();
    walk::subexpressions(&awaited.value, &mut |expr| {
        if let Expr::Name(name) = expr
            && name.ctx == ExprContext::Load
        {
            names.push(name.id.as_str());
        }
    });
    let mut found = None;
    walk::statements(&definition.body, &mut |stmt| {
        if stmt.start() >= call.start() {
            return;
        }
        let Stmt::Assign(node) = stmt else { return };
        let ([Expr::Name(target)], Expr::Call(pop)) = (node.targets.as_slice(), node.value.as_ref()) else {
            return;
        };
        let Expr::Attribute(method) = pop.func.as_ref() else { return };
        if !names.contains(&target.id.as_str())
            || !matches!(method.attr.as_str(), "pop" | "popleft")
            || !matches!(method.value.as_ref(), Expr::Attribute(_))
        {
            return;
        }
        if let Some(from) = path(&method.value) {
            found = Some(Popped { range: stmt.range(), from, name: target.id.to_string() });
        }
    });
    let found = found?;
    // Whoever puts it back has thought of this.
    let put_back = walk::any_statement(&definition.body, |stmt| match stmt {
        Stmt::Assign(node) => node.targets.iter().any(|target| {
            matches!(target, Expr::Subscript(_)) && path(target).as_deref() == Some(found.from.as_str())
        }),
        Stmt::Expr(node) => matches!(node.value.as_ref(), Expr::Call(call)
            if matches!(call.func.as_ref(), Expr::Attribute(method)
                if matches!(method.attr.as_str(), "append" | "appendleft" | "add" | "setdefault")
                    && path(&method.value).as_deref() == Some(found.from.as_str()))),
        _ => false,
    });
    (!put_back).then_some(found)
}
