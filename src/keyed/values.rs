//! What the values of a container are: collections, locks, or something else; from its annotation, its factory, and what is
//! put into it.

use crate::facts::{BindingKind, Facts, Ty, UseKind};
use crate::syntax::{AnyNodeRef, Expr, NodeId};

use super::site;

/// What the values are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Values {
    /// Collections, by the builtin's name.
    Collection(String),
    /// Locks, events and the like, by the class's canonical name.
    Locks(String),
    /// Something else.
    Other,
}

/// Locks and what waits like one. Sources: the asyncio documentation, "Synchronization Primitives"; `threading`;
/// anyio, "Using synchronization primitives".
const LOCKS: &[&str] = &[
    "asyncio.Lock",
    "asyncio.Event",
    "asyncio.Condition",
    "asyncio.Semaphore",
    "asyncio.BoundedSemaphore",
    "threading.Lock",
    "threading.RLock",
    "threading.Event",
    "threading.Condition",
    "threading.Semaphore",
    "threading.BoundedSemaphore",
    "anyio.Lock",
    "anyio.Event",
    "anyio.Condition",
    "anyio.Semaphore",
    "anyio.CapacityLimiter",
];
const COLLECTIONS: &[&str] = &[
    "builtins.list",
    "builtins.set",
    "builtins.dict",
    "builtins.bytearray",
    "collections.deque",
    "collections.defaultdict",
    "collections.OrderedDict",
    "collections.Counter",
    "weakref.WeakSet",
    "typing.MutableMapping",
    "typing.MutableSequence",
    "typing.MutableSet",
    "typing.OrderedDict",
    "typing.Counter",
    "collections.abc.MutableMapping",
    "collections.abc.MutableSequence",
    "collections.abc.MutableSet",
];

impl Values {
    fn named(name: &str) -> Option<Values> {
        if LOCKS.contains(&name) {
            return Some(Values::Locks(name.to_string()));
        }
        let last = name.rsplit('.').next().unwrap_or(name);
        COLLECTIONS.contains(&name).then(|| Values::Collection(last.to_string()))
    }
}

/// The values of a container that a statement creates.
pub(super) fn of<'a>(
    facts: &Facts<'a>,
    class: Option<NodeId>,
    name: &str,
    annotation: Option<&'a Expr>,
    value: &'a Expr,
    at: NodeId,
) -> Values {
    if let Some(annotation) = annotation {
        let Ty::Container { item, .. } = facts.annotation(annotation, at).ty else {
            return made(facts, class, name, value, at).unwrap_or(Values::Other);
        };
        match item.as_ref() {
            Ty::Named(name) | Ty::Container { class: name, .. } => {
                return Values::named(name).unwrap_or(Values::Other);
            }
            Ty::Local(_) | Ty::Foreign(_) => return Values::Other,
            Ty::Unknown(_) => {}
        }
    }
    made(facts, class, name, value, at).unwrap_or(Values::Other)
}

fn made<'a>(
    facts: &Facts<'a>,
    class: Option<NodeId>,
    name: &str,
    value: &'a Expr,
    at: NodeId,
) -> Option<Values> {
    if site::make(facts, value, at) == Some(site::Make::Default)
        && let Some(factory) = site::default_factory(value)
    {
        return match factory {
            Expr::Lambda(lambda) => of_value(facts, &lambda.body, at),
            other => facts.qualified(other, at).and_then(|name| Values::named(&name)),
        };
    }
    let first = match value {
        Expr::Dict(dict) => dict.items.first().map(|item| &item.value),
        Expr::DictComp(comprehension) => Some(comprehension.value.as_ref()),
        _ => None,
    };
    if let Some(found) = first.and_then(|first| of_value(facts, first, at)) {
        return Some(found);
    }
    match class {
        Some(class) => {
            let entry = facts.class(class)?;
            let uses = entry.uses_of(name).filter(|used| {
                matches!(used.kind, UseKind::Subscripted | UseKind::MethodCalled("setdefault"))
            });
            uses.filter_map(|used| put_in(facts, used.node_id)).next()
        }
        None => facts
            .tree
            .all()
            .filter(
                |&id| matches!(facts.tree.node(id), AnyNodeRef::ExprName(node) if node.id.as_str() == name),
            )
            .filter_map(|id| put_in(facts, id))
            .next(),
    }
}

/// What a use of the container puts into it: `x[k] = []`, `x.setdefault(k, set())`.
fn put_in(facts: &Facts<'_>, id: NodeId) -> Option<Values> {
    let tree = facts.tree;
    let parent = tree.parent(id)?;
    match tree.node(parent) {
        AnyNodeRef::ExprSubscript(subscript) if subscript.ctx.is_store() => {
            let statement = tree.parent(parent)?;
            let value = match tree.node(statement) {
                AnyNodeRef::StmtAssign(assign) => assign.value.as_ref(),
                AnyNodeRef::StmtAnnAssign(assign) => assign.value.as_deref()?,
                _ => return None,
            };
            of_value(facts, value, statement)
        }
        AnyNodeRef::ExprAttribute(method) if method.attr.as_str() == "setdefault" => {
            let AnyNodeRef::ExprCall(call) = tree.node(tree.parent(parent)?) else { return None };
            of_value(facts, call.arguments.args.get(1)?, parent)
        }
        _ => None,
    }
}

/// What an expression makes.
fn of_value<'a>(facts: &Facts<'a>, value: &'a Expr, at: NodeId) -> Option<Values> {
    let collection = |name: &str| Some(Values::Collection(name.to_string()));
    match value {
        Expr::List(_) | Expr::ListComp(_) => collection("list"),
        Expr::Set(_) | Expr::SetComp(_) => collection("set"),
        Expr::Dict(_) | Expr::DictComp(_) => collection("dict"),
        Expr::Call(call) => Values::named(&facts.qualified(&call.func, at)?),
        Expr::Named(named) => of_value(facts, &named.value, at),
        Expr::Name(name) => {
            let (_, bindings) = facts.scopes().lookup(facts.tree, at, name.id.as_str())?;
            bindings.iter().find_map(|binding| match &binding.kind {
                BindingKind::Assignment { value: Some(value), .. } if value.is_call_expr() => {
                    of_value(facts, value, binding.node)
                }
                _ => None,
            })
        }
        _ => None,
    }
}
