//! AM503 cancel-in-finally: clean-up that an exception or a cancellation of an await before it skips.
//!
//! [`site`] goes from an await to the clean-up behind it, [`cleanup`] and [`toggle`] say what clean-up is,
//! [`flow`] what leaves the await; [`busy`] holds the rule for `safe` and [`flag`] its part
//! across files, [`elsewhere`] who else sees the state, [`wording`] the sentences.

mod binds;
mod busy;
mod cleanup;
mod elsewhere;
mod exits;
mod flag;
mod flow;
mod inert;
mod own_half;
mod popped;
mod site;
mod swallows;
mod toggle;
mod vocabulary;
mod wording;

use crate::edit::Fix;
use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, Stmt, TextRange, walk, wrap_in_finally};
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use cleanup::{Class, Kind};
use flow::{Leaves, Level};
use site::{Function, Lead, Limit, Run, Skipped};
use vocabulary::short;

/// AM503.
pub struct CancelInFinally;

static META: Meta = Meta {
    code: "AM503",
    name: "cancel-in-finally",
    summary: "Put clean-up that a failing or cancelled await would skip into a finally",
    subject: "Run clean-up when an await before it fails",
    literals: &["await"],
    patterns: &[PatternSpec { code: "await $X", selector: None, claims: NodeKind::ExprAwait }],
    readme: include_str!("README.md"),
};

impl Transform for CancelInFinally {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        let function = site::function(facts, site.node)?;
        let mut fine = None;
        for level in flow::levels(facts, site.node) {
            if fine.is_none() {
                fine = in_finally(facts, &function, site.node, level);
            }
            let Some(skipped) = site::skipped(facts, &function, level) else { continue };
            let leaves = skipped.leaves(facts, site.node, level.index);
            if leaves.nothing() {
                fine = fine.or_else(|| caught(facts, &function, site.node, &skipped, leaves));
                continue;
            }
            match site::lead(facts, &function, site.node, &skipped) {
                Lead::Leads(start, limit) => {
                    return Some(unprotected(facts, &function, site.node, &skipped, leaves, start, limit));
                }
                Lead::Blocked(exits) => {
                    let guidance = wording::blocked(facts, &exits);
                    let finding = manual(facts, site.node, &skipped, leaves, guidance);
                    return Some(finding.because_all(wording::exits(facts, &exits, "here")));
                }
                Lead::Not => {}
            }
        }
        taken_out(facts, &function, site.node).or(fine)
    }
}

/// The await stands in a `try` whose `finally` holds the clean-up: only the first await of it is reported.
fn in_finally<'a>(
    facts: &Facts<'a>,
    function: &Function<'a>,
    id: NodeId,
    level: Level<'a>,
) -> Option<Finding> {
    let Stmt::Try(node) = level.stmt() else { return None };
    if facts.tree.node(id).start() >= node.finalbody.first()?.start()
        || flow::awaits_in(facts, function.id, level.stmt()).next() != Some(id)
    {
        return None;
    }
    let before = level.suite[..level.index].iter().chain(&node.body);
    let undone = toggle::undone_in(before, &node.finalbody);
    let cleaning = node
        .finalbody
        .iter()
        .find(|stmt| matches!(cleanup::classify(facts, function.id, stmt), Class::Quiet(_) | Class::Awaited));
    let held = undone.or(cleaning.filter(|_| function.closing))?;
    let evidence = facts.evidence("finally", format!("`{}` stands in its finally", short(facts, held)), held);
    let message = format!("the clean-up runs whatever becomes of `{}`", await_text(facts, id));
    Some(Finding::fine(facts.tree.node(id).range(), message, evidence))
}

/// Everything that can leave the await is caught before the clean-up.
fn caught<'a>(
    facts: &Facts<'a>,
    function: &Function<'a>,
    id: NodeId,
    skipped: &Skipped<'a>,
    leaves: Leaves,
) -> Option<Finding> {
    if flow::awaits_in(facts, function.id, skipped.level.stmt()).next() != Some(id) {
        return None;
    }
    let inert = inert::does_nothing(facts, id);
    if let Some(evidence) = inert {
        let message =
            format!("`{}` does nothing, so `{}` runs", await_text(facts, id), short(facts, skipped.shown()));
        return Some(Finding::fine(facts.tree.node(id).range(), message, evidence));
    }
    let at = leaves.caught_at?;
    let evidence = facts.evidence("handler", "what the await raises is caught here, a cancellation too", at);
    let message =
        format!("`{}` runs whatever becomes of `{}`", short(facts, skipped.shown()), await_text(facts, id));
    Some(Finding::fine(facts.tree.node(id).range(), message, evidence))
}

