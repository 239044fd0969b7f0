//! The command line: arguments, exit codes, one file per command. Judges nothing.

mod apply;
mod audit;
mod audit_file;
mod audited;
mod baseline;
mod changed;
mod check;
mod config;
mod covered;
mod decided;
mod diff;
mod explain;
mod facts;
mod files;
mod given;
mod list;
mod locks;
mod named;
mod new;
mod pr;
mod printed;
mod recovery;
mod review;
mod run;
mod scaffold;
mod states;
mod tasks;
mod undo;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{CommandFactory as _, Parser, Subcommand};

use crate::git::GitError;

pub use self::printed::is_closed;

/// Something is open, or the patch is not empty.
pub const EXIT_OPEN: u8 = 1;
/// Wrong use, or a file that could not be read.
pub const EXIT_UNREADABLE: u8 = 2;
/// The check of `--verify` failed, and nothing was written.
pub const EXIT_UNVERIFIED: u8 = 3;
/// Ctrl-C ended it, and nothing was written: 128 and the number of SIGINT.
pub const EXIT_INTERRUPTED: u8 = 130;

/// Judge the sites that an audit of asyncio code complains about, and fix the provable ones.
///
/// Every site gets a verdict with evidence:
///   safe     the edit keeps behaviour but for the named improvement
///   review   it changes behaviour, in the way it says
///   manual   a real defect that needs a person
///   fine     it only looks like a finding, and the evidence says why
/// `amends diff` prints a patch and writes nothing; `amends apply` writes, and `amends undo` takes it back.
///
/// Examples:
///   amends diff src                     the safe fixes as a patch
///   amends diff --review src            those that change behaviour, too
///   amends apply src                    write the safe fixes into the files
///   amends apply --branch fixes src     commit them on a branch, one commit for each transform
///   amends pr --dry-run                 the pull requests that it would open, with bodies and diffs
///   amends check src                    what is open, with the reasons
///   amends check --changed=main         what is open in the lines that a branch changes
///   amends baseline                     note what is open; `check --baseline` shows the rest
///   amends audit AUDIT.md src           what is true of an audit, claim by claim
///   amends explain AM401                what a code means
///   amends tasks src                    every place that starts a task, its owner, and who ends it
///   amends locks src                    which lock is taken under which, and the cycles in that
///   amends facts src/hub.py:41          what is known of a line, and why
///   amends scaffold                     small Python helpers for your project, with their tests
///
/// Exit codes: 0 nothing open or changed, 1 something open or changed, 2 wrong use or a file
/// that could not be read or parsed (the rest of the run goes on; files with no text that any
/// transform looks for are not parsed). `apply` and `undo`: 0 done, 2 not done.
#[derive(Parser, Debug)]
#[command(
    version,
    verbatim_doc_comment,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true
)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    diff: diff::Args,
}

#[derive(Subcommand, Debug)]
enum Command {
    Diff(diff::Args),
    Apply(apply::Args),
    Undo(undo::Args),
    Pr(pr::Args),
    Check(check::Args),
    Baseline(baseline::Args),
    Audit(audit::Args),
    Review(review::Args),
    List(list::Args),
    Explain(explain::Args),
    Facts(facts::Args),
    Tasks(tasks::Args),
    Locks(locks::Args),
    Scaffold(scaffold::Args),
    Config(config::Args),
    New(new::Args),
}

/// Refuses a path that does not exist and looks like the name of a command.
fn misspelt(paths: &[PathBuf]) -> Result<()> {
    let Some(word) = paths.first().filter(|path| !path.exists()).and_then(|path| path.to_str()) else {
        return Ok(());
    };
    if word.contains(['/', '\\', '.']) {
        return Ok(());
    }
    let program = Cli::command();
    let names: Vec<&str> = program.get_subcommands().map(|command| command.get_name()).collect();
    match similar::get_close_matches(word, &names, 1, 0.7).first() {
        Some(name) => bail!("there is no file and no command `{word}`; did you mean `amends {name}`?"),
        None => Ok(()),
    }
}

/// Runs a command.
///
/// # Errors
/// Wrong use, or output that cannot be written. Files that cannot be read are reported and skipped instead.
pub fn run(cli: &Cli) -> Result<ExitCode> {
    match &cli.command {
        None => {
            misspelt(cli.diff.paths())?;
            diff::run(&cli.diff)
        }
        Some(Command::Diff(args)) => diff::run(args),
        Some(Command::Apply(args)) => apply::run(args),
        Some(Command::Undo(args)) => undo::run(args),
        Some(Command::Pr(args)) => pr::run(args),
        Some(Command::Check(args)) => check::run(args),
        Some(Command::Baseline(args)) => baseline::run(args),
        Some(Command::Audit(args)) => audit::run(args),
        Some(Command::Review(args)) => review::run(args),
        Some(Command::List(args)) => list::run(args),
        Some(Command::Explain(args)) => explain::run(args),
        Some(Command::Facts(args)) => facts::run(args),
        Some(Command::Tasks(args)) => tasks::run(args),
        Some(Command::Locks(args)) => locks::run(args),
        Some(Command::Scaffold(args)) => scaffold::run(args),
        Some(Command::Config(args)) => config::run(args),
        Some(Command::New(args)) => new::run(args),
    }
}

/// An error of git with what to do about it.
fn git_error(error: GitError) -> anyhow::Error {
    let hint = error.hint();
    if hint.is_empty() { anyhow::anyhow!("{error}") } else { anyhow::anyhow!("{error}; {hint}") }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn arguments_are_consistent() {
        super::Cli::command().debug_assert();
    }
}
