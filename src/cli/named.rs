//! What the files of a run are called in its project, wherever the user stands: see [`FileNames`].

use std::path::{Path, PathBuf};

use super::files::Selection;
use crate::config::{FileName, FileNames};
use crate::root::root;

/// The names of these files, each given with its name in reports and where it is.
pub(super) fn names<'f>(
    selection: &Selection,
    cwd: &Path,
    files: impl Iterator<Item = (&'f str, &'f Path)>,
) -> FileNames {
    let Ok(here) = cwd.canonicalize() else { return FileNames::default() };
    let given = selection.paths().iter().filter(|path| path.as_path() != Path::new("-"));
    let given: Vec<PathBuf> = given.filter_map(|path| existing(&here.join(path))).collect();
    let Ok(root) = root(&given, &here) else { return FileNames::default() };
    let is_work_tree = root.join(".git").exists();
    // In a work tree, globs have always been those of its root.
    let of_settings = selection.settings_file(cwd).filter(|_| !is_work_tree);
    let of_settings =
        of_settings.and_then(|file| Some(here.join(file).canonicalize().ok()?.parent()?.to_path_buf()));
    let of_settings = of_settings.unwrap_or_else(|| root.clone());
    if (is_work_tree && here.starts_with(&root)) || (here == root && here == of_settings) {
        return FileNames::default();
    }
    let named = |(shown, file): (&str, &Path)| {
        let file = selection.meant(&real(&here.join(file)));
        let in_project = slashes(file.strip_prefix(&root).ok()?)?;
        let in_settings = file.strip_prefix(&of_settings).ok().and_then(slashes);
        let in_settings = in_settings.unwrap_or_else(|| in_project.clone());
        let differs = in_project != shown || in_settings != shown;
        differs.then(|| (shown.to_string(), FileName { in_settings, in_project }))
    };
    files.filter_map(named).collect()
}

/// The nearest that is there, upwards.
fn existing(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|path| path.exists()).map(Path::to_path_buf)
}

/// A path without links, also of a file that is not there.
fn real(path: &Path) -> PathBuf {
    let folder = || {
        let folder = path.parent()?.canonicalize().ok()?;
        Some(folder.join(path.file_name()?))
    };
    path.canonicalize().ok().or_else(folder).unwrap_or_else(|| path.to_path_buf())
}

fn slashes(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}
