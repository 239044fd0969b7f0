//! Reads an audit and holds its findings against the files of a run: what `amends audit` and `amends pr --audit` have in
//! common. Prints nothing and changes nothing.

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::files::{Selection, pool};
use super::run::{ReadFile, Run};
use crate::audit::count::inside;
use crate::audit::files::{Files, placed};
use crate::audit::model::{Claim, Kind, Report};
use crate::audit::proposal::Checks;
use crate::audit::read::{MAX_BYTES, Read, read};
use crate::audit::reconcile::{Judged, judge};
use crate::audit::ties::{How, Setting, Tie, of_claim};
use crate::config::Settings;
use crate::pipeline::Apply;
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
    /// Where relative paths start.
    pub(super) cwd: &'h Path,
    pub(super) beside: Beside<'h>,
}

/// What came of a round: which files are looked at in the next one, if there is one, and else what is known.
enum Round<T> {
    Next(Vec<usize>),
    Last(T),
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
    /// reports in the same order. Returns the reports of all files of the run, as they are, and what `then` returns.
    ///
    /// Where nobody has said where to look, only the folders that the audit is about are judged, and the files that its
    /// findings lead to: which these are is known when the findings have been held against the code, so that is done
    /// again until they lead nowhere else.
    pub(super) fn judged<T: Send>(
        &self,
        ties: &[Vec<Tie>],
        then: impl FnOnce(&Files<'_>, &[Judged<'_>], &[&FileReport]) -> Result<T> + Send,
    ) -> Result<(Vec<FileReport>, T)> {
        let run = self.run;
        let mut then = Some(then);
        let mut looked = self.looked();
        let mut reports = match &looked {
            None => run.process(&Apply::Nothing.into()),
            Some(looked) => run.process_those(|file| looked[file], &Apply::Nothing.into()),
        };
        loop {
            match self.round(ties, looked.as_deref(), &reports, &mut then)? {
                Round::Last(value) => return Ok((reports, value)),
                Round::Next(wanted) => {
                    let found = run.process_some(&wanted, &Apply::Nothing.into());
                    for (file, report) in wanted.into_iter().zip(found) {
                        reports[file] = report;
                        if let Some(looked) = &mut looked {
                            looked[file] = true;
                        }
                    }
                }
            }
        }
    }

    /// Which files of the run are looked at first; `None` if that is all of them.
    fn looked(&self) -> Option<Vec<bool>> {
        if self.run.selection.has_paths() || self.report.scope.is_empty() {
            return None;
        }
        let paths = || self.run.files.iter().map(|file| file.display.as_str());
        let scope = placed(&self.report.scope, &self.start(), paths);
        let is_meant = |file: &ReadFile| scope.iter().any(|folder| inside(&file.display, folder));
        let looked: Vec<bool> = self.run.files.iter().map(is_meant).collect();
        let some = looked.contains(&true) && looked.contains(&false);
        some.then_some(looked)
    }

    /// Where relative paths start, with forward slashes.
    fn start(&self) -> String {
        self.cwd.to_string_lossy().replace('\\', "/").trim_end_matches('/').to_string()
    }

    fn round<T: Send>(
        &self,
        ties: &[Vec<Tie>],
        looked: Option<&[bool]>,
        reports: &[FileReport],
        then: &mut Option<impl FnOnce(&Files<'_>, &[Judged<'_>], &[&FileReport]) -> Result<T> + Send>,
    ) -> Result<Round<T>> {
        let (run, report) = (self.run, self.report);
        let all = Registry::new(&[], &[])?;
        // Also those that cannot be judged: they exist, and a claim about them is neither stale nor refuted. The files of
        // the run come first.
        let named: Vec<&FileReport> = reports.iter().filter(|file| !file.path.is_empty()).collect();
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
            let mut files = Files::new(findings).with_silenced(silenced).about(
                &self.start(),
                &report.scope,
                &report.excluded,
            );
            if let Some(looked) = looked {
                files = files.limited_to(looked);
            }
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
                .map(|(claim, ties)| judge(claim, ties.clone(), &files, &mut checks))
                .collect();
            let wanted = files.wanted();
            match then.take() {
                Some(last) if wanted.is_empty() => last(&files, &claims, &named).map(Round::Last),
                kept => {
                    *then = kept;
                    Ok(Round::Next(wanted))
                }
            }
        })
    }
}
