//! Fault points: a test ends the process or fails the disk at each step of a write. Not there in release builds.
//!
//! Every step that touches the disk passes a point first. In builds with debug assertions `AMENDS_FAULT` says what
//! happens at the point of that number, counted from 1:
//!
//! | value | does |
//! |---|---|
//! | `kill:7` | the process is gone, as with `kill -9` |
//! | `full:7` | that step fails: no space left on the device |
//! | `broken:7` | that step and all later ones fail: the disk is gone |
//! | `write:7:PATH` | another program adds a line to PATH just before that step |
//! | `pause:7` | prints `paused`, and goes on when its standard input ends |
//!
//! Several are separated by commas. `AMENDS_FAULT_LOG=FILE` notes the name of every point there, so that a test knows how many there are.

use std::io;

/// A step that touches the disk comes next.
#[cfg(not(debug_assertions))]
pub(super) fn point(_name: &str) -> io::Result<()> {
    Ok(())
}

/// A step that touches the disk comes next.
#[cfg(debug_assertions)]
pub(super) fn point(name: &str) -> io::Result<()> {
    armed::point(name)
}

#[cfg(debug_assertions)]
mod armed {
    use std::fs::OpenOptions;
    use std::io::{self, Read as _, Write as _};
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    static PASSED: AtomicUsize = AtomicUsize::new(0);
    static ORDERS: OnceLock<Option<Orders>> = OnceLock::new();

    struct Orders {
        each: Vec<Order>,
        log: Option<std::ffi::OsString>,
    }

    struct Order {
        what: String,
        at: usize,
        path: String,
    }

    fn orders() -> Option<Orders> {
        let text = std::env::var("AMENDS_FAULT").ok();
        let log = std::env::var_os("AMENDS_FAULT_LOG");
        if text.is_none() && log.is_none() {
            return None;
        }
        let text = text.unwrap_or_default();
        let each = text.split(',').map(|order| {
            let mut parts = order.splitn(3, ':');
            let mut next = || parts.next().unwrap_or_default().to_string();
            let (what, at, path) = (next(), next(), next());
            Order { what, at: at.parse().unwrap_or(0), path }
        });
        Some(Orders { each: each.collect(), log })
    }

    pub(super) fn point(name: &str) -> io::Result<()> {
        let Some(orders) = ORDERS.get_or_init(orders) else { return Ok(()) };
        let number = PASSED.fetch_add(1, Ordering::SeqCst) + 1;
        if let Some(log) = &orders.log {
            writeln!(OpenOptions::new().append(true).create(true).open(log)?, "{name}")?;
        }
        orders.each.iter().try_for_each(|order| obey(order, number, name))
    }

    fn obey(order: &Order, number: usize, name: &str) -> io::Result<()> {
        match order.what.as_str() {
            #[cfg(unix)]
            "kill" if number == order.at => super::super::os::die(),
            "full" if number == order.at => return Err(io::ErrorKind::StorageFull.into()),
            "broken" if number >= order.at => {
                return Err(io::Error::other(format!("the disk is broken ({name})")));
            }
            "write" if number == order.at => {
                OpenOptions::new().append(true).open(&order.path)?.write_all(b"# another writer\n")?;
            }
            "pause" if number == order.at => {
                println!("paused");
                io::stdin().read_to_end(&mut Vec::new())?;
            }
            _ => {}
        }
        Ok(())
    }
}
