//! What comes in a folder `.amends` of a repository: it is refused with a reason, never obeyed, never guessed from.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use super::{All, Child, all, changes, fault_points_are_there, lock, points, project, tree, write};
use amends::apply::{self, ApplyError};

/// A project in which a run has died with its files half written.
fn half_done() -> Option<tempfile::TempDir> {
    if !fault_points_are_there() {
        return None;
    }
    let folder = project();
    let steps = points("apply", &|_| ());
    let at = steps.iter().rposition(|step| step == "last look").expect("a step") + 1;
    assert!(Child::new(folder.path(), "apply", format!("kill:{at}")).run().killed);
    Some(folder)
}

/// Both ways in refuse, and no file changes.
fn refused(root: &Path) -> String {
    let before = tree(root);
    let first = apply::recover_if_needed(root).expect_err("a refusal").to_string();
    let second = lock(root).expect_err("a refusal").to_string();
    assert_eq!(first, second);
    assert_eq!(tree(root), before);
    first
}

fn edit_journal(root: &Path, edit: impl Fn(String) -> String) {
    let path = root.join(".amends/journal.json");
    let text = fs::read_to_string(&path).expect("a journal");
    let edited = edit(text.clone());
    assert_ne!(edited, text, "the edit must do something");
    fs::write(path, edited).expect("a journal");
}

#[test]
fn a_journal_that_came_with_a_copy_is_not_obeyed() {
    let Some(folder) = half_done() else { return };
    let copies = tempfile::tempdir().expect("a folder");
    let copy = copies.path().join("copy");
    let copied = Command::new("cp").arg("-a").arg(folder.path()).arg(&copy).status().expect("cp");
    assert!(copied.success());
    let error = refused(&copy);
    assert!(
        error.contains("came with a copy or a clone") && error.contains("remove the folder `.amends`"),
        "{error}"
    );
    // A folder that was only moved is the same one.
    let moved = folder.path().join("moved");
    fs::create_dir(&moved).expect("a folder");
    for name in [".amends", "-odd\n name", "crlf.py", "linked.py", "other name.py", "untouched.py"] {
        fs::rename(folder.path().join(name), moved.join(name)).expect("moved");
    }
    apply::recover_if_needed(&moved).expect("a recovery");
    assert_eq!(all(&moved, "moved"), All::Old);
}

#[test]
fn records_that_came_with_a_copy_are_not_obeyed() {
    let folder = project();
    lock(folder.path()).expect("the lock").apply("before", &changes()).expect("an apply");
    let copies = tempfile::tempdir().expect("a folder");
    let copy = copies.path().join("copy");
    let copied = Command::new("cp").arg("-a").arg(folder.path()).arg(&copy).status().expect("cp");
    assert!(copied.success());
    assert_eq!(apply::records(&copy).expect("records"), []);
    let mut locked = lock(&copy).expect("the lock");
    let error = locked.undo().expect_err("a refusal");
    assert!(matches!(error, ApplyError::NothingToUndo { foreign: 1 }), "{error}");
    assert!(error.to_string().contains("came with a copy"), "{error}");
    // New runs in the copy have records of their own.
    let change = super::change("untouched.py", b"pass\n", b"x\n");
    assert_eq!(locked.apply("own", &[change]).expect("an apply").number, Some(2));
    locked.undo().expect("an undo");
    assert_eq!(all(&copy, "undone"), All::New);
}

#[test]
fn a_journal_that_names_files_elsewhere_is_refused_whole() {
    for path in ["../crlf.py", "/etc/passwd", ".git/hooks/pre-commit", "a/../../x", ".amends/lock"] {
        let Some(folder) = half_done() else { return };
        write(folder.path(), ".git/hooks/pre-commit", b"#\n");
        edit_journal(folder.path(), |text| text.replace("\"crlf.py\"", &format!("\"{path}\"")));
        let error = refused(folder.path());
        assert!(error.contains("journal.json is damaged") && error.contains(path), "{error}");
    }
}

#[test]
fn a_journal_cannot_have_other_files_removed() {
    for name in ["untouched.py", "../untouched.py", ".untouched.amends-1", ".a/../x.amends-0123456789abcdef"]
    {
        let Some(folder) = half_done() else { return };
        edit_journal(folder.path(), |text| {
            let at = text.find(".crlf.py.amends-").expect("a temporary name");
            let end = at + text[at..].find('"').expect("its end");
            format!("{}{name}{}", &text[..at], &text[end..])
        });
        let error = refused(folder.path());
        assert!(error.contains("strange temporary file"), "{error}");
    }
}

