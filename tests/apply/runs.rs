//! Runs that go well, one after another and two at once.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;

use super::{
    All, Child, Ran, all, assert_tidy, change, changes, fault_points_are_there, lock, project, state, tree,
    write,
};
use amends::apply::{self, ApplyError, MOST_RECORDS, Patience, Recovery};

fn chmod(root: &Path, name: &str, mode: u32) {
    fs::set_permissions(root.join(name), fs::Permissions::from_mode(mode)).expect("a mode");
}

#[test]
fn an_apply_and_its_undo_are_exact_and_leave_no_traces_for_git() {
    let folder = project();
    let root = folder.path();
    let before = tree(root);
    let mut locked = lock(root).expect("the lock");
    assert!(locked.recovered().is_none());
    let applied = locked.apply("first", &changes()).expect("an apply");
    assert_eq!((applied.number, applied.files.len()), (Some(1), 3));
    assert_eq!(all(root, "applied"), All::New);
    let undone = locked.undo().expect("an undo");
    assert_eq!((undone.title.as_str(), undone.files.len()), ("first", 3));
    assert_eq!(tree(root), before);
    assert!(matches!(locked.undo(), Err(ApplyError::NothingToUndo { foreign: 0 })));
    assert_tidy(root, "undone");
    assert!(
        fs::read_to_string(root.join(".amends/.gitignore")).expect("a file").lines().any(|line| line == "*")
    );
}

#[test]
fn undo_takes_back_one_apply_after_another() {
    let folder = project();
    let root = folder.path();
    let mut locked = lock(root).expect("the lock");
    let states: [&[u8]; 4] = [b"pass\n", b"1\n", b"2\n", b"3\n"];
    for pair in states.windows(2) {
        locked.apply("step", &[change("untouched.py", pair[0], pair[1])]).expect("an apply");
    }
    let recorded = apply::records(root).expect("records");
    assert_eq!(recorded.iter().map(|record| record.number).collect::<Vec<_>>(), [3, 2, 1]);
    assert!(
        recorded[0].title == "step"
            && recorded[0].files == ["untouched.py"]
            && recorded[0].when > 1_600_000_000
    );
    for expected in states.iter().rev().skip(1) {
        locked.undo().expect("an undo");
        assert_eq!(&fs::read(root.join("untouched.py")).expect("a file"), expected);
    }
    assert_eq!(apply::records(root).expect("records"), []);
}

#[test]
fn only_the_newest_records_are_kept() {
    let folder = project();
    let root = folder.path();
    let mut locked = lock(root).expect("the lock");
    let mut before = b"pass\n".to_vec();
    for step in 0..MOST_RECORDS + 3 {
        let after = format!("{step}\n").into_bytes();
        locked.apply("step", &[change("untouched.py", &before, &after)]).expect("an apply");
        before = after;
    }
    let numbers: Vec<u64> =
        apply::records(root).expect("records").iter().map(|record| record.number).collect();
    assert_eq!(numbers.len(), MOST_RECORDS);
    assert_eq!((numbers[0], numbers[MOST_RECORDS - 1]), (23, 4));
    assert_eq!(fs::read_dir(root.join(".amends/undo")).expect("a folder").count(), MOST_RECORDS);
    locked.forget(23).expect("forgotten");
    assert_eq!(apply::records(root).expect("records")[0].number, 22);
}

