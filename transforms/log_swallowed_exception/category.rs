//! Which kind of failure is dropped, which decides how loud the log call is.

use super::Swallow;
use super::words::{last_name, principal};
use crate::facts::Facts;
use crate::facts::loggers::Level;
use crate::syntax::ast::{Expr, Stmt};
use crate::syntax::{Ranged, walk};
use crate::verdict::{Evidence, Severity};

/// The kind of a dropped failure, and the line that shows it.
pub(super) struct Category {
    pub(super) kind: Kind,
    pub(super) evidence: Evidence,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Closing, cancelling, stopping: expected to fail sometimes.
    Cleanup,
    /// Somebody else's code was called.
    Callback,
    /// A result or a record that somebody waits for.
    StateChange,
    /// Anything else.
    Real,
}

/// Verbs of clean-up, as first or only word of a method's name.
pub(super) const CLEANUP_VERBS: &[&str] = &[
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
const CLEANUP_FUNCTIONS: &[&str] = &[
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
const STATE_VERBS: &[&str] =
    &["commit", "persist", "publish", "save", "set_result", "set_exception", "notify", "notify_all"];

impl Category {
    pub(super) fn level(&self) -> Level {
        match self.kind {
            Kind::Cleanup => Level::Debug,
            Kind::Callback | Kind::StateChange => Level::Error,
            Kind::Real => Level::Warning,
        }
    }

    pub(super) fn severity(&self) -> Severity {
        match self.kind {
            Kind::Cleanup => Severity::Low,
            Kind::Callback | Kind::StateChange => Severity::High,
            Kind::Real => Severity::Medium,
        }
    }
}

pub(super) fn of<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Category {
    let category =
        |kind, message: String, at| Category { kind, evidence: facts.evidence("category", message, at) };
    if let Some((name, range)) = callback(swallow.body) {
        return category(Kind::Callback, format!("callback: the try body calls `{name}`"), range);
    }
    if facts.in_finally(swallow.id) {
        return category(Kind::Cleanup, "cleanup: it stands in a finally block".into(), swallow.range);
    }
    let symbol = facts.symbol(swallow.id);
    let function = symbol.rsplit('.').next().unwrap_or_default();
    if is_cleanup_function(function) {
        return category(Kind::Cleanup, format!("cleanup: {function} is a clean-up path"), swallow.range);
    }
    if let Some(call) = principal(swallow.body)
        && let Some(name) = last_name(&call.func)
    {
        // `thread.join()` waits, `", ".join(parts)` does not.
        let joins_text = name == "join" && !call.arguments.is_empty();
        if !joins_text && walk::words(name).first().is_some_and(|word| CLEANUP_VERBS.contains(&word.as_str()))
        {
            return category(Kind::Cleanup, format!("cleanup: the try body calls `{name}`"), call.range());
        }
        if STATE_VERBS.contains(&name) {
            return category(
                Kind::StateChange,
                format!("state change: the try body calls `{name}`"),
                call.range(),
            );
        }
    }
    let leaves = swallow.handler.iter().any(|stmt| matches!(stmt, Stmt::Continue(_) | Stmt::Break(_)));
    let message = if leaves {
        "control flow: the loop goes on or ends without a word"
    } else {
        "real: nothing else reports the failure"
    };
    category(Kind::Real, message.into(), swallow.range)
}

/// Whether a function's name says that it takes something technical down: `close`, `stop_workers`, but not
/// `cancel_order`, whose failure is lost work.
fn is_cleanup_function(name: &str) -> bool {
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
    CLEANUP_FUNCTIONS.contains(&first.as_str()) && rest.iter().all(|word| TECHNICAL.contains(&word.as_str()))
}

/// A callback that the body calls, by its name. Registering one is not calling it.
fn callback(body: &[Stmt]) -> Option<(&str, crate::syntax::TextRange)> {
    let mut found = None;
    walk::expressions(body, &mut |expr| {
        let Expr::Call(call) = expr else { return };
        let Some(name) = last_name(&call.func) else { return };
        if found.is_none() && is_callback_name(name) {
            found = Some((name, call.range()));
        }
    });
    found
}

fn is_callback_name(name: &str) -> bool {
    let words = walk::words(name);
    let registers = words.first().is_some_and(|word| {
        [
            "set",
            "add",
            "remove",
            "register",
            "unregister",
            "get",
            "make",
            "create",
            "install",
            "has",
            "clear",
            "delete",
        ]
        .contains(&word.as_str())
    });
    let last = words.last().map(String::as_str);
    let first_on = words.len() > 1 && words[0] == "on";
    !registers
        && (first_on
            || matches!(last, Some("callback" | "callbacks" | "hook" | "listener" | "cb"))
            || (words.len() > 1 && last == Some("handler")))
}

#[cfg(test)]
mod tests {
    use super::is_callback_name;

    #[test]
    fn names_of_callbacks() {
        for name in ["on_death", "_on_death", "message_callback", "listener", "exit_hook", "error_handler"] {
            assert!(is_callback_name(name), "{name}");
        }
        for name in ["add_done_callback", "set_error_handler", "online", "handler", "remove_listener", "only"]
        {
            assert!(!is_callback_name(name), "{name}");
        }
    }
}
