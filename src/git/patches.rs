//! A series of commits as numbered mails that `git am` takes, whatever the user's settings are.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::commit::split;
use super::{GitError, Oid, Worktree};

/// Patches that were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// One for each commit, in order.
    pub files: Vec<PathBuf>,
    /// Whether `git am` needs `--keep-cr`, because a changed file has CRLF line ends in the repository.
    pub needs_keep_cr: bool,
    /// The folder, if it was made for them.
    made: Option<PathBuf>,
}

/// The patches that a folder holds, in order: whoever writes others beside them makes `DIR/*.patch` mean both.
/// A folder that does not exist holds none.
///
/// # Errors
/// The folder cannot be listed.
pub fn existing_patches(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let mut patches = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("patch")) {
            patches.push(path);
        }
    }
    patches.sort();
    Ok(patches)
}

impl Series {
    /// Removes the patches again, and their folder if it was made for them. What cannot be removed stays.
    pub fn remove(&self) {
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        if let Some(folder) = &self.made {
            // Not if somebody has put something else into it.
            let _ = fs::remove_dir(folder);
        }
    }
}

impl Worktree {
    /// Writes the commits after `base` as patches into a folder, which is made if there is none. `git am DIR/*`
    /// gives the same trees and messages, with `--keep-cr` if [`Series::needs_keep_cr`] says so. No existing file
    /// is overwritten.
    ///
    /// # Errors
    /// A patch of that name exists ([`GitError::PatchExists`]), a message does not survive as a mail
    /// ([`GitError::Message`]), or writing fails. Then no patch stays.
    pub fn format_patch(&self, base: &Oid, folder: &Path) -> Result<Series, GitError> {
        let tip = self.git.head()?;
        let messages = self.messages(base, &tip)?;
        for message in &messages {
            survives_as_mail(message)?;
        }
        let scratch = tempfile::tempdir_in(self.git.scratch()).map_err(|error| GitError::System {
            doing: "make a temporary folder",
            place: self.git.scratch(),
            reason: error.to_string(),
        })?;
        let output = scratch.path().join("out");
        self.git
            .call("write patches", ["format-patch", "--quiet", "--no-renames", "--binary", "--full-index"])
            .args(["--no-ext-diff", "--no-textconv", "--no-signature", "--numbered-files", "--suffix=.patch"])
            .args(["--output-directory".as_ref(), output.as_os_str()])
            .args([format!("{base}..{tip}")])
            .at(scratch.path())
            .within(self.plain.environment())
            .output()?;
        let mut series = Series::default();
        let written = copy_all(&output, folder, &messages, &mut series);
        if let Err(error) = written {
            series.remove();
            return Err(error);
        }
        Ok(series)
    }

    /// The messages of the commits after `base`, the first one first.
    fn messages(&self, base: &Oid, tip: &Oid) -> Result<Vec<String>, GitError> {
        let range = format!("{base}..{tip}");
        let list = self.git.call("list the commits", ["rev-list", "--reverse", "--no-merges"]).args([range]);
        let output = list.output()?;
        let commits = std::str::from_utf8(&output).map_err(|_| list.nonsense())?;
        commits
            .lines()
            .map(|commit| {
                let object =
                    self.git.call("read a commit", ["cat-file", "commit"]).args([commit]).output()?;
                Ok(String::from_utf8_lossy(split(&object).1).into_owned())
            })
            .collect()
    }
}

/// Copies patches 1, 2, … and gives them names that say what is in them.
fn copy_all(from: &Path, to: &Path, messages: &[String], series: &mut Series) -> Result<(), GitError> {
    let system = |place: &Path| {
        let place = place.to_path_buf();
        move |error: io::Error| GitError::System { doing: "write a patch", place, reason: error.to_string() }
    };
    series.made = (!to.exists()).then(|| to.to_path_buf());
    fs::create_dir_all(to).map_err(system(to))?;
    for (number, message) in messages.iter().enumerate() {
        let number = number + 1;
        let patch = fs::read(from.join(number.to_string())).map_err(system(from))?;
        let path = to.join(format!("{number:04}-{}.patch", slug(message)));
        let mut file = File::create_new(&path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => GitError::PatchExists { path: path.clone() },
            _ => system(&path)(error),
        })?;
        series.files.push(path.clone());
        file.write_all(&patch).map_err(system(&path))?;
        series.needs_keep_cr |= patch.windows(2).any(|pair| pair == b"\r\n");
    }
    Ok(())
}

/// The longest part of a file's name that comes from a message, in bytes.
const MAX_SLUG: usize = 52;

/// A message's first line as part of a file's name: letters and digits of ASCII, the rest as dashes.
fn slug(message: &str) -> String {
    let mut slug = String::new();
    for letter in message.lines().next().unwrap_or_default().chars() {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() == MAX_SLUG {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "commit".into() } else { slug.into() }
}

/// Refuses a message that `git am` would cut, or take for something else: text of a hostile repository in it
/// could become a patch of its own.
fn survives_as_mail(message: &str) -> Result<(), GitError> {
    let refuse = |line: usize, reason| Err(GitError::Message { line: Some(line + 1), reason });
    let mut is_start_of_body = true;
    for (number, line) in message.lines().enumerate() {
        if number == 0 && line.trim_start().starts_with('[') {
            return refuse(number, "`git am` drops a part in brackets at the start of the first line");
        }
        if number == 1 && !line.is_empty() {
            return refuse(number, "the line after the first must be empty, or they become one in a mail");
        }
        if ["---", "diff -", "Index: ", "From ", ">From "].iter().any(|start| line.starts_with(start)) {
            return refuse(number, "`git am` takes this line for the end of the message");
        }
        if number > 1 && !line.trim().is_empty() {
            let is_header =
                ["from:", "date:", "subject:", "content-type:", "content-transfer-encoding:"].iter().any(
                    |header| line.get(..header.len()).is_some_and(|start| start.eq_ignore_ascii_case(header)),
                );
            if is_start_of_body && is_header {
                return refuse(number, "`git am` takes this line for a header of the mail");
            }
            is_start_of_body = false;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{slug, survives_as_mail};

    #[test]
    fn names_say_what_is_in_them() {
        assert_eq!(
            slug("AM401: log what is dropped (2 places)\n\nbody"),
            "AM401-log-what-is-dropped-2-places"
        );
        assert_eq!(slug("../../etc/ü -x"), "etc-x");
        assert_eq!(slug("ü"), "commit");
    }

    #[test]
    fn messages_that_mails_would_break_are_refused() {
        assert!(survives_as_mail("Log it\n\n# a heading\nFrom: later is fine\n\nTrailer: x\n").is_ok());
        for bad in [
            "[AM401] log it\n",
            "log it\nand more\n",
            "log it\n\n--- a/x.py\n",
            "log it\n\nwhy\ndiff --git a/x b/x\n",
            "log it\n\nFrom: Eve <eve@example.org>\n",
            "log it\n\n\nsubject: other\n",
        ] {
            assert!(survives_as_mail(bad).is_err(), "{bad:?}");
        }
    }
}
