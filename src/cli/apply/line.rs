//! The line on stderr that says which run of a check is at work, and what Ctrl-C does meanwhile. Runs nothing.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::interrupt::{Interrupt, Press, Watch};

/// A line that is begun when a run starts and completed when it ends.
#[derive(Clone)]
pub(super) struct Line {
    quiet: bool,
    open: Arc<AtomicBool>,
}

impl Line {
    pub(super) fn new(quiet: bool) -> Self {
        Line { quiet, open: Arc::default() }
    }

    /// Begins it.
    pub(super) fn begin(&self, what: &str) {
        if !self.quiet {
            self.open.store(true, Ordering::SeqCst);
            let mut stderr = std::io::stderr().lock();
            let _ = write!(stderr, "verify: {what} … ").and_then(|()| stderr.flush());
        }
    }

    /// Completes it, unless something else has been said since.
    pub(super) fn end(&self, what: &str) {
        if self.open.swap(false, Ordering::SeqCst) {
            let _ = writeln!(std::io::stderr().lock(), "{what}");
        }
    }

    /// Says what Ctrl-C does, until the result is dropped.
    pub(super) fn tell(&self, interrupt: &Interrupt) -> Watch {
        let line = self.clone();
        interrupt.watch(move |press| {
            line.end("");
            let _ = writeln!(
                std::io::stderr().lock(),
                "{}",
                match press {
                    Press::First => "stopping the check; press again to kill it",
                    Press::Again => "killing the check",
                    Press::Leaving =>
                        "left at once; the next amends command here takes back what was written",
                }
            );
        })
    }
}
