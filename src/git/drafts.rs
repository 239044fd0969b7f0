//! Commits that leave no trace: an empty bare repository in a temporary folder that borrows the objects of the real one
//! and keeps new ones to itself. Files are read and stored byte for byte, without attributes, filters and hooks, and
//! the same input gives the same commit. Nothing of the user's repository is written, not even its objects.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::run::Ended;
use super::{Call, Environment, Git, GitError, Oid, names};

/// Larger files are not written out: nobody judges them.
const MAX_FILE: u64 = 16 * 1024 * 1024;
/// How much is asked of git at once, in bytes: far below what is read of its output.
const BATCH: u64 = 16 * 1024 * 1024;

/// Who makes commits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The name.
    pub name: String,
    /// The mail address.
    pub mail: String,
}

/// A file of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    mode: String,
    oid: Oid,
    size: u64,
    path: PathBuf,
}

/// The temporary repository. Dropping it removes it and its commits.
#[derive(Debug)]
pub struct Drafts {
    git: Git,
    environment: Environment,
    folder: TempDir,
}

impl Git {
    /// Makes it.
    ///
    /// # Errors
    /// The folder for temporary files is not usable, or git fails.
    pub fn drafts(&self) -> Result<Drafts, GitError> {
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
        let folder = tempfile::Builder::new().prefix("amends-").tempdir_in(&real).map_err(system)?;
        let plain = super::plain::Plain::new(self, &folder.path().join("git"))?;
        let own = folder.path().join("git/objects");
        // Read after our own, with those that they borrow in turn.
        let info = own.join("info");
        let mut borrowed = names::bytes(&self.common_dir.join("objects")).into_owned();
        borrowed.push(b'\n');
        fs::create_dir_all(&info)
            .and_then(|()| fs::write(info.join("alternates"), borrowed))
            .map_err(system)?;
        let environment = plain
            .environment()
            .clone()
            .with("GIT_OBJECT_DIRECTORY", own)
            .with("GIT_INDEX_FILE", folder.path().join("index"));
        Ok(Drafts { git: self.clone(), environment, folder })
    }
}

impl Drafts {
    /// Writes the files of a commit, byte for byte, into a folder beside the repository, and says where. What `wanted`
    /// does not take is left out, and so are links, submodules and very large files.
    ///
    /// # Errors
    /// The disk is full, or an object is missing (a partial clone), as nothing is fetched.
    pub fn export(&self, commit: &Oid, wanted: impl Fn(&Path) -> bool) -> Result<PathBuf, GitError> {
        let top = self.folder.path().join("tree");
        let system = |place: &Path| {
            let place = place.to_path_buf();
            move |error: std::io::Error| GitError::System {
                doing: "write out the files of the commit",
                place,
                reason: error.to_string(),
            }
        };
        fs::create_dir_all(&top).map_err(system(&top))?;
        let mut entries = self.entries(commit, &[])?;
        entries.retain(|entry| {
            entry.mode.starts_with("100")
                && entry.size <= MAX_FILE
                && names::inner(&entry.path).is_ok()
                && wanted(&entry.path)
        });
        let mut rest = entries.as_slice();
        while !rest.is_empty() {
            let mut size = 0;
            let fits = |entry: &&Entry| {
                size += entry.size;
                size <= BATCH
            };
            let count = rest.iter().take_while(fits).count().max(1);
            let (batch, after) = rest.split_at(count);
            for (entry, bytes) in batch.iter().zip(self.blobs(batch)?) {
                let place = top.join(&entry.path);
                let folder = place.parent().unwrap_or(&top);
                fs::create_dir_all(folder).and_then(|()| fs::write(&place, bytes)).map_err(system(&place))?;
            }
            rest = after;
        }
        top.canonicalize().map_err(system(&top))
    }

    /// Stores a commit on top of another, with new contents for some of its files. Its time is that of `parent`, so
    /// that it can be made again; it is not signed.
    ///
    /// # Errors
    /// A file is not in `parent`, or git fails.
    pub fn commit(
        &self,
        parent: &Oid,
        files: &[(PathBuf, Vec<u8>)],
        message: &str,
        author: &Author,
    ) -> Result<Oid, GitError> {
        let paths: Vec<PathBuf> = files.iter().map(|(path, _)| path.clone()).collect();
        let known = self.entries(parent, &paths)?;
        let mut list = Vec::new();
        for (path, bytes) in files {
            let entry = known.iter().find(|entry| entry.path == *path);
            let entry = entry.ok_or_else(|| GitError::BadPath {
                path: path.clone(),
                reason: "it is no file of the commit before",
            })?;
            let call = self.call("store a file", ["hash-object", "-w", "--no-filters", "--stdin"]);
            let oid = call.input(bytes).oid()?;
            list.extend(format!("{} {oid}\t", entry.mode).into_bytes());
            list.extend_from_slice(&names::bytes(path));
            list.push(0);
        }
        self.call("read the tree", ["read-tree"]).args([parent.as_str()]).output()?;
        self.call("put files into the tree", ["update-index", "-z", "--index-info"]).input(&list).output()?;
        // In a partial clone, other files need not be here.
        let tree = self.call("store the tree", ["write-tree", "--missing-ok"]).oid()?;
        let time = self.time(parent)?;
        let environment =
            ["AUTHOR", "COMMITTER"].iter().fold(self.environment.clone(), |environment, who| {
                environment
                    .with(format!("GIT_{who}_NAME"), &author.name)
                    .with(format!("GIT_{who}_EMAIL"), &author.mail)
                    .with(format!("GIT_{who}_DATE"), format!("{time} +0000"))
            });
        self.call("commit", ["commit-tree", "--no-gpg-sign", "-p"])
            .args([parent.as_str(), tree.as_str()])
            .within(&environment)
            .input(message.as_bytes())
            .oid()
    }

