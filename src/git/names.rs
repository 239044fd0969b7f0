//! Paths as git writes and reads them: bytes, ended by NUL. Touches no file.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use super::GitError;

/// A path from git's bytes.
#[cfg(unix)]
pub(super) fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    std::ffi::OsStr::from_bytes(bytes).into()
}

/// A path from git's bytes, which are UTF-8 here.
#[cfg(not(unix))]
pub(super) fn path(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// A path as git's bytes.
#[cfg(unix)]
pub(super) fn bytes(path: &Path) -> Cow<'_, [u8]> {
    use std::os::unix::ffi::OsStrExt as _;
    Cow::Borrowed(path.as_os_str().as_bytes())
}

/// A path as git's bytes: UTF-8 with forward slashes.
#[cfg(not(unix))]
pub(super) fn bytes(path: &Path) -> Cow<'_, [u8]> {
    Cow::Owned(path.to_string_lossy().replace('\\', "/").into_bytes())
}

/// The records of output in `-z` form.
pub(super) fn records(output: &[u8]) -> impl Iterator<Item = &[u8]> {
    output.split(|&byte| byte == 0).filter(|record| !record.is_empty())
}

/// Paths in the form that `--pathspec-file-nul` and `-z --stdin` read.
pub(super) fn listed(paths: &[PathBuf]) -> Vec<u8> {
    let mut list = Vec::new();
    for path in paths {
        list.extend_from_slice(&bytes(path));
        list.push(0);
    }
    list
}

/// The single path that git printed on a line of its own. Line ends inside it are part of it.
pub(super) fn single(output: &[u8]) -> PathBuf {
    path(output.strip_suffix(b"\n").unwrap_or(output))
}

/// Refuses paths that are not plainly inside the work tree.
pub(super) fn inner(path: &Path) -> Result<(), GitError> {
    let refuse = |reason| Err(GitError::BadPath { path: path.to_path_buf(), reason });
    if path.as_os_str().is_empty() {
        return refuse("it is empty");
    }
    for component in path.components() {
        match component {
            Component::Normal(name) if name.eq_ignore_ascii_case(".git") => {
                return refuse("it lies in a `.git` folder");
            }
            Component::Normal(_) => {}
            _ => return refuse("it is not a plain path relative to the top of the work tree"),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{inner, listed, records};

    #[test]
    fn only_plain_paths_are_inside() {
        for good in ["a.py", "-a b/ü\n.py", "a/.github/x"] {
            assert!(inner(Path::new(good)).is_ok(), "{good}");
        }
        for bad in ["", ".", "/a", "../a", "a/../b", "./a", ".git/config", "a/.GIT/hooks/x"] {
            assert!(inner(Path::new(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn lists_survive() {
        let paths = ["a\nb".into(), "-c".into()];
        let list = listed(&paths);
        assert_eq!(records(&list).map(super::path).collect::<Vec<_>>(), paths);
    }
}
