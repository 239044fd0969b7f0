//! Output of which nobody reads the end (`amends check | head`): the exit code is that of what was found, and nothing
//! is said of the pipe.

use std::process::{Command, Stdio};

use crate::writing::world::{SILENT, World};

/// The exit code and standard error where standard output is a pipe that nobody reads; `deaf`: standard error, too.
fn unheard(world: &World, arguments: &[&str], deaf: bool) -> (i32, String) {
    let closed = || {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        writer
    };
    let mut command = Command::new(env!("CARGO_BIN_EXE_amends"));
    command.current_dir(world.project()).args(arguments).stdin(Stdio::null()).stdout(closed());
    let errors = if deaf { closed().into() } else { Stdio::piped() };
    let output = command.stderr(errors).output().expect("amends runs");
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

const LOCKS: &str = "import asyncio\n\n\nclass Desk:\n    def __init__(self):\n        self._in = asyncio.Lock()\n        self._out = asyncio.Lock()\n\n    async def file(self):\n        async with self._in:\n            async with self._out:\n                pass\n\n    async def back(self):\n        async with self._out:\n            async with self._in:\n                pass\n";

#[test]
fn the_exit_code_is_that_of_the_findings() {
    let open = World::with(&[("a.py", SILENT), ("desk.py", LOCKS)]);
    let clean = World::with(&[("a.py", "x = 1\n")]);
    let mut runs: Vec<Vec<&str>> = ["text", "json", "sarif", "github", "gitlab", "junit", "markdown"]
        .map(|format| vec!["check", "--format", format])
        .to_vec();
    runs.extend([vec!["diff"], vec!["diff", "--stat"], vec!["locks", "--cycles"], vec!["review", "--plain"]]);
    for arguments in runs {
        for deaf in [false, true] {
            let (code, said) = unheard(&open, &arguments, deaf);
            assert_eq!(code, 1, "{arguments:?}: {said}");
            assert!(!said.contains("roken") && !said.contains("error"), "{arguments:?}: {said}");
            let (code, said) = unheard(&clean, &arguments, deaf);
            assert_eq!(code, 0, "{arguments:?}: {said}");
        }
    }
}

#[test]
fn what_cannot_be_read_is_still_told_apart_and_what_is_listed_is_listed() {
    let world = World::with(&[("a.py", SILENT), ("b.py", "asyncio.create_task(\n")]);
    for arguments in [["check", "."], ["diff", "."], ["tasks", "."]] {
        for deaf in [false, true] {
            assert_eq!(unheard(&world, &arguments, deaf).0, 2, "{arguments:?}");
        }
    }
    let audit =
        "# Audit\n\n## 1.1 Swallowed exception [HIGH]\n\n**File:** `a.py:9`\n\n`except Exception: pass`\n";
    world.write("AUDIT.md", audit);
    let heard = world.amends(&["audit", "AUDIT.md", "a.py"]).code;
    assert_eq!(unheard(&world, &["audit", "AUDIT.md", "a.py"], true).0, heard);
    for arguments in [["list", "--json"], ["explain", "AM401"], ["config", "show"]] {
        for deaf in [false, true] {
            assert_eq!(unheard(&world, &arguments, deaf).0, 0, "{arguments:?}");
        }
    }
    let (code, _) = unheard(&world, &["scaffold", "task-set", "--into", "."], true);
    assert_eq!(code, 0);
    assert!(world.path("task_set.py").exists());
}
