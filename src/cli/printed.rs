//! Standard output and standard error of commands: what holds when they cannot be written to.

use std::fmt;
use std::io::{self, Write};

/// Says that it was done. Who has seen enough (`amends apply | head`) is told nothing.
pub(super) fn printed(result: io::Result<()>, done: &str) {
    if let Err(error) = result
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        let _ = writeln!(io::stderr(), "warning: cannot write to standard output: {error}; {done}");
    }
}

/// Whether output for people is coloured: on terminals, unless NO_COLOR says otherwise.
pub(super) fn styled() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}

/// Standard output, with colours as the terminal has them.
pub(super) fn stdout() -> Heard<impl Write> {
    Heard::new(anstream::stdout().lock())
}

/// Standard output, byte for byte.
pub(super) fn raw_stdout() -> Heard<impl Write> {
    Heard::new(io::stdout().lock())
}

/// Standard error, with colours as the terminal has them.
pub(super) fn stderr() -> Heard<impl Write> {
    Heard::new(anstream::stderr().lock())
}

/// Says something on standard error. Where that cannot be written to, there is nobody to tell.
pub(super) fn told(what: fmt::Arguments<'_>) {
    let _ = writeln!(stderr(), "{what}");
}

/// What `eprintln!` does, which panics where nobody reads.
macro_rules! tell {
    ($($what:tt)*) => { $crate::cli::printed::told(format_args!($($what)*)) };
}
pub(super) use tell;

/// Whether an error is that nobody reads any more.
pub fn is_closed(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// Writes for as long as somebody reads. Whoever has seen enough (`amends check | head`) ends the output and not the
/// command, whose exit code still is that of what it has found.
pub(super) struct Heard<W> {
    to: W,
    is_closed: bool,
}

impl<W: Write> Heard<W> {
    fn new(to: W) -> Self {
        Heard { to, is_closed: false }
    }

    fn unless_closed<T>(
        &mut self,
        otherwise: T,
        write: impl FnOnce(&mut W) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.is_closed {
            return Ok(otherwise);
        }
        match write(&mut self.to) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(otherwise)
            }
            result => result,
        }
    }
}

impl<W: Write> Write for Heard<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_closed(bytes.len(), |to| to.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_closed((), Write::flush)
    }
}
