//! Which statements create a container of keyed entries: `self.x = {}`, a field of a class, a name of the module. Not what
//! is done with it later.

use crate::facts::{ClassRef, Facts, Ty};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange};

use super::events::{self, Events};
use super::values::{self, Values};

/// Whose the container is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Each instance of a class has its own.
    Instance(ClassRef),
    /// It is an attribute of the class: all instances share it.
    Class(ClassRef),
    /// It is a variable of the module.
    Module,
}

impl Owner {
    /// The class, if it is an attribute.
    pub(crate) fn class(self) -> Option<ClassRef> {
        match self {
            Owner::Instance(class) | Owner::Class(class) => Some(class),
            Owner::Module => None,
        }
    }
}

/// How it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Make {
    /// A mapping that keeps what it is given.
    Plain,
    /// A `defaultdict`, which also adds what is only read.
    Default,
    /// A `WeakValueDictionary`.
    WeakValues,
    /// A `WeakKeyDictionary`.
    WeakKeys,
    /// A class that drops entries by itself.
    Bounded,
}

/// A container and the statement that creates it.
#[derive(Clone, Debug)]
pub(crate) struct Keyed<'a> {
    /// Whose it is.
    pub owner: Owner,
    /// The attribute or variable.
    pub name: &'a str,
    /// As the statement writes it.
    pub text: &'a str,
    /// The statement.
    pub statement: NodeId,
    /// The class, in this file.
    pub class: Option<NodeId>,
    /// What is assigned.
    pub value: &'a Expr,
    /// The annotation on the statement.
    pub annotation: Option<&'a Expr>,
    /// How it is made.
    pub make: Make,
    /// What its values are.
    pub values: Values,
    /// The type of the keys, as the annotation writes it.
    pub key: Option<&'a str>,
}

/// Classes that drop entries by themselves. Sources: the documentation of cachetools, "Cache implementations", and of
/// `cacheout`, `expiringdict`, `lru-dict`.
const BOUNDED: &[&str] = &[
    "cachetools.Cache",
    "cachetools.FIFOCache",
    "cachetools.LFUCache",
    "cachetools.LRUCache",
    "cachetools.MRUCache",
    "cachetools.RRCache",
    "cachetools.TTLCache",
    "cachetools.TLRUCache",
    "expiringdict.ExpiringDict",
    "lru.LRU",
];

/// Whether a statement may create one, by its form alone.
pub(crate) fn may_be(facts: &Facts<'_>, statement: NodeId) -> bool {
    parts(facts.tree.node(statement)).is_some_and(|(target, value, _)| {
        matches!(target, Expr::Attribute(_) | Expr::Name(_)) && make(facts, value, statement).is_some()
    })
}

/// The container that a statement creates, if it does: the first one for its attribute.
pub(crate) fn of<'a>(facts: &Facts<'a>, statement: NodeId) -> Option<Keyed<'a>> {
    let (target, value, annotation) = parts(facts.tree.node(statement))?;
    let make = make(facts, value, statement)?;
    let (class, name, shared) = match target {
        Expr::Attribute(attribute) => {
            let (class, this) = facts.this(statement)?;
            let Expr::Name(object) = attribute.value.as_ref() else { return None };
            (object.id.as_str() == this).then_some(())?;
            (Some(class.id), attribute.attr.as_str(), false)
        }
        Expr::Name(name) => match facts.tree.node(facts.tree.parent(statement)?) {
            AnyNodeRef::StmtClassDef(_) => (facts.tree.parent(statement), name.id.as_str(), !is_field(value)),
            AnyNodeRef::ModModule(_) => (None, name.id.as_str(), false),
            _ => return None,
        },
        _ => return None,
    };
    if name.starts_with("__") && name.ends_with("__") {
        return None;
    }
    let owner = match class {
        None => {
            let bindings = facts.scopes().bindings_in(facts.tree.root(), name);
            (bindings.first()?.range == target.range()).then_some(Owner::Module)?
        }
        Some(id) => {
            let entry = facts.class(id)?;
            let odd = |base: &Expr| {
                let last = facts.text(base).rsplit('.').next().unwrap_or_default();
                last.ends_with("Enum") || matches!(last, "TypedDict" | "NamedTuple" | "Flag")
            };
            if entry.bases().iter().any(odd) || !is_first(facts, id, name, target.range()) {
                return None;
            }
            let class = facts.class_ref(&Ty::Local(id))?;
            // A default that each object replaces by its own.
            let replaced = entry.writes_of(name).any(|write| {
                let method = write.method.map(|method| facts.tree.node(method));
                matches!(method, Some(AnyNodeRef::StmtFunctionDef(node)) if node.name.as_str() == "__init__")
            });
            let shared = shared && !replaced;
            if shared { Owner::Class(class) } else { Owner::Instance(class) }
        }
    };
    let annotation = annotation.or_else(|| {
        let entry = facts.class(class?)?;
        entry.writes_of(name).find_map(|write| write.annotation)
    });
    let key = annotation.and_then(|annotation| key_type(facts, annotation));
    let values = values::of(facts, class, name, annotation, value, statement);
    let text = facts.text(target);
    Some(Keyed { owner, name, text, statement, class, value, annotation, make, values, key })
}

