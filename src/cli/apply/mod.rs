//! `amends apply`: writes the fixes, into the files or as commits. What is common to both ways is here.

pub(super) mod branch;
mod failed;
mod line;
mod place;
mod said;
mod verify;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use clap::ValueEnum;

use super::changed::{Changed, Within};
use super::decided;
use super::files::{Selection, current_folder};
use super::states::{Format, States};
use crate::choice::{Apply, Choice};
use crate::formatter::Formatter;
use crate::interrupt::Interrupt;
use crate::report::FileReport;
use crate::root::root;
use crate::series::Per;

/// Write the fixes: into the files, or as commits on a branch
///
/// All or nothing: if one file cannot be written, or was edited while it was judged, no file is. A
/// crash in the middle is completed or taken back by the next command, and `amends undo` takes back
/// the last apply. Only `safe` fixes are written unless you say `--review`; what was decided with
/// `amends review` counts.
///
/// In place, nothing is written while any file that git tracks differs from the last commit, also one
/// that was not given, or while git does not know a file that is to be written; `--allow-dirty` writes
/// all the same. amends-decisions.toml may differ. With `--branch` the last commit is what is judged,
/// in a work tree of its own: your files, index and stash stay as they are. Settings and decisions
/// are those of your files, committed or not. Your identity, hooks and signing count.
///
/// `--verify` runs a command in the project's folder, first without any fix, then with them. When it
/// fails, the fixes that make it fail are searched for and left out; what is written is known to pass.
/// A check that commits, or changes the files that fixes are in, is refused. Ctrl-C stops it, once
/// more kills it; either way what was written is taken back.
///
/// Examples:
///   amends apply src                                     the safe fixes, into the files
///   amends apply --review --verify 'make test'           those that change behaviour, if tests pass
///   amends apply --branch amends/async                   one commit for each transform
///   amends apply --branch fixes --commit-per file src
///   amends apply --changed --allow-dirty                 in lines that differ from the last commit
///   amends apply --patch-dir patches                     the same commits, for `git am`
///   amends apply --format-with 'ruff format'             format the changed files
///   amends undo                                          take back the last apply
///
/// Exit codes: 0 written, or nothing to write; 2 wrong use, or a file that could not be read or
/// written; 3 the check failed, and nothing was written; 130 interrupted, and nothing was written.
/// They tell what was written: that it cannot be printed afterwards (a full disk) is a warning.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    selection: Selection,

    #[command(flatten)]
    changed: Changed,

    /// Add the fixes that change behaviour in the way they say
    #[arg(long)]
    review: bool,

    /// Write although files differ from the last commit, or are in none
    #[arg(long, conflicts_with_all = ["branch", "patch_dir"])]
    allow_dirty: bool,

    /// Commit the fixes on this branch, which is made at the last commit
    #[arg(long, value_name = "NAME")]
    branch: Option<String>,

    /// If the branch exists, go on from its last commit
    #[arg(long, requires = "branch")]
    update: bool,

    /// Write the commits into this folder, as numbered patches for `git am`
    #[arg(long, value_name = "DIR")]
    patch_dir: Option<PathBuf>,

    /// What one commit holds
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = CommitPer::Transform)]
    commit_per: CommitPer,

    /// Commit without the hooks pre-commit and commit-msg
    #[arg(long)]
    no_hooks: bool,

    /// Run this in a shell, and leave out the fixes that make it fail
    #[arg(long, value_name = "CMD", value_parser = command)]
    verify: Option<String>,

    /// Run the check at most so often, the run without fixes included
    #[arg(long, value_name = "N", default_value_t = 30, requires = "verify", value_parser = clap::value_parser!(u32).range(2..))]
    verify_runs: u32,

    /// A run of the check that takes longer has failed [default: ten times the run without fixes, at least a minute]
    #[arg(long, value_name = "SECONDS", requires = "verify", value_parser = clap::value_parser!(u64).range(1..))]
    verify_timeout: Option<u64>,

    /// Run this formatter on the changed files, as `CMD FILE...`, before they are written
    ///
    /// It runs on a copy of the project, and may change nothing but these files.
    #[arg(long, value_name = "CMD", value_parser = command)]
    format_with: Option<String>,

    /// How to print what was done
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CommitPer {
    /// All fixes of one transform
    Transform,
    /// One fix
    Finding,
    /// All fixes of one file
    File,
    /// All fixes of the files in one folder
    Directory,
}

