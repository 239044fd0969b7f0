//! What is done with what the runner gives back: whether it is something that can do it.

use super::{Breach, Handed};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange};
use crate::tasks::local;
use crate::tasks::spawn::last_name;
use crate::verdict::{Evidence, Severity};

const WAITS: &[&str] = &["gather", "wait", "wait_for", "shield", "as_completed"];

pub(super) fn check(handed: &Handed<'_, '_>, holds: &mut Vec<Evidence>) -> Option<Breach> {
    let contract = &handed.runner.contract;
    let words = contract.handle.words();
    let shown = contract.method.evidence("runner-returns", format!("it gives back {words}"));
    if !contract.is_async
        && let Some((what, at)) = misused(handed)
    {
        let message = format!(
            "`{}` gives back {words}, and here {what}; ask the runner for what is meant",
            handed.runner.text
        );
        let mut breach = Breach::new(Severity::High, message, shown);
        breach.evidence.push(handed.facts.evidence("used-as-task", "this is for tasks", at));
        return Some(breach);
    }
    holds.push(shown);
    None
}

/// The first use of the result that it cannot serve, as a clause.
fn misused(handed: &Handed<'_, '_>) -> Option<(String, TextRange)> {
    let facts = handed.facts;
    if let Some(found) = use_at(handed, handed.id) {
        return Some(found);
    }
    let statement = facts.tree.statement(handed.id)?;
    let (targets, value): (Vec<&Expr>, _) = match facts.tree.node(statement) {
        AnyNodeRef::StmtAssign(assign) => (assign.targets.iter().collect(), assign.value.range()),
        AnyNodeRef::StmtAnnAssign(assign) => {
            (vec![assign.target.as_ref()], assign.value.as_deref().map(Ranged::range)?)
        }
        _ => return None,
    };
    if value != handed.call.range() {
        return None;
    }
    targets.into_iter().find_map(|target| match target {
        Expr::Name(name) => {
            let at = facts.tree.id(name);
            let (scope, bindings) = facts.scopes().lookup(facts.tree, at, name.id.as_str())?;
            if bindings.len() != 1 {
                return None;
            }
            local::reads(facts, scope, name.id.as_str()).into_iter().find_map(|read| use_at(handed, read))
        }
        Expr::Attribute(attribute) => {
            let (class, this) = facts.this(handed.id)?;
            (facts.text(attribute.value.as_ref()) == this).then_some(())?;
            let name = attribute.attr.as_str();
            let only = class.writes_of(name).all(|write| {
                write
                    .value
                    .is_none_or(|value| value.is_none_literal_expr() || value.range() == handed.call.range())
            });
            only.then(|| class.uses_of(name).find_map(|used| use_at(handed, used.node_id))).flatten()
        }
        _ => None,
    })
}

fn use_at(handed: &Handed<'_, '_>, id: NodeId) -> Option<(String, TextRange)> {
    let (facts, handle) = (handed.facts, &handed.runner.contract.handle);
    let tree = facts.tree;
    let parent = tree.parent(id)?;
    let at = tree.node(parent).range();
    match tree.node(parent) {
        AnyNodeRef::ExprAwait(_) => handle.lacks("__await__").then(|| ("it is awaited".into(), at)),
        AnyNodeRef::ExprAttribute(attribute) => {
            let name = attribute.attr.as_str();
            handle.lacks(name).then(|| (format!("its `.{name}` is used, which that has not"), at))
        }
        AnyNodeRef::Arguments(_) => {
            let AnyNodeRef::ExprCall(call) = tree.node(tree.parent(parent)?) else { return None };
            let name = last_name(&call.func)?;
            let waits = WAITS.contains(&name)
                && facts
                    .qualified(&call.func, tree.id(call))
                    .is_some_and(|name| name.starts_with("asyncio."));
            (waits && handle.lacks("__await__")).then(|| (format!("`{name}` waits for it"), at))
        }
        _ => None,
    }
}
