//! Findings that are known, by fingerprint, so that only new ones fail a build. Not decisions about fixes: those are
//! [`crate::decisions`].
//!
//! The file has one line for each finding, in a fixed order and without line numbers, so that it changes only where
//! findings come and go, and git merges it line by line. It is content of the repository, and so untrusted: all that it
//! can do is leave findings out of `amends check --baseline`.

mod file;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::kept::{self, Problem};
use crate::pipeline::Located;
use crate::report::printable;

/// The name of the file, at the project's root (see [`crate::root`]).
pub const FILE_NAME: &str = "amends-baseline.json";

/// Larger files are refused: about 300,000 findings.
const MAX_BYTES: u64 = 64 << 20;

/// One known finding. The order is that of the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The file, as reports show it.
    pub path: String,
    /// The finding's code.
    pub code: String,
    /// The function or class around it; for people.
    pub symbol: String,
    /// [`Located::fingerprint`] of the finding.
    pub fingerprint: String,
}

impl Entry {
    /// The entry of a finding in the file `path`.
    pub fn new(path: &str, located: &Located) -> Self {
        Entry {
            path: path.to_string(),
            code: located.finding.code.to_string(),
            symbol: located.finding.symbol.clone(),
            fingerprint: located.fingerprint.clone(),
        }
    }
}

/// The known findings of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    by_fingerprint: BTreeMap<String, Entry>,
}

impl FromIterator<Entry> for Baseline {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let by_fingerprint = entries.into_iter().map(|entry| (entry.fingerprint.clone(), entry)).collect();
        Baseline { by_fingerprint }
    }
}

/// Why a baseline cannot be read or written; the file is then as it was.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// There is none.
    #[error("there is no {}; `amends baseline` writes it", shown(.0))]
    Missing(PathBuf),
    /// It does not have the right form.
    #[error("{}:{line}: {reason}", shown(.path))]
    Form {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// It is not taken for what it is.
    #[error("{} {reason}", shown(.path))]
    Refused {
        /// The file.
        path: PathBuf,
        /// Why, and what to do, as the end of a sentence about it.
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

impl Baseline {
    /// Reads a file that must be below `root`; `None` if it is not there.
    ///
    /// # Errors
    /// It cannot be read, leads out of `root`, or does not have the right form.
    pub fn load(path: &Path, root: &Path) -> Result<Option<Self>, BaselineError> {
        let told = |problem| told(problem, path);
        let Some(real) = kept::find(path, root).map_err(told)? else { return Ok(None) };
        let text = kept::read(&real, MAX_BYTES).map_err(told)?;
        let read = file::parse(&text);
        read.map(Some).map_err(|(line, reason)| BaselineError::Form {
            path: path.to_path_buf(),
            line,
            reason,
        })
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// The system refuses, or a link leads out of `root`.
    pub fn store(&self, path: &Path, root: &Path) -> Result<(), BaselineError> {
        let real = kept::find(path, root).map_err(|problem| told(problem, path))?;
        kept::replace(real.as_deref().unwrap_or(path), file::write(&self.all()).as_bytes())
            .map_err(|source| BaselineError::Io { action: "write", path: path.to_path_buf(), source })
    }

    /// Whether a finding is known.
    pub fn knows(&self, located: &Located) -> bool {
        self.by_fingerprint.contains_key(&located.fingerprint)
    }

    /// All entries, in the order of the file.
    pub fn all(&self) -> Vec<&Entry> {
        let all: BTreeSet<&Entry> = self.by_fingerprint.values().collect();
        all.into_iter().collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_fingerprint.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_fingerprint.is_empty()
    }

    /// The entries about findings that are no longer there: `covers` says whether findings of this path and code
    /// were looked for, `found` holds the fingerprints of those that are there.
    pub fn gone(&self, covers: impl Fn(&str, &str) -> bool, found: &BTreeSet<&str>) -> Vec<&Entry> {
        let mut gone = self.all();
        gone.retain(|entry| covers(&entry.path, &entry.code) && !found.contains(entry.fingerprint.as_str()));
        gone
    }

    /// Removes entries.
    pub fn remove(&mut self, entries: &[Entry]) {
        for entry in entries {
            self.by_fingerprint.remove(&entry.fingerprint);
        }
    }

    /// Adds an entry; whether it was not there.
    pub fn add(&mut self, entry: Entry) -> bool {
        self.by_fingerprint.insert(entry.fingerprint.clone(), entry).is_none()
    }
}

fn told(problem: Problem, path: &Path) -> BaselineError {
    let path = path.to_path_buf();
    match problem {
        Problem::Refused(reason) => {
            BaselineError::Refused { path, reason: format!("{reason}; replace it by a regular file") }
        }
        Problem::TooLarge(limit) => BaselineError::Refused {
            path,
            reason: format!("is larger than {limit} bytes, so it is not read"),
        },
        Problem::NotUtf8 { line } => BaselineError::Form {
            path,
            line,
            reason: "this is not UTF-8; write the file again with `amends baseline`".into(),
        },
        Problem::Io(source) => BaselineError::Io { action: "read", path, source },
    }
}
