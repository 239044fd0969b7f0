//! `amends scaffold` as users run it: what is written, what is left alone, and that the Python passes its own tests on
//! the oldest and the newest Python here, and strict type checks.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::execute::python;

const NAMES: [&str; 3] = ["ordered-lock", "task-set", "ttl-mapping"];

/// A project with these files.
fn project(files: &[(&str, &str)]) -> TempDir {
    let root = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }
    root
}

fn relay() -> TempDir {
    project(&[("pyproject.toml", ""), ("relay/__init__.py", ""), ("tests/test_relay.py", "")])
}

struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

fn ran(output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert!(!stderr.contains("panicked"), "{stderr}");
    Ran { code: output.status.code().unwrap_or(-1), stdout, stderr }
}

fn scaffold(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_amends"));
    ran(&command.current_dir(folder).arg("scaffold").args(arguments).output().expect("amends runs"))
}

fn read(root: &TempDir, name: &str) -> String {
    fs::read_to_string(root.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// All files by name, without `.git`.
fn contents(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut open, mut found) = (vec![root.to_path_buf()], BTreeMap::new());
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path());
            open.extend(entries.filter(|path| !path.ends_with(".git")));
        } else {
            found.insert(path.clone(), fs::read(&path).expect("a file"));
        }
    }
    found
}

#[test]
fn without_a_name_the_helpers_are_listed() {
    let root = relay();
    let listed = scaffold(root.path(), &[]);
    assert_eq!((listed.code, listed.stdout.lines().count()), (0, NAMES.len()), "{}", listed.stderr);
    for (line, name) in listed.stdout.lines().zip(NAMES) {
        assert!(line.starts_with(name) && line.len() < 110, "{line}");
    }
}

#[test]
fn in_a_src_layout_the_way_to_the_tests_works_without_an_installation() {
    let root = project(&[("pyproject.toml", ""), ("src/relay/__init__.py", ""), ("tests/test_relay.py", "")]);
    let ran = scaffold(root.path(), &["task-set", "--into", "src/relay"]);
    let said = "test it: PYTHONPATH=src python -m pytest tests/test_task_set.py\n";
    assert!(ran.code == 0 && ran.stderr.contains(said), "{}", ran.stderr);
    let tested = Command::new(python())
        .current_dir(root.path())
        .env("PYTHONPATH", "src")
        .args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_task_set.py"])
        .output()
        .expect("Python runs");
    assert!(tested.status.success(), "{}", String::from_utf8_lossy(&tested.stdout));
    let hides = scaffold(root.path(), &["task-set", "--into", "src/relay/asyncio.py"]);
    assert!(hides.code == 2 && hides.stderr.contains("would hide"), "{}", hides.stderr);
}

#[test]
fn a_helper_and_its_tests_are_written_once_and_told_unchanged_after_that() {
    let root = relay();
    let first = scaffold(root.path(), &["ordered-lock", "--into", "relay/locks.py"]);
    assert_eq!(
        (first.code, first.stdout.as_str()),
        (0, "relay/locks.py: written\ntests/test_locks.py: written\n")
    );
    assert!(first.stderr.contains("test it: python -m pytest tests/test_locks.py"), "{}", first.stderr);
    assert!(
        read(&root, "tests/test_locks.py")
            .contains("\nfrom relay.locks import LockOrderError, OrderedLock\n")
    );
    let after = contents(root.path());
    let second = scaffold(root.path(), &["ordered-lock", "--into", "relay/locks.py"]);
    assert_eq!(
        (second.code, second.stdout.as_str(), second.stderr.as_str()),
        (0, "relay/locks.py: unchanged\ntests/test_locks.py: unchanged\n", "")
    );
    assert_eq!(contents(root.path()), after);
    // From within the project, and several at once.
    let more = scaffold(&root.path().join("relay"), &["ttl-mapping", "task-set", "task-set", "--into", "."]);
    assert_eq!(more.stdout.matches(": written\n").count(), 4, "{}{}", more.stdout, more.stderr);
    assert!(
        more.stderr.contains("\n[tool.amends.collections]\nexpiring = \"relay.ttl_mapping.TTLMapping\"\n")
    );
    assert!(read(&root, "tests/test_task_set.py").contains("\nfrom relay.task_set import TaskSet\n"));
}

