//! The same project from another folder: settings for paths, baselines and decisions hold all the same.

use std::path::Path;
use std::process::Command;

use crate::writing::world::{Ran, SILENT, World, ran};

const ORPHAN: &str = "import asyncio\n\n\ndef f(x):\n    asyncio.create_task(x())\n";

fn from(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_amends"));
    ran(&command.current_dir(folder).args(arguments).output().expect("amends runs"))
}

/// A project with settings for `tests/`, in a work tree or not.
fn world(is_work_tree: bool) -> World {
    let world = World::new();
    // A name without a slash in it would match anywhere.
    let settings = "[[overrides]]\npaths = ['tests/deep/']\nignore = ['AM504']\n";
    for (name, text) in [("amends.toml", settings), ("tests/deep/a.py", ORPHAN), ("src/b.py", SILENT)] {
        world.write(name, text);
    }
    if is_work_tree {
        world.commit_all();
    }
    world
}

#[test]
fn overrides_hold_from_everywhere() {
    for is_work_tree in [false, true] {
        let world = world(is_work_tree);
        let root = world.project();
        let whole = root.to_string_lossy().into_owned();
        let deep = root.join("tests/deep").to_string_lossy().into_owned();
        for (folder, given) in [
            (root.clone(), "tests"),
            (root.join("tests"), "."),
            (root.join("tests/deep"), "a.py"),
            (root.join("src"), "../tests"),
            (root.join("src"), deep.as_str()),
            ("/".into(), deep.as_str()),
        ] {
            let ran = from(&folder, &["check", given]);
            assert_eq!(ran.code, 0, "{folder:?} {given}: {}{}", ran.stdout, ran.stderr);
        }
        let all = from(Path::new("/"), &["check", "--format", "json", &whole]);
        assert_eq!((all.code, all.stdout.lines().count()), (1, 1), "{}", all.stdout);
        for name in ["a.py", "not_there.py"] {
            let shown = from(&root.join("tests/deep"), &["config", "show", name]).stdout;
            let ignored = shown.lines().find(|line| line.starts_with("ignore = ")).unwrap_or_default();
            assert!(ignored.contains("['AM504']") && ignored.contains("override"), "{ignored}");
        }
    }
}

#[test]
fn baselines_and_decisions_are_known_from_everywhere() {
    for is_work_tree in [false, true] {
        let world = world(is_work_tree);
        let root = world.project();
        let whole = root.to_string_lossy().into_owned();
        assert_eq!(from(&root.join("src"), &["baseline", ".."]).code, 0);
        let written = world.read("amends-baseline.json");
        assert!(written.contains("\"path\":\"src/b.py\""), "{written}");
        for (folder, given) in [
            (root.clone(), "."),
            (root.join("src"), "."),
            (root.join("tests"), ".."),
            ("/".into(), whole.as_str()),
        ] {
            let ran = from(&folder, &["check", "--baseline", given]);
            assert_eq!(ran.code, 0, "{folder:?} {given}: {}{}", ran.stdout, ran.stderr);
            assert!(!ran.stderr.contains("no longer there"), "{}", ran.stderr);
            assert_eq!(from(&folder, &["baseline", given]).code, 0);
            assert_eq!(world.read("amends-baseline.json"), written, "{folder:?} {given}");
        }
        let name = |folder: &Path, given: &str| -> String {
            let ran = from(folder, &["check", "--format", "json", given]);
            let site: serde_json::Value = serde_json::from_str(ran.stdout.trim()).expect("one site");
            site["fingerprint"].as_str().expect("a fingerprint").to_string()
        };
        let expected = name(&root, ".");
        assert_eq!(name(&root.join("src"), "."), expected);
        assert_eq!(name(Path::new("/"), &whole), expected);
    }
}
