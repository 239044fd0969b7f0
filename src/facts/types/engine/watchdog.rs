//! Stops a question that takes too long. One thread watches all of them; it starts with the first.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use salsa::CancellationToken;

/// Watches questions and cancels those that take longer than its patience.
pub(super) struct Watchdog {
    patience: Duration,
    state: Mutex<Option<Arc<Watched>>>,
}

#[derive(Default)]
struct Watched {
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    next: u64,
    questions: BTreeMap<u64, (Instant, CancellationToken)>,
}

/// A question that is being watched, until this is dropped.
pub(super) struct Watch {
    watched: Arc<Watched>,
    number: u64,
}

impl Watchdog {
    pub(super) fn new(patience: Duration) -> Self {
        Watchdog { patience, state: Mutex::new(None) }
    }

    /// Starts to watch a question.
    pub(super) fn watch(&self, token: CancellationToken) -> Watch {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let watched = state.get_or_insert_with(|| {
            let watched = Arc::new(Watched::default());
            let (weak, patience) = (Arc::downgrade(&watched), self.patience);
            // It ends by itself when nobody holds the watched questions any more.
            std::thread::spawn(move || run(&weak, patience));
            watched
        });
        let watched = Arc::clone(watched);
        drop(state);
        let mut open = watched.open.lock().unwrap_or_else(PoisonError::into_inner);
        let number = open.next;
        open.next += 1;
        open.questions.insert(number, (Instant::now(), token));
        drop(open);
        Watch { watched, number }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut open = self.watched.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.questions.remove(&self.number);
    }
}

fn run(watched: &Weak<Watched>, patience: Duration) {
    while let Some(watched) = watched.upgrade() {
        let open = watched.open.lock().unwrap_or_else(PoisonError::into_inner);
        for (start, token) in open.questions.values() {
            if start.elapsed() > patience {
                token.cancel();
            }
        }
        drop(open);
        drop(watched);
        std::thread::sleep(Duration::from_millis(200));
    }
}
