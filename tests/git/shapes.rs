//! Repositories of other shapes: sparse, shallow, partial, with submodules, linked work trees, rebases, LFS.

use std::fs;

use amends::git::{CommitOptions, GitError, Worktree};

use super::{Place, paths};

/// Makes a commit of one file in a temporary work tree of a folder's commit, and says what it changes.
fn fix(place: &Place, folder: &str, file: &str) -> (Worktree, String) {
    let git = place.git(folder);
    let before = place.snapshot(folder);
    let tree = git.worktree(&git.head().expect("a commit")).expect("a work tree");
    let path = tree.path().join(file);
    let mut text = fs::read(&path).expect("a file");
    text.extend_from_slice(b"fixed\n");
    fs::write(path, text).expect("a file");
    let made = tree.commit(&paths(&[file]), "Fix it\n", CommitOptions::default()).expect("a commit");
    assert_eq!(tree.git().dirty().expect("a state"), Default::default());
    assert_eq!(place.snapshot(folder), before, "{folder}");
    let stat = place.text(folder, &["diff", "--numstat", "HEAD", made.oid.as_str()]);
    (tree, stat)
}

#[test]
fn a_sparse_checkout_has_the_same_patterns() {
    for (cone, patterns) in [("--cone", &["pkg"][..]), ("--no-cone", &["/pkg/", "!/pkg/hidden.py"])] {
        let Some(place) = Place::with_files(&[
            ("top.py", b"x\n"),
            ("pkg/a.py", b"x\n"),
            ("pkg/hidden.py", b"x\n"),
            ("large/b.py", b"x\n"),
        ]) else {
            return;
        };
        place.run("repo", &[&["sparse-checkout", "set", cone][..], patterns].concat());
        assert!(!place.path("repo/large").exists());
        let git = place.git("repo");
        assert_eq!(git.dirty().expect("a state"), Default::default());
        // Files outside of the patterns are tracked all the same.
        assert_eq!(git.untracked(&paths(&["large/b.py", "pkg/a.py"])), Ok(vec![]));
        let (tree, stat) = fix(&place, "repo", "pkg/a.py");
        assert_eq!(stat, "1\t0\tpkg/a.py");
        assert!(!tree.path().join("large").exists());
        assert_eq!(tree.path().join("pkg/hidden.py").exists(), cone == "--cone");
        assert_eq!(tree.path().join("top.py").exists(), cone == "--cone");
        // One outside cannot be committed by mistake.
        fs::create_dir(tree.path().join("large")).expect("a folder");
        fs::write(tree.path().join("large/b.py"), "y\n").expect("a file");
        let outside = tree.commit(&paths(&["large/b.py"]), "Fix it\n", CommitOptions::default());
        assert!(
            matches!(outside, Err(GitError::Failed { ref said, .. }) if said.contains("sparse")),
            "{outside:?}"
        );
        drop(tree);
        place.assert_tidy("repo", 1);
        assert_eq!(place.text("repo", &["sparse-checkout", "list"]), patterns.join("\n"));
    }
}

fn url(place: &Place) -> String {
    format!("file://{}", place.path("repo").display())
}

#[test]
fn a_shallow_clone_stays_one() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n")]) else { return };
    place.write("repo/a.py", "y\n");
    place.run("repo", &["commit", "--quiet", "--all", "--message=second"]);
    place.run("", &["clone", "--quiet", "--depth=1", &url(&place), "clone"]);
    assert_eq!(place.git("repo").is_shallow(), Ok(false));
    let git = place.git("clone");
    assert_eq!(git.is_shallow(), Ok(true));
    let shallow = place.read("clone/.git/shallow");
    // There is nothing to fetch from any more.
    fs::rename(place.path("repo"), place.path("away")).expect("a folder");
    let (tree, stat) = fix(&place, "clone", "a.py");
    assert_eq!(stat, "1\t0\ta.py");
    let series = tree.format_patch(tree.base(), &place.path("patches")).expect("patches");
    assert_eq!(series.files.len(), 1);
    drop(tree);
    assert_eq!(place.read("clone/.git/shallow"), shallow);
    assert_eq!(place.text("clone", &["rev-list", "--count", "HEAD"]), "1");
    place.assert_tidy("clone", 1);
}

