//! The laws that every planned change is checked against before anybody sees it. Changes nothing.
//!
//! Law numbers are those of `docs/laws.md`. Law 1 (bytes outside the edits) holds by construction of
//! [`crate::edit::apply`]; law 3 (running again changes nothing) is the pipeline's loop.

use ruff_python_ast::token::{Token, TokenKind};

use crate::edit::Edit;
use crate::syntax::{Module, Ranged, SyntaxProblem, concrete_error_count, parse};

/// A law that a change breaks: a bug in a transform, so the change is dropped and reported.
#[derive(Debug, thiserror::Error)]
pub enum Violation {
    /// Law 2, typed parser.
    #[error("the result does not parse: line {}: {}", .0.line, .0.message)]
    Syntax(SyntaxProblem),
    /// Law 2, tree-sitter.
    #[error("the result has {after} error nodes in the concrete tree where there were {before}")]
    ConcreteTree {
        /// Before the edits.
        before: usize,
        /// After them.
        after: usize,
    },
    /// Law 4: a comment is gone or out of order.
    #[error("the comment `{0}` is lost")]
    CommentLost(String),
    /// Law 4: a comment stands at another statement.
    #[error("the comment `{0}` has moved to another statement")]
    CommentMoved(String),
    /// Law 5: an import is there twice.
    #[error("`{0}` is imported twice")]
    ImportedTwice(String),
}

/// Checks a change of one file. `edits` must be what turned `before` into `after`.
///
/// # Errors
/// The first law that is broken.
pub fn verify(before: &str, old: &Module, after: &str, edits: &[Edit]) -> Result<Module, Violation> {
    let new = parse(after).map_err(Violation::Syntax)?;
    let errors = concrete_error_count(after);
    if errors > 0 {
        let had = concrete_error_count(before);
        if errors > had {
            return Err(Violation::ConcreteTree { before: had, after: errors });
        }
    }
    comments_kept(before, old, after, &new, edits)?;
    imported_once(edits)?;
    Ok(new)
}

/// Where old offsets are in the new text.
struct Moves<'e> {
    edits: &'e [&'e Edit],
    /// How far the text behind each edit has moved.
    shifts: Vec<isize>,
}

impl<'e> Moves<'e> {
    /// `edits` in the order of their offsets.
    fn new(edits: &'e [&'e Edit]) -> Self {
        let mut shift = 0;
        let mut shifts = Vec::with_capacity(edits.len());
        for edit in edits {
            shift += edit.text.len() as isize - (edit.end - edit.start) as isize;
            shifts.push(shift);
        }
        Moves { edits, shifts }
    }

    /// `None` inside a replaced range.
    fn map(&self, offset: usize) -> Option<usize> {
        let done = self.edits.partition_point(|edit| edit.end <= offset);
        if self.edits.get(done).is_some_and(|edit| edit.start <= offset) {
            return None;
        }
        let shift = done.checked_sub(1).map_or(0, |last| self.shifts[last]);
        offset.checked_add_signed(shift)
    }

    /// Whether an old token that still exists is on another line than the new one: what is put before a
    /// statement on its own line (`task = …`) leaves the comment over it where it is.
    fn on_other_line(&self, old: Option<&Token>, new: Option<&Token>, text: &str) -> bool {
        let Some(start) = old.and_then(|old| self.map(old.start().to_usize())) else { return false };
        let line = |offset: usize| text[..offset].rfind('\n');
        new.is_none_or(|new| line(new.start().to_usize()) != line(start))
    }

    /// Whether an old token that still exists is not the new one.
    fn differs(&self, old: Option<&Token>, new: Option<&Token>) -> bool {
        let Some(start) = old.and_then(|old| self.map(old.start().to_usize())) else { return false };
        new.is_none_or(|new| new.start().to_usize() != start)
    }
}

fn is_significant(token: &Token) -> bool {
    !matches!(
        token.kind(),
        TokenKind::Comment
            | TokenKind::Newline
            | TokenKind::NonLogicalNewline
            | TokenKind::Indent
            | TokenKind::Dedent
            | TokenKind::EndOfFile
    )
}

