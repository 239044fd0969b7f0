//! `amends review`: fix after fix, and what is decided about each goes into the decisions file.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow, bail};

use super::covered::Covered;
use super::files::{self, Selection};
use super::run::Run;
use super::{EXIT_OPEN, EXIT_UNREADABLE, printed, recovery};
use crate::apply::{self, Patience};
use crate::choice::Choice;
use crate::decisions::{self, Decision, Decisions};
use crate::pipeline::STACK_BYTES;
use crate::report::summary::Summary;
use crate::report::{FileReport, printable};
use crate::review::item::Item;
use crate::review::model::{Change, Model, Rewrite};
use crate::review::screen::{Screen, farewell};
use crate::review::{Desk, prompt, terminal};
use crate::root::root;
use crate::source::{self, Source};
use crate::verdict::Verdict;

/// Decide about the fixes one by one: accept, skip, reword, or ignore for ever
///
/// Shows each fix with its evidence and its hunk alone. What you decide is written at once to
/// amends-decisions.toml at the project's root, which `amends diff` and `amends apply` obey and
/// which can be committed. Quit whenever you like: the next review goes on with what is
/// undecided. Without a terminal it prints each fix and reads an answer from standard input.
///
/// Keys: y accept, n skip, e edit the message, i ignore for ever (writes a comment with your
/// reason into the code), u undo, h and l other fixes, ? all the others, q quit.
///
/// Examples:
///   amends review src                   everything undecided
///   amends review --review-only src     only fixes that change behaviour
///   amends review --all --select AM401 src
///   amends review --stale src           decisions about fixes that are no longer there
///   yes | amends review --safe src      accept all safe fixes
///
/// Exit codes: 0 nothing is undecided, 1 something is, 2 wrong use, a file that could not be read,
/// or decisions that could not be written.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    selection: Selection,

    /// Only fixes that keep behaviour
    #[arg(long, conflicts_with = "review_only")]
    safe: bool,

    /// Only fixes that change behaviour
    #[arg(long)]
    review_only: bool,

    /// Show those that were decided before, too, after the undecided ones
    #[arg(long)]
    all: bool,

    /// Ask line by line, also on a terminal
    #[arg(long)]
    plain: bool,

    /// List decisions about fixes that are no longer there, and review nothing
    #[arg(long, conflicts_with_all = ["safe", "review_only", "all", "plain"])]
    stale: bool,

    /// Remove decisions about fixes that are no longer there, and review nothing
    #[arg(long, conflicts_with_all = ["safe", "review_only", "all", "plain", "stale"])]
    prune: bool,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    if args.selection.reads_stdin() {
        bail!("`-` cannot be reviewed: decisions belong to files of a project");
    }
    let cwd = files::current_folder()?;
    let root = root(args.selection.paths(), &cwd)?;
    recovery::before_reading(&root)?;
    let mut decisions = decisions::load(&root)?;
    let mut run = args.selection.open(&cwd)?;
    run.leave_out_nested(&root);
    let reports = run.process(&Choice::default());
    args.selection.report_skipped(&reports)?;
    let unreadable = Summary::of(&reports).skipped > 0;
    let desk = Bench { run, reports, root, cwd };
    if args.stale || args.prune {
        desk.stale(args, &decisions)?;
        return Ok(if unreadable { ExitCode::from(EXIT_UNREADABLE) } else { ExitCode::SUCCESS });
    }
    let findings = || desk.reports.iter().flat_map(|report| &report.outcome.findings);
    if decisions.renew(findings()) {
        decisions = decisions::update(&desk.root, |now| {
            now.renew(findings());
        })?;
    }
    let undecided = match desk.review(args, &decisions) {
        // What nobody can read is not asked any more.
        Err(error) if printed::is_closed(&error) => true,
        ended => ended?,
    };
    Ok(match (unreadable, undecided) {
        (true, _) => ExitCode::from(EXIT_UNREADABLE),
        (false, true) => ExitCode::from(EXIT_OPEN),
        (false, false) => ExitCode::SUCCESS,
    })
}