#[test]
fn a_partial_clone_fetches_nothing() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n"), ("large/b.bin", b"large\n")]) else { return };
    place.run("repo", &["config", "uploadpack.allowFilter", "true"]);
    let clone = ["clone", "--quiet", "--filter=blob:none", "--sparse", &url(&place), "clone"];
    place.run("", &clone);
    let missing =
        || place.text("clone", &["rev-list", "--objects", "--missing=print", "HEAD"]).matches('?').count();
    assert_eq!(missing(), 1);
    let (tree, stat) = fix(&place, "clone", "a.py");
    assert_eq!(stat, "1\t0\ta.py");
    drop(tree);
    assert_eq!(missing(), 1, "the file outside of the patterns is still not here");
    // All files are wanted, one is not here: an error instead of a download.
    place.run("", &["clone", "--quiet", "--filter=blob:none", "--no-checkout", &url(&place), "bare-bones"]);
    let git = place.git("bare-bones");
    let error = git.worktree(&git.head().expect("a commit")).expect_err("it is not here");
    assert!(matches!(error, GitError::Failed { doing: "fill a temporary work tree", .. }), "{error:?}");
    let absent = place.text("bare-bones", &["rev-list", "--objects", "--missing=print", "HEAD"]);
    assert_eq!(absent.matches('?').count(), 2);
    place.assert_tidy("clone", 1);
    assert_eq!(place.text("bare-bones", &["worktree", "list"]).lines().count(), 1);
}

#[test]
fn submodules_are_left_alone() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n")]) else { return };
    place.run("", &["init", "--quiet", "lib"]);
    place.write("lib/b.py", "x\n");
    place.run("lib", &["add", "b.py"]);
    place.run("lib", &["commit", "--quiet", "--message=lib"]);
    let lib = format!("file://{}", place.path("lib").display());
    place.run(
        "repo",
        &["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &lib, "vendor/lib"],
    );
    place.run("repo", &["commit", "--quiet", "--message=submodule"]);
    place.run("repo", &["config", "submodule.recurse", "true"]);

    let git = place.git("repo");
    assert_eq!(git.nested_repository("vendor/lib/b.py".as_ref()), Some(place.path("repo/vendor/lib")));
    assert_eq!(place.git("repo/vendor/lib").top(), place.path("repo/vendor/lib"));
    place.write("repo/vendor/lib/b.py", "changed\n");
    assert_eq!(git.dirty().expect("a state"), Default::default(), "what changed is of another repository");
    assert_eq!(place.git("repo/vendor/lib").dirty().expect("a state").changed, paths(&["b.py"]));

    let (tree, stat) = fix(&place, "repo", "a.py");
    assert_eq!(stat, "1\t0\ta.py");
    assert_eq!(fs::read_dir(tree.path().join("vendor/lib")).expect("a folder").count(), 0);
    // A commit in the submodule itself works like any other.
    place.run("repo/vendor/lib", &["checkout", "--quiet", "b.py"]);
    let (inner, stat) = fix(&place, "repo/vendor/lib", "b.py");
    assert_eq!(stat, "1\t0\tb.py");
    drop((tree, inner));
    place.assert_tidy("repo", 1);
    place.assert_tidy("repo/vendor/lib", 1);
}

#[test]
fn linked_work_trees_detached_heads_and_rebases_behave() {
    let Some(place) = Place::with_files(&[("a.py", b"1\n"), ("b.py", b"1\n")]) else { return };
    place.write("repo/a.py", "2\n");
    place.run("repo", &["commit", "--quiet", "--all", "--message=second"]);
    place.run("repo", &["worktree", "add", "--quiet", "-b", "one", "../one"]);
    place.run("one", &["worktree", "add", "--quiet", "--detach", "../one/two", "HEAD~1"]);
    place.write("one/b.py", "changed\n");
    // A rebase that stops half way, with a conflict.
    place.run("repo", &["checkout", "--quiet", "-b", "topic", "HEAD~1"]);
    place.write("repo/a.py", "3\n");
    place.run("repo", &["commit", "--quiet", "--all", "--message=topic"]);
    assert!(!place.command("repo", &["rebase", "main"]).output().expect("git").status.success());
    for folder in ["one", "one/two", "repo"] {
        assert_eq!(place.git(folder).top(), place.path(folder));
        let (tree, stat) = fix(&place, folder, "b.py");
        assert_eq!(stat, "1\t0\tb.py", "{folder}");
        drop(tree);
        place.assert_tidy("repo", 3);
    }
    assert_eq!(place.git("one/two").head(), Ok(place.oid("repo", "main~1")));
    place.run("repo", &["rebase", "--abort"]);
    assert_eq!(place.text("repo", &["symbolic-ref", "--short", "HEAD"]), "topic");
}

