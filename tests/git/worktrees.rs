//! Temporary work trees: what they hold, and that nothing else changes or stays.

use std::process::{Command, Stdio};

use amends::git::{CommitOptions, Git, GitError, Oid};

use super::{Place, files, paths};

/// A user in the middle of everything: stash, staged, changed and new files.
fn busy() -> Option<Place> {
    let place =
        Place::with_files(&[("a.py", b"a = 1\n"), ("pkg/b.py", b"b = 1\n"), (".gitignore", b"ignored\n")])?;
    place.write("repo/a.py", "stashed\n");
    place.run("repo", &["stash", "--quiet"]);
    place.write("repo/a.py", "a = 2\n");
    place.run("repo", &["add", "a.py"]);
    place.write("repo/a.py", "a = 3\n");
    place.write("repo/pkg/b.py", "b = 2\n");
    place.write("repo/new.py", "n = 1\n");
    place.write("repo/ignored", "x\n");
    Some(place)
}

#[test]
fn the_users_tree_index_and_stash_stay_as_they_are() {
    let Some(place) = busy() else { return };
    let git = place.git("repo");
    let before = place.snapshot("repo");
    let head = git.head().expect("a commit");
    // Somebody else is at work in the user's tree; ours has an index of its own.
    let lock = place.write("repo/.git/index.lock", "");
    let tree = git.worktree(&head).expect("a work tree");
    let inside = tree.path().to_path_buf();
    assert!(inside.starts_with(place.path("tmp")), "{}", inside.display());
    assert_eq!(std::fs::read(inside.join("a.py")).expect("a file"), b"a = 1\n");
    assert!(!inside.join("new.py").exists());
    assert_eq!(tree.git().head(), Ok(head.clone()));
    assert_eq!(tree.base(), &head);
    std::fs::write(inside.join("a.py"), "a = 1  # fixed\n").expect("a file");
    let made = tree.commit(&paths(&["a.py"]), "Fix it\n", CommitOptions::default()).expect("a commit");
    git.create_branch("fixes", &made.oid).expect("a branch");
    tree.close().expect("it goes");
    assert_eq!(place.read("repo/.git/index.lock"), b"");
    std::fs::remove_file(lock).expect("the lock");
    assert!(!inside.exists());
    assert_eq!(place.text("repo", &["diff", "--name-only", "main", "fixes"]), "a.py");
    assert_eq!(place.text("repo", &["show", "fixes:a.py"]), "a = 1  # fixed");
    assert_eq!(place.text("repo", &["symbolic-ref", "HEAD"]), "refs/heads/main");
    place.run("repo", &["branch", "-D", "fixes"]);
    assert_eq!(place.snapshot("repo"), before);
    place.assert_tidy("repo", 1);
}

#[test]
fn dropping_removes_it_whatever_was_done_to_it() {
    let Some(place) = busy() else { return };
    let git = place.git("repo");
    let head = git.head().expect("a commit");
    for damage in ["nothing", "files", "link", "registration", "tree"] {
        let tree = git.worktree(&head).expect("a work tree");
        match damage {
            "files" => std::fs::write(tree.path().join("more.py"), "x").expect("a file"),
            "link" => std::fs::remove_file(tree.path().join(".git")).expect("a link"),
            "registration" => {
                std::fs::remove_dir_all(place.path("repo/.git/worktrees")).expect("a folder");
            }
            "tree" => std::fs::remove_dir_all(tree.path()).expect("a folder"),
            _ => {}
        }
        drop(tree);
        place.assert_tidy("repo", 1);
        assert!(!place.path("repo/.git/worktrees").exists(), "{damage}");
    }
}

#[test]
fn nothing_stays_when_it_cannot_be_made() {
    let Some(mut place) = busy() else { return };
    let before = place.snapshot("repo");
    let nowhere = Oid::parse(&"1".repeat(40)).expect("a name");
    assert!(matches!(place.git("repo").worktree(&nowhere), Err(GitError::Failed { .. })));
    place.assert_tidy("repo", 1);
    // A file of the commit is missing, so that filling it fails half way.
    let git = place.git("repo");
    let head = git.head().expect("a commit");
    let blob = place.text("repo", &["rev-parse", "HEAD:pkg/b.py"]);
    let object = place.path(&format!("repo/.git/objects/{}/{}", &blob[..2], &blob[2..]));
    let aside = place.path("home/object");
    std::fs::rename(&object, &aside).expect("an object");
    assert!(matches!(git.worktree(&head), Err(GitError::Failed { .. })));
    std::fs::rename(&aside, &object).expect("an object");
    place.assert_tidy("repo", 1);
    assert_eq!(place.snapshot("repo"), before);
    // Not in the user's tree.
    std::fs::create_dir(place.path("repo/ignored-tmp")).expect("a folder");
    place.set("TMPDIR", place.path("repo/ignored-tmp"));
    assert!(matches!(place.git("repo").worktree(&head), Err(GitError::ScratchInside { .. })));
    assert_eq!(files(&place.path("repo/ignored-tmp")), []);
}

