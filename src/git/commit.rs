//! Commits exactly the given files in a temporary work tree, and checks that nothing else came in.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Git, GitError, Oid, Worktree, names};

/// How to commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommitOptions {
    /// Without the hooks `pre-commit` and `commit-msg`, as `git commit --no-verify`.
    pub no_verify: bool,
}

/// A commit that was made. Its tree is exactly what was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The commit.
    pub oid: Oid,
    /// Whether a hook changed the message.
    pub message_changed: bool,
    /// Files that a hook changed in the work tree but not in the commit. They are as committed again.
    pub restored: Vec<PathBuf>,
    /// What git and the hooks wrote.
    pub said: String,
}

impl Worktree {
    /// Commits the given files, relative to the top, as they are in the work tree, on top of what is checked out.
    /// The message is kept whole, also lines that start with `#`; a final line end is added. The user's identity,
    /// hooks and signing count.
    ///
    /// A hook may refuse, change the message, or change files in the work tree, which are then put back. A hook
    /// that changes what is committed makes this fail: nobody judged that.
    ///
    /// # Errors
    /// See [`GitError`]. The work tree is then on the commit it was on, with the given files as they were given
    /// and nothing staged.
    pub fn commit(
        &self,
        files: &[PathBuf],
        message: &str,
        options: CommitOptions,
    ) -> Result<Committed, GitError> {
        check_message(message)?;
        self.check_files(files)?;
        self.check_identity()?;
        let git = &self.git;
        let parent = git.head()?;
        let staged = self.stage(files, &parent);
        let undone = |error| {
            self.undo(files, None, &parent);
            error
        };
        let tree = staged.map_err(undone)?;
        let mut whole = message.to_string();
        if !whole.ends_with('\n') {
            whole.push('\n');
        }
        let call = git.call("commit", ["commit", "--quiet", "--cleanup=verbatim", "--file=-"]);
        let call = call.args(options.no_verify.then_some("--no-verify")).by_user().input(whole.as_bytes());
        let ended = call.end().map_err(undone)?;
        let refused = |error| {
            self.undo(files, Some(&tree), &parent);
            error
        };
        if ended.code != Some(0) {
            return Err(refused(GitError::CommitRefused { said: ended.said }));
        }
        let oid = git.head().map_err(refused)?;
        let object = git.call("read the commit", ["cat-file", "commit"]).args([oid.as_str()]).output();
        let object = object.map_err(refused)?;
        let (header, body) = split(&object);
        let expected = format!("tree {tree}\nparent {parent}\nauthor ");
        if !header.starts_with(expected.as_bytes()) {
            let files = git.differing(&tree, &oid).map_err(refused)?;
            return Err(refused(GitError::ChangedByHook { files, said: ended.said }));
        }
        let restored = self.restore(files, &oid).map_err(refused)?;
        Ok(Committed { oid, message_changed: body != whole.as_bytes(), restored, said: ended.said })
    }

    fn check_files(&self, files: &[PathBuf]) -> Result<(), GitError> {
        for path in files {
            names::inner(path)?;
            let refuse = |reason| Err(GitError::BadPath { path: path.clone(), reason });
            if self.git.top.join(path).symlink_metadata().is_ok_and(|meta| meta.is_dir()) {
                return refuse("it is a folder");
            }
            if self.git.nested_repository(path).is_some() {
                return refuse("it lies in another repository");
            }
        }
        if files.is_empty() { Err(GitError::NothingToCommit) } else { Ok(()) }
    }

