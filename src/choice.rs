//! Which fixes a run applies: by verdict, and by fingerprint where somebody has chosen. Applies nothing itself.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::decisions::{Choice as Decided, Decision, Decisions, Standing};
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
    /// What the verdict decides where nobody has.
    pub apply: Apply,
    /// What people have decided.
    pub decisions: Arc<Decisions>,
    /// If given, nothing but these fingerprints: a part of an earlier run's fixes.
    pub only: Option<FxHashSet<String>>,
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

    /// The choice for one file, with its text and the findings in it as it was read: that is what people decided
    /// about.
    pub fn settle(&self, text: &str, findings: &[Located]) -> Settled<'_> {
        let accepted =
            |located: &&Located| matches!(self.decisions.standing(text, located), Standing::Accepted(_));
        let accepted = if self.decisions.is_empty() {
            FxHashSet::default()
        } else {
            findings.iter().filter(accepted).map(|located| located.fingerprint.clone()).collect()
        };
        Settled { choice: self, accepted }
    }
}

/// A choice for one file.
pub struct Settled<'c> {
    choice: &'c Choice,
    /// Fingerprints of what was accepted and is still what was looked at.
    accepted: FxHashSet<String>,
}

impl Settled<'_> {
    /// Whether the preferred fix of a finding is applied.
    pub fn takes(&self, located: &Located) -> bool {
        let Some(fix) = located.finding.preferred() else { return false };
        let fingerprint = &located.fingerprint;
        let decided = self.choice.decisions.of(located).map(|decision| decision.choice);
        let wanted = self.choice.apply.takes(fix.verdict)
            || (self.choice.apply != Apply::Nothing
                && self.accepted.contains(fingerprint)
                && Apply::Review.takes(fix.verdict));
        wanted
            && decided != Some(Decided::Skip)
            && self.choice.only.as_ref().is_none_or(|only| only.contains(fingerprint))
    }

    /// The decision that gives the fix of a finding another log message.
    pub fn rewording(&self, located: &Located) -> Option<&Decision> {
        let decision = self.choice.decisions.of(located)?;
        (decision.log_message.is_some() && self.accepted.contains(&located.fingerprint)).then_some(decision)
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

    const TEXT: &str = "x = 1\n";

    fn takes(choice: &Choice, located: &Located) -> bool {
        choice.settle(TEXT, std::slice::from_ref(located)).takes(located)
    }

    #[test]
    fn verdicts_decide_where_nobody_has() {
        let (safe, review) = (located(Verdict::Safe, "s"), located(Verdict::Review, "r"));
        let both = |apply: Apply| {
            let choice = Choice::from(apply);
            (takes(&choice, &safe), takes(&choice, &review))
        };
        assert_eq!(both(Apply::Nothing), (false, false));
        assert_eq!(both(Apply::Safe), (true, false));
        assert_eq!(both(Apply::Review), (true, true));
        assert!(!takes(&Choice::from(Apply::Review), &located(Verdict::Manual, "m")));
    }

    #[test]
    fn decisions_go_before_verdicts_and_a_part_is_no_acceptance() {
        let (safe, review) = (located(Verdict::Safe, "s"), located(Verdict::Review, "r"));
        let manual = located(Verdict::Manual, "m");
        let mut decisions = Decisions::default();
        decisions.set(Decision::new(Decided::Skip, "a.py", TEXT, &safe));
        decisions.set(Decision::new(Decided::Accept, "a.py", TEXT, &review));
        decisions.set(Decision::new(Decided::Accept, "a.py", TEXT, &manual));
        let choice = Choice { apply: Apply::Safe, decisions: Arc::new(decisions), only: None };
        assert!(!takes(&choice, &safe));
        assert!(takes(&choice, &review));
        assert!(!takes(&choice, &manual), "there is nothing to apply");
        assert!(
            !choice.settle("y = 2\n", std::slice::from_ref(&review)).takes(&review),
            "it was looked at elsewhere"
        );
        assert!(!takes(&Choice { apply: Apply::Nothing, ..choice.clone() }, &review), "findings only");
        let part = choice.among(["other".to_string()].into_iter().collect());
        assert!(!takes(&part, &review));
        assert!(takes(&part, &located(Verdict::Safe, "other")));
        assert!(!takes(&part, &located(Verdict::Review, "other")), "being in the part is no acceptance");
    }
}
