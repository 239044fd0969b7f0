//! The files of a run, read once: judged and fixed as often as a command asks, with one choice of fixes or another.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::files::{Selection, unread};
use crate::choice::Choice;
use crate::config::Settings;
use crate::discover::DiscoverProblem;
use crate::facts::Input;
use crate::pipeline::{Outcome, process};
use crate::registry::Registry;
use crate::report::{FileReport, Skipped};
use crate::source::{Source, SourceError};

/// A file that was found.
pub(super) struct ReadFile {
    /// Its name in reports.
    pub(super) display: String,
    /// Where it is.
    pub(super) absolute: PathBuf,
    /// Its content as it was read, or why it could not be.
    pub(super) source: Result<Source, SourceError>,
}

/// The files of a run and all that judging them needs.
pub(super) struct Run {
    pub(super) files: Vec<ReadFile>,
    pub(super) problems: Vec<DiscoverProblem>,
    pub(super) registry: Registry,
    pub(super) settings: Settings,
    pub(super) pool: rayon::ThreadPool,
    pub(super) selection: Selection,
}

impl Run {
    /// Judges all files, and applies in memory what `choice` takes. Reports are in the order of their names;
    /// paths that gave no file come last.
    pub(super) fn process(&self, choice: &Choice) -> Vec<FileReport> {
        let progress = self.selection.progress(self.files.len());
        let mut reports: Vec<FileReport> = self.pool.install(|| {
            let files = self.files.par_iter().map(|file| {
                let report = self.judged(file, choice);
                progress.inc(1);
                report
            });
            files.collect()
        });
        progress.finish_and_clear();
        reports.extend(self.problems.iter().map(without_file));
        reports
    }

    /// The same for the files of the given numbers (places in [`Run::files`]) alone.
    pub(super) fn process_some(&self, numbers: &[usize], choice: &Choice) -> Vec<FileReport> {
        let files = numbers.par_iter().filter_map(|&number| self.files.get(number));
        self.pool.install(|| files.map(|file| self.judged(file, choice)).collect())
    }

    /// Puts another content in the place of a file's, for all that is judged from now on; `cwd` is the folder that
    /// relative paths start at. Returns the content that was there.
    pub(super) fn replace(
        &mut self,
        number: usize,
        source: Result<Source, SourceError>,
        cwd: &Path,
    ) -> Option<Result<Source, SourceError>> {
        let file = self.files.get_mut(number)?;
        let before = std::mem::replace(&mut file.source, source);
        self.registry.project = self.selection.project(inputs(&self.files), cwd, &self.settings);
        Some(before)
    }

    /// Says what the facts cost, and on which files types could not be had.
    pub(super) fn report(&self) {
        self.selection.report_project(&self.registry.project);
    }

    fn judged(&self, file: &ReadFile, choice: &Choice) -> FileReport {
        match &file.source {
            Ok(source) => {
                let outcome = process(&file.display, source.text(), &self.registry, &self.settings, choice);
                let skipped = outcome.problem.as_ref().map(Skipped::of_problem);
                FileReport { path: file.display.clone(), source: Some(source.clone()), outcome, skipped }
            }
            Err(error) => unread(file.display.clone(), error),
        }
    }
}

/// What judgements across files rest on.
pub(super) fn inputs(files: &[ReadFile]) -> Vec<Input> {
    let input = |file: &ReadFile| {
        let text = file.source.as_ref().ok()?.shared_text();
        Some(Input { path: file.display.clone(), absolute: file.absolute.clone(), text })
    };
    files.iter().filter_map(input).collect()
}

/// A path that gave no file, as a report of its own.
pub(super) fn without_file(problem: &DiscoverProblem) -> FileReport {
    let skipped = Skipped {
        line: None,
        reason: problem.to_string(),
        hint: problem.hint(),
        is_warning: problem.is_warning(),
    };
    FileReport { path: String::new(), source: None, outcome: Outcome::default(), skipped: Some(skipped) }
}
