//! Commits hold exactly the given files, made by the user, with the user's hooks and signing.

use std::fs;
use std::path::PathBuf;

use amends::git::{CommitOptions, Committed, GitError, Worktree};

use super::{Place, paths};

const PLAIN: CommitOptions = CommitOptions { no_verify: false };

fn worktree(place: &Place) -> Worktree {
    let git = place.git("repo");
    git.worktree(&git.head().expect("a commit")).expect("a work tree")
}

fn write(tree: &Worktree, name: &str, bytes: impl AsRef<[u8]>) {
    fs::write(tree.path().join(name), bytes).expect("a file");
}

fn commit(tree: &Worktree, names: &[&str]) -> Result<Committed, GitError> {
    tree.commit(&paths(names), "Fix it\n", PLAIN)
}

/// The names that a commit changes.
fn changed(place: &Place, commit: &Committed) -> Vec<PathBuf> {
    let names =
        place.run("repo", &["diff-tree", "-r", "-z", "--no-commit-id", "--name-only", commit.oid.as_str()]);
    let names = String::from_utf8(names).expect("text");
    names.split_terminator('\0').map(PathBuf::from).collect()
}

const STRANGE: [&str; 6] = ["-rf.py", ":(top)*.py", "a\nb.py", "sp ace/\"q\".py", "tab\t.py", "ü/日本.py"];

#[test]
fn a_commit_holds_exactly_the_given_files() {
    let mut all: Vec<(&str, &[u8])> = STRANGE.iter().map(|name| (*name, &b"x = 1\n"[..])).collect();
    all.extend([("other.py", &b"x\n"[..]), ("*.py", b"star\n"), ("run.py", b"x\n")]);
    let Some(place) = Place::with_files(&all) else { return };
    super::make_executable(&place.path("repo/run.py"));
    place.run("repo", &["commit", "--quiet", "--all", "--message=mode"]);
    let tree = worktree(&place);
    for (name, _) in &all {
        write(&tree, name, "y = 2\n");
    }
    let first = commit(&tree, &STRANGE).expect("a commit");
    assert_eq!(changed(&place, &first), paths(&STRANGE));
    // A star is a name here.
    let second = commit(&tree, &["*.py"]).expect("a commit");
    assert_eq!(changed(&place, &second), paths(&["*.py"]));
    assert_eq!(place.oid("repo", &format!("{}^", second.oid)), first.oid);
    let third = commit(&tree, &["run.py"]).expect("a commit");
    let modes = place.text("repo", &["ls-tree", third.oid.as_str(), "run.py", "other.py"]);
    assert!(modes.contains("100755 blob") && modes.contains("100644 blob"), "{modes}");
    assert_eq!(tree.git().dirty().expect("a state").changed, paths(&["other.py"]));
    assert_eq!(
        place.text("repo", &["log", "-1", "--format=%an <%ae> %cn", third.oid.as_str()]),
        "Ada Ünal <ada@example.org> Ada Ünal"
    );
    drop(tree);
    place.assert_tidy("repo", 1);
}

#[test]
fn the_message_is_kept_whole() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n")]) else { return };
    for (key, value) in [
        ("commit.cleanup", "scissors"),
        ("core.commentChar", ";"),
        ("i18n.commitEncoding", "ISO-8859-1"),
        ("commit.verbose", "true"),
        ("commit.template", "/nowhere"),
    ] {
        place.run("repo", &["config", key, value]);
    }
    let tree = worktree(&place);
    let message = "Log what was dropped – überall\n\n# a heading\n; not a comment\n\n\n  two spaces  \n\
                   # ------------------------ >8 ------------------------\n\nAmends-finding: AM401 a.py:1\n";
    write(&tree, "a.py", "y\n");
    let made = tree.commit(&paths(&["a.py"]), message, PLAIN).expect("a commit");
    let object = place.run("repo", &["cat-file", "commit", made.oid.as_str()]);
    let object = String::from_utf8(object).expect("text");
    assert_eq!(object.split_once("\n\n").expect("a message").1, message);
    assert!(!object.contains("\nencoding "), "{object}");
    assert!(!made.message_changed);
    write(&tree, "a.py", "z\n");
    let made = tree.commit(&paths(&["a.py"]), "No line end", PLAIN).expect("a commit");
    assert!(!made.message_changed);
    for bad in ["", " \n\n", "a\0b"] {
        assert!(
            matches!(tree.commit(&paths(&["a.py"]), bad, PLAIN), Err(GitError::Message { .. })),
            "{bad:?}"
        );
    }
}

