//! What kind of lock a class is, and of which library. Not which lock an expression is.

use crate::facts::View;
use crate::facts::canonical;
use crate::facts::types::engine::{Inferred, Place, Symbol};

/// How a lock behaves for the task that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One holder, who may not take it again.
    Lock,
    /// One holder, who may take it again.
    Reentrant,
    /// As many holders as it has permits.
    Semaphore,
    /// A lock with a queue of waiters.
    Condition,
}

impl Kind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Lock => "lock",
            Kind::Reentrant => "re-entrant lock",
            Kind::Semaphore => "semaphore",
            Kind::Condition => "condition",
        }
    }
}

/// Who waits for a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Waiter {
    /// The task.
    Task,
    /// The whole thread.
    Thread,
}

/// Classes, their kinds, and who waits. Sources: the asyncio documentation, "Synchronization Primitives"; `threading`,
/// "Lock Objects" ff. (a `Condition` makes itself an `RLock`); `tornado.locks`; anyio, "Synchronization"; trio,
/// "Synchronizing and communicating between tasks".
const CLASSES: &[(&str, Kind, Waiter)] = &[
    ("asyncio.Lock", Kind::Lock, Waiter::Task),
    ("asyncio.Semaphore", Kind::Semaphore, Waiter::Task),
    ("asyncio.BoundedSemaphore", Kind::Semaphore, Waiter::Task),
    ("asyncio.Condition", Kind::Condition, Waiter::Task),
    ("tornado.locks.Lock", Kind::Lock, Waiter::Task),
    ("tornado.locks.Semaphore", Kind::Semaphore, Waiter::Task),
    ("tornado.locks.BoundedSemaphore", Kind::Semaphore, Waiter::Task),
    ("anyio.Lock", Kind::Lock, Waiter::Task),
    ("anyio.Semaphore", Kind::Semaphore, Waiter::Task),
    ("anyio.Condition", Kind::Condition, Waiter::Task),
    ("trio.Lock", Kind::Lock, Waiter::Task),
    ("trio.StrictFIFOLock", Kind::Lock, Waiter::Task),
    ("trio.Semaphore", Kind::Semaphore, Waiter::Task),
    ("trio.Condition", Kind::Condition, Waiter::Task),
    ("threading.Lock", Kind::Lock, Waiter::Thread),
    ("_thread.lock", Kind::Lock, Waiter::Thread),
    ("_thread.LockType", Kind::Lock, Waiter::Thread),
    ("threading.RLock", Kind::Reentrant, Waiter::Thread),
    ("_thread.RLock", Kind::Reentrant, Waiter::Thread),
    ("threading._RLock", Kind::Reentrant, Waiter::Thread),
    ("threading.Semaphore", Kind::Semaphore, Waiter::Thread),
    ("threading.BoundedSemaphore", Kind::Semaphore, Waiter::Thread),
    ("threading.Condition", Kind::Reentrant, Waiter::Thread),
];

/// The kind of a lock class by its qualified name.
pub fn of_class(name: &str) -> Option<(Kind, Waiter)> {
    let name = canonical(name);
    // Where anyio and trio define what they export.
    let exported = name.replace("anyio._core._synchronization.", "anyio.").replace("trio._sync.", "trio.");
    CLASSES.iter().find(|(class, ..)| *class == exported).map(|(_, kind, waiter)| (*kind, *waiter))
}

/// The kind of the lock at a place, if its type shows that it is one.
pub fn at(view: &View<'_>, place: Place) -> Option<(Kind, Waiter)> {
    match view.type_at(place) {
        Inferred::Instance { class, .. } => of_symbol(view, &class),
        Inferred::Several(classes) => {
            let mut kinds = classes.iter().map(|class| of_symbol(view, class));
            let first = kinds.next()??;
            kinds.all(|kind| kind == Some(first)).then_some(first)
        }
        _ => None,
    }
}

/// The kind of the lock that an expression makes: `asyncio.Lock()`, a field's `default_factory`, or the class itself as an
/// annotation. Names are followed through the imports of the file.
pub fn made(view: &View<'_>, place: Place) -> Option<(Kind, Waiter)> {
    let text = view.text(place);
    let text = text.split("default_factory=").nth(1).unwrap_or(text);
    let name = text.split(['(', ')', ',']).next()?.trim();
    let (first, rest) = name.split_once('.').map_or((name, ""), |(first, rest)| (first, rest));
    let index = view.index(place.file);
    let import = index.imports.iter().find(|import| &*import.local == first)?;
    let base = match import.is_module {
        true => import.module.to_string(),
        false => format!("{}.{}", import.module, import.target),
    };
    of_class(&if rest.is_empty() { base } else { format!("{base}.{rest}") })
}

fn of_symbol(view: &View<'_>, class: &Symbol) -> Option<(Kind, Waiter)> {
    of_class(&class.name).or_else(|| {
        // A project's own class is one if it derives from one.
        let own = view.class_of(class)?;
        std::iter::once(own).chain(view.ancestors(own)).find_map(|at| {
            let index = view.index(at.file);
            let bases = &index.classes.get(at.class as usize)?.bases;
            bases.iter().find_map(|(_, range)| match view.type_at(Place { file: at.file, range: *range }) {
                Inferred::Class(base) => of_class(&base.name),
                _ => None,
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{Kind, Waiter, of_class};

    #[test]
    fn classes_are_known_by_where_they_are_defined_and_by_where_they_are_exported() {
        assert_eq!(of_class("asyncio.locks.Lock"), Some((Kind::Lock, Waiter::Task)));
        assert_eq!(of_class("anyio._core._synchronization.Semaphore"), Some((Kind::Semaphore, Waiter::Task)));
        assert_eq!(of_class("threading.Condition"), Some((Kind::Reentrant, Waiter::Thread)));
        assert_eq!(of_class("asyncio.locks.Event"), None);
    }
}
