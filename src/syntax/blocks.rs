//! Edits that make a block out of statements that stand in a row, or move one in front of a block. Copies layout as
//! [`super::region`] does, and declines where a comment would be lost or come to stand at something else.

use ruff_python_ast::Stmt;
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::layout::Layout;
use super::region::{Decline, own_lines, with_comments_above};
use crate::edit::Edit;

const COMMENT: Decline = Decline("a comment stands at a line that would go");
const INDENT: Decline = Decline("its lines are indented in another way");
const COMMENT_INDENT: Decline = Decline("a comment above it is indented differently");

/// Makes the statement `opening` the header of a block that holds `body`, the statements right after it, and takes out
/// `closing`, the statement behind them, and the statements `dropped` inside of it. Every line of `body` moves one level
/// deeper, except inside strings that span lines. `header` is the new text of `opening`, with its colon.
///
/// # Errors
/// Declines shared lines, one-line suites, and comments at the lines that go.
pub fn enclose(
    layout: &Layout<'_>,
    opening: &Stmt,
    header: &str,
    body: &[Stmt],
    closing: &Stmt,
    dropped: &[&Stmt],
) -> Result<Vec<Edit>, Decline> {
    let (Some(first), Some(last)) = (body.first(), body.last()) else {
        return Err(Decline("nothing stands between"));
    };
    for stmt in body.iter().chain([opening, closing]).chain(dropped.iter().copied()) {
        own_lines(layout, stmt.range())?;
    }
    for stmt in dropped.iter().copied().chain([closing]) {
        without_comment(layout, stmt.range())?;
    }
    if layout.text()[opening.range()].contains('#') {
        return Err(COMMENT);
    }
    let indent = layout.indent(opening.start());
    let mut edits = vec![Edit::replace(opening.range(), header)];
    let mut at = layout.next_line(opening.end());
    let blank = skip_blank(layout, at);
    if blank > at {
        edits.push(Edit::delete(TextRange::new(at, blank)));
        at = blank;
    }
    while at < first.start() && layout.line_start(first.start()) > at {
        if !is_blank(layout, at) && layout.indent(at) != indent {
            return Err(COMMENT_INDENT);
        }
        edits.extend(deeper(layout, at, indent));
        at = layout.next_line(at);
    }
    let bottom = layout.next_line(last.end());
    while at < bottom {
        match dropped.iter().find(|stmt| layout.line_start(stmt.start()) == at) {
            Some(stmt) => {
                let end = layout.next_line(stmt.end());
                edits.push(Edit::delete(TextRange::new(at, end)));
                at = end;
            }
            None => {
                edits.extend(deeper(layout, at, indent));
                at = layout.next_line(at);
            }
        }
    }
    if skip_blank(layout, bottom) < layout.line_start(closing.start()) {
        return Err(COMMENT);
    }
    let end = layout.next_line(closing.end());
    // The file has no final line end and gets none.
    let from =
        if layout.text()[..end.to_usize()].ends_with('\n') { bottom } else { layout.line_end(last.end()) };
    edits.push(Edit::delete(TextRange::new(from, end)));
    Ok(edits)
}

/// Moves the first statement of a block's body in front of the statement that has the block, above the comments that
/// stand directly over that. A comment behind it moves along; blank lines after it go.
///
/// # Errors
/// Declines where it is no line of its own, or a comment stands above it.
pub fn move_out(
    layout: &Layout<'_>,
    stmt: &Stmt,
    next: &Stmt,
    block: TextRange,
) -> Result<Vec<Edit>, Decline> {
    own_lines(layout, stmt.range())?;
    own_lines(layout, next.range())?;
    if !layout.starts_line(block.start()) {
        return Err(Decline("the block shares its line with something"));
    }
    let line = layout.line_start(stmt.start());
    let text = &layout.text()[TextRange::new(stmt.start(), layout.line_end(stmt.end()))];
    if text.contains('\n') {
        return Err(Decline("it spans several lines"));
    }
    let header = layout.header_colon(stmt.start()).ok_or(Decline("its block has no header"))?;
    if skip_blank(layout, layout.next_line(header.end())) != line {
        return Err(COMMENT);
    }
    let place = with_comments_above(layout, block.start());
    // Comments keep their order.
    if place < layout.line_start(block.start()) && text.contains('#') {
        return Err(COMMENT);
    }
    let after = layout.next_line(stmt.end());
    let gap = skip_blank(layout, after).min(layout.line_start(next.start()));
    Ok(vec![
        Edit::insert(place, format!("{}{text}{}", layout.indent(block.start()), layout.eol)),
        Edit::delete(TextRange::new(line, gap)),
    ])
}

