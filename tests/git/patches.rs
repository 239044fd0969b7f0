//! Series of patches: `git am` makes the same commits of them, whatever the settings are.

use std::fs;
use std::path::Path;

use amends::git::{CommitOptions, GitError, Oid, Series, Worktree, existing_patches};

use super::{Place, paths};

/// Settings that change what `git format-patch` writes.
const TASTES: &[(&str, &str)] = &[
    ("format.attach", "boundary"),
    ("format.coverLetter", "true"),
    ("format.from", "true"),
    ("format.headers", "X-Odd: 1\n"),
    ("format.noprefix", "true"),
    ("format.notes", "true"),
    ("format.numbered", "false"),
    ("format.outputDirectory", "/nowhere"),
    ("format.pretty", "oneline"),
    ("format.signature", "odd"),
    ("format.signOff", "true"),
    ("format.subjectPrefix", "ODD"),
    ("format.suffix", ".odd"),
    ("format.thread", "deep"),
    ("format.useAutoBase", "true"),
    ("format.encodeEmailHeaders", "false"),
    ("format.mboxrd", "true"),
    ("diff.noprefix", "true"),
    ("diff.mnemonicPrefix", "true"),
    ("diff.srcPrefix", "odd/"),
    ("diff.context", "0"),
    ("diff.interHunkContext", "9"),
    ("diff.renames", "copies"),
    ("diff.relative", "true"),
    ("diff.algorithm", "patience"),
    ("diff.orderFile", "/dev/null"),
    ("diff.submodule", "log"),
    ("diff.wsErrorHighlight", "all"),
    ("diff.odd.binary", "true"),
    ("diff.odd.command", "false"),
    ("diff.odd.textconv", "false"),
    ("color.ui", "always"),
    ("color.diff", "always"),
    ("core.quotePath", "false"),
    ("core.abbrev", "4"),
    ("core.whitespace", "-trailing-space"),
    ("i18n.logOutputEncoding", "UTF-16"),
    ("log.date", "relative"),
    ("log.showSignature", "true"),
];

fn worktree(place: &Place) -> Worktree {
    let git = place.git("repo");
    git.worktree(&git.head().expect("a commit")).expect("a work tree")
}

fn commit(tree: &Worktree, name: &str, bytes: &[u8], message: &str) -> Oid {
    fs::write(tree.path().join(name), bytes).expect("a file");
    tree.commit(&paths(&[name]), message, CommitOptions::default()).expect("a commit").oid
}

/// What `git am` makes of a series in a clone: trees and messages, newest first.
fn applied(place: &Place, series: &Series, base: &Oid) -> String {
    let url = format!("file://{}", place.path("repo").display());
    let _ = fs::remove_dir_all(place.path("clone"));
    place.run("", &["clone", "--quiet", &url, "clone"]);
    place.run("clone", &["checkout", "--quiet", "--detach", base.as_str()]);
    let mut arguments = vec!["am".to_string(), "--quiet".into()];
    arguments.extend(series.needs_keep_cr.then(|| "--keep-cr".to_string()));
    arguments.extend(series.files.iter().map(|file| file.to_string_lossy().into_owned()));
    place.run("clone", &arguments);
    place.text("clone", &["log", "--format=%T %an %B", &format!("{base}..HEAD")])
}

fn made(place: &Place, base: &Oid, tip: &Oid) -> String {
    let plain = ["-c", "i18n.logOutputEncoding=UTF-8", "-c", "log.showSignature=false"];
    let log = ["log", "--format=%T %an %B", &format!("{base}..{tip}")];
    place.text("repo", &[&plain[..], &log].concat())
}

