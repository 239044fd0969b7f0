//! What an awaited or blocking call is to a loop: something that takes its time, clean-up, or work that may fail at
//! once. By names, and by types where these are known.

use crate::facts::Facts;
use crate::syntax::{Expr, NodeId, ast, walk};

/// What a call does for the speed of a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// It takes time, or waits for something to come: sleeps, queues, events.
    Waits,
    /// It lets go of something.
    CleanUp,
    /// Anything else.
    Works,
}

/// Methods that wait for the next thing, or for a time.
const WAITS: &[&str] = &[
    "sleep",
    "sleep_until",
    "sleep_forever",
    "wait",
    "wait_for",
    "get",
    "join",
    "acquire",
    "accept",
    "select",
    "poll",
    "recv",
    "recvfrom",
    "receive",
    "recv_multipart",
    "read",
    "readline",
    "readexactly",
    "readuntil",
    "read_bytes",
    "checkpoint",
    "drain",
    "brpop",
    "blpop",
    "tick",
];
/// First words of methods that let go of something.
const CLEANS: &[&str] = &[
    "aclose",
    "abort",
    "cancel",
    "cleanup",
    "clean",
    "close",
    "disconnect",
    "exit",
    "flush",
    "release",
    "remove",
    "rollback",
    "shutdown",
    "stop",
    "terminate",
    "unsubscribe",
    "aexit",
];

/// What a call does.
pub(super) fn of<'a>(facts: &Facts<'a>, expr: &'a Expr, at: NodeId) -> Pace {
    let Expr::Call(call) = expr else {
        // A future or task is waited for.
        return if expr.is_name_expr() || expr.is_attribute_expr() { Pace::Waits } else { Pace::Works };
    };
    let Some(name) = last_name(&call.func) else { return Pace::Works };
    if name == "sleep" && call.arguments.args.first().is_some_and(is_zero) {
        return Pace::Works;
    }
    if matches!(name, "shield" | "wait_for")
        && !facts.text(call.func.as_ref()).starts_with("self.")
        && let Some(Expr::Call(inner)) = call.arguments.args.first()
        && last_name(&inner.func).is_some_and(cleans)
    {
        return Pace::CleanUp;
    }
    let _ = at;
    if cleans(name) {
        return Pace::CleanUp;
    }
    if WAITS.contains(&name) { Pace::Waits } else { Pace::Works }
}

fn cleans(name: &str) -> bool {
    walk::words(name).first().is_some_and(|word| CLEANS.contains(&word.as_str()))
}

fn is_zero(expr: &Expr) -> bool {
    matches!(expr, Expr::NumberLiteral(literal) if matches!(&literal.value, ast::Number::Int(value) if value.as_u64() == Some(0)))
}

/// The last name of what is called.
pub(super) fn last_name(func: &Expr) -> Option<&str> {
    match func {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
}
