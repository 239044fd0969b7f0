//! The stages in order: prefilter, match, judge, plan, verify. Reads and writes nothing.
//!
//! [`process`] is the whole of it for one file: it repeats judge, plan and verify until nothing is left to apply, so
//! that fixes which had to wait for others get their turn, and so that a second run has nothing to do.
//! [`process_all`] does that for all files, and plans the fixes that edit several of them.

mod fingerprint;
mod judge;
mod state;
#[cfg(test)]
mod tests;
mod wide;

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

pub use crate::choice::Apply;
use crate::choice::Choice;
use crate::config::Settings;
use crate::facts::Project;
use crate::registry::Registry;
use crate::source::Source;
use crate::syntax::{SyntaxProblem, may_hold_conflict};
use crate::verdict::{Evidence, Finding};

pub(crate) use self::fingerprint::fnv1a;
use self::state::State;

/// After this many passes a plan that still changes something is a bug.
const MAX_PASSES: usize = 10;

/// What a user can do about a defect of amends itself.
pub const BUG: &str = "this is a bug in amends: please report it with the file";

/// Stack for the threads that run [`process`]: typed trees are walked recursively. Only touched pages cost.
pub const STACK_BYTES: usize = 512 << 20;

/// A finding with its place in words, as every report shows it.
#[derive(Clone, Debug)]
pub struct Located {
    /// The judgement.
    pub finding: Finding,
    /// First line, from 1.
    pub line: usize,
    /// First column, from 1, in characters.
    pub column: usize,
    /// Last line, from 1.
    pub end_line: usize,
    /// One past the last column, from 1.
    pub end_column: usize,
    /// Identifies the site across line shifts.
    pub fingerprint: String,
}

/// A fix of another file that changes this one too.
#[derive(Clone, Debug)]
pub struct Joined {
    /// The file that it was found in, as reports show it.
    pub path: String,
    /// What it mends there.
    pub located: Located,
}

/// An open site that a comment silences.
#[derive(Clone, Debug)]
pub struct Silenced {
    /// The judgement all the same.
    pub located: Located,
    /// The reason that the comment gives; may be empty.
    pub reason: String,
}

/// What became of one file.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Findings of the file as it was, in source order, suppressed ones left out.
    pub findings: Vec<Located>,
    /// The fixes that were applied, as findings with places in the file as it was when they were found.
    pub applied: Vec<Located>,
    /// The fixes of other files that were applied and have a part here.
    pub joined: Vec<Joined>,
    /// The text with the fixes applied, if any were.
    pub after: Option<String>,
    /// Open sites that a comment silences, in source order; they are in none of the others.
    pub silenced: Vec<Silenced>,
    /// Things to tell the user about this file, each with a line: unused suppressions, dropped fixes.
    pub notices: Vec<(usize, String)>,
    /// Why the file could not be judged.
    pub problem: Option<Problem>,
}

/// Why a file could not be judged or changed.
#[derive(Debug, Clone)]
pub enum Problem {
    /// It does not parse.
    Syntax(SyntaxProblem),
    /// One transform has too many open sites in it.
    TooMany {
        /// The transform's code.
        code: &'static str,
        /// The limit.
        limit: usize,
    },
    /// A law was broken, or passes did not settle: a bug here; nothing of the file is changed.
    Unsound(String),
    /// Something panicked: a bug here.
    Internal(String),
}

/// A file to process.
#[derive(Clone, Copy, Debug)]
pub struct Job<'j> {
    /// As reports show it, and as the registry's project names it.
    pub path: &'j str,
    /// Its content.
    pub source: &'j Source,
}

/// What judging needs beside the file.
#[derive(Clone, Copy)]
struct Context<'c> {
    registry: &'c Registry,
    /// All given files as they are in this round.
    project: &'c Project,
    settings: &'c Settings,
    choice: &'c Choice,
}

/// Judges one file, and applies what `choice` takes; a fix that edits other files too is left out and named. Never
/// panics; call it on a thread with [`STACK_BYTES`] of stack.
pub fn process(path: &str, text: &str, registry: &Registry, settings: &Settings, choice: &Choice) -> Outcome {
    let context = Context { registry, project: &registry.project, settings, choice };
    if !is_of_interest(text, registry) {
        return Outcome::default();
    }
    guarded(|| {
        let mut state = match State::open(path, text, None, context) {
            Ok(state) => state,
            Err(outcome) => return *outcome,
        };
        for located in state.wanted_wide() {
            state.leave_out(&located, "it changes other files too, and this one is processed alone");
        }
        state.finish(context)
    })
    .unwrap_or_else(Outcome::of_panic)
}

/// Judges files in parallel, and applies what `choice` takes. `done` is called once for each file. Never panics; call it in a pool whose
/// threads have [`STACK_BYTES`] of stack. The outcomes are in the order of the jobs.
pub fn process_all(
    jobs: &[Job<'_>],
    registry: &Registry,
    settings: &Settings,
    choice: &Choice,
    done: impl Fn() + Sync,
) -> Vec<Outcome> {
    let context = Context { registry, project: &registry.project, settings, choice };
    // A panic in it comes again, and is told, where a file asks for what is missing.
    let _ = guarded(|| registry.prepare(jobs.iter().map(|job| job.source.text())));
    let first = |job: &Job<'_>| {
        let result = first_look(job, context);
        done();
        result
    };
    let looked: Vec<(Outcome, bool)> = jobs.par_iter().map(first).collect();
    let owners = looked.iter().enumerate().filter(|(_, (_, wide))| *wide).map(|(job, _)| job).collect();
    let mut outcomes: Vec<Outcome> = looked.into_iter().map(|(outcome, _)| outcome).collect();
    wide::settle(jobs, owners, context, &mut outcomes);
    outcomes
}

/// A file's outcome, or that fixes are wanted in it that edit other files too: those are planned when all files have
/// been judged, and the file waits for them.
fn first_look(job: &Job<'_>, context: Context<'_>) -> (Outcome, bool) {
    if !is_of_interest(job.source.text(), context.registry) {
        return (Outcome::default(), false);
    }
    let look = || match State::open(job.path, job.source.text(), Some(job.source), context) {
        Ok(state) if !state.wanted_wide().is_empty() => (state.into_findings(), true),
        Ok(state) => (state.finish(context), false),
        Err(outcome) => (*outcome, false),
    };
    guarded(look).unwrap_or_else(|panic| (Outcome::of_panic(panic), false))
}

/// A file that cannot hold a site is not parsed, but a conflict left in it is still named.
fn is_of_interest(text: &str, registry: &Registry) -> bool {
    registry.may_match(text.as_bytes()) || may_hold_conflict(text)
}

/// Runs a job; the message of its panic is the error.
fn guarded<T>(job: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(job)).map_err(|panic| {
        let message = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
        message.unwrap_or_else(|| "unknown panic".into())
    })
}

impl Outcome {
    fn of_panic(message: String) -> Self {
        Outcome { problem: Some(Problem::Internal(message)), ..Outcome::default() }
    }
}

impl Located {
    /// All evidence of the finding and of its preferred fix, with this file's path where none is named.
    pub fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        self.finding.all_evidence()
    }
}
