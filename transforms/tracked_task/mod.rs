//! AM203 tracked-task: tasks that are put into a container. Judges whether they leave it again, and it alone; who holds a
//! task that nobody keeps is AM504's.

mod callback;
mod container;
mod handover;
mod lifetime;
mod log;
mod outcome;
mod site;

use crate::facts::{Facts, Suspends};
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged};
use crate::tasks::spawn::subject;
use crate::transform::{Meta, PatternSpec, Site as Proposed, Transform};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use callback::Takes;
use lifetime::Leaves;
use outcome::Looked;
use site::Site;

/// AM203.
pub struct TrackedTask;

static META: Meta = Meta {
    code: "AM203",
    name: "tracked-task",
    summary: "Tasks that are put into a container: whether they leave it again when they end",
    subject: "Let tasks leave their container when they end",
    literals: &["create_task", "ensure_future", "spawn"],
    patterns: &[PatternSpec { code: "$F($$$ARGS)", selector: None, claims: NodeKind::ExprCall }],
    readme: include_str!("README.md"),
};

impl Transform for TrackedTask {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, proposed: Proposed, facts: &Facts<'_>) -> Option<Finding> {
        let site = site::of(facts, proposed.node)?;
        judge(facts, &site)
    }
}

fn judge<'a>(facts: &Facts<'a>, site: &Site<'a>) -> Option<Finding> {
    let what = subject(facts, site.call);
    let (range, held) = (site.call.range(), site.container.text);
    let method = taking_method(facts, site);
    let manual = |severity, message: String| {
        Some(Finding::new(Verdict::Manual, severity, range, message).because(site.evidence.clone()))
    };
    let mut taken = Takes::Nothing;
    let mut taker = None;
    for (statement, callback) in &site.callbacks {
        let this = match callback::takes(facts, site, callback) {
            Takes::Own(at) if !is_always_given(facts, site, *statement) => Takes::Sometimes(at),
            other => other,
        };
        if matches!(this, Takes::Own(_)) {
            taker = Some(*statement);
        }
        taken = callback::stronger(taken, this);
    }
    if let Takes::Wrong(why, at) = &taken {
        let message = format!(
            "the done callback of {what} takes the wrong thing out of `{held}`: {why}; use `add_done_callback({held}.{method})`, or a function that takes out its own task"
        );
        return Some(manual(Severity::High, message)?.because(facts.evidence("callback", why.clone(), *at)));
    }
    if let Some(evidence) = unguarded(facts, site, taker) {
        let message = format!(
            "the task of {what} is not in `{held}`, or not yet discarded from it, while {} waits: if that is cancelled or fails, the task is lost or never discarded; add it, and its callback, right after it is started",
            crate::tasks::flow::place(facts, site.id)
        );
        return Some(manual(Severity::Low, message)?.because(evidence));
    }
    if let Takes::Own(at) = taken {
        return Some(leaves_again(facts, site, taker, facts.evidence("discarded", done(), at)));
    }
    let uses = site.container.uses(facts);
    let leaves = lifetime::leaves(facts, site, &uses);
    if let Leaves::Yes(evidence) = leaves {
        return Some(leaves_again(facts, site, None, evidence));
    }
    let todo = match site.key {
        Some(_) => format!("take it out of `{held}` in a done callback"),
        None => format!("add `add_done_callback({held}.{method})`"),
    };
    match (taken, leaves) {
        (Takes::Elsewhere(other, at), _) => {
            let message = format!(
                "the task of {what} is put into `{held}`, and its done callback discards it from `{other}`, so `{held}` grows for ever; discard it from `{held}`"
            );
            let evidence = facts.evidence("callback", format!("it is discarded from `{other}`"), at);
            Some(manual(Severity::Medium, message)?.because(evidence))
        }
        (Takes::Sometimes(at), _) => {
            let message = format!(
                "the done callback of {what} takes the task out of `{held}` only on some ways, so that the others stay for ever; take it out first"
            );
            let evidence = facts.evidence("callback", "this does not always run", at);
            Some(manual(Severity::Medium, message)?.because(evidence))
        }
        (Takes::Unknown(at), _) => {
            let evidence =
                facts.evidence("callback", "what this done callback takes out is not followed", at);
            let message = format!(
                "nothing that is followed takes the task of {what} out of `{held}` when it ends: see that its done callback does"
            );
            Some(manual(Severity::Low, message)?.because(evidence))
        }
        (_, Leaves::UnlessItFails(evidence)) => {
            let message = format!(
                "the task of {what} takes itself out of `{held}` only if it does not fail and is not cancelled: do that in a `finally` or in a done callback"
            );
            Some(manual(Severity::Medium, message)?.because(evidence))
        }
        (_, Leaves::Wrong(evidence)) => {
            let message = format!(
                "what takes tasks out of `{held}` takes the wrong ones: a task that still runs can be dropped, and that of {what} stays when it has ended; remove the very task that is done"
            );
            Some(manual(Severity::High, message)?.because(evidence))
        }
        (_, Leaves::AtTheEnd(evidence)) => {
            let message = format!(
                "the task of {what} stays in `{held}` after it has ended, until everything stops; {todo}"
            );
            Some(manual(Severity::Medium, message)?.because(evidence))
        }
        (_, Leaves::Unknown(evidence)) => {
            let message = format!(
                "nothing that is followed takes the task of {what} out of `{held}` when it ends: see that something does, or {todo}"
            );
            Some(manual(Severity::Low, message)?.because(evidence))
        }
        (_, Leaves::Never) => {
            let every = if site.key.is_some() { "key" } else { "task" };
            let severity = if site.key.is_some() { Severity::Low } else { Severity::Medium };
            let message = format!(
                "the task of {what} is put into `{held}` and never taken out: `{held}` grows with every {every}, and as long as a task is in it, asyncio does not report what it failed with; {todo}"
            );
            let shown = uses.iter().find(|used| matches!(used.kind, container::Kind::Made));
            let evidence = shown.map(|used| {
                facts.evidence(
                    "grows",
                    "nothing in the given files takes tasks out of it",
                    container::range(facts, used),
                )
            });
            Some(manual(severity, message)?.because_all(evidence))
        }
        (_, Leaves::Yes(_)) => None,
    }
}

