//! What commands know of a project before they judge it: an apply that died is ended, and people's decisions are read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;

use super::printed::tell;
use super::recovery;
use crate::decisions::{self, Decisions, Standing};
use crate::report::FileReport;
use crate::report::summary::plural;
use crate::root::root;

/// Ends applies that died in the projects of these paths, for commands that only read. Paths that lead nowhere are
/// for others to name.
pub(super) fn recover(paths: &[PathBuf], cwd: &Path) -> Result<()> {
    for root in roots(paths, cwd) {
        recovery::before_reading(&root)?;
    }
    Ok(())
}

/// The decisions of the projects of these paths.
pub(super) fn decisions(paths: &[PathBuf], cwd: &Path) -> Result<Arc<Decisions>> {
    let mut all = Decisions::default();
    for root in roots(paths, cwd) {
        for decision in decisions::load(&root)?.all() {
            all.set(decision.clone());
        }
    }
    Ok(Arc::new(all))
}

fn roots(paths: &[PathBuf], cwd: &Path) -> BTreeSet<PathBuf> {
    let files = paths.iter().filter(|path| path.as_path() != Path::new("-"));
    let found = files.filter_map(|path| root(std::slice::from_ref(path), cwd).ok());
    let found: BTreeSet<PathBuf> = found.collect();
    if found.is_empty() { root(&[], cwd).into_iter().collect() } else { found }
}

/// Says that accepted fixes are no longer what was looked at, and so count as undecided.
pub(super) fn say_outdated(reports: &[FileReport], decisions: &Decisions, quiet: bool) {
    if quiet || decisions.is_empty() {
        return;
    }
    let outdated = |file: &FileReport| {
        let text = file.source.as_ref().map_or("", |source| source.text());
        let findings = file.outcome.findings.iter();
        findings.filter(|located| matches!(decisions.standing(text, located), Standing::Outdated(_))).count()
    };
    let count: usize = reports.iter().map(outdated).sum();
    if count > 0 {
        let (verb, counts) = if count == 1 { ("is", "counts") } else { ("are", "count") };
        tell!(
            "note: {} {verb} no longer what was looked at, and {counts} as undecided; `amends review` asks again",
            plural(count, "accepted fix").replace("fixs", "fixes")
        );
    }
}
