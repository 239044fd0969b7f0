//! Where paths lead: links out of the project, other repositories in it, one file by two names, and what paths and
//! globs mean with `--branch` and without.

use std::fs;

use super::world::{Ran, SILENT, World};

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
