//! State that is taken out before the awaited cancel that needs it has succeeded. Offers no edit.

use crate::facts::Facts;
use crate::syntax::ast::ExprContext;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};

use super::vocabulary::{awaited_call, path, short};

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
pub fn popped<'a>(facts: &Facts<'a>, function: NodeId, id: NodeId) -> Option<Popped> {
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
    let taken = |value: &'a Expr| taken_from(facts, value);
    let mut found = None;
    // `await self._jobs.pop(key).cancel()`
    walk::subexpressions(&call.func, &mut |expr| {
        if let Some(from) = taken(expr) {
            found = Some(Popped { range: expr.range(), from, name: short(facts, expr) });
        }
    });
    walk::expressions(&definition.body, &mut |expr| {
        if let Expr::Named(node) = expr
            && node.end() <= awaited.start()
            && let Expr::Name(target) = node.target.as_ref()
            && names.contains(&target.id.as_str())
            && let Some(from) = taken(&node.value)
        {
            found = Some(Popped { range: node.range(), from, name: target.id.to_string() });
        }
    });
    // `job = self._jobs[key]`, and then `del self._jobs[key]`
    let mut looked_up: Vec<(&str, &str)> = Vec::new();
    walk::statements(&definition.body, &mut |stmt| {
        if stmt.start() >= call.start() {
            return;
        }
        match stmt {
            Stmt::Assign(node) => {
                let [Expr::Name(target)] = node.targets.as_slice() else { return };
                if !names.contains(&target.id.as_str()) {
                    return;
                }
                match (taken(&node.value), node.value.as_ref()) {
                    (Some(from), _) => {
                        found = Some(Popped { range: stmt.range(), from, name: target.id.to_string() });
                    }
                    (None, item @ Expr::Subscript(_)) => {
                        looked_up.push((target.id.as_str(), facts.text(item)))
                    }
                    _ => {}
                }
            }
            Stmt::Delete(node) => {
                for target in &node.targets {
                    let held = looked_up.iter().find(|(_, item)| *item == facts.text(target));
                    if let (Some((name, _)), Some(from)) = (held, path(target)) {
                        found = Some(Popped { range: stmt.range(), from, name: (*name).to_string() });
                    }
                }
            }
            _ => {}
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

/// The container of an object that an expression takes an entry out of: `self._jobs.pop(key)`, or an own method that
/// does nothing but return that.
fn taken_from<'a>(facts: &Facts<'a>, value: &'a Expr) -> Option<String> {
    let Expr::Call(pop) = value else { return None };
    let Expr::Attribute(method) = pop.func.as_ref() else { return None };
    if matches!(method.attr.as_str(), "pop" | "popleft")
        && matches!(method.value.as_ref(), Expr::Attribute(_))
    {
        return path(&method.value);
    }
    let callee = facts.callee(pop, facts.tree.id(pop))?;
    let AnyNodeRef::StmtFunctionDef(helper) = facts.tree.node(callee) else { return None };
    let last = match helper.body.as_slice() {
        [only] => only,
        [Stmt::Expr(docstring), last] if docstring.value.is_string_literal_expr() => last,
        _ => return None,
    };
    let Stmt::Return(returned) = last else { return None };
    let Expr::Call(inner) = returned.value.as_deref()? else { return None };
    let Expr::Attribute(inner) = inner.func.as_ref() else { return None };
    (matches!(inner.attr.as_str(), "pop" | "popleft") && matches!(inner.value.as_ref(), Expr::Attribute(_)))
        .then(|| path(&inner.value))
        .flatten()
}
