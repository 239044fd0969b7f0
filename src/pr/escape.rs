//! Text of a repository for places where it must mean nothing: Markdown, titles, commit messages. Builds no page.
//!
//! Forges look for mentions, references and closing words in what Markdown has become, so escaping `@` by a backslash
//! or an entity does not help: the text is the same again. A zero-width space between `@` and the name does, and code
//! spans do, as nothing is looked for in these. Where neither is possible (titles, commits), a space is put there.

use std::borrow::Cow;

use crate::report::printable;

/// Longer texts are cut, in characters: no single one may fill a page.
const LONGEST: usize = 600;
/// What breaks a mention or reference in Markdown without being seen.
const GAP: &str = "&#8203;";

/// A text as prose in a line of Markdown.
pub fn prose(text: &str) -> String {
    no_number(escaped(one_line(text).trim_start()))
}

/// A text that is on one line, as prose.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let after = &rest[letter.len_utf8()..];
        let first = out.is_empty();
        match letter {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            // At the start of a line, GitLab takes it for a command.
            '/' if first => out += "&#47;",
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '^' => {
                out.push('\\');
                out.push(letter);
            }
            // Only at the start of a line is any of these more than itself.
            '#' | '+' | '-' | '=' | '!' | ':' if first => {
                out.push('\\');
                out.push(letter);
            }
            _ => out.push(letter),
        }
        if is_reference(letter, rest, after, text) {
            out += GAP;
        }
        rest = after;
    }
    out
}

/// Like [`prose`], with what stands between backticks as code, and dotted names and those with `_`.
pub fn rich(text: &str) -> String {
    spans(text, code)
}

/// Like [`rich`], for a cell of a table.
pub fn rich_cell(text: &str) -> String {
    spans(text, code_cell)
}

fn spans(text: &str, code: fn(&str) -> String) -> String {
    let text = one_line(text);
    let parts: Vec<&str> = text.split('`').collect();
    // Without a partner, a backtick is one.
    if parts.len().is_multiple_of(2) {
        return prose(&text);
    }
    let mut out = String::new();
    for (number, part) in parts.iter().enumerate() {
        if number % 2 == 1 {
            let code = code(part);
            // What stood apart must not meet.
            out += if code.is_empty() { GAP } else { &code };
            continue;
        }
        for word in part.split_inclusive(' ') {
            let name = word.trim_end_matches([' ', ',', ';', ':', '.']);
            if is_name(name) {
                out += &code(name);
                out += &word[name.len()..];
            } else if out.is_empty() {
                out += &escaped(word.trim_start());
            } else {
                // A letter keeps the rules for the start of a line out, and goes again.
                out += &escaped(&format!("x{word}"))[1..];
            }
        }
    }
    no_number(out)
}

/// A line that is no item of a list, however it came to start with a number.
fn no_number(mut line: String) -> String {
    let end = line.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(0);
    let (number, rest) = line.split_at(end);
    let is_item = rest.starts_with(['.', ')']) && rest[1..].chars().next().is_none_or(char::is_whitespace);
    if !number.is_empty() && is_item {
        line.insert(end, '\\');
    }
    line
}

