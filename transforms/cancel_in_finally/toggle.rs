//! State that is set before an await and set back after it, in any function. Knows no edits.

use crate::facts::Facts;
use crate::syntax::{Expr, NodeId, Ranged, Stmt, walk};

use super::own_half;
use super::vocabulary::{is_neutral, path, state_word};

/// What kind of state is set and set back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `self._busy = True` … `self._busy = False`.
    Flag,
    /// `event.clear()` … `event.set()`.
    Gate,
    /// `event.set()` … `event.clear()`.
    Signal,
    /// `self.status = Status.CLOSING` … `self.status = Status.CLOSED`.
    Status,
    /// `self.status = Status.CONNECTING` … `self.status = Status.CONNECTED`, which claims success.
    Success,
}

/// A statement that undoes an earlier one of the same suite.
#[derive(Clone, Debug)]
pub struct Toggle<'a> {
    /// What kind.
    pub kind: Kind,
    /// The dotted thing.
    pub target: String,
    /// Where in the suite it is set first.
    pub set_at: usize,
    /// The statement there.
    pub set: &'a Stmt,
    /// Whether an own method sets it, or sets it back.
    pub by_method: bool,
}

/// What one statement does to a state.
pub enum Half {
    /// Gives it `True` or `False`.
    Flag(bool),
    /// Sets an event.
    Set,
    /// Clears an event.
    Clear,
    /// Gives it a constant, by its last word.
    Status(String),
}

/// Words of flags that mean "there is still something to do", which a failure must not take back.
const OWED: &[&str] = &[
    "changed", "dirty", "failed", "modified", "needed", "needs", "outdated", "required", "retry", "should",
    "stale", "unsaved", "want", "wanted",
];

/// Whether `suite[index]` sets back what a statement before it in the suite has set.
pub fn toggle<'a>(
    facts: &Facts<'a>,
    function: NodeId,
    suite: &'a [Stmt],
    index: usize,
) -> Option<Toggle<'a>> {
    let either = |stmt: &'a Stmt| half(stmt).or_else(|| own_half::of_call(facts, function, stmt));
    let (target, reset) = either(&suite[index])?;
    let words = target.rsplit('.').next().map(walk::words).unwrap_or_default();
    if words.iter().any(|word| OWED.contains(&word.as_str())) {
        return None;
    }
    // The nearest statement that touches the same thing decides.
    let sets = |stmt: &'a Stmt| either(stmt).is_some_and(|(name, _)| name == target);
    let set_at = (0..index).rev().find(|&at| touches(&suite[at], &target) || sets(&suite[at]))?;
    let (other, set) = either(&suite[set_at])?;
    if other != target {
        return None;
    }
    let kind = match (set, reset) {
        (Half::Flag(true), Half::Flag(false)) => Kind::Flag,
        (Half::Clear, Half::Set) => Kind::Gate,
        (Half::Set, Half::Clear) => Kind::Signal,
        (Half::Status(before), Half::Status(after)) if is_transition(&before) && before != after => {
            if is_neutral(&after) {
                Kind::Status
            } else {
                Kind::Success
            }
        }
        _ => return None,
    };
    let by_method = half(&suite[index]).is_none() || half(&suite[set_at]).is_none();
    Some(Toggle { kind, target, set_at, set: &suite[set_at], by_method })
}

/// The statement of `after` that sets back what a statement of `before` has set.
pub fn undone_in<'a>(
    before: impl DoubleEndedIterator<Item = &'a Stmt> + Clone,
    after: &'a [Stmt],
) -> Option<&'a Stmt> {
    after.iter().find(|stmt| {
        half(stmt).is_some_and(|(target, reset)| {
            let set = before.clone().rev().find_map(|stmt| half(stmt).filter(|(other, _)| *other == target));
            match (set, reset) {
                (Some((_, Half::Flag(set))), Half::Flag(reset)) => set && !reset,
                (Some((_, Half::Clear)), Half::Set) | (Some((_, Half::Set)), Half::Clear) => true,
                (Some((_, Half::Status(before))), Half::Status(after)) => {
                    is_transition(&before) && before != after
                }
                _ => false,
            }
        })
    })
}

/// `closing`, `stopping`, `connecting`: something goes on.
fn is_transition(word: &str) -> bool {
    word.len() > 5 && word.ends_with("ing") && !matches!(word, "nothing" | "missing" | "existing" | "pending")
}

/// What a statement itself does to a state, by its name.
pub fn half(stmt: &Stmt) -> Option<(String, Half)> {
    match stmt {
        Stmt::Assign(node) => {
            let [target @ Expr::Attribute(_)] = node.targets.as_slice() else { return None };
            let what = match node.value.as_ref() {
                Expr::BooleanLiteral(literal) => Half::Flag(literal.value),
                value => Half::Status(state_word(value)?),
            };
            Some((path(target)?, what))
        }
        Stmt::Expr(node) => {
            let Expr::Call(call) = node.value.as_ref() else { return None };
            let Expr::Attribute(method) = call.func.as_ref() else { return None };
            if !call.arguments.is_empty() {
                return None;
            }
            let what = match method.attr.as_str() {
                "set" => Half::Set,
                "clear" => Half::Clear,
                _ => return None,
            };
            walk::dotted(&method.value).map(|names| (names.join("."), what))
        }
        _ => None,
    }
}

/// Whether a statement sets this state anywhere in it.
fn touches(stmt: &Stmt, target: &str) -> bool {
    walk::any_statement(std::slice::from_ref(stmt), |inner| match inner {
        Stmt::Assign(node) => node.targets.iter().any(|expr| names_target(expr, target)),
        Stmt::AugAssign(node) => names_target(&node.target, target),
        Stmt::AnnAssign(node) => node.value.is_some() && names_target(&node.target, target),
        other => half(other).is_some_and(|(name, _)| name == target),
    })
}

fn names_target(expr: &Expr, target: &str) -> bool {
    match expr {
        Expr::Tuple(tuple) => tuple.elts.iter().any(|expr| names_target(expr, target)),
        other => path(other).is_some_and(|name| name == target),
    }
}

/// Whether a flag's name says that it only marks work in progress.
pub fn is_busy_flag(name: &str) -> bool {
    const BUSY: &[&str] =
        &["busy", "running", "active", "locked", "working", "inflight", "entered", "reentrant"];
    // These end in "ing" and mark an end that has begun, or something that is owed or missing.
    const NOT_BUSY: &[&str] = &[
        "cancelling",
        "closing",
        "existing",
        "failing",
        "missing",
        "outstanding",
        "pending",
        "remaining",
        "setting",
        "shutting",
        "stopping",
        "string",
        "terminating",
        "using",
        "warning",
    ];
    let words = walk::words(name);
    let busy = |word: &String| BUSY.contains(&word.as_str()) || (word.len() > 5 && word.ends_with("ing"));
    words.iter().any(busy) && !words.iter().any(|word| NOT_BUSY.contains(&word.as_str()))
}

/// What is set where, for evidence.
pub fn described(facts: &Facts<'_>, toggle: &Toggle<'_>) -> String {
    let line = facts.line(toggle.set.start());
    match toggle.kind {
        Kind::Flag => format!("`{}` is set at line {line}", toggle.target),
        Kind::Gate => format!("`{}` is cleared at line {line}", toggle.target),
        Kind::Signal => format!("`{}` is set at line {line}", toggle.target),
        Kind::Status | Kind::Success => {
            format!("`{}` is in transition from line {line} on", toggle.target)
        }
    }
}
