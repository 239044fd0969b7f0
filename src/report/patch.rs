//! The patch: per file, lines that name each fix in it, then the unified diff. `git apply` and `patch` skip
//! the lines before `diff --git`, so the patch explains itself and still applies.

use std::fmt::Write as _;

use super::{FileReport, printable};
use crate::diff;
use crate::pipeline::Located;
use crate::source::SourceError;

/// Lines of context in a diff, as git has them.
const CONTEXT: usize = 3;

/// The bytes of a file on disk, before and after the fixes.
pub struct Versions {
    /// As it is.
    pub before: Vec<u8>,
    /// As the patch makes it.
    pub after: Vec<u8>,
}

/// The bytes of a changed file before and after. `None` if the file is unchanged or unreadable.
///
/// # Errors
/// The file's encoding lacks a character of the new text.
pub fn versions(file: &FileReport) -> Result<Option<Versions>, SourceError> {
    let (Some(source), Some(after)) = (&file.source, &file.outcome.after) else { return Ok(None) };
    Ok(Some(Versions { before: source.encode(source.text())?, after: source.encode(after)? }))
}

/// A file's section of the patch; empty if the file does not change.
///
/// # Errors
/// The file's encoding lacks a character of the new text.
pub fn section(file: &FileReport) -> Result<Vec<u8>, SourceError> {
    let Some(Versions { before, after }) = versions(file)? else { return Ok(Vec::new()) };
    let mut section = header(file).into_bytes();
    section.extend(diff::unified(&file.path, &before, &after, CONTEXT));
    Ok(section)
}

/// What each fix does and why, in lines that start with `#`.
fn header(file: &FileReport) -> String {
    let mut text = String::new();
    for located in &file.outcome.applied {
        fix_lines(&mut text, &printable(&file.path), located);
    }
    for joined in &file.outcome.joined {
        let (path, located) = (printable(&joined.path), &joined.located);
        let _ = writeln!(
            text,
            "# {} {} {path}:{}: this is a part of its fix",
            located.finding.code, located.finding.verdict, located.line
        );
    }
    text
}

fn fix_lines(text: &mut String, path: &str, located: &Located) {
    let finding = &located.finding;
    // Writing to a string does not fail.
    let _ = writeln!(
        text,
        "# {} {} {path}:{}: {}",
        finding.code,
        finding.verdict,
        located.line,
        one_line(&finding.message)
    );
    if let Some(change) = finding.change() {
        let _ = writeln!(text, "#   changes: {}", one_line(change));
    }
    for evidence in located.evidence() {
        let place = evidence.line.map_or_else(String::new, |line| {
            format!(" ({}:{line})", evidence.path.as_deref().map_or_else(|| path.to_string(), printable))
        });
        let _ = writeln!(text, "#   because: {}{place}", one_line(&evidence.message));
    }
}

/// Text from a file or its name must not start a line of the patch, nor speak to a terminal.
fn one_line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    printable(&words)
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn nothing_of_a_file_starts_a_line_or_colours_it() {
        assert_eq!(one_line("a\n--- b\t\x1b[31mred"), "a --- b \\u{1b}[31mred");
    }
}
