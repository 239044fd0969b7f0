//! The steps that change the disk, each with its fault points and an error that says which step failed where.
//! Knows nothing of journals.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{fault, os};
use crate::report::printable;

/// A step that failed.
#[derive(Debug, thiserror::Error)]
#[error("cannot {doing} {}: {source}", printable(&path.to_string_lossy()))]
pub struct Failure {
    /// The step, as in "write".
    pub doing: &'static str,
    /// The file or folder.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

pub(super) type Step<T> = Result<T, Failure>;

/// Runs a step.
pub(super) fn step<T>(doing: &'static str, path: &Path, run: impl FnOnce() -> io::Result<T>) -> Step<T> {
    run().map_err(|source| Failure { doing, path: path.to_path_buf(), source })
}

/// Makes a new file with these bytes, for its owner only, and syncs it. It must not exist; no link is followed.
pub(super) fn create(path: &Path, bytes: &[u8], as_file: Option<(&Path, &Metadata)>) -> Step<()> {
    create_at(path, bytes, as_file, None)
}

/// Like [`create`], with owner and mode of `as_file`, and a given time of change.
pub(super) fn create_at(
    path: &Path,
    bytes: &[u8],
    as_file: Option<(&Path, &Metadata)>,
    modified: Option<SystemTime>,
) -> Step<()> {
    let mut file = step("create", path, || {
        fault::point("create")?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        os::private(os::no_follow(&mut options)).open(path)
    })?;
    step("write", path, || {
        let (first, second) = bytes.split_at(bytes.len() / 2);
        file.write_all(first)?;
        fault::point("write")?;
        file.write_all(second)?;
        if let Some((from, metadata)) = as_file {
            os::dress(&file, from, metadata)?;
        }
        if let Some(modified) = modified {
            file.set_modified(modified)?;
        }
        fault::point("sync")?;
        file.sync_all()
    })
}

/// Writes new bytes into a file that keeps its inode. The end comes first, so that a full disk is met before any
/// old byte is overwritten; nothing is cut off before all is written.
pub(super) fn overwrite(path: &Path, bytes: &[u8], modified: Option<SystemTime>) -> Step<()> {
    step("write", path, || {
        fault::point("open in place")?;
        let mut file = os::no_follow(OpenOptions::new().write(true)).open(path)?;
        let metadata = file.metadata()?;
        let before = usize::try_from(metadata.len()).unwrap_or(usize::MAX).min(bytes.len());
        file.seek(SeekFrom::Start(before as u64))?;
        file.write_all(&bytes[before..])?;
        fault::point("write in place")?;
        file.seek(SeekFrom::Start(0))?;
        let (first, second) = bytes[..before].split_at(before / 2);
        file.write_all(first)?;
        fault::point("write on in place")?;
        file.write_all(second)?;
        fault::point("cut in place")?;
        file.set_len(bytes.len() as u64)?;
        if let Some(modified) = modified {
            os::stamp(&file, modified, metadata.modified()?)?;
        }
        fault::point("sync in place")?;
        file.sync_all()
    })
}

/// Gives a file that is about to take the place of another its owner, mode and attributes.
pub(super) fn dress(path: &Path, like: &Path, metadata: &Metadata) -> Step<()> {
    step("set the mode of", path, || {
        fault::point("dress")?;
        // Opened for reading: backups are their owner's, whatever mode they had.
        let file = os::no_follow(OpenOptions::new().read(true)).open(path)?;
        os::dress(&file, like, metadata)
    })
}

/// A file is about to be looked at for the last time.
pub(super) fn before_replacing(path: &Path) -> Step<()> {
    step("replace", path, || fault::point("last look"))
}

/// Renames, over what is there.
pub(super) fn rename(from: &Path, to: &Path) -> Step<()> {
    step("replace", to, || {
        fault::point("rename")?;
        fs::rename(from, to)
    })
}

/// Sees to it that the names in a folder survive a power failure.
pub(super) fn sync_folder(path: &Path) -> Step<()> {
    step("sync the folder", path, || {
        fault::point("sync folder")?;
        os::sync_folder(path)
    })
}

/// Makes a folder, unless it is there.
pub(super) fn make_folder(path: &Path) -> Step<()> {
    step("make the folder", path, || {
        fault::point("make folder")?;
        match fs::create_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && is_folder(path) => Ok(()),
            other => other,
        }
    })
}

/// Removes a file, if it is there.
pub(super) fn remove(path: &Path) -> Step<()> {
    step("remove", path, || {
        fault::point("remove")?;
        gone(fs::remove_file(path))
    })
}

/// Removes a folder and what is in it, if it is there. Links in it are removed, not followed.
pub(super) fn remove_folder(path: &Path) -> Step<()> {
    step("remove", path, || {
        fault::point("remove folder")?;
        match fs::symlink_metadata(path) {
            Ok(found) if found.is_dir() => gone(fs::remove_dir_all(path)),
            Ok(_) => gone(fs::remove_file(path)),
            Err(error) => gone(Err(error)),
        }
    })
}

/// Puts a file in the place of another at once and for good.
pub(super) fn replace(path: &Path, through: &Path, bytes: &[u8]) -> Step<()> {
    remove(through)?;
    create(through, bytes, None)?;
    rename(through, path)?;
    sync_folder(path.parent().unwrap_or(path))
}

/// A file's bytes, if it has no more than `most`. No link is followed, and only regular files are read.
pub(super) fn read_plain(path: &Path, most: u64) -> io::Result<(Vec<u8>, Metadata)> {
    let mut file = os::no_follow(OpenOptions::new().read(true)).open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    if metadata.len() > most {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than it can be"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    Read::take(&mut file, most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than it can be"));
    }
    Ok((bytes, metadata))
}

/// Whether there is a folder of this name, and no link to one.
pub(super) fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// Opened for writing and closed again, to see whether that may be done.
pub(super) fn may_write(path: &Path) -> io::Result<File> {
    os::no_follow(OpenOptions::new().write(true)).open(path)
}

fn gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
