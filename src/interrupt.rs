//! Ctrl-C and termination signals as a flag that running work can watch. Not for commands that run nothing: until
//! [`Interrupt::of_process`] is called, a signal ends the process as ever. The first signal asks, the second ends
//! the process, or, while somebody [holds](Interrupt::hold) it, what runs in it.

use std::process;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The exit code of a process that Ctrl-C has ended: 128 and the number of SIGINT.
pub const EXIT_INTERRUPTED: i32 = 130;

/// Why signals cannot be watched.
#[derive(Debug, thiserror::Error)]
#[error("cannot watch for Ctrl-C: {0}")]
pub struct CannotWatch(String);

/// A flag that the user raises with Ctrl-C (or SIGTERM, or by closing the terminal). Once raised, it stays so.
/// Clones share the flag.
#[derive(Clone, Default)]
pub struct Interrupt {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    raised: AtomicU64,
    watchers: Mutex<Vec<(u64, Watcher)>>,
    next: AtomicU64,
    holds: AtomicUsize,
}

type Watcher = Box<dyn Fn(Press) + Send>;

/// Which time it is that the flag is raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Work is to stop in good order.
    First,
    /// The second time, while somebody holds the process ([`Interrupt::hold`]): what takes long is to be killed.
    Again,
    /// The process exits as soon as the watchers return.
    Leaving,
}

impl Interrupt {
    /// A flag that only [`Interrupt::raise`] raises.
    pub fn new() -> Self {
        Interrupt::default()
    }

    /// The flag of this process. The first call installs the handler: from then on, the first signal raises the
    /// flag, and the second one exits at once with [`EXIT_INTERRUPTED`]; the third one while somebody holds the
    /// process.
    ///
    /// # Errors
    /// The operating system refuses the handler, or somebody else has installed one.
    pub fn of_process() -> Result<Interrupt, CannotWatch> {
        static PROCESS: OnceLock<Result<Interrupt, String>> = OnceLock::new();
        let installed = PROCESS.get_or_init(|| {
            let interrupt = Interrupt::new();
            let handled = interrupt.clone();
            ctrlc::set_handler(move || {
                if handled.raise() == Press::Leaving {
                    process::exit(EXIT_INTERRUPTED);
                }
            })
            .map(|()| interrupt)
            .map_err(|error| error.to_string())
        });
        installed.clone().map_err(CannotWatch)
    }

    /// Raises the flag, as a signal does, and tells the watchers.
    pub fn raise(&self) -> Press {
        let watchers = self.shared.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.shared.raised.fetch_add(1, Ordering::SeqCst);
        let press = match before {
            0 => Press::First,
            1 if self.shared.holds.load(Ordering::SeqCst) > 0 => Press::Again,
            _ => Press::Leaving,
        };
        for (_, watcher) in &*watchers {
            watcher(press);
        }
        press
    }

    /// Keeps the process alive when the flag is raised a second time, until the result is dropped: there is
    /// something to take back. A third time ends it anyway.
    pub fn hold(&self) -> Hold {
        self.shared.holds.fetch_add(1, Ordering::SeqCst);
        Hold { shared: Arc::clone(&self.shared) }
    }

    /// Whether the flag was raised.
    pub fn is_raised(&self) -> bool {
        self.shared.raised.load(Ordering::SeqCst) > 0
    }

    /// Has `watcher` called each time the flag is raised, until the result is dropped; at once if it was raised
    /// before. The watcher must be quick, and must not use this flag.
    pub fn watch(&self, watcher: impl Fn(Press) + Send + 'static) -> Watch {
        let mut watchers = self.shared.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        let id = self.shared.next.fetch_add(1, Ordering::Relaxed);
        match self.shared.raised.load(Ordering::SeqCst) {
            0 => {}
            1 => watcher(Press::First),
            _ => watcher(Press::Again),
        }
        watchers.push((id, Box::new(watcher)));
        Watch { shared: Arc::clone(&self.shared), id }
    }
}

/// Keeps a watcher; see [`Interrupt::watch`].
pub struct Watch {
    shared: Arc<Shared>,
    id: u64,
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut watchers = self.shared.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.retain(|(id, _)| *id != self.id);
    }
}

/// Holds the process; see [`Interrupt::hold`].
pub struct Hold {
    shared: Arc<Shared>,
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.shared.holds.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn watchers_are_told_each_time_and_late_ones_at_once() {
        let interrupt = Interrupt::new();
        let (sender, told) = mpsc::channel();
        let late = sender.clone();
        let watch = interrupt.watch(move |press| sender.send(("early", press)).expect("somebody listens"));
        assert!(!interrupt.is_raised());
        assert_eq!(interrupt.raise(), Press::First);
        assert!(interrupt.is_raised());
        let other = interrupt.watch(move |press| late.send(("late", press)).expect("somebody listens"));
        drop(watch);
        assert_eq!(interrupt.clone().raise(), Press::Leaving);
        drop(other);
        interrupt.raise();
        let told: Vec<_> = told.iter().collect();
        assert_eq!(told, [("early", Press::First), ("late", Press::First), ("late", Press::Leaving)]);
    }

    #[test]
    fn who_holds_the_process_has_until_the_third_time() {
        let interrupt = Interrupt::new();
        let hold = interrupt.hold();
        let presses = [interrupt.raise(), interrupt.raise(), interrupt.raise()];
        assert_eq!(presses, [Press::First, Press::Again, Press::Leaving]);
        let (sender, told) = mpsc::channel();
        drop(interrupt.watch(move |press| sender.send(press).expect("somebody listens")));
        assert_eq!(told.recv(), Ok(Press::Again), "who comes late is told how far it is");
        drop(hold);
        let interrupt = Interrupt::new();
        drop(interrupt.hold());
        assert_eq!([interrupt.raise(), interrupt.raise()], [Press::First, Press::Leaving]);
    }
}
