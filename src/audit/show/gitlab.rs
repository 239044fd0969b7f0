//! GitLab's code quality report of an audit: an issue for each open site, under the finding that it belongs to, and one
//! for each other finding that somebody has to look at and that has a place. Source: GitLab's documentation, "Code Quality
//! report format".

use serde_json::{Value, json};

use super::Audit;
use super::told::{Fingerprints, counts, locations, name, severity, status, told};
use crate::report::model::Shown;
use crate::verdict::Severity;

/// One JSON array. A finding without a place has none in it.
///
/// # Errors
/// None in practice: every field serialises.
pub fn render(audit: &Audit<'_>) -> serde_json::Result<String> {
    let mut issues: Vec<Value> = Vec::new();
    let mut fingerprints = Fingerprints::default();
    for one in told(audit).iter().filter(|one| counts(one.judged)) {
        let title = name(one.judged);
        for &at in &one.sites {
            let (file, located) = audit.site(at);
            let shown = Shown { file, located };
            let finding = &located.finding;
            issues.push(json!({
                "type": "issue",
                "check_name": title,
                "description": format!("{title}: {}: {}", finding.code, finding.message),
                "content": { "body": shown.details().join("\n") },
                "categories": ["Bug Risk"],
                "severity": word(Some(severity(one.judged, Some(shown)))),
                "fingerprint": located.fingerprint,
                "location": { "path": file.path, "lines": { "begin": located.line, "end": located.end_line } },
            }));
        }
        if one.sites.is_empty()
            && let Some((path, lines)) = locations(audit, one.judged).first()
        {
            let (begin, end) = lines.unwrap_or((1, 1));
            issues.push(json!({
                "type": "issue",
                "check_name": title,
                "description": format!("{title}: {}", status(one.judged)),
                "content": { "body": "" },
                "categories": ["Bug Risk"],
                "severity": word(None),
                "fingerprint": fingerprints.of(one.judged),
                "location": { "path": path, "lines": { "begin": begin, "end": end } },
            }));
        }
    }
    Ok(serde_json::to_string_pretty(&issues)? + "\n")
}

/// GitLab's word for a severity; that of what is not known without one.
fn word(severity: Option<Severity>) -> &'static str {
    match severity {
        Some(Severity::High) => "critical",
        Some(Severity::Medium) => "major",
        Some(Severity::Low) => "minor",
        None => "info",
    }
}
