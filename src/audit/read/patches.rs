//! Code that is written as a change, with `-` and `+` before its lines: what was there, and what is proposed. Where the
//! change is, is told by its headers.

use crate::audit::model::Place;

/// What a reader of Markdown puts before a block that is said to be a change and has no header itself.
pub(super) const HEADER: &str = "@@ @@\n";

/// A change, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) before: String,
    pub(super) after: String,
    /// The file and lines of its headers.
    pub(super) place: Option<Place>,
}

/// A piece of code as a change, if it is one: it has a header, or all of its lines are marked and some of both kinds.
pub(super) fn change(code: &str) -> Option<Change> {
    let lines = || code.lines().filter(|line| !line.trim().is_empty());
    let has = |mark: char| lines().any(|line| line.starts_with(mark));
    let marked = lines().all(|line| line.starts_with(['+', '-', ' ']));
    let headed = lines().any(|line| line.starts_with("@@ "));
    let both = has('+') && has('-');
    let is_change = headed || marked && both;
    if !is_change {
        return None;
    }
    let mut change = Change { before: String::new(), after: String::new(), place: None };
    let mut path = None;
    for line in code.lines() {
        if let Some(header) = line.strip_prefix("@@ ") {
            let lines = old_lines(header);
            if let (Some(path), Some(lines), None) = (&path, lines, &change.place) {
                change.place = Some(Place { path: String::clone(path), lines: vec![lines], unread: false });
            }
        } else if let Some(file) = line.strip_prefix("--- ").or_else(|| line.strip_prefix("+++ ")) {
            let file = file.split('\t').next().unwrap_or(file).trim();
            let bare = file.strip_prefix("a/").or_else(|| file.strip_prefix("b/")).unwrap_or(file);
            path = Some(bare.to_string()).filter(|path| path.ends_with(".py")).or(path);
        } else if line.starts_with("diff ") || line.starts_with("index ") {
            // Headers of git say nothing more.
        } else {
            let rest = line.get(1..).unwrap_or_default();
            let (old, new) = match line.chars().next() {
                Some('-') => (true, false),
                Some('+') => (false, true),
                Some(' ') | None => (true, true),
                // Not marked at all: both sides have it.
                Some(_) => {
                    change.before += &format!("{line}\n");
                    change.after += &format!("{line}\n");
                    continue;
                }
            };
            for (side, is_on) in [(&mut change.before, old), (&mut change.after, new)] {
                if is_on {
                    *side += rest;
                    side.push('\n');
                }
            }
        }
    }
    Some(change)
}

/// The lines of `-9,5 +9,6 @@` in the old file.
fn old_lines(header: &str) -> Option<(usize, usize)> {
    let old = header.strip_prefix('-')?.split_whitespace().next()?;
    let (first, length) = old.split_once(',').unwrap_or((old, "1"));
    let (first, length): (usize, usize) = (first.parse().ok()?, length.parse().ok()?);
    (first > 0 && length > 0).then(|| (first, first.saturating_add(length - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_has_two_sides_and_a_place() {
        let found =
            change("--- a/x/y.py\n+++ b/x/y.py\n@@ -9,3 +9,3 @@ def f():\n try:\n-    old()\n+    new()\n")
                .expect("it is a change");
        assert_eq!((found.before.as_str(), found.after.as_str()), ("try:\n    old()\n", "try:\n    new()\n"));
        assert_eq!(found.place.expect("a place").shown(), "x/y.py:9-11");
        let bare = change("-old()\n+new()\n").expect("it is a change");
        assert_eq!((bare.before.as_str(), bare.after.as_str(), bare.place), ("old()\n", "new()\n", None));
    }

    #[test]
    fn code_is_no_change() {
        for code in ["x = 1\n", "    a\n    b\n", "-x\n", "- one\n- two\n", "f(\n    -1,\n    +2,\n)\n"] {
            assert_eq!(change(code), None, "{code}");
        }
    }
}