fn unprotected<'a>(
    facts: &Facts<'a>,
    function: &Function<'a>,
    id: NodeId,
    skipped: &Skipped<'a>,
    leaves: Leaves,
    start: usize,
    limit: Option<Limit>,
) -> Finding {
    let refused = |guidance: String| manual(facts, id, skipped, leaves, guidance);
    if let Some(stack) = exit_stack(facts, id) {
        return refused(wording::on_the_stack(facts, skipped)).because(facts.evidence(
            "exit-stack",
            "an exit stack is open here",
            stack,
        ));
    }
    match &skipped.run {
        Run::Leaving => return refused(wording::leaving(facts, skipped)),
        Run::Success => return refused(wording::success(facts, skipped)),
        Run::Awaited(count) if *count > 1 || inside_finally_try(facts, id) => {
            return refused(wording::STACK.into());
        }
        _ => {}
    }
    if let Some(next) = site::next_step(facts, function, skipped) {
        let evidence = facts.evidence("next-step", format!("`{}` is skipped too", short(facts, next)), next);
        return refused(wording::STACK.into()).because(evidence);
    }
    if let Stmt::Try(node) = skipped.level.stmt()
        && let Some(existing) = node.finalbody.first()
        && !node.finalbody.iter().any(|stmt| facts.tree.contains(facts.tree.id(stmt), id))
    {
        let guidance =
            format!("move it into the finally at line {} if it has to run", facts.line(existing.start()));
        return refused(guidance);
    }
    let body = &skipped.level.suite[start..skipped.first];
    let edits = match wrap_in_finally(facts.layout, body, skipped.stmts()) {
        Ok(edits) => edits,
        Err(why) => return refused(format!("wrap it in try and finally by hand, {why}")),
    };
    let claimed = edits.iter().map(|edit| edit.start).min().unwrap_or_default();
    let claimed = TextRange::new(
        facts.layout.line_start(crate::syntax::TextSize::try_from(claimed).unwrap_or_default()),
        facts.layout.next_line(skipped.range().end()),
    );
    let mut verdict = Verdict::Review;
    let mut evidence = wording::evidence(facts, function, id, skipped, leaves, limit, start);
    evidence.extend(across(facts, id, skipped));
    if let Some(toggle) = skipped.toggle.as_ref().filter(|toggle| toggle.kind == toggle::Kind::Flag) {
        match busy::judge(facts, function.id, toggle, body) {
            // What a method does, a subclass may do otherwise.
            Ok(_) if toggle.by_method => {}
            Ok(_) if start != toggle.set_at + 1 || skipped.stmts().len() > 1 => {}
            Ok(because) => {
                verdict = Verdict::Safe;
                evidence.extend(because);
            }
            Err(why) => evidence.push(facts.evidence("not-proven", why, toggle.set)),
        }
    }
    let fix = Fix::new(verdict, "put the clean-up into a finally", edits)
        .changing(wording::change(facts, id, skipped, leaves, body, verdict))
        .because_all(evidence)
        .claiming(claimed);
    Finding::new(
        verdict,
        severity(skipped),
        facts.tree.node(id).range(),
        wording::message(facts, id, skipped, leaves),
    )
    .with_fixes(vec![fix])
}

fn manual<'a>(
    facts: &Facts<'a>,
    id: NodeId,
    skipped: &Skipped<'a>,
    leaves: Leaves,
    guidance: String,
) -> Finding {
    let message = format!("{}; {guidance}", wording::message(facts, id, skipped, leaves));
    Finding::new(Verdict::Manual, severity(skipped), facts.tree.node(id).range(), message)
        .because(wording::skipped_evidence(facts, skipped))
        .because_all(across(facts, id, skipped))
}

/// What the other given files show: of the awaited call, and of who sees the state that is set back.
fn across<'a>(facts: &Facts<'a>, id: NodeId, skipped: &Skipped<'a>) -> Vec<Evidence> {
    let mut evidence = elsewhere::awaited(facts, id);
    let mut targets: Vec<&str> = skipped.toggle.iter().map(|toggle| toggle.target.as_str()).collect();
    if let Run::Quiet(steps) = &skipped.run {
        targets.extend(
            steps.iter().filter(|step| step.kind != Kind::Call).filter_map(|step| step.target.as_deref()),
        );
    }
    targets.dedup();
    for target in targets.into_iter().take(2) {
        if let Some((class, attribute)) = elsewhere::attribute(facts, skipped.stmts(), target) {
            evidence.extend(elsewhere::seen(facts, class, &attribute));
        }
    }
    evidence
}