#[test]
fn what_somebody_has_changed_is_never_overwritten() {
    let root = relay();
    scaffold(root.path(), &["task-set", "--into", "relay"]);
    let (code, tests) = (root.path().join("relay/task_set.py"), root.path().join("tests/test_task_set.py"));
    let (own, theirs) = (read(&root, "relay/task_set.py"), read(&root, "tests/test_task_set.py"));
    // An earlier release has written something else, with its digest: renewed.
    let body = "\"\"\"Earlier.\"\"\"\n";
    let digest = body.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    fs::write(
        &code,
        format!("# Written by amends scaffold (task-set {digest:016x}); it is yours now.\n{body}"),
    )
    .expect("a file");
    let updated = scaffold(root.path(), &["task-set", "--into", "relay"]);
    assert_eq!(updated.stdout, "relay/task_set.py: updated\ntests/test_task_set.py: unchanged\n");
    assert_eq!(read(&root, "relay/task_set.py"), own);
    // Changed by its owner, with the tests gone: neither is written.
    fs::write(&code, format!("{own}\n# mine\n")).expect("a file");
    fs::remove_file(&tests).expect("a file");
    let before = contents(root.path());
    let left = scaffold(root.path(), &["task-set", "--into", "relay"]);
    assert_eq!(left.code, 1);
    assert_eq!(
        left.stdout,
        "relay/task_set.py: left alone: you have changed it\ntests/test_task_set.py: left alone, as the other file is\n"
    );
    assert_eq!(contents(root.path()), before);
    // The tests changed: the same. Somebody else's file: the same.
    fs::write(&code, &own).expect("a file");
    for (text, said) in [
        (theirs.replacen("import asyncio\n", "import asyncio as a\n", 1), "left alone: you have changed it"),
        ("import relay\n".to_string(), "left alone: amends did not write it; choose another name"),
    ] {
        fs::write(&tests, text).expect("a file");
        let before = contents(root.path());
        let left = scaffold(root.path(), &["task-set", "ttl-mapping", "--into", "relay", "--dry-run"]);
        assert_eq!(left.code, 1, "{}", left.stderr);
        assert!(
            left.stderr.contains(said) && left.stderr.contains("ttl_mapping.py: would be written"),
            "{}",
            left.stderr
        );
        assert_eq!(contents(root.path()), before);
    }
    let forced = scaffold(root.path(), &["task-set", "--into", "relay", "--force"]);
    assert_eq!(forced.code, 2, "there is no way to overwrite");
}

