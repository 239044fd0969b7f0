//! The lines behind a path in prose: `:12-15, 20`, `#L12-L15`, ` (lines 12-15)`, `` `, `20` ``. What looks like one more
//! line and is not understood is said, so that nothing is judged by half of what is named. Knows nothing of paths.

/// More lines than any file has: a larger number is as good as this one.
const MAX_LINE: usize = 10_000_000;

/// Longer ranges end here: no function is as long.
const MAX_RANGE: usize = 100_000;

/// Words that say that lines follow.
const WORDS: &[&str] = &[
    "line no. ",
    "line number ",
    "line #",
    "lines ",
    "line ",
    "Lines ",
    "Line ",
    "lines: ",
    "line: ",
    "Zeilen ",
    "Zeile ",
    "Z. ",
    "ll. ",
    "l. ",
    "ln ",
    "L",
];

/// What may stand before such a word: `a.py` at line 4, `a.py` — line 4.
const LEADING: &[&str] = &[
    "starting ",
    "around ",
    "about ",
    "near ",
    "from ",
    "at ",
    "on ",
    "in ",
    "ab ",
    "um ",
    "ca. ",
    ": ",
    "- ",
    "– ",
    "— ",
];

/// What stands between two lines or ranges, the longest first.
const BETWEEN: &[&str] = &[
    " as well as ",
    " (see also ",
    "; see also ",
    ", see also ",
    " (siehe auch ",
    " (and ",
    " (also ",
    ", also ",
    ", and ",
    ", or ",
    " sowie ",
    " plus ",
    " oder ",
    " and ",
    " und ",
    " or ",
    " & ",
    " + ",
    " / ",
    " ; ",
    ", ",
    "; ",
    ",",
    ";",
    "&",
    "+",
    "/",
];

/// What stands between the ends of a range, the longest first.
const TO: &[&str] = &[
    " through ",
    " until ",
    " bis ",
    " to ",
    " - ",
    " – ",
    " — ",
    " .. ",
    "...",
    "..",
    "…",
    "-",
    "–",
    "—",
    "−",
    "‑",
];

/// Lines that follow a path.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// First and last lines.
    pub(super) lines: Vec<(usize, usize)>,
    /// How many bytes say so.
    pub(super) used: usize,
    /// Whether a number follows that may be one more line.
    pub(super) unread: bool,
}

