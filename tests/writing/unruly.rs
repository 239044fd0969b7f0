//! Checks of `--verify` that misbehave: flaky ones, and those that edit, commit, ask the terminal or do not end.

use std::fs;

use super::world::{SILENT, World, ran};
use crate::execute::python;

fn four() -> World {
    World::with(&[("a.py", SILENT), ("b.py", SILENT), ("c.py", SILENT), ("d.py", SILENT)])
}

/// A check that sees in `$n` how often it was run.
fn counted(rest: &str) -> String {
    format!("n=$(cat .git/n 2>/dev/null || echo 0); n=$((n+1)); echo $n > .git/n; {rest}")
}

#[test]
fn one_failure_by_chance_leaves_no_fix_out() {
    let world = four();
    let applied = world.amends(&["apply", "--format", "json", "--verify", &counted("test $n -ne 2")]);
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    assert!(
        applied
            .stderr
            .contains("is unreliable: it failed once and passed once with the same fixes (runs 2 and 5)"),
        "{}",
        applied.stderr
    );
    assert_eq!(world.git(&["diff", "--name-only"]), "a.py\nb.py\nc.py\nd.py");
    for line in applied.stdout.lines() {
        let fix: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert_eq!((&fix["status"], &fix["check_unreliable"]), (&"applied".into(), &true.into()));
    }
}

#[test]
fn a_check_that_fails_from_some_run_on_blames_no_fix() {
    for world in [four(), World::with(&[("a.py", SILENT)])] {
        let applied = world.amends(&["apply", "--verify", &counted("test $n -lt 2")]);
        assert_eq!((applied.code, applied.stdout.as_str()), (3, ""), "{}", applied.stderr);
        assert!(
            applied.stderr.contains("does not pass without any fix either any more")
                && applied.stderr.contains("nothing was written. It printed nothing\n"),
            "{}",
            applied.stderr
        );
        assert_eq!(world.git(&["status", "--porcelain"]), "");
    }
}

#[test]
fn where_every_fix_is_to_blame_nothing_passes() {
    let world = World::with(&[("a.py", SILENT)]);
    let applied = world.amends(&["apply", "--verify", "! grep -q exc_info a.py"]);
    assert_eq!(applied.code, 3);
    assert!(
        applied
            .stderr
            .contains("passed with none of the fixes that were tried, after 3 runs; 1 fix left out"),
        "{}",
        applied.stderr
    );
}

#[test]
fn a_check_that_edits_what_is_on_trial_is_named_and_its_work_is_set_aside() {
    let world = World::with(&[("a.py", SILENT), ("b.py", SILENT)]);
    let check = "if grep -q exc_info a.py; then echo '# formatted' >> a.py; fi";
    let applied = world.amends(&["apply", "--verify", check]);
    assert_eq!((applied.code, applied.stdout.as_str()), (2, ""));
    for part in [
        "itself changes files that fixes are on trial in: a.py; what was written is taken back",
        "; what was found in a.py is in .amends/left/",
        "--format-with",
    ] {
        assert!(applied.stderr.contains(part), "{part}: {}", applied.stderr);
    }
    assert!(applied.stderr.lines().any(|line| line.starts_with("error: ")), "{}", applied.stderr);
    assert_eq!((world.read("a.py"), world.read("b.py")), (SILENT.into(), SILENT.into()));
    let left: Vec<_> = fs::read_dir(world.path(".amends/left")).expect("a folder").collect();
    let [Ok(left)] = left.as_slice() else { panic!("{left:?}") };
    let left = fs::read_to_string(left.path()).expect("text");
    assert!(left.contains("exc_info") && left.ends_with("# formatted\n"), "{left}");
    assert!(world.amends(&["undo"]).stderr.contains("nothing to undo"));
}