/// Whether an edit puts comments in the place of comments, of which the token is one.
fn rewrites(edit: &Edit, before: &str, token: &Token) -> bool {
    let only_comments = |text: &str| text.lines().all(|line| line.trim_start().starts_with('#'));
    let inside = edit.start <= token.start().to_usize() && token.end().to_usize() <= edit.end;
    inside
        && !edit.text.is_empty()
        && only_comments(&before[edit.start..edit.end])
        && only_comments(&edit.text)
}

fn comments_kept(
    before: &str,
    old: &Module,
    after: &str,
    new: &Module,
    edits: &[Edit],
) -> Result<(), Violation> {
    let mut ordered: Vec<&Edit> = edits.iter().collect();
    ordered.sort_by_key(|edit| (edit.start, edit.end));
    let moves = Moves::new(&ordered);
    let (old_tokens, new_tokens) = (Neighbours::new(before, old), Neighbours::new(after, new));
    let mut searched = 0;
    for (index, token) in
        old_tokens.tokens.iter().enumerate().filter(|(_, token)| token.kind() == TokenKind::Comment)
    {
        let text = &before[token.range()];
        let is_it = |place: usize| {
            let token = new_tokens.tokens[place];
            token.kind() == TokenKind::Comment && after[token.range()] == *text
        };
        // Prefer the exact place over the next comment of the same text.
        let exact = moves
            .map(token.start().to_usize())
            .and_then(|start| new_tokens.at(start))
            .filter(|&place| place >= searched && is_it(place));
        // A comment that is written anew: the edit has nothing but comments, before and after.
        if ordered.iter().any(|edit| rewrites(edit, before, token)) {
            continue;
        }
        let place = exact.or_else(|| (searched..new_tokens.tokens.len()).find(|&place| is_it(place)));
        let Some(place) = place else { return Err(Violation::CommentLost(text.into())) };
        searched = place + 1;
        let line = before[..token.start().to_usize()].rfind('\n').map_or(0, |at| at + 1);
        let own_line = before[line..token.start().to_usize()].trim().is_empty();
        let moved = if own_line {
            let owner = old_tokens.next[index];
            // What heads a file (licence, shebang), or a section with a blank line behind it, belongs to no
            // statement.
            let head = old_tokens.previous[index].is_none();
            !head && !old_tokens.detached[index] && moves.on_other_line(owner, new_tokens.next[place], after)
        } else {
            moves.differs(old_tokens.previous[index], new_tokens.previous[place])
        };
        if moved {
            return Err(Violation::CommentMoved(text.into()));
        }
    }
    Ok(())
}

/// The tokens of a file, and for each what stands next to it. Computed once, so that a file that is all
/// comments costs no more than another.
struct Neighbours<'m> {
    tokens: Vec<&'m Token>,
    /// The significant token before.
    previous: Vec<Option<&'m Token>>,
    /// The significant token behind.
    next: Vec<Option<&'m Token>>,
    /// For comments: whether a blank line stands behind, before anything but other comments.
    detached: Vec<bool>,
}

impl<'m> Neighbours<'m> {
    fn new(text: &str, module: &'m Module) -> Self {
        let tokens: Vec<&Token> = module.tokens().iter().collect();
        let mut previous = Vec::with_capacity(tokens.len());
        let mut last = None;
        for token in &tokens {
            previous.push(last);
            if is_significant(token) {
                last = Some(*token);
            }
        }
        let mut next = vec![None; tokens.len()];
        let mut detached = vec![true; tokens.len()];
        let mut following = None;
        // The next comment or significant token, and whether what it heads or belongs to is cut off.
        let mut behind: Option<(usize, bool)> = None;
        for (index, token) in tokens.iter().enumerate().rev() {
            next[index] = following;
            let is_comment = token.kind() == TokenKind::Comment;
            if is_comment && let Some((start, cut_off)) = behind {
                detached[index] = cut_off || text[token.end().to_usize()..start].matches('\n').count() > 1;
            }
            if is_significant(token) {
                following = Some(*token);
                behind = Some((token.start().to_usize(), false));
            } else if is_comment {
                behind = Some((token.start().to_usize(), detached[index]));
            }
        }
        Neighbours { tokens, previous, next, detached }
    }

