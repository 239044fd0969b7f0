//! Topics of findings of an audit: what they are called, how urgent they are, and what their pages say of the audit.
//! Judges nothing; all text of an audit in it is escaped when it is printed.

use serde::Serialize;

use super::content::short;
use super::model::AUDIT_TOPIC;
use super::page::Fact;
use crate::audit::model::Claim;
use crate::audit::reconcile::Status;
use crate::verdict::Severity;

/// The longest readable part of a topic's name.
const LONGEST: usize = 40;

/// The longest number in a topic's name: audits may call their findings anything.
const LONGEST_ID: usize = 16;

/// What templates see of an audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditPage {
    /// The file that it is read from.
    pub report: String,
    /// Its title.
    pub title: String,
    /// The findings that it is about: more than one only for the results of a tool, which one rule has.
    pub findings: Vec<Stated>,
    /// How many more there are.
    pub more: usize,
}

/// A finding as the audit has it, and what is true of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stated {
    /// Its number, or the rule that found it; empty if it has neither.
    pub id: String,
    /// Its title.
    pub title: String,
    /// As it is written.
    pub severity: Option<String>,
    /// `confirmed` or `partly right`.
    pub status: &'static str,
    /// Why, as an end of a sentence.
    pub why: String,
    /// The line of settings that says that nothing judges it.
    pub refusal: String,
    /// What is wrong with what it proposes.
    pub harms: Vec<Harmful>,
}

/// A proposal that would do harm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Harmful {
    /// What would happen.
    pub message: String,
    /// The lines that say so.
    pub evidence: Vec<Fact>,
}

impl Stated {
    /// Of a claim that holds.
    pub fn new(claim: &Claim, status: Status, why: &str, harms: Vec<Harmful>) -> Self {
        let id = id(claim);
        let key = if id.is_empty() { &claim.title } else { id };
        Stated {
            id: id.into(),
            title: claim.title.clone(),
            severity: claim.severity.clone(),
            status: if status == Status::Partly { "partly right" } else { status.name() },
            why: why.into(),
            // The strings of JSON are strings of TOML.
            refusal: format!("{} = []", serde_json::Value::from(key.as_str())),
            harms,
        }
    }
}

/// What a finding is known by: the audit's own number, which stays if others come and go, or the rule of a tool.
fn id(claim: &Claim) -> &String {
    static NONE: String = String::new();
    if claim.running { claim.rule.as_ref().unwrap_or(&NONE) } else { &claim.id }
}

/// The topic of a finding: `audit-2-3-lock-creation-race-0123abcd`. `audit` tells one audit from another. The results of a
/// tool that have one rule are one topic.
pub fn topic(audit: &str, claim: &Claim) -> String {
    let id = id(claim);
    let is_rule = claim.running && !id.is_empty();
    let title = if is_rule { "" } else { claim.title.as_str() };
    let words = [words(id, LONGEST_ID), words(title, LONGEST)];
    let readable: Vec<&str> = words.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let hash = short(&[audit, id, title].join("\n"));
    let dash = if readable.is_empty() { "" } else { "-" };
    format!("{AUDIT_TOPIC}{}{dash}{hash}", readable.join("-"))
}

/// Letters and digits of a text, as many words as fit.
fn words(text: &str, longest: usize) -> String {
    let mut out = String::new();
    for word in text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !out.is_empty() && out.len() + 1 + word.len() > longest {
            break;
        }
        let dash = if out.is_empty() { "" } else { "-" };
        let word = &word[..word.len().min(longest)];
        out = format!("{out}{dash}{}", word.to_ascii_lowercase());
    }
    out
}

/// What a pull request for a finding is called: `Audit 2.3: Lock creation race`.
pub fn subject(claim: &Claim) -> String {
    let id = id(claim);
    let space = if id.is_empty() { "" } else { " " };
    format!("Audit{space}{id}: {}", claim.title)
}

