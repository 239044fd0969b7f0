//! `--verify`: runs the user's check without fixes and with them, and searches for those that make it fail.

use std::cell::Cell;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;

use super::States;
use crate::apply::{Change, Trial};
use crate::command::{Job, Ran, RunError};
use crate::culprits::{self, Found, Progress};
use crate::interrupt::Interrupt;
use crate::report::summary::plural;

/// Without `--verify-timeout`, a run may take so many times as long as the one without fixes, …
const LIMIT_FACTOR: u32 = 10;
/// … but is given this time at least.
const LEAST_LIMIT: Duration = Duration::from_secs(60);

/// A check of the user's.
pub(super) struct Check {
    job: Job,
    limit: Option<Duration>,
    budget: usize,
    interrupt: Interrupt,
    quiet: bool,
}

/// What came of it.
pub(super) enum Verified {
    /// It fails without any fix, so it can say nothing about them.
    FailsWithout(Ran),
    /// The fixes that are kept and that are left out, with the failing runs by their numbers.
    Searched(Found, Vec<Option<Ran>>),
    /// The user does not want to wait.
    Interrupted,
}

/// Why a search ended early.
enum Stop {
    Interrupted,
    Error(anyhow::Error),
}

impl Check {
    pub(super) fn new(
        command: &str,
        folder: &Path,
        limit: Option<Duration>,
        budget: usize,
        quiet: bool,
    ) -> Result<Self> {
        let interrupt = Interrupt::of_process()?;
        Ok(Check { job: Job::shell(command, folder), limit, budget, interrupt, quiet })
    }

    /// The command, on one line.
    pub(super) fn display(&self) -> String {
        self.job.display()
    }

    /// Runs it without fixes and with them until the fixes to keep are known. The trial then holds those.
    pub(super) fn search(&self, states: &mut States, trial: &mut Trial<'_>) -> Result<Verified> {
        self.say("without fixes");
        let baseline = match self.run(self.limit) {
            Ok(ran) => ran,
            Err(Stop::Interrupted) => return Ok(Verified::Interrupted),
            Err(Stop::Error(error)) => return Err(error),
        };
        if !baseline.passed() {
            return Ok(Verified::FailsWithout(baseline));
        }
        let limit = self.limit.unwrap_or_else(|| (baseline.took * LIMIT_FACTOR).max(LEAST_LIMIT));
        let mut outputs: Vec<Option<Ran>> = Vec::new();
        let (count, took) = (states.len(), Cell::new((baseline.took, 1)));
        let run = |kept: &[usize]| {
            let changes = changes(states, kept).map_err(Stop::Error)?;
            trial.set(&changes).map_err(|error| Stop::Error(error.into()))?;
            let ran = self.run(Some(limit))?;
            let (sum, count) = took.get();
            took.set((sum + ran.took, count + 1));
            let passed = ran.passed();
            outputs.push((!passed).then_some(ran));
            Ok(passed)
        };
        let progress = |progress: Progress| {
            let (sum, count) = took.get();
            self.say_progress(progress, sum / count);
        };
        let found = match culprits::find(count, self.budget - 1, run, progress) {
            Ok(found) => found,
            Err(Stop::Interrupted) => return Ok(Verified::Interrupted),
            Err(Stop::Error(error)) => return Err(error),
        };
        trial.set(&changes(states, &found.kept)?)?;
        Ok(Verified::Searched(found, outputs))
    }

    fn run(&self, limit: Option<Duration>) -> Result<Ran, Stop> {
        let job = self.job.clone();
        let job = limit.map_or(job.clone(), |limit| job.limit(limit));
        let ran = match job.run(&self.interrupt) {
            Ok(ran) => ran,
            Err(RunError::Interrupted) => {
                self.say_end("interrupted");
                return Err(Stop::Interrupted);
            }
            Err(error) => return Err(Stop::Error(error.into())),
        };
        let result = if ran.passed() { "passed" } else { "failed" };
        self.say_end(&format!("{result} after {}", duration(ran.took)));
        Ok(ran)
    }

    fn say_progress(&self, progress: Progress, each: Duration) {
        let more = progress.expected.saturating_sub(1);
        let estimate = match u32::try_from(more) {
            Ok(more) if more > 0 => format!(", then about {more} more ({})", duration(each * more)),
            _ => String::new(),
        };
        let found = match progress.culprits {
            0 => String::new(),
            count => format!(", {count} found so far"),
        };
        let fixes = if progress.trying == 1 { "1 fix".into() } else { format!("{} fixes", progress.trying) };
        self.say(&format!("run {} with {fixes}{estimate}{found}", progress.done + 2));
    }

    fn say(&self, what: &str) {
        if !self.quiet {
            let mut stderr = std::io::stderr().lock();
            let _ = write!(stderr, "verify: {what} … ").and_then(|()| stderr.flush());
        }
    }

    fn say_end(&self, what: &str) {
        if !self.quiet {
            let _ = writeln!(std::io::stderr().lock(), "{what}");
        }
    }
}

fn changes(states: &mut States, kept: &[usize]) -> Result<Vec<Change>> {
    Ok(states.at(kept)?.into_iter().map(|version| version.change).collect())
}

/// `0.4 s`, `12 s`, `3 min`.
fn duration(time: Duration) -> String {
    match time.as_secs() {
        0..=9 => format!("{:.1} s", time.as_secs_f64()),
        seconds @ 10..=119 => format!("{seconds} s"),
        seconds => plural((seconds / 60) as usize, "minute"),
    }
}
