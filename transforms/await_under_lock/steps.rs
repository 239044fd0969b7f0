//! What one function waits for, place by place: calls of the given files' functions, which [`super::reach`] follows, and
//! all else, told apart by the table of [`super::outside`]. Judges nothing.

use crate::facts::{Facts, FunctionRef};
use crate::syntax::{AnyNodeRef, NodeId, Ranged, Stmt, TextRange, ast, walk};
use crate::tasks::callees::Target;

use super::awaited::Reader;
use super::lock::Lock;
use super::outside::Kind;

/// A function that can be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Callee {
    /// Of the given files.
    Given(FunctionRef),
    /// Of the judged file, which stands alone.
    Here(NodeId),
}

/// What happens at a place at which a function waits.
#[derive(Clone, Debug)]
pub(super) enum Does {
    /// One of these runs; whether on the same object.
    Runs(Vec<Callee>, bool),
    /// It waits for this; and why that is known, where it is not plain.
    Waits(Kind, String),
    /// It takes a lock.
    Takes(Box<Lock>),
    /// It waits until somebody notifies a condition, and lets go of it meanwhile.
    Notified(Box<Lock>),
    /// Nobody knows, and why.
    Unknown(String),
}

/// Why a callback is one: whoever calls the function gives it.
pub(super) const GIVEN: &str = "it is a parameter";

/// A place at which a function waits.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// The file's number, if it is one of the given files.
    pub file: Option<u32>,
    /// The whole `await`, or the header of the loop or block.
    pub range: TextRange,
    pub line: usize,
    /// What is awaited, on one line.
    pub shown: String,
    /// What bounds its time.
    pub bound: Option<String>,
    /// The attribute of `self` that the awaited method is one of: `_writer`.
    pub on: Option<String>,
    pub does: Does,
}

/// The places in a range of a function at which it waits, in order.
pub(super) fn inside<'a>(facts: &Facts<'a>, function: NodeId, within: TextRange) -> Vec<Step> {
    read(facts, function, within, true)
}

/// The same, but nobody looks at who empties the queues.
pub(super) fn plainly_inside<'a>(facts: &Facts<'a>, function: NodeId, within: TextRange) -> Vec<Step> {
    read(facts, function, within, false)
}

/// What entering some of the contexts of a block waits for.
pub(super) fn entering<'a>(facts: &Facts<'a>, block: NodeId, items: &'a [ast::WithItem]) -> Vec<Step> {
    let mut reader = Reader {
        facts,
        steps: Vec::new(),
        at: block,
        range: TextRange::default(),
        bound: None,
        queues: true,
    };
    for item in items {
        reader.range = item.context_expr.range();
        reader.entered(&item.context_expr);
    }
    reader.steps
}

fn read<'a>(facts: &Facts<'a>, function: NodeId, within: TextRange, queues: bool) -> Vec<Step> {
    let mut reader = Reader { facts, steps: Vec::new(), at: function, range: within, bound: None, queues };
    let tree = facts.tree;
    for id in tree.descendants(function) {
        let node = tree.node(id);
        if !within.contains_range(node.range()) || tree.scope(id) != function {
            continue;
        }
        reader.at = id;
        reader.range = node.range();
        reader.bound = facts.timeout_around(id).filter(|bound| !bound.never).map(|bound| bound.by);
        match node {
            AnyNodeRef::ExprAwait(node) => reader.awaited(&node.value, None),
            AnyNodeRef::StmtFor(node) if node.is_async => {
                reader.range = node.iter.range();
                reader.iterated(&node.iter);
            }
            AnyNodeRef::Comprehension(node) if node.is_async => {
                reader.range = node.iter.range();
                reader.iterated(&node.iter);
            }
            AnyNodeRef::StmtWith(node) if node.is_async => {
                for item in &node.items {
                    reader.range = item.context_expr.range();
                    reader.entered(&item.context_expr);
                }
            }
            AnyNodeRef::ExprYield(_) | AnyNodeRef::ExprYieldFrom(_) => {
                reader.push("yield".into(), None, Does::Waits(Kind::Consumer, String::new()));
            }
            _ => {}
        }
    }
    reader.steps
}

/// What the caller waits for who awaits what a plain function returns.
pub(super) fn returned<'a>(facts: &Facts<'a>, function: NodeId, body: &'a [Stmt]) -> Vec<Step> {
    let mut reader = Reader {
        facts,
        steps: Vec::new(),
        at: function,
        range: TextRange::default(),
        bound: None,
        queues: true,
    };
    walk::statements(body, &mut |stmt| {
        let Stmt::Return(node) = stmt else { return };
        let Some(value) = node.value.as_deref() else { return };
        reader.at = facts.tree.id(stmt);
        reader.range = value.range();
        reader.awaited(value, None);
    });
    reader.steps
}

pub(super) fn given(facts: &Facts<'_>, target: Target) -> Callee {
    match target {
        Target::There(function) => Callee::Given(function),
        Target::Here(id) => facts.function_ref(id).map_or(Callee::Here(id), Callee::Given),
    }
}
