//! Repositories whose configuration names programs: our own steps run none of them.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use amends::git::{CommitOptions, Git, GitError, Oid};

use super::{Place, paths};

/// A repository that tries to run a program in every way that its files can ask for. The program's first argument
/// goes to `mark`.
fn trap() -> Option<Place> {
    let place = Place::with_files(&[("a.py", b"a = 1\n"), ("b.py", b"b = 1\n"), ("data.bin", b"1\n")])?;
    // A submodule, which gets a trap of its own.
    place.run("", &["init", "--quiet", "repo/sub"]);
    place.write("repo/sub/c.py", "c\n");
    place.run("repo/sub", &["add", "c.py"]);
    place.run("repo/sub", &["commit", "--quiet", "--message=sub"]);
    place.write("repo/.gitmodules", "[submodule \"sub\"]\n\tpath = sub\n\turl = ./sub\n");
    place.run("repo", &["add", "sub", ".gitmodules"]);
    place.run("repo", &["commit", "--quiet", "--message=submodule"]);
    let mark = place.path("mark");
    let evil = place.script("evil", &format!("echo \"$@\" >> '{}'\ncat", mark.display()));
    let evil = evil.to_string_lossy();
    let included = place.path("repo/.git/included");
    let command = |what: &str| format!("'{evil}' {what}");
    let settings = [
        ("core.fsmonitor", evil.to_string()),
        ("core.hooksPath", place.path("repo/.git/evil-hooks").to_string_lossy().into_owned()),
        ("core.pager", command("pager")),
        ("core.editor", command("editor")),
        ("core.askPass", evil.to_string()),
        ("core.sshCommand", command("ssh")),
        ("core.gitProxy", evil.to_string()),
        ("core.alternateRefsCommand", command("alternate-refs")),
        ("core.untrackedCache", "true".into()),
        ("sequence.editor", command("sequence")),
        ("credential.helper", format!("!{}", command("credential"))),
        ("diff.external", command("diff-external")),
        ("diff.evil.command", command("diff-command")),
        ("diff.evil.textconv", command("textconv")),
        ("merge.evil.driver", command("merge")),
        ("filter.evil.clean", command("clean")),
        ("filter.evil.smudge", command("smudge")),
        ("filter.evil.required", "true".into()),
        ("filter.a=b.c.process", command("process")),
        ("gpg.program", evil.to_string()),
        ("gpg.ssh.program", evil.to_string()),
        ("gpg.ssh.defaultKeyCommand", command("key")),
        ("log.showSignature", "true".into()),
        ("commit.gpgSign", "true".into()),
        ("interactive.diffFilter", command("diff-filter")),
        ("pager.status", command("pager-status")),
        ("alias.status", format!("!{}", command("alias"))),
        ("alias.rev-parse", format!("!{}", command("alias"))),
        ("remote.origin.url", "ext::sh -c touch% mark".into()),
        ("remote.origin.promisor", "true".into()),
        ("remote.origin.uploadpack", command("uploadpack")),
        ("protocol.ext.allow", "always".into()),
        ("extensions.partialClone", "origin".into()),
        ("gc.recentObjectsHook", command("recent")),
        ("gc.auto", "1".into()),
        ("trailer.x.command", command("trailer")),
        ("uploadpack.packObjectsHook", command("pack")),
        ("submodule.recurse", "true".into()),
        ("status.submoduleSummary", "true".into()),
        ("include.path", included.to_string_lossy().into_owned()),
        (
            "includeIf.gitdir:**/worktrees/**.path",
            included.with_extension("inner").to_string_lossy().into_owned(),
        ),
    ];
    place.configure("repo/.git/config", &settings);
    fs::write(&included, format!("[filter \"included\"]\n\tclean = {evil} included\n")).expect("settings");
    // Counts only in our temporary work trees.
    let inner = included.with_extension("inner");
    fs::write(inner, format!("[filter \"inner\"]\n\tsmudge = {evil} inner\n\tclean = {evil} inner\n"))
        .expect("settings");
    place.write(
        "repo/.git/info/attributes",
        "*.py filter=evil diff=evil merge=evil\nb.py filter=included\n*.bin filter=a=b.c diff=evil\nb.bin filter=inner\n",
    );
    for hook in [
        "pre-commit",
        "post-commit",
        "post-checkout",
        "post-index-change",
        "reference-transaction",
        "fsmonitor-watchman",
    ] {
        place.script(&format!("repo/.git/evil-hooks/{hook}"), &format!("'{evil}' {hook} < /dev/null"));
    }
    place.run("repo/sub", &["config", "core.fsmonitor", &evil]);
    // Touched, so that git must compare them.
    place.write("repo/a.py", "a = 1\n");
    place.write("repo/b.py", "b = 2\n");
    place.write("repo/data.bin", "1\n");
    place.write("repo/sub/c.py", "changed\n");
    let _ = fs::remove_file(&mark);
    Some(place)
}

