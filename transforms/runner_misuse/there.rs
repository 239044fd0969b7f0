//! Whether the runner is there, runs at once, and has a loop to run on.

use super::{Breach, Handed};
use crate::syntax::{AnyNodeRef, Expr, Ranged, Stmt, walk};
use crate::tasks::spawn::last_name;
use crate::verdict::{Evidence, Severity};

pub(super) fn check(handed: &Handed<'_, '_>, holds: &mut Vec<Evidence>) -> Option<Breach> {
    let (facts, runner) = (handed.facts, handed.runner);
    let receiver = facts.text(handed.receiver);
    if runner.optional {
        let Some(guard) = guard(handed, receiver) else {
            let message = format!(
                "`{receiver}` may be None here, and nothing looks: check it, or make it in `__init__`"
            );
            let evidence = facts.evidence(
                "runner-none",
                "nothing before this says that it is not None",
                handed.call.range(),
            );
            return Some(Breach::new(Severity::Low, message, evidence));
        };
        holds.push(guard);
    }
    let contract = &runner.contract;
    if contract.is_async && !is_awaited(handed) {
        let message = format!(
            "`{}` is a coroutine function, and nothing awaits what it gives here: nothing is run; await it",
            runner.text
        );
        return Some(Breach::new(
            Severity::High,
            message,
            contract.method.evidence("runner-returns", "it must be awaited"),
        ));
    }
    if let Some(needs) = &contract.needs_loop {
        let evidence = needs.evidence("runner-loop", "it needs a running loop");
        if facts.tree.function(handed.id).is_none() && facts.runs_at_import(handed.id) {
            let message = format!(
                "`{}` runs when the module is imported, where there is no running loop: call it from a coroutine",
                runner.text
            );
            return Some(Breach::new(Severity::High, message, evidence));
        }
        holds.push(evidence);
    }
    None
}

fn is_awaited(handed: &Handed<'_, '_>) -> bool {
    let tree = handed.facts.tree;
    let Some(parent) = tree.parent(handed.id) else { return false };
    match tree.node(parent) {
        AnyNodeRef::StmtExpr(_) => false,
        // Whoever gets it may await it.
        _ => true,
    }
}

/// The line that says that a receiver is not None: a branch around the call, or one before it that leaves.
fn guard(handed: &Handed<'_, '_>, receiver: &str) -> Option<Evidence> {
    let facts = handed.facts;
    let tree = facts.tree;
    let shown = |at: &dyn Fn() -> crate::syntax::TextRange| {
        Some(facts.evidence("runner-there", format!("`{receiver}` is not None past this"), at()))
    };
    let here = tree.node(handed.id).range();
    for id in tree.ancestors(handed.id) {
        match tree.node(id) {
            AnyNodeRef::StmtIf(node) => {
                let inside = node.body.iter().any(|stmt| stmt.range().contains_range(here));
                if inside && says(facts.text(node.test.as_ref()), receiver) {
                    return shown(&|| node.test.range());
                }
            }
            AnyNodeRef::ExprIf(node) if says(facts.text(node.test.as_ref()), receiver) => {
                return shown(&|| node.test.range());
            }
            AnyNodeRef::ExprBoolOp(node) if says(facts.text(&node.values[0]), receiver) => {
                return shown(&|| node.range);
            }
            AnyNodeRef::StmtFunctionDef(_) => break,
            _ => {}
        }
        let Some((suite, index)) = tree.suite(id) else { continue };
        for before in suite[..index].iter().rev() {
            let found = match before {
                Stmt::Assert(node) => says(facts.text(node.test.as_ref()), receiver),
                Stmt::If(node) => {
                    let test = facts.text(node.test.as_ref());
                    let missing = test == format!("{receiver} is None") || test == format!("not {receiver}");
                    let last = node.body.last();
                    let leaves = matches!(
                        last,
                        Some(Stmt::Return(_) | Stmt::Raise(_) | Stmt::Continue(_) | Stmt::Break(_))
                    );
                    let makes = matches!(last, Some(Stmt::Assign(assign)) if assign.targets.iter().any(|target| facts.text(target) == receiver) && !assign.value.is_none_literal_expr());
                    missing && (leaves || makes)
                }
                Stmt::Assign(assign) => {
                    assign.targets.iter().any(|target| facts.text(target) == receiver)
                        && matches!(assign.value.as_ref(), Expr::Call(call) if last_name(&call.func).is_some_and(|name| walk::words(name).contains(&"runner".to_string())))
                }
                _ => false,
            };
            if found {
                return shown(&|| before.range());
            }
        }
    }
    None
}

/// Whether a condition holds only if something is not None.
fn says(test: &str, receiver: &str) -> bool {
    test.split(" and ").any(|part| {
        let part = part.trim_matches(['(', ')', ' ']);
        part == receiver || part == format!("{receiver} is not None")
    }) && !test.contains(" or ")
}
