//! Edits on whole statements: insert, replace, wrap. Copies indentation and line ends; judges nothing.
//!
//! All functions work on lines: a statement that shares its line with another is declined, and a one-line
//! suite (`except E: pass`) is opened into a block. Text inside strings that span lines is never moved.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::layout::Layout;
use crate::edit::Edit;

/// Why an edit cannot be made at this place; ends a sentence that starts with "not rewritten because".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Decline(pub &'static str);

/// One line to insert, `depth` levels deeper than the statement it is inserted at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Levels of indentation below the place of insertion.
    pub depth: usize,
    /// The text without indentation and line end. Empty for a blank line.
    pub text: String,
}

/// Shorthand for a [`Line`].
pub fn line(depth: usize, text: impl Into<String>) -> Line {
    Line { depth, text: text.into() }
}

const SHARED_LINE: Decline = Decline("the statement shares its line with another");
const CONTINUED: Decline = Decline("the line is continued with a backslash");

/// Where a statement stands.
enum Place {
    /// On lines of its own.
    OwnLines,
    /// The only statement of a suite on its header's line; holds the colon's end.
    OneLineSuite(TextSize),
}

fn place(layout: &Layout<'_>, stmt: TextRange) -> Result<Place, Decline> {
    if !layout.ends_line(stmt.end()) {
        return Err(SHARED_LINE);
    }
    if layout.starts_line(stmt.start()) {
        let start = layout.line_start(stmt.start());
        if layout.text()[..start.to_usize()].trim_end_matches(['\n', '\r']).ends_with('\\') {
            return Err(CONTINUED);
        }
        return Ok(Place::OwnLines);
    }
    let colon = layout.header_colon(stmt.start()).ok_or(SHARED_LINE)?;
    let between = &layout.text()[TextRange::new(colon.end(), stmt.start())];
    if !between.trim_matches([' ', '\t']).is_empty() {
        return Err(SHARED_LINE);
    }
    // `class A: x: int` has a second colon; the header's is the one that opens the suite.
    if !layout.starts_line(header_start(layout, colon)) {
        return Err(SHARED_LINE);
    }
    Ok(Place::OneLineSuite(colon.end()))
}

/// Whether a statement stands on lines of its own.
///
/// # Errors
/// Declines shared lines and one-line suites.
pub(super) fn own_lines(layout: &Layout<'_>, stmt: TextRange) -> Result<(), Decline> {
    match place(layout, stmt)? {
        Place::OwnLines => Ok(()),
        Place::OneLineSuite(_) => Err(SHARED_LINE),
    }
}

/// The first token of the logical line that `colon` ends.
fn header_start(layout: &Layout<'_>, colon: TextRange) -> TextSize {
    let mut start = colon.start();
    for token in layout.tokens().before(colon.start()).iter().rev() {
        match token.kind() {
            TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent | TokenKind::Semi => break,
            TokenKind::Comment | TokenKind::NonLogicalNewline => {}
            _ => start = token.start(),
        }
    }
    start
}

fn block_indent(layout: &Layout<'_>, stmt: TextRange, place: &Place) -> String {
    match place {
        Place::OwnLines => layout.indent(stmt.start()).to_string(),
        Place::OneLineSuite(colon) => {
            let header = header_start(layout, TextRange::empty(*colon - TextSize::from(1)));
            format!("{}{}", layout.indent(header), layout.unit)
        }
    }
}

/// The indentation that statements of a suite get, as columns are counted by [`Layout::columns`].
fn render(layout: &Layout<'_>, indent: &str, lines: &[Line]) -> Vec<String> {
    lines
        .iter()
        .map(|line| {
            if line.text.is_empty() {
                String::new()
            } else {
                format!("{indent}{}{}", layout.unit.repeat(line.depth), line.text)
            }
        })
        .collect()
}

/// The indentation of the block that holds `stmt`, for deciding whether a line fits.
pub fn indent_columns(layout: &Layout<'_>, stmt: TextRange) -> usize {
    match place(layout, stmt) {
        Ok(place) => Layout::columns(&block_indent(layout, stmt, &place)),
        Err(_) => Layout::columns(layout.indent(stmt.start())),
    }
}

