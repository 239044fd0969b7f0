//! `amends apply` and `amends undo` as users run them. How files are written is tested in `apply`, git in `git`.

mod branches;
mod checks;
mod places;
mod several;
mod unruly;
pub mod world;

use std::fs;

use self::world::{SILENT, World};

fn lines(text: &str) -> Vec<&str> {
    text.lines().collect()
}

#[test]
fn what_diff_shows_is_what_apply_writes_and_undo_takes_back() {
    let world =
        World::with(&[("a.py", SILENT), ("pkg/b.py", &SILENT.replace('\n', "\r\n")), ("c.py", "x = 1\n")]);
    let patch = world.amends(&["diff", "--quiet"]).stdout;
    let before = (world.read("a.py"), world.read("pkg/b.py"));
    let applied = world.amends(&["apply"]);
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    assert_eq!(lines(&applied.stdout), ["a.py: 1 fix (AM401)", "pkg/b.py: 1 fix (AM401)"]);
    assert!(
        applied.stderr.contains("wrote 2 fixes in 2 files; `amends undo` takes them back"),
        "{}",
        applied.stderr
    );
    let after = (world.read("a.py"), world.read("pkg/b.py"));
    assert_eq!(world.git(&["status", "--porcelain"]), " M a.py\n M pkg/b.py");
    assert!(after.1.contains("exc_info=True)\r\n"), "line ends are kept");
    let undone = world.amends(&["undo"]);
    assert_eq!((undone.code, lines(&undone.stdout)), (0, vec!["a.py", "pkg/b.py"]), "{}", undone.stderr);
    assert_eq!((world.read("a.py"), world.read("pkg/b.py")), before);
    // The patch gives the same bytes.
    fs::write(world.path(".git/patch"), patch).expect("a file");
    world.git(&["apply", ".git/patch"]);
    assert_eq!((world.read("a.py"), world.read("pkg/b.py")), after);
    let again = world.amends(&["undo"]);
    assert!(again.code == 2 && again.stderr.contains("nothing to undo"), "{}", again.stderr);
}

#[test]
fn a_second_apply_has_nothing_to_write_and_undo_goes_back_step_by_step() {
    let world = World::new();
    world.write("a.py", SILENT);
    assert_eq!(world.amends(&["apply", "a.py"]).code, 0, "a folder that git does not know needs no flag");
    let once = world.read("a.py");
    let nothing = world.amends(&["apply"]);
    assert_eq!((nothing.code, nothing.stdout.as_str()), (0, ""));
    assert!(nothing.stderr.contains("nothing to write"), "{}", nothing.stderr);
    world.write("b.py", SILENT);
    assert_eq!(world.amends(&["apply"]).code, 0);
    let listed = world.amends(&["undo", "--list"]);
    assert_eq!(listed.stdout.lines().count(), 2, "{}", listed.stdout);
    assert!(listed.stdout.lines().next().is_some_and(|line| line.ends_with("1 fix (AM401), 1 file: b.py")));
    assert_eq!(world.amends(&["undo"]).stdout, "b.py\n");
    assert_eq!((world.read("a.py"), world.read("b.py")), (once.clone(), SILENT.into()));
    world.write("a.py", format!("{once}# edited\n"));
    let refused = world.amends(&["undo"]);
    assert!(refused.code == 2 && refused.stderr.contains("a.py (it was changed"), "{}", refused.stderr);
    assert_eq!(world.read("a.py"), format!("{once}# edited\n"), "what was edited since stays");
    assert!(
        refused.stderr.contains("changed since") && refused.stderr.contains("undo --forget"),
        "{}",
        refused.stderr
    );
    world.write("a.py", once);
    assert_eq!(world.amends(&["undo"]).stdout, "a.py\n");
    assert_eq!(world.read("a.py"), SILENT);
}