/// Whether a word is a name of code: `self._open`, `RETRY_LIMIT`; not `e.g`.
fn is_name(word: &str) -> bool {
    let is_part = |part: &str| {
        let good = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        part.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_')
            && part.bytes().all(good)
    };
    let dotted = || word.contains('.') && word.split('.').any(|part| part.len() > 1);
    (word.contains('_') || dotted())
        && word.split('.').all(is_part)
        && word.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// A text as code in a line of Markdown; nothing for no text.
pub fn code(text: &str) -> String {
    let text = one_line(text);
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let mut longest = 0;
    let mut run = 0;
    for letter in text.chars() {
        run = if letter == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A text as code in a cell of a table.
pub fn code_cell(text: &str) -> String {
    // A backslash before it would take the bar's away.
    code(&text.replace("\\|", "\\ |")).replace('|', "\\|")
}

/// A text as a line of a title or a commit message, which no forge reads as Markdown.
pub fn plain(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len() + 4);
    let mut rest = text.as_ref();
    while let Some(letter) = rest.chars().next() {
        let after = &rest[letter.len_utf8()..];
        out.push(letter);
        if is_reference(letter, rest, after, &text) {
            out.push(' ');
        }
        rest = after;
    }
    out
}

/// [`plain`] for each line of a text. None is cut.
pub fn plain_lines(text: &str) -> String {
    let line = |line: &str| {
        let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
        let body: Vec<String> = pieces(line.trim_start_matches(' ')).map(plain).collect();
        format!("{indent}{}\n", body.concat())
    };
    text.lines().map(line).collect()
}

/// A text in pieces that are not cut.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.char_indices().nth(LONGEST).map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Whether a forge could read what starts here as a mention, a reference or a link: `@name`, `#1`, `GH-1`, `!1`,
/// `https://…/issues/1`.
fn is_reference(letter: char, rest: &str, after: &str, whole: &str) -> bool {
    let next = after.chars().next();
    match letter {
        '@' => next.is_some_and(|next| next.is_alphanumeric() || matches!(next, '_' | '-' | '"')),
        '#' | '!' | '$' | '%' | '&' | '~' => next.is_some_and(|next| next.is_ascii_digit() || next == '"'),
        '-' => {
            let at = whole.len() - rest.len();
            next.is_some_and(|next| next.is_ascii_digit())
                && whole.get(at.saturating_sub(2)..at).is_some_and(|word| word.eq_ignore_ascii_case("gh"))
        }
        ':' => after.starts_with("//"),
        _ => false,
    }
}

/// Everything that can be seen, on one line, not too long.
fn one_line(text: &str) -> Cow<'_, str> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let edge = |is_start: bool| {
        let has = if is_start {
            text.starts_with(char::is_whitespace)
        } else {
            text.ends_with(char::is_whitespace)
        };
        if has && !words.is_empty() { " " } else { "" }
    };
    let text = printable(&format!("{}{words}{}", edge(true), edge(false)));
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Owned(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_what_it_says() {
        for (text, expected) in [
            ("a plain sentence, with (brackets).", "a plain sentence, with (brackets)."),
            ("<img src=x onerror=y> & co", "&lt;img src=x onerror=y&gt; &amp; co"),
            ("*bold* _it_ [a](b) `c` a|b", "\\*bold\\* \\_it\\_ \\[a\\](b) \\`c\\` a\\|b"),
            ("# heading", "\\# heading"),
            ("- item", "\\- item"),
            ("1. item", "1\\. item"),
            (" \t- item", "\\- item"),
            ("/close", "&#47;close"),
            ("a\n\n/close\r\n# b", "a /close # b"),
            ("ask @team/core", "ask @&#8203;team/core"),
            ("Fixes #12 and GH-3 or o/r#4", "Fixes #&#8203;12 and GH-&#8203;3 or o/r#&#8203;4"),
            ("closes https://x.org/o/r/issues/1", "closes https:&#8203;//x.org/o/r/issues/1"),
            ("a @ b, c-3, #tag", "a @ b, c-3, #tag"),
            ("\u{202e}x\x1b", "\\\\u{202e}x\\\\u{1b}"),
        ] {
            assert_eq!(prose(text), expected, "{text:?}");
        }
    }

    #[test]
    fn code_cannot_be_left() {
        for (text, expected) in [
            ("self._on_open", "`self._on_open`"),
            ("a ` b", "``a ` b``"),
            ("`` x", "``` `` x ```"),
            ("@team #1\nFixes #2", "`@team #1 Fixes #2`"),
            ("  ", ""),
        ] {
            assert_eq!(code(text), expected, "{text:?}");
        }
        assert_eq!(code_cell("a | b"), "`a \\| b`");
        assert_eq!(rich("the body calls `@f` and 1 < 2"), "the body calls `@f` and 1 &lt; 2");
        assert_eq!(rich("one ` alone"), "one \\` alone");
        assert_eq!(rich("`a`-`b`"), "`a`-`b`");
        assert_eq!(rich("``# a"), "&#8203;# a");
        assert_eq!(rich("#``1"), "\\#&#8203;1");
        assert_eq!(rich("1. `a`"), "1\\. `a`");
        assert_eq!(rich("Hub._run, or RETRY_MAX. drops e.g. a"), "`Hub._run`, or `RETRY_MAX`. drops e.g. a");
        assert_eq!(rich("- _x_* and # @team _"), "\\- \\_x\\_\\* and # @&#8203;team \\_");
        assert_eq!(rich_cell("`a|b` | c"), "`a\\|b` \\| c");
    }

    #[test]
    fn titles_and_commits_ping_nobody_and_close_nothing() {
        assert_eq!(plain("Fixes #1, by @ada\n(GH-2)"), "Fixes # 1, by @ ada (GH- 2)");
        assert_eq!(plain_lines("Subject\n\n- @a.py\n  b #3\n"), "Subject\n\n- @ a.py\n  b # 3\n");
        let long = format!("  {}", "x".repeat(3 * LONGEST));
        assert_eq!(plain_lines(&long), format!("{long}\n"));
        assert!(prose(&long).chars().count() < LONGEST + 10);
    }
}
