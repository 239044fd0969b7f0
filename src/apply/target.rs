//! Whether a file may be written, and how: all that is asked before anything is touched.

use std::time::SystemTime;

use super::digest::Digest;
use super::error::FileProblem;
use super::os;
use super::place::{self, Place};

/// A file that may be written.
pub(super) struct Checked {
    /// Its real path, relative to the root.
    pub(super) path: String,
    pub(super) digest: Digest,
    pub(super) modified: SystemTime,
    /// A new file in its place would lose another name of it, or its owner.
    pub(super) in_place: bool,
    pub(super) inode: Option<(u64, u64)>,
}

/// Checks a file by its real path: that it holds these bytes, and can be written.
pub(super) fn check(place: &Place, path: &str, before: &[u8]) -> Result<Checked, FileProblem> {
    let (bytes, metadata) = place::read(&place.root, path, before.len() as u64)?;
    if bytes != before {
        return Err(FileProblem::Changed);
    }
    place::check_writable(&place.root, path, &metadata)?;
    Ok(Checked {
        path: path.to_string(),
        digest: Digest::of(before),
        modified: metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH),
        in_place: os::names(&metadata) > 1 || !os::can_give_owner(&metadata),
        inode: os::inode(&metadata),
    })
}
