//! The course of judgement that the transforms of handlers share: what settles a site without a log call, and the
//! log call where nothing does. Whose the site is, and further fixes, are the transform's.

use super::category::{self, Category, Word};
use super::doubts::{self, Doubt};
use super::{Form, Swallow, cancellation, earlier_taker, fine, fix};
use crate::edit::Fix;
use crate::facts::Facts;
use crate::syntax::Decline;
use crate::verdict::{Finding, Severity, Verdict};

/// A site that nothing settles: the exception is lost.
pub(crate) struct Open {
    /// What is lost.
    pub(crate) category: Category,
    /// Why a reviewer has to look at a log call.
    pub(crate) doubt: Option<Doubt>,
}

/// The finding of a site that is fine, or whose defect is another one than the missing log.
pub(crate) fn settled<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Finding> {
    if let Form::Handler { node, parent } = swallow.form
        && let Some(earlier) = earlier_taker(facts, swallow, node, parent)
    {
        let evidence =
            facts.evidence("unreachable", "an earlier handler of this try takes these exceptions", earlier);
        return Some(Finding::fine(swallow.range, "this handler is never reached", evidence));
    }
    if let Some(finding) = fine::reason(facts, swallow) {
        return Some(finding);
    }
    if swallow.catches.cancelled
        && let Some(finding) = cancellation::judge(facts, swallow)
    {
        return Some(finding);
    }
    if !swallow.catches.broad && !facts.settings.am401.narrow {
        let message = format!("only {} is dropped, which is a narrow choice", swallow.caught(facts));
        let evidence =
            facts.evidence("narrow", format!("the handler names {}", swallow.caught(facts)), swallow.range);
        let category = category::expected(facts, swallow, "the handler is for one outcome");
        return Some(Finding::fine(swallow.range, message, evidence).because(category));
    }
    fine::always_raises(facts, swallow)
}

impl Open {
    /// What is lost at a site that nothing settles, and whether a log call needs a reviewer.
    pub(crate) fn new<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Self {
        let mut category = category::of(facts, swallow);
        let doubt = doubts::find(facts, swallow, category.kind == category::Kind::Cleanup);
        // The doubt is the better name: a callback on a hot path is a hot path, an expected answer is no defect.
        if let Some(Doubt { word: Some(word), evidence, .. }) = &doubt
            && (*word != Word::ControlFlow || category.word == Word::Real)
        {
            category.word = *word;
            category.evidence = category::doubted(*word, evidence);
        }
        Open { category, doubt }
    }

    /// A finding with the log call as its fix, or `manual` where it cannot be inserted.
    pub(crate) fn finding<'a>(&self, facts: &Facts<'a>, swallow: &Swallow<'a>, message: String) -> Finding {
        let finding = Finding::new(Verdict::Review, self.severity(), swallow.range, message)
            .because(self.category.evidence.clone());
        match self.log(facts, swallow) {
            Ok(fix) => finding.with_fixes(vec![fix]),
            Err(decline) => Finding {
                verdict: Verdict::Manual,
                message: format!("{}; log it by hand, because {decline}", finding.message),
                severity: Severity::Medium.max(self.severity()),
                ..finding
            },
        }
    }

    /// The fix that logs.
    pub(crate) fn log<'a>(&self, facts: &Facts<'a>, swallow: &Swallow<'a>) -> Result<Fix, Decline> {
        fix::log(facts, swallow, &self.category, self.doubt.as_ref())
    }

    fn severity(&self) -> Severity {
        self.category.severity()
    }
}
