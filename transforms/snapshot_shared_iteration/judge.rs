//! The verdict on one container that a loop iterates over.

use crate::facts::{BindingKind, Facts, Ty};
use crate::syntax::{AnyNodeRef, Expr, Ranged, TextRange};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use super::case::{Case, SHOWN};
use super::changes::{self, Change, Changes, What};
use super::fix;
use super::guard;
use super::shape::{self, Shape};
use super::site::{Loop, Waits};
use super::source::{Home, Part, Reach, Source};

/// Judges one container of a loop; `None` where it is not known to be one, or nothing speaks for a change.
pub(super) fn judge<'a>(facts: &Facts<'a>, around: &Loop<'a>, source: &Source<'a>) -> Option<Finding> {
    let shape = shape_of(facts, source);
    if matches!(shape, Shape::Fixed | Shape::Other) {
        return None;
    }
    let shown = match source.inner {
        true => fix::one_line(facts, source.live),
        false => fix::one_line(facts, source.container),
    };
    let case = Case { facts, view: facts.view(), around, source, shape, shown };
    case.judge()
}

/// The kind of what is looped over. What a container holds is judged by the expression that gets it.
fn shape_of<'a>(facts: &Facts<'a>, source: &Source<'a>) -> Shape {
    if !source.inner {
        return shape::of(facts, source.container).0;
    }
    match shape::of(facts, source.live).0 {
        Shape::Unknown | Shape::Other => {
            // `self.links.get(key, ())` may be either; the items' type decides.
            match shape::of(facts, source.container).1.ty {
                Ty::Container { item, .. } => shape::of_type(&item),
                _ => Shape::Unknown,
            }
        }
        shape => shape,
    }
}

