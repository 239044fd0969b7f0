//! `amends apply` in place: checks that nothing of the user's is in the way, writes all files or none.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow, bail};

use super::said::{Outcome, Said};
use super::verify::Verified;
use super::{Args, Prepared, failed, prepare};
use crate::apply::{self, ApplyError, FileProblem, Refusal};
use crate::cli::{EXIT_INTERRUPTED, git_error, recovery};
use crate::decisions;
use crate::git::{Git, GitError};

pub(super) fn run(args: &Args, cwd: &Path, root: &Path) -> Result<ExitCode> {
    let mut locked = recovery::lock(root, args.selection.quiet)?;
    let Prepared { mut states, reports, .. } = {
        let within = args.changed.within(&args.selection, cwd)?;
        prepare(args, &args.selection, cwd, root, within.as_ref())?
    };
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
            trial.set(&changes).map_err(|error| named_twice(error, cwd, root))?;
            Outcome::all(states.len())
        }
        Some(check) => match check.search(&mut states, &mut trial) {
            Ok(Verified::Searched(found, outputs)) => Outcome::searched(found, outputs, check.display()),
            Ok(Verified::FailsWithout(ran)) => {
                trial.take_back()?;
                return Ok(failed::fails_without(&check.display(), &ran));
            }
            Ok(Verified::FailsByNow(ran)) => {
                trial.take_back()?;
                return Ok(failed::fails_by_now(&check.display(), &ran));
            }
            Ok(Verified::Edits(edits)) => {
                let back = trial.take_back_all()?;
                return Ok(failed::edits(&check.display(), &edits, &back));
            }
            Ok(Verified::Interrupted) => {
                let back = trial.take_back_all()?;
                said.interrupted(&back);
                return Ok(ExitCode::from(EXIT_INTERRUPTED));
            }
            Err(error) => {
                trial.take_back()?;
                return Err(match error.downcast::<ApplyError>() {
                    // Those of writing say themselves what became of files.
                    Ok(error) => named_twice(error, cwd, root),
                    Err(error) => error.context("nothing was written"),
                });
            }
        },
    };
    let applied = trial.keep()?;
    if let Some(problem) = &applied.unfinished {
        said.warn(&format!("all is written, but tidying up failed: {problem}"));
    }
    said.written(&mut states, &outcome)
}

/// In place, changes of the user's and of amends would be mixed up, and git could not tell them apart. `paths` are
/// to be written.
fn refuse_dirty(root: &Path, paths: &[String]) -> Result<()> {
    if !root.join(".git").exists() {
        return Ok(());
    }
    let git = Git::at(root).map_err(git_error).context("cannot tell what differs from the last commit")?;
    let Some(git) = git else { return Ok(()) };
    match git.head() {
        // Before the first commit, every file is new, and there is nothing to branch off or to stash on.
        Err(GitError::Unborn { .. }) => bail!(
            "nothing was committed yet, so changes could not be told apart, and nothing was written; commit \
             first (`git add` and `git commit`), or say `--allow-dirty`"
        ),
        other => drop(other.map_err(git_error)?),
    }
    let dirty = git.dirty().map_err(git_error)?;
    let given: Vec<_> = paths.iter().map(Into::into).collect();
    let changed: Vec<String> = dirty.changed.iter().filter(|path| !is_own(path)).map(shown).collect();
    if !changed.is_empty() {
        bail!(
            "{} from the last commit, so nothing was written: {}; all files that git tracks count, not only \
             those to be written; {ADVICE}",
            differ(changed.len()),
            recovery::listed(&changed)
        );
    }
    let hidden = git.hidden(&given).map_err(git_error)?;
    if !hidden.changed.is_empty() {
        let files: Vec<String> = hidden.changed.iter().map(shown).collect();
        bail!(
            "{} from the last commit, though git was told not to look (assume-unchanged or skip-worktree), so \
             nothing was written: {}; `git update-index --no-assume-unchanged --no-skip-worktree FILE` and \
             commit, use `--branch`, or say `--allow-dirty`",
            differ(files.len()),
            recovery::listed(&files)
        );
    }
    let unsure = dirty.unsure.iter().filter(|path| given.contains(path)).chain(&hidden.unsure);
    let unsure: Vec<String> = unsure.map(shown).collect();
    if !unsure.is_empty() {
        bail!(
            "only a content filter, such as that of Git LFS, could tell whether these differ from the last \
             commit, and amends runs none, so nothing was written: {}; if `git status` shows no change, run \
             this again, else {ADVICE}",
            recovery::listed(&unsure)
        );
    }
    let untracked = git.untracked(&given).map_err(git_error)?;
    if !untracked.is_empty() {
        let files: Vec<String> = untracked.iter().map(shown).collect();
        bail!(
            "git does not know these files, so nothing was written: {}; commit them, or say `--allow-dirty`",
            recovery::listed(&files)
        );
    }
    Ok(())
}

/// What to do about files that differ.
const ADVICE: &str = "commit or stash them, use `--branch`, or say `--allow-dirty`";

/// Whether a file is one that amends itself keeps beside the code: a review that was not committed yet is no reason
/// to write none of what it says.
fn is_own(path: &Path) -> bool {
    path == Path::new(decisions::FILE_NAME) || path.starts_with(apply::STATE)
}

fn shown(path: impl AsRef<Path>) -> String {
    path.as_ref().to_string_lossy().into_owned()
}

fn differ(count: usize) -> String {
    if count == 1 { "1 file differs".into() } else { format!("{count} files differ") }
}

/// Says what helps where two of the given paths are one file: it can only be written under one name.
fn named_twice(error: ApplyError, cwd: &Path, root: &Path) -> anyhow::Error {
    let ApplyError::Refused { files, .. } = &error else { return error.into() };
    let twice = files.iter().filter(|file| matches!(file.problem, FileProblem::Same(_)));
    // Globs are relative to where the user stands.
    let glob = |file: &Refusal| {
        let real = root.join(&file.path);
        let name = real.strip_prefix(cwd.canonicalize().ok()?).ok()?.to_str()?.to_string();
        Some(format!("--exclude {}", shlex::try_quote(&name).ok()?))
    };
    let globs: Vec<String> = twice.filter_map(glob).collect();
    if globs.is_empty() {
        return error.into();
    }
    anyhow!(
        "{error}; leave out one name of it with `{}`, or if you give both names, give one",
        globs.join(" ")
    )
}