/// Whether a task gets a callback whenever it is put into the container: where the statement stands in a branch, that one
/// puts it in, too, or the other branch gives it a callback as well.
fn is_always_given(facts: &Facts<'_>, site: &Site<'_>, statement: NodeId) -> bool {
    let tree = facts.tree;
    let branch = |statement: NodeId| {
        tree.ancestors(statement).find(|&id| {
            matches!(
                tree.node(id).kind(),
                NodeKind::StmtIf
                    | NodeKind::StmtFor
                    | NodeKind::StmtWhile
                    | NodeKind::StmtMatch
                    | NodeKind::StmtFunctionDef
            )
        })
    };
    let Some(around) = branch(statement) else { return true };
    tree.contains(around, site.added)
        || site.callbacks.iter().any(|(other, _)| *other != statement && branch(*other) == Some(around))
}

/// The method that takes one task out of the container: sets have `discard`, lists and deques only `remove`.
fn taking_method(facts: &Facts<'_>, site: &Site<'_>) -> &'static str {
    let AnyNodeRef::StmtExpr(stmt) = facts.tree.node(site.added) else { return "discard" };
    let Expr::Call(call) = stmt.value.as_ref() else { return "discard" };
    match call.func.as_ref() {
        Expr::Attribute(method) if matches!(method.attr.as_str(), "append" | "appendleft" | "insert") => {
            "remove"
        }
        _ => "discard",
    }
}

/// What a done callback that takes its task out shows.
fn done() -> &'static str {
    "a done callback takes the task out: nothing suspends between, and one that is added to a task that has ended still runs"
}

/// A task that leaves its container again: whether somebody ends it where it does not end by itself, and who looks at
/// its exception.
fn leaves_again<'a>(
    facts: &Facts<'a>,
    site: &Site<'a>,
    taker: Option<NodeId>,
    evidence: Evidence,
) -> Finding {
    let (what, range, held) = (subject(facts, site.call), site.call.range(), site.container.text);
    let ends = outcome::ends(facts, site);
    if let Some((endless, stop)) = outcome::unstoppable(facts, site, &ends) {
        let message = format!(
            "the task of {what} never ends by itself, and nothing cancels what is in `{held}`: cancel it where the others are stopped, and wait for it there"
        );
        return Finding::new(Verdict::Manual, Severity::Medium, range, message)
            .because(site.evidence.clone())
            .because_all([endless, stop]);
    }
    let cancelled = ends.cancelled.first().cloned();
    let looked = outcome::looked_at(facts, site, &ends);
    let shown = match &looked {
        Looked::Yes(evidence) => evidence.clone(),
        Looked::Unknown(evidence) => Evidence {
            message: format!("whether somebody looks at its exception is not known: {}", evidence.message),
            ..evidence.clone()
        },
        Looked::Nobody => outcome::partly(facts, site).unwrap_or_else(|| {
            Evidence::general(
                "not-reported",
                "nobody looks at its exception, which asyncio reports when it lets the task go",
            )
        }),
    };
    let all = [Some(site.evidence.clone()), Some(evidence), cancelled, Some(shown)].into_iter().flatten();
    let mut all: Vec<Evidence> = all.collect();
    if let Some(discarding) = taker {
        match handover::fix(facts, site, discarding, &site.container.uses(facts)) {
            Some(Ok(fix)) => {
                let message =
                    format!("the task of {what} leaves `{held}` again, and the project has a runner for it");
                return Finding::new(Verdict::Review, Severity::Low, range, message)
                    .because_all(all)
                    .with_fixes(vec![fix]);
            }
            Some(Err(why)) => all.push(why),
            None => {}
        }
    }
    if let (Looked::Nobody, Some(discarding), true) = (&looked, taker, facts.settings.am203.log_exceptions)
        && let Ok(fix) = log::fix(facts, site, discarding)
    {
        let message =
            format!("the task of {what} leaves `{held}` again, and nobody looks at what it failed with");
        return Finding::new(Verdict::Review, Severity::Low, range, message)
            .because_all(all)
            .with_fixes(vec![fix]);
    }
    let message = format!("the task of {what} leaves `{held}` again");
    Finding::new(Verdict::Fine, Severity::Low, range, message).because_all(all)
}

/// An await between the start of the task, its way into the container and its callback.
fn unguarded(facts: &Facts<'_>, site: &Site<'_>, taker: Option<NodeId>) -> Option<Evidence> {
    site.name?;
    let start = facts.tree.statement(site.id)?;
    let last = taker.map_or(site.added, |callback| callback.max(site.added));
    if last == start || facts.tree.function(last) != facts.tree.function(start) {
        return None;
    }
    match facts.suspends_between(start, last) {
        Suspends::At(at) => Some(facts.evidence("suspends", "this waits in between", at)),
        _ => None,
    }
}
