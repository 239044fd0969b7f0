//! `--format-with`: what formatters may do and what not, with small scripts as formatters.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use amends::formatter::{FormatError, Formatter};
use amends::interrupt::Interrupt;

/// A project with a configuration, a package and a script `fmt` that is the formatter.
struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    fn new(script: &str) -> Project {
        let project = Project { folder: tempfile::tempdir().expect("a directory") };
        project.write("pyproject.toml", "[tool.fmt]\nmark = 'tidy'\n");
        project.write("pkg/__init__.py", "");
        project.write("pkg/a.py", "x = 1\n");
        project.write("pkg/b.py", "y = 2\n");
        project.write("fmt", script);
        project
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.root().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    /// `sh` runs the script: a program that was just written can be busy while other tests start processes.
    fn formatter(&self) -> Formatter {
        Formatter::new(self.root(), "sh fmt", &Interrupt::new()).expect("a formatter")
    }

    fn state(&self) -> Vec<(PathBuf, Option<Vec<u8>>)> {
        let mut open = vec![self.root().to_path_buf()];
        let mut found = Vec::new();
        while let Some(path) = open.pop() {
            if path.is_dir() && !path.is_symlink() {
                open.extend(
                    fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path()),
                );
            }
            found.push((path.clone(), fs::read(&path).ok()));
        }
        found.sort();
        found
    }

    /// Has the formatter do its work; the project must stay as it is.
    fn format(&self, files: &[(&str, &str)]) -> Result<Vec<String>, FormatError> {
        let before = self.state();
        let result = format(&mut self.formatter(), files);
        assert!(before == self.state(), "the project was touched");
        result
    }

    fn refused(&self, files: &[(&str, &str)]) -> String {
        self.format(files).expect_err("it is refused").to_string()
    }
}

fn format(formatter: &mut Formatter, files: &[(&str, &str)]) -> Result<Vec<String>, FormatError> {
    let files: Vec<(PathBuf, Vec<u8>)> =
        files.iter().map(|(path, text)| (path.into(), text.as_bytes().to_vec())).collect();
    let formatted = formatter.format(&files)?;
    Ok(formatted.into_iter().map(|bytes| String::from_utf8(bytes).expect("UTF-8")).collect())
}

/// Appends a comment to each file.
const MARK: &str = "for f; do printf '# tidy\\n' >>\"$f\"; done\n";

#[test]
fn new_contents_are_formatted_and_the_project_stays() {
    let project = Project::new(MARK);
    let formatted = project.format(&[("pkg/b.py", "y = 3\n"), ("pkg/a.py", "x = 4\n")]).expect("it works");
    assert_eq!(formatted, ["y = 3\n# tidy\n", "x = 4\n# tidy\n"]);
    assert_eq!(project.format(&[]).expect("nothing to do"), [""; 0]);
}

#[test]
fn the_copy_has_configuration_hidden_files_and_other_modules_but_nothing_ignored() {
    let project = Project::new(
        "grep -q tidy pyproject.toml && test -e pkg/b.py -a -e .style -a -e .github/x && test ! -e .git -a ! -e .amends \
         -a ! -e secret -a ! -e .venv -a ! -e pkg/.git && test \"$(cat pkg/a.py)\" = 'x = 4' && pwd && echo \"# $(basename \"$PWD\")\" >>\"$1\"",
    );
    for name in
        [".style", ".github/x", ".git/config", ".amends/journal", "secret", ".venv/pyvenv.cfg", "pkg/.git"]
    {
        project.write(name, "text");
    }
    project.write(".gitignore", "secret\n");
    let name = project.root().file_name().expect("a name").to_string_lossy().into_owned();
    let formatted = project.format(&[("pkg/a.py", "x = 4\n")]).expect("all is as expected");
    assert_eq!(formatted, [format!("x = 4\n# {name}\n")]);
}

