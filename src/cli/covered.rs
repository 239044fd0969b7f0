//! What a run has looked at, to tell what is no longer there from what was not looked for.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::files::Selection;
use super::run::Run;
use crate::report::FileReport;

/// The files and codes of a run.
pub(super) struct Covered<'r> {
    judged: BTreeSet<&'r str>,
    codes: Vec<&'static str>,
    /// The given paths, as they really are.
    given: Vec<PathBuf>,
    root: &'r Path,
}

impl<'r> Covered<'r> {
    /// What was looked at in the project of `root`.
    pub(super) fn new(
        selection: &Selection,
        run: &'r Run,
        reports: &'r [FileReport],
        root: &'r Path,
        cwd: &Path,
    ) -> Self {
        let is_judged = |report: &&FileReport| report.source.is_some() && report.skipped.is_none();
        let name = |report: &'r FileReport| run.settings.names.in_project(&report.path);
        Covered {
            judged: reports.iter().filter(is_judged).map(name).collect(),
            codes: run.registry.transforms.iter().map(|known| known.meta().code).collect(),
            given: selection.paths().iter().filter_map(|path| cwd.join(path).canonicalize().ok()).collect(),
            root,
        }
    }

    /// Whether a finding of this code in this file would have been found: the file was judged, or it is gone from a
    /// folder that was given.
    pub(super) fn has(&self, path: &str, code: &str) -> bool {
        let place = self.root.join(path);
        let gone = || !place.exists() && self.given.iter().any(|folder| place.starts_with(folder));
        self.codes.contains(&code) && (self.judged.contains(path) || gone())
    }
}
