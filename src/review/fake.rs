//! A desk in memory, for tests: real judgements of real text, and no files.

use std::sync::Arc;

use super::Desk;
use super::item::Item;
use super::model::{Change, Model, Rewrite};
use crate::choice::Choice;
use crate::config::Settings;
use crate::decisions::Decisions;
use crate::pipeline::process;
use crate::registry::Registry;
use crate::report::{FileReport, Skipped};
use crate::source::Source;

/// Three silent handlers in two functions; the first two are alike.
pub(super) const CODE: &str = "import logging\n\nlogger = logging.getLogger(__name__)\n\n\n\
def close(a, b):\n    try:\n        a.close()\n    except Exception:\n        pass\n    try:\n        \
b.close()\n    except Exception:\n        pass\n\n\ndef __del__(c):\n    try:\n        c.close()\n    \
except Exception:\n        pass\n";

pub(super) struct Fake {
    /// What is on disk.
    pub(super) disk: Vec<Vec<u8>>,
    reports: Vec<FileReport>,
    pub(super) decisions: Decisions,
    /// Whether writing fails.
    pub(super) full: bool,
    pub(super) writes: usize,
}

impl Fake {
    pub(super) fn new(texts: &[&str]) -> Self {
        let disk: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
        let reports = disk.iter().enumerate().map(|(file, bytes)| judge(file, bytes)).collect();
        Fake { disk, reports, decisions: Decisions::default(), full: false, writes: 0 }
    }

    pub(super) fn model(&self) -> Model {
        let reports = self.reports.iter().enumerate();
        Model::new(
            reports
                .flat_map(|(file, report)| {
                    Item::of_file(file, report, &self.decisions, |path| self.text_of(path))
                })
                .collect(),
            None,
        )
    }

    fn text_of(&self, path: &str) -> Option<Arc<str>> {
        let report = self.reports.iter().find(|report| report.path == path)?;
        Some(report.source.as_ref()?.shared_text())
    }

    pub(super) fn text(&self, file: usize) -> String {
        String::from_utf8_lossy(&self.disk[file]).into_owned()
    }
}

fn judge(file: usize, bytes: &[u8]) -> FileReport {
    let registry = Registry::new(&["AM401".into(), "AM502".into()], &[]).expect("it is known");
    let source = Source::decode(bytes).expect("test code is text");
    let path = format!("{}.py", char::from(b'a' + u8::try_from(file).expect("few files")));
    let outcome = process(&path, source.text(), &registry, &Settings::default(), &Choice::default());
    let skipped = outcome.problem.as_ref().map(Skipped::of_problem);
    FileReport { path, source: Some(source), outcome, skipped }
}

impl Desk for Fake {
    fn report(&self, file: usize) -> &FileReport {
        &self.reports[file]
    }

    fn is_unchanged(&self, file: usize) -> bool {
        self.reports[file].source.as_ref().is_some_and(|source| source.text().as_bytes() == self.disk[file])
    }

    fn text(&self, path: &str) -> Option<Arc<str>> {
        self.text_of(path)
    }

    fn reread(&mut self, file: usize) -> Result<(), String> {
        self.reports[file] = judge(file, &self.disk[file]);
        Ok(())
    }

    fn judged_as(&mut self, file: usize, text: &str) -> Result<FileReport, String> {
        Ok(judge(file, text.as_bytes()))
    }

    fn write(&mut self, rewrite: &Rewrite) -> Result<(), String> {
        if self.full || self.disk[rewrite.file] != rewrite.before {
            return Err("it cannot be written".into());
        }
        self.disk[rewrite.file].clone_from(&rewrite.after);
        self.writes += 1;
        Ok(())
    }

    fn record(&mut self, changes: &[Change]) -> Result<Decisions, String> {
        if self.full && !changes.is_empty() {
            return Err("the disk is full".into());
        }
        for change in changes {
            match &change.decision {
                Some(decision) => self.decisions.set(decision.clone()),
                None => drop(self.decisions.remove(&change.fingerprint)),
            }
        }
        Ok(self.decisions.clone())
    }

    fn line_length(&self) -> usize {
        88
    }
}