#[test]
fn a_formatter_works_many_times_on_the_same_copy() {
    let project = Project::new(&format!("cat pkg/a.py pkg/b.py >>\"$1\"\n{MARK}"));
    let mut formatter = project.formatter();
    let first = format(&mut formatter, &[("pkg/new/c.py", "c = 1\n")]).expect("it works");
    assert_eq!(first, ["c = 1\nx = 1\ny = 2\n# tidy\n"]);
    let both = format(&mut formatter, &[("new.py", "c = 1\n"), ("pkg/a.py", "x = 5\n")]).expect("it works");
    assert_eq!(both, ["c = 1\nx = 5\ny = 2\n# tidy\n", "x = 5\n# tidy\n"]);
    let again = format(&mut formatter, &[("pkg/new/c.py", "c = 1\n")]).expect("it works");
    assert_eq!(again, first, "the copy is as it was");
}

#[test]
fn touching_other_files_is_refused_by_name() {
    let cases = [
        ("echo z >>pkg/b.py", "changed pkg/b.py"),
        ("rm pkg/b.py", "deleted pkg/b.py"),
        ("rm -r pkg/__init__.py pyproject.toml", "deleted pkg/__init__.py, pyproject.toml"),
        ("echo z >new.txt; echo z >.hidden", "created .hidden, new.txt"),
        ("mkdir -p out; touch out/CACHEDIR.TAG", "created out/CACHEDIR.TAG"),
        ("rm pkg/b.py; ln -s a.py pkg/b.py", "changed pkg/b.py"),
        ("rm pkg/b.py; mkdir pkg/b.py; mkfifo pipe", "changed pkg/b.py; created pipe"),
        ("printf 'y = 3\\n' >pkg/b.py", "changed pkg/b.py"),
        ("rm l; ln -s a.py l", "changed l"),
    ];
    for (script, expected) in cases {
        let project = Project::new(script);
        symlink("pkg/b.py", project.root().join("l")).expect("a link");
        let message = project.refused(&[("pkg/a.py", "x = 4\n")]);
        assert!(
            message.contains(&format!("not given: {expected}; nothing was written")),
            "{script}: {message}"
        );
        assert!(message.contains("/sh touched"), "{message}");
    }
}

#[test]
fn after_a_refusal_the_next_call_starts_afresh() {
    let project = Project::new(&format!("test $# = 1 || echo z >>pkg/__init__.py\n{MARK}"));
    let mut formatter = project.formatter();
    let two = [("pkg/a.py", "x = 4\n"), ("pkg/b.py", "y = 4\n")];
    assert!(matches!(format(&mut formatter, &two), Err(FormatError::Touched { .. })));
    assert_eq!(format(&mut formatter, &two[..1]).expect("it works"), ["x = 4\n# tidy\n"]);
}

#[test]
fn caches_are_no_harm() {
    let project = Project::new(&format!(
        "mkdir -p .cache_x/deep pkg/__pycache__ build empty && touch .cache_x/CACHEDIR.TAG .cache_x/deep/x \
         pkg/__pycache__/a.pyc build/log\nmkdir .r && echo '*' >.r/.gitignore && echo x >.r/y\n{MARK}"
    ));
    project.write(".gitignore", "build/\n");
    assert_eq!(project.format(&[("pkg/a.py", "x = 4\n")]).expect("it works"), ["x = 4\n# tidy\n"]);
}

#[test]
fn a_formatter_that_fails_is_quoted() {
    let project = Project::new("echo 'cannot read' \"$1\" >&2; exit 2");
    let message = project.refused(&[("pkg/a.py", "x = 4\n")]);
    assert!(
        message.ends_with("ended with exit status 2; nothing was written\n  cannot read ./pkg/a.py"),
        "{message}"
    );
}

