//! Whether a value that is stored somewhere can be `None`: only what is written as a class's call, a literal or a display
//! certainly is not. Functions are not followed, since an annotation binds nobody.

use super::look::assigned;
use super::value::is_constructor;
use crate::facts::{BindingKind, Facts};
use crate::syntax::ast::{self, BoolOp};
use crate::syntax::{AnyNodeRef, Expr, NodeId};

/// How far names are followed that stand for others.
const MAX_STEPS: u8 = 4;
const FIELDS: &[&str] = &["dataclasses.field", "attr.field", "attrs.field", "attr.ib"];

/// What a statement of the judged file stores at `target[…]`, and whether that may be `None`: `None` if it is not known.
pub(super) fn stores_none<'a>(facts: &Facts<'a>, target: NodeId) -> Option<bool> {
    let tree = facts.tree;
    let item = tree.parent(target)?;
    let value: &'a Expr = match tree.node(item) {
        AnyNodeRef::ExprSubscript(_) => match tree.node(tree.parent(item)?) {
            AnyNodeRef::StmtAssign(assign) => &assign.value,
            _ => return None,
        },
        // `d.setdefault(k, v)`
        AnyNodeRef::ExprAttribute(method) if method.attr.as_str() == "setdefault" => {
            match tree.node(tree.parent(item)?) {
                AnyNodeRef::ExprCall(call) => match call.arguments.args.get(1) {
                    Some(value) => value,
                    None => return Some(true),
                },
                _ => return None,
            }
        }
        _ => return None,
    };
    maybe_none(facts, value)
}

/// Whether a value may be `None`; `None` if it is not known.
pub(super) fn maybe_none<'a>(facts: &Facts<'a>, value: &'a Expr) -> Option<bool> {
    within(facts, value, MAX_STEPS)
}

fn within<'a>(facts: &Facts<'a>, value: &'a Expr, steps: u8) -> Option<bool> {
    if steps == 0 {
        return None;
    }
    match value {
        Expr::NoneLiteral(_) => Some(true),
        _ if value.is_literal_expr() => Some(false),
        Expr::List(_)
        | Expr::Set(_)
        | Expr::Dict(_)
        | Expr::Tuple(_)
        | Expr::ListComp(_)
        | Expr::SetComp(_)
        | Expr::DictComp(_)
        | Expr::FString(_)
        | Expr::Lambda(_) => Some(false),
        Expr::Call(_) => is_constructor(facts, value).then_some(false),
        Expr::If(choice) => {
            let ways = (within(facts, &choice.body, steps - 1), within(facts, &choice.orelse, steps - 1));
            (ways == (Some(false), Some(false))).then_some(false)
        }
        Expr::BoolOp(operation) if operation.op == BoolOp::Or => {
            let last = within(facts, operation.values.last()?, steps - 1);
            (last == Some(false)).then_some(false)
        }
        Expr::Name(name) => named(facts, value, name.id.as_str(), steps - 1),
        _ => None,
    }
}

/// A name: by the assignment in front of it, or by everything that binds it.
fn named<'a>(facts: &Facts<'a>, value: &'a Expr, name: &str, steps: u8) -> Option<bool> {
    let tree = facts.tree;
    let at = tree.id(value);
    let (suite, index) = tree.suite(tree.statement(at)?)?;
    for stmt in suite[..index].iter().rev() {
        if let Some(given) = assigned(stmt, name) {
            return within(facts, given, steps);
        }
        let binds = |id: NodeId| matches!(tree.node(id), AnyNodeRef::ExprName(node) if node.id.as_str() == name && !node.ctx.is_load());
        if tree.descendants(tree.id(stmt)).any(binds) {
            return None;
        }
    }
    let (scope, bindings) = facts.scopes().lookup(tree, at, name)?;
    let never = !bindings.is_empty()
        && bindings.iter().all(|binding| match &binding.kind {
            BindingKind::Assignment { value: Some(given), .. } => within(facts, given, steps) == Some(false),
            BindingKind::Parameter(parameter) => annotated(facts, scope, parameter),
            _ => false,
        });
    never.then_some(false)
}

/// Whether a parameter has an annotation that rules `None` out, and no default that is one.
fn annotated<'a>(facts: &Facts<'a>, scope: NodeId, parameter: &'a ast::Parameter) -> bool {
    let Some(annotation) = parameter.annotation.as_deref() else { return false };
    let AnyNodeRef::StmtFunctionDef(function) = facts.tree.node(scope) else { return false };
    let with_none = function.parameters.iter_non_variadic_params().any(|other| {
        other.parameter.name.id == parameter.name.id
            && other
                .default
                .as_deref()
                .is_some_and(|default| !default.is_literal_expr() || default.is_none_literal_expr())
    });
    let typed = facts.annotation(annotation, scope);
    !with_none && !typed.optional && typed.ty.is_known() && !is_any(facts, annotation)
}

/// Whether an annotation is one that everything fits.
pub(super) fn is_any(facts: &Facts<'_>, annotation: &Expr) -> bool {
    matches!(facts.text(annotation).rsplit('.').next(), Some("Any" | "object"))
}

/// What an assignment of the whole mapping puts into it: `None` if nothing, and else whether that may be `None`.
pub(super) fn filled(facts: &Facts<'_>, target: NodeId) -> Option<Option<bool>> {
    match facts.tree.parent(target).map(|parent| facts.tree.node(parent)) {
        Some(AnyNodeRef::StmtAssign(assign)) => filled_with(facts, &assign.value),
        Some(AnyNodeRef::StmtAnnAssign(assign)) => filled_with(facts, assign.value.as_deref()?),
        _ => Some(None),
    }
}

/// The same of the value.
pub(super) fn filled_with<'a>(facts: &Facts<'a>, value: &'a Expr) -> Option<Option<bool>> {
    match value {
        Expr::NoneLiteral(_) => None,
        Expr::Dict(display) if display.items.is_empty() => None,
        Expr::Dict(display) => {
            let each = || display.items.iter().map(|item| (&item.key, maybe_none(facts, &item.value)));
            if each().any(|(_, none)| none == Some(true)) {
                return Some(Some(true));
            }
            Some(each().all(|(key, none)| key.is_some() && none == Some(false)).then_some(false))
        }
        Expr::Call(call) => {
            let at = facts.tree.id(value);
            let empty = call.arguments.is_empty() && is_constructor(facts, value)
                || facts.is_one_of(&call.func, at, &["collections.defaultdict"])
                    && call.arguments.keywords.is_empty()
                    && call.arguments.args.len() == 1
                || facts.is_one_of(&call.func, at, FIELDS);
            (!empty).then_some(None)
        }
        _ => Some(None),
    }
}
