//! Which transforms judge a finding: by its own code, by its words, by the rule of the tool that found it, or because
//! somebody says so. Every tie says how it was made; the ones that are not used stay visible.

mod pattern;
mod rules;
mod words;

use super::model::{Claim, Recommendation, Role};
use crate::config::Settings;
use crate::registry::Registry;
use crate::transforms;
use crate::verdict::Verdict;

pub(super) use self::pattern::dedented;
pub use self::pattern::judged;

/// How a tie was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// `--tie`.
    Asked,
    /// `[tool.amends.audit]`.
    Settings,
    /// The rule of the tool that found it.
    Rule,
    /// A transform takes the audit's own code for its site.
    Pattern,
    /// What the audit says.
    Words,
    /// A transform that takes the special cases of another one.
    Kin,
}

impl How {
    /// In output.
    pub fn name(self) -> &'static str {
        match self {
            How::Asked => "asked",
            How::Settings => "settings",
            How::Rule => "rule",
            How::Pattern => "pattern",
            How::Words => "words",
            How::Kin => "kin",
        }
    }
}

/// A transform that may judge a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The code: `AM401`.
    pub code: String,
    /// How it was made.
    pub how: How,
    /// In words, the end of `AM401, because …`.
    pub why: String,
    /// Whether it counts; if not, a better one does.
    pub used: bool,
    /// Whether this version has such a transform.
    pub known: bool,
}

/// A tie that somebody has set: a finding's number or a part of its title, and codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The number, rule or part of the title.
    pub finding: String,
    /// The codes; none means that no transform judges it.
    pub codes: Vec<String>,
    /// Who says so.
    pub how: How,
}

/// The codes whose sites a code's own transform leaves to more special ones: a handler that drops the failure of a
/// callback, or only counts it, is a swallowed exception all the same.
const KIN: &[(&str, &[&str])] = &[("AM401", &["AM402", "AM403"])];

/// Codes that are meant rather than the general one, where words speak of both: a dict of locks is a dict.
const SPECIAL: &[(&str, &str)] = &[("AM102", "AM101"), ("AM104", "AM103")];

/// What a title's word is worth, and what makes words strong enough to overrule code.
const TITLE: usize = 3;

