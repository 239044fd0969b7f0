//! Files that must not be written, or no longer: nothing changes, and each of them is named.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use super::{
    All, Child, all, assert_tidy, change, changes, fault_points_are_there, lock, project, tree, write,
};
use amends::apply::{self, ApplyError, Change, End, FileProblem, Recovery};

/// Applies, expects a refusal that changes nothing, and gives the files that it names.
fn refused(root: &Path, changes: &[Change]) -> Vec<(String, FileProblem)> {
    let before = tree(root);
    let mut locked = lock(root).expect("the lock");
    let error = locked.apply("refused", changes).expect_err("a refusal");
    assert_eq!(tree(root), before, "{error}");
    assert_tidy(root, "refused");
    assert!(error.to_string().starts_with("nothing was written, because of "), "{error}");
    let ApplyError::Refused { files, .. } = error else { panic!("{error}") };
    files.into_iter().map(|file| (file.path, file.problem)).collect()
}

#[test]
fn every_file_that_was_edited_meanwhile_is_named() {
    let folder = project();
    let root = folder.path();
    write(root, "crlf.py", b"edited, and longer than what was judged: much longer than it was before\n");
    write(root, super::STRANGE_PATH, b"a = 2\nb = 2\nc = 3\n");
    let found = refused(root, &changes());
    let names: Vec<_> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["crlf.py", super::STRANGE_PATH]);
    assert!(found.iter().all(|(_, problem)| matches!(problem, FileProblem::Changed)), "{found:?}");
}

#[test]
fn read_only_files_are_refused_even_for_root() {
    let folder = project();
    let root = folder.path();
    fs::set_permissions(root.join("crlf.py"), fs::Permissions::from_mode(0o444)).expect("a mode");
    let found = refused(root, &changes());
    assert!(matches!(&found[..], [(name, FileProblem::ReadOnly)] if name == "crlf.py"), "{found:?}");
}

#[test]
fn what_is_no_file_any_more_is_refused() {
    let folder = project();
    let root = folder.path();
    for name in ["gone.py", "folder.py", "pipe.py", "was/a/folder.py"] {
        write(root, name, b"x\n");
    }
    for name in ["gone.py", "folder.py", "pipe.py"] {
        fs::remove_file(root.join(name)).expect("removed");
    }
    fs::create_dir(root.join("folder.py")).expect("a folder");
    let piped = std::process::Command::new("mkfifo").arg(root.join("pipe.py")).status().expect("mkfifo");
    assert!(piped.success());
    fs::remove_dir_all(root.join("was/a")).expect("removed");
    write(root, "was/a", b"a file\n");
    let names = ["gone.py", "folder.py", "pipe.py", "was/a/folder.py"];
    let mut locked = lock(root).expect("the lock");
    let asked: Vec<_> = names.iter().map(|name| change(name, b"x\n", b"y\n")).collect();
    let ApplyError::Refused { files, .. } = locked.apply("gone", &asked).expect_err("a refusal") else {
        panic!()
    };
    let problems: Vec<_> = files.iter().map(|file| &file.problem).collect();
    assert!(
        matches!(
            problems[..],
            [FileProblem::Missing, FileProblem::NotAFile, FileProblem::NotAFile, FileProblem::Missing]
        ),
        "{problems:?}"
    );
}

