//! The clock of a run. In builds with debug assertions, `AMENDS_FORGE_CLOCK=fast` is one that does not wait, for tests:
//! its time goes on by what it should have waited, and each wait is a line of the file `AMENDS_FORGE_WAITS`, with its
//! seconds and why. Not there in release builds.

use std::time::Duration;

use super::http::{Clock, SystemClock};

/// The machine's clock, which calls `say` before each wait.
pub fn clock(say: impl FnMut(Duration, &str) + 'static) -> Box<dyn Clock> {
    #[cfg(debug_assertions)]
    if std::env::var_os("AMENDS_FORGE_CLOCK").is_some_and(|clock| clock == "fast") {
        return Box::new(fast::Fast::new());
    }
    Box::new(SystemClock::new(say))
}

#[cfg(debug_assertions)]
mod fast {
    use std::fs::OpenOptions;
    use std::io::Write as _;
    use std::time::Duration;

    use crate::forge::http::{Clock, SystemClock};

    pub(super) struct Fast {
        real: SystemClock<fn(Duration, &str)>,
        /// What should have been waited.
        skipped: Duration,
    }

    impl Fast {
        pub(super) fn new() -> Self {
            Fast { real: SystemClock::new(|_, _| ()), skipped: Duration::ZERO }
        }
    }

    impl Clock for Fast {
        fn now(&self) -> u64 {
            self.real.now() + self.skipped.as_secs()
        }

        fn elapsed(&self) -> Duration {
            self.real.elapsed() + self.skipped
        }

        fn wait(&mut self, time: Duration, why: &str) {
            self.skipped += time;
            if let Some(place) = std::env::var_os("AMENDS_FORGE_WAITS") {
                let file = OpenOptions::new().append(true).create(true).open(place);
                // A test that wants to read it will notice.
                let _ = file.and_then(|mut file| writeln!(file, "{:.3} {why}", time.as_secs_f64()));
            }
        }

        fn jitter(&mut self) -> f64 {
            0.0
        }
    }
}