#[test]
fn what_cannot_be_taken_back_can_be_forgotten() {
    let world = World::new();
    world.write("a.py", SILENT);
    assert_eq!(world.amends(&["apply"]).code, 0);
    world.write("b.py", SILENT);
    assert_eq!(world.amends(&["apply"]).code, 0);
    fs::remove_file(world.path("b.py")).expect("removed");
    let (refused, kept) = (world.amends(&["undo"]), world.read("a.py"));
    assert!(refused.code == 2 && refused.stderr.contains("b.py (it is not there)"), "{}", refused.stderr);
    let forgotten = world.amends(&["undo", "--forget"]);
    assert_eq!((forgotten.code, forgotten.stdout.as_str()), (0, ""));
    assert!(
        forgotten.stderr.starts_with("forgotten: 1 fix (AM401), ")
            && forgotten.stderr.ends_with("these files stay as they are: b.py\n"),
        "{}",
        forgotten.stderr
    );
    assert_eq!(world.read("a.py"), kept);
    assert_eq!((world.amends(&["undo"]).stdout, world.read("a.py")), ("a.py\n".into(), SILENT.into()));
    let none = world.amends(&["undo", "--forget"]);
    assert!(none.code == 2 && none.stderr.contains("there is nothing to forget here"), "{}", none.stderr);
    // Somebody has put it back already.
    assert_eq!(world.amends(&["apply"]).code, 0);
    world.write("a.py", SILENT);
    let nothing = world.amends(&["undo"]);
    assert!(nothing.stderr.contains("(all files were as before already)"), "{}", nothing.stderr);
}