/// Moves the last statement of a block's body behind the block: it and the comments directly above it stand one level
/// further out, in the same place of the text. Lines inside strings stay as they are.
///
/// # Errors
/// Declines where it is no line of its own, where its lines are indented in another way, and where other comments stand
/// around it.
pub fn move_behind(
    layout: &Layout<'_>,
    stmt: &Stmt,
    previous: &Stmt,
    block: TextRange,
) -> Result<Vec<Edit>, Decline> {
    own_lines(layout, stmt.range())?;
    own_lines(layout, previous.range())?;
    if !layout.starts_line(block.start()) {
        return Err(Decline("the block shares its line with something"));
    }
    let (inner, outer) = (layout.indent(stmt.start()), layout.indent(block.start()));
    if !inner.starts_with(outer) || inner.len() == outer.len() {
        return Err(INDENT);
    }
    let top = with_comments_above(layout, stmt.start());
    let bottom = layout.next_line(stmt.end());
    if skip_blank(layout, layout.next_line(previous.end())) < top {
        return Err(COMMENT);
    }
    // What stands behind it, deeper than the block, is still a comment of the block.
    let next = skip_blank(layout, bottom);
    let behind = &layout.text()[TextRange::new(next, layout.line_end(next))];
    if behind.trim_start().starts_with('#') && layout.indent(next).len() > outer.len() {
        return Err(COMMENT);
    }
    let mut edits = Vec::new();
    let mut at = top;
    while at < bottom {
        let line = &layout.text()[TextRange::new(at, layout.line_end(at))];
        if !line.trim().is_empty() && !layout.inside_multiline_string(at) {
            if !line.starts_with(inner) {
                return Err(INDENT);
            }
            let width = |indent: &str| TextSize::try_from(indent.len()).unwrap_or_default();
            edits.push(Edit::delete(TextRange::new(at + width(outer), at + width(inner))));
        }
        let after = layout.next_line(at);
        if after == at {
            break;
        }
        at = after;
    }
    Ok(edits)
}

/// The insertion that moves a line one level deeper; none for blank lines and for those inside strings.
fn deeper(layout: &Layout<'_>, at: TextSize, indent: &str) -> Option<Edit> {
    let line = &layout.text()[TextRange::new(at, layout.line_end(at))];
    if line.trim().is_empty() || layout.inside_multiline_string(at) {
        return None;
    }
    // Behind the block's own indentation, so that a file that mixes tabs and spaces stays consistent.
    let shared = if line.starts_with(indent) { indent.len() } else { 0 };
    Some(Edit::insert(at + TextSize::try_from(shared).unwrap_or_default(), layout.unit))
}

fn is_blank(layout: &Layout<'_>, at: TextSize) -> bool {
    layout.text()[TextRange::new(at, layout.line_end(at))].trim().is_empty()
}

/// The start of the first line from `at` on that is not blank.
fn skip_blank(layout: &Layout<'_>, mut at: TextSize) -> TextSize {
    while at.to_usize() < layout.text().len() && is_blank(layout, at) {
        at = layout.next_line(at);
    }
    at
}