#[test]
fn nothing_outside_is_written_through_links() {
    let folder = project();
    let root = folder.path();
    let outside = tempfile::tempdir().expect("a folder");
    write(outside.path(), "victim.py", b"x\n");
    symlink(outside.path(), root.join("out")).expect("a link");
    symlink(outside.path().join("victim.py"), root.join("victim.py")).expect("a link");
    write(root, ".git/hooks/pre-commit", b"x\n");
    symlink(".git/hooks", root.join("hooks")).expect("a link");
    symlink("loop.py", root.join("loop.py")).expect("a link");
    symlink("nowhere.py", root.join("dangling.py")).expect("a link");
    let absolute = outside.path().join("victim.py").to_string_lossy().into_owned();
    let names = [
        "out/victim.py",
        "victim.py",
        "hooks/pre-commit",
        ".git/hooks/pre-commit",
        "out/../crlf.py",
        "../x.py",
        &absolute,
        ".amends/lock",
        "loop.py",
        "dangling.py",
    ];
    let asked: Vec<_> = names.iter().map(|name| change(name, b"x\n", b"y\n")).collect();
    let found = refused(root, &asked);
    assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), names, "all are named");
    assert!(
        matches!(found[0].1, FileProblem::Outside) && matches!(found[1].1, FileProblem::Outside),
        "{found:?}"
    );
    assert!(found[2..8].iter().all(|(_, problem)| matches!(problem, FileProblem::BadPath(_))), "{found:?}");
    assert!(
        matches!(found[8].1, FileProblem::Io(_)) && matches!(found[9].1, FileProblem::Missing),
        "{found:?}"
    );
    assert_eq!(fs::read(outside.path().join("victim.py")).expect("a file"), b"x\n");
    assert_eq!(fs::read_dir(outside.path()).expect("a folder").count(), 1);
}

#[test]
fn two_paths_for_one_file_are_refused() {
    let folder = project();
    let root = folder.path();
    symlink("crlf.py", root.join("alias.py")).expect("a link");
    let asked = [
        change("crlf.py", super::CRLF, b"1\n"),
        change("crlf.py", super::CRLF, b"2\n"),
        change("alias.py", super::CRLF, b"3\n"),
        change("linked.py", super::LINKED, b"4\n"),
        change("other name.py", super::LINKED, b"5\n"),
    ];
    let found = refused(root, &asked);
    let names: Vec<_> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["crlf.py", "alias.py", "other name.py"]);
    assert!(found.iter().all(|(_, problem)| matches!(problem, FileProblem::Same(_))), "{found:?}");
}

#[test]
fn an_undo_after_an_edit_is_refused_and_names_all_files() {
    let folder = project();
    let root = folder.path();
    let mut locked = lock(root).expect("the lock");
    locked.apply("before", &changes()).expect("an apply");
    write(root, "crlf.py", b"edited since\n");
    fs::remove_file(root.join(super::STRANGE_PATH)).expect("removed");
    let before = tree(root);
    let error = locked.undo().expect_err("a refusal");
    let text = error.to_string();
    let ApplyError::Refused { files, .. } = error else { panic!("{text}") };
    assert_eq!(
        files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(),
        ["crlf.py", super::STRANGE_PATH]
    );
    assert!(!text.contains('\n') && text.contains(".amends/undo"), "{text}");
    assert_eq!(tree(root), before);
    // One that somebody has put back already is no obstacle.
    write(root, "crlf.py", super::CRLF);
    write(root, super::STRANGE_PATH, super::STRANGE_NEW);
    locked.undo().expect("an undo");
    assert_eq!(all(root, "undone"), All::Old);
}

#[test]
fn a_file_that_the_tests_change_ends_the_trial_and_is_named() {
    let folder = project();
    let root = folder.path();
    let mut locked = lock(root).expect("the lock");
    let mut trial = locked.trial("verify");
    trial.set(&changes()).expect("a state");
    write(root, "crlf.py", b"generated by a test\n");
    let error = trial.set(&changes()[1..]).expect_err("interference").to_string();
    assert!(error.contains("crlf.py (it was changed since)") && error.contains(".amends/left/"), "{error}");
    drop(trial);
    assert_eq!(fs::read(root.join("crlf.py")).expect("a file"), b"generated by a test\n");
    assert_eq!(fs::read(root.join("linked.py")).expect("a file"), super::LINKED);
    assert_eq!(fs::read(root.join(super::STRANGE_PATH)).expect("a file"), super::STRANGE);
    let left: Vec<_> = fs::read_dir(root.join(".amends/left")).expect("a folder").collect();
    assert_eq!(left.len(), 1);
    let kept = left[0].as_ref().expect("an entry").path();
    assert_eq!(fs::read(kept).expect("old bytes"), super::CRLF);
    assert!(!root.join(".amends/journal.json").exists() && !root.join(".amends/pending").exists());
}