#[test]
fn what_is_no_python_any_more_is_refused() {
    let garbage = [
        ("printf 'x = (' >\"$2\"", "made of pkg/b.py is refused: line 1: "),
        ("printf '\\377' >\"$2\"", "made of pkg/b.py is refused: the file is not valid utf-8"),
        ("rm \"$2\"", "left no file at pkg/b.py"),
        ("rm \"$2\"; ln -s /etc/hosts \"$2\"", "left no file at pkg/b.py"),
        ("rm \"$2\"; mkfifo \"$2\"", "left no file at pkg/b.py"),
        ("truncate -s 9000000 \"$2\"", "left no file at pkg/b.py"),
    ];
    for (script, expected) in garbage {
        let message = Project::new(script).refused(&[("pkg/a.py", "x = 4\n"), ("pkg/b.py", "y = 4\n")]);
        assert!(message.contains(expected) && message.contains("nothing was written"), "{script}: {message}");
    }
}

#[test]
fn a_formatter_that_hangs_is_stopped() {
    let project = Project::new("sleep 1000");
    let mut formatter = project.formatter().limit(Duration::from_millis(100));
    let error = format(&mut formatter, &[("pkg/a.py", "x = 4\n")]).expect_err("it hangs").to_string();
    assert!(error.contains("was stopped after its time limit of 100ms"), "{error}");
}

#[test]
fn an_interruption_is_told() {
    let project = Project::new(MARK);
    let interrupt = Interrupt::new();
    let mut formatter = Formatter::new(project.root(), "sh fmt", &interrupt).expect("a formatter");
    interrupt.raise();
    assert!(matches!(format(&mut formatter, &[("pkg/a.py", "")]), Err(FormatError::Interrupted)));
}

#[test]
fn strange_names_reach_the_formatter_as_files() {
    let project = Project::new("for f; do test -f \"$f\" || exit 9; printf '# %s\\n' \"$#\" >>\"$f\"; done");
    let names =
        ["-x.py", "--help", "@list.py", "a b.py", "new\nline.py", "$HOME.py", "*.py", "sub dir/-y.py"];
    let files: Vec<(&str, &str)> = names.iter().map(|name| (*name, "x = 1\n")).collect();
    let formatted = project.format(&files).expect("it works");
    assert_eq!(formatted, ["x = 1\n# 8\n"; 8]);
}

#[test]
fn many_files_go_in_batches() {
    let project = Project::new("for f; do printf '# %s\\n' \"$#\" >>\"$f\"; done");
    let names: Vec<String> = (0..1200).map(|at| format!("{}/{at}.py", "long".repeat(40))).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x = 1\n")).collect();
    let formatted = project.format(&files).expect("it works");
    assert_eq!(formatted.len(), 1200);
    let sizes: std::collections::BTreeSet<&str> =
        formatted.iter().map(|text| text.strip_prefix("x = 1\n# ").expect("marked once").trim()).collect();
    assert!(sizes.len() >= 2 && sizes.iter().all(|size| size.parse::<usize>().is_ok_and(|n| n < 1200)));
}

#[test]
fn paths_that_are_not_in_the_project_are_refused() {
    let project = Project::new(MARK);
    let outside = tempfile::tempdir().expect("a directory");
    symlink(outside.path(), project.root().join("out")).expect("a link");
    for path in ["../x.py", "/etc/x.py", "pkg/../../x.py", ""] {
        assert!(matches!(project.format(&[(path, "")]), Err(FormatError::BadPath { .. })), "{path:?}");
    }
    // The link is not in the copy, so this is a file of the copy.
    assert_eq!(project.format(&[("out/x.py", "x = 1\n")]).expect("it works"), ["x = 1\n# tidy\n"]);
    assert_eq!(fs::read_dir(outside.path()).expect("a folder").count(), 0);
    let twice = project.refused(&[("pkg/a.py", ""), ("pkg/a.py", "")]);
    assert!(twice.contains("given twice"), "{twice}");
}

