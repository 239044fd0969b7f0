//! `amends apply` in place: checks that nothing of the user's is in the way, writes all files or none.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use super::said::{Outcome, Said};
use super::verify::Verified;
use super::{Args, Prepared, prepare};
use crate::apply;
use crate::cli::{EXIT_INTERRUPTED, git_error, recovery};
use crate::git::Git;

pub(super) fn run(args: &Args, cwd: &Path, root: &Path) -> Result<ExitCode> {
    let mut locked = recovery::lock(root, args.selection.quiet)?;
    let Prepared { mut states, reports, .. } = prepare(args, &args.selection, cwd, root)?;
    let said = Said::new(args, &reports);
    if states.len() == 0 {
        return said.nothing();
    }
    let all: Vec<usize> = (0..states.len()).collect();
    if !args.allow_dirty {
        let paths: Vec<String> = states.at(&all)?.into_iter().map(|version| version.change.path).collect();
        refuse_dirty(root, &paths)?;
    }
    said.unformatted(&states.unformatted()?);
    let title = said.title(&states, &all);
    let mut trial = locked.trial(&title);
    let outcome = match args.check(root)? {
        None => {
            let versions = states.at(&all)?;
            let changes: Vec<apply::Change> = versions.into_iter().map(|version| version.change).collect();
            trial.set(&changes)?;
            Outcome::all(states.len())
        }
        Some(check) => match check.search(&mut states, &mut trial) {
            Ok(Verified::Searched(found, outputs)) => Outcome::searched(found, outputs, check.display()),
            Ok(Verified::FailsWithout(ran)) => {
                trial.take_back()?;
                return Ok(said.fails_without(&check.display(), &ran));
            }
            Ok(Verified::Interrupted) => {
                let back = trial.take_back()?;
                said.interrupted(&back);
                return Ok(ExitCode::from(EXIT_INTERRUPTED));
            }
            Err(error) => {
                trial.take_back()?;
                return Err(error).context("nothing was written");
            }
        },
    };
    let applied = trial.keep()?;
    if let Some(problem) = &applied.unfinished {
        said.warn(&format!("all is written, but tidying up failed: {problem}"));
    }
    said.written(&mut states, &outcome)
}

/// In place, changes of the user's and of amends would be mixed up, and git could not tell them apart.
fn refuse_dirty(root: &Path, paths: &[String]) -> Result<()> {
    if !root.join(".git").exists() {
        return Ok(());
    }
    let advice = "commit or stash them, use `--branch`, or say `--allow-dirty`";
    let git = Git::at(root).map_err(git_error).context("cannot tell what differs from the last commit")?;
    let Some(git) = git else { return Ok(()) };
    match git.head() {
        // Before the first commit, every file is new.
        Err(crate::git::GitError::Unborn { .. }) => {
            bail!("nothing was committed yet, so changes could not be told apart; {advice}")
        }
        other => drop(other.map_err(git_error)?),
    }
    let dirty = git.dirty().map_err(git_error)?;
    let given: Vec<_> = paths.iter().map(Into::into).collect();
    let untracked = git.untracked(&given).map_err(git_error)?;
    let files: Vec<String> = dirty
        .changed
        .iter()
        .chain(dirty.unsure.iter().filter(|path| given.contains(path)))
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    if !files.is_empty() {
        bail!(
            "{} from the last commit, so nothing was written: {}; {advice}",
            differ(files.len()),
            recovery::listed(&files)
        );
    }
    if !untracked.is_empty() {
        let files: Vec<String> = untracked.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        bail!(
            "git does not know these files, so nothing was written: {}; {advice}",
            recovery::listed(&files)
        );
    }
    Ok(())
}

fn differ(count: usize) -> String {
    if count == 1 { "1 file differs".into() } else { format!("{count} files differ") }
}
