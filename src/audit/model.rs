//! An audit as data: what it claims, where, and what it asks for. Not what is true of it.

use std::ops::Range;

/// What kind of report a text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Prose with headings, lists or tables.
    #[default]
    Markdown,
    /// SARIF 2.1.0.
    Sarif,
    /// `ruff check --output-format json` (or `json-lines`).
    Ruff,
    /// `bandit -f json`.
    Bandit,
    /// `semgrep --json`.
    Semgrep,
    /// `pylint --output-format=json` (or `json2`).
    Pylint,
}

impl Kind {
    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Markdown => "markdown",
            Kind::Sarif => "sarif",
            Kind::Ruff => "ruff",
            Kind::Bandit => "bandit",
            Kind::Semgrep => "semgrep",
            Kind::Pylint => "pylint",
        }
    }
}

/// An audit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// What it was read from.
    pub kind: Kind,
    /// Its title, or the name of the tool.
    pub title: String,
    /// Folders that its introduction names as what was looked at.
    pub scope: Vec<String>,
    /// Folders that its introduction names as what was left out.
    pub excluded: Vec<String>,
    /// Its findings, in order.
    pub claims: Vec<Claim>,
    /// What it recommends, in order.
    pub recommendations: Vec<Recommendation>,
    /// How many findings it says to have, by severity (lower case; `total` for all).
    pub totals: Vec<(String, usize)>,
    /// What names a file or looks like a finding and is read as none: its line and how it starts.
    pub left_out: Vec<(usize, String)>,
}

/// One finding of an audit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claim {
    /// Its number or identifier; a running number where it has none.
    pub id: String,
    /// Whether that is a running number, which another finding before it would change.
    pub running: bool,
    /// The heading of the section that it is in.
    pub section: String,
    /// As it is written.
    pub severity: Option<String>,
    /// Without number and severity.
    pub title: String,
    /// The rule of another tool: `S110`, `try_except_pass`.
    pub rule: Option<String>,
    /// Whether that is a rule of a tool whose rules are all known: where it is none that a transform is for, words make
    /// it none.
    pub known_tool: bool,
    /// Its prose, part by part.
    pub parts: Vec<Part>,
    /// Its code blocks.
    pub codes: Vec<Code>,
    /// The locations that it names.
    pub places: Vec<Place>,
    /// How many more it names than are looked at.
    pub more_places: usize,
    /// Whether it says that there are more, without naming them ("multiple files").
    pub several: bool,
    /// Numbers of sites that it states.
    pub counts: Vec<Count>,
    /// Its first line in the report, from 1.
    pub line: usize,
    /// Where a note about it can be put, in Markdown.
    pub anchor: Anchor,
}

/// What a piece of an audit is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// What is wrong, and where.
    #[default]
    Problem,
    /// What to do about it.
    Fix,
    /// How it should look, or already looks elsewhere.
    Good,
}

/// A labelled piece of prose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The label as it is written (`Issue`), or nothing.
    pub label: String,
    /// What it is for.
    pub role: Role,
    /// The prose; code in it stands between backticks.
    pub text: String,
}

/// A code block, or one of the pieces that comments with a path cut it into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// What it is for.
    pub role: Role,
    /// The code.
    pub text: String,
    /// Where it is from, as a number in [`Claim::places`].
    pub place: Option<usize>,
}

/// A named location.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The path as it is written, with forward slashes.
    pub path: String,
    /// First and last lines, from 1; none where only the file is named.
    pub lines: Vec<(usize, usize)>,
    /// Whether a number stands behind them that may be one more line and is not read.
    pub unread: bool,
}

/// A number of sites that an audit states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many places.
    pub matches: usize,
    /// In how many files.
    pub files: Option<usize>,
    /// The code that was counted, where the sentence has it.
    pub of: Option<String>,
    /// The words, as they are written.
    pub text: String,
}

/// Something that an audit recommends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recommendation {
    /// Its number.
    pub number: usize,
    /// The heading that it stands under, without its number.
    pub priority: String,
    /// What it says; code stands between backticks.
    pub text: String,
    /// Its line in the report, from 1.
    pub line: usize,
    /// Where a note about it can be put.
    pub anchor: Anchor,
}

/// Where a note can be put into a Markdown text without touching any of its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// After this byte, which ends a line (or the text).
    pub at: usize,
    /// What each line of the note starts with: for list items, their indentation.
    pub indent: String,
    /// Whether the note is a paragraph of its own, with an empty line around it.
    pub apart: bool,
    /// Whether somebody has ticked the checkbox of an earlier note here.
    pub ticked: bool,
}

impl Claim {
    /// The whole prose of some role.
    pub fn prose(&self, role: Role) -> String {
        let parts = self.parts.iter().filter(|part| part.role == role);
        parts.map(|part| part.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// The code blocks of some role.
    pub fn codes(&self, role: Role) -> impl Iterator<Item = &Code> {
        self.codes.iter().filter(move |code| code.role == role)
    }

    /// Number and title.
    pub fn name(&self) -> String {
        format!("{} {}", self.id, self.title).trim().to_string()
    }
}

impl Place {
    /// `path:12-15, 20`.
    pub fn shown(&self) -> String {
        if self.lines.is_empty() {
            return self.path.clone();
        }
        let one = |&(first, last): &(usize, usize)| {
            if first == last { first.to_string() } else { format!("{first}-{last}") }
        };
        format!("{}:{}", self.path, self.lines.iter().map(one).collect::<Vec<_>>().join(", "))
    }
}

/// A text of which lines are asked often: their starts are found once.
pub(super) struct Indexed<'t> {
    pub(super) text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Indexed<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let starts = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).collect();
        Indexed { text, starts }
    }

    /// The line of a byte, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at) + 1
    }
}

/// The byte after the line that a byte is in.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// A byte range with the trailing line ends taken off.
pub(super) fn without_line_ends(text: &str, range: Range<usize>) -> Range<usize> {
    let end = range.start + text[range.clone()].trim_end_matches(['\n', '\r', ' ']).len();
    range.start..end
}
