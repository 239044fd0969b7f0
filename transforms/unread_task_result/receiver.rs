//! Whether what `exception()` is called on is a task or a future: by its type, by who hands it over, or by its name.

use crate::facts::{BindingKind, Facts, Ty};
use crate::syntax::ast::{self, ExprCall};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, walk};
use crate::verdict::Evidence;

use super::usage::is_done_callback;

/// A task or future.
pub(super) struct Task {
    /// `task` or `future`.
    pub(super) word: &'static str,
    /// Whether asyncio reports what nobody has retrieved of it.
    pub(super) reported: bool,
    /// What shows it.
    pub(super) evidence: Vec<Evidence>,
}

/// The classes whose `exception()` returns the exception.
/// Sources: the asyncio and concurrent.futures chapters of the Python documentation.
const CLASSES: &[(&str, &str)] =
    &[("asyncio.Task", "task"), ("asyncio.Future", "future"), ("concurrent.futures.Future", "future")];

/// What `exception()` is called on, if it is known to be a task, or says so.
pub(super) fn of<'a>(facts: &Facts<'a>, value: &'a Expr, call: &'a ExprCall, at: NodeId) -> Option<Task> {
    let typed = facts.type_of(value, facts.tree.id(value));
    let text = facts.text(value);
    if let Some(name) = typed.ty.name() {
        let (_, word) = CLASSES.iter().find(|(class, _)| *class == name)?;
        let shown = facts.type_evidence(&format!("`{text}`"), &typed);
        let evidence = shown.unwrap_or_else(|| facts.evidence("type", format!("`{text}` is {name}"), value));
        return Some(Task { word, reported: name.starts_with("asyncio."), evidence: vec![evidence] });
    }
    if matches!(typed.ty, Ty::Local(_) | Ty::Foreign(_)) || !call.arguments.is_empty() {
        return None;
    }
    let handed = handed_over(facts, value, at);
    let evidence = handed.or_else(|| waited_for(facts, value, at)).or_else(|| by_name(facts, value))?;
    let word = if text.to_lowercase().contains("fut") { "future" } else { "task" };
    Some(Task { word, reported: word == "task", evidence: vec![evidence] })
}

/// The parameter of a function or lambda that is given to `add_done_callback` in this file.
fn handed_over<'a>(facts: &Facts<'a>, value: &'a Expr, at: NodeId) -> Option<Evidence> {
    let Expr::Name(name) = value else { return None };
    let (scope, bindings) = facts.scopes().lookup(facts.tree, at, name.id.as_str())?;
    if !matches!(bindings, [binding] if matches!(binding.kind, BindingKind::Parameter(_))) {
        return None;
    }
    let message = format!("`{}` is what a done callback is called with", name.id);
    match facts.tree.node(scope) {
        AnyNodeRef::ExprLambda(lambda) => {
            is_done_callback(facts, scope).then(|| facts.evidence("done-callback", message, lambda))
        }
        AnyNodeRef::StmtFunctionDef(function) => {
            let registered = facts.tree.all().find_map(|id| match facts.tree.node(id) {
                AnyNodeRef::ExprCall(call) if registers(call, function.name.as_str()) => Some(call),
                _ => None,
            })?;
            Some(facts.evidence("done-callback", message, registered))
        }
        _ => None,
    }
}

/// `task.add_done_callback(self._ended)`, or with a `partial` of it.
fn registers(call: &ExprCall, function: &str) -> bool {
    let adds = matches!(call.func.as_ref(), Expr::Attribute(attribute) if attribute.attr.as_str() == "add_done_callback");
    let names = |expr: &Expr| walk::dotted(expr).is_some_and(|names| names.last() == Some(&function));
    adds && call.arguments.args.first().is_some_and(|given| match given {
        Expr::Call(partial) => {
            walk::dotted(&partial.func).is_some_and(|names| names.last() == Some(&"partial"))
                && partial.arguments.args.first().is_some_and(names)
        }
        other => names(other),
    })
}

/// An item of `done` after `done, pending = await asyncio.wait(...)`.
fn waited_for<'a>(facts: &Facts<'a>, value: &'a Expr, at: NodeId) -> Option<Evidence> {
    let Expr::Name(name) = value else { return None };
    let (_, bindings) = facts.scopes().lookup(facts.tree, at, name.id.as_str())?;
    let [binding] = bindings else { return None };
    let BindingKind::Loop(Expr::Name(iterable)) = binding.kind else { return None };
    let (_, sets) = facts.scopes().lookup(facts.tree, binding.node, iterable.id.as_str())?;
    let [set] = sets else { return None };
    let statement = facts.tree.statement(set.node)?;
    let AnyNodeRef::StmtAssign(assign) = facts.tree.node(statement) else { return None };
    let Expr::Await(awaited) = assign.value.as_ref() else { return None };
    let Expr::Call(ast::ExprCall { func, .. }) = awaited.value.as_ref() else { return None };
    let waits = matches!(assign.targets.as_slice(), [Expr::Tuple(_)])
        && facts.is_one_of(func, statement, &["asyncio.wait"]);
    let message = format!("`{}` is an item of what asyncio.wait returns", name.id);
    waits.then(|| facts.evidence("waited-for", message, assign))
}

/// A name that says that it is a task.
fn by_name(facts: &Facts<'_>, value: &Expr) -> Option<Evidence> {
    let (name, several) = match value {
        Expr::Name(name) => (name.id.as_str(), false),
        Expr::Attribute(attribute) => (attribute.attr.as_str(), false),
        Expr::Subscript(subscript) => (walk::dotted(&subscript.value)?.last().copied()?, true),
        _ => return None,
    };
    let words = walk::words(name);
    let last = words.last()?.as_str();
    let says = match several {
        false => matches!(last, "task" | "future" | "fut"),
        true => matches!(last, "tasks" | "futures" | "futs"),
    };
    let text = facts.text(value);
    says.then(|| {
        facts.evidence("name", format!("`{text}` is named like a task; its type is not known"), value.range())
    })
}
