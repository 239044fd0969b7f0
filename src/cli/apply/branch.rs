//! `amends apply --branch` and `--patch-dir`: judges the last commit in a work tree of its own, and commits there.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use super::said::{Commit, Outcome, Said};
use super::verify::Verified;
use super::{Args, Prepared, States, failed, prepare};
use crate::apply::{self, Change, Patience, TakenBack, Trial};
use crate::cli::printed::tell;
use crate::cli::{EXIT_INTERRUPTED, git_error};
use crate::discover::StandIn;
use crate::git::{self, CommitOptions, Git, Oid, Series, Worktree};
use crate::report::printable;
use crate::series::{self, Member};

pub(super) fn run(args: &Args, cwd: &Path, root: &Path) -> Result<ExitCode> {
    let git = Git::at(root).map_err(git_error)?;
    let git =
        git.with_context(|| format!("{} is in no git work tree, so nothing can be committed", shown(root)))?;
    let start = Start::of(args, &git)?;
    if let Some(folder) = &args.patch_dir {
        check_patch_dir(folder, cwd, &git)?;
    }
    let worktree = git.worktree(&start.commit).map_err(git_error)?;
    let stand_in = StandIn::new(git.top(), worktree.path());
    check_committed(args.selection.paths(), cwd, &stand_in)?;
    link_environment(git.top(), worktree.path());
    let selection = args.selection.in_place_of(stand_in);
    let within = args.changed.within_commit(&git, &start.commit, worktree.path())?;
    let Prepared { mut states, reports, worded } =
        prepare(args, &selection, cwd, worktree.path(), within.as_ref())?;
    let said = Said::new(args, &reports);
    if states.len() == 0 {
        return said.nothing();
    }
    said.unformatted(&states.unformatted()?);
    let mut locked = apply::lock(worktree.path(), &mut |_| Patience::GiveUp)?;
    let mut trial = locked.trial("commits");
    let outcome = match args.check(worktree.path())? {
        None => Outcome::all(states.len()),
        Some(check) => match check.search(&mut states, &mut trial).context("no commit was made")? {
            Verified::Searched(found, outputs) => Outcome::searched(found, outputs, check.display()),
            Verified::FailsWithout(ran) => return Ok(failed::fails_without(&check.display(), &ran)),
            Verified::FailsByNow(ran) => return Ok(failed::fails_by_now(&check.display(), &ran)),
            Verified::Edits(edits) => {
                return Ok(failed::edits(&check.display(), &edits, &TakenBack::default()));
            }
            Verified::Interrupted => {
                tell!("interrupted; no commit was made");
                return Ok(ExitCode::from(EXIT_INTERRUPTED));
            }
        },
    };
    let commits = commit(args, &worktree, &mut states, &mut trial, (&outcome.kept, &worded))?;
    let mut where_to = Vec::new();
    let mut patches = None;
    if let Some(last) = commits.last() {
        let tip = Oid::parse(&last.oid).context("git named no commit")?;
        if let Some(folder) = &args.patch_dir {
            let series = worktree.format_patch(&start.commit, folder).map_err(git_error)?;
            let keep_cr = if series.needs_keep_cr { " --keep-cr" } else { "" };
            let text = folder.to_string_lossy();
            let quoted = shlex::try_quote(&text).map_or_else(|_| shown(folder), |quoted| printable(&quoted));
            where_to.push(format!("{}: `git am{keep_cr} {quoted}/*.patch` applies them", shown(folder)));
            patches = Some(series);
        }
        if let Some(name) = &args.branch {
            if let Err(error) = start.move_branch(&git, name, &tip) {
                // All or nothing: patches that stay would also be in the way of the next run.
                patches.iter().for_each(Series::remove);
                return Err(error);
            }
            let name = printable(name);
            where_to.push(format!("branch {name}: `git log -p {}..{name}` shows it", short(&start.commit)));
        }
    }
    said.committed(&states, &outcome, &commits, &where_to)
}

/// Where the series starts.
struct Start {
    commit: Oid,
    /// The tip of the branch, if it exists.
    tip: Option<Oid>,
}

impl Start {
    fn of(args: &Args, git: &Git) -> Result<Start> {
        let Some(name) = &args.branch else {
            return Ok(Start { commit: git.head().map_err(git_error)?, tip: None });
        };
        git.check_branch_name(name).map_err(git_error)?;
        let tip = git.branch_tip(name).map_err(git_error)?;
        match (&tip, args.update) {
            (Some(_), false) => bail!(
                "the branch `{}` exists; `--update` goes on from its last commit, or choose another name",
                printable(name)
            ),
            (Some(tip), true) => {
                if let Some(used) = git.branch_in_use(name).map_err(git_error)? {
                    bail!(
                        "the branch `{}` is {} in {}; switch to another branch there first",
                        printable(name),
                        used.state,
                        shown(&used.place)
                    );
                }
                Ok(Start { commit: tip.clone(), tip: Some(tip.clone()) })
            }
            (None, _) => Ok(Start { commit: git.head().map_err(git_error)?, tip: None }),
        }
    }

