//! Names of callbacks, and of what registers or holds them. Knows no types.

use crate::syntax::walk;

/// First words of functions that take a callback, or give one.
const REGISTERING: &[&str] = &[
    "add",
    "clear",
    "create",
    "delete",
    "discard",
    "find",
    "get",
    "has",
    "install",
    "lookup",
    "make",
    "pop",
    "register",
    "remove",
    "set",
    "subscribe",
    "unregister",
    "unset",
    "unsubscribe",
    "wrap",
];

/// `_listeners`, `close_hooks`, `handlers`: more than one callback.
pub(super) fn holds_callbacks(name: &str) -> bool {
    let words = walk::words(name);
    let last = words.last().map(String::as_str);
    matches!(last, Some("callbacks" | "hooks" | "listeners" | "handlers" | "observers" | "subscribers"))
}

/// Whether a name is that of one callback: `on_close`, `_exit_hook`.
pub(crate) fn is_callback_name(name: &str) -> bool {
    let words = walk::words(name);
    if words.first().is_some_and(|word| REGISTERING.contains(&word.as_str())) {
        return false;
    }
    let last = words.last().map(String::as_str);
    let first_on = words.len() > 1 && words[0] == "on";
    first_on
        || matches!(last, Some("callback" | "callbacks" | "hook" | "listener" | "cb"))
        || (words.len() > 1 && last == Some("handler"))
}

#[cfg(test)]
mod tests {
    use super::{holds_callbacks, is_callback_name};

    #[test]
    fn names_of_callbacks() {
        for name in [
            "on_death",
            "_on_death",
            "message_callback",
            "listener",
            "exit_hook",
            "error_handler",
            "connect_hook",
        ] {
            assert!(is_callback_name(name), "{name}");
        }
        for name in ["add_done_callback", "set_error_handler", "online", "handler", "remove_listener", "only"]
        {
            assert!(!is_callback_name(name), "{name}");
        }
    }

    #[test]
    fn names_of_what_holds_callbacks() {
        for name in ["_listeners", "close_hooks", "handlers", "_onClose_callbacks"] {
            assert!(holds_callbacks(name), "{name}");
        }
        for name in ["listener", "hooked", "tasks", "handler_names"] {
            assert!(!holds_callbacks(name), "{name}");
        }
    }
}
