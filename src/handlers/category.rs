//! Which kind of failure is dropped: it decides how loud the log call is, and audits ask for it. No verdicts.

use super::cleanup;
use super::words::{last_name, principal};
use super::{Swallow, callbacks};
use crate::facts::Facts;
use crate::facts::loggers::Level;
use crate::syntax::ast::Stmt;
use crate::syntax::{Ranged, TextRange, walk};
use crate::verdict::{Evidence, Severity};

/// The kind of a dropped failure, and the line that shows it.
pub(crate) struct Category {
    pub(crate) kind: Kind,
    pub(crate) word: Word,
    pub(crate) evidence: Evidence,
}

/// The word that evidence of the kind `category` starts with; what follows it and a colon is for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Cleanup,
    Callback,
    ControlFlow,
    HotPath,
    LoggingItself,
    StateChange,
    Real,
}

impl Word {
    fn name(self) -> &'static str {
        match self {
            Word::Cleanup => "cleanup",
            Word::Callback => "callback",
            Word::ControlFlow => "control flow",
            Word::HotPath => "hot path",
            Word::LoggingItself => "logging itself",
            Word::StateChange => "state change",
            Word::Real => "real",
        }
    }

    /// What a reason to doubt says of a site of this category.
    fn doubted(self) -> &'static str {
        match self {
            Word::HotPath => "a log call here could flood the log",
            Word::LoggingItself => "logging may run this code",
            _ => "failing may be an ordinary answer here",
        }
    }
}

/// What decides the level of the log call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Closing, cancelling, stopping: expected to fail sometimes.
    Cleanup,
    /// Somebody else's code was called.
    Callback,
    /// A result or a record that somebody waits for.
    StateChange,
    /// Anything else.
    Real,
}

const STATE_VERBS: &[&str] =
    &["commit", "persist", "publish", "save", "set_result", "set_exception", "notify", "notify_all"];

impl Category {
    pub(crate) fn level(&self) -> Level {
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

/// Evidence of the kind `category`.
pub(super) fn said(facts: &Facts<'_>, word: Word, why: &str, at: impl Ranged) -> Evidence {
    facts.evidence("category", format!("{}: {why}", word.name()), at)
}

/// The category that a reason to doubt shows, at its line.
pub(super) fn doubted(word: Word, evidence: &Evidence) -> Evidence {
    said_as(word, word.doubted(), evidence)
}

/// The same at a line that other evidence rests on.
pub(super) fn said_as(word: Word, why: &str, like: &Evidence) -> Evidence {
    Evidence { kind: "category", message: format!("{}: {why}", word.name()), ..like.clone() }
}

/// The category of a failure that is expected: clean-up and callbacks stay what they are, all else is control flow.
pub(super) fn expected<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>, why: &str) -> Evidence {
    let category = of(facts, swallow);
    match category.kind {
        Kind::Cleanup | Kind::Callback => category.evidence,
        _ => said(facts, Word::ControlFlow, why, swallow.range),
    }
}

/// The category of what a handler drops.
pub(crate) fn of<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Category {
    let category = |kind, word, why: String, at: TextRange| Category {
        kind,
        word,
        evidence: said(facts, word, &why, at),
    };
    if let Some(callback) = callbacks::called(facts, swallow.body) {
        let why = format!("the try body calls `{}`", callback.name);
        return category(Kind::Callback, Word::Callback, why, callback.range);
    }
    if facts.in_finally(swallow.id) {
        return category(Kind::Cleanup, Word::Cleanup, "it stands in a finally block".into(), swallow.range);
    }
    let symbol = facts.symbol(swallow.id);
    let function = symbol.rsplit('.').next().unwrap_or_default();
    if cleanup::is_function(function) && !cleanup::restarts(swallow.body) {
        let why = format!("{function} is a clean-up path");
        return category(Kind::Cleanup, Word::Cleanup, why, swallow.range);
    }
    if let Some(call) = principal(swallow.body)
        && let Some(name) = last_name(&call.func)
    {
        // `thread.join()` waits, `", ".join(parts)` does not.
        let joins_text = name == "join" && !call.arguments.is_empty();
        let why = format!("the try body calls `{name}`");
        if !joins_text
            && walk::words(name).first().is_some_and(|word| cleanup::VERBS.contains(&word.as_str()))
        {
            return category(Kind::Cleanup, Word::Cleanup, why, call.range());
        }
        if STATE_VERBS.contains(&name) {
            return category(Kind::StateChange, Word::StateChange, why, call.range());
        }
    }
    let leaves = swallow.handler.iter().any(|stmt| matches!(stmt, Stmt::Continue(_) | Stmt::Break(_)));
    let (word, why) = if leaves {
        (Word::ControlFlow, "the loop goes on or ends without a word")
    } else {
        (Word::Real, "nothing else reports the failure")
    };
    category(Kind::Real, word, why.into(), swallow.range)
}
