//! Which lines of a file are not as they were, and whether something in it is touched by that. Knows nothing of git.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The changed lines of one file, as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangedLines {
    /// The file is new: all of them.
    All,
    /// These.
    Some {
        /// First and last lines, from 1.
        ranges: Vec<(usize, usize)>,
        /// Lines behind which others have gone.
        gaps: Vec<usize>,
    },
}

impl ChangedLines {
    /// What makes `new` of `old`. A change of line ends alone is none: whoever checks a file out may get others.
    pub fn between(old: &[u8], new: &[u8]) -> Self {
        let (old, new) = (lines(old), lines(new));
        let (mut ranges, mut gaps) = (Vec::new(), Vec::new());
        for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
            match op {
                DiffOp::Equal { .. } => {}
                DiffOp::Delete { new_index, .. } => gaps.push(new_index),
                DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => {
                    ranges.push((new_index + 1, new_index + new_len));
                }
            }
        }
        ChangedLines::Some { ranges, gaps }
    }

    /// Whether one of the lines from `first` to `last` is changed, or some between them are gone.
    pub fn touch(&self, first: usize, last: usize) -> bool {
        match self {
            ChangedLines::All => true,
            ChangedLines::Some { ranges, gaps } => {
                ranges.iter().any(|&(from, to)| first <= to && from <= last)
                    || gaps.iter().any(|&behind| first <= behind && behind < last)
            }
        }
    }

    /// Whether no line is changed.
    pub fn is_empty(&self) -> bool {
        matches!(self, ChangedLines::Some { ranges, gaps } if ranges.is_empty() && gaps.is_empty())
    }
}

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    let mut lines: Vec<&[u8]> = bytes.split(|&byte| byte == b'\n').collect();
    if lines.last().is_some_and(|last| last.is_empty()) {
        lines.pop();
    }
    lines.iter().map(|line| line.strip_suffix(b"\r").unwrap_or(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touched(old: &str, new: &str) -> Vec<usize> {
        let changed = ChangedLines::between(old.as_bytes(), new.as_bytes());
        (1..=new.lines().count()).filter(|&line| changed.touch(line, line)).collect()
    }

    #[test]
    fn added_and_replaced_lines_are_changed() {
        assert_eq!(touched("a\nb\nc\n", "a\nx\nb\nc\n"), [2]);
        assert_eq!(touched("a\nb\nc\n", "a\nx\ny\nc\n"), [2, 3]);
        assert_eq!(touched("", "a\nb\n"), [1, 2]);
        assert_eq!(touched("a\nb\n", "a\nb\n"), [0; 0]);
        assert_eq!(touched("a\nb", "a\nb\n"), [0; 0], "the end of the file is no line");
        assert_eq!(touched("a\r\nb\r\n", "a\nb\nc\n"), [3], "line ends do not count");
        assert_eq!(touched("a\n\n", "a\n\n\nb\n"), [3, 4]);
    }

    #[test]
    fn what_is_gone_touches_what_is_around_it() {
        let changed = ChangedLines::between(b"a\nb\nc\nd\n", b"a\nd\n");
        assert!(changed.touch(1, 2) && !changed.touch(1, 1) && !changed.touch(2, 2));
        assert!(!changed.is_empty());
        assert!(ChangedLines::between(b"a\n", b"a\r\n").is_empty());
        assert!(ChangedLines::All.touch(7, 7));
    }
}
