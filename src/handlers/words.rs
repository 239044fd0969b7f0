//! Words for messages: what failed and where. Names only, never values: those may be secrets.

use crate::facts::Facts;
use crate::syntax::ast::{self, Expr, Stmt};
use crate::syntax::{NodeId, Ranged, walk};

/// Where something happens: `Hub.stop`, or `the module's top level`.
pub(crate) fn place(facts: &Facts<'_>, id: NodeId) -> String {
    let symbol = facts.symbol(id);
    if symbol.is_empty() { "the module's top level".into() } else { symbol }
}

/// The call that a guarded body is about: that of the only statement that can fail.
pub(super) fn principal(body: &[Stmt]) -> Option<&ast::ExprCall> {
    let mut fallible = body.iter().filter(|stmt| !never_fails(stmt));
    let (stmt, None) = (fallible.next()?, fallible.next()) else { return None };
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

/// `seen = True`, `return None`, `break`: no failure of the body comes from it.
fn never_fails(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) => true,
        Stmt::Assign(assign) => {
            assign.targets.iter().all(Expr::is_name_expr) && assign.value.is_literal_expr()
        }
        Stmt::Return(node) => node.value.as_deref().is_none_or(Expr::is_literal_expr),
        _ => false,
    }
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

/// What failed, for a log message: `Failed to close self._writer`, `self._link.send() failed`, or `Failed between
/// self._link.open() and self._link.send()`, which leaves the rest to the traceback.
pub(super) fn failure(body: &[Stmt], verbs: &[&str]) -> String {
    if let [Stmt::Expr(expr)] = body
        && let Expr::Await(node) = &*expr.value
        && let Some(object) = object(&node.value)
    {
        return format!("Awaiting {object} failed");
    }
    let Some(call) = principal(body) else { return somewhere(body) };
    let callee = really_called(call);
    // `rows.remove(row)` removes the row, `path.unlink()` the path.
    let acts_on_argument = |verb: &str| {
        !call.arguments.is_empty()
            && matches!(verb, "remove" | "delete" | "unregister" | "unsubscribe" | "detach" | "release")
    };
    let Some(name) = last_name(callee) else { return somewhere(body) };
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

/// Where a body of several statements failed: from which call to which.
fn somewhere(body: &[Stmt]) -> String {
    const RARELY_FAIL: &[&str] =
        &["bool", "enumerate", "hasattr", "isinstance", "len", "print", "range", "super", "type"];
    // A message stays on one line.
    const LONGEST: usize = 60;
    let mut outer: Vec<&Expr> = Vec::new();
    walk::expressions(body, &mut |expr| {
        let inside = |other: &&Expr| other.range().contains_range(expr.range());
        if expr.is_call_expr() && !outer.iter().any(inside) {
            outer.push(expr);
        }
    });
    let mut called: Vec<&Expr> = outer.into_iter().filter_map(called).map(really_called).collect();
    called.retain(|callee| last_name(callee).is_some_and(|name| !RARELY_FAIL.contains(&name)));
    let full = |callee: &&Expr| match callee {
        Expr::Attribute(attribute) => match object(&attribute.value) {
            Some(object) => format!("{object}.{}()", attribute.attr),
            None => format!("{}()", attribute.attr),
        },
        other => format!("{}()", last_name(other).unwrap_or_default()),
    };
    let short = |callee: &&Expr| format!("{}()", last_name(callee).unwrap_or_default());
    let said = |name: &dyn Fn(&&Expr) -> String| match (called.first().map(name), called.last().map(name)) {
        (Some(first), Some(last)) if first != last => format!("Failed between {first} and {last}"),
        (Some(first), _) => format!("Failed around {first}"),
        _ => "Ignored an error".to_string(),
    };
    Some(said(&full)).filter(|text| text.len() <= LONGEST).unwrap_or_else(|| said(&short))
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
