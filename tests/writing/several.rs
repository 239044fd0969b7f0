//! Fixes over several files: written whole or not at all.

use std::fs;

use super::lines;
use super::world::World;

/// A list in one file, that another trims and a third one slices.
const BASE: &str = "class Ring:\n    def __init__(self, size: int) -> None:\n        self._size = size\n        self._seen: list[str] = []\n";
const STORE: &str = "from base import Ring\n\n\nclass Store(Ring):\n    def add(self, line: str) -> None:\n        self._seen.append(line)\n        if len(self._seen) > self._size:\n            self._seen.pop(0)\n";
const VIEW: &str = "from store import Store\n\n\nclass View(Store):\n    def show(self, count: int) -> str:\n        return \", \".join(self._seen[-count:])\n";

fn world() -> World {
    World::with(&[("base.py", BASE), ("store.py", STORE), ("view.py", VIEW)])
}

fn texts(world: &World) -> [String; 3] {
    ["base.py", "store.py", "view.py"].map(|name| world.read(name))
}

#[test]
fn a_fix_over_three_files_is_written_whole_and_taken_back_whole() {
    let world = world();
    let patch = world.amends(&["diff", "--select", "AM104", "--review"]).stdout;
    assert_eq!(patch.matches("diff --git ").count(), 3, "{patch}");
    assert!(patch.contains("base.py:4: this is a part of its fix"), "{patch}");
    let applied = world.amends(&["apply", "--select", "AM104", "--review"]);
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    let expected =
        ["base.py: 1 fix (AM104)", "store.py: part of 1 fix (AM104)", "view.py: part of 1 fix (AM104)"];
    assert_eq!(lines(&applied.stdout), expected);
    assert!(applied.stderr.contains("wrote 1 fix in 3 files"), "{}", applied.stderr);
    let [base, store, view] = texts(&world);
    assert!(base.contains("from collections import deque\n"), "{base}");
    assert!(base.contains("self._seen: deque[str] = deque(maxlen=self._size)"), "{base}");
    assert!(!store.contains("pop(0)") && store.contains("self._seen.append(line)"), "{store}");
    assert!(view.contains("list(self._seen)[-count:]"), "{view}");
    assert_eq!(world.amends(&["apply", "--select", "AM104", "--review", "--allow-dirty"]).stdout, "");
    assert_eq!(world.amends(&["undo"]).stdout, "base.py\nstore.py\nview.py\n");
    assert_eq!(texts(&world), [BASE, STORE, VIEW]);
}

#[cfg(unix)]
#[test]
fn a_third_file_that_cannot_be_written_keeps_the_others_as_they_are() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = world();
    fs::set_permissions(world.path("view.py"), fs::Permissions::from_mode(0o444)).expect("permissions");
    let refused = world.amends(&["apply", "--select", "AM104", "--review", "--allow-dirty"]);
    assert!(refused.code == 2 && refused.stderr.contains("view.py"), "{}", refused.stderr);
    assert_eq!(texts(&world), [BASE, STORE, VIEW]);
}

#[test]
fn a_fix_over_three_files_is_one_commit() {
    let world = world();
    let applied = world.amends(&["apply", "--select", "AM104", "--review", "--branch", "fixes"]);
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    let log = world.git(&["log", "--format=%h", "main..fixes"]);
    assert_eq!(log.lines().count(), 1, "{log}");
    let names = world.git(&["diff", "--name-only", "main", "fixes"]);
    assert_eq!(lines(&names), ["base.py", "store.py", "view.py"]);
    assert_eq!(texts(&world), [BASE, STORE, VIEW], "the own tree is as it was");
}

#[test]
fn a_check_that_one_file_fails_takes_the_fix_out_of_all() {
    let world = world();
    let check = "! grep -q 'list(self._seen)' view.py";
    let applied = world.amends(&["apply", "--select", "AM104", "--review", "--verify", check]);
    assert_eq!(texts(&world), [BASE, STORE, VIEW], "{}", applied.stderr);
    assert!(applied.stdout.contains("AM104 safe base.py:4"), "{}", applied.stdout);
}
