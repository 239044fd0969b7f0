//! For programs: one object per finding and recommendation, and one of the whole, each on a line. docs/audit.md has the
//! fields.

use serde_json::{Value, json};

use super::{Audit, numbers};
use crate::audit::files::SiteRef;
use crate::audit::recommend::Mapped;
use crate::audit::reconcile::{Judged, Status, tally};
use crate::report::json;
use crate::source::Source;
use crate::verdict::{Evidence, Verdict};

/// The first line: what was read.
pub fn head(audit: &Audit<'_>) -> String {
    let statuses: serde_json::Map<String, Value> = Status::ALL
        .into_iter()
        .map(|status| {
            let number = audit.claims.iter().filter(|claim| claim.status == status).count();
            (status.name().to_string(), number.into())
        })
        .collect();
    line(&json!({
        "kind": "audit",
        "title": audit.report.title,
        "source": audit.report.kind.name(),
        "findings": audit.claims.len(),
        "recommendations": audit.recommendations.len(),
        "statuses": statuses,
        "scope": audit.report.scope,
        "judged": {"files": audit.files.looked().unwrap_or(audit.files.files.len()), "of": audit.files.files.len()},
        "notes": audit.totals(),
    }))
}

/// One finding.
///
/// # Errors
/// None in practice: every field serialises.
pub fn claim(audit: &Audit<'_>, judged: &Judged<'_>) -> serde_json::Result<String> {
    let claim = judged.claim;
    let ties: Vec<Value> = judged
        .ties
        .iter()
        .map(|tie| {
            json!({"code": tie.code, "how": tie.how.name(), "why": tie.why, "used": tie.used, "known": tie.known})
        })
        .collect();
    let locations: Vec<Value> = judged
        .spots
        .iter()
        .map(|spot| {
            let (line, end_line) = spot.claimed.unzip();
            let (found, found_end) = spot.lines.filter(|_| spot.file.is_some()).unzip();
            json!({
                "path": spot.path,
                "line": line,
                "end_line": end_line,
                "status": spot.state.name(),
                "why": if spot.why.is_empty() { Value::Null } else { spot.why.as_str().into() },
                "moved": spot.moved,
                "found_path": spot.file.map(|file| audit.files.files[file].path),
                "found_line": found,
                "found_end_line": found_end,
                "sites": spot.sites.iter().map(|site| audit.site(*site).1.fingerprint.as_str()).collect::<Vec<_>>(),
            })
        })
        .collect();
    let counts: Vec<Value> = judged
        .counts
        .iter()
        .map(|measured| {
            json!({
                "text": measured.claimed.text,
                "claimed": measured.claimed.matches,
                "claimed_files": measured.claimed.files,
                "of": if measured.of.is_empty() { Value::Null } else { measured.of.as_str().into() },
                "counted": measured.places.len(),
                "counted_files": measured.files,
                "agrees": measured.agrees(),
                "message": numbers(measured),
                "places": measured.places.iter().map(|(path, line)| json!({"path": path, "line": line})).collect::<Vec<_>>(),
            })
        })
        .collect();
    let harms: Vec<Value> = judged
        .harms
        .iter()
        .map(|harm| {
            json!({"message": harm.message, "evidence": harm.evidence.iter().map(evidence).collect::<Vec<_>>()})
        })
        .collect();
    let mut sites = Vec::new();
    for site in judged.named_sites() {
        sites.push(whole_site(audit, site)?);
    }
    let others: Vec<Value> = judged.others.iter().map(|site| short_site(audit, *site)).collect();
    Ok(line(&json!({
        "kind": "finding",
        "id": claim.id,
        "section": claim.section,
        "severity": claim.severity,
        "rule": claim.rule,
        "title": claim.title,
        "line": claim.line,
        "status": judged.status.name(),
        "why": judged.why,
        "ties": ties,
        "locations": locations,
        "sites": sites,
        "others": others,
        "others_by_verdict": by_verdict(tally(&judged.others, audit.files)),
        "counts": counts,
        "harmful_fixes": harms,
    })))
}

/// One recommendation.
pub fn recommendation(audit: &Audit<'_>, mapped: &Mapped<'_>) -> String {
    let recommendation = mapped.recommendation;
    line(&json!({
        "kind": "recommendation",
        "number": recommendation.number,
        "priority": recommendation.priority,
        "text": recommendation.text,
        "line": recommendation.line,
        "status": mapped.done.name(),
        "codes": mapped.codes,
        "sites_by_verdict": by_verdict(mapped.tally),
        "findings": mapped.claims.iter().map(|&at| audit.claims[at].claim.id.as_str()).collect::<Vec<_>>(),
        "how": mapped.how,
        "unknown": mapped.unknown,
    }))
}

fn line(value: &Value) -> String {
    format!("{value}\n")
}

fn by_verdict(tally: [usize; 4]) -> Value {
    let pairs = Verdict::ALL.iter().zip(tally);
    Value::Object(pairs.map(|(verdict, number)| (verdict.name().to_string(), number.into())).collect())
}

fn evidence(evidence: &Evidence) -> Value {
    json!({"kind": evidence.kind, "message": evidence.message, "path": evidence.path, "line": evidence.line})
}

/// A site as `amends check --format json` prints it.
fn whole_site(audit: &Audit<'_>, site: SiteRef) -> serde_json::Result<Value> {
    let (file, located) = audit.site(site);
    let source_of = |path: &str| -> Option<Source> {
        audit.reports.iter().find(|file| file.path == path)?.source.clone()
    };
    serde_json::from_str(&json::line(file, located, &source_of)?)
}

fn short_site(audit: &Audit<'_>, site: SiteRef) -> Value {
    let (file, located) = audit.site(site);
    let finding = &located.finding;
    json!({
        "code": finding.code,
        "verdict": finding.verdict.name(),
        "path": file.path,
        "line": located.line,
        "message": finding.message,
        "fingerprint": located.fingerprint,
    })
}