#[test]
fn the_series_makes_the_same_commits() {
    let names = ["-rf.py", "a\nb.py", "sp ace.py", "ü.py", "q\"uote.py"];
    let lines: Vec<u8> = (0..40).flat_map(|number| format!("line {number}\n").into_bytes()).collect();
    let mut files: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, &lines[..])).collect();
    files.push((".gitattributes", b"*.py diff=odd\n"));
    let Some(place) = Place::with_files(&files) else { return };
    let tastes: Vec<_> = TASTES.iter().map(|(key, value)| (*key, value.to_string())).collect();
    place.configure("repo/.git/config", &tastes);
    place.configure("home/gitconfig", &tastes);
    let tree = worktree(&place);
    let mut tip = tree.base().clone();
    for (number, name) in names.iter().enumerate() {
        let text = String::from_utf8_lossy(&lines).replace("line 20\n", "# -- \nFrom the start ü\n\n\n");
        let message = format!(
            "AM40{number}: log what is dropped – überall\n\nWhat and why.\n\n# a heading\n  indented\n\
             From: here it is text\n\nAmends-finding: AM401 a.py:{number}\n"
        );
        tip = commit(&tree, name, text.as_bytes(), &message);
    }
    let folder = place.path("patches/deep");
    let series = tree.format_patch(tree.base(), &folder).expect("patches");
    assert!(!series.needs_keep_cr);
    let written: Vec<_> =
        series.files.iter().map(|file| file.strip_prefix(&folder).expect("inside")).collect();
    assert_eq!(written[0], Path::new("0001-AM400-log-what-is-dropped-berall.patch"));
    assert_eq!(written.len(), 5);
    assert_eq!(existing_patches(&folder).expect("a list"), series.files);
    let patch = fs::read_to_string(&series.files[1]).expect("text");
    assert!(
        patch.contains("Subject: [PATCH 2/5] ") && patch.contains("diff --git \"a/a\\nb.py\""),
        "{patch}"
    );
    for trace in ["odd", "ODD", "GIT binary", "\x1b", "X-Odd", "Signed-off-by"] {
        assert!(!patch.contains(trace), "{trace}: {patch}");
    }
    let base = tree.base().clone();
    // A clone of a user with plain settings.
    place.write("home/gitconfig", "[user]\n\tname = Bo\n\temail = bo@example.org\n");
    let expected = made(&place, &base, &tip);
    assert_eq!(applied(&place, &series, &base), expected);
    drop(tree);
    assert_eq!(fs::read_dir(place.path("tmp")).expect("a folder").count(), 0);
}

#[test]
fn line_ends_and_encodings_survive() {
    let files: [(&str, &[u8], &[u8]); 5] = [
        ("crlf.py", b"one\r\ntwo\r\n", b"one\r\n2\r\nthree\r\n"),
        ("latin.py", b"# coding: latin-1\nx = '\xe9'\n", b"# coding: latin-1\nx = '\xe8'\n"),
        ("open.py", b"one\ntwo", b"one\n2"),
        ("mixed.py", b"one\r\ntwo\nthree\r\n", b"one\r\n2\nthree\r\n"),
        ("form.py", b"one\x0c\n\ttwo \n", b"one\x0c\n\t2 \n"),
    ];
    let Some(place) = Place::with_files(&files.map(|(name, before, _)| (name, before))) else { return };
    for (name, _, after) in files {
        let tree = worktree(&place);
        let tip = commit(&tree, name, after, "Fix it\n");
        let folder = place.path("patches").join(name);
        let series = tree.format_patch(tree.base(), &folder).expect("patches");
        assert_eq!(series.needs_keep_cr, ["crlf.py", "mixed.py"].contains(&name), "{name}");
        let base = tree.base().clone();
        assert_eq!(applied(&place, &series, &base), made(&place, &base, &tip), "{name}");
        assert_eq!(place.read(&format!("clone/{name}")), after, "{name}");
    }
}

#[test]
fn no_file_is_overwritten_and_nothing_half_stays() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n")]) else { return };
    let tree = worktree(&place);
    commit(&tree, "a.py", b"y\n", "First\n");
    commit(&tree, "a.py", b"z\n", "Second\n");
    let folder = place.path("patches");
    assert_eq!(existing_patches(&folder).expect("a list"), paths(&[]));
    let theirs = place.write("patches/0002-Second.patch", "theirs");
    place.write("patches/readme.txt", "theirs");
    assert_eq!(existing_patches(&folder).expect("a list"), std::slice::from_ref(&theirs));
    let error = tree.format_patch(tree.base(), &folder).expect_err("it exists");
    assert_eq!(error, GitError::PatchExists { path: theirs.clone() });
    assert_eq!(fs::read(&theirs).expect("a file"), b"theirs");
    assert_eq!(existing_patches(&folder).expect("a list"), [theirs]);
    // A file where a folder is wanted.
    let file = place.write("file", "x");
    assert!(matches!(tree.format_patch(tree.base(), &file), Err(GitError::System { .. })));
}

#[test]
fn a_message_that_mails_would_cut_is_refused() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n")]) else { return };
    let tree = worktree(&place);
    commit(&tree, "a.py", b"y\n", "Fix it\n\nbecause:\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-x\n+evil\n");
    let error = tree.format_patch(tree.base(), &place.path("patches")).expect_err("it would be a patch");
    assert!(matches!(error, GitError::Message { line: Some(4), .. }), "{error:?}");
    assert!(!place.path("patches").exists());
}
