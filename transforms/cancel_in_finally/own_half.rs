//! Own methods that do nothing but set or set back one state: `self._shut()` for `self._gate.clear()`. Read where they
//! stand, in this file or in a base class of another given one.

use crate::facts::{Facts, Ty};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Stmt};

use super::toggle::{Half, half};

/// What a call of an own method does to a state, named as where the call stands.
pub fn of_call<'a>(facts: &Facts<'a>, function: NodeId, stmt: &'a Stmt) -> Option<(String, Half)> {
    let Stmt::Expr(stmt) = stmt else { return None };
    let Expr::Call(call) = stmt.value.as_ref() else { return None };
    let Expr::Attribute(method) = call.func.as_ref() else { return None };
    let (class, this) = facts.this(function)?;
    let own = matches!(method.value.as_ref(), Expr::Name(name) if name.id.as_str() == this);
    if !own || !call.arguments.is_empty() {
        return None;
    }
    let name = method.attr.as_str();
    if let Some(method) = class.method(name) {
        return of_body(facts, method.id, this);
    }
    let view = facts.view();
    let method = view.method(facts.class_ref(&Ty::Local(class.id))?, name)?;
    facts.in_file(method.file, |facts| of_body(facts, facts.definition(method)?, this)).flatten()
}

/// What the only statement of a method does, with the instance named `this`.
fn of_body(facts: &Facts<'_>, method: NodeId, this: &str) -> Option<(String, Half)> {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(method) else { return None };
    if node.is_async || !node.decorator_list.is_empty() {
        return None;
    }
    let only = match node.body.as_slice() {
        [only] => only,
        [Stmt::Expr(docstring), only] if docstring.value.is_string_literal_expr() => only,
        _ => return None,
    };
    let (target, half) = half(only)?;
    let own = node.parameters.iter_non_variadic_params().next()?.name().as_str();
    let rest = target.strip_prefix(own)?.strip_prefix('.')?;
    Some((format!("{this}.{rest}"), half))
}
