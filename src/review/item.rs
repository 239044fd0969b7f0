//! One fix as it is reviewed: what it does, why, its hunk alone, and how it stands. Decides nothing.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::decisions::{Choice, Decision, Decisions, LogMessage, Standing, log_message, reword};
use crate::diff;
use crate::edit::{self, Edit, Fix};
use crate::pipeline::Located;
use crate::report::{FileReport, printable};
use crate::verdict::Verdict;

/// Lines around a change, as `amends diff` has them.
const AROUND: usize = 3;

/// How a fix stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has decided.
    Open,
    /// It was accepted, and the code or the fix has changed since.
    Outdated,
    /// It will be applied.
    Accepted,
    /// It will be left out.
    Skipped,
    /// A comment in the code silences the finding.
    Ignored,
    /// The finding is no longer there.
    Gone,
}

impl State {
    /// Whether somebody has still to decide.
    pub fn is_open(self) -> bool {
        matches!(self, State::Open | State::Outdated)
    }

    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            State::Open => "undecided",
            State::Outdated => "accepted before, changed since",
            State::Accepted => "accepted",
            State::Skipped => "skipped",
            State::Ignored => "ignored",
            State::Gone => "no longer there",
        }
    }
}

/// What a line of a hunk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// `@@`, and notes about missing final newlines.
    Place,
    /// Stays.
    Same,
    /// Comes.
    Added,
    /// Goes.
    Removed,
}

/// A fix under review.
#[derive(Clone, Debug)]
pub struct Item {
    /// The number of its file in the run.
    pub file: usize,
    /// The file, as reports show it.
    pub path: String,
    /// The file's text that the finding speaks of.
    pub text: Arc<str>,
    /// The texts of the other files that the fix changes, by path.
    others: Vec<(String, Arc<str>)>,
    /// The finding; it has a fix.
    pub located: Located,
    /// How it stands.
    pub state: State,
    /// What was decided, whether or not it still counts.
    pub decision: Option<Decision>,
    hunk: OnceCell<Vec<(LineKind, String)>>,
    literal: OnceCell<Option<LogMessage>>,
}

impl Item {
    /// The fixes of a file that can be applied, as they stand. `text_of` gives the text of another file of the run.
    pub fn of_file(
        file: usize,
        report: &FileReport,
        decisions: &Decisions,
        text_of: impl Fn(&str) -> Option<Arc<str>>,
    ) -> Vec<Item> {
        let Some(source) = &report.source else { return Vec::new() };
        let fixable = report.outcome.findings.iter().filter(|located| {
            located
                .finding
                .preferred()
                .is_some_and(|fix| matches!(fix.verdict, Verdict::Safe | Verdict::Review))
        });
        let others = |located: &Located| {
            let elsewhere = located.finding.preferred().into_iter().flat_map(|fix| &fix.elsewhere);
            elsewhere.filter_map(|part| Some((part.path.clone(), text_of(&part.path)?))).collect()
        };
        let mut items: Vec<Item> = fixable
            .map(|located| Item {
                file,
                path: report.path.clone(),
                text: source.shared_text(),
                others: others(located),
                located: located.clone(),
                state: State::Open,
                decision: None,
                hunk: OnceCell::new(),
                literal: OnceCell::new(),
            })
            .collect();
        for item in &mut items {
            item.stand(decisions);
        }
        items
    }

    /// Takes over what is decided about it.
    pub fn stand(&mut self, decisions: &Decisions) {
        if matches!(self.state, State::Ignored | State::Gone) {
            return;
        }
        self.hunk = OnceCell::new();
        let (state, decision) = match decisions.standing(&self.text, &self.located) {
            Standing::Undecided => (State::Open, None),
            Standing::Outdated(decision) => (State::Outdated, Some(decision)),
            Standing::Accepted(decision) => (State::Accepted, Some(decision)),
            Standing::Skipped(decision) => (State::Skipped, Some(decision)),
        };
        (self.state, self.decision) = (state, decision.cloned());
    }

    /// The decision that an answer makes: what is said beside it (message, reason, fields of others) stays.
    pub fn decided(&self, answer: Choice) -> Decision {
        let mut decision = Decision::new(answer, &self.path, &self.text, &self.located);
        if let Some(before) = &self.decision {
            decision.message.clone_from(&before.message);
            decision.log_message.clone_from(&before.log_message);
            decision.reason.clone_from(&before.reason);
            decision.unknown = before.unknown.clone();
        }
        // What no longer fits the fix is not kept: applying it would fail.
        if let (Some(words), Some(fix)) = (&decision.log_message, self.located.finding.preferred())
            && reword(&self.text, fix, words).is_err()
        {
            decision.log_message = None;
        }
        decision
    }

    /// The log message that the fix writes by itself, if it writes exactly one.
    pub fn literal(&self) -> Option<&LogMessage> {
        self.literal.get_or_init(|| log_message(&self.text, self.located.finding.preferred()?)).as_ref()
    }

    /// What the log call of the fix will say.
    pub fn log_words(&self) -> Option<&str> {
        let chosen = self.decision.as_ref().and_then(|decision| decision.log_message.as_deref());
        chosen.or_else(|| self.literal().map(|literal| literal.text.as_str()))
    }

    /// What the commit message will say.
    pub fn commit_words(&self) -> &str {
        let chosen = self.decision.as_ref().and_then(|decision| decision.message.as_deref());
        chosen.unwrap_or(&self.located.finding.message)
    }

    /// The unified diff of this fix alone: its own file's without names, then those of other files.
    pub fn hunk(&self) -> &[(LineKind, String)] {
        self.hunk.get_or_init(|| self.fix().map_or_else(Vec::new, |fix| self.hunk_of(&fix)))
    }

    fn hunk_of(&self, fix: &Fix) -> Vec<(LineKind, String)> {
        let mut lines = hunk(&self.text, &fix.edits);
        for part in &fix.elsewhere {
            lines.push((LineKind::Place, format!("and in {}", printable(&part.path))));
            match self.others.iter().find(|(path, _)| *path == part.path) {
                Some((_, text)) => lines.extend(hunk(text, &part.edits)),
                None => lines.push((LineKind::Place, "(its text is not at hand)".into())),
            }
        }
        lines
    }

    /// The fix, with the log message that was chosen where that still fits.
    fn fix(&self) -> Option<Fix> {
        let fix = self.located.finding.preferred()?;
        let words = self.decision.as_ref().and_then(|decision| decision.log_message.as_deref());
        Some(words.and_then(|words| reword(&self.text, fix, words).ok()).unwrap_or_else(|| fix.clone()))
    }
}

fn hunk(text: &str, edits: &[Edit]) -> Vec<(LineKind, String)> {
    let Ok(after) = edit::apply(text, edits) else {
        return vec![(LineKind::Place, "the edits of this fix overlap: amends will leave it out".into())];
    };
    let patch = diff::unified("", text.as_bytes(), after.as_bytes(), AROUND);
    let patch = String::from_utf8_lossy(&patch);
    // The header names the file, which is said already; carriage returns are the file's line ends.
    let lines = patch.split_terminator('\n').skip_while(|line| !line.starts_with("@@"));
    lines
        .map(|line| {
            let line = line.strip_suffix('\r').unwrap_or(line);
            let kind = match line.as_bytes().first() {
                Some(b'+') => LineKind::Added,
                Some(b'-') => LineKind::Removed,
                Some(b'@' | b'\\') => LineKind::Place,
                _ => LineKind::Same,
            };
            (kind, line.to_string())
        })
        .collect()
}
