//! Which broad handlers are looked at, and what they do with what they take. Not what their try body raises.

use crate::facts::Facts;
use crate::syntax::ast::{self, ExceptHandlerExceptHandler, StmtTry};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, reason as given_reason, walk};

/// A handler of `Exception` alone that is the last of its `try`, and that `try`.
pub(super) fn broad<'a>(
    facts: &Facts<'a>,
    id: NodeId,
) -> Option<(&'a ExceptHandlerExceptHandler, &'a StmtTry)> {
    let AnyNodeRef::ExceptHandlerExceptHandler(node) = facts.tree.node(id) else { return None };
    let AnyNodeRef::StmtTry(parent) = facts.tree.node(facts.tree.parent(id)?) else { return None };
    let named = node.type_.as_deref()?;
    let alone = facts.qualified(named, id).as_deref() == Some("builtins.Exception");
    let last = parent.handlers.last().is_some_and(|last| last.range() == node.range());
    (alone && last && !parent.is_star).then_some((node, parent))
}

/// Where the handler lets exceptions out: its own by a bare `raise`, or another at its end.
pub(super) fn raises(node: &ExceptHandlerExceptHandler) -> Option<TextRange> {
    let mut again = None;
    walk::statements(&node.body, &mut |stmt| {
        if let Stmt::Raise(raise) = stmt
            && raise.exc.is_none()
        {
            again.get_or_insert(raise.range);
        }
    });
    again.or_else(|| node.body.last().filter(|last| last.is_raise_stmt()).map(Ranged::range))
}

/// A comment in the handler that gives a reason.
pub(super) fn reason<'a>(
    facts: &Facts<'a>,
    node: &ExceptHandlerExceptHandler,
) -> Option<(&'a str, TextRange)> {
    let lines = TextRange::new(node.start(), facts.layout.line_end(node.end()));
    facts
        .comments_in(lines)
        .find_map(|comment| Some((given_reason(facts.text(comment.range))?, comment.range)))
}

/// Where the handler shows the traceback of what it takes, so that a programming error is seen there.
pub(super) fn shows_traceback(node: &ExceptHandlerExceptHandler) -> Option<TextRange> {
    let mut found = None;
    walk::expressions(&node.body, &mut |expr| {
        let Expr::Call(call) = expr else { return };
        let name = match call.func.as_ref() {
            Expr::Attribute(attribute) => attribute.attr.as_str(),
            Expr::Name(name) => name.id.as_str(),
            _ => return,
        };
        let passed = call.arguments.find_keyword("exc_info").is_some_and(|word| !is_false(&word.value));
        let shown = match name {
            // `task.exception()` is given nothing.
            "exception" => !call.arguments.is_empty(),
            "print_exc"
            | "format_exc"
            | "print_exception"
            | "format_exception"
            | "call_exception_handler"
            | "capture_exception" => true,
            _ => false,
        };
        if passed || shown {
            found.get_or_insert(call.range());
        }
    });
    found
}

fn is_false(expr: &Expr) -> bool {
    matches!(expr, Expr::NoneLiteral(_) | Expr::BooleanLiteral(ast::ExprBooleanLiteral { value: false, .. }))
}

/// The first call in a suite (but for those in a `try` of its own) that no row of the table can be about, by its last
/// name. Asked before any type is.
pub(super) fn foreign_call<'a>(facts: &Facts<'a>, body: &'a [Stmt]) -> Option<&'a ast::ExprCall> {
    let tries =
        |suite: &[Stmt]| walk::any_statement(suite, |stmt| matches!(stmt, Stmt::Try(_) | Stmt::Raise(_)));
    if tries(body) {
        return None;
    }
    let mut found = None;
    walk::expressions(body, &mut |expr| {
        let Expr::Call(call) = expr else { return };
        let name = match call.func.as_ref() {
            Expr::Attribute(attribute) => attribute.attr.to_string(),
            // It may have been imported under another name.
            Expr::Name(_) => match facts.qualified(&call.func, facts.tree.id(call)) {
                Some(name) => name.rsplit('.').next().unwrap_or_default().to_string(),
                None => String::new(),
            },
            _ => String::new(),
        };
        let listed = super::table::table().mentions(&name)
            || matches!(name.as_str(), "suppress" | "timeout" | "timeout_at");
        if !listed {
            found.get_or_insert(call);
        }
    });
    found
}
