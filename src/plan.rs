//! Fixes → a conflict-free, deterministic set of edits for one pass. Decides by ranges alone.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::edit::{Edit, Fix, conflict};

/// Which fixes of a pass are applied together, and which wait for the next pass.
#[derive(Debug, Default)]
pub struct Plan {
    /// Indices of the fixes that are applied, in the order given.
    pub accepted: Vec<usize>,
    /// Indices of the fixes that conflict with an accepted one.
    pub deferred: Vec<usize>,
    /// The edits of the accepted fixes; identical ones once.
    pub edits: Vec<Edit>,
}

/// Plans one pass over one file. Earlier fixes win, so callers pass them in source order.
///
/// A fix is taken whole or deferred whole. Edits that an accepted fix makes too (the same import, the same
/// attribute in `__init__`) merge with it.
pub fn plan(fixes: &[&Fix]) -> Plan {
    let mut plan = Plan::default();
    let mut sheet = Sheet::default();
    for (index, fix) in fixes.iter().enumerate() {
        if sheet.has_room_for(&fix.edits, &fix.exclusive) {
            sheet.take(&fix.edits, &fix.exclusive);
            plan.accepted.push(index);
        } else {
            plan.deferred.push(index);
        }
    }
    plan.edits = sheet.edits;
    plan
}

/// The part of a fix that is in one of several files.
#[derive(Clone, Copy, Debug)]
pub struct Part<'f> {
    /// The file, by a number of the caller's.
    pub file: usize,
    /// The edits there.
    pub edits: &'f [Edit],
    /// The ranges there that are claimed.
    pub exclusive: &'f [Range<usize>],
}

/// Which fixes over several files are applied together.
#[derive(Debug, Default)]
pub struct WidePlan {
    /// Indices of the fixes that are applied, in the order given.
    pub accepted: Vec<usize>,
    /// The edits of the accepted fixes, by file.
    pub edits: BTreeMap<usize, Vec<Edit>>,
}

/// Plans one pass over several files, by the rules of [`plan`]: a fix is taken in all of its files or in none.
pub fn plan_wide(fixes: &[Vec<Part<'_>>]) -> WidePlan {
    let mut accepted = Vec::new();
    let mut sheets: BTreeMap<usize, Sheet> = BTreeMap::new();
    for (index, parts) in fixes.iter().enumerate() {
        let fits = |part: &Part<'_>| {
            sheets.get(&part.file).is_none_or(|sheet| sheet.has_room_for(part.edits, part.exclusive))
        };
        if parts.iter().all(fits) {
            accepted.push(index);
            for part in parts {
                sheets.entry(part.file).or_default().take(part.edits, part.exclusive);
            }
        }
    }
    WidePlan { accepted, edits: sheets.into_iter().map(|(file, sheet)| (file, sheet.edits)).collect() }
}

/// What is planned for one file so far.
#[derive(Debug, Default)]
struct Sheet {
    edits: Vec<Edit>,
    claimed: Vec<Range<usize>>,
}

impl Sheet {
    fn has_room_for(&self, edits: &[Edit], exclusive: &[Range<usize>]) -> bool {
        let clashes = |edit: &Edit| {
            !self.edits.contains(edit) && self.edits.iter().any(|other| conflict(edit, other))
                || self.claimed.iter().any(|range| touches(edit, range))
        };
        let taken = |range: &Range<usize>| {
            self.edits.iter().any(|edit| touches(edit, range))
                || self.claimed.iter().any(|other| range.start < other.end && other.start < range.end)
        };
        !edits.iter().any(clashes) && !exclusive.iter().any(taken)
    }

    fn take(&mut self, edits: &[Edit], exclusive: &[Range<usize>]) {
        let known = self.edits.len();
        for edit in edits {
            // Two equal insertions of one fix are both meant.
            if !self.edits[..known].contains(edit) {
                self.edits.push(edit.clone());
            }
        }
        self.claimed.extend_from_slice(exclusive);
    }
}

fn touches(edit: &Edit, range: &Range<usize>) -> bool {
    edit.start < range.end && range.start < edit.end.max(edit.start + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::Verdict;

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let edits = edits.iter().map(|&(start, end, text)| Edit { start, end, text: text.into() }).collect();
        Fix::new(Verdict::Safe, "test", edits)
    }

    #[test]
    fn shared_edits_merge_and_are_applied_once() {
        let (a, b) = (fix(&[(0, 0, "import x\n"), (5, 6, "a")]), fix(&[(0, 0, "import x\n"), (8, 9, "b")]));
        let plan = plan(&[&a, &b]);
        assert_eq!(plan.accepted, [0, 1]);
        assert_eq!(plan.edits.len(), 3);
    }

    #[test]
    fn several_shared_insertions_at_one_offset_do_not_conflict_with_each_other() {
        let shared = [(0, 0, "import x\n"), (0, 0, "y = x()\n")];
        let (a, b) = (fix(&[shared[0], shared[1], (5, 6, "a")]), fix(&[shared[0], shared[1], (8, 9, "b")]));
        assert_eq!(plan(&[&a, &b]).accepted, [0, 1]);
    }

    #[test]
    fn a_fix_waits_whole_when_one_of_its_edits_conflicts() {
        let (a, b) = (fix(&[(5, 9, "a")]), fix(&[(0, 1, "x"), (8, 10, "b")]));
        let plan = plan(&[&a, &b]);
        assert_eq!((plan.accepted, plan.deferred), (vec![0], vec![1]));
        assert_eq!(plan.edits.len(), 1, "nothing of the deferred fix is applied");
    }

    #[test]
    fn nobody_edits_a_claimed_range() {
        let mut wrap = fix(&[(10, 10, "try:\n")]);
        wrap.exclusive.push(10..30);
        let inside = fix(&[(20, 20, "log\n")]);
        assert_eq!(plan(&[&wrap, &inside]).deferred, [1]);
        assert_eq!(plan(&[&inside, &wrap]).deferred, [1]);
        let behind = fix(&[(30, 30, "log\n")]);
        assert_eq!(plan(&[&wrap, &behind]).accepted, [0, 1]);
    }

    #[test]
    fn a_fix_over_several_files_is_taken_in_all_or_in_none() {
        let edits = |list: &[(usize, usize, &str)]| fix(list).edits;
        let (import, one, other) =
            (edits(&[(0, 0, "import x\n")]), edits(&[(5, 6, "a")]), edits(&[(5, 9, "b")]));
        let part = |file, edits| Part { file, edits, exclusive: &[] };
        let first = vec![part(0, &import[..]), part(1, &one[..])];
        let clashing = vec![part(0, &one[..]), part(1, &other[..])];
        let merging = vec![part(0, &import[..]), part(2, &other[..])];
        let plan = plan_wide(&[first, clashing, merging]);
        assert_eq!(plan.accepted, [0, 2]);
        assert_eq!(plan.edits.values().map(Vec::len).collect::<Vec<_>>(), [1, 1, 1]);
        assert_eq!(plan.edits[&0], import, "the shared import is there once, the clashing fix nowhere");
    }
}
