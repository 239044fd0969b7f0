//! Branches: which names are good, where one is, where it is checked out, creating and moving one.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::{Git, GitError, Oid, names};

/// Where a branch is used, so that moving it would pull the ground away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchUse {
    /// What happens with it: `checked out`, `being rebased`, `being bisected`.
    pub state: &'static str,
    /// The work tree.
    pub place: PathBuf,
}

/// Files of git in which a rebase or bisection keeps the name of its branch.
const KEPT_IN: &[(&str, &str)] = &[
    ("rebase-merge/head-name", "being rebased"),
    ("rebase-apply/head-name", "being rebased"),
    // With `rebase --update-refs`: every third line is a branch.
    ("rebase-merge/update-refs", "being rebased"),
    ("BISECT_START", "being bisected"),
];

/// More of such a file is not read, in bytes.
const MAX_KEPT: u64 = 1024 * 1024;

/// Refuses names that no branch may have, and those that people or git would read as something else. Git's own
/// rules are checked by [`Git::check_branch_name`].
///
/// # Errors
/// [`GitError::BranchName`] with the reason.
pub fn check_branch_name(name: &str) -> Result<(), GitError> {
    let is_object = Oid::parse(name).is_some();
    let reason = match name {
        "" => "it is empty",
        "@" => "git reads it as HEAD",
        "HEAD" | "FETCH_HEAD" | "ORIG_HEAD" | "MERGE_HEAD" | "CHERRY_PICK_HEAD" => {
            "git uses this name itself"
        }
        _ if name.starts_with('-') => "it starts with a dash, so programs take it for an option",
        _ if name.starts_with("refs/") => "give the short name, without refs/heads/",
        _ if is_object => "it looks like the name of a commit",
        _ => return Ok(()),
    };
    Err(GitError::BranchName { name: name.to_string(), reason: reason.to_string() })
}

fn full(name: &str) -> String {
    format!("refs/heads/{name}")
}

impl Git {
    /// Refuses names that a new branch may not have.
    ///
    /// # Errors
    /// [`GitError::BranchName`] with the reason, or git cannot be run.
    pub fn check_branch_name(&self, name: &str) -> Result<(), GitError> {
        check_branch_name(name)?;
        let refuse =
            |reason: &str| Err(GitError::BranchName { name: name.to_string(), reason: reason.to_string() });
        if name.contains('\0') {
            return refuse("it holds a NUL byte");
        }
        let ended = self.call("check the name", ["check-ref-format", "--branch"]).args([name]).end()?;
        match ended.code {
            // `@{-1}` is valid and means another branch.
            Some(0) if names::single(&ended.stdout) == Path::new(name) => Ok(()),
            Some(0) => refuse("git reads it as the name of another branch"),
            _ => refuse("git does not allow it; see `git help check-ref-format`"),
        }
    }

    /// The commit at the tip of a branch; `None` if there is no such branch.
    ///
    /// # Errors
    /// The name is not one, or git fails.
    pub fn branch_tip(&self, name: &str) -> Result<Option<Oid>, GitError> {
        self.check_branch_name(name)?;
        let call = self.call("look for the branch", ["for-each-ref", "--format=%(objectname) %(refname)"]);
        // Valid names hold no wildcards; a folder of that name gives what is in it.
        let call = call.args([full(name)]);
        let output = call.output()?;
        let text = String::from_utf8_lossy(&output);
        let line = text.lines().find_map(|line| line.strip_suffix(&format!(" {}", full(name))));
        line.map(|oid| Oid::parse(oid).ok_or_else(|| call.nonsense())).transpose()
    }

