//! Where something is, in SARIF's words: locations of files, regions, and edits as replacements.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::edit::Edit;
use crate::report::places::Places;

/// A file's location (§3.4), relative to the root.
pub(crate) fn artifact(path: &str) -> Value {
    json!({ "uri": uri(path), "uriBaseId": "%SRCROOT%" })
}

/// A region (§3.30) from a line, and a column if one is given, to another such place.
pub(crate) fn region((line, column): (usize, Option<usize>), end: Option<(usize, usize)>) -> Value {
    let mut region = json!({ "startLine": line });
    if let Some(column) = column {
        region["startColumn"] = column.into();
    }
    if let Some((line, column)) = end {
        region["endLine"] = line.into();
        region["endColumn"] = column.into();
    }
    region
}

/// A path as a relative reference of RFC 3986. Colons are escaped, too, as the first segment may hold none.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for &byte in path.as_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(byte.into())
            }
            // Writing to a string does not fail.
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri
}

/// Edits as replacements (§3.57). Several at one place become one: their order would be lost.
pub(super) fn replacements(text: &str, edits: &[Edit]) -> Vec<Value> {
    let places = Places::new(text);
    joined(edits)
        .iter()
        .map(|edit| {
            let (line, column) = places.of(edit.start);
            let mut replacement =
                json!({ "deletedRegion": region((line, Some(column)), Some(places.of(edit.end))) });
            if !edit.text.is_empty() {
                replacement["insertedContent"] = json!({ "text": edit.text });
            }
            replacement
        })
        .collect()
}

fn joined(edits: &[Edit]) -> Vec<Edit> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.start);
    let mut joined: Vec<Edit> = Vec::new();
    for edit in sorted {
        match joined.last_mut() {
            Some(last) if last.start == edit.start => {
                last.end = last.end.max(edit.end);
                last.text += &edit.text;
            }
            _ => joined.push(edit.clone()),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_references() {
        assert_eq!(uri("a b/ü#?%.py"), "a%20b/%C3%BC%23%3F%25.py");
        assert_eq!(uri("c:x/-_.~.py"), "c%3Ax/-_.~.py");
        assert_eq!(uri("a\n\\.py"), "a%0A%5C.py");
    }

    #[test]
    fn edits_at_one_place_become_one() {
        let edit = |start, end, text: &str| Edit { start, end, text: text.into() };
        let edits = [edit(5, 6, "z"), edit(2, 2, "x"), edit(2, 2, "y"), edit(2, 3, "")];
        assert_eq!(joined(&edits), [edit(2, 3, "xy"), edit(5, 6, "z")]);
        let [first, _] = &replacements("ü\na = 1\n", &edits)[..] else { panic!("two") };
        assert_eq!(
            *first,
            json!({ "deletedRegion": { "startLine": 1, "startColumn": 2, "endLine": 2, "endColumn": 1 },
                    "insertedContent": { "text": "xy" } })
        );
    }
}
