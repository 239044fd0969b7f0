//! Why a formatter's work is refused, in words.

use std::path::{Path, PathBuf};

use crate::command::{Ran, RunError};
use crate::report::printable;

/// How many names and lines of output a message shows.
const SHOWN: usize = 10;

/// Why nothing was formatted. In no case was anything in the project written.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// The command cannot be split into words, or has none.
    #[error("--format-with {command:?}: this is no command; check its quotes")]
    BadCommand {
        /// The command as given.
        command: String,
    },
    /// The program is not there.
    #[error(
        "--format-with: {program}: there is no such program; it is looked for in PATH and in the project's \
         .venv/bin, and a path with a folder in it is relative to the project. No shell is used"
    )]
    NoProgram {
        /// The program as given.
        program: String,
    },
    /// The program cannot be run.
    #[error("--format-with: {0}")]
    Run(RunError),
    /// The program failed.
    #[error("the formatter {program} {end}; nothing was written{output}")]
    Failed {
        /// The program that was run.
        program: String,
        /// How it ended.
        end: String,
        /// The end of what it printed, as indented lines, each after a line end.
        output: String,
    },
    /// The program did something to other files than those it was given.
    #[error(
        "the formatter {program} touched files that it was not given: {files}; nothing was written. It ran on a \
         copy; give a command that formats only the files named as its arguments"
    )]
    Touched {
        /// The program that was run.
        program: String,
        /// What it did to which files.
        files: String,
    },
    /// The program removed a file that it was to format, or put something else in its place.
    #[error("the formatter {program} left no file at {path}; nothing was written")]
    Lost {
        /// The program that was run.
        program: String,
        /// The file.
        path: String,
    },
    /// What the program made of a file is no Python, or not in the file's encoding.
    #[error("what the formatter {program} made of {path} is refused: {reason}; nothing was written")]
    Refused {
        /// The program that was run.
        program: String,
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A path that is not in the project, or a file given twice.
    #[error("{path}: cannot be formatted: {reason}")]
    BadPath {
        /// The path as given.
        path: String,
        /// Why not.
        reason: &'static str,
    },
    /// The copy that the formatter works on cannot be made or used.
    #[error("the formatter's copy of the project: {path}: {reason}")]
    Scratch {
        /// The path that failed.
        path: String,
        /// Why, and what to do.
        reason: String,
    },
    /// The user interrupted it.
    #[error("interrupted")]
    Interrupted,
}

impl FormatError {
    pub(super) fn scratch(path: &Path, error: &std::io::Error) -> Self {
        FormatError::Scratch { path: shown(path), reason: error.to_string() }
    }

    pub(super) fn failed(program: &Path, ran: &Ran) -> Self {
        let output: String = ran.last_lines(SHOWN).iter().map(|line| format!("\n  {line}")).collect();
        FormatError::Failed { program: shown(program), end: ran.end.explain(), output }
    }

    pub(super) fn run(error: RunError) -> Self {
        match error {
            RunError::Interrupted => FormatError::Interrupted,
            error => FormatError::Run(error),
        }
    }
}

/// A path for a message.
pub(super) fn shown(path: &Path) -> String {
    printable(&path.display().to_string())
}

/// Paths for a message: the first ones, and how many more there are.
pub(super) fn listed(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().take(SHOWN).map(|path| shown(path)).collect();
    let more = paths.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", names.join(", "))
}
