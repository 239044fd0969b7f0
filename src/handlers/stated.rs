//! Reasons that comments give for dropping an exception. What a comment says is kept as evidence; whether it is true is
//! not known here.

use super::{Form, Swallow, counting};
use crate::facts::Facts;
use crate::syntax::ast::Stmt;
use crate::syntax::{self, Ranged, TextRange, TextSize, walk};
use crate::verdict::Evidence;

/// A comment in or at the handler that gives a reason, where the try body is one simple statement.
pub(super) fn stated_reason<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Evidence> {
    let [only] = swallow.body else { return None };
    let simple = matches!(
        only,
        Stmt::Expr(_)
            | Stmt::Assign(_)
            | Stmt::AnnAssign(_)
            | Stmt::Return(_)
            | Stmt::Delete(_)
            | Stmt::AugAssign(_)
    );
    if !simple || calls_in(only) > 2 {
        return None;
    }
    said(facts, swallow)
}

/// The first comment at the handler (for `suppress`, on its line) that gives a reason.
pub(super) fn said<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Evidence> {
    let end = match swallow.form {
        Form::Handler { .. } => swallow.range.end(),
        Form::Suppress { .. } => swallow.range.start(),
    };
    // The comment may stand over the whole statement, too.
    let start = match swallow.form {
        Form::Handler { parent, .. } => above(facts, parent.start()),
        Form::Suppress { node } => above(facts, node.start()),
    };
    let whole = TextRange::new(swallow.range.start(), facts.layout.line_end(end));
    let over = facts.comments_in(TextRange::new(start, swallow.statement_start()));
    let mut comments = facts.comments_in(whole).chain(over);
    // What stands behind a count is about the count.
    let behind_count = |at: TextSize| {
        swallow.handler.iter().any(|stmt| {
            facts.layout.line_start(at) == facts.layout.line_start(stmt.end())
                && at > stmt.end()
                && counting::is_count(facts, stmt)
        })
    };
    comments.find_map(|comment| {
        if behind_count(comment.range.start()) {
            return None;
        }
        let text = syntax::reason(facts.text(comment.range))?;
        Some(facts.evidence("comment", format!("the comment says: {text}"), comment.range))
    })
}

/// The start of the comment lines directly over a statement.
fn above(facts: &Facts<'_>, stmt: TextSize) -> TextSize {
    let layout = facts.layout;
    let mut start = layout.line_start(stmt);
    while start > TextSize::from(0) {
        let previous = layout.line_start(start - TextSize::from(1));
        if !layout.text()[TextRange::new(previous, start)].trim_start().starts_with('#') {
            break;
        }
        start = previous;
    }
    start
}

fn calls_in(stmt: &Stmt) -> usize {
    let mut calls = 0;
    walk::expressions(std::slice::from_ref(stmt), &mut |expr| calls += usize::from(expr.is_call_expr()));
    calls
}