#[test]
fn a_check_that_edits_without_any_fix_is_named_at_once() {
    for place in [["--allow-dirty", "--quiet"], ["--branch", "fixes"]] {
        let world = World::with(&[("a.py", SILENT), ("b.py", SILENT)]);
        let check = ["apply", "--verify", "echo '# seen' >> a.py"];
        let applied = world.amends(&[&check[..], &place].concat());
        assert_eq!(applied.code, 2);
        assert!(
            applied.stderr.contains("even without any fix: a.py; nothing was written"),
            "{}",
            applied.stderr
        );
        assert!(!applied.stderr.contains("again"), "{}", applied.stderr);
        assert_eq!(applied.stderr.matches("nothing was written").count(), 1, "{}", applied.stderr);
        assert_eq!(world.read("b.py"), SILENT);
    }
}

#[test]
fn a_check_that_moves_head_is_refused() {
    for check in ["git commit -qam sneaky || true", "git checkout -q -B other"] {
        for place in [&["--branch", "y"][..], &[]] {
            let world = World::with(&[("a.py", SILENT)]);
            let applied = world.amends(&[&["apply", "--verify", check], place].concat());
            assert_eq!((applied.code, applied.stdout.as_str()), (2, ""), "{}", applied.stderr);
            assert!(applied.stderr.contains("has moved HEAD of the work tree"), "{}", applied.stderr);
            assert_eq!(world.git(&["branch", "--list", "y"]), "");
            assert_eq!(world.read("a.py"), SILENT);
        }
    }
}

#[test]
fn an_empty_command_is_no_check_and_no_formatter() {
    let world = World::with(&[("a.py", SILENT)]);
    for option in ["--verify", "--format-with"] {
        for empty in ["", " "] {
            let applied = world.amends(&["apply", option, empty]);
            assert_eq!(applied.code, 2);
            assert!(applied.stderr.contains("it is empty; is a variable not set?"), "{}", applied.stderr);
        }
    }
    assert_eq!(world.read("a.py"), SILENT);
}

/// The terminal is that of a Python that makes one.
#[cfg(unix)]
#[test]
fn a_check_that_asks_the_terminal_has_failed() {
    let world = World::with(&[("a.py", SILENT)]);
    let terminal = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
    let program = env!("CARGO_BIN_EXE_amends");
    let arguments = ["-c", terminal, program, "apply", "--verify", "read answer </dev/tty"];
    let python = python();
    let output = world.command(&python.to_string_lossy(), &arguments).output().expect("Python runs");
    let applied = ran(&output);
    assert_eq!(applied.code, 3, "{} {}", applied.stdout, applied.stderr);
    assert!(applied.stdout.contains("was stopped, because it asks the terminal"), "{}", applied.stdout);
    assert_eq!(world.read("a.py"), SILENT);
}

#[cfg(unix)]
#[test]
fn a_second_interrupt_kills_the_check_and_everything_is_taken_back() {
    use std::io::{BufRead as _, BufReader, Read as _};
    let world = World::with(&[("a.py", SILENT)]);
    std::process::Command::new("mkfifo").arg(world.path(".git/gate")).status().expect("mkfifo runs");
    let check =
        "if grep -q exc_info a.py; then trap '' TERM; echo here > .git/gate; while :; do sleep 1; done; fi";
    let mut running = world.start(&["apply", "--verify", check]);
    assert_eq!(fs::read_to_string(world.path(".git/gate")).expect("the check runs"), "here\n");
    let pid = running.id().to_string();
    let interrupt = || {
        std::process::Command::new("kill").args(["-INT", &pid]).status().expect("kill runs");
    };
    interrupt();
    let mut said = BufReader::new(running.stderr.take().expect("a pipe"));
    let mut lines = String::new();
    while !lines.ends_with("stopping the check; press again to kill it\n") {
        assert_ne!(said.read_line(&mut lines).expect("text"), 0, "{lines}");
    }
    interrupt();
    said.read_to_string(&mut lines).expect("text");
    assert_eq!(running.wait().expect("it ends").code(), Some(130), "{lines}");
    assert!(lines.ends_with("killing the check\ninterrupted; what was written is taken back\n"), "{lines}");
    assert_eq!(world.git(&["status", "--porcelain"]), "");
}
