//! `amends baseline`: writes the findings that are known. Which ones a check leaves out is in here, too.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::EXIT_UNREADABLE;
use super::covered::Covered;
use super::decided;
use super::files::{Selection, current_folder};
use super::printed;
use super::run::Run;
use crate::baseline::{Baseline, BaselineError, Entry, FILE_NAME};
use crate::choice::Choice;
use crate::report::summary::{Summary, plural};
use crate::report::{FileReport, printable};
use crate::root::root;

/// How many entries are named one by one.
const NAMED: usize = 10;

/// Write down the findings that there are, so that only new ones fail a build
///
/// Writes amends-baseline.json at the project's root: one line for each open finding, known by its
/// fingerprint, so that it is still known when lines shift. `amends check --baseline` then shows and
/// fails for others only. Of the given files, findings that came are added and those that are no
/// longer there are removed; what the file says of other files and codes stays. Commit it.
///
/// Examples:
///   amends baseline                      all findings of the project are known from now on
///   amends baseline src/relay            only those in this folder; the rest stays as it was
///   amends baseline --prune              remove what is no longer there, and add nothing
///   amends check --baseline              in CI: what is new
///
/// Exit codes: 0 written, 2 wrong use, or a file that could not be read; what is known of it stays.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    selection: Selection,

    /// Only remove what is no longer there
    #[arg(long)]
    prune: bool,

    /// The file [default: amends-baseline.json at the project's root]
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    if args.selection.reads_stdin() {
        bail!("`-` has no baseline: findings are known by the files that they are in");
    }
    let cwd = current_folder()?;
    decided::recover(args.selection.paths(), &cwd)?;
    let place = Place::new(args.file.as_deref(), args.selection.paths(), &cwd)?;
    let mut baseline = place.load()?.unwrap_or_default();
    if args.prune && baseline.is_empty() && !place.path.exists() {
        return Err(BaselineError::Missing(place.path).into());
    }
    let run = args.selection.open(&cwd)?;
    let reports = run.process(&Choice::default());
    run.report();
    args.selection.report_skipped(&reports)?;
    let covered = Covered::new(&args.selection, &run, &reports, &place.root, &cwd);
    let gone: Vec<Entry> = gone(&baseline, &covered, &reports).into_iter().cloned().collect();
    baseline.remove(&gone);
    let mut added = 0;
    if !args.prune {
        added = open(&run, &reports).filter(|entry| baseline.add(entry.clone())).count();
    }
    if added > 0 || !gone.is_empty() || !place.path.exists() {
        place.store(&baseline)?;
    }
    if !args.selection.quiet {
        let (count, removed) = (plural(baseline.len(), "finding"), gone.len());
        let mut stderr = printed::stderr();
        writeln!(stderr, "{count} in {}: {added} added, {removed} removed", place.shown())?;
    }
    let unreadable = Summary::of(&reports).skipped > 0;
    std::mem::forget(run);
    Ok(if unreadable { ExitCode::from(EXIT_UNREADABLE) } else { ExitCode::SUCCESS })
}

/// Where a baseline is.
pub(super) struct Place {
    path: PathBuf,
    /// Below it the file must really be.
    within: PathBuf,
    /// The project's root, where the paths in it start.
    root: PathBuf,
}

impl Place {
    /// That of the project of `paths`, or the file that the user names.
    pub(super) fn new(named: Option<&Path>, paths: &[PathBuf], cwd: &Path) -> Result<Place> {
        let root = root(paths, cwd)?;
        Ok(match named {
            // Who names a file means it, wherever a link leads.
            Some(file) => {
                let path = cwd.join(file);
                let within = path.ancestors().last().unwrap_or(&root).to_path_buf();
                Place { path, within, root }
            }
            None => Place { path: root.join(FILE_NAME), within: root.clone(), root },
        })
    }

    fn load(&self) -> Result<Option<Baseline>, BaselineError> {
        Baseline::load(&self.path, &self.within)
    }

    fn store(&self, baseline: &Baseline) -> Result<(), BaselineError> {
        baseline.store(&self.path, &self.within)
    }

    fn shown(&self) -> String {
        let name = self.path.strip_prefix(&self.root).unwrap_or(&self.path);
        printable(&name.to_string_lossy())
    }
}

/// Leaves the known findings out of the reports and returns how many they were; entries that are no longer there
/// are named on stderr.
pub(super) fn leave_out(
    place: &Place,
    (selection, run): (&Selection, &Run),
    reports: &mut [FileReport],
    cwd: &Path,
) -> Result<usize> {
    let Some(baseline) = place.load()? else { return Err(BaselineError::Missing(place.path.clone()).into()) };
    if !selection.quiet {
        let covered = Covered::new(selection, run, reports, &place.root, cwd);
        let gone = gone(&baseline, &covered, reports);
        let mut stderr = printed::stderr();
        for entry in gone.iter().take(NAMED) {
            let symbol = if entry.symbol.is_empty() { String::new() } else { format!(" ({})", entry.symbol) };
            let text = printable(&format!("{}: {}{symbol}", entry.path, entry.code));
            writeln!(stderr, "note: {text} is in {} and no longer there", place.shown())?;
        }
        if !gone.is_empty() {
            let more = gone.len().saturating_sub(NAMED);
            let more = if more > 0 { format!("{more} more are no longer there; ") } else { String::new() };
            writeln!(stderr, "note: {more}`amends baseline --prune` removes what is no longer there")?;
        }
    }
    let mut known = 0;
    for report in reports {
        let before = report.outcome.findings.len();
        report
            .outcome
            .findings
            .retain(|located| !located.finding.verdict.is_open() || !baseline.knows(located));
        known += before - report.outcome.findings.len();
    }
    Ok(known)
}

fn open<'r>(run: &'r Run, reports: &'r [FileReport]) -> impl Iterator<Item = Entry> + 'r {
    reports.iter().flat_map(|report| {
        let path = run.settings.names.in_project(&report.path);
        let open = report.outcome.findings.iter().filter(|located| located.finding.verdict.is_open());
        open.map(move |located| Entry::new(path, located))
    })
}

/// What is in the baseline, was looked for and is not open.
fn gone<'b>(baseline: &'b Baseline, covered: &Covered<'_>, reports: &[FileReport]) -> Vec<&'b Entry> {
    let findings = reports.iter().flat_map(|report| &report.outcome.findings);
    let open = findings.filter(|located| located.finding.verdict.is_open());
    let found: BTreeSet<&str> = open.map(|located| located.fingerprint.as_str()).collect();
    baseline.gone(|path, code| covered.has(path, code), &found)
}
