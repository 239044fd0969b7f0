//! AM401's edits: a log call in a handler, `suppress` opened into `try`, cancellation let out.

use super::cancellation::is_star;
use super::category::{CLEANUP_VERBS, Category, Kind};
use super::words::{failure, place};
use super::{Form, Swallow, doubts};
use crate::edit::{Edit, Fix};
use crate::facts::Facts;
use crate::facts::loggers::{Exception, Request};
use crate::syntax::ast::{Expr, Stmt};
use crate::syntax::{
    AnyNodeRef, Decline, NodeKind, Ranged, TextRange, insert_after, insert_before, line, replace_statement,
};
use crate::verdict::Verdict;

/// Logs the exception and keeps the control flow.
pub(super) fn log<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>, category: &Category) -> Result<Fix, Decline> {
    let anchor = swallow.anchor().ok_or(Decline("there is no statement to log at"))?;
    let symbol = facts.symbol(swallow.id);
    let (link, whereabouts) =
        if symbol.is_empty() { ("at", "import".to_string()) } else { ("in", place(facts, swallow.id)) };
    let what = match category.kind {
        Kind::Callback => format!("Callback {}", failure(swallow.body, &[])),
        _ => failure(swallow.body, CLEANUP_VERBS),
    };
    let bound = match swallow.form {
        Form::Handler { node, .. } => node.name.as_ref().map(|name| name.to_string()),
        Form::Suppress { .. } => None,
    };
    let name = bound.clone().or_else(|| {
        let can_bind = matches!(swallow.form, Form::Handler { node, .. } if node.type_.is_some());
        can_bind.then(|| {
            facts.scopes().free_name(facts.tree, facts.tree.scope(swallow.id), &["error", "exc", "caught"])
        })
    });
    let request = Request {
        at: facts.tree.id(anchor),
        level: category.level(),
        message: format!("{what} {link} {whereabouts}"),
        arguments: Vec::new(),
        exception: Exception::Handled { name: name.clone() },
    };
    let mut call = facts.log_call(&request);
    let mut edits = std::mem::take(&mut call.edits);
    match swallow.form {
        Form::Handler { node, .. } => {
            edits.extend(if is_placeholder(anchor) && swallow.handler.len() == 1 {
                replace_statement(facts.layout, anchor.range(), &call.lines)?
            } else {
                insert_before(facts.layout, anchor.range(), &call.lines)?
            });
            if let (true, None, Some(name), Some(types)) = (call.uses_name, &bound, &name, &node.type_) {
                edits.push(Edit::insert(closing(facts, types), format!(" as {name}")));
            }
        }
        Form::Suppress { node } => {
            let header = suppress_header(facts, swallow, node)?;
            edits.push(Edit::replace(header, "try"));
            let types: Vec<&str> = swallow.types.iter().map(|ty| facts.text(*ty)).collect();
            let types =
                if types.len() == 1 { types[0].to_string() } else { format!("({})", types.join(", ")) };
            let mut lines = vec![line(0, format!("except {types}:"))];
            lines.extend(call.lines.iter().map(|inner| line(inner.depth + 1, inner.text.clone())));
            edits.extend(insert_after(facts.layout, node.range(), &lines)?);
        }
    }
    let mut fix = Fix::new(call.verdict, "log the exception", edits).because_all(call.evidence);
    // Every reason for a reviewer is said; where there is none, what the fix does.
    let mut changes: Vec<String> = call.change.into_iter().collect();
    if let Form::Suppress { .. } = swallow.form {
        fix.verdict = fix.verdict.at_most(Verdict::Review);
        changes.push("the exception is logged; on Python 3.12 and later an exception group is no longer split, and `suppress` may be an unused import".into());
    }
    if let Some((change, evidence)) = doubts::find(facts, swallow, category.kind == Kind::Cleanup) {
        fix.verdict = fix.verdict.at_most(Verdict::Review);
        changes.push(change);
        fix.evidence.push(evidence);
    }
    if changes.is_empty() {
        let level = category.level().method();
        changes.push(format!("the exception is logged at {level} level; control flow stays"));
    }
    fix.change = Some(changes.join("; "));
    Ok(fix)
}

fn is_placeholder(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Pass(_) => true,
        Stmt::Expr(expr) => expr.value.is_ellipsis_literal_expr(),
        _ => false,
    }
}

/// The end of a handler's types, their parentheses included.
fn closing(facts: &Facts<'_>, types: &Expr) -> crate::syntax::TextSize {
    let rest = &facts.layout.text()[types.end().to_usize()..];
    let colon = rest.find(':').unwrap_or(0);
    let close = rest[..colon].rfind(')').map_or(0, |at| at + 1);
    types.end() + crate::syntax::TextSize::try_from(close).unwrap_or_default()
}

/// `with contextlib.suppress(Exception)`, up to the colon, where it can become `try`.
fn suppress_header(
    facts: &Facts<'_>,
    swallow: &Swallow<'_>,
    node: &crate::syntax::ast::StmtWith,
) -> Result<TextRange, Decline> {
    let [item] = node.items.as_slice() else { return Err(Decline("the `with` has other items")) };
    if item.optional_vars.is_some() || node.is_async {
        return Err(Decline("the `with` binds a name"));
    }
    if swallow.types.iter().any(|ty| ty.is_starred_expr())
        || item.context_expr.as_call_expr().is_some_and(|call| !call.arguments.keywords.is_empty())
    {
        return Err(Decline("the suppressed types are not written out"));
    }
    let first = node.body.first().ok_or(Decline("the `with` is empty"))?;
    let colon = facts.layout.header_colon(first.start()).ok_or(Decline("the `with` has no colon"))?;
    let header = TextRange::new(node.start(), colon.start());
    if facts.text(header).contains(['\n', '#']) {
        return Err(Decline("the `with` spans several lines"));
    }
    Ok(header)
}

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
        _ => return Err(Decline("the handler sets a default")),
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
