//! Exceptions that leave a loop for somebody around it who is there for them: a handler, `raises(…)`, a narrow `suppress`.
//! What raises inside the loop and is taken there is not followed.

use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, Ranged, Stmt, walk};

use super::exits::{Exit, Kind};
use super::leave::ways;
use super::pace::last_name;
use super::site::Loop;

/// An exception of the loop that a handler around the loop is there for: `except ConnectionClosed`, `raises(…)`.
pub(super) fn taken<'a>(facts: &Facts<'a>, found: &Loop<'a>) -> Option<Exit<'a>> {
    let exit = |range, handler| Exit { handler, ..Exit::of(Kind::Error, range, OUTSIDE) };
    let open = found.body.iter().any(|stmt| match stmt {
        Stmt::Try(node) if goes_on_after_anything(facts, node) => false,
        _ => walk::any_expression(std::slice::from_ref(stmt), Expr::is_call_expr),
    });
    if !open {
        return None;
    }
    let by_handler = facts.tries_around(found.id).into_iter().find_map(|(_, node)| {
        node.handlers.iter().filter_map(|handler| handler.as_except_handler()).find(|handler| {
            let catches = facts.catches(handler, facts.tree.id(*handler));
            handler.type_.is_some() && !catches.broad && !catches.cancelled
        })
    });
    if let Some(handler) = by_handler {
        return Some(exit(handler.range(), Some(handler)));
    }
    facts.tree.ancestors(found.id).take_while(|&id| id != found.function).find_map(|id| {
        let AnyNodeRef::StmtWith(node) = facts.tree.node(id) else { return None };
        node.items.iter().find_map(|item| {
            let Expr::Call(call) = &item.context_expr else { return None };
            let name = last_name(&call.func)?;
            let expects = name.ends_with("raises")
                || name.starts_with("assertRaises")
                || (name == "suppress" && narrow(facts, call));
            expects.then(|| exit(item.range(), None))
        })
    })
}

/// The word of an exit that stands outside of the loop.
pub(super) const OUTSIDE: &str = "outside";

fn narrow(facts: &Facts<'_>, call: &ast::ExprCall) -> bool {
    call.arguments.args.iter().all(|ty| {
        let text = facts.text(ty);
        !matches!(text.rsplit('.').next(), Some("Exception" | "BaseException" | "CancelledError"))
    })
}

/// Whether a `try` of the loop takes every error and goes on.
fn goes_on_after_anything<'a>(facts: &Facts<'a>, node: &'a ast::StmtTry) -> bool {
    node.handlers.iter().filter_map(|handler| handler.as_except_handler()).any(|handler| {
        facts.catches(handler, facts.tree.id(handler)).broad && !ways(facts, &handler.body).leaves()
    })
}
