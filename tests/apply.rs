//! Writing files: whatever goes wrong at whatever moment, all bytes are old or all are new. The library is driven
//! from child processes, which are this test binary with one test of it, so that they can be killed.

mod crash;
mod full;
mod guards;
mod hostile;
mod runs;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use amends::apply::{self, ApplyError, Change, End, Locked, Patience, Recovery};
use tempfile::TempDir;

const CRLF: &[u8] = b"# -*- coding: latin-1 -*-\r\nx = '\xe4'\r\n";
const CRLF_NEW: &[u8] = b"# -*- coding: latin-1 -*-\r\nx = '\xe4\xf6'\r\ny = 1\r\n";
const LINKED: &[u8] = b"def f():\n    pass\n";
const LINKED_NEW: &[u8] = b"def f():\n    return 'a longer one than before'\n";
const STRANGE: &[u8] = b"a = 1\nb = 2\nc = 3\n";
const STRANGE_NEW: &[u8] = b"a = 1\n";
const STRANGE_PATH: &str = "-odd\n name/m\u{fc}.py";

/// What a command adds to files on trial.
const EDIT: &[u8] = b"# by the check\n";

/// A project with a file in another encoding, one with a second name, and one in a folder with a strange name.
fn project() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path());
    folder
}

/// The same without a disk under it, where there is such a thing: thousands of syncs take minutes otherwise.
fn in_memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    let folder = tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir()).expect("a folder");
    fill(folder.path());
    folder
}

fn fill(root: &Path) {
    write(root, "crlf.py", CRLF);
    write(root, "linked.py", LINKED);
    fs::hard_link(root.join("linked.py"), root.join("other name.py")).expect("a second name");
    write(root, STRANGE_PATH, STRANGE);
    write(root, "untouched.py", b"pass\n");
}

fn write(root: &Path, name: &str, bytes: &[u8]) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
    fs::write(path, bytes).expect("a file");
}

fn change(path: &str, before: &[u8], after: &[u8]) -> Change {
    Change { path: path.into(), before: before.to_vec(), after: after.to_vec() }
}

fn changes() -> Vec<Change> {
    vec![
        change("crlf.py", CRLF, CRLF_NEW),
        change("linked.py", LINKED, LINKED_NEW),
        change(STRANGE_PATH, STRANGE, STRANGE_NEW),
    ]
}

fn lock(root: &Path) -> Result<Locked, ApplyError> {
    apply::lock(root, &mut |_| Patience::GiveUp)
}

/// All files but those of the state, with their bytes and modes; and the inode of the one with two names.
fn tree(root: &Path) -> BTreeMap<OsString, (Vec<u8>, u32)> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let metadata = fs::symlink_metadata(&path).expect("metadata");
            let name = path.strip_prefix(root).expect("inside").as_os_str().to_os_string();
            if name.as_bytes() == b".amends" {
                continue;
            }
            if metadata.is_dir() {
                open.push(path);
            } else {
                let bytes = fs::read(&path).unwrap_or_default();
                found.insert(name, (bytes, metadata.permissions().mode() & 0o7777));
            }
        }
    }
    found
}

/// What the tree holds: every file old, every file new. A mix panics, and so does a file too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum All {
    Old,
    New,
}

fn all(root: &Path, context: &str) -> All {
    use std::os::unix::fs::MetadataExt as _;
    let tree = tree(root);
    let names: Vec<_> = tree.keys().map(|name| name.to_string_lossy().into_owned()).collect();
    assert_eq!(
        names,
        [STRANGE_PATH, "crlf.py", "linked.py", "other name.py", "untouched.py"],
        "{context}: files are left over or missing"
    );
    let inode = |name| fs::metadata(root.join(name)).expect("metadata").ino();
    assert_eq!(inode("linked.py"), inode("other name.py"), "{context}: the link is gone");
    let bytes = |name: &str| tree[std::ffi::OsStr::new(name)].0.clone();
    let found = (bytes("crlf.py"), bytes("linked.py"), bytes(STRANGE_PATH));
    if found == (CRLF.to_vec(), LINKED.to_vec(), STRANGE.to_vec()) {
        All::Old
    } else if found == (CRLF_NEW.to_vec(), LINKED_NEW.to_vec(), STRANGE_NEW.to_vec()) {
        All::New
    } else {
        panic!("{context}: neither all old nor all new: {tree:?}")
    }
}

/// The names in `.amends`, to see that nothing is left over.
fn state(root: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root.join(".amends"))
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn assert_tidy(root: &Path, context: &str) {
    for name in state(root) {
        assert!([".gitignore", "lock", "undo"].contains(&name.as_str()), "{context}: .amends/{name} is left");
    }
    let undo = root.join(".amends/undo");
    for entry in fs::read_dir(undo).into_iter().flatten() {
        let folder = entry.expect("an entry").path();
        assert!(folder.join("record.json").is_file(), "{context}: {} is half removed", folder.display());
    }
}

/// What a child is to do, and with which fault.
struct Child<'a> {
    root: &'a Path,
    job: &'a str,
    fault: String,
    log: Option<PathBuf>,
}

impl<'a> Child<'a> {
    fn new(root: &'a Path, job: &'a str, fault: impl Into<String>) -> Self {
        Child { root, job, fault: fault.into(), log: None }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(std::env::current_exe().expect("this binary"));
        command.args(["--exact", "apply::child", "--ignored", "--nocapture", "--quiet"]);
        command.env("AMENDS_TEST_ROOT", self.root).env("AMENDS_TEST_JOB", self.job);
        command.env("AMENDS_FAULT", &self.fault);
        if let Some(log) = &self.log {
            command.env("AMENDS_FAULT_LOG", log);
        }
        command
    }