#[test]
fn two_at_once_do_not_see_each_other() {
    let Some(place) = busy() else { return };
    let git = place.git("repo");
    let head = git.head().expect("a commit");
    let one = git.worktree(&head).expect("a work tree");
    let two = git.worktree(&head).expect("a work tree");
    assert_ne!(one.path(), two.path());
    assert!(one.path().join("a.py").exists() && two.path().join("a.py").exists());
    assert!(place.text("repo", &["worktree", "list", "--porcelain"]).contains("locked amends is at work"));
    // While it is in use, the user's own tidying leaves it alone.
    place.run("repo", &["worktree", "prune", "--expire=now"]);
    assert_eq!(two.git().head(), Ok(head));
    drop(one);
    assert!(two.path().join("a.py").exists());
    drop(two);
    place.assert_tidy("repo", 1);
}

const KILLED: &str = "AMENDS_TEST_KILLED_IN";

/// Not a test of its own: the next one runs it in a process that ends without cleaning up.
#[test]
fn a_process_that_dies() {
    let Some(root) = std::env::var_os(KILLED) else { return };
    let vars = std::env::vars_os()
        .fold(amends::git::Environment::default(), |all, (name, value)| all.with(name, value));
    let git = Git::at_with(root.as_ref(), vars).expect("git works").expect("a work tree");
    let tree = git.worktree(&git.head().expect("a commit")).expect("a work tree");
    println!("{}", tree.path().display());
    std::process::abort();
}

#[test]
fn what_killed_runs_leave_goes_with_the_next_run() {
    let Some(place) = busy() else { return };
    let die = || {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.args(["--exact", "git::worktrees::a_process_that_dies", "--nocapture"]);
        command.env_clear().envs(place.vars.iter().cloned()).env(KILLED, place.path("repo"));
        let output = command.stdin(Stdio::null()).output().expect("this program runs");
        assert!(!output.status.success(), "{output:?}");
    };
    die();
    die();
    let registered = || place.text("repo", &["worktree", "list"]).lines().count();
    // The second run removed what the first one left.
    assert_eq!(registered(), 2);
    // Others that look alike are not ours.
    let others = place.path("home/amends-x/amends-x");
    std::fs::create_dir_all(others.parent().expect("a parent")).expect("folders");
    place.run("repo", &["worktree", "add", "--quiet", "--detach", &others.to_string_lossy()]);
    assert_eq!(registered(), 3);
    // One whose folder is gone, as after a restart of the machine.
    die();
    std::fs::remove_dir_all(place.path("tmp")).expect("a folder");
    std::fs::create_dir(place.path("tmp")).expect("a folder");
    assert_eq!(registered(), 3);

    let git = place.git("repo");
    let live = git.worktree(&git.head().expect("a commit")).expect("a work tree");
    assert_eq!(registered(), 3, "the user's, the look-alike and the live one");
    drop(live);
    assert!(others.join("a.py").exists());
    place.assert_tidy("repo", 2);
}

#[test]
fn no_hook_runs_for_it() {
    let Some(place) = busy() else { return };
    let mark = place.path("mark");
    for hook in ["post-checkout", "post-index-change", "reference-transaction", "post-rewrite"] {
        place.script(&format!("repo/.git/hooks/{hook}"), &format!("echo {hook} >> '{}'", mark.display()));
    }
    let git = place.git("repo");
    drop(git.worktree(&git.head().expect("a commit")).expect("a work tree"));
    assert!(!mark.exists(), "{}", String::from_utf8_lossy(&place.read("mark")));
    // They do run for the user.
    let user = place.path("home/user");
    place.run("repo", &["worktree", "add", "--quiet", "--detach", &user.to_string_lossy()]);
    assert!(String::from_utf8_lossy(&place.read("mark")).contains("post-checkout"));
}
