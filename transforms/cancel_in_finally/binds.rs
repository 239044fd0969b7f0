//! What statements bind and read, by name: clean-up that reads what a failed part was to bind must not run after it.
//! Follows calls of own methods into the given files.

use crate::facts::{Facts, FunctionRef};
use crate::syntax::ast::{self, ExprContext};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};

use super::vocabulary::path;

/// Calls followed from one method into the next.
const MAX_DEPTH: usize = 3;

/// Names and dotted attributes that statements bind.
pub fn bound(facts: &Facts<'_>, stmts: &[Stmt]) -> Vec<String> {
    let (Some(first), Some(last)) = (stmts.first(), stmts.last()) else { return Vec::new() };
    let range = TextRange::new(first.start(), last.end());
    let mut names: Vec<String> =
        facts.scopes().bound_in_range(range).into_iter().map(str::to_string).collect();
    walk::expressions(stmts, &mut |expr| match expr {
        Expr::Attribute(node) if node.ctx != ExprContext::Load => names.extend(path(expr)),
        Expr::Subscript(node) if node.ctx != ExprContext::Load => names.extend(item(expr)),
        _ => {}
    });
    names
}

/// The items of a container: another thing to read than the container.
fn item(expr: &Expr) -> Option<String> {
    path(expr).map(|path| format!("{path}[]"))
}

/// Names and dotted attributes that statements read, but for those that they bind themselves.
pub fn read(facts: &Facts<'_>, stmts: &[Stmt]) -> Vec<String> {
    let own = match (stmts.first(), stmts.last()) {
        (Some(first), Some(last)) => facts.scopes().bound_in_range(TextRange::new(first.start(), last.end())),
        _ => return Vec::new(),
    };
    let mut names = Vec::new();
    walk::expressions(stmts, &mut |expr| {
        let loaded = match expr {
            Expr::Name(name) => name.ctx == ExprContext::Load && !own.contains(name.id.as_str()),
            Expr::Attribute(node) => node.ctx == ExprContext::Load,
            _ => false,
        };
        if loaded {
            names.extend(path(expr));
        }
        if matches!(expr, Expr::Subscript(node) if node.ctx == ExprContext::Load) {
            names.extend(item(expr));
        }
    });
    names
}

/// Whether statements of a method call one of its own that sets an attribute which is read later: `await self._open()`,
/// which sets `self._conn`. To set it to None or the like is an end, and no reason to wait for it.
pub fn set_by_calls<'a>(facts: &Facts<'a>, function: NodeId, stmts: &'a [Stmt], reads: &[String]) -> bool {
    let Some((_, this)) = facts.this(function) else { return false };
    let attributes: Vec<&str> = reads
        .iter()
        .filter_map(|name| name.strip_prefix(this)?.strip_prefix('.'))
        .filter(|name| !name.contains(['.', '[']))
        .collect();
    !attributes.is_empty() && sets(facts, this, stmts, &attributes, 0)
}

fn sets<'a>(facts: &Facts<'a>, this: &str, stmts: &'a [Stmt], attributes: &[&str], depth: usize) -> bool {
    let own = |expr: &Expr| matches!(expr, Expr::Name(name) if name.id.as_str() == this);
    if depth > 0 && walk::any_statement(stmts, |stmt| assigns(stmt, &own, attributes)) {
        return true;
    }
    depth < MAX_DEPTH
        && walk::any_expression(stmts, |expr| {
            let Expr::Call(call) = expr else { return false };
            matches!(call.func.as_ref(), Expr::Attribute(method) if own(&method.value))
                && called(facts, call, attributes, depth)
        })
}

/// Whether an own method that a call may run sets one of the attributes.
fn called<'a>(facts: &Facts<'a>, call: &'a ast::ExprCall, attributes: &[&str], depth: usize) -> bool {
    let at = facts.tree.id(call);
    let inside = |facts: &Facts<'_>, id: Option<NodeId>| {
        let Some(AnyNodeRef::StmtFunctionDef(node)) = id.map(|id| facts.tree.node(id)) else { return false };
        let this = node.parameters.iter_non_variadic_params().next();
        this.is_some_and(|this| sets(facts, this.name(), &node.body, attributes, depth + 1))
    };
    if facts.file.is_none() {
        return inside(facts, facts.callee(call, at));
    }
    let view = facts.view();
    let functions: Vec<FunctionRef> =
        facts.runs(&call.func, at).symbols.iter().filter_map(|symbol| view.function_of(symbol)).collect();
    functions.into_iter().any(|function| {
        facts.in_file(function.file, |facts| inside(facts, facts.definition(function))).unwrap_or(false)
    })
}

/// Whether a statement sets one of the attributes to something that lives.
fn assigns(stmt: &Stmt, own: &dyn Fn(&Expr) -> bool, attributes: &[&str]) -> bool {
    let (targets, value): (Vec<&Expr>, &Expr) = match stmt {
        Stmt::Assign(node) => (node.targets.iter().collect(), &node.value),
        Stmt::AnnAssign(node) => match node.value.as_deref() {
            Some(value) => (vec![node.target.as_ref()], value),
            None => return false,
        },
        _ => return false,
    };
    if value.is_literal_expr() {
        return false;
    }
    targets.into_iter().any(|target| {
        let mut found = false;
        walk::subexpressions(target, &mut |expr| {
            found |= matches!(expr, Expr::Attribute(node)
                if node.ctx == ExprContext::Store
                    && own(&node.value)
                    && attributes.contains(&node.attr.as_str()));
        });
        found
    })
}