fn marks(place: &Place) -> String {
    fs::read_to_string(place.path("mark")).unwrap_or_default()
}

#[test]
fn the_traps_work() {
    for (arguments, sign) in [
        (&["status"][..], "2 "),
        (&["-c", "core.fsmonitor=", "status"], "clean"),
        (&["-c", "core.fsmonitor=", "status"], "included"),
        (&["-c", "core.fsmonitor=", "status"], "process"),
        (&["-c", "core.fsmonitor=", "diff", "--", "b.py"], "diff-command"),
        (&["-c", "core.fsmonitor=", "diff", "--no-ext-diff", "--", "b.py"], "textconv"),
        (&["-c", "core.fsmonitor=", "checkout", "--force", "HEAD", "--", "a.py"], "smudge"),
        (&["checkout", "-b", "y"], "post-checkout"),
        (&["commit", "--allow-empty", "--message=x"], "pre-commit"),
        (&["update-ref", "refs/heads/x", "HEAD"], "reference-transaction"),
    ] {
        let Some(place) = trap() else { return };
        if sign == "smudge" {
            // Gone, so that a checkout must write it whatever the index says of its times.
            fs::remove_file(place.path("repo/a.py")).expect("a file");
        }
        let output = place.command("repo", arguments).stdin(Stdio::null()).output().expect("git runs");
        assert!(marks(&place).contains(sign), "{arguments:?}: {} {output:?}", marks(&place));
    }
}

#[test]
fn questions_run_nothing() {
    let Some(place) = trap() else { return };
    let git = place.git("repo");
    let before = place.read("repo/.git/index");
    let dirty = git.dirty().expect("a state");
    let mut unsure = dirty.unsure.clone();
    unsure.extend(dirty.changed);
    unsure.sort();
    // Only the filter knows about b.py; it is not asked.
    assert_eq!(unsure, paths(&["b.py"]));
    let head = git.head().expect("a commit");
    assert_eq!(git.is_shallow(), Ok(false));
    assert_eq!(git.branch_tip("main"), Ok(Some(head.clone())));
    assert!(git.branch_in_use("main").expect("an answer").is_some());
    assert_eq!(git.untracked(&paths(&["a.py", "no.py"])), Ok(paths(&["no.py"])));
    assert!(git.nested_repository("sub/c.py".as_ref()).is_some());
    git.check_branch_name("x").expect("a name");
    assert!(place.git("repo/sub").dirty().is_ok());
    // Looking for moved files reads them as git would add them.
    let changed = git.changed_since(&head, None).expect("changes");
    assert!(changed.iter().any(|file| file.path == Path::new("b.py")));
    let objects: Vec<_> = changed.iter().filter_map(|file| file.was.as_ref()).collect();
    assert!(git.contents(&objects).is_ok());
    assert!(git.contents(&[&head]).is_err() && git.commit_of("evil").is_err());
    let nothing = Oid::parse(&"1".repeat(40)).expect("a name");
    assert!(git.contents(&[&nothing]).is_err(), "nothing is fetched");
    assert_eq!(git.merge_base(&head, &head), Ok(head));
    assert_eq!(marks(&place), "");
    assert_eq!(place.read("repo/.git/index"), before);
}

#[test]
fn temporary_work_trees_and_patches_run_nothing() {
    let Some(place) = trap() else { return };
    let git = place.git("repo");
    let tree = git.worktree(&git.head().expect("a commit")).expect("a work tree");
    assert_eq!(fs::read(tree.path().join("a.py")).expect("a file"), b"a = 1\n");
    assert_eq!(tree.git().dirty().expect("a state"), Default::default());
    fs::write(tree.path().join("a.py"), "a = 2\n").expect("a file");
    assert_eq!(marks(&place), "");
    // What the commit itself runs is another matter, so there is nothing to run.
    for (key, value) in [("core.hooksPath", "/dev/null"), ("commit.gpgSign", "false")] {
        place.run("repo", &["config", key, value]);
    }
    tree.commit(&paths(&["a.py"]), "Fix it\n", CommitOptions::default()).expect("a commit");
    assert_eq!(marks(&place), "");
    let series = tree.format_patch(tree.base(), &place.path("patches")).expect("patches");
    assert_eq!(series.files.len(), 1);
    drop(tree);
    assert_eq!(marks(&place), "");
}

