//! What the two ways do: the statements that make and store an entry, and those that take one that is there. Says where
//! they do more than that.

use super::shape::{More, Outcome};
use crate::facts::Facts;
use crate::syntax::{Expr, Ranged, Stmt, TextRange};

/// How the creating way ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It runs on.
    Fall,
    /// It returns the new entry.
    Return,
}

/// Statements that make and store an entry, and do nothing else.
pub(super) struct Created<'a> {
    /// What is stored.
    pub value: &'a Expr,
    /// The local names that hold it.
    pub names: Vec<&'a str>,
    /// How it ends.
    pub end: End,
    /// The last statement.
    pub last: TextRange,
}

/// Whether two expressions are written alike; a tuple may have its parentheses or not.
pub(super) fn same(facts: &Facts<'_>, one: &Expr, two: &Expr) -> bool {
    match (one, two) {
        (Expr::Tuple(one), Expr::Tuple(two)) => {
            one.elts.len() == two.elts.len()
                && one.elts.iter().zip(&two.elts).all(|(one, two)| same(facts, one, two))
        }
        _ => facts.text(one) == facts.text(two),
    }
}

/// Whether an expression is the entry `d[k]`.
pub(super) fn takes_entry(facts: &Facts<'_>, expr: &Expr, dict: &Expr, key: &Expr) -> bool {
    matches!(expr, Expr::Subscript(item) if same(facts, &item.value, dict) && same(facts, &item.slice, key))
}

/// Reads statements that make and store an entry.
///
/// # Errors
/// The first statement that does something else.
pub(super) fn created<'a>(
    facts: &Facts<'a>,
    suite: &'a [Stmt],
    dict: &Expr,
    key: &Expr,
) -> Result<Created<'a>, More> {
    let entry = |expr: &Expr| takes_entry(facts, expr, dict, key);
    let mut value: Option<&'a Expr> = None;
    let mut names: Vec<&'a str> = Vec::new();
    let mut stored = None;
    for stmt in suite {
        let more = || More { range: stmt.range(), what: "the body does more than create it" };
        let holds = |names: &[&str], expr: &Expr| matches!(expr, Expr::Name(name) if names.contains(&name.id.as_str()));
        let (targets, given): (Vec<&'a Expr>, &'a Expr) = match stmt {
            Stmt::Pass(_) => continue,
            Stmt::Assign(assign) => (assign.targets.iter().collect(), &assign.value),
            Stmt::AnnAssign(assign) => match assign.value.as_deref() {
                Some(value) if assign.target.is_name_expr() => (vec![&assign.target], value),
                _ => return Err(more()),
            },
            Stmt::Return(node) if stored.is_some() => {
                let returned =
                    node.value.as_deref().is_some_and(|value| entry(value) || holds(&names, value));
                return match (returned, value) {
                    (true, Some(value)) => Ok(Created { value, names, end: End::Return, last: stmt.range() }),
                    _ => Err(more()),
                };
            }
            _ => return Err(more()),
        };
        let stores = targets.iter().any(|target| entry(target));
        let mut bound = Vec::new();
        for target in targets.into_iter().filter(|target| !entry(target)) {
            let Expr::Name(name) = target else { return Err(more()) };
            bound.push(name.id.as_str());
        }
        match (stores, stored.is_some()) {
            // `v = d[k] = V()`, or `d[k] = v` behind `v = V()`.
            (true, false) => {
                if value.is_some() && !holds(&names, given) {
                    return Err(more());
                }
                value = value.or(Some(given));
                stored = Some(stmt.range());
            }
            // `v = V()`.
            (false, false) if value.is_none() && bound.len() == 1 => value = Some(given),
            // `v = d[k]` behind it.
            (false, true) if entry(given) || holds(&names, given) => stored = Some(stmt.range()),
            _ => return Err(more()),
        }
        names.extend(bound);
    }
    match (value, stored) {
        (Some(value), Some(last)) => Ok(Created { value, names, end: End::Fall, last }),
        _ => {
            let range = suite.first().map_or(TextRange::default(), Ranged::range);
            Err(More { range, what: "it is stored in some cases only" })
        }
    }
}

/// Reads statements that take an entry that is there. `held`: the name that holds it already.
///
/// # Errors
/// The first statement that does something else.
pub(super) fn present<'a>(
    facts: &Facts<'a>,
    suite: &'a [Stmt],
    dict: &Expr,
    key: &Expr,
    held: Option<&'a str>,
) -> Result<Outcome<'a>, More> {
    let own = |expr: &Expr| {
        takes_entry(facts, expr, dict, key)
            || matches!((expr, held), (Expr::Name(name), Some(held)) if name.id.as_str() == held)
    };
    match suite {
        [] | [Stmt::Pass(_)] => Ok(held.map_or(Outcome::Nothing, Outcome::Bind)),
        [Stmt::Return(node)] if node.value.as_deref().is_some_and(own) => Ok(Outcome::Return),
        [Stmt::Expr(node)] if own(&node.value) => Ok(Outcome::Nothing),
        [Stmt::Assign(assign)] if own(&assign.value) => match assign.targets.as_slice() {
            [Expr::Name(name)] => Ok(Outcome::Bind(name.id.as_str())),
            _ => Err(More { range: suite[0].range(), what: "an entry that is there is stored elsewhere" }),
        },
        [first, ..] => {
            Err(More { range: first.range(), what: "something else is done with an entry that is there" })
        }
    }
}
