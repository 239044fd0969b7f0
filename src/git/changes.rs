//! Which files differ from a commit, and what they held in it. Changes nothing; compares no lines.

use std::path::PathBuf;

use super::{Git, GitError, Oid, names};

/// A file that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedFile {
    /// Where it is now, relative to the top.
    pub path: PathBuf,
    /// What it held, also under another name; `None` if it was not there.
    pub was: Option<Oid>,
}

/// How many files are read with one process.
const AT_ONCE: usize = 200;

impl Git {
    /// The commit that a user names: a branch, a tag, `HEAD~2`, a part of its digits.
    ///
    /// # Errors
    /// [`GitError::NoCommit`], or git fails.
    pub fn commit_of(&self, name: &str) -> Result<Oid, GitError> {
        let unknown = || GitError::NoCommit { name: name.to_string() };
        if name.is_empty() || name.contains('\0') {
            return Err(unknown());
        }
        let call = self
            .call("find a commit", ["rev-parse", "--verify", "--quiet", "--end-of-options"])
            .args([format!("{name}^{{commit}}")]);
        let ended = call.end()?;
        match ended.code {
            Some(0) => {
                Oid::parse(String::from_utf8_lossy(&ended.stdout).trim_end()).ok_or_else(|| call.nonsense())
            }
            _ => Err(unknown()),
        }
    }

    /// Where the histories of two commits part.
    ///
    /// # Errors
    /// [`GitError::NoMergeBase`] if they have nothing in common, as far as the clone knows, or git fails.
    pub fn merge_base(&self, one: &Oid, other: &Oid) -> Result<Oid, GitError> {
        let call =
            self.call("find where histories part", ["merge-base"]).args([one.as_str(), other.as_str()]);
        let ended = call.end()?;
        match ended.code {
            Some(0) => {
                let text = String::from_utf8_lossy(&ended.stdout);
                Oid::parse(text.lines().next().unwrap_or_default()).ok_or_else(|| call.nonsense())
            }
            Some(1) => Err(GitError::NoMergeBase { one: one.to_string(), other: other.to_string() }),
            _ => Err(call.failed(ended)),
        }
    }

    /// The tracked files that are not as in a commit: in the work tree, or in another commit if one is given. Files
    /// that were moved are known by their content. No filter is run.
    ///
    /// # Errors
    /// git fails.
    pub fn changed_since(&self, base: &Oid, to: Option<&Oid>) -> Result<Vec<ChangedFile>, GitError> {
        const FORM: [&str; 7] = [
            "--raw",
            "-z",
            "--find-renames",
            "--no-abbrev",
            "--ignore-submodules=all",
            "--no-ext-diff",
            "--no-textconv",
        ];
        let doing = "compare files with a commit";
        let call = match to {
            None => self.call(doing, ["diff-index"]).args(FORM).args([base.as_str(), "--"]),
            Some(to) => {
                self.call(doing, ["diff-tree", "-r"]).args(FORM).args([base.as_str(), to.as_str(), "--"])
            }
        };
        let output = call.output()?;
        let mut fields = output.split(|&byte| byte == 0).filter(|field| !field.is_empty());
        let mut changed = Vec::new();
        // `:MODE MODE OID OID STATUS`, the path, and for moved and copied files the new path.
        while let Some(head) = fields.next() {
            let head = String::from_utf8_lossy(head);
            let parts: Vec<&str> = head.trim_start_matches(':').split(' ').collect();
            let (&[_, mode, was, _, status], Some(path)) = (parts.as_slice(), fields.next()) else {
                return Err(call.nonsense());
            };
            let moved = status.starts_with(['R', 'C']);
            let path = if moved { fields.next().ok_or_else(|| call.nonsense())? } else { path };
            // Links and submodules are not looked at; a path that is in conflict has no mode.
            let is_there = mode.starts_with("100") || status.starts_with('U');
            if status.starts_with('D') || !is_there {
                continue;
            }
            let is_new = was.bytes().all(|digit| digit == b'0');
            let was = if is_new { None } else { Some(Oid::parse(was).ok_or_else(|| call.nonsense())?) };
            changed.push(ChangedFile { path: names::path(path), was });
        }
        Ok(changed)
    }

    /// What files hold, by their objects.
    ///
    /// # Errors
    /// One is not in this clone ([`GitError::NoObject`]), they are too large, or git fails.
    pub fn contents(&self, objects: &[&Oid]) -> Result<Vec<Vec<u8>>, GitError> {
        let mut contents = Vec::with_capacity(objects.len());
        for group in objects.chunks(AT_ONCE) {
            let list: String = group.iter().map(|oid| format!("{oid}\n")).collect();
            let call = self.call("read files of a commit", ["cat-file", "--batch"]).input(list.as_bytes());
            let output = call.output()?;
            let mut rest = output.as_slice();
            for oid in group {
                // `OID blob SIZE`, the bytes, and a line end.
                let end = rest.iter().position(|&byte| byte == b'\n').ok_or_else(|| call.nonsense())?;
                let head = String::from_utf8_lossy(&rest[..end]).into_owned();
                let parts: Vec<&str> = head.split(' ').collect();
                let size = match parts.as_slice() {
                    [_, "blob", size] => size.parse::<usize>().map_err(|_| call.nonsense())?,
                    [_, "missing"] => return Err(GitError::NoObject { oid: oid.to_string() }),
                    _ => return Err(call.nonsense()),
                };
                let bytes = rest.get(end + 1..end + 1 + size).ok_or_else(|| call.nonsense())?;
                contents.push(bytes.to_vec());
                rest = rest.get(end + 2 + size..).unwrap_or_default();
            }
        }
        Ok(contents)
    }
}