#[test]
fn what_cannot_be_committed_is_said_and_leaves_nothing() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n"), ("b.py", b"x\n"), ("pkg/c.py", b"x\n")]) else {
        return;
    };
    let tree = worktree(&place);
    let head = tree.git().head();
    for bad in ["../a.py", "/a.py", "pkg", "", ".git/index", "./a.py"] {
        assert!(matches!(commit(&tree, &[bad]), Err(GitError::BadPath { .. })), "{bad}");
    }
    assert_eq!(commit(&tree, &[]), Err(GitError::NothingToCommit));
    assert_eq!(commit(&tree, &["a.py"]), Err(GitError::NothingToCommit));
    write(&tree, "a.py", "y\n");
    assert!(matches!(commit(&tree, &["a.py", "nowhere.py"]), Err(GitError::Failed { .. })));
    write(&tree, "b.py", "y\n");
    place.run("", &["-C", &tree.path().to_string_lossy(), "add", "b.py"]);
    assert_eq!(commit(&tree, &["a.py"]), Err(GitError::OthersStaged { files: paths(&["b.py"]) }));
    assert_eq!(tree.git().head(), head);
    assert_eq!(tree.git().dirty().expect("a state").changed, paths(&["a.py", "b.py"]));
    let made = commit(&tree, &["a.py"]).expect("nothing stayed staged");
    assert_eq!(changed(&place, &made), paths(&["a.py"]));
    drop(tree);
    place.assert_tidy("repo", 1);
}

#[test]
fn without_a_name_there_is_no_commit() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n")]) else { return };
    place.write("home/gitconfig", "[user]\n\tuseConfigOnly = true\n");
    let tree = worktree(&place);
    write(&tree, "a.py", "y\n");
    let error = commit(&tree, &["a.py"]).expect_err("nobody");
    assert!(matches!(error, GitError::NoIdentity { .. }), "{error:?}");
    assert!(error.hint().contains("user.email"));
    let mut named = place;
    for who in ["AUTHOR", "COMMITTER"] {
        named.set(format!("GIT_{who}_NAME"), "Bo");
        named.set(format!("GIT_{who}_EMAIL"), "bo@example.org");
    }
    drop(tree);
    let tree = worktree(&named);
    write(&tree, "a.py", "y\n");
    let made = commit(&tree, &["a.py"]).expect("somebody");
    assert_eq!(named.text("repo", &["log", "-1", "--format=%an", made.oid.as_str()]), "Bo");
}

#[test]
fn a_hook_that_refuses_is_quoted_and_can_be_skipped() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n")]) else { return };
    // As frameworks do it: change the file, and refuse because of that.
    place.script(
        "repo/.git/hooks/pre-commit",
        "git diff --cached --name-only -- '*.py'; echo changed > a.py; printf 'not \\033[31mgood\\n'; exit 1",
    );
    let tree = worktree(&place);
    let head = tree.git().head();
    write(&tree, "a.py", "y\n");
    let error = commit(&tree, &["a.py"]).expect_err("refused");
    // The pattern still works in hooks, and nothing speaks to the terminal.
    assert_eq!(error, GitError::CommitRefused { said: "a.py\nnot \\u{1b}[31mgood".into() });
    assert_eq!(tree.git().head(), head);
    assert_eq!(fs::read(tree.path().join("a.py")).expect("a file"), b"y\n");
    let made =
        tree.commit(&paths(&["a.py"]), "Fix it\n", CommitOptions { no_verify: true }).expect("a commit");
    assert_eq!(place.text("repo", &["show", &format!("{}:a.py", made.oid)]), "y");
    drop(tree);
    place.assert_tidy("repo", 1);
}

#[test]
fn a_hook_that_changes_what_is_committed_is_refused() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n"), ("b.py", b"x\n")]) else { return };
    let tree = worktree(&place);
    let head = tree.git().head();
    for (hook, lines, names) in [
        ("pre-commit", "echo more >> a.py; git add a.py; echo done", &["a.py"][..]),
        ("pre-commit", "echo more >> b.py; echo new > new.py; git add .; echo done", &["b.py", "new.py"]),
        ("pre-commit", "git rm -q -f --cached b.py; echo done", &["b.py"]),
        (
            "post-commit",
            "rm \"$GIT_DIR\"/../../hooks/post-commit; echo more >> b.py; git add b.py; \
             git commit --quiet --amend --no-edit; echo done",
            &["b.py"],
        ),
        // A history that is not ours: a second commit on top.
        (
            "post-commit",
            "rm \"$GIT_DIR\"/../../hooks/post-commit; git commit --quiet --allow-empty -m more; echo done",
            &[],
        ),
    ] {
        let file = place.script(&format!("repo/.git/hooks/{hook}"), lines);
        write(&tree, "a.py", "y\n");
        let error = commit(&tree, &["a.py"]).expect_err(lines);
        assert_eq!(error, GitError::ChangedByHook { files: paths(names), said: "done".into() }, "{lines}");
        assert_eq!(tree.git().head(), head);
        assert_eq!(fs::read(tree.path().join("a.py")).expect("a file"), b"y\n");
        assert!(error.hint().contains("--format-with"));
        let _ = fs::remove_file(file);
        // Nothing is staged.
        let tree_folder = tree.path().to_string_lossy().into_owned();
        assert_eq!(place.text("", &["-C", &tree_folder, "diff", "--cached", "--name-only"]), "", "{lines}");
    }
}

