//! The inventory of tasks, for people and as JSON lines. The fields are described in docs/json.md.

use std::fmt::Write as _;

use serde::Serialize;

use super::printable;
use crate::tasks::inventory::{NOBODY, RUNNER, Started};
use crate::verdict::{Evidence, Finding};

/// A place that starts a task, with its path and what is open about it.
pub struct Entry {
    /// The file, with forward slashes.
    pub path: String,
    /// The line of the call, from 1.
    pub line: usize,
    /// Its column, from 1.
    pub column: usize,
    /// What it starts.
    pub started: Started,
    /// What is open about it, with the code of the transform that says so.
    pub findings: Vec<(&'static str, Finding)>,
}

impl Entry {
    /// Whether nothing that was seen cancels the task or waits for it.
    pub fn is_unended(&self) -> bool {
        !self.started.ends.is_ended()
    }

    /// Whether nobody owns it, as far as is seen.
    fn is_lost(&self) -> bool {
        self.started.owner.kind == NOBODY || self.findings.iter().any(|(code, _)| *code == "AM504")
    }
}

/// Lines of one kind that are shown to people.
const SHOWN: usize = 3;

/// One place, for people.
pub fn text(entry: &Entry, styled: bool) -> String {
    let started = &entry.started;
    let (bold, plain) = if styled { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    let place = format!("{}:{}:{}", printable(&entry.path), entry.line, entry.column);
    let symbol = if started.symbol.is_empty() { "the module" } else { &started.symbol };
    let mut out =
        format!("{bold}{place}{plain}  {} starts {}\n", printable(symbol), printable(&started.runs));
    let mut line = |label: &str, evidence: &Evidence| {
        let at = match (&evidence.path, evidence.line) {
            (Some(path), Some(line)) => format!(" ({}:{line})", printable(path)),
            (None, Some(line)) if line != entry.line => format!(" (line {line})"),
            _ => String::new(),
        };
        let _ = writeln!(out, "  {label:<10} {}{at}", printable(&evidence.message));
    };
    line("owner", &started.owner);
    let ends = &started.ends;
    for (label, list) in
        [("cancelled", &ends.cancelled), ("awaited", &ends.awaited), ("refused", &ends.refused)]
    {
        for evidence in list.iter().take(SHOWN) {
            line(label, evidence);
        }
    }
    if !ends.is_ended() {
        for evidence in ends.open.iter().take(SHOWN) {
            line("unknown", evidence);
        }
        if ends.is_closed() && ends.refused.is_empty() && started.owner.kind != NOBODY && is_here(started) {
            line(
                "ended by",
                &Evidence::general("not-cancelled", "nothing in the given files cancels it or waits for it"),
            );
        }
    }
    for (code, finding) in &entry.findings {
        let message = format!("{code} {}: {}", finding.verdict, finding.message);
        line("finding", &Evidence::general("finding", message));
    }
    out.push('\n');
    out
}

/// Whether the task is followed here at all, and not where a spawner starts it.
fn is_here(started: &Started) -> bool {
    !matches!(started.owner.kind, "spawner-drops" | "spawner-unknown" | RUNNER)
}

#[derive(Serialize)]
struct EntryJson<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    symbol: &'a str,
    runs: &'a str,
    owner: &'a Evidence,
    cancelled: &'a [Evidence],
    awaited: &'a [Evidence],
    refused: &'a [Evidence],
    kept: &'a [Evidence],
    unknown: &'a [Evidence],
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    code: &'a str,
    verdict: &'a str,
    message: &'a str,
}

/// One place as a JSON object, with its line end.
///
/// # Errors
/// None in practice: every field serialises.
pub fn json(entry: &Entry) -> serde_json::Result<String> {
    let started = &entry.started;
    let line = serde_json::to_string(&EntryJson {
        path: &entry.path,
        line: entry.line,
        column: entry.column,
        symbol: &started.symbol,
        runs: started.runs.trim_matches('`'),
        owner: &started.owner,
        cancelled: &started.ends.cancelled,
        awaited: &started.ends.awaited,
        refused: &started.ends.refused,
        kept: &started.ends.kept,
        unknown: &started.ends.open,
        findings: entry
            .findings
            .iter()
            .map(|(code, finding)| FindingJson {
                code,
                verdict: finding.verdict.name(),
                message: &finding.message,
            })
            .collect(),
    })?;
    Ok(line + "\n")
}

/// The inventory in one sentence.
pub fn totals(entries: &[Entry]) -> String {
    let count = |test: &dyn Fn(&Entry) -> bool| entries.iter().filter(|entry| test(entry)).count();
    let findings = count(&|entry| !entry.findings.is_empty());
    let held = entries.len() - count(&Entry::is_lost);
    let cancelled = count(&|entry| !entry.started.ends.cancelled.is_empty());
    let awaited =
        count(&|entry| entry.started.ends.cancelled.is_empty() && !entry.started.ends.awaited.is_empty());
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    format!(
        "{} place{} start{} tasks: {held} with an owner, {findings} finding{}; {cancelled} cancelled, {awaited} awaited, {} neither as far as is seen",
        entries.len(),
        plural(entries.len()),
        if entries.len() == 1 { "s" } else { "" },
        plural(findings),
        entries.len() - cancelled - awaited
    )
}
