//! SARIF 2.1.0, for code scanning. Source: OASIS, "Static Analysis Results Interchange Format Version 2.1.0"; sections
//! (§) are of that. A test holds it against the official schema.
//!
//! Lines are those of Python, columns count Unicode code points, and locations are relative to `%SRCROOT%`, the folder
//! that all paths in reports start at.

mod places;

use serde_json::{Map, Value, json};

pub(crate) use self::places::{artifact, region};

use self::places::replacements;
use super::model::{Note, Report, Shown};
use crate::edit::{Edit, Fix};
use crate::source::Source;
use crate::transform::Meta;
use crate::verdict::{Severity, Verdict};

/// The log of one run, with its line end.
///
/// # Errors
/// None in practice: it is a JSON value.
pub fn render(report: Report<'_>) -> serde_json::Result<String> {
    let rules = report.rules();
    let source_of = |path: &str| report.source(path);
    let result = |shown: Shown<'_>, reason: Option<&str>| {
        let mut result = site(shown, &source_of, reason);
        let code = shown.located.finding.code;
        result["ruleIndex"] = rules.iter().position(|meta| meta.code == code).into();
        if report.is_compared {
            result["baselineState"] = "new".into();
        }
        result
    };
    let mut results: Vec<Value> = report.sites().map(|shown| result(shown, None)).collect();
    results.extend(report.silenced().map(|(shown, reason)| result(shown, Some(reason))));
    let rules: Vec<Value> = rules.iter().map(|meta| rule(meta)).collect();
    log(&rules, &results, &report.notes())
}

/// A log with one run of these rules, results and notes, with its line end.
///
/// # Errors
/// None in practice: it is a JSON value.
pub(crate) fn log(rules: &[Value], results: &[Value], notes: &[Note<'_>]) -> serde_json::Result<String> {
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "amends",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "originalUriBaseIds": { "%SRCROOT%": { "description": { "text":
                "the top of the git work tree, or without one the folder in which amends ran" } } },
            "invocations": [{
                "executionSuccessful": !notes.iter().any(|note| note.is_error),
                "toolExecutionNotifications": notes.iter().map(notification).collect::<Vec<_>>(),
            }],
            "results": results,
        }],
    });
    Ok(serde_json::to_string_pretty(&log)? + "\n")
}

/// What is known of a code (§3.49).
fn rule(meta: &Meta) -> Value {
    json!({
        "id": meta.code,
        "name": meta.name,
        "shortDescription": { "text": meta.summary },
        "fullDescription": { "text": what_it_finds(meta) },
        "help": { "text": meta.readme, "markdown": meta.readme },
        "defaultConfiguration": { "level": "warning" },
        "properties": { "tags": ["asyncio", "correctness"] },
    })
}