#[test]
fn a_hook_that_changes_files_beside_the_commit_changes_nothing_that_counts() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n"), ("b.py", b"x\n")]) else { return };
    place.script("repo/.git/hooks/pre-commit", "echo formatted > a.py");
    // At this time the commit's tree is decided.
    place.script("repo/.git/hooks/prepare-commit-msg", "echo late > b.py; git add b.py");
    place.script("repo/.git/hooks/commit-msg", "printf '\\nChange-Id: I1\\n' >> \"$1\"");
    let tree = worktree(&place);
    write(&tree, "a.py", "y\n");
    let made = commit(&tree, &["a.py"]).expect("a commit");
    assert_eq!(made.restored, paths(&["a.py"]));
    assert!(made.message_changed);
    assert_eq!(
        place.text("repo", &["log", "-1", "--format=%B", made.oid.as_str()]),
        "Fix it\n\nChange-Id: I1"
    );
    assert_eq!(place.text("repo", &["show", &format!("{}:a.py", made.oid)]), "y");
    assert_eq!(fs::read(tree.path().join("a.py")).expect("a file"), b"y\n");
    // What the hook staged is not in the way of the next commit.
    write(&tree, "a.py", "z\n");
    let made = commit(&tree, &["a.py"]).expect("a commit");
    assert_eq!(changed(&place, &made), paths(&["a.py"]));
    assert_eq!(tree.git().dirty().expect("a state").changed, paths(&["b.py"]));
}

#[test]
fn a_hook_that_leaves_a_process_behind_is_not_waited_for() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n")]) else { return };
    // It holds stdout and stderr until the commit is over: whoever waits for it waits for ever.
    let over = place.path("over");
    let wait = format!(
        "until [ -e '{}' ] || [ ! -d '{}' ]; do sleep 0.1; done &",
        over.display(),
        place.path("").display()
    );
    place.script("repo/.git/hooks/post-commit", &wait);
    place.script("repo/.git/hooks/pre-commit", &wait);
    let tree = worktree(&place);
    write(&tree, "a.py", "y\n");
    let made = commit(&tree, &["a.py"]);
    place.write("over", "");
    made.expect("a commit");
}

#[test]
fn hooks_of_a_shared_folder_run_too() {
    let Some(place) =
        Place::with_files(&[("a.py", b"x\n"), (".hooks/pre-commit", b"#!/bin/sh\necho shared; exit 1\n")])
    else {
        return;
    };
    super::make_executable(&place.path("repo/.hooks/pre-commit"));
    place.run("repo", &["commit", "--quiet", "--all", "--message=hook"]);
    place.run("repo", &["config", "core.hooksPath", ".hooks"]);
    let tree = worktree(&place);
    write(&tree, "a.py", "y\n");
    assert_eq!(commit(&tree, &["a.py"]), Err(GitError::CommitRefused { said: "shared".into() }));
}

const SIGNER: &str = "cat > /dev/null\necho '[GNUPG:] SIG_CREATED D 1 8 00 1 ABC' >&2\n\
                      printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nfake\\n-----END PGP SIGNATURE-----\\n'";

#[test]
fn commits_are_signed_if_the_user_wants_that() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n")]) else { return };
    let signer = place.script("home/signer", SIGNER);
    place.run("repo", &["config", "--global", "gpg.program", &signer.to_string_lossy()]);
    place.run("repo", &["config", "--global", "commit.gpgSign", "true"]);
    let tree = worktree(&place);
    write(&tree, "a.py", "y\n");
    let made = commit(&tree, &["a.py"]).expect("a commit");
    let object = place.text("repo", &["cat-file", "commit", made.oid.as_str()]);
    assert!(object.contains("\ngpgsig -----BEGIN PGP SIGNATURE-----\n"), "{object}");
    assert!(!made.message_changed);
    // Who cannot sign does not commit.
    place.script("home/signer", "echo 'no secret key' >&2; exit 2");
    write(&tree, "a.py", "z\n");
    let Err(GitError::CommitRefused { said }) = commit(&tree, &["a.py"]) else {
        panic!("it was not refused")
    };
    assert!(said.contains("no secret key"), "{said}");
    assert_eq!(tree.git().head(), Ok(made.oid));
    drop(tree);
    place.assert_tidy("repo", 1);
}

