//! Callbacks that a guarded body calls, and what a log message says of them. Registering a callback is not calling
//! it, and a coroutine of one that only becomes a task cannot raise where the task is made.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::callback_names::{holds_callbacks, is_callback_name};
use super::words::{last_name, really_called};
use crate::facts::index::How;
use crate::facts::{BindingKind, Facts, Ty};
use crate::syntax::ast::{self, Expr, Stmt};
use crate::syntax::{AnyNodeRef, NodeId, Ranged, TextRange, walk};

/// A callback that a body calls.
pub(crate) struct Callback {
    /// Its last name: `_on_close`.
    pub(crate) name: String,
    /// The callback and the names of its arguments: `self._on_close(connection, reason)`.
    pub(crate) spelled: String,
    /// Whether nothing else in the body is called that could fail.
    pub(crate) alone: bool,
    /// The call.
    pub(crate) range: TextRange,
}

/// Calls that a body makes around a callback, and that do not fail by themselves.
const HARMLESS: &[&str] = &[
    "TaskGroup",
    "bool",
    "callable",
    "copy",
    "create_task",
    "ensure_future",
    "gather",
    "get_event_loop",
    "get_running_loop",
    "getattr",
    "hasattr",
    "isawaitable",
    "iscoroutine",
    "iscoroutinefunction",
    "isinstance",
    "items",
    "len",
    "list",
    "run_in_executor",
    "shield",
    "to_thread",
    "tuple",
    "values",
    "wait_for",
];
/// Arguments that a message names; real callbacks have fewer.
const MAX_ARGUMENTS: usize = 4;

/// The first callback that a body calls, if it calls one.
pub(crate) fn called<'a>(facts: &Facts<'a>, body: &'a [Stmt]) -> Option<Callback> {
    let mut found: Option<(&'a Expr, &'a [Expr], &'a [ast::Keyword], TextRange)> = None;
    let mut others = walk::any_statement(body, can_fail_by_itself);
    walk::expressions(body, &mut |expr| {
        let Expr::Call(call) = expr else {
            others |= matches!(expr, Expr::Subscript(item) if item.ctx.is_load() && !is_called(facts, expr));
            return;
        };
        let id = facts.tree.id(call);
        let callee = really_called(call);
        let handed = callee.range() != call.func.range();
        let runs = if handed { is_waited_for(facts, id) } else { can_raise_here(facts, id, call, body) };
        if runs && is_callback(facts, callee, id) {
            if found.is_none() {
                let skipped =
                    usize::from(handed) * (1 + usize::from(last_name(&call.func) == Some("run_in_executor")));
                let arguments = call.arguments.args.get(skipped..).unwrap_or_default();
                found = Some((callee, arguments, &call.arguments.keywords, call.range()));
            } else {
                others = true;
            }
        } else if !last_name(&call.func).is_some_and(|name| HARMLESS.contains(&name)) {
            others = true;
        }
    });
    let (callee, arguments, keywords, range) = found?;
    let object = spelled(callee).unwrap_or_else(|| "a callback".into());
    Some(Callback {
        name: last_name(callee).map_or_else(|| object.clone(), str::to_string),
        spelled: format!("{object}({})", argument_names(arguments, keywords)),
        alone: !others,
        range,
    })
}

/// A statement that raises though it calls nothing.
fn can_fail_by_itself(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Raise(_) | Stmt::Assert(_) | Stmt::Import(_) | Stmt::ImportFrom(_) | Stmt::Delete(_))
}

/// Whether an expression is the function position of a call: looking a callback up belongs to calling it.
fn is_called<'a>(facts: &Facts<'a>, expr: &'a Expr) -> bool {
    let parent = facts.tree.parent(facts.tree.id(expr)).map(|id| facts.tree.node(id));
    matches!(parent, Some(AnyNodeRef::ExprCall(call)) if call.func.range() == expr.range())
}

impl Callback {
    /// What failed, for a log message: `Callback self._on_close(reason) failed`.
    pub(crate) fn failure(&self) -> String {
        match self.alone {
            true => format!("Callback {} failed", self.spelled),
            false => format!("Callback {}, or what goes with it, failed", self.spelled),
        }
    }
}

/// A callback in names: `self._on_close`, `self._handlers[...]`.
fn spelled(callee: &Expr) -> Option<String> {
    match callee {
        Expr::Subscript(subscript) => Some(format!("{}[...]", spelled(&subscript.value)?)),
        other => walk::dotted(other).map(|names| names.join(".")),
    }
}

