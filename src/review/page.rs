//! What is shown of a fix, as lines of text with a meaning: for the screen and for the plain prompt. No colours,
//! no terminal. Whatever comes from files is made harmless here.

use super::item::{Item, LineKind, State};
use super::screen::HELP;
use crate::report::is_hidden;

/// What a line is, so that it can be shown as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// What is wrong.
    Message,
    /// What was chosen, changes, or is the reason.
    Note,
    /// Nothing, or text of a hunk that stays.
    Plain,
    /// `@@` of a hunk.
    Place,
    /// A line that comes.
    Added,
    /// A line that goes.
    Removed,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub tone: Tone,
    /// What it says; harmless for a terminal.
    pub text: String,
}

/// Columns between tab stops.
const TAB: usize = 4;

/// The first line: code, name, verdict, how it stands.
pub fn heading(item: &Item) -> String {
    let finding = &item.located.finding;
    format!("{} {}  {}  {}", finding.code, finding.name, finding.verdict, item.state.name())
}

/// The second: where it is.
pub fn place(item: &Item) -> String {
    let symbol = &item.located.finding.symbol;
    let within = if symbol.is_empty() { String::new() } else { format!("  in {symbol}") };
    harmless(&format!("{}:{}{within}", item.path, item.located.line))
}

/// What follows: the message, what changes, the evidence, what was chosen, and the hunk.
pub fn body(item: &Item) -> Vec<Line> {
    let finding = &item.located.finding;
    let mut lines = vec![Line { tone: Tone::Message, text: harmless(&finding.message) }];
    let mut note = |name: &str, text: &str| {
        lines.push(Line { tone: Tone::Note, text: harmless(&format!("{name}: {text}")) });
    };
    if let Some(change) = finding.change() {
        note("changes", change);
    }
    for evidence in item.located.evidence() {
        let place = match (evidence.line, evidence.path.as_deref()) {
            (None, _) => String::new(),
            (Some(line), Some(path)) if path != item.path => format!(" ({path}:{line})"),
            (Some(line), _) => format!(" (line {line})"),
        };
        note("because", &format!("{}{place}", evidence.message));
    }
    for other in finding.fixes.iter().skip(1) {
        note("or", &format!("{} ({}), not offered here", other.title, other.verdict));
    }
    if let Some(decision) = &item.decision {
        let chosen = [
            ("log message", &decision.log_message),
            ("commit message", &decision.message),
            ("reason", &decision.reason),
        ];
        for (name, text) in chosen {
            if let Some(text) = text {
                note(name, text);
            }
        }
    }
    match item.state {
        State::Outdated => note("note", "it was accepted when the code around it, or the fix, was another"),
        State::Ignored => note("note", "a comment in the code silences it now"),
        State::Gone => note("note", "the file has changed, and this finding is no longer in it"),
        _ => {}
    }
    lines.push(Line { tone: Tone::Plain, text: String::new() });
    lines.extend(item.hunk().iter().map(|(kind, text)| {
        let tone = match kind {
            LineKind::Place => Tone::Place,
            LineKind::Same => Tone::Plain,
            LineKind::Added => Tone::Added,
            LineKind::Removed => Tone::Removed,
        };
        Line { tone, text: harmless(text) }
    }));
    lines
}

/// The keys, and what they do.
pub fn help() -> Vec<Line> {
    let line = |(keys, what): &(&str, &str)| Line { tone: Tone::Note, text: format!("{keys:<9}  {what}") };
    HELP.iter().map(line).collect()
}

/// Text that a terminal shows as it is and obeys nowhere: tabs become spaces; control characters, and those that
/// turn the direction of writing, are written out.
pub fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut column: usize = 0;
    for letter in text.chars() {
        let before = shown.len();
        match letter {
            '\t' => {
                // The sign of a hunk's line is no part of the code.
                let stop = TAB - column.saturating_sub(1) % TAB;
                shown.extend(std::iter::repeat_n(' ', stop));
                column += stop;
                continue;
            }
            letter if letter.is_control() || is_hidden(letter) => shown.extend(letter.escape_unicode()),
            letter => shown.push(letter),
        }
        column += shown[before..].chars().count();
    }
    shown
}

/// Breaks a line to a width in columns; `measure` tells those of a text. Prose is broken at spaces, code anywhere;
/// what follows the first row is indented by two columns in prose and by one, the hunk's sign, in code.
pub fn wrap(line: &Line, width: usize, measure: impl Fn(&str) -> usize) -> Vec<String> {
    let prose = matches!(line.tone, Tone::Message | Tone::Note);
    let indent = match line.tone {
        Tone::Message => "",
        Tone::Note => "  ",
        _ => " ",
    };
    let width = width.max(indent.len() + 2);
    let mut rows = Vec::new();
    let mut row = String::new();
    let mut columns = 0;
    // Where the last space of the row ends, and how wide it is up to there.
    let mut space = None;
    let mut buffer = [0; 4];
    for letter in line.text.chars() {
        let wide = measure(letter.encode_utf8(&mut buffer));
        if columns + wide > width {
            let rest = match space.take().filter(|_| prose) {
                Some(at) => row.split_off(at),
                None => String::new(),
            };
            rows.push(row.trim_end().to_string());
            row = format!("{indent}{rest}");
            columns = measure(&row);
            if prose && letter == ' ' && rest.is_empty() {
                continue;
            }
        }
        row.push(letter);
        columns += wide;
        if letter == ' ' && row.len() > indent.len() {
            space = Some(row.len());
        }
    }
    rows.push(row);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(tone: Tone, text: &str, width: usize) -> Vec<String> {
        let wide = |text: &str| text.chars().map(|letter| if letter > '\u{2fff}' { 2 } else { 1 }).sum();
        wrap(&Line { tone, text: text.into() }, width, wide)
    }

    #[test]
    fn prose_breaks_at_spaces_and_code_anywhere() {
        assert_eq!(rows(Tone::Message, "one two three", 8), ["one two", "three"]);
        assert_eq!(rows(Tone::Note, "one two three", 8), ["one two", "  three"]);
        assert_eq!(rows(Tone::Message, "one two", 3), ["one", "two"]);
        assert_eq!(rows(Tone::Message, "abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(rows(Tone::Added, "+ab cdef", 5), ["+ab c", " def"]);
        assert_eq!(rows(Tone::Plain, "", 5), [""]);
    }

    #[test]
    fn wide_characters_count_twice_and_none_is_cut() {
        assert_eq!(rows(Tone::Message, "漢字漢字", 5), ["漢字", "漢字"]);
        assert_eq!(rows(Tone::Added, "+漢字", 4), ["+漢", " 字"]);
        assert_eq!(rows(Tone::Added, "+漢字", 1), ["+漢", " 字"], "narrower than that nothing fits");
    }

    #[test]
    fn nothing_of_a_file_speaks_to_a_terminal() {
        assert_eq!(harmless("+\ta\tb"), "+    a   b");
        assert_eq!(harmless("a\x1b[31m\r\u{202e}b\u{9b}"), "a\\u{1b}[31m\\u{d}\\u{202e}b\\u{9b}");
        assert_eq!(harmless("é漢\u{301}"), "é漢\u{301}");
    }
}
