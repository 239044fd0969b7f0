//! Which files are looked at: paths given by the user, ignore rules, globs. Not what is in them: a file that
//! cannot be read is found here and refused by [`crate::source`].
//!
//! - A path that is given is always taken: a file whatever its name and whatever ignores it, a folder even if
//!   it is hidden or ignored.
//! - In a folder, files ending in `.py` are taken (stubs have no bodies to judge), but for: hidden files and
//!   folders; what `.gitignore`, `.ignore`, `.git/info/exclude` and git's global ignore file name, in a git
//!   work tree or not; folders named in [`SKIPPED_FOLDERS`], and virtual environments (folders that hold a
//!   `pyvenv.cfg`). `no_ignore` turns all of these off except for hidden files and folders.
//! - Symbolic links in a folder are not followed; what they lead to is found where it is, if it is in the paths.
//! - Globs are lines of a `.gitignore` (`build/`, `**/test_*.py`, `/src/gen`, `!keep.py`; the last match
//!   counts) relative to the current folder; for paths outside of it, to the folder that is given. `include`
//!   keeps only the files that it matches or that lie in a folder that it matches; `exclude` drops what it
//!   matches. Neither applies to a file that is given.

mod beside;
mod globs;
mod names;
mod problem;
mod project;
mod stand_in;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder, WalkState};

use self::names::Names;
use self::problem::{Failure, failure, locate};

pub use self::beside::{files_named, files_named_in};
pub use self::globs::{BadGlob, Globs};
pub use self::names::display_path;
pub use self::problem::DiscoverProblem;
pub use self::project::{EntryKind, ProjectEntry, project_entries};
pub use self::stand_in::StandIn;

/// Folders of code that is not the project's own. Hidden ones (`.venv`, `.tox`, `.git`) are skipped anyway.
pub const SKIPPED_FOLDERS: [&str; 4] = ["venv", "node_modules", "__pycache__", "site-packages"];

/// What to take and what not; see the [module](self).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiscoverOptions {
    /// If there are any, only files that one of these globs matches are taken.
    pub include: Vec<String>,
    /// Files and folders that one of these globs matches are not taken.
    pub exclude: Vec<String>,
    /// Take ignored files too, and look into folders that are skipped by default.
    pub no_ignore: bool,
    /// Another folder that is looked at; paths, globs and names stay those of the user's.
    pub stand_in: Option<StandIn>,
}

/// A file to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Where it is: the path as given, joined with what was found in it; absolute in a [`StandIn`].
    pub path: PathBuf,
    /// Its name in diffs and reports; see [`display_path`].
    pub display: String,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discovered {
    /// Every file once, ordered by its name in reports.
    pub files: Vec<FoundFile>,
    /// What could not be looked at, in the order of the paths given.
    pub problems: Vec<DiscoverProblem>,
}

