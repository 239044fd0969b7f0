//! `--verify`: runs the user's check without fixes and with them, and searches for those that make it fail.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, anyhow};

use super::States;
use super::line::Line;
use crate::apply::{Change, Trial};
use crate::command::{Job, Ran, RunError};
use crate::culprits::{self, Found, Progress};
use crate::git::{Git, Oid};
use crate::interrupt::{Hold, Interrupt, Watch};
use crate::report::summary::plural;

/// Without `--verify-timeout`, a run may take so many times as long as the one without fixes, …
const LIMIT_FACTOR: u32 = 10;
/// … but is given this time at least.
const LEAST_LIMIT: Duration = Duration::from_secs(60);

/// A check of the user's.
pub(super) struct Check {
    job: Job,
    folder: PathBuf,
    limit: Option<Duration>,
    budget: usize,
    interrupt: Interrupt,
    line: Line,
    /// The second Ctrl-C kills the check; what was written is taken back before the process ends.
    _hold: Hold,
    _told: Watch,
}

/// What came of it.
pub(super) enum Verified {
    /// It fails without any fix, so it can say nothing about them.
    FailsWithout(Ran),
    /// It fails with each of them, and by now without any, too.
    FailsByNow(Ran),
    /// It changes files that fixes are in, at that without any fix or with some on trial.
    Edits(Edits),
    /// The fixes that are kept and that are left out, with the failing runs by their numbers.
    Searched(Found, Vec<Option<Ran>>),
    /// The user does not want to wait.
    Interrupted,
}

/// What a check changes itself.
pub(super) struct Edits {
    pub(super) files: Vec<String>,
    /// Whether fixes were on trial.
    pub(super) on_trial: bool,
}

/// Why a search ended early.
enum Stop {
    Interrupted,
    Edits(Edits),
    Error(anyhow::Error),
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Stop::Error(error)
    }
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
        let line = Line::new(quiet);
        let (_hold, _told) = (interrupt.hold(), line.tell(&interrupt));
        let (job, folder) = (Job::shell(command, folder), folder.to_path_buf());
        Ok(Check { job, folder, limit, budget, interrupt, line, _hold, _told })
    }

    /// The command, on one line.
    pub(super) fn display(&self) -> String {
        self.job.display()
    }

    /// Runs it without fixes and with them until the fixes to keep are known. The trial then holds those.
    pub(super) fn search(&self, states: &mut States, trial: &mut Trial<'_>) -> Result<Verified> {
        match self.try_all(states, trial) {
            Ok(verified) => Ok(verified),
            Err(Stop::Interrupted) => Ok(Verified::Interrupted),
            Err(Stop::Edits(edits)) => Ok(Verified::Edits(edits)),
            Err(Stop::Error(error)) => {
                self.line.end("");
                Err(error)
            }
        }
    }

    fn try_all(&self, states: &mut States, trial: &mut Trial<'_>) -> Result<Verified, Stop> {
        let head = self.head();
        let all: Vec<usize> = (0..states.len()).collect();
        let originals = changes(states, &all)?;
        self.line.begin("without fixes");
        let baseline = self.run(self.limit)?;
        if !baseline.passed() {
            return Ok(Verified::FailsWithout(baseline));
        }
        self.refuse_edits(self.edited(&originals), false)?;
        let limit = self.limit.unwrap_or_else(|| (baseline.took * LIMIT_FACTOR).max(LEAST_LIMIT));
        let mut outputs: Vec<Option<Ran>> = Vec::new();
        let (count, took) = (states.len(), Cell::new((baseline.took, 1)));
        let run = |kept: &[usize]| {
            let changes = changes(states, kept)?;
            trial.set(&changes).map_err(anyhow::Error::from)?;
            let ran = self.run(Some(limit))?;
            self.refuse_edits(trial.disturbed(), true)?;
            let (sum, count) = took.get();
            took.set((sum + ran.took, count + 1));
            let passed = ran.passed();
            outputs.push((!passed).then_some(ran));
            Ok::<_, Stop>(passed)
        };
        let progress = |progress: Progress| {
            let (sum, count) = took.get();
            self.say_progress(progress, sum / count);
        };
        let mut found = culprits::find(count, self.budget - 1, run, progress)?;
        trial.set(&changes(states, &found.kept)?).map_err(anyhow::Error::from)?;
        // Where everything is to blame, perhaps nothing is.
        if found.culprits.len() == count && found.runs + 1 < self.budget {
            self.line.begin("once more without fixes");
            let again = self.run(Some(limit))?;
            self.refuse_edits(self.edited(&originals), false)?;
            if !again.passed() {
                return Ok(Verified::FailsByNow(again));
            }
            found.runs += 1;
        }
        if self.head() != head {
            return Err(Stop::Error(anyhow!(
                "the check `{}` has moved HEAD of the work tree; it must not commit or switch branches",
                self.display()
            )));
        }
        Ok(Verified::Searched(found, outputs))
    }

    /// What is checked out: the branch and the commit. `None` outside of git, and where git cannot tell.
    fn head(&self) -> Option<(Option<String>, Oid)> {
        let git = Git::at(&self.folder).ok()??;
        Some((git.head_branch().ok()?, git.head().ok()?))
    }

    /// Files that no longer hold what was judged.
    fn edited(&self, originals: &[Change]) -> Vec<String> {
        let differs = |change: &&Change| {
            std::fs::read(self.folder.join(&change.path)).ok() != Some(change.before.clone())
        };
        originals.iter().filter(differs).map(|change| change.path.clone()).collect()
    }

    fn refuse_edits(&self, files: Vec<String>, on_trial: bool) -> Result<(), Stop> {
        if files.is_empty() { Ok(()) } else { Err(Stop::Edits(Edits { files, on_trial })) }
    }

    fn run(&self, limit: Option<Duration>) -> Result<Ran, Stop> {
        let job = self.job.clone();
        let job = limit.map_or(job.clone(), |limit| job.limit(limit));
        let ran = match job.run(&self.interrupt) {
            Ok(ran) => ran,
            Err(RunError::Interrupted) => {
                self.line.end("interrupted");
                return Err(Stop::Interrupted);
            }
            Err(error) => return Err(Stop::Error(error.into())),
        };
        let result = if ran.passed() { "passed" } else { "failed" };
        self.line.end(&format!("{result} after {}", duration(ran.took)));
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
        self.line.begin(&format!("run {} with {fixes}{estimate}{found}", progress.done + 2));
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
