//! What a done callback takes out of the container: its own task, another one, something of another container, or
//! nothing.

use super::site::Site;
use crate::facts::{BindingKind, Facts, Ty};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};
use crate::tasks::spawn::last_name;

/// What a callback does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// It takes the task out that has ended; the place.
    Own(TextRange),
    /// It takes something else out, and what, as a clause.
    Wrong(String, TextRange),
    /// It takes the task out of another container.
    Elsewhere(String, TextRange),
    /// It takes the task out only on some ways.
    Sometimes(TextRange),
    /// It takes nothing out of this container.
    Nothing,
    /// It is not followed.
    Unknown(TextRange),
}

/// What a callback calls its task.
#[derive(Clone, Copy)]
struct Task<'a> {
    /// The parameter, and the scope that binds it.
    parameter: Option<(&'a str, NodeId)>,
}

/// Functions called by callbacks that are followed.
const LEVELS: u8 = 2;

/// Reads a callback of the task.
pub(super) fn takes<'a>(facts: &Facts<'a>, site: &Site<'a>, callback: &'a Expr) -> Takes {
    of(facts, site, callback, 0, LEVELS)
}

/// `given` counts the arguments that are bound before the task's.
fn of<'a>(facts: &Facts<'a>, site: &Site<'a>, callback: &'a Expr, given: usize, levels: u8) -> Takes {
    let at = facts.tree.id(callback);
    let here = callback.range();
    match callback {
        Expr::Lambda(lambda) => {
            let parameter = lambda.parameters.as_deref().and_then(|all| all.iter().nth(given));
            let name = parameter.map(|parameter| (parameter.as_parameter().name.as_str(), at));
            in_expression(facts, site, &lambda.body, Task { parameter: name }, levels)
        }
        Expr::Call(call) if facts.is_one_of(&call.func, at, &["functools.partial"]) => {
            match call.arguments.args.split_first() {
                Some((function, bound)) => {
                    if let Expr::Attribute(method) = function
                        && site.container.is(facts, &method.value, at)
                    {
                        return bound_method(facts, site, method, bound.len(), here);
                    }
                    of(facts, site, function, bound.len(), levels)
                }
                None => Takes::Unknown(here),
            }
        }
        Expr::Attribute(method) => {
            if site.container.is(facts, &method.value, at) {
                return bound_method(facts, site, method, given, here);
            }
            match facts.type_of(&method.value, at).ty {
                Ty::Local(class) => match facts.method_of(class, method.attr.as_str()) {
                    Some(id) => in_function(facts, site, id, given + 1, levels),
                    None => Takes::Unknown(here),
                },
                _ if matches!(method.attr.as_str(), "discard" | "remove") => {
                    Takes::Elsewhere(facts.text(method.value.as_ref()).to_string(), here)
                }
                Ty::Unknown(_) | Ty::Foreign(_) => Takes::Unknown(here),
                // `future.cancel`, `event.set` and the like.
                _ => Takes::Nothing,
            }
        }
        Expr::Name(name) => {
            let Some((_, [binding])) = facts.scopes().lookup(facts.tree, at, name.id.as_str()) else {
                return Takes::Unknown(here);
            };
            match &binding.kind {
                BindingKind::Function(_) => in_function(facts, site, binding.node, given, levels),
                BindingKind::Assignment {
                    value: Some(value @ (Expr::Lambda(_) | Expr::Call(_))), ..
                } => of(facts, site, value, given, levels),
                _ => Takes::Unknown(here),
            }
        }
        _ => Takes::Unknown(here),
    }
}