    fn check_identity(&self) -> Result<(), GitError> {
        for who in ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"] {
            let ended = self.git.call("find out who commits", ["var", who]).end()?;
            if ended.code != Some(0) {
                // The last line says what is missing; before it stands a help text.
                let said = ended.said.lines().last().unwrap_or_default().trim_start_matches("fatal: ");
                return Err(GitError::NoIdentity { said: said.to_string() });
            }
        }
        Ok(())
    }

    /// Puts the files into the index, and makes sure that they are all that is in it, line by line.
    /// The tree that is to be committed.
    fn stage(&self, files: &[PathBuf], parent: &Oid) -> Result<Oid, GitError> {
        let list = names::listed(files);
        self.git
            .call("stage the files", ["add", "--pathspec-from-file=-", "--pathspec-file-nul"])
            .input(&list)
            .output()?;
        let tree = self.git.call("store the tree", ["write-tree"]).oid()?;
        let changes = self.numbers(parent, &tree, false)?;
        let given: BTreeSet<&Path> = files.iter().map(PathBuf::as_path).collect();
        let others: Vec<PathBuf> = changes
            .iter()
            .map(|(path, _)| path)
            .filter(|path| !given.contains(path.as_path()))
            .cloned()
            .collect();
        if !others.is_empty() {
            return Err(GitError::OthersStaged { files: others });
        }
        if changes.is_empty() {
            return Err(GitError::NothingToCommit);
        }
        let without_ends: BTreeSet<_> = self.numbers(parent, &tree, true)?.into_iter().collect();
        let ends: Vec<PathBuf> = changes
            .into_iter()
            .filter(|change| !without_ends.contains(change))
            .map(|(path, _)| path)
            .collect();
        if ends.is_empty() { Ok(tree) } else { Err(GitError::LineEnds { files: ends }) }
    }

    /// Goes back to the commit before, with the files as given. What fails here leaves a work tree that is good
    /// for nothing but being dropped, and the error that led here is the one that counts.
    fn undo(&self, files: &[PathBuf], tree: Option<&Oid>, parent: &Oid) {
        let git = &self.git;
        let quiet = |arguments: &[&str]| {
            let _ = git.call("go back to the commit before", []).args(arguments).end();
        };
        if git.head().as_ref() != Ok(parent) {
            quiet(&["update-ref", "--no-deref", "HEAD", parent.as_str()]);
        }
        if let Some(tree) = tree {
            // A hook may have changed the files before it refused.
            quiet(&["read-tree", tree.as_str()]);
            let _ = git.check_out(files);
        }
        quiet(&["read-tree", parent.as_str()]);
        quiet(&["update-index", "-q", "--refresh"]);
    }

    /// Puts back what a hook changed after the commit was made or beside it: the index, and those of the given
    /// files that differ from the commit.
    fn restore(&self, files: &[PathBuf], oid: &Oid) -> Result<Vec<PathBuf>, GitError> {
        let staged = self.git.call("look at what is staged", ["diff-index", "--cached", "--quiet"]);
        if staged.args([oid.as_str(), "--"]).end()?.code != Some(0) {
            self.git.call("empty the index", ["read-tree"]).args([oid.as_str()]).output()?;
        }
        let given: BTreeSet<&PathBuf> = files.iter().collect();
        let dirty = self.git.dirty()?;
        let changed: Vec<PathBuf> =
            dirty.changed.into_iter().chain(dirty.unsure).filter(|path| given.contains(path)).collect();
        if !changed.is_empty() {
            self.git.check_out(&changed)?;
        }
        Ok(changed)
    }

    /// How many lines of each file are added and removed, in git's words. A file without a changed line is in it
    /// if its mode changed. Attributes do not count: they may say that a file has no lines.
    fn numbers(
        &self,
        parent: &Oid,
        tree: &Oid,
        without_line_ends: bool,
    ) -> Result<Vec<(PathBuf, Vec<u8>)>, GitError> {
        let call = self
            .git
            .call("look at what is staged", ["diff-tree", "-r", "-z", "--numstat", "--no-renames"])
            .args(without_line_ends.then_some("--ignore-cr-at-eol"))
            .args([parent.as_str(), tree.as_str()])
            .within(self.plain.environment());
        let output = call.output()?;
        names::records(&output)
            .map(|record| {
                // ADDED TAB REMOVED TAB PATH
                let end = record.iter().enumerate().filter(|(_, byte)| **byte == b'\t').nth(1);
                let (end, _) = end.ok_or_else(|| call.nonsense())?;
                Ok((names::path(&record[end + 1..]), record[..end].to_vec()))
            })
            .collect()
    }
}

impl Git {
    /// Writes files as they are in the index.
    fn check_out(&self, files: &[PathBuf]) -> Result<(), GitError> {
        let list = names::listed(files);
        let call = self.call("put files back", ["checkout-index", "--force", "-u", "-z", "--stdin"]);
        call.input(&list).output().map(drop)
    }

    /// The files that differ between two trees or commits.
    fn differing(&self, before: &Oid, after: &Oid) -> Result<Vec<PathBuf>, GitError> {
        let call = self.call("compare commits", ["diff-tree", "-r", "-z", "--name-only", "--no-renames"]);
        let output = call.args([before.as_str(), after.as_str()]).output()?;
        Ok(names::records(&output).map(names::path).collect())
    }
}

fn check_message(message: &str) -> Result<(), GitError> {
    let line = message.lines().position(|line| line.contains('\0')).map(|line| line + 1);
    if line.is_some() {
        return Err(GitError::Message { line, reason: "it holds a NUL byte" });
    }
    if message.trim().is_empty() {
        return Err(GitError::Message { line: None, reason: "it is empty" });
    }
    Ok(())
}

/// A commit object's header and message.
pub(super) fn split(object: &[u8]) -> (&[u8], &[u8]) {
    // Lines of a signature start with a space, so the first empty line is the end of the header.
    match object.windows(2).position(|pair| pair == b"\n\n") {
        Some(end) => (&object[..=end], &object[end + 2..]),
        None => (object, b""),
    }
}
