//! Comments of a file: where they are, whether they stand alone, and whether one gives a reason.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::layout::Layout;
use super::walk::words;

/// A comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From the `#` to the end of the line.
    pub range: TextRange,
    /// Whether only white space stands before it on its line.
    pub own_line: bool,
}

/// All comments, in order.
pub fn comments(layout: &Layout<'_>) -> Vec<Comment> {
    layout
        .tokens()
        .iter()
        .filter(|token| token.kind() == TokenKind::Comment)
        .map(|token| Comment { range: token.range(), own_line: layout.starts_line(token.start()) })
        .collect()
}

/// Words that restate an empty handler instead of giving a reason for it.
const RESTATING: &[&str] = &[
    "a",
    "all",
    "an",
    "and",
    "any",
    "anything",
    "are",
    "bare",
    "be",
    "by",
    "catch",
    "caught",
    "continue",
    "do",
    "error",
    "errors",
    "everything",
    "except",
    "exception",
    "exceptions",
    "failure",
    "failures",
    "fine",
    "fixme",
    "for",
    "happen",
    "happens",
    "here",
    "hide",
    "ignore",
    "ignored",
    "ignores",
    "ignoring",
    "in",
    "is",
    "issue",
    "issues",
    "it",
    "just",
    "keep",
    "go",
    "going",
    "proceed",
    "log",
    "maybe",
    "nothing",
    "now",
    "of",
    "ok",
    "okay",
    "on",
    "pass",
    "problem",
    "problems",
    "return",
    "safely",
    "should",
    "silence",
    "silent",
    "silently",
    "skip",
    "so",
    "suppress",
    "swallow",
    "that",
    "the",
    "them",
    "there",
    "these",
    "this",
    "those",
    "to",
    "todo",
    "try",
    "we",
    "will",
    "with",
    "xxx",
    "you",
];

/// Comments that speak to tools.
const DIRECTIVES: &[&str] = &[
    "noqa",
    "type:",
    "pragma:",
    "pylint:",
    "pyright:",
    "mypy:",
    "fmt:",
    "isort:",
    "nosec",
    "ruff:",
    "flake8:",
    "amends:",
    "nosemgrep",
    "pyre-",
    "lgtm",
];

/// The words of a comment that give a reason, if it gives one: at least two words that do more than
/// restate "ignore the error", not counting directives to tools and to-do notes.
pub fn reason(comment: &str) -> Option<&str> {
    let text = comment.trim_start_matches(['#', '!', ' ', '\t']).trim_end();
    let lower = text.to_lowercase();
    if DIRECTIVES.iter().any(|directive| lower.starts_with(directive)) {
        return None;
    }
    if ["todo", "fixme", "xxx", "hack"].iter().any(|note| lower.starts_with(note)) {
        return None;
    }
    if is_code(text) {
        return None;
    }
    let telling = words(&lower).iter().filter(|word| !RESTATING.contains(&word.as_str())).count();
    (telling >= 2).then_some(text)
}

/// Whether a comment is code that was commented out: it parses, as more than a name or a plain value.
fn is_code(text: &str) -> bool {
    let Ok(parsed) = ruff_python_parser::parse_module(text) else { return false };
    !matches!(parsed.suite().as_slice(), [] | [Stmt::Expr(_)])
        || parsed.suite().iter().any(
            |stmt| matches!(stmt, Stmt::Expr(expr) if matches!(*expr.value, Expr::Call(_) | Expr::Await(_))),
        )
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn what_gives_a_reason() {
        for comment in ["# the peer may already be gone", "# best effort", "#: already closed by the pool"] {
            assert!(reason(comment).is_some(), "{comment}");
        }
        for comment in [
            "# ignore",
            "# Ignore errors",
            "# ignore close errors",
            "# noqa: S110 because reasons given",
            "# pragma: no cover",
            "# TODO: handle the broken pipe",
            "#",
            "# nothing to do here",
            "# just pass",
            "# await self.reset(peer)",
            "# retries = limit + backoff",
        ] {
            assert!(reason(comment).is_none(), "{comment}");
        }
    }
}
