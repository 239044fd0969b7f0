//! The loops that are looked at: `for` statements and comprehensions that wait, what they iterate over, and whether another
//! task can run between two of their rounds. Judges nothing.

use crate::facts::types::engine::Place;
use crate::facts::{Facts, Suspends};
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, TextRange, ast};

/// Whether another task can run while the loop goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waits {
    /// At this place, and the loop goes on behind it.
    At(TextRange),
    /// Only at places that never suspend as things are.
    Latent(TextRange),
    /// At this place, and every way from there leaves the loop.
    Left(TextRange),
    /// Only a function that is defined in the loop does, when it is run.
    Later(TextRange),
}

/// A loop, or a `for` of a comprehension.
pub(super) struct Loop<'a> {
    /// The `for` statement or the comprehension.
    pub id: NodeId,
    /// From the `for` to the end of the iterable.
    pub range: TextRange,
    /// What it iterates over.
    pub iter: &'a Expr,
    /// What runs in each round.
    pub body: TextRange,
    /// The statement, if it is one.
    pub statement: Option<&'a ast::StmtFor>,
    /// Whether another task can run in between.
    pub waits: Waits,
}

/// The loops of a proposed place.
pub(super) fn read<'a>(facts: &Facts<'a>, id: NodeId) -> Vec<Loop<'a>> {
    match facts.tree.node(id) {
        AnyNodeRef::StmtFor(node) => of_statement(facts, id, node).into_iter().collect(),
        AnyNodeRef::ExprListComp(node) => of_comprehension(facts, id, node.range(), &node.generators),
        AnyNodeRef::ExprSetComp(node) => of_comprehension(facts, id, node.range(), &node.generators),
        AnyNodeRef::ExprDictComp(node) => of_comprehension(facts, id, node.range(), &node.generators),
        _ => Vec::new(),
    }
}

/// A `for` statement that waits, or that defines something that does.
pub(super) fn of_statement<'a>(facts: &Facts<'a>, id: NodeId, node: &'a ast::StmtFor) -> Option<Loop<'a>> {
    let (first, last) = (node.body.first()?, node.body.last()?);
    let body = TextRange::new(first.start(), last.end());
    if node.is_async {
        return None;
    }
    let waits = match (points(facts, id, body).first(), facts.suspends_between_rounds(id)) {
        (Some(_), Suspends::At(at)) => Waits::At(at),
        (Some(_), Suspends::Latent(at)) => Waits::Latent(at),
        (Some(&at), Suspends::No) => Waits::Left(at),
        (None, _) => Waits::Later(later(facts, id, body)?),
    };
    let range = TextRange::new(node.start(), node.iter.end());
    Some(Loop { id, range, iter: &node.iter, body, statement: Some(node), waits })
}

fn of_comprehension<'a>(
    facts: &Facts<'a>,
    id: NodeId,
    whole: TextRange,
    generators: &'a [ast::Comprehension],
) -> Vec<Loop<'a>> {
    let points = points(facts, id, whole);
    let mut loops = Vec::new();
    for (at, generator) in generators.iter().enumerate().filter(|(_, generator)| !generator.is_async) {
        // What is evaluated once before the first round, or for each round of an outer `for`, is no part of it.
        let before = |point: &TextRange| {
            generators[..=at].iter().any(|earlier| earlier.iter.range().contains_range(*point))
                || generators[..at].iter().any(|earlier| earlier.range().contains_range(*point))
        };
        let inside: Vec<TextRange> = points.iter().copied().filter(|point| !before(point)).collect();
        let Some(&first) = inside.first() else { continue };
        let waits = match inside.iter().find(|point| !never_suspends(facts, id, **point)) {
            Some(&at) => Waits::At(at),
            None => Waits::Latent(first),
        };
        let range = TextRange::new(generator.start(), generator.iter.end());
        loops.push(Loop { id, range, iter: &generator.iter, body: whole, statement: None, waits });
    }
    loops
}

/// Where the function around a node can suspend inside a range, in source order.
fn points(facts: &Facts<'_>, id: NodeId, within: TextRange) -> Vec<TextRange> {
    let index = facts.index();
    let Some(number) = number(facts, id) else { return Vec::new() };
    let mut found: Vec<TextRange> = index.functions[number as usize]
        .suspensions
        .iter()
        .map(|point| point.range)
        .filter(|point| within.contains_range(*point))
        .collect();
    found.sort_by_key(|point| point.start());
    found
}

/// Whether the function around a node awaits at this place what never suspends as things are.
pub(super) fn never_suspends(facts: &Facts<'_>, id: NodeId, at: TextRange) -> bool {
    let index = facts.index();
    let (Some(number), Some(file)) = (number(facts, id), facts.file) else { return false };
    let point = index.functions[number as usize].suspensions.iter().find(|point| point.range == at);
    point
        .and_then(|point| point.callee)
        .is_some_and(|callee| facts.view().never_suspends(Place { file, range: callee }, &mut Vec::new()))
}

/// The number of the `async def` around a node in the file's index.
pub(super) fn number(facts: &Facts<'_>, id: NodeId) -> Option<u32> {
    let function = facts.tree.function(id)?;
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return None };
    if !node.is_async {
        return None;
    }
    facts.index().function_named_at(node.name.start())
}

/// An `await` of a function that is defined inside of a range.
fn later(facts: &Facts<'_>, id: NodeId, within: TextRange) -> Option<TextRange> {
    let inside = facts.tree.descendants(id).filter(|&inner| {
        facts.tree.node(inner).kind() == NodeKind::ExprAwait
            && within.contains_range(facts.tree.node(inner).range())
    });
    inside.map(|inner| facts.tree.node(inner).range()).next()
}
