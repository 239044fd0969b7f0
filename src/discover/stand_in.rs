//! A folder that is looked at in place of the one that the user names: a work tree of the last commit, say. Globs,
//! names and messages speak of the user's.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Which folder stands for which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandIn {
    real: PathBuf,
    other: PathBuf,
}

impl StandIn {
    /// `other` is looked at in place of `real`; both are real paths.
    pub fn new(real: &Path, other: &Path) -> Self {
        StandIn { real: real.to_path_buf(), other: other.to_path_buf() }
    }

    /// Where a real path of the user's is looked at; `None` if it is not in the folder that something stands for.
    pub fn other(&self, real: &Path) -> Option<PathBuf> {
        moved(real, &self.real, &self.other)
    }

    /// What the user calls a path that is looked at.
    pub fn real<'p>(&self, other: &'p Path) -> Cow<'p, Path> {
        moved(other, &self.other, &self.real).map_or(Cow::Borrowed(other), Cow::Owned)
    }
}

fn moved(path: &Path, from: &Path, to: &Path) -> Option<PathBuf> {
    let inner = path.strip_prefix(from).ok()?;
    // An empty part would add a slash.
    Some(if inner.as_os_str().is_empty() { to.to_path_buf() } else { to.join(inner) })
}
