//! Locations and numbers of sites in prose: `relay/hub.py:12-15, 20`, `557 matches across 116 files`. Opens no file.

use super::lines::{Named, lines_after};
use crate::audit::model::{Count, Place};

/// Longer paths are none.
const MAX_PATH: usize = 300;

/// All locations in Python files that a text names, in order, each path once per mention.
pub(crate) fn places(text: &str) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    let (mut from, mut end_of_last) = (0, usize::MAX);
    while let Some(at) = text[from..].find(".py").map(|at| from + at) {
        let mut end = at + 3;
        if text[end..].starts_with('i') {
            end += 1;
        }
        from = end;
        let mut after = text[end..].chars();
        let is_word =
            |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
        let next = after.next();
        if is_word(next) || next == Some('.') && is_word(after.next()) {
            continue;
        }
        let start = text[..at]
            .char_indices()
            .rev()
            .take(MAX_PATH)
            .take_while(|(_, letter)| is_path_letter(*letter))
            .last()
            .map_or(at, |(start, _)| start);
        let written = text[start..end].trim_start_matches(['.', ':', '-', '~']).trim_start_matches('/');
        let written = written.rsplit("://").next().unwrap_or(written);
        if written.len() <= 3 || written.starts_with(".py") {
            continue;
        }
        let Named { lines, used, unread } = lines_after(&text[end..]);
        from = end + used;
        let place = Place { path: written.replace('\\', "/"), lines, unread };
        // The words of a link and where it leads are one location: `[pool.py](src/pool.py#L3)`.
        let before = text[..start].trim_end_matches('`');
        let linked = before.ends_with(" <") && end_of_last == before.trim_end_matches(" <").len();
        let repeats = |last: &Place| {
            let inside = |whole: &str, end: &str| {
                whole.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
            };
            linked && (inside(&place.path, &last.path) || inside(&last.path, &place.path))
        };
        end_of_last = from + text[from..].len() - text[from..].trim_start_matches('`').len();
        let repeated = found.last().is_some_and(repeats);
        let is_known = found.contains(&place);
        match found.last_mut().filter(|_| repeated) {
            Some(last) if last.lines.is_empty() => *last = place,
            Some(last) if place.lines.is_empty() || last.lines == place.lines => {}
            _ if is_known => {}
            _ => found.push(place),
        }
    }
    found
}

fn is_path_letter(letter: char) -> bool {
    letter.is_alphanumeric() || "_-./\\@+~:".contains(letter)
}

/// What audits call the things that they count.
const NOUNS: &[&str] = &[
    "matches",
    "match",
    "occurrences",
    "occurrence",
    "instances",
    "instance",
    "places",
    "sites",
    "calls",
    "hits",
    "usages",
    "uses",
    "cases",
    "loops",
    "handlers",
    "locations",
];

/// Numbers of sites in a text: `557 matches across 116 files`, `the 47 ``asyncio.create_task`` calls`.
pub(crate) fn counts(text: &str) -> Vec<Count> {
    let words: Vec<&str> = split_words(text);
    let mut found: Vec<Count> = Vec::new();
    for at in 0..words.len() {
        let Some(matches) = number(words[at]) else { continue };
        // Up to three words, one of which may be code, then what is counted.
        let Some(noun) = (at + 1..words.len().min(at + 5)).find(|&next| NOUNS.contains(&bare(words[next])))
        else {
            continue;
        };
        if words[at + 1..noun].iter().any(|word| number(word).is_some() || word.ends_with(['.', ';', ':'])) {
            continue;
        }
        let of = words[at + 1..noun].iter().find_map(|word| code_of(word));
        let mut end = noun;
        let mut files = None;
        if let Some(over) = words.get(noun + 1)
            && ["across", "in", "over", "throughout"].contains(&bare(over))
            && let Some(count) = words.get(noun + 2).and_then(|word| number(word))
            && (noun + 3..words.len().min(noun + 6))
                .any(|next| ["files", "file", "modules"].contains(&bare(words[next])))
        {
            files = Some(count);
            end = (noun + 3..words.len())
                .find(|&next| bare(words[next]).starts_with("file"))
                .unwrap_or(noun + 3);
        }
        if files.is_none() && of.is_none() {
            continue;
        }
        let text = words[at..=end.min(words.len() - 1)].join(" ");
        let text = text.trim_end_matches(['.', ',', ';', ':']).to_string();
        found.push(Count { matches, files, of, text });
    }
    found
}

