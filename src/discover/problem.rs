//! What could not be looked at, in words, and what to do about it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A path that gave nothing. [`Display`](std::fmt::Display) says what and where,
/// [`DiscoverProblem::hint`] what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DiscoverProblem {
    /// There is nothing at a path that was given.
    #[error("{}: there is no such file or folder", .path.display())]
    NotFound {
        /// The path as given.
        path: PathBuf,
        /// A path that exists and has a similar name.
        similar: Option<PathBuf>,
    },
    /// A path that was given is a symbolic link to nothing.
    #[error("{}: this link points to {}, which does not exist", .path.display(), .target.display())]
    BrokenLink {
        /// The path as given.
        path: PathBuf,
        /// What the link says.
        target: PathBuf,
    },
    /// A path that was given is a symbolic link that leads to itself.
    #[error("{}: this link leads back to itself", .path.display())]
    LinkLoop {
        /// The path as given.
        path: PathBuf,
    },
    /// A folder that was given has no file to look at. Only a warning.
    #[error("no Python files in {}", .path.display())]
    NoPython {
        /// The path as given.
        path: PathBuf,
    },
    /// A file or folder that the operating system does not let us look at.
    #[error("{}: cannot be looked at: {reason}", .path.display())]
    Unreadable {
        /// Where it is.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// A file whose name is not UTF-8, which no diff could name.
    #[error("{}: the name of this file is not UTF-8", .path.display())]
    StrangeName {
        /// Where it is.
        path: PathBuf,
    },
    /// Files of a repository that lies in the project's, such as a submodule. Only a warning.
    #[error("{} to another repository", belonging(.files))]
    OtherRepository {
        /// Their names in reports.
        files: Vec<String>,
    },
}

impl DiscoverProblem {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            DiscoverProblem::NotFound { similar: Some(similar), .. } => {
                format!("did you mean {}?", similar.display())
            }
            DiscoverProblem::NotFound { .. } => {
                "check the path; it is relative to the current folder".to_string()
            }
            DiscoverProblem::BrokenLink { .. } | DiscoverProblem::LinkLoop { .. } => {
                "correct or remove the link, or name the file itself".to_string()
            }
            DiscoverProblem::NoPython { .. } => {
                "check the path and the globs; hidden files are found only when named, ignored ones only \
                 when named or with --no-ignore"
                    .to_string()
            }
            DiscoverProblem::Unreadable { .. } => "give this user access to it, or exclude it".to_string(),
            DiscoverProblem::StrangeName { .. } => "rename it, or exclude it".to_string(),
            DiscoverProblem::OtherRepository { .. } => "run amends there".to_string(),
        }
    }

    /// Whether it is no failure: everything could be looked at, and nothing had to be done.
    pub fn is_warning(&self) -> bool {
        matches!(self, DiscoverProblem::NoPython { .. } | DiscoverProblem::OtherRepository { .. })
    }
}

/// How many files a sentence names.
const NAMED: usize = 5;

/// `a.py: it belongs`, or `a.py, b.py and 4 more: they belong`.
fn belonging(files: &[String]) -> String {
    let named = files[..files.len().min(NAMED)].join(", ");
    match files.len() {
        1 => format!("{named}: it belongs"),
        count if count > NAMED => format!("{named} and {} more: they belong", count - NAMED),
        _ => format!("{named}: they belong"),
    }
}

/// The real path of a path that was given, or why there is none.
pub(super) fn locate(given: &Path, cwd: &Path) -> Result<PathBuf, DiscoverProblem> {
    let path = cwd.join(given);
    let missing = || DiscoverProblem::NotFound { path: given.to_path_buf(), similar: None };
    if given.as_os_str().is_empty() {
        return Err(missing());
    }
    let error = match path.canonicalize() {
        Ok(real) => return Ok(real),
        Err(error) => error,
    };
    let link = fs::read_link(&path).ok();
    match (error.kind(), link) {
        (io::ErrorKind::NotFound, Some(target)) => {
            Err(DiscoverProblem::BrokenLink { path: given.to_path_buf(), target })
        }
        (io::ErrorKind::NotFound, None) => {
            Err(DiscoverProblem::NotFound { path: given.to_path_buf(), similar: similar(given, &path) })
        }
        (io::ErrorKind::PermissionDenied, _) | (_, None) => {
            let reason = without_number(&error);
            Err(DiscoverProblem::Unreadable { path: given.to_path_buf(), reason })
        }
        (_, Some(_)) => Err(DiscoverProblem::LinkLoop { path: given.to_path_buf() }),
    }
}

/// What stands beside a missing path under a similar name.
fn similar(given: &Path, path: &Path) -> Option<PathBuf> {
    let wanted = path.file_name()?.to_str()?;
    let entries = fs::read_dir(path.parent()?).ok()?;
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort_unstable();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let nearest = similar::get_close_matches(wanted, &names, 1, 0.6);
    nearest.first().map(|name| given.with_file_name(name))
}

/// What could not be looked at, where that is known, and why.
pub(super) type Failure = (Option<PathBuf>, String);

/// Where and why, out of the layers of an error of the walker.
pub(super) fn failure(error: &ignore::Error) -> Failure {
    match error {
        ignore::Error::WithPath { path, err } => (Some(path.clone()), failure(err).1),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => failure(err),
        ignore::Error::Io(error) => (None, without_number(error)),
        other => (None, other.to_string()),
    }
}

/// The system's words for an error, without ` (os error 13)`.
fn without_number(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}