/// Finds the files of `paths`, which are relative to `cwd`. What cannot be looked at is told, and the rest
/// goes on.
///
/// # Errors
/// A glob that means nothing: then nothing is looked at.
pub fn discover(paths: &[PathBuf], cwd: &Path, options: &DiscoverOptions) -> Result<Discovered, BadGlob> {
    let wanted = Wanted::new(options)?;
    let mut names = Names::new(cwd);
    // By the real path, so that overlapping paths give a file once.
    let mut files: BTreeMap<PathBuf, FoundFile> = BTreeMap::new();
    let mut problems = Vec::new();
    for given in paths {
        let named = match locate(given, cwd) {
            Ok(named) => named,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        let Some(real) = options.stand_in.as_ref().map_or(Some(named.clone()), |other| other.other(&named))
        else {
            problems.push(DiscoverProblem::NotFound { path: given.clone(), similar: None });
            continue;
        };
        let (found, failed) = if real.is_dir() {
            // Globs are relative to where the user stands, if that can be.
            let base = if named.starts_with(&names.cwd) { &names.cwd } else { &named };
            walk(&real, base, &wanted)
        } else {
            (vec![real.clone()], Vec::new())
        };
        if found.is_empty() && failed.is_empty() {
            problems.push(DiscoverProblem::NoPython { path: given.clone() });
        }
        let as_given = |path: &Path| match path.strip_prefix(&real) {
            Ok(inner) if inner.as_os_str().is_empty() => given.clone(),
            // `.` would add `./` to every path.
            Ok(inner) if given == Path::new(".") => inner.to_path_buf(),
            Ok(inner) => given.join(inner),
            Err(_) => path.to_path_buf(),
        };
        problems.extend(failed.into_iter().map(|(path, reason)| DiscoverProblem::Unreadable {
            path: path.map_or_else(|| given.clone(), |path| as_given(&path)),
            reason,
        }));
        for file in found {
            let path = as_given(&file);
            match names.display(&wanted.named(&file), &named) {
                Some(display) => {
                    let path = if options.stand_in.is_some() { file.clone() } else { path };
                    files.entry(file).or_insert(FoundFile { path, display });
                }
                None => problems.push(DiscoverProblem::StrangeName { path }),
            }
        }
    }
    let mut files: Vec<FoundFile> = files.into_values().collect();
    files.sort_by(|a, b| (&a.display, &a.path).cmp(&(&b.display, &b.path)));
    Ok(Discovered { files, problems })
}

/// The options, with their globs compiled.
struct Wanted {
    include: Option<Globs>,
    exclude: Globs,
    no_ignore: bool,
    stand_in: Option<StandIn>,
}

impl Wanted {
    fn new(options: &DiscoverOptions) -> Result<Self, BadGlob> {
        let compile = |globs: &[String]| Globs::new(globs.iter().map(String::as_str));
        let include = if options.include.is_empty() { None } else { Some(compile(&options.include)?) };
        let (no_ignore, stand_in) = (options.no_ignore, options.stand_in.clone());
        Ok(Wanted { include, exclude: compile(&options.exclude)?, no_ignore, stand_in })
    }

    /// A path as the user calls it.
    fn named<'p>(&self, path: &'p Path) -> Cow<'p, Path> {
        self.stand_in.as_ref().map_or(Cow::Borrowed(path), |other| other.real(path))
    }

    fn takes_folder(&self, entry: &DirEntry, name: &Path) -> bool {
        (self.no_ignore || !is_foreign(entry)) && !self.exclude.matches_entry(name, true)
    }

    fn takes_file(&self, entry: &DirEntry, name: &Path) -> bool {
        entry.file_type().is_some_and(|kind| kind.is_file())
            && name.extension().is_some_and(|extension| extension == "py")
            && !self.exclude.matches_entry(name, false)
            && self.include.as_ref().is_none_or(|include| include.matches(name))
    }
}

/// The Python files of a folder, in no order, and what could not be looked at, ordered. Globs are relative to
/// `base`.
fn walk(folder: &Path, base: &Path, wanted: &Wanted) -> (Vec<PathBuf>, Vec<Failure>) {
    let files: Mutex<Vec<PathBuf>> = Mutex::default();
    let failures: Mutex<Vec<Failure>> = Mutex::default();
    let rules = !wanted.no_ignore;
    let mut builder = WalkBuilder::new(folder);
    builder
        .require_git(false)
        .ignore(rules)
        .git_ignore(rules)
        .git_global(rules)
        .git_exclude(rules)
        .parents(rules)
        .current_dir(base);
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    push(&failures, failure(&error));
                    return WalkState::Continue;
                }
            };
            let path = wanted.named(entry.path());
            let name = path.strip_prefix(base).unwrap_or(&path);
            if is_folder(&entry) {
                let taken = entry.depth() == 0 || wanted.takes_folder(&entry, name);
                return if taken { WalkState::Continue } else { WalkState::Skip };
            }
            if wanted.takes_file(&entry, name) {
                push(&files, entry.path().to_path_buf());
            }
            WalkState::Continue
        })
    });
    let files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut failures = failures.into_inner().unwrap_or_else(PoisonError::into_inner);
    failures.sort_unstable();
    (files, failures)
}

