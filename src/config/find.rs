//! Which file holds the settings. What is in it is read by [`super::Settings`].

use std::fs;
use std::path::{Path, PathBuf};

use super::read::Document;
use super::{line_length_of_others, tables};

/// The settings file of a folder: the nearest one upwards. In one folder, `amends.toml` wins.
///
/// A `pyproject.toml` counts if it has `[tool.amends]`, `[project]` or another table that settings are read
/// from. One that cannot be read counts too, so that whoever reads it says so.
pub fn find(start: &Path) -> Option<PathBuf> {
    // `..` must be gone before parents are walked; a path that does not exist is taken as it is written.
    let start =
        start.canonicalize().or_else(|_| std::path::absolute(start)).unwrap_or_else(|_| start.to_path_buf());
    start.ancestors().find_map(|folder| {
        let own = folder.join("amends.toml");
        if own.is_file() {
            return Some(own);
        }
        let shared = folder.join("pyproject.toml");
        let counts = shared.is_file() && fs::read_to_string(&shared).map_or(true, |text| has_settings(&text));
        counts.then_some(shared)
    })
}

fn has_settings(text: &str) -> bool {
    let Ok(document) = Document::parse(text, "") else { return true };
    let root = document.root();
    root.has("project")
        || tables(&root, "tool")
            .is_some_and(|tool| tool.has("amends") || line_length_of_others(&tool).is_some())
}