/// The files under review, and where decisions go.
struct Bench {
    run: Run,
    reports: Vec<FileReport>,
    root: PathBuf,
    cwd: PathBuf,
}

impl Bench {
    /// Reviews; whether something is left undecided.
    fn review(mut self, args: &Args, decisions: &Decisions) -> Result<bool> {
        let only = match (args.safe, args.review_only) {
            (true, _) => Some(Verdict::Safe),
            (_, true) => Some(Verdict::Review),
            _ => None,
        };
        let verdict = |item: &Item| item.located.finding.preferred().map(|fix| fix.verdict);
        let reports = self.reports.iter().enumerate();
        let mut items: Vec<Item> = reports
            .flat_map(|(file, report)| Item::of_file(file, report, decisions, |path| self.text_of(path)))
            .collect();
        items.retain(|item| only.is_none() || verdict(item) == only);
        let found = items.len();
        items.retain(|item| args.all || item.state.is_open());
        let before = found - items.len();
        if items.is_empty() {
            let mut stdout = printed::stdout();
            match (args.selection.quiet, before) {
                (true, _) => {}
                (false, 0) => writeln!(stdout, "there is no fix to review")?,
                (false, _) => writeln!(stdout, "all {before} are decided; `--all` shows them again")?,
            }
            return Ok(false);
        }
        let model = Model::new(items, only);
        let written = self.root.join(decisions::FILE_NAME);
        let coloured = printed::styled();
        let controlled = !args.plain && is_controlled();
        // Files are parsed again while one reviews, and that is recursive.
        let session = move || -> Result<Model> {
            if controlled {
                let mut screen = Screen::new(model);
                terminal::run(&mut screen, &mut self, coloured).context("the terminal cannot be used")?;
                std::mem::forget(self.run);
                return Ok(screen.model);
            }
            let mut model = model;
            let mut input = std::io::stdin().lock();
            let attended = std::io::stdin().is_terminal();
            prompt::run(&mut model, &mut self, &mut input, &mut std::io::stdout(), coloured, attended)?;
            std::mem::forget(self.run);
            Ok(model)
        };
        let thread = std::thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn(session)
            .context("cannot start a thread")?;
        let model = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        if !args.selection.quiet {
            let mut stdout = printed::stdout();
            let more = if before == 0 { String::new() } else { format!("; {before} were decided before") };
            writeln!(stdout, "{}{more}", farewell(&model))?;
            if written.exists() {
                let name = decisions::FILE_NAME;
                writeln!(stdout, "decisions are in {name}; `amends diff` and `amends apply` obey them")?;
            }
        }
        Ok(model.count(|state| state.is_open()) > 0)
    }

    /// The text of a file as it was last read.
    fn text_of(&self, path: &str) -> Option<Arc<str>> {
        let report = self.reports.iter().find(|report| report.path == path)?;
        Some(report.source.as_ref()?.shared_text())
    }

    /// Lists or removes decisions about findings of these files that are no longer there.
    fn stale(&self, args: &Args, decisions: &Decisions) -> Result<()> {
        let judged: Vec<&FileReport> = self
            .reports
            .iter()
            .filter(|report| report.source.is_some() && report.skipped.is_none())
            .collect();
        let covered = Covered::new(&args.selection, &self.run, &self.reports, &self.root, &self.cwd);
        let is_there = |fingerprint: &str| {
            judged
                .iter()
                .flat_map(|report| &report.outcome.findings)
                .any(|one| one.fingerprint == fingerprint || one.finding.former_fingerprint == fingerprint)
        };
        let stale = decisions.stale(|path, code| covered.has(path, code), is_there);
        let mut stdout = printed::stdout();
        for decision in &stale {
            let place = printable(&format!("{}:{}", decision.path, decision.line));
            writeln!(stdout, "{place}: {} {}", printable(&decision.code), decision.choice.name())?;
        }
        if args.prune && !stale.is_empty() {
            decisions::update(&self.root, |now| {
                for decision in &stale {
                    now.remove(&decision.fingerprint);
                }
            })?;
        }
        if !args.selection.quiet {
            let what = if args.prune { "removed" } else { "no longer there; `--prune` removes them" };
            writeln!(printed::stderr(), "{} of {} decisions {what}", stale.len(), decisions.len())?;
        }
        Ok(())
    }

