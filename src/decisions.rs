//! What people have decided about fixes, for `diff`, `apply`, `pr` and `review`, and for teams that commit it.
//! Not how it is asked: that is [`crate::review`].
//!
//! Decisions are repository content, and so untrusted: the file is bounded in size, what it says is printable
//! and of one line, and no decision can do more than choose among the fixes that were judged here and now.

mod context;
mod error;
mod file;
mod reworded;
mod store;

use std::collections::BTreeMap;

use crate::pipeline::Located;

pub use self::context::context;
pub use self::error::DecisionsError;
pub use self::file::Unknown;
pub use self::reworded::{LogMessage, NotReworded, log_message, reword, reworded};
pub use self::store::{FILE_NAME, MAX_BYTES, load, update};

/// The longest message, log message or reason, in characters.
pub const MAX_TEXT: usize = 1_000;

/// What somebody chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Apply the fix, also where it changes behaviour.
    Accept,
    /// Leave it out.
    Skip,
}

impl Choice {
    /// The word in the file.
    pub fn name(self) -> &'static str {
        match self {
            Choice::Accept => "accept",
            Choice::Skip => "skip",
        }
    }
}

/// One decision about one finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// [`Located::fingerprint`] of the finding.
    pub fingerprint: String,
    /// The finding's code.
    pub code: String,
    /// The file, as reports show it.
    pub path: String,
    /// The line when it was decided, from 1; for people, and stale once lines have shifted.
    pub line: usize,
    /// What was chosen.
    pub choice: Choice,
    /// What the commit message shall say of the fix, in place of the finding's message.
    pub message: Option<String>,
    /// What the log call that the fix writes shall say; see [`reworded`].
    pub log_message: Option<String>,
    /// Why, for people.
    pub reason: Option<String>,
    /// What was looked at when it was decided; see [`context()`]. An `accept` counts only for the same.
    pub context: String,
    /// Fields that this version does not know. They are written back.
    pub unknown: Unknown,
}

impl Decision {
    /// A decision about a finding of the file `path` that holds `text`, with nothing else said.
    pub fn new(choice: Choice, path: &str, text: &str, located: &Located) -> Self {
        Decision {
            fingerprint: located.fingerprint.clone(),
            code: located.finding.code.to_string(),
            path: path.to_string(),
            line: located.line,
            choice,
            message: None,
            log_message: None,
            reason: None,
            context: context(text, located),
            unknown: Unknown::default(),
        }
    }
}

