//! `--verify` as users run it: what is left out, what is kept, and that nothing is lost when it goes wrong.

use std::fs;

use super::world::{SILENT, World, ran};
use crate::execute::python;

/// A module whose handler is silent on purpose, and a test that says so: the fix of AM401 breaks it.
const PLANTED: &str = r#""""Reads gauges that come and go."""

import logging

logger = logging.getLogger(__name__)


def read_all(gauges):
    values = []
    for gauge in gauges:
        try:
            values.append(gauge.read())
        except Exception:
            pass
    return values


def shut(gauge):
    try:
        gauge.close()
    except Exception:
        pass
"#;
const PLANTED_TEST: &str = r#"import unittest

from relay.gauges import shut


class Stuck:
    def close(self):
        raise OSError("stuck")


class Gauges(unittest.TestCase):
    def test_a_stuck_gauge_is_nothing_to_log(self):
        with self.assertNoLogs(level="DEBUG"):
            shut(Stuck())
"#;

fn unittest() -> String {
    format!("'{}' -m unittest discover -q -s tests -t .", python().display())
}

fn planted() -> World {
    let world = World::relay();
    world.write("relay/gauges.py", PLANTED);
    world.write("tests/test_gauges.py", PLANTED_TEST);
    world.commit_all();
    world
}