#[test]
fn a_dry_run_prints_a_patch_that_makes_the_same_files() {
    let root = relay();
    let dry = scaffold(root.path(), &["ordered-lock", "task-set", "--into", "relay", "--dry-run"]);
    assert_eq!(dry.code, 0);
    assert!(!root.path().join("relay/task_set.py").exists());
    let git = |arguments: &[&str]| {
        let output = Command::new("git").current_dir(root.path()).args(arguments).output().expect("git runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let patches = tempfile::tempdir().expect("a folder");
    let patch = patches.path().join("scaffold.patch");
    fs::write(&patch, &dry.stdout).expect("a file");
    git(&["init", "-q"]);
    git(&["apply", patch.to_str().expect("UTF-8")]);
    let written = scaffold(root.path(), &["ordered-lock", "task-set", "--into", "relay"]);
    assert_eq!(written.stdout.matches(": unchanged\n").count(), 4, "{}", written.stdout);
}

#[test]
fn wrong_use_says_what_to_do_and_writes_nothing() {
    let root = relay();
    fs::create_dir(root.path().join("relay/taken.py")).expect("a folder");
    let before = contents(root.path());
    for (arguments, said) in [
        (&["ordered-lock"][..], "say where it goes: --into and a folder of your package"),
        (
            &["lock", "--into", "relay"],
            "no helper is called `lock`; there are ordered-lock, task-set, ttl-mapping",
        ),
        (&["task-set", "--into", "none"], "none: there is no such folder; make it first"),
        (
            &["task-set", "ttl-mapping", "--into", "relay/x.py"],
            "one file cannot hold 2 helpers; name a folder",
        ),
        (
            &["task-set", "--into", "relay/my-tasks.py"],
            "Python cannot import a module called `relay.my-tasks`",
        ),
        (&["task-set", "--into", "relay", "--tests", "spec"], "spec: there is no such folder"),
        (&["task-set", "--tests", "tests"], "say where it goes: --into"),
    ] {
        let refused = scaffold(root.path(), arguments);
        assert!(refused.code == 2 && refused.stderr.contains(said), "{arguments:?}: {}", refused.stderr);
        assert_eq!(contents(root.path()), before);
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_written_through() {
    let root = relay();
    let other = project(&[("pyproject.toml", ""), ("lib/__init__.py", "")]);
    let link = |target: &Path, name: &str| {
        std::os::unix::fs::symlink(target, root.path().join(name)).expect("a link");
    };
    link(&other.path().join("lib"), "relay/lib");
    link(&other.path().join("locks.py"), "relay/locks.py");
    link(Path::new("elsewhere.py"), "tests/test_task_set.py");
    let before = contents(other.path());
    for (arguments, said) in [
        (["task-set", "--into", "relay/lib"], "outside of this project; run amends there"),
        (["ordered-lock", "--into", "relay/locks.py"], "this is no regular file; move it away"),
        (["task-set", "--into", "relay"], "tests/test_task_set.py: this is no regular file"),
    ] {
        let refused = scaffold(root.path(), &arguments);
        assert!(refused.code == 2 && refused.stderr.contains(said), "{arguments:?}: {}", refused.stderr);
    }
    assert!(!root.path().join("relay/task_set.py").exists(), "both files or none");
    assert_eq!(contents(other.path()), before);
    // Who names the other project means it.
    let named = other.path().join("lib");
    let written = scaffold(root.path(), &["task-set", "--into", named.to_str().expect("UTF-8")]);
    assert_eq!(
        written.stdout, "lib/task_set.py: written\nlib/test_task_set.py: written\n",
        "{}",
        written.stderr
    );
}

/// The Pythons to test on: 3.11, where there is one, the newest, and the one that all tests use; each version once.
fn pythons() -> Vec<PathBuf> {
    let mut candidates = vec![python()];
    let path = std::env::var_os("PATH").unwrap_or_default();
    for folder in std::env::split_paths(&path) {
        candidates.extend((11..=30).map(|minor| folder.join(format!("python3.{minor}"))));
    }
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let pyenv = std::env::var_os("PYENV_ROOT").map_or_else(|| home.join(".pyenv"), PathBuf::from);
    for versions in [pyenv.join("versions"), home.join(".local/share/uv/python")] {
        let entries = fs::read_dir(versions).into_iter().flatten().flatten();
        candidates.extend(entries.map(|entry| entry.path().join("bin/python3")));
    }
    let mut known: BTreeMap<u32, PathBuf> = BTreeMap::new();
    for candidate in candidates.into_iter().filter(|candidate| candidate.exists()) {
        let code = "import sys; print(sys.version_info[0] * 1000 + sys.version_info[1])";
        // A launcher may be there without a Python behind it.
        let Ok(output) = Command::new(&candidate).args(["-c", code]).output() else { continue };
        let version = String::from_utf8_lossy(&output.stdout).trim().parse::<u32>().unwrap_or_default();
        if output.status.success() && version >= 3011 {
            known.entry(version).or_insert(candidate);
        }
    }
    let (Some(oldest), Some(newest)) = (known.keys().next().copied(), known.keys().last().copied()) else {
        panic!("no Python 3.11 or newer")
    };
    known.retain(|version, path| *version == oldest || *version == newest || *path == python());
    known.into_values().collect()
}

/// Runs a module of the tests' Python, whichever Python it is run by: pytest needs nothing that is compiled.
fn module(python: &Path, root: &Path, arguments: &[&str]) -> Ran {
    let found = Command::new(crate::execute::python())
        .args(["-c", "import pathlib, pytest; print(pathlib.Path(pytest.__file__).parent.parent)"])
        .output()
        .expect("Python starts");
    let packages = ran(&found).stdout;
    assert!(!packages.is_empty(), "pytest is missing: run `make venv`");
    let search = format!("{}:{}:{}", root.display(), root.join("src").display(), packages.trim());
    let mut command = Command::new(python);
    command.current_dir(root).env("PYTHONPATH", search).env("PYTHONDONTWRITEBYTECODE", "1");
    command.env_remove("PYTHONASYNCIODEBUG").env_remove("PYTHONDEVMODE");
    ran(&command.args(["-W", "error"]).args(arguments).output().expect("Python starts"))
}

/// Projects with all helpers in different places.
fn projects() -> Vec<TempDir> {
    let flat = relay();
    scaffold(flat.path(), &["ordered-lock", "task-set", "ttl-mapping", "--into", "relay"]);
    let source = project(&[
        ("pyproject.toml", ""),
        ("src/parcel/__init__.py", ""),
        ("src/parcel/deep/__init__.py", ""),
    ]);
    scaffold(source.path(), &["ordered-lock", "task-set", "ttl-mapping", "--into", "src/parcel/deep"]);
    vec![flat, source]
}

#[test]
fn the_helpers_pass_their_own_tests_on_the_oldest_and_the_newest_python() {
    let pythons = pythons();
    for root in projects() {
        for python in &pythons {
            for mode in [&[][..], &["-X", "dev"]] {
                let arguments = [mode, &["-m", "pytest", "-q", "-p", "no:cacheprovider"]].concat();
                let tested = module(python, root.path(), &arguments);
                let said = format!("{}: {}{}", python.display(), tested.stdout, tested.stderr);
                assert!(tested.code == 0 && tested.stdout.contains("40 passed"), "{said}");
            }
        }
    }
    println!("{} Pythons", pythons.len());
}

#[test]
fn the_helpers_and_their_tests_are_typed_strictly() {
    for root in projects() {
        for version in ["3.10", "3.14"] {
            let cache = root.path().join(".mypy_cache").display().to_string();
            let arguments =
                ["-m", "mypy", "--strict", "--python-version", version, "--cache-dir", &cache, "."];
            let checked = module(&python(), root.path(), &arguments);
            assert!(
                checked.stdout.contains("Success: no issues found in"),
                "{}{}",
                checked.stdout,
                checked.stderr
            );
        }
    }
}

/// Whoever takes the helpers in gets no findings with them.
#[test]
fn amends_has_nothing_to_say_about_the_helpers() {
    for root in projects() {
        let mut check = Command::new(env!("CARGO_BIN_EXE_amends"));
        let checked = ran(&check.current_dir(root.path()).arg("check").output().expect("amends runs"));
        assert_eq!((checked.code, checked.stdout.as_str()), (0, ""), "{}", checked.stderr);
        assert!(!checked.stderr.contains("suppresses nothing"), "{}", checked.stderr);
    }
}

/// The example has the helper as it is written today; it is an example of that, too.
#[test]
fn the_relay_has_the_helper() {
    let relay = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/relay");
    let dry = scaffold(&relay, &["ordered-lock", "--into", "relay/locks.py", "--dry-run"]);
    assert_eq!(
        (dry.code, dry.stdout.as_str()),
        (0, ""),
        "run `amends scaffold ordered-lock --into relay/locks.py` there"
    );
    let wanted = fs::read(relay.join("relay/locks.py")).expect("a file");
    for case in ["ordered_locks/cases/orders_that_meet", "acquire_as_context/cases/files_ordered_locks"] {
        let copy = relay.join(format!("../../transforms/{case}.files/harbour/locks.py"));
        assert!(fs::read(&copy).expect("a file") == wanted, "{} is an old copy", copy.display());
    }
}