#[test]
fn modes_links_and_owners_stay() {
    let folder = project();
    let root = folder.path();
    write(root, "run.py", b"a\n");
    write(root, "secret.py", b"b\n");
    write(root, "src/real.py", b"c\n");
    chmod(root, "run.py", 0o755);
    chmod(root, "secret.py", 0o600);
    symlink("src/real.py", root.join("link.py")).expect("a link");
    symlink("src", root.join("linked folder")).expect("a link");
    let root_runs = fs::metadata(root).expect("metadata").uid() == 0;
    if root_runs {
        std::os::unix::fs::chown(root.join("run.py"), Some(1234), Some(4321)).expect("an owner");
    } else {
        println!("skipped: owners, for want of root");
    }
    let before = tree(root);
    let changes = [
        change("run.py", b"a\n", b"aa\n"),
        change("secret.py", b"b\n", b"bb\n"),
        change("link.py", b"c\n", b"cc\n"),
    ];
    let mut locked = lock(root).expect("the lock");
    let applied = locked.apply("modes", &changes).expect("an apply");
    assert_eq!(applied.files, ["run.py", "secret.py", "src/real.py"]);
    let mode =
        |name: &str| fs::symlink_metadata(root.join(name)).expect("metadata").permissions().mode() & 0o7777;
    assert_eq!((mode("run.py"), mode("secret.py")), (0o755, 0o600));
    assert!(fs::symlink_metadata(root.join("link.py")).expect("metadata").is_symlink());
    assert_eq!(fs::read(root.join("src/real.py")).expect("a file"), b"cc\n");
    if root_runs {
        let found = fs::metadata(root.join("run.py")).expect("metadata");
        assert_eq!((found.uid(), found.gid()), (1234, 4321));
    }
    // What is done to the mode afterwards stays, too.
    chmod(root, "secret.py", 0o640);
    locked.undo().expect("an undo");
    assert_eq!(mode("secret.py"), 0o640);
    chmod(root, "secret.py", 0o600);
    assert_eq!(tree(root), before);
    locked.apply("folder", &[change("linked folder/real.py", b"c\n", b"dd\n")]).expect("an apply");
    assert_eq!(fs::read(root.join("src/real.py")).expect("a file"), b"dd\n");
}

#[test]
fn names_of_any_kind_are_written() {
    let folder = project();
    let root = folder.path();
    let long = format!("{}.py", "\u{e9}".repeat(126));
    let names = [
        "\u{65e5}\u{672c}/\u{8a9e}.py",
        "e\u{301}.py",
        "\u{1f980} crab.py",
        " ",
        "-",
        "a\tb\r.py",
        "\"'`$(x).py",
        &long,
    ];
    let changes: Vec<_> = names.iter().map(|name| change(name, b"old\n", b"new\n")).collect();
    for name in names {
        write(root, name, b"old\n");
    }
    let before = tree(root);
    let mut locked = lock(root).expect("the lock");
    locked.apply("names", &changes).expect("an apply");
    for name in names {
        assert_eq!(fs::read(root.join(name)).expect("a file"), b"new\n", "{name}");
    }
    locked.undo().expect("an undo");
    assert_eq!(tree(root), before);
}

#[test]
fn empty_files_and_changes_that_change_nothing() {
    let folder = project();
    let root = folder.path();
    write(root, "empty.py", b"");
    let mut locked = lock(root).expect("the lock");
    let same = [change("untouched.py", b"pass\n", b"pass\n")];
    let applied = locked.apply("nothing", &same).expect("an apply");
    assert!(applied.number.is_none() && applied.files.is_empty());
    locked.apply("full", &[change("empty.py", b"", b"x\n")]).expect("an apply");
    locked.apply("empty", &[change("empty.py", b"x\n", b"")]).expect("an apply");
    assert_eq!(fs::read(root.join("empty.py")).expect("a file"), b"");
    locked.undo().expect("an undo");
    assert_eq!(fs::read(root.join("empty.py")).expect("a file"), b"x\n");
    assert_eq!(apply::records(root).expect("records").len(), 1);
}

