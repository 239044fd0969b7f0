//! What kind of container something is, and what happens to a loop over it when its size changes. Judges nothing.

use crate::facts::{Facts, Ty, Typed};
use crate::syntax::Expr;

/// A kind of container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A builtin dictionary or one of `collections`: a loop over it raises when its size has changed.
    Mapping,
    /// A set: the same.
    Set,
    /// A deque: a loop over it raises after any change but that of an item.
    Deque,
    /// A list: a loop over it skips or repeats items.
    List,
    /// A weak set or dictionary: entries go when nobody else holds them.
    Weak,
    /// It never changes.
    Fixed,
    /// Something else.
    Other,
    /// Not known.
    Unknown,
}

/// Sources: the Python library reference, "Mapping Types", "Set Types", `collections`, `weakref`, `typing`.
const MAPPINGS: &[&str] = &[
    "builtins.dict",
    "collections.defaultdict",
    "collections.OrderedDict",
    "collections.Counter",
    "typing.OrderedDict",
    "typing.Counter",
];
const WEAK: &[&str] =
    &["weakref.WeakSet", "_weakrefset.WeakSet", "weakref.WeakValueDictionary", "weakref.WeakKeyDictionary"];
const FIXED: &[&str] = &[
    "builtins.tuple",
    "builtins.str",
    "builtins.bytes",
    "builtins.frozenset",
    "builtins.range",
    "typing.Tuple",
    "typing.FrozenSet",
];
/// Classes that say too little: any of these may be a list, a dictionary, or something that never changes.
const ABSTRACT: &[&str] = &[
    "Mapping",
    "MutableMapping",
    "MutableSet",
    "AbstractSet",
    "MutableSequence",
    "Sequence",
    "Iterable",
    "Collection",
    "Container",
    "KeysView",
    "ValuesView",
    "ItemsView",
    "MappingProxyType",
    "UserDict",
    "UserList",
    "ChainMap",
];

impl Shape {
    /// Whether its items have positions.
    pub(super) fn is_sequence(self) -> bool {
        matches!(self, Shape::Deque | Shape::List)
    }

    /// Whether a loop over it raises when its size changes.
    pub(super) fn raises(self) -> bool {
        matches!(self, Shape::Mapping | Shape::Set | Shape::Deque)
    }
}

/// The kind of a container, and its type.
pub(super) fn of<'a>(facts: &Facts<'a>, container: &'a Expr) -> (Shape, Typed) {
    let typed = facts.type_of(container, facts.tree.id(container));
    (of_type(&typed.ty), typed)
}

/// The kind of a type.
pub(super) fn of_type(ty: &Ty) -> Shape {
    let Some(name) = ty.name() else {
        return if matches!(ty, Ty::Unknown(_)) { Shape::Unknown } else { Shape::Other };
    };
    match name {
        "builtins.set" => Shape::Set,
        "builtins.list" => Shape::List,
        "collections.deque" => Shape::Deque,
        _ if MAPPINGS.contains(&name) => Shape::Mapping,
        _ if WEAK.contains(&name) => Shape::Weak,
        _ if FIXED.contains(&name) => Shape::Fixed,
        _ if ABSTRACT.contains(&name.rsplit('.').next().unwrap_or_default()) => Shape::Unknown,
        _ => Shape::Other,
    }
}
