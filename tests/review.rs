//! `amends review` as users meet it: on a terminal (through tmux, where there is one), and without.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_amends");

/// Three silent handlers, of which the last one's fix changes behaviour.
const CODE: &str = "import logging\n\nlogger = logging.getLogger(__name__)\n\n\n\
def close(a, b):\n    try:\n        a.close()\n    except Exception:\n        pass\n    try:\n        \
b.close()\n    except Exception:\n        pass\n\n\ndef __del__(c):\n    try:\n        c.close()\n    \
except Exception:\n        pass\n";

fn project() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    fs::write(folder.path().join("link.py"), CODE).expect("a file");
    folder
}

fn amends(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(PROGRAM)
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("amends runs");
    // It may end before it has read everything.
    let _ = child.stdin.take().expect("stdin").write_all(input.as_bytes());
    child.wait_with_output().expect("amends ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn decisions(folder: &Path) -> String {
    fs::read_to_string(folder.join("amends-decisions.toml")).unwrap_or_default()
}

fn diff(folder: &Path, arguments: &[&str]) -> String {
    let mut all = vec!["diff"];
    all.extend(arguments);
    text(&amends(folder, &all, "").stdout)
}

#[test]
fn what_is_decided_is_what_diff_prints() {
    let folder = project();
    let input = "e closing did not work\nn\ny\n";
    let ran = amends(folder.path(), &["review"], input);
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran.stderr));
    let said = text(&ran.stdout);
    assert!(said.contains("[1/3  0 decided] accept this fix"), "{said}");
    assert!(said.contains("2 accepted, 1 skipped, 0 ignored, 0 undecided\n"), "{said}");
    // Accepted with other words; skipped though safe; accepted though it changes behaviour.
    let patch = diff(folder.path(), &[]);
    assert!(patch.contains("+        logger.debug(\"closing did not work\", exc_info=True)\n"), "{patch}");
    assert!(!patch.contains("Failed to close b") && patch.contains("Failed to close c"), "{patch}");
    // Nothing is left to decide, and what was decided can be seen again.
    let again = amends(folder.path(), &["review"], "");
    assert_eq!(
        (again.status.code(), text(&again.stdout).as_str()),
        (Some(0), "all 3 are decided; `--all` shows them again\n")
    );
    let all = text(&amends(folder.path(), &["review", "--all"], "q\n").stdout);
    assert!(all.contains("AM401 log-swallowed-exception  safe  accepted\n"), "{all}");
    // The code changes: the accept no longer counts, the skip does.
    fs::write(folder.path().join("link.py"), CODE.replace("c.close()", "c.closing.close()")).expect("a file");
    let patch = diff(folder.path(), &[]);
    assert!(!patch.contains("Failed to close c") && patch.contains("closing did not work"), "{patch}");
    let asked = text(&amends(folder.path(), &["review"], "q\n").stdout);
    assert!(asked.contains("accepted before, changed since"), "{asked}");
}

#[test]
fn stale_decisions_are_listed_and_removed() {
    let folder = project();
    amends(folder.path(), &["review"], "A\ny\n");
    assert_eq!(decisions(folder.path()).matches("[[decision]]").count(), 3);
    fs::write(folder.path().join("link.py"), &CODE[..CODE.find("def __del__").expect("it is there")])
        .expect("a file");
    let listed = amends(folder.path(), &["review", "--stale"], "");
    assert_eq!(text(&listed.stdout), "link.py:20: AM401 accept\n");
    assert!(text(&listed.stderr).contains("1 of 3 decisions no longer there"), "{}", text(&listed.stderr));
    // Those of other codes and files are not looked at.
    let other = amends(folder.path(), &["review", "--prune", "--select", "AM502"], "");
    assert_eq!(text(&other.stdout), "");
    amends(folder.path(), &["review", "--prune"], "");
    assert_eq!(decisions(folder.path()).matches("[[decision]]").count(), 2);
    fs::remove_file(folder.path().join("link.py")).expect("a file");
    fs::write(folder.path().join("other.py"), "").expect("a file");
    amends(folder.path(), &["review", "--prune", "."], "");
    assert_eq!(decisions(folder.path()).matches("[[decision]]").count(), 0);
}

