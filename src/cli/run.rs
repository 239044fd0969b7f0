//! The files of a run, read once: judged and fixed as often as a command asks, with one choice of fixes or another.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::files::{Selection, unread};
use crate::choice::Choice;
use crate::config::Settings;
use crate::discover::DiscoverProblem;
use crate::facts::{Input, Project};
use crate::pipeline::{Job, Outcome, process_all};
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
    /// Files that are not judged, but count where others are: see [`Run::leave_out_nested`].
    pub(super) beside: Vec<ReadFile>,
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
        self.process_those(|_| true, choice)
    }

    /// The same, but only the files that `wanted` takes, by their numbers, are judged; the others are as if nothing was
    /// found in them.
    pub(super) fn process_those(&self, wanted: impl Fn(usize) -> bool, choice: &Choice) -> Vec<FileReport> {
        let files: Vec<&ReadFile> = self
            .files
            .iter()
            .enumerate()
            .filter(|(number, _)| wanted(*number))
            .map(|(_, file)| file)
            .collect();
        let progress = self.selection.progress(files.len());
        let mut judged = self.judged(&files, choice, || progress.inc(1)).into_iter();
        progress.finish_and_clear();
        let all = self.files.iter().enumerate();
        let report = |(number, file)| if wanted(number) { judged.next() } else { Some(unjudged(file)) };
        let mut reports: Vec<FileReport> = all.filter_map(report).collect();
        reports.extend(self.problems.iter().map(without_file));
        reports
    }

    /// The same for the files of the given numbers (places in [`Run::files`]) alone. Fixes that edit a file beside
    /// them are left out.
    pub(super) fn process_some(&self, numbers: &[usize], choice: &Choice) -> Vec<FileReport> {
        let files: Vec<&ReadFile> = numbers.iter().filter_map(|&number| self.files.get(number)).collect();
        self.judged(&files, choice, || ())
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
        self.registry.project =
            self.selection.project(inputs(self.files.iter().chain(&self.beside)), cwd, &self.settings);
        Some(before)
    }

    /// What is known of all files, with another text of one of them.
    pub(super) fn project_with(&self, path: &str, text: &str, cwd: &Path) -> Project {
        let mut inputs = inputs(self.files.iter().chain(&self.beside));
        for input in inputs.iter_mut().filter(|input| input.path == path) {
            input.text = text.into();
        }
        self.selection.project(inputs, cwd, &self.settings)
    }

    /// Leaves out, by name, files of submodules and of other repositories that lie in the one of `root`: what is
    /// written there is theirs to commit. Judgements across files still see them.
    pub(super) fn leave_out_nested(&mut self, root: &Path) {
        if !root.join(".git").exists() {
            return;
        }
        let mut folders: BTreeMap<PathBuf, Option<PathBuf>> = BTreeMap::new();
        let mut left_out: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
        for file in std::mem::take(&mut self.files) {
            let real = file.absolute.canonicalize().unwrap_or_else(|_| file.absolute.clone());
            let folder = real.parent().unwrap_or(root);
            let found = match folders.get(folder) {
                Some(found) => found.clone(),
                None => folders.entry(folder.to_path_buf()).or_insert(nested(folder, root)).clone(),
            };
            match found {
                None => self.files.push(file),
                Some(repository) => {
                    left_out.entry(repository).or_default().push(file.display.clone());
                    self.beside.push(file);
                }
            }
        }
        let problem = |(_, files)| DiscoverProblem::OtherRepository { files };
        self.problems.extend(left_out.into_iter().map(problem));
    }

    /// Judges only the files that `wanted` takes, by their numbers; judgements across files still see the others.
    pub(super) fn judge_only(&mut self, wanted: impl Fn(usize) -> bool) {
        for (number, file) in std::mem::take(&mut self.files).into_iter().enumerate() {
            if wanted(number) { &mut self.files } else { &mut self.beside }.push(file);
        }
    }

    /// Says what the facts cost, and on which files types could not be had.
    pub(super) fn report(&self) {
        self.selection.report_project(&self.registry.project);
    }

    fn judged(&self, files: &[&ReadFile], choice: &Choice, done: impl Fn() + Send + Sync) -> Vec<FileReport> {
        let jobs: Vec<Job<'_>> = files
            .iter()
            .filter_map(|file| Some(Job { path: &file.display, source: file.source.as_ref().ok()? }))
            .collect();
        let outcomes = self
            .pool
            .install(|| process_all(&jobs, &self.registry, &self.settings, choice, done))
            .into_iter();
        let mut outcomes = outcomes.zip(jobs).map(|(outcome, job)| FileReport {
            path: job.path.to_string(),
            source: Some(job.source.clone()),
            skipped: outcome.problem.as_ref().map(Skipped::of_problem),
            outcome,
        });
        let report = |file: &&ReadFile| match &file.source {
            Ok(_) => outcomes.next(),
            Err(error) => Some(unread(file.display.clone(), error)),
        };
        files.iter().filter_map(report).collect()
    }
}

/// What judgements across files rest on.
pub(super) fn inputs<'f>(files: impl IntoIterator<Item = &'f ReadFile>) -> Vec<Input> {
    let input = |file: &ReadFile| {
        let text = file.source.as_ref().ok()?.shared_text();
        Some(Input { path: file.display.clone(), absolute: file.absolute.clone(), text })
    };
    files.into_iter().filter_map(input).collect()
}

/// The nearest folder below `root` that holds a file and is the top of a repository of its own.
fn nested(folder: &Path, root: &Path) -> Option<PathBuf> {
    let below = folder.ancestors().take_while(|folder| folder.starts_with(root) && *folder != root);
    below.into_iter().find(|folder| folder.join(".git").exists()).map(Path::to_path_buf)
}

/// A file that is not judged, as a report; it may be one that could not be read.
fn unjudged(file: &ReadFile) -> FileReport {
    match &file.source {
        Err(error) => unread(file.display.clone(), error),
        Ok(source) => FileReport {
            path: file.display.clone(),
            source: Some(source.clone()),
            outcome: Outcome::default(),
            skipped: None,
        },
    }
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
