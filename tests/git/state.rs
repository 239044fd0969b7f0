//! Finding the work tree, and what state it is in.

use std::fs;
use std::path::PathBuf;

use amends::git::{Git, GitError};

use super::{Place, make_executable, paths};

#[test]
fn only_real_work_trees_are_found() {
    let Some(place) = Place::with_files(&[("pkg/a.py", b"x\n")]) else { return };
    let at = |folder: &str| Git::at_with(&place.path(folder), place.environment());
    assert_eq!(place.git("repo/pkg").top(), place.path("repo"));
    assert!(at("home").expect("no error").is_none());
    assert!(matches!(at("nowhere"), Err(GitError::System { .. })));

    place.run("", &["init", "--quiet", "--bare", "bare"]);
    for folder in ["bare", "bare/refs", "repo/.git", "repo/.git/refs"] {
        assert!(matches!(at(folder), Err(GitError::NoWorkTree { .. })), "{folder}: {:?}", at(folder));
    }
    // A bare repository that somebody committed as files.
    place.run("repo", &["init", "--quiet", "--bare", "data.git"]);
    assert!(matches!(at("repo/data.git"), Err(GitError::NoWorkTree { .. })));

    place.write("broken/.git", "gitdir: /nowhere/at/all\n");
    assert!(matches!(at("broken"), Err(GitError::Failed { .. })), "{:?}", at("broken"));
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_is_the_folder() {
    let Some(place) = Place::with_files(&[("pkg/a.py", b"x\n")]) else { return };
    std::os::unix::fs::symlink(place.path("repo/pkg"), place.path("link")).expect("a link");
    assert_eq!(place.git("link").top(), place.path("repo"));
}

#[test]
fn a_work_tree_somewhere_else_is_refused() {
    let Some(place) = Place::with_files(&[("inner/a.py", b"x\n")]) else { return };
    place.run("repo/inner", &["init", "--quiet"]);
    // The root, a folder without `.git`, and one that is another repository.
    for elsewhere in [PathBuf::from("/"), place.path(""), place.path("home"), place.path("repo")] {
        place.run("repo/inner", &["config", "core.worktree", &elsewhere.to_string_lossy()]);
        let found = Git::at_with(&place.path("repo/inner"), place.environment());
        assert!(
            matches!(found, Err(GitError::StrangeWorkTree { .. } | GitError::NoWorkTree { .. })),
            "{}: {found:?}",
            elsewhere.display()
        );
    }
}

#[test]
fn variables_that_mean_another_repository_do_not_count() {
    let Some(mut place) = Place::with_files(&[("a.py", b"x\n")]) else { return };
    place.run("", &["init", "--quiet", "other"]);
    let other = place.path("other/.git");
    let before = place.oid("repo", "HEAD");
    place.set("GIT_DIR", &other);
    place.set("GIT_INDEX_FILE", other.join("index"));
    place.set("GIT_CONFIG_PARAMETERS", "'core.bare'='true'");
    let git = place.git("repo");
    assert_eq!(git.top(), place.path("repo"));
    assert_eq!(git.head(), Ok(before));
    assert_eq!(git.dirty().expect("a state").changed, paths(&[]));
}

#[test]
fn the_current_commit_is_found_on_a_branch_detached_and_not_before_there_is_one() {
    let Some(place) = Place::with_repo() else { return };
    let unborn = place.git("repo").head().expect_err("no commit");
    assert_eq!(unborn, GitError::Unborn { top: place.path("repo") });
    assert!(unborn.hint().starts_with("commit first"));
    place.write("repo/a.py", "x\n");
    place.run("repo", &["add", "a.py"]);
    // What is staged before the first commit differs from nothing.
    assert_eq!(place.git("repo").dirty().expect("a state").changed, paths(&["a.py"]));
    place.run("repo", &["commit", "--quiet", "--message=first"]);
    let first = place.oid("repo", "HEAD");
    assert_eq!(place.git("repo").head(), Ok(first.clone()));
    place.run("repo", &["checkout", "--quiet", "--detach"]);
    assert_eq!(place.git("repo").head(), Ok(first));
    // A branch that points to nothing is broken, not unborn.
    place.write("repo/.git/HEAD", "ref: refs/heads/odd\n");
    place.write("repo/.git/refs/heads/odd", "1234567890123456789012345678901234567890\n");
    assert!(matches!(place.git("repo").head(), Err(GitError::Failed { .. })));
}

const STRANGE: [&str; 6] = ["-rf.py", "a\nb.py", "sp ace/\"q\".py", "tab\t.py", "ü/日本.py", ":(top)*.py"];

#[cfg(unix)]
#[test]
fn dirty_names_what_differs_whatever_its_name_and_touches_nothing() {
    use std::os::unix::ffi::OsStringExt as _;
    let latin = std::path::PathBuf::from(std::ffi::OsString::from_vec(b"caf\xe9.py".to_vec()));
    let files: Vec<(&str, &[u8])> = STRANGE.iter().map(|name| (*name, &b"x = 1\n"[..])).collect();
    let Some(place) = Place::with_files(&files) else { return };
    let in_repo = |name: &str| format!("repo/{name}");
    fs::write(place.path("repo").join(&latin), "x\n").expect("a file");
    for name in ["same.py", "staged.py", "gone.py", "mode.py", "touched.py"] {
        place.write(&in_repo(name), "x\n");
    }
    place.run("repo", &["add", "--all"]);
    place.run("repo", &["commit", "--quiet", "--message=second"]);
    let git = place.git("repo");
    assert_eq!(git.dirty().expect("a state"), Default::default());

    for name in STRANGE {
        place.write(&in_repo(name), "x = 2\n");
    }
    fs::write(place.path("repo").join(&latin), "y\n").expect("a file");
    place.write("repo/staged.py", "y\n");
    place.run("repo", &["add", "staged.py"]);
    fs::remove_file(place.path("repo/gone.py")).expect("a file");
    make_executable(&place.path("repo/mode.py"));
    // Its time changes, its bytes do not.
    place.write("repo/touched.py", "x\n");
    place.write("repo/new.py", "x\n");

    let before = place.snapshot("repo");
    // Somebody else is at work; reading does not mind.
    let lock = place.write("repo/.git/index.lock", "");
    let dirty = git.dirty().expect("a state");
    let mut expected = paths(&STRANGE);
    expected.extend(paths(&["staged.py", "gone.py", "mode.py"]));
    expected.push(latin.clone());
    expected.sort();
    assert_eq!(dirty.changed, expected);
    assert_eq!(dirty.unsure, paths(&[]));
    let mut asked = expected.clone();
    asked.extend(paths(&["new.py", "never.py", "*.py"]));
    assert_eq!(git.untracked(&asked).expect("an answer"), paths(&["new.py", "never.py", "*.py"]));
    fs::remove_file(lock).expect("the lock");
    assert_eq!(place.snapshot("repo"), before);
}

#[test]
fn dirty_knows_conflicts() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n"), ("b.py", b"x\n")]) else { return };
    place.run("repo", &["checkout", "--quiet", "-b", "other"]);
    place.write("repo/a.py", "y\n");
    place.run("repo", &["commit", "--quiet", "--all", "--message=other"]);
    place.run("repo", &["checkout", "--quiet", "main"]);
    place.write("repo/a.py", "z\n");
    place.run("repo", &["commit", "--quiet", "--all", "--message=main"]);
    assert!(!place.command("repo", &["merge", "other"]).output().expect("git").status.success());
    assert_eq!(place.git("repo").dirty().expect("a state").changed, paths(&["a.py"]));
}