#[test]
fn an_ignored_finding_stays_ignored_and_undo_takes_the_comment_back() {
    let folder = project();
    let ran = amends(folder.path(), &["review"], "i the peer is gone\nq\n");
    assert_eq!(ran.status.code(), Some(1), "two are undecided: {}", text(&ran.stderr));
    let code = fs::read_to_string(folder.path().join("link.py")).expect("a file");
    assert_eq!(
        code,
        CODE.replacen("Exception:", "Exception:  # amends: ignore[AM401] the peer is gone", 1),
        "{}",
        text(&ran.stdout)
    );
    assert!(!diff(folder.path(), &["--review"]).contains("Failed to close a"));
    amends(folder.path(), &["undo"], "");
    assert_eq!(fs::read_to_string(folder.path().join("link.py")).expect("a file"), CODE);
}

#[test]
fn wrong_use_says_what_to_do() {
    let folder = project();
    let from_input = amends(folder.path(), &["review", "-"], CODE);
    assert_eq!(from_input.status.code(), Some(2));
    assert!(text(&from_input.stderr).contains("cannot be reviewed"), "{}", text(&from_input.stderr));
    fs::write(folder.path().join("amends-decisions.toml"), "[[decision]]\nfingerprint = \"\\u001b\"\n")
        .expect("a file");
    let broken = amends(folder.path(), &["review"], "y\n");
    assert_eq!(broken.status.code(), Some(2));
    let error = text(&broken.stderr);
    assert!(error.contains("amends-decisions.toml:1: this decision has no `decision`"), "{error}");
    assert!(!error.contains('\x1b'), "{error}");
}

/// A terminal of its own; it ends with the test.
struct Tmux {
    socket: String,
    folder: TempDir,
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let _ = self.run(&["kill-server"]);
    }
}

impl Tmux {
    /// `None` where there is no tmux: then nothing can be tested here.
    fn start(width: u16, height: u16, environment: &str, arguments: &str) -> Option<Tmux> {
        if Command::new("tmux").arg("-V").output().is_err() {
            eprintln!("skipped: there is no tmux here");
            return None;
        }
        let folder = project();
        let socket = folder.path().join("tmux").to_string_lossy().into_owned();
        let tmux = Tmux { socket, folder };
        let (width, height) = (width.to_string(), height.to_string());
        let mut command = vec!["-f", "/dev/null", "new-session", "-d", "-x", &width, "-y", &height];
        let project = tmux.folder.path().to_string_lossy().into_owned();
        // A shell around it, to see what is left on the terminal afterwards.
        let line = format!(
            "env {environment} '{PROGRAM}' review {arguments}; echo \"ended with $?\"; stty -a; exec sleep 1000"
        );
        command.extend(["-c", &project, &line]);
        let started = tmux.run(&command);
        if !started.status.success() {
            eprintln!("skipped: tmux does not start here: {}", text(&started.stderr));
            return None;
        }
        Some(tmux)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new("tmux")
            .args(["-S", &self.socket])
            .args(arguments)
            .env_remove("TMUX")
            .stdin(Stdio::null())
            .output()
            .expect("tmux runs")
    }

    /// The process of the review in the pane's shell. `None`, with the reason printed, where that cannot be asked.
    fn child(&self) -> Option<String> {
        let pane = text(&self.run(&["display-message", "-p", "#{pane_pid}"]).stdout);
        let Ok(children) = Command::new("pgrep").args(["-P", pane.trim(), "-x", "amends"]).output() else {
            eprintln!("skipped: there is no pgrep here");
            return None;
        };
        let child = text(&children.stdout).trim().to_string();
        assert!(!child.is_empty(), "amends runs in the pane's shell");
        Some(child)
    }

    fn keys(&self, keys: &[&str]) {
        let mut command = vec!["send-keys"];
        command.extend(keys);
        assert!(self.run(&command).status.success());
    }

    /// The screen once it holds a text. Fails, showing the screen, if that never comes.
    fn shows(&self, wanted: &str) -> String {
        let start = Instant::now();
        loop {
            let screen = text(&self.run(&["capture-pane", "-p"]).stdout);
            if screen.contains(wanted) {
                return screen;
            }
            assert!(start.elapsed() < Duration::from_secs(120), "no {wanted:?} in:\n{screen}");
            std::thread::yield_now();
        }
    }
}

