//! A copy of a project in a scratch folder that a formatter may do anything to, and what it did there. Not the
//! formatter itself. The project is only read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::io;
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use super::FormatError;
use super::error::{listed, shown};
use crate::discover::{EntryKind, project_entries};
use crate::source;

/// Larger files that are not Python are not copied: no formatter needs them.
const MAX_OTHER_FILE: u64 = 1 << 20;
/// A copy of more bytes than this is refused.
const MAX_TOTAL: u64 = 1 << 30;

/// A copy of the project's files that nothing ignores.
pub(super) struct Mirror {
    /// Keeps the folder.
    _scratch: TempDir,
    folder: PathBuf,
    /// What was copied, by its path in the folder.
    prints: BTreeMap<PathBuf, Print>,
}

/// What tells whether something is as it was.
#[derive(PartialEq, Eq)]
enum Print {
    File { bytes: u64, hash: u64 },
    Link(PathBuf),
}

/// A file with new contents in the copy.
pub(super) struct Placed {
    /// Where it really is; links are resolved.
    path: PathBuf,
    /// What was there before.
    before: Option<Vec<u8>>,
}

impl Mirror {
    /// Copies the project in the folder `root`.
    pub(super) fn of(root: &Path) -> Result<Mirror, FormatError> {
        let scratch = tempfile::Builder::new().prefix("amends-format-").tempdir();
        let scratch = scratch.map_err(|error| FormatError::scratch(&std::env::temp_dir(), &error))?;
        let failed = |error: io::Error| FormatError::scratch(scratch.path(), &error);
        let outer = scratch.path().canonicalize().map_err(failed)?;
        let root = root.canonicalize().map_err(|error| FormatError::scratch(root, &error))?;
        if outer.starts_with(&root) {
            return Err(FormatError::Scratch {
                path: shown(&outer),
                reason: "it would be inside of the project; set TMPDIR to a folder outside of it".to_string(),
            });
        }
        // Some formatters look at the name of the folder.
        let folder = outer.join(root.file_name().unwrap_or("project".as_ref()));
        let mut mirror = Mirror { _scratch: scratch, folder, prints: BTreeMap::new() };
        fs::create_dir(&mirror.folder).map_err(|error| FormatError::scratch(&mirror.folder, &error))?;
        let mut total = 0;
        for entry in project_entries(&root) {
            let (from, to) = (root.join(&entry.path), mirror.folder.join(&entry.path));
            let failed = |error: io::Error| FormatError::scratch(&to, &error);
            match entry.kind {
                EntryKind::Folder => fs::create_dir_all(&to).map_err(failed)?,
                EntryKind::Link => {
                    if let Some(target) = target_inside(&from, &entry.path, &root)
                        && link(&target, &to).is_ok()
                    {
                        mirror.prints.insert(entry.path, Print::Link(target));
                    }
                }
                EntryKind::File(size) if size <= most(&entry.path) => {
                    total += size;
                    if total > MAX_TOTAL {
                        return Err(FormatError::Scratch {
                            path: shown(&root),
                            reason: format!(
                                "the project has more than {} MiB; name data in .gitignore or .ignore",
                                MAX_TOTAL >> 20
                            ),
                        });
                    }
                    // What cannot be read, or is gone by now, cannot matter to a formatter either.
                    let Ok(bytes) = fs::read(&from) else { continue };
                    fs::write(&to, &bytes).map_err(failed)?;
                    copy_executable(&from, &to);
                    mirror.prints.insert(entry.path, Print::of(&bytes));
                }
                EntryKind::File(_) | EntryKind::Special => {}
            }
        }
        Ok(mirror)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes new contents into the copy. A failure leaves the copy unusable.
    pub(super) fn place(&mut self, files: &[(PathBuf, Vec<u8>)]) -> Result<Vec<Placed>, FormatError> {
        let mut places = BTreeSet::new();
        let mut placed = Vec::new();
        for (path, bytes) in files {
            let place = self.locate(path)?;
            if !places.insert(place.clone()) {
                return Err(FormatError::BadPath { path: shown(path), reason: "this file is given twice" });
            }
            let before = if place.exists() { Some(self.read(&place)?) } else { None };
            fs::write(&place, bytes).map_err(|error| FormatError::scratch(&place, &error))?;
            placed.push(Placed { path: place, before });
        }
        Ok(placed)
    }

    /// Where the file with this relative path is in the copy.
    fn locate(&mut self, path: &Path) -> Result<PathBuf, FormatError> {
        let bad = |reason| FormatError::BadPath { path: shown(path), reason };
        let is_plain = path.components().all(|part| matches!(part, Component::Normal(_)));
        let (Some(name), Some(parent), true) = (path.file_name(), path.parent(), is_plain) else {
            return Err(bad("it is no path relative to the project"));
        };
        let parent = self.folder.join(parent);
        // It may be ignored, and not be here for that.
        fs::create_dir_all(&parent).map_err(|error| FormatError::scratch(&parent, &error))?;
        let parent = parent.canonicalize().map_err(|error| FormatError::scratch(&parent, &error))?;
        let mut place = parent.join(name);
        if place.is_symlink() {
            match place.canonicalize() {
                Ok(real) => place = real,
                // It leads to nothing in the copy. The project has a file there.
                Err(_) => {
                    fs::remove_file(&place).map_err(|error| FormatError::scratch(&place, &error))?;
                    self.prints.remove(place.strip_prefix(&self.folder).unwrap_or(&place));
                }
            }
        }
        if place.starts_with(&self.folder) { Ok(place) } else { Err(bad("it leads out of the project")) }
    }

    fn read(&self, place: &Path) -> Result<Vec<u8>, FormatError> {
        fs::read(place).map_err(|error| FormatError::scratch(place, &error))
    }

    /// What stands in a file now; `None` if it is not there as a regular file of reasonable size.
    pub(super) fn contents(&self, placed: &Placed) -> Result<Option<Vec<u8>>, FormatError> {
        let is_own = placed.path.canonicalize().is_ok_and(|real| real == placed.path);
        let is_file = fs::symlink_metadata(&placed.path)
            .is_ok_and(|data| data.is_file() && data.len() <= source::MAX_BYTES as u64);
        if is_own && is_file { self.read(&placed.path).map(Some) } else { Ok(None) }
    }

    /// What happened to other files than `placed`, in words; `None` if nothing did.
    pub(super) fn touched(&self, placed: &[Placed]) -> Option<String> {
        let given: BTreeSet<&Path> =
            placed.iter().filter_map(|placed| placed.path.strip_prefix(&self.folder).ok()).collect();
        let (mut changed, mut deleted) = (Vec::new(), Vec::new());
        for (path, print) in self.prints.iter().filter(|(path, _)| !given.contains(path.as_path())) {
            match Print::at(&self.folder.join(path)) {
                Ok(now) if now.as_ref() == Some(print) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => deleted.push(path.clone()),
                _ => changed.push(path.clone()),
            }
        }
        let is_new = |path: &PathBuf| !self.prints.contains_key(path) && !given.contains(path.as_path());
        let now = project_entries(&self.folder).into_iter().filter(|entry| entry.kind != EntryKind::Folder);
        let created: Vec<PathBuf> = now.map(|entry| entry.path).filter(is_new).collect();
        let kinds = [("changed", changed), ("deleted", deleted), ("created", created)];
        let said: Vec<String> = kinds
            .iter()
            .filter(|(_, paths)| !paths.is_empty())
            .map(|(word, paths)| format!("{word} {}", listed(paths)))
            .collect();
        if said.is_empty() { None } else { Some(said.join("; ")) }
    }

    /// Takes the new contents back.
    pub(super) fn restore(&self, placed: Vec<Placed>) -> Result<(), FormatError> {
        for Placed { path, before } in placed {
            match before {
                Some(bytes) => fs::write(&path, bytes),
                None => fs::remove_file(&path),
            }
            .map_err(|error| FormatError::scratch(&path, &error))?;
        }
        Ok(())
    }
}

impl Print {
    fn of(bytes: &[u8]) -> Print {
        let mut hasher = DefaultHasher::new();
        hasher.write(bytes);
        Print::File { bytes: bytes.len() as u64, hash: hasher.finish() }
    }

