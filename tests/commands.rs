//! Commands of the user: their output, their end, their time limit, and interruption.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use amends::command::{End, Job, Ran, RunError};
use amends::interrupt::Interrupt;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a directory")
}

fn ran(line: &str) -> Ran {
    let folder = folder();
    Job::shell(line, folder.path()).run(&Interrupt::new()).expect("the command starts")
}

fn fifo(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    assert!(Command::new("mkfifo").arg(&path).status().expect("mkfifo starts").success());
    path
}

/// Reads until all writers are gone: the proof that every process that holds the other end has ended.
fn until_closed(fifo: PathBuf) -> thread::JoinHandle<String> {
    thread::spawn(move || fs::read_to_string(fifo).expect("the fifo is read"))
}

#[test]
fn output_and_errors_come_in_order_and_the_status_tells() {
    let ran = ran("echo one; echo two >&2; echo three; exit 3");
    assert_eq!((ran.end, ran.passed()), (End::Exited(3), false));
    assert_eq!(String::from_utf8_lossy(&ran.output), "one\ntwo\nthree\n");
    assert_eq!((ran.dropped, ran.last_lines(2)), (0, vec!["two".to_string(), "three".to_string()]));
    assert_eq!(ran.end.explain(), "ended with exit status 3");
}

#[test]
fn it_runs_in_its_folder_without_input_in_a_group_of_its_own() {
    let folder = folder();
    fs::write(folder.path().join("here"), "yes").expect("a file");
    let line = "cat; cat here; test \"$(ps -o pgid= -p $$)\" -eq $$";
    let ran = Job::shell(line, folder.path()).run(&Interrupt::new()).expect("it starts");
    assert_eq!((String::from_utf8_lossy(&ran.output).as_ref(), ran.passed()), ("yes", true));
}

#[test]
fn large_output_is_cut_at_the_front_and_blocks_nobody() {
    let folder = folder();
    let line = "head -c 10000000 /dev/zero | tr '\\0' x; echo; echo the end";
    let ran = Job::shell(line, folder.path()).kept_output(1000).run(&Interrupt::new()).expect("it starts");
    assert!(ran.passed());
    assert_eq!((ran.output.len(), ran.dropped), (1000, 10_000_009 - 1000));
    assert!(ran.output.ends_with(b"xx\nthe end\n"));
}

#[test]
fn lines_are_shown_without_terminal_codes() {
    let ran = ran(r"printf '\033[31mred\033[0m\tx\r\n\033]0;title\007\007b\377\n'");
    assert_eq!(ran.last_lines(9), ["red    x", "b\u{fffd}"]);
}

#[test]
fn a_command_that_is_not_there_is_told() {
    let ran = ran("no-such-command-here --flag");
    assert_eq!(ran.end, End::Exited(127));
    assert!(ran.end.explain().contains("not found"), "{}", ran.end.explain());
    let here = folder();
    let program = |name: &str, folder: &Path| {
        Job::program(Path::new(name), [], folder).run(&Interrupt::new()).expect_err("it cannot start")
    };
    assert_eq!(
        program("no-such-command-here", here.path()).to_string(),
        "no-such-command-here: command not found; check its name, or give its path"
    );
    assert!(matches!(program("sh", &here.path().join("none")), RunError::NoFolder { .. }));
    fs::write(here.path().join("plain"), "text").expect("a file");
    let plain = here.path().join("plain");
    assert!(matches!(program(plain.to_str().expect("UTF-8"), here.path()), RunError::NotStarted { .. }));
}

#[test]
fn a_signal_is_told() {
    assert_eq!(ran("kill -s KILL $$").end, End::Signal(9));
}

#[test]
fn a_program_gets_its_arguments_unchanged() {
    let folder = folder();
    let arguments = ["-c", "printf '%s|' \"$@\"", "sh", "a b", "$HOME", "*", "-x"].map(Into::into);
    let job = Job::program(Path::new("sh"), arguments, folder.path());
    let ran = job.run(&Interrupt::new()).expect("sh starts");
    assert_eq!(String::from_utf8_lossy(&ran.output), "a b|$HOME|*|-x|");
}

#[test]
fn the_time_limit_ends_grandchildren_that_ignore_being_asked() {
    let folder = folder();
    let closed = until_closed(fifo(folder.path(), "held"));
    let line = "(trap '' TERM; exec 3>held; echo up; while :; do sleep 1000; done) & wait";
    let job =
        Job::shell(line, folder.path()).limit(Duration::from_millis(300)).grace(Duration::from_millis(100));
    let ran = job.run(&Interrupt::new()).expect("it starts");
    assert_eq!(ran.end, End::TimedOut(Duration::from_millis(300)));
    assert!(!ran.passed() && ran.end.explain().contains("time limit of 300ms"));
    closed.join().expect("the grandchild is gone");
}

