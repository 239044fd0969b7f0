//! Finds the code that an audit quotes in a file again, wherever it stands now. Compares lines without their
//! indentation and comments; knows nothing of syntax.

/// Quoted code, line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// Lines without indentation and comments; none that is empty.
    pub lines: Vec<String>,
    /// Which lines are unlikely to stand in code that is about something else.
    telling: Vec<bool>,
    /// How many lines may stand between two of them.
    gap: usize,
}

/// A place that looks like a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// First line, from 1.
    pub first: usize,
    /// Last line.
    pub last: usize,
    /// How many lines of the quote are there.
    pub matched: usize,
    /// Whether all of them are.
    pub whole: bool,
}

/// A file's lines, ready to be compared.
#[derive(Debug, Default)]
pub struct Lines {
    lines: Vec<String>,
}

/// Lines that may stand between two lines of a quote that is telling (`# ...`).
const MAX_GAP: usize = 4;

/// Longer quotes are told by their first lines: each costs a look at all lines of a file.
const MAX_QUOTE: usize = 400;

/// Longer names are none.
const MAX_NAME: usize = 100;

/// Names that are in everybody's code.
const COMMON: &[&str] = &[
    "self",
    "asyncio",
    "await",
    "async",
    "except",
    "exception",
    "error",
    "errors",
    "while",
    "return",
    "continue",
    "break",
    "pass",
    "raise",
    "finally",
    "false",
    "true",
    "none",
    "lambda",
    "import",
    "class",
    "create_task",
    "sleep",
    "cancel",
    "cancelled",
    "cancellederror",
    "timeout",
    "timeouterror",
    "acquire",
    "release",
    "append",
    "result",
    "results",
    "value",
    "values",
    "items",
    "lock",
    "_lock",
    "task",
    "tasks",
    "_tasks",
    "event",
    "events",
    "queue",
    "_queue",
    "logger",
    "_logger",
    "print",
    "yield",
    "range",
    "close",
    "start",
    "print",
    "debug",
    "warning",
    "state",
    "_state",
    "running",
    "_running",
    "contextlib",
    "suppress",
    "length",
    "global",
    "super",
    "with_",
    "isinstance",
];

impl Quote {
    /// The lines of a code block.
    pub fn new(code: &str) -> Quote {
        let lines: Vec<String> = code
            .lines()
            .map(normal)
            .filter(|line| !line.is_empty() && line != "..." && line != "…")
            .take(MAX_QUOTE)
            .collect();
        let telling: Vec<bool> = lines.iter().map(|line| is_telling(line)).collect();
        // What is everywhere is only meant as it stands, unless the audit itself leaves something out.
        let left_out =
            code.lines().map(str::trim).any(|line| line.contains("...") && normal(line).len() <= 3);
        let gap = if left_out || telling.contains(&true) { MAX_GAP } else { 0 };
        Quote { lines, telling, gap }
    }

    /// Whether it can be told from other code at all.
    pub fn is_telling(&self) -> bool {
        self.telling.contains(&true)
    }

    /// The lines by which it can be told.
    pub fn telling_lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().zip(&self.telling).filter(|(_, telling)| **telling).map(|(line, _)| line.as_str())
    }

    /// Places that hold it, or for a telling quote, a part of it with a telling line, be it inside of another
    /// statement; in order, apart from each other.
    pub fn find(&self, file: &Lines) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            if self.is_telling() && !self.telling[at] || !self.is_telling() && at > 0 {
                continue;
            }
            for (number, other) in file.lines.iter().enumerate() {
                let same = other == line;
                if !(same || self.telling[at] && holds(other, core(line))) {
                    continue;
                }
                let mut hit = self.around(file, at, number);
                hit.whole &= same;
                if self.is_telling() || hit.whole {
                    hits.push(hit);
                }
            }
        }
        hits.sort_by_key(|hit| (hit.first, std::cmp::Reverse(hit.matched)));
        let mut apart: Vec<Hit> = Vec::new();
        for hit in hits {
            match apart.last_mut() {
                Some(last) if hit.first <= last.last => {
                    if (hit.whole, hit.matched) > (last.whole, last.matched) {
                        *last = hit;
                    }
                }
                _ => apart.push(hit),
            }
        }
        apart
    }

    /// As much of the quote as stands around a line that is its line `at`.
    fn around(&self, file: &Lines, at: usize, number: usize) -> Hit {
        let (mut first, mut last, mut matched) = (number, number, 1);
        let mut from = number;
        for line in &self.lines[at + 1..] {
            let window = (from + 1..file.lines.len()).filter(|&next| !file.lines[next].is_empty());
            if let Some(next) = window.take(self.gap + 1).find(|&next| file.lines[next] == *line) {
                (from, last, matched) = (next, next, matched + 1);
            }
        }
        let mut to = number;
        for line in self.lines[..at].iter().rev() {
            let window = (0..to).rev().filter(|&before| !file.lines[before].is_empty());
            if let Some(before) = window.take(self.gap + 1).find(|&before| file.lines[before] == *line) {
                (to, first, matched) = (before, before, matched + 1);
            }
        }
        Hit { first: first + 1, last: last + 1, matched, whole: matched == self.lines.len() }
    }
}