#[test]
fn a_file_that_turns_read_only_within_a_trial_ends_it() {
    let folder = project();
    let root = folder.path();
    let before = tree(root);
    let mut locked = lock(root).expect("the lock");
    let mut trial = locked.trial("verify");
    trial.set(&changes()[..1]).expect("a state");
    fs::set_permissions(root.join("untouched.py"), fs::Permissions::from_mode(0o444)).expect("a mode");
    let error = trial.set(&[change("untouched.py", b"pass\n", b"x\n")]).expect_err("a refusal");
    assert!(matches!(error, ApplyError::Refused { .. }), "{error}");
    fs::set_permissions(root.join("untouched.py"), fs::Permissions::from_mode(0o644)).expect("a mode");
    assert_eq!(tree(root), before);
}

/// The run dies with all files written but not kept; then somebody edits one, and another becomes a link.
#[test]
fn what_was_edited_between_the_crash_and_the_recovery_is_left_alone_and_named() {
    if !fault_points_are_there() {
        return;
    }
    let folder = project();
    let root = folder.path();
    let steps = super::points("apply", &|_| ());
    let last_sync = steps.iter().rposition(|step| step == "write in place").expect("a step") + 5;
    assert!(Child::new(root, "apply", format!("kill:{last_sync}")).run().killed);
    write(root, "crlf.py", b"edited after the crash\n");
    let strange = root.join(super::STRANGE_PATH);
    fs::remove_file(&strange).expect("removed");
    symlink("../untouched.py", &strange).expect("a link");
    let Ok(Recovery::Done(recovered)) = apply::recover_if_needed(root) else { panic!("no recovery") };
    let End::TakenBack(back) = recovered.end else { panic!("completed") };
    assert_eq!(back.restored, ["linked.py"]);
    let left: Vec<_> = back.left.iter().map(|left| left.path.as_str()).collect();
    assert_eq!(left, ["crlf.py", super::STRANGE_PATH]);
    assert_eq!(fs::read(root.join("crlf.py")).expect("a file"), b"edited after the crash\n");
    assert!(fs::symlink_metadata(&strange).expect("metadata").is_symlink());
    assert_eq!(fs::read(root.join("untouched.py")).expect("a file"), b"pass\n");
    for (left, before) in back.left.iter().zip([super::CRLF, super::STRANGE]) {
        let kept = left.kept.as_ref().expect("old bytes");
        assert_eq!(fs::read(root.join(kept)).expect("old bytes"), before);
    }
    assert!(matches!(apply::recover_if_needed(root), Ok(Recovery::Nothing)));
}

/// The folder of a file has become a link that leads out of the project since the run died.
#[test]
fn nothing_is_put_back_through_a_folder_that_became_a_link() {
    if !fault_points_are_there() {
        return;
    }
    let folder = project();
    let root = folder.path();
    let outside = tempfile::tempdir().expect("a folder");
    let steps = super::points("apply", &|_| ());
    // Two steps after the last look at the last file: it is replaced.
    let at = steps.iter().rposition(|step| step == "last look").expect("a step") + 3;
    assert!(Child::new(root, "apply", format!("kill:{at}")).run().killed);
    assert_eq!(fs::read(root.join(super::STRANGE_PATH)).expect("a file"), super::STRANGE_NEW);
    let (inner, name) = super::STRANGE_PATH.split_once('/').expect("a folder");
    let moved = outside.path().join("moved");
    fs::create_dir(&moved).expect("a folder");
    fs::copy(root.join(super::STRANGE_PATH), moved.join(name)).expect("a copy");
    fs::remove_dir_all(root.join(inner)).expect("removed");
    symlink(&moved, root.join(inner)).expect("a link");
    let Ok(Recovery::Done(recovered)) = apply::recover_if_needed(root) else { panic!("no recovery") };
    let End::TakenBack(back) = recovered.end else { panic!("completed") };
    assert_eq!(back.restored, ["crlf.py", "linked.py"]);
    assert!(matches!(&back.left[..], [left] if matches!(left.problem, FileProblem::Outside)), "{back:?}");
    assert_eq!(fs::read(moved.join(name)).expect("a file"), super::STRANGE_NEW, "nothing outside is written");
    assert_eq!(fs::read_dir(&moved).expect("a folder").count(), 1);
}