#[test]
fn paths_that_are_not_inside_are_not_asked_about() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n")]) else { return };
    let git = place.git("repo");
    for bad in ["../a.py", "/a.py", "", ".git/config"] {
        assert!(matches!(git.untracked(&paths(&[bad])), Err(GitError::BadPath { .. })), "{bad}");
    }
}

#[test]
fn many_files_fit() {
    let Some(place) = Place::with_files(&[("a.py", b"x\n")]) else { return };
    let mut asked: Vec<_> =
        (0..20_000).map(|number| format!("some/longer/folder/{number}.py").into()).collect();
    asked.push("a.py".into());
    assert_eq!(place.git("repo").untracked(&asked).expect("an answer"), asked[..20_000]);
}

#[test]
fn repositories_in_the_work_tree_are_told_apart() {
    let Some(place) = Place::with_files(&[("pkg/a.py", b"x\n")]) else { return };
    place.run("repo", &["init", "--quiet", "vendor/lib"]);
    place.write("repo/vendor/lib/src/b.py", "x\n");
    place.write("repo/linked/.git", "gitdir: ../elsewhere\n");
    let git = place.git("repo/pkg");
    assert_eq!(git.nested_repository("pkg/a.py".as_ref()), None);
    assert_eq!(git.nested_repository("a.py".as_ref()), None);
    let lib = Some(place.path("repo/vendor/lib"));
    assert_eq!(git.nested_repository("vendor/lib/src/b.py".as_ref()), lib);
    assert_eq!(git.nested_repository(&place.path("repo/vendor/lib/src/b.py")), lib);
    assert_eq!(git.nested_repository("linked/x.py".as_ref()), Some(place.path("repo/linked")));
    assert_eq!(git.nested_repository(&place.path("home/x.py")), None);
}

