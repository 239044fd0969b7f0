//! Writes new files, and files that are as they were written before: all of them or none. Not for files of users, which
//! `apply` writes with a journal; a crash in the middle can leave one of two files, and the next run writes the other.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::report::printable;

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Where: a real folder and a name.
    pub path: PathBuf,
    /// What it holds; `None` if it is not there.
    pub before: Option<Vec<u8>>,
    /// What it is to hold.
    pub after: Vec<u8>,
}

/// Why a file was not read or not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The system refuses.
    #[error("{}: cannot {doing} it: {source}", shown(.path))]
    Io {
        /// The file.
        path: PathBuf,
        /// What was to be done.
        doing: &'static str,
        /// Why not.
        source: io::Error,
    },
    /// It is a link, a folder, or something else.
    #[error("{}: this is no regular file; move it away, or choose another name", shown(.0))]
    NotAFile(PathBuf),
    /// Somebody was faster.
    #[error("{}: somebody has changed it meanwhile; run this again", shown(.0))]
    Changed(PathBuf),
}

fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy())
}

/// What a file holds; `None` if there is none. Links are refused.
///
/// # Errors
/// It is no regular file, or cannot be read.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, WriteError> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Ok(found) if found.is_file() => fs::read(path).map(Some).map_err(failed(path, "read")),
        Ok(_) => Err(WriteError::NotAFile(path.to_path_buf())),
        Err(source) => Err(failed(path, "look at")(source)),
    }
}

/// Writes all files or none.
///
/// # Errors
/// What went wrong; what had been written is taken back.
pub fn all(wanted: &[Wanted]) -> Result<(), WriteError> {
    let ready: Vec<NamedTempFile> = wanted.iter().map(prepared).collect::<Result<_, _>>()?;
    for (at, (file, new)) in wanted.iter().zip(ready).enumerate() {
        if let Err(error) = put(file, new) {
            // The last one first.
            wanted[..at].iter().rev().for_each(take_back);
            return Err(error);
        }
    }
    for file in wanted {
        // A folder that cannot be synced still has its names.
        let _ = fs::File::open(folder(&file.path)).and_then(|folder| folder.sync_all());
    }
    Ok(())
}

fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

fn failed(path: &Path, doing: &'static str) -> impl FnOnce(io::Error) -> WriteError {
    let path = path.to_path_buf();
    move |source| WriteError::Io { path, doing, source }
}

/// The new contents, beside the file.
fn prepared(wanted: &Wanted) -> Result<NamedTempFile, WriteError> {
    contents(&wanted.path, &wanted.after).map_err(failed(&wanted.path, "write"))
}

fn contents(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let prefix = format!(".{name}.amends-");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix);
    let permissions = match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => Some(found.permissions()),
        _ => usual(),
    };
    if let Some(permissions) = permissions {
        builder.permissions(permissions);
    }
    let mut new = builder.tempfile_in(folder(path))?;
    new.write_all(bytes)?;
    new.as_file().sync_all()?;
    Ok(new)
}

/// The mode of new files, less what the user's mask takes away.
fn usual() -> Option<fs::Permissions> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        Some(fs::Permissions::from_mode(0o666))
    }
    #[cfg(not(unix))]
    None
}

fn put(file: &Wanted, new: NamedTempFile) -> Result<(), WriteError> {
    // A folder on the way may have become a link since.
    if folder(&file.path).canonicalize().map_err(failed(&file.path, "write"))? != folder(&file.path) {
        return Err(WriteError::Changed(file.path.clone()));
    }
    if read(&file.path)? != file.before {
        return Err(WriteError::Changed(file.path.clone()));
    }
    let put = match file.before {
        None => new.persist_noclobber(&file.path),
        Some(_) => new.persist(&file.path),
    };
    match put {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(WriteError::Changed(file.path.clone()))
        }
        Err(error) => Err(failed(&file.path, "write")(error.error)),
    }
}

/// Takes back what this run wrote, unless somebody has changed it since.
fn take_back(file: &Wanted) {
    if read(&file.path).ok().flatten().as_ref() != Some(&file.after) {
        return;
    }
    // There is nothing more to be done where this fails, too: the error that led here is told.
    let _ = match &file.before {
        None => fs::remove_file(&file.path),
        Some(before) => contents(&file.path, before)
            .and_then(|old| old.persist(&file.path).map(drop).map_err(|error| error.error)),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(folder: &Path, name: &str, before: Option<&str>, after: &str) -> Wanted {
        let path = folder.canonicalize().expect("a real path").join(name);
        Wanted { path, before: before.map(|text| text.as_bytes().to_vec()), after: after.as_bytes().to_vec() }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn all_or_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path();
        fs::write(at.join("old"), "old").expect("a file");
        all(&[wanted(at, "new", None, "1"), wanted(at, "old", Some("old"), "2")]).expect("both");
        assert_eq!(fs::read_to_string(at.join("new")).expect("new"), "1");
        assert_eq!(fs::read_to_string(at.join("old")).expect("old"), "2");
        // The second is not as it was judged: the first goes, and what it replaced comes back.
        for second in [wanted(at, "old", Some("other"), "3"), wanted(at, "old", None, "3")] {
            let error = all(&[wanted(at, "third", None, "3"), wanted(at, "new", Some("1"), "3"), second]);
            assert!(matches!(error, Err(WriteError::Changed(_))), "{error:?}");
            assert_eq!(names(at), ["new", "old"]);
            assert_eq!(fs::read_to_string(at.join("new")).expect("new"), "1");
        }
        assert!(matches!(all(&[wanted(at, "none/x", None, "")]), Err(WriteError::Io { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_never_written_through_and_modes_stay() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path();
        fs::write(at.join("target"), "x").expect("a file");
        std::os::unix::fs::symlink("target", at.join("link")).expect("a link");
        assert!(matches!(read(&at.join("link")), Err(WriteError::NotAFile(_))));
        assert!(all(&[wanted(at, "link", None, "y")]).is_err());
        fs::set_permissions(at.join("target"), fs::Permissions::from_mode(0o640)).expect("a mode");
        all(&[wanted(at, "target", Some("x"), "y")]).expect("written");
        assert_eq!(fs::metadata(at.join("target")).expect("a file").permissions().mode() & 0o777, 0o640);
    }
}