/// Replaces a statement by lines. A comment behind it stays behind the last of them.
///
/// # Errors
/// Declines where the statement shares its line.
pub fn replace_statement(layout: &Layout<'_>, stmt: TextRange, lines: &[Line]) -> Result<Vec<Edit>, Decline> {
    let place = place(layout, stmt)?;
    let indent = block_indent(layout, stmt, &place);
    let text = render(layout, &indent, lines).join(layout.eol);
    Ok(match place {
        Place::OwnLines => vec![Edit::replace(stmt, text.trim_start_matches([' ', '\t']))],
        Place::OneLineSuite(colon) => {
            vec![Edit::replace(TextRange::new(colon, stmt.end()), format!("{}{text}", layout.eol))]
        }
    })
}

/// Inserts lines before a statement, above the comments that stand directly over it.
///
/// # Errors
/// Declines where the statement shares its line.
pub fn insert_before(layout: &Layout<'_>, stmt: TextRange, lines: &[Line]) -> Result<Vec<Edit>, Decline> {
    let place = place(layout, stmt)?;
    let indent = block_indent(layout, stmt, &place);
    let text = render(layout, &indent, lines).join(layout.eol);
    Ok(match place {
        Place::OwnLines => {
            vec![Edit::insert(with_comments_above(layout, stmt.start()), format!("{text}{}", layout.eol))]
        }
        Place::OneLineSuite(colon) => {
            vec![Edit::replace(
                TextRange::new(colon, stmt.start()),
                format!("{eol}{text}{eol}{indent}", eol = layout.eol),
            )]
        }
    })
}

/// Inserts lines after a statement, below the comment that ends its last line.
///
/// # Errors
/// Declines where the statement shares its line, one-line suites included.
pub fn insert_after(layout: &Layout<'_>, stmt: TextRange, lines: &[Line]) -> Result<Vec<Edit>, Decline> {
    let place = place(layout, stmt)?;
    let indent = block_indent(layout, stmt, &place);
    let text = render(layout, &indent, lines).join(layout.eol);
    let after = insert_on_next_line(layout, stmt.end(), &text);
    Ok(match place {
        Place::OwnLines => vec![after],
        Place::OneLineSuite(colon) => {
            vec![Edit::replace(TextRange::new(colon, stmt.start()), format!("{}{indent}", layout.eol)), after]
        }
    })
}

/// Inserts a method (given at depth 0) into a class body after `method`, with a blank line before it.
///
/// # Errors
/// Declines where the method shares its line.
pub fn insert_method(layout: &Layout<'_>, method: TextRange, lines: &[Line]) -> Result<Vec<Edit>, Decline> {
    let mut all = vec![line(0, "")];
    all.extend(lines.iter().cloned());
    if !layout.ends_line(method.end()) || !layout.starts_line(method.start()) {
        return Err(SHARED_LINE);
    }
    let text = render(layout, layout.indent(method.start()), &all).join(layout.eol);
    Ok(vec![insert_on_next_line(layout, method.end(), &text)])
}

/// Wraps `body` (consecutive statements) in `try:` and puts `cleanup` (the statements right after it) into
/// its `finally:`. Every line of both moves one level deeper, except inside strings that span lines.
/// Comments above a statement, with or without blank lines between, move with it. A body that is a single
/// `try` without a `finally` gets one instead of a `try` around it.
///
/// # Errors
/// Declines shared lines, one-line suites, and comments that are not indented as the statement below them,
/// because nothing says to which block they belong.
pub fn wrap_in_finally(layout: &Layout<'_>, body: &[Stmt], cleanup: &[Stmt]) -> Result<Vec<Edit>, Decline> {
    let (Some(first), Some(clean), Some(end)) = (body.first(), cleanup.first(), cleanup.last()) else {
        return Err(Decline("there is nothing to wrap"));
    };
    for stmt in body.iter().chain(cleanup) {
        own_lines(layout, stmt.range())?;
    }
    let indent = layout.indent(first.start());
    let middle = with_comment_block_above(layout, clean.start())?;
    let bottom = layout.next_line(end.end());
    let mut edits = Vec::new();
    let mut at = middle;
    if !matches!(body, [Stmt::Try(only)] if only.finalbody.is_empty()) {
        at = with_comment_block_above(layout, first.start())?;
        edits.push(Edit::insert(at, format!("{indent}try:{}", layout.eol)));
    }
    while at < bottom {
        if at == middle {
            edits.push(Edit::insert(middle, format!("{indent}finally:{}", layout.eol)));
        }
        edits.extend(deeper(layout, at, indent));
        at = layout.next_line(at);
    }
    Ok(edits)
}