/// An awaited cancel of something that nobody can find any more if it fails.
fn taken_out(facts: &Facts<'_>, function: &Function<'_>, id: NodeId) -> Option<Finding> {
    let popped = popped::popped(facts, function.id, id)?;
    let message = format!(
        "when `{}` fails, `{}` is already gone from `{}` and may still be running; take it out after the cancel has \
         succeeded, or put it back",
        await_text(facts, id),
        popped.name,
        popped.from,
    );
    let evidence =
        facts.evidence("popped-before", format!("`{}` is taken out here", popped.name), popped.range);
    let AnyNodeRef::StmtFunctionDef(definition) = facts.tree.node(function.id) else { return None };
    let seen = elsewhere::attribute(facts, &definition.body, &popped.from)
        .map(|(class, attribute)| elsewhere::seen(facts, class, &attribute))
        .unwrap_or_default();
    Some(
        Finding::new(Verdict::Manual, Severity::Low, facts.tree.node(id).range(), message)
            .because(evidence)
            .because_all(seen),
    )
}

fn severity(skipped: &Skipped<'_>) -> Severity {
    match &skipped.toggle {
        Some(toggle) if toggle.kind == toggle::Kind::Gate => Severity::High,
        _ => Severity::Medium,
    }
}

/// The exit stack that is open around an await.
fn exit_stack(facts: &Facts<'_>, id: NodeId) -> Option<TextRange> {
    let function = facts.tree.function(id)?;
    facts.tree.ancestors(id).take_while(|&outer| outer != function).find_map(|outer| {
        let AnyNodeRef::StmtWith(with) = facts.tree.node(outer) else { return None };
        with.items.iter().find_map(|item| {
            let Expr::Call(call) = &item.context_expr else { return None };
            let stack = ["contextlib.ExitStack", "contextlib.AsyncExitStack"];
            facts.is_one_of(&call.func, outer, &stack).then(|| item.range())
        })
    })
}

/// Whether the await already stands in the body of a `try` with a `finally`.
fn inside_finally_try(facts: &Facts<'_>, id: NodeId) -> bool {
    facts.tries_around(id).iter().any(|(_, node)| !node.finalbody.is_empty())
}

/// `await self._task` as a message shows it.
fn await_text(facts: &Facts<'_>, id: NodeId) -> String {
    short(facts, facts.tree.node(id))
}

/// The earlier statement that cancels what is awaited: `self._task.cancel()`.
fn cancelled_before(facts: &Facts<'_>, id: NodeId) -> Option<TextRange> {
    let AnyNodeRef::ExprAwait(node) = facts.tree.node(id) else { return None };
    cancel_of(facts, id, &vocabulary::path(&node.value)?)
}

/// The earlier statement that cancels the only thing that is awaited by way of a group: `gather(self._task)`.
fn cancelled_in_a_group(facts: &Facts<'_>, id: NodeId) -> Option<TextRange> {
    let AnyNodeRef::ExprAwait(node) = facts.tree.node(id) else { return None };
    let Expr::Call(call) = node.value.as_ref() else { return None };
    let [only] = call.arguments.args.as_ref() else { return None };
    let only = match only {
        Expr::Set(node) => node.elts.first().filter(|_| node.elts.len() == 1)?,
        Expr::List(node) => node.elts.first().filter(|_| node.elts.len() == 1)?,
        other => other,
    };
    if !facts.is_one_of(&call.func, id, &["asyncio.gather", "asyncio.wait"]) {
        return None;
    }
    cancel_of(facts, id, &vocabulary::path(only)?)
}

/// The last call before an await of the `cancel()` of a thing.
fn cancel_of(facts: &Facts<'_>, id: NodeId, awaited: &str) -> Option<TextRange> {
    let node = facts.tree.node(id);
    let AnyNodeRef::StmtFunctionDef(function) = facts.tree.node(facts.tree.function(id)?) else {
        return None;
    };
    let mut found = None;
    walk::expressions(&function.body, &mut |expr| {
        if let Expr::Call(call) = expr
            && call.end() < node.start()
            && let Expr::Attribute(method) = call.func.as_ref()
            && method.attr.as_str() == "cancel"
            && vocabulary::path(&method.value).as_deref() == Some(awaited)
        {
            found = Some(call.range());
        }
    });
    found
}
