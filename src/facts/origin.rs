//! Where a place of a changed text was in the file as it was read. Types and other files know only that one.

use crate::edit::Edit;
use crate::syntax::{TextRange, TextSize};

/// The edits of each pass so far, in order.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    passes: Vec<Vec<Change>>,
}

#[derive(Clone, Copy, Debug)]
struct Change {
    /// In the text before the pass.
    start: usize,
    end: usize,
    /// Length of what stands there after it.
    length: usize,
}

impl Origin {
    /// No edits.
    pub const fn new() -> Self {
        Origin { passes: Vec::new() }
    }

    /// Adds the edits of a pass (in any order, without overlaps).
    pub fn push(&mut self, edits: &[Edit]) {
        let mut changes: Vec<Change> = edits
            .iter()
            .map(|edit| Change { start: edit.start, end: edit.end, length: edit.text.len() })
            .collect();
        changes.sort_by_key(|change| (change.start, change.end));
        self.passes.push(changes);
    }

    /// Whether the text is the one that was read.
    pub fn is_unchanged(&self) -> bool {
        self.passes.is_empty()
    }

    /// Where a range was. `None` if any of it was written or replaced since.
    pub fn of(&self, range: TextRange) -> Option<TextRange> {
        let mut at = (range.start().to_usize(), range.end().to_usize());
        for changes in self.passes.iter().rev() {
            at = before(changes, at)?;
        }
        let size = |at: usize| TextSize::try_from(at).ok();
        Some(TextRange::new(size(at.0)?, size(at.1)?))
    }

    /// Where a range of the file as it was read is now. `None` if any of it was replaced.
    pub fn now(&self, range: TextRange) -> Option<TextRange> {
        let mut at = (range.start().to_usize(), range.end().to_usize());
        for changes in &self.passes {
            let mut shift = 0isize;
            for change in changes {
                if change.end <= at.0 {
                    shift += change.length as isize - (change.end - change.start) as isize;
                } else if change.start < at.1 {
                    return None;
                }
            }
            at = (at.0.checked_add_signed(shift)?, at.1.checked_add_signed(shift)?);
        }
        let size = |at: usize| TextSize::try_from(at).ok();
        Some(TextRange::new(size(at.0)?, size(at.1)?))
    }
}

fn before(changes: &[Change], (start, end): (usize, usize)) -> Option<(usize, usize)> {
    // `shift` is what the changes so far have added.
    let mut shift = 0isize;
    for change in changes {
        let new_start = change.start.checked_add_signed(shift)?;
        let new_end = new_start + change.length;
        if new_start >= end {
            break;
        }
        if new_end > start {
            return None;
        }
        shift += change.length as isize - (change.end - change.start) as isize;
    }
    Some((start.checked_add_signed(-shift)?, end.checked_add_signed(-shift)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: u32, end: u32) -> TextRange {
        TextRange::new(start.into(), end.into())
    }

    #[test]
    fn places_outside_of_edits_are_found_again() {
        let mut origin = Origin::default();
        // `ab cd ef` becomes `ab XXXX ef`, then `Yab XXXX ef`.
        origin.push(&[Edit::replace(range(3, 5), "XXXX")]);
        origin.push(&[Edit::replace(range(0, 0), "Y")]);
        assert_eq!(origin.of(range(1, 3)), Some(range(0, 2)));
        assert_eq!(origin.of(range(9, 11)), Some(range(6, 8)));
        assert_eq!(origin.of(range(4, 8)), None, "written by an edit");
        assert_eq!(origin.of(range(1, 11)), None, "holds an edit");
        assert_eq!(origin.now(range(6, 8)), Some(range(9, 11)));
        assert_eq!(origin.now(range(3, 5)), None);
    }
}
