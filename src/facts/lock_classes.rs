//! Which classes of libraries are locks, and of what kind. One list for all who ask.

use super::names::canonical;

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

#[cfg(test)]
mod tests {
    use super::{Kind, Waiter, of_class};

    #[test]
    fn classes_are_known_by_where_they_are_defined_and_by_where_they_are_exported() {
        assert_eq!(of_class("asyncio.locks.Lock"), Some((Kind::Lock, Waiter::Task)));
        assert_eq!(of_class("anyio._core._synchronization.Semaphore"), Some((Kind::Semaphore, Waiter::Task)));
        assert_eq!(of_class("threading.Condition"), Some((Kind::Reentrant, Waiter::Thread)));
        assert_eq!(of_class("asyncio.locks.Event"), None);
        assert_eq!(of_class("trio._sync.Lock"), of_class("trio.Lock"));
        assert_eq!(of_class("app.Lock"), None, "a class of that name elsewhere is none");
    }
}
