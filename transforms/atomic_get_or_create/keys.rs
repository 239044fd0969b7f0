//! The key: whether evaluating it runs code that nobody has read, which then runs once instead of each time.

use crate::facts::{Facts, Ty};
use crate::syntax::ast;
use crate::syntax::{Expr, NodeId};

use super::dictionary::LOOKING;

/// Classes whose text, items and operators are Python's own.
const BUILTIN: &[&str] = &[
    "builtins.str",
    "builtins.int",
    "builtins.float",
    "builtins.bool",
    "builtins.bytes",
    "builtins.tuple",
    "builtins.list",
    "builtins.dict",
];

/// Why a key may run code that is not known; `None` if it does not.
pub(super) fn unknown<'a>(facts: &Facts<'a>, key: &'a Expr, at: NodeId) -> Option<String> {
    let of = |part: &'a Expr| unknown(facts, part, at);
    let doubt = || {
        let text = facts.text(key).lines().next().unwrap_or_default();
        Some(format!("`{text}` may run code of a class that is not known, once instead of each time"))
    };
    match key {
        Expr::Name(_) => None,
        _ if key.is_literal_expr() => None,
        Expr::Tuple(tuple) => tuple.elts.iter().find_map(of),
        Expr::Attribute(attribute) => {
            if facts.qualified(key, at).is_some() || is_this(facts, &attribute.value, at) {
                return None;
            }
            if !is_plain_attribute(facts, attribute) {
                return doubt();
            }
            of(&attribute.value)
        }
        Expr::Call(call) => {
            // What is called besides is said already.
            if !facts.is_one_of(&call.func, at, LOOKING) {
                return None;
            }
            let only = call.arguments.keywords.is_empty();
            match call.arguments.args.iter().find(|argument| !is_builtin(facts, argument)) {
                None if only => call.arguments.args.iter().find_map(of),
                _ => doubt(),
            }
        }
        Expr::FString(text) => {
            let mut parts = text.value.elements().filter_map(|element| element.as_interpolation());
            let builtin = parts.all(|part| is_builtin(facts, &part.expression));
            let mut parts = text.value.elements().filter_map(|element| element.as_interpolation());
            if builtin { parts.find_map(|part| of(&part.expression)) } else { doubt() }
        }
        Expr::Subscript(item) => {
            if is_builtin(facts, &item.value) {
                of(&item.value).or_else(|| of(&item.slice))
            } else {
                doubt()
            }
        }
        Expr::BinOp(operation) => {
            if is_builtin(facts, &operation.left) && is_builtin(facts, &operation.right) {
                of(&operation.left).or_else(|| of(&operation.right))
            } else {
                doubt()
            }
        }
        _ => doubt(),
    }
}

fn is_this(facts: &Facts<'_>, expr: &Expr, at: NodeId) -> bool {
    matches!(expr, Expr::Name(name) if facts.this(at).is_some_and(|(_, this)| this == name.id.as_str()))
}

fn is_builtin<'a>(facts: &Facts<'a>, expr: &'a Expr) -> bool {
    let typed = facts.type_of(expr, facts.tree.id(expr));
    !typed.optional && typed.ty.name().is_some_and(|name| BUILTIN.contains(&name))
}

/// Whether the receiver's class is one of the given files, and makes nothing special of the attribute. Methods and
/// properties of that name are looked at elsewhere.
fn is_plain_attribute<'a>(facts: &Facts<'a>, attribute: &'a ast::ExprAttribute) -> bool {
    let name = attribute.attr.as_str();
    let receiver = facts.type_of(&attribute.value, facts.tree.id(attribute.value.as_ref()));
    match receiver.ty {
        Ty::Local(class) => {
            let hook =
                ["__getattr__", "__getattribute__"].iter().any(|hook| facts.method_of(class, hook).is_some());
            let bound = facts.class(class).and_then(|class| class.class_attribute(name));
            // `name = property(…)`
            let computed = bound.and_then(|write| write.value).is_some_and(Expr::is_call_expr);
            !hook && !computed
        }
        ty @ Ty::Foreign(_) => facts.class_ref(&ty).is_some_and(|class| {
            let view = facts.view();
            ["__getattr__", "__getattribute__"].iter().all(|hook| view.method(class, hook).is_none())
        }),
        _ => false,
    }
}
