//! A project of its own with a home and git settings of its own, for tests that write. Asserts nothing but that
//! helpers succeed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// One `safe` AM401 site.
pub const SILENT: &str = "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef f(x):\n    try:\n        x.close()\n    except Exception:\n        pass\n";

pub struct World {
    root: TempDir,
}

pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

pub fn ran(output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let ran = Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
    };
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
    ran
}

impl World {
    /// An empty folder `project`, in no repository.
    pub fn new() -> Self {
        let root = tempfile::tempdir().expect("a folder");
        for folder in ["home", "tmp", "project"] {
            fs::create_dir(root.path().join(folder)).expect("a folder");
        }
        let settings = "[user]\n\tname = Ada\n\temail = ada@example.org\n[init]\n\tdefaultBranch = main\n\
                        [advice]\n\tdetachedHead = false\n";
        fs::write(root.path().join("home/gitconfig"), settings).expect("settings");
        World { root }
    }

    /// With files, committed.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let world = World::new();
        for (name, text) in files {
            world.write(name, text);
        }
        world.commit_all();
        world
    }

    pub fn commit_all(&self) {
        if !self.project().join(".git").exists() {
            self.git(&["init", "--quiet"]);
        }
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "as it was"]);
    }

    /// A copy of the example service, committed.
    pub fn relay() -> Self {
        let world = World::new();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/relay");
        copy(&from, &world.project());
        world.commit_all();
        world
    }

    pub fn project(&self) -> PathBuf {
        self.root.path().canonicalize().expect("the root").join("project")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.project().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(&path, bytes).expect("a file");
        path
    }

    pub fn read(&self, name: &str) -> String {
        String::from_utf8(fs::read(self.path(name)).expect("a file")).expect("text")
    }

    /// A program in the project's `.git`, where no status sees it.
    pub fn script(&self, name: &str, lines: &str) -> PathBuf {
        let path = self.write(name, format!("#!/bin/sh\n{lines}\n"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("permissions");
        }
        path
    }

    pub fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let root = self.root.path();
        let mut command = Command::new(program);
        command.current_dir(self.project()).args(arguments).stdin(Stdio::null());
        command.env("HOME", root.join("home")).env("TMPDIR", root.join("tmp"));
        command.env("GIT_CONFIG_GLOBAL", root.join("home/gitconfig")).env("GIT_CONFIG_SYSTEM", "/dev/null");
        command.env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }

    pub fn amends_command(&self, arguments: &[&str]) -> Command {
        self.command(env!("CARGO_BIN_EXE_amends"), arguments)
    }

    pub fn amends(&self, arguments: &[&str]) -> Ran {
        ran(&self.amends_command(arguments).output().expect("amends runs"))
    }

    /// Starts it, with its output in pipes.
    pub fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.amends_command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("amends starts")
    }

    /// What git prints, without white space around it; it must succeed.
    pub fn git(&self, arguments: &[&str]) -> String {
        self.git_whole(arguments).trim_end().to_string()
    }

    /// All that git prints; it must succeed.
    pub fn git_whole(&self, arguments: &[&str]) -> String {
        let output = self.command("git", arguments).output().expect("git runs");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    }

    /// Everything that git knows of the user's work: status, index, stash, branches, work trees.
    pub fn everything(&self) -> (String, Vec<u8>, String, String, String) {
        (
            self.git(&["--no-optional-locks", "status", "--porcelain", "-z"]),
            fs::read(self.path(".git/index")).expect("the index"),
            self.git(&["stash", "list"]),
            self.git(&["for-each-ref"]),
            self.git(&["worktree", "list", "--porcelain"]),
        )
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true if entry.file_name() == "__pycache__" => {}
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).expect("a copy")),
        }
    }
}