/// A reason is said once, however many layers say it.
#[cfg(debug_assertions)]
#[test]
fn a_failing_step_is_named_once() {
    let world = World::with(&[("a.py", SILENT)]);
    for point in 1..8 {
        let fault = format!("full:{point}");
        let output = world.amends_command(&["apply"]).env("AMENDS_FAULT", fault).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert_eq!(said.matches("no storage space").count(), 1, "{said}");
        assert_eq!(said.matches("cannot ").count(), 1, "{said}");
        assert_eq!(world.read("a.py"), SILENT);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_was_written_is_said_though_it_cannot_be_printed() {
    for arguments in [&["apply"][..], &["apply", "--format", "json"], &["apply", "--branch", "fixes"]] {
        let world = World::with(&[("a.py", SILENT)]);
        let full = fs::File::options().write(true).open("/dev/full").expect("it is there");
        let output = world.amends_command(arguments).stdout(full).output().expect("amends runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{said}");
        let done =
            if arguments.contains(&"--branch") { "the commits were made" } else { "the fixes were written" };
        assert!(
            said.contains("warning: cannot write to standard output: No space left on device")
                && said.contains(done),
            "{said}"
        );
        let differs = world.git(&[
            "diff",
            "--name-only",
            if arguments.contains(&"--branch") { "fixes" } else { "HEAD" },
        ]);
        assert_eq!(differs, "a.py");
    }
}

#[test]
fn a_temporary_folder_that_is_not_there_is_named() {
    let world = World::with(&[("a.py", SILENT)]);
    let output =
        world.amends_command(&["apply"]).env("TMPDIR", "/nonexistent").output().expect("amends runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("the folder for temporary files (/nonexistent): No such file"), "{said}");
}

/// A file of somebody else that everybody may write, in one's own folder: its inode stays.
#[cfg(unix)]
#[test]
fn a_file_of_another_owner_is_written_in_place() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    const NOBODY: u32 = 65534;
    let world = World::new();
    let path = world.write("a.py", SILENT);
    let top = world.project().parent().expect("a folder").to_path_buf();
    let is_root = fs::metadata(&path).is_ok_and(|found| found.uid() == 0);
    if !is_root || std::process::Command::new("setpriv").arg("--version").output().is_err() {
        return;
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).expect("a mode");
    fs::set_permissions(&top, fs::Permissions::from_mode(0o755)).expect("a mode");
    for folder in ["home", "tmp", "project"] {
        chown(top.join(folder), Some(NOBODY), Some(NOBODY)).expect("an owner");
    }
    let as_nobody = |arguments: &[&str]| {
        let of_nobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups"];
        let program = env!("CARGO_BIN_EXE_amends");
        let all = [&of_nobody[..], &[program], arguments].concat();
        world::ran(&world.command("setpriv", &all).output().expect("setpriv runs"))
    };
    let inode = fs::metadata(&path).expect("a file").ino();
    // The states of a check differ in their second, or Python would take old compiled code for current.
    let check = "stat -c %Y a.py >> seconds";
    let applied = as_nobody(&["apply", "--verify", check]);
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    let seconds = world.read("seconds");
    let seconds: Vec<u64> = seconds.lines().map(|line| line.parse().expect("a number")).collect();
    assert!(seconds.len() == 2 && seconds[0] < seconds[1], "{seconds:?}");
    assert_ne!(world.read("a.py"), SILENT);
    assert_eq!(as_nobody(&["undo"]).code, 0);
    let found = fs::metadata(&path).expect("a file");
    assert_eq!((world.read("a.py").as_str(), found.ino(), found.uid()), (SILENT, inode, 0));
}

#[test]
fn a_dirty_tree_is_refused_in_place_unless_it_is_allowed() {
    let world = World::with(&[("a.py", SILENT), ("other.txt", "one\n")]);
    world.write("other.txt", "two\n");
    let refused = world.amends(&["apply"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    assert!(
        refused.stderr.contains("1 file differs from the last commit, so nothing was written: other.txt;")
            && refused.stderr.contains("all files that git tracks count")
            && refused.stderr.contains("--allow-dirty"),
        "{}",
        refused.stderr
    );
    assert_eq!(world.read("a.py"), SILENT);
    world.git(&["add", "other.txt"]);
    assert_eq!(world.amends(&["apply"]).code, 2, "staged counts as well");
    assert_eq!(world.amends(&["apply", "--allow-dirty"]).code, 0);
    assert_ne!(world.read("a.py"), SILENT);
    assert_eq!(world.git(&["diff", "--cached", "--name-only"]), "other.txt", "nothing is staged");
}

#[test]
fn untracked_files_are_refused_where_they_would_change() {
    let world = World::with(&[("a.py", SILENT)]);
    world.write("notes.txt", "untracked and unconcerned\n");
    world.write("new.py", SILENT);
    let refused = world.amends(&["apply"]);
    assert!(
        refused.code == 2
            && refused.stderr.contains("git does not know these files, so nothing was written: new.py;"),
        "{}",
        refused.stderr
    );
    assert_eq!(
        world.amends(&["apply", "a.py"]).code,
        0,
        "an untracked file that does not change is no matter"
    );
}

#[test]
fn what_amends_keeps_beside_the_code_may_differ() {
    let world = World::with(&[("a.py", SILENT), ("amends-decisions.toml", "version = 1\n")]);
    world.write(".amends/.gitignore", "!*\n");
    world.commit_all();
    world.write("amends-decisions.toml", "version = 1\n# reviewed\n");
    world.write(".amends/.gitignore", "!*\n# mine\n");
    let applied = world.amends(&["apply"]);
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    // What a clone brings along does not make the state visible.
    assert_eq!(
        world.git(&["status", "--porcelain", "--untracked-files=all"]),
        " M .amends/.gitignore\n M a.py\n M amends-decisions.toml"
    );
    world.write("pkg/amends-decisions.toml", "version = 1\n");
    world.git(&["add", "pkg"]);
    assert_eq!(world.amends(&["apply"]).code, 0, "there is nothing to write");
    world.write("a.py", SILENT);
    let refused = world.amends(&["apply"]);
    assert!(
        refused.stderr.contains("pkg/amends-decisions.toml"),
        "only the project's own: {}",
        refused.stderr
    );
}

#[test]
fn before_the_first_commit_the_advice_is_one_that_helps() {
    let world = World::new();
    world.write("a.py", SILENT);
    world.git(&["init", "--quiet"]);
    let refused = world.amends(&["apply"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("commit first (`git add` and `git commit`), or say `--allow-dirty`"));
    assert!(!refused.stderr.contains("stash") && !refused.stderr.contains("--branch"), "{}", refused.stderr);
    assert_eq!(world.amends(&["apply", "--allow-dirty"]).code, 0);
}

#[test]
fn files_that_git_was_told_not_to_look_at_are_looked_at_before_they_are_written() {
    for flag in ["--assume-unchanged", "--skip-worktree"] {
        let world = World::with(&[("a.py", SILENT), ("b.py", "x = 1\n")]);
        for file in ["a.py", "b.py"] {
            world.git(&["update-index", flag, file]);
        }
        world.write("b.py", "x = 2\n");
        assert_eq!(world.amends(&["apply"]).code, 0, "the same bytes, and one that is not written");
        assert_eq!(world.amends(&["undo"]).code, 0);
        world.write("a.py", format!("{SILENT}# mine\n"));
        let refused = world.amends(&["apply"]);
        assert!(
            refused.code == 2
                && refused
                    .stderr
                    .contains("1 file differs from the last commit, though git was told not to look")
                && refused.stderr.contains("nothing was written: a.py;"),
            "{flag}: {}",
            refused.stderr
        );
        assert_eq!(world.amends(&["apply", "--allow-dirty"]).code, 0);
    }
}

#[test]
fn what_only_a_filter_could_tell_is_said_to_be_unknown() {
    let world = World::with(&[("a.py", SILENT), (".gitattributes", "*.py filter=fake\n")]);
    for part in ["clean", "smudge"] {
        world.git(&["config", &format!("filter.fake.{part}"), "cat"]);
    }
    world.git(&["add", "--renormalize", "."]);
    let file = fs::File::options().write(true).open(world.path("a.py")).expect("a file");
    file.set_modified(std::time::SystemTime::UNIX_EPOCH).expect("a time");
    // Another size in the index, as with a pointer.
    world.git(&["config", "filter.fake.clean", "echo pointer"]);
    world.write("a.py", SILENT);
    world.git(&["add", "a.py"]);
    world.git(&["commit", "--quiet", "--message", "a pointer"]);
    file.set_modified(std::time::SystemTime::UNIX_EPOCH).expect("a time");
    let refused = world.amends(&["apply"]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("only a content filter") && refused.stderr.contains("written: a.py;"),
        "{}",
        refused.stderr
    );
    // git asks the filter, and knows from then on.
    world.git(&["status"]);
    assert_eq!(world.amends(&["apply"]).code, 0);
}

#[test]
fn nothing_is_lost_where_files_cannot_be_written() {
    let world = World::with(&[("a.py", SILENT), ("b.py", SILENT)]);
    let mut permissions = fs::metadata(world.path("b.py")).expect("a file").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(world.path("b.py"), permissions).expect("permissions");
    let refused = world.amends(&["apply", "--allow-dirty"]);
    assert!(refused.code == 2 && refused.stderr.contains("b.py (it is read-only"), "{}", refused.stderr);
    assert!(!refused.stderr.contains("Run the command again"), "that would not help: {}", refused.stderr);
    assert_eq!((world.read("a.py"), world.read("b.py")), (SILENT.into(), SILENT.into()), "all or nothing");
    assert_eq!(world.amends(&["apply", "-"]).code, 2, "standard input cannot be written");
    assert_eq!(world.amends(&["apply", "missing.py"]).code, 2);
}

#[test]
fn a_file_that_cannot_be_judged_is_named_and_the_rest_is_written() {
    let world = World::with(&[("a.py", SILENT), ("broken.py", &format!("{SILENT}x = (\n"))]);
    let applied = world.amends(&["apply"]);
    assert_eq!(applied.code, 2);
    assert_eq!(applied.stdout, "a.py: 1 fix (AM401)\n");
    assert!(applied.stderr.contains("skipped: broken.py"), "{}", applied.stderr);
}

#[test]
fn decisions_count_for_diff_and_apply() {
    let other = SILENT.replace("def f(x)", "def __del__(x)");
    let world = World::with(&[("safe.py", SILENT), ("review.py", &other)]);
    let sites = world.amends(&["check", "--format", "json"]).stdout;
    let site = |path: &str| -> serde_json::Value {
        let sites = sites.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
        sites.into_iter().find(|site| site["path"] == path).expect("a site")
    };
    let mut decisions = amends::decisions::Decisions::default();
    for (path, text, choice) in [
        ("safe.py", SILENT, amends::decisions::Choice::Skip),
        ("review.py", other.as_str(), amends::decisions::Choice::Accept),
    ] {
        decisions.set(decision(choice, path, text, &site(path)));
    }
    amends::decisions::update(&world.project(), |file| *file = decisions.clone()).expect("a decisions file");
    world.commit_all();
    let patch = world.amends(&["diff"]);
    assert!(
        patch.stdout.contains("+++ b/review.py") && !patch.stdout.contains("+++ b/safe.py"),
        "{}",
        patch.stdout
    );
    let applied = world.amends(&["apply"]);
    assert_eq!(applied.stdout, "review.py: 1 fix (AM401)\n", "{}", applied.stderr);
}

/// A decision about a site as `check` prints it.
fn decision(
    choice: amends::decisions::Choice,
    path: &str,
    text: &str,
    site: &serde_json::Value,
) -> amends::decisions::Decision {
    let registry = amends::registry::Registry::new(&[], &[]).expect("all transforms");
    let settings = amends::config::Settings::default();
    let outcome =
        amends::pipeline::process(path, text, &registry, &settings, &amends::choice::Apply::Nothing.into());
    let located = outcome.findings.iter().find(|located| located.fingerprint == site["fingerprint"]);
    amends::decisions::Decision::new(choice, path, text, located.expect("the same site"))
}

#[test]
fn every_fix_is_one_json_object() {
    let world = World::with(&[("a.py", SILENT)]);
    let applied = world.amends(&["apply", "--format", "json"]);
    let fix: serde_json::Value = serde_json::from_str(applied.stdout.trim()).expect("one object");
    for (key, value) in
        [("status", "applied"), ("code", "AM401"), ("path", "a.py"), ("verdict", "safe"), ("symbol", "f")]
    {
        assert_eq!(fix[key], value, "{fix}");
    }
    assert_eq!((&fix["line"], &fix["commit"]), (&9.into(), &serde_json::Value::Null));
}

/// The next command, whichever it is, ends an apply that died: all old bytes, or all new ones.
#[cfg(debug_assertions)]
#[test]
fn an_apply_that_is_killed_is_ended_by_the_next_command() {
    let mut ends = std::collections::BTreeSet::new();
    for point in 1.. {
        let world = World::with(&[("a.py", SILENT), ("b.py", SILENT)]);
        let fault = format!("kill:{point}");
        let status = world.amends_command(&["apply", "--quiet"]).env("AMENDS_FAULT", fault).status();
        let survived = status.expect("amends runs").code() == Some(0);
        let checked = world.amends(&["check", "--quiet"]);
        let (a, b) = (world.read("a.py") == SILENT, world.read("b.py") == SILENT);
        assert_eq!(a, b, "killed at {point}: one file is old and one is new\n{}", checked.stderr);
        assert_eq!(checked.code, i32::from(a), "{}", checked.stderr);
        let left: Vec<_> = fs::read_dir(world.project())
            .expect("the project")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|name| name.starts_with(".a.py") || name.starts_with(".b.py"))
            .collect();
        assert!(left.is_empty(), "killed at {point}: {left:?} is left");
        ends.insert(a);
        if survived {
            assert!(point > 20, "an apply of two files has only {point} steps");
            break;
        }
    }
    assert_eq!(ends.len(), 2, "some runs are taken back, some completed");
}