    fn run(&self) -> Ran {
        Ran::of(&self.command().output().expect("a child"))
    }

    /// Starts it, and returns when it has said this line. Its standard input is open.
    fn start_until(&self, line: &str) -> std::process::Child {
        let mut child = self
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a child");
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        let mut said = String::new();
        while !said.lines().any(|said| said.contains(line)) {
            let read = output.read_line(&mut said).expect("its output");
            assert!(read > 0, "it ended without saying `{line}`: {said}");
        }
        // Nothing that it says later may be lost, or fail.
        child.stdout = Some(output.into_inner());
        child
    }
}

/// How a child ended.
#[derive(Debug)]
struct Ran {
    killed: bool,
    /// `ok`, or the error.
    said: String,
}

impl Ran {
    fn of(output: &Output) -> Ran {
        use std::os::unix::process::ExitStatusExt as _;
        let stdout = String::from_utf8_lossy(&output.stdout);
        let said = stdout.lines().find_map(|line| line.split_once("SAID ")).map(|(_, said)| said.to_string());
        let killed = output.status.signal() == Some(9);
        let said = said.unwrap_or_default();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(killed || !said.is_empty(), "the child broke: {stdout}{stderr}");
        Ran { killed, said }
    }

    fn succeeded(&self) -> bool {
        self.said.starts_with("ok")
    }
}

/// How many steps a job has on a fresh project that `prepare` has seen.
fn points(job: &str, prepare: &dyn Fn(&Path)) -> Vec<String> {
    let folder = in_memory();
    prepare(folder.path());
    let outside = tempfile::tempdir().expect("a folder");
    let log = outside.path().join("log");
    let mut child = Child::new(folder.path(), job, "");
    child.log = Some(log.clone());
    let ran = child.run();
    assert!(ran.succeeded(), "{ran:?}");
    fs::read_to_string(log).expect("the points").lines().map(ToString::to_string).collect()
}

/// Ends what a job left, here, and says which bytes are there.
fn recovered(root: &Path, context: &str) -> All {
    if let Err(error) = apply::recover_if_needed(root) {
        panic!("{context}: {error}");
    }
    // The first command that writes tidies up what cannot be seen from the journal.
    drop(lock(root).unwrap_or_else(|error| panic!("{context}: {error}")));
    assert_tidy(root, context);
    all(root, context)
}

fn fault_points_are_there() -> bool {
    if !cfg!(debug_assertions) {
        println!("skipped: fault points are only in builds with debug assertions");
    }
    cfg!(debug_assertions)
}

/// The child: does one job on one project, and says how it went.
#[test]
#[ignore = "run by other tests, in a process of its own"]
fn child() {
    let root = PathBuf::from(std::env::var_os("AMENDS_TEST_ROOT").expect("a project"));
    let job = std::env::var("AMENDS_TEST_JOB").expect("a job");
    let said = match run_job(&root, &job) {
        Ok(said) => format!("ok {said}"),
        Err(error) => format!("error {error}"),
    };
    println!("\nSAID {}", said.replace('\n', "\\n"));
}

fn run_job(root: &Path, job: &str) -> Result<String, ApplyError> {
    if job == "recover" {
        return Ok(match apply::recover_if_needed(root)? {
            Recovery::Nothing => "nothing".into(),
            Recovery::Busy(_) => "busy".into(),
            Recovery::Done(recovered) => match recovered.end {
                End::Completed(_) => "completed".into(),
                End::TakenBack(_) => "taken back".into(),
            },
        });
    }
    let mut locked = apply::lock(root, &mut |holder| {
        println!("waits for {:?}", holder.pid);
        Patience::Wait
    })?;
    match job {
        "apply" => locked
            .apply("a test", &changes())?
            .unfinished
            .map_or(Ok("whole".into()), |error| Ok(error.to_string())),
        "undo" => locked.undo()?.unfinished.map_or(Ok("whole".into()), |error| Ok(error.to_string())),
        // Two states, the second with other bytes for one file, one file left out, and all back again.
        "trial" | "trial taken back" => {
            let mut trial = locked.trial("a test");
            let all = changes();
            let mut first = all.clone();
            first[0].after = b"first = 1\r\n".to_vec();
            first[1].after = b"f\n".to_vec();
            trial.set(&first)?;
            trial.set(&all[..2])?;
            trial.set(&all)?;
            if job == "trial" {
                trial.keep()?.unfinished.map_or(Ok("whole".into()), |error| Ok(error.to_string()))
            } else {
                trial.take_back().map(|_| "whole".into())
            }
        }
        // A command that ran on a state has changed two files of it.
        "trial edited" => {
            let mut trial = locked.trial("a test");
            trial.set(&changes())?;
            for name in ["crlf.py", "linked.py"] {
                let mut bytes = fs::read(root.join(name)).expect("a file");
                bytes.extend(EDIT);
                fs::write(root.join(name), bytes).expect("an edit");
            }
            assert_eq!(trial.disturbed(), ["crlf.py", "linked.py"]);
            let back = trial.take_back_all()?;
            assert_eq!((back.aside.len(), back.left.len()), (2, 0), "{back}");
            Ok(back.to_string())
        }
        other => panic!("no job {other}"),
    }
}