/// How a finding stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing<'d> {
    /// Nobody has decided.
    Undecided,
    /// It was accepted, but the code around it, the fix or its verdict is no longer what was looked at: as if
    /// undecided.
    Outdated(&'d Decision),
    /// Its fix is to be applied.
    Accepted(&'d Decision),
    /// Its fix is to be left out.
    Skipped(&'d Decision),
}

/// All decisions of a project; see the [module](self).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decisions {
    by_fingerprint: BTreeMap<String, Decision>,
    /// Top-level fields that this version does not know.
    unknown: Unknown,
}

impl Decisions {
    /// The decision about a finding, whether or not it still counts.
    pub fn get(&self, fingerprint: &str) -> Option<&Decision> {
        self.by_fingerprint.get(fingerprint)
    }

    /// The decision about a finding, also under the fingerprint that it had in version 0.1.
    pub fn of(&self, located: &Located) -> Option<&Decision> {
        self.get(&located.fingerprint).or_else(|| {
            let former = self.get(&located.finding.former_fingerprint)?;
            (former.code == located.finding.code).then_some(former)
        })
    }

    /// Files decisions under the fingerprints that their findings have now; whether any was under an older one.
    pub fn renew<'f>(&mut self, findings: impl IntoIterator<Item = &'f Located>) -> bool {
        let mut any = false;
        for located in findings {
            let former = &located.finding.former_fingerprint;
            if self.get(&located.fingerprint).is_none() && self.of(located).is_some() {
                let Some(decision) = self.remove(former) else { continue };
                self.set(Decision { fingerprint: located.fingerprint.clone(), ..decision });
                any = true;
            }
        }
        any
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_fingerprint.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_fingerprint.is_empty()
    }

    /// All, in the order of the file: by path, line, code, fingerprint.
    pub fn all(&self) -> Vec<&Decision> {
        let mut all: Vec<&Decision> = self.by_fingerprint.values().collect();
        all.sort_by(|a, b| {
            (&a.path, a.line, &a.code, &a.fingerprint).cmp(&(&b.path, b.line, &b.code, &b.fingerprint))
        });
        all
    }

    /// Adds a decision, in place of the one about the same finding.
    pub fn set(&mut self, decision: Decision) {
        self.by_fingerprint.insert(decision.fingerprint.clone(), decision);
    }

    /// Takes a decision back.
    pub fn remove(&mut self, fingerprint: &str) -> Option<Decision> {
        self.by_fingerprint.remove(fingerprint)
    }

    /// How a finding of a file that holds `text` stands.
    ///
    /// A `skip` counts wherever its fingerprint does, because declining is always harmless.
    pub fn standing(&self, text: &str, located: &Located) -> Standing<'_> {
        match self.of(located) {
            None => Standing::Undecided,
            Some(decision) if decision.choice == Choice::Skip => Standing::Skipped(decision),
            Some(decision) if decision.context == context(text, located) => Standing::Accepted(decision),
            Some(decision) => Standing::Outdated(decision),
        }
    }

    /// Decisions about findings that are no longer there: `covers` says whether findings of this path and code
    /// were looked for, `is_there` whether a fingerprint was found.
    pub fn stale(
        &self,
        covers: impl Fn(&str, &str) -> bool,
        is_there: impl Fn(&str) -> bool,
    ) -> Vec<&Decision> {
        let mut stale = self.all();
        stale.retain(|decision| covers(&decision.path, &decision.code) && !is_there(&decision.fingerprint));
        stale
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::choice::{Apply, Choice as Run};
    use crate::edit::Fix;
    use crate::syntax::{TextRange, TextSize};
    use crate::verdict::{Finding, Severity, Verdict};

    const TEXT: &str = "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\n";

    fn located(verdict: Verdict, change: &str) -> Located {
        let range = TextRange::new(TextSize::new(12), TextSize::new(17));
        let fix = Fix::new(verdict, "test", Vec::new()).changing(change);
        let mut finding = Finding::new(verdict, Severity::Low, range, "test").with_fixes(vec![fix]);
        finding.code = "AM401";
        let fingerprint = "00000000000000ff".into();
        Located { finding, line: 3, column: 1, end_line: 3, end_column: 6, fingerprint }
    }

    fn with(choice: Choice, located: &Located) -> Decisions {
        let mut decisions = Decisions::default();
        decisions.set(Decision::new(choice, "a.py", TEXT, located));
        decisions
    }

    fn takes(decisions: &Decisions, text: &str, located: &Located, apply: Apply) -> bool {
        let run = Run { apply, decisions: Arc::new(decisions.clone()), only: None };
        run.settle(text, std::slice::from_ref(located)).takes(located)
    }

    #[test]
    fn undecided_fixes_go_by_the_flags() {
        let none = Decisions::default();
        assert!(takes(&none, TEXT, &located(Verdict::Safe, "x"), Apply::Safe));
        assert!(!takes(&none, TEXT, &located(Verdict::Review, "x"), Apply::Safe));
        assert!(takes(&none, TEXT, &located(Verdict::Review, "x"), Apply::Review));
    }

    #[test]
    fn an_accept_takes_a_review_fix_only_as_it_was_looked_at() {
        let review = located(Verdict::Review, "x");
        let decisions = with(Choice::Accept, &review);
        assert!(takes(&decisions, TEXT, &review, Apply::Safe));
        let edited = TEXT.replace("d = 4", "d = 5");
        assert!(matches!(decisions.standing(&edited, &review), Standing::Outdated(_)));
        assert!(!takes(&decisions, &edited, &review, Apply::Safe), "the lines around it have changed");
        let other = located(Verdict::Review, "y");
        assert!(!takes(&decisions, TEXT, &other, Apply::Safe), "it changes something else");
    }

    #[test]
    fn a_skip_counts_whatever_has_changed() {
        let safe = located(Verdict::Safe, "x");
        let decisions = with(Choice::Skip, &safe);
        assert!(!takes(&decisions, TEXT, &safe, Apply::Review));
        let edited = TEXT.replace("d = 4", "d = 5");
        assert!(!takes(&decisions, &edited, &located(Verdict::Safe, "y"), Apply::Review));
    }

    #[test]
    fn decisions_of_version_0_1_count_and_are_renewed() {
        let mut old = located(Verdict::Safe, "x");
        let mut decisions = with(Choice::Skip, &old);
        old.finding.former_fingerprint = std::mem::replace(&mut old.fingerprint, "00000000000000aa".into());
        assert!(matches!(decisions.standing(TEXT, &old), Standing::Skipped(_)));
        assert!(!takes(&decisions, TEXT, &old, Apply::Safe));
        assert!(decisions.renew([&old]) && !decisions.renew([&old]));
        assert!(decisions.get("00000000000000ff").is_none() && decisions.get("00000000000000aa").is_some());
        old.finding.code = "AM502";
        old.fingerprint = "00000000000000bb".into();
        assert_eq!(decisions.of(&old), None);
    }

    #[test]
    fn stale_are_those_that_were_looked_for_and_not_found() {
        let decisions = with(Choice::Skip, &located(Verdict::Safe, "x"));
        let count = |covers: bool, there: bool| decisions.stale(|_, _| covers, |_| there).len();
        assert_eq!((count(true, false), count(true, true), count(false, false)), (1, 0, 0));
    }
}
