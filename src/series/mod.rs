//! The fixes of a run as a series of steps, one commit each: which fixes go together, in which order, and what the
//! commit says. Computes no text of a file and runs no git.

mod message;

use std::collections::BTreeMap;

use crate::pipeline::Located;

pub use self::message::message;

/// What one commit holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Per {
    /// All fixes of one transform, in the order of codes.
    #[default]
    Transform,
    /// One fix.
    Finding,
    /// All fixes of one file.
    File,
    /// All fixes of the files that stand directly in one folder.
    Directory,
}

/// A fix of the run with its file.
#[derive(Clone, Debug)]
pub struct Member<'r> {
    /// The file, as reports show it.
    pub path: &'r str,
    /// The finding that it mends.
    pub located: &'r Located,
}

/// The fixes of the steps, as numbers in the list given: each fix in exactly one step, in the order of the series.
pub fn steps(fixes: &[Member<'_>], per: Per) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<(&str, usize), Vec<usize>> = BTreeMap::new();
    for (number, fix) in fixes.iter().enumerate() {
        let key = match per {
            Per::Transform => (fix.located.finding.code, 0),
            Per::Finding => ("", number),
            Per::File => (fix.path, 0),
            Per::Directory => (folder(fix.path), 0),
        };
        groups.entry(key).or_default().push(number);
    }
    groups.into_values().collect()
}

/// The folder of a path; empty at the top.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::{Finding, Severity, Verdict};

    fn located(code: &'static str) -> Located {
        let mut finding = Finding::new(Verdict::Safe, Severity::Low, Default::default(), "");
        finding.code = code;
        Located { finding, line: 1, column: 1, end_line: 1, end_column: 1, fingerprint: String::new() }
    }

    #[test]
    fn each_fix_is_in_one_step() {
        let found = [located("AM502"), located("AM401"), located("AM502"), located("AM401")];
        let paths = ["a.py", "pkg/b.py", "pkg/b.py", "pkg/sub/c.py"];
        let fixes: Vec<Member> =
            paths.iter().zip(&found).map(|(path, located)| Member { path, located }).collect();
        assert_eq!(steps(&fixes, Per::Transform), [vec![1, 3], vec![0, 2]]);
        assert_eq!(steps(&fixes, Per::Finding), [[0], [1], [2], [3]]);
        assert_eq!(steps(&fixes, Per::File), [vec![0], vec![1, 2], vec![3]]);
        assert_eq!(steps(&fixes, Per::Directory), [vec![0], vec![1, 2], vec![3]]);
        assert!(steps(&[], Per::File).is_empty());
    }
}
