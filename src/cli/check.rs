//! `amends check`: findings with verdicts and evidence.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;

use super::changed::Changed;
use super::files::{Selection, current_folder};
use super::{EXIT_OPEN, EXIT_UNREADABLE};
use super::{baseline, decided, printed};
use crate::pipeline::Apply;
use crate::report::model::{Report, Shown};
use crate::report::summary::Summary;
use crate::report::{github, gitlab, json, junit, markdown, sarif, text};

/// Print what is open, with verdict, source and evidence
///
/// Shows `safe`, `review` and `manual` sites; `--all` adds the `fine` ones with the line that
/// makes them fine. Formats for other tools are described in docs/formats.md.
///
/// Examples:
///   amends check src
///   amends check --all --select AM502 src/relay/hub.py
///   amends check --changed src                   only in lines that differ from the last commit
///   amends check --changed=origin/main           only in lines that this branch has changed
///   amends check --baseline                      only what `amends baseline` did not find
///   amends check --format sarif src > amends.sarif
///   amends check --format github src             annotations in a GitHub workflow
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
    /// SARIF 2.1.0, for code scanning; with the fixes
    Sarif,
    /// Workflow commands, which GitHub shows beside the code
    Github,
    /// A code quality report, for merge requests in GitLab
    Gitlab,
    /// JUnit XML: open sites are tests that fail
    Junit,
    /// A comment for a pull request
    Markdown,
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
    let report = Report { files: &files, all: args.all, is_compared: args.baseline.is_some() };
    let mut stdout = printed::stdout();
    match args.format {
        Format::Text => {
            for Shown { file, located } in report.sites() {
                stdout.write_all(text::finding(file, located, printed::styled()).as_bytes())?;
            }
        }
        Format::Json => {
            let source_of = |path: &str| report.source(path).cloned();
            for Shown { file, located } in report.sites() {
                stdout.write_all(json::line(file, located, &source_of)?.as_bytes())?;
            }
        }
        Format::Sarif => stdout.write_all(sarif::render(report)?.as_bytes())?,
        Format::Github => stdout.write_all(github::render(report).as_bytes())?,
        Format::Gitlab => stdout.write_all(gitlab::render(report)?.as_bytes())?,
        Format::Junit => stdout.write_all(junit::render(report).as_bytes())?,
        Format::Markdown => stdout.write_all(markdown::render(report).as_bytes())?,
    }
    stdout.flush()?;
    args.selection.report_skipped(&files)?;
    let summary = Summary { known, unchanged, ..Summary::of(&files) };
    if !args.selection.quiet {
        writeln!(printed::stderr(), "{}", summary.sentence())?;
    }
    Ok(match (summary.skipped > 0, summary.open() > 0) {
        (true, _) => ExitCode::from(EXIT_UNREADABLE),
        (false, true) => ExitCode::from(EXIT_OPEN),
        (false, false) => ExitCode::SUCCESS,
    })
}