/// `container.discard` as it is, or with `given` arguments bound before the task.
fn bound_method(
    facts: &Facts<'_>,
    site: &Site<'_>,
    method: &ast::ExprAttribute,
    given: usize,
    here: TextRange,
) -> Takes {
    let text = facts.text(here);
    match (method.attr.as_str(), given) {
        ("discard" | "remove", 0) => Takes::Own(here),
        ("discard" | "remove", _) => {
            Takes::Wrong(format!("`{text}` gets more than the one argument that it takes"), here)
        }
        // `partial(tasks.pop, key)` is called with the task as the default.
        ("pop", 1) if site.key.is_some() => Takes::Own(here),
        ("pop", 0) if site.key.is_some_and(|key| site.is_task(key)) => Takes::Own(here),
        ("pop", 0) => {
            Takes::Wrong(format!("`{text}` gets the task, which is no index and no key here"), here)
        }
        ("pop" | "popleft" | "popitem" | "clear", _) => {
            Takes::Wrong(format!("`{text}` takes out something else than the task that has ended"), here)
        }
        _ => Takes::Nothing,
    }
}

/// `skip` parameters are bound before the task's.
fn in_function<'a>(facts: &Facts<'a>, site: &Site<'a>, id: NodeId, skip: usize, levels: u8) -> Takes {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(id) else { return Takes::Nothing };
    let here = node.name.range();
    if levels == 0 || node.is_async || !node.decorator_list.is_empty() {
        return Takes::Unknown(here);
    }
    let parameter = node.parameters.posonlyargs.iter().chain(&node.parameters.args).nth(skip);
    let task = Task { parameter: parameter.map(|parameter| (parameter.parameter.name.as_str(), id)) };
    let mut found = Takes::Nothing;
    let (mut leaves, mut raises) = (false, false);
    for (stmt, sure) in reached(facts, site, &node.body) {
        if let Stmt::If(branch) = stmt {
            let asks = walk_any(
                &branch.test,
                &mut |part| matches!(part, Expr::Attribute(asked) if matches!(asked.attr.as_str(), "cancelled" | "exception")),
            );
            leaves |= asks
                && walk::any_statement(&branch.body, |inner| matches!(inner, Stmt::Return(_)))
                && branch.elif_else_clauses.is_empty();
        }
        let this = in_statement(facts, site, stmt, task, levels);
        let this = match this {
            Takes::Own(at) if (!sure || leaves || raises) && !is_in_finally(facts, stmt) => {
                Takes::Sometimes(at)
            }
            other => other,
        };
        found = stronger(found, this);
        raises |= may_raise(facts, stmt, task);
    }
    found
}

/// Whether a statement asks the task for its result or exception, which raises what it failed with, or `CancelledError`
/// where it was cancelled. Source: the Python library reference, `asyncio.Task.result`, `Task.exception`.
fn may_raise<'a>(facts: &Facts<'a>, stmt: &'a Stmt, task: Task<'a>) -> bool {
    let Some((name, _)) = task.parameter else { return false };
    let asked = match stmt {
        Stmt::If(node) => node.test.as_ref(),
        Stmt::Expr(node) => node.value.as_ref(),
        Stmt::Assign(node) => node.value.as_ref(),
        _ => return false,
    };
    let asks = walk_any(asked, &mut |part| {
        let Expr::Call(call) = part else { return false };
        matches!(call.func.as_ref(), Expr::Attribute(method)
            if matches!(method.attr.as_str(), "result" | "exception")
                && matches!(method.value.as_ref(), Expr::Name(asked) if asked.id.as_str() == name))
    });
    // `not task.cancelled() and task.exception()`, an `if` around it, or a `try` that handles it.
    let guarded = facts.text(asked).contains(".cancelled(")
        || facts.tree.ancestors(facts.tree.id(stmt)).any(|id| match facts.tree.node(id) {
            AnyNodeRef::StmtIf(node) => facts.text(node.test.as_ref()).contains(".cancelled("),
            AnyNodeRef::StmtTry(node) => {
                !node.handlers.is_empty()
                    && node.body.iter().any(|inner| inner.range().contains_range(stmt.range()))
            }
            AnyNodeRef::StmtWith(node) => {
                node.items.iter().any(|item| facts.text(&item.context_expr).contains("suppress("))
            }
            _ => false,
        });
    asks && !guarded
}

