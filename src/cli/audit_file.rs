//! Where `--save-audit` writes: which files it may replace, and how. What it writes is said in `crate::audit::notes`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::audit::notes::MARK;

/// Links are not followed any further.
const MAX_LINKS: usize = 40;

/// Whether a file may be written: one that does not exist, the report itself, or what an earlier run has written. Anything
/// else, such as a source file, is somebody's.
pub(super) fn check(file: &Path, report: &Path, text: &str) -> Result<()> {
    if file == Path::new("-") {
        bail!("`--save-audit -` names no file; `--format markdown` prints the audit with its notes");
    }
    let is_report = || file.canonicalize().ok().is_some_and(|file| report.canonicalize().ok() == Some(file));
    if !file.is_file() || is_report() {
        return Ok(());
    }
    let held = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let held = String::from_utf8_lossy(&held);
    let is_ours = held.trim().is_empty() || held.contains(MARK) || held == text;
    if !is_ours {
        bail!(
            "{} is neither the audit nor what an earlier run has written; it is left as it is: name another file",
            file.display()
        );
    }
    Ok(())
}

/// Writes a file whole or not at all, through a link to where it leads, with the mode that it has. A file of several names
/// keeps them, which only writing in place can do.
pub(super) fn save(file: &Path, text: &str) -> std::io::Result<()> {
    let target = led_to(file);
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if target.exists() && (!target.is_file() || has_more_names(&target)) {
        // Such as /dev/stdout, which nothing can be put in the place of.
        return std::fs::write(&target, text);
    }
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    let mode = std::fs::metadata(&target).map(|metadata| metadata.permissions());
    if let Ok(mode) = mode {
        temporary.as_file().set_permissions(mode)?;
    } else {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            temporary.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
        }
    }
    temporary.as_file().sync_all()?;
    temporary.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

/// Where a path leads, also through links to what does not exist yet.
fn led_to(file: &Path) -> PathBuf {
    if let Ok(target) = file.canonicalize() {
        return target;
    }
    let mut target = file.to_path_buf();
    for _ in 0..MAX_LINKS {
        let Ok(next) = std::fs::read_link(&target) else { break };
        target = target.parent().map_or_else(|| next.clone(), |folder| folder.join(&next));
    }
    target
}

#[cfg(unix)]
fn has_more_names(file: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(file).is_ok_and(|metadata| metadata.nlink() > 1)
}

#[cfg(not(unix))]
fn has_more_names(_file: &Path) -> bool {
    false
}
