//! What state a work tree is in: its commit, files that differ, files that git does not know. Changes nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Git, GitError, Oid, names};

/// Tracked files that differ from the last commit; paths are relative to the top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dirty {
    /// These differ, staged or not.
    pub changed: Vec<PathBuf>,
    /// These have a content filter, such as Git LFS, and were touched since git looked at them: only the filter
    /// could tell whether they differ, and it is not run.
    pub unsure: Vec<PathBuf>,
}

/// How many bytes of paths go on one command line.
const ARGUMENTS: usize = 64 * 1024;

impl Git {
    /// The commit that is checked out.
    ///
    /// # Errors
    /// Nothing was committed yet ([`GitError::Unborn`]), or git fails.
    pub fn head(&self) -> Result<Oid, GitError> {
        let call = self.call("find the current commit", ["rev-parse", "--verify", "HEAD^{commit}"]);
        match call.oid() {
            Err(error @ GitError::Failed { .. }) => {
                let branch =
                    self.call("find the current branch", ["symbolic-ref", "--quiet", "HEAD"]).end()?;
                let name = String::from_utf8_lossy(&branch.stdout);
                let exists = self
                    .call("find the current branch", ["show-ref", "--verify", "--quiet"])
                    .args([name.trim_end()])
                    .end()?;
                let is_unborn = branch.code == Some(0) && exists.code == Some(1);
                Err(if is_unborn { GitError::Unborn { top: self.top.clone() } } else { error })
            }
            other => other,
        }
    }

    /// The branch that is checked out, as a full reference; `None` if it is a commit alone.
    ///
    /// # Errors
    /// git fails.
    pub fn head_branch(&self) -> Result<Option<String>, GitError> {
        let call = self.call("find the current branch", ["symbolic-ref", "--quiet", "HEAD"]);
        let ended = call.end()?;
        match ended.code {
            Some(0) => Ok(Some(String::from_utf8_lossy(&ended.stdout).trim_end().to_string())),
            Some(1) => Ok(None),
            _ => Err(call.failed(ended)),
        }
    }

    /// Whether history was cut off when cloning.
    ///
    /// # Errors
    /// git fails.
    pub fn is_shallow(&self) -> Result<bool, GitError> {
        let call = self.call("look at its history", ["rev-parse", "--is-shallow-repository"]);
        Ok(call.output()?.trim_ascii() == b"true")
    }

    /// Tracked files that differ from the last commit, without taking a lock, refreshing the index, looking
    /// into submodules or running a filter. Files that the user told git not to look at are not in it; see
    /// [`Git::hidden`].
    ///
    /// # Errors
    /// git fails.
    pub fn dirty(&self) -> Result<Dirty, GitError> {
        let call = self
            .call(
                "compare the files with the last commit",
                ["status", "--porcelain=v2", "-z", "--no-renames"],
            )
            .args(["--untracked-files=no", "--ignore-submodules=all", "--no-ahead-behind"]);
        let output = call.output()?;
        let mut dirty = Dirty::default();
        let mut touched = Vec::new();
        for record in names::records(&output) {
            // How many fields stand before the path.
            let fields = match record[0] {
                b'1' => 8,
                b'u' => 10,
                b'#' => continue,
                _ => return Err(call.nonsense()),
            };
            let parts: Vec<&[u8]> = record.splitn(fields + 1, |&byte| byte == b' ').collect();
            let (Some(state), Some(path)) = (parts.get(1), parts.get(fields)) else {
                return Err(call.nonsense());
            };
            let is_only_touched = record[0] == b'1' && *state == b".M";
            (if is_only_touched { &mut touched } else { &mut dirty.changed }).push(names::path(path));
        }
        self.told_apart(touched, dirty)
    }

    /// Which files have a content filter that is configured.
    fn filtered(&self, paths: &[PathBuf]) -> Result<BTreeSet<PathBuf>, GitError> {
        if paths.is_empty() || self.filters.is_empty() {
            return Ok(BTreeSet::new());
        }
        let list = names::listed(paths);
        let output = self
            .call("read its attributes", ["check-attr", "-z", "--stdin", "filter"])
            .input(&list)
            .output()?;
        let fields: Vec<&[u8]> = output.split(|&byte| byte == 0).collect();
        let is_on =
            |value: &[u8]| self.filters.iter().any(|filter| *filter == names::path(value).as_os_str());
        Ok(fields.chunks_exact(3).filter(|row| is_on(row[2])).map(|row| names::path(row[0])).collect())
    }

