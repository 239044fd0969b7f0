//! What one function waits for, place by place: calls of the given files' functions, which [`super::reach`] follows, and
//! all else, told apart by the table of [`super::outside`]. Judges nothing.

use crate::facts::{Facts, FunctionRef};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, ast, walk};
use crate::tasks::callees::Target;
use crate::transforms::bounded_wait::given::{self, Given};

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
    pub bound: Option<Bound>,
    /// The attribute of `self` that the awaited method is one of: `_writer`.
    pub on: Option<String>,
    pub does: Does,
}

/// What bounds the time of a wait.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    /// In canonical spelling: `asyncio.timeout`.
    pub by: String,
    /// The limit, where that may be None, which bounds nothing.
    pub unless_none: Option<String>,
}

impl Bound {
    /// What a limit that is written at a place makes of a wait; `None` if it is no bound.
    pub fn of<'a>(by: &str, limit: &'a Expr, at: NodeId, facts: &Facts<'a>) -> Option<Self> {
        let unless_none = match given::of(limit, at, facts) {
            Given::Bounds => None,
            Given::Never(_) => return None,
            Given::Caller(_) | Given::MayBeNone(..) => Some(facts.text(limit).to_string()),
        };
        Some(Bound { by: by.to_string(), unless_none })
    }

    /// The nearest bound around a place, within its own function; one that may be None only where there is no other.
    fn around(facts: &Facts<'_>, id: NodeId) -> Option<Self> {
        let (mut from, mut doubtful) = (id, None);
        while let Some(around) = facts.timeout_around(from).filter(|around| !around.never) {
            let Some((limit, outer)) = given::argument(&around, from, facts) else {
                return Some(Bound { by: around.by, unless_none: None });
            };
            match Bound::of(&around.by, limit, outer, facts) {
                Some(bound) if bound.is_certain() => return Some(bound),
                bound => doubtful = doubtful.or(bound),
            }
            from = outer;
        }
        doubtful
    }

    /// Whether the limit is not known to be None for some.
    pub fn is_certain(&self) -> bool {
        self.unless_none.is_none()
    }

    /// The one of two bounds of a wait that says more; the first of two alike.
    pub fn or<'b>(&'b self, other: &'b Bound) -> &'b Bound {
        if !self.is_certain() && other.is_certain() { other } else { self }
    }

    /// The same where either may be missing.
    pub fn better(inner: Option<Bound>, outer: &Option<Bound>) -> Option<Bound> {
        match (inner, outer) {
            (Some(inner), Some(outer)) => Some(inner.or(outer).clone()),
            (inner, outer) => inner.or_else(|| outer.clone()),
        }
    }

    /// In words, behind what it bounds.
    pub fn words(&self) -> String {
        match &self.unless_none {
            None => format!("bounded by {}", self.by),
            Some(limit) => format!("bounded by {} unless `{limit}` is None, which it may be", self.by),
        }
    }
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
        // Only what waits is asked about.
        reader.bound = waits(node).then(|| Bound::around(facts, id)).flatten();
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

/// Whether a node is one at which a function may wait.
fn waits(node: AnyNodeRef<'_>) -> bool {
    match node {
        AnyNodeRef::ExprAwait(_) | AnyNodeRef::ExprYield(_) | AnyNodeRef::ExprYieldFrom(_) => true,
        AnyNodeRef::StmtFor(node) => node.is_async,
        AnyNodeRef::Comprehension(node) => node.is_async,
        AnyNodeRef::StmtWith(node) => node.is_async,
        _ => false,
    }
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

pub(super) fn callee_of(facts: &Facts<'_>, target: Target) -> Callee {
    match target {
        Target::There(function) => Callee::Given(function),
        Target::Here(id) => facts.function_ref(id).map_or(Callee::Here(id), Callee::Given),
    }
}
