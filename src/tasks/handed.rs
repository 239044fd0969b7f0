//! Tasks that are handed to a call or returned by a lambda: who gets them, and whether that keeps them.

use super::flow::{CARRIERS, Fate, KEEP, held, other};
use super::local;
use super::spawn::{SCHEDULERS, last_name};
use crate::facts::{BindingKind, Facts};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, TextRange};

/// Functions that look at a value and forget it.
const LOOKERS: &[&str] = &[
    "print",
    "repr",
    "str",
    "id",
    "type",
    "isinstance",
    "bool",
    "len",
    "debug",
    "info",
    "warning",
    "error",
    "exception",
    "critical",
    "log",
    "iscoroutine",
    "isfuture",
    "remove",
    "discard",
];
const ADDERS: &[&str] = &["append", "add", "extend", "update", "insert", "appendleft"];

/// Whether a container of `weakref` holds what is put into it no longer than others do.
pub(crate) fn is_weak<'a>(facts: &Facts<'a>, container: &'a Expr, at: NodeId) -> bool {
    facts.type_of(container, at).ty.name().is_some_and(|name| name.starts_with("weakref."))
}

/// The task is an argument of a call.
pub(crate) fn passed_on<'a>(facts: &Facts<'a>, id: NodeId, call: &'a ast::ExprCall) -> Fate<'a> {
    let text = facts.text(call.func.as_ref());
    let name = last_name(&call.func).unwrap_or_default();
    if LOOKERS.contains(&name) {
        return other(format!("`{text}` looks at it and forgets it"), KEEP, call);
    }
    if let (Expr::Attribute(attribute), true) = (call.func.as_ref(), ADDERS.contains(&name)) {
        let container = facts.text(attribute.value.as_ref());
        if is_weak(facts, &attribute.value, id) {
            return other(
                format!("`{container}` is weak and keeps nothing alive"),
                "use a plain set, and discard the task in a done callback",
                call,
            );
        }
        if let Some(read_only_to_add) = only_filled(facts, &attribute.value, id) {
            return other(
                format!("it is put into `{container}`, which nothing reads"),
                KEEP,
                read_only_to_add,
            );
        }
        return held("stored", format!("`{container}` keeps it"), call);
    }
    held("passed-on", format!("it is passed to `{text}`"), call)
}

/// A local container of which every use only adds to it.
fn only_filled(facts: &Facts<'_>, container: &Expr, at: NodeId) -> Option<TextRange> {
    let Expr::Name(name) = container else { return None };
    let (scope, bindings) = facts.scopes().lookup(facts.tree, at, name.id.as_str())?;
    let fresh = bindings.iter().all(|binding| match &binding.kind {
        BindingKind::Assignment { value: Some(value), .. } => match value {
            Expr::List(list) => list.elts.is_empty(),
            Expr::Call(call) => {
                call.arguments.is_empty()
                    && last_name(&call.func).is_some_and(|name| CARRIERS.contains(&name))
            }
            _ => false,
        },
        _ => false,
    });
    let local = facts.tree.node(scope).kind() == NodeKind::StmtFunctionDef;
    let unread = local::reads(facts, scope, name.id.as_str()).into_iter().all(|read| {
        let Some(AnyNodeRef::ExprAttribute(method)) = facts.tree.parent(read).map(|id| facts.tree.node(id))
        else {
            return false;
        };
        ADDERS.contains(&method.attr.as_str())
    });
    (fresh && local && unread).then(|| name.range())
}

/// A lambda returns the task.
pub(crate) fn from_lambda<'a>(facts: &Facts<'a>, id: NodeId, lambda: &'a ast::ExprLambda) -> Fate<'a> {
    let receiver = facts.tree.ancestors(id).take(3).find_map(|id| match facts.tree.node(id) {
        AnyNodeRef::ExprCall(call) => {
            last_name(&call.func).map(|name| (name, facts.text(call.func.as_ref())))
        }
        _ => None,
    });
    const TODO: &str = "start it in a function that keeps the task, and hand that function over";
    match receiver {
        Some((name, text)) if SCHEDULERS.contains(&name) || name == "add_done_callback" => {
            other(format!("a lambda returns it to `{text}`, which drops it"), TODO, lambda)
        }
        Some((_, text)) => other(
            format!("a lambda returns it to whoever `{text}` lets call it, which this file does not show"),
            TODO,
            lambda,
        ),
        None => other("a lambda returns it, and this file does not show to whom", TODO, lambda),
    }
}
