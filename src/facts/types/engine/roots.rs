//! Where a run's modules are looked for: project roots, `src` layouts, namespace packages, several projects side
//! by side, and the virtual environment.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

/// Files that mark the top of a project.
const MARKERS: &[&str] = &["pyproject.toml", "setup.py", "setup.cfg", ".git", ".hg"];
/// Folders of a project that may be source roots. Source: the packaging guide, "src layout vs flat layout".
const SOURCE_FOLDERS: &[&str] = &["src", "lib", "python"];

/// The source roots of a run, in the order in which modules are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roots {
    /// Absolute folders, inner ones before those that hold them.
    pub sources: Vec<PathBuf>,
    /// The outermost project folder, where `.venv` is looked for.
    pub project: Option<PathBuf>,
}

impl Roots {
    /// The roots for given files. `given` are the folders that the user named: roots where nothing marks a
    /// project. All paths are absolute.
    pub fn of(files: &[PathBuf], given: &[PathBuf]) -> Roots {
        let mut known: BTreeMap<PathBuf, Folder> = BTreeMap::new();
        let mut sources: BTreeMap<PathBuf, ()> = BTreeMap::new();
        let mut project: Option<PathBuf> = None;
        let folders: FxHashSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
        let mut folders: Vec<&Path> = folders.into_iter().collect();
        folders.sort();
        for folder in folders {
            let owner = folder.ancestors().find(|at| look(at, &mut known).project);
            let top = top_of_package(folder, owner, &mut known);
            if let Some(owner) = owner {
                sources.insert(owner.to_path_buf(), ());
                for name in SOURCE_FOLDERS {
                    let source = owner.join(name);
                    if folder.starts_with(&source) && !look(&source, &mut known).package {
                        sources.insert(source, ());
                    }
                }
                let outermost = folder.ancestors().filter(|at| look(at, &mut known).project).last();
                if project.is_none() {
                    project = outermost.map(Path::to_path_buf);
                }
            }
            // A regular package's parent is a root wherever it is. A folder without packages may be part of a
            // namespace package of the project, or of the folder that was named.
            if top != folder {
                sources.insert(top.to_path_buf(), ());
            } else if owner.is_none() {
                let named = given.iter().map(PathBuf::as_path).find(|named| folder.starts_with(named));
                sources.insert(named.unwrap_or(top).to_path_buf(), ());
            }
        }
        let mut sources: Vec<PathBuf> = sources.into_keys().collect();
        // Inner roots first: `src/pkg` is `pkg`, not `src.pkg`.
        sources.sort_by_key(|root| std::cmp::Reverse(root.components().count()));
        let project = project.or_else(|| sources.last().cloned());
        Roots { sources, project }
    }

    /// The innermost root that holds a file.
    pub fn of_file(&self, file: &Path) -> Option<usize> {
        self.sources.iter().position(|root| file.starts_with(root))
    }
}

#[derive(Clone, Copy, Default)]
struct Folder {
    package: bool,
    project: bool,
}

fn look(folder: &Path, known: &mut BTreeMap<PathBuf, Folder>) -> Folder {
    if let Some(found) = known.get(folder) {
        return *found;
    }
    let found = Folder {
        package: folder.join("__init__.py").is_file(),
        project: MARKERS.iter().any(|marker| folder.join(marker).exists()),
    };
    known.insert(folder.to_path_buf(), found);
    found
}

/// The folder that holds the outermost regular package around a folder; the folder itself outside packages. Inside a
/// project, folders without `__init__.py` may stand between packages (PEP 420); elsewhere, the first one ends it.
fn top_of_package<'f>(
    folder: &'f Path,
    owner: Option<&Path>,
    known: &mut BTreeMap<PathBuf, Folder>,
) -> &'f Path {
    let mut top = folder;
    for at in folder.ancestors().take_while(|at| Some(*at) != owner) {
        match (look(at, known).package, at.parent()) {
            (true, Some(parent)) => top = parent,
            (false, _) if owner.is_none() => break,
            _ => {}
        }
    }
    top
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roots(files: &[&str]) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let base = folder.path().canonicalize().expect("its real path");
        let mut python = Vec::new();
        for file in files {
            let path = base.join(file);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            std::fs::write(&path, "").expect("a file");
            if file.ends_with(".py") {
                python.push(path);
            }
        }
        let found = Roots::of(&python, std::slice::from_ref(&base));
        let shown = |root: &PathBuf| match root.strip_prefix(&base) {
            Ok(inner) => inner.to_string_lossy().replace('\\', "/"),
            Err(_) => "outside".into(),
        };
        found.sources.iter().map(shown).collect()
    }

    #[test]
    fn layouts() {
        assert_eq!(roots(&["pyproject.toml", "app/__init__.py", "app/a.py"]), [""]);
        assert_eq!(
            roots(&["pyproject.toml", "src/app/__init__.py", "src/app/b/__init__.py", "src/app/b/c.py"]),
            ["src", ""]
        );
        assert_eq!(
            roots(&["pyproject.toml", "src/ns/a/x.py", "src/ns/b/y.py"]),
            ["src", ""],
            "namespace packages belong to the source folder"
        );
        assert_eq!(
            roots(&["setup.py", "app/__init__.py", "app/parts/deep/__init__.py", "app/parts/deep/a.py"]),
            [""],
            "a folder without __init__.py between packages is no root"
        );
        assert_eq!(
            roots(&["one/pyproject.toml", "one/src/one/__init__.py", "two/setup.py", "two/two/__init__.py"]),
            ["one/src", "one", "two"]
        );
    }
}
