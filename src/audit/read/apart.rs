//! Lines that a finding names apart from its file: behind a label of their own (`**Line:** 4`), in its title, or below a
//! heading that names the file. Knows nothing of paths.

use super::lines::{Named, lines_after};
use super::parts::{plain, says_where};
use crate::audit::model::{Claim, Place, Role};

/// Gives the one file of a finding that has no lines those that stand apart from it. Where there are several files, it is
/// not known of which they are.
pub(super) fn settle(claim: &mut Claim) {
    let of_parts = claim.parts.iter().filter(|part| part.role == Role::Problem).map(|part| {
        if is_label_of_lines(&part.label) {
            let (lines, unread) = lines_of_cell(&part.text);
            Named { lines, unread, used: 0 }
        } else if says_where(&part.label) {
            lines_in(&part.text)
        } else {
            Named::default()
        }
    });
    let title = std::iter::once_with(|| lines_in(&claim.title));
    // What is wrong may be said with its line; where there are several files, that says of none.
    let said = std::iter::once_with(|| {
        let alone = claim.places.len() == 1 && !claim.several && claim.counts.is_empty();
        if alone { lines_said(&claim.prose(Role::Problem)) } else { Named::default() }
    });
    let named = of_parts.chain(title).chain(said).find(|named| !named.lines.is_empty() || named.unread);
    let Some(named) = named.filter(|_| claim.places.iter().all(|place| place.lines.is_empty())) else {
        return;
    };
    match claim.places.as_mut_slice() {
        [place] => (place.lines, place.unread) = (named.lines, named.unread | place.unread),
        [.., last] => last.unread = true,
        [] => {}
    }
}

/// A finding that names no file, below a heading that does, is about that one.
pub(super) fn inherit(claim: &mut Claim, file: Option<&Place>) {
    let Some(file) = file else { return };
    if !claim.places.is_empty() || claim.several || !claim.counts.is_empty() {
        return;
    }
    claim.places.push(file.clone());
    settle(claim);
    let named = lines_in(&claim.prose(Role::Problem));
    if let Some(place) = claim.places.first_mut().filter(|place| place.lines.is_empty()) {
        (place.lines, place.unread) = (named.lines, named.unread);
    }
}

/// Whether a label says which lines: `Line`, `Line(s)`, `Line numbers`.
fn is_label_of_lines(label: &str) -> bool {
    let lower = label.to_lowercase();
    let word = lower.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
    ["line", "lines", "zeile", "zeilen"].contains(&word)
}

/// The lines that a text names without a file: `Line 4: ...`. Where it names some twice, it is not known which are meant.
pub(super) fn lines_in(text: &str) -> Named {
    let lower = text.to_ascii_lowercase();
    let mut first = Named::default();
    for (at, _) in lower.match_indices("line").chain(lower.match_indices("zeile")) {
        if lower[..at].ends_with(char::is_alphanumeric) {
            continue;
        }
        let found = lines_after(&format!(" {}", &text[at..]));
        if first.lines.is_empty() {
            first = found;
        } else if !found.lines.is_empty() && found.lines.iter().any(|lines| !first.lines.contains(lines)) {
            first.unread = true;
        }
    }
    first
}

/// Words before a line at which something is.
const AT: &[&str] = &["at", "on", "in", "around", "handler", "ab", "um"];

/// The lines at which a text says that something is: "The handler at line 4", "Lines 4-5 drop it". A line that it speaks of
/// in another way may be one more.
fn lines_said(text: &str) -> Named {
    let mut named = lines_in(text);
    let lower = text.to_ascii_lowercase();
    for (at, _) in lower.match_indices("line").chain(lower.match_indices("zeile")) {
        if lower[..at].ends_with(char::is_alphanumeric)
            || lines_after(&format!(" {}", &text[at..])).lines.is_empty()
        {
            continue;
        }
        let before = lower[..at].trim_end_matches(' ');
        let word = before.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
        let starts = before.is_empty() || before.ends_with(['.', ':', ';', '\n', '(']);
        if !starts && !AT.contains(&word) {
            named = Named { lines: Vec::new(), unread: true, ..named };
        }
    }
    named
}

/// The lines that a cell or a label names (`4`, `` `4` ``, `L4`, `line 4`, `~4`), and whether it has numbers that are not
/// read.
pub(super) fn lines_of_cell(cell: &str) -> (Vec<(usize, usize)>, bool) {
    let bare = plain(cell).replace('`', "");
    let start = bare.find(|letter: char| letter.is_ascii_digit()).unwrap_or(bare.len());
    let (before, lines) = bare.split_at(start);
    let words = ["", "l", "ll", "ln", "line", "lines", "zeile", "zeilen", "z", "at", "ca", "around", "about"];
    let known = before.split(|letter: char| !letter.is_alphabetic()).all(|word| {
        let lower = word.to_lowercase();
        words.contains(&lower.as_str())
    });
    if lines.is_empty() || !known {
        return (Vec::new(), !lines.is_empty());
    }
    let named = lines_after(&format!(":{lines}"));
    (named.lines, named.unread)
}
