//! Branches: names, tips, where they are used, creating and moving.

use amends::git::{BranchUse, GitError, check_branch_name};

use super::Place;

fn history() -> Option<Place> {
    let place = Place::with_files(&[("a.py", b"1\n")])?;
    for text in ["2\n", "3\n"] {
        place.write("repo/a.py", text);
        place.run("repo", &["commit", "--quiet", "--all", "--message=more"]);
    }
    Some(place)
}

#[test]
fn names_that_mean_something_else_are_refused() {
    let Some(place) = history() else { return };
    place.run("repo", &["checkout", "--quiet", "-b", "other"]);
    place.run("repo", &["checkout", "--quiet", "main"]);
    let git = place.git("repo");
    let hex = "a".repeat(40);
    for bad in [
        "",
        "HEAD",
        "FETCH_HEAD",
        "-d",
        "--force",
        "refs/heads/x",
        &hex,
        "a b",
        "a..b",
        "a.lock",
        "@{-1}",
        "@",
        "a~1",
        "a^",
        "a:b",
        "a\nb",
        "a\0b",
        "/a",
        "a/",
        "a*",
        "a\\b",
        "a/.b",
    ] {
        let found = git.check_branch_name(bad);
        assert!(matches!(found, Err(GitError::BranchName { .. })), "{bad:?}: {found:?}");
        assert!(git.branch_tip(bad).is_err() && git.branch_in_use(bad).is_err(), "{bad:?}");
        let head = git.head().expect("a commit");
        assert!(git.create_branch(bad, &head).is_err() && git.move_branch(bad, &head, &head).is_err());
    }
    for good in ["amends/safe-fixes", "ü", "a-b", "head", "x@y"] {
        assert_eq!(git.check_branch_name(good), Ok(()), "{good}");
        assert_eq!(check_branch_name(good), Ok(()), "{good}");
    }
}

#[test]
fn a_branch_is_created_once() {
    let Some(place) = history() else { return };
    let git = place.git("repo");
    let (first, last) = (place.oid("repo", "HEAD~2"), place.oid("repo", "HEAD"));
    assert_eq!(git.branch_tip("main"), Ok(Some(last.clone())));
    assert_eq!(git.branch_tip("fixes"), Ok(None));
    git.create_branch("fixes/one", &first).expect("a branch");
    assert_eq!(git.branch_tip("fixes/one"), Ok(Some(first.clone())));
    assert_eq!(git.branch_tip("fixes"), Ok(None), "a folder of branches is none");
    let again = git.create_branch("fixes/one", &last);
    assert_eq!(again, Err(GitError::BranchExists { name: "fixes/one".into() }));
    assert_eq!(place.oid("repo", "fixes/one"), first);
    // In the way of another.
    assert!(matches!(git.create_branch("fixes", &last), Err(GitError::Failed { .. })));
    // A tag of that name is something else.
    place.run("repo", &["tag", "v1", "HEAD~1"]);
    assert_eq!(git.branch_tip("v1"), Ok(None));
    git.create_branch("v1", &first).expect("a branch");
    place.run("repo", &["fsck", "--strict"]);
}

#[test]
fn a_branch_moves_only_from_where_it_was_seen() {
    let Some(place) = history() else { return };
    let git = place.git("repo");
    let [first, second, last] = ["HEAD~2", "HEAD~1", "HEAD"].map(|name| place.oid("repo", name));
    git.create_branch("fixes", &first).expect("a branch");
    let moved = git.move_branch("fixes", &last, &second);
    let error = GitError::BranchMoved {
        name: "fixes".into(),
        expected: second.to_string(),
        found: first.to_string(),
    };
    assert_eq!(moved, Err(error));
    assert_eq!(place.oid("repo", "fixes"), first);
    git.move_branch("fixes", &last, &first).expect("it moves");
    assert_eq!(place.oid("repo", "fixes"), last);
    let gone = git.move_branch("never", &last, &first);
    assert!(matches!(gone, Err(GitError::BranchMoved { ref found, .. }) if found == "gone"), "{gone:?}");
}

#[test]
fn a_branch_in_use_does_not_move() {
    let Some(place) = history() else { return };
    let git = place.git("repo");
    let (first, last) = (place.oid("repo", "HEAD~2"), place.oid("repo", "HEAD"));
    let used = |name: &str| git.branch_in_use(name).expect("an answer");
    let main = Some(BranchUse { state: "checked out", place: place.path("repo") });
    assert_eq!(used("main"), main);
    for name in ["linked", "rebased", "stacked"] {
        git.create_branch(name, &last).expect("a branch");
    }
    let linked = place.path("home/lin ked");
    place.run("repo", &["worktree", "add", "--quiet", &linked.to_string_lossy(), "linked"]);
    assert_eq!(used("linked"), Some(BranchUse { state: "checked out", place: linked.clone() }));

    // A rebase that stops: HEAD is on no branch meanwhile.
    place.run("repo", &["branch", "--force", "stacked", "rebased~1"]);
    place.run("repo", &["checkout", "--quiet", "rebased"]);
    let rebase =
        ["-c", "sequence.editor=sed -i s/pick/edit/", "rebase", "-i", "--update-refs", first.as_str()];
    place.run("repo", &rebase);
    assert_eq!(place.text("repo", &["rev-parse", "--abbrev-ref", "HEAD"]), "HEAD");
    let rebased = Some(BranchUse { state: "being rebased", place: place.path("repo") });
    assert_eq!(used("rebased"), rebased);
    assert_eq!(used("stacked"), rebased);
    // Seen from another work tree, too.
    assert_eq!(place.git("home/lin ked").branch_in_use("rebased").expect("an answer"), rebased);

    // Made now: the rebase moves those that it met.
    for name in ["bisected", "free"] {
        git.create_branch(name, &last).expect("a branch");
    }
    let bisected = place.path("home/bisected");
    place.run("repo", &["worktree", "add", "--quiet", &bisected.to_string_lossy(), "bisected"]);
    place.run("home/bisected", &["bisect", "start", "HEAD", "HEAD~2"]);
    assert_eq!(used("bisected"), Some(BranchUse { state: "being bisected", place: bisected }));

    for name in ["linked", "rebased", "stacked", "bisected"] {
        let moved = git.move_branch(name, &first, &last);
        assert!(matches!(moved, Err(GitError::BranchInUse { .. })), "{name}: {moved:?}");
    }
    assert_eq!(used("free"), None);
    git.move_branch("free", &first, &last).expect("it moves");
    // A temporary work tree of ours uses no branch.
    let tree = git.worktree(&last).expect("a work tree");
    assert_eq!(used("free"), None);
    drop(tree);
}
