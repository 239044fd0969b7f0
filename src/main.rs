//! The program: parses arguments, runs the command, turns errors into exit codes. See `amends::cli`.

use std::io::{self, Write as _};
use std::process::ExitCode;

use amends::cli::{self, Cli};
use clap::Parser as _;

/// Types are many small pieces, for which the allocator of the system is slow.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli::run(&cli) {
        Ok(code) => code,
        // Whoever has seen enough (`amends diff | head`) ends no command. One that cannot go on without them says
        // nothing of it, and not that all is well.
        Err(error) if cli::is_closed(&error) => ExitCode::from(cli::EXIT_UNREADABLE),
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {}", told(&error));
            ExitCode::from(cli::EXIT_UNREADABLE)
        }
    }
}

/// An error and its causes, each once: some say their cause themselves.
fn told(error: &anyhow::Error) -> String {
    error.chain().fold(String::new(), |text, cause| match cause.to_string() {
        cause if text.contains(&cause) => text,
        cause if text.is_empty() => cause,
        cause => format!("{text}: {cause}"),
    })
}
