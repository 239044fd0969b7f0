//! The root of the project that a run works on: where its decisions and journals stand. Looks only at whether
//! folders hold certain files, and at links.
//!
//! A link in a project that leads out of it is refused: it may have come with a clone, and nobody who names a path in
//! one project expects that another is written. Naming the other project itself is fine.

use std::fs;
use std::path::{Component, Path, PathBuf};

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
    /// A path goes through a link that lies in a project and leads out of it.
    #[error("{} leads to {}, outside of this project; run amends there", shown(.path), shown(.real))]
    LeadsOut {
        /// The path.
        path: PathBuf,
        /// Where it leads.
        real: PathBuf,
    },
    /// A path in git's own folder.
    #[error(
        "{} lies in a `.git` folder, where there are no files of the project; run amends in {}",
        shown(.path), shown(.root)
    )]
    InGit {
        /// The path.
        path: PathBuf,
        /// The work tree around the folder.
        root: PathBuf,
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
        let real = resolved(path, cwd)?;
        let own = root_of(&real, &here);
        if links(path, &here).iter().any(|folder| project_of(folder).is_some_and(|project| project != own)) {
            return Err(RootProblem::LeadsOut { path: path.clone(), real });
        }
        if real
            .strip_prefix(&own)
            .is_ok_and(|inner| inner.iter().any(|part| part.eq_ignore_ascii_case(".git")))
        {
            return Err(RootProblem::InGit { path: path.clone(), root: own });
        }
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
    project_of(folder).unwrap_or(if folder.starts_with(cwd) { cwd } else { folder }).to_path_buf()
}

/// The project that a folder is in, by the first two rules of [`root`].
fn project_of(folder: &Path) -> Option<&Path> {
    let nearest = |names: &[&str]| {
        folder.ancestors().find(|folder| names.iter().any(|name| folder.join(name).exists()))
    };
    nearest(&[".git"]).or_else(|| nearest(&["pyproject.toml", "amends.toml"]))
}

/// More links than this are a loop, which the system refuses to follow.
const MOST_LINKS: usize = 64;

/// The real folders of the links that a path goes through.
fn links(path: &Path, cwd: &Path) -> Vec<PathBuf> {
    // The next part is the last one.
    let parts = |path: &Path| -> Vec<PathBuf> {
        path.components().rev().map(|part| PathBuf::from(part.as_os_str())).collect()
    };
    let (mut place, mut left, mut folders) = (cwd.to_path_buf(), parts(path), Vec::new());
    while let Some(part) = left.pop() {
        match part.components().next() {
            None | Some(Component::CurDir) => {}
            Some(Component::ParentDir) => drop(place.pop()),
            Some(Component::Prefix(_) | Component::RootDir) => place.push(part),
            Some(Component::Normal(_)) => match fs::read_link(place.join(&part)) {
                Ok(target) if folders.len() < MOST_LINKS => {
                    folders.push(place.clone());
                    left.extend(parts(&target));
                }
                _ => place.push(part),
            },
        }
    }
    folders
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

    #[cfg(unix)]
    #[test]
    fn links_out_of_a_project_are_refused_and_others_are_followed() {
        let (_keep, at) = tree(&[
            "one/.git/HEAD",
            "one/pkg/a.py",
            "one/sub/.git/HEAD",
            "one/sub/s.py",
            "two/.git/HEAD",
            "two/b.py",
            "set/amends.toml",
            "set/s.py",
            "plain/c.py",
        ]);
        for (link, target) in [
            ("one/lib", "../two"),
            ("one/out.py", "../two/b.py"),
            ("one/plain", "../plain"),
            ("one/hop", "lib"),
            ("one/inner", "pkg"),
            ("one/module", "sub"),
            ("set/lib", "../one"),
            ("home", "two"),
            ("far", "one/lib"),
        ] {
            std::os::unix::fs::symlink(target, at.join(link)).expect("a link");
        }
        let one = at.join("one");
        let refused = |path: &str| root(&[path.into()], &one).expect_err(path).to_string();
        assert_eq!(
            refused("lib"),
            format!("lib leads to {}, outside of this project; run amends there", at.join("two").display())
        );
        for path in ["./lib/b.py", "out.py", "plain", "hop", "pkg/../lib", "module", "../set/lib", "../far"] {
            assert!(refused(path).contains("outside of this project"), "{path}");
        }
        let absolute = root(&[one.join("lib")], &at.join("plain")).expect_err("a link").to_string();
        assert!(absolute.contains("outside of this project"), "{absolute}");
        for (path, found) in [
            ("inner", "one"),
            ("../two", "two"),
            ("../home", "two"),
            ("sub", "one/sub"),
            ("lib/../one/pkg", "one"),
        ] {
            assert_eq!(root(&[path.into()], &one).expect(path), at.join(found), "{path}");
        }
        let error = root(&[".git".into()], &one).expect_err("git's own").to_string();
        assert!(error.starts_with(".git lies in a `.git` folder"), "{error}");
    }
}