#[test]
fn the_screen_on_a_real_terminal() {
    let Some(tmux) = Tmux::start(80, 24, "", ".") else { return };
    let folder = tmux.folder.path();
    // The line at the bottom is drawn last.
    let first = tmux.shows("? help  q quit");
    assert!(first.starts_with(" 1/3  0 decided"), "{first}");
    assert!(first.contains(" link.py:9  in close\n close drops Exception without a trace\n"), "{first}");
    assert!(
        first.contains(
            " -        pass\n +        logger.debug(\"Failed to close a in close\", exc_info=True)\n"
        ),
        "{first}"
    );
    assert!(
        first.contains(" y accept  n skip  e edit  i ignore  u undo  h/l other fix  ? help  q quit"),
        "{first}"
    );
    tmux.keys(&["y"]);
    tmux.shows("2/3  1 decided");
    assert!(decisions(folder).contains("decision = \"accept\""), "it is written at once");
    tmux.keys(&["e"]);
    tmux.shows("> Failed to close b in close");
    tmux.keys(&["C-u", "geht nicht: füñf 漢字", "Enter"]);
    tmux.shows("3/3  2 decided");
    assert!(decisions(folder).contains("log-message = \"geht nicht: füñf 漢字\""), "{}", decisions(folder));
    // Smaller, too small, and back.
    tmux.run(&["resize-window", "-x", "60", "-y", "12"]);
    tmux.shows("\n changes: it logs while an object is destroyed, when\n   modules may be gone\n");
    tmux.run(&["resize-window", "-x", "30", "-y", "8"]);
    tmux.shows("too small");
    tmux.run(&["resize-window", "-x", "100", "-y", "30"]);
    tmux.shows("3/3  2 decided");
    tmux.keys(&["i"]);
    tmux.shows("Why ignore it for ever?");
    tmux.keys(&["the interpreter ends", "Enter"]);
    tmux.shows("all are decided");
    let code = fs::read_to_string(folder.join("link.py")).expect("a file");
    assert!(
        code.ends_with("except Exception:  # amends: ignore[AM401] the interpreter ends\n        pass\n"),
        "{code}"
    );
    tmux.keys(&["u"]);
    tmux.shows("the comment is taken out again");
    assert_eq!(fs::read_to_string(folder.join("link.py")).expect("a file"), CODE);
    tmux.keys(&["q"]);
    let left = tmux.shows("ended with 1");
    assert!(left.contains("2 accepted, 0 skipped, 0 ignored, 1 undecided"), "{left}");
    assert!(!left.contains("close drops"), "the screen is as before: {left}");
    let settings = tmux.shows(" echo ");
    assert!(settings.contains(" icanon") && settings.contains(" echo "), "{settings}");
}

#[test]
fn signals_leave_the_terminal_as_it_was() {
    let Some(tmux) = Tmux::start(80, 24, "NO_COLOR=1", ".") else { return };
    tmux.shows("? help  q quit");
    let coloured = text(&tmux.run(&["capture-pane", "-p", "-e"]).stdout);
    // Bold and reverse are there; colours of text are not.
    assert!(coloured.contains("\x1b[7m") && coloured.contains("\x1b[1m"), "{coloured:?}");
    assert!(
        !coloured.contains("[31m") && !coloured.contains("[32m") && !coloured.contains("38;5"),
        "{coloured:?}"
    );
    let Some(child) = tmux.child() else { return };
    assert!(Command::new("kill").args(["-TERM", &child]).status().expect("kill runs").success());
    let left = tmux.shows("ended with");
    let settings = tmux.shows("icanon");
    assert!(!settings.contains("-icanon") && !left.contains("close drops"), "{settings}");
}

/// The window is closed or the connection lost: the program ends, and does not read on for ever.
#[test]
fn a_review_ends_with_its_terminal() {
    let Some(tmux) = Tmux::start(80, 24, "", ".") else { return };
    tmux.shows("1/3  0 decided");
    tmux.keys(&["y"]);
    tmux.shows("2/3  1 decided");
    let Some(child) = tmux.child() else { return };
    assert!(tmux.run(&["kill-server"]).status.success());
    let start = Instant::now();
    while Command::new("kill")
        .args(["-0", &child])
        .stderr(Stdio::null())
        .status()
        .expect("kill runs")
        .success()
    {
        assert!(start.elapsed() < Duration::from_secs(120), "process {child} is still there");
        std::thread::yield_now();
    }
    assert_eq!(decisions(tmux.folder.path()).matches("[[decision]]").count(), 1, "nothing is lost");
}

#[test]
fn a_dumb_terminal_gets_the_prompt() {
    let Some(tmux) = Tmux::start(80, 24, "TERM=dumb", ".") else { return };
    tmux.shows("[1/3  0 decided] accept this fix [y,n,e,i,u,q,?]?");
    tmux.keys(&["A", "Enter"]);
    tmux.shows("Accept all 3 undecided fixes of AM401 (2 safe, 1 review)? y/n");
    tmux.keys(&["y", "Enter"]);
    tmux.shows("ended with 0");
    assert_eq!(decisions(tmux.folder.path()).matches("decision = \"accept\"").count(), 3);
}
