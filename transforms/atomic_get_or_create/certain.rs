//! Names that are certainly bound, and attributes that are certainly there: reading them cannot fail and does nothing.

use super::shape::leaves;
use crate::facts::{BindingKind, Facts, Scopes};
use crate::syntax::ast;
use crate::syntax::{Expr, NodeId, NodeKind, Ranged, Stmt, walk};

/// Whether a name is certainly bound where the site stands.
pub(super) fn is_sure<'a>(facts: &Facts<'a>, name: &'a ast::ExprName, at: NodeId) -> bool {
    let tree = facts.tree;
    let Some((scope, bindings)) = facts.scopes().lookup(tree, at, name.id.as_str()) else {
        return facts.qualified_names(&[name.id.as_str()], at).is_some();
    };
    // `del` and handlers unbind.
    if bindings.iter().any(|binding| matches!(binding.kind, BindingKind::Other)) && scope != tree.root() {
        return false;
    }
    bindings.iter().any(|binding| {
        if matches!(binding.kind, BindingKind::Parameter(_)) {
            return true;
        }
        if scope == tree.root() {
            // What stands further down is not bound yet where the import itself calls this.
            return facts.runs_at_import(binding.node)
                && !matches!(binding.kind, BindingKind::Other)
                && binding.range.start() < tree.node(at).start();
        }
        if scope != Scopes::scope_of(tree, at) {
            return false;
        }
        let Some(statement) = tree.statement(binding.node) else { return false };
        // Bound as long as the block runs.
        let block = matches!(tree.node(statement).kind(), NodeKind::StmtFor | NodeKind::StmtWith);
        block && tree.contains(statement, at)
    }) || scope == Scopes::scope_of(tree, at) && bound_before(facts, at, name.id.as_str())
}

/// Whether a statement in front of the site, in a block that holds the site, binds a name on every way.
fn bound_before(facts: &Facts<'_>, at: NodeId, name: &str) -> bool {
    let tree = facts.tree;
    let mut inner = Some(at);
    while let Some(statement) = inner.filter(|&id| tree.node(id).is_statement()) {
        if let Some((suite, index)) = tree.suite(statement)
            && suite[..index].iter().any(|stmt| binds(stmt, name))
        {
            return true;
        }
        inner = tree.ancestors(statement).find(|&id| tree.node(id).is_statement());
        if inner.is_some_and(|id| tree.node(id).kind() == NodeKind::StmtFunctionDef) {
            return false;
        }
    }
    false
}

/// Whether a statement binds a name on every way that runs on behind it.
fn binds(stmt: &Stmt, name: &str) -> bool {
    let is_it = |target: &Expr| match target {
        Expr::Name(target) => target.id.as_str() == name,
        Expr::Tuple(tuple) => {
            tuple.elts.iter().any(|part| matches!(part, Expr::Name(part) if part.id.as_str() == name))
        }
        _ => false,
    };
    let all = |suite: &[Stmt]| leaves(suite) || suite.iter().any(|stmt| binds(stmt, name));
    match stmt {
        Stmt::Assign(assign) => assign.targets.iter().any(is_it),
        Stmt::AnnAssign(assign) => assign.value.is_some() && is_it(&assign.target),
        Stmt::If(node) => {
            all(&node.body)
                && node.elif_else_clauses.iter().all(|clause| all(&clause.body))
                && node.elif_else_clauses.last().is_some_and(|clause| clause.test.is_none())
        }
        Stmt::Try(node) => {
            let handled = node.handlers.iter().all(|handler| match handler {
                ast::ExceptHandler::ExceptHandler(handler) => all(&handler.body),
            });
            (all(&node.body) || all(&node.orelse) && !node.orelse.is_empty()) && handled
        }
        _ => false,
    }
}

/// Whether an attribute is a plain one that is there: `self.x` that `__init__` or the class's body certainly sets, or a
/// constant of something that is imported.
pub(super) fn is_data<'a>(
    facts: &Facts<'a>,
    expr: &'a Expr,
    attribute: &'a ast::ExprAttribute,
    at: NodeId,
) -> bool {
    let name = attribute.attr.as_str();
    let constant =
        name.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_');
    if constant && facts.qualified(expr, at).is_some() {
        return true;
    }
    let Expr::Name(receiver) = attribute.value.as_ref() else { return false };
    match facts.this(at) {
        Some((class, this)) if this == receiver.id.as_str() => {
            class.method(name).is_none() && facts.always_set(at, name)
        }
        _ => facts
            .local_class(&attribute.value, at)
            .and_then(|class| facts.class(class))
            .is_some_and(|class| class.class_attribute(name).is_some_and(|write| write.value.is_some())),
    }
}

/// Whether evaluating an expression reads one of these names.
pub(super) fn reads(expr: &Expr, names: &[&str]) -> bool {
    let mut found = false;
    walk::subexpressions(expr, &mut |part| {
        found |= matches!(part, Expr::Name(name) if names.contains(&name.id.as_str()));
    });
    found
}
