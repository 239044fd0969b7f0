//! The files of commands that ask about code and judge nothing: found, read, and known as one project.

use std::path::{Path, PathBuf};

use anyhow::Result;
use indicatif::ProgressBar;
use rayon::prelude::*;

use super::files::{Selection, current_folder, pool, unread};
use super::named::names;
use super::run::without_file;
use crate::config::Settings;
use crate::facts::{Input, Project};
use crate::report::FileReport;
use crate::source;

/// The given files, read and not judged.
pub(super) struct Given {
    pub(super) project: Project,
    pub(super) settings: Settings,
    /// What could not be read, and paths that gave no file.
    pub(super) left_out: Vec<FileReport>,
    paths: Vec<PathBuf>,
    cwd: PathBuf,
    pool: rayon::ThreadPool,
    verbose: Selection,
}

impl Given {
    /// The number of a file, by its path.
    pub(super) fn number(&self, file: &Path) -> Option<u32> {
        let wanted = self.cwd.join(file);
        let at = self.paths.iter().position(|path| super::facts::same_file(path, &wanted))?;
        u32::try_from(at).ok()
    }

    /// Whether the user wants to know more.
    pub(super) fn is_verbose(&self) -> bool {
        self.verbose.verbose
    }

    /// Runs a job on threads with a large stack.
    pub(super) fn install<T: Send>(&self, job: impl FnOnce() -> T + Send) -> T {
        self.pool.install(job)
    }

    /// A bar for work on all files, where somebody sees it.
    pub(super) fn progress(&self) -> ProgressBar {
        self.verbose.progress(self.paths.len())
    }

    /// Says what the facts cost, and where types could not be had.
    pub(super) fn report(&self) {
        self.verbose.report_project(&self.project);
    }
}

impl Selection {
    /// Finds and reads the files, and judges nothing.
    pub(super) fn given(&self) -> Result<Given> {
        let cwd = current_folder()?;
        let settings = self.settings(&cwd)?;
        let found = self.discover(&settings, &cwd)?;
        let pool = pool()?;
        let read: Vec<Result<(PathBuf, Input), Box<FileReport>>> = pool.install(|| {
            let read = found.files.par_iter().map(|file| match source::read(&file.path) {
                Ok(source) => {
                    let absolute = cwd.join(&file.path);
                    let text = source.shared_text();
                    Ok((absolute.clone(), Input { path: file.display.clone(), absolute, text }))
                }
                Err(error) => Err(Box::new(unread(file.display.clone(), &error))),
            });
            read.collect()
        });
        let (mut paths, mut inputs) = (Vec::new(), Vec::new());
        let mut left_out: Vec<FileReport> = found.problems.iter().map(without_file).collect();
        for file in read {
            match file {
                Ok((path, input)) => {
                    paths.push(path);
                    inputs.push(input);
                }
                Err(report) => left_out.push(*report),
            }
        }
        let files = inputs.iter().map(|input| (input.path.as_str(), input.absolute.as_path()));
        let settings = settings.of_files(names(self, &cwd, files));
        let project = self.project(inputs, &cwd, &settings);
        Ok(Given { project, settings, left_out, paths, cwd, pool, verbose: self.clone() })
    }
}
