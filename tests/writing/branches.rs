//! `--branch` and `--patch-dir` as users run them.

use std::fs;
use std::process::Command;

use super::world::{SILENT, World};
use crate::execute::python;

/// The user's work is the same to the last bit, and the series is what one commit each should be.
#[test]
fn the_example_service_gets_one_commit_for_each_transform() {
    let world = World::relay();
    // Work of the user's that must stay: staged, not staged, stashed.
    world.write("README.md", "stashed\n");
    world.git(&["stash", "--quiet"]);
    world.write("relay/hub.py", "in the middle of something\n");
    world.write("notes.txt", "staged\n");
    world.git(&["add", "notes.txt"]);
    let before = world.everything();
    let applied = world.amends(&["apply", "--review", "--branch", "amends/all"]);
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    let mut after = world.everything();
    after.3 = after.3.lines().filter(|line| !line.contains("amends/all")).collect::<Vec<_>>().join("\n");
    assert_eq!(after, before);
    world.git(&["fsck", "--strict"]);

    let commits = world.git(&["log", "--reverse", "--format=%H", "main..amends/all"]);
    let commits: Vec<&str> = commits.lines().collect();
    assert_eq!(applied.stdout.lines().count(), commits.len());
    let mut codes = Vec::new();
    for commit in &commits {
        let message = world.git(&["log", "-1", "--format=%B", commit]);
        let trailers = world.git(&["log", "-1", "--format=%(trailers:key=Amends-Finding,valueonly)", commit]);
        let of: Vec<&str> = trailers.lines().filter_map(|line| line.split(' ').next()).collect();
        assert!(of.windows(2).all(|pair| pair[0] == pair[1]), "one transform each: {trailers}");
        codes.push(of[0].to_string());
        for part in ["\n\nWhat: ", "\n\nWhy: ", "\n\nEvidence: "] {
            assert!(message.contains(part), "{message}");
        }
        assert_eq!(world.git(&["log", "-1", "--format=%an <%ae>", commit]), "Ada <ada@example.org>");
        // Each commit is a valid diff, and each state of each file parses.
        let patch = world.git_whole(&["diff", &format!("{commit}~"), commit]);
        fs::write(world.path(".git/one.patch"), patch).expect("a patch");
        let clean = world.path(".git/clean");
        world.git(&["worktree", "add", "--quiet", "--detach", ".git/clean", &format!("{commit}~")]);
        let checked = Command::new("git")
            .current_dir(&clean)
            .args(["apply", "--index", "--whitespace=nowarn"])
            .arg(world.path(".git/one.patch"))
            .output()
            .expect("git runs");
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
        let compiled =
            Command::new(python()).current_dir(&clean).args(["-m", "compileall", "-q", "relay"]).status();
        assert!(compiled.expect("Python runs").success(), "{commit}");
        world.git(&["worktree", "remove", "--force", ".git/clean"]);
    }
    let mut sorted = codes.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(codes, sorted, "one commit for each, in the order of codes");
    assert!(codes.len() >= 9, "{codes:?}");

    // All together are what apply writes in place.
    world.git(&["checkout", "--quiet", "--force", "main"]);
    assert_eq!(world.amends(&["apply", "--review", "--quiet", "--allow-dirty"]).code, 0);
    assert_eq!(world.git(&["diff", "amends/all", "--", "relay"]), "");
}

#[test]
fn patches_are_the_same_series() {
    let world = World::with(&[("a.py", SILENT), ("b/c.py", &SILENT.replace('\n', "\r\n"))]);
    let applied =
        world.amends(&["apply", "--branch", "fixes", "--patch-dir", "../my out", "--commit-per", "file"]);
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    assert!(
        applied.stderr.contains("`git am --keep-cr '../my out'/*.patch` applies them"),
        "{}",
        applied.stderr
    );
    let patches = fs::read_dir(world.path("../my out")).expect("patches");
    let mut patches: Vec<_> = patches.map(|entry| entry.expect("an entry").path()).collect();
    patches.sort();
    assert_eq!(patches.len(), 2, "{patches:?}");
    for patch in &patches {
        world.git(&["am", "--quiet", "--keep-cr", &patch.to_string_lossy()]);
    }
    assert_eq!(world.git(&["diff", "main", "fixes"]), "");
    assert_eq!(world.git(&["log", "--format=%B", "main"]), world.git(&["log", "--format=%B", "fixes"]));
    let again = world.amends(&["apply", "--patch-dir", "../my out"]);
    assert!(again.code == 2 && again.stderr.contains("holds patches already"), "{}", again.stderr);
    for own in [".git", ".git/new/er", "pkg/../.amends/x"] {
        let refused = world.amends(&["apply", "--patch-dir", own]);
        assert!(refused.code == 2 && refused.stderr.contains("belongs to git or to amends"), "{own}");
    }
}

#[test]
fn where_the_branch_cannot_be_made_no_patch_stays() {
    let world = World::with(&[("a.py", SILENT)]);
    world.git(&["branch", "other"]);
    let before = world.everything();
    fs::create_dir(world.path("../mine")).expect("a folder");
    for (folder, stays) in [("../new", false), ("../mine", true)] {
        let refused = world.amends(&["apply", "--branch", "other/x", "--patch-dir", folder]);
        assert!(refused.code == 2 && refused.stderr.contains("create the branch"), "{}", refused.stderr);
        assert_eq!(world.path(folder).exists(), stays, "{folder}");
        assert_eq!(world.amends(&["apply", "--branch", "fine", "--patch-dir", folder]).code, 0);
        world.git(&["branch", "--quiet", "-D", "fine"]);
    }
    assert_eq!(world.everything(), before);
}

