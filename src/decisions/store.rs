//! The decisions file on disk: bounded reading, atomic writing. Nothing outside the project is read or written.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::error::DecisionsError;
use super::{Decisions, file};
use crate::kept::{self, Problem};

/// The name of the file, at the project's root (see [`crate::root`]).
pub const FILE_NAME: &str = "amends-decisions.toml";

/// Larger files are refused: about 50,000 decisions.
pub const MAX_BYTES: u64 = 16 << 20;

/// The decisions of the project in `root`; none if there is no file.
///
/// # Errors
/// A file that cannot be read, leads out of the project or is not in the right form.
pub fn load(root: &Path) -> Result<Decisions, DecisionsError> {
    match target(root)? {
        Some(path) => read(&path),
        None => Ok(Decisions::default()),
    }
}

/// Reads the decisions of the project in `root`, changes them, and writes them back at once and whole. Another
/// process that does the same waits, so that neither loses what the other wrote. Returns what is now there.
///
/// # Errors
/// As for [`load`], and a file that cannot be written. What was there is then still there.
pub fn update(root: &Path, change: impl FnOnce(&mut Decisions)) -> Result<Decisions, DecisionsError> {
    // Locks the folder, where the system can, because the file itself is replaced. Without a lock, the worst
    // is that of two decisions in the same moment the later one wins.
    let folder = File::open(root).ok();
    let _locked = folder.as_ref().map(File::lock);
    let (path, before) = match target(root)? {
        Some(path) => (path.clone(), Some(read(&path)?)),
        None => (root.join(FILE_NAME), None),
    };
    let mut decisions = before.clone().unwrap_or_default();
    change(&mut decisions);
    if before.as_ref().unwrap_or(&Decisions::default()) != &decisions {
        let text = file::write(&decisions);
        // What could not be read again must not take the place of what can.
        file::parse(&text, &path)?;
        kept::replace(&path, text.as_bytes()).map_err(|source| DecisionsError::Io {
            action: "write",
            path: path.clone(),
            source,
        })?;
    }
    Ok(decisions)
}

/// Where the file really is; `None` if it is not there. A link may lead to another place in the project.
fn target(root: &Path) -> Result<Option<PathBuf>, DecisionsError> {
    let path = root.join(FILE_NAME);
    kept::find(&path, root).map_err(|problem| told(problem, &path))
}

fn read(path: &Path) -> Result<Decisions, DecisionsError> {
    let text = kept::read(path, MAX_BYTES).map_err(|problem| told(problem, path))?;
    file::parse(&text, path)
}

fn told(problem: Problem, path: &Path) -> DecisionsError {
    let path = path.to_path_buf();
    match problem {
        Problem::Refused(reason) => DecisionsError::Refused { path, reason: reason.into() },
        Problem::TooLarge(limit) => DecisionsError::TooLarge { path, limit },
        Problem::NotUtf8 { line } => DecisionsError::Syntax {
            path,
            line,
            reason: "it is not UTF-8".into(),
            hint: "mend it, or move it away to start afresh",
        },
        Problem::Io(source) => DecisionsError::Io { action: "read", path, source },
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::{Choice, Decision, Unknown};
    use super::*;

    fn decision(fingerprint: &str) -> Decision {
        Decision {
            fingerprint: fingerprint.into(),
            code: "AM401".into(),
            path: "a.py".into(),
            line: 1,
            choice: Choice::Skip,
            message: None,
            log_message: None,
            reason: None,
            context: String::new(),
            unknown: Unknown::default(),
        }
    }

    #[test]
    fn each_update_keeps_what_others_have_written() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(load(folder.path()).expect("no file is fine").is_empty());
        update(folder.path(), |decisions| decisions.set(decision("a"))).expect("it is written");
        let both = update(folder.path(), |decisions| decisions.set(decision("b"))).expect("it is written");
        assert_eq!(both.len(), 2);
        assert_eq!(load(folder.path()).expect("it is read"), both);
        let names: Vec<_> = fs::read_dir(folder.path()).expect("a folder").flatten().collect();
        assert_eq!(names.len(), 1, "no temporary file stays");
    }

    #[test]
    fn an_unreadable_file_is_never_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(FILE_NAME);
        for bytes in [&b"[[decision"[..], b"\xff\xfe", b"version = 9\n"] {
            fs::write(&path, bytes).expect("a file");
            update(folder.path(), |decisions| decisions.set(decision("a"))).expect_err("it is refused");
            assert_eq!(fs::read(&path).expect("a file"), bytes);
        }
        let large = vec![b'#'; usize::try_from(MAX_BYTES).expect("it fits") + 1];
        fs::write(&path, large).expect("a file");
        assert!(matches!(load(folder.path()), Err(DecisionsError::TooLarge { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_inside_the_project_only() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("project");
        fs::create_dir_all(root.join("tools")).expect("folders");
        let outside = folder.path().join("outside.toml");
        fs::write(&outside, "").expect("a file");
        let link = root.join(FILE_NAME);
        for (target, expected) in [
            (outside.as_path(), "leads out of the project"),
            (Path::new("tools"), "is not a regular file"),
            (Path::new("none"), "is a link to nothing"),
        ] {
            symlink(target, &link).expect("a link");
            let error = update(&root, |decisions| decisions.set(decision("a"))).expect_err("it is refused");
            assert!(error.to_string().contains(expected), "{error}");
            fs::remove_file(&link).expect("a link");
        }
        fs::write(root.join("tools/d.toml"), "").expect("a file");
        symlink("tools/d.toml", &link).expect("a link");
        update(&root, |decisions| decisions.set(decision("a"))).expect("it is written");
        assert!(
            link.is_symlink()
                && fs::read_to_string(root.join("tools/d.toml")).expect("a file").contains("[[decision]]")
        );
        assert_eq!(fs::read(&outside).expect("a file"), b"");
    }
}
