//! `amends undo`: takes back the last apply.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use super::files::current_folder;
use super::recovery::{self, ago, listed};
use crate::apply;
use crate::report::printable;
use crate::report::summary::plural;
use crate::root::root;

/// Take back the last `amends apply` in place, exactly
///
/// Every file gets the bytes that it had before. If one of them was changed since, none is touched,
/// and those that were are named. Once more takes back the apply before that. Commits that
/// `amends apply --branch` has made are not concerned: delete the branch.
///
/// Examples:
///   amends undo
///   amends undo --list        what can be taken back
///
/// Exit codes: 0 taken back, 2 nothing to take back, or a file was changed since.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// A path in the project
    #[arg(default_value = ".")]
    path: PathBuf,

    /// Show what can be taken back, the last first, and change nothing
    #[arg(long)]
    list: bool,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let root = root(std::slice::from_ref(&args.path), &current_folder()?)?;
    if args.list {
        recovery::before_reading(&root)?;
        let mut stdout = anstream::stdout().lock();
        for record in apply::records(&root)? {
            let files = plural(record.files.len(), "file");
            writeln!(
                stdout,
                "{}: {}, {files}: {}",
                ago(record.when),
                printable(&record.title),
                listed(&record.files)
            )?;
        }
        stdout.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    let undone = recovery::lock(&root, false)?.undo()?;
    let mut stdout = anstream::stdout().lock();
    for file in &undone.files {
        writeln!(stdout, "{}", printable(file))?;
    }
    stdout.flush()?;
    eprintln!("taken back: {} ({})", printable(&undone.title), plural(undone.files.len(), "file"));
    if let Some(problem) = &undone.unfinished {
        eprintln!("warning: all is taken back, but tidying up failed: {problem}");
    }
    Ok(ExitCode::SUCCESS)
}
