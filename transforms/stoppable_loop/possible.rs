//! Whether the conditions of a way round a loop can hold together, and beside what is tested in front of the loop: each has
//! something of its own to depend on. Refuses whatever it does not see through.

use crate::facts::Facts;
use crate::syntax::ast::{CmpOp, Number};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Stmt, walk};

use super::reads::{Reader, Root, Roots, is_literal};
use super::site::Loop;
use super::sizes;

/// What is asked of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// Whether it is true.
    Truth,
    /// Whether there is anything in it, by a `for`.
    Items,
}

/// A condition of a way, which nothing in it can be taken apart from.
#[derive(Clone, Debug)]
pub(super) struct Condition<'a> {
    /// What is tested.
    pub test: &'a Expr,
    /// What of it.
    pub asks: Asks,
    /// How it turns out on this way.
    pub holds: bool,
    /// What decides that, at the start of an iteration.
    pub roots: Roots<'a>,
    /// The text, and which values the names in it have.
    pub key: String,
    /// Whether nothing that it reads has been set before in the iteration.
    pub fresh: bool,
}

impl<'a> Condition<'a> {
    /// Whether it says what another one says.
    pub fn is_same(&self, other: &Condition<'a>) -> bool {
        self.key == other.key && self.holds == other.holds && self.asks == other.asks
    }
}

/// Whether the conditions can hold at once, where the guards hold too. Each has to depend on something that the others do
/// not depend on, once those of which that is shown are left out; conditions that share all that they depend on may exclude
/// each other.
pub(super) fn together<'a>(
    reader: &Reader<'_, 'a>,
    conditions: &[Condition<'a>],
    guards: &[Condition<'a>],
) -> bool {
    if !conditions.iter().all(|condition| attainable(reader, condition)) {
        return false;
    }
    let mut open: Vec<&Condition<'a>> = Vec::new();
    for condition in conditions.iter().chain(guards) {
        if !open.iter().any(|other| other.is_same(condition)) {
            open.push(condition);
        }
    }
    while !open.is_empty() {
        let own = |index: usize, root: &Root<'a>| {
            open.iter().enumerate().all(|(at, other)| at == index || !other.roots.contains(root))
        };
        let Some(free) = (0..open.len()).find(|&index| open[index].roots.iter().any(|root| own(index, root)))
        else {
            return sizes::fit(reader, &open);
        };
        open.remove(free);
    }
    true
}

/// What is tested in front of a loop, so that it holds where the loop starts: `if not rows: return`, and the `if` that it
/// stands in. What the instance holds may have changed since where the loop can suspend.
pub(super) fn guards<'a>(reader: &Reader<'_, 'a>, found: &Loop<'a>) -> Vec<Condition<'a>> {
    let facts = reader.facts;
    let suspends = facts.suspends(found.body);
    let mut guards = Vec::new();
    let mut add = |test: &'a Expr, holds: bool| {
        let mut named = Roots::new();
        walk::subexpressions(test, &mut |part| {
            if let Expr::Name(name) = part {
                named.insert(Root::Name(name.id.as_str()));
            }
        });
        let mut roots = reader.reads(test).unwrap_or(named);
        roots.retain(|root| !suspends || matches!(root, Root::Name(_)));
        if !roots.is_empty() {
            let key = key(facts.text(test), roots.iter().map(|_| 0));
            guards.push(Condition { test, asks: Asks::Truth, holds, roots, key, fresh: true });
        }
    };
    let leaves = |suite: &[Stmt]| {
        matches!(suite.last(), Some(Stmt::Return(_) | Stmt::Raise(_) | Stmt::Continue(_) | Stmt::Break(_)))
    };
    let mut inner = found.id;
    loop {
        if let Some((suite, index)) = facts.tree.suite(inner) {
            for before in &suite[..index] {
                match before {
                    Stmt::If(node) if leaves(&node.body) => add(&node.test, false),
                    Stmt::Assert(node) => add(&node.test, true),
                    _ => {}
                }
            }
        }
        let outer = facts.tree.ancestors(inner).find(|&id| facts.tree.node(id).is_statement());
        let Some(outer) = outer.filter(|&outer| outer != found.function) else { return guards };
        match facts.tree.node(outer) {
            AnyNodeRef::StmtIf(node) => add(
                &node.test,
                node.body.iter().any(|stmt| AnyNodeRef::from(stmt).ptr_eq(facts.tree.node(inner))),
            ),
            AnyNodeRef::StmtWhile(node) => add(&node.test, true),
            _ => {}
        }
        inner = outer;
    }
}

/// The key of a condition: its text, and how often what it reads has been set.
pub(super) fn key(text: &str, times: impl Iterator<Item = u32>) -> String {
    times.fold(text.to_string(), |key, times| format!("{key} {times}"))
}

/// Whether an attribute of the instance ever gets a value for which the condition turns out so. Only constants say no.
fn attainable<'a>(reader: &Reader<'_, 'a>, condition: &Condition<'a>) -> bool {
    match condition.test {
        Expr::Compare(node) => match (node.ops.as_ref(), node.comparators.as_ref()) {
            ([op @ (CmpOp::Is | CmpOp::IsNot)], [Expr::NoneLiteral(_)]) => {
                let none = condition.holds == (*op == CmpOp::Is);
                any_value(reader, &node.left, &|value| value.is_none_literal_expr() == none)
            }
            _ => true,
        },
        test => any_value(reader, test, &|value| truth(value).is_none_or(|truth| truth == condition.holds)),
    }
}

/// What an attribute of the instance, or a local that is set once, is given: whether any of it fits, or is not known.
fn any_value<'a>(reader: &Reader<'_, 'a>, expr: &'a Expr, fits: &dyn Fn(&Expr) -> bool) -> bool {
    if let Expr::Name(name) = expr {
        return reader.only_value(name).is_none_or(|value| !is_display(value) || fits(value));
    }
    let Some(name) = reader.plain_attribute(expr) else { return true };
    let facts: &Facts<'a> = reader.facts;
    let at: NodeId = reader.at;
    let Some((class, _)) = facts.this(at) else { return true };
    if !facts.project.patched().files(name).is_empty() {
        return true;
    }
    facts.family(class).iter().flat_map(|class| class.writes_of(name)).any(|write| match write.value {
        Some(value) if !write.opaque && (is_literal(value) || is_display(value)) => fits(value),
        // A declaration without a value gives none.
        None => write.opaque || write.annotation.is_none() || write.method.is_none(),
        Some(_) => true,
    })
}

/// Whether a value is a new container with items in it, or none.
fn is_display(value: &Expr) -> bool {
    matches!(value, Expr::List(_) | Expr::Set(_) | Expr::Dict(_))
}

/// Whether a value is true. A new container that is empty may be filled; one that is not is taken to stay so.
fn truth(value: &Expr) -> Option<bool> {
    match value {
        Expr::NoneLiteral(_) => Some(false),
        Expr::BooleanLiteral(literal) => Some(literal.value),
        Expr::NumberLiteral(literal) => match &literal.value {
            Number::Int(value) => Some(value.as_u64() != Some(0)),
            _ => None,
        },
        Expr::StringLiteral(literal) => Some(!literal.value.is_empty()),
        Expr::BytesLiteral(literal) => Some(!literal.value.is_empty()),
        Expr::Tuple(tuple) => Some(!tuple.elts.is_empty()),
        Expr::List(list) => (!list.elts.is_empty()).then_some(true),
        Expr::Set(_) => Some(true),
        Expr::Dict(dict) => (!dict.items.is_empty()).then_some(true),
        _ => None,
    }
}
