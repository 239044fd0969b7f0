//! Loops that are followed by emptying what they went over, and lists that are only appended to: what has been added
//! meanwhile, and what becomes of it.

use crate::facts::{Facts, Suspends};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, walk};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use super::case::Case;
use super::changes::{Change, Changes, What};
use super::emptied::{self, Emptied};
use super::fix;
use super::shape::Shape;
use super::site::{self, Loop};
use super::source::{Reach, Source};

impl<'a> Case<'_, 'a> {
    /// Whether all that is known to happen to a list is that its end moves on.
    pub(super) fn only_appended_to(&self, changes: &Changes) -> bool {
        changes.inside.is_empty()
            && [&changes.meanwhile, &changes.again].into_iter().flatten().all(|change| {
                // The statement behind the loop.
                let emptied = change.what == What::Empties
                    && self.facts.file == Some(change.place.file)
                    && self
                        .emptied()
                        .is_some_and(|at| at.statement.range().contains_range(change.place.range));
                change.what == What::Grows || emptied
            })
            && self.emptied().is_none_or(|emptied| !self.breaks() && self.is_quiet_until(&emptied))
    }

    /// Whether nothing waits between the last round and a statement behind the loop.
    fn is_quiet_until(&self, emptied: &Emptied<'a>) -> bool {
        let statement = self.facts.tree.id(emptied.statement);
        emptied.next || self.facts.suspends_between(self.around.id, statement) == Suspends::No
    }

    /// A list that is only appended to: a loop over it reaches everything.
    pub(super) fn reaches_all(&self, changes: &Changes) -> Option<Finding> {
        let shown = &self.shown;
        if changes.blind.is_empty() && self.is_private() {
            let message = format!(
                "`{shown}` is a list that is only appended to: the loop reaches what is added while it waits, too"
            );
            let finding = Finding::new(Verdict::Fine, Severity::Low, self.around.range, message);
            return Some(finding.because_all(self.said(&changes.meanwhile)));
        }
        let message = format!(
            "as far as is known, `{shown}` is only appended to while this loop waits, which the loop reaches, too; iterate over a copy if something may take out of it"
        );
        let finding = Finding::new(Verdict::Review, Severity::Low, self.around.range, message)
            .because(self.waits())
            .because_all(self.said(&changes.meanwhile))
            .because_all(self.not_known(changes));
        let change = format!(
            "the loop goes over what `{shown}` held when it started: items that are added meanwhile are not reached"
        );
        Some(self.copied(finding, Verdict::Review, change))
    }

    /// A statement behind the loop that empties the container.
    fn emptied(&self) -> Option<Emptied<'a>> {
        let facts = self.facts;
        if self.source.inner || self.around.statement.is_none() {
            return None;
        }
        let (text, alias) = (facts.text(self.source.container), facts.text(self.source.live));
        emptied::after(facts, self.around.id, text).or_else(|| emptied::after(facts, self.around.id, alias))
    }

    /// Whether the loop may end before it has reached everything.
    fn breaks(&self) -> bool {
        let body = self.around.statement.map_or(&[][..], |statement| &statement.body);
        let mut leaves = false;
        body.iter().for_each(|stmt| walk::exits(stmt, &mut |exit| leaves |= matches!(exit, Stmt::Break(_))));
        leaves
    }

    /// A loop that is followed by emptying what it went over: what has been added meanwhile would be dropped.
    pub(super) fn emptied_behind(&self, changes: &Changes, evidence: &[Evidence]) -> Option<Finding> {
        let facts = self.facts;
        if let Some((outer, source)) = self.source.outer.and_then(|outer| outer_loop(facts, outer)) {
            // What is done about the loop around it settles this one.
            let text = facts.text(source.container);
            let emptied = emptied::after(facts, outer.id, text)?;
            let fix = fix::take_over(facts, &outer, &source, &emptied).ok()?;
            let message = format!(
                "`{}` can change while this loop over it waits: {}; take the content of `{text}` over before the loops, so that nobody else reaches it",
                self.shown,
                self.consequence(&changes.meanwhile)
            );
            let finding = Finding::new(Verdict::Review, Severity::Low, self.around.range, message)
                .because_all(evidence.to_vec());
            return Some(finding.with_fixes(vec![fix]));
        }
        if !changes.meanwhile.iter().any(Change::adds) {
            return None;
        }
        let emptied = self.emptied()?;
        let line = facts.line(emptied.statement.start());
        let shows = facts.evidence(
            "emptied",
            "it is emptied here, with what has been added meanwhile",
            emptied.statement,
        );
        let (shown, consequence) = (&self.shown, self.consequence(&changes.meanwhile));
        let appended =
            self.shape == Shape::List && changes.meanwhile.iter().all(|change| change.what == What::Grows);
        let message = match appended {
            true => format!(
                "this loop reaches what is added to `{shown}` while it waits, but line {line} drops what is added behind it: take the content over and empty it before the loop"
            ),
            false => format!(
                "`{shown}` can change while this loop over it waits: {consequence}, and line {line} drops what has been added meanwhile; take the content over and empty it before the loop"
            ),
        };
        let severity = if self.shape.raises() { Severity::Medium } else { Severity::Low };
        let finding = Finding::new(Verdict::Review, severity, self.around.range, message)
            .because_all(evidence.to_vec())
            .because(shows);
        if let Some(name) = self.calls_one_of(changes) {
            let why = format!("the loop calls `{name}`, which takes out of it");
            let finding = Finding { verdict: Verdict::Manual, ..finding };
            return Some(
                finding.because(Evidence::general("not-rewritten", format!("not rewritten because {why}"))),
            );
        }
        Some(match fix::take_over(facts, self.around, self.source, &emptied) {
            Ok(fix) => finding.with_fixes(vec![fix]),
            Err(why) => Finding { verdict: Verdict::Manual, ..finding }
                .because(Evidence::general("not-rewritten", format!("not rewritten because {why}"))),
        })
    }

    /// A function that takes something out of the container and that the loop may call, by its name.
    fn calls_one_of(&self, changes: &Changes) -> Option<String> {
        let taking: Vec<String> = changes
            .meanwhile
            .iter()
            .filter(|change| change.what == What::Shrinks)
            .filter_map(|change| {
                let index = self.view.index(change.place.file);
                Some(index.functions.get(change.function? as usize)?.name.to_string())
            })
            .collect();
        let mut found = None;
        walk::expressions(&self.around.statement?.body, &mut |expr| {
            let Expr::Call(call) = expr else { return };
            let name = match call.func.as_ref() {
                Expr::Name(name) => name.id.as_str(),
                Expr::Attribute(name) => name.attr.as_str(),
                _ => return,
            };
            if taking.iter().any(|other| other == name) {
                found.get_or_insert(name.to_string());
            }
        });
        found
    }
}

/// The loop around something that a container holds, and the container that it goes over.
fn outer_loop<'a>(facts: &Facts<'a>, outer: NodeId) -> Option<(Loop<'a>, Source<'a>)> {
    let AnyNodeRef::StmtFor(node) = facts.tree.node(outer) else { return None };
    let around = site::of_statement(facts, outer, node)?;
    let mut found = super::source::sources(facts, around.iter);
    let source =
        found.pop().filter(|source| found.is_empty() && source.reach == Reach::Live && !source.inner)?;
    Some((around, source))
}
