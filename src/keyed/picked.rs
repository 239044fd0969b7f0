//! Keys that are worked out from other ones, and so are no keys of the container that those were picked from.

use crate::syntax::Expr;
use crate::syntax::ast;

/// Whether a loop counts what it goes over: `range(len(x))`, `enumerate(x)`. The numbers are no keys.
pub(super) fn is_counted(iter: &Expr) -> bool {
    matches!(iter, Expr::Call(call) if matches!(call.func.as_ref(), Expr::Name(name)
        if matches!(name.id.as_str(), "range" | "enumerate")))
}

/// Whether an expression gives something else than what it is picked from: a sum, a text that is put together.
pub(super) fn computes(expr: &Expr) -> bool {
    /// Methods of texts that give another one. Source: the Python library reference, "String Methods".
    const CHANGING: &[&str] = &[
        "lower",
        "upper",
        "strip",
        "lstrip",
        "rstrip",
        "replace",
        "format",
        "split",
        "rsplit",
        "join",
        "encode",
        "decode",
        "removeprefix",
        "removesuffix",
        "title",
        "casefold",
        "partition",
        "rpartition",
        "zfill",
    ];
    match expr {
        Expr::BinOp(_) | Expr::FString(_) => true,
        Expr::UnaryOp(unary) => unary.op != ast::UnaryOp::Not,
        Expr::Tuple(tuple) => tuple.elts.iter().any(computes),
        Expr::If(node) => computes(&node.body) || computes(&node.orelse),
        Expr::Named(node) => computes(&node.value),
        Expr::ListComp(node) => computes(&node.elt),
        Expr::SetComp(node) => computes(&node.elt),
        Expr::Generator(node) => computes(&node.elt),
        Expr::Call(call) => match call.func.as_ref() {
            Expr::Attribute(method) => CHANGING.contains(&method.attr.as_str()),
            Expr::Name(name) => {
                matches!(name.id.as_str(), "str" | "int" | "len" | "hash" | "id" | "repr" | "range" | "abs")
            }
            _ => false,
        },
        _ => false,
    }
}
