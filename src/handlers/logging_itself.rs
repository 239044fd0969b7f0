//! Code that is logging itself: try bodies that only log, and functions that logging calls. A log call there would
//! recurse.

use super::Swallow;
use super::words::last_name;
use crate::facts::Facts;
use crate::facts::loggers::names_a_logger;
use crate::syntax::ast::{Expr, Stmt};
use crate::syntax::{AnyNodeRef, NodeKind, Ranged, walk};
use crate::verdict::Evidence;

/// Names of methods that log, on any logger.
const LOG_METHODS: &[&str] = &["debug", "info", "warning", "warn", "error", "exception", "critical", "log"];

/// Methods that `logging` calls of its handlers, filters, formatters and loggers, and that run inside a log call.
/// Source: the Python library reference, `logging`.
pub(super) const CALLED_BY_LOGGING: &[&str] = &[
    "acquire",
    "callHandlers",
    "close",
    "createLock",
    "emit",
    "filter",
    "flush",
    "format",
    "formatException",
    "formatMessage",
    "formatStack",
    "formatTime",
    "handle",
    "handleError",
    "isEnabledFor",
    "makeRecord",
    "release",
    "usesTime",
];

/// The body only logs, or the function is one that logging calls.
pub(super) fn find<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Evidence> {
    let mut calls = swallow.body.iter().filter(|stmt| !prepares_a_record(facts, swallow, stmt));
    if let Some(first) = calls.next()
        && is_log_call(facts, first)
        && calls.all(|stmt| is_log_call(facts, stmt))
    {
        return Some(facts.evidence("logging-itself", "the try body does nothing but log", first.range()));
    }
    let function = facts
        .tree
        .ancestors(swallow.id)
        .find(|&id| facts.tree.node(id).kind() == NodeKind::StmtFunctionDef)?;
    let AnyNodeRef::StmtFunctionDef(definition) = facts.tree.node(function) else { return None };
    let name = definition.name.as_str();
    if says_log(name) && walk::words(name).len() <= 2 {
        return Some(facts.evidence(
            "logging-itself",
            format!("`{name}` is how this code logs"),
            definition.name.range(),
        ));
    }
    if !CALLED_BY_LOGGING.contains(&name) {
        return None;
    }
    let class = facts.class(facts.tree.class_of_method(function)?)?;
    let base = class.bases().iter().find(|base| {
        facts.qualified(base, class.id).is_some_and(|name| {
            matches!(
                name.as_str(),
                "logging.Handler"
                    | "logging.StreamHandler"
                    | "logging.FileHandler"
                    | "logging.Filter"
                    | "logging.Formatter"
                    | "logging.Logger"
            )
        })
    })?;
    Some(facts.evidence("logging-itself", format!("logging calls {}.{name}", class.name()), base.range()))
}

/// Choosing the logger and building the record belong to logging: `log = logging.getLogger(name)`, `entry = Entry(text)`.
/// What is used behind the `try`, too, is there for more.
fn prepares_a_record<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>, stmt: &'a Stmt) -> bool {
    const HARMLESS: &[&str] =
        &["getLogger", "get_logger", "getChild", "bind", "format", "join", "repr", "str", "type"];
    let Stmt::Assign(assign) = stmt else { return false };
    let [Expr::Name(target)] = assign.targets.as_slice() else { return false };
    let builds = |func: &Expr| {
        last_name(func).is_some_and(|name| {
            HARMLESS.contains(&name) || name.starts_with(|first: char| first.is_uppercase())
        })
    };
    let only_builds = !walk::any_expression(std::slice::from_ref(stmt), |expr| match expr {
        Expr::Call(call) => !builds(&call.func),
        Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_) => true,
        _ => false,
    });
    let uses = |expr: &Expr| {
        expr.as_name_expr().is_some_and(|name| name.id == target.id && name.range() != target.range())
    };
    only_builds
        && swallow
            .body
            .iter()
            .any(|other| is_log_call(facts, other) && walk::any_expression(std::slice::from_ref(other), uses))
        && !used_outside(facts, swallow, target.id.as_str())
}

/// Whether a name is read in the same function, but not in the try body.
fn used_outside(facts: &Facts<'_>, swallow: &Swallow<'_>, name: &str) -> bool {
    let body = swallow.body.first().zip(swallow.body.last());
    facts.tree.descendants(facts.tree.scope(swallow.id)).any(|id| {
        let AnyNodeRef::ExprName(used) = facts.tree.node(id) else { return false };
        let inside =
            body.is_some_and(|(first, last)| first.start() <= used.start() && used.end() <= last.end());
        used.id.as_str() == name && !inside
    })
}

/// `log_failure(…)`, but not `log_in(…)`, nor what is done to a log: `log_rotate(…)`.
fn says_log(name: &str) -> bool {
    let words = walk::words(name);
    words.first().is_some_and(|word| word == "log")
        && !words.get(1).is_some_and(|word| {
            matches!(
                word.as_str(),
                "in" | "out"
                    | "on"
                    | "off"
                    | "archive"
                    | "clean"
                    | "cleanup"
                    | "clear"
                    | "compact"
                    | "delete"
                    | "prune"
                    | "purge"
                    | "remove"
                    | "rotate"
                    | "rotation"
                    | "truncate"
                    | "upload"
            )
        })
}

/// Whether a statement is a call that logs, awaited or not: by its name, or by the type of what it is called on.
pub(super) fn is_log_call<'a>(facts: &Facts<'a>, stmt: &'a Stmt) -> bool {
    let Stmt::Expr(expr) = stmt else { return false };
    let call = match &*expr.value {
        Expr::Await(node) => node.value.as_call_expr(),
        other => other.as_call_expr(),
    };
    let Some(call) = call else { return false };
    match &*call.func {
        Expr::Attribute(attribute) if LOG_METHODS.contains(&attribute.attr.as_str()) => {
            let receiver = facts.text(attribute.value.as_ref()).to_lowercase();
            // `journal.log(…)` logs, `math.log(…)` computes.
            let computes = matches!(receiver.as_str(), "math" | "cmath" | "np" | "numpy" | "torch");
            names_a_logger(&receiver)
                || (attribute.attr.as_str() == "log" && !computes)
                || facts.type_of(&attribute.value, facts.tree.id(call)).ty.is("logging.Logger")
        }
        Expr::Attribute(attribute) => says_log(attribute.attr.as_str()),
        Expr::Name(name) => name.id.as_str() == "print" || says_log(name.id.as_str()),
        _ => false,
    }
}
