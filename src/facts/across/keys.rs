//! The life of a container's entries: where it gets and loses them, and with which key.

use super::{Uses, View};
use crate::facts::index::Usage;
use crate::facts::types::engine::Place;

/// What happens to entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// One is added, or may be.
    Add,
    /// One is removed.
    Remove,
    /// All are.
    Clear,
}

/// A place at which a container gets or loses entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyEvent {
    /// Where.
    pub place: Place,
    /// What happens.
    pub kind: KeyKind,
    /// The key's text, if it is named there.
    pub key: Option<Box<str>>,
}

/// Sources: the Python library reference, "Mapping Types", "Set Types", "Mutable Sequence Types", `collections.deque`.
const ADDING: &[&str] = &[
    "setdefault",
    "append",
    "appendleft",
    "add",
    "insert",
    "update",
    "extend",
    "extendleft",
    "put_nowait",
    "put",
];
const REMOVING: &[&str] = &[
    "pop",
    "popleft",
    "popitem",
    "remove",
    "discard",
    "difference_update",
    "get_nowait",
    "intersection_update",
];

impl View<'_> {
    /// Where the container in an attribute gets and loses entries, as far as its uses show.
    pub fn keys(&self, uses: &Uses) -> Vec<KeyEvent> {
        // Reading a missing key of a `defaultdict` adds it.
        let creates = uses.list.iter().any(|found| found.creates);
        let mut events = Vec::new();
        for found in &uses.list {
            let mut event =
                |kind, key: Option<Box<str>>| events.push(KeyEvent { place: found.place, kind, key });
            match &found.usage {
                Usage::SetItem(key) => event(KeyKind::Add, Some(key.clone())),
                Usage::DelItem(key) => event(KeyKind::Remove, Some(key.clone())),
                Usage::Item(key) if creates => event(KeyKind::Add, Some(key.clone())),
                Usage::Method { name, key, .. } => match &**name {
                    name if ADDING.contains(&name) => event(KeyKind::Add, key.clone()),
                    name if REMOVING.contains(&name) => event(KeyKind::Remove, key.clone()),
                    "clear" => event(KeyKind::Clear, None),
                    _ => {}
                },
                Usage::Write if self.is_later(found.place, found.function) => event(KeyKind::Clear, None),
                Usage::Delete => event(KeyKind::Clear, None),
                _ => {}
            }
        }
        events
    }

    /// Whether an assignment is not the one that creates the attribute: it stands in a method other than `__init__`.
    fn is_later(&self, place: Place, function: Option<u32>) -> bool {
        let index = self.index(place.file);
        function.and_then(|function| index.functions.get(function as usize)).is_some_and(|function| {
            !matches!(&*function.name, "__init__" | "__post_init__" | "__new__" | "__setstate__")
        })
    }
}
