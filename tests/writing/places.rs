//! Where paths lead: links out of the project, other repositories in it, one file by two names, and what paths and
//! globs mean with `--branch` and without.

use std::fs;

use super::world::{Ran, SILENT, World};

/// Runs in the folder beside the project's, so that the project is not where the user stands.
fn from_above(world: &World, arguments: &[&str]) -> Ran {
    let mut command = world.amends_command(arguments);
    super::world::ran(&command.current_dir(world.path("..")).output().expect("amends runs"))
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_project_is_refused_and_nothing_is_touched_there() {
    use std::os::unix::fs::symlink;
    let world = World::with(&[("a.py", SILENT), ("pkg/b.py", SILENT)]);
    let other = World::with(&[("a.py", SILENT)]);
    symlink(other.project(), world.path("lib")).expect("a link");
    symlink(other.path("a.py"), world.path("pkg/out.py")).expect("a link");
    world.commit_all();
    let before = (other.everything(), world.everything());
    let place = other.project();
    for arguments in [
        &["apply", "lib"][..],
        &["apply", "lib/a.py", "--allow-dirty"],
        &["apply", "pkg/out.py"],
        &["apply", "--branch", "evil", "lib"],
        &["apply", ".", "lib"],
        &["review", "--plain", "lib"],
        &["undo", "lib"],
    ] {
        let refused = world.amends(arguments);
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{arguments:?}");
        let told = format!(" leads to {}", place.display());
        assert!(
            refused.stderr.contains(&told)
                && refused.stderr.contains("outside of this project; run amends there"),
            "{arguments:?}: {}",
            refused.stderr
        );
    }
    assert!(!other.path(".amends").exists() && !other.path("amends-decisions.toml").exists());
    assert_eq!((other.everything(), world.everything()), before);
    assert_eq!((other.read("a.py"), world.read("a.py")), (SILENT.into(), SILENT.into()));
    // A folder of the project does not lead to what its links lead to, and another project can be named.
    assert_eq!(world.amends(&["apply", "."]).code, 0);
    assert_eq!(other.read("a.py"), SILENT);
    let named = world.amends(&["apply", &place.to_string_lossy()]);
    assert_eq!(named.code, 0, "{}", named.stderr);
    assert_ne!(other.read("a.py"), SILENT);
}

#[test]
fn globs_mean_the_same_with_a_branch_and_without() {
    let world = World::with(&[("a.py", SILENT), ("pkg/b.py", SILENT), ("pkg/c.py", SILENT)]);
    let mut branches = 0;
    let mut changed = |at: &str, arguments: &[&str]| {
        let run = |arguments: &[&str]| {
            let mut command = world.amends_command(arguments);
            super::world::ran(&command.current_dir(world.path(at)).output().expect("amends runs"))
        };
        branches += 1;
        let branch = format!("fixes{branches}");
        let committed = run(&[&["apply", "--branch", &branch], arguments].concat());
        assert_eq!(committed.code, 0, "{}", committed.stderr);
        assert!(!committed.stderr.contains("amends-"), "a temporary path: {}", committed.stderr);
        let exists = !world.git(&["branch", "--list", &branch]).is_empty();
        let on_branch =
            if exists { world.git(&["diff", "--name-only", "main", &branch]) } else { String::new() };
        let placed = run(&[&["apply"], arguments].concat());
        assert_eq!(placed.code, 0, "{}", placed.stderr);
        let in_place = world.git(&["diff", "--name-only"]);
        world.git(&["checkout", "--quiet", "--", "."]);
        assert_eq!(on_branch, in_place, "{at} {arguments:?}");
        in_place.replace('\n', " ")
    };
    assert_eq!(changed("..", &["project", "--include", "project/a.py"]), "a.py");
    assert_eq!(changed("..", &["project", "--exclude", "project/a.py"]), "pkg/b.py pkg/c.py");
    assert_eq!(changed("..", &["project", "--exclude", "/a.py"]), "a.py pkg/b.py pkg/c.py");
    assert_eq!(changed("pkg", &["..", "--exclude", "/a.py"]), "pkg/b.py pkg/c.py", "from the folder given");
    assert_eq!(changed("pkg", &["--exclude", "/b.py"]), "pkg/c.py");
    let project = world.project();
    let pkg = project.join("pkg");
    assert_eq!(changed("../home", &[&pkg.to_string_lossy(), "--include", "/b.py"]), "pkg/b.py");
    assert_eq!(changed("../home", &[&project.to_string_lossy(), "--include", "nothing"]), "");
}

#[test]
fn decisions_and_messages_are_those_of_the_users_paths_on_a_branch() {
    let world = World::with(&[("a.py", SILENT), ("b.py", SILENT)]);
    let mut review = world.amends_command(&["review", "--plain", "project/a.py"]);
    review.current_dir(world.path("..")).stdin(std::process::Stdio::piped());
    review.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let mut review = review.spawn().expect("amends starts");
    std::io::Write::write_all(&mut review.stdin.take().expect("a pipe"), b"n\n").expect("an answer");
    review.wait().expect("it ends");
    let applied = from_above(&world, &["apply", "--branch", "fixes", "--commit-per", "file", "project"]);
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    assert_eq!(world.git(&["diff", "--name-only", "main", "fixes"]), "b.py", "what was skipped is left out");
    let message = world.git(&["log", "--format=%B", "-1", "fixes"]);
    assert!(message.contains(" b.py:9 ") && !message.contains("project/"), "{message}");
}

#[cfg(unix)]
#[test]
fn no_message_names_the_temporary_work_tree() {
    use std::os::unix::ffi::OsStringExt as _;
    let world = World::with(&[("a.py", SILENT)]);
    let latin = std::ffi::OsString::from_vec(b"caf\xe9.py".to_vec());
    fs::write(world.project().join(latin), SILENT).expect("a file");
    world.write("empty/x.txt", "");
    world.commit_all();
    let applied = world.amends(&["apply", "--branch", "fixes", ".", "empty"]);
    assert_eq!(applied.code, 2);
    assert!(
        applied.stderr.contains("no Python files in empty")
            && applied.stderr.contains("skipped: caf\u{fffd}.py:"),
        "{}",
        applied.stderr
    );
    assert!(!applied.stderr.contains("amends-"), "{}", applied.stderr);
}

#[test]
fn settings_as_they_are_now_count_on_a_branch() {
    let world = World::with(&[("a.py", SILENT), ("b.py", SILENT), ("amends.toml", "exclude = [\"b.py\"]\n")]);
    world.write("amends.toml", "exclude = [\"a.py\"]\n");
    assert_eq!(world.amends(&["apply", "--branch", "fixes"]).code, 0);
    assert_eq!(world.git(&["diff", "--name-only", "main", "fixes"]), "b.py");
    fs::remove_file(world.path("amends.toml")).expect("a file");
    assert_eq!(world.amends(&["apply", "--branch", "all"]).code, 0);
    assert_eq!(world.git(&["diff", "--name-only", "main", "all"]), "a.py\nb.py");
    world.write("amends.toml", "lenght = 3\n");
    let refused = world.amends(&["apply", "--branch", "wrong"]);
    assert!(refused.code == 2 && refused.stderr.contains("amends.toml:1: there is no setting `lenght`"));
}

#[test]
fn other_repositories_in_the_project_are_left_out_by_name() {
    let world = World::with(&[("a.py", SILENT)]);
    world.write("sub/s.py", SILENT);
    world.write("sub/deep/t.py", SILENT);
    world.git(&["init", "--quiet", "sub"]);
    world.git(&["-C", "sub", "add", "--all"]);
    world.git(&["-C", "sub", "commit", "--quiet", "--message", "first"]);
    world.git(&["-c", "advice.addEmbeddedRepo=false", "add", "sub"]);
    world.git(&["commit", "--quiet", "--message", "a submodule"]);
    for arguments in [&["apply"][..], &["apply", "--allow-dirty"]] {
        let applied = world.amends(arguments);
        assert_eq!(
            (applied.code, applied.stdout.as_str()),
            (0, "a.py: 1 fix (AM401)\n"),
            "{}",
            applied.stderr
        );
        assert!(
            applied
                .stderr
                .contains("sub/deep/t.py, sub/s.py: they belong to another repository; run amends there"),
            "{}",
            applied.stderr
        );
        assert_eq!(world.read("sub/s.py"), SILENT);
        assert_eq!(world.amends(&["undo"]).code, 0);
    }
    let reviewed = world.amends(&["review", "--plain"]);
    assert!(!reviewed.stdout.contains("sub/s.py"), "{}", reviewed.stdout);
    let own = world.amends(&["apply", "sub"]);
    assert_eq!((own.code, own.stdout.as_str()), (0, "deep/t.py: 1 fix (AM401)\ns.py: 1 fix (AM401)\n"));
    assert!(world.path("sub/.amends").exists(), "its own undo");
}

#[cfg(unix)]
#[test]
fn one_file_by_two_names_is_refused_with_what_helps() {
    let world = World::with(&[("pkg/b.py", SILENT)]);
    fs::hard_link(world.path("pkg/b.py"), world.path("pkg/my c.py")).expect("a link");
    world.commit_all();
    for (at, name) in [(".", "pkg/my c.py"), ("pkg", "my c.py")] {
        let run = |arguments: &[&str]| {
            let mut command = world.amends_command(arguments);
            super::world::ran(&command.current_dir(world.path(at)).output().expect("amends runs"))
        };
        let refused = run(&["apply"]);
        assert_eq!(refused.code, 2);
        assert!(
            refused.stderr.contains("pkg/my c.py (it is the same file as pkg/b.py)")
                && refused.stderr.contains(&format!("`--exclude '{name}'`"))
                && !refused.stderr.contains("Run the command again"),
            "{}",
            refused.stderr
        );
        let applied = run(&["apply", "--exclude", name]);
        assert_eq!(applied.code, 0, "{}", applied.stderr);
        assert_eq!(world.amends(&["undo"]).code, 0);
    }
}