/// Whether a loop runs over callbacks that its body calls, so that it has one turn for each: `for hook in self._hooks`,
/// `while self._hooks: hook = self._hooks.pop()`.
pub(super) fn runs_over_callbacks<'a>(facts: &Facts<'a>, id: NodeId, body: &'a [Stmt]) -> bool {
    let item = match facts.tree.node(id) {
        AnyNodeRef::StmtFor(node) if !node.is_async && walk::dotted(looped(&node.iter)).is_some() => {
            node.target.as_name_expr().map(|name| name.id.as_str())
        }
        AnyNodeRef::StmtWhile(node) => node.body.iter().find_map(|stmt| {
            let Stmt::Assign(assign) = stmt else { return None };
            let Expr::Call(call) = &*assign.value else { return None };
            let Expr::Attribute(method) = &*call.func else { return None };
            let drains = matches!(method.attr.as_str(), "pop" | "popleft")
                && walk::dotted(&node.test).is_some()
                && facts.text(&*node.test) == facts.text(&*method.value);
            let [Expr::Name(name)] = assign.targets.as_slice() else { return None };
            drains.then_some(name.id.as_str())
        }),
        _ => None,
    };
    let Some(item) = item else { return false };
    let mut calls_item = false;
    walk::expressions(body, &mut |expr| {
        let Expr::Call(call) = expr else { return };
        let callee = really_called(call);
        calls_item |= matches!(callee, Expr::Name(name) if name.id == item)
            && is_callback(facts, callee, facts.tree.id(call));
    });
    calls_item
}

/// The names of arguments, never their values: `connection, reason=...`.
fn argument_names(arguments: &[Expr], keywords: &[ast::Keyword]) -> String {
    let named = |expr: &Expr| match expr {
        Expr::Starred(starred) => walk::dotted(&starred.value).map(|names| format!("*{}", names.join("."))),
        other => walk::dotted(other).map(|names| names.join(".")),
    };
    let unnamed = || "...".to_string();
    let positional = arguments.iter().map(|argument| named(argument).unwrap_or_else(unnamed));
    let by_keyword = keywords.iter().map(|keyword| match &keyword.arg {
        Some(name) => format!("{name}={}", named(&keyword.value).unwrap_or_else(unnamed)),
        None => named(&keyword.value).map_or_else(unnamed, |name| format!("**{name}")),
    });
    let mut names: Vec<String> = positional.chain(by_keyword).collect();
    if names.len() > MAX_ARGUMENTS {
        names.truncate(MAX_ARGUMENTS);
        names.push(unnamed());
    }
    names.join(", ")
}

/// Whether what is called is a callback: by its name, by its type, or because it is an item of callbacks.
pub(crate) fn is_callback<'a>(facts: &Facts<'a>, callee: &'a Expr, call: NodeId) -> bool {
    match callee {
        Expr::Subscript(subscript) => {
            last_name(&subscript.value).is_some_and(holds_callbacks) || is_typed(facts, callee, call)
        }
        Expr::Name(name) => match facts.scopes().lookup(facts.tree, call, name.id.as_str()) {
            Some((_, bindings)) => {
                let given = bindings.iter().all(|binding| is_given(&binding.kind));
                let item_of_callbacks = bindings.iter().any(
                    |binding| matches!(binding.kind, BindingKind::Loop(over) if last_name(looped(over)).is_some_and(holds_callbacks)),
                );
                given
                    && (is_callback_name(&name.id)
                        || name.id.as_str() == "handler"
                        || item_of_callbacks
                        || is_typed(facts, callee, call))
            }
            None => is_callback_name(&name.id),
        },
        Expr::Attribute(attribute) => is_callback_name(&attribute.attr) || is_typed(facts, callee, call),
        _ => false,
    }
}

/// Whether a name is bound to something that comes from elsewhere, not to a function or class of this file.
fn is_given(binding: &BindingKind<'_>) -> bool {
    match binding {
        BindingKind::Function(_) | BindingKind::Class(_) | BindingKind::Import(_) => false,
        BindingKind::Assignment { value, .. } => !value.is_some_and(Expr::is_lambda_expr),
        _ => true,
    }
}

/// Whether a name is bound where an annotation, or the type of what holds it, can make it a callable that is given: a
/// parameter, an annotated name, an item. `getattr(row, "number")` is none.
fn may_be_annotated(binding: &BindingKind<'_>) -> bool {
    match binding {
        BindingKind::Parameter(_) | BindingKind::Loop(_) => true,
        BindingKind::Assignment { annotation: Some(_), .. } => true,
        BindingKind::Assignment { value: Some(value), .. } => {
            matches!(value, Expr::Attribute(_) | Expr::Subscript(_))
        }
        _ => false,
    }
}

