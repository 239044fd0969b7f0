//! What takes something down, by its name: functions and calls of which some failures are expected. Names only.

use super::words::{last_name, really_called};
use crate::syntax::ast::{Expr, Stmt};
use crate::syntax::walk;

/// Verbs of clean-up, as first or only word of a method's name.
pub(crate) const VERBS: &[&str] = &[
    "abort",
    "aclose",
    "cancel",
    "cleanup",
    "close",
    "delete",
    "detach",
    "disconnect",
    "dispose",
    "join",
    "kill",
    "release",
    "remove",
    "rmtree",
    "shutdown",
    "stop",
    "teardown",
    "terminate",
    "unlink",
    "unregister",
    "unsubscribe",
];
/// Words of functions that clean up.
const FUNCTIONS: &[&str] = &[
    "abort",
    "aclose",
    "aexit",
    "cancel",
    "clean",
    "cleanup",
    "close",
    "disconnect",
    "dispose",
    "exit",
    "kill",
    "release",
    "reset",
    "shutdown",
    "stop",
    "teardown",
    "terminate",
];

/// Whether a function's name says that it takes something technical down: `close`, `stop_workers`, but not
/// `cancel_order`, whose failure is lost work.
pub(super) fn is_function(name: &str) -> bool {
    const TECHNICAL: &[&str] = &[
        "all",
        "async",
        "background",
        "cache",
        "channel",
        "client",
        "clients",
        "connection",
        "connections",
        "executor",
        "gracefully",
        "handle",
        "handles",
        "idle",
        "jobs",
        "link",
        "links",
        "listener",
        "listeners",
        "loop",
        "monitor",
        "monitors",
        "now",
        "old",
        "pending",
        "pool",
        "pools",
        "process",
        "processes",
        "reader",
        "resources",
        "running",
        "scheduled",
        "server",
        "servers",
        "session",
        "sessions",
        "socket",
        "sockets",
        "stream",
        "streams",
        "subscriptions",
        "task",
        "tasks",
        "thread",
        "threads",
        "timer",
        "timers",
        "transport",
        "transports",
        "watcher",
        "worker",
        "workers",
        "writer",
    ];
    let words = walk::words(name);
    let Some((first, rest)) = words.split_first() else { return false };
    FUNCTIONS.contains(&first.as_str()) && rest.iter().all(|word| TECHNICAL.contains(&word.as_str()))
}

/// Whether a try body also brings something up: `_reset_connection` closes, and connects again.
pub(super) fn restarts(body: &[Stmt]) -> bool {
    const STARTING: &[&str] =
        &["bind", "connect", "listen", "open", "reconnect", "restart", "serve", "start"];
    walk::any_expression(body, |expr| {
        let Expr::Call(call) = expr else { return false };
        let words = last_name(really_called(call)).map(walk::words).unwrap_or_default();
        words.first().is_some_and(|word| STARTING.contains(&word.as_str()))
    })
}
