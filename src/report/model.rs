//! What a report in any format is made of: the sites of a run that are shown, what they rest on, and what could not be
//! looked at. Writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::FileReport;
use crate::pipeline::{Located, Silenced};
use crate::source::Source;
use crate::transform::Meta;
use crate::transforms::ALL;
use crate::verdict::{Evidence, Severity};

/// The files of a run, and which of their sites are shown.
#[derive(Clone, Copy, Debug)]
pub struct Report<'r> {
    /// All files, in order.
    pub files: &'r [FileReport],
    /// Whether sites that are fine are shown, too.
    pub all: bool,
    /// Whether what a baseline knows has been left out, so that all sites are new.
    pub is_compared: bool,
}

/// A site in its file.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'r> {
    /// The file.
    pub file: &'r FileReport,
    /// The judgement.
    pub located: &'r Located,
}

/// Something to tell about a file that is no site.
#[derive(Clone, Debug)]
pub struct Note<'r> {
    /// The file; empty if it is about none.
    pub path: &'r str,
    /// The line, from 1, if there is one.
    pub line: Option<usize>,
    /// What is wrong and what to do.
    pub text: String,
    /// Whether something could not be looked at because of it.
    pub is_error: bool,
}

impl<'r> Report<'r> {
    /// The sites that are shown.
    pub fn sites(self) -> impl Iterator<Item = Shown<'r>> {
        self.files.iter().flat_map(move |file| {
            let shown = move |located: &&Located| self.all || located.finding.verdict.is_open();
            file.outcome.findings.iter().filter(shown).map(move |located| Shown { file, located })
        })
    }

    /// Open sites that a comment silences, with the reason.
    pub fn silenced(self) -> impl Iterator<Item = (Shown<'r>, &'r str)> {
        self.files.iter().flat_map(|file| {
            let shown = move |silenced: &'r Silenced| {
                (Shown { file, located: &silenced.located }, silenced.reason.as_str())
            };
            file.outcome.silenced.iter().map(shown)
        })
    }

    /// The sites by file, files without any left out.
    pub fn by_file(self) -> BTreeMap<&'r str, Vec<Shown<'r>>> {
        let mut files: BTreeMap<&str, Vec<Shown<'r>>> = BTreeMap::new();
        for shown in self.sites() {
            files.entry(&shown.file.path).or_default().push(shown);
        }
        files
    }

    /// What could not be looked at, and what else there is to tell.
    pub fn notes(self) -> Vec<Note<'r>> {
        notes(self.files)
    }

    /// What the catalogue says of the codes in this report, in their order.
    pub fn rules(self) -> Vec<&'static Meta> {
        let sites = self.sites().map(|shown| shown.located.finding.code);
        let silenced = self.silenced().map(|(shown, _)| shown.located.finding.code);
        let codes: BTreeSet<&str> = sites.chain(silenced).collect();
        ALL.iter().map(|transform| transform.meta()).filter(|meta| codes.contains(meta.code)).collect()
    }

    /// The text of a file of this run.
    pub fn source(self, path: &str) -> Option<&'r Source> {
        self.files.iter().find(|file| file.path == path)?.source.as_ref()
    }
}

/// What could not be looked at of some files, and what else there is to tell of them.
pub(crate) fn notes<'r>(files: impl IntoIterator<Item = &'r FileReport>) -> Vec<Note<'r>> {
    let mut notes = Vec::new();
    for file in files {
        let path = file.path.as_str();
        if let Some(skipped) = &file.skipped {
            // The place is told apart.
            let text = if skipped.hint.is_empty() {
                skipped.reason.clone()
            } else {
                format!("{}; {}", skipped.reason, skipped.hint)
            };
            notes.push(Note { path, line: skipped.line, text, is_error: !skipped.is_warning });
        }
        for (line, text) in &file.outcome.notices {
            notes.push(Note { path, line: Some(*line), text: text.clone(), is_error: false });
        }
    }
    notes
}

impl<'r> Shown<'r> {
    /// The code and the name: `AM401 log-swallowed-exception`.
    pub fn title(self) -> String {
        format!("{} {}", self.located.finding.code, self.located.finding.name)
    }

    /// How much it matters; `None` if it is fine.
    pub fn severity(self) -> Option<Severity> {
        let finding = &self.located.finding;
        finding.verdict.is_open().then_some(finding.severity)
    }

    /// What the verdict rests on, each with its file, if it has a line.
    pub fn evidence(self) -> impl Iterator<Item = (&'r Evidence, Option<(&'r str, usize)>)> {
        self.located.evidence().map(move |evidence| {
            let path = evidence.path.as_deref().unwrap_or(&self.file.path);
            (evidence, evidence.line.map(|line| (path, line)))
        })
    }

    /// Verdict, fix, change and evidence, a line each, as plain text.
    pub fn details(self) -> Vec<String> {
        let finding = &self.located.finding;
        let mut lines = vec![format!("verdict: {}", finding.verdict)];
        lines.extend(finding.preferred().map(|fix| format!("fix: {}", fix.title)));
        lines.extend(finding.change().map(|change| format!("changes: {change}")));
        for (evidence, place) in self.evidence() {
            let place = place.map_or_else(String::new, |(path, line)| format!(" ({path}:{line})"));
            lines.push(format!("because: {}{place}", evidence.message));
        }
        lines
    }
}