    /// `None` for something that is never copied.
    fn at(path: &Path) -> io::Result<Option<Print>> {
        let data = fs::symlink_metadata(path)?;
        if data.is_symlink() {
            fs::read_link(path).map(Print::Link).map(Some)
        } else if data.is_file() && data.len() <= most(path) {
            fs::read(path).map(|bytes| Some(Print::of(&bytes)))
        } else {
            Ok(None)
        }
    }
}

/// The size up to which a file is copied.
fn most(path: &Path) -> u64 {
    let is_python = path.extension().is_some_and(|extension| extension == "py" || extension == "pyi");
    if is_python { source::MAX_BYTES as u64 } else { MAX_OTHER_FILE }
}

/// What a link at `path` in `root` is to say in the copy; `None` if it leads out or nowhere. The real target is
/// taken, since a chain of links may leave a tree although each looks harmless.
fn target_inside(link: &Path, path: &Path, root: &Path) -> Option<PathBuf> {
    let real = link.canonicalize().ok()?;
    let inside = real.strip_prefix(root).ok()?;
    let up = path.components().skip(1).map(|_| Component::ParentDir.as_os_str());
    let target: PathBuf = up.chain(inside.components().map(Component::as_os_str)).collect();
    Some(if target.as_os_str().is_empty() { PathBuf::from(".") } else { target })
}

#[cfg(unix)]
fn link(target: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, at)
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Scripts of the project are run in the copy. Everything else of a mode is left: the formatter must be able to
/// write.
fn copy_executable(from: &Path, to: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let is_executable = fs::metadata(from).is_ok_and(|data| data.permissions().mode() & 0o100 != 0);
        if is_executable {
            // Without it, running it fails with a clear message.
            let _ = fs::set_permissions(to, fs::Permissions::from_mode(0o700));
        }
    }
    #[cfg(not(unix))]
    let _ = (from, to);
}