/// How many lines a commit adds and removes in a file.
fn counts(place: &Place, commit: &Committed) -> String {
    place.text("repo", &["diff-tree", "-r", "--no-commit-id", "--numstat", commit.oid.as_str()])
}

#[test]
fn line_ends_are_converted_as_git_does_and_only_touched_lines_change() {
    let lines = b"one\ntwo\nthree\n";
    for (attributes, autocrlf) in [
        ("* text=auto eol=crlf\n", "false"),
        ("* text=auto eol=crlf\n", "true"),
        ("*.py text\n", "true"),
        ("", "true"),
        ("*.py text ident working-tree-encoding=UTF-16LE eol=crlf\n", "false"),
    ] {
        let Some(place) = Place::with_repo() else { return };
        place.write("repo/.gitattributes", attributes);
        place.write("repo/a.py", lines);
        place.write("repo/other.py", lines);
        // Stored as they are, then read back with the attributes.
        place.run("repo", &["-c", "core.attributesFile=/dev/null", "add", "--all"]);
        if attributes.contains("encoding") {
            place.run("repo", &["rm", "--quiet", "--cached", "a.py", "other.py"]);
            let wide: Vec<u8> =
                String::from_utf8_lossy(lines).encode_utf16().flat_map(u16::to_le_bytes).collect();
            place.write("repo/a.py", &wide);
            place.write("repo/other.py", &wide);
            place.run("repo", &["add", "--all"]);
        }
        place.run("repo", &["commit", "--quiet", "--message=first"]);
        place.run("repo", &["config", "core.autocrlf", autocrlf]);
        assert_eq!(place.run("repo", &["show", "HEAD:a.py"]), lines, "{attributes}");

        let tree = worktree(&place);
        assert_eq!(tree.git().dirty().expect("a state"), Default::default());
        let file = fs::read(tree.path().join("a.py")).expect("a file");
        let zero = if attributes.contains("encoding") { "\0" } else { "" };
        let end = format!("\r{zero}\n{zero}");
        let text = String::from_utf8(file).expect("text");
        assert_eq!(text.matches(&end).count(), 3, "{text:?}");
        write(&tree, "a.py", text.replace(&format!("t{zero}w{zero}o{zero}"), &format!("2{zero}")));
        let made = commit(&tree, &["a.py"]).expect("a commit");
        assert_eq!(counts(&place, &made), "1\t1\ta.py", "{attributes} {autocrlf}");
        assert_eq!(place.run("repo", &["show", &format!("{}:a.py", made.oid)]), b"one\n2\nthree\n");
        assert_eq!(tree.git().dirty().expect("a state"), Default::default());
    }
}

/// A file that is stored with CRLF, with attributes that came later.
fn stored_with_crlf(attributes: &str) -> Option<Place> {
    let place = Place::with_files(&[("a.py", b"one\r\ntwo\r\n"), ("other.py", b"one\r\ntwo\r\n")])?;
    place.write("repo/.gitattributes", attributes);
    place.run("repo", &["add", ".gitattributes"]);
    place.run("repo", &["commit", "--quiet", "--message=attributes"]);
    Some(place)
}

#[test]
fn files_stored_with_crlf_keep_it() {
    for attributes in ["", "* text=auto\n", "* text=auto eol=crlf\n", "* -text\n", "* -diff\n"] {
        let Some(place) = stored_with_crlf(attributes) else { return };
        let tree = worktree(&place);
        write(&tree, "a.py", "one\r\n2\r\n");
        let made = commit(&tree, &["a.py"]).expect("a commit");
        assert_eq!(changed(&place, &made), paths(&["a.py"]), "{attributes}");
        assert_eq!(
            place.run("repo", &["show", &format!("{}:a.py", made.oid)]),
            b"one\r\n2\r\n",
            "{attributes}"
        );
    }
}

#[test]
fn a_commit_that_would_rewrite_all_line_ends_is_refused() {
    for attributes in
        ["*.py text\n", "*.py eol=crlf\n", "*.py text eol=lf -diff\n", "*.py text eol=crlf diff=x\n"]
    {
        let Some(place) = stored_with_crlf(attributes) else { return };
        place.run("repo", &["config", "diff.x.binary", "true"]);
        let tree = worktree(&place);
        let head = tree.git().head();
        write(&tree, "a.py", "one\r\n2\r\n");
        let error = commit(&tree, &["a.py"]).expect_err(attributes);
        assert_eq!(error, GitError::LineEnds { files: paths(&["a.py"]) }, "{attributes}");
        assert!(error.hint().contains("--renormalize"));
        assert_eq!(tree.git().head(), head);
        assert_eq!(fs::read(tree.path().join("a.py")).expect("a file"), b"one\r\n2\r\n");
    }
}