#[test]
fn what_a_command_leaves_running_is_ended_with_it() {
    let folder = folder();
    let closed = until_closed(fifo(folder.path(), "held"));
    // The background process holds the pipe; the command goes on only when it is up, and then ends.
    let line = "mkfifo ready; (exec 3>held; echo x >ready; sleep 1000) & read x <ready; echo done";
    let ran = Job::shell(line, folder.path()).run(&Interrupt::new()).expect("it starts");
    assert_eq!((ran.end, ran.output.as_slice()), (End::Exited(0), &b"done\n"[..]));
    closed.join().expect("the background process is gone");
}

#[test]
fn a_daemon_that_holds_the_output_open_does_not_hold_us() {
    let folder = folder();
    if Command::new("setsid").arg("true").status().is_err() {
        eprintln!("skipped: there is no setsid");
        return;
    }
    let line =
        "setsid sh -c 'echo $$ >pid; mv pid up; exec sleep 1000' & until test -e up; do :; done; echo done";
    let ran = Job::shell(line, folder.path()).run(&Interrupt::new()).expect("it starts");
    assert_eq!((ran.end, ran.output.as_slice()), (End::Exited(0), &b"done\n"[..]));
    let daemon = fs::read_to_string(folder.path().join("up")).expect("the daemon wrote its number");
    let ended = Command::new("kill").arg(daemon.trim()).status().expect("kill starts");
    assert!(ended.success(), "a process in a session of its own is left alone");
}

#[test]
fn an_interruption_ends_the_run() {
    let folder = folder();
    let up = until_closed(fifo(folder.path(), "up"));
    let closed = until_closed(fifo(folder.path(), "held"));
    let job = Job::shell("exec 3>held; echo up >up; sleep 1000", folder.path());
    let interrupt = Interrupt::new();
    let raised = interrupt.clone();
    let user = thread::spawn(move || {
        assert_eq!(up.join().expect("the command is up"), "up\n");
        raised.raise();
    });
    assert_eq!(job.run(&interrupt).expect_err("interrupted"), RunError::Interrupted);
    user.join().expect("the user is there");
    closed.join().expect("the command is gone");
    assert_eq!(job.run(&interrupt).expect_err("still interrupted"), RunError::Interrupted);
}

/// Not a test of its own: what [`signals_reach_a_run`] starts as another process.
#[test]
fn child_that_waits_for_signals() {
    let Some(folder) = std::env::var_os("AMENDS_TEST_SIGNALS") else { return };
    let folder = PathBuf::from(folder);
    let interrupt = Interrupt::of_process().expect("the handler is installed");
    let line = "trap 'echo >asked' TERM; exec 3>held; echo up >up; while :; do sleep 1000; done";
    let grace = if folder.join("patient").exists() { Duration::from_secs(100_000) } else { Duration::ZERO };
    let result = Job::shell(line, &folder).grace(grace).run(&interrupt);
    assert_eq!(result.expect_err("interrupted"), RunError::Interrupted);
    fs::write(folder.join("interrupted"), "").expect("a file");
}

fn signalled(folder: &Path, signals: &[&str]) -> std::process::ExitStatus {
    let up = until_closed(fifo(folder, "up"));
    let closed = until_closed(fifo(folder, "held"));
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "commands::child_that_waits_for_signals"])
        .env("AMENDS_TEST_SIGNALS", folder)
        .stdout(Stdio::null())
        .spawn()
        .expect("it starts again");
    assert_eq!(up.join().expect("the command is up"), "up\n");
    for (number, signal) in signals.iter().enumerate() {
        // Two that wait together would be one.
        while number > 0 && !folder.join("asked").exists() {
            thread::sleep(Duration::from_millis(5));
        }
        let pid = child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &pid]).status().expect("kill starts").success());
    }
    let status = child.wait().expect("it ends");
    closed.join().expect("the command is gone");
    status
}

#[test]
fn signals_reach_a_run() {
    for signal in ["INT", "TERM"] {
        let folder = folder();
        assert!(signalled(folder.path(), &[signal]).success());
        assert!(folder.path().join("interrupted").exists());
    }
}

#[test]
fn a_second_signal_kills_what_does_not_end_and_a_run_still_ends_in_good_order() {
    let folder = folder();
    fs::write(folder.path().join("patient"), "").expect("a file");
    assert!(signalled(folder.path(), &["INT", "INT"]).success());
    assert!(folder.path().join("interrupted").exists());
}