/// Whether a statement can go without a comment: none stands behind it or directly above it.
fn without_comment(layout: &Layout<'_>, stmt: TextRange) -> Result<(), Decline> {
    let behind = &layout.text()[TextRange::new(stmt.end(), layout.line_end(stmt.end()))];
    let line = layout.line_start(stmt.start());
    let above = match line.to_usize() {
        0 => "",
        _ => {
            let start = layout.line_start(line - TextSize::from(1));
            &layout.text()[TextRange::new(start, line)]
        }
    };
    let commented =
        above.trim_start().starts_with('#') && !layout.inside_multiline_string(line - TextSize::from(1));
    if behind.contains('#') || commented || layout.text()[stmt].contains('#') { Err(COMMENT) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;
    use crate::verify::verify;

    /// Makes a block of the statements of the function that ends `text`, the first and the last of which are its ends.
    fn enclosed(text: &str) -> Result<String, Decline> {
        on_last_function(text, |layout, body| {
            let [opening, rest @ .., closing] = body else { panic!("test input has two statements") };
            enclose(layout, opening, "with a:", rest, closing, &[])
        })
    }

    fn on_last_function(
        text: &str,
        edit: impl FnOnce(&Layout<'_>, &[Stmt]) -> Result<Vec<Edit>, Decline>,
    ) -> Result<String, Decline> {
        let module = parse(text).expect("test input parses");
        let layout = Layout::new(text, &module, 88);
        let Some(Stmt::FunctionDef(function)) = module.syntax().body.last() else {
            panic!("test input ends with a function")
        };
        let edits = edit(&layout, &function.body)?;
        let after = crate::edit::apply(text, &edits).expect("edits do not overlap");
        verify(text, &module, &after, &edits).expect("the laws hold");
        Ok(after)
    }

    fn gives(before: &str, after: &str) {
        assert_eq!(enclosed(before).as_deref(), Ok(after));
        let crlf = |text: &str| text.replace('\n', "\r\n");
        assert_eq!(enclosed(&crlf(before)), Ok(crlf(after)));
    }

    #[test]
    fn comments_stay_at_their_statements_and_blank_lines_at_the_ends_go() {
        gives(
            "def f():\n    a()  # take\n\n    # one\n    b(\"\"\"\n  x\n\"\"\")\n\n    # two\n    c()  # three\n\n    d()\n",
            "def f():\n    with a:  # take\n        # one\n        b(\"\"\"\n  x\n\"\"\")\n\n        # two\n        c()  # three\n",
        );
    }

    #[test]
    fn a_file_without_a_final_line_end_gets_none() {
        gives("def f():\n    a()\n    b()\n    d()", "def f():\n    with a:\n        b()");
    }

    #[test]
    fn comments_at_what_goes_are_declined() {
        assert_eq!(enclosed("def f():\n    a()\n    b()\n    d()  # done\n"), Err(COMMENT));
        assert_eq!(enclosed("def f():\n    a()\n    b()\n    # done\n    d()\n"), Err(COMMENT));
        assert_eq!(enclosed("def f():\n    a()\n  # b\n    b()\n    d()\n"), Err(COMMENT_INDENT));
        assert!(enclosed("def f():\n    a(); b()\n    d()\n").is_err());
    }

    #[test]
    fn a_statement_moves_behind_its_block() {
        let moved = |text: &str| {
            on_last_function(text, |layout, body| {
                let Some(Stmt::With(node)) = body.first() else { panic!("test input starts with a with") };
                let [.., previous, last] = node.body.as_slice() else { panic!("two statements") };
                move_behind(layout, last, previous, node.range())
            })
        };
        assert_eq!(
            moved("def f():\n    with x:\n        a()  # a\n\n        # why\n        b(\n            \"\"\"\n  c\"\"\"\n        )  # b\n    d()\n")
                .as_deref(),
            Ok("def f():\n    with x:\n        a()  # a\n\n    # why\n    b(\n        \"\"\"\n  c\"\"\"\n    )  # b\n    d()\n"),
        );
        assert_eq!(
            moved("def f():\n    with x:\n        a()\n        b()").as_deref(),
            Ok("def f():\n    with x:\n        a()\n    b()")
        );
        for (text, why) in [
            ("def f():\n    with x:\n        a()\n        # one\n\n        b()\n", COMMENT),
            ("def f():\n    with x:\n        a()\n        b()\n        # end\n", COMMENT),
            ("def f():\n    with x:\n        a()\n        b(\n    1)\n", INDENT),
        ] {
            assert_eq!(moved(text), Err(why), "{text}");
        }
        assert!(moved("def f():\n    with x:\n        a(); b()\n").is_err());
    }

    #[test]
    fn a_statement_moves_in_front_of_its_block() {
        let moved = |text: &str| {
            on_last_function(text, |layout, body| {
                let Some(Stmt::Try(node)) = body.last() else { panic!("test input ends with a try") };
                move_out(layout, &node.body[0], &node.body[1], node.range())
            })
        };
        assert_eq!(
            moved("def f():\n    try:\n        a()  # take\n\n        b()\n    finally:\n        c()\n")
                .as_deref(),
            Ok("def f():\n    a()  # take\n    try:\n        b()\n    finally:\n        c()\n"),
        );
        assert_eq!(
            moved("def f():\n    # why\n    try:\n        a()\n        b()\n    finally:\n        c()\n")
                .as_deref(),
            Ok("def f():\n    a()\n    # why\n    try:\n        b()\n    finally:\n        c()\n"),
        );
        assert_eq!(
            moved(
                "def f():\n    # why\n    try:\n        a()  # a\n        b()\n    finally:\n        c()\n"
            ),
            Err(COMMENT)
        );
        assert_eq!(
            moved("def f():\n    try:\n        # a\n        a()\n        b()\n    finally:\n        c()\n"),
            Err(COMMENT)
        );
    }
}