/// How urgent a finding is, by the audit's word, else by ours.
pub fn rank(severity: Option<&str>, own: Severity) -> u8 {
    let word = severity.unwrap_or_default().trim().to_lowercase();
    match word.as_str() {
        "critical" | "blocker" | "p0" | "kritisch" => 4,
        "high" | "major" | "error" | "p1" | "hoch" => 3,
        "medium" | "moderate" | "warning" | "p2" | "mittel" => 2,
        "low" | "minor" | "info" | "informational" | "note" | "p3" | "p4" | "niedrig" | "gering" => 1,
        _ => own_rank(own),
    }
}

/// The same for what no audit rates.
pub fn own_rank(own: Severity) -> u8 {
    match own {
        Severity::High => 3,
        Severity::Medium => 2,
        Severity::Low => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(id: &str, title: &str) -> Claim {
        Claim { id: id.into(), title: title.into(), ..Claim::default() }
    }

    #[test]
    fn topics_are_readable_stable_and_differ() {
        let of = |claim: &Claim| topic("markdown AUDIT.md", claim);
        let race = claim("2.1", "Lock creation race in `_dial_lock()`");
        let name = of(&race);
        assert!(name.starts_with("audit-2-1-lock-creation-race-in-dial-lock-"), "{name}");
        assert_eq!(name.len(), "audit-2-1-lock-creation-race-in-dial-lock-".len() + 8);
        // Nothing but number and title counts, and both do.
        let moved = Claim { line: 7, severity: Some("LOW".into()), ..race.clone() };
        assert_eq!(of(&moved), name);
        let others = [
            claim("2.2", &race.title),
            claim("2.1", "Lock creation race in _dial_lock"),
            claim("2", "1 x"),
            claim("2.1", "x"),
        ];
        let mut names: Vec<String> = others.iter().map(of).collect();
        names.push(topic("markdown OTHER.md", &race));
        names.push(name);
        names.sort();
        names.dedup();
        assert_eq!(names.len(), others.len() + 2);
        // A running number says nothing.
        let first = Claim { running: true, ..claim("1", "Leak") };
        assert_eq!(of(&first), of(&Claim { id: "2".into(), ..first.clone() }));
        assert!(of(&first).starts_with("audit-leak-"), "{}", of(&first));
        // Results of one rule are one topic.
        let rule = |title: &str| Claim { rule: Some("S110".into()), running: true, ..claim("1", title) };
        assert_eq!(of(&rule("a")), of(&rule("b")));
        assert!(of(&rule("a")).starts_with("audit-s110-"));
    }

    #[test]
    fn names_of_branches_hold_nothing_else_than_letters_digits_and_dashes() {
        for (id, title) in [
            ("", ""),
            ("..", "@{-1}.lock"),
            ("ü", "/ü\n"),
            ("a b", &"x".repeat(300)),
            ("9".repeat(99).as_str(), "y "),
        ] {
            let name = topic("a", &claim(id, title));
            assert!(
                name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
                "{name}"
            );
            assert!(
                name.len() <= AUDIT_TOPIC.len() + LONGEST_ID + LONGEST + 10 && !name.contains("--"),
                "{name}"
            );
        }
    }

    #[test]
    fn findings_are_named_as_the_audit_names_them() {
        assert_eq!(subject(&claim("2.3", "Race")), "Audit 2.3: Race");
        assert_eq!(subject(&Claim { running: true, ..claim("1", "Race") }), "Audit: Race");
        let stated = Stated::new(&claim("2.3", "Race"), Status::Partly, "why", Vec::new());
        assert_eq!((stated.status, stated.refusal.as_str()), ("partly right", "\"2.3\" = []"));
        let odd = Claim { running: true, ..claim("1", "a \"b\" \\ c") };
        let refusal = Stated::new(&odd, Status::Confirmed, "", Vec::new()).refusal;
        let read: toml::Table = refusal.parse().expect("TOML");
        assert!(read.contains_key("a \"b\" \\ c"), "{refusal}");
    }

    #[test]
    fn the_word_of_the_audit_counts_before_ours() {
        assert!(rank(Some("CRITICAL"), Severity::Low) > rank(Some("High"), Severity::High));
        assert!(rank(Some("low"), Severity::High) < rank(None, Severity::Medium));
        assert_eq!(rank(Some("odd"), Severity::High), own_rank(Severity::High));
    }
}
