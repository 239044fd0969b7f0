//! Statements that take everything out of a container, and those that follow a loop. Judges nothing.

use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, walk};

/// A statement behind a loop that empties what the loop goes over.
pub(super) struct Emptied<'a> {
    /// The statement.
    pub statement: &'a Stmt,
    /// Whether it is the very next one.
    pub next: bool,
}

/// Whether a statement empties the container that this text names: `x.clear()`, `x = {}`.
pub(super) fn empties(facts: &Facts<'_>, stmt: &Stmt, container: &str) -> bool {
    match stmt {
        Stmt::Expr(node) => {
            let Expr::Call(call) = node.value.as_ref() else { return false };
            let Expr::Attribute(method) = call.func.as_ref() else { return false };
            method.attr.as_str() == "clear"
                && call.arguments.is_empty()
                && facts.text(method.value.as_ref()) == container
        }
        Stmt::Assign(node) => {
            matches!(node.targets.as_slice(), [target] if facts.text(target) == container)
                && is_empty(&node.value)
        }
        Stmt::AnnAssign(node) => {
            facts.text(node.target.as_ref()) == container && node.value.as_deref().is_some_and(is_empty)
        }
        _ => false,
    }
}

/// A container that is made without anything in it.
fn is_empty(value: &Expr) -> bool {
    match value {
        Expr::Dict(node) => node.items.is_empty(),
        Expr::List(node) => node.elts.is_empty(),
        Expr::Call(call) => {
            let name = match call.func.as_ref() {
                Expr::Name(name) => name.id.as_str(),
                Expr::Attribute(node) => node.attr.as_str(),
                _ => return false,
            };
            match name {
                "set" | "dict" | "list" | "deque" | "OrderedDict" | "Counter" | "WeakSet" => {
                    call.arguments.args.is_empty()
                }
                "defaultdict" => call.arguments.args.len() <= 1,
                _ => false,
            }
        }
        _ => false,
    }
}

/// The first statement behind a loop, in its function, that empties the container. `None` where there is none.
pub(super) fn after<'a>(facts: &Facts<'a>, statement: NodeId, container: &str) -> Option<Emptied<'a>> {
    let tree = facts.tree;
    let mut at = statement;
    loop {
        let (suite, index) = tree.suite(at)?;
        for (distance, stmt) in suite[index + 1..].iter().enumerate() {
            let mut found = None;
            walk::statements(std::slice::from_ref(stmt), &mut |inner| {
                if found.is_none() && empties(facts, inner, container) {
                    found = Some(inner);
                }
            });
            if let Some(found) = found {
                let next = at == statement && distance == 0 && found.range() == stmt.range();
                return Some(Emptied { statement: found, next });
            }
        }
        // What encloses the loop: its `else` and `finally` run behind it, and so do the statements below.
        at = tree.parent(at)?;
        loop {
            match tree.node(at) {
                AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::StmtClassDef(_) | AnyNodeRef::ModModule(_) => {
                    return None;
                }
                AnyNodeRef::StmtTry(node) => {
                    let mut found = None;
                    walk::statements(&node.finalbody, &mut |inner| {
                        if found.is_none()
                            && inner.start() > tree.node(statement).start()
                            && empties(facts, inner, container)
                        {
                            found = Some(inner);
                        }
                    });
                    if let Some(found) = found {
                        return Some(Emptied { statement: found, next: false });
                    }
                    break;
                }
                node if node.is_statement() => break,
                _ => at = tree.parent(at)?,
            }
        }
    }
}