/// Puts a statement into a block of its own: `header` above it and above its comments, and every line of them one level
/// deeper, except inside strings that span lines.
///
/// # Errors
/// Declines where the statement shares its line, one-line suites included, and comments above it that are indented
/// differently.
pub fn wrap_in_block(layout: &Layout<'_>, stmt: TextRange, header: &str) -> Result<Vec<Edit>, Decline> {
    match place(layout, stmt)? {
        Place::OwnLines => {}
        Place::OneLineSuite(_) => return Err(SHARED_LINE),
    }
    let indent = layout.indent(stmt.start());
    let mut at = with_comment_block_above(layout, stmt.start())?;
    let mut edits = vec![Edit::insert(at, format!("{indent}{header}{}", layout.eol))];
    while at < stmt.end() {
        edits.extend(deeper(layout, at, indent));
        at = layout.next_line(at);
    }
    Ok(edits)
}

/// Moves one line a level deeper, behind the block's own indentation, so that a file that mixes tabs and spaces stays
/// consistent. Blank lines and the insides of strings stay as they are.
fn deeper(layout: &Layout<'_>, at: TextSize, indent: &str) -> Option<Edit> {
    let line = &layout.text()[TextRange::new(at, layout.line_end(at))];
    if line.trim().is_empty() || layout.inside_multiline_string(at) {
        return None;
    }
    let shared = if line.starts_with(indent) { indent.len() } else { 0 };
    Some(Edit::insert(at + TextSize::try_from(shared).unwrap_or_default(), layout.unit))
}

fn insert_on_next_line(layout: &Layout<'_>, end: TextSize, text: &str) -> Edit {
    let next = layout.next_line(end);
    if layout.text()[..next.to_usize()].ends_with('\n') {
        Edit::insert(next, format!("{text}{}", layout.eol))
    } else {
        // The file has no final line end and gets none.
        Edit::insert(next, format!("{}{text}", layout.eol))
    }
}

/// The start of the line of `stmt`, or of the first of the comment lines directly over it at its depth.
pub(super) fn with_comments_above(layout: &Layout<'_>, stmt: TextSize) -> TextSize {
    let indent = layout.indent(stmt);
    let mut start = layout.line_start(stmt);
    while start > TextSize::from(0) {
        let above = layout.line_start(start - TextSize::from(1));
        let text = &layout.text()[TextRange::new(above, layout.line_end(above))];
        let comment = text.starts_with(indent) && text[indent.len()..].starts_with('#');
        if !comment || layout.inside_multiline_string(above) {
            break;
        }
        start = above;
    }
    start
}

/// The start of the line of `stmt`, or of the first of the comment lines above it, blank lines between them
/// included.
fn with_comment_block_above(layout: &Layout<'_>, stmt: TextSize) -> Result<TextSize, Decline> {
    let indent = layout.indent(stmt);
    let mut start = layout.line_start(stmt);
    let mut line = start;
    while line > TextSize::from(0) {
        line = layout.line_start(line - TextSize::from(1));
        let text = &layout.text()[TextRange::new(line, layout.line_end(line))];
        if text.trim().is_empty() && !layout.inside_multiline_string(line) {
            continue;
        }
        if !text.trim_start().starts_with('#') || layout.inside_multiline_string(line) {
            break;
        }
        if layout.indent(line) != indent {
            return Err(Decline("a comment above it is indented differently"));
        }
        start = line;
    }
    Ok(start)
}

