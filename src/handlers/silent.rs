//! What a silent handler is: nothing but leaving, passing, or a plain default. Knows no verdict.

use crate::syntax::ast::{self, Expr, Stmt};

/// Whether a handler neither uses nor reports its exception.
pub(super) fn is_silent(handler: &ast::ExceptHandlerExceptHandler) -> bool {
    !super::counting::uses_exception(handler) && handler.body.iter().all(is_silent_statement)
}

pub(super) fn is_silent_statement(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Pass(_) | Stmt::Continue(_) | Stmt::Break(_) => true,
        Stmt::Expr(expr) => matches!(*expr.value, Expr::EllipsisLiteral(_) | Expr::StringLiteral(_)),
        Stmt::Return(node) => node.value.as_deref().is_none_or(is_default),
        Stmt::Assign(node) => is_default(&node.value),
        Stmt::AnnAssign(node) => node.value.as_deref().is_none_or(is_default),
        _ => false,
    }
}

/// A constant, a name, or something empty: what code falls back to.
pub(super) fn is_default(value: &Expr) -> bool {
    match value {
        Expr::NoneLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::StringLiteral(_)
        | Expr::BytesLiteral(_)
        | Expr::EllipsisLiteral(_)
        | Expr::Name(_) => true,
        Expr::Attribute(attribute) => is_default(&attribute.value),
        Expr::UnaryOp(unary) => is_default(&unary.operand),
        Expr::List(list) => list.elts.iter().all(is_default),
        Expr::Tuple(tuple) => tuple.elts.iter().all(is_default),
        Expr::Set(set) => set.elts.iter().all(is_default),
        Expr::Dict(dict) => dict.items.iter().all(|item| is_default(&item.value)),
        Expr::Call(call) => {
            call.arguments.is_empty()
                && matches!(&*call.func, Expr::Name(name) if matches!(name.id.as_str(), "set" | "dict" | "list" | "tuple" | "str" | "bytes" | "frozenset"))
        }
        _ => false,
    }
}
