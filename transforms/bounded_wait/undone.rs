//! What is set before a wait and set back behind it: a `TimeoutError` that leaves the wait skips it. Says which line;
//! AM503 mends it.

use crate::facts::Facts;
use crate::syntax::{Expr, NodeId, Ranged, Stmt, TextRange, ast, walk};

/// The statement behind a wait, in the same suite, that sets back what a statement before the wait has set:
/// `self._waiters += 1` and `-= 1`, `self._busy = True` and `= False`, `acquire()` and `release()`.
pub(super) fn skipped(at: NodeId, facts: &Facts<'_>) -> Option<TextRange> {
    let (suite, index) = facts.tree.suite(facts.tree.statement(at)?)?;
    let before: Vec<(Half, String)> = suite[..index].iter().filter_map(half).collect();
    let reached =
        suite[index + 1..].iter().take_while(|stmt| !matches!(stmt, Stmt::Return(_) | Stmt::Raise(_)));
    reached.into_iter().find_map(|stmt| {
        let (back, target) = half(stmt)?;
        let set = match back {
            Half::Down => Half::Up,
            Half::False => Half::True,
            Half::Release => Half::Acquire,
            _ => return None,
        };
        before.contains(&(set, target)).then(|| stmt.range())
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Up,
    Down,
    True,
    False,
    Acquire,
    Release,
}

fn half(stmt: &Stmt) -> Option<(Half, String)> {
    let (half, target) = match stmt {
        Stmt::AugAssign(node) => match node.op {
            ast::Operator::Add => (Half::Up, node.target.as_ref()),
            ast::Operator::Sub => (Half::Down, node.target.as_ref()),
            _ => return None,
        },
        Stmt::Assign(node) => match (node.targets.as_slice(), node.value.as_ref()) {
            ([target], Expr::BooleanLiteral(set)) if set.value => (Half::True, target),
            ([target], Expr::BooleanLiteral(_)) => (Half::False, target),
            _ => return None,
        },
        Stmt::Expr(node) => {
            let value = match node.value.as_ref() {
                Expr::Await(awaited) => awaited.value.as_ref(),
                other => other,
            };
            let Expr::Call(call) = value else { return None };
            let Expr::Attribute(method) = call.func.as_ref() else { return None };
            match method.attr.as_str() {
                "acquire" => (Half::Acquire, method.value.as_ref()),
                "release" => (Half::Release, method.value.as_ref()),
                _ => return None,
            }
        }
        _ => return None,
    };
    // A local of the function is gone with it.
    let names = walk::dotted(target)?;
    (names.len() > 1 || matches!(half, Half::Acquire | Half::Release)).then(|| (half, names.join(".")))
}
