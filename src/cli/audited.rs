//! Reads an audit and holds its findings against the files of a run: what `amends audit` and `amends pr --audit` have in
//! common. Prints nothing and changes nothing.

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::files::{Selection, pool};
use super::run::Run;
use crate::audit::files::Files;
use crate::audit::model::{Claim, Kind, Report};
use crate::audit::proposal::Checks;
use crate::audit::read::{MAX_BYTES, Read, read};
use crate::audit::reconcile::{Judged, judge};
use crate::audit::ties::{How, Setting, Tie, of_claim};
use crate::config::Settings;
use crate::registry::Registry;
use crate::report::FileReport;

/// The files that exist of some names and were not given, and whether there may be more.
pub(super) type Beside<'b> = &'b (dyn Fn(&[&str]) -> (Vec<String>, bool) + Sync);

/// An audit, and what its findings are held against.
pub(super) struct Holding<'h> {
    /// What is judged.
    pub(super) report: &'h Report,
    /// All its findings, also those that are left out: they tell what has moved all the same.
    pub(super) all: &'h [Claim],
    pub(super) run: &'h Run,
    /// Of all files of the run, as they are.
    pub(super) reports: &'h [FileReport],
    /// Where relative paths start.
    pub(super) cwd: &'h Path,
    pub(super) beside: Beside<'h>,
}

/// The report, read.
pub(super) fn opened(path: &Path, from: Option<Kind>) -> Result<Read> {
    let limit = MAX_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes).context("cannot read standard input")?;
    } else {
        let cannot = || format!("cannot read the audit {}", path.display());
        let file = std::fs::File::open(path).with_context(cannot)?;
        file.take(limit).read_to_end(&mut bytes).with_context(cannot)?;
    }
    read(&bytes, from).with_context(|| format!("cannot read the audit {}", path.display()))
}

/// The ties that the settings make.
pub(super) fn settled(settings: &Settings) -> impl Iterator<Item = Setting> + '_ {
    settings.audit.ties.iter().map(|(finding, codes)| Setting {
        finding: finding.clone(),
        codes: codes.clone(),
        how: How::Settings,
    })
}

/// The ties of each finding. Those to codes that the command line leaves out are none that this run knows.
pub(super) fn ties(
    report: &Report,
    overrides: &[Setting],
    settings: &Settings,
    selection: &Selection,
) -> Result<Vec<Vec<Tie>>> {
    let all = Registry::new(&[], &[])?;
    let of = |claim: &Claim| of_claim(claim, overrides, &all, settings);
    let mut ties: Vec<Vec<Tie>> = pool()?.install(|| report.claims.iter().map(of).collect());
    let selected = selection.asked_for()?;
    for tie in ties.iter_mut().flatten() {
        tie.known &= selected.iter().any(|code| *code == tie.code);
    }
    Ok(ties)
}

impl Holding<'_> {
    /// Judges all findings of the report, and hands over what came of it: the files, the findings, and the files as
    /// reports in the same order.
    pub(super) fn judged<T: Send>(
        &self,
        ties: Vec<Vec<Tie>>,
        then: impl FnOnce(&Files<'_>, &[Judged<'_>], &[&FileReport]) -> Result<T> + Send,
    ) -> Result<T> {
        let (run, report) = (self.run, self.report);
        let all = Registry::new(&[], &[])?;
        // Also those that cannot be judged: they exist, and a claim about them is neither stale nor refuted.
        let named: Vec<&FileReport> = self.reports.iter().filter(|file| !file.path.is_empty()).collect();
        let findings: Vec<_> = named
            .iter()
            .map(|file| {
                let text = file.source.as_ref().map_or("", |source| source.text());
                let problem = file.skipped.as_ref().map(|skipped| skipped.reason.as_str());
                (file.path.as_str(), text, file.outcome.findings.as_slice(), problem)
            })
            .collect();
        run.pool.install(|| {
            let silenced = named.iter().map(|file| file.outcome.silenced.as_slice());
            let start = self.cwd.to_string_lossy().replace('\\', "/");
            let mut files =
                Files::new(findings).with_silenced(silenced).about(&start, &report.scope, &report.excluded);
            let lacking = files.lacking(&report.claims);
            if !lacking.is_empty() {
                let (beside, more) = (self.beside)(&lacking);
                files = files.beside(beside, more);
            }
            files.compare(self.all);
            let project_with = |path: &str, text: &str| run.project_with(path, text, self.cwd);
            let mut checks = Checks {
                registry: all,
                project: &run.registry.project,
                project_with: &project_with,
                settings: &run.settings,
                put: 0,
            };
            let claims: Vec<Judged<'_>> = report
                .claims
                .iter()
                .zip(ties)
                .map(|(claim, ties)| judge(claim, ties, &report.scope, &files, &mut checks))
                .collect();
            then(&files, &claims, &named)
        })
    }
}
