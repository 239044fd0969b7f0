//! What is wrong with a decisions file: what, where, what to do.

use std::path::{Path, PathBuf};

use crate::report::printable;

/// Why decisions cannot be read or written. The file is then left as it is.
#[derive(Debug, thiserror::Error)]
pub enum DecisionsError {
    /// It is not TOML.
    #[error("{}:{line}: this is not TOML: {reason}; {hint}; nothing was changed", shown(.path))]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
        /// What to do.
        hint: &'static str,
    },
    /// A field that is missing, or has a value that means nothing.
    #[error("{}:{line}: {reason}; mend the line or remove its decision; nothing was changed", shown(.path))]
    Field {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// A later version of amends wrote it in another form.
    #[error("{}:{line}: version {version} of this file needs a newer amends", shown(.path))]
    Version {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The version that it says.
        version: i64,
    },
    /// It is larger than decisions of people are.
    #[error("{} is larger than {limit} bytes, so it is not read", shown(.path))]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit, in bytes.
        limit: u64,
    },
    /// A link leads out of the project, or it is no file.
    #[error("{} {reason}; replace it by a regular file", shown(.path))]
    Refused {
        /// The file.
        path: PathBuf,
        /// Why, as the end of a sentence about it.
        reason: String,
    },
    /// The system refuses.
    #[error("cannot {action} {}: {source}", shown(.path))]
    Io {
        /// What was tried: `read`, `write`.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy())
}