/// A call as lines: on one line where it fits into `width`, else one argument a line with a trailing comma.
pub fn call_lines(
    layout: &Layout<'_>,
    columns: usize,
    head: &str,
    arguments: &[String],
    tail: &str,
) -> Vec<Line> {
    let single = format!("{head}({}){tail}", arguments.join(", "));
    if arguments.is_empty() || columns + single.chars().count() <= layout.width {
        return vec![line(0, single)];
    }
    let mut lines = vec![line(0, format!("{head}("))];
    lines.extend(arguments.iter().map(|argument| line(1, format!("{argument},"))));
    lines.push(line(0, format!("){tail}")));
    lines
}

/// Whether an expression's text can be moved as it is: on one line and without a comment.
pub fn is_simple_text(layout: &Layout<'_>, expr: &Expr) -> bool {
    !layout.text()[expr.range()].contains(['\n', '#'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;
    use crate::verify::verify;

    /// Wraps the statements `body` of the function that ends `text`, and puts the next `count` in the `finally`.
    fn wrap(text: &str, body: std::ops::Range<usize>, count: usize) -> Result<String, Decline> {
        let module = parse(text).expect("test input parses");
        let layout = Layout::new(text, &module, 88);
        let Some(Stmt::FunctionDef(function)) = module.syntax().body.last() else {
            panic!("test input ends with a function")
        };
        let cleanup = &function.body[body.end..body.end + count];
        let edits = wrap_in_finally(&layout, &function.body[body], cleanup)?;
        let after = crate::edit::apply(text, &edits).expect("edits do not overlap");
        verify(text, &module, &after, &edits).expect("the laws hold");
        Ok(after)
    }

    fn wraps(before: &str, body: std::ops::Range<usize>, after: &str) {
        assert_eq!(wrap(before, body.clone(), 1).as_deref(), Ok(after));
        let crlf = |text: &str| text.replace('\n', "\r\n");
        assert_eq!(wrap(&crlf(before), body, 1), Ok(crlf(after)));
    }

    #[test]
    fn comments_and_blank_lines_move_with_their_statements() {
        wraps(
            "def f():\n    a()\n\n    # one\n\n    # two\n    b(\"\"\"\n  x\n\"\"\")\n\n    # three\n\n    c()  # four\n    d()\n",
            1..2,
            "def f():\n    a()\n\n    try:\n        # one\n\n        # two\n        b(\"\"\"\n  x\n\"\"\")\n\n    finally:\n        # three\n\n        c()  # four\n    d()\n",
        );
    }

    #[test]
    fn a_try_without_finally_gets_one() {
        wraps(
            "def f():\n    try:\n        a()\n    except E:\n        b()\n    c()",
            0..1,
            "def f():\n    try:\n        a()\n    except E:\n        b()\n    finally:\n        c()",
        );
    }

    #[test]
    fn a_file_that_mixes_tabs_and_spaces_stays_consistent() {
        wraps(
            "def g():\n    pass\n\ndef f():\n\ta(1,\n  2)\n\tif b:\n\t\tc()\n\td()\n",
            0..2,
            "def g():\n    pass\n\ndef f():\n\ttry:\n\t    a(1,\n      2)\n\t    if b:\n\t    \tc()\n\tfinally:\n\t    d()\n",
        );
    }

    #[test]
    fn strings_and_backslashes_that_span_lines() {
        wraps(
            "def f():\n    a('x \\\n  y', b + \\\n        c, f\"\"\"{\n  d\n}\"\"\")\n    e()\n",
            0..1,
            "def f():\n    try:\n        a('x \\\n  y', b + \\\n            c, f\"\"\"{\n  d\n}\"\"\")\n    finally:\n        e()\n",
        );
    }

    #[test]
    fn a_string_whose_last_line_looks_like_a_comment_is_none() {
        wraps(
            "def f():\n    x = '''\n    # no'''\n    a()\n    b()\n",
            1..2,
            "def f():\n    x = '''\n    # no'''\n    try:\n        a()\n    finally:\n        b()\n",
        );
    }

    #[test]
    fn declines_what_it_cannot_tell() {
        assert_eq!(wrap("def f():\n    a(); b()\n    c()\n", 0..2, 1), Err(SHARED_LINE));
        assert_eq!(wrap("def f(): a(); b()\n", 0..1, 1), Err(SHARED_LINE));
        assert!(wrap("def f():\n    if a:\n        b()\n        # b?\n    c()\n", 0..1, 1).is_err());
    }
}
