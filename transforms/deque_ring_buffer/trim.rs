//! Statements that take entries off the front of a list: a trim to a bound, one entry, or many at once. Reads one use in
//! its own file and says it in words that outlive that file.

use crate::deques::{Fit, alike, fit, is_number};
use crate::edit::Edit;
use crate::facts::Facts;
use crate::syntax::ast::{CmpOp, Operator, UnaryOp};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};

use super::beside::{self, Beside};
use super::bound::{Bound, is_int};
use super::remove;

/// What takes entries off the front.
#[derive(Clone, Debug)]
pub struct Trim {
    /// The whole statement, with the condition around it where that is a bound.
    pub statement: TextRange,
    /// What it does.
    pub kind: Kind,
}

/// What a trim does.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Keeps no more than a bound.
    Bounded(Box<Bounded>),
    /// The same, and more: which, as a clause.
    More(&'static str),
    /// Takes the first entry, whatever the length.
    First {
        /// Whether it stands in a loop of its function.
        looped: bool,
    },
    /// Takes off many at once, or cuts it back to less than the bound.
    Bulk,
}

/// When the length is compared with the bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// `>`
    Above,
    /// `>=` or `==`
    Reached,
    /// Always: `x = x[-n:]`.
    Always,
}

/// A trim to a bound, and nothing else.
#[derive(Clone, Debug)]
pub struct Bounded {
    /// The bound.
    pub bound: Bound,
    /// Whether it certainly is an `int`.
    pub int: bool,
    /// When it trims.
    pub when: When,
    /// Whether it goes on until the bound is kept: `while`, a slice.
    pub whole: bool,
    /// Whether it is done by a slice, of which `x[-0:]` is all.
    pub sliced: bool,
    /// Whether it keeps the last entries up to the bound, instead of taking out one.
    pub keeps: bool,
    /// Whether the list is another one afterwards.
    pub rebinds: bool,
    /// What adds an entry beside it.
    pub beside: Option<Beside>,
    /// The edits that take the statement out, or why they cannot be.
    pub removal: Result<Vec<Edit>, &'static str>,
}

/// What is taken off, and whether the list is another one afterwards.
enum Removed<'a> {
    One {
        used: bool,
        rebinds: bool,
    },
    /// All but the last `limit`; by the length (`len(x) - n`), which is right only where there are more.
    Keeps {
        limit: &'a Expr,
        rebinds: bool,
        by_length: bool,
    },
    Many,
}

/// The trim that a use of a list takes part in, as what it removes from.
pub fn of<'a>(facts: &Facts<'a>, id: NodeId) -> Option<Trim> {
    let tree = facts.tree;
    let list = tree.node(id).range();
    let (removed, statement) = removed(facts, id, list)?;
    let range = tree.node(statement).range();
    let parent = tree.parent(statement)?;
    let found = |statement, kind| Some(Trim { statement, kind });
    let (guard, body, more, whole) = match tree.node(parent) {
        AnyNodeRef::StmtIf(node) if holds(&node.body, range) => {
            (Some(node.test.as_ref()), node.body.len(), !node.elif_else_clauses.is_empty(), false)
        }
        AnyNodeRef::StmtWhile(node) if holds(&node.body, range) => {
            (Some(node.test.as_ref()), node.body.len(), !node.orelse.is_empty(), true)
        }
        AnyNodeRef::ElifElseClause(node) => (node.test.as_ref(), node.body.len(), true, false),
        _ => (None, 1, false, false),
    };
    let bounded = guard.and_then(|test| compared(facts, test, list));
    let unbounded = |removed: &Removed<'a>| match removed {
        Removed::One { .. } => Kind::First { looped: !facts.loops_around(statement).is_empty() },
        _ => Kind::Bulk,
    };
    let Some((when, limit)) = bounded else {
        // A slice alone always trims.
        if let Removed::Keeps { limit, rebinds, by_length: false } = removed
            && guard.is_none_or(|test| !has_bound(facts, test, list))
        {
            let kind = trimmed(facts, statement, id, (When::Always, limit), true, (true, true, rebinds));
            return found(range, kind);
        }
        if guard.is_some_and(|test| has_bound(facts, test, list)) && !matches!(removed, Removed::Many) {
            return found(range, Kind::More("it depends on more than the length"));
        }
        return found(range, unbounded(&removed));
    };
    let whole_range = tree.node(parent).range();
    if matches!(removed, Removed::One { used: true, .. }) {
        return found(whole_range, Kind::More("what falls out is used"));
    }
    if body > 1 {
        return found(whole_range, Kind::More("it does something else, too"));
    }
    if more {
        return found(whole_range, Kind::More("it does something else where the bound is not reached"));
    }
    let (sliced, rebinds) = match removed {
        Removed::One { rebinds, .. } => (false, rebinds),
        Removed::Keeps { limit: kept, rebinds, by_length } if alike(facts, kept, limit) => {
            (!by_length, rebinds)
        }
        Removed::Keeps { .. } | Removed::Many => return found(whole_range, Kind::Bulk),
    };
    let keeps = !matches!(removed, Removed::One { .. });
    let whole = whole || keeps;
    let kind = trimmed(facts, parent, id, (when, limit), whole, (keeps, sliced, rebinds));
    found(whole_range, kind)
}

