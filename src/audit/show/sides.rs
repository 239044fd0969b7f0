//! What edits change, old and new lines side by side, with some lines around them. Knows no output format.

use std::ops::Range;

use similar::{ChangeTag, TextDiff};

use crate::edit::{self, Edit};

/// Lines shown around a change.
const CONTEXT: usize = 3;

/// A line of a side: its number, its text without the line end, and the part that differs from the other side.
pub(super) struct Side {
    pub(super) number: usize,
    pub(super) text: String,
    pub(super) mark: Option<Range<usize>>,
}

/// Two lines beside each other.
pub(super) struct Row {
    pub(super) old: Option<Side>,
    pub(super) new: Option<Side>,
    /// Whether both sides are the same.
    pub(super) same: bool,
    /// Whether lines are left out before it.
    pub(super) gap: bool,
}

/// The rows of some edits of a text.
pub(super) fn rows(text: &str, edits: &[Edit]) -> Vec<Row> {
    let mut edits: Vec<Edit> = edits.to_vec();
    edits.sort_by_key(|edit| (edit.start, edit.end));
    let mut starts: Vec<usize> = vec![0];
    starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).filter(|at| *at < text.len()));
    let line = |at: usize| starts.partition_point(|start| *start <= at).saturating_sub(1);
    let start_of = |line: usize| starts.get(line).copied().unwrap_or(text.len());
    // Windows of lines, from 0, and the edits in each.
    let mut windows: Vec<(Range<usize>, Vec<Edit>)> = Vec::new();
    for edit in edits {
        let first = line(edit.start).saturating_sub(CONTEXT);
        let last = (line(edit.end) + 1 + CONTEXT).min(starts.len());
        match windows.last_mut() {
            Some((window, inside)) if first <= window.end => {
                window.end = window.end.max(last);
                inside.push(edit);
            }
            _ => windows.push((first..last, vec![edit])),
        }
    }
    let (mut rows, mut shift) = (Vec::new(), 0isize);
    for (window, edits) in windows {
        let (from, to) = (start_of(window.start), start_of(window.end));
        let moved = |edit: Edit| Edit { start: edit.start - from, end: edit.end - from, text: edit.text };
        let edits: Vec<Edit> = edits.into_iter().map(moved).collect();
        let old = &text[from..to];
        let Ok(new) = edit::apply(old, &edits) else { continue };
        let before = rows.len();
        rows.extend(of_window(old, &new, window.start + 1, shift));
        if let Some(first) = rows.get_mut(before) {
            first.gap = window.start > 0;
        }
        shift += new.lines().count() as isize - old.lines().count() as isize;
    }
    rows
}

fn of_window(old: &str, new: &str, first: usize, shift: isize) -> Vec<Row> {
    let diff = TextDiff::from_lines(old, new);
    let (mut rows, mut minus, mut plus) = (Vec::new(), Vec::new(), Vec::new());
    let number =
        |index: Option<usize>, shift: isize| (index.unwrap_or(0) + first).saturating_add_signed(shift);
    let side = |number: usize, text: &str| Side {
        number,
        text: text.trim_end_matches(['\n', '\r']).into(),
        mark: None,
    };
    for change in diff.iter_all_changes() {
        match change.tag() {
            ChangeTag::Delete => minus.push(side(number(change.old_index(), 0), change.value())),
            ChangeTag::Insert => plus.push(side(number(change.new_index(), shift), change.value())),
            ChangeTag::Equal => {
                pair(&mut rows, &mut minus, &mut plus);
                rows.push(Row {
                    old: Some(side(number(change.old_index(), 0), change.value())),
                    new: Some(side(number(change.new_index(), shift), change.value())),
                    same: true,
                    gap: false,
                });
            }
        }
    }
    pair(&mut rows, &mut minus, &mut plus);
    rows
}

/// Puts removed and added lines beside each other, and marks what differs.
fn pair(rows: &mut Vec<Row>, minus: &mut Vec<Side>, plus: &mut Vec<Side>) {
    let (mut old, mut new) = (minus.drain(..), plus.drain(..));
    loop {
        let (mut old, mut new) = (old.next(), new.next());
        if old.is_none() && new.is_none() {
            return;
        }
        if let (Some(old), Some(new)) = (&mut old, &mut new) {
            (old.mark, new.mark) = differing(&old.text, &new.text);
        }
        rows.push(Row { old, new, same: false, gap: false });
    }
}

/// The parts of two lines that differ, if something else is common to them.
fn differing(old: &str, new: &str) -> (Option<Range<usize>>, Option<Range<usize>>) {
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let length = |pair: (char, char)| pair.0.len_utf8();
    let head: usize = old.chars().zip(new.chars()).take_while(same).map(length).sum();
    let rest = old[head..].chars().rev().zip(new[head..].chars().rev());
    let tail: usize = rest.take_while(same).map(length).sum();
    let common = old[..head].trim().len() + tail;
    if common == 0 {
        return (None, None);
    }
    let part = |text: &str| Some(head..text.len() - tail).filter(|range| !range.is_empty());
    (part(old), part(new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_stand_beside_each_other() {
        let text = "a\nb\nc\nd\ne\n    pass\nf\ng\nh\ni\nj\nk\nl\nm\nn\n";
        let at = text.find("pass").expect("it is there");
        let edits = [
            Edit { start: text.len() - 2, end: text.len() - 1, text: "N".into() },
            Edit { start: at, end: at + 4, text: "log()\n    pass".into() },
        ];
        let rows = rows(text, &edits);
        let shown: Vec<(Option<usize>, Option<usize>, bool, bool)> = rows
            .iter()
            .map(|row| {
                (
                    row.old.as_ref().map(|side| side.number),
                    row.new.as_ref().map(|side| side.number),
                    row.same,
                    row.gap,
                )
            })
            .collect();
        assert_eq!(shown[0], (Some(3), Some(3), true, true));
        assert_eq!(shown[3..5], [(None, Some(6), false, false), (Some(6), Some(7), true, false)]);
        assert_eq!(shown.last(), Some(&(Some(15), Some(16), false, false)));
        assert_eq!(differing("await x()", "await y()"), (Some(6..7), Some(6..7)));
        assert_eq!(differing("ab", "cd"), (None, None));
    }
}
