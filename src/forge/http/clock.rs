//! Time, so that tests need not wait. Decides no waiting.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Tells the time and waits.
pub trait Clock {
    /// Seconds since 1970.
    fn now(&self) -> u64;

    /// Time since some fixed moment; never goes back.
    fn elapsed(&self) -> Duration;

    /// Waits, and says why, for whoever looks at a terminal.
    fn wait(&mut self, time: Duration, why: &str);

    /// A number from 0 up to 1, to spread repeats of several runs.
    fn jitter(&mut self) -> f64;
}

/// The machine's.
pub struct SystemClock<S: FnMut(Duration, &str)> {
    started: std::time::Instant,
    say: S,
}

impl<S: FnMut(Duration, &str)> SystemClock<S> {
    /// Calls `say` before each wait.
    pub fn new(say: S) -> Self {
        SystemClock { started: std::time::Instant::now(), say }
    }
}

impl<S: FnMut(Duration, &str)> Clock for SystemClock<S> {
    fn now(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    fn wait(&mut self, time: Duration, why: &str) {
        (self.say)(time, why);
        std::thread::sleep(time);
    }

    fn jitter(&mut self) -> f64 {
        // Not for secrets: the low digits of the clock differ enough between runs.
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.subsec_nanos());
        f64::from(nanos % 1_000_000) / 1_000_000.0
    }
}
