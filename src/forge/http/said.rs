//! Reads what a forge says in an answer that is no success. Judges nothing, and leaves it raw: see
//! [`super::Redact::clean`].

use serde_json::Value;

/// How deep a message is looked into.
const DEEPEST: usize = 4;

/// How many bytes of an answer can be a message: a page of errors is none.
const LONGEST: usize = 256 * 1024;

/// The message in a JSON answer, with the fields that it names.
///
/// GitHub: `{"message": …, "errors": [{"resource", "field", "code", "message"} or text]}`; GitLab: `message` as text,
/// list or map of lists by field, or `error` and `error_description`; Gitea: `message`, at times `errors`.
pub(super) fn message(body: &[u8]) -> Option<String> {
    if body.len() > LONGEST {
        return None;
    }
    let value: Value = serde_json::from_slice(body).ok()?;
    let mut said = Vec::new();
    for name in ["message", "error", "error_description", "errors"] {
        let text = value.get(name).map(|value| written(value, DEEPEST)).unwrap_or_default();
        if !text.is_empty() && !said.contains(&text) {
            said.push(text);
        }
    }
    let said = said.join(": ");
    (!said.is_empty()).then_some(said)
}

/// What to show of an answer.
pub(super) fn shown(body: &[u8]) -> String {
    message(body).or_else(|| plain(body)).unwrap_or_else(|| "it gives no reason".into())
}

/// The first line of a text; of a web page nothing.
fn plain(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(&body[..body.len().min(LONGEST)]).ok()?;
    let line = text.trim().lines().next()?.trim();
    (!line.starts_with(['<', '{', '['])).then(|| line.to_string())
}

fn written(value: &Value, depth: usize) -> String {
    match value {
        Value::String(text) => text.trim().to_string(),
        Value::Number(number) => number.to_string(),
        Value::Array(_) | Value::Object(_) if depth == 0 => "…".into(),
        Value::Array(list) => {
            let list = list.iter().map(|value| written(value, depth - 1));
            list.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
        }
        Value::Object(map) => {
            let text = |name: &str| map.get(name).and_then(Value::as_str).map(str::trim);
            // GitHub's: the message says it all; else `field` and `code` do.
            if let Some(message) = text("message").filter(|message| !message.is_empty()) {
                let field = text("field").map(|field| format!("{field}: ")).unwrap_or_default();
                return format!("{field}{message}");
            }
            if let (Some(field), Some(code)) = (text("field"), text("code")) {
                return format!("{field}: {code}");
            }
            let pairs = map.iter().filter(|(name, _)| *name != "documentation_url");
            let pairs = pairs.map(|(name, value)| (name, written(value, depth - 1)));
            let pairs = pairs.filter(|(_, text)| !text.is_empty());
            pairs.map(|(name, text)| format!("{name}: {text}")).collect::<Vec<_>>().join(", ")
        }
        Value::Null | Value::Bool(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{message, shown};

    #[test]
    fn messages_are_found_in_all_their_shapes() {
        for (body, expected) in [
            // GitHub.
            (
                r#"{"message":"Not Found","documentation_url":"https://docs","status":"404"}"#,
                Some("Not Found"),
            ),
            (
                r#"{"message":"Validation Failed","errors":[{"resource":"PullRequest","code":"custom",
                    "message":"A pull request already exists for o:b."}]}"#,
                Some("Validation Failed: A pull request already exists for o:b."),
            ),
            (
                r#"{"message":"Validation Failed","errors":[{"resource":"Issue","field":"title","code":"missing_field"},
                    {"resource":"PullRequest","field":"head","code":"invalid"}]}"#,
                Some("Validation Failed: title: missing_field, head: invalid"),
            ),
            (
                r#"{"message":"Validation Failed","errors":["Reviews may only be requested from collaborators."]}"#,
                Some("Validation Failed: Reviews may only be requested from collaborators."),
            ),
            (r#"{"message":"Failed","errors":"No commit found"}"#, Some("Failed: No commit found")),
            // GitLab.
            (r#"{"message":"401 Unauthorized"}"#, Some("401 Unauthorized")),
            (
                r#"{"message":["Another open merge request already exists for this source branch: !3"]}"#,
                Some("Another open merge request already exists for this source branch: !3"),
            ),
            (
                r#"{"message":{"title":["is too long","is bad"],"base":["no"]}}"#,
                Some("base: no, title: is too long, is bad"),
            ),
            (r#"{"error":"title is missing, title is empty"}"#, Some("title is missing, title is empty")),
            (
                r#"{"error":"insufficient_scope","error_description":"More is needed","scope":"api"}"#,
                Some("insufficient_scope: More is needed"),
            ),
            // Gitea.
            (r#"{"message":"token is required","url":"https://x/api/swagger"}"#, Some("token is required")),
            (r#"{"message":"a","error":"a"}"#, Some("a")),
            // Nothing.
            ("{}", None),
            (r#"{"message":null}"#, None),
            (r#"{"message":""}"#, None),
            (r#"["message"]"#, None),
            ("<html>", None),
            ("", None),
        ] {
            assert_eq!(message(body.as_bytes()).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn deep_and_large_answers_end() {
        let deep = format!(r#"{{"message":{}"x"{}}}"#, "[".repeat(60), "]".repeat(60));
        assert_eq!(message(deep.as_bytes()).as_deref(), Some("…"));
        let large = format!(r#"{{"message":"{}"}}"#, "x".repeat(300 * 1024));
        assert_eq!(message(large.as_bytes()), None);
    }

    #[test]
    fn other_answers_show_a_line_and_web_pages_none() {
        assert_eq!(shown(b"Retry later\nor not"), "Retry later");
        assert_eq!(shown(b"  <!DOCTYPE html><title>502</title>"), "it gives no reason");
        assert_eq!(shown(br#"{"strange": 1}"#), "it gives no reason");
        assert_eq!(shown(b"\xff\xfe"), "it gives no reason");
        assert_eq!(shown(b""), "it gives no reason");
    }
}
