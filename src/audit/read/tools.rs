//! The JSON of ruff, bandit, semgrep and pylint. Each result becomes a claim; what tool it is, is told by its fields.

use serde_json::Value;

use super::{MAX_CLAIMS, ReadError};
use crate::audit::model::{Claim, Code, Kind, Part, Place, Report, Role};

/// What kind of report a text is.
///
/// # Errors
/// JSON that is broken, or of no tool that is known.
pub(super) fn detect(text: &str) -> Result<Kind, ReadError> {
    if !text.trim_start().starts_with(['{', '[']) || looks_like_prose(text) {
        return Ok(Kind::Markdown);
    }
    let first = values(text)?;
    let kind = match &first {
        Value::Object(object) if object.contains_key("runs") => Some(Kind::Sarif),
        Value::Object(object) if object.contains_key("messages") && object.contains_key("statistics") => {
            Some(Kind::Pylint)
        }
        Value::Object(object) => object.get("results").and_then(Value::as_array).and_then(|results| {
            let has = |key: &str| results.first().is_some_and(|result| result.get(key).is_some());
            if has("check_id") || object.contains_key("paths") {
                Some(Kind::Semgrep)
            } else if has("test_id") || object.contains_key("metrics") {
                Some(Kind::Bandit)
            } else {
                None
            }
        }),
        Value::Array(results) => match results.first() {
            None => Some(Kind::Ruff),
            Some(result) if result.get("message-id").is_some() || result.get("messageId").is_some() => {
                Some(Kind::Pylint)
            }
            Some(result) if result.get("filename").is_some() && result.get("location").is_some() => {
                Some(Kind::Ruff)
            }
            Some(_) => None,
        },
        _ => None,
    };
    kind.ok_or_else(|| ReadError::WrongShape {
        wanted: "report that is known",
        reason: "it is JSON, but not that of SARIF, ruff, bandit, semgrep or pylint; convert it to SARIF"
            .into(),
    })
}

/// A text that starts with a link or a list in brackets and goes on as Markdown: `[Audit](x) of ...`.
fn looks_like_prose(text: &str) -> bool {
    let line = text.trim_start().lines().next().unwrap_or_default();
    line.starts_with('[') && line.contains("](")
}

/// The JSON of a text; one object per line counts as an array.
fn values(text: &str) -> Result<Value, ReadError> {
    match serde_json::from_str(text) {
        Ok(value) => Ok(value),
        Err(error) => {
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            let objects: Result<Vec<Value>, _> = lines.map(serde_json::from_str).collect();
            match objects {
                Ok(objects) if objects.len() > 1 => Ok(Value::Array(objects)),
                _ => Err(bad_json(&error)),
            }
        }
    }
}

pub(super) fn bad_json(error: &serde_json::Error) -> ReadError {
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default().to_string();
    ReadError::BadJson { line: error.line(), reason }
}

/// Reads the JSON of one of these tools.
///
/// # Errors
/// JSON that is broken or of another shape.
pub(super) fn read(text: &str, kind: Kind) -> Result<Report, ReadError> {
    let value = values(text)?;
    let wrong = |reason: &str| ReadError::WrongShape { wanted: name_of(kind), reason: reason.into() };
    let results = match (kind, &value) {
        (Kind::Ruff | Kind::Pylint, Value::Array(results)) => results,
        (Kind::Pylint, Value::Object(object)) => {
            object.get("messages").and_then(Value::as_array).ok_or_else(|| wrong("it has no `messages`"))?
        }
        (_, Value::Object(object)) => {
            object.get("results").and_then(Value::as_array).ok_or_else(|| wrong("it has no `results`"))?
        }
        _ => return Err(wrong("its outermost value is of another kind")),
    };
    let mut report = Report { kind, title: name_of(kind).to_string(), ..Report::default() };
    if results.len() > MAX_CLAIMS {
        return Err(ReadError::TooMany);
    }
    for (index, result) in results.iter().enumerate() {
        let claim = match kind {
            Kind::Ruff => ruff(result),
            Kind::Bandit => bandit(result),
            Kind::Semgrep => semgrep(result),
            _ => pylint(result),
        };
        let mut claim =
            claim.ok_or_else(|| wrong(&format!("result {} has no path or message", index + 1)))?;
        claim.id = (index + 1).to_string();
        claim.running = true;
        claim.known_tool = kind != Kind::Semgrep;
        report.claims.push(claim);
    }
    Ok(report)
}

fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Ruff => "ruff report",
        Kind::Bandit => "bandit report",
        Kind::Semgrep => "semgrep report",
        Kind::Pylint => "pylint report",
        Kind::Sarif => "SARIF 2.1.0",
        Kind::Markdown => "Markdown",
    }
}

fn text_at<'v>(value: &'v Value, path: &str) -> Option<&'v str> {
    value.pointer(path).and_then(Value::as_str)
}

fn line_at(value: &Value, path: &str) -> Option<usize> {
    let line = value.pointer(path).and_then(Value::as_u64).and_then(|line| usize::try_from(line).ok())?;
    (line > 0).then_some(line)
}

/// A claim of one place.
pub(super) fn claim(
    rule: &str,
    message: &str,
    path: &str,
    first: Option<usize>,
    last: Option<usize>,
) -> Claim {
    let lines = first.map(|first| vec![(first, last.unwrap_or(first).max(first))]).unwrap_or_default();
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    Claim {
        title: message.clone(),
        rule: (!rule.is_empty()).then(|| rule.to_string()),
        parts: vec![Part { label: "Message".into(), role: Role::Problem, text: message }],
        places: vec![Place {
            path: path.trim_start_matches("file://").replace('\\', "/"),
            lines,
            unread: false,
        }],
        ..Claim::default()
    }
}

/// Adds the code that a result quotes.
pub(super) fn with_code(mut claim: Claim, code: Option<&str>) -> Claim {
    if let Some(code) = code.filter(|code| !code.trim().is_empty() && *code != "requires login") {
        claim.codes.push(Code {
            role: Role::Problem,
            text: format!("{}\n", code.trim_end()),
            place: Some(0),
        });
    }
    claim
}

fn ruff(result: &Value) -> Option<Claim> {
    let rule = text_at(result, "/code").unwrap_or("syntax-error");
    let (path, message) = (text_at(result, "/filename")?, text_at(result, "/message")?);
    let mut claim =
        claim(rule, message, path, line_at(result, "/location/row"), line_at(result, "/end_location/row"));
    if let Some(fix) = text_at(result, "/fix/message") {
        claim.parts.push(Part { label: "Fix".into(), role: Role::Fix, text: fix.into() });
    }
    Some(claim)
}

fn bandit(result: &Value) -> Option<Claim> {
    let (path, message) = (text_at(result, "/filename")?, text_at(result, "/issue_text")?);
    let rule = text_at(result, "/test_id").unwrap_or_default();
    let range = result.pointer("/line_range").and_then(Value::as_array);
    let last = range.and_then(|lines| lines.last()?.as_u64()).and_then(|line| usize::try_from(line).ok());
    let mut claim = claim(rule, message, path, line_at(result, "/line_number"), last);
    claim.severity = text_at(result, "/issue_severity").map(str::to_lowercase);
    // Its code has line numbers in front: `12     except Exception:`.
    let code = text_at(result, "/code").map(|code| {
        let plain = |line: &str| {
            let after = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
            after.strip_prefix(' ').unwrap_or(after).to_string()
        };
        code.lines().map(plain).collect::<Vec<_>>().join("\n")
    });
    Some(with_code(claim, code.as_deref()))
}

fn semgrep(result: &Value) -> Option<Claim> {
    let (path, rule) = (text_at(result, "/path")?, text_at(result, "/check_id")?);
    let message = text_at(result, "/extra/message")?;
    let mut claim = claim(rule, message, path, line_at(result, "/start/line"), line_at(result, "/end/line"));
    claim.severity = text_at(result, "/extra/severity").map(str::to_lowercase);
    if let Some(fix) = text_at(result, "/extra/fix") {
        claim.codes.push(Code { role: Role::Fix, text: format!("{}\n", fix.trim_end()), place: None });
    }
    Some(with_code(claim, text_at(result, "/extra/lines")))
}

fn pylint(result: &Value) -> Option<Claim> {
    let path = text_at(result, "/path").or_else(|| text_at(result, "/absolutePath"))?;
    let message = text_at(result, "/message")?;
    let rule = text_at(result, "/message-id").or_else(|| text_at(result, "/messageId")).unwrap_or_default();
    let symbol = text_at(result, "/symbol").unwrap_or_default();
    let last = line_at(result, "/endLine");
    let mut claim = claim(rule, message, path, line_at(result, "/line"), last);
    claim.severity = text_at(result, "/type").map(str::to_lowercase);
    claim.parts.push(Part { label: "Symbol".into(), role: Role::Problem, text: symbol.replace('-', " ") });
    Some(claim)
}
