//! What only counting a failure is: `self._failures += 1`, `circuit.record_error()`. Knows no verdict, and does not
//! look into what is called.

use super::silent::is_silent_statement;
use super::words::last_name;
use crate::facts::Facts;
use crate::syntax::ast::{self, Expr, Operator, Stmt};
use crate::syntax::walk;

/// First words of methods that take note of a failure.
const NOTING: &[&str] =
    &["bump", "count", "incr", "increment", "mark", "note", "record", "register", "tally", "track"];
/// Words of what they note, where the verb alone does not say it.
const FAILURES: &[&str] =
    &["drop", "dropped", "error", "errors", "fail", "failed", "failure", "failures", "miss", "timeout"];
/// Methods that note a failure whatever they stand on.
const WHOLE: &[&str] = &["incr", "increment", "inc"];
/// Methods that note a failure on what counts, and tell somebody of it elsewhere.
const ON_COUNTERS: &[&str] = &["add", "failure", "on_error", "on_failure"];
/// Words of objects whose `add(1)`, `count()` and the like count.
const COUNTERS: &[&str] = &[
    "breaker",
    "circuit",
    "counter",
    "counters",
    "metric",
    "metrics",
    "stat",
    "statistics",
    "stats",
    "statsd",
];

/// Whether a handler does nothing but count (at least once), leave and set defaults. Only the counts may read the
/// exception: a default that is the exception keeps it.
pub(super) fn only_counts(facts: &Facts<'_>, handler: &ast::ExceptHandlerExceptHandler) -> bool {
    let counts = |stmt: &Stmt| is_count(facts, stmt);
    let keeps = |stmt: &Stmt| reads(handler, std::slice::from_ref(stmt));
    handler.body.iter().any(counts)
        && handler.body.iter().all(|stmt| counts(stmt) || (is_silent_statement(stmt) && !keeps(stmt)))
}

/// Whether a handler reads its exception.
pub(super) fn uses_exception(handler: &ast::ExceptHandlerExceptHandler) -> bool {
    reads(handler, &handler.body)
}

fn reads(handler: &ast::ExceptHandlerExceptHandler, suite: &[Stmt]) -> bool {
    handler.name.as_ref().is_some_and(|name| {
        walk::any_expression(
            suite,
            |expr| matches!(expr, Expr::Name(read) if read.ctx.is_load() && read.id == name.id),
        )
    })
}

/// The call of a statement that is one, awaited or not.
pub(crate) fn statement_call(stmt: &Stmt) -> Option<&ast::ExprCall> {
    let Stmt::Expr(expr) = stmt else { return None };
    match &*expr.value {
        Expr::Await(node) => node.value.as_call_expr(),
        other => other.as_call_expr(),
    }
}

/// Whether a statement counts.
pub(super) fn is_count(facts: &Facts<'_>, stmt: &Stmt) -> bool {
    match stmt {
        Stmt::AugAssign(node) => {
            matches!(node.op, Operator::Add | Operator::Sub) && node.value.is_number_literal_expr()
        }
        Stmt::Assign(node) => {
            let ([target], Expr::BinOp(sum)) = (node.targets.as_slice(), &*node.value) else { return false };
            let same = |expr: &Expr| facts.text(expr) == facts.text(target);
            matches!(sum.op, Operator::Add | Operator::Sub)
                && ((same(&sum.left) && sum.right.is_number_literal_expr())
                    || (same(&sum.right) && sum.left.is_number_literal_expr() && sum.op == Operator::Add))
        }
        Stmt::Expr(_) => statement_call(stmt).is_some_and(notes_failure),
        _ => false,
    }
}

fn notes_failure(call: &ast::ExprCall) -> bool {
    let Some(name) = last_name(&call.func) else { return false };
    if WHOLE.contains(&name) {
        return true;
    }
    let words = walk::words(name);
    let notes = words.first().is_some_and(|word| NOTING.contains(&word.as_str()));
    if notes && words.iter().any(|word| FAILURES.contains(&word.as_str())) {
        return true;
    }
    let Expr::Attribute(method) = &*call.func else { return false };
    let on_counter = walk::dotted(receiver(&method.value)).is_some_and(|names| {
        names.iter().any(|name| walk::words(name).iter().any(|word| COUNTERS.contains(&word.as_str())))
    });
    on_counter && (notes || ON_COUNTERS.contains(&name))
}

/// `metrics.errors` for `metrics.errors.labels("x")`, `self._stats` for `self._stats["x"]`.
fn receiver(expr: &Expr) -> &Expr {
    match expr {
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(method) => receiver(&method.value),
            other => other,
        },
        Expr::Subscript(subscript) => receiver(&subscript.value),
        _ => expr,
    }
}