impl Keyed<'_> {
    /// Everything that is done with it.
    pub(crate) fn events(&self, facts: &Facts<'_>) -> Events {
        events::of(facts, self.owner, self.name, &self.make, self.statement)
    }

    /// The range that findings are reported at.
    pub(crate) fn range(&self, facts: &Facts<'_>) -> TextRange {
        facts.tree.node(self.statement).range()
    }
}

/// Target, value and annotation of an assignment with one target.
pub(super) fn parts(node: AnyNodeRef<'_>) -> Option<(&Expr, &Expr, Option<&Expr>)> {
    match node {
        AnyNodeRef::StmtAssign(assign) => match assign.targets.as_slice() {
            [target] => Some((target, &assign.value, None)),
            _ => None,
        },
        AnyNodeRef::StmtAnnAssign(assign) => {
            Some((&assign.target, assign.value.as_deref()?, Some(&assign.annotation)))
        }
        _ => None,
    }
}

/// Whether an assignment is the one that creates an attribute: the first in `__init__` or the class body, else the first
/// of all.
fn is_first(facts: &Facts<'_>, class: NodeId, name: &str, target: TextRange) -> bool {
    let Some(entry) = facts.class(class) else { return false };
    let made: Vec<_> = entry
        .writes_of(name)
        .filter(|write| {
            let statement = facts.tree.statement(write.node_id);
            statement.is_some_and(|id| {
                parts(facts.tree.node(id)).is_some_and(|(_, value, _)| make(facts, value, id).is_some())
            })
        })
        .collect();
    let early = made.iter().find(|write| {
        write.method.is_none_or(|method| match facts.tree.node(method) {
            AnyNodeRef::StmtFunctionDef(node) => {
                matches!(node.name.as_str(), "__init__" | "__post_init__" | "__new__")
            }
            _ => false,
        })
    });
    early.or(made.first()).is_some_and(|write| write.range == target)
}

/// Whether a value in a class body is a field that each instance gets for itself.
fn is_field(value: &Expr) -> bool {
    factory(value).is_some()
}

/// What makes the value of a dataclass field.
fn factory(value: &Expr) -> Option<&Expr> {
    let Expr::Call(call) = value else { return None };
    let word = ["default_factory", "factory"];
    let found = call
        .arguments
        .keywords
        .iter()
        .find(|keyword| keyword.arg.as_ref().is_some_and(|name| word.contains(&name.as_str())))?;
    Some(&found.value)
}

/// How a value is made, if it is a mapping that is made here.
pub(super) fn make<'a>(facts: &Facts<'a>, value: &'a Expr, at: NodeId) -> Option<Make> {
    if let Some(factory) = factory(value) {
        return match factory {
            Expr::Lambda(lambda) => make(facts, &lambda.body, at),
            Expr::Name(_) | Expr::Attribute(_) => class_make(facts, factory, at),
            _ => None,
        };
    }
    match value {
        Expr::Dict(_) | Expr::DictComp(_) => Some(Make::Plain),
        Expr::Call(call) => class_make(facts, &call.func, at),
        _ => None,
    }
}

fn class_make(facts: &Facts<'_>, class: &Expr, at: NodeId) -> Option<Make> {
    let class = match class {
        // `defaultdict[str, list](list)`
        Expr::Subscript(subscript) => subscript.value.as_ref(),
        other => other,
    };
    let name = facts.qualified(class, at)?;
    Some(match name.as_str() {
        "builtins.dict" | "collections.OrderedDict" => Make::Plain,
        "collections.defaultdict" => Make::Default,
        "weakref.WeakValueDictionary" => Make::WeakValues,
        "weakref.WeakKeyDictionary" => Make::WeakKeys,
        name if BOUNDED.contains(&name) || is_expiring(facts, name) => Make::Bounded,
        _ => return None,
    })
}

/// The class that the settings name; an import by dots shows the end of it.
fn is_expiring(facts: &Facts<'_>, name: &str) -> bool {
    let set = facts.settings.collections.expiring.as_str();
    let plain = name.trim_start_matches('.');
    let relative =
        plain.len() < name.len() && set.strip_suffix(plain).is_some_and(|rest| rest.ends_with('.'));
    name == set || relative || name.rsplit('.').next() == Some(set)
}

/// The factory of a `defaultdict`, also where a field makes it.
pub(super) fn default_factory(value: &Expr) -> Option<&Expr> {
    let call = match factory(value) {
        Some(Expr::Lambda(lambda)) => lambda.body.as_call_expr()?,
        Some(_) => return None,
        None => value.as_call_expr()?,
    };
    call.arguments.args.first()
}

/// The type of the keys, as an annotation writes it.
fn key_type<'a>(facts: &Facts<'a>, annotation: &'a Expr) -> Option<&'a str> {
    match annotation {
        Expr::BinOp(union) => key_type(facts, &union.left).or_else(|| key_type(facts, &union.right)),
        Expr::Subscript(subscript) => match subscript.slice.as_ref() {
            Expr::Tuple(ast::ExprTuple { elts, .. }) if elts.len() == 2 => Some(facts.text(&elts[0])),
            Expr::Tuple(_) => None,
            one => key_type(facts, one),
        },
        _ => None,
    }
}
