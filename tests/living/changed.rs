//! `--changed`: what a command says of lines that have changed, and nothing else.

use crate::writing::world::{Ran, SILENT, World};

fn function(name: &str) -> String {
    format!("def {name}(x):\n    try:\n        x.close()\n    except Exception:\n        pass\n\n\n")
}

/// Two functions with a finding each, in two files.
fn world() -> World {
    let two = format!("{}{}", function("one"), function("two"));
    World::with(&[("a.py", &two), ("pkg/b.py", &two), ("c.py", "x = 1\n")])
}

fn places(ran: &Ran) -> Vec<String> {
    let place = |line: &str| {
        let site: serde_json::Value = serde_json::from_str(line).expect("JSON");
        format!("{}:{}", site["path"].as_str().unwrap_or_default(), site["line"])
    };
    ran.stdout.lines().map(place).collect()
}

fn check(world: &World, more: &[&str]) -> Ran {
    world.amends(&[&["check", "--format", "json"], more].concat())
}

#[test]
fn only_changed_lines_and_new_files_count() {
    let world = world();
    let none = check(&world, &["--changed"]);
    assert_eq!((none.code, places(&none)), (0, vec![]), "{}", none.stderr);
    let a = world.read("a.py").replacen("pass", "pass  # later", 1);
    world.write("a.py", &a);
    world.git(&["add", "a.py"]);
    world.write("pkg/b.py", format!("import os\n{}", world.read("pkg/b.py")));
    world.write("new.py", function("fresh"));
    let some = check(&world, &["--changed"]);
    assert_eq!((some.code, places(&some)), (1, vec!["a.py:4".into(), "new.py:4".into()]), "{}", some.stderr);
    assert!(some.stderr.contains("; 3 in lines that have not changed"), "{}", some.stderr);
    // Of what is given.
    assert_eq!(places(&check(&world, &["--changed", "pkg", "new.py"])), ["new.py:4"]);
    // From a folder below the top.
    let mut below = world.amends_command(&["check", "--format", "json", "--changed", ".."]);
    let below =
        crate::writing::world::ran(&below.current_dir(world.path("pkg")).output().expect("amends runs"));
    assert_eq!(places(&below), ["a.py:4", "new.py:4"], "{}", below.stderr);
}

#[test]
fn lines_that_are_gone_from_a_construct_change_it() {
    let text =
        "def one(x):\n    try:\n        x.close()\n    except Exception:\n        # gone\n        pass\n";
    let world = World::with(&[("a.py", &format!("import os\n{text}"))]);
    world.write("a.py", text);
    assert_eq!(places(&check(&world, &["--changed"])), [""; 0]);
    world.write("a.py", format!("import os\n{}", text.replace("        # gone\n", "")));
    assert_eq!(places(&check(&world, &["--changed"])), ["a.py:5"]);
}

#[test]
fn with_a_name_it_is_since_this_branch_left_it() {
    let world = world();
    world.git(&["checkout", "--quiet", "-b", "work"]);
    world.write("a.py", world.read("a.py").replacen("pass", "pass  # ours", 1));
    world.commit_all();
    world.git(&["checkout", "--quiet", "main"]);
    world.write("pkg/b.py", world.read("pkg/b.py").replace("pass", "pass  # theirs"));
    world.commit_all();
    world.git(&["checkout", "--quiet", "work"]);
    assert_eq!(places(&check(&world, &["--changed"])), [""; 0], "all is committed");
    assert_eq!(places(&check(&world, &["--changed=main"])), ["a.py:4"]);
    // What is not committed counts too; a file that was moved is compared with what it was.
    world.git(&["mv", "pkg/b.py", "moved.py"]);
    world.write("moved.py", world.read("moved.py").replacen("x.close()", "x.stop()", 1));
    assert_eq!(places(&check(&world, &["--changed=main~0"])), ["a.py:4"], "the handler is as it was");
    world.write("moved.py", world.read("moved.py").replacen("except Exception", "except  Exception", 1));
    assert_eq!(places(&check(&world, &["--changed=main"])), ["a.py:4", "moved.py:4"]);
}