impl Lines {
    /// The lines of a file.
    pub fn new(text: &str) -> Lines {
        Lines { lines: text.lines().map(normal).collect() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// A line, from 1.
    pub fn get(&self, line: usize) -> &str {
        line.checked_sub(1).and_then(|at| self.lines.get(at)).map_or("", String::as_str)
    }
}

/// A line without indentation, comment and doubled spaces.
pub fn normal(line: &str) -> String {
    let mut quote: Option<char> = None;
    let mut end = line.len();
    let mut escaped = false;
    for (at, letter) in line.char_indices() {
        match (quote, letter) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if letter == open => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, '#') => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    line[..end].split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a line has a name that is not in everybody's code.
pub(super) fn is_telling(line: &str) -> bool {
    names(line)
        .any(|name| name.trim_start_matches('_').len() > 4 && !COMMON.contains(&name.to_lowercase().as_str()))
}

/// What is left of a statement when it is put into another one: `await x()` becomes `wait_for(x(), 1)`.
fn core(line: &str) -> &str {
    ["await ", "return ", "yield "].iter().find_map(|word| line.strip_prefix(word)).unwrap_or(line)
}

/// Whether a line has a piece of code in it, not as a part of longer names.
fn holds(line: &str, code: &str) -> bool {
    let part = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    line.match_indices(code).any(|(at, _)| {
        let after = line[at + code.len()..].chars().next();
        let longer =
            part(line[..at].chars().next_back()) || code.ends_with(char::is_alphanumeric) && part(after);
        !longer
    })
}

/// The names in a piece of code.
pub fn names(code: &str) -> impl Iterator<Item = &str> {
    let parts = code.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    parts.filter(|part| part.starts_with(|letter: char| letter.is_alphabetic() || letter == '_'))
}

/// Functions that a text names: `name()`, `Class.name` between backticks, and in its first line, a title, also
/// `name` alone.
pub fn called(text: &str) -> impl Iterator<Item = String> {
    let with_brackets = text.match_indices("()").filter_map(|(at, _)| {
        let part = |letter: &(usize, char)| letter.1.is_alphanumeric() || letter.1 == '_';
        let start = text[..at].char_indices().rev().take(MAX_NAME).take_while(part).last()?.0;
        Some(text[start..at].to_string())
    });
    let between = text.lines().enumerate().flat_map(|(number, line)| {
        let codes = line.split('`').skip(1).step_by(2);
        codes.filter_map(move |code| {
            let is_name = |part: &str| {
                part.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
                    && part.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
            };
            let method = code.split_once('.').filter(|(class, _)| class.starts_with(char::is_uppercase));
            let name = method.map_or(code, |(_, name)| name);
            (is_name(name) && (number == 0 || method.is_some())).then(|| name.to_string())
        })
    });
    with_brackets.chain(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_that_a_text_names() {
        let all = |text: &str| called(text).collect::<Vec<_>>();
        assert_eq!(all("`Hub.wait_ready` never times out"), ["wait_ready"]);
        assert_eq!(all("`drop` and `close()` hang"), ["close", "drop"]);
        assert_eq!(all("Hangs\n`_links` of `Hub.stop`, `asyncio.sleep`"), ["stop"]);
    }

    #[test]
    fn quotes_are_found_where_they_stand_now() {
        let file = Lines::new(
            "def f(self):\n    if self._peers:\n        # why\n        self._notify(node)  # now\n    pass\na = 1\nb = 1\nc = 1\nd = 1\ne = 1\nf = 1\nself._notify(node)\n",
        );
        let quote = Quote::new("if self._peers:\n    # ...\n    self._notify(node)\n");
        let hits = quote.find(&file);
        assert_eq!(
            hits.iter().map(|hit| (hit.first, hit.last, hit.whole)).collect::<Vec<_>>(),
            [(2, 4, true), (12, 12, false)]
        );
        let handler = Quote::new("except Exception:\n    pass");
        assert!(!handler.is_telling());
        let text =
            Lines::new("except Exception:\n    # why\n    pass\nexcept Exception:\n    log()\n    pass\n");
        assert_eq!(handler.find(&text).len(), 1);
        assert_eq!(normal("  x = '#'  # why"), "x = '#'");
    }
}
