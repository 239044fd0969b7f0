//! Takes a statement out of its block: with its lines, and with the blank lines that only kept it apart.

use crate::edit::Edit;
use crate::facts::Facts;
use crate::syntax::{NodeId, Ranged, TextRange, TextSize};

/// The edits that take a statement out; a block that it was alone in gets a `pass`.
///
/// # Errors
/// Why it has to stay, as a clause.
pub fn statement(facts: &Facts<'_>, id: NodeId) -> Result<Vec<Edit>, &'static str> {
    let layout = facts.layout;
    let range = facts.tree.node(id).range();
    if !layout.starts_line(range.start()) || !layout.ends_line(range.end()) {
        return Err("it shares its line with something else");
    }
    let lines = TextRange::new(layout.line_start(range.start()), layout.next_line(range.end()));
    if facts.comments_in(lines).next().is_some() {
        return Err("a comment stands at it");
    }
    let above = lines.start();
    if above > TextSize::from(0) {
        let line = line_before(facts, above);
        if facts.text(line).trim_start().starts_with('#') {
            return Err("a comment stands above it");
        }
        if facts.text(line).trim_end_matches(['\r', '\n']).ends_with('\\') {
            return Err("the line above it goes on");
        }
    }
    let Some((suite, at)) = facts.tree.suite(id) else { return Err("it is in no block") };
    if suite.len() == 1 {
        return Ok(vec![Edit::replace(range, "pass")]);
    }
    let mut start = lines.start();
    let is_last = at + 1 == suite.len();
    let blank_below = {
        let next = TextRange::new(lines.end(), layout.line_end(lines.end()));
        facts.text(next).trim().is_empty()
    };
    if is_last || blank_below {
        while start > TextSize::from(0) && facts.text(line_before(facts, start)).trim().is_empty() {
            start = line_before(facts, start).start();
        }
    }
    let mut end = lines.end();
    // A file without a final line end gets none.
    if !layout.text()[..end.to_usize()].ends_with('\n') && start > TextSize::from(0) {
        let before = layout.line_end(line_before(facts, start).start());
        start = before;
        end = TextSize::of(layout.text());
    }
    Ok(vec![Edit::delete(TextRange::new(start, end))])
}

/// The line before the one that starts at an offset, with its line end.
fn line_before(facts: &Facts<'_>, start: TextSize) -> TextRange {
    TextRange::new(facts.layout.line_start(start - TextSize::from(1)), start)
}
