//! `amends baseline` and `amends check --baseline`.

use crate::writing::world::{SILENT, World};

const TWICE: &str = "def g(x):\n    try:\n        x.close()\n    except Exception:\n        pass\n    try:\n        x.close()\n    except Exception:\n        pass\n";

#[test]
fn what_is_known_is_left_out_and_what_is_new_fails() {
    let world = World::with(&[("a.py", SILENT), ("pkg/b.py", TWICE)]);
    let missing = world.amends(&["check", "--baseline"]);
    assert!(
        missing.code == 2 && missing.stderr.contains("`amends baseline` writes it"),
        "{}",
        missing.stderr
    );
    let written = world.amends(&["baseline"]);
    assert_eq!(
        (written.code, written.stderr.as_str()),
        (0, "3 findings in amends-baseline.json: 3 added, 0 removed\n")
    );
    let text = world.read("amends-baseline.json");
    let paths: Vec<&str> =
        text.lines().filter_map(|line| line.split('"').nth(3).filter(|path| path.ends_with(".py"))).collect();
    assert_eq!(paths, ["a.py", "pkg/b.py", "pkg/b.py"], "{text}");
    let known = world.amends(&["check", "--baseline"]);
    assert_eq!((known.code, known.stdout.as_str()), (0, ""), "{}", known.stderr);
    assert!(known.stderr.ends_with("; 3 known to the baseline\n"), "{}", known.stderr);

    // Fifty lines above, a local with another name, and a third of two equal ones.
    world.write("a.py", format!("{}{}", "# line\n".repeat(50), SILENT.replace("x", "peer")));
    let third = "    try:\n        x.close()\n    except Exception:\n        pass\n";
    world.write("pkg/b.py", format!("{TWICE}{third}"));
    // From another folder, with the file named.
    let new = world.amends(&["check", "--baseline=amends-baseline.json", "--format", "json"]);
    assert_eq!((new.code, new.stdout.lines().count()), (1, 1), "{}{}", new.stdout, new.stderr);
    assert!(new.stdout.contains("\"path\":\"pkg/b.py\",\"line\":12,"), "{}", new.stdout);
    let unused = world.amends(&["check"]);
    assert_eq!(unused.code, 1, "without the flag, all count");
}

#[test]
fn what_is_gone_is_named_and_pruned_and_what_was_not_looked_at_stays() {
    let world = World::with(&[("a.py", SILENT), ("pkg/b.py", TWICE), ("broken.py", SILENT)]);
    world.amends(&["baseline"]);
    world.write("a.py", "x = 1\n");
    world.write("pkg/b.py", TWICE.rsplit_once("    try").expect("two").0);
    world.write("broken.py", format!("{SILENT}\ndef (\n"));
    let gone = world.amends(&["check", "--baseline", "a.py", "pkg"]);
    assert_eq!(gone.code, 0, "{}", gone.stderr);
    assert!(
        gone.stderr.contains("note: a.py: AM401 (f) is in amends-baseline.json and no longer there\n"),
        "{}",
        gone.stderr
    );
    assert!(gone.stderr.contains("note: pkg/b.py: AM401 (g) is in"), "{}", gone.stderr);
    assert!(
        gone.stderr.contains("note: `amends baseline --prune` removes what is no longer there\n"),
        "{}",
        gone.stderr
    );

    let part = world.amends(&["baseline", "--prune", "pkg"]);
    assert!(
        part.stderr.contains("3 findings in amends-baseline.json: 0 added, 1 removed"),
        "{}",
        part.stderr
    );
    let other_code = world.amends(&["baseline", "--prune", "--select", "AM502"]);
    assert!(other_code.stderr.contains(": 0 added, 0 removed"), "{}", other_code.stderr);
    let whole = world.amends(&["baseline", "--prune"]);
    assert_eq!(whole.code, 2, "a file cannot be parsed");
    assert!(
        whole.stderr.contains("2 findings in amends-baseline.json: 0 added, 1 removed"),
        "{}",
        whole.stderr
    );
    assert!(world.read("amends-baseline.json").contains("broken.py"), "nobody knows what is in it now");
    // A file that is gone from a folder that was given.
    std::fs::remove_file(world.path("broken.py")).expect("a file");
    let whole = world.amends(&["baseline"]);
    assert_eq!(
        (whole.code, whole.stderr.as_str()),
        (0, "1 finding in amends-baseline.json: 0 added, 1 removed\n")
    );
}

