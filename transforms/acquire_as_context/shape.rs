//! How the function that takes a lock lets go of it: by a `finally`, by a statement in the same block, by handlers, in
//! several places, or not at all. Follows statements in the order they are written; no types, no other function.

use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, Stmt, TextRange, ast, walk};

use super::body;
use super::flag;
use super::site::{self, Acquire};
use super::tries;

/// What lets go of the lock.
pub enum Shape<'a> {
    /// A `finally` or handler that always runs.
    Protected(TextRange, &'static str),
    /// The `finally` of a `try` that the acquire itself stands in: the `try`, and the release.
    InsideTry(&'a ast::StmtTry, NodeId),
    /// A handler of a `try` that the acquire itself stands in.
    HandlerAround(TextRange),
    /// A `finally` that awaits something first.
    CleanupFirst(TextRange),
    /// The `finally` of a `try` that starts after something that can fail.
    LateTry(TextRange, TextRange),
    /// Handlers for everything that is raised, and nothing where nothing is.
    FailureCovered(TextRange),
    /// Handlers that do not catch everything.
    SomeHandlers(TextRange),
    /// A later statement of the same block.
    Pair(Pair<'a>),
    /// Releases that are not in one place; the first of them.
    Scattered(TextRange),
    /// Nothing in this function that comes after it.
    Open,
}

/// An acquire and a release that are statements of one block.
pub struct Pair<'a> {
    /// The block.
    pub suite: &'a [Stmt],
    /// The statement that acquires, or holds only that.
    pub open: usize,
    /// The statement that releases.
    pub close: usize,
    /// Whether the release asks first whether the lock is locked.
    pub guarded: bool,
    /// Whether the acquire is deeper in the statement `open`.
    pub lifted: bool,
    /// Releases between the two.
    pub early: Vec<NodeId>,
}

impl<'a> Pair<'a> {
    /// The statements between the two.
    pub fn body(&self) -> &'a [Stmt] {
        &self.suite[self.open + 1..self.close]
    }

    /// The statement that releases.
    pub fn closing(&self) -> &'a Stmt {
        &self.suite[self.close]
    }
}

/// A shape, and what belongs to it.
pub struct Shaped<'a> {
    /// The shape.
    pub shape: Shape<'a>,
    /// The releases that let go of what this acquire has taken, and of nothing else.
    pub owned: Vec<NodeId>,
    /// The test that decides whether it is acquired at all, where the release stands outside of it.
    pub conditional: Option<TextRange>,
}

impl<'a> Shaped<'a> {
    /// A shape whose acquire is unconditional.
    pub fn new(shape: Shape<'a>, owned: Vec<NodeId>) -> Self {
        Shaped { shape, owned, conditional: None }
    }
}

/// The calls of `x.release()` in a function, not those of functions in it.
pub fn releases(facts: &Facts<'_>, function: NodeId, key: &str) -> Vec<NodeId> {
    facts
        .tree
        .descendants(function)
        .filter(|&id| {
            matches!(facts.tree.node(id), AnyNodeRef::ExprCall(call)
                if site::released(call).is_some_and(|expr| site::key(facts, expr, id) == key))
                && facts.tree.function(id) == Some(function)
        })
        .collect()
}

/// The acquires of the same lock in a function.
pub fn acquires<'a>(facts: &Facts<'a>, function: NodeId, key: &str) -> Vec<Acquire<'a>> {
    facts
        .tree
        .descendants(function)
        .filter(|&id| facts.tree.node(id).kind() == NodeKind::ExprAwait)
        .filter_map(|id| site::read(facts, id))
        .filter(|acquire| acquire.function == function && acquire.key(facts) == key)
        .collect()
}

/// The shape of an acquire, given all releases of the lock in its function.
pub fn of<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, releases: &[NodeId]) -> Shaped<'a> {
    around(facts, acquire, releases)
        .or_else(|| in_branch(facts, acquire, releases))
        .unwrap_or_else(|| after(facts, acquire, releases))
}

/// Those of the releases that stand in a range.
pub fn within(facts: &Facts<'_>, releases: &[NodeId], range: TextRange) -> Vec<NodeId> {
    releases.iter().copied().filter(|&id| range.contains_range(facts.tree.node(id).range())).collect()
}

/// The range of statements.
pub fn span(suite: &[Stmt]) -> TextRange {
    match (suite.first(), suite.last()) {
        (Some(first), Some(last)) => TextRange::new(first.start(), last.end()),
        _ => TextRange::default(),
    }
}

/// Releases of the `try` statements that the acquire stands in, in their bodies or in what follows those.
fn around<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, releases: &[NodeId]) -> Option<Shaped<'a>> {
    let at = acquire.range;
    for outer in facts.tree.ancestors(acquire.id).take_while(|&outer| outer != acquire.function) {
        let AnyNodeRef::StmtTry(node) = facts.tree.node(outer) else { continue };
        if span(&node.finalbody).contains_range(at) {
            continue;
        }
        if let Some(&release) = within(facts, releases, span(&node.finalbody)).first() {
            if flag::only_if_acquired(facts, acquire, node, release) {
                let at = facts.tree.node(release).range();
                let shape = Shape::Protected(at, "released in this finally, if it was acquired");
                return Some(Shaped::new(shape, vec![release]));
            }
            return Some(Shaped::new(Shape::InsideTry(node, release), Vec::new()));
        }
        if !span(&node.body).contains_range(at) {
            continue;
        }
        for handler in node.handlers.iter().filter_map(|handler| handler.as_except_handler()) {
            if !within(facts, releases, handler.range()).is_empty() {
                return Some(Shaped::new(Shape::HandlerAround(handler.range()), Vec::new()));
            }
        }
    }
    None
}

