//! Where the files of a helper go, and as which module the tests import it. Looks at the disk and writes nothing.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::{Helper, Part};
use crate::facts::{Input, Project};
use crate::report::printable;
use crate::root::{RootProblem, root};
use crate::syntax::{imports, parse};

/// Where tests are looked for, from the helper's folder upwards.
const TESTS: &str = "tests";

/// What marks the top of a project: tests beyond it belong to others.
const TOPS: &[&str] = &["pyproject.toml", "setup.py", "setup.cfg", "amends.toml", ".git"];

/// Why a helper cannot go where it is wanted: what, where, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum PlaceProblem {
    /// See [`RootProblem`].
    #[error(transparent)]
    Root(#[from] RootProblem),
    /// A folder is not there.
    #[error("{}: there is no such folder; make it first, with an __init__.py if it is to be a package", shown(.0))]
    NoFolder(PathBuf),
    /// A folder is wanted, and something else is there.
    #[error("{}: this is no folder; name a folder, or for a single helper a new .py file", shown(.0))]
    NotAFolder(PathBuf),
    /// Several helpers, and one file.
    #[error("{}: one file cannot hold {count} helpers; name a folder", shown(.path))]
    OneFile {
        /// The file.
        path: PathBuf,
        /// How many helpers.
        count: usize,
    },
    /// Nothing can import it.
    #[error("{}: Python cannot import a module called `{}`; use letters, digits and _ in all names below the source root", shown(.path), printable(.module))]
    NoModule {
        /// The file.
        path: PathBuf,
        /// The name.
        module: String,
    },
    /// A module of the standard library would be hidden.
    #[error("{}: a module called `{module}` here would hide that of the standard library; choose another name", shown(.path))]
    Hides {
        /// The file.
        path: PathBuf,
        /// The name.
        module: String,
    },
}

fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy())
}

/// Where the two files of a helper go.
#[derive(Debug)]
pub struct Places {
    /// The project's root, a real path.
    pub root: PathBuf,
    /// The helper, a real folder and a name.
    pub code: PathBuf,
    /// Its tests, likewise.
    pub tests: PathBuf,
    /// The module that the helper is.
    pub module: String,
}

impl Places {
    /// Of `count` helpers, one: `into` is a folder, or the file of the helper; both are relative to `cwd`.
    ///
    /// # Errors
    /// See [`PlaceProblem`].
    pub fn of(
        helper: &Helper,
        into: &Path,
        tests: Option<&Path>,
        count: usize,
        cwd: &Path,
    ) -> Result<Places, PlaceProblem> {
        let is_file = into.extension().is_some_and(|extension| extension == "py") && !cwd.join(into).is_dir();
        let (folder, stem) = if is_file {
            if count > 1 {
                return Err(PlaceProblem::OneFile { path: into.to_path_buf(), count });
            }
            let stem = into.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
            let folder = into.parent().filter(|folder| !folder.as_os_str().is_empty());
            (folder.unwrap_or(Path::new(".")), stem)
        } else {
            (into, helper.stem.to_string())
        };
        let named: Vec<PathBuf> = std::iter::once(folder).chain(tests).map(Path::to_path_buf).collect();
        for path in &named {
            match std::fs::metadata(cwd.join(path)) {
                Ok(found) if found.is_dir() => {}
                Ok(_) => return Err(PlaceProblem::NotAFolder(path.clone())),
                Err(_) => return Err(PlaceProblem::NoFolder(path.clone())),
            }
        }
        let root = root(&named, cwd)?;
        let real = |path: &Path| {
            let resolved = cwd.join(path).canonicalize();
            resolved.map_err(|error| RootProblem::Unreadable {
                path: path.to_path_buf(),
                reason: error.to_string(),
            })
        };
        let folder = real(folder)?;
        let tests = match tests {
            Some(tests) => real(tests)?,
            None => tests_of(&folder, &root),
        };
        let code = folder.join(format!("{stem}.py"));
        let module = module_of(&code, &root);
        let places = Places { tests: tests.join(format!("test_{stem}.py")), root, code, module };
        places.check(helper)?;
        Ok(places)
    }

    fn check(&self, helper: &Helper) -> Result<(), PlaceProblem> {
        let plain = |part: &str| {
            !part.is_empty() && part.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
        };
        let (path, module) = (PathBuf::from(self.shown(&self.code)), self.module.clone());
        // A keyword, or a digit in front, only the parser knows.
        if !module.split('.').all(plain) || parse(&helper.text(Part::Tests, &module)).is_err() {
            return Err(PlaceProblem::NoModule { path, module });
        }
        // `relay/asyncio.py` too: for whoever runs a script beside it, its folder comes first.
        let ends = [module.split('.').next(), module.rsplit('.').next()];
        if let Some(name) = ends.into_iter().flatten().find(|name| imports::is_stdlib(name)) {
            return Err(PlaceProblem::Hides { path, module: name.to_string() });
        }
        Ok(())
    }

    /// The source root, as users see it, where that is not the project's root: what is not installed is imported from
    /// there.
    pub fn source_root(&self) -> Option<String> {
        let root = self.code.ancestors().nth(self.module.split('.').count())?;
        (root != self.root && root.starts_with(&self.root)).then(|| self.shown(root))
    }

    /// A path as users see it: relative to the root, with forward slashes.
    pub fn shown(&self, path: &Path) -> String {
        let inner = path.strip_prefix(&self.root).unwrap_or(path);
        let parts: Vec<String> = inner
            .components()
            .filter(|part| !matches!(part, Component::RootDir))
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        parts.join("/")
    }
}