#[test]
fn fixes_are_those_of_changed_lines() {
    let world = world();
    world.write("a.py", world.read("a.py").replacen("pass", "pass  # later", 1));
    let diff = world.amends(&["diff", "--changed"]);
    assert_eq!((diff.code, diff.stdout.matches("AM401 safe").count()), (1, 1), "{}", diff.stdout);
    assert!(diff.stdout.contains("# AM401 safe a.py:4: "), "{}", diff.stdout);
    let applied = world.amends(&["apply", "--changed", "--allow-dirty"]);
    assert_eq!((applied.code, applied.stdout.as_str()), (0, "a.py: 1 fix (AM401)\n"), "{}", applied.stderr);
    assert_eq!(world.read("a.py").matches("exc_info=True").count(), 1);
    assert!(!world.read("pkg/b.py").contains("exc_info"));
    assert_eq!(world.amends(&["diff", "--changed"]).code, 0);
}

#[test]
fn commits_are_compared_with_what_is_named() {
    let world = world();
    world.git(&["checkout", "--quiet", "-b", "work"]);
    world.write("a.py", world.read("a.py").replacen("pass", "pass  # ours", 1));
    world.commit_all();
    // Not committed, so not judged.
    world.write("c.py", SILENT);
    let refused = world.amends(&["apply", "--branch", "fixes", "--changed"]);
    assert!(refused.code == 2 && refused.stderr.contains("`--changed=main`"), "{}", refused.stderr);
    let applied = world.amends(&["apply", "--branch", "fixes", "--changed=main"]);
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    assert_eq!(world.git(&["diff", "--name-only", "work", "fixes"]), "a.py");
    assert_eq!(world.git(&["show", "fixes:a.py"]).matches("exc_info=True").count(), 1);
}

#[test]
fn files_that_cannot_be_read_matter_only_where_they_changed() {
    let world =
        World::with(&[("a.py", SILENT), ("broken.py", "try:\n    x(\nexcept Exception:\n    pass\n")]);
    world.write("a.py", SILENT.replace("pass", "pass  # later"));
    let check = check(&world, &["--changed"]);
    assert_eq!((check.code, places(&check)), (1, vec!["a.py:9".into()]), "{}", check.stderr);
    world.write("broken.py", "try:\n    y(\nexcept Exception:\n    pass\n");
    assert_eq!(world.amends(&["check", "--changed"]).code, 2);
}

#[test]
fn what_cannot_be_compared_is_said() {
    let world = world();
    for (arguments, part) in [
        (&["check", "--changed=nowhere"][..], "`nowhere` is no commit of this repository; check the name"),
        (&["check", "--changed=--all"], "`--all` is no commit"),
        (&["check", "--changed="], "is no commit"),
        (&["check", "--changed", "-"], "standard input is in none"),
    ] {
        let ran = world.amends(arguments);
        assert!(ran.code == 2 && ran.stderr.contains(part), "{arguments:?}: {}", ran.stderr);
    }
    world.git(&["checkout", "--quiet", "--orphan", "alone"]);
    world.write("other.txt", "not the same commit once more");
    world.commit_all();
    let ran = world.amends(&["check", "--changed=main"]);
    assert!(ran.code == 2 && ran.stderr.contains("nothing in common here; a shallow"), "{}", ran.stderr);
    let outside = World::new();
    outside.write("a.py", SILENT);
    let ran = outside.amends(&["check", "--changed"]);
    assert!(ran.code == 2 && ran.stderr.contains("is in no git work tree"), "{}", ran.stderr);
    // Before the first commit, all is new.
    outside.git(&["init", "--quiet"]);
    assert_eq!(places(&check(&outside, &["--changed"])), ["a.py:9"]);
}

#[test]
fn a_baseline_and_changed_lines_go_together() {
    let world = world();
    world.amends(&["baseline"]);
    world.commit_all();
    world.write(
        "a.py",
        format!("{}{}", world.read("a.py"), function("three")).replacen("pass", "pass  # later", 1),
    );
    let both = check(&world, &["--changed", "--baseline"]);
    assert_eq!((both.code, places(&both)), (1, vec!["a.py:18".into()]), "{}", both.stderr);
    assert!(both.stderr.ends_with("; 2 known to the baseline\n"), "{}", both.stderr);
}
