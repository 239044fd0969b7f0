//! `amends tasks`: the inventory of places that start tasks. Prints; who owns a task is said by `crate::tasks`.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;
use rayon::prelude::*;

use super::EXIT_UNREADABLE;
use super::files::Selection;
use super::given::Given;

use super::printed::{self, styled};
use crate::facts::Facts;
use crate::report::tasks::{Entry, json, text, totals};
use crate::report::{FileReport, Skipped};
use crate::suppress::{self, Suppressions};
use crate::syntax::{NodeId, NodeKind};
use crate::tasks::inventory::{self, Started};
use crate::transform::{Site, Transform};
use crate::transforms::ALL;
use crate::transforms::run_tracked_task::RunTrackedTask;
use crate::transforms::runner_misuse::RunnerMisuse;
use crate::transforms::tracked_task::TrackedTask;
use crate::verdict::Finding;

/// List every place that starts a task, who owns the task, and who ends it
///
/// The owner is what keeps the task alive: an attribute, a container, a local that is awaited, a
/// task group, the caller it is returned to. Who ends it is who cancels it or waits for it, in
/// whichever given file. What is open about it is shown with
/// its verdict: nobody holds it (AM504), it never leaves its container (AM203), it breaks the rules
/// of the project's task runner (AM506).
///
/// Only code under PATHS is looked at. What is handed on to code outside of them says so.
///
/// Examples:
///   amends tasks src
///   amends tasks --unended src                  tasks that nothing seen cancels or waits for
///   amends tasks --format json src | jq -r 'select(.owner.kind == "nobody") | .path'
///
/// Exit codes: 0 listed, 2 wrong use or a file that could not be read or parsed.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    #[command(flatten)]
    selection: Selection,

    /// Only tasks that nothing seen cancels or waits for
    #[arg(long)]
    unended: bool,

    /// How to print the inventory
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON object per place and line
    Json,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let given = args.selection.given()?;
    let files: Vec<Result<Vec<Entry>, Box<FileReport>>> = given
        .install(|| (0..given.project.len()).into_par_iter().map(|file| of_file(&given, file)).collect());
    let (mut entries, mut left_out) = (Vec::new(), Vec::new());
    for file in files {
        match file {
            Ok(found) => entries.extend(found),
            Err(report) => left_out.push(*report),
        }
    }
    let mut stdout = printed::stdout();
    for entry in entries.iter().filter(|entry| !args.unended || entry.is_unended()) {
        let shown = match args.format {
            Format::Text => text(entry, styled()),
            Format::Json => json(entry)?,
        };
        stdout.write_all(shown.as_bytes())?;
    }
    stdout.flush()?;
    given.report();
    left_out.extend(given.left_out);
    args.selection.report_skipped(&left_out)?;
    if !args.selection.quiet {
        writeln!(printed::stderr(), "{}", totals(&entries))?;
    }
    let unread = left_out.iter().any(|file| file.skipped.as_ref().is_some_and(|skipped| !skipped.is_warning));
    Ok(if unread { ExitCode::from(EXIT_UNREADABLE) } else { ExitCode::SUCCESS })
}

/// What a call starts, and what is open about it that no comment silences.
fn at(
    facts: &Facts<'_>,
    id: NodeId,
    suppressions: &mut Suppressions,
) -> Option<(Started, Vec<(&'static str, Finding)>)> {
    if facts.tree.node(id).kind() != NodeKind::ExprCall {
        return None;
    }
    let judged = |transform: &dyn Transform| {
        let finding = transform.judge(Site { node: id, pattern: 0 }, facts)?;
        Some((transform.meta().code, finding))
    };
    let (started, all) = match inventory::at(facts, id) {
        Some(started) => (started, [judged(&RunTrackedTask), judged(&TrackedTask)]),
        None => {
            let handed = judged(&RunnerMisuse)?;
            (inventory::handed_to_runner(facts, id)?, [Some(handed), None])
        }
    };
    let is_open = |(code, finding): &(&'static str, Finding)| {
        let lines = suppress::lines(facts, id, finding.range);
        finding.verdict.is_open() && suppressions.silences(code, &lines).is_none()
    };
    Some((started, all.into_iter().flatten().filter(is_open).collect()))
}

/// The places of one file, in order; or why it is left out.
fn of_file(given: &Given, file: u32) -> Result<Vec<Entry>, Box<FileReport>> {
    let text = given.project.text(file);
    let mut literals = RunTrackedTask.meta().literals.iter().chain(RunnerMisuse.meta().literals);
    if !literals.any(|literal| memchr::memmem::find(text.as_bytes(), literal.as_bytes()).is_some()) {
        return Ok(Vec::new());
    }
    let path = given.project.path(file);
    let metas = ALL.iter().map(|known| known.meta());
    let left_out = metas.filter(|meta| given.settings.leaves_out(path, meta.code, meta.name));
    let left_out: Vec<&str> = left_out.map(|meta| meta.code).collect();
    let entries = given.project.with_file(file, &given.settings, |facts| {
        let sites: Vec<NodeId> = facts.tree.all().collect();
        let codes: Vec<_> = ALL.iter().map(|known| (known.meta().code, known.meta().name)).collect();
        let mut suppressions = Suppressions::read(facts, &codes);
        let entry = |id: NodeId| {
            let (started, mut findings) = at(facts, id, &mut suppressions)?;
            findings.retain(|(code, _)| !left_out.contains(code));
            let (line, column) = facts.module.position(started.range.start(), facts.layout.text());
            Some(Entry { path: path.to_string(), line, column, started, findings })
        };
        sites.into_iter().filter_map(entry).collect()
    });
    entries.ok_or_else(|| {
        Box::new(FileReport {
            path: path.to_string(),
            source: None,
            outcome: crate::pipeline::Outcome::default(),
            skipped: crate::syntax::parse(text)
                .err()
                .map(|problem| Skipped::of_problem(&crate::pipeline::Problem::Syntax(problem))),
        })
    })
}
