//! Which fixes a run applies: by verdict, and by fingerprint where somebody has chosen. Applies nothing itself.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::pipeline::Located;
use crate::verdict::Verdict;

/// Which verdicts' fixes are applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Apply {
    /// None: findings only.
    #[default]
    Nothing,
    /// Those that keep behaviour.
    Safe,
    /// Those and the ones that change it in a way that is said.
    Review,
}

impl Apply {
    fn takes(self, verdict: Verdict) -> bool {
        match self {
            Apply::Nothing => false,
            Apply::Safe => verdict == Verdict::Safe,
            Apply::Review => matches!(verdict, Verdict::Safe | Verdict::Review),
        }
    }
}

/// Which fixes are applied. A fix that no verdict lets through ([`Verdict::Manual`], [`Verdict::Fine`]) never is.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// What the verdict decides where nobody has chosen.
    pub apply: Apply,
    /// Fingerprints whose fix is applied though its verdict is `review` and `apply` says only `safe` ones.
    pub accepted: FxHashSet<String>,
    /// Fingerprints whose fix is not applied, whatever else is said.
    pub refused: FxHashSet<String>,
    /// If given, nothing but these fingerprints: a part of an earlier run's fixes.
    pub only: Option<FxHashSet<String>>,
    /// By fingerprint, the words that somebody wants in the log message that the fix writes.
    pub reworded: FxHashMap<String, String>,
}

impl From<Apply> for Choice {
    fn from(apply: Apply) -> Self {
        Choice { apply, ..Choice::default() }
    }
}

impl Choice {
    /// The same choice among nothing but the given fingerprints.
    #[must_use]
    pub fn among(&self, only: FxHashSet<String>) -> Choice {
        Choice { only: Some(only), ..self.clone() }
    }

    /// Whether the preferred fix of a finding is applied.
    pub fn takes(&self, located: &Located) -> bool {
        let Some(fix) = located.finding.preferred() else { return false };
        let fingerprint = &located.fingerprint;
        let wanted = self.apply.takes(fix.verdict)
            || (self.accepted.contains(fingerprint) && Apply::Review.takes(fix.verdict));
        wanted
            && !self.refused.contains(fingerprint)
            && self.only.as_ref().is_none_or(|only| only.contains(fingerprint))
    }

    /// Whether anything can be applied at all.
    pub fn is_nothing(&self) -> bool {
        self.apply == Apply::Nothing && self.accepted.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Fix;
    use crate::verdict::{Finding, Severity};

    fn located(verdict: Verdict, fingerprint: &str) -> Located {
        let fix = Fix::new(verdict, "test", Vec::new());
        let finding = Finding::new(verdict, Severity::Low, Default::default(), "").with_fixes(vec![fix]);
        Located { finding, line: 1, column: 1, end_line: 1, end_column: 1, fingerprint: fingerprint.into() }
    }

    fn set(names: &[&str]) -> FxHashSet<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn verdicts_decide_where_nobody_has_chosen() {
        let (safe, review) = (located(Verdict::Safe, "s"), located(Verdict::Review, "r"));
        let takes = |apply: Apply| {
            let choice = Choice::from(apply);
            (choice.takes(&safe), choice.takes(&review))
        };
        assert_eq!(takes(Apply::Nothing), (false, false));
        assert_eq!(takes(Apply::Safe), (true, false));
        assert_eq!(takes(Apply::Review), (true, true));
        assert!(!Choice::from(Apply::Review).takes(&located(Verdict::Manual, "m")));
    }

    #[test]
    fn choices_go_before_verdicts_and_a_refusal_before_all() {
        let mut choice = Choice::from(Apply::Safe);
        choice.accepted = set(&["r", "m", "both"]);
        choice.refused = set(&["s", "both"]);
        assert!(choice.takes(&located(Verdict::Review, "r")));
        assert!(!choice.takes(&located(Verdict::Manual, "m")), "there is nothing to apply");
        assert!(!choice.takes(&located(Verdict::Safe, "s")));
        assert!(!choice.takes(&located(Verdict::Review, "both")));
        let part = choice.among(set(&["other"]));
        assert!(!part.takes(&located(Verdict::Review, "r")));
        assert!(part.takes(&located(Verdict::Safe, "other")));
        assert!(!part.takes(&located(Verdict::Review, "other")), "being in the part is no acceptance");
    }
}
