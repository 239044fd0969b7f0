//! Where things are: paths in the project, and the folder `.amends`. Both may come from a hostile repository, so
//! nothing is taken for what its name says. Writes only to make `.amends`.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use super::disk::{self, Failure, Step, step};
use super::error::{ApplyError, FileProblem};
use super::{fault, os};

/// The name of the folder that holds all state, in the root of the project.
pub const STATE: &str = ".amends";

/// Larger than any journal or record.
const MOST_STATE: u64 = 64 << 20;

/// What keeps the folder out of git's sight.
const IGNORE: &[u8] = b"# Written by amends.\n*\n";

/// More of a `.gitignore` is not ours.
const MOST_IGNORE: u64 = 1024;

/// Whether a path from outside is a plain relative one that may be written.
pub(super) fn check_path(path: &str) -> Result<(), FileProblem> {
    if path.is_empty() || path.contains('\0') {
        return Err(FileProblem::BadPath("is empty or holds a NUL"));
    }
    for part in path.split('/') {
        if part.is_empty() || part == "." || part == ".." {
            return Err(FileProblem::BadPath("is not a plain path relative to the project"));
        }
        // Some file systems take no notice of case.
        if part.eq_ignore_ascii_case(".git") || part.eq_ignore_ascii_case(STATE) {
            return Err(FileProblem::BadPath("leads into a folder that belongs to git or to amends"));
        }
    }
    // Drives and back slashes, where they mean something.
    let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if plain { Ok(()) } else { Err(FileProblem::BadPath("is not a plain path relative to the project")) }
}

/// The real path of a file, relative to the root, with forward slashes: links are followed, but not out.
pub(super) fn resolve(root: &Path, path: &str) -> Result<String, FileProblem> {
    check_path(path)?;
    let real = root.join(path).canonicalize().map_err(problem)?;
    let inner = real.strip_prefix(root).map_err(|_| FileProblem::Outside)?;
    let mut parts = Vec::new();
    for part in inner.components() {
        parts.push(part.as_os_str().to_str().ok_or(FileProblem::BadPath("is not UTF-8"))?);
    }
    let inner = parts.join("/");
    check_path(&inner)?;
    Ok(inner)
}

/// The bytes and the metadata of a file by its real path, if it still is one. Never reads more than `most` bytes.
pub(super) fn read(root: &Path, path: &str, most: u64) -> Result<(Vec<u8>, Metadata), FileProblem> {
    let full = root.join(path);
    if !fs::symlink_metadata(&full).map_err(problem)?.is_file() {
        return Err(FileProblem::NotAFile);
    }
    // A folder on the way may have become a link since.
    if full.canonicalize().map_err(problem)? != full {
        return Err(FileProblem::Outside);
    }
    disk::read_plain(&full, most).map_err(problem)
}

/// An error of the system about a file, in our terms.
pub(super) fn problem(error: io::Error) -> FileProblem {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FileProblem::Missing,
        // It has grown beyond what was expected.
        io::ErrorKind::FileTooLarge => FileProblem::Changed,
        _ => FileProblem::Io(error),
    }
}

/// The folder `.amends` of a project.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The project, as a real path.
    pub(super) root: PathBuf,
    /// The folder.
    pub(super) folder: PathBuf,
    /// What tells this folder from a copy of it.
    pub(super) identity: String,
}

impl Place {
    /// The folder, if there is one and it is a folder.
    pub(super) fn find(root: &Path) -> Result<Option<Place>, ApplyError> {
        let root = step("find", root, || root.canonicalize())?;
        let folder = root.join(STATE);
        match fs::symlink_metadata(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(Failure { doing: "look at", path: folder, source }.into()),
            Ok(found) if found.is_dir() => {
                let identity = identity(&found);
                Ok(Some(Place { root, folder, identity }))
            }
            Ok(_) => Err(ApplyError::Hostile { path: folder, what: "it is not a folder" }),
        }
    }

    /// The folder, which is made if there is none.
    pub(super) fn make(root: &Path) -> Result<Place, ApplyError> {
        if Place::find(root)?.is_none() {
            let folder = step("find", root, || root.canonicalize())?.join(STATE);
            disk::make_folder(&folder)?;
        }
        let vanished = || ApplyError::Hostile { path: root.join(STATE), what: "it vanishes at once" };
        Place::find(root)?.ok_or_else(vanished)
    }

    /// Sees to it that git ignores the folder, whatever a `.gitignore` in it said before: it may have come with a
    /// clone. For whoever holds the lock.
    pub(super) fn hide_from_git(&self) -> Result<(), ApplyError> {
        let ignore = self.folder.join(".gitignore");
        let is_ours = |(bytes, _): (Vec<u8>, Metadata)| bytes == IGNORE;
        match fs::symlink_metadata(&ignore) {
            Err(_) => disk::create(&ignore, IGNORE, None)?,
            Ok(_) if disk::read_plain(&ignore, MOST_IGNORE).is_ok_and(is_ours) => {}
            Ok(_) => disk::replace(&ignore, &self.folder.join(".gitignore.new"), IGNORE)?,
        }
        Ok(())
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.folder.join("journal.json")
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.folder.join("lock")
    }

    /// Where old bytes are kept while a run is at work.
    pub(super) fn pending(&self) -> PathBuf {
        self.folder.join("pending")
    }

    /// Where the records of finished runs are.
    pub(super) fn undo(&self) -> PathBuf {
        self.folder.join("undo")
    }

