//! JSON lines: one object per site, stable from the first release. The fields are described in docs/json.md.

use serde::Serialize;

use super::FileReport;
use crate::edit::{Edit, Fix};
use crate::pipeline::Located;
use crate::source::Source;
use crate::verdict::Evidence;

#[derive(Serialize)]
struct Site<'a> {
    code: &'a str,
    name: &'a str,
    verdict: &'a str,
    severity: &'a str,
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    symbol: &'a str,
    message: &'a str,
    change: Option<&'a str>,
    evidence: Vec<Line<'a>>,
    fix: Option<FixJson<'a>>,
    alternatives: Vec<FixJson<'a>>,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct Line<'a> {
    kind: &'a str,
    message: &'a str,
    path: Option<&'a str>,
    line: Option<usize>,
}

#[derive(Serialize)]
struct FixJson<'a> {
    id: String,
    title: &'a str,
    verdict: &'a str,
    change: Option<&'a str>,
    edits: Vec<EditJson<'a>>,
}

#[derive(Serialize)]
struct EditJson<'a> {
    path: &'a str,
    /// Byte offsets in the file on disk: BOM and encoding counted.
    start: usize,
    end: usize,
    text: &'a str,
}

/// The line of one finding, with its line end.
///
/// # Errors
/// None in practice: every field serialises.
pub fn line(
    file: &FileReport,
    located: &Located,
    source_of: &dyn Fn(&str) -> Option<Source>,
) -> serde_json::Result<String> {
    let finding = &located.finding;
    let mut fixes =
        finding.fixes.iter().enumerate().map(|(index, fix)| fix_json(file, located, index, fix, source_of));
    let site = Site {
        code: finding.code,
        name: finding.name,
        verdict: finding.verdict.name(),
        severity: finding.severity.name(),
        path: &file.path,
        line: located.line,
        column: located.column,
        end_line: located.end_line,
        end_column: located.end_column,
        symbol: &finding.symbol,
        message: &finding.message,
        change: finding.change(),
        evidence: located.evidence().map(|evidence| evidence_json(&file.path, evidence)).collect(),
        fix: fixes.next(),
        alternatives: fixes.collect(),
        fingerprint: &located.fingerprint,
    };
    Ok(serde_json::to_string(&site)? + "\n")
}

fn evidence_json<'a>(path: &'a str, evidence: &'a Evidence) -> Line<'a> {
    let path = evidence.path.as_deref().or(evidence.line.map(|_| path));
    Line { kind: evidence.kind, message: &evidence.message, path, line: evidence.line }
}

fn fix_json<'a>(
    file: &'a FileReport,
    located: &Located,
    index: usize,
    fix: &'a Fix,
    source_of: &dyn Fn(&str) -> Option<Source>,
) -> FixJson<'a> {
    let mut edits = edits_json(&file.path, file.source.as_ref(), &fix.edits);
    for part in &fix.elsewhere {
        edits.extend(edits_json(&part.path, source_of(&part.path).as_ref(), &part.edits));
    }
    FixJson {
        id: format!("{}-{index}", located.fingerprint),
        title: &fix.title,
        verdict: fix.verdict.name(),
        change: fix.change.as_deref(),
        edits,
    }
}

fn edits_json<'a>(path: &'a str, source: Option<&Source>, edits: &'a [Edit]) -> Vec<EditJson<'a>> {
    let disk = |offset| source.map_or(offset, |source| source.disk_offset(offset));
    let json =
        |edit: &'a Edit| EditJson { path, start: disk(edit.start), end: disk(edit.end), text: &edit.text };
    edits.iter().map(json).collect()
}