#[test]
fn a_trial_goes_from_state_to_state() {
    let folder = project();
    let root = folder.path();
    let before = tree(root);
    let mut locked = lock(root).expect("the lock");
    let one = change("crlf.py", super::CRLF, b"x = 1\n");
    let two = change("untouched.py", b"pass\n", b"two\n");
    let linked = change("linked.py", super::LINKED, b"#\n");
    let read = |name: &str| fs::read(root.join(name)).expect("a file");
    let mut trial = locked.trial("verify");
    trial.set(&[one.clone(), linked.clone()]).expect("a state");
    assert_eq!((read("crlf.py"), read("other name.py")), (b"x = 1\n".to_vec(), b"#\n".to_vec()));
    trial.set(std::slice::from_ref(&two)).expect("a state");
    assert_eq!((read("crlf.py"), read("other name.py")), (super::CRLF.to_vec(), super::LINKED.to_vec()));
    assert_eq!(read("untouched.py"), b"two\n");
    trial.set(&[]).expect("a state");
    assert_eq!(tree(root), before);
    trial.set(&[one.clone(), linked]).expect("a state");
    let back = trial.take_back().expect("taken back");
    assert_eq!(back.restored, ["crlf.py", "linked.py"]);
    assert_eq!(tree(root), before);
    assert_tidy(root, "taken back");
    {
        let mut trial = locked.trial("dropped");
        trial.set(std::slice::from_ref(&two)).expect("a state");
    }
    assert_eq!(tree(root), before);
    let mut trial = locked.trial("kept");
    trial.set(&[one, two.clone()]).expect("a state");
    trial.set(&[two]).expect("a state");
    assert_eq!(trial.keep().expect("kept").files, ["untouched.py"]);
    assert_tidy(root, "kept");
    assert_eq!(apply::records(root).expect("records")[0].files, ["untouched.py"]);
    locked.undo().expect("an undo");
    assert_eq!(tree(root), before);
}

/// Python takes compiled code for current if size and second of the source are the same.
#[test]
fn states_of_the_same_size_differ_in_their_time_of_change() {
    let folder = project();
    let root = folder.path();
    let mut locked = lock(root).expect("the lock");
    let mut trial = locked.trial("times");
    let second = |name: &str| fs::metadata(root.join(name)).expect("metadata").mtime();
    for (name, before) in [("untouched.py", &b"pass\n"[..]), ("linked.py", super::LINKED)] {
        let original = second(name);
        let mut seen = vec![original];
        for digit in 0..5 {
            let after = vec![b'0' + digit; before.len()];
            trial.set(&[change(name, before, &after)]).expect("a state");
            assert!(!seen.contains(&second(name)), "{name}: {} was there: {seen:?}", second(name));
            seen.push(second(name));
        }
        trial.set(&[]).expect("a state");
        assert_eq!(second(name), original, "{name}");
    }
}

#[test]
fn the_second_of_two_runs_waits_and_says_for_whom() {
    if !fault_points_are_there() {
        return;
    }
    let folder = project();
    let root = folder.path();
    // In the middle: its journal is written.
    let first = Child::new(root, "apply", "pause:20").start_until("paused");
    let pid = first.id();
    let mut told = None;
    let busy = apply::lock(root, &mut |holder| {
        told = holder.pid;
        Patience::GiveUp
    });
    assert!(matches!(busy, Err(ApplyError::Busy { pid: Some(busy) }) if busy == pid), "{busy:?}");
    assert_eq!(told, Some(pid));
    // A command that only reads does not wait: it may have been started by the run itself.
    assert!(matches!(apply::recover_if_needed(root), Ok(Recovery::Busy(holder)) if holder.pid == Some(pid)));
    let second = Child::new(root, "undo", "").start_until(&format!("waits for Some({pid})"));
    // Its standard input ends here, and it goes on.
    let first = first.wait_with_output().expect("the first");
    assert!(Ran::of(&first).succeeded(), "{first:?}");
    let second = second.wait_with_output().expect("the second");
    assert!(Ran::of(&second).succeeded(), "{second:?}");
    assert_eq!(all(root, "applied and undone"), All::Old);
    assert_tidy(root, "applied and undone");
}

#[test]
fn reading_commands_make_no_folder() {
    let folder = project();
    assert!(matches!(apply::recover_if_needed(folder.path()), Ok(Recovery::Nothing)));
    assert_eq!(apply::records(folder.path()).expect("records"), []);
    assert!(state(folder.path()).is_empty() && !folder.path().join(".amends").exists());
}