    /// Where a branch is checked out, or being rebased or bisected, in any work tree of the repository.
    ///
    /// # Errors
    /// The name is not one, or git fails.
    pub fn branch_in_use(&self, name: &str) -> Result<Option<BranchUse>, GitError> {
        self.check_branch_name(name)?;
        let output = self
            .call("look where the branch is used", ["for-each-ref", "--format=%(refname) %(worktreepath)"])
            .args([full(name)])
            .output()?;
        let start = format!("{} ", full(name));
        if let Some(place) = output.strip_prefix(start.as_bytes()) {
            // There is one line: no branch can lie in a folder that has the name of another.
            let place = names::single(place);
            if !place.as_os_str().is_empty() {
                return Ok(Some(BranchUse { state: "checked out", place }));
            }
        }
        for (git_dir, place) in self.git_dirs() {
            for (file, state) in KEPT_IN {
                let kept = bounded(&git_dir.join(file));
                if kept.lines().any(|line| line == full(name) || (line == name && *state == "being bisected"))
                {
                    return Ok(Some(BranchUse { state, place }));
                }
            }
        }
        Ok(None)
    }

    /// The private folder of each work tree, and the work tree.
    fn git_dirs(&self) -> Vec<(PathBuf, PathBuf)> {
        let common = self.common_dir.clone();
        let main = if common.ends_with(".git") { common.parent().unwrap_or(&common) } else { &common };
        let mut dirs = vec![(common.clone(), main.to_path_buf())];
        // No such folder: no linked work trees.
        for entry in fs::read_dir(common.join("worktrees")).into_iter().flatten().flatten() {
            let git_dir = entry.path();
            let link = PathBuf::from(bounded(&git_dir.join("gitdir")).trim_end());
            let place = link.parent().map_or_else(|| git_dir.clone(), |folder| git_dir.join(folder));
            dirs.push((git_dir, place));
        }
        dirs
    }

    /// Creates a branch.
    ///
    /// # Errors
    /// The name is not one, the branch exists ([`GitError::BranchExists`]), or git or a hook refuses: there may
    /// be a branch `a` where `a/b` is wanted.
    pub fn create_branch(&self, name: &str, at: &Oid) -> Result<(), GitError> {
        if self.branch_tip(name)?.is_some() {
            return Err(GitError::BranchExists { name: name.to_string() });
        }
        // All zeros: it must still not exist.
        let nothing = "0".repeat(at.as_str().len());
        let call = self.call("create the branch", ["update-ref", "-m", "branch: Created by amends"]);
        let created = call.args([&full(name), at.as_str(), &nothing]).by_user().output();
        match created {
            Err(GitError::Failed { .. }) if self.branch_tip(name)?.is_some() => {
                Err(GitError::BranchExists { name: name.to_string() })
            }
            other => other.map(drop),
        }
    }

    /// Moves a branch from the commit where it was seen to another.
    ///
    /// # Errors
    /// It is in use ([`GitError::BranchInUse`]), it moved meanwhile ([`GitError::BranchMoved`]), or git or a
    /// hook refuses.
    pub fn move_branch(&self, name: &str, new: &Oid, old: &Oid) -> Result<(), GitError> {
        if let Some(BranchUse { state, place }) = self.branch_in_use(name)? {
            return Err(GitError::BranchInUse { name: name.to_string(), state, place });
        }
        let call = self.call("move the branch", ["update-ref", "-m", "branch: Updated by amends"]);
        let moved = call.args([&full(name), new.as_str(), old.as_str()]).by_user().output();
        if let Err(GitError::Failed { .. }) = moved {
            let found = self.branch_tip(name)?;
            if found.as_ref() != Some(old) {
                return Err(GitError::BranchMoved {
                    name: name.to_string(),
                    expected: old.to_string(),
                    found: found.map_or_else(|| "gone".to_string(), |oid| oid.to_string()),
                });
            }
        }
        moved.map(drop)
    }
}

/// The text of a small file of git's; empty if there is none.
fn bounded(file: &Path) -> String {
    let mut text = Vec::new();
    if file.symlink_metadata().is_ok_and(|meta| meta.is_file())
        && let Ok(file) = File::open(file)
    {
        // A file that cannot be read says nothing, as one that is not there.
        let _ = file.take(MAX_KEPT).read_to_end(&mut text);
    }
    String::from_utf8_lossy(&text).into_owned()
}
