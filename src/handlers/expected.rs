//! Failures that are an answer: probes, lookups, polls, conversions, first attempts. A log call there would
//! speak on every ordinary run, so a reviewer decides.

use super::Swallow;
use super::words::{last_name, really_called};
use crate::facts::Facts;
use crate::syntax::ast::{Expr, Stmt};
use crate::syntax::{Ranged, TextRange, walk};
use crate::verdict::Evidence;

/// Calls whose failure is one of two normal outcomes.
const ASKING: &[&str] = &[
    "next",
    "anext",
    "get_nowait",
    "put_nowait",
    "wait_for",
    "import_module",
    "__import__",
    "setsockopt",
    "getattr",
    "index",
    "fileno",
];
/// Words of calls that make something that may be there already.
const MAKING: &[&str] = &["create", "mkdir", "makedirs", "ensure"];
/// Words of functions that ask whether something is so.
const PROBING: &[&str] =
    &["has", "is", "can", "supports", "detect", "probe", "check", "exists", "should", "try"];

/// Why the failure may be expected, if it may.
pub(super) fn answer<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Evidence> {
    let found = |message: String, at: TextRange| Some(facts.evidence("expected", message, at));
    let symbol = facts.symbol(swallow.id);
    let function = symbol.rsplit('.').next().unwrap_or_default();
    if let Some(word) =
        walk::words(function).into_iter().next().filter(|word| PROBING.contains(&word.as_str()))
    {
        return found(format!("{function} asks a question, as `{word}` says"), swallow.range);
    }
    if let Some((name, range)) = asked(swallow.body) {
        return found(format!("`{name}` fails as one of its normal outcomes"), range);
    }
    let [only] = swallow.body else { return attempt(facts, swallow) };
    if !walk::any_expression(swallow.body, |expr| matches!(expr, Expr::Call(_) | Expr::Await(_))) {
        return found("the try body only looks something up".into(), only.range());
    }
    if let Stmt::Assign(assign) = only {
        let converted = assign.targets.iter().find(|target| {
            walk::any_expression(swallow.body, |expr| {
                facts.text(expr) == facts.text(*target) && expr.range() != target.range()
            })
        });
        if let Some(target) = converted {
            return found(
                format!("`{}` stays as it was where the conversion fails", facts.text(target)),
                only.range(),
            );
        }
    }
    attempt(facts, swallow)
}

/// A call in the body that asks.
fn asked(body: &[Stmt]) -> Option<(&str, TextRange)> {
    let mut found = None;
    walk::expressions(body, &mut |expr| {
        let Expr::Call(call) = expr else { return };
        let Some(name) = last_name(really_called(call)) else { return };
        let words = walk::words(name);
        let makes =
            name != "create_task" && words.first().is_some_and(|word| MAKING.contains(&word.as_str()));
        let waits = name == "wait"
            && call.arguments.keywords.iter().any(|keyword| keyword.arg.as_deref() == Some("timeout"));
        if ASKING.contains(&name) || makes || waits {
            found.get_or_insert((name, call.range()));
        }
    });
    found
}

/// `try: return first() / except: pass`, with another attempt behind it.
fn attempt(facts: &Facts<'_>, swallow: &Swallow<'_>) -> Option<Evidence> {
    let falls_through =
        swallow.handler.iter().all(|stmt| matches!(stmt, Stmt::Pass(_) | Stmt::Expr(_) | Stmt::Continue(_)));
    let last = swallow.body.last().filter(|stmt| matches!(stmt, Stmt::Return(_)))?;
    falls_through.then(|| {
        facts.evidence(
            "expected",
            "what follows is another attempt where this one does not return",
            last.range(),
        )
    })
}