/// The first paragraph that the README has under "What it finds".
fn what_it_finds(meta: &Meta) -> String {
    let section = meta.readme.split("\n## What it finds\n").nth(1).unwrap_or(meta.summary);
    let lines = section.trim_start().lines().take_while(|line| !line.trim().is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// The text of a file.
pub(crate) type SourceOf<'s> = &'s dyn Fn(&str) -> Option<&'s Source>;

/// A site (§3.27); `reason` if a comment silences it.
pub(crate) fn site(shown: Shown<'_>, source_of: SourceOf<'_>, reason: Option<&str>) -> Value {
    let (path, located) = (shown.file.path.as_str(), shown.located);
    let finding = &located.finding;
    let mut location = json!({ "physicalLocation": {
        "artifactLocation": artifact(path),
        "region": {
            "startLine": located.line,
            "startColumn": located.column,
            "endLine": located.end_line,
            "endColumn": located.end_column,
        },
    }});
    if !finding.symbol.is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": finding.symbol }]);
    }
    let level = match shown.severity() {
        Some(Severity::High) => "error",
        Some(Severity::Medium) => "warning",
        Some(Severity::Low) => "note",
        // §3.27.10: what did not fail has no level.
        None => "none",
    };
    let mut result = json!({
        "ruleId": finding.code,
        "kind": if finding.verdict == Verdict::Fine { "pass" } else { "fail" },
        "level": level,
        "message": { "text": message(shown) },
        "locations": [location],
        "partialFingerprints": { "amends/v1": located.fingerprint },
        // §3.27.23: where one result says it, all do.
        "suppressions": reason.map(suppression).into_iter().collect::<Vec<_>>(),
        "properties": {
            "verdict": finding.verdict.name(),
            "severity": finding.severity.name(),
            "change": finding.change(),
            "evidence": shown.evidence().map(|(evidence, _)| evidence.kind).collect::<Vec<_>>(),
        },
    });
    let related = related(shown);
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    let fixes: Vec<Value> = finding.fixes.iter().filter_map(|fix| fix_of(source_of, path, fix)).collect();
    if !fixes.is_empty() {
        result["fixes"] = fixes.into();
    }
    result
}

fn suppression(reason: &str) -> Value {
    let mut suppression = json!({ "kind": "inSource" });
    if !reason.is_empty() {
        suppression["justification"] = reason.into();
    }
    suppression
}

/// The finding, what its fix does, and what it rests on; what has a place is linked to it (§3.11.6).
fn message(shown: Shown<'_>) -> String {
    let finding = &shown.located.finding;
    let mut text = finding.message.clone();
    if !text.ends_with('.') {
        text.push('.');
    }
    if let Some(fix) = finding.preferred() {
        text += &format!("\nFix ({}): {}.", fix.verdict, fix.title);
    }
    if let Some(change) = finding.change() {
        text += &format!("\nIt changes: {change}.");
    }
    let mut number = 0;
    for (evidence, place) in shown.evidence() {
        if place.is_some() {
            text += &format!("\nBecause: [{}]({number}).", bracketed(&evidence.message));
            number += 1;
        } else {
            text += &format!("\nBecause: {}.", evidence.message);
        }
    }
    text
}

/// Text of a link: brackets and backslashes would end it.
fn bracketed(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

/// The places that the verdict rests on, numbered as in the message (§3.27.22).
fn related(shown: Shown<'_>) -> Vec<Value> {
    let placed = shown.evidence().filter_map(|(evidence, place)| Some((evidence, place?)));
    let location = |(number, (evidence, (path, line)))| {
        let evidence: &crate::verdict::Evidence = evidence;
        json!({
            "id": number,
            "message": { "text": evidence.message },
            "physicalLocation": { "artifactLocation": artifact(path), "region": { "startLine": line } },
        })
    };
    placed.enumerate().map(location).collect()
}

/// A fix with all its files (§3.55); `None` if the text of one is not at hand.
fn fix_of(source_of: SourceOf<'_>, path: &str, fix: &Fix) -> Option<Value> {
    let own = std::iter::once((path, &fix.edits));
    let others = fix.elsewhere.iter().map(|part| (part.path.as_str(), &part.edits));
    let change = |(path, edits): (&str, &Vec<Edit>)| {
        let source = source_of(path)?;
        Some(
            json!({ "artifactLocation": artifact(path), "replacements": replacements(source.text(), edits) }),
        )
    };
    let changes: Option<Vec<Value>> =
        own.chain(others).filter(|(_, edits)| !edits.is_empty()).map(change).collect();
    let change = fix.change.as_ref().map_or_else(String::new, |change| format!("; {change}"));
    Some(json!({
        "description": { "text": format!("{} ({}){change}", fix.title, fix.verdict) },
        "artifactChanges": changes?,
    }))
}

/// Something that is no site: a file that was left out, a comment that silences nothing (§3.58).
fn notification(note: &Note<'_>) -> Value {
    let mut notification = Map::new();
    notification.insert("level".into(), if note.is_error { "error" } else { "note" }.into());
    notification.insert("message".into(), json!({ "text": note.text }));
    if !note.path.is_empty() {
        let mut place = json!({ "artifactLocation": artifact(note.path) });
        if let Some(line) = note.line {
            place["region"] = region((line, None), None);
        }
        notification.insert("locations".into(), json!([{ "physicalLocation": place }]));
    }
    notification.into()
}
