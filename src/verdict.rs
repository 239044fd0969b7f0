//! What a judgement says: verdicts, evidence, findings. Not how it is reached.

use std::fmt;

use ruff_text_size::TextRange;
use serde::Serialize;

use crate::edit::Fix;

/// What is to be done about a site. Every site that a transform takes on gets exactly one.
///
/// The order is the order of confidence in the edit: [`Verdict::Safe`] is the greatest, so the
/// verdict of something that rests on several judgements is their minimum (see [`Verdict::at_most`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It only looks like the finding; the evidence says which line makes it fine.
    Fine,
    /// A real defect with no mechanical fix; the message says what to do.
    Manual,
    /// The edit has the right shape and changes behaviour; the change is said in one sentence.
    Review,
    /// The edit keeps behaviour but for the improvement that the transform's README names.
    Safe,
}

impl Verdict {
    /// All verdicts, in the order in which reports list them.
    pub const ALL: [Verdict; 4] = [Verdict::Safe, Verdict::Review, Verdict::Manual, Verdict::Fine];

    /// The lower-case name used in every output format.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Safe => "safe",
            Verdict::Review => "review",
            Verdict::Manual => "manual",
            Verdict::Fine => "fine",
        }
    }

    /// The less confident of the two: what an edit is worth when it rests on both.
    #[must_use]
    pub fn at_most(self, other: Verdict) -> Verdict {
        self.min(other)
    }

    /// Whether something is left for somebody to do: everything but `fine`.
    pub fn is_open(self) -> bool {
        self != Verdict::Fine
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How much a finding matters, in the words of the audits that ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Code quality.
    Low,
    /// Degradation, or a defect that needs a second fault to show.
    Medium,
    /// Hangs, lost work, lost errors.
    High,
}

impl Severity {
    /// The lower-case name used in every output format.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
        }
    }
}

/// One line that a verdict rests on. Data, so that every output format can show it.
///
/// Evidence speaks of the file that is judged unless `path` names another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// A short kebab-case kind, such as `type`, `category`, `bounded-by-caller`.
    pub kind: &'static str,
    /// One sentence, without a full stop.
    pub message: String,
    /// The file it rests on; `None` is the judged file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The line it rests on, from 1; `None` where it rests on settings or on an absence.
    pub line: Option<usize>,
}

impl Evidence {
    /// Evidence that rests on a line (from 1) of the judged file.
    pub fn at(kind: &'static str, message: impl Into<String>, line: usize) -> Self {
        Evidence { kind, message: message.into(), path: None, line: Some(line) }
    }

    /// Evidence that rests on no line: on settings, or on something that is not there.
    pub fn general(kind: &'static str, message: impl Into<String>) -> Self {
        Evidence { kind, message: message.into(), path: None, line: None }
    }
}

/// A judged site.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The transform's code, such as `AM401`; filled in by the pipeline.
    pub code: &'static str,
    /// The transform's name, such as `log-swallowed-exception`; filled in by the pipeline.
    pub name: &'static str,
    /// The one verdict of this site. With fixes, that of the preferred one.
    pub verdict: Verdict,
    /// How much it matters.
    pub severity: Severity,
    /// The construct itself, in text offsets: the `except`, the `await`, the spawn call.
    pub range: TextRange,
    /// The dotted name of the enclosing function or class; empty at module level.
    pub symbol: String,
    /// The fingerprint that version 0.1 gave it, by which older decisions know it; filled in by the pipeline.
    pub former_fingerprint: String,
    /// What is wrong (or why it is fine), and for `manual`, what to do.
    pub message: String,
    /// What the verdict rests on; the evidence of the preferred fix follows in [`Fix::evidence`].
    pub evidence: Vec<Evidence>,
    /// Alternative fixes, the preferred one first. Empty for `manual` and `fine`.
    pub fixes: Vec<Fix>,
}

impl Finding {
    /// A finding without a fix. Use [`Finding::with_fixes`] for one with.
    pub fn new(verdict: Verdict, severity: Severity, range: TextRange, message: impl Into<String>) -> Self {
        Finding {
            code: "",
            name: "",
            verdict,
            severity,
            range,
            symbol: String::new(),
            former_fingerprint: String::new(),
            message: message.into(),
            evidence: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// `fine`: only looks like the finding, because of `evidence`.
    pub fn fine(range: TextRange, message: impl Into<String>, evidence: Evidence) -> Self {
        Finding::new(Verdict::Fine, Severity::Low, range, message).because(evidence)
    }

    /// Adds one piece of evidence.
    #[must_use]
    pub fn because(mut self, evidence: Evidence) -> Self {
        self.evidence.push(evidence);
        self
    }

    /// Adds several pieces of evidence.
    #[must_use]
    pub fn because_all(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }

    /// Gives the finding its fixes and the verdict of the best of them, which comes first.
    ///
    /// Fixes of equal verdict keep their order, so a transform lists the one it prefers first.
    #[must_use]
    pub fn with_fixes(mut self, mut fixes: Vec<Fix>) -> Self {
        fixes.sort_by_key(|fix| std::cmp::Reverse(fix.verdict));
        if let Some(best) = fixes.first() {
            self.verdict = best.verdict;
        }
        self.fixes = fixes;
        self
    }

    /// The fix that is applied unless settings prefer another.
    pub fn preferred(&self) -> Option<&Fix> {
        self.fixes.first()
    }

    /// What applying the preferred fix changes, in one sentence.
    pub fn change(&self) -> Option<&str> {
        self.preferred().and_then(|fix| fix.change.as_deref())
    }

    /// All evidence, of the verdict and then of the preferred fix.
    pub fn all_evidence(&self) -> impl Iterator<Item = &Evidence> {
        self.evidence.iter().chain(self.preferred().into_iter().flat_map(|fix| &fix.evidence))
    }
}