/// Whether a statement stands in a `finally`, which runs whatever happens before.
fn is_in_finally(facts: &Facts<'_>, stmt: &Stmt) -> bool {
    facts.tree.ancestors(facts.tree.id(stmt)).any(|id| {
        matches!(facts.tree.node(id), AnyNodeRef::StmtTry(node)
            if node.finalbody.iter().any(|inner| inner.range().contains_range(stmt.range())))
    })
}

/// The simple statements of a body, and whether each runs whenever the body does.
fn reached<'a>(facts: &Facts<'a>, site: &Site<'a>, body: &'a [Stmt]) -> Vec<(&'a Stmt, bool)> {
    let mut all = Vec::new();
    for stmt in body {
        match stmt {
            Stmt::Try(node) => {
                all.extend(reached(facts, site, &node.body));
                for handler in node.handlers.iter().filter_map(|handler| handler.as_except_handler()) {
                    all.extend(
                        reached(facts, site, &handler.body).into_iter().map(|(stmt, _)| (stmt, false)),
                    );
                }
                all.extend(reached(facts, site, &node.orelse));
                all.extend(reached(facts, site, &node.finalbody));
            }
            Stmt::With(node) => all.extend(reached(facts, site, &node.body)),
            Stmt::If(node) => {
                all.push((stmt, true));
                // `if key in self._tasks: del self._tasks[key]` takes out whatever is in it.
                let about_it =
                    walk_any(&node.test, &mut |part| site.container.is(facts, part, facts.tree.id(part)));
                let inner = reached(facts, site, &node.body);
                all.extend(inner.into_iter().map(|(stmt, sure)| (stmt, sure && about_it)));
                for clause in &node.elif_else_clauses {
                    all.extend(reached(facts, site, &clause.body).into_iter().map(|(stmt, _)| (stmt, false)));
                }
            }
            Stmt::For(node) => {
                all.extend(reached(facts, site, &node.body).into_iter().map(|(stmt, _)| (stmt, false)));
            }
            other => all.push((other, true)),
        }
    }
    all
}

fn walk_any<'a>(expr: &'a Expr, test: &mut dyn FnMut(&'a Expr) -> bool) -> bool {
    let mut found = false;
    walk::subexpressions(expr, &mut |part| found |= test(part));
    found
}

fn in_statement<'a>(facts: &Facts<'a>, site: &Site<'a>, stmt: &'a Stmt, task: Task<'a>, levels: u8) -> Takes {
    let is = |expr: &'a Expr| site.container.is(facts, expr, facts.tree.id(expr));
    match stmt {
        Stmt::Expr(node) => in_expression(facts, site, &node.value, task, levels),
        Stmt::Assign(node) => {
            // What is left of it is put in its place.
            let keeps = node.targets.iter().any(is) && walk_any(&node.value, &mut |part| is(part));
            if keeps {
                Takes::Own(node.range())
            } else {
                in_expression(facts, site, &node.value, task, levels)
            }
        }
        Stmt::AnnAssign(node) => match node.value.as_deref() {
            Some(value) => in_expression(facts, site, value, task, levels),
            None => Takes::Nothing,
        },
        Stmt::AugAssign(node) if node.op == ast::Operator::Sub && is(&node.target) => {
            Takes::Own(node.range())
        }
        Stmt::Delete(node) => {
            let deletes = node.targets.iter().any(
                |target| matches!(target, Expr::Subscript(item) if is(&item.value) && !item.slice.is_slice_expr()),
            );
            if deletes { Takes::Own(node.range()) } else { Takes::Nothing }
        }
        _ => Takes::Nothing,
    }
}

fn in_expression<'a>(
    facts: &Facts<'a>,
    site: &Site<'a>,
    expr: &'a Expr,
    task: Task<'a>,
    levels: u8,
) -> Takes {
    let mut found = Takes::Nothing;
    walk::subexpressions(expr, &mut |part| {
        let Expr::Call(call) = part else { return };
        let this = match call.func.as_ref() {
            Expr::Attribute(method) if site.container.is(facts, &method.value, facts.tree.id(call)) => {
                called(facts, site, call, method.attr.as_str(), task)
            }
            function => handed_on(facts, site, call, function, task, levels),
        };
        let old = std::mem::replace(&mut found, Takes::Nothing);
        found = stronger(old, this);
    });
    found
}

