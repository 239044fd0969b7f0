//! Which program a formatter's command means, and its arguments. Not running it.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::FormatError;
use crate::report::printable;

/// How many bytes of arguments one run gets; Windows allows 32 KiB in all, Linux and macOS far more.
const MAX_ARGUMENTS: usize = if cfg!(windows) { 24 << 10 } else { 96 << 10 };

/// The words of a command, as a shell splits them.
pub(super) fn words(command: &str) -> Result<Vec<String>, FormatError> {
    let bad = || FormatError::BadCommand { command: printable(command) };
    shlex::split(command).filter(|words| words.first().is_some_and(|word| !word.is_empty())).ok_or_else(bad)
}

/// The program that `word` means, as an absolute path.
///
/// - With a folder in it: the file in the project. If the copy has it, it is the copy's, so that a script that
///   goes to its own folder stays in the copy.
/// - A bare name: what the shell would find, but never relative to the current folder, which is the copy and may
///   hold anything; then the project's own virtual environment.
pub(super) fn resolve(word: &str, root: &Path, copy: &Path) -> Result<PathBuf, FormatError> {
    let given = Path::new(word);
    let places: Vec<PathBuf> = if given.components().count() > 1 || given.is_absolute() {
        vec![copy.join(given), root.join(given)]
    } else {
        let path = env::var_os("PATH").unwrap_or_default();
        let environment = root.join(".venv").join(if cfg!(windows) { "Scripts" } else { "bin" });
        let folders = env::split_paths(&path).filter(|folder| folder.is_absolute()).chain([environment]);
        folders.map(|folder| folder.join(format!("{word}{}", env::consts::EXE_SUFFIX))).collect()
    };
    let found = places.into_iter().find(|place| is_executable(place));
    found.ok_or_else(|| FormatError::NoProgram { program: printable(word) })
}

fn is_executable(path: &Path) -> bool {
    let Ok(metadata) = fs::metadata(path) else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if metadata.permissions().mode() & 0o111 == 0 {
            return false;
        }
    }
    metadata.is_file()
}

/// A relative path as an argument that cannot be read as an option (`-x.py`) or as a list of arguments (`@x.py`).
pub(super) fn argument(path: &Path) -> OsString {
    Path::new(".").join(path).into_os_string()
}

/// Cuts the arguments into runs that the operating system takes.
pub(super) fn batches(arguments: &[OsString]) -> Vec<Range<usize>> {
    let mut batches = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (at, argument) in arguments.iter().enumerate() {
        // The end of the string and the pointer to it count, too.
        let more = argument.len() + 9;
        if size + more > MAX_ARGUMENTS && at > start {
            batches.push(start..at);
            (start, size) = (at, 0);
        }
        size += more;
    }
    if start < arguments.len() {
        batches.push(start..arguments.len());
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_split_as_shells_do() {
        assert_eq!(words("ruff format --config 'a b' x\\ y").ok(), {
            Some(["ruff", "format", "--config", "a b", "x y"].map(String::from).to_vec())
        });
        for bad in ["", "  ", "'open", "''"] {
            assert!(matches!(words(bad), Err(FormatError::BadCommand { .. })), "{bad:?}");
        }
    }

    #[test]
    fn no_name_is_an_option() {
        for name in ["-x.py", "@x.py", "a/b.py"] {
            assert_eq!(argument(Path::new(name)), OsString::from(format!("./{name}")));
        }
    }

    #[test]
    fn batches_hold_each_argument_once_and_no_more_than_is_taken() {
        assert!(batches(&[]).is_empty());
        let arguments: Vec<OsString> = (0..3000).map(|at| format!("{at:0>100}").into()).collect();
        let cut = batches(&arguments);
        assert!(cut.len() > 1);
        assert!(cut.iter().all(|batch| batch.len() * 109 <= MAX_ARGUMENTS));
        assert_eq!(cut.into_iter().flatten().collect::<Vec<_>>(), (0..3000).collect::<Vec<_>>());
        let long: Vec<OsString> = vec!["x".repeat(MAX_ARGUMENTS * 2).into(), "y".into()];
        assert_eq!(batches(&long), [0..1, 1..2]);
    }
}
