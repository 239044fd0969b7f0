//! Awaited functions that do nothing at all, by their source: nothing can leave such an await. Only what nobody outside
//! of the given files puts something else in place of: private methods and functions.

use crate::facts::types::engine::Place;
use crate::facts::{Facts, FunctionRef};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Stmt};
use crate::verdict::Evidence;

use super::vocabulary::callee_name;

/// The line that shows that what is awaited does nothing.
pub fn does_nothing(facts: &Facts<'_>, id: NodeId) -> Option<Evidence> {
    let AnyNodeRef::ExprAwait(node) = facts.tree.node(id) else { return None };
    let Expr::Call(call) = node.value.as_ref() else { return None };
    let name = callee_name(call)?;
    if !name.starts_with('_') || name.starts_with("__") {
        return None;
    }
    // Arguments are evaluated before.
    if !call.arguments.is_empty() {
        return None;
    }
    let view = facts.view();
    let found = view.runs(facts.place(call.func.as_ref())?);
    let [symbol] = found.symbols.as_slice() else { return None };
    let function = view.function_of(symbol).filter(|_| found.why.is_none())?;
    let entry = view.function(function)?;
    if !entry.is_async || entry.is_generator || !entry.decorators.is_empty() || !entry.suspensions.is_empty()
    {
        return None;
    }
    if has_open_class(facts, function) || !facts.in_file(function.file, |facts| is_empty(facts, function))? {
        return None;
    }
    let place = Place { file: function.file, range: entry.name_range };
    Some(facts.evidence_at("does-nothing", format!("`{}` does nothing", entry.qualified), place))
}

/// Whether a method's class has a base that is not given, which may say what its methods are for.
fn has_open_class(facts: &Facts<'_>, function: FunctionRef) -> bool {
    let view = facts.view();
    view.owner(function).is_some_and(|class| {
        std::iter::once(class).chain(view.ancestors(class)).any(|class| view.bases(class).1)
    })
}

/// `pass`, a docstring, `return` of a constant.
fn is_empty(facts: &Facts<'_>, function: FunctionRef) -> bool {
    let Some(AnyNodeRef::StmtFunctionDef(node)) = facts.definition(function).map(|id| facts.tree.node(id))
    else {
        return false;
    };
    node.body.iter().all(|stmt| match stmt {
        Stmt::Pass(_) => true,
        Stmt::Expr(stmt) => stmt.value.is_literal_expr(),
        Stmt::Return(stmt) => stmt.value.as_deref().is_none_or(Expr::is_literal_expr),
        _ => false,
    })
}
