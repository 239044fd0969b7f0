//! Where a comment goes that silences one finding, and the proof that it silences nothing else. Writes no file.

use crate::pipeline::Located;
use crate::report::FileReport;
use crate::suppress::MARKER;
use crate::syntax::ast::token::TokenKind;
use crate::syntax::{Layout, Module, Ranged, TextSize, parse};

/// The text of a file with the comment in it, in every way that may do, the nicest first: at the end of the
/// construct's line where it fits, on a line of its own above the statement, above the construct, and at the end
/// of the line though it gets long. Call it on a thread with a large stack (see [`parse`]).
pub fn candidates(text: &str, located: &Located, reason: &str, width: usize) -> Vec<String> {
    let Ok(module) = parse(text) else { return Vec::new() };
    let layout = Layout::new(text, &module, width);
    let comment = format!("# {MARKER}[{}] {reason}", located.finding.code);
    let start = located.finding.range.start();
    let insert = |at: TextSize, new: &str| {
        let (before, after) = text.split_at(at.to_usize());
        format!("{before}{new}{after}")
    };
    let above = |at: TextSize| {
        let new = format!("{}{comment}{}", layout.indent(at), layout.eol);
        insert(layout.line_start(at), &new)
    };
    let beside = end_of_code(&layout, &module, start);
    let columns = |end: TextSize| {
        let line = &text[layout.line_start(end).to_usize()..end.to_usize()];
        Layout::columns(line) + 2 + comment.chars().count()
    };
    let mut found = Vec::new();
    let fits = beside.filter(|&end| columns(end) <= width);
    found.extend(fits.map(|end| insert(end, &format!("  {comment}"))));
    found.extend(logical_line(&layout, &module, start).map(above));
    if !layout.inside_multiline_string(layout.line_start(start)) {
        found.push(above(start));
    }
    found.extend(beside.filter(|_| fits.is_none()).map(|end| insert(end, &format!("  {comment}"))));
    found
}

/// Why a candidate will not do; `None` if it silences exactly this finding. `before` and `after` are the file
/// judged without the comment and with it.
pub fn objection(before: &FileReport, after: &FileReport, located: &Located) -> Option<String> {
    if let Some(skipped) = &after.skipped {
        return Some(format!("with the comment, the file does not work: {}", skipped.reason));
    }
    let (Some(old), Some(new)) = (&before.source, &after.source) else {
        return Some("the file cannot be read".into());
    };
    let moved = moved(old.text(), new.text());
    let open = |report: &FileReport, moved: &dyn Fn(usize) -> usize| {
        let findings = report.outcome.findings.iter().filter(|located| located.finding.verdict.is_open());
        let mut places: Vec<_> = findings
            .map(|located| {
                (moved(located.line), located.column, located.finding.code, located.finding.verdict)
            })
            .collect();
        places.sort_unstable();
        places
    };
    let this = (moved(located.line), located.column, located.finding.code, located.finding.verdict);
    let mut wanted = open(before, &moved);
    match wanted.iter().position(|place| *place == this) {
        Some(index) => drop(wanted.remove(index)),
        None => return Some("the finding is no longer there".into()),
    }
    let got = open(after, &|line| line);
    if got.contains(&this) {
        return Some("no comment there is read as belonging to this statement".into());
    }
    if let Some((line, _, code, _)) = wanted.iter().find(|place| !got.contains(place)) {
        return Some(format!("a comment there would also silence {code} in line {line}"));
    }
    (got != wanted).then(|| "other findings would change".into())
}

/// Where a line of the old text is in the new one, if one place of it has changed.
fn moved(old: &str, new: &str) -> impl Fn(usize) -> usize {
    let shift = new.lines().count().wrapping_sub(old.lines().count());
    let changed = 1 + old.lines().zip(new.lines()).take_while(|(old, new)| old == new).count();
    move |line| if line >= changed { line.wrapping_add(shift) } else { line }
}

/// The findings of a file before and after a comment came or went that are the same: comments change what
/// findings are known by (the text of their line, their number among equal ones, the lines around them).
pub fn same<'r>(before: &'r FileReport, after: &'r FileReport) -> Vec<(&'r Located, &'r Located)> {
    let (Some(old), Some(new)) = (&before.source, &after.source) else { return Vec::new() };
    let moved = moved(old.text(), new.text());
    let twin = |old: &Located| {
        let place = (moved(old.line), old.column, old.finding.code);
        after.outcome.findings.iter().find(|new| (new.line, new.column, new.finding.code) == place)
    };
    before.outcome.findings.iter().filter_map(|old| Some((old, twin(old)?))).collect()
}

/// The end of the code on the line of `at`, if a comment can stand behind it.
fn end_of_code(layout: &Layout<'_>, module: &Module, at: TextSize) -> Option<TextSize> {
    let (start, end) = (layout.line_start(at), layout.line_end(at));
    let line = layout.text()[start.to_usize()..end.to_usize()].trim_end();
    let end = start + TextSize::try_from(line.len()).ok()?;
    let commented = module
        .tokens()
        .iter()
        .any(|token| token.kind() == TokenKind::Comment && start <= token.start() && token.start() < end);
    (!commented && !line.ends_with('\\') && !layout.inside_multiline_string(layout.line_end(at)))
        .then_some(end)
}

/// Where the logical line of `at` starts, if a line can be put above it.
fn logical_line(layout: &Layout<'_>, module: &Module, at: TextSize) -> Option<TextSize> {
    let mut first = None;
    let mut fresh = true;
    for token in module.tokens().iter().take_while(|token| token.start() <= at) {
        match token.kind() {
            TokenKind::Newline => fresh = true,
            TokenKind::NonLogicalNewline | TokenKind::Comment | TokenKind::Indent | TokenKind::Dedent => {}
            _ if fresh => {
                first = Some(token.start());
                fresh = false;
            }
            _ => {}
        }
    }
    first.filter(|&first| layout.starts_line(first))
}