#[test]
fn what_only_a_filter_can_tell_is_unsure() {
    let Some(place) = Place::with_files(&[(".gitattributes", b"*.bin filter=fake\n*.py filter=none\n")])
    else {
        return;
    };
    let mark = place.path("mark");
    let filter = format!("touch '{}'; echo pointer", mark.display());
    place.run("repo", &["config", "filter.fake.clean", &filter]);
    place.run("repo", &["config", "filter.fake.required", "true"]);
    place.write("repo/a.bin", "large\n");
    place.write("repo/a.py", "x\n");
    place.run("repo", &["add", "--all"]);
    place.run("repo", &["commit", "--quiet", "--message=second"]);
    fs::remove_file(&mark).expect("the filter ran for the user");
    place.write("repo/a.bin", "larger\n");
    place.write("repo/a.py", "y\n");
    let dirty = place.git("repo").dirty().expect("a state");
    assert_eq!((dirty.changed, dirty.unsure), (paths(&["a.py"]), paths(&["a.bin"])));
    assert!(!mark.exists());
}

#[test]
fn what_has_changed_since_a_commit_is_told_with_what_it_was() {
    let Some(place) = Place::with_files(&[("a.py", b"a\nb\nc\nd\n"), ("b.py", b"b\n"), ("gone.py", b"x\n")])
    else {
        return;
    };
    let git = place.git("repo");
    let base = git.head().expect("a commit");
    assert_eq!(git.changed_since(&base, None), Ok(vec![]));
    place.run("repo", &["mv", "a.py", "moved \u{fc}\n.py"]);
    place.write("repo/moved \u{fc}\n.py", "a\nb\nc\ne\n");
    place.write("repo/b.py", "b\nb\n");
    place.write("repo/staged.py", "new\n");
    place.run("repo", &["add", "staged.py"]);
    std::fs::remove_file(place.path("repo/gone.py")).expect("a file");
    let changed = git.changed_since(&base, None).expect("changes");
    let told: Vec<(String, bool)> =
        changed.iter().map(|file| (file.path.to_string_lossy().into_owned(), file.was.is_some())).collect();
    let expected = [("b.py", true), ("moved \u{fc}\n.py", true), ("staged.py", false)];
    assert_eq!(told, expected.map(|(path, was)| (path.to_string(), was)));
    let objects: Vec<_> = changed.iter().filter_map(|file| file.was.as_ref()).collect();
    assert_eq!(git.contents(&objects), Ok(vec![b"b\n".to_vec(), b"a\nb\nc\nd\n".to_vec()]));
    let nothing = amends::git::Oid::parse(&"1".repeat(40)).expect("a name");
    assert!(matches!(git.contents(&[&nothing]), Err(GitError::NoObject { .. })));
    // Between two commits, whatever the work tree holds.
    place.run("repo", &["commit", "--quiet", "--all", "--message=second"]);
    place.write("repo/b.py", "later\n");
    let second = git.head().expect("a commit");
    assert_eq!(git.changed_since(&base, Some(&second)).expect("changes").len(), 3);
    assert_eq!(git.commit_of("HEAD~1"), Ok(base.clone()));
    assert_eq!(git.merge_base(&second, &base), Ok(base));
    for name in ["", "--all", "nowhere", "HEAD:b.py", "a\0b", "HEAD..HEAD~1"] {
        assert!(matches!(git.commit_of(name), Err(GitError::NoCommit { .. })), "{name}");
    }
}