/// Ties a finding to transforms. `registry` holds all of them, for the audit's own code.
pub fn of_claim(claim: &Claim, overrides: &[Setting], registry: &Registry, settings: &Settings) -> Vec<Tie> {
    if let Some(set) = overrides.iter().find(|set| is_meant(claim, &set.finding)) {
        let why = match set.how {
            How::Asked => format!("--tie {}={}", set.finding, set.codes.join(",")),
            _ => format!("the settings say so for \"{}\"", set.finding),
        };
        return set.codes.iter().map(|code| tie(code, set.how, why.clone(), true)).collect();
    }
    if let Some(rule) = &claim.rule
        && let Some(codes) = rules::codes(rule)
    {
        let why = format!("that is what the rule {rule} looks for");
        let mut ties: Vec<Tie> = codes.iter().map(|code| tie(code, How::Rule, why.clone(), true)).collect();
        with_kin(&mut ties);
        return ties;
    }
    let code: Vec<(&'static str, Verdict)> = pattern_codes(claim, registry, settings);
    let said =
        words::scores(&claim.title, &claim.prose(Role::Problem), &claim.prose(Role::Fix), &claim.section);
    let mut ties = combined(&code, &said);
    if claim.known_tool {
        // Its rule looks for something else, whatever words that has in common with a transform.
        ties.iter_mut().for_each(|tie| tie.used = false);
    }
    with_kin(&mut ties);
    ties
}

/// Ties a recommendation to transforms, by its words alone.
pub fn of_recommendation(recommendation: &Recommendation) -> Vec<Tie> {
    let mut said = words::scores(&recommendation.text, "", "", "");
    // Who asks for narrower handlers does not ask for log calls.
    if said.iter().any(|score| score.code == "AM404") {
        said.retain(|score| score.code != "AM401");
    }
    let mut ties = combined(&[], &said);
    ties.retain(|tie| tie.used);
    ties
}

/// Whether a setting means a finding.
pub fn is_meant(claim: &Claim, wanted: &str) -> bool {
    let wanted = wanted.trim();
    claim.id.eq_ignore_ascii_case(wanted)
        || claim.rule.as_deref().is_some_and(|rule| rule.eq_ignore_ascii_case(wanted))
        || wanted.len() > 3 && claim.title.to_lowercase().contains(&wanted.to_lowercase())
}

fn tie(code: &str, how: How, why: String, used: bool) -> Tie {
    let code = code.trim().to_uppercase();
    let known = transforms::ALL.iter().any(|transform| transform.meta().code == code);
    Tie { code, how, why, used, known }
}

/// What the transforms make of the audit's own code; an open verdict counts more than `fine`.
fn pattern_codes(claim: &Claim, registry: &Registry, settings: &Settings) -> Vec<(&'static str, Verdict)> {
    let mut found: Vec<(&'static str, Verdict)> = Vec::new();
    for code in claim.codes(Role::Problem) {
        for (code, verdict) in judged(&code.text, registry, settings) {
            match found.iter_mut().find(|(known, _)| *known == code) {
                Some((_, best)) => *best = (*best).max(verdict),
                None => found.push((code, verdict)),
            }
        }
    }
    found
}

/// Where code and words agree, that is it. Else a clear word of the title, else the code, else any word.
fn combined(code: &[(&'static str, Verdict)], said: &[words::Score]) -> Vec<Tie> {
    let has = |code: &str| said.iter().any(|score| score.code == code && score.points >= TITLE);
    let is_general = |score: &words::Score| {
        SPECIAL.iter().any(|(special, general)| score.code == *general && has(special))
    };
    let said: Vec<words::Score> = said.iter().filter(|score| !is_general(score)).cloned().collect();
    let top = said.iter().map(|score| score.points).max().unwrap_or(0);
    let strong = |score: &&words::Score| score.points * 5 >= top * 3;
    let score_of = |code: &str| said.iter().find(|score| score.code == code);
    let agree: Vec<&str> = code
        .iter()
        .map(|(code, _)| *code)
        .filter(|code| score_of(code).is_some_and(|score| score.points * 2 >= top))
        .collect();
    let open = code.iter().any(|(_, verdict)| verdict.is_open());
    let by_code = |code: &str, verdict: Verdict, used: bool| {
        let how =
            if verdict.is_open() { "finds its own code" } else { "judges its own code, and finds it fine" };
        tie(code, How::Pattern, format!("{code} {how}"), used)
    };
    let by_words = |score: &words::Score, used: bool| {
        tie(score.code, How::Words, format!("it says \"{}\"", score.words.join("\", \"")), used)
    };
    let mut ties: Vec<Tie> = Vec::new();
    if !agree.is_empty() {
        for (code, verdict) in code {
            let mut made = by_code(code, *verdict, agree.contains(code));
            if let Some(score) = score_of(code).filter(|_| made.used) {
                made.why = format!("{}, and it says \"{}\"", made.why, score.words.join("\", \""));
            }
            ties.push(made);
        }
    } else if top >= TITLE {
        ties.extend(said.iter().filter(strong).map(|score| by_words(score, true)));
        ties.extend(code.iter().map(|(code, verdict)| by_code(code, *verdict, false)));
    } else if !code.is_empty() {
        // Code that is open tells more than code that only looks like a class and is fine.
        // AM303 takes every lock that is made: where the code is of another class too, that one is meant.
        let others = code.iter().any(|(code, verdict)| *code != "AM303" && verdict.is_open());
        let meant = |code: &str, verdict: Verdict| !(open && !verdict.is_open() || others && code == "AM303");
        ties.extend(code.iter().map(|(code, verdict)| by_code(code, *verdict, meant(code, *verdict))));
    } else {
        ties.extend(said.iter().filter(strong).map(|score| by_words(score, true)));
    }
    ties.sort_by_key(|tie| (!tie.used, tie.code.clone()));
    ties
}

fn with_kin(ties: &mut Vec<Tie>) {
    for (code, kin) in KIN {
        if !ties.iter().any(|tie| tie.used && tie.code == *code) {
            continue;
        }
        for other in *kin {
            match ties.iter_mut().find(|tie| tie.code == *other) {
                Some(known) => known.used = true,
                None => ties.push(tie(other, How::Kin, format!("it takes special cases of {code}"), true)),
            }
        }
    }
}

#[cfg(test)]
mod tests;
