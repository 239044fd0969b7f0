//! The vocabulary of clean-up: verbs, words of states, and the names in expressions. Knows no statements.

use crate::facts::Facts;
use crate::syntax::{Expr, Ranged, ast, walk};

/// First words of functions that let go of something.
pub const VERBS: &[&str] = &[
    "abort",
    "aclose",
    "cancel",
    "clean",
    "cleanup",
    "clear",
    "close",
    "delete",
    "deregister",
    "destroy",
    "detach",
    "discard",
    "disconnect",
    "dispose",
    "forget",
    "invalidate",
    "kill",
    "notify",
    "pop",
    "purge",
    "release",
    "remove",
    "reset",
    "rmtree",
    "shutdown",
    "stop",
    "tear",
    "teardown",
    "terminate",
    "unlink",
    "unregister",
    "unsubscribe",
    "untrack",
];
/// The verbs of [`VERBS`] whose call, when awaited, ends something; the others may as well do work.
const AWAITED_VERBS: &[&str] = &[
    "abort",
    "aclose",
    "cancel",
    "cleanup",
    "close",
    "disconnect",
    "kill",
    "release",
    "shutdown",
    "stop",
    "teardown",
    "terminate",
    "unsubscribe",
];
/// Last words of states in which nothing goes on: they claim no success.
const NEUTRAL: &[&str] = &[
    "aborted",
    "canceled",
    "cancelled",
    "closed",
    "dead",
    "disconnected",
    "down",
    "ended",
    "idle",
    "inactive",
    "none",
    "offline",
    "off",
    "shutdown",
    "stopped",
    "terminated",
    "unset",
];
/// Words of flags that say, when true, that something has come to its end.
pub const ENDED: &[&str] = &[
    "closed",
    "stopped",
    "cancelled",
    "canceled",
    "closing",
    "stopping",
    "disconnected",
    "shutdown",
    "terminated",
];

/// The constant that an assignment gives to a state, in its last word: `closing` for `Status.CLOSING`.
pub fn state_word(value: &Expr) -> Option<String> {
    let text = match value {
        Expr::StringLiteral(literal) => literal.value.to_str().to_string(),
        Expr::Attribute(_) => {
            // `Status.CLOSED` and `State.closed`, but not `self.closed`.
            let names = walk::dotted(value)?;
            let last = names.last().copied()?;
            let capital = |name: &&str| name.starts_with(|letter: char| letter.is_ascii_uppercase());
            if !names.iter().any(capital) {
                return None;
            }
            last.to_string()
        }
        Expr::Name(name) if name.id.chars().any(char::is_uppercase) => name.id.to_string(),
        _ => return None,
    };
    // Words are split at capitals, which `CLOSING` is made of.
    walk::words(&text.to_lowercase()).pop()
}

/// Whether a state claims no success.
pub fn is_neutral(word: &str) -> bool {
    NEUTRAL.contains(&word)
}

/// `self._tasks` for `self._tasks`, `self._tasks[key]` and anything else that hangs off a dotted name.
pub fn path(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Subscript(node) => path(&node.value),
        other => walk::dotted(other).map(|names| names.join(".")),
    }
}

/// The method word and the call of `await x.close(…)`; of `await asyncio.wait_for(x.close(…), …)` too.
pub fn awaited_call(value: &Expr) -> Option<(&ast::ExprCall, String)> {
    let Expr::Call(call) = value else { return None };
    let name = callee_name(call)?;
    if matches!(name, "wait_for" | "shield")
        && let Some(inner @ Expr::Call(_)) = call.arguments.args.first()
    {
        return awaited_call(inner);
    }
    let word = match name {
        "__aexit__" => "close".to_string(),
        name => walk::words(name).into_iter().next()?,
    };
    Some((call, word))
}

/// Whether an awaited value ends something: `self._writer.close()`.
pub fn is_awaited_cleanup(value: &Expr) -> bool {
    awaited_call(value).is_some_and(|(_, word)| AWAITED_VERBS.contains(&word.as_str()))
}

/// The last name of what a call calls.
pub fn callee_name(call: &ast::ExprCall) -> Option<&str> {
    match call.func.as_ref() {
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        Expr::Name(name) => Some(name.id.as_str()),
        _ => None,
    }
}

/// A statement's text on one line, cut where it is long, and only the header of a block: for messages.
pub fn short(facts: &Facts<'_>, ranged: impl Ranged) -> String {
    let text = facts.text(ranged);
    let head = text.lines().next().unwrap_or_default().split("  #").next().unwrap_or_default().trim_end();
    let block = head.ends_with(':') && head != "try:" && text.contains('\n');
    let words: Vec<&str> = if block { head } else { text }.split_whitespace().collect();
    let text = words.join(" ");
    if text.chars().count() <= 48 {
        return text;
    }
    let cut: String = text.chars().take(45).collect();
    format!("{cut}...")
}
