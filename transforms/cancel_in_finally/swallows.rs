//! Whether the body of a cancelled task swallows the cancellation: then awaiting it raises nothing, but only if the body
//! has started. A task that is cancelled before never gets to its handlers. Shows lines; decides nothing.

use crate::facts::{BindingKind, Facts, FunctionRef};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, ast, walk};
use crate::verdict::Evidence;

/// The handler that swallows it, in the function that the awaited task runs.
pub fn in_its_body(facts: &Facts<'_>, id: NodeId) -> Option<Evidence> {
    let AnyNodeRef::ExprAwait(node) = facts.tree.node(id) else { return None };
    let (spawn, at) = made(facts, &node.value, id)?;
    let name = match spawn.func.as_ref() {
        Expr::Attribute(function) => function.attr.as_str(),
        Expr::Name(function) => function.id.as_str(),
        _ => return None,
    };
    let Some(Expr::Call(body)) = spawn.arguments.args.first() else { return None };
    if !matches!(name, "create_task" | "ensure_future") {
        return None;
    }
    let message = |symbol: &str| {
        format!("`{symbol}` swallows a cancellation here, but not one that comes before it has started")
    };
    if facts.file.is_none() {
        let (symbol, range) = handler(facts, facts.callee(body, at)?)?;
        return Some(facts.evidence("swallows", message(&symbol), range));
    }
    let view = facts.view();
    let found = facts.runs(&body.func, facts.tree.id(body));
    let [symbol] = found.symbols.as_slice() else { return None };
    let function: FunctionRef = view.function_of(symbol)?;
    let (symbol, range) =
        facts.in_file(function.file, |facts| handler(facts, facts.definition(function)?)).flatten()?;
    let place = crate::facts::types::engine::Place { file: function.file, range };
    Some(facts.evidence_at("swallows", message(&symbol), place))
}

/// The call that has made what is awaited: the only one that is given to the attribute or name.
fn made<'a>(facts: &Facts<'a>, awaited: &'a Expr, id: NodeId) -> Option<(&'a ast::ExprCall, NodeId)> {
    let calls = |value: Option<&'a Expr>, at: NodeId| match value {
        Some(Expr::Call(call)) => Some((call, at)),
        _ => None,
    };
    match awaited {
        Expr::Name(name) => {
            let (_, bindings) = facts.scopes().lookup(facts.tree, id, name.id.as_str())?;
            let [binding] = bindings else { return None };
            let BindingKind::Assignment { value, .. } = &binding.kind else { return None };
            calls(*value, binding.node)
        }
        Expr::Attribute(attribute) => {
            let (class, this) = facts.this(id)?;
            if !matches!(attribute.value.as_ref(), Expr::Name(name) if name.id.as_str() == this) {
                return None;
            }
            let mut made = class
                .writes_of(attribute.attr.as_str())
                .filter_map(|write| calls(write.value, write.node_id));
            made.next().filter(|_| made.next().is_none())
        }
        _ => None,
    }
}

/// The handler of a function that takes a cancellation and lets the function end without it.
fn handler(facts: &Facts<'_>, function: NodeId) -> Option<(String, TextRange)> {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return None };
    let mut found = None;
    walk::statements(&node.body, &mut |stmt| {
        let Stmt::Try(node) = stmt else { return };
        for ast::ExceptHandler::ExceptHandler(handler) in &node.handlers {
            let raises = walk::any_statement(&handler.body, |stmt| matches!(stmt, Stmt::Raise(_)));
            if facts.catches(handler, function).cancelled && !raises {
                found.get_or_insert(handler.range());
            }
        }
    });
    let first = node.body.first().map_or(function, |stmt| facts.tree.id(stmt));
    Some((facts.symbol(first), found?))
}