/// `container.method(…)` in a callback.
fn called<'a>(
    facts: &Facts<'a>,
    site: &Site<'a>,
    call: &'a ast::ExprCall,
    method: &str,
    task: Task<'a>,
) -> Takes {
    let here = call.range();
    let text = facts.text(call);
    let at = facts.tree.id(call);
    match (method, call.arguments.args.first()) {
        ("discard" | "remove", Some(Expr::Name(name))) => {
            let bound = facts.scopes().lookup(facts.tree, at, name.id.as_str()).map(|(scope, _)| scope);
            if task.parameter.is_some_and(|(own, scope)| name.id.as_str() == own && bound == Some(scope)) {
                return Takes::Own(here);
            }
            if !site.named(name.id.as_str(), bound) {
                return Takes::Unknown(here);
            }
            if site.in_loop(facts) {
                let why =
                    format!("when `{text}` runs, `{}` is the task of the last turn of the loop", name.id);
                return Takes::Wrong(why, here);
            }
            Takes::Own(here)
        }
        ("discard" | "remove", Some(Expr::Call(inner)))
            if facts.is_one_of(&inner.func, at, &["asyncio.current_task"]) =>
        {
            Takes::Wrong(format!("no task is current when the callback runs `{text}`"), here)
        }
        ("discard" | "remove", _) => Takes::Unknown(here),
        ("pop", Some(_)) if site.key.is_some() => Takes::Own(here),
        ("pop" | "popleft" | "popitem", _) => Takes::Wrong(
            format!("`{text}` takes out whichever task comes first, not the one that has ended"),
            here,
        ),
        ("clear", _) => Takes::Wrong(format!("`{text}` takes out those that still run, too"), here),
        ("difference_update", _) => Takes::Own(here),
        _ => Takes::Nothing,
    }
}

/// A function that the callback calls with the task.
fn handed_on<'a>(
    facts: &Facts<'a>,
    site: &Site<'a>,
    call: &'a ast::ExprCall,
    function: &'a Expr,
    task: Task<'a>,
    levels: u8,
) -> Takes {
    let at = facts.tree.id(call);
    let is_task = |argument: &Expr| matches!((argument, task.parameter), (Expr::Name(name), Some((own, _))) if name.id.as_str() == own);
    if let Some(position) = call.arguments.args.iter().position(is_task) {
        if let Some(id) = facts.callee(call, at) {
            let method = function.is_attribute_expr() && facts.tree.class_of_method(id).is_some();
            return in_function(facts, site, id, position + usize::from(method), levels - 1);
        }
        if matches!(last_name(function), Some("discard" | "remove"))
            && let Expr::Attribute(method) = function
        {
            return Takes::Elsewhere(facts.text(method.value.as_ref()).to_string(), call.range());
        }
    } else if let (Some(id), Expr::Attribute(_)) = (facts.callee(call, at), function) {
        // `self._forget(key)`: what it takes out by key.
        return match in_function(facts, site, id, usize::MAX, levels - 1) {
            Takes::Nothing | Takes::Unknown(_) => Takes::Nothing,
            other => other,
        };
    }
    Takes::Nothing
}

/// The one of two that says more: a right removal makes up for what else is done; a wrong one is a defect.
pub(super) fn stronger(one: Takes, two: Takes) -> Takes {
    let rank = |takes: &Takes| match takes {
        Takes::Wrong(..) => 5,
        Takes::Own(_) => 4,
        Takes::Sometimes(_) => 3,
        Takes::Unknown(_) => 2,
        Takes::Elsewhere(..) => 1,
        Takes::Nothing => 0,
    };
    if rank(&two) > rank(&one) { two } else { one }
}
