//! Fixes → a conflict-free, deterministic set of edits for one pass. Decides by ranges alone.

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
    let mut claimed: Vec<std::ops::Range<usize>> = Vec::new();
    for (index, fix) in fixes.iter().enumerate() {
        let fresh: Vec<&Edit> = fix.edits.iter().filter(|edit| !plan.edits.contains(edit)).collect();
        let clashes = fresh.iter().any(|edit| plan.edits.iter().any(|other| conflict(edit, other)))
            || fix.edits.iter().any(|edit| claimed.iter().any(|range| touches(edit, range)))
            || fix.exclusive.iter().any(|range| plan.edits.iter().any(|edit| touches(edit, range)))
            || fix
                .exclusive
                .iter()
                .any(|range| claimed.iter().any(|other| range.start < other.end && other.start < range.end));
        if clashes {
            plan.deferred.push(index);
            continue;
        }
        plan.accepted.push(index);
        plan.edits.extend(fresh.into_iter().cloned());
        claimed.extend(fix.exclusive.iter().cloned());
    }
    plan
}

fn touches(edit: &Edit, range: &std::ops::Range<usize>) -> bool {
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
}