#[test]
fn work_trees_of_a_bare_repository_behave() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n")]) else { return };
    place.run("", &["clone", "--quiet", "--bare", &url(&place), "hub/.bare"]);
    place.run("hub/.bare", &["worktree", "add", "--quiet", "../main", "main"]);
    let (tree, stat) = fix(&place, "hub/main", "a.py");
    assert_eq!(stat, "1\t0\ta.py");
    drop(tree);
    place.assert_tidy("hub/main", 2);
}

#[test]
fn other_formats_of_objects_and_branches_behave() {
    for format in ["--object-format=sha256", "--ref-format=reftable"] {
        let Some(place) = Place::new() else { return };
        if !place.command("repo", &["init", "--quiet", format]).output().expect("git").status.success() {
            eprintln!("skipped: this git knows no {format}");
            continue;
        }
        assert_eq!(place.git("repo").head(), Err(GitError::Unborn { top: place.path("repo") }), "{format}");
        place.write("repo/a.py", "x\n");
        place.run("repo", &["add", "a.py"]);
        place.run("repo", &["commit", "--quiet", "--message=first"]);
        let (tree, stat) = fix(&place, "repo", "a.py");
        assert_eq!(stat, "1\t0\ta.py");
        let git = place.git("repo");
        let tip = tree.git().head().expect("a commit");
        git.create_branch("fixes", &tip).expect("a branch");
        git.move_branch("fixes", tree.base(), &tip).expect("it moves");
        assert_eq!(git.branch_tip("fixes"), Ok(Some(tree.base().clone())));
        assert!(git.branch_in_use("main").expect("an answer").is_some());
        let series = tree.format_patch(tree.base(), &place.path("patches")).expect("patches");
        assert_eq!(series.files.len(), 1);
        drop(tree);
        place.assert_tidy("repo", 1);
    }
}

#[test]
fn pointers_stay_pointers() {
    let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
    let Some(place) = Place::with_files(&[
        (".gitattributes", b"*.bin filter=lfs diff=lfs merge=lfs -text\n"),
        ("data.bin", pointer),
        ("a.py", b"x\n"),
    ]) else {
        return;
    };
    // As `git lfs install` sets it up for a user, with a program that leaves a mark.
    let mark = place.path("mark");
    let lfs = place.script("home/lfs", &format!("echo \"$@\" >> '{}'; echo downloaded", mark.display()));
    for (key, value) in [("clean", "clean"), ("smudge", "smudge"), ("process", "filter-process")] {
        let command = format!("'{}' {value}", lfs.display());
        place.run("repo", &["config", "--global", &format!("filter.lfs.{key}"), &command]);
    }
    place.run("repo", &["config", "--global", "filter.lfs.required", "true"]);
    let (tree, stat) = {
        let git = place.git("repo");
        let tree = git.worktree(&git.head().expect("a commit")).expect("a work tree");
        fs::write(tree.path().join("a.py"), "x\nfixed\n").expect("a file");
        // A hook that looks at everything.
        place.script("repo/.git/hooks/pre-commit", "git status; git add --renormalize .");
        let made = tree.commit(&paths(&["a.py"]), "Fix it\n", CommitOptions::default()).expect("a commit");
        (tree, place.text("repo", &["diff", "--no-ext-diff", "--numstat", "HEAD", made.oid.as_str()]))
    };
    assert_eq!(stat, "1\t0\ta.py");
    assert_eq!(fs::read(tree.path().join("data.bin")).expect("a file"), pointer);
    assert!(!mark.exists());
}
