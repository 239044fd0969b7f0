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
    if let Outcome::Inside { end, rest } = whole.outcome {
        if let Some(edit) = inside(facts, site, whole.range, facts.layout.text()[rest].to_string()) {
            return Ok(edit);
        }
        // On a line of its own, in front of the next statement.
        return written(facts, site, TextRange::new(whole.range.start(), end), "");
    }
    let head = match whole.outcome {
        Outcome::Bind(name) => format!("{name} = "),
        Outcome::Return => "return ".to_string(),
        Outcome::Nothing | Outcome::Inside { .. } => String::new(),
    };
    written(facts, site, whole.range, &head)
}

/// The edit that puts the call where the next statement has the entry, if it fits there.
fn inside(facts: &Facts<'_>, site: &Site<'_>, range: TextRange, rest: String) -> Option<Edit> {
    let layout = facts.layout;
    owns_its_line(layout, range.start()).ok()?;
    let indent = layout.indent(range.start());
    let mut lines = comments(facts, range, site.value.range()).ok()?;
    let (key, value) = (argument(facts, site.key), argument(facts, site.value));
    let line = format!("{rest}{}.setdefault({key}, {value})", facts.text(site.dict));
    let behind = (layout.line_end(range.end()) - range.end()).to_usize();
    let fits = Layout::columns(indent) + line.chars().count() + behind <= layout.width;
    lines.push(line);
    let joined = lines.join(&format!("{}{indent}", layout.eol));
    (fits && !lines.last()?.contains('\n')).then(|| Edit::replace(range, joined))
}

fn owns_its_line(layout: &Layout<'_>, start: TextSize) -> Result<(), Decline> {
    if !layout.starts_line(start) {
        return Err(Decline("the statements share a line with others"));
    }
    let line = layout.line_start(start);
    if layout.text()[..line.to_usize()].trim_end_matches(['\n', '\r']).ends_with('\\') {
        return Err(Decline("the line is continued with a backslash"));
    }
    Ok(())
}

/// The edit that puts a statement in the place of whole ones.
fn written(facts: &Facts<'_>, site: &Site<'_>, range: TextRange, head: &str) -> Result<Edit, Decline> {
    let layout = facts.layout;
    owns_its_line(layout, range.start())?;
    if !layout.ends_line(range.end()) {
        return Err(Decline("the statements share a line with others"));
    }
    let indent = layout.indent(range.start());
    let mut lines = comments(facts, range, site.value.range())?;
    let function = format!("{head}{}.setdefault", facts.text(site.dict));
    let (key, value) = (argument(facts, site.key), value(facts, site, indent)?);
    let single = format!("{function}({key}, {value})");
    let fits = Layout::columns(indent) + single.chars().count() <= layout.width;
    if fits && !single.contains('\n') {
        lines.push(single);
    } else {
        for line in call_lines(layout, usize::MAX / 2, &function, &[key, value], "") {
            lines.push(format!("{}{}", layout.unit.repeat(line.depth), line.text));
        }
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
