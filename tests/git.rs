//! git as it is used here, on real repositories that the tests make: state, branches, temporary work trees,
//! commits, patches, and hostile configuration.

mod branches;
mod commits;
mod credentials;
mod hostile;
mod patches;
mod shapes;
mod state;
mod worktrees;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use amends::git::{Environment, Git, Oid};
use tempfile::TempDir;

/// A world of its own: home, git's settings, temporary files.
struct Place {
    root: TempDir,
    vars: Vec<(OsString, OsString)>,
}

impl Place {
    /// `None`, with the reason printed, where there is no git.
    fn new() -> Option<Self> {
        let root = tempfile::tempdir().expect("a folder");
        for folder in ["home", "tmp", "repo"] {
            fs::create_dir(root.path().join(folder)).expect("a folder");
        }
        let mut place = Place { vars: Vec::new(), root };
        let home = place.path("home");
        fs::write(
            home.join("gitconfig"),
            "[user]\n\tname = Ada Ünal\n\temail = ada@example.org\n[init]\n\tdefaultBranch = main\n\
             [advice]\n\tdetachedHead = false\n",
        )
        .expect("settings");
        place.set("PATH", std::env::var_os("PATH").unwrap_or_default());
        place.set("HOME", &home);
        place.set("TMPDIR", place.path("tmp"));
        place.set("GIT_CONFIG_GLOBAL", home.join("gitconfig"));
        place.set("GIT_CONFIG_SYSTEM", "/dev/null");
        // A fixed day; commits of different parents still differ.
        place.set("GIT_AUTHOR_DATE", "2024-05-01T12:00:00Z");
        place.set("GIT_COMMITTER_DATE", "2024-05-01T12:00:00Z");
        if Command::new("git").arg("version").output().is_err() {
            eprintln!("skipped: there is no git");
            return None;
        }
        Some(place)
    }

    /// With an empty repository in `repo`.
    fn with_repo() -> Option<Self> {
        let place = Place::new()?;
        place.run("repo", &["init", "--quiet"]);
        Some(place)
    }

    /// With a repository of these files, committed.
    fn with_files(files: &[(&str, &[u8])]) -> Option<Self> {
        let place = Place::with_repo()?;
        for (name, bytes) in files {
            place.write(&format!("repo/{name}"), bytes);
        }
        place.run("repo", &["add", "--all"]);
        place.run("repo", &["commit", "--quiet", "--message=first"]);
        Some(place)
    }

    fn set(&mut self, name: impl Into<OsString>, value: impl Into<OsString>) {
        self.vars.push((name.into(), value.into()));
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().canonicalize().expect("the root").join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(&path, bytes).expect("a file");
        path
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect("a file")
    }

    /// A program that does what the lines of shell say.
    fn script(&self, name: &str, lines: &str) -> PathBuf {
        let path = self.write(name, format!("#!/bin/sh\n{lines}\n"));
        make_executable(&path);
        path
    }

    fn command<S: AsRef<OsStr>>(&self, folder: &str, arguments: &[S]) -> Command {
        let mut command = Command::new("git");
        command.env_clear().envs(self.vars.iter().cloned()).current_dir(self.path(folder)).args(arguments);
        command.stdin(Stdio::null());
        command
    }

    /// What the user's own git prints. It must succeed.
    fn run<S: AsRef<OsStr>>(&self, folder: &str, arguments: &[S]) -> Vec<u8> {
        let output = self.command(folder, arguments).output().expect("git runs");
        let words: Vec<_> = arguments.iter().map(AsRef::as_ref).collect();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    /// Adds settings to a file, all at once: a process for each would take most of a test's time.
    fn configure(&self, file: &str, settings: &[(&str, String)]) {
        let path = self.path(file);
        let mut text = fs::read_to_string(&path).unwrap_or_default();
        for (key, value) in settings {
            let (section, rest) = key.split_once('.').expect("a section");
            let (part, name) = rest.rsplit_once('.').unwrap_or(("", rest));
            let part = if part.is_empty() { String::new() } else { format!(" \"{part}\"") };
            let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            text.push_str(&format!("[{section}{part}]\n\t{name} = \"{value}\"\n"));
        }
        fs::write(path, text).expect("settings");
    }

    fn text<S: AsRef<OsStr>>(&self, folder: &str, arguments: &[S]) -> String {
        String::from_utf8(self.run(folder, arguments)).expect("text").trim_end().to_string()
    }

    fn oid(&self, folder: &str, name: &str) -> Oid {
        Oid::parse(&self.text(folder, &["rev-parse", name])).expect("a commit")
    }

    fn environment(&self) -> Environment {
        let start = Environment::default();
        self.vars.iter().fold(start, |environment, (name, value)| environment.with(name, value))
    }

    /// What is tested.
    fn git(&self, folder: &str) -> Git {
        Git::at_with(&self.path(folder), self.environment()).expect("git works").expect("a work tree")
    }

    /// All that must not change in a user's work tree.
    fn snapshot(&self, folder: &str) -> Snapshot {
        let index =
            PathBuf::from(self.text(folder, &["rev-parse", "--path-format=absolute", "--git-path", "index"]));
        let index = fs::read(index).map_or(0, |bytes| digest(&bytes));
        Snapshot {
            index,
            status: self.run(folder, &["--no-optional-locks", "status", "-z", "--ignored"]),
            stash: self.run(folder, &["stash", "list"]),
            head: self.run(folder, &["reflog", "show"]),
            refs: self.run(folder, &["for-each-ref"]),
            files: files(&self.path(folder)),
        }
    }

    /// Whether the objects are whole, and nothing temporary is left, neither files nor registrations.
    fn assert_tidy(&self, folder: &str, work_trees: usize) {
        self.run(folder, &["fsck", "--strict", "--no-dangling"]);
        let left: Vec<_> = fs::read_dir(self.path("tmp")).expect("a folder").flatten().collect();
        assert!(left.is_empty(), "{left:?}");
        let list = self.text(folder, &["worktree", "list"]);
        assert_eq!(list.lines().count(), work_trees, "{list}");
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Snapshot {
    index: u64,
    status: Vec<u8>,
    stash: Vec<u8>,
    head: Vec<u8>,
    refs: Vec<u8>,
    files: Vec<(PathBuf, Vec<u8>)>,
}

/// Short, so that a difference can be read.
fn digest(bytes: &[u8]) -> u64 {
    use std::hash::{DefaultHasher, Hasher as _};
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// All files of a work tree with their bytes.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut open = vec![folder.to_path_buf()];
    let mut files = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() && !path.is_symlink() {
            let entries = fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path());
            open.extend(entries.filter(|path| path.file_name() != Some(".git".as_ref())));
        } else if path.is_file() {
            files.push((path.clone(), fs::read(&path).expect("a file")));
        }
    }
    files.sort();
    files
}

#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions");
}

#[cfg(not(unix))]
fn make_executable(_: &Path) {}

fn paths(names: &[&str]) -> Vec<PathBuf> {
    names.iter().map(PathBuf::from).collect()
}