/// Words; code between backticks is one.
fn split_words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    for (index, piece) in text.split('`').enumerate() {
        if index % 2 == 0 {
            words.extend(piece.split_whitespace());
        } else {
            words.extend(text.get(start - 1..start + piece.len() + 1));
        }
        start += piece.len() + 1;
    }
    words
}

fn number(word: &str) -> Option<usize> {
    let digits: String = bare(word).chars().filter(|letter| *letter != ',').collect();
    let is_number =
        !digits.is_empty() && digits.len() < 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.parse().ok() } else { None }
}

fn bare(word: &str) -> &str {
    word.trim_matches(|letter: char| "()[]*_.,;:~".contains(letter))
}

fn code_of(word: &str) -> Option<String> {
    let inner = word.strip_prefix('`')?.strip_suffix('`')?;
    (!inner.is_empty()).then(|| inner.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        places(text).iter().map(Place::shown).collect()
    }

    #[test]
    fn locations_in_many_spellings() {
        assert_eq!(shown("`a/b.py:103-104, 119-121`"), ["a/b.py:103-104, 119-121"]);
        assert_eq!(shown("- `a.py` (lines 3-4)"), ["a.py:3-4"]);
        assert_eq!(shown("in `a.py`, line 12."), ["a.py:12"]);
        assert_eq!(
            shown("https://example.org/x/blob/main/src/a.py#L10-L12"),
            ["example.org/x/blob/main/src/a.py:10-12"]
        );
        assert_eq!(shown("a.py:12:5: E1 and b.py:7"), ["a.py:12", "b.py:7"]);
        assert_eq!(shown("src\\win\\a.py:3"), ["src/win/a.py:3"]);
        assert_eq!(
            shown("`relay/leases.py:70-72`, `relay/leases.py:82-83`"),
            ["relay/leases.py:70-72", "relay/leases.py:82-83"]
        );
        assert_eq!(shown("a.pyx, .py, x.python, pyproject"), Vec::<String>::new());
        assert_eq!(shown("a.py:99999999999999999999"), ["a.py:10000000"]);
        assert_eq!(shown("a.py:0, 5"), ["a.py:0, 5"]);
        assert_eq!(shown("a.py:7-99999999"), ["a.py:7-100007"]);
        assert_eq!(shown("a.py (Zeile 5)"), ["a.py:5"]);
        assert_eq!(shown("pool.py <example.org/x/pool.py#L3>"), ["example.org/x/pool.py:3"]);
        assert_eq!(shown("`a/pool.py:3` <pool.py#L3>, pool.py"), ["a/pool.py:3", "pool.py"]);
        assert_eq!(shown("a.py <b.py#L3>"), ["a.py", "b.py:3"]);
    }

    #[test]
    fn numbers_of_sites() {
        let all = counts("557 matches across 116 files (see grep output)");
        assert_eq!((all[0].matches, all[0].files, all[0].of.as_deref()), (557, Some(116), None));
        assert_eq!(all[0].text, "557 matches across 116 files");
        let calls = counts("Review each of the 47 `asyncio.create_task` calls to ensure");
        assert_eq!((calls[0].matches, calls[0].of.as_deref()), (47, Some("asyncio.create_task")));
        let thousand = counts("1,204 occurrences in 80 files.");
        assert_eq!((thousand[0].matches, thousand[0].files), (1204, Some(80)));
        assert_eq!(counts("keep last 1000 samples or 5 minutes"), []);
        assert_eq!(counts("three of 12 cases"), []);
    }
}
