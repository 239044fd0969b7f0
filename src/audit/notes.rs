//! The notes that a run puts into a Markdown audit: one line each, known again by their mark. The text around them is
//! never touched, so taking them out gives the audit back byte for byte.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::model::{Anchor, Report, line_end};

/// Ends every line of a note.
pub const MARK: &str = "<!-- amends -->";

/// A text without the notes of an earlier run, and where they were: the byte that they followed, and whether
/// their checkbox is ticked. A line of the author's own that ends in the mark, or one in a code block, is no note.
pub(super) fn strip(text: &str) -> (String, Vec<(usize, bool)>) {
    if !text.contains(MARK) {
        return (text.to_string(), Vec::new());
    }
    let code: Vec<Range<usize>> = Parser::new(text)
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_))))
        .map(|(_, range)| range)
        .collect();
    let mut plain = String::with_capacity(text.len());
    let mut ticks = Vec::new();
    let mut start = 0;
    let mut follows_note = false;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let written = at + line.len() - line.trim_start().len();
        // They are in order and apart, so only the last one that starts before can hold it.
        let before = code.partition_point(|range| range.start <= written);
        let in_code = before.checked_sub(1).is_some_and(|at| code[at].contains(&written));
        let is_note = !in_code && (is_note(line) || follows_note && line.trim() == MARK);
        follows_note = is_note;
        if !is_note {
            plain.push_str(line);
            continue;
        }
        // The empty line before a note of its own is the note's.
        let apart = plain.ends_with("\n\n") || plain.ends_with("\n\r\n");
        if apart && line.trim() != MARK && !line.starts_with(' ') {
            plain.pop();
            if plain.ends_with('\r') {
                plain.pop();
            }
        }
        if line.trim() != MARK {
            ticks.push((plain.len(), is_ticked(line)));
        }
    }
    // A note that ends the text without a line end says that the text has none.
    if follows_note && text.ends_with(MARK) && plain.ends_with('\n') {
        plain.pop();
        if plain.ends_with('\r') {
            plain.pop();
        }
        for (at, _) in &mut ticks {
            *at = (*at).min(plain.len());
        }
    }
    (plain, ticks)
}

/// Whether a line is a note: a checkbox, a status, and the mark at its end.
fn is_note(line: &str) -> bool {
    let has_box =
        ["- [ ] **", "- [x] **", "- [X] **"].iter().any(|start| line.trim_start().starts_with(start));
    has_box && line.trim_end().ends_with(MARK)
}

/// Whether the checkbox of a note is ticked: editors and people also write a capital.
fn is_ticked(note: &str) -> bool {
    let note = note.trim_start();
    note.starts_with("- [x]") || note.starts_with("- [X]")
}

/// A text with notes put in. The notes of one place keep their order.
pub fn put(text: &str, notes: &[(Anchor, String)]) -> String {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut order: Vec<&(Anchor, String)> = notes.iter().collect();
    order.sort_by_key(|(anchor, _)| anchor.at);
    let mut out = String::with_capacity(text.len() + notes.len() * 80);
    let mut done = 0;
    for (index, (anchor, note)) in order.iter().enumerate() {
        let at = anchor.at.min(text.len());
        out.push_str(&text[done..at]);
        done = at;
        let first = index == 0 || order[index - 1].0.at != anchor.at;
        let last = order.get(index + 1).is_none_or(|(next, _)| next.at != anchor.at);
        if first && !out.ends_with('\n') && !out.is_empty() {
            out.push_str(end);
        }
        if first && anchor.apart {
            out.push_str(end);
        }
        let note = note.replace(['\n', '\r'], " ").replace("-->", "--&gt;");
        out.push_str(&format!("{}- {note} {MARK}{end}", anchor.indent));
        let next = &text[at..line_end(text, at)];
        if last && anchor.apart && !next.trim().is_empty() {
            out.push_str(&format!("{MARK}{end}"));
        }
    }
    out.push_str(&text[done..]);
    if done == text.len()
        && !text.is_empty()
        && !text.ends_with('\n')
        && out.ends_with(end)
        && !order.is_empty()
    {
        out.truncate(out.len() - end.len());
    }
    out
}

/// An audit of another tool as Markdown, so that notes can be put into it.
pub fn written(report: &Report) -> (String, Vec<Anchor>) {
    let mut text = format!("# {} findings\n", one_line(&report.title));
    let mut anchors = Vec::new();
    for claim in &report.claims {
        let severity =
            claim.severity.as_ref().map_or_else(String::new, |severity| format!("[{}] ", one_line(severity)));
        let rule = claim.rule.as_ref().map_or_else(String::new, |rule| format!("{}: ", one_line(rule)));
        text += &format!("\n## {} {severity}{rule}{}\n", claim.id, one_line(&claim.title));
        anchors.push(Anchor { at: text.len(), apart: true, ..Anchor::default() });
        let places: Vec<String> = claim
            .places
            .iter()
            .map(|place| format!("`{}`", one_line(&place.shown()).replace('`', "'")))
            .collect();
        if !places.is_empty() {
            text += &format!("\n**File:** {}\n", places.join(", "));
        }
    }
    (text, anchors)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, what: &str, apart: bool) -> Anchor {
        let at = text.find(what).map_or(0, |at| line_end(text, at));
        Anchor { at, apart, ..Anchor::default() }
    }

    #[test]
    fn what_is_put_in_is_taken_out_again() {
        for text in [
            "# A\n\n## B\n\ntext\n",
            "## B\ntext\n",
            "## B\r\n\r\ntext\r\n",
            "- B one\n- two\n",
            "## B\n",
            "## B",
            "- a\n- B",
            "- a\r\n- B",
        ] {
            let apart = text.contains('#');
            let notes = [(at(text, "B", apart), "[x] **confirmed**".to_string())];
            let noted = put(text, &notes);
            let (plain, ticks) = strip(&noted);
            assert_eq!(strip(&noted.replace("[x]", "[X]")).1, ticks);
            assert_eq!(plain, text, "{noted:?}");
            assert_eq!(ticks, [(notes[0].0.at, true)]);
            assert_eq!(put(&plain, &notes), noted);
        }
    }
}
