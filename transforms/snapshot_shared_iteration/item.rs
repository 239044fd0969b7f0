//! What an assignment to an item of a mapping does: adds an entry, replaces a value, or either. Judges nothing.

use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, Stmt, TextRange, walk};

/// What an assignment to an item does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Put {
    /// The key is new.
    Adds,
    /// The key is there.
    Replaces,
    /// Nothing shows which.
    Either,
}

/// What `container[key] = value` does, where `container` stands at this place. `site` is the judged loop, in its own file.
pub(super) fn put(facts: &Facts<'_>, place: TextRange, site: Option<NodeId>) -> Put {
    let tree = facts.tree;
    let kinds = [NodeKind::ExprAttribute, NodeKind::ExprName];
    let Some(id) = kinds.into_iter().find_map(|kind| tree.node_at(place, kind)) else { return Put::Either };
    let Some(AnyNodeRef::ExprSubscript(item)) = tree.parent(id).map(|parent| tree.node(parent)) else {
        return Put::Either;
    };
    if !item.ctx.is_store() || item.value.range() != place {
        return Put::Either;
    }
    let (container, key) = (facts.text(item.value.as_ref()), facts.text(item.slice.as_ref()));
    let (there, new) = (format!("{key} in {container}"), format!("{key} not in {container}"));
    let mut inner = id;
    for outer in tree.ancestors(id) {
        // `if key in container: raise …` above it.
        if tree.node(inner).is_statement()
            && let Some((suite, index)) = tree.suite(inner)
            && suite[..index]
                .iter()
                .rev()
                .take_while(|stmt| !waits_in(stmt))
                .any(|stmt| leaves_if(facts, stmt, &there))
        {
            return Put::Adds;
        }
        let waits = || waits_between(facts, outer, id);
        match tree.node(outer) {
            AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::ExprLambda(_) => break,
            // In the judged loop itself, it is the key that the loop is at.
            AnyNodeRef::StmtFor(node)
                if tree.node(inner).is_statement()
                    && gives_keys(facts, &node.target, &node.iter, container, key)
                    && (site == Some(outer) || !waits()) =>
            {
                return Put::Replaces;
            }
            AnyNodeRef::StmtIf(node) => {
                let first = node.body.iter().any(|stmt| AnyNodeRef::from(stmt).ptr_eq(tree.node(inner)));
                let test = facts.text(node.test.as_ref());
                let got = format!(":= {container}.get({key})");
                let some = test.ends_with(&got) || test.ends_with(&format!("{got}) is not None"));
                if first
                    && !waits()
                    && (test == there || (some && !test.contains(" and ") && !test.contains(" or ")))
                {
                    return Put::Replaces;
                }
                if first
                    && !waits()
                    && (test == new || got_none(facts, outer, test, &container_get(container, key)))
                {
                    return Put::Adds;
                }
            }
            _ => {}
        }
        inner = outer;
    }
    Put::Either
}

fn container_get(container: &str, key: &str) -> String {
    format!("{container}.get({key})")
}

/// Whether a test asks whether a name is `None` that has been got from the container, with nothing that waits in between.
fn got_none(facts: &Facts<'_>, at: NodeId, test: &str, got: &str) -> bool {
    let Some(name) = test.strip_suffix(" is None").or_else(|| test.strip_prefix("not ")) else {
        return false;
    };
    let tree = facts.tree;
    let Some((suite, index)) = tree.suite(at) else { return false };
    suite[..index].iter().rev().take_while(|stmt| !waits_in(stmt)).any(|stmt| {
        matches!(stmt, Stmt::Assign(node) if facts.text(node.value.as_ref()) == got
            && matches!(node.targets.as_slice(), [Expr::Name(target)] if target.id.as_str() == name))
    })
}

/// Whether a statement leaves where a test holds.
fn leaves_if(facts: &Facts<'_>, stmt: &Stmt, test: &str) -> bool {
    let Stmt::If(node) = stmt else { return false };
    node.elif_else_clauses.is_empty()
        && facts.text(node.test.as_ref()) == test
        && matches!(node.body.last(), Some(Stmt::Return(_) | Stmt::Raise(_) | Stmt::Continue(_)))
}

/// Whether the loop's target holds the key under which the container is assigned to.
fn gives_keys(facts: &Facts<'_>, target: &Expr, iter: &Expr, container: &str, key: &str) -> bool {
    let iter = facts.text(iter);
    let (first, over) = match target {
        Expr::Tuple(tuple) => {
            (tuple.elts.first().map(|first| facts.text(first)), iter == format!("{container}.items()"))
        }
        name => (Some(facts.text(name)), iter == container || iter == format!("{container}.keys()")),
    };
    over && first == Some(key)
}

/// Whether something waits between the start of a statement and a place in it, so that the key may be gone again.
fn waits_between(facts: &Facts<'_>, statement: NodeId, place: NodeId) -> bool {
    let end = facts.tree.node(place).end();
    facts
        .tree
        .descendants(statement)
        .any(|id| facts.tree.node(id).kind() == NodeKind::ExprAwait && facts.tree.node(id).start() < end)
}

fn waits_in(stmt: &Stmt) -> bool {
    walk::any_expression(std::slice::from_ref(stmt), |expr| matches!(expr, Expr::Await(_)))
}
