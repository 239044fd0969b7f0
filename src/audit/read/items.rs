//! List items of an audit as findings: which are, with the items in them, and what they say.

use super::apart::{inherit, lines_in};
use super::blocks::{Block, BlockKind};
use super::heading::heading;
use super::markdown::{is_labelled, item_anchor};
use super::parts::{fill, plain};
use super::places::places;
use crate::audit::model::{Claim, Indexed, Place};

/// How much of what is left out is shown.
const MAX_STARTED: usize = 60;

/// How a text starts.
pub(super) fn started(text: &str) -> String {
    let line = plain(text);
    let short: String = line.chars().take(MAX_STARTED).collect();
    if short.len() < line.len() { format!("{short}…") } else { short }
}

/// The items of the outermost lists, each with the items in it.
pub(super) fn item_groups(body: &[Block]) -> Vec<&[Block]> {
    let depth = |block: &Block| if let BlockKind::Item { depth, .. } = block.kind { depth } else { 0 };
    let starts = (0..body.len()).filter(|&at| depth(&body[at]) == 1);
    let groups = starts.map(|at| {
        let more = body[at + 1..].iter().take_while(|block| depth(block) > 1).count();
        &body[at..=at + more]
    });
    groups.collect()
}

/// Whether the labels of a section all stand below items that have none: each of these is a finding then, and not all of
/// the section.
pub(super) fn label_their_items(body: &[Block], groups: &[&[Block]]) -> bool {
    let of_group = |group: &&[Block]| -> usize {
        if is_labelled(&group[0]) { 0 } else { group[1..].iter().filter(|block| is_labelled(block)).count() }
    };
    groups.iter().map(of_group).sum::<usize>() == body.iter().filter(|block| is_labelled(block)).count()
}

/// The findings in an item: itself with all that is in it; or where it names no file, the items in it that are
/// findings by themselves. `file` is the one that the headings around it name.
pub(super) fn finding_items<'b>(group: &'b [Block], file: Option<&Place>) -> Vec<&'b [Block]> {
    let says = |block: &Block| !is_labelled(block) && is_finding_item(std::slice::from_ref(block), file);
    let inner: Vec<&[Block]> =
        group[1..].iter().filter(|block| says(block)).map(std::slice::from_ref).collect();
    if places(&group[0].text).is_empty() && !inner.is_empty() {
        return inner;
    }
    if is_finding_item(group, file) { vec![group] } else { Vec::new() }
}

/// Whether a list item, with the items in it, says where and what is wrong: few words are enough where a line is named.
fn is_finding_item(group: &[Block], file: Option<&Place>) -> bool {
    let prose =
        group.iter().flat_map(|block| block.text.split('`').step_by(2).flat_map(str::split_whitespace));
    let words = prose.filter(|word| word.chars().any(char::is_alphabetic) && !word.contains(".py")).count();
    let places: Vec<Place> = group.iter().flat_map(|block| places(&block.text)).collect();
    let has_lines = places.iter().any(|place| !place.lines.is_empty());
    if places.is_empty() && file.is_some() {
        return words > 1 && group.iter().any(|block| !lines_in(&block.text).lines.is_empty());
    }
    !places.is_empty() && words >= if has_lines { 1 } else { 3 }
}

/// `- **[HIGH] Title** — path:12: what is wrong`.
pub(super) fn item_claim(index: &Indexed<'_>, group: &[Block], file: Option<&Place>) -> Claim {
    let block = &group[0];
    let column = if let BlockKind::Item { column, .. } = block.kind { column } else { 2 };
    let first = block.text.lines().next().unwrap_or_default();
    // The title is what is strong, else the first sentence.
    let strong = block.text.split("**").nth(1).filter(|_| block.text.trim_start().starts_with("**"));
    let sentence = first.split(". ").next().unwrap_or(first);
    let mut parts = heading(strong.unwrap_or(sentence));
    if parts.title.is_empty() {
        // Only the severity is strong.
        parts = heading(sentence);
    }
    let mut claim = Claim {
        id: parts.id,
        severity: parts.severity.or_else(|| heading(first).severity),
        title: plain(&parts.title),
        line: index.line(block.range.start),
        anchor: item_anchor(index.text, &block.range, column),
        ..Claim::default()
    };
    fill(&mut claim, group);
    inherit(&mut claim, file);
    claim
}

/// Whether some items name lines of a file.
pub(super) fn names_lines(group: &[Block]) -> bool {
    group.iter().flat_map(|block| places(&block.text)).any(|place| !place.lines.is_empty())
}
