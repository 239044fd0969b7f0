//! `amends undo`: takes back the last apply.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::files::current_folder;
use super::printed::{self, printed, tell};
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
/// What cannot be taken back any more is in the way of earlier applies: `--forget` drops it.
///
/// Examples:
///   amends undo
///   amends undo --list        what can be taken back
///   amends undo --forget      keep the files as they are, and drop the last apply from the list
///
/// Exit codes: 0 taken back or dropped, 2 nothing to take back, or a file was changed since.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// A path in the project
    #[arg(default_value = ".")]
    path: PathBuf,

    /// Show what can be taken back, the last first, and change nothing
    #[arg(long)]
    list: bool,

    /// Drop the last apply from what can be taken back, and change no file
    #[arg(long, conflicts_with = "list")]
    forget: bool,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let root = root(std::slice::from_ref(&args.path), &current_folder()?)?;
    if args.list {
        recovery::before_reading(&root)?;
        let mut stdout = printed::stdout();
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
    let mut locked = recovery::lock(&root, false)?;
    if args.forget {
        let Some(last) = apply::records(&root)?.into_iter().next() else {
            bail!("there is nothing to forget here");
        };
        locked.forget(last.number)?;
        tell!(
            "forgotten: {}, {}; these files stay as they are: {}",
            printable(&last.title),
            ago(last.when),
            listed(&last.files)
        );
        return Ok(ExitCode::SUCCESS);
    }
    let undone = locked.undo()?;
    let print = || -> io::Result<()> {
        let mut stdout = anstream::stdout().lock();
        undone.files.iter().try_for_each(|file| writeln!(stdout, "{}", printable(file)))?;
        stdout.flush()
    };
    printed(print(), "all is taken back");
    let files = match undone.files.len() {
        0 => "all files were as before already".to_string(),
        count => plural(count, "file"),
    };
    tell!("taken back: {} ({files})", printable(&undone.title));
    if let Some(problem) = &undone.unfinished {
        tell!("warning: all is taken back, but tidying up failed: {problem}");
    }
    Ok(ExitCode::SUCCESS)
}
