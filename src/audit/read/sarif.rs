//! SARIF 2.1.0: results, their rules and locations. Reads nothing that a `uri` names.

use std::collections::BTreeMap;

use serde_json::Value;

use super::tools::{bad_json, claim, with_code};
use super::{MAX_CLAIMS, ReadError};
use crate::audit::model::{Claim, Kind, Part, Place, Report, Role};

/// Tools whose rules are all known.
const KNOWN_TOOLS: &[&str] = &["ruff", "bandit", "pylint"];

/// Reads a SARIF log.
///
/// # Errors
/// JSON that is broken or no SARIF.
pub(super) fn read(text: &str) -> Result<Report, ReadError> {
    let log: Value = serde_json::from_str(text).map_err(|error| bad_json(&error))?;
    let wrong = |reason: String| ReadError::WrongShape { wanted: "SARIF 2.1.0", reason };
    let runs = log.get("runs").and_then(Value::as_array).ok_or_else(|| wrong("it has no `runs`".into()))?;
    if let Some(version) = log.get("version").and_then(Value::as_str)
        && !version.starts_with("2.")
    {
        return Err(wrong(format!("its version is {version}")));
    }
    let mut report = Report { kind: Kind::Sarif, ..Report::default() };
    let mut number = 0;
    for run in runs {
        let driver = run.pointer("/tool/driver");
        let tool =
            driver.and_then(|driver| driver.get("name")).and_then(Value::as_str).unwrap_or("unknown tool");
        if !report.title.split(", ").any(|known| known == tool) {
            report.title += if report.title.is_empty() { "" } else { ", " };
            report.title += tool;
        }
        let rules = driver.and_then(|driver| driver.get("rules")).and_then(Value::as_array);
        let rules: BTreeMap<&str, &Value> =
            rules.into_iter().flatten().filter_map(|rule| Some((rule.get("id")?.as_str()?, rule))).collect();
        for result in run.get("results").and_then(Value::as_array).into_iter().flatten() {
            if report.claims.len() >= MAX_CLAIMS {
                return Err(ReadError::TooMany);
            }
            number += 1;
            if says_nothing_is_wrong(result) {
                continue;
            }
            let mut claim = of_result(result, &rules);
            claim.id = number.to_string();
            claim.running = true;
            claim.known_tool = KNOWN_TOOLS.contains(&tool.to_lowercase().as_str()) && claim.rule.is_some();
            report.claims.push(claim);
        }
    }
    Ok(report)
}

fn text_at<'v>(value: &'v Value, path: &str) -> Option<&'v str> {
    value.pointer(path).and_then(Value::as_str)
}

/// Whether a result is none that somebody has to look at: SARIF 2.1.0, 3.27.9 (`kind`) and 3.27.24 (`baselineState`).
fn says_nothing_is_wrong(result: &Value) -> bool {
    matches!(text_at(result, "/kind"), Some("pass" | "notApplicable"))
        || text_at(result, "/baselineState") == Some("absent")
}

fn of_result(result: &Value, rules: &BTreeMap<&str, &Value>) -> Claim {
    let rule = text_at(result, "/ruleId").or_else(|| text_at(result, "/rule/id")).unwrap_or_default();
    let about = rules.get(rule);
    let message = text_at(result, "/message/text").or_else(|| {
        // A message may stand in the rule, under an id.
        let id = text_at(result, "/message/id")?;
        text_at(about?, &format!("/messageStrings/{id}/text"))
    });
    let mut claim = claim(rule, message.unwrap_or(rule), "", None, None);
    claim.places.clear();
    let level = text_at(result, "/level").or_else(|| text_at(about?, "/defaultConfiguration/level"));
    claim.severity = level.map(str::to_string);
    let mut code = None;
    for location in result.get("locations").and_then(Value::as_array).into_iter().flatten() {
        let Some(uri) = text_at(location, "/physicalLocation/artifactLocation/uri") else { continue };
        let region = location.pointer("/physicalLocation/region");
        let line = |key: &str| {
            let line = region.and_then(|region| region.get(key)).and_then(Value::as_u64);
            line.and_then(|line| usize::try_from(line).ok()).filter(|line| *line > 0)
        };
        let first = line("startLine");
        let last = line("endLine").or(first);
        let lines = first.zip(last).map(|(first, last)| vec![(first, last.max(first))]).unwrap_or_default();
        claim.places.push(Place { path: path_of(uri), lines, unread: false });
        code = code.or_else(|| text_at(location, "/physicalLocation/region/snippet/text"));
    }
    for (path, label) in [("/shortDescription/text", "Rule"), ("/fullDescription/text", "Description")] {
        if let Some(text) = about.and_then(|rule| text_at(rule, path)) {
            claim.parts.push(Part { label: label.into(), role: Role::Problem, text: text.into() });
        }
    }
    for fix in result.get("fixes").and_then(Value::as_array).into_iter().flatten() {
        if let Some(text) = text_at(fix, "/description/text") {
            claim.parts.push(Part { label: "Fix".into(), role: Role::Fix, text: text.into() });
        }
    }
    if claim.places.is_empty() { claim } else { with_code(claim, code) }
}

/// The path of a `file:` URI or a relative one, with `%20` and the like decoded.
fn path_of(uri: &str) -> String {
    let path = uri.strip_prefix("file://").unwrap_or(uri);
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut ahead = rest.clone();
        let digits = [ahead.next(), ahead.next()].map(|digit| char::from(digit.unwrap_or(b' ')).to_digit(16));
        match digits {
            [Some(high), Some(low)] => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).replace('\\', "/")
}

#[cfg(test)]
mod tests {
    #[test]
    fn uris_become_paths() {
        assert_eq!(super::path_of("file:///a/b%20c.py"), "/a/b c.py");
        assert_eq!(super::path_of("src/a%2.py"), "src/a%2.py");
    }
}