    /// The comment that starts at an offset.
    fn at(&self, start: usize) -> Option<usize> {
        let first = self.tokens.partition_point(|token| token.start().to_usize() < start);
        (first..self.tokens.len())
            .take_while(|&index| self.tokens[index].start().to_usize() == start)
            .find(|&index| self.tokens[index].kind() == TokenKind::Comment)
    }
}

/// The same import line must not be inserted at two places.
fn imported_once(edits: &[Edit]) -> Result<(), Violation> {
    let mut seen: Vec<&str> = Vec::new();
    for edit in edits {
        for line in edit.text.lines().filter(|line| line.starts_with("import ") || line.starts_with("from "))
        {
            if seen.contains(&line) {
                return Err(Violation::ImportedTwice(line.into()));
            }
            seen.push(line);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, edits: &[(usize, usize, &str)]) -> Result<(), Violation> {
        let edits: Vec<Edit> =
            edits.iter().map(|&(start, end, text)| Edit { start, end, text: text.into() }).collect();
        let after = crate::edit::apply(before, &edits).expect("test edits apply");
        let old = parse(before).expect("test input parses");
        verify(before, &old, &after, &edits).map(|_| ())
    }

    #[test]
    fn a_result_that_does_not_parse_is_refused() {
        assert!(matches!(check("x = 1\n", &[(4, 5, "(")]), Err(Violation::Syntax(_))));
        assert!(
            matches!(check("if x:\n    pass\n", &[(10, 14, "")]), Err(Violation::Syntax(_))),
            "tree-sitter takes an empty body"
        );
    }

    #[test]
    fn a_lost_comment_is_refused() {
        assert!(matches!(check("x = 1  # one\ny = 2\n", &[(5, 12, "")]), Err(Violation::CommentLost(_))));
        assert!(
            check("# one\ny = 2\n", &[(0, 5, "# two")]).is_ok(),
            "a comment that says something else now"
        );
        assert!(matches!(check("# one\ny = 2\n", &[(0, 5, "")]), Err(Violation::CommentLost(_))));
    }

    #[test]
    fn a_comment_behind_a_replaced_statement_may_stay() {
        assert!(check("pass  # why\n", &[(0, 4, "log()")]).is_ok());
    }

    #[test]
    fn a_statement_between_a_comment_and_its_statement_is_refused() {
        assert!(matches!(
            check("a()\n# about b\nb()\n", &[(14, 14, "c()\n")]),
            Err(Violation::CommentMoved(_))
        ));
        assert!(check("a()\n# about b\nb()\n", &[(4, 4, "c()\n")]).is_ok());
    }

    #[test]
    fn comments_that_head_a_file_or_a_section_belong_to_no_statement() {
        assert!(check("# licence\nb()\n", &[(10, 10, "c()\n")]).is_ok());
        assert!(check("a()\n# section\n\nb()\n", &[(15, 15, "c()\n")]).is_ok());
        assert!(matches!(
            check("a()\n\n# about b\nb()\n", &[(15, 15, "c()\n")]),
            Err(Violation::CommentMoved(_))
        ));
    }

    #[test]
    fn a_name_put_before_a_commented_statement_is_fine() {
        assert!(check("a()\n# about b\nb()\n", &[(14, 14, "x = ")]).is_ok());
    }

    #[test]
    fn a_statement_between_code_and_its_trailing_comment_is_refused() {
        assert!(matches!(check("a()  # about a\n", &[(3, 3, "; c()")]), Err(Violation::CommentMoved(_))));
    }

    #[test]
    fn comments_of_equal_text_are_told_apart() {
        assert!(check("a()  # same\nb()  # same\n", &[(12, 12, "c()\n")]).is_ok());
        assert!(matches!(
            check("a()  # same\nb()  # same\n", &[(3, 11, "")]),
            Err(Violation::CommentLost(_) | Violation::CommentMoved(_))
        ));
    }
}
