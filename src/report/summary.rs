//! The summary of a run, for stderr.

use std::collections::BTreeMap;

use super::FileReport;
use crate::verdict::Verdict;

/// Counts of a run.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were found.
    pub files: usize,
    /// Files that were left out.
    pub skipped: usize,
    /// Files that change.
    pub changed: usize,
    /// Fixes in the patch.
    pub applied: usize,
    /// Sites that a comment suppresses.
    pub suppressed: usize,
    /// Open sites that a baseline knows, and so are not in the others; filled in by who leaves them out.
    pub known: usize,
    /// Open sites in lines that have not changed, likewise.
    pub unchanged: usize,
    /// Sites by code and verdict.
    pub sites: BTreeMap<(&'static str, Verdict), usize>,
}

impl Summary {
    /// Counts the files of a run.
    pub fn of(files: &[FileReport]) -> Self {
        let mut summary = Summary {
            files: files.iter().filter(|file| !file.path.is_empty()).count(),
            ..Summary::default()
        };
        for file in files {
            summary.skipped += usize::from(file.skipped.as_ref().is_some_and(|skipped| !skipped.is_warning));
            summary.changed += usize::from(file.outcome.after.is_some());
            summary.applied += file.outcome.applied.len();
            summary.suppressed += file.outcome.silenced.len();
            for located in &file.outcome.findings {
                *summary.sites.entry((located.finding.code, located.finding.verdict)).or_default() += 1;
            }
        }
        summary
    }

    /// Sites of a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.sites.iter().filter(|((_, of), _)| *of == verdict).map(|(_, count)| count).sum()
    }

    /// Sites that are open: everything but `fine`.
    pub fn open(&self) -> usize {
        Verdict::ALL.into_iter().filter(|verdict| verdict.is_open()).map(|verdict| self.count(verdict)).sum()
    }

    /// `12 sites in 40 files: 5 safe, 4 review, 1 manual, 2 fine`, and what was left out.
    pub fn sentence(&self) -> String {
        let counts: Vec<String> =
            Verdict::ALL.into_iter().map(|verdict| format!("{} {verdict}", self.count(verdict))).collect();
        let sites: usize = self.sites.values().sum();
        let mut text =
            format!("{} in {}: {}", plural(sites, "site"), plural(self.files, "file"), counts.join(", "));
        if self.suppressed > 0 {
            text += &format!("; {} suppressed by a comment", self.suppressed);
        }
        if self.known > 0 {
            text += &format!("; {} known to the baseline", self.known);
        }
        if self.unchanged > 0 {
            text += &format!("; {} in lines that have not changed", self.unchanged);
        }
        if self.skipped > 0 {
            text += &format!("; {} skipped", plural(self.skipped, "file"));
        }
        text
    }
}

/// `1 file`, `2 files`.
pub fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