#[test]
fn in_a_git_folder_there_is_nothing_to_write() {
    let world = World::with(&[("a.py", SILENT)]);
    for arguments in [&["apply", ".git"][..], &["apply", ".git", "--branch", "fixes"], &["undo", ".git/refs"]]
    {
        let refused = world.amends(arguments);
        assert!(
            refused.code == 2 && refused.stderr.contains("lies in a `.git` folder"),
            "{}",
            refused.stderr
        );
    }
}

#[test]
fn commits_hold_what_was_asked_for() {
    let two =
        format!("{SILENT}\n\ndef g(x):\n    try:\n        x.stop()\n    except Exception:\n        pass\n");
    let world = World::with(&[("a.py", &two), ("pkg/b.py", SILENT), ("pkg/c.py", SILENT)]);
    for (per, commits) in [("transform", 1), ("finding", 4), ("file", 3), ("directory", 2)] {
        let applied = world.amends(&["apply", "--branch", per, "--commit-per", per]);
        assert_eq!(applied.code, 0, "{}", applied.stderr);
        assert_eq!(applied.stdout.lines().count(), commits, "{per}: {}", applied.stdout);
        assert_eq!(world.git(&["rev-list", "--count", &format!("main..{per}")]), commits.to_string());
        assert_eq!(world.git(&["diff", "transform", per]), "", "the end is the same, however it is cut");
    }
}

#[test]
fn an_existing_branch_is_refused_or_gone_on_from() {
    let world = World::with(&[("a.py", SILENT)]);
    assert_eq!(world.amends(&["apply", "--branch", "fixes"]).code, 0);
    let tip = world.git(&["rev-parse", "fixes"]);
    let refused = world.amends(&["apply", "--branch", "fixes"]);
    assert!(
        refused.code == 2 && refused.stderr.contains("`--update` goes on from its last commit"),
        "{}",
        refused.stderr
    );
    let nothing = world.amends(&["apply", "--branch", "fixes", "--update"]);
    assert!(nothing.code == 0 && nothing.stderr.contains("nothing to write"), "{}", nothing.stderr);
    world.git(&["checkout", "--quiet", "fixes"]);
    world.write("b.py", SILENT);
    world.commit_all();
    let used = world.amends(&["apply", "--branch", "fixes", "--update"]);
    assert!(used.code == 2 && used.stderr.contains("is checked out in"), "{}", used.stderr);
    world.git(&["checkout", "--quiet", "main"]);
    let updated = world.amends(&["apply", "--branch", "fixes", "--update", "."]);
    assert_eq!(updated.code, 0, "{}", updated.stderr);
    assert_eq!(world.git(&["merge-base", &tip, "fixes"]), tip, "nothing of the branch is lost");
    assert_eq!(world.git(&["diff", "--name-only", "fixes~", "fixes"]), "b.py");
    for name in ["-x", "HEAD", "a..b", ""] {
        let wrong = world.amends(&["apply", &format!("--branch={name}")]);
        assert!(wrong.code == 2 && !wrong.stderr.contains("Usage"), "{name}: {}", wrong.stderr);
    }
}

#[test]
fn hooks_count_and_one_that_refuses_leaves_nothing() {
    let world = World::with(&[("a.py", SILENT)]);
    let before = world.everything();
    let hook = world.script(".git/hooks/pre-commit", "echo no fixes on fridays >&2\nexit 1");
    let refused = world.amends(&["apply", "--branch", "fixes"]);
    assert!(refused.code == 2 && refused.stderr.contains("no fixes on fridays"), "{}", refused.stderr);
    assert!(refused.stderr.contains("--no-hooks"), "{}", refused.stderr);
    assert_eq!(world.everything(), before);
    let without = world.amends(&["apply", "--branch", "fixes", "--no-hooks"]);
    assert_eq!(without.code, 0, "{}", without.stderr);
    fs::remove_file(hook).expect("no hook");
}

#[test]
fn outside_of_a_repository_and_before_the_first_commit_it_says_so() {
    let world = World::new();
    world.write("a.py", SILENT);
    let outside = world.amends(&["apply", "--branch", "fixes"]);
    assert!(outside.code == 2 && outside.stderr.contains("is in no git work tree"), "{}", outside.stderr);
    world.git(&["init", "--quiet"]);
    let unborn = world.amends(&["apply", "--branch", "fixes"]);
    assert!(unborn.code == 2 && unborn.stderr.contains("no commit yet"), "{}", unborn.stderr);
    world.git(&["add", "--all"]);
    world.git(&["commit", "--quiet", "--message", "first"]);
    world.write("new.py", SILENT);
    let new = world.amends(&["apply", "--branch", "fixes", "new.py"]);
    assert!(new.code == 2 && new.stderr.contains("new.py is not in the last commit"), "{}", new.stderr);
}

#[test]
fn file_names_of_all_kinds_are_committed() {
    let names = ["-rf.py", "with space.py", "ünïcode.py", "a'b\"c.py", "line\nend.py", ":(top)x.py"];
    let files: Vec<(&str, &str)> = names.iter().map(|name| (*name, SILENT)).collect();
    let world = World::with(&files);
    let applied = world.amends(&["apply", "--branch", "fixes"]);
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    let changed = world.git(&["diff", "-z", "--name-only", "main", "fixes"]);
    let mut changed: Vec<&str> = changed.split_terminator('\0').collect();
    let mut expected = names.to_vec();
    changed.sort_unstable();
    expected.sort_unstable();
    assert_eq!(changed, expected);
    let placed = world.amends(&["apply"]);
    assert_eq!(placed.code, 0, "{}", placed.stderr);
    assert_eq!(world.git(&["diff", "fixes"]), "");
    assert!(placed.stdout.contains("line\\u{a}end.py: 1 fix"), "{}", placed.stdout);
}
