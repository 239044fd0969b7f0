//! Words for messages: what failed and where. Names only, never values: those may be secrets.

use crate::facts::Facts;
use crate::syntax::ast::{self, Expr, Stmt};
use crate::syntax::{NodeId, walk};

/// Where something happens: `Hub.stop`, or `the module's top level`.
pub(crate) fn place(facts: &Facts<'_>, id: NodeId) -> String {
    let symbol = facts.symbol(id);
    if symbol.is_empty() { "the module's top level".into() } else { symbol }
}

/// The call that a guarded body is about: that of its only statement.
pub(super) fn principal(body: &[Stmt]) -> Option<&ast::ExprCall> {
    let [stmt] = body else { return None };
    let value = match stmt {
        Stmt::Expr(expr) => &expr.value,
        Stmt::Assign(assign) => &assign.value,
        Stmt::Return(node) => node.value.as_ref()?,
        Stmt::If(node) if node.elif_else_clauses.is_empty() => return principal(&node.body),
        Stmt::For(node) => return principal(&node.body),
        Stmt::With(node) => return principal(&node.body),
        _ => return None,
    };
    called(value)
}

/// The call that an expression is: awaited or not, and through `wait_for` and the like.
fn called(expr: &Expr) -> Option<&ast::ExprCall> {
    match expr {
        Expr::Await(node) => called(&node.value),
        Expr::Call(call) => {
            // In `rows.append(await source.look())`, looking is what can fail.
            let wraps = matches!(last_name(&call.func), Some("wait_for" | "shield" | "gather"));
            let inner = call.arguments.args.first().filter(|first| wraps || first.is_await_expr());
            inner.and_then(called).or(Some(call))
        }
        _ => None,
    }
}

/// The last name of what is called: `close` for `self._pool[key].close`.
pub(crate) fn last_name(func: &Expr) -> Option<&str> {
    match func {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
}

/// What failed, for a log message: `Failed to close self._writer` or `self._link.send() failed`.
pub(super) fn failure(body: &[Stmt], verbs: &[&str]) -> String {
    const UNKNOWN: &str = "Ignored an error";
    if let [Stmt::Expr(expr)] = body
        && let Expr::Await(node) = &*expr.value
        && let Some(object) = object(&node.value)
    {
        return format!("Awaiting {object} failed");
    }
    let Some(call) = principal(body) else { return UNKNOWN.into() };
    let callee = really_called(call);
    // `rows.remove(row)` removes the row, `path.unlink()` the path.
    let acts_on_argument = |verb: &str| {
        !call.arguments.is_empty()
            && matches!(verb, "remove" | "delete" | "unregister" | "unsubscribe" | "detach" | "release")
    };
    let Some(name) = last_name(callee) else { return UNKNOWN.into() };
    let object = match callee {
        Expr::Attribute(attribute) => object(&attribute.value),
        _ => None,
    };
    match (walk::words(name).as_slice(), object) {
        ([verb], Some(object))
            if verbs.contains(&verb.as_str()) && object != "self" && !acts_on_argument(verb) =>
        {
            format!("Failed to {} {object}", spelled(verb))
        }
        (_, Some(object)) => format!("{object}.{name}() failed"),
        (_, None) => format!("{name}() failed"),
    }
}

/// What a call runs: the function itself for `run_in_executor(None, function)` and `to_thread(function)`.
pub(super) fn really_called(call: &ast::ExprCall) -> &Expr {
    let handed = match last_name(&call.func) {
        Some("run_in_executor") => call.arguments.args.get(1),
        Some("to_thread") => call.arguments.args.first(),
        _ => None,
    };
    match handed {
        Some(Expr::Call(partial)) if last_name(&partial.func) == Some("partial") => {
            partial.arguments.args.first().filter(|inner| last_name(inner).is_some()).unwrap_or(&call.func)
        }
        Some(function) if last_name(function).is_some() => function,
        _ => &call.func,
    }
}

fn spelled(verb: &str) -> &str {
    match verb {
        "aclose" => "close",
        "shutdown" => "shut down",
        "teardown" => "tear down",
        "cleanup" => "clean up",
        "rmtree" => "remove",
        other => other,
    }
}

/// The object that a method is called on, in names: `self._pool`, `an item of self._pool`.
fn object(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Subscript(subscript) => Some(format!("an item of {}", object(&subscript.value)?)),
        other => walk::dotted(other).map(|names| names.join(".")),
    }
}
