//! The audit as Markdown, with a status and a checkbox for each finding and recommendation. The audit's own text is kept
//! byte for byte; see [`crate::audit::notes`].

use super::{Audit, numbers};
use crate::audit::model::{Anchor, Kind};
use crate::audit::notes::{put, written};
use crate::audit::recommend::Mapped;
use crate::audit::reconcile::{Judged, Status};
use crate::audit::spot::State;

/// The audit with notes. `text` is what it was read from, without the notes of an earlier run.
pub fn noted(audit: &Audit<'_>, text: &str) -> String {
    let (text, anchors) = match audit.report.kind {
        Kind::Markdown => {
            (text.to_string(), audit.report.claims.iter().map(|claim| claim.anchor.clone()).collect())
        }
        _ => written(audit.report),
    };
    let mut notes: Vec<(Anchor, String)> = Vec::new();
    for judged in audit.claims {
        let at = audit.report.claims.iter().position(|claim| std::ptr::eq(claim, judged.claim));
        let Some(anchor) = at.and_then(|at| anchors.get(at)) else { continue };
        let shared = anchors.iter().filter(|other| other.at == anchor.at).count() > 1;
        let name = if shared { format!("{}: ", judged.claim.id) } else { String::new() };
        notes.push((anchor.clone(), of_claim(audit, judged, &name, anchor.ticked)));
    }
    for mapped in audit.recommendations {
        let anchor = mapped.recommendation.anchor.clone();
        let note = of_recommendation(audit, mapped, anchor.ticked);
        notes.push((anchor, note));
    }
    put(&text, &notes)
}

fn checkbox(done: bool) -> &'static str {
    if done { "[x]" } else { "[ ]" }
}

/// Plain text in Markdown: what would be markup is written out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_code = false;
    for letter in text.chars() {
        match letter {
            '`' => in_code = !in_code,
            '*' | '_' | '<' | '>' | '[' | ']' | '|' | '\\' if !in_code => out.push('\\'),
            _ => {}
        }
        out.push(if letter.is_control() { ' ' } else { letter });
    }
    if in_code {
        out.push('`');
    }
    out
}

fn of_claim(audit: &Audit<'_>, judged: &Judged<'_>, name: &str, ticked: bool) -> String {
    let mut note = format!(
        "{} **{name}{}**: {}",
        checkbox(ticked || !judged.status.is_open() && judged.status != Status::Stale),
        judged.status.name(),
        escaped(&judged.why)
    );
    for spot in &judged.spots {
        let lines = spot.claimed.map_or_else(String::new, |(first, _)| format!(":{first}"));
        let now = match (spot.file, spot.lines) {
            (Some(file), Some((first, _))) if spot.moved => {
                format!(" (now `{}:{first}`)", audit.files.files[file].path)
            }
            _ => String::new(),
        };
        let site = spot.sites.first().map(|site| audit.site(*site).1);
        let verdict = match (spot.state, site) {
            (State::Open | State::Fine, Some(located)) => {
                format!("{} {}", located.finding.code, located.finding.verdict)
            }
            _ => spot.state.name().to_string(),
        };
        note += &format!("; `{}{lines}`{now}: {verdict}", spot.path.replace('`', "'"));
        if let Some(evidence) = site
            .filter(|_| spot.state == State::Fine)
            .and_then(|site| site.evidence().find(|evidence| evidence.line.is_some()))
        {
            let path = evidence.path.as_deref().unwrap_or(spot.path.as_str());
            note +=
                &format!(" ({}, {path}:{})", escaped(&evidence.message), evidence.line.unwrap_or_default());
        }
    }
    for measured in judged.counts.iter().filter(|measured| measured.agrees() == Some(false)) {
        note += &format!("; wrong number: {}", escaped(&numbers(measured)));
    }
    for harm in &judged.harms {
        note += &format!("; **harmful fix**: {}", escaped(&harm.message));
    }
    note
}

fn of_recommendation(audit: &Audit<'_>, mapped: &Mapped<'_>, ticked: bool) -> String {
    let mut note = format!("{} **{}**", checkbox(ticked || mapped.is_over()), mapped.done.name());
    if !mapped.codes.is_empty() {
        let [safe, review, manual, fine] = mapped.tally;
        note += &format!(
            ": {}: {safe} safe, {review} review, {manual} manual, {fine} fine",
            mapped.codes.join(", ")
        );
    }
    if !mapped.unknown.is_empty() {
        note += &format!("; {}", mapped.unknown);
    }
    if !mapped.claims.is_empty() {
        let of = |&at: &usize| format!("{} {}", audit.claims[at].claim.id, audit.claims[at].status.name());
        note += &format!(" ({})", mapped.claims.iter().map(of).collect::<Vec<_>>().join(", "));
    }
    note
}