fn trimmed<'a>(
    facts: &Facts<'a>,
    statement: NodeId,
    id: NodeId,
    (when, limit): (When, &'a Expr),
    whole: bool,
    (keeps, sliced, rebinds): (bool, bool, bool),
) -> Kind {
    Kind::Bounded(Box::new(Bounded {
        bound: Bound::of(facts, limit, id),
        int: is_int(facts, limit),
        when,
        whole,
        sliced,
        keeps,
        rebinds,
        beside: beside::of(facts, statement, id, when),
        removal: remove::statement(facts, statement),
    }))
}

fn holds(body: &[Stmt], range: TextRange) -> bool {
    body.iter().any(|stmt| stmt.range() == range)
}

/// What the use at `id` takes off the front, and the statement that does.
fn removed<'a>(facts: &Facts<'a>, id: NodeId, list: TextRange) -> Option<(Removed<'a>, NodeId)> {
    let tree = facts.tree;
    let statement = tree.statement(id)?;
    match tree.node(statement) {
        // `x = x[-n:]`, read at the target.
        AnyNodeRef::StmtAssign(assign) => {
            let [target] = assign.targets.as_slice() else { return first(facts, id, statement) };
            let node = tree.node(id);
            let (target_is_list, rebinds) = match target {
                Expr::Subscript(subscript) if AnyNodeRef::from(subscript.value.as_ref()).ptr_eq(node) => {
                    let Expr::Slice(slice) = subscript.slice.as_ref() else {
                        return first(facts, id, statement);
                    };
                    if slice.lower.is_some() || slice.upper.is_some() || slice.step.is_some() {
                        return None;
                    }
                    (true, false)
                }
                target => (AnyNodeRef::from(target).ptr_eq(node), true),
            };
            if !target_is_list {
                return first(facts, id, statement);
            }
            let value = match assign.value.as_ref() {
                // `list(x[-n:])`
                Expr::Call(call)
                    if call.arguments.args.len() == 1
                        && facts.qualified(&call.func, statement).as_deref() == Some("builtins.list") =>
                {
                    &call.arguments.args[0]
                }
                other => other,
            };
            let Expr::Subscript(subscript) = value else { return None };
            if !alike(facts, subscript.value.as_ref(), list) {
                return None;
            }
            let Expr::Slice(slice) = subscript.slice.as_ref() else { return None };
            if slice.upper.is_some() || slice.step.is_some() {
                return None;
            }
            let lower = slice.lower.as_deref()?;
            let removed = match lower {
                Expr::UnaryOp(unary) if unary.op == UnaryOp::USub => {
                    Removed::Keeps { limit: &unary.operand, rebinds, by_length: false }
                }
                lower if is_number(lower, 1) => Removed::One { used: false, rebinds },
                lower => match behind_length(facts, lower, list) {
                    Some(limit) => Removed::Keeps { limit, rebinds, by_length: true },
                    None => Removed::Many,
                },
            };
            Some((removed, statement))
        }
        AnyNodeRef::StmtDelete(delete) => {
            let [Expr::Subscript(subscript)] = delete.targets.as_slice() else { return None };
            if !AnyNodeRef::from(subscript.value.as_ref()).ptr_eq(tree.node(id)) {
                return None;
            }
            let removed = match subscript.slice.as_ref() {
                slice if is_number(slice, 0) => Removed::One { used: false, rebinds: false },
                Expr::Slice(slice) if slice.lower.as_deref().is_none_or(|lower| is_number(lower, 0)) => {
                    if slice.step.is_some() {
                        return None;
                    }
                    match slice.upper.as_deref()? {
                        Expr::UnaryOp(unary) if unary.op == UnaryOp::USub => {
                            Removed::Keeps { limit: &unary.operand, rebinds: false, by_length: false }
                        }
                        upper if is_number(upper, 1) => Removed::One { used: false, rebinds: false },
                        upper => match behind_length(facts, upper, list) {
                            Some(limit) => Removed::Keeps { limit, rebinds: false, by_length: true },
                            None => Removed::Many,
                        },
                    }
                }
                _ => return None,
            };
            Some((removed, statement))
        }
        _ => first(facts, id, statement),
    }
}

