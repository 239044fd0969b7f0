//! All files of a project, whatever their language. Not which of them are judged.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::is_foreign;

/// Folders that are tools' own.
const TOOLS: [&str; 2] = [".git", ".amends"];

/// Something in a project's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectEntry {
    /// Where it is, relative to the project's folder.
    pub path: PathBuf,
    /// What it is.
    pub kind: EntryKind,
}

/// What stands in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file of so many bytes.
    File(u64),
    /// A folder; what is in it comes later.
    Folder,
    /// A symbolic link, wherever it leads.
    Link,
    /// A pipe, a socket or a device.
    Special,
}

/// All that is in the folder `root`, ordered by path, hidden files included, but for: what ignore rules name (as
/// in [`discover`](super::discover)), `.git` and `.amends`, code that is not the project's own
/// ([`SKIPPED_FOLDERS`](super::SKIPPED_FOLDERS), virtual environments), and hidden caches (folders with a
/// `CACHEDIR.TAG`). Links are not followed. What cannot be looked at is left out.
pub fn project_entries(root: &Path) -> Vec<ProjectEntry> {
    let mut builder = WalkBuilder::new(root);
    builder.hidden(false).require_git(false).current_dir(root).filter_entry(|entry| {
        if entry.depth() == 0 {
            return true;
        }
        let name = entry.file_name();
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let is_hidden = name.as_encoded_bytes().starts_with(b".");
        let is_cache = || is_hidden && entry.path().join("CACHEDIR.TAG").is_file();
        // In a submodule or a worktree, `.git` is a file.
        !TOOLS.iter().any(|tool| name == *tool) && !(is_folder && (is_foreign(entry) || is_cache()))
    });
    let mut entries: Vec<ProjectEntry> = builder
        .build()
        .filter_map(|entry| {
            let entry = entry.ok().filter(|entry| entry.depth() > 0)?;
            let path = entry.path().strip_prefix(root).ok()?.to_path_buf();
            let kind = match entry.file_type()? {
                kind if kind.is_dir() => EntryKind::Folder,
                kind if kind.is_symlink() => EntryKind::Link,
                kind if kind.is_file() => EntryKind::File(entry.metadata().ok()?.len()),
                _ => EntryKind::Special,
            };
            Some(ProjectEntry { path, kind })
        })
        .collect();
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    entries
}