    /// Which of the given files, relative to the top, differ from the index although the user told git not to look
    /// at them (`assume-unchanged`, `skip-worktree`). Only these are read.
    ///
    /// # Errors
    /// A path is not plainly inside the work tree, or git fails.
    pub fn hidden(&self, files: &[PathBuf]) -> Result<Dirty, GitError> {
        let mut hidden: Vec<(PathBuf, String)> = Vec::new();
        for group in groups(files)? {
            let call = self.call("list its files", ["ls-files", "-z", "-v", "--stage", "--"]).args(group);
            for record in names::records(&call.output()?) {
                // `h 100644 OID 0\tPATH`; the first letter is small with `assume-unchanged`, S with the other.
                let tab = record.iter().position(|&byte| byte == b'\t').ok_or_else(|| call.nonsense())?;
                let (head, path) = (String::from_utf8_lossy(&record[..tab]), names::path(&record[tab + 1..]));
                let mut fields = head.split(' ');
                let (tag, oid) = (fields.next().unwrap_or_default(), fields.nth(1).unwrap_or_default());
                if tag.starts_with(|letter: char| letter.is_ascii_lowercase() || letter == 'S') {
                    hidden.push((path, oid.to_string()));
                }
            }
        }
        let paths: Vec<PathBuf> = hidden.iter().map(|(path, _)| path.clone()).collect();
        let mut now = Vec::new();
        for group in groups(&paths)? {
            let call = self.call("read its files", ["hash-object", "--"]).args(group);
            now.extend(String::from_utf8_lossy(&call.output()?).lines().map(str::to_string));
        }
        let differs = hidden.into_iter().zip(now).filter(|((_, oid), now)| oid != now);
        self.told_apart(differs.map(|((path, _), _)| path).collect(), Dirty::default())
    }

    /// Puts files that differ to those of which it is certain and those of which it is not.
    fn told_apart(&self, differing: Vec<PathBuf>, mut dirty: Dirty) -> Result<Dirty, GitError> {
        let filtered = self.filtered(&differing)?;
        for path in differing {
            (if filtered.contains(&path) { &mut dirty.unsure } else { &mut dirty.changed }).push(path);
        }
        dirty.changed.sort();
        Ok(dirty)
    }

    /// Which of the given files, relative to the top, git does not track.
    ///
    /// # Errors
    /// A path is not plainly inside the work tree, or git fails.
    pub fn untracked(&self, files: &[PathBuf]) -> Result<Vec<PathBuf>, GitError> {
        let mut tracked = BTreeSet::new();
        for group in groups(files)? {
            let output =
                self.call("list its files", ["ls-files", "-z", "--cached", "--"]).args(group).output()?;
            tracked.extend(names::records(&output).map(names::path));
        }
        Ok(files.iter().filter(|file| !tracked.contains(*file)).cloned().collect())
    }

    /// The nearest folder below the top that holds a file, relative to the top or absolute, and is a repository
    /// of its own: a submodule, or a clone that lies in the work tree. `None` if the file is this repository's.
    pub fn nested_repository(&self, file: &Path) -> Option<PathBuf> {
        let full = self.top.join(file);
        full.ancestors()
            .skip(1)
            .take_while(|folder| folder.starts_with(&self.top) && *folder != self.top)
            .find(|folder| folder.join(".git").symlink_metadata().is_ok())
            .map(Path::to_path_buf)
    }
}

/// Paths in groups that fit on a command line.
fn groups(files: &[PathBuf]) -> Result<Vec<Vec<&Path>>, GitError> {
    let mut groups: Vec<Vec<&Path>> = Vec::new();
    let mut size = ARGUMENTS;
    for file in files {
        names::inner(file)?;
        size += file.as_os_str().len();
        if size >= ARGUMENTS {
            groups.push(Vec::new());
            size = 0;
        }
        if let Some(group) = groups.last_mut() {
            group.push(file);
        }
    }
    Ok(groups)
}
