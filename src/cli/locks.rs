//! `amends locks`: which lock is taken while which other is held. Prints; the graph is made by `crate::locks`.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::ValueEnum;

use super::files::Selection;
use super::given::Given;

use super::printed::{self, styled};
use super::{EXIT_OPEN, EXIT_UNREADABLE};
use crate::locks;
use crate::pipeline::{Outcome, Problem};
use crate::report::locks::{Picture, dot, json, mermaid, text};
use crate::report::{FileReport, Skipped};

/// Show which lock is taken while which other is held, and the cycles in that
///
/// Locks are told by class and attribute: `Pool._lock` is the lock of every pool. A family such as
/// `Pool._dial_locks[]` has one for each key. What is taken is followed through calls, across files,
/// without tasks that are only started. A cycle is `certain` where its locks are shown to be the
/// same objects, `possible` (with the reason) where that depends on which instances meet, and
/// `guarded` where another lock lets only one task into it.
///
/// Examples:
///   amends locks src
///   amends locks --cycles src                       only cycles; exit code 1 if there are any
///   amends locks --class ConnectionPool src         what has to do with the locks of one class
///   amends locks --format mermaid src > locks.mmd   for GitHub, GitLab and others that draw Mermaid
///   amends locks --format dot src | dot -Tsvg -o locks.svg
///
/// Exit codes: 0 listed, 1 cycles with --cycles, 2 wrong use or a file that could not be read or parsed.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    #[command(flatten)]
    selection: Selection,

    /// Only locks of this class, and what is taken with them; may be given several times
    #[arg(long, value_name = "CLASS")]
    class: Vec<String>,

    /// Only cycles
    #[arg(long)]
    cycles: bool,

    /// Also list the calls under a lock that could not be followed
    #[arg(long)]
    unfollowed: bool,

    /// How to print the graph
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// A Mermaid flowchart
    Mermaid,
    /// A Graphviz digraph
    Dot,
    /// One JSON object per lock, edge, cycle and call that is not followed
    Json,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let given = args.selection.given()?;
    let (mut picture, broken) = given.install(|| {
        locks::prepare(&given.project);
        let graph = locks::of(&given.project);
        // Files without either hold no lock, and are not parsed for this.
        let holds = |text: &str| text.contains("with ") || text.contains(".acquire(");
        let broken = (0..given.project.len())
            .filter(|&file| holds(given.project.text(file)) && given.project.index(file).broken.is_some());
        (Picture::of(&graph, &given.project), broken.map(|file| unread(&given, file)).collect::<Vec<_>>())
    });
    if !args.class.is_empty() {
        picture = picture.of_classes(&args.class);
        if picture.locks.is_empty() {
            bail!("no lock of a class `{}` is held in the given files", args.class.join("`, `"));
        }
    }
    if args.cycles {
        picture = picture.only_cycles();
    }
    let unfollowed = picture.unseen.len();
    if args.cycles && !args.unfollowed {
        picture.unseen.clear();
    }
    let shown = match args.format {
        Format::Text => text(&picture, styled(), args.unfollowed),
        Format::Mermaid => mermaid(&picture),
        Format::Dot => dot(&picture),
        Format::Json => json(&picture)?,
    };
    let mut stdout = printed::stdout();
    stdout.write_all(shown.as_bytes())?;
    stdout.flush()?;
    given.report();
    let mut left_out = given.left_out;
    left_out.extend(broken);
    args.selection.report_skipped(&left_out)?;
    let mut stderr = printed::stderr();
    if !args.selection.quiet {
        let count = |certainty| picture.cycles.iter().filter(|cycle| cycle.certainty == certainty).count();
        writeln!(
            stderr,
            "{}, {} taken together, {} and {}; {} under locks not followed{}",
            counted(picture.locks.len(), "lock"),
            counted(picture.edges.len(), "pair"),
            counted(count("certain"), "certain cycle"),
            counted(count("possible"), "possible cycle"),
            counted(unfollowed, "call"),
            if args.unfollowed || unfollowed == 0 { "" } else { " (--unfollowed lists them)" }
        )?;
    }
    let unread = left_out.iter().any(|file| file.skipped.as_ref().is_some_and(|skipped| !skipped.is_warning));
    Ok(match () {
        () if unread => ExitCode::from(EXIT_UNREADABLE),
        () if args.cycles && !picture.cycles.is_empty() => ExitCode::from(EXIT_OPEN),
        () => ExitCode::SUCCESS,
    })
}

/// `1 lock`, `2 locks`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Why a file is left out.
fn unread(given: &Given, file: u32) -> FileReport {
    let problem = given.project.parsed(file).err();
    FileReport {
        path: given.project.path(file).to_string(),
        source: None,
        outcome: Outcome::default(),
        skipped: problem.map(|problem| Skipped::of_problem(&Problem::Syntax(problem))),
    }
}
