//! A temporary linked work tree: made outside of the user's, filled, and removed with its registration.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::plain::Plain;
use super::{Git, GitError, Oid, names};

/// How the folders of temporary work trees start. A folder NAME holds a `lock`, `plain`, and the work tree NAME.
const PREFIX: &str = "amends-";

/// The folder of [`Plain`].
const PLAIN: &str = "plain";

/// What `git worktree list` says of it.
const REASON: &str =
    "--reason=amends is at work; it removes this work tree when it ends, or with its next run";

/// The file that the process keeps locked as long as it lives. The system releases the lock of a killed one.
const LOCK: &str = "lock";

/// A temporary work tree with a commit checked out, on no branch. Dropping it removes it.
#[derive(Debug)]
pub struct Worktree {
    pub(super) git: Git,
    outer: Git,
    /// For diffs in which no attribute or setting counts.
    pub(super) plain: Plain,
    base: Oid,
    folder: Option<TempDir>,
    _lock: File,
}

impl Git {
    /// Makes a temporary work tree of a commit. What killed runs left behind goes first. Nothing of the user's
    /// work tree, index or stash changes; no hook runs, no filter, and nothing is fetched. See the
    /// [module](super) for what that means for Git LFS, sparse checkouts and submodules.
    ///
    /// # Errors
    /// The folder for temporary files is not usable or lies in the user's work tree, or git fails: objects may be
    /// missing in a partial clone, or the disk is full. Nothing is left behind.
    pub fn worktree(&self, commit: &Oid) -> Result<Worktree, GitError> {
        self.remove_leftovers();
        let scratch = self.scratch();
        let system = |error: std::io::Error| GitError::System {
            doing: "make a temporary folder",
            place: scratch.clone(),
            reason: error.to_string(),
        };
        let real = scratch.canonicalize().map_err(system)?;
        if real.starts_with(&self.top) || real.starts_with(&self.common_dir) {
            return Err(GitError::ScratchInside { place: real, top: self.top.clone() });
        }
        // Others cannot look into it.
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(&real).map_err(system)?;
        let lock = File::create(folder.path().join(LOCK)).map_err(system)?;
        lock.try_lock().map_err(|error| system(error.into()))?;
        let tree = tree_in(folder.path());
        let guard = Registered { git: self, tree: &tree, done: false };
        self.call("make a temporary work tree", ["worktree", "add", "--quiet", "--detach", "--no-checkout"])
            .args(["--lock"])
            .args(self.program.is_at_least((2, 36)).then_some(REASON))
            .args(["--"])
            .args([tree.as_os_str(), commit.as_str().as_ref()])
            .output()?;
        let git = self.inside(&tree)?;
        git.call("fill a temporary work tree", ["reset", "--hard", "--quiet", "--no-recurse-submodules"])
            .args([commit.as_str()])
            .output()?;
        let plain = Plain::new(&git, &folder.path().join(PLAIN))?;
        guard.keep();
        Ok(Worktree {
            git,
            outer: self.clone(),
            plain,
            base: commit.clone(),
            folder: Some(folder),
            _lock: lock,
        })
    }

    /// A handle for the new work tree, with the user's sparse patterns.
    fn inside(&self, tree: &Path) -> Result<Git, GitError> {
        let mut settings: Vec<(OsString, OsString)> = vec![("index.sparse".into(), "false".into())];
        let sparse = self.setting("core.sparseCheckout")?.unwrap_or(false);
        settings.push(("core.sparseCheckout".into(), sparse.to_string().into()));
        if let Some(cone) = self.setting("core.sparseCheckoutCone")? {
            settings.push(("core.sparseCheckoutCone".into(), cone.to_string().into()));
        }
        let outside =
            || GitError::Nonsense { doing: "make a temporary work tree", place: tree.to_path_buf() };
        let mut git =
            Git::with_environment(tree, self.environment.clone(), &settings)?.ok_or_else(outside)?;
        git.named.clone_from(&self.named);
        if git.common_dir != self.common_dir {
            return Err(outside());
        }
        if sparse {
            let (from, to) = (self.patterns()?, git.patterns()?);
            let copied = fs::create_dir_all(to.parent().unwrap_or(&to)).and_then(|()| fs::copy(&from, &to));
            copied.map_err(|error| GitError::System {
                doing: "copy the patterns of the sparse checkout",
                place: from,
                reason: error.to_string(),
            })?;
        }
        Ok(git)
    }