#[test]
fn a_pruned_baseline_takes_nothing_new_in() {
    let world = World::with(&[("a.py", SILENT)]);
    let missing = world.amends(&["baseline", "--prune"]);
    assert!(missing.code == 2 && missing.stderr.contains("there is no "), "{}", missing.stderr);
    world.amends(&["baseline"]);
    world.write("b.py", SILENT);
    let before = world.read("amends-baseline.json");
    assert!(world.amends(&["baseline", "--prune"]).stderr.contains("0 added, 0 removed"));
    assert_eq!(world.read("amends-baseline.json"), before);
    assert_eq!(world.amends(&["check", "--baseline"]).code, 1);
}

#[test]
fn comments_need_no_place_in_it_and_verdicts_may_change() {
    let silenced = SILENT.replace("Exception:", "Exception:  # amends: ignore[AM401] gone");
    let world = World::with(&[("a.py", &silenced)]);
    assert!(world.amends(&["baseline"]).stderr.starts_with("0 findings in "));
    assert_eq!(
        world.read("amends-baseline.json"),
        "{\n  \"version\": 1,\n  \"findings\": [\n    null\n  ]\n}\n"
    );
    world.write("a.py", SILENT);
    world.amends(&["baseline"]);
    // In `__del__`, the fix is no longer safe; the symbol is another one, so this is a new finding.
    world.write("a.py", SILENT.replace("def f", "def __del__"));
    assert_eq!(world.amends(&["check", "--baseline"]).code, 1);
}

#[test]
fn both_sides_of_a_merge_are_known_and_what_is_no_baseline_is_left_alone() {
    let world = World::with(&[("m.py", SILENT)]);
    world.amends(&["baseline"]);
    world.commit_all();
    for (branch, file) in [("one", "a.py"), ("two", "z.py")] {
        world.git(&["checkout", "--quiet", "-b", branch, "main"]);
        world.write(file, SILENT);
        world.amends(&["baseline"]);
        world.commit_all();
    }
    world.git(&["merge", "--quiet", "--message", "both", "one"]);
    let merged = world.amends(&["check", "--baseline"]);
    assert_eq!(merged.code, 0, "{}{}", merged.stderr, world.read("amends-baseline.json"));
    assert!(merged.stderr.contains("3 known"), "{}", merged.stderr);
    for text in ["", "[]", "{\"version\": 7, \"findings\": []}", "<<<<<<< a\n"] {
        world.write("amends-baseline.json", text);
        let refused = world.amends(&["baseline"]);
        assert!(
            refused.code == 2 && refused.stderr.contains("amends-baseline.json:1: "),
            "{text}: {}",
            refused.stderr
        );
        assert_eq!(world.read("amends-baseline.json"), text);
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_project_is_neither_read_nor_written() {
    let world = World::with(&[("a.py", SILENT)]);
    let outside = world.project().join("../outside.json");
    std::fs::write(&outside, "{}").expect("a file");
    std::os::unix::fs::symlink("../outside.json", world.path("amends-baseline.json")).expect("a link");
    for arguments in [&["baseline"][..], &["check", "--baseline"]] {
        let refused = world.amends(arguments);
        assert!(
            refused.code == 2 && refused.stderr.contains("leads out of the project"),
            "{}",
            refused.stderr
        );
    }
    assert_eq!(std::fs::read_to_string(outside).expect("a file"), "{}");
}
