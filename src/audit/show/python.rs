//! Lines of Python as HTML: escaped, with words, texts, numbers and comments marked, and a changed part. By line, so texts
//! over several lines are only known in their first; nothing rests on it.

use std::ops::Range;

use crate::report::is_hidden;

const KEYWORDS: &[&str] = &[
    "and", "as", "assert", "async", "await", "break", "case", "class", "continue", "def", "del", "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "match",
    "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "None", "True",
    "False", "self",
];

/// Text for HTML: nothing in it is markup, and what cannot be seen is written out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' => out.push('\t'),
            letter if letter.is_control() || is_hidden(letter) => out.extend(letter.escape_unicode()),
            letter => out.push(letter),
        }
    }
    out
}

/// A line, with the bytes in `mark` marked as changed.
pub(super) fn line(text: &str, mark: Option<Range<usize>>) -> String {
    let mut out = String::new();
    for (class, range) in tokens(text) {
        let mut from = range.start;
        while from < range.end {
            let (end, marked) = match &mark {
                Some(mark) if mark.contains(&from) => (range.end.min(mark.end), true),
                Some(mark) if from < mark.start => (range.end.min(mark.start), false),
                _ => (range.end, false),
            };
            let piece = escaped(&text[from..end]);
            let piece =
                if class.is_empty() { piece } else { format!("<span class=\"{class}\">{piece}</span>") };
            out += &if marked { format!("<mark>{piece}</mark>") } else { piece };
            from = end;
        }
    }
    out
}

/// The pieces of a line, with their classes.
fn tokens(text: &str) -> Vec<(&'static str, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        let word = |letter: char| letter.is_alphanumeric() || letter == '_';
        let run = |is: &dyn Fn(char) -> bool| {
            at + text[at..].chars().take_while(|letter| is(*letter)).map(char::len_utf8).sum::<usize>()
        };
        let (class, end) = match letter {
            '#' => ("c", text.len()),
            '"' | '\'' => ("s", end_of_text(text, at, letter)),
            letter if letter.is_ascii_digit() => ("n", run(&|letter| word(letter) || letter == '.')),
            letter if word(letter) => {
                let end = run(&word);
                (if KEYWORDS.contains(&&text[at..end]) { "k" } else { "" }, end)
            }
            _ => ("", run(&|letter| !word(letter) && !"#\"'".contains(letter))),
        };
        found.push((class, at..end));
        at = end;
    }
    found
}

/// Where a text that starts at a quote ends; the end of the line if nowhere.
fn end_of_text(text: &str, start: usize, quote: char) -> usize {
    let triple = quote.to_string().repeat(3);
    if text[start..].starts_with(&triple) {
        return text[start + 3..].find(&triple).map_or(text.len(), |end| start + 3 + end + 3);
    }
    let mut escaped = false;
    for (at, letter) in text[start + 1..].char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            letter if letter == quote => return start + 1 + at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_marked_and_escaped() {
        assert_eq!(
            line("x = '<b>'  # a", None),
            "x = <span class=\"s\">&#39;&lt;b&gt;&#39;</span>  <span class=\"c\"># a</span>"
        );
        assert_eq!(line("await f", Some(6..7)), "<span class=\"k\">await</span> <mark>f</mark>");
        assert_eq!(escaped("\u{202e}</script>"), "\\u{202e}&lt;/script&gt;");
        for odd in ["'", "é'ß\"", "\\", "1é", "'\\"] {
            let pieces: String = tokens(odd).into_iter().map(|(_, range)| &odd[range]).collect();
            assert_eq!(pieces, odd);
        }
    }
}
