//! Output formats, one file each. They show what the pipeline found and decide nothing.

pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
pub mod locks;
pub mod markdown;
pub mod model;
pub mod patch;
mod places;
pub mod sarif;
pub mod summary;
pub(crate) mod tasks;
pub mod text;

use crate::pipeline::{BUG, Outcome, Problem};
use crate::source::{Source, SourceError};

/// One file of a run, for every format.
#[derive(Debug, Clone)]
pub struct FileReport {
    /// The path that users see, with forward slashes.
    pub path: String,
    /// The file as it was; `None` if it could not be read.
    pub source: Option<Source>,
    /// What the pipeline says.
    pub outcome: Outcome,
    /// Why the file was left out, in one line: what, where, what to do.
    pub skipped: Option<Skipped>,
}

/// Text with control characters and [hidden](is_hidden) ones written out: a file's name may hold line ends,
/// terminal codes, and what shows the rest of the line in another order.
pub fn printable(text: &str) -> String {
    let written = |letter: char| {
        let plain = !letter.is_control() && !is_hidden(letter);
        if plain { letter.to_string() } else { letter.escape_unicode().to_string() }
    };
    text.chars().map(written).collect()
}

/// Characters that cannot be seen and change how others are read: Unicode's general category Cf, such as the bidi
/// controls of CVE-2021-42574, and its separators of lines and paragraphs. Not those of Cf that ordinary text needs:
/// the soft hyphen, the joiners of scripts and emoji, and signs that stand before numbers.
pub fn is_hidden(letter: char) -> bool {
    matches!(
        letter,
        '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Whether a text is one line in which everything can be seen.
pub fn is_plain_line(text: &str) -> bool {
    !text.contains(|letter: char| letter.is_control() || is_hidden(letter))
}

/// Why a file was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The line, from 1, if there is one.
    pub line: Option<usize>,
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub hint: String,
    /// Whether everything could be looked at, and there was just nothing.
    pub is_warning: bool,
}

impl Skipped {
    /// The line that a user reads: `skipped: a.py:3: reason; what to do`.
    pub fn sentence(&self, path: &str) -> String {
        let word = if self.is_warning { "warning" } else { "skipped" };
        let line = self.line.map_or_else(String::new, |line| format!(":{line}"));
        let place = if path.is_empty() { String::new() } else { format!("{path}{line}: ") };
        let hint = if self.hint.is_empty() { String::new() } else { format!("; {}", self.hint) };
        printable(&format!("{word}: {place}{}{hint}", self.reason))
    }

    /// What a file that cannot be read means for a user.
    pub fn of_source(error: &SourceError) -> Self {
        Skipped {
            line: error.line(),
            reason: error.to_string(),
            hint: error.hint().to_string(),
            is_warning: false,
        }
    }

    /// What a pipeline problem means for a user.
    pub fn of_problem(problem: &Problem) -> Self {
        match problem {
            Problem::Syntax(syntax) => Skipped {
                line: Some(syntax.line),
                reason: syntax.message.clone(),
                hint: "mend the file, or leave it out with --exclude if Python takes it as it is".into(),
                is_warning: false,
            },
            Problem::TooMany { code, limit } => Skipped {
                line: None,
                reason: format!("more than {limit} open sites of {code}"),
                hint: "leave the file out with --exclude if it is generated, or the code with --ignore"
                    .into(),
                is_warning: false,
            },
            Problem::Unsound(message) => Skipped {
                line: None,
                reason: format!("no fix applied: {message}"),
                hint: BUG.into(),
                is_warning: false,
            },
            Problem::Internal(message) => Skipped {
                line: None,
                reason: format!("internal error: {message}"),
                hint: BUG.into(),
                is_warning: false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(printable("a\u{202e}b\u{2066}\x1b\n"), "a\\u{202e}b\\u{2066}\\u{1b}\\u{a}");
        for fine in ["é", "نیم\u{200c}فاصله", "👩\u{200d}💻", "Staub\u{ad}ecken", "漢 字"] {
            assert_eq!(printable(fine), fine);
            assert!(is_plain_line(fine), "{fine:?}");
        }
        for hidden in ['\u{feff}', '\u{200b}', '\u{2029}', '\u{e0041}', '\u{61c}', '\n'] {
            assert!(!is_plain_line(&format!("a{hidden}b")), "{hidden:?}");
        }
    }
}
