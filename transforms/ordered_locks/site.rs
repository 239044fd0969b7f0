//! Which calls make a lock that a class keeps, or hand over what makes one. Says nothing of how good that is.

use crate::facts::Facts;
use crate::syntax::ast::ExprCall;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange, walk};

use super::helper;
use super::kept;

/// What is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `asyncio.Lock()`, or `asyncio.Lock` as a factory.
    Lock,
    /// `asyncio.Lock(loop=…)`.
    LockWithArguments,
    /// A lock of threads.
    Threads,
    /// A semaphore.
    Semaphore,
    /// An `OrderedLock`.
    Ordered,
}

/// A lock that a class keeps.
#[derive(Debug)]
pub(super) struct Site<'a> {
    /// The call that makes it, or the class that is handed over as a factory.
    pub id: NodeId,
    /// Its place.
    pub range: TextRange,
    /// The call; `None` for a factory.
    pub call: Option<&'a ExprCall>,
    /// What it is.
    pub kind: Kind,
    /// The class that keeps it.
    pub class: NodeId,
    /// The attribute.
    pub attribute: &'a str,
    /// `Class.attribute`.
    pub name: String,
    /// Whether the attribute holds several, by key.
    pub family: bool,
}

/// Keywords that take what makes a value. Sources: the documentation of dataclasses, attrs and pydantic.
const FACTORIES: &[&str] = &["default_factory", "factory"];

/// Whether a call may be a site, by names alone.
pub(super) fn may_be(facts: &Facts<'_>, id: NodeId) -> bool {
    let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return false };
    kind(facts, &call.func, id).is_some() || factory(facts, call, id).is_some()
}

/// The site at a call.
pub(super) fn of<'a>(facts: &Facts<'a>, id: NodeId) -> Option<Site<'a>> {
    let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
    let has_arguments = !call.arguments.args.is_empty() || !call.arguments.keywords.is_empty();
    let (made, own, kind) = match kind(facts, &call.func, id) {
        Some(Kind::Lock) if has_arguments => (id, Some(call), Kind::LockWithArguments),
        Some(kind) => (id, Some(call), kind),
        None => {
            let factory = factory(facts, call, id)?;
            (facts.tree.id(factory), None, self::kind(facts, factory, id)?)
        }
    };
    let kept = kept::of(facts, made)?;
    let name = format!("{}.{}", facts.class(kept.class)?.name(), kept.attribute);
    Some(Site {
        id: made,
        range: facts.tree.node(made).range(),
        call: own,
        kind,
        class: kept.class,
        attribute: kept.attribute,
        name,
        family: kept.family,
    })
}

/// What a class makes when it is called.
fn kind(facts: &Facts<'_>, class: &Expr, at: NodeId) -> Option<Kind> {
    let last = walk::dotted(class)?.pop()?;
    match facts.qualified(class, at).as_deref() {
        Some("asyncio.Lock") => Some(Kind::Lock),
        Some("threading.Lock" | "threading.RLock") => Some(Kind::Threads),
        Some("asyncio.Semaphore" | "asyncio.BoundedSemaphore") => Some(Kind::Semaphore),
        Some(name) => (name.rsplit('.').next() == Some(helper::NAME)).then_some(Kind::Ordered),
        None => (last == helper::NAME && helper::is_in(facts)).then_some(Kind::Ordered),
    }
}

/// The class that a call is given to make values with: `field(default_factory=asyncio.Lock)`,
/// `defaultdict(asyncio.Lock)`.
fn factory<'a>(facts: &Facts<'a>, call: &'a ExprCall, at: NodeId) -> Option<&'a Expr> {
    let is_class = |expr: &&Expr| kind(facts, expr, at).is_some();
    if let Some(keyword) = call.arguments.keywords.iter().find(|keyword| is_factory(keyword.arg.as_deref())) {
        return Some(&keyword.value).filter(is_class);
    }
    let first = call.arguments.args.first().filter(is_class)?;
    (facts.qualified(&call.func, at)? == "collections.defaultdict").then_some(first)
}

/// Whether a keyword takes what makes a value.
pub(super) fn is_factory(keyword: Option<&str>) -> bool {
    keyword.is_some_and(|keyword| FACTORIES.contains(&keyword))
}