#[test]
fn a_commit_runs_hooks_and_nothing_else() {
    let Some(place) = trap() else { return };
    place.run("repo", &["config", "commit.gpgSign", "false"]);
    let git = place.git("repo");
    let tree = git.worktree(&git.head().expect("a commit")).expect("a work tree");
    fs::write(tree.path().join("a.py"), "a = 2\n").expect("a file");
    let made = tree.commit(&paths(&["a.py"]), "Fix it\n", CommitOptions::default()).expect("a commit");
    git.create_branch("fixes", &made.oid).expect("a branch");
    let marks = marks(&place);
    let ran: std::collections::BTreeSet<&str> =
        marks.lines().map(|line| line.split_whitespace().next().unwrap_or_default()).collect();
    let hooks = ["post-commit", "pre-commit", "reference-transaction"];
    assert_eq!(ran.into_iter().collect::<Vec<_>>(), hooks);
    assert_eq!(place.text("repo", &["show", "--no-ext-diff", "--no-textconv", "fixes:a.py"]), "a = 2");
}

#[test]
fn objects_that_are_missing_are_not_fetched() {
    let Some(place) = trap() else { return };
    let blob = place.text("repo", &["rev-parse", "HEAD:a.py"]);
    fs::remove_file(place.path(&format!("repo/.git/objects/{}/{}", &blob[..2], &blob[2..])))
        .expect("an object");
    let git = place.git("repo");
    for url in [
        "ext::sh -c 'echo ext >> ../mark'",
        "ssh://host/path",
        &format!("file://{}", place.path("home").display()),
    ] {
        place.run("repo", &["config", "remote.origin.url", url]);
        let error = git.worktree(&git.head().expect("a commit")).expect_err("it is missing");
        assert!(matches!(error, GitError::Failed { .. }), "{error:?}");
        let _ = git.dirty();
        assert_eq!(marks(&place), "", "{url}");
    }
}

#[cfg(unix)]
#[test]
fn a_repository_of_somebody_else_is_refused() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n")]) else { return };
    for name in ["repo", "repo/.git"] {
        if std::os::unix::fs::chown(place.path(name), Some(12345), None).is_err() {
            eprintln!("skipped: only root can give files away");
            return;
        }
    }
    let error = Git::at_with(&place.path("repo"), place.environment()).expect_err("it is not ours");
    assert!(error.to_string().contains("safe.directory"), "{error}");
    assert!(!error.to_string().contains("\\u{9}"), "git's indentation: {error}");
    // Trusted by the user, in a file or in the environment.
    let trusting = place
        .environment()
        .with("GIT_CONFIG_COUNT", "1")
        .with("GIT_CONFIG_KEY_0", "safe.directory")
        .with("GIT_CONFIG_VALUE_0", "*");
    assert!(matches!(Git::at_with(&place.path("repo"), trusting), Ok(Some(_))));
}

#[cfg(unix)]
#[test]
fn a_git_that_is_old_or_none_or_never_ends_is_said() {
    let Some(mut place) = Place::with_files(&[("a.py", b"x\n")]) else { return };
    let real = std::env::var("PATH").unwrap_or_default();
    for (script, expected) in [
        ("echo git version 2.30.9", "git 2.30.9 is too old"),
        ("echo hello", "gave an answer that makes no sense"),
        ("case \"$*\" in *version*) echo git version 2.47.3;; *) exec yes;; esac", "printed more than"),
        ("case \"$*\" in *version*) echo git version 2.47.3;; *) kill -9 $$;; esac", "it did not say why"),
    ] {
        place.script("old/git", script);
        place.set("PATH", format!("{}:{real}", place.path("old").display()));
        let error = Git::at_with(&place.path("repo"), place.environment()).expect_err(script);
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn a_git_in_the_repository_is_not_run() {
    let Some(mut place) = trap() else { return };
    place.script("repo/git", "echo path >> ../mark");
    let real = std::env::var("PATH").unwrap_or_default();
    // A relative path that leads there from where this process is.
    let up = "../".repeat(std::env::current_dir().expect("a folder").components().count() - 1);
    let relative = format!("{up}{}", place.path("repo").display().to_string().trim_start_matches('/'));
    assert!(std::path::Path::new(&relative).join("git").exists(), "{relative}");
    place.set("PATH", format!("{relative}:.::{real}"));
    assert!(place.git("repo").dirty().is_ok());
    place.set("PATH", format!("{relative}:.:"));
    let found = Git::at_with(&place.path("repo"), place.environment());
    assert!(matches!(found, Err(GitError::Missing)), "{found:?}");
    assert_eq!(marks(&place), "");
}
