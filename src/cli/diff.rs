//! `amends diff`: the patch on stdout, the summary on stderr.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, Result};

use super::changed::Changed;
use super::decided;
use super::files::{Selection, current_folder};
use super::printed;
use super::{EXIT_OPEN, EXIT_UNREADABLE};
use crate::choice::{Apply, Choice};
use crate::diff::{render_stat, stat};
use crate::report::summary::{Summary, plural};
use crate::report::{FileReport, Skipped, patch};
use crate::verdict::Verdict;

/// Print the fixes as a unified diff (the default command)
///
/// Writes nothing to your files. The patch is what `git apply` and `patch -p1` take. Before each
/// file's section, comment lines name every fix in it: code, verdict, place, what changes, why.
/// Paths are those of the git work tree, if there is one. Only `safe` fixes are in it unless you
/// say `--review`; what was decided with `amends review` counts.
///
/// Examples:
///   amends diff                              the current directory
///   amends diff --review src tests/helpers.py
///   amends diff --select AM401 --stat src
///   amends diff --changed=origin/main        only in lines that this branch has changed
///   amends diff --review src | git apply --index
///   cat hub.py | amends diff - --stdin-filename relay/hub.py
///
/// Exit codes: 0 the patch is empty, 1 it is not, 2 wrong use or a file that could not be read.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    selection: Selection,

    #[command(flatten)]
    changed: Changed,

    /// Add the fixes that change behaviour in the way they say
    #[arg(long)]
    review: bool,

    /// Print how many lines change in each file instead of the patch
    #[arg(long)]
    stat: bool,
}

impl Args {
    /// The files and folders that are asked for.
    pub(super) fn paths(&self) -> &[std::path::PathBuf] {
        self.selection.paths()
    }
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let cwd = current_folder()?;
    decided::recover(args.selection.paths(), &cwd)?;
    let decisions = decided::decisions(args.selection.paths(), &cwd)?;
    let apply = if args.review { Apply::Review } else { Apply::Safe };
    let choice = Choice { apply, decisions: Arc::clone(&decisions), only: None };
    let mut run = args.selection.open(&cwd)?;
    let within = args.changed.within(&args.selection, &cwd)?;
    let choice = match &within {
        None => choice,
        Some(within) => within.choose(&mut run, choice)?,
    };
    let mut files = run.process(&choice);
    run.report();
    // The end of the program frees what is known of all files, at no cost.
    std::mem::forget(run);
    let mut output = Vec::new();
    let mut stats = Vec::new();
    for file in &mut files {
        // A file whose encoding lacks a character of a fix is left out by name, and the rest goes on.
        match (args.stat, patch::versions(file)) {
            (true, Ok(Some(versions))) => {
                stats.push((file.path.clone(), stat(&versions.before, &versions.after)));
            }
            (false, Ok(Some(_))) => output.extend(patch::section(file).with_context(|| file.path.clone())?),
            (_, Ok(None)) => {}
            (_, Err(error)) => {
                file.outcome.after = None;
                file.outcome.applied.clear();
                file.skipped = Some(Skipped::of_source(&error));
            }
        }
    }
    if args.stat {
        let width = terminal_width();
        output = render_stat(&stats, width).into_bytes();
    }
    let mut stdout = printed::raw_stdout();
    if std::io::stdout().is_terminal() && printed::styled() && !args.stat {
        stdout.write_all(&coloured(&output))?;
    } else {
        stdout.write_all(&output)?;
    }
    stdout.flush()?;
    args.selection.report_skipped(&files)?;
    decided::say_outdated(&files, &decisions, args.selection.quiet);
    summarise(args, &files)?;
    let summary = Summary::of(&files);
    Ok(match (summary.skipped > 0, summary.changed > 0) {
        (true, _) => ExitCode::from(EXIT_UNREADABLE),
        (false, true) => ExitCode::from(EXIT_OPEN),
        (false, false) => ExitCode::SUCCESS,
    })
}

fn summarise(args: &Args, files: &[FileReport]) -> Result<()> {
    if args.selection.quiet {
        return Ok(());
    }
    let summary = Summary::of(files);
    let mut stderr = printed::stderr();
    writeln!(stderr, "{}", summary.sentence())?;
    writeln!(stderr, "the patch has {} in {}", fixes(summary.applied), plural(summary.changed, "file"))?;
    let waiting = summary.count(Verdict::Review);
    if !args.review && waiting > 0 {
        let fixes = if waiting == 1 {
            "1 fix changes behaviour: `--review` adds it".into()
        } else {
            format!("{waiting} fixes change behaviour: `--review` adds them")
        };
        writeln!(stderr, "{fixes}")?;
    }
    Ok(())
}

fn terminal_width() -> usize {
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(80)
}

/// Colours a patch the way git does, line by line.
fn coloured(patch: &[u8]) -> Vec<u8> {
    let mut output = Vec::with_capacity(patch.len() * 2);
    for line in patch.split_inclusive(|&byte| byte == b'\n') {
        let colour: &[u8] = match line {
            [b'#', ..] => b"\x1b[2m",
            [b'd', b'i', b'f', b'f', ..] | [b'-', b'-', b'-', ..] | [b'+', b'+', b'+', ..] => b"\x1b[1m",
            [b'@', ..] => b"\x1b[36m",
            [b'-', ..] => b"\x1b[31m",
            [b'+', ..] => b"\x1b[32m",
            _ => b"",
        };
        let (text, end) = line.split_at(line.len() - usize::from(line.ends_with(b"\n")));
        output.extend_from_slice(colour);
        output.extend_from_slice(text);
        if !colour.is_empty() {
            output.extend_from_slice(b"\x1b[0m");
        }
        output.extend_from_slice(end);
    }
    output
}

fn fixes(count: usize) -> String {
    if count == 1 { "1 fix".into() } else { format!("{count} fixes") }
}
