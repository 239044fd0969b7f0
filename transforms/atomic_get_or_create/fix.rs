//! Writing one `setdefault` for the statements of a site. Comments on lines of their own stay above it; others decline.

use super::shape::{Outcome, Site, Whole};
use crate::edit::Edit;
use crate::facts::Facts;
use crate::syntax::{Decline, Expr, Layout, Ranged, TextRange, TextSize, call_lines};

/// The edit.
///
/// # Errors
/// Why it cannot be written, as a clause.
pub(super) fn edit<'a>(facts: &Facts<'a>, site: &Site<'a>, whole: &Whole<'a>) -> Result<Edit, Decline> {
    let layout = facts.layout;
    let text = layout.text();
    let range = whole.range;
    let inside = matches!(whole.outcome, Outcome::Inside(_));
    if !layout.starts_line(range.start()) || !(inside || layout.ends_line(range.end())) {
        return Err(Decline("the statements share a line with others"));
    }
    let start = layout.line_start(range.start());
    if text[..start.to_usize()].trim_end_matches(['\n', '\r']).ends_with('\\') {
        return Err(Decline("the line is continued with a backslash"));
    }
    let indent = layout.indent(range.start());
    let mut lines = comments(facts, range, site.value.range())?;
    let (head, tail) = match whole.outcome {
        Outcome::Nothing => (String::new(), TextSize::from(0)),
        Outcome::Bind(name) => (format!("{name} = "), TextSize::from(0)),
        Outcome::Return => ("return ".into(), TextSize::from(0)),
        Outcome::Inside(rest) => {
            let rest = &text[rest];
            if rest.contains('\n') {
                return Err(Decline("the entry is used in the middle of a statement that spans lines"));
            }
            (rest.to_string(), layout.line_end(range.end()) - range.end())
        }
    };
    let function = format!("{head}{}.setdefault", facts.text(site.dict));
    let key = argument(facts, site.key);
    let value = value(facts, site, indent)?;
    let columns = Layout::columns(indent) + tail.to_usize();
    let single = format!("{function}({key}, {value})");
    if value.contains('\n') || key.contains('\n') || columns + single.chars().count() > layout.width {
        if inside {
            return Err(Decline("the line would be too long"));
        }
        for line in call_lines(layout, usize::MAX / 2, &function, &[key, value], "") {
            lines.push(format!("{}{}", layout.unit.repeat(line.depth), line.text));
        }
    } else {
        lines.push(single);
    }
    let joined = lines.join(&format!("{}{indent}", layout.eol));
    Ok(Edit::replace(range, joined))
}

/// An expression as an argument: a bare tuple gets its parentheses.
fn argument(facts: &Facts<'_>, expr: &Expr) -> String {
    let text = facts.text(expr);
    match expr {
        Expr::Tuple(tuple) if !tuple.parenthesized => format!("({text})"),
        _ => text.to_string(),
    }
}

/// The value, its further lines as deep as an argument on a line of its own has them.
fn value(facts: &Facts<'_>, site: &Site<'_>, indent: &str) -> Result<String, Decline> {
    let layout = facts.layout;
    let text = argument(facts, site.value);
    if !text.contains('\n') {
        return Ok(text);
    }
    if matches!(site.value, Expr::Tuple(tuple) if !tuple.parenthesized) {
        return Err(Decline("the value spans lines"));
    }
    let old = layout.indent(site.value.start());
    let new = format!("{indent}{}", layout.unit);
    let mut result = String::new();
    let mut offset = site.value.start();
    for (number, line) in facts.text(site.value).split_inclusive('\n').enumerate() {
        if number > 0 && layout.inside_multiline_string(offset) {
            if old != new {
                return Err(Decline("a string in the value spans lines"));
            }
            result.push_str(line);
        } else if number > 0 && !line.trim().is_empty() {
            let Some(rest) = line.strip_prefix(old) else {
                return Err(Decline("the value's lines are indented less than the first"));
            };
            result.push_str(&new);
            result.push_str(rest);
        } else {
            result.push_str(line);
        }
        offset += TextSize::try_from(line.len()).unwrap_or_default();
    }
    Ok(result)
}

/// The comments of the statements that go, as lines.
fn comments(facts: &Facts<'_>, range: TextRange, value: TextRange) -> Result<Vec<String>, Decline> {
    let mut lines = Vec::new();
    for comment in facts.comments_in(range) {
        if value.contains_range(comment.range) {
            continue;
        }
        if !facts.layout.starts_line(comment.range.start()) {
            return Err(Decline("a comment stands behind a line that would go"));
        }
        lines.push(facts.text(comment.range).to_string());
    }
    Ok(lines)
}
