//! What a test that decides about leaving a loop looks at: the time, a count, a flag, or what the loop has got.

use rustc_hash::FxHashSet;

use crate::facts::Facts;
use crate::syntax::ast::{self, UnaryOp};
use crate::syntax::{Expr, NodeId, Ranged, Stmt, walk};

use super::site::Loop;

/// What a test looks at, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Looks {
    /// The time that has passed.
    Time,
    /// How often the loop has run, or what it has counted.
    Count,
    /// A flag or an event.
    Flag,
    /// What this iteration got.
    Data,
    /// What no iteration changes.
    Fixed,
}

/// Functions that tell the time.
const CLOCKS: &[&str] =
    &["monotonic", "perf_counter", "time", "now", "utcnow", "monotonic_ns", "time_ns", "current_time"];
/// Words of names that hold a time or a limit of it.
const TIMES: &[&str] = &["deadline", "elapsed", "expires", "expiry", "expired", "timeout"];
/// Words of names that count.
const COUNTS: &[&str] = &[
    "attempt",
    "attempts",
    "retry",
    "retries",
    "tries",
    "tried",
    "iterations",
    "rounds",
    "count",
    "counter",
];
/// Words of flags that say, when true, that something has come to its end.
pub(super) const ENDING: &[&str] = &[
    "abort",
    "aborted",
    "cancel",
    "cancelled",
    "canceled",
    "close",
    "closed",
    "closing",
    "dead",
    "disconnected",
    "done",
    "end",
    "ended",
    "exit",
    "exiting",
    "finished",
    "finalizing",
    "halt",
    "halted",
    "killed",
    "quit",
    "quitting",
    "shutdown",
    "shutting",
    "stop",
    "stopped",
    "stopping",
    "terminate",
    "terminated",
    "terminating",
];
/// Words of flags that say, when true, that something goes on.
pub(super) const GOING: &[&str] = &[
    "active",
    "alive",
    "enabled",
    "going",
    "open",
    "opened",
    "run",
    "running",
    "started",
    "connected",
    "live",
];

/// Names that an iteration may change: what the body binds, and what it counts with.
pub(super) struct Changes<'a> {
    bound: FxHashSet<&'a str>,
    counted: FxHashSet<&'a str>,
    /// Names of which the body calls a method, or which it hands on: what they hold may change.
    touched: FxHashSet<&'a str>,
}

impl<'a> Changes<'a> {
    /// Those of a loop.
    pub fn of(facts: &Facts<'a>, found: &Loop<'a>) -> Self {
        let mut counted: FxHashSet<&'a str> = found.counter.into_iter().collect();
        walk::statements(found.body, &mut |stmt| match stmt {
            Stmt::AugAssign(node) => counted.extend(name_of(&node.target)),
            // `count = count + 1`
            Stmt::Assign(node) => {
                if let ([target], Expr::BinOp(sum)) = (node.targets.as_slice(), node.value.as_ref())
                    && name_of(target).is_some_and(|name| name_of(&sum.left) == Some(name))
                    && sum.right.is_number_literal_expr()
                {
                    counted.extend(name_of(target));
                }
            }
            _ => {}
        });
        let bound = facts.scopes().bound_in_range(facts.tree.node(found.id).range());
        let mut touched = FxHashSet::default();
        walk::expressions(found.body, &mut |expr| match expr {
            Expr::Call(call) => {
                if let Expr::Attribute(method) = call.func.as_ref() {
                    touched.extend(method.value.as_name_expr().map(|name| name.id.as_str()));
                }
                let given = call.arguments.args.iter().filter_map(Expr::as_name_expr);
                touched.extend(given.map(|name| name.id.as_str()));
            }
            Expr::Subscript(item) if !item.ctx.is_load() => {
                touched.extend(item.value.as_name_expr().map(|name| name.id.as_str()));
            }
            _ => {}
        });
        Changes { bound, counted, touched }
    }
}

impl Changes<'_> {
    fn is_fixed(&self, name: &str) -> bool {
        !self.bound.contains(name) && !self.touched.contains(name)
    }
}

/// `attempts` for `attempts` and for `self.attempts`.
fn name_of(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
}

