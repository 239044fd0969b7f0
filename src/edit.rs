//! Edits and fixes: byte ranges and replacement text. Knows nothing of Python, files or verdict reasons.

use std::ops::Range;

use ruff_text_size::{TextRange, TextSize};

use crate::verdict::{Evidence, Verdict};

/// Replace the bytes `start..end` of a file's text by `text`. `start == end` inserts.
///
/// Offsets count bytes of the decoded text (see [`crate::source::Source::text`]), without the BOM.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// First byte that is replaced.
    pub start: usize,
    /// One past the last byte that is replaced.
    pub end: usize,
    /// What comes in its place, with the file's own line ends.
    pub text: String,
}

impl Edit {
    /// Inserts `text` before the byte at `offset`.
    pub fn insert(offset: TextSize, text: impl Into<String>) -> Self {
        Edit { start: offset.to_usize(), end: offset.to_usize(), text: text.into() }
    }

    /// Replaces `range` by `text`.
    pub fn replace(range: TextRange, text: impl Into<String>) -> Self {
        Edit { start: range.start().to_usize(), end: range.end().to_usize(), text: text.into() }
    }

    /// Removes `range`.
    pub fn delete(range: TextRange) -> Self {
        Edit::replace(range, "")
    }

    /// The replaced bytes.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether the edit only inserts.
    pub fn is_insertion(&self) -> bool {
        self.start == self.end
    }
}

/// The part of a fix that is in another file than the judged one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The file, as reports show it.
    pub path: String,
    /// The replacements, in offsets of that file as the project holds it.
    pub edits: Vec<Edit>,
}

/// Edits that belong together and are applied whole or not at all.
///
/// Edits at the same offset apply in the order listed.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What this fix is worth by itself.
    pub verdict: Verdict,
    /// What it does, in a few words: `log it with the module's logger`.
    pub title: String,
    /// What changes in behaviour, in one sentence. Required for `review`; for `safe`, the named improvement.
    pub change: Option<String>,
    /// What the fix rests on, beside the finding's own evidence.
    pub evidence: Vec<Evidence>,
    /// The replacements in the judged file.
    pub edits: Vec<Edit>,
    /// Those in other given files, each file once. See `src/wide.rs` for how these are planned.
    pub elsewhere: Vec<Elsewhere>,
    /// Ranges in which no other fix of the same pass may edit, because this one re-indents them.
    pub exclusive: Vec<Range<usize>>,
}

impl Fix {
    /// A fix with edits and nothing else said yet.
    pub fn new(verdict: Verdict, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Fix {
            verdict,
            title: title.into(),
            change: None,
            evidence: Vec::new(),
            edits,
            elsewhere: Vec::new(),
            exclusive: Vec::new(),
        }
    }

    /// Says in one sentence what applying it changes.
    #[must_use]
    pub fn changing(mut self, change: impl Into<String>) -> Self {
        self.change = Some(change.into());
        self
    }

    /// Adds evidence.
    #[must_use]
    pub fn because_all(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }

    /// Adds edits in another given file; none changes nothing.
    #[must_use]
    pub fn with_elsewhere(mut self, path: impl Into<String>, edits: Vec<Edit>) -> Self {
        let path = path.into();
        if edits.is_empty() {
            return self;
        }
        match self.elsewhere.iter_mut().find(|part| part.path == path) {
            Some(part) => part.edits.extend(edits),
            None => self.elsewhere.push(Elsewhere { path, edits }),
        }
        self
    }

    /// Whether it edits more files than the judged one.
    pub fn is_wide(&self) -> bool {
        !self.elsewhere.is_empty()
    }

    /// Claims `range` for this fix alone (see [`Fix::exclusive`]).
    #[must_use]
    pub fn claiming(mut self, range: TextRange) -> Self {
        self.exclusive.push(range.start().to_usize()..range.end().to_usize());
        self
    }
}

/// Whether two edits of different fixes cannot both be applied in one pass.
///
/// Identical edits are no conflict: they merge. Two different insertions at one offset are, because their
/// order would be arbitrary; so is an insertion where a replacement starts or inside it.
pub fn conflict(a: &Edit, b: &Edit) -> bool {
    if a == b {
        return false;
    }
    match (a.is_insertion(), b.is_insertion()) {
        (true, true) => a.start == b.start,
        (true, false) => b.start <= a.start && a.start < b.end,
        (false, true) => a.start <= b.start && b.start < a.end,
        (false, false) => a.start < b.end && b.start < a.end,
    }
}

/// Applies edits that do not conflict. The sort is stable, so insertions at one offset keep their order.
///
/// # Errors
/// Returns the offending edit when edits overlap or lie outside `text` or inside a character.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, Edit> {
    let mut ordered: Vec<&Edit> = edits.iter().collect();
    ordered.sort_by_key(|edit| (edit.start, edit.end));
    let added: usize = ordered.iter().map(|edit| edit.text.len()).sum();
    let mut result = String::with_capacity(text.len() + added);
    let mut done = 0;
    for edit in ordered {
        if edit.start < done || edit.end < edit.start {
            return Err(edit.clone());
        }
        let kept = text.get(done..edit.start).ok_or_else(|| edit.clone())?;
        if !text.is_char_boundary(edit.end) {
            return Err(edit.clone());
        }
        result.push_str(kept);
        result.push_str(&edit.text);
        done = edit.end;
    }
    result.push_str(&text[done..]);
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit { start, end, text: text.into() }
    }

    #[test]
    fn applies_in_offset_order_whatever_the_order_given() {
        let edits = [edit(4, 7, "two"), edit(0, 3, "one"), edit(7, 7, "!")];
        assert_eq!(apply("uno dos", &edits), Ok("one two!".into()));
    }

    #[test]
    fn insertions_at_one_offset_keep_their_order() {
        assert_eq!(apply("ab", &[edit(1, 1, "1"), edit(1, 1, "2")]), Ok("a12b".into()));
    }

    #[test]
    fn an_insertion_before_a_replacement_comes_first() {
        assert_eq!(apply("ab", &[edit(1, 2, "B"), edit(1, 1, "-")]), Ok("a-B".into()));
    }

    #[test]
    fn overlaps_and_ranges_outside_are_refused() {
        assert!(apply("abcdef", &[edit(0, 3, ""), edit(2, 4, "")]).is_err());
        assert!(apply("abc", &[edit(2, 9, "")]).is_err());
        assert!(apply("é", &[edit(1, 1, "x")]).is_err());
    }

    #[test]
    fn what_conflicts() {
        assert!(!conflict(&edit(1, 1, "x"), &edit(1, 1, "x")), "identical edits merge");
        assert!(conflict(&edit(1, 1, "x"), &edit(1, 1, "y")), "order would be arbitrary");
        assert!(conflict(&edit(1, 3, "x"), &edit(2, 4, "y")));
        assert!(conflict(&edit(2, 2, "x"), &edit(1, 3, "y")), "insertion inside a replacement");
        assert!(conflict(&edit(1, 1, "x"), &edit(1, 3, "y")), "insertion where a replacement starts");
        assert!(!conflict(&edit(3, 3, "x"), &edit(1, 3, "y")), "insertion after a replacement");
        assert!(!conflict(&edit(0, 1, "x"), &edit(1, 3, "y")));
    }
}
