//! AM405 unread-task-result: `task.exception()` of which nobody reads what it returns. Judges; the edits are in [`fix`].

mod fine;
mod fix;
mod receiver;
mod usage;

use crate::facts::Facts;
use crate::syntax::ast::ExprCall;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged};
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::{Finding, Severity, Verdict};

use usage::Usage;

/// AM405.
pub struct UnreadTaskResult;

static META: Meta = Meta {
    code: "AM405",
    name: "unread-task-result",
    summary: "Log the exception that task.exception() returns, where it is called for a raise that never comes",
    subject: "Log the exceptions that ended tasks hold",
    literals: &["exception"],
    patterns: &[PatternSpec {
        code: "$TASK.exception($$$TIMEOUT)",
        selector: None,
        claims: NodeKind::ExprCall,
    }],
    readme: include_str!("README.md"),
};

impl Transform for UnreadTaskResult {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        let AnyNodeRef::ExprCall(call) = facts.tree.node(site.node) else { return None };
        judge(facts, site.node, call)
    }
}

fn judge<'a>(facts: &Facts<'a>, id: NodeId, call: &'a ExprCall) -> Option<Finding> {
    let Expr::Attribute(attribute) = call.func.as_ref() else { return None };
    if attribute.attr.as_str() != "exception" {
        return None;
    }
    let usage = usage::of(facts, id)?;
    let task = receiver::of(facts, &attribute.value, call, id)?;
    if let Some(finding) = fine::reason(facts, id, call, &attribute.value) {
        return Some(finding);
    }
    let place = place(facts, id);
    let said = format!("{}()", facts.text(call.func.as_ref()));
    let retrieved = if task.reported { ", and asyncio takes it for retrieved" } else { "" };
    let message = match facts.tries_around(id).first() {
        Some((_, parent)) if fix::broad_handler(facts, parent).is_some() => format!(
            "`{said}` returns the exception and does not raise it: the handler around it in {place} never sees what the {} failed with, and nobody else does",
            task.word
        ),
        _ => format!(
            "{place} calls `{said}` and drops what it returns: the exception of the {} is lost{retrieved}",
            task.word
        ),
    };
    let finding = Finding::new(Verdict::Review, Severity::High, call.range(), message)
        .because_all(task.evidence.clone());
    let by_hand = |advice: &str| Finding {
        verdict: Verdict::Manual,
        message: format!("{}; {advice}", finding.message),
        ..finding.clone()
    };
    Some(match usage {
        Usage::Lambda => {
            by_hand("give add_done_callback a function that logs the exception, if there is one")
        }
        Usage::Comprehension => by_hand("write a loop that logs each exception"),
        Usage::Condition => by_hand("bind it and log it where it is not None"),
        Usage::Dropped(dropped) => match fix::log(facts, id, call, &dropped, &task) {
            Ok(fix) => {
                let others = fix::raised(facts, id, call, &dropped);
                finding.with_fixes(std::iter::once(fix).chain(others).collect())
            }
            Err(decline) => by_hand(&format!("bind it and log it by hand, because {decline}")),
        },
    })
}

/// Where something happens: `Hub.stop`, or `the module's top level`.
fn place(facts: &Facts<'_>, id: NodeId) -> String {
    let symbol = facts.symbol(id);
    if symbol.is_empty() { "the module's top level".into() } else { symbol }
}
