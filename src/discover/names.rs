//! What files are called in diffs and reports. Looks only at whether folders hold a `.git`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The name of a file in diffs and reports, with forward slashes, such that `git apply` and `patch -p1` find
/// it from where the user stands.
///
/// 1. If `cwd` lies in a git work tree and the file too, relative to the root of that work tree: that is how
///    `git apply` reads a patch in any folder of it.
/// 2. Else, if the file lies below `cwd`, relative to `cwd`.
/// 3. Else relative to the root of the work tree that the file is in, or if it is in none, to the folder that
///    was `given`.
///
/// Symbolic links are resolved, because no program applies a patch through one.
pub fn display_path(file: &Path, given: &Path, cwd: &Path) -> String {
    let mut names = Names::new(cwd);
    let (file, given) = (resolve(file, cwd), resolve(given, cwd));
    let name = names.relative(&file, &given);
    slashes(&name).unwrap_or_else(|| name.to_string_lossy().into_owned())
}

/// Names files; keeps what it has found out about folders.
pub(super) struct Names {
    pub(super) cwd: PathBuf,
    work_tree: Option<PathBuf>,
    /// The work tree of folders outside of `cwd` and its work tree.
    others: HashMap<PathBuf, Option<PathBuf>>,
}

impl Names {
    pub(super) fn new(cwd: &Path) -> Self {
        let cwd = cwd.canonicalize().unwrap_or_else(|_| cwd.to_path_buf());
        Names { work_tree: work_tree(&cwd), cwd, others: HashMap::new() }
    }

    /// The name of a file, both paths resolved; `None` if it is not UTF-8.
    pub(super) fn display(&mut self, file: &Path, given: &Path) -> Option<String> {
        slashes(&self.relative(file, given))
    }

    fn relative(&mut self, file: &Path, given: &Path) -> PathBuf {
        let own = [self.work_tree.as_deref(), Some(&self.cwd)];
        if let Some(name) = own.into_iter().flatten().find_map(|base| file.strip_prefix(base).ok()) {
            return name.to_path_buf();
        }
        let folder = file.parent().unwrap_or(file);
        let other = self.others.entry(folder.to_path_buf()).or_insert_with(|| work_tree(folder));
        let given = if given == file { folder } else { given };
        let base = other.as_deref().unwrap_or(given);
        file.strip_prefix(base).unwrap_or(file).to_path_buf()
    }
}

/// The nearest folder, upwards, that is the root of a git work tree (`.git` is a file in linked ones).
fn work_tree(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|ancestor| ancestor.join(".git").exists()).map(Path::to_path_buf)
}

fn resolve(path: &Path, cwd: &Path) -> PathBuf {
    let path = cwd.join(path);
    path.canonicalize().unwrap_or(path)
}

fn slashes(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn names_are_relative_to_the_work_tree_of_the_current_folder() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in
            ["repo/.git/HEAD", "repo/src/pkg/a.py", "repo/other/b.py", "plain/c.py", "two/.git", "two/d/e.py"]
        {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, "").expect("a file");
        }
        let at = |name: &str| folder.path().join(name);
        let name = |file: &str, given: &str, cwd: &str| display_path(&at(file), &at(given), &at(cwd));
        assert_eq!(name("repo/src/pkg/a.py", "repo/src", "repo"), "src/pkg/a.py");
        assert_eq!(name("repo/src/pkg/a.py", "repo/src", "repo/src/pkg"), "src/pkg/a.py");
        assert_eq!(name("repo/other/b.py", "repo/other", "repo/src"), "other/b.py");
        // Not in a work tree: below the current folder.
        assert_eq!(name("plain/c.py", "plain", "."), "plain/c.py");
        assert_eq!(name("repo/other/b.py", "repo", "."), "repo/other/b.py");
        // Elsewhere: the file's own work tree (`.git` may be a file), else the path given.
        assert_eq!(name("two/d/e.py", "two/d", "repo"), "d/e.py");
        assert_eq!(name("plain/c.py", "plain", "repo"), "c.py");
        assert_eq!(name("plain/c.py", "plain/c.py", "repo"), "c.py");
        assert_eq!(display_path(Path::new("src/pkg/a.py"), Path::new("src"), &at("repo")), "src/pkg/a.py");
    }
}