impl<'a> Case<'_, 'a> {
    fn judge(&self) -> Option<Finding> {
        let (facts, shown) = (self.facts, &self.shown);
        match self.source.reach {
            Reach::Copied(at) => {
                let known = self.shape != Shape::Unknown;
                let evidence = facts.evidence("snapshot", format!("a copy of `{shown}` is made here"), at);
                return known
                    .then(|| self.fine(format!("the loop goes over a copy of `{shown}` already"), evidence));
            }
            Reach::TakenOut(at) if !self.source.inner => {
                let evidence =
                    facts.evidence("taken-out", format!("`{shown}` is another container from here on"), at);
                return Some(self.fine(
                    format!("the loop alone has what `{shown}` held: nobody can change it"),
                    evidence,
                ));
            }
            Reach::TakenOut(at) => {
                let container = fix::one_line(facts, self.source.container);
                let evidence = facts.evidence(
                    "taken-out",
                    format!("`{container}` is emptied here, before the loop"),
                    at,
                );
                return Some(
                    self.fine(format!("`{shown}` has been taken out of `{container}` before"), evidence),
                );
            }
            Reach::Live => {}
        }
        if let Waits::Later(at) = self.around.waits {
            let evidence = facts.evidence("runs-later", "this is in a function that runs later", at);
            let known = self.shape != Shape::Unknown;
            return known
                .then(|| self.fine(format!("the loop over `{shown}` itself never suspends"), evidence));
        }
        let mut changes = changes::of(facts, self.source, self.around, self.shape);
        // What the loop does right before it is left does it no harm.
        changes.inside.retain(|change| {
            change.handed || facts.goes_on_after(self.around.id, self.around.body, change.place.range)
        });
        if changes.meanwhile.is_empty() && changes.inside.is_empty() && changes.again.is_empty() {
            return self.unchanged(&changes);
        }
        if let Waits::Left(at) = self.around.waits
            && changes.inside.is_empty()
        {
            let evidence = facts.evidence("left", "the loop is left right after this", at);
            let finding = self.fine(
                format!("the loop over `{shown}` is left right after its only suspension point on every way"),
                evidence,
            );
            return Some(finding.because_all(self.held_by_callers()));
        }
        if changes.meanwhile.is_empty() && changes.inside.is_empty() {
            return self.again(&changes);
        }
        if self.shape == Shape::List && self.only_appended_to(&changes) {
            return self.reaches_all(&changes);
        }
        if let Some(finding) = self.guarded(&changes) {
            return Some(finding);
        }
        self.open(&changes)
    }

    fn fine(&self, message: String, evidence: Evidence) -> Finding {
        Finding::fine(self.around.range, message, evidence)
    }

    /// Nobody who is known changes it meanwhile.
    fn unchanged(&self, changes: &Changes) -> Option<Finding> {
        let shown = &self.shown;
        if self.shape == Shape::Unknown {
            return None;
        }
        let is_open = !changes.blind.is_empty() || !self.is_private() || self.shape == Shape::Weak;
        if !is_open {
            let message = format!("nothing changes the size of `{shown}` while the loop waits");
            let evidence = match changes.before.first() {
                Some((change, why)) => {
                    let words = format!("{}, but {why}", change.words(&self.view, shown));
                    self.view.evidence("changed-before", words, change.place)
                }
                None => Evidence::general("never-changed", "no use of it in the given files adds or removes"),
            };
            return Some(self.fine(message, evidence));
        }
        if self.shape == Shape::List {
            return None;
        }
        if self.is_constant() {
            return None;
        }
        let message = format!(
            "nothing that is followed changes the size of `{shown}` while this loop waits, but not all is known; iterate over a copy if something may"
        );
        let finding = Finding::new(Verdict::Review, Severity::Low, self.around.range, message)
            .because(self.waits())
            .because_all(self.not_known(changes));
        let change = format!(
            "the loop over `{shown}` no longer fails when its size changes, and goes over what was there when it started"
        );
        Some(self.copied(finding, Verdict::Review, change))
    }

    /// Only another run of the same function changes it.
    fn again(&self, changes: &Changes) -> Option<Finding> {
        let shown = &self.shown;
        if self.shape == Shape::Unknown {
            return None;
        }
        let message = format!(
            "only this function changes the size of `{shown}`, before or after the loop: that is meanwhile where two tasks run it at a time"
        );
        let finding = Finding::new(Verdict::Review, Severity::Low, self.around.range, message)
            .because(self.waits())
            .because_all(self.said(&changes.again));
        let change = format!(
            "the loop over `{shown}` goes over what was there when it started, whatever another run of this function does"
        );
        Some(self.copied(finding, Verdict::Review, change))
    }

    /// All who change it, and the loop, hold the same lock.
    fn guarded(&self, changes: &Changes) -> Option<Finding> {
        let (facts, view, shown) = (self.facts, &self.view, &self.shown);
        let Home::Attribute(class, _) = &self.source.home else { return None };
        if self.source.inner
            || !changes.inside.is_empty()
            || !changes.blind.is_empty()
            || guard::is_released_in(facts, self.around.body)
        {
            return None;
        }
        let own = self.own_guards();
        let guard = own.into_iter().find(|guard| {
            guard::is_constant(view, *class, guard)
                && changes.meanwhile.iter().chain(&changes.again).all(|change| {
                    guard::at_change(facts, view, change).iter().any(|other| other.name == guard.name)
                })
        })?;
        let lock = &guard.shown;
        let finding = match &guard.callers {
            Some(callers) => {
                let message = format!(
                    "already guarded: every caller holds `{lock}`, and so does whoever changes `{shown}`; taking it here would deadlock"
                );
                Finding::new(Verdict::Fine, Severity::Low, self.around.range, message)
                    .because_all(callers.clone())
            }
            None => {
                let message = format!("this loop and whoever changes `{shown}` hold `{lock}`");
                self.fine(message, view.evidence("held", format!("`{lock}` is taken here"), guard.taken))
            }
        };
        Some(finding.because_all(changes.meanwhile.iter().take(SHOWN).map(|change| {
            view.evidence("held", format!("{} with `{lock}` held", change.words(view, shown)), change.place)
        })))
    }

    /// It is changed meanwhile.
    fn open(&self, changes: &Changes) -> Option<Finding> {
        let (facts, shown) = (self.facts, &self.shown);
        let left = matches!(self.around.waits, Waits::Left(_));
        let alone = left || changes.meanwhile.is_empty();
        let said = if alone { &changes.inside } else { &changes.meanwhile };
        let mut evidence = vec![self.waits()];
        evidence.extend(self.said(said));
        evidence.extend(self.not_held(changes));
        evidence.extend(self.held_by_callers());
        if let Some(finding) = self.emptied_behind(changes, &evidence) {
            return Some(finding);
        }
        let consequence = self.consequence(said);
        let message = match alone {
            true => {
                format!("this loop changes `{shown}` and goes on over it: {consequence}; iterate over a copy")
            }
            false => format!(
                "`{shown}` can change while this loop over it waits: {consequence}; iterate over a copy"
            ),
        };
        let mut doubts: Vec<(String, Option<Evidence>)> = Vec::new();
        match self.shape {
            Shape::List => doubts.push((
                "items that are added meanwhile are not reached, and one that is removed no longer makes the loop skip another".into(),
                None,
            )),
            Shape::Weak => doubts.push(("what is in it stays alive until the loop has ended".into(), None)),
            Shape::Unknown => {
                let why = match shape::of(facts, if self.source.inner { self.source.live } else { self.source.container }).1.ty {
                    Ty::Unknown(why) => why,
                    _ => "its type leaves open what it is",
                };
                doubts.push((
                    "its type is not known, and the copy is a list".into(),
                    Some(Evidence::general("type-not-known", why)),
                ));
            }
            _ => {}
        }
        if let Waits::Latent(at) = self.around.waits {
            doubts.push((
                "nothing changes as long as what is awaited never suspends".into(),
                Some(facts.evidence(
                    "never-suspends",
                    "this awaits a coroutine that never suspends today",
                    at,
                )),
            ));
        }
        let typed = shape::of(facts, self.source.container).1;
        let replaced =
            changes.replaced.first().or_else(|| changes.meanwhile.iter().find(|change| change.may_replace));
        if self.source.part != Part::Itself
            && let Some(replaced) = replaced
        {
            let words = Change { what: What::Replaces, ..replaced.clone() }.words(&self.view, shown);
            let words = words.replace(
                "replaces",
                if replaced.what == What::Replaces { "replaces" } else { "may replace" },
            );
            doubts.push((
                "a value that is replaced meanwhile is seen as it was when the loop started".into(),
                Some(self.view.evidence("replaced", words, replaced.place)),
            ));
        }
        if self.source.part != Part::Itself && replaced.is_none() && !changes.blind.is_empty() {
            doubts.push((
                "not all uses of it are known, and a value that is replaced meanwhile is seen as it was when the loop started".into(),
                self.not_known(changes).into_iter().next(),
            ));
        }
        if let Some(at) = self.reached_later() {
            doubts.push((
                format!("what is added to `{shown}` before the loop gets to it is not reached"),
                Some(facts.evidence("chained", "what comes first is gone through before it", at)),
            ));
        }
        if let Some(at) = self.caught() {
            doubts.push((
                "the `RuntimeError` that is caught around the loop is no longer raised".into(),
                Some(facts.evidence("caught", "this catches the `RuntimeError`", at)),
            ));
        }
        if !self.source.inner {
            evidence.extend(facts.type_evidence(&format!("`{shown}`"), &typed));
            evidence.extend(facts.by_name_evidence(&typed));
        }
        let severity = if self.shape.raises() { Severity::Medium } else { Severity::Low };
        if doubts.is_empty() {
            let finding =
                Finding::new(Verdict::Safe, severity, self.around.range, message).because_all(evidence);
            let change = format!(
                "the loop goes over what `{shown}` held when it started, instead of failing with `RuntimeError` when its size changes meanwhile"
            );
            return Some(self.copied(finding, Verdict::Safe, change));
        }
        evidence.extend(doubts.iter().filter_map(|(_, evidence)| evidence.clone()));
        let clauses: Vec<String> = doubts.into_iter().map(|(clause, _)| clause).collect();
        let change =
            format!("the loop goes over what `{shown}` held when it started: {}", clauses.join("; "));
        let finding =
            Finding::new(Verdict::Review, severity, self.around.range, message).because_all(evidence);
        Some(self.copied(finding, Verdict::Review, change))
    }

    /// The part of a `chain` that the loop goes through before it gets to the container.
    fn reached_later(&self) -> Option<TextRange> {
        let tree = self.facts.tree;
        let live = self.source.live.range();
        tree.ancestors(tree.id(self.source.live)).find_map(|id| {
            let AnyNodeRef::ExprCall(call) = tree.node(id) else { return None };
            let first = call.arguments.args.first()?;
            let chained = self.facts.is_one_of(&call.func, id, &["itertools.chain"]);
            (chained && !first.range().contains_range(live)).then(|| first.range())
        })
    }

    /// A handler around the loop that names `RuntimeError`, or a `suppress` of it.
    fn caught(&self) -> Option<TextRange> {
        let facts = self.facts;
        let suppressed = facts.tree.ancestors(self.around.id).find_map(|id| {
            let AnyNodeRef::StmtWith(with) = facts.tree.node(id) else { return None };
            let calls = with.items.iter().filter_map(|item| item.context_expr.as_call_expr());
            let mut calls = calls.filter(|call| facts.is_one_of(&call.func, id, &["contextlib.suppress"]));
            calls.find_map(|call| {
                call.arguments
                    .args
                    .iter()
                    .find(|types| may_name_runtime_error(facts, types))
                    .map(Ranged::range)
            })
        });
        suppressed.or_else(|| self.handled())
    }

    fn handled(&self) -> Option<TextRange> {
        let facts = self.facts;
        facts.tries_around(self.around.id).into_iter().find_map(|(_, node)| {
            let handlers = node.handlers.iter().filter_map(|handler| handler.as_except_handler());
            let types = handlers.filter_map(|handler| handler.type_.as_deref());
            types.into_iter().find(|types| may_name_runtime_error(facts, types)).map(Ranged::range)
        })
    }
}

/// Whether the types of a handler name `RuntimeError`, or are in a variable, of which that is not known.
fn may_name_runtime_error(facts: &Facts<'_>, types: &Expr) -> bool {
    let assigned = |name: &str, at| {
        let found = facts.scopes().lookup(facts.tree, at, name);
        found.is_some_and(|(_, bindings)| {
            bindings.iter().any(|binding| matches!(binding.kind, BindingKind::Assignment { .. }))
        })
    };
    match types {
        Expr::Tuple(node) => node.elts.iter().any(|each| may_name_runtime_error(facts, each)),
        Expr::Name(name) => {
            name.id.as_str() == "RuntimeError" || assigned(name.id.as_str(), facts.tree.id(types))
        }
        Expr::Attribute(_) => facts.text(types).contains("RuntimeError"),
        _ => true,
    }
}
