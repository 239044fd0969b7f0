//! Files of some names in the projects that given paths are in, also those that `.gitignore` and the like leave out: so
//! that a file that was not given is told from one that does not exist. Opens none.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::SKIPPED_FOLDERS;

/// More entries of a folder are not looked at.
const MAX_ENTRIES: usize = 100_000;

/// The files of some names, from the folder of their project and with forward slashes, and whether there may be more.
pub fn files_named(names: &[&str], paths: &[PathBuf], cwd: &Path) -> (Vec<String>, bool) {
    let roots: BTreeSet<PathBuf> = paths.iter().map(|path| root_of(&cwd.join(path), cwd)).collect();
    let (mut found, mut seen) = (BTreeSet::new(), 0);
    for root in &roots {
        // What is in another one is looked through with it.
        if roots.iter().any(|other| other != root && root.starts_with(other)) {
            continue;
        }
        if look_in(root, names, &mut found, &mut seen) {
            return (found.into_iter().collect(), true);
        }
    }
    (found.into_iter().collect(), false)
}

/// The same for all that is in one folder, whatever project it is in.
pub fn files_named_in(names: &[&str], root: &Path) -> (Vec<String>, bool) {
    let mut found = BTreeSet::new();
    let more = look_in(root, names, &mut found, &mut 0);
    (found.into_iter().collect(), more)
}

/// Whether there may be more.
fn look_in(root: &Path, names: &[&str], found: &mut BTreeSet<String>, seen: &mut usize) -> bool {
    let mut walk = WalkBuilder::new(root);
    walk.standard_filters(false).follow_links(false).filter_entry(|entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let name = entry.file_name().to_str().unwrap_or_default();
        let is_other = [".git", ".tox", ".nox"].contains(&name) || SKIPPED_FOLDERS.contains(&name);
        let has = |file: &str| entry.path().join(file).exists();
        !(is_folder && entry.depth() > 0 && (is_other || has("CACHEDIR.TAG") || has("pyvenv.cfg")))
    });
    for entry in walk.build().flatten() {
        *seen += 1;
        if *seen > MAX_ENTRIES {
            return true;
        }
        if entry.file_name().to_str().is_some_and(|name| names.contains(&name))
            && !entry.file_type().is_some_and(|kind| kind.is_dir())
            && let Ok(path) = entry.path().strip_prefix(root)
        {
            found.insert(path.to_string_lossy().replace('\\', "/"));
        }
    }
    false
}

/// The folder of the project that a path is in; without one, that which relative paths start at.
fn root_of(path: &Path, cwd: &Path) -> PathBuf {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let cwd = cwd.canonicalize().unwrap_or_else(|_| cwd.to_path_buf());
    let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(&path) };
    let has = |file: &'static str| folder.ancestors().find(move |above| above.join(file).exists());
    let project = has(".git").or_else(|| has("amends.toml")).or_else(|| has("pyproject.toml"));
    let start = Some(cwd.as_path()).filter(|cwd| folder.starts_with(cwd));
    project.or(start).unwrap_or(folder).to_path_buf()
}
