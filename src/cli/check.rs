//! `amends check`: findings with verdicts and evidence.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;

use super::changed::Changed;
use super::files::{Selection, current_folder, styled};
use super::{EXIT_OPEN, EXIT_UNREADABLE};
use super::{baseline, decided};
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
///   amends check --changed src                   only in lines that differ from the last commit
///   amends check --changed=origin/main           only in lines that this branch has changed
///   amends check --baseline                      only what `amends baseline` did not find
///   amends check --format json src | jq -r 'select(.verdict == "manual") | .path'
///
/// Exit codes: 0 nothing open, 1 something open, 2 wrong use or a file that could not be read.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    selection: Selection,

    #[command(flatten)]
    changed: Changed,

    /// Leave out what this baseline knows [default: amends-baseline.json at the project's root]
    ///
    /// `amends baseline` writes it. Entries that are no longer there are named.
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    baseline: Option<Option<PathBuf>>,

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
    let cwd = current_folder()?;
    decided::recover(args.selection.paths(), &cwd)?;
    let mut run = args.selection.open(&cwd)?;
    let within = args.changed.within(&args.selection, &cwd)?;
    let lines = within.as_ref().map(|within| within.narrow(&mut run)).transpose()?;
    let mut files = run.process(&Apply::Nothing.into());
    run.report();
    let known = match &args.baseline {
        None => 0,
        Some(named) => {
            let place = baseline::Place::new(named.as_deref(), args.selection.paths(), &cwd)?;
            baseline::leave_out(&place, (&args.selection, &run), &mut files, &cwd)?
        }
    };
    let unchanged = lines.map_or(0, |lines| lines.leave_out_others(&mut files));
    // The end of the program frees what is known of all files, at no cost.
    std::mem::forget(run);
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
    let summary = Summary { known, unchanged, ..Summary::of(&files) };
    if !args.selection.quiet {
        writeln!(anstream::stderr().lock(), "{}", summary.sentence())?;
    }
    Ok(match (summary.skipped > 0, summary.open() > 0) {
        (true, _) => ExitCode::from(EXIT_UNREADABLE),
        (false, true) => ExitCode::from(EXIT_OPEN),
        (false, false) => ExitCode::SUCCESS,
    })
}
