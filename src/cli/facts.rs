//! `amends facts`: what is known of the code at a place, and why. Prints; judges nothing.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use super::files::Selection;
use super::printed;
use crate::report::printable;

mod census;
mod explain;

/// What is known of the expression or statement at a place, with the lines it rests on.
///
/// For whoever doubts a verdict, and for whoever writes transforms: the type of an expression, what a
/// call runs and may lock, who calls a function and under what, every use of an attribute, the locks
/// held at a statement, and what a log call there would go through. What is not known says why.
///
/// The facts rest on PATHS (by default the current directory): code outside of them is not looked at.
///
/// Examples:
///   amends facts src/app/hub.py:41          the statement on line 41, and what is in it
///   amends facts src/app/hub.py:41:15 src   the expression at column 15; uses and callers in src
///   amends facts --census src               how many calls and waits are resolved, and why the rest is not
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// FILE:LINE or FILE:LINE:COLUMN, both from 1
    #[arg(value_name = "PLACE", required_unless_present = "census")]
    place: Option<String>,

    /// Count what is resolved in all files instead; with --verbose, list what is not
    #[arg(long)]
    census: bool,

    #[command(flatten)]
    selection: Selection,
}

/// Where a user asks.
struct Asked {
    file: PathBuf,
    line: usize,
    column: Option<usize>,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let mut selection = args.selection.clone();
    if args.census {
        // Then the first argument is a path like the others.
        if let Some(path) = &args.place {
            selection.add_first(path);
        }
        let given = selection.given()?;
        let text = given.install(|| census::count(&given, given.is_verbose()));
        printed::stdout().write_all(text.as_bytes())?;
        given.report();
        return Ok(ExitCode::SUCCESS);
    }
    let asked = parse(args.place.as_deref().unwrap_or_default())?;
    selection.also(&asked.file);
    let given = selection.given()?;
    let file = given.number(&asked.file).with_context(|| {
        format!("{} could not be read; `amends check {0}` says why", asked.file.display())
    })?;
    let text = given.install(|| explain::place(&given, file, asked.line, asked.column))?;
    printed::stdout().write_all(text.as_bytes())?;
    given.report();
    Ok(ExitCode::SUCCESS)
}

fn parse(place: &str) -> Result<Asked> {
    let mut parts: Vec<&str> = place.split(':').collect();
    let mut numbers = Vec::new();
    while parts.len() > 1 && numbers.len() < 2 {
        match parts.last().and_then(|part| part.parse::<usize>().ok()) {
            Some(number) if number > 0 => {
                numbers.insert(0, number);
                parts.pop();
            }
            _ => break,
        }
    }
    let file = PathBuf::from(parts.join(":"));
    match numbers.as_slice() {
        [line] => Ok(Asked { file, line: *line, column: None }),
        [line, column] => Ok(Asked { file, line: *line, column: Some(*column) }),
        _ => bail!(
            "`{}` names no line; write FILE:LINE or FILE:LINE:COLUMN, as in src/hub.py:41",
            printable(place)
        ),
    }
}

/// Whether two paths are the same file.
pub(super) fn same_file(one: &Path, two: &Path) -> bool {
    match (one.canonicalize(), two.canonicalize()) {
        (Ok(one), Ok(two)) => one == two,
        _ => one == two,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let read = |text: &str| parse(text).map(|asked| (asked.file, asked.line, asked.column)).ok();
        assert_eq!(read("a/b.py:3"), Some((PathBuf::from("a/b.py"), 3, None)));
        assert_eq!(read("a/b.py:3:7"), Some((PathBuf::from("a/b.py"), 3, Some(7))));
        assert_eq!(read("C:/a.py:3:7"), Some((PathBuf::from("C:/a.py"), 3, Some(7))));
        assert_eq!(read("a.py"), None);
        assert_eq!(read("a.py:0"), None);
    }
}
