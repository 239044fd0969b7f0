//! Reads a proposed site: what is awaited, on what, and which timeout it is given. Judges nothing.

use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, TextRange, ast};
use crate::verdict::Evidence;

/// Something that waits.
pub(super) struct Wait<'a> {
    /// The `await`, or the call of `asyncio.wait_for`.
    pub id: NodeId,
    /// The construct that is reported: the `await` where there is one.
    pub range: TextRange,
    /// `x.wait()`.
    pub call: &'a ast::ExprCall,
    /// Its node.
    pub call_id: NodeId,
    /// `x`.
    pub receiver: &'a Expr,
    /// `wait`, `wait_for`, `get` or `acquire`.
    pub method: &'a str,
    /// The timeout that `asyncio.wait_for` is given; `None` for a plain `await`.
    pub given: Option<&'a Expr>,
}

impl Wait<'_> {
    /// `x.wait()` on one line, for messages.
    pub fn shown(&self, facts: &Facts<'_>) -> String {
        let arguments = if self.call.arguments.is_empty() { "()" } else { "(…)" };
        format!("{}.{}{arguments}", self.subject(facts), self.method)
    }

    /// `x` on one line, for messages.
    pub fn subject(&self, facts: &Facts<'_>) -> String {
        let text = facts.text(self.receiver);
        if text.contains(['\n', '#']) { "…".into() } else { text.into() }
    }
}

/// The wait at a node that a pattern proposes; `None` where it is none.
pub(super) fn read<'a>(node: NodeId, facts: &Facts<'a>) -> Option<Wait<'a>> {
    match facts.tree.node(node) {
        AnyNodeRef::ExprAwait(awaited) => waiting(node, awaited.range(), &awaited.value, None, facts),
        AnyNodeRef::ExprCall(outer) => {
            let awaited = outer.arguments.find_argument_value("fut", 0)?;
            let given = outer.arguments.find_argument_value("timeout", 1)?;
            if !awaited.is_call_expr() || facts.qualified(&outer.func, node)? != "asyncio.wait_for" {
                return None;
            }
            let range = match facts.tree.parent(node).map(|parent| facts.tree.node(parent)) {
                Some(AnyNodeRef::ExprAwait(parent)) => parent.range(),
                _ => outer.range(),
            };
            waiting(node, range, awaited, Some(given), facts)
        }
        _ => None,
    }
}

fn waiting<'a>(
    id: NodeId,
    range: TextRange,
    awaited: &'a Expr,
    given: Option<&'a Expr>,
    facts: &Facts<'a>,
) -> Option<Wait<'a>> {
    let Expr::Call(call) = awaited else { return None };
    let Expr::Attribute(function) = call.func.as_ref() else { return None };
    let method = function.attr.as_str();
    let arguments = match method {
        "wait" | "get" | "acquire" => 0,
        "wait_for" => 1,
        _ => return None,
    };
    if call.arguments.len() != arguments || is_module(&function.value, id, facts) {
        return None;
    }
    let call_id = facts.tree.id(call);
    Some(Wait { id, range, call, call_id, receiver: &function.value, method, given })
}

/// Whether an expression is a module by its import statement: `import gate`, then `gate.wait()`.
fn is_module(expr: &Expr, at: NodeId, facts: &Facts<'_>) -> bool {
    let Expr::Name(name) = expr else { return false };
    facts.scopes().lookup(facts.tree, at, name.id.as_str()).is_some_and(|(_, bindings)| {
        bindings.iter().any(|binding| facts.tree.node(binding.node).kind() == NodeKind::StmtImport)
    })
}

/// A statement that does nothing but wait.
pub(super) struct Statement<'a> {
    /// Its node.
    pub id: NodeId,
    /// What it awaits.
    pub awaited: &'a Expr,
}

/// The statement that a wait is, if it is nothing else: what it returns is not used.
pub(super) fn statement<'a>(wait: &Wait<'a>, facts: &Facts<'a>) -> Option<Statement<'a>> {
    let id = facts.tree.statement(wait.id)?;
    let AnyNodeRef::StmtExpr(stmt) = facts.tree.node(id) else { return None };
    let Expr::Await(awaited) = stmt.value.as_ref() else { return None };
    (awaited.range() == wait.range).then_some(Statement { id, awaited: &awaited.value })
}

/// The handler or `finally` around a place in its own function.
pub(super) fn in_clean_up(id: NodeId, facts: &Facts<'_>) -> Option<Evidence> {
    if facts.in_finally(id) {
        return Some(facts.evidence("clean-up", "it stands in a `finally`", facts.tree.node(id)));
    }
    facts
        .tree
        .ancestors(id)
        .take_while(|&outer| facts.tree.node(outer).kind() != NodeKind::StmtFunctionDef)
        .find(|&outer| facts.tree.node(outer).is_except_handler())
        .map(|outer| facts.evidence("clean-up", "it stands in this handler", facts.tree.node(outer)))
}