fn json(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn the_one_fix_that_breaks_the_tests_is_found_and_left_out() {
    let world = planted();
    // With AM303's, the tests meet the relay's own deadlock: see below.
    let apply = ["apply", "--review", "--ignore", "AM303", "--format", "json"];
    let all = json(&world.amends(&[&apply[..], &["--branch", "all"]].concat()).stdout);
    let applied = world.amends(&[&apply[..], &["--verify", &unittest()]].concat());
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    let fixes = json(&applied.stdout);
    assert_eq!(fixes.len(), all.len());
    let left: Vec<_> = fixes.iter().filter(|fix| fix["status"] != "applied").collect();
    let [left] = left.as_slice() else { panic!("{left:?}") };
    assert_eq!((&left["status"], &left["symbol"]), (&"breaks-the-tests".into(), &"shut".into()), "{left}");
    let output = left["output"].to_string();
    assert!(output.contains("test_a_stuck_gauge_is_nothing_to_log") || output.contains("FAILED"), "{output}");
    let runs = applied.stderr.matches("verify: ").count();
    let most = 2.0 * (fixes.len() as f64).log2() + 2.0;
    assert!(runs as f64 <= most, "{runs} runs for {} fixes; {}", fixes.len(), applied.stderr);
    let silent = world.read("relay/gauges.py");
    assert!(silent.contains("gauge.close()\n    except Exception:\n        pass\n"), "{silent}");
    assert_ne!(world.git(&["diff", "--name-only"]), "");
    let status =
        std::process::Command::new("sh").current_dir(world.project()).args(["-c", &unittest()]).output();
    assert!(status.expect("sh runs").status.success(), "what is kept passes");
}

/// unittest runs asynchronous tests on loops in debug mode, where an `OrderedLock` checks: two tests run both ways
/// round the cycle of `LeaseTable`, whose locks are left out for it.
#[test]
fn the_tests_of_the_relay_find_its_deadlock_once_the_order_of_locks_is_checked() {
    let world = World::relay();
    let apply = ["apply", "--review", "--select", "AM303", "--format", "json", "--verify"];
    let fixes = json(&world.amends(&[&apply[..], &[&unittest()]].concat()).stdout);
    let left: Vec<_> = fixes.iter().filter(|fix| fix["status"] != "applied").collect();
    let [left] = left.as_slice() else { panic!("{left:?}") };
    assert!(left["message"].to_string().contains("`LeaseTable._"), "{left}");
    assert!(left["output"].to_string().contains("FAILED"), "{left}");
}

#[test]
fn on_a_branch_the_check_runs_in_the_work_tree_of_its_own() {
    let world = World::with(&[("a.py", SILENT), ("b.py", SILENT)]);
    world.write("a.py", "x = 1\n");
    let check = "! grep -q exc_info b.py && grep -q close a.py";
    let applied = world.amends(&["apply", "--branch", "fixes", "--verify", check]);
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    assert!(applied.stdout.contains("left out, breaks the tests: AM401 safe b.py:9: "), "{}", applied.stdout);
    assert_eq!(world.git(&["diff", "--name-only", "main", "fixes"]), "a.py");
    assert_eq!(world.read("a.py"), "x = 1\n");
}

#[test]
fn a_check_that_fails_without_fixes_stops_it() {
    let world = World::with(&[("a.py", SILENT)]);
    for place in [["--allow-dirty", "--quiet"], ["--branch", "fixes"]] {
        let ran =
            world.amends(&[&["apply", "--verify", "echo it is broken; exit 7"], place.as_slice()].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
        assert!(
            ran.stderr.contains(
                "without any fix, `echo it is broken; exit 7` ended with exit status 7. So it cannot"
            ) && ran.stderr.contains("  | it is broken"),
            "{}",
            ran.stderr
        );
    }
    assert_eq!(
        (world.read("a.py").as_str(), world.git(&["branch", "--list", "fixes"]).as_str()),
        (SILENT, "")
    );
    assert!(world.amends(&["undo"]).stderr.contains("nothing to undo"));
}

#[test]
fn where_every_fix_breaks_the_check_nothing_is_written() {
    let world = World::with(&[("a.py", SILENT), ("b.py", SILENT)]);
    let ran = world.amends(&["apply", "--verify", "! grep -q exc_info *.py"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert_eq!(ran.stdout.matches("left out, breaks the tests: ").count(), 2, "{}", ran.stdout);
    assert!(ran.stderr.contains("nothing was written"), "{}", ran.stderr);
    assert_eq!(world.git(&["status", "--porcelain"]), "");
    assert!(world.amends(&["undo"]).stderr.contains("nothing to undo"));
}

#[test]
fn the_budget_is_kept_and_what_was_not_tried_is_said() {
    let files: Vec<String> = (0..16).map(|number| format!("f{number:02}.py")).collect();
    let given: Vec<(&str, &str)> = files.iter().map(|name| (name.as_str(), SILENT)).collect();
    let world = World::with(&given);
    let check = "! grep -q exc_info f03.py && ! grep -q exc_info f12.py";
    let ran = world.amends(&["apply", "--verify", check, "--verify-runs", "4"]);
    assert_eq!(ran.stderr.matches("verify: ").count(), 4, "{}", ran.stderr);
    assert!(ran.stderr.contains("the runs did not suffice for"), "{}", ran.stderr);
    assert_eq!(
        (world.read("f03.py"), world.read("f12.py")),
        (SILENT.into(), SILENT.into()),
        "{}",
        ran.stdout
    );
}

/// The first run holds the lock while its check waits for us; the second says that it waits, and then goes on.
#[cfg(unix)]
#[test]
fn of_two_at_once_the_second_waits() {
    use std::io::{BufRead as _, BufReader, Read as _};
    let world = World::with(&[("a.py", SILENT)]);
    std::process::Command::new("mkfifo").arg(world.path(".git/gate")).status().expect("mkfifo runs");
    let mut first = world.start(&["apply", "--verify", "test -e .git/open || cat .git/gate"]);
    let mut said = BufReader::new(first.stderr.take().expect("a pipe"));
    let mut line = vec![0; "verify: without fixes".len()];
    said.read_exact(&mut line).expect("it speaks");
    let mut second = world.start(&["apply", "--allow-dirty"]);
    let mut waits = String::new();
    let mut theirs = BufReader::new(second.stderr.take().expect("a pipe"));
    theirs.read_line(&mut waits).expect("it speaks");
    assert!(waits.contains("another amends is at work here") && waits.contains("waiting"), "{waits}");
    world.write(".git/open", "");
    fs::write(world.path(".git/gate"), "").expect("the gate opens");
    let mut rest = String::new();
    said.read_to_string(&mut rest).expect("text");
    assert!(first.wait().expect("it ends").success(), "{rest}");
    theirs.read_to_string(&mut waits).expect("text");
    assert!(second.wait().expect("it ends").success(), "{waits}");
    assert!(waits.contains("nothing to write"), "{waits}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_takes_everything_back() {
    use std::io::{BufReader, Read as _};
    let world = World::with(&[("a.py", SILENT)]);
    std::process::Command::new("mkfifo").arg(world.path(".git/gate")).status().expect("mkfifo runs");
    // Passes without fixes, and waits for ever with them, once it has said that it is there.
    let check = "if grep -q exc_info a.py; then echo here > .git/gate; sleep 1000; fi";
    let mut running = world.start(&["apply", "--verify", check]);
    assert_eq!(fs::read_to_string(world.path(".git/gate")).expect("the check runs"), "here\n");
    assert_ne!(world.read("a.py"), SILENT);
    std::process::Command::new("kill").args(["-INT", &running.id().to_string()]).status().expect("kill runs");
    let mut said = String::new();
    BufReader::new(running.stderr.take().expect("a pipe")).read_to_string(&mut said).expect("text");
    assert_eq!(running.wait().expect("it ends").code(), Some(130), "{said}");
    assert!(said.contains("interrupted; what was written is taken back"), "{said}");
    assert_eq!(world.git(&["status", "--porcelain"]), "");
}

#[test]
fn the_options_of_a_check_need_one() {
    let world = World::with(&[("a.py", SILENT)]);
    let wrong = world.amends(&["apply", "--verify-runs", "5"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("--verify"), "{}", wrong.stderr);
    let missing = ran(&world
        .amends_command(&["apply", "--verify", "no-such-command-anywhere"])
        .output()
        .expect("amends runs"));
    assert!(missing.code == 3 && missing.stderr.contains("was not found"), "{}", missing.stderr);
}
