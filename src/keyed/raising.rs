//! What is expected to fail, and which tests ask for an entry.

use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId};

/// Whether a statement stands in the body of a `try` with handlers, so that somebody expects it to fail.
pub(super) fn expects(facts: &Facts<'_>, statement: NodeId, function: NodeId) -> bool {
    let tree = facts.tree;
    let mut inner = statement;
    for outer in tree.ancestors(statement).take_while(|&id| id != function) {
        if let AnyNodeRef::StmtTry(node) = tree.node(outer)
            && !node.handlers.is_empty()
            && node.body.iter().any(|stmt| AnyNodeRef::from(stmt).ptr_eq(tree.node(inner)))
        {
            return true;
        }
        inner = outer;
    }
    false
}

/// Whether a call is of a method that containers, futures and loggers have: nobody expects these to fail.
pub(super) fn is_harmless(call: &ast::ExprCall) -> bool {
    let Expr::Attribute(method) = call.func.as_ref() else { return false };
    HARMLESS.contains(&method.attr.as_str())
}

/// Source: the Python library reference, "Built-in Types", `asyncio.Future`, `logging`.
const HARMLESS: &[&str] = &[
    "add",
    "append",
    "appendleft",
    "discard",
    "remove",
    "pop",
    "popleft",
    "get",
    "setdefault",
    "clear",
    "update",
    "items",
    "keys",
    "values",
    "set",
    "is_set",
    "done",
    "cancel",
    "cancelled",
    "set_result",
    "debug",
    "info",
    "warning",
    "error",
    "exception",
    "log",
    "locked",
    "time",
    "monotonic",
];

/// Whether a test asks whether the entry is there, or is empty: then it is gone when the last who uses it has left.
pub(super) fn is_membership(test: &Expr) -> bool {
    let zero = |expr: &Expr| matches!(expr, Expr::NumberLiteral(number) if number.value == ast::Number::Int(ast::Int::ZERO));
    match test {
        Expr::Compare(compare) => match (&*compare.ops, &*compare.comparators) {
            ([ast::CmpOp::In | ast::CmpOp::IsNot], _) => true,
            ([ast::CmpOp::Eq | ast::CmpOp::LtE], [right]) => zero(right),
            _ => false,
        },
        Expr::UnaryOp(unary) if unary.op == ast::UnaryOp::Not => match unary.operand.as_ref() {
            Expr::Call(call) => {
                matches!(call.func.as_ref(), Expr::Attribute(method) if method.attr.as_str() == "get")
            }
            operand => matches!(operand, Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_)),
        },
        Expr::Name(_) | Expr::Attribute(_) | Expr::Named(_) => true,
        _ => false,
    }
}
