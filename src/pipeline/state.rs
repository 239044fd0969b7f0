//! A file on its way: its text after some passes, and the findings in it. Knows nothing of other files.

use std::collections::VecDeque;
use std::sync::Arc;

use similar::TextDiff;

use super::judge::{Known, judge};
use super::{BUG, Context, Located, MAX_PASSES, Outcome, Problem};
use crate::choice::{Apply, Settled};
use crate::decisions;
use crate::edit::{self, Edit, Fix};
use crate::facts::Origin;
use crate::plan::plan;
use crate::source::Source;
use crate::syntax::{Module, parse};
use crate::verify::verify;

/// A file between passes.
pub(super) struct State<'s> {
    path: &'s str,
    original: &'s str,
    /// The file, where what comes out must fit its encoding.
    source: Option<&'s Source>,
    /// After the passes so far.
    pub(super) text: String,
    module: Arc<Module>,
    /// The edits of the passes so far.
    pub(super) origin: Origin,
    /// Of the text as it is now.
    findings: Vec<Located>,
    known: Known,
    choice: Option<Settled<'s>>,
    /// Fingerprints of fixes that are not tried again.
    banned: Vec<String>,
    outcome: Outcome,
}

/// A text that keeps the laws.
pub(super) struct Verified {
    text: String,
    module: Arc<Module>,
}

/// A pass that would break a law, and the fixes that do so by themselves.
struct Unsound {
    message: String,
    guilty: Vec<Located>,
}

impl<'s> State<'s> {
    /// Parses and judges a file as it was read.
    ///
    /// # Errors
    /// The outcome of a file that cannot be judged.
    pub(super) fn open(
        path: &'s str,
        text: &'s str,
        source: Option<&'s Source>,
        context: Context<'s>,
    ) -> Result<Self, Box<Outcome>> {
        let broken = |problem| Box::new(Outcome { problem: Some(problem), ..Outcome::default() });
        let project = context.project;
        let given = project.number(path).filter(|&file| project.text(file) == text);
        let module = given.map_or_else(|| parse(text).map(Arc::new), |file| project.parsed(file));
        let module = module.map_err(|problem| broken(Problem::Syntax(problem)))?;
        let origin = Origin::new();
        let judged = judge(path, text, &module, &origin, context).map_err(broken)?;
        let outcome = Outcome {
            findings: judged.findings,
            silenced: judged.silenced,
            notices: judged.notices,
            ..Outcome::default()
        };
        let choice =
            (context.choice.apply != Apply::Nothing).then(|| context.choice.settle(text, &outcome.findings));
        let mut state = State {
            path,
            original: text,
            source,
            text: text.to_string(),
            module,
            origin,
            findings: outcome.findings.clone(),
            known: Known::new(&outcome.findings),
            choice,
            banned: Vec::new(),
            outcome,
        };
        state.reword();
        Ok(state)
    }

    /// The findings of the file as it was read, and nothing applied.
    pub(super) fn into_findings(self) -> Outcome {
        self.outcome
    }

    /// The findings whose fixes are wanted and edit other files too.
    pub(super) fn wanted_wide(&self) -> Vec<Located> {
        self.wanted().filter(|located| is_wide(located)).cloned().collect()
    }

    fn wanted(&self) -> impl Iterator<Item = &Located> {
        let choice = self.choice.as_ref();
        self.findings
            .iter()
            .filter(move |located| choice.is_some_and(|choice| choice.takes(located)))
            .filter(|located| !self.banned.contains(&located.fingerprint))
    }

    /// Never tries the fix of a finding again, and says why.
    pub(super) fn leave_out(&mut self, located: &Located, why: &str) {
        self.outcome
            .notices
            .push((located.line, format!("{}'s fix is left out: {why}", located.finding.code)));
        self.banned.push(located.fingerprint.clone());
    }

    /// Applies what is wanted in this file alone until nothing is left, and gives the outcome.
    pub(super) fn finish(mut self, context: Context<'_>) -> Outcome {
        match self.passes(context) {
            Ok(()) => self.into_outcome(),
            Err(problem) => self.into_problem(problem),
        }
    }

    /// The outcome of the passes so far.
    pub(super) fn into_outcome(self) -> Outcome {
        let after = (self.text != self.original).then_some(self.text);
        Outcome { after, ..self.outcome }
    }

    /// The outcome where nothing may be changed.
    pub(super) fn into_problem(self, problem: Problem) -> Outcome {
        Outcome {
            after: None,
            applied: Vec::new(),
            joined: Vec::new(),
            problem: Some(problem),
            ..self.outcome
        }
    }

    /// Judges, plans, applies and verifies until no fix that edits this file alone is wanted.
    ///
    /// # Errors
    /// A file that can no longer be judged, a law that no single fix breaks, or passes that do not settle.
    pub(super) fn passes(&mut self, context: Context<'_>) -> Result<(), Problem> {
        for _ in 0..MAX_PASSES {
            let wanted: Vec<Located> = self.wanted().filter(|located| !is_wide(located)).cloned().collect();
            if wanted.is_empty() {
                return Ok(());
            }
            match self.pass(&wanted) {
                Ok((verified, applied, edits)) => {
                    self.advance(verified, &edits, applied);
                    self.judge_again(context)?;
                }
                // A fix that breaks a law is a bug in its transform; the others are not to blame.
                Err(unsound) if !unsound.guilty.is_empty() => {
                    for located in unsound.guilty {
                        self.leave_out(&located, &unsound.message);
                    }
                }
                Err(unsound) => return Err(Problem::Unsound(unsound.message)),
            }
        }
        Err(Problem::Unsound(format!("the fixes did not settle after {MAX_PASSES} passes")))
    }