#[test]
fn a_damaged_journal_is_an_error_that_says_what_to_do() {
    let edits: [&dyn Fn(String) -> String; 5] = [
        &|text| text[..text.len() / 2].to_string(),
        &|_| String::new(),
        &|_| "\0\0\0\0\0\0\0\0".to_string(),
        &|text| text.replace("\"entries\"", "\"entrees\""),
        &|text| text.replace("\"version\": 1", "\"version\": 2"),
    ];
    for edit in edits {
        let Some(folder) = half_done() else { return };
        edit_journal(folder.path(), edit);
        let error = refused(folder.path());
        assert!(
            error.contains("journal.json is damaged") && error.contains("Nothing was guessed"),
            "{error}"
        );
        assert!(error.contains("remove `.amends/journal.json`") || error.contains("use that one"), "{error}");
        assert!(folder.path().join(".amends/pending/0").is_file(), "old bytes are still there");
    }
}

#[test]
fn old_bytes_that_are_not_what_was_kept_are_not_put_back() {
    let Some(folder) = half_done() else { return };
    fs::write(folder.path().join(".amends/pending/0"), b"something else\n").expect("a file");
    let error = refused_after_other_files(folder.path());
    assert!(error.contains("an earlier apply (a test) did not come to its end"), "{error}");
    assert!(error.contains("pending/0 is damaged"), "{error}");
    assert_eq!(fs::read(folder.path().join("crlf.py")).expect("a file"), super::CRLF_NEW);
    assert_eq!(fs::read(folder.path().join("linked.py")).expect("a file"), super::LINKED);
    assert!(folder.path().join(".amends/journal.json").exists(), "it is not forgotten");
}

fn refused_after_other_files(root: &Path) -> String {
    apply::recover_if_needed(root).expect_err("a refusal").to_string()
}

#[test]
fn links_and_files_in_the_place_of_state_are_refused() {
    let elsewhere = tempfile::tempdir().expect("a folder");
    let refuses = |prepare: &dyn Fn(&Path)| {
        let folder = project();
        prepare(folder.path());
        let before = tree(folder.path());
        let result = lock(folder.path()).and_then(|mut locked| locked.apply("hostile", &changes()));
        assert!(matches!(result, Err(ApplyError::Hostile { .. })), "{result:?}");
        assert_eq!(tree(folder.path()), before);
    };
    let target = elsewhere.path().to_path_buf();
    refuses(&|root| symlink(&target, root.join(".amends")).expect("a link"));
    refuses(&|root| write(root, ".amends", b"a file\n"));
    let inside = |root: &Path| fs::create_dir(root.join(".amends")).expect("a folder");
    for name in ["lock", "journal.json", "undo"] {
        refuses(&|root| {
            inside(root);
            symlink(&target, root.join(".amends").join(name)).expect("a link");
        });
    }
    refuses(&|root| {
        inside(root);
        symlink(root.join("crlf.py"), root.join(".amends/lock")).expect("a link");
    });
    refuses(&|root| {
        inside(root);
        fs::hard_link(root.join("crlf.py"), root.join(".amends/lock")).expect("a second name");
    });
    assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 0, "nothing is written there");
}

/// Links where nothing is expected are removed, not followed.
#[test]
fn links_in_the_place_of_leftovers_are_not_followed() {
    let elsewhere = tempfile::tempdir().expect("a folder");
    write(elsewhere.path(), "keep.py", b"x\n");
    let folder = project();
    let root = folder.path();
    fs::create_dir(root.join(".amends")).expect("a folder");
    symlink(elsewhere.path(), root.join(".amends/pending")).expect("a link");
    symlink(elsewhere.path().join("keep.py"), root.join(".amends/journal.new")).expect("a link");
    symlink(elsewhere.path().join("new.py"), root.join(".amends/.gitignore")).expect("a link");
    fs::create_dir(root.join(".amends/undo")).expect("a folder");
    symlink(elsewhere.path(), root.join(".amends/undo/1")).expect("a link");
    let mut locked = lock(root).expect("the lock");
    locked.apply("links", &changes()).expect("an apply");
    locked.undo().expect("an undo");
    assert_eq!(all(root, "undone"), All::Old);
    assert_eq!(fs::read(elsewhere.path().join("keep.py")).expect("a file"), b"x\n");
    assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 1);
}
