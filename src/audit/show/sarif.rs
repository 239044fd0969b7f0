//! SARIF 2.1.0 of an audit: a rule for each of its findings, a result for each open site with its fixes, and one for each
//! finding that no open site tells. Source: see [`crate::report::sarif`], whose results of sites these are.

use serde_json::{Value, json};

use super::Audit;
use super::told::{Fingerprints, Told, counts, locations, name, severity, status, told};
use crate::audit::reconcile::Judged;
use crate::report::model::{Shown, notes};
use crate::report::sarif::{artifact, log, region, site};
use crate::verdict::{Evidence, Severity};

/// The log. Findings that do not hold are in it where `all` asks for them.
///
/// # Errors
/// None in practice: it is a JSON value.
pub fn render(audit: &Audit<'_>, all: bool) -> serde_json::Result<String> {
    let mut rules: Vec<(&str, Value)> = Vec::new();
    let mut results: Vec<Value> = Vec::new();
    let mut fingerprints = Fingerprints::default();
    let told = told(audit);
    for one in told.iter().filter(|one| all || counts(one.judged)) {
        let id = id_of(one.judged);
        let index = rules.iter().position(|(known, _)| *known == id).unwrap_or_else(|| {
            rules.push((id, rule(id, one.judged)));
            rules.len() - 1
        });
        let mut own = sites(audit, one);
        if own.is_empty() {
            own.push(finding(audit, one, &mut fingerprints));
        }
        for result in &mut own {
            result["ruleId"] = id.into();
            result["ruleIndex"] = index.into();
            result["properties"]["finding"] = one.judged.claim.id.clone().into();
            result["properties"]["status"] = one.judged.status.name().into();
            result["properties"]["why"] = one.judged.why.clone().into();
        }
        results.extend(own);
    }
    let rules: Vec<Value> = rules.into_iter().map(|(_, rule)| rule).collect();
    log(&rules, &results, &notes(audit.reports.iter().copied()))
}

fn id_of<'a>(judged: &Judged<'a>) -> &'a str {
    let id = judged.claim.rule.as_deref().unwrap_or(&judged.claim.id);
    if id.is_empty() { "finding" } else { id }
}

/// A finding as a rule (§3.49). Its help is what the audit says of it.
fn rule(id: &str, judged: &Judged<'_>) -> Value {
    let claim = judged.claim;
    let said: Vec<String> = claim
        .parts
        .iter()
        .map(|part| match part.label.as_str() {
            "" => part.text.clone(),
            label => format!("{label}: {}", part.text),
        })
        .collect();
    let title = if claim.title.is_empty() { id } else { &claim.title };
    let help = if said.is_empty() { title.to_string() } else { said.join("\n\n") };
    json!({
        "id": id,
        "shortDescription": { "text": title },
        "help": { "text": help },
        "defaultConfiguration": { "level": level(severity(judged, None)) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

/// The open sites that are told with a finding.
fn sites(audit: &Audit<'_>, told: &Told<'_>) -> Vec<Value> {
    let source_of = |path: &str| {
        let file = audit.reports.iter().find(|file| file.path == path)?;
        file.source.as_ref()
    };
    let result = |&at| {
        let (file, located) = audit.site(at);
        let shown = Shown { file, located };
        let mut result = site(shown, &source_of, None);
        let said = result["message"]["text"].as_str().unwrap_or_default().to_string();
        result["message"]["text"] = format!("{}\n{}: {said}", name(told.judged), located.finding.code).into();
        result["level"] = level(severity(told.judged, Some(shown))).into();
        result["properties"]["code"] = located.finding.code.into();
        result
    };
    told.sites.iter().map(result).collect()
}

/// A finding by itself (§3.27), at its locations as far as they exist.
fn finding(audit: &Audit<'_>, told: &Told<'_>, fingerprints: &mut Fingerprints) -> Value {
    let judged = told.judged;
    let kind = told.kind();
    // §3.27.10: what did not fail has no level.
    let level = if kind == "fail" { level(severity(judged, None)) } else { "none" };
    let places: Vec<Value> = locations(audit, judged)
        .into_iter()
        .map(|(path, lines)| {
            let mut place = json!({ "artifactLocation": artifact(path) });
            if let Some((first, last)) = lines {
                place["region"] = region((first, None), None);
                place["region"]["endLine"] = last.into();
            }
            json!({ "physicalLocation": place })
        })
        .collect();
    let mut result = json!({
        "kind": kind,
        "level": level,
        "message": { "text": format!("{}\n{}.", name(judged), status(judged)) },
        "partialFingerprints": { "amends-audit/v1": fingerprints.of(judged) },
        // §3.27.23: where one result says it, all do.
        "suppressions": [],
        "properties": {},
    });
    if !places.is_empty() {
        result["locations"] = places.into();
    }
    let related = related(audit, judged);
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    result
}

/// The lines that refute a finding.
fn related(audit: &Audit<'_>, judged: &Judged<'_>) -> Vec<Value> {
    let fine = judged.named_sites().into_iter().map(|at| audit.site(at));
    let mut all: Vec<Value> = Vec::new();
    for (file, located) in fine.filter(|(_, located)| !located.finding.verdict.is_open()) {
        let place = |evidence: &Evidence| {
            let path = evidence.path.as_deref().unwrap_or(&file.path);
            Some(json!({
                "message": { "text": evidence.message },
                "physicalLocation": {
                    "artifactLocation": artifact(path),
                    "region": { "startLine": evidence.line? },
                },
            }))
        };
        all.extend(located.evidence().filter_map(place));
    }
    all
}
