//! Whether the event is cleared and set again without a `finally`: then the defect is at the setter. Says
//! where; the fix is AM503's.

use crate::facts::Facts;
use crate::syntax::{Expr, NodeId, Stmt, suites, walk};
use crate::verdict::Evidence;

use super::site::Wait;

/// The line where the event is cleared, with an await before the `set()` that follows in the same block.
pub(super) fn unsafe_setter(wait: &Wait<'_>, facts: &Facts<'_>) -> Option<Evidence> {
    let receiver = walk::dotted(wait.receiver)?;
    let scope = scope_of(&receiver, wait.call_id, facts)?;
    facts.tree.descendants(scope).chain([scope]).find_map(|id| {
        suites(facts.tree.node(id)).into_iter().find_map(|suite| {
            let cleared = suite.iter().position(|stmt| calls(stmt, &receiver, "clear"))?;
            let length = suite[cleared..].iter().position(|stmt| calls(stmt, &receiver, "set"))?;
            let between = &suite[cleared + 1..cleared + length];
            facts.suspends(between).then(|| {
                let message = format!(
                    "`{}` clears it and sets it again without a finally: if the await between them fails, it stays cleared, which is AM503 (cancel-in-finally)",
                    facts.symbol(facts.tree.id(&suite[cleared])),
                );
                facts.evidence("setter-without-finally", message, &suite[cleared])
            })
        })
    })
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

fn calls(stmt: &Stmt, receiver: &[&str], method: &str) -> bool {
    let Stmt::Expr(stmt) = stmt else { return false };
    let Expr::Call(call) = stmt.value.as_ref() else { return false };
    let Expr::Attribute(function) = call.func.as_ref() else { return false };
    function.attr.as_str() == method && walk::dotted(&function.value).is_some_and(|names| names == receiver)
}
