//! Small text files that amends keeps in a project for people to commit: found, read within bounds, replaced whole.
//! Knows no format. Their content is that of the repository, and so untrusted.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Why such a file is not read.
#[derive(Debug)]
pub(crate) enum Problem {
    /// Why it is not taken, as the end of a sentence about it.
    Refused(&'static str),
    /// It holds more bytes than this.
    TooLarge(u64),
    /// It is no text; the first line that is none, from 1.
    NotUtf8 { line: usize },
    /// The system refuses.
    Io(io::Error),
}

/// Where a file really is; `None` if it is not there. A link may lead to another place below `root`.
///
/// # Errors
/// A link out of `root`, something that is no file, or what the system says.
pub(crate) fn find(path: &Path, root: &Path) -> Result<Option<PathBuf>, Problem> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Problem::Io(error)),
        Ok(_) => {}
    }
    let real = path.canonicalize().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Problem::Refused("is a link to nothing"),
        _ => Problem::Io(error),
    })?;
    if !real.starts_with(root.canonicalize().map_err(Problem::Io)?) {
        return Err(Problem::Refused("is a link that leads out of the project"));
    }
    if !fs::metadata(&real).map_err(Problem::Io)?.is_file() {
        return Err(Problem::Refused("is not a regular file"));
    }
    Ok(Some(real))
}

/// The text of a file of at most `limit` bytes.
///
/// # Errors
/// It is larger, no text, or cannot be read.
pub(crate) fn read(path: &Path, limit: u64) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(Problem::Io)?;
    file.take(limit + 1).read_to_end(&mut bytes).map_err(Problem::Io)?;
    if bytes.len() as u64 > limit {
        return Err(Problem::TooLarge(limit));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        Problem::NotUtf8 { line: 1 + good.iter().filter(|&&byte| byte == b'\n').count() }
    })
}

/// Writes a temporary file beside `path`, and then renames it onto `path`.
///
/// # Errors
/// What the system says. What was there is then still there.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = (|| {
        // `create_new` follows no link that somebody has put there.
        let mut file = OpenOptions::new().write(true).create_new(true).open(&temporary)?;
        file.write_all(bytes)?;
        if let Ok(metadata) = fs::metadata(path) {
            file.set_permissions(metadata.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&temporary, path)
    })();
    if written.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::AlreadyExists) {
        // The error that is reported is the first one.
        let _ = fs::remove_file(&temporary);
    }
    written
}
