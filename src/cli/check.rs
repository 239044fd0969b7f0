//! `amends check`: findings with verdicts and evidence.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;

use super::decided;
use super::files::{Selection, current_folder, styled};
use super::{EXIT_OPEN, EXIT_UNREADABLE};
use crate::pipeline::Apply;
use crate::report::summary::Summary;
use crate::report::{json, text};

/// Print what is open, with verdict, source and evidence
///
/// Shows `safe`, `review` and `manual` sites; `--all` adds the `fine` ones with the line that
/// makes them fine. `--format json` prints one object per site and line, for other tools.
///
/// Examples:
///   amends check src
///   amends check --all --select AM502 src/relay/hub.py
///   amends check --format json src | jq -r 'select(.verdict == "manual") | .path'
///
/// Exit codes: 0 nothing open, 1 something open, 2 wrong use or a file that could not be read.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    selection: Selection,

    /// Show the sites that are fine, too
    #[arg(long)]
    all: bool,

    /// How to print findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: source excerpts, colour on terminals
    Text,
    /// One JSON object per site and line
    Json,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    decided::recover(args.selection.paths(), &current_folder()?)?;
    let files = args.selection.process(&Apply::Nothing.into())?;
    let mut stdout = anstream::stdout().lock();
    let source_of = |path: &str| files.iter().find(|file| file.path == path)?.source.clone();
    for file in &files {
        for located in
            file.outcome.findings.iter().filter(|located| args.all || located.finding.verdict.is_open())
        {
            let shown = match args.format {
                Format::Text => text::finding(file, located, styled()),
                Format::Json => json::line(file, located, &source_of)?,
            };
            stdout.write_all(shown.as_bytes())?;
        }
    }
    stdout.flush()?;
    args.selection.report_skipped(&files)?;
    let summary = Summary::of(&files);
    if !args.selection.quiet {
        writeln!(anstream::stderr().lock(), "{}", summary.sentence())?;
    }
    Ok(match (summary.skipped > 0, summary.open() > 0) {
        (true, _) => ExitCode::from(EXIT_UNREADABLE),
        (false, true) => ExitCode::from(EXIT_OPEN),
        (false, false) => ExitCode::SUCCESS,
    })
}
