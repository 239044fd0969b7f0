//! GitLab's code quality report. Source: GitLab's documentation, "Code Quality report format", a part of Code Climate's.

use serde::Serialize;

use super::model::{Report, Shown};
use crate::verdict::Severity;

#[derive(Serialize)]
struct Issue<'r> {
    #[serde(rename = "type")]
    kind: &'static str,
    check_name: &'r str,
    description: String,
    content: Content,
    categories: [&'static str; 1],
    severity: &'static str,
    fingerprint: &'r str,
    location: Location<'r>,
}

#[derive(Serialize)]
struct Content {
    body: String,
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// One JSON array. What could not be looked at has no place in it.
///
/// # Errors
/// None in practice: every field serialises.
pub fn render(report: Report<'_>) -> serde_json::Result<String> {
    let issues: Vec<Issue<'_>> = report.sites().map(issue).collect();
    Ok(serde_json::to_string_pretty(&issues)? + "\n")
}

fn issue(shown: Shown<'_>) -> Issue<'_> {
    let Shown { file, located } = shown;
    Issue {
        kind: "issue",
        check_name: located.finding.code,
        description: format!("{}: {}", located.finding.code, located.finding.message),
        content: Content { body: shown.details().join("\n") },
        categories: ["Bug Risk"],
        severity: match shown.severity() {
            Some(Severity::High) => "critical",
            Some(Severity::Medium) => "major",
            Some(Severity::Low) => "minor",
            None => "info",
        },
        fingerprint: &located.fingerprint,
        location: Location { path: &file.path, lines: Lines { begin: located.line, end: located.end_line } },
    }
}
