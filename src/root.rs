//! The root of the project that a run works on: where its decisions and journals stand. Looks only at whether
//! folders hold certain files.

use std::path::{Path, PathBuf};

use crate::report::printable;

/// Why a run has no single root.
#[derive(Debug, thiserror::Error)]
pub enum RootProblem {
    /// Two of the given paths belong to different projects.
    #[error(
        "{} belongs to the project in {}, but {} to the one in {}; run on one project at a time",
        shown(.path), shown(.root), shown(.other), shown(.other_root)
    )]
    Several {
        /// The first path.
        path: PathBuf,
        /// Its root.
        root: PathBuf,
        /// The first path with another root.
        other: PathBuf,
        /// That root.
        other_root: PathBuf,
    },
    /// A path that does not exist or cannot be followed.
    #[error("{}: {reason}", shown(.path))]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
}

fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy())
}

/// The one root of all `paths`, which are relative to `cwd`; absolute, links resolved. No paths: that of `cwd`.
///
/// 1. The nearest folder upwards that is the top of a git work tree;
/// 2. else the nearest that holds a `pyproject.toml` or an `amends.toml`;
/// 3. else `cwd`, or for a path outside of it the folder that is given or that holds the given file.
///
/// # Errors
/// See [`RootProblem`].
pub fn root(paths: &[PathBuf], cwd: &Path) -> Result<PathBuf, RootProblem> {
    let here = resolved(Path::new("."), cwd)?;
    let mut found: Option<(&Path, PathBuf)> = None;
    for path in paths {
        let own = root_of(&resolved(path, cwd)?, &here);
        match &found {
            Some((first, root)) if *root != own => {
                return Err(RootProblem::Several {
                    path: first.to_path_buf(),
                    root: root.clone(),
                    other: path.clone(),
                    other_root: own,
                });
            }
            Some(_) => {}
            None => found = Some((path, own)),
        }
    }
    Ok(found.map_or_else(|| root_of(&here, &here), |(_, root)| root))
}

fn resolved(path: &Path, cwd: &Path) -> Result<PathBuf, RootProblem> {
    cwd.join(path)
        .canonicalize()
        .map_err(|error| RootProblem::Unreadable { path: path.to_path_buf(), reason: error.to_string() })
}

fn root_of(path: &Path, cwd: &Path) -> PathBuf {
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    let nearest = |names: &[&str]| {
        folder.ancestors().find(|folder| names.iter().any(|name| folder.join(name).exists()))
    };
    nearest(&[".git"])
        .or_else(|| nearest(&["pyproject.toml", "amends.toml"]))
        .unwrap_or(if folder.starts_with(cwd) { cwd } else { folder })
        .to_path_buf()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn tree(files: &[&str]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        for name in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            fs::write(path, "").expect("a file");
        }
        let path = folder.path().canonicalize().expect("a path");
        (folder, path)
    }

    #[test]
    fn git_comes_before_settings_and_settings_before_the_current_folder() {
        let (_keep, at) = tree(&[
            "repo/.git/HEAD",
            "repo/pkg/pyproject.toml",
            "repo/pkg/src/a.py",
            "plain/amends.toml",
            "plain/src/b.py",
            "bare/src/c.py",
            "linked/.git",
            "linked/d.py",
        ]);
        let of = |path: &str, cwd: &str| root(&[at.join(path)], &at.join(cwd)).expect("a root");
        assert_eq!(of("repo/pkg/src", "."), at.join("repo"));
        assert_eq!(of("plain/src/b.py", "."), at.join("plain"));
        assert_eq!(of("bare/src/c.py", "bare"), at.join("bare"));
        assert_eq!(of("bare/src/c.py", "repo"), at.join("bare/src"), "outside of the current folder");
        assert_eq!(of("linked/d.py", "."), at.join("linked"), "`.git` is a file in linked work trees");
        assert_eq!(root(&[], &at.join("plain/src")).expect("a root"), at.join("plain"));
        assert_eq!(
            root(&[PathBuf::from("b.py"), PathBuf::from(".")], &at.join("plain/src")).expect("a root"),
            at.join("plain")
        );
    }

    #[test]
    fn two_projects_and_missing_paths_are_refused_by_name() {
        let (_keep, at) = tree(&["one/.git/HEAD", "one/a.py", "two/.git/HEAD", "two/b.py"]);
        let error = root(&["one/a.py".into(), "two".into()], &at).expect_err("two roots").to_string();
        assert!(error.starts_with("one/a.py belongs to the project in "), "{error}");
        assert!(error.contains(", but two to the one in "), "{error}");
        let error = root(&["no\nway.py".into()], &at).expect_err("no such file").to_string();
        assert!(error.starts_with("no\\u{a}way.py: "), "{error}");
    }
}