fn is_typed<'a>(facts: &Facts<'a>, callee: &'a Expr, call: NodeId) -> bool {
    let is_callable = |ty: &Ty| ty.is("typing.Callable") || ty.is("collections.abc.Callable");
    let light = facts.light_type(callee, call);
    // An attribute of another file's class is asked of the type engine, where some file annotates one of that name.
    let may_be_elsewhere = || match callee {
        Expr::Attribute(attribute) => !light.is_known() && is_annotated_somewhere(facts, &attribute.attr),
        _ => false,
    };
    let elsewhere = || may_be_elsewhere() && is_callable(&facts.type_of(callee, call).ty);
    if !(is_callable(&light) || elsewhere()) {
        return false;
    }
    match callee {
        Expr::Name(name) => facts
            .scopes()
            .lookup(facts.tree, call, name.id.as_str())
            .is_some_and(|(_, bindings)| bindings.iter().any(|binding| may_be_annotated(&binding.kind))),
        Expr::Attribute(attribute) => !is_own_function(facts, attribute, call),
        _ => true,
    }
}

/// Whether the text of some given file says `name: …Callable`.
fn is_annotated_somewhere(facts: &Facts<'_>, name: &str) -> bool {
    #[derive(Clone)]
    struct Annotated(Arc<BTreeSet<String>>);

    let project = facts.project;
    let known = project.memo().get_or((u32::MAX, 0, 0), || {
        let files = project.files_with("Callable").into_iter();
        let names = files.flat_map(|file| {
            let lines = project.text(file).lines().filter(|line| line.contains("Callable"));
            lines.filter_map(|line| {
                Some(line.split_once(':')?.0.trim_start().trim_start_matches("self.").to_string())
            })
        });
        Annotated(Arc::new(names.collect()))
    });
    known.0.contains(name)
}

/// Whether an attribute holds a function of its own class: a lambda, or another name of a method.
fn is_own_function<'a>(facts: &Facts<'a>, attribute: &'a ast::ExprAttribute, call: NodeId) -> bool {
    let Ty::Local(class) = facts.light_type(&attribute.value, call) else { return false };
    let Some(class) = facts.class(class) else { return false };
    let mut writes = class.writes_of(&attribute.attr).peekable();
    writes.peek().is_some()
        && writes.all(|write| {
            write.annotation.is_none()
                && (write.method.is_none() || write.value.is_some_and(Expr::is_lambda_expr))
        })
}

/// What a loop runs over: `self._hooks` for `list(self._hooks.values())`.
fn looped(over: &Expr) -> &Expr {
    match over {
        Expr::Call(call) => match (&*call.func, call.arguments.args.first()) {
            (Expr::Name(name), Some(inner))
                if matches!(name.id.as_str(), "list" | "tuple" | "set" | "reversed" | "sorted") =>
            {
                looped(inner)
            }
            (Expr::Attribute(attribute), _)
                if matches!(attribute.attr.as_str(), "values" | "copy" | "get") =>
            {
                looped(&attribute.value)
            }
            _ => over,
        },
        Expr::Subscript(subscript) => looped(&subscript.value),
        _ => over,
    }
}

/// Whether a coroutine that a call makes is waited for in the call's own statement.
fn is_waited_for(facts: &Facts<'_>, call: NodeId) -> bool {
    facts
        .tree
        .ancestors(call)
        .take_while(|&id| !facts.tree.node(id).is_statement())
        .any(|id| matches!(facts.tree.node(id), AnyNodeRef::ExprAwait(_)))
}

/// Whether what a called callback raises comes out here: not where its coroutine only becomes a task, nor where
/// `gather` makes a value of the exception.
fn can_raise_here<'a>(facts: &Facts<'a>, id: NodeId, call: &ast::ExprCall, body: &'a [Stmt]) -> bool {
    let spawned = facts.index().call_at(call.range()).is_some_and(|call| call.how == How::Spawned);
    let outer = facts.tree.ancestors(id).take_while(|&id| !facts.tree.node(id).is_statement());
    let calls = outer.filter_map(|id| match facts.tree.node(id) {
        AnyNodeRef::ExprCall(call) => Some(call),
        _ => None,
    });
    let (mut collected, mut grouped) = (false, false);
    for around in calls {
        collected |= around.arguments.keywords.iter().any(|keyword| {
            keyword.arg.as_deref() == Some("return_exceptions")
                && matches!(&keyword.value, Expr::BooleanLiteral(value) if value.value)
        });
        grouped |= matches!(&*around.func, Expr::Attribute(method) if is_entered(&method.value, body));
    }
    !collected && (!spawned || grouped || is_waited_for(facts, id))
}

/// `group` of `async with TaskGroup() as group` in the body: it raises what its tasks raise.
fn is_entered(group: &Expr, body: &[Stmt]) -> bool {
    let Expr::Name(name) = group else { return false };
    walk::any_statement(body, |stmt| {
        let Stmt::With(with) = stmt else { return false };
        with.is_async
            && with.items.iter().any(
                |item| matches!(item.optional_vars.as_deref(), Some(Expr::Name(bound)) if bound.id == name.id),
            )
    })
}