    /// Whether a setting is on; `None` if it is not set.
    fn setting(&self, key: &str) -> Result<Option<bool>, GitError> {
        let call = self.call("read its configuration", ["config", "--type=bool", "--get"]).args([key]);
        let ended = call.end()?;
        match ended.code {
            Some(0) => Ok(Some(ended.stdout.trim_ascii() == b"true")),
            Some(1) => Ok(None),
            _ => Err(call.failed(ended)),
        }
    }

    /// The file with the patterns of a sparse checkout.
    fn patterns(&self) -> Result<PathBuf, GitError> {
        let call = self.call("find the sparse patterns", ["rev-parse", "--git-path", "info/sparse-checkout"]);
        Ok(self.top.join(names::single(&call.output()?)))
    }

    /// Removes temporary work trees whose process is gone. What cannot be removed is tried again next time.
    fn remove_leftovers(&self) {
        let ended_by_nul = self.program.is_at_least((2, 36));
        let call = self.call("list the work trees", ["worktree", "list", "--porcelain"]);
        let Ok(output) = call.args(ended_by_nul.then_some("-z")).output() else { return };
        let end = if ended_by_nul { 0 } else { b'\n' };
        for line in output.split(|&byte| byte == end) {
            if let Some(tree) = line.strip_prefix(b"worktree ").map(names::path)
                && let Some(folder) = abandoned(&tree)
            {
                self.unregister(&tree);
                if let Some(folder) = folder.filter(|_| !tree.exists()) {
                    // Not all that is in it: what else lies there is not ours.
                    let _ = fs::remove_dir_all(folder.join(PLAIN));
                    let _ = fs::remove_file(folder.join(LOCK));
                    let _ = fs::remove_dir(folder);
                }
            }
        }
    }

    /// Removes a work tree and its registration. git checks that the folder is a work tree of this repository.
    fn unregister(&self, tree: &Path) {
        // Twice: once for changes, once for the lock. An error leaves it to the next run.
        let _ = self
            .call("remove a temporary work tree", ["worktree", "remove", "--force", "--force", "--"])
            .args([tree])
            .output();
    }
}

impl Worktree {
    /// Its top: absolute, without symbolic links.
    pub fn path(&self) -> &Path {
        self.git.top()
    }

    /// It, for questions: the current commit, what differs.
    pub fn git(&self) -> &Git {
        &self.git
    }

    /// The commit that it was made of.
    pub fn base(&self) -> &Oid {
        &self.base
    }

    /// Removes it, and says if that fails. The next run tries again what could not be removed.
    ///
    /// # Errors
    /// A file cannot be deleted: a program in it may have taken away the right to do so.
    pub fn close(mut self) -> Result<(), GitError> {
        self.remove()
    }

    fn remove(&mut self) -> Result<(), GitError> {
        let Some(folder) = self.folder.take() else { return Ok(()) };
        let place = folder.path().to_path_buf();
        let closed = folder.close();
        self.outer.unregister(self.git.top());
        closed.map_err(|error| GitError::System {
            doing: "remove the temporary work tree",
            place,
            reason: error.to_string(),
        })
    }
}

impl Drop for Worktree {
    fn drop(&mut self) {
        // Whoever wants to know calls `close`.
        let _ = self.remove();
    }
}

/// Removes the registration of a work tree that could not be finished.
struct Registered<'a> {
    git: &'a Git,
    tree: &'a Path,
    done: bool,
}

impl Registered<'_> {
    fn keep(mut self) {
        self.done = true;
    }
}

impl Drop for Registered<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.git.unregister(self.tree);
        }
    }
}

/// The work tree in a temporary folder. Its name is that of the folder, so it is unique in the repository, too.
fn tree_in(folder: &Path) -> PathBuf {
    folder.join(folder.file_name().unwrap_or_default())
}

/// Whether a registered work tree is one of ours whose process is gone; then its folder, if it still exists.
fn abandoned(tree: &Path) -> Option<Option<PathBuf>> {
    let folder = tree.parent()?;
    let name = folder.file_name()?;
    if tree_in(folder) != tree || !name.to_string_lossy().starts_with(PREFIX) {
        return None;
    }
    let lock = folder.join(LOCK);
    match folder.symlink_metadata() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Some(None),
        Ok(meta) if meta.is_dir() => {}
        _ => return None,
    }
    // Opening something else than a file might wait for ever.
    if !lock.symlink_metadata().ok()?.is_file() {
        return None;
    }
    File::open(&lock).ok()?.try_lock().ok()?;
    Some(Some(folder.to_path_buf()))
}
