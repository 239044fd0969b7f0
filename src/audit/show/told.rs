//! What the findings of an audit say of the code, as formats for other tools need it: each open site once, with the finding
//! that it belongs to, and each finding that has none by itself. Writes nothing.

use std::collections::BTreeMap;

use super::Audit;
use crate::audit::assign::{Admission, assign};
use crate::audit::files::SiteRef;
use crate::audit::reconcile::{Judged, Status};
use crate::audit::spot::State;
use crate::pipeline::fnv1a;
use crate::report::model::Shown;
use crate::verdict::Severity;

/// A finding with what is told of it.
pub(super) struct Told<'a> {
    /// The finding.
    pub judged: &'a Judged<'a>,
    /// The open sites that are told with it. A site that several findings are about belongs to the first that names it.
    pub sites: Vec<SiteRef>,
    /// All open sites that it is about.
    pub about: Vec<SiteRef>,
}

/// All findings, in their order.
pub(super) fn told<'a>(audit: &Audit<'a>) -> Vec<Told<'a>> {
    // Sites without a fix are told, too.
    let shares = assign(audit.claims, audit.files, |_| Admission::Yes);
    let one = |(judged, share): (&'a Judged<'a>, crate::audit::assign::Share)| {
        let mut about = share.named;
        about.extend(share.class);
        about.sort_unstable();
        about.dedup();
        Told { judged, sites: share.fixes, about }
    };
    audit.claims.iter().zip(shares).map(one).collect()
}

/// Whether somebody has to know of a finding: it holds, or it is not known whether it does.
pub(super) fn counts(judged: &Judged<'_>) -> bool {
    judged.status.is_open()
}

/// How much a finding matters, by the audit's own word, else by the site.
pub(super) fn severity(judged: &Judged<'_>, site: Option<Shown<'_>>) -> Severity {
    let word = judged.claim.severity.as_deref().unwrap_or_default().to_lowercase();
    let is = |words: &[&str]| words.iter().any(|known| word.starts_with(known));
    if is(&["crit", "block", "high", "error", "fatal", "major", "kritisch", "hoch"]) {
        Severity::High
    } else if is(&["med", "mod", "warn", "mittel"]) {
        Severity::Medium
    } else if is(&["low", "minor", "info", "note", "trivial", "gering", "niedrig", "conv", "refac"]) {
        Severity::Low
    } else {
        site.and_then(Shown::severity).unwrap_or(Severity::Medium)
    }
}

/// Number and title, and the rule of another tool.
pub(super) fn name(judged: &Judged<'_>) -> String {
    match &judged.claim.rule {
        Some(rule) => format!("{rule} {}", judged.claim.title),
        None => judged.claim.name(),
    }
}

/// What tells findings that no site tells from each other, whatever their lines are.
#[derive(Default)]
pub(super) struct Fingerprints(BTreeMap<u64, usize>);

impl Fingerprints {
    /// The fingerprint of a finding; the second like another one gets another.
    pub(super) fn of(&mut self, judged: &Judged<'_>) -> String {
        let paths = judged.spots.iter().map(|spot| spot.path.as_str());
        let parts: Vec<&str> = std::iter::once(judged.claim.title.as_str()).chain(paths).collect();
        let hash = fnv1a(parts.join("\0").as_bytes());
        let count = self.0.entry(hash).or_default();
        *count += 1;
        format!("{:016x}", if *count == 1 { hash } else { fnv1a(format!("{hash:x} {count}").as_bytes()) })
    }
}

/// Status and reason.
pub(super) fn status(judged: &Judged<'_>) -> String {
    format!("{}: {}", judged.status.name(), judged.why)
}

/// A path, and the first and last line if they are known.
pub(super) type At<'a> = (&'a str, Option<(usize, usize)>);

/// The locations of a finding that are in the code.
pub(super) fn locations<'a>(audit: &Audit<'a>, judged: &Judged<'_>) -> Vec<At<'a>> {
    let spots = judged.spots.iter().filter(|spot| spot.state != State::Stale);
    spots.filter_map(|spot| Some((audit.files.files[spot.file?].path, spot.lines))).collect()
}

impl Told<'_> {
    /// What SARIF calls the outcome of a finding that no open site tells (2.1.0, §3.27.9).
    pub(super) fn kind(&self) -> &'static str {
        match self.judged.status {
            Status::Confirmed | Status::Partly => "fail",
            Status::Refuted | Status::AlreadyFixed => "pass",
            Status::Stale => "notApplicable",
            Status::NotJudged => "open",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::model::Claim;

    #[test]
    fn severities_of_people_and_tools() {
        let of = |word: Option<&str>| {
            let claim = Claim { severity: word.map(str::to_string), ..Claim::default() };
            let judged = Judged {
                claim: &claim,
                ties: Vec::new(),
                status: Status::Confirmed,
                why: String::new(),
                spots: Vec::new(),
                others: Vec::new(),
                counts: Vec::new(),
                harms: Vec::new(),
            };
            severity(&judged, None)
        };
        assert_eq!(of(Some("CRITICAL")), Severity::High);
        assert_eq!(of(Some("medium")), Severity::Medium);
        assert_eq!(of(Some("Low")), Severity::Low);
        assert_eq!(of(Some("P2")), Severity::Medium, "a word that nobody knows");
        assert_eq!(of(None), Severity::Medium);
    }
}