/// What a test looks at.
pub(super) fn looks<'a>(facts: &Facts<'a>, test: &'a Expr, at: NodeId, changes: &Changes<'a>) -> Looks {
    match test {
        Expr::BoolOp(node) => {
            node.values.iter().map(|value| looks(facts, value, at, changes)).min().unwrap_or(Looks::Fixed)
        }
        Expr::UnaryOp(node) if node.op == UnaryOp::Not => looks(facts, &node.operand, at, changes),
        Expr::Compare(node) => compared(node, changes),
        Expr::Name(name) if changes.is_fixed(name.id.as_str()) => fixed_or_flag(facts, test, at),
        Expr::Attribute(attribute) if says(attribute.attr.as_str(), ENDING, GOING) => Looks::Flag,
        Expr::Call(call) => match call.func.as_ref() {
            Expr::Attribute(method) => match method.attr.as_str() {
                "is_set" => Looks::Flag,
                "expired" => Looks::Time,
                name if call.arguments.is_empty() && says(name, ENDING, GOING) => Looks::Flag,
                _ => Looks::Data,
            },
            _ => Looks::Data,
        },
        _ if is_fixed(test, changes) => Looks::Fixed,
        _ => Looks::Data,
    }
}

/// A name that the loop does not bind: a flag of the module or of the function around may still change.
fn fixed_or_flag(facts: &Facts<'_>, test: &Expr, at: NodeId) -> Looks {
    let Expr::Name(name) = test else { return Looks::Data };
    let own = facts.tree.function(at);
    match facts.scopes().lookup(facts.tree, at, name.id.as_str()) {
        Some((scope, _)) if Some(scope) == own => Looks::Fixed,
        // `global` and `nonlocal` names may be set by others.
        Some((_, bindings)) if bindings.len() > 1 => Looks::Flag,
        _ => Looks::Fixed,
    }
}

fn compared<'a>(node: &'a ast::ExprCompare, changes: &Changes<'a>) -> Looks {
    let sides = || std::iter::once(node.left.as_ref()).chain(node.comparators.iter());
    if sides().all(|side| is_fixed(side, changes)) {
        return Looks::Fixed;
    }
    let (mut time, mut count) = (false, false);
    // A name that holds a time says something only beside what has changed since.
    let passes = sides().any(|side| {
        let mut passes = false;
        walk::subexpressions(side, &mut |expr| {
            passes |= is_clock(expr);
            passes |= matches!(expr, Expr::Name(name) if changes.bound.contains(name.id.as_str()));
        });
        passes
    });
    for side in sides() {
        walk::subexpressions(side, &mut |expr| {
            time |= passes && tells_time(expr);
            if let Some(name) = name_of(expr) {
                count |= changes.counted.contains(name) || says(name, COUNTS, &[]);
            }
        });
    }
    let ordered = node
        .ops
        .iter()
        .any(|op| !matches!(op, ast::CmpOp::Is | ast::CmpOp::IsNot | ast::CmpOp::In | ast::CmpOp::NotIn));
    if time && ordered {
        return Looks::Time;
    }
    if count && ordered {
        return Looks::Count;
    }
    let flag = sides().any(|side| {
        name_of(side).is_some_and(|name| {
            walk::words(name).iter().any(|word| matches!(word.as_str(), "state" | "status"))
        })
    });
    if flag { Looks::Flag } else { Looks::Data }
}

/// Whether an expression is a time, or holds one by its name.
fn tells_time(expr: &Expr) -> bool {
    is_clock(expr) || name_of(expr).is_some_and(|name| says(name, TIMES, &[]))
}

/// Whether an expression asks for the time.
fn is_clock(expr: &Expr) -> bool {
    let Expr::Call(call) = expr else { return false };
    call.arguments.is_empty() && name_of(&call.func).is_some_and(|name| CLOCKS.contains(&name))
        || matches!(call.func.as_ref(), Expr::Attribute(method) if method.attr.as_str() == "now")
}

/// Whether nothing in an expression changes from one iteration to the next: constants, and locals that the loop does
/// not bind.
fn is_fixed<'a>(expr: &'a Expr, changes: &Changes<'a>) -> bool {
    let mut fixed = true;
    walk::subexpressions(expr, &mut |part| match part {
        Expr::Name(name) => fixed &= changes.is_fixed(name.id.as_str()),
        Expr::Attribute(_) | Expr::Call(_) | Expr::Subscript(_) | Expr::Await(_) | Expr::Named(_) => {
            fixed = false
        }
        _ => {}
    });
    fixed
}

/// Whether a name has one of these words.
pub(super) fn says(name: &str, words: &[&str], more: &[&str]) -> bool {
    walk::words(name).iter().any(|word| words.contains(&word.as_str()) || more.contains(&word.as_str()))
}