    fn bytes(&self, file: usize) -> Option<Vec<u8>> {
        let source = self.reports.get(file)?.source.as_ref()?;
        source.encode(source.text()).ok()
    }

    fn judged(&self, file: usize) -> Result<FileReport, String> {
        let report = self.run.process_some(&[file], &Choice::default()).pop();
        report.ok_or_else(|| "there is no such file in this run".to_string())
    }
}

impl Desk for Bench {
    fn text(&self, path: &str) -> Option<Arc<str>> {
        self.text_of(path)
    }

    fn report(&self, file: usize) -> &FileReport {
        &self.reports[file]
    }

    fn is_unchanged(&self, file: usize) -> bool {
        let Some(known) = self.run.files.get(file) else { return true };
        match (source::read(&known.absolute), self.bytes(file)) {
            (Ok(now), Some(bytes)) => now.encode(now.text()).is_ok_and(|now| now == bytes),
            // A file that cannot be read now and could not be then has not changed.
            (now, before) => now.is_err() && before.is_none(),
        }
    }

    fn reread(&mut self, file: usize) -> Result<(), String> {
        let absolute = self.run.files.get(file).map(|known| known.absolute.clone()).unwrap_or_default();
        self.run.replace(file, source::read(&absolute), &self.cwd);
        self.reports[file] = self.judged(file)?;
        Ok(())
    }

    fn judged_as(&mut self, file: usize, text: &str) -> Result<FileReport, String> {
        let Some(source) = &self.reports[file].source else { return Err("the file cannot be read".into()) };
        let bytes = source.encode(text).map_err(|error| error.to_string())?;
        let before = self.run.replace(file, Source::decode(&bytes), &self.cwd);
        let report = self.judged(file);
        if let Some(before) = before {
            self.run.replace(file, before, &self.cwd);
        }
        report
    }

    fn write(&mut self, rewrite: &Rewrite) -> Result<(), String> {
        let known = self.run.files.get(rewrite.file).ok_or("there is no such file in this run")?;
        let path = relative(&known.absolute, &self.root).map_err(|error| error.to_string())?;
        let change = apply::Change { path, before: rewrite.before.clone(), after: rewrite.after.clone() };
        let told = |error: apply::ApplyError| error.to_string().replace('\n', "; ");
        let mut locked = apply::lock(&self.root, &mut |_| Patience::GiveUp).map_err(told)?;
        let title = format!("review: a comment in {}", known.display);
        locked.apply(&title, &[change]).map(drop).map_err(told)
    }

    fn record(&mut self, changes: &[Change]) -> Result<Decisions, String> {
        let name = |path: &str| self.run.settings.names.in_project(path).to_string();
        let change = |decisions: &mut Decisions| {
            for change in changes {
                match &change.decision {
                    Some(decision) => {
                        decisions.set(Decision { path: name(&decision.path), ..decision.clone() })
                    }
                    None => drop(decisions.remove(&change.fingerprint)),
                }
            }
        };
        decisions::update(&self.root, change).map_err(|error| error.to_string())
    }

    fn line_length(&self) -> usize {
        self.run.settings.line_length
    }
}

/// The real path of a file below the root, with forward slashes.
fn relative(file: &Path, root: &Path) -> Result<String> {
    let real = file.canonicalize().with_context(|| printable(&file.to_string_lossy()))?;
    let inner = real.strip_prefix(root).map_err(|_| anyhow!("the file is not in the project"))?;
    let parts: Option<Vec<&str>> = inner.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/")).context("the file's name is not UTF-8")
}

/// Whether the terminal can be controlled: it is one on both sides, and not a dumb one.
fn is_controlled() -> bool {
    let terminal = std::env::var_os("TERM");
    let dumb = match &terminal {
        Some(name) => name == "dumb" || name.is_empty(),
        None => cfg!(unix),
    };
    !dumb && std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}