    /// Plans, applies and verifies one pass.
    fn pass(&self, wanted: &[Located]) -> Result<(Verified, Vec<Located>, Vec<Edit>), Unsound> {
        let fixes: Vec<&Fix> = wanted.iter().filter_map(|located| located.finding.preferred()).collect();
        let plan = plan(&fixes);
        let verified = self.with(&plan.edits).map_err(|message| Unsound {
            message,
            guilty: wanted.iter().filter(|located| self.is_guilty(located)).cloned().collect(),
        })?;
        let applied = plan.accepted.iter().map(|&index| wanted[index].clone()).collect();
        Ok((verified, applied, plan.edits))
    }

    /// Whether a fix breaks a law on its own.
    fn is_guilty(&self, located: &Located) -> bool {
        located.finding.preferred().is_some_and(|fix| self.with(&fix.edits).is_err())
    }

    /// What edits make of the text.
    ///
    /// # Errors
    /// The law that they break, or the character that the file's encoding lacks.
    pub(super) fn with(&self, edits: &[Edit]) -> Result<Verified, String> {
        let text = edit::apply(&self.text, edits)
            .map_err(|edit| format!("overlapping edits at byte {}; {BUG}", edit.start))?;
        let module = verify(&self.text, &self.module, &text, edits).map_err(|law| format!("{law}; {BUG}"))?;
        if let Some(source) = self.source {
            source.encode(&text).map_err(|error| error.to_string())?;
        }
        Ok(Verified { text, module: Arc::new(module) })
    }

    /// Goes on from a text that `edits` have made, by the fixes `applied` of this file.
    pub(super) fn advance(&mut self, verified: Verified, edits: &[Edit], applied: Vec<Located>) {
        // A fix of a later pass is told where it was, not where earlier fixes have moved it.
        let moved = self.text != self.original;
        let told = |located| if moved { in_lines_of(self.original, &self.text, located) } else { located };
        self.outcome.applied.extend(applied.into_iter().map(told));
        self.origin.push(edits);
        (self.text, self.module) = (verified.text, verified.module);
    }

    /// Notes the fixes of other files that have a part in this one.
    pub(super) fn join(&mut self, joined: super::Joined) {
        self.outcome.joined.push(joined);
    }

    /// The fixes of this file that have been applied.
    pub(super) fn applied(&self) -> &[Located] {
        &self.outcome.applied
    }

    /// Judges the text as it is now.
    ///
    /// # Errors
    /// Why it cannot be judged.
    pub(super) fn judge_again(&mut self, context: Context<'_>) -> Result<(), Problem> {
        self.findings = judge(self.path, &self.text, &self.module, &self.origin, context)?.findings;
        self.known.recognise(&mut self.findings, &self.origin);
        self.reword();
        Ok(())
    }

    /// Puts the log messages that people want into the fixes that write them.
    fn reword(&mut self) {
        let Some(choice) = &self.choice else { return };
        for located in &mut self.findings {
            let Some(decision) = choice.rewording(located) else { continue };
            let Some(fix) = located.finding.fixes.first_mut() else { continue };
            match decisions::reworded(&self.text, fix, decision) {
                Ok(reworded) => *fix = reworded,
                Err(why) => {
                    let notice = format!("the log message of its decision is not used: {why}");
                    if !self.outcome.notices.iter().any(|(_, known)| *known == notice) {
                        self.outcome.notices.push((located.line, notice));
                    }
                }
            }
        }
    }
}

fn is_wide(located: &Located) -> bool {
    located.finding.preferred().is_some_and(Fix::is_wide)
}

/// A finding of a later pass, with the lines of the file as it was: a line that a fix has added is told as
/// the one before it.
pub(super) fn in_lines_of(original: &str, current: &str, mut located: Located) -> Located {
    let diff = TextDiff::from_lines(original, current);
    // By line of the current text, from 1. Lines that replace others are those; added ones are the one before.
    let mut lines = vec![1];
    let mut replaced = VecDeque::new();
    for change in diff.iter_all_changes() {
        match (change.old_index(), change.new_index()) {
            (Some(old), Some(_)) => {
                replaced.clear();
                lines.push(old + 1);
            }
            (Some(old), None) => replaced.push_back(old + 1),
            (None, _) => lines.push(replaced.pop_front().or(lines.last().copied()).unwrap_or(1)),
        }
    }
    let was = |line: usize| lines.get(line).copied().unwrap_or(line);
    (located.line, located.end_line) = (was(located.line), was(located.end_line));
    let fixes = located.finding.fixes.iter_mut().flat_map(|fix| &mut fix.evidence);
    for evidence in
        located.finding.evidence.iter_mut().chain(fixes).filter(|evidence| evidence.path.is_none())
    {
        evidence.line = evidence.line.map(was);
    }
    located
}