impl From<CommitPer> for Per {
    fn from(per: CommitPer) -> Per {
        match per {
            CommitPer::Transform => Per::Transform,
            CommitPer::Finding => Per::Finding,
            CommitPer::File => Per::File,
            CommitPer::Directory => Per::Directory,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For people
    Text,
    /// One JSON object for each fix and line
    Json,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    if args.selection.reads_stdin() {
        bail!("standard input cannot be written to; `amends diff -` prints the patch");
    }
    let cwd = current_folder()?;
    let root = root(args.selection.paths(), &cwd)?;
    if args.branch.is_some() || args.patch_dir.is_some() {
        branch::run(args, &cwd, &root)
    } else {
        place::run(args, &cwd, &root)
    }
}

/// The fixes to write, with what is to be said of all files.
struct Prepared {
    states: States,
    reports: Vec<FileReport>,
    /// What commits say of a finding in place of its message, by fingerprint.
    worded: BTreeMap<String, String>,
}

/// Judges the files of `selection`, whose root is `root`; only fixes `within` the changed lines, if they are given.
fn prepare(
    args: &Args,
    selection: &Selection,
    cwd: &Path,
    root: &Path,
    within: Option<&Within>,
) -> Result<Prepared> {
    // Those of the user's own tree count, committed or not, as settings do.
    let decisions = decided::decisions(args.selection.paths(), cwd)?;
    let apply = if args.review { Apply::Review } else { Apply::Safe };
    let choice = Choice { apply, decisions: Arc::clone(&decisions), only: None };
    let mut run = selection.open(cwd)?;
    run.leave_out_nested(root);
    let choice = match within {
        None => choice,
        Some(within) => within.choose(&mut run, choice)?,
    };
    let formatter = args.format_with.as_ref().map(|command| formatter(root, command)).transpose()?;
    let mut reports = run.process(&choice);
    run.report();
    let states = States::new(run, choice, &mut reports, root, formatter)?;
    selection.report_skipped(&reports)?;
    decided::say_outdated(&reports, &decisions, selection.quiet);
    let findings = reports.iter().flat_map(|report| &report.outcome.findings);
    let worded = findings
        .filter_map(|located| Some((located.fingerprint.clone(), decisions.of(located)?.message.clone()?)));
    let worded = worded.collect();
    Ok(Prepared { states, reports, worded })
}

/// The user's formatter, as [`States`] want it.
fn formatter(root: &Path, command: &str) -> Result<Format> {
    let mut formatter = Formatter::new(root, command, &Interrupt::of_process()?)?;
    Ok(Box::new(move |files: &[(String, Vec<u8>)]| {
        let files: Vec<(PathBuf, Vec<u8>)> =
            files.iter().map(|(path, bytes)| (PathBuf::from(path), bytes.clone())).collect();
        Ok(formatter.format(&files)?)
    }))
}

/// A command that is one: an empty one would pass.
fn command(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("it is empty; is a variable not set?".into()),
        _ => Ok(text.to_string()),
    }
}

impl Args {
    fn check(&self, folder: &Path) -> Result<Option<verify::Check>> {
        let Some(command) = &self.verify else { return Ok(None) };
        let limit = self.verify_timeout.map(Duration::from_secs);
        let budget = self.verify_runs as usize;
        verify::Check::new(command, folder, limit, budget, self.selection.quiet).map(Some)
    }
}
