//! AM403 classify-recorded-error: broad handlers that count a failure and say nothing of it. What a handler is and
//! how it is judged is shared, in `handlers`; what the counting calls do is looked up in [`recorder`].

mod recorder;
mod split;

use crate::config::Recorded;
use crate::facts::Facts;
use crate::handlers::category;
use crate::handlers::doubts::Doubt;
use crate::handlers::judge::{Open, settled};
use crate::handlers::{HANDLER_PATTERNS, Owner, Swallow, owner, words};
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::{Evidence, Finding};
use recorder::Recorder;

/// AM403.
pub struct ClassifyRecordedError;

static PATTERNS: [PatternSpec; 2] = HANDLER_PATTERNS;

static META: Meta = Meta {
    code: "AM403",
    name: "classify-recorded-error",
    summary: "Log the exception that a handler only counts, or tell expected failures from unexpected ones",
    subject: "Log exceptions that handlers only count",
    literals: &["except"],
    patterns: &PATTERNS,
    readme: include_str!("README.md"),
};

impl Transform for ClassifyRecordedError {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        let swallow = Swallow::at(facts, site)?;
        if owner(facts, &swallow) != Some(Owner::Recorded) {
            return None;
        }
        if let Some(finding) = settled(facts, &swallow) {
            return Some(finding);
        }
        let mut open = Open::new(facts, &swallow);
        let fine = |message: &str, evidence: Evidence| {
            let finding = Finding::fine(swallow.range, message, evidence);
            Some(finding.because(category::of(facts, &swallow).evidence))
        };
        let shown = match recorder::of(facts, &swallow) {
            Recorder::Logs(evidence) => return fine("what it calls logs the failure", evidence),
            Recorder::Raises(evidence) => {
                return fine("what it calls raises, so nothing is dropped", evidence);
            }
            Recorder::Keeps(evidence) => {
                return fine("what it calls keeps the exception where it is read", evidence);
            }
            Recorder::Quiet(evidence) => evidence,
            Recorder::Unseen(evidence) => {
                let change = "it logs what the recorder may report already".to_string();
                open.doubt.get_or_insert(Doubt { change, evidence, word: None });
                Vec::new()
            }
        };
        Some(judged(facts, &swallow, &open).because_all(shown))
    }
}

/// The finding with its fixes: the log call, and the split into expected and unexpected failures.
fn judged<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>, open: &Open) -> Finding {
    let place = words::place(facts, swallow.id);
    let message = format!("{place} counts {} and says nothing of it", swallow.caught(facts));
    let mut finding = open.finding(facts, swallow, message);
    if finding.fixes.is_empty() {
        return finding;
    }
    let preferred = facts.settings.am403.prefer == Recorded::Classify;
    match split::fix(facts, swallow, open) {
        Ok(split) if preferred => {
            finding.verdict = split.verdict;
            finding.fixes.insert(0, split);
        }
        Ok(split) => finding.fixes.push(split),
        Err(decline) if preferred => {
            let why = format!("expected failures are not told from unexpected ones: {decline}");
            finding.evidence.push(Evidence::general("not-classified", why));
        }
        Err(_) => {}
    }
    finding
}
