//! The edits that log what a handler drops: a log call in it, or `suppress` opened into `try`.

use super::category::{Category, Kind};
use super::cleanup;
use super::doubts::Doubt;
use super::words::{failure, place};
use super::{Form, Swallow, callbacks};
use crate::edit::{Edit, Fix};
use crate::facts::Facts;
use crate::facts::loggers::{Exception, Request};
use crate::syntax::ast::{self, Expr, Stmt};
use crate::syntax::{Decline, Ranged, TextRange, insert_after, insert_before, line, replace_statement};
use crate::verdict::Verdict;

/// What a log call in a handler says: what failed, and where.
pub(crate) fn message<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>, kind: Kind) -> String {
    let symbol = facts.symbol(swallow.id);
    let (link, whereabouts) =
        if symbol.is_empty() { ("at", "import".to_string()) } else { ("in", place(facts, swallow.id)) };
    let callback = (kind == Kind::Callback).then(|| callbacks::called(facts, swallow.body)).flatten();
    let what = match callback {
        Some(callback) => callback.failure(),
        None => failure(swallow.body, cleanup::VERBS),
    };
    format!("{what} {link} {whereabouts}")
}

/// The name that a handler binds its exception to, and the one that a log call may use: the same, or a free one.
pub(crate) fn names<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> (Option<String>, Option<String>) {
    let Form::Handler { node, .. } = swallow.form else { return (None, None) };
    let bound = node.name.as_ref().map(|name| name.to_string());
    let free =
        || facts.scopes().free_name(facts.tree, facts.tree.scope(swallow.id), &["error", "exc", "caught"]);
    let name = bound.clone().or_else(|| node.type_.is_some().then(free));
    (bound, name)
}

/// Logs the exception and keeps the control flow.
pub(crate) fn log<'a>(
    facts: &Facts<'a>,
    swallow: &Swallow<'a>,
    category: &Category,
    doubt: Option<&Doubt>,
) -> Result<Fix, Decline> {
    let anchor = swallow.anchor().ok_or(Decline("there is no statement to log at"))?;
    let (bound, name) = names(facts, swallow);
    let request = Request {
        at: facts.tree.id(anchor),
        level: category.level(),
        message: message(facts, swallow, category.kind),
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
            if call.uses_name && bound.is_none() {
                edits.extend(bind(facts, node, name.as_deref()));
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
    if let Some(doubt) = doubt {
        fix.verdict = fix.verdict.at_most(Verdict::Review);
        changes.push(doubt.change.clone());
        fix.evidence.push(doubt.evidence.clone());
    }
    if changes.is_empty() {
        let level = category.level().method();
        changes.push(format!("the exception is logged at {level} level; control flow stays"));
    }
    fix.change = Some(changes.join("; "));
    Ok(fix)
}

/// Makes a handler bind its exception.
pub(crate) fn bind(
    facts: &Facts<'_>,
    node: &ast::ExceptHandlerExceptHandler,
    name: Option<&str>,
) -> Option<Edit> {
    let (name, types) = (name?, node.type_.as_deref()?);
    Some(Edit::insert(closing(facts, types), format!(" as {name}")))
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