    fn move_branch(&self, git: &Git, name: &str, to: &Oid) -> Result<()> {
        match &self.tip {
            Some(old) => git.move_branch(name, to, old).map_err(git_error),
            None => git.create_branch(name, to).map_err(git_error),
        }
    }
}

/// One commit for each step that changes something.
fn commit(
    args: &Args,
    worktree: &Worktree,
    states: &mut States,
    trial: &mut Trial<'_>,
    (kept, worded): (&[usize], &BTreeMap<String, String>),
) -> Result<Vec<Commit>> {
    let per = args.commit_per.into();
    let members: Vec<Member<'_>> = kept.iter().map(|&fix| states.committed(fix)).collect();
    let steps = series::steps(&members, per);
    let mut commits: Vec<Commit> = Vec::new();
    let mut done: Vec<usize> = Vec::new();
    let mut chosen: Vec<usize> = Vec::new();
    let mut held: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for step in steps {
        chosen.extend(step.into_iter().map(|place| kept[place]));
        let versions = states.at(&chosen)?;
        // A fix may only become possible with those of a later step; it is in that one then.
        let new: Vec<usize> = versions
            .iter()
            .flat_map(|version| version.applied.iter().copied())
            .filter(|fix| !done.contains(fix))
            .collect();
        let changes: Vec<Change> = versions.into_iter().map(|version| version.change).collect();
        let mut files: Vec<PathBuf> = Vec::new();
        for change in &changes {
            if held.get(&change.path).unwrap_or(&change.before) != &change.after {
                files.push(PathBuf::from(&change.path));
                held.insert(change.path.clone(), change.after.clone());
            }
        }
        if files.is_empty() {
            continue;
        }
        trial.set(&changes)?;
        let members: Vec<Member<'_>> = new.iter().map(|&fix| states.committed(fix)).collect();
        let message = series::message(&members, per, worded);
        let options = CommitOptions { no_verify: args.no_hooks };
        let committed = worktree.commit(&files, &message, options).map_err(git_error)?;
        let subject = message.lines().next().unwrap_or_default().to_string();
        done.extend(&new);
        commits.push(Commit { oid: committed.oid.to_string(), subject, fixes: new });
    }
    Ok(commits)
}

/// Refuses folders for patches that hold some, and those that are git's or amends' own.
fn check_patch_dir(folder: &Path, cwd: &Path, git: &Git) -> Result<()> {
    let place = cwd.join(folder);
    let there = place.ancestors().find(|folder| folder.exists()).unwrap_or(cwd);
    let real = there.canonicalize().with_context(|| shown(folder))?;
    let new = place.strip_prefix(there).unwrap_or(Path::new(""));
    let own = |part: &OsStr| part.eq_ignore_ascii_case(".git") || part.eq_ignore_ascii_case(apply::STATE);
    let inner = real.strip_prefix(git.top()).unwrap_or(Path::new(""));
    if real.starts_with(git.common_dir()) || inner.iter().chain(new).any(own) {
        bail!("{} belongs to git or to amends; name another folder for the patches", shown(folder));
    }
    let existing = git::existing_patches(folder).with_context(|| shown(folder))?;
    if let Some(patch) = existing.first() {
        bail!(
            "{} holds patches already, such as {}; remove them or name another folder",
            shown(folder),
            shown(patch)
        );
    }
    Ok(())
}

/// Refuses paths that are not in the commit.
fn check_committed(paths: &[PathBuf], cwd: &Path, stand_in: &StandIn) -> Result<()> {
    for path in paths {
        let real = cwd.join(path).canonicalize().with_context(|| shown(path))?;
        if !stand_in.other(&real).is_some_and(|other| other.exists()) {
            bail!("{} is not in the last commit; commit it first, or apply in place", shown(path));
        }
    }
    Ok(())
}

/// Types and checks need the project's virtual environment, which is in no commit. Nothing depends on it: without
/// it, less is known.
pub(in crate::cli) fn link_environment(from: &Path, to: &Path) {
    let (from, to) = (from.join(".venv"), to.join(".venv"));
    #[cfg(unix)]
    if from.join("pyvenv.cfg").is_file() && to.symlink_metadata().is_err() {
        let _ = std::os::unix::fs::symlink(&from, &to);
    }
    #[cfg(not(unix))]
    let _ = (from, to);
}

fn short(oid: &Oid) -> &str {
    oid.as_str().get(..12).unwrap_or(oid.as_str())
}

fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy())
}