#[test]
fn links_stay_in_the_copy() {
    let project = Project::new(&format!(
        "test -L in -a -L deep/up -a ! -L out -a ! -L chain && test \"$(cat in)\" = 'y = 2' -a -e deep/up/fmt && {MARK}"
    ));
    fs::create_dir(project.root().join("deep")).expect("a folder");
    let links = [
        (PathBuf::from("pkg/b.py"), "in"),
        (project.root().canonicalize().expect("a path"), "deep/up"),
        (PathBuf::from("/etc/hosts"), "out"),
        (PathBuf::from("deep/up/../../../../../../../etc/hosts"), "chain"),
        (PathBuf::from("nowhere"), "broken"),
        (PathBuf::from("loop"), "loop"),
    ];
    for (target, name) in links {
        symlink(target, project.root().join(name)).expect("a link");
    }
    assert_eq!(project.format(&[("pkg/a.py", "x = 4\n")]).expect("it works"), ["x = 4\n# tidy\n"]);
    // A file given through a link is the one that the link leads to.
    assert_eq!(project.format(&[("pkg/a.py", "x = 4\n"), ("broken", "z = 1\n")]).expect("it works").len(), 2);
}

#[test]
fn the_program_is_found_and_named() {
    let project = Project::new(MARK);
    let new = |command: &str| Formatter::new(project.root(), command, &Interrupt::new());
    let executable = |name: &str| {
        project.write(name, &format!("#!/bin/sh\n{MARK}"));
        fs::set_permissions(project.root().join(name), fs::Permissions::from_mode(0o755)).expect("a mode");
    };
    for name in ["only-here", ".venv/bin/only-there", "tools/fmt.sh"] {
        executable(name);
    }
    project.write(".venv/pyvenv.cfg", "");
    let root = project.root().canonicalize().expect("a path");
    let environment = new("only-there --x").expect("in the project's own environment");
    assert_eq!(environment.program(), root.join(".venv/bin/only-there"));
    let named = new(".venv/bin/only-there").expect("not in the copy");
    assert_eq!(named.program(), root.join(".venv/bin/only-there"));
    let script = new("./tools/fmt.sh").expect("in the copy");
    assert!(script.program().ends_with("tools/fmt.sh") && !script.program().starts_with(&root));
    assert!(new("sh").expect("in PATH").program().is_absolute());
    // Never what merely lies in the current folder, which is the copy.
    for missing in ["only-here", "no/such/program", "tools"] {
        let error = new(missing).err().expect("there is none").to_string();
        assert!(error.contains(&format!("{missing}: there is no such program")), "{error}");
    }
    assert!(matches!(new("'open"), Err(FormatError::BadCommand { .. })));
}

#[test]
fn read_only_files_can_be_formatted() {
    let project = Project::new(MARK);
    fs::set_permissions(project.root().join("pkg/a.py"), fs::Permissions::from_mode(0o444)).expect("a mode");
    assert_eq!(project.format(&[("pkg/a.py", "x = 4\n")]).expect("it works"), ["x = 4\n# tidy\n"]);
}

#[test]
fn ruff_formats() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join(".venv/bin/ruff");
    let ruff = if own.exists() { own } else { PathBuf::from("ruff") };
    if Command::new(&ruff).arg("--version").output().is_err() {
        eprintln!("skipped: there is no ruff in .venv/bin or PATH");
        return;
    }
    let project = Project::new("");
    project.write("pyproject.toml", "[tool.ruff.format]\nquote-style = 'single'\n");
    let command = format!("'{}' format", ruff.display());
    let mut formatter = Formatter::new(project.root(), &command, &Interrupt::new()).expect("a formatter");
    let files = [("pkg/a.py", "x = [ 1,2 ]\n"), ("-@odd name.py", "y=\"a\"\n")];
    for _ in 0..2 {
        let formatted = format(&mut formatter, &files).expect("it works");
        assert_eq!(formatted, ["x = [1, 2]\n", "y = 'a'\n"]);
    }
}