/// `if await x.acquire():` and a `try` that releases in that branch.
fn in_branch<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, releases: &[NodeId]) -> Option<Shaped<'a>> {
    let AnyNodeRef::StmtIf(branch) = facts.tree.node(acquire.statement) else { return None };
    if !branch.test.range().contains_range(acquire.range) || branch.test.is_unary_op_expr() {
        return None;
    }
    let at = branch.body.iter().position(|stmt| !within(facts, releases, stmt.range()).is_empty())?;
    let Stmt::Try(node) = &branch.body[at] else { return None };
    Some(tries::of_try(facts, node, &branch.body[..at], &branch.body[at + 1..], releases, None))
}

/// Releases that come after the acquire.
fn after<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, releases: &[NodeId]) -> Shaped<'a> {
    let mut stmt = acquire.statement;
    let mut conditional = None;
    let mut lifted = false;
    let done = |mut shaped: Shaped<'a>, conditional| {
        shaped.conditional = conditional;
        shaped
    };
    while let Some((suite, index)) = facts.tree.suite(stmt) {
        let mut early = Vec::new();
        for at in index + 1..suite.len() {
            let here = within(facts, releases, suite[at].range());
            if here.is_empty() {
                if leaves(&suite[at]) {
                    break;
                }
                continue;
            }
            if let Some(guarded) = is_release(facts, &suite[at], here[0]) {
                let all: Vec<NodeId> = early.iter().chain(&here).copied().collect();
                let pair = Pair { suite, open: index, close: at, guarded, lifted, early };
                // One that the block goes on behind leaves the last one to release what is somebody else's.
                let owned = if body::exits(facts, &pair).is_ok() { all } else { Vec::new() };
                return done(Shaped::new(Shape::Pair(pair), owned), conditional);
            }
            if let Stmt::Try(node) = &suite[at]
                && early.is_empty()
            {
                let shaped = tries::of_try(
                    facts,
                    node,
                    &suite[index + 1..at],
                    &suite[at + 1..],
                    releases,
                    conditional,
                );
                return done(shaped, conditional);
            }
            early.extend(here);
        }
        if let Some(&first) = early.first() {
            let at = facts.tree.node(first).range();
            return done(Shaped::new(Shape::Scattered(at), Vec::new()), conditional);
        }
        if suite[index + 1..].iter().any(leaves) {
            break;
        }
        // What comes next is what follows the statement around, where that leads on.
        let Some(parent) = facts.tree.parent(stmt) else { break };
        match facts.tree.node(parent) {
            AnyNodeRef::StmtWith(_) => stmt = parent,
            AnyNodeRef::StmtTry(node)
                if std::ptr::eq(node.body.as_slice(), suite) && leads_on_alone(node) =>
            {
                stmt = parent;
            }
            AnyNodeRef::StmtIf(node) => {
                conditional.get_or_insert(node.test.range());
                stmt = parent;
            }
            AnyNodeRef::ElifElseClause(clause) => {
                conditional.get_or_insert(clause.range());
                let Some(outer) = facts.tree.parent(parent) else { break };
                stmt = outer;
            }
            _ => break,
        }
        lifted = true;
    }
    done(Shaped::new(Shape::Open, Vec::new()), conditional)
}

/// Whether control gets past a `try` only from the end of its body.
fn leads_on_alone(node: &ast::StmtTry) -> bool {
    node.orelse.is_empty()
        && node
            .handlers
            .iter()
            .filter_map(|handler| handler.as_except_handler())
            .all(|handler| handler.body.last().is_some_and(leaves))
}

/// Whether control does not get past a statement.
pub fn leaves(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Return(_) | Stmt::Raise(_) | Stmt::Break(_) | Stmt::Continue(_))
}

/// Whether a statement is `x.release()` alone; or that under `if x.locked():` of the same lock, then `true`.
pub fn is_release(facts: &Facts<'_>, stmt: &Stmt, release: NodeId) -> Option<bool> {
    let at = facts.tree.node(release).range();
    // Locks of the project's own may have to be awaited for that.
    let calls = |stmt: &Stmt| match stmt {
        Stmt::Expr(node) => match node.value.as_ref() {
            Expr::Await(awaited) => awaited.value.range() == at,
            value => value.range() == at,
        },
        _ => false,
    };
    match stmt {
        Stmt::Expr(_) => calls(stmt).then_some(false),
        Stmt::If(node) => {
            let Expr::Call(test) = node.test.as_ref() else { return None };
            let Expr::Attribute(asks) = test.func.as_ref() else { return None };
            let AnyNodeRef::ExprCall(call) = facts.tree.node(release) else { return None };
            let same = asks.attr.as_str() == "locked"
                && site::key(facts, &asks.value, release) == site::key(facts, site::released(call)?, release);
            let only =
                node.elif_else_clauses.is_empty() && matches!(node.body.as_slice(), [only] if calls(only));
            (same && only).then_some(true)
        }
        _ => None,
    }
}

/// The first `await` of statements, `async for` and `async with` included.
pub fn first_await(suite: &[Stmt]) -> Option<TextRange> {
    let mut found: Option<TextRange> = None;
    let mut see = |range: TextRange| {
        if found.is_none_or(|first| range.start() < first.start()) {
            found = Some(range);
        }
    };
    walk::expressions(suite, &mut |expr| {
        if let Expr::Await(node) = expr {
            see(node.range());
        }
    });
    walk::statements(suite, &mut |stmt| match stmt {
        Stmt::With(node) if node.is_async => see(node.range()),
        Stmt::For(node) if node.is_async => see(node.range()),
        _ => {}
    });
    found
}