    /// The modes of files of a commit, as git writes them (`100644`).
    ///
    /// # Errors
    /// A file is not in it, or git fails.
    pub fn modes(&self, commit: &Oid, paths: &[PathBuf]) -> Result<Vec<String>, GitError> {
        let entries = self.entries(commit, paths)?;
        let mode = |path: &PathBuf| {
            let entry = entries.iter().find(|entry| entry.path == *path);
            let reason = "it is no file of the commit";
            entry
                .map(|entry| entry.mode.clone())
                .ok_or_else(|| GitError::BadPath { path: path.clone(), reason })
        };
        paths.iter().map(mode).collect()
    }

    /// When a commit was made, in seconds since 1970.
    fn time(&self, commit: &Oid) -> Result<u64, GitError> {
        let call = self.call("read the commit's time", ["show", "--no-patch", "--format=%ct"]);
        let call = call.args([commit.as_str()]);
        let output = call.output()?;
        let text = String::from_utf8_lossy(&output);
        text.trim().parse().map_err(|_| call.nonsense())
    }

    /// The files of a commit, or those of the given paths.
    fn entries(&self, commit: &Oid, paths: &[PathBuf]) -> Result<Vec<Entry>, GitError> {
        let call = self.call("list the files of the commit", ["ls-tree", "-r", "-z", "-l", "--full-tree"]);
        let call = call.args([commit.as_str(), "--"]).args(paths);
        let output = call.output()?;
        let entry = |record: &[u8]| {
            // MODE SP TYPE SP OID SP+ SIZE TAB PATH
            let tab = record.iter().position(|&byte| byte == b'\t')?;
            let head = std::str::from_utf8(&record[..tab]).ok()?;
            let mut fields = head.split_ascii_whitespace();
            let (mode, _kind, oid) = (fields.next()?, fields.next()?, fields.next()?);
            // That of a submodule is a dash.
            let size = fields.next()?.parse().unwrap_or(0);
            let path = names::path(&record[tab + 1..]);
            Some(Entry { mode: mode.into(), oid: Oid::parse(oid)?, size, path })
        };
        let entries: Option<Vec<Entry>> = names::records(&output).map(entry).collect();
        entries.ok_or_else(|| call.nonsense())
    }

    /// The contents of files.
    fn blobs(&self, entries: &[Entry]) -> Result<Vec<Vec<u8>>, GitError> {
        let list: String = entries.iter().map(|entry| format!("{}\n", entry.oid)).collect();
        let call = self.call("read the files of the commit", ["cat-file", "--batch"]).input(list.as_bytes());
        let Ended { code, stdout, said } = call.end()?;
        if code != Some(0) {
            return Err(call.failed(Ended { code, stdout, said }));
        }
        let mut rest = stdout.as_slice();
        let mut blobs = Vec::with_capacity(entries.len());
        for entry in entries {
            // OID SP TYPE SP SIZE LF CONTENT LF; or OID SP missing LF
            let end = rest.iter().position(|&byte| byte == b'\n').ok_or_else(|| call.nonsense())?;
            let head = String::from_utf8_lossy(&rest[..end]);
            let size: usize = match head.rsplit(' ').next().and_then(|size| size.parse().ok()) {
                Some(size) => size,
                None => {
                    let said = format!("{} is not in this clone", entry.path.display());
                    return Err(call.failed(Ended { code, stdout: Vec::new(), said }));
                }
            };
            let bytes = rest.get(end + 1..end + 1 + size).ok_or_else(|| call.nonsense())?;
            blobs.push(bytes.to_vec());
            rest = rest.get(end + 2 + size..).unwrap_or_default();
        }
        Ok(blobs)
    }

    /// The variables that make git use it.
    pub(super) fn environment(&self) -> &Environment {
        &self.environment
    }

    pub(super) fn call<const N: usize>(&self, doing: &'static str, arguments: [&str; N]) -> Call<'_> {
        self.git.call(doing, arguments).at(self.folder.path()).within(&self.environment)
    }
}
