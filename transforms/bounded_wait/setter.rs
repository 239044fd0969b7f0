//! Whether the event is cleared and set again without a `finally`, in this file or another given one: then the defect
//! is at the setter. Says where; the fix is AM503's.

use std::collections::BTreeSet;

use crate::facts::Facts;
use crate::facts::types::engine::Place;
use crate::syntax::{Expr, NodeId, Ranged, Stmt, TextRange, suites, walk};
use crate::verdict::Evidence;

use super::event::Event;
use super::site::Wait;

/// The line where the event is cleared, with an await before the `set()` that follows in the same block.
pub(super) fn unsafe_setter(wait: &Wait<'_>, event: Option<&Event>, facts: &Facts<'_>) -> Option<Evidence> {
    in_this_file(wait, facts).or_else(|| anywhere(event?, facts))
}

/// By the name it has here.
fn in_this_file(wait: &Wait<'_>, facts: &Facts<'_>) -> Option<Evidence> {
    let receiver = walk::dotted(wait.receiver)?;
    let scope = scope_of(&receiver, wait.call_id, facts)?;
    let named = |expr: &Expr| walk::dotted(expr).is_some_and(|names| names == receiver);
    let (symbol, cleared) = facts.tree.descendants(scope).chain([scope]).find_map(|id| {
        suites(facts.tree.node(id)).into_iter().find_map(|suite| unsafe_in(suite, &named, facts))
    })?;
    Some(facts.evidence("setter-without-finally", message(&symbol), cleared))
}

/// By its uses in all given files.
fn anywhere(event: &Event, facts: &Facts<'_>) -> Option<Evidence> {
    let files: BTreeSet<u32> = event.calls(&["clear"]).map(|found| found.place.file).collect();
    files.into_iter().find_map(|file| {
        let uses: Vec<TextRange> = event
            .calls(&["clear", "set"])
            .filter(|found| found.place.file == file)
            .map(|found| found.place.range)
            .collect();
        let (symbol, cleared) = facts
            .in_file(file, |facts| {
                let named = |expr: &Expr| uses.contains(&expr.range());
                uses.iter().find_map(|&range| {
                    let statement = facts.tree.statement(facts.used_at(range)?)?;
                    unsafe_in(facts.tree.suite(statement)?.0, &named, facts)
                })
            })
            .flatten()?;
        let place = Place { file, range: cleared };
        Some(facts.evidence_at("setter-without-finally", message(&symbol), place))
    })
}

fn message(symbol: &str) -> String {
    format!(
        "`{symbol}` clears it and sets it again without a finally: if the await between them fails, it stays cleared, which is AM503 (cancel-in-finally)"
    )
}

/// The function and the statement of a suite that clears the event, if an await and then a `set()` follow.
fn unsafe_in<'a>(
    suite: &'a [Stmt],
    named: &dyn Fn(&Expr) -> bool,
    facts: &Facts<'a>,
) -> Option<(String, TextRange)> {
    let cleared = suite.iter().position(|stmt| calls(stmt, named, "clear"))?;
    let length = suite[cleared..].iter().position(|stmt| calls(stmt, named, "set"))?;
    let between = &suite[cleared + 1..cleared + length];
    facts.suspends(between).then(|| (facts.symbol(facts.tree.id(&suite[cleared])), suite[cleared].range()))
}

/// Where other uses of the same event stand: the class for `self.x`, the binding scope for a name.
fn scope_of(receiver: &[&str], at: NodeId, facts: &Facts<'_>) -> Option<NodeId> {
    if let (Some((class, this)), [root, _, ..]) = (facts.this(at), receiver)
        && this == *root
    {
        return Some(class.id);
    }
    facts.scopes().lookup(facts.tree, at, receiver.first()?).map(|(scope, _)| scope)
}

fn calls(stmt: &Stmt, named: &dyn Fn(&Expr) -> bool, method: &str) -> bool {
    let Stmt::Expr(stmt) = stmt else { return false };
    let Expr::Call(call) = stmt.value.as_ref() else { return false };
    let Expr::Attribute(function) = call.func.as_ref() else { return false };
    function.attr.as_str() == method && named(&function.value)
}