/// `x.pop(0)`, wherever it stands.
fn first(facts: &Facts<'_>, id: NodeId, statement: NodeId) -> Option<(Removed<'static>, NodeId)> {
    let Fit::TakesFirst { used, .. } = fit(facts, id, false) else { return None };
    // `_ = x.pop(0)`
    let dropped = matches!(facts.tree.node(statement), AnyNodeRef::StmtAssign(assign)
        if matches!(assign.targets.as_slice(), [Expr::Name(name)] if name.id.as_str() == "_")
            && assign.value.is_call_expr());
    Some((Removed::One { used: used && !dropped, rebinds: false }, statement))
}

/// `n` of `len(x) - n`.
fn behind_length<'a>(facts: &Facts<'a>, expr: &'a Expr, list: TextRange) -> Option<&'a Expr> {
    let Expr::BinOp(operation) = expr else { return None };
    (operation.op == Operator::Sub && is_length(facts, &operation.left, list))
        .then_some(operation.right.as_ref())
}

fn is_length(facts: &Facts<'_>, expr: &Expr, list: TextRange) -> bool {
    let Expr::Call(call) = expr else { return false };
    facts.is_one_of(&call.func, facts.tree.id(expr), &["builtins.len"])
        && matches!(call.arguments.args.as_ref(), [argument] if alike(facts, argument, list))
}

/// Whether a test compares the length with a bound, whatever it asks besides.
fn has_bound<'a>(facts: &Facts<'a>, test: &'a Expr, list: TextRange) -> bool {
    let mut found = false;
    walk::subexpressions(test, &mut |expr| found |= compared(facts, expr, list).is_some());
    found
}

/// `len(x) > n` and its relatives: when, and the bound.
fn compared<'a>(facts: &Facts<'a>, test: &'a Expr, list: TextRange) -> Option<(When, &'a Expr)> {
    let Expr::Compare(compare) = test else { return None };
    let ([op], [right]) = (compare.ops.as_ref(), compare.comparators.as_ref()) else { return None };
    let left = compare.left.as_ref();
    let (op, limit) = if is_length(facts, left, list) {
        (*op, right)
    } else if is_length(facts, right, list) {
        let op = match op {
            CmpOp::Lt => CmpOp::Gt,
            CmpOp::LtE => CmpOp::GtE,
            CmpOp::Eq => CmpOp::Eq,
            _ => return None,
        };
        (op, left)
    } else {
        return None;
    };
    // `len(x) > 0` and `len(x) >= 1` ask whether there is anything.
    if is_number(limit, 0) || is_number(limit, 1) && op != CmpOp::Gt {
        return None;
    }
    match op {
        CmpOp::Gt => Some((When::Above, limit)),
        CmpOp::GtE | CmpOp::Eq => Some((When::Reached, limit)),
        _ => None,
    }
}
