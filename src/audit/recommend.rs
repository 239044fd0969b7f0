//! What an audit recommends, mapped to its findings and to transforms, and what the patch does about it.

use std::collections::BTreeSet;

use super::files::{Files, SiteRef};
use super::model::Recommendation;
use super::reconcile::{Judged, codes, tally};
use super::ties::{How, Tie, of_recommendation};
use super::unknown::unknown_of;

/// What becomes of a recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// All open sites of its class have a safe fix.
    InPatch,
    /// All have a fix; some need `--review`.
    InReview,
    /// Some have a fix.
    Partly,
    /// None has: it is work for a person.
    ByHand,
    /// Nothing of its class is open.
    NothingOpen,
    /// No transform is for it.
    NotJudged,
}

impl Done {
    /// In output.
    pub fn name(self) -> &'static str {
        match self {
            Done::InPatch => "in the patch",
            Done::InReview => "in the patch with --review",
            Done::Partly => "partly in the patch",
            Done::ByHand => "by hand",
            Done::NothingOpen => "nothing open",
            Done::NotJudged => "not judged",
        }
    }
}

/// A recommendation with all that is known of it.
#[derive(Clone, Debug)]
pub struct Mapped<'r> {
    /// The recommendation.
    pub recommendation: &'r Recommendation,
    /// The findings that it is about, by their places in the audit.
    pub claims: Vec<usize>,
    /// How it was tied to them and to transforms, in words.
    pub how: String,
    /// The codes of the transforms.
    pub codes: Vec<String>,
    /// Sites of these codes under the given paths, by verdict: safe, review, manual, fine.
    pub tally: [usize; 4],
    /// What becomes of it.
    pub done: Done,
    /// What may be open all the same, in words: files that cannot be judged, sites that comments silence. Empty if all
    /// is known.
    pub unknown: String,
}

impl Mapped<'_> {
    /// Whether nothing is left of it as far as all is known.
    pub fn is_over(&self) -> bool {
        self.done == Done::NothingOpen && self.unknown.is_empty()
    }
}

/// Maps a recommendation.
pub fn map<'r>(recommendation: &'r Recommendation, judged: &[Judged<'_>], files: &Files<'_>) -> Mapped<'r> {
    let text = &recommendation.text;
    let mut claims: Vec<usize> = Vec::new();
    let numbers = numbers_in(text);
    for (at, claim) in judged.iter().enumerate() {
        if claim.claim.id.contains(|letter: char| !letter.is_ascii_digit())
            && numbers.contains(&claim.claim.id.as_str())
        {
            claims.push(at);
        }
    }
    let ties: Vec<Tie> = of_recommendation(recommendation);
    let by_words: Vec<String> = ties.iter().map(|tie| tie.code.clone()).collect();
    let how = if !claims.is_empty() {
        "by the numbers that it names"
    } else if !by_words.is_empty() {
        claims.extend(
            judged
                .iter()
                .enumerate()
                .filter(|(_, claim)| {
                    claim
                        .ties
                        .iter()
                        .any(|tie| tie.used && tie.how != How::Kin && by_words.contains(&tie.code))
                })
                .map(|(at, _)| at),
        );
        // Of several findings of one class, those that speak of the same things.
        let best = claims.iter().map(|&at| likeness(text, &judged[at])).max().unwrap_or(0);
        if best >= 2 {
            claims.retain(|&at| likeness(text, &judged[at]) * 2 >= best);
        }
        "by its words"
    } else {
        let best = (0..judged.len()).max_by_key(|&at| (likeness(text, &judged[at]), std::cmp::Reverse(at)));
        claims.extend(best.filter(|&at| likeness(text, &judged[at]) >= 2));
        if claims.is_empty() { "" } else { "by the words that it shares with a finding" }
    };
    let named = how.contains("numbers") || by_words.is_empty();
    let mut all: BTreeSet<String> = BTreeSet::new();
    if named {
        all.extend(
            claims
                .iter()
                .flat_map(|&at| judged[at].ties.iter().filter(|tie| tie.used).map(|tie| tie.code.clone())),
        );
    } else {
        all.extend(by_words);
    }
    let mut known: Vec<String> = claims.iter().flat_map(|&at| judged[at].codes()).collect();
    known.extend(codes(&ties));
    let codes: Vec<String> = all.into_iter().collect();
    let sites: Vec<SiteRef> = files.sites_of(&codes).collect();
    let tally = tally(&sites, files);
    let has_transform = codes.iter().any(|code| known.contains(code));
    let done = done(tally, has_transform);
    let unknown = if done == Done::NotJudged { String::new() } else { unknown_of(&codes, &files.files) };
    Mapped { recommendation, claims, how: how.into(), done, codes, tally, unknown }
}

fn done([safe, review, manual, _]: [usize; 4], has_transform: bool) -> Done {
    match (safe, review, manual) {
        _ if !has_transform => Done::NotJudged,
        (0, 0, 0) => Done::NothingOpen,
        (_, 0, 0) => Done::InPatch,
        (_, _, 0) => Done::InReview,
        (0, 0, _) => Done::ByHand,
        _ => Done::Partly,
    }
}

/// The codes that recommendations ask for, so that their sites are looked for.
pub fn codes_of(recommendations: &[Recommendation]) -> Vec<String> {
    recommendations.iter().flat_map(|one| codes(&of_recommendation(one))).collect()
}

/// Words that look like numbers of findings.
fn numbers_in(text: &str) -> Vec<&str> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '.' && letter != '-');
    words
        .map(|word| word.trim_matches(['.', '-']))
        .filter(|word| word.contains(|letter: char| letter.is_ascii_digit()))
        .collect()
}

/// How many telling words a text shares with a finding's title and fix.
fn likeness(text: &str, judged: &Judged<'_>) -> usize {
    let words = |text: &str| -> BTreeSet<String> {
        let parts = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        let long = parts.filter(|part| part.len() > 3 && !STOP.contains(&part.to_lowercase().as_str()));
        // The start of a word is the same in its plural and its other forms.
        long.map(|part| part.to_lowercase().chars().take(6).collect()).collect()
    };
    let of_claim = words(&format!("{} {}", judged.claim.title, judged.claim.prose(super::model::Role::Fix)));
    words(text).intersection(&of_claim).count()
}

const STOP: &[&str] = &[
    "with", "that", "from", "when", "their", "them", "into", "proper", "properly", "handling", "cleanup",
    "classes", "fix", "patterns", "files", "state", "audit", "calls",
];
