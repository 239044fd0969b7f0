//! One HTML file that needs nothing else: findings by section, filters, changes side by side, evidence beside them. All
//! that comes from reports and files is escaped, and a content security policy lets nothing run but the page's own script.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::html_said::said;
use super::html_site::{because, site};
use super::python::escaped;
use super::{Audit, numbers};
use crate::audit::files::SiteRef;
use crate::audit::reconcile::{Judged, Status, tally};
use crate::audit::spot::{Spot, State};
use crate::verdict::Verdict;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Other sites of a class that are listed.
const MAX_OTHERS: usize = 100;

/// The whole page.
pub fn page(audit: &Audit<'_>) -> String {
    let title = if audit.report.title.is_empty() { "Audit" } else { &audit.report.title };
    let mut out = String::from("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    );
    let _ = writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    let _ = write!(out, "<title>{}</title>\n<style>{STYLE}</style>\n<body>\n", escaped(title));
    out += "<a class=\"skip\" href=\"#findings\">To the findings</a>\n<header>\n";
    let _ = writeln!(out, "<h1>{}</h1>\n<p>{}</p>", escaped(title), escaped(&audit.sentence()));
    if let Some(looked) = audit.looked() {
        let _ = writeln!(out, "<p class=\"dim\">{}</p>", escaped(&looked));
    }
    for wrong in audit.totals() {
        let _ = writeln!(out, "<p class=\"partly\">{}</p>", escaped(&wrong));
    }
    out += "</header>\n<main id=\"findings\">\n";
    tools(&mut out, audit);
    let mut sections: Vec<(&str, Vec<&Judged<'_>>)> = Vec::new();
    for judged in audit.claims {
        match sections.last_mut().filter(|(name, _)| *name == judged.claim.section) {
            Some((_, claims)) => claims.push(judged),
            None => sections.push((&judged.claim.section, vec![judged])),
        }
    }
    if sections.len() > 1 {
        out += "<nav aria-label=\"Sections\"><ul>\n";
        for (number, (name, claims)) in sections.iter().enumerate() {
            let _ = writeln!(
                out,
                "<li><a href=\"#section-{number}\">{}</a> <span class=\"dim\">{}</span></li>",
                escaped(named(name)),
                claims.len()
            );
        }
        if !audit.recommendations.is_empty() {
            out += "<li><a href=\"#recommendations\">Recommendations</a></li>\n";
        }
        out += "</ul></nav>\n";
    }
    for (number, (name, claims)) in sections.iter().enumerate() {
        let _ = writeln!(
            out,
            "<section data-section id=\"section-{number}\">\n<h2>{}</h2>",
            escaped(named(name))
        );
        for judged in claims {
            claim(&mut out, audit, judged);
        }
        out += "</section>\n";
    }
    recommendations(&mut out, audit);
    out += "</main>\n<footer>Written by <code>amends audit</code>. <span class=\"keys\"><kbd>j</kbd> <kbd>k</kbd> next and previous, <kbd>o</kbd> open, <kbd>x</kbd> open all, <kbd>/</kbd> search; shift-click a filter for it alone.</span></footer>\n";
    let _ = writeln!(out, "<script>{SCRIPT}</script>\n</body>\n</html>");
    out
}

fn named(section: &str) -> &str {
    if section.is_empty() { "Findings" } else { section }
}

fn class_of(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "confirmed",
        Status::Partly => "partly",
        Status::Refuted => "refuted",
        Status::AlreadyFixed => "fixed",
        Status::Stale => "stale",
        Status::NotJudged => "unjudged",
    }
}

fn tools(out: &mut String, audit: &Audit<'_>) {
    out.push_str("<div class=\"tools\" role=\"search\">\n");
    let button = |out: &mut String, kind: &str, class: &str, name: &str, count: usize| {
        let _ = writeln!(
            out,
            "<button type=\"button\" class=\"{class}\" data-kind=\"{kind}\" data-filter=\"{class}\" aria-pressed=\"true\">{name} {count}</button>"
        );
    };
    for status in Status::ALL {
        let count = audit.claims.iter().filter(|claim| claim.status == status).count();
        if count > 0 {
            button(out, "status", class_of(status), status.name(), count);
        }
    }
    let counts = Verdict::ALL.map(|verdict| {
        let has = |claim: &&Judged<'_>| verdicts(audit, claim).contains(&verdict);
        (verdict, audit.claims.iter().filter(has).count())
    });
    if counts.iter().any(|(_, count)| *count > 0) {
        out.push_str("<span class=\"dim\">with sites that are</span>\n");
    }
    for (verdict, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        button(out, "verdict", verdict.name(), verdict.name(), count);
    }
    out.push_str("<input id=\"search\" type=\"search\" placeholder=\"Search\" aria-label=\"Search in findings\">\n<span id=\"shown\" class=\"dim\" role=\"status\"></span>\n</div>\n");
}

/// The verdicts at a finding's locations.
fn verdicts(audit: &Audit<'_>, judged: &Judged<'_>) -> Vec<Verdict> {
    let mut found: Vec<Verdict> =
        judged.named_sites().into_iter().map(|site| audit.site(site).1.finding.verdict).collect();
    found.sort();
    found.dedup();
    found
}

/// Prose with code between backticks, line by line.
pub(super) fn prose(text: &str) -> String {
    let piece = |(at, piece): (usize, &str)| {
        if at % 2 == 1 { format!("<code>{}</code>", escaped(piece)) } else { escaped(piece) }
    };
    let lines = text.lines().map(|line| line.split('`').enumerate().map(piece).collect::<String>());
    lines.collect::<Vec<_>>().join("<br>")
}

fn claim(out: &mut String, audit: &Audit<'_>, judged: &Judged<'_>) {
    let claim = judged.claim;
    let class = class_of(judged.status);
    let verdicts: Vec<&str> = verdicts(audit, judged).into_iter().map(Verdict::name).collect();
    let _ = writeln!(
        out,
        "<details class=\"finding\" id=\"finding-{}\" data-status=\"{class}\" data-verdicts=\"{}\">",
        escaped(&claim.id),
        verdicts.join(" ")
    );
    let severity = claim.severity.as_ref().map_or_else(String::new, |severity| {
        format!("<span class=\"badge dim\">{}</span> ", escaped(severity))
    });
    let rule = claim.rule.as_ref().map_or_else(String::new, |rule| format!("{} ", escaped(rule)));
    let harm = if judged.harms.is_empty() { "" } else { " <span class=\"badge harm\">harmful fix</span>" };
    let _ = writeln!(
        out,
        "<summary><span class=\"id\">{}</span> {severity}<span class=\"title\">{rule}{}</span>{harm} <span class=\"badge {class}\">{}</span></summary>\n<div class=\"body\">",
        escaped(&claim.id),
        prose(&claim.title),
        judged.status.name()
    );
    let _ = writeln!(out, "<p><b class=\"{class}\">{}</b>: {}</p>", judged.status.name(), prose(&judged.why));
    said(out, claim);
    for tie in &judged.ties {
        let not = if tie.used { "Tied" } else { "Not tied" };
        let unknown = if tie.known { "" } else { " (not at hand)" };
        let _ = writeln!(
            out,
            "<p class=\"dim\">{not} to {}{unknown}: {}</p>",
            escaped(&tie.code),
            prose(&tie.why)
        );
    }
    let mut seen: Vec<SiteRef> = Vec::new();
    for spot in &judged.spots {
        location(out, audit, spot, &mut seen);
    }
    for measured in &judged.counts {
        let (class, word) = match measured.agrees() {
            Some(true) => ("fine", "right"),
            Some(false) => ("open", "wrong"),
            None => ("unjudged", "open"),
        };
        let _ = writeln!(
            out,
            "<h3>Number: <span class=\"{class}\">{word}</span></h3><p>{}</p>",
            prose(&numbers(measured))
        );
        if measured.agrees() == Some(false) && !measured.places.is_empty() {
            let places = measured
                .places
                .iter()
                .take(MAX_OTHERS)
                .map(|(path, line)| format!("<li><code>{}:{line}</code></li>", escaped(path)));
            let _ = writeln!(
                out,
                "<details><summary>where</summary><ul class=\"plain\">{}</ul></details>",
                places.collect::<String>()
            );
        }
    }
    for harm in &judged.harms {
        let because: String = harm.evidence.iter().map(|evidence| because(evidence, "")).collect();
        let _ = writeln!(
            out,
            "<h3 class=\"harm\">Harmful fix</h3><p>{}</p><ul class=\"plain\">{because}</ul>",
            prose(&harm.message)
        );
    }
    others(out, audit, judged);
    out.push_str("</div>\n</details>\n");
}

fn span(lines: Option<(usize, usize)>) -> String {
    match lines {
        None => String::new(),
        Some((first, last)) if first == last => format!(":{first}"),
        Some((first, last)) => format!(":{first}-{last}"),
    }
}

fn location(out: &mut String, audit: &Audit<'_>, spot: &Spot, seen: &mut Vec<SiteRef>) {
    let class = match spot.state {
        State::Open => "open",
        State::Fine => "fine",
        State::Fixed => "fixed",
        State::Stale => "stale",
        State::Unjudged => "unjudged",
    };
    let claimed = escaped(&format!("{}{}", spot.path, span(spot.claimed)));
    let now = spot.file.filter(|_| spot.moved).map_or_else(String::new, |file| {
        let path = format!("{}{}", audit.files.files[file].path, span(spot.lines));
        format!(", now <code>{}</code>", escaped(&path))
    });
    let why = if spot.why.is_empty() { String::new() } else { format!(": {}", prose(&spot.why)) };
    let _ = writeln!(
        out,
        "<h3><code>{claimed}</code>{now} <span class=\"{class}\">{}</span>{why}</h3>",
        spot.state.name()
    );
    for &at in &spot.sites {
        if seen.contains(&at) {
            let _ = writeln!(
                out,
                "<p class=\"dim\">{} at <code>{}</code>, as above</p>",
                audit.site(at).1.finding.code,
                escaped(&audit.place(at))
            );
            continue;
        }
        seen.push(at);
        site(out, audit, at);
    }
}

fn others(out: &mut String, audit: &Audit<'_>, judged: &Judged<'_>) {
    if judged.others.is_empty() {
        return;
    }
    let parts = Verdict::ALL.iter().zip(tally(&judged.others, audit.files)).filter(|(_, number)| *number > 0);
    let parts: Vec<String> = parts.map(|(verdict, number)| format!("{number} {verdict}")).collect();
    let _ = writeln!(
        out,
        "<details><summary>Other sites of its class: {}</summary><ul class=\"plain\">",
        parts.join(", ")
    );
    for &at in judged.others.iter().take(MAX_OTHERS) {
        let finding = &audit.site(at).1.finding;
        let verdict = finding.verdict.name();
        let _ = writeln!(
            out,
            "<li><b class=\"{verdict}\">{verdict}</b> {} <code>{}</code>: {}</li>",
            finding.code,
            escaped(&audit.place(at)),
            prose(&finding.message)
        );
    }
    if judged.others.len() > MAX_OTHERS {
        let _ = writeln!(out, "<li>and {} more</li>", judged.others.len() - MAX_OTHERS);
    }
    out.push_str("</ul></details>\n");
}

fn recommendations(out: &mut String, audit: &Audit<'_>) {
    if audit.recommendations.is_empty() {
        return;
    }
    out.push_str("<section id=\"recommendations\">\n<h2>Recommendations</h2>\n");
    let mut priority = "";
    for mapped in audit.recommendations {
        if mapped.recommendation.priority != priority {
            priority = &mapped.recommendation.priority;
            let _ = writeln!(out, "<h3>{}</h3>", escaped(priority));
        }
        let parts = Verdict::ALL.iter().zip(mapped.tally).filter(|(_, number)| *number > 0);
        let parts: Vec<String> = parts.map(|(verdict, number)| format!("{number} {verdict}")).collect();
        let codes = if mapped.codes.is_empty() {
            String::new()
        } else {
            format!(": {} {}", escaped(&mapped.codes.join(", ")), parts.join(", "))
        };
        let about: Vec<String> = mapped
            .claims
            .iter()
            .map(|&at| {
                let judged = &audit.claims[at];
                format!(
                    "<a href=\"#finding-{0}\">{0}</a> <span class=\"{1}\">{2}</span>",
                    escaped(&judged.claim.id),
                    class_of(judged.status),
                    judged.status.name()
                )
            })
            .collect();
        let unknown =
            if mapped.unknown.is_empty() { String::new() } else { format!("; {}", escaped(&mapped.unknown)) };
        let about = if about.is_empty() { String::new() } else { format!(" · about {}", about.join(", ")) };
        let _ = writeln!(
            out,
            "<p class=\"recommendation\">{}. {}<br><span class=\"dim\"><b>{}</b>{codes}{unknown}{about}</span></p>",
            mapped.recommendation.number,
            prose(&mapped.recommendation.text),
            mapped.done.name()
        );
    }
    out.push_str("</section>\n");
}

/// The SHA-256 of a text in base64, as content security policies name scripts.
fn hash(text: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(text.as_bytes());
    let mut out = String::new();
    for bytes in digest.chunks(3) {
        let group =
            bytes.iter().fold(0u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - bytes.len()));
        for place in 0..4 {
            let letter = LETTERS[(group >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= bytes.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn hashes_are_those_of_policies() {
        // `printf '' | openssl dgst -sha256 -binary | base64`
        assert_eq!(super::hash(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