/// The lines that follow a path.
pub(super) fn lines_after(text: &str) -> Named {
    let mut scan = Scan { text, at: 0 };
    let numbered = [":L", ":"].iter().any(|mark| {
        text.strip_prefix(mark).is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
    });
    let marked = if scan.eat("#L") {
        true
    } else if numbered {
        scan.eat(":L") || scan.eat(":")
    } else {
        // The words may stand behind the backtick or the end of a link: `a.py`, lines 3-4.
        for _ in 0..4 {
            if !["`", "*", "]", ",", ")"].iter().any(|mark| scan.eat(mark)) {
                break;
            }
        }
        scan.spaces();
        scan.eat("(");
        while LEADING.iter().any(|word| scan.eat(word)) {}
        WORDS.iter().any(|word| scan.eat(word)) && scan.digit_next()
    };
    let mut named = Named::default();
    if !marked {
        scan.at = 0;
        named.unread = scan.bare_number();
        return named;
    }
    while let Some(first) = scan.number() {
        let last = scan.end_of_range(first);
        // What is no line of any file is kept: it is not the whole file.
        named.lines.push((first, last.min(first.saturating_add(MAX_RANGE))));
        named.used = scan.at;
        if !scan.next_line() {
            break;
        }
    }
    scan.at = named.used;
    named.unread = scan.number_left();
    named
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl Scan<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        self.at += if found { word.len() } else { 0 };
        found
    }

    fn spaces(&mut self) {
        while self.eat(" ") {}
    }

    fn digit_next(&self) -> bool {
        self.rest().starts_with(|letter: char| letter.is_ascii_digit())
    }

    fn number(&mut self) -> Option<usize> {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let written = &self.text[self.at..self.at + digits];
        self.at += digits;
        (digits > 0).then(|| written.parse().unwrap_or(MAX_LINE).min(MAX_LINE))
    }

    /// The last line of a range that may go on here; a column is passed over.
    fn end_of_range(&mut self, first: usize) -> usize {
        let mark = self.at;
        if let Some(to) = TO.iter().find(|to| self.eat(to)) {
            self.eat("L");
            let last = self.number().filter(|last| *last >= first);
            // `a.py:4 - 3 handlers` counts something.
            if let Some(last) = last.filter(|_| !to.starts_with(' ') || !self.word_next()) {
                return last;
            }
            self.at = mark;
        } else if self.eat(":") && self.number().is_none() {
            self.at = mark;
        }
        first
    }

    /// Goes to the number of one more line, if one follows: behind a mark, and also between backticks of its own.
    fn next_line(&mut self) -> bool {
        let closed = self.eat("`");
        if !BETWEEN.iter().any(|word| self.eat(word)) {
            return false;
        }
        let opened = self.eat("`");
        let worded = WORDS.iter().any(|word| self.eat(word));
        let _ = self.eat(":L") || self.eat(":");
        if !self.digit_next() {
            return false;
        }
        // Behind a closed backtick a bare number may count something: `a.py:4`, 3 handlers.
        let mark = self.at;
        let _ = self.number();
        let counts = closed && !opened && !worded && self.word_next();
        self.at = mark;
        !counts
    }

    /// Whether a word follows that is none of those between lines.
    fn word_next(&self) -> bool {
        let rest = self.rest();
        let is_between = BETWEEN.iter().chain(TO).any(|word| rest.starts_with(word));
        rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphabetic)) && !is_between
    }

    /// Whether a number that counts nothing follows a path as lines do: `a.py` [4], `a.py` (4-5), a.py: 4, a.py#4.
    fn bare_number(&mut self) -> bool {
        for _ in 0..4 {
            if !["`", "*", "]"].iter().any(|mark| self.eat(mark)) {
                break;
            }
        }
        let start = self.at;
        while self.at - start < 4
            && [" ", "(", "[", "#", "~", "@", ":", ",", "`"].iter().any(|mark| self.eat(mark))
        {}
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        // A year or a version is no line.
        if self.at == start || digits == 0 || digits > 5 {
            return false;
        }
        self.at += digits;
        let rest = self.rest();
        let after = rest.strip_prefix(['.', ':']).unwrap_or(rest);
        let glued = rest.starts_with(['_', '%']) || after.starts_with(char::is_alphanumeric);
        let date = rest.strip_prefix('-').is_some_and(|rest| rest.matches('-').count() > 0 && digits == 4);
        !glued && !date && !self.word_next()
    }

    /// Whether nothing but marks stands before a number that counts nothing: it may be a line.
    fn number_left(&mut self) -> bool {
        let is_mark = |letter: &char| !letter.is_alphanumeric() && !"\n\r|.#%$<[(".contains(*letter);
        let marks: usize = self.rest().chars().take_while(is_mark).map(char::len_utf8).sum();
        let colon = self.rest().starts_with(':');
        self.at += marks;
        let rest = self.rest();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if marks == 0 || colon || digits == 0 {
            return false;
        }
        self.at += digits;
        // A point ends a sentence, unless it is one of a number: 1.5.
        let rest = self.rest();
        let after = rest.strip_prefix('.').unwrap_or(rest);
        let glued = rest.starts_with(['_', '%']) || after.starts_with(char::is_alphanumeric);
        !glued && !self.word_next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(usize, usize)>, bool) {
        let Named { lines, unread, .. } = lines_after(text);
        (lines, unread)
    }

    #[test]
    fn all_lines_are_read_however_they_are_joined() {
        for text in [
            ":4/11",
            ":4; 11",
            ":4 + 11",
            ":4 or 11",
            ":4, 11",
            ":4 as well as 11",
            "`, line 4, line 11",
            " line 4, line 11",
            " (lines 4 and 11)",
            ":4`, `11`",
            ":4` and `11`",
            ":4`, 11",
            ":4, L11",
        ] {
            assert_eq!(read(text), (vec![(4, 4), (11, 11)], false), "{text}");
        }
        for text in [
            " at line 4",
            "`: line 4",
            " - line 4",
            " — line 4",
            "` around line 4",
            " starting at line 4",
            ", line no. 4",
            "` ln 4",
            ", line #4",
            " on line 4",
        ] {
            assert_eq!(read(text), (vec![(4, 4)], false), "{text}");
        }
        assert_eq!(read(":4` (see also line 11)"), (vec![(4, 4), (11, 11)], false));
        for text in [" lines 4 to 11", ":4—11", ":4 - 11", ":4–11", "#L4-L11", " (Zeilen 4 bis 11)"] {
            assert_eq!(read(text), (vec![(4, 11)], false), "{text}");
        }
    }

    #[test]
    fn numbers_that_are_no_lines_are_not_read() {
        assert_eq!(read(":4: 3 handlers"), (vec![(4, 4)], false));
        assert_eq!(read(":4:9: E1"), (vec![(4, 4)], false));
        assert_eq!(read(":4 - 3 handlers"), (vec![(4, 4)], false));
        assert_eq!(read(":4`, 3 handlers"), (vec![(4, 4)], false));
        assert_eq!(read(":4`: 2026 was bad"), (vec![(4, 4)], false));
        assert_eq!(read(" has 5 errors"), (vec![], false));
        assert_eq!(read(" - 5 errors"), (vec![], false));
        assert_eq!(read(": 5 errors"), (vec![], false));
    }

    #[test]
    fn a_number_that_may_be_a_line_is_said() {
        assert_eq!(read(":4 ~ 11"), (vec![(4, 4)], true));
        assert_eq!(read(":4 \\ 11."), (vec![(4, 4)], true));
        assert_eq!(read(":9-3"), (vec![(9, 9)], true));
        for text in [" [4]", " (4-5)", ": 4", "#4", ":~4", " @ 4", ", 4", "` `4`", "` (4)", "*: 4"] {
            assert_eq!(read(text), (vec![], true), "{text}");
        }
        for text in [
            ": 5 errors",
            " (450 lines)",
            " (2026-02-03)",
            ", 3.11",
            ": 100% read",
            ": it",
            " 3rd",
            " (12 of 13)",
        ] {
            assert_eq!(read(text), (vec![], false), "{text}");
        }
    }
}
