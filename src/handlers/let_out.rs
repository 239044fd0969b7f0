//! The edits that let `CancelledError` out of a handler that swallows it.

use super::cancellation::is_star;
use super::{Form, Swallow};
use crate::edit::{Edit, Fix};
use crate::facts::Facts;
use crate::syntax::ast::Stmt;
use crate::syntax::{AnyNodeRef, Decline, NodeKind, Ranged, insert_before, line, replace_statement};
use crate::verdict::Verdict;

/// Makes a handler let `CancelledError` out.
pub(super) fn let_cancellation_out<'a>(
    facts: &Facts<'a>,
    swallow: &Swallow<'a>,
    symbol: &str,
) -> Result<Fix, Decline> {
    let Form::Handler { node, parent } = swallow.form else {
        return Err(Decline("`suppress` cannot let one type out"));
    };
    if is_star(swallow) {
        return Err(Decline("a handler of `except*` does not see the bare exception"));
    }
    if swallow.catches.everything {
        let modern_only = |edits| {
            Fix::new(Verdict::Review, "catch Exception only", edits).changing(format!(
                "CancelledError, GeneratorExit, KeyboardInterrupt and SystemExit now leave {symbol}"
            ))
        };
        match swallow.types.as_slice() {
            [] => {
                let after = node.start() + crate::syntax::TextSize::of("except");
                return Ok(modern_only(vec![Edit::insert(after, " Exception")]));
            }
            [only] if facts.is_one_of(only, swallow.id, &["builtins.BaseException"]) => {
                return Ok(modern_only(vec![Edit::replace(only.range(), "Exception")]));
            }
            _ => return raise_first(facts, swallow, symbol),
        }
    }
    if swallow.catches.broad || swallow.types.len() > 1 {
        return raise_first(facts, swallow, symbol);
    }
    let [only] = swallow.handler else { return Err(Decline("the handler does more than leave")) };
    let last_words = || Decline("statements that run today after the handler would be skipped");
    match only {
        Stmt::Pass(_) | Stmt::Return(_) | Stmt::Continue(_) => {}
        Stmt::Expr(expr) if expr.value.is_ellipsis_literal_expr() => {}
        Stmt::Break(_) => {
            let after_loop =
                facts.loops_around(swallow.id).first().is_some_and(|&id| something_follows(facts, id));
            if after_loop {
                return Err(last_words());
            }
        }
        _ => return Err(Decline("the handler does more than leave")),
    }
    let in_loop = !facts.loops_around(swallow.id).is_empty();
    let falls_through = matches!(only, Stmt::Pass(_) | Stmt::Expr(_));
    if falls_through && !in_loop && something_follows(facts, facts.tree.id(parent)) {
        return Err(last_words());
    }
    let edits = replace_statement(facts.layout, only.range(), &[line(0, "raise")])?;
    Ok(Fix::new(Verdict::Review, "let CancelledError out", edits).changing(format!(
        "cancelling the task that runs {symbol} now ends it there, and whoever awaits it gets CancelledError"
    )))
}

/// Puts `except asyncio.CancelledError: raise` before the handler.
pub(super) fn raise_first<'a>(
    facts: &Facts<'a>,
    swallow: &Swallow<'a>,
    symbol: &str,
) -> Result<Fix, Decline> {
    let Form::Handler { node, parent } = swallow.form else {
        return Err(Decline("`suppress` cannot let one type out"));
    };
    let spelled = facts.spelled("asyncio", "CancelledError", swallow.id).or_else(|| {
        swallow
            .types
            .iter()
            .find(|ty| facts.is_one_of(ty, swallow.id, &["asyncio.CancelledError"]))
            .map(|ty| facts.text(*ty).to_string())
    });
    let spelled = spelled.ok_or(Decline("asyncio is not imported under a name that can be used here"))?;
    if !facts.layout.starts_line(node.start()) || parent.is_star {
        return Err(Decline("the handler shares its line"));
    }
    let lines = [line(0, format!("except {spelled}:")), line(1, "raise")];
    let edits = insert_before(facts.layout, node.range(), &lines)?;
    Ok(Fix::new(Verdict::Review, "let CancelledError out", edits).changing(format!(
        "cancelling the task that runs {symbol} now ends it there, and whoever awaits it gets CancelledError"
    )))
}

/// Whether any statement of the function runs after a statement is left: later in its suite or further out.
fn something_follows(facts: &Facts<'_>, statement: crate::syntax::NodeId) -> bool {
    let mut current = statement;
    loop {
        if let Some((suite, index)) = facts.tree.suite(current)
            && suite[index + 1..].iter().any(|stmt| !matches!(stmt, Stmt::Pass(_)))
        {
            return true;
        }
        match facts.tree.parent(current) {
            Some(parent)
                if facts.tree.node(parent).kind() != NodeKind::StmtFunctionDef
                    && facts.tree.node(parent).is_statement() =>
            {
                current = parent
            }
            Some(parent)
                if matches!(
                    facts.tree.node(parent),
                    AnyNodeRef::ExceptHandlerExceptHandler(_)
                        | AnyNodeRef::ElifElseClause(_)
                        | AnyNodeRef::MatchCase(_)
                ) =>
            {
                let Some(outer) = facts.tree.parent(parent) else { return false };
                current = outer;
            }
            _ => return false,
        }
    }
}