/// The nearest folder of tests upwards in the same project; the helper's own if there is none.
fn tests_of(folder: &Path, root: &Path) -> PathBuf {
    for at in folder.ancestors() {
        let tests = at.join(TESTS);
        // One that is a link may lead anywhere.
        if std::fs::symlink_metadata(&tests).is_ok_and(|found| found.is_dir()) {
            return tests;
        }
        if at == root || TOPS.iter().any(|top| at.join(top).exists()) {
            break;
        }
    }
    folder.to_path_buf()
}

/// The dotted name by which the given files of a run would know a file, from its source root.
fn module_of(file: &Path, root: &Path) -> String {
    let input = Input { path: String::new(), absolute: file.to_path_buf(), text: Arc::from("") };
    Project::with_engine(vec![input], vec![root.to_path_buf()], None).module(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scaffold::HELPERS;

    fn tree(files: &[&str]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        for name in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            std::fs::write(path, "").expect("a file");
        }
        let path = folder.path().canonicalize().expect("a path");
        (folder, path)
    }

    fn of(at: &Path, into: &str, tests: Option<&str>) -> Result<(String, String, String), String> {
        let places = Places::of(&HELPERS[0], Path::new(into), tests.map(Path::new), 1, at);
        places
            .map(|places| (places.shown(&places.code), places.shown(&places.tests), places.module))
            .map_err(|error| error.to_string())
    }

    fn is(code: &str, tests: &str, module: &str) -> Result<(String, String, String), String> {
        Ok((code.into(), tests.into(), module.into()))
    }

    #[test]
    fn tests_go_to_the_tests_of_the_project_and_import_by_the_source_root() {
        let (_keep, at) = tree(&[
            "pyproject.toml",
            "app/__init__.py",
            "app/deep/__init__.py",
            "tests/test_app.py",
            "own/pyproject.toml",
            "own/src/parcel/__init__.py",
            "own/src/parcel/tests/x.py",
            "bare/pyproject.toml",
            "bare/src/ns/a.py",
        ]);
        assert_eq!(
            of(&at, "app", None),
            is("app/ordered_lock.py", "tests/test_ordered_lock.py", "app.ordered_lock")
        );
        assert_eq!(of(&at, "app/locks.py", None), is("app/locks.py", "tests/test_locks.py", "app.locks"));
        assert_eq!(
            of(&at, "app/deep", Some("app")),
            is("app/deep/ordered_lock.py", "app/test_ordered_lock.py", "app.deep.ordered_lock")
        );
        assert_eq!(of(&at, "locks.py", None), is("locks.py", "tests/test_locks.py", "locks"));
        assert_eq!(
            of(&at, "own/src/parcel/x.py", None),
            is("src/parcel/x.py", "src/parcel/tests/test_x.py", "parcel.x")
        );
        // The tests above belong to another project.
        assert_eq!(
            of(&at.join("bare"), "src/ns", None),
            is("src/ns/ordered_lock.py", "src/ns/test_ordered_lock.py", "ns.ordered_lock")
        );
    }

    #[test]
    fn places_that_make_no_sense_are_refused_by_name() {
        let (_keep, at) = tree(&[
            "pyproject.toml",
            "app/__init__.py",
            "my-app/a.py",
            "other/.git/HEAD",
            "other/tests/x.py",
            ".git/HEAD",
        ]);
        for (into, tests, says) in [
            ("none", None, "none: there is no such folder; make it first"),
            ("none/locks.py", None, "none: there is no such folder"),
            ("app", Some("none"), "none: there is no such folder"),
            ("pyproject.toml", None, "pyproject.toml: this is no folder"),
            ("app/my-locks.py", None, "Python cannot import a module called `app.my-locks`"),
            ("app/class.py", None, "Python cannot import a module called `app.class`"),
            ("app/2.py", None, "Python cannot import a module called `app.2`"),
            ("my-app", None, "Python cannot import a module called `my-app.ordered_lock`"),
            ("asyncio.py", None, "a module called `asyncio` here would hide"),
            ("app/asyncio.py", None, "a module called `asyncio` here would hide"),
            ("app", Some("other/tests"), "belongs to the project in"),
            (".git", None, "lies in a `.git` folder"),
        ] {
            let error = of(&at, into, tests).expect_err(into);
            assert!(error.contains(says), "{into}: {error}");
        }
        let several = Places::of(&HELPERS[0], Path::new("app/x.py"), None, 2, &at).expect_err("two in one");
        assert_eq!(several.to_string(), "app/x.py: one file cannot hold 2 helpers; name a folder");
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_project_are_refused_and_other_projects_can_be_named() {
        let (_keep, at) =
            tree(&["one/.git/HEAD", "one/app/__init__.py", "two/pyproject.toml", "two/lib/__init__.py"]);
        std::os::unix::fs::symlink("../../two/lib", at.join("one/app/lib")).expect("a link");
        std::os::unix::fs::symlink("../two", at.join("one/tests")).expect("a link");
        let one = at.join("one");
        let error = of(&one, "app/lib", None).expect_err("a link");
        assert!(error.contains("outside of this project"), "{error}");
        assert_eq!(
            of(&one, "app", None),
            is("app/ordered_lock.py", "app/test_ordered_lock.py", "app.ordered_lock")
        );
        assert_eq!(
            of(&one, "../two/lib", None),
            is("lib/ordered_lock.py", "lib/test_ordered_lock.py", "lib.ordered_lock")
        );
    }
}
