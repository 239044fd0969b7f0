//! What `amends apply` says: files or commits on stdout, sums and warnings on stderr. Decides the exit code.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;

use super::{Args, Output, States};
use crate::apply::TakenBack;
use crate::cli::printed::{printed, tell};
use crate::cli::recovery::listed;
use crate::cli::{EXIT_UNREADABLE, EXIT_UNVERIFIED};
use crate::command::Ran;
use crate::culprits::{Found, Unreliable};
use crate::report::summary::{Summary, plural};
use crate::report::{FileReport, printable};
use crate::verdict::Verdict;

pub(super) const NOTHING: &str = "nothing was written";
/// Lines of a failing check's output that are shown for each fix that breaks it.
pub(super) const OUTPUT_LINES: usize = 15;

/// What became of the fixes, by their numbers.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) kept: Vec<usize>,
    /// With the output of the check that failed with it.
    culprits: Vec<(usize, Option<Ran>)>,
    suspects: Vec<usize>,
    untried: Vec<usize>,
    /// The check, and how often it ran.
    check: Option<(String, usize)>,
    /// Two runs of it with the same fixes, of which one failed.
    unreliable: Vec<Unreliable>,
}

impl Outcome {
    /// All are written.
    pub(super) fn all(count: usize) -> Self {
        Outcome { kept: (0..count).collect(), ..Outcome::default() }
    }

    /// What a search has found. The run without fixes counts as well.
    pub(super) fn searched(found: Found, mut outputs: Vec<Option<Ran>>, check: String) -> Self {
        let mut output = |run: usize| outputs.get_mut(run).and_then(Option::take);
        Outcome {
            culprits: found.culprits.iter().map(|culprit| (culprit.fix, output(culprit.run))).collect(),
            kept: found.kept,
            suspects: found.suspects,
            untried: found.untried,
            check: Some((check, found.runs + 1)),
            unreliable: found.unreliable,
        }
    }
}

/// A commit that was made.
pub(super) struct Commit {
    pub(super) oid: String,
    pub(super) subject: String,
    /// Its fixes.
    pub(super) fixes: Vec<usize>,
}

/// How an `apply` speaks.
pub(super) struct Said {
    json: bool,
    quiet: bool,
    review: bool,
    summary: Summary,
}

#[derive(Serialize)]
struct FixJson<'a> {
    status: &'a str,
    code: &'a str,
    name: &'a str,
    verdict: &'a str,
    path: &'a str,
    line: usize,
    symbol: &'a str,
    message: &'a str,
    change: Option<&'a str>,
    fingerprint: &'a str,
    commit: Option<&'a str>,
    output: Option<Vec<String>>,
    check_unreliable: bool,
}

impl Said {
    pub(super) fn new(args: &Args, reports: &[FileReport]) -> Self {
        Said {
            json: args.format == Output::Json,
            quiet: args.selection.quiet,
            review: args.review,
            summary: Summary::of(reports),
        }
    }

    /// What a record or a branch is called: `3 fixes (AM401, AM502)`.
    pub(super) fn title(&self, states: &States, fixes: &[usize]) -> String {
        let codes: BTreeMap<&str, ()> =
            fixes.iter().map(|&fix| (states.member(fix).located.finding.code, ())).collect();
        let codes: Vec<&str> = codes.into_keys().collect();
        format!("{} ({})", counted(fixes.len()), codes.join(", "))
    }

    /// There is no fix to write.
    pub(super) fn nothing(&self) -> Result<ExitCode> {
        self.note(&self.summary.sentence());
        self.note("nothing to write");
        self.waiting();
        Ok(self.code(true))
    }

    /// Files in which the formatter touches lines that no fix does.
    pub(super) fn unformatted(&self, files: &[String]) {
        if !files.is_empty() {
            self.note(&format!(
                "note: the formatter changes {} beyond the fixes, because it was not formatted before: {}",
                plural(files.len(), "file"),
                listed(files)
            ));
        }
    }

    pub(super) fn warn(&self, what: &str) {
        tell!("warning: {what}");
    }

    /// The user did not want to wait for the check.
    pub(super) fn interrupted(&self, back: &TakenBack) {
        tell!("interrupted; {back}");
    }

    /// Files were written, or none was left to write.
    pub(super) fn written(&self, states: &mut States, outcome: &Outcome) -> Result<ExitCode> {
        let files = states.at(&outcome.kept)?;
        let applied: Vec<usize> = files.iter().flat_map(|file| file.applied.iter().copied()).collect();
        let mut lines = Vec::new();
        for file in files.iter().filter(|_| !self.json) {
            let own = (!file.applied.is_empty()).then(|| self.title(states, &file.applied));
            let part =
                (!file.joined.is_empty()).then(|| format!("part of {}", self.title(states, &file.joined)));
            let what: Vec<String> = own.into_iter().chain(part).collect();
            lines.push(format!("{}: {}", printable(&file.change.path), what.join(", ")));
        }
        lines.extend(self.fixes(states, outcome, &applied, &BTreeMap::new())?);
        print(&lines, if applied.is_empty() { NOTHING } else { "the fixes were written" });
        self.note(&self.summary.sentence());
        if applied.is_empty() {
            self.note("nothing was written");
        } else {
            let wrote = format!("wrote {} in {}", counted(applied.len()), plural(files.len(), "file"));
            self.note(&format!(
                "{wrote}; `amends undo` takes {} back",
                if applied.len() == 1 { "it" } else { "them" }
            ));
        }
        self.end(outcome);
        Ok(self.code(!applied.is_empty() || outcome.check.is_none()))
    }