    /// Where old bytes are kept of files that could not be put back.
    pub(super) fn left(&self) -> PathBuf {
        self.folder.join("left")
    }

    /// A path as users see it.
    pub(super) fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy().replace('\\', "/")
    }

    /// A file of the state, if it is there. Links are refused.
    pub(super) fn read_state(&self, path: &Path) -> Result<Option<Vec<u8>>, ApplyError> {
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Ok(found) if !found.is_file() => {
                return Err(ApplyError::Hostile {
                    path: path.to_path_buf(),
                    what: "it is not a regular file",
                });
            }
            _ => {}
        }
        Ok(Some(step("read", path, || disk::read_plain(path, MOST_STATE))?.0))
    }

    /// Makes a folder of the state, unless it is there. Links are refused.
    pub(super) fn state_folder(&self, path: &Path) -> Result<(), ApplyError> {
        if fs::symlink_metadata(path).is_ok_and(|found| !found.is_dir()) {
            return Err(ApplyError::Hostile { path: path.to_path_buf(), what: "it is not a folder" });
        }
        Ok(disk::make_folder(path)?)
    }

    /// The numbered folders in `undo` or `left`, ascending.
    pub(super) fn numbers(&self, path: &Path) -> Result<Vec<u64>, ApplyError> {
        if !disk::is_folder(path) {
            return match fs::symlink_metadata(path) {
                Ok(_) => Err(ApplyError::Hostile { path: path.to_path_buf(), what: "it is not a folder" }),
                Err(_) => Ok(Vec::new()),
            };
        }
        let mut numbers: Vec<u64> = step("list", path, || {
            let mut numbers = Vec::new();
            for entry in fs::read_dir(path)? {
                numbers.extend(entry?.file_name().to_str().and_then(|name| name.parse::<u64>().ok()));
            }
            Ok(numbers)
        })?;
        numbers.sort_unstable();
        Ok(numbers)
    }
}

/// The inode and the time when the folder was made, in nanoseconds: no archive and no clone can bring that along,
/// and a reboot may give a disk another device number. Where times of birth are unknown, the device has to do.
fn identity(metadata: &Metadata) -> String {
    let (device, inode) = os::inode(metadata).unwrap_or((0, 0));
    match metadata.created().ok().and_then(|born| born.duration_since(SystemTime::UNIX_EPOCH).ok()) {
        Some(born) => format!("inode {inode} born {}", born.as_nanos()),
        None => format!("inode {inode} device {device}"),
    }
}

/// The folder that holds a file.
pub(super) fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

/// A name beside a file for its new contents: hidden, bounded, and not to be guessed.
pub(super) fn temporary(path: &str) -> String {
    use std::hash::{BuildHasher as _, Hasher as _, RandomState};
    /// Most that file systems take is 255 bytes.
    const MOST_NAME: usize = 200;
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut end = name.len().min(MOST_NAME);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!(".{}{TEMPORARY}{:016x}", &name[..end], RandomState::new().build_hasher().finish())
}

/// Whether a name is one that [`temporary`] gives.
pub(super) fn is_temporary(name: &str) -> bool {
    let random = name.rsplit_once(TEMPORARY).map_or("", |(_, random)| random);
    name.starts_with('.')
        && !name.contains('/')
        && random.len() == 16
        && random.bytes().all(|byte| byte.is_ascii_hexdigit())
}

const TEMPORARY: &str = ".amends-";

/// Opened for writing, to see whether that may be done; by mode first, because root may write to all.
pub(super) fn check_writable(root: &Path, path: &str, metadata: &Metadata) -> Result<(), FileProblem> {
    if os::read_only(metadata) {
        return Err(FileProblem::ReadOnly);
    }
    fault::point("open").and_then(|()| disk::may_write(&root.join(path))).map_err(FileProblem::Io)?;
    Ok(())
}

/// Syncs folders, each once.
pub(super) fn sync_all<'a>(folders: impl Iterator<Item = &'a Path>) -> Step<()> {
    let mut folders: Vec<&Path> = folders.collect();
    folders.sort_unstable();
    folders.dedup();
    folders.into_iter().try_for_each(disk::sync_folder)
}

#[cfg(test)]
mod tests {
    use super::{check_path, is_temporary, temporary};

    #[test]
    fn paths_out_of_the_project_or_into_git_are_refused() {
        for bad in [
            "",
            "/etc/passwd",
            "../x",
            "a/../b",
            "a//b",
            "./a",
            "a/",
            ".git/config",
            "a/.GIT/x",
            ".amends/x",
            "a\0b",
        ] {
            assert!(check_path(bad).is_err(), "{bad:?}");
        }
        for good in ["a", "a/b.py", "-x", "a b\n/c", ".github/x.py", "..a", "é/ü.py"] {
            assert!(check_path(good).is_ok(), "{good:?}");
        }
    }

    #[test]
    fn temporary_names_are_bounded_and_known_again() {
        let long = format!("a/{}", "é".repeat(127));
        let name = temporary(&long);
        assert!(name.len() <= 255 && is_temporary(&name), "{name}");
        assert_ne!(name, temporary(&long), "names differ each time");
        assert!(temporary("a/b.py").starts_with(".b.py.amends-"));
        for other in
            ["b.py", ".b.py", ".b.amends-123", "x/.b.amends-0123456789abcdef", ".b.amends-0123456789abcdeg"]
        {
            assert!(!is_temporary(other), "{other}");
        }
    }
}
