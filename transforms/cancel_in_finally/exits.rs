//! How statements leave their suite other than by an exception: what a `finally` would then run, and what it would not
//! reach. Judges nothing.

use crate::syntax::{Expr, Ranged, Stmt, TextRange, walk};

use super::flow::Level;

/// A place that leaves, and how: `returns`, `breaks`, `continues`, `yields`.
pub type Exit = (TextRange, &'static str);

/// The statements that leave `stmt` other than by an exception, in source order: `return`, and `break` and `continue` of
/// a loop outside it; and every `yield`, at which a generator may be left for good.
pub fn all_in(stmt: &Stmt) -> Vec<Exit> {
    let mut found: Vec<Exit> = Vec::new();
    walk::expressions(std::slice::from_ref(stmt), &mut |expr| {
        if matches!(expr, Expr::Yield(_) | Expr::YieldFrom(_)) {
            found.push((expr.range(), "yields"));
        }
    });
    walk::exits(stmt, &mut |stmt| {
        let how = match stmt {
            Stmt::Return(_) => "returns",
            Stmt::Break(_) => "breaks",
            _ => "continues",
        };
        found.push((stmt.range(), how));
    });
    found.sort_by_key(|(range, _)| range.start());
    found
}

/// What gets past a place today without it, of the statements before it in its suites: `levels` are those suites, and
/// `start` where the wrapped part starts in the innermost.
pub fn before(levels: &[Level<'_>], start: usize) -> Vec<Exit> {
    let mut found: Vec<Exit> = levels
        .iter()
        .enumerate()
        .flat_map(|(at, level)| &level.suite[..if at == 0 { start } else { level.index }])
        .flat_map(all_in)
        .filter(|(_, how)| *how != "yields")
        .collect();
    found.sort_by_key(|(range, _)| range.start());
    found
}

/// The first `raise` that runs in the same function.
pub fn raise_in(stmt: &Stmt) -> Option<TextRange> {
    let mut found = None;
    walk::statements(std::slice::from_ref(stmt), &mut |inner| {
        if matches!(inner, Stmt::Raise(_)) {
            found.get_or_insert(inner.range());
        }
    });
    found
}

/// The first `raise` outside of a handler: it is no answer to what an await has raised.
pub fn raises_on_purpose(stmts: &[Stmt]) -> Option<TextRange> {
    let mut handled: Vec<TextRange> = Vec::new();
    let mut raises: Vec<TextRange> = Vec::new();
    walk::statements(stmts, &mut |inner| match inner {
        Stmt::Try(node) => handled.extend(node.handlers.iter().map(Ranged::range)),
        Stmt::Raise(_) => raises.push(inner.range()),
        _ => {}
    });
    raises.into_iter().find(|range| !handled.iter().any(|handler| handler.contains_range(*range)))
}