    /// Commits were made, or none was left to make. `where_to` says where they are.
    pub(super) fn committed(
        &self,
        states: &States,
        outcome: &Outcome,
        commits: &[Commit],
        where_to: &[String],
    ) -> Result<ExitCode> {
        let mut lines = Vec::new();
        for commit in commits.iter().filter(|_| !self.json) {
            let short = commit.oid.get(..12).unwrap_or(&commit.oid);
            lines.push(format!("{short} {} [{}]", commit.subject, counted(commit.fixes.len())));
        }
        let by_fix: BTreeMap<usize, &str> = commits
            .iter()
            .flat_map(|commit| commit.fixes.iter().map(move |&fix| (fix, commit.oid.as_str())))
            .collect();
        let applied: Vec<usize> = by_fix.keys().copied().collect();
        lines.extend(self.fixes(states, outcome, &applied, &by_fix)?);
        print(&lines, if commits.is_empty() { "nothing was committed" } else { "the commits were made" });
        self.note(&self.summary.sentence());
        if commits.is_empty() {
            self.note("nothing was committed");
        }
        for line in where_to {
            self.note(line);
        }
        self.end(outcome);
        Ok(self.code(!commits.is_empty() || outcome.check.is_none()))
    }

    /// Lines about each fix as JSON; for people, only about those that were left out.
    fn fixes(
        &self,
        states: &States,
        outcome: &Outcome,
        applied: &[usize],
        commits: &BTreeMap<usize, &str>,
    ) -> Result<Vec<String>> {
        let mut all: BTreeMap<usize, (&str, Option<&Ran>)> = BTreeMap::new();
        all.extend(outcome.kept.iter().map(|&fix| (fix, ("not-applicable", None))));
        all.extend(applied.iter().map(|&fix| (fix, ("applied", None))));
        all.extend(outcome.culprits.iter().map(|(fix, ran)| (*fix, ("breaks-the-tests", ran.as_ref()))));
        all.extend(outcome.suspects.iter().map(|&fix| (fix, ("may-break-the-tests", None))));
        all.extend(outcome.untried.iter().map(|&fix| (fix, ("not-tried", None))));
        let mut lines = Vec::new();
        for (fix, (status, ran)) in all {
            let (path, located) = (states.member(fix).path, states.member(fix).located);
            let finding = &located.finding;
            if self.json {
                let line = FixJson {
                    status,
                    code: finding.code,
                    name: finding.name,
                    verdict: finding.verdict.name(),
                    path,
                    line: located.line,
                    symbol: &finding.symbol,
                    message: &finding.message,
                    change: finding.change(),
                    fingerprint: &located.fingerprint,
                    commit: commits.get(&fix).copied(),
                    output: ran.map(|ran| ran.last_lines(OUTPUT_LINES)),
                    check_unreliable: !outcome.unreliable.is_empty(),
                };
                lines.push(serde_json::to_string(&line)?);
            } else if status != "applied" {
                let place = format!("{}:{}", printable(path), located.line);
                lines.push(format!(
                    "left out, {}: {} {} {place}: {}",
                    status.replace('-', " "),
                    finding.code,
                    finding.verdict,
                    printable(&finding.message)
                ));
                let output = ran.map(|ran| ran.last_lines(OUTPUT_LINES)).unwrap_or_default();
                lines.extend(output.into_iter().map(|line| format!("  | {line}")));
            }
        }
        Ok(lines)
    }

    fn end(&self, outcome: &Outcome) {
        if let Some((check, runs)) = &outcome.check {
            let left = outcome.culprits.len();
            let open = outcome.suspects.len() + outcome.untried.len();
            for runs in &outcome.unreliable {
                // The run without fixes is the first.
                self.warn(&format!(
                    "`{check}` is unreliable: it failed once and passed once with the same fixes (runs {} and {}), \
                     so no fix is blamed for that",
                    runs.failed + 2,
                    runs.passed + 2
                ));
            }
            let what = match outcome.kept.len() {
                0 => "passed with none of the fixes that were tried",
                _ => "passes with what was kept",
            };
            let mut text = format!("`{check}` {what}, after {}", plural(*runs, "run"));
            if left > 0 {
                text += &format!("; {} left out", counted(left));
            }
            if open > 0 {
                text +=
                    &format!("; the runs did not suffice for {}: `--verify-runs` allows more", counted(open));
            }
            self.note(&text);
        }
        self.waiting();
    }

    /// What `--review` would add.
    fn waiting(&self) {
        let waiting = self.summary.count(Verdict::Review);
        if !self.review && waiting > 0 {
            let verb = if waiting == 1 { "changes" } else { "change" };
            let adds = if waiting == 1 { "it" } else { "them" };
            self.note(&format!(
                "{} {verb} behaviour: `--review` adds {adds}, `amends review` asks",
                counted(waiting)
            ));
        }
    }

    fn note(&self, what: &str) {
        if !self.quiet {
            let _ = writeln!(anstream::stderr().lock(), "{what}");
        }
    }

    fn code(&self, verified: bool) -> ExitCode {
        match (verified, self.summary.skipped) {
            (false, _) => ExitCode::from(EXIT_UNVERIFIED),
            (true, 0) => ExitCode::SUCCESS,
            (true, _) => ExitCode::from(EXIT_UNREADABLE),
        }
    }
}

/// Prints to stdout when everything is done; `done` is said if that fails.
fn print(lines: &[String], done: &str) {
    let write = || -> io::Result<()> {
        let mut stdout = anstream::stdout().lock();
        lines.iter().try_for_each(|line| writeln!(stdout, "{line}"))?;
        stdout.flush()
    };
    printed(write(), done);
}

fn counted(fixes: usize) -> String {
    if fixes == 1 { "1 fix".into() } else { format!("{fixes} fixes") }
}
