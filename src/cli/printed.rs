//! What to do when something was done, and then cannot be printed.

use std::io::{self, Write as _};

/// Says that it was done. Who has seen enough (`amends apply | head`) is told nothing.
pub(super) fn printed(result: io::Result<()>, done: &str) {
    if let Err(error) = result
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        let _ = writeln!(io::stderr(), "warning: cannot write to standard output: {error}; {done}");
    }
}