fn push<T>(list: &Mutex<Vec<T>>, item: T) {
    list.lock().unwrap_or_else(PoisonError::into_inner).push(item);
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir())
}

/// Whether a folder holds code that is not the project's own.
fn is_foreign(entry: &DirEntry) -> bool {
    SKIPPED_FOLDERS.iter().any(|name| entry.file_name() == *name) || entry.path().join("pyvenv.cfg").exists()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A folder with empty files; a name that ends in `/` is a folder, `a=text` a file with that text.
    fn tree(entries: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for entry in entries {
            let (name, text) = entry.split_once('=').unwrap_or((entry, ""));
            let path = folder.path().join(name);
            fs::create_dir_all(if name.ends_with('/') { &path } else { path.parent().expect("a parent") })
                .expect("a folder");
            if !name.ends_with('/') {
                fs::write(path, text.replace(';', "\n")).expect("a file");
            }
        }
        folder
    }

    fn options(include: &[&str], exclude: &[&str], no_ignore: bool) -> DiscoverOptions {
        let owned = |globs: &[&str]| globs.iter().map(ToString::to_string).collect();
        DiscoverOptions { include: owned(include), exclude: owned(exclude), no_ignore, stand_in: None }
    }

    fn found(cwd: &Path, paths: &[&str], options: &DiscoverOptions) -> Discovered {
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        discover(&paths, cwd, options).expect("the globs are good")
    }

    fn names(cwd: &Path, paths: &[&str], options: &DiscoverOptions) -> Vec<String> {
        let discovered = found(cwd, paths, options);
        assert_eq!(discovered.problems, [], "{paths:?}");
        discovered.files.into_iter().map(|file| file.display).collect()
    }

    #[test]
    fn python_files_are_found_in_order() {
        let folder = tree(&["b.py", "a/z.py", "a-b/x.py", "a/readme.md", "a/stub.pyi", "c.pyc", "d.py/e.py"]);
        let expected = ["a-b/x.py", "a/z.py", "b.py", "d.py/e.py"];
        assert_eq!(names(folder.path(), &["."], &DiscoverOptions::default()), expected);
        let paths: Vec<PathBuf> = found(folder.path(), &["."], &DiscoverOptions::default())
            .files
            .into_iter()
            .map(|f| f.path)
            .collect();
        assert_eq!(paths, expected.map(PathBuf::from), "`.` leaves no trace in the path");
    }

    #[test]
    fn paths_are_as_given_and_overlaps_give_a_file_once() {
        let folder = tree(&["a/x.py", "a/y.py", "b.py"]);
        let absolute = folder.path().join("a/y.py");
        let given = ["./a", "a/x.py", absolute.to_str().expect("UTF-8"), "a/../b.py", "b.py"];
        let discovered = found(folder.path(), &given, &DiscoverOptions::default());
        let files: Vec<(&str, &Path)> =
            discovered.files.iter().map(|file| (file.display.as_str(), file.path.as_path())).collect();
        assert_eq!(
            files,
            [
                ("a/x.py", Path::new("./a/x.py")),
                ("a/y.py", Path::new("./a/y.py")),
                ("b.py", Path::new("a/../b.py")),
            ]
        );
    }

    #[test]
    fn ignore_rules_hold_without_git() {
        let folder = tree(&[
            ".gitignore=gen/;/top.py;!keep.py",
            ".ignore=other.py",
            "gen/a.py",
            "top.py",
            "sub/top.py",
            "sub/.gitignore=*.py;!keep.py",
            "sub/b.py",
            "sub/keep.py",
            "other.py",
            ".hidden.py",
            ".hidden/c.py",
            "venv/d.py",
            "env/pyvenv.cfg",
            "env/lib/e.py",
            "x/node_modules/f.py",
            "x/__pycache__/g.py",
            "h.py",
        ]);
        let here = folder.path();
        assert_eq!(names(here, &["."], &DiscoverOptions::default()), ["h.py", "sub/keep.py"]);
        let all = names(here, &["."], &options(&[], &[], true));
        assert_eq!(all.len(), 11, "{all:?}");
        assert!(all.iter().all(|name| !name.starts_with('.')), "hidden stays hidden: {all:?}");
        // Rules of folders above count, too.
        assert_eq!(names(&here.join("sub"), &["."], &DiscoverOptions::default()), ["keep.py"]);
    }

    #[test]
    fn what_is_given_is_taken_whatever_ignores_it() {
        let folder = tree(&[
            ".gitignore=gen/;top.py",
            "gen/a.py",
            "top.py",
            "script",
            ".hidden/c.py",
            "venv/lib/d.py",
            "venv/pyvenv.cfg",
        ]);
        let given = ["gen", "top.py", "script", ".hidden", "venv"];
        let expected = [".hidden/c.py", "gen/a.py", "script", "top.py", "venv/lib/d.py"];
        let options = options(&["none"], &["top.py"], false);
        assert_eq!(names(folder.path(), &["top.py", "script"], &options), ["script", "top.py"]);
        assert_eq!(names(folder.path(), &given, &DiscoverOptions::default()), expected);
    }

    #[test]
    fn globs_are_those_of_gitignore() {
        let folder =
            tree(&["a.py", "src/a.py", "src/gen/b.py", "src/gen/keep.py", "tests/test_a.py", "gen/c.py"]);
        let with = |include: &[&str], exclude: &[&str]| {
            names(folder.path(), &["."], &options(include, exclude, false))
        };
        assert_eq!(with(&[], &["gen"]), ["a.py", "src/a.py", "tests/test_a.py"]);
        assert_eq!(with(&[], &["/gen", "test_*.py"]).len(), 4);
        assert_eq!(with(&[], &["./src/gen/*", "!keep.py"]).len(), 5);
        assert_eq!(with(&["src/"], &[]), ["src/a.py", "src/gen/b.py", "src/gen/keep.py"]);
        assert_eq!(with(&["/a.py", "tests/**"], &[]), ["a.py", "tests/test_a.py"]);
        assert_eq!(with(&["src"], &["gen/"]), ["src/a.py"]);
        // Relative to the current folder, not to the folder given.
        let inner = names(folder.path(), &["src"], &options(&["/src/gen/*.py"], &["/gen"], false));
        assert_eq!(inner, ["src/gen/b.py", "src/gen/keep.py"]);
        // Outside the current folder: to the folder given.
        let outside = options(&[], &["/gen"], false);
        let discovered = found(&folder.path().join("tests"), &["../src"], &outside);
        let files: Vec<&Path> = discovered.files.iter().map(|file| file.path.as_path()).collect();
        assert_eq!(files, [Path::new("../src/a.py")]);
    }

    #[test]
    fn a_bad_glob_is_refused_before_anything_is_looked_at() {
        for options in [options(&["a["], &[], false), options(&[], &["ok", "a["], false)] {
            assert_eq!(
                discover(&["missing".into()], Path::new("/"), &options).expect_err("it is bad").glob,
                "a["
            );
        }
    }

    #[test]
    fn a_missing_path_is_told_and_the_rest_goes_on() {
        let folder = tree(&["relay/hub.py", "other/x.py"]);
        let given = ["relai", "relay/hbu.py", "nothing-like-it", "other", ""];
        let discovered = found(folder.path(), &given, &DiscoverOptions::default());
        assert_eq!(discovered.files.len(), 1);
        let told: Vec<String> =
            discovered.problems.iter().map(|problem| format!("{problem}; {}", problem.hint())).collect();
        assert_eq!(told[0], "relai: there is no such file or folder; did you mean relay?");
        assert_eq!(told[1], "relay/hbu.py: there is no such file or folder; did you mean relay/hub.py?");
        assert!(told[2].ends_with("; check the path; it is relative to the current folder"), "{told:?}");
        assert_eq!(told.len(), 4);
        assert!(discovered.problems.iter().all(|problem| !problem.is_warning()));
    }

    #[test]
    fn a_folder_without_python_is_a_warning() {
        let folder = tree(&["docs/a.md", "empty/", "full/x.py", "generated/.gitignore=*", "generated/x.py"]);
        let given = ["docs", "empty", "full", "full", "generated"];
        let discovered = found(folder.path(), &given, &DiscoverOptions::default());
        let paths: Vec<&Path> = discovered
            .problems
            .iter()
            .map(|problem| match problem {
                DiscoverProblem::NoPython { path } if problem.is_warning() => path.as_path(),
                other => panic!("{other}"),
            })
            .collect();
        assert_eq!(paths, ["docs", "empty", "generated"].map(Path::new));
    }

    #[cfg(unix)]
    mod links {
        use std::os::unix::ffi::OsStrExt;
        use std::os::unix::fs::{PermissionsExt, symlink};

        use super::*;

        #[test]
        fn links_in_folders_are_not_followed() {
            let folder = tree(&["a/x.py"]);
            let here = folder.path();
            symlink("..", here.join("a/loop")).expect("a link");
            symlink("x.py", here.join("a/y.py")).expect("a link");
            symlink("nowhere", here.join("a/z.py")).expect("a link");
            assert_eq!(names(here, &["."], &DiscoverOptions::default()), ["a/x.py"]);
        }

        #[test]
        fn links_that_are_given_are_resolved() {
            let folder = tree(&["a/x.py", "a/sub/y.py"]);
            let here = folder.path();
            symlink("a", here.join("link")).expect("a link");
            symlink("a/x.py", here.join("file.py")).expect("a link");
            assert_eq!(names(here, &["link/sub"], &DiscoverOptions::default()), ["a/sub/y.py"]);
            let discovered = found(here, &["file.py", "link", "a"], &DiscoverOptions::default());
            let files: Vec<(&str, &Path)> =
                discovered.files.iter().map(|file| (file.display.as_str(), file.path.as_path())).collect();
            assert_eq!(
                files,
                [("a/sub/y.py", Path::new("link/sub/y.py")), ("a/x.py", Path::new("file.py"))],
                "names are those of the real files"
            );
        }

        #[test]
        fn broken_links_and_loops_are_told() {
            let folder = tree(&["x.py"]);
            let here = folder.path();
            symlink("nowhere", here.join("broken")).expect("a link");
            symlink("two", here.join("one")).expect("a link");
            symlink("one", here.join("two")).expect("a link");
            let discovered = found(here, &["broken", "one", "one/x.py", "x.py"], &DiscoverOptions::default());
            assert_eq!(discovered.files.len(), 1);
            let told: Vec<String> = discovered.problems.iter().map(ToString::to_string).collect();
            assert_eq!(told[0], "broken: this link points to nowhere, which does not exist");
            assert_eq!(told[1], "one: this link leads back to itself");
            assert!(told[2].starts_with("one/x.py: cannot be looked at: "), "{told:?}");
        }

        #[test]
        fn a_folder_that_cannot_be_read_is_told_and_the_rest_goes_on() {
            let folder = tree(&["a/x.py", "b/y.py"]);
            let here = folder.path();
            let lock = |mode| fs::set_permissions(here.join("b"), fs::Permissions::from_mode(mode));
            lock(0o000).expect("permissions");
            if fs::read_dir(here.join("b")).is_ok() {
                println!("skipped: this user may read everything");
            } else {
                let discovered = found(here, &["."], &DiscoverOptions::default());
                assert_eq!(discovered.files.len(), 1);
                let told: Vec<String> = discovered.problems.iter().map(ToString::to_string).collect();
                assert_eq!(told, ["b: cannot be looked at: permission denied"]);
            }
            lock(0o755).expect("permissions");
        }

        #[test]
        fn a_name_that_is_not_utf_8_is_told() {
            let folder = tree(&["x.py"]);
            let name = std::ffi::OsStr::from_bytes(b"\xff.py");
            if fs::write(folder.path().join(name), "").is_err() {
                println!("skipped: this file system has only UTF-8 names");
                return;
            }
            let discovered = found(folder.path(), &["."], &DiscoverOptions::default());
            assert_eq!(discovered.files.len(), 1);
            assert_eq!(discovered.problems, [DiscoverProblem::StrangeName { path: name.into() }]);
        }
    }
}
