//! What a call starts: recognises asyncio's ways to start a task, and what only looks like one. Not who
//! holds the task.

use super::callees::{Callees, Target, callees, in_its_file};
use crate::facts::{BindingKind, Facts, Ty};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, walk};
use crate::verdict::Evidence;

/// How a task is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Starter {
    /// `asyncio.create_task`.
    CreateTask,
    /// `asyncio.ensure_future`, which hands back a future that it is given.
    EnsureFuture,
    /// `loop.create_task`; whether the type of the loop is known.
    Loop { known: bool },
    /// `asyncio.run_coroutine_threadsafe`, which gives a `concurrent.futures.Future`.
    Threadsafe,
}

/// A call that starts a task.
#[derive(Clone)]
pub(crate) struct Spawn<'a> {
    /// The call.
    pub id: NodeId,
    /// Its node.
    pub call: &'a ast::ExprCall,
    /// How.
    pub starter: Starter,
    /// What shows it.
    pub evidence: Evidence,
}

/// What a proposed call turns out to be.
pub(crate) enum Call<'a> {
    /// It starts a task.
    Spawn(Spawn<'a>),
    /// It starts a task that a task group holds.
    Group(Evidence),
    /// It calls one of these functions of given files, which are named like a spawner.
    Own(Vec<Target>),
    /// It calls something that is named like a spawner and cannot be read; why, if more is known than that this
    /// file does not define it.
    Foreign(Option<String>),
    /// It hands a spawner to the loop, which calls it and drops what it returns.
    Scheduled(String),
}

const LOOPS: &[&str] = &[
    "asyncio.AbstractEventLoop",
    "asyncio.BaseEventLoop",
    "asyncio.SelectorEventLoop",
    "asyncio.ProactorEventLoop",
    "asyncio.EventLoop",
    "uvloop.Loop",
];
/// Task groups and nurseries, by the call that makes them or by their class.
const GROUPS: &[&str] = &[
    "asyncio.TaskGroup",
    "anyio.create_task_group",
    "anyio.abc.TaskGroup",
    "trio.open_nursery",
    "trio.Nursery",
    "aiotools.TaskGroup",
    "taskgroup.TaskGroup",
    "quattro.TaskGroup",
];
/// Methods of a loop that call what they are given and drop what it returns.
pub(crate) const SCHEDULERS: &[&str] = &[
    "call_soon",
    "call_soon_threadsafe",
    "call_later",
    "call_at",
    "add_signal_handler",
    "add_reader",
    "add_writer",
];

/// The last name of a callee: `create_task` for `self._loop.create_task`.
pub(crate) fn last_name(func: &Expr) -> Option<&str> {
    match func {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
}

/// Whether a function of this file is named as one that starts tasks.
fn is_spawner_name(name: &str) -> bool {
    name.contains("create_task")
        || name.contains("ensure_future")
        || (name.contains("spawn") && walk::words(name).iter().any(|word| word == "spawn"))
}

/// Recognises a call. The cheap look at the last name comes first: every call of a file is proposed.
pub(crate) fn recognise<'a>(facts: &Facts<'a>, id: NodeId) -> Option<Call<'a>> {
    let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
    let name = last_name(&call.func)?;
    if SCHEDULERS.contains(&name) {
        return scheduled(facts, id, call);
    }
    let telling = is_spawner_name(name) || matches!(name, "run_coroutine_threadsafe" | "Task");
    // Any other name can only be an import's alias, and an attribute is none.
    let alias = || call.func.is_name_expr() && imported(facts, name, id);
    if !telling && !alias() {
        return None;
    }
    let qualified = facts.qualified(&call.func, id);
    let starter = match qualified.as_deref() {
        Some("asyncio.create_task") => Some(Starter::CreateTask),
        Some("asyncio.Task") if !call.arguments.args.is_empty() => Some(Starter::CreateTask),
        Some("asyncio.ensure_future") => Some(Starter::EnsureFuture),
        Some("asyncio.run_coroutine_threadsafe") => Some(Starter::Threadsafe),
        _ => None,
    };
    if name == "Task" && starter.is_none() {
        return None;
    }
    if starter.is_some() && gives_a_future(facts, call) {
        return None;
    }
    if let Some(starter) = starter {
        let evidence =
            facts.evidence("spawn", format!("`{}` starts it", facts.text(call.func.as_ref())), call.range());
        return Some(Call::Spawn(Spawn { id, call, starter, evidence }));
    }
    if !telling {
        return None;
    }
    let (outside, why) = match callees(facts, call, id) {
        Callees::Given(targets) => return Some(Call::Own(targets)),
        Callees::Outside(names) => {
            let why = format!("`{}` is outside of the given files", names.join("` or `"));
            (names, Some(why))
        }
        Callees::Unknown(why) => (Vec::new(), why),
    };
    match call.func.as_ref() {
        Expr::Attribute(attribute) if name == "create_task" => {
            Some(by_receiver(facts, id, call, &attribute.value, (&outside, why)))
        }
        // Only the exact names are taken for spawners in files that are not read.
        Expr::Name(_) if matches!(name, "create_task" | "ensure_future") => Some(Call::Foreign(why)),
        _ => None,
    }
}

/// Whether what is given is a future already, of which no task is made: `ensure_future` hands it back, `create_task`
/// raises TypeError. Source: the Python library reference, "Futures".
fn gives_a_future<'a>(facts: &Facts<'a>, call: &'a ast::ExprCall) -> bool {
    const FUTURES: &[&str] = &[
        "run_in_executor",
        "create_future",
        "wrap_future",
        "shield",
        "gather",
        "ensure_future",
        "create_task",
    ];
    let Some(Expr::Call(given)) = call.arguments.args.first() else { return false };
    if last_name(&given.func).is_some_and(|name| FUTURES.contains(&name)) {
        return true;
    }
    if facts.file.is_none() || facts.project.engine().is_none() {
        return false;
    }
    let typed = facts.type_of(&call.arguments.args[0], facts.tree.id(call));
    if typed.ty.name().is_some_and(|name| name.ends_with("Future") || name == "asyncio.Task") {
        return true;
    }
    // A plain function of the given files that returns no call may give a future; a coroutine it gives only by a call.
    calls_a_maker(facts, given, MAX_MAKERS)
}

/// Functions that hand on another's future, followed from one to the next.
const MAX_MAKERS: u8 = 2;

/// Whether all functions that a call may run are given and hand out a future.
fn calls_a_maker<'a>(facts: &Facts<'a>, call: &'a ast::ExprCall, levels: u8) -> bool {
    let Callees::Given(targets) = callees(facts, call, facts.tree.id(call)) else { return false };
    targets.iter().all(|&target| match target {
        Target::Here(function) => hands_a_future(facts, function, levels),
        Target::There(function) => {
            in_its_file(facts, function, |other, id| hands_a_future(other, id, levels)).unwrap_or(false)
        }
    })
}

/// Whether a function is a plain `def` that returns nothing but futures which it has made, itself or by such a function.
fn hands_a_future(facts: &Facts<'_>, function: NodeId, levels: u8) -> bool {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return false };
    if node.is_async || !node.decorator_list.is_empty() {
        return false;
    }
    let mut returns = 0;
    let other = walk::any_statement(&node.body, |stmt| {
        let Some(value) = stmt.as_return_stmt().and_then(|stmt| stmt.value.as_deref()) else { return false };
        returns += 1;
        match value {
            Expr::Name(name) => {
                let made = facts.scopes().bindings_in(function, name.id.as_str());
                !made.iter().all(|binding| {
                    matches!(&binding.kind, BindingKind::Assignment { value: Some(Expr::Call(call)), .. }
                        if last_name(&call.func).is_some_and(|name| name.ends_with("Future") || name == "create_future"))
                }) || made.is_empty()
            }
            Expr::Call(call) if levels > 0 => !calls_a_maker(facts, call, levels - 1),
            _ => true,
        }
    });
    returns > 0 && !other
}

fn imported(facts: &Facts<'_>, name: &str, at: NodeId) -> bool {
    let bound = facts.scopes().lookup(facts.tree, at, name);
    bound.is_some_and(|(_, bindings)| {
        bindings.iter().any(|binding| matches!(binding.kind, BindingKind::Import(_)))
    })
}

/// `x.create_task(…)`: what is `x`? `outside` are the methods outside of the given files that it certainly runs.
fn by_receiver<'a>(
    facts: &Facts<'a>,
    id: NodeId,
    call: &'a ast::ExprCall,
    receiver: &'a Expr,
    (outside, why): (&[String], Option<String>),
) -> Call<'a> {
    let typed = facts.type_of(receiver, id);
    let text = facts.text(receiver);
    let words = last_of(receiver).map(walk::words).unwrap_or_default();
    let says = |names: &[&str]| words.iter().any(|word| names.contains(&word.as_str()));
    if let Some(name) = typed.ty.name() {
        if LOOPS.contains(&name) {
            let evidence = facts.type_evidence(&format!("`{text}`"), &typed).unwrap_or_else(|| {
                facts.evidence("type", format!("`{text}` is an event loop"), call.range())
            });
            return Call::Spawn(Spawn { id, call, starter: Starter::Loop { known: true }, evidence });
        }
        if GROUPS.contains(&name) {
            return Call::Group(facts.evidence("task-group", format!("`{text}` is a {name}"), call.range()));
        }
    }
    if let Some(evidence) = opened_group(facts, receiver, id) {
        return Call::Group(evidence);
    }
    // Whatever the receiver is called, and whichever of its bases has the method. Of an attribute that is otherwise
    // unknown, the checker sees one of several assignments.
    let followed = typed.ty.is_known() || receiver.is_call_expr();
    let owner = |class: fn(&str) -> bool| {
        let all = outside.iter().all(|method| class_of_asyncio(method).is_some_and(class));
        outside.first().filter(|_| followed && all).and_then(|method| class_of_asyncio(method))
    };
    if let Some(class) = owner(|class| class.ends_with("Loop")) {
        let message = format!("`{text}` runs `create_task` of asyncio's {class}");
        let evidence = facts.evidence("type", message, call.range());
        return Call::Spawn(Spawn { id, call, starter: Starter::Loop { known: true }, evidence });
    }
    if owner(|class| class == "TaskGroup").is_some() {
        return Call::Group(facts.evidence("task-group", format!("`{text}` is a task group"), call.range()));
    }
    let unknown = matches!(typed.ty, Ty::Unknown(_));
    if unknown && says(&["tg", "group", "taskgroup", "nursery"]) {
        let evidence =
            facts.evidence("task-group", format!("`{text}` is a task group by its name"), call.range());
        return Call::Group(evidence);
    }
    if unknown && says(&["loop"]) {
        let evidence = facts.evidence("loop-name", format!("`{text}` is a loop by its name"), call.range());
        return Call::Spawn(Spawn { id, call, starter: Starter::Loop { known: false }, evidence });
    }
    Call::Foreign(why)
}

/// The class of a method of asyncio: `AbstractEventLoop` for `asyncio.events.AbstractEventLoop.create_task`.
fn class_of_asyncio(method: &str) -> Option<&str> {
    let mut parts = method.rsplit('.').skip(1);
    let class = parts.next()?;
    let root = method.split('.').next().unwrap_or_default();
    matches!(root, "asyncio" | "uvloop").then_some(class)
}

/// The name at the end of a receiver: `loop` for `self.loop`, `get_event_loop` for `get_event_loop()`.
fn last_of(receiver: &Expr) -> Option<&str> {
    match receiver {
        Expr::Call(call) => last_name(&call.func),
        other => last_name(other),
    }
}

/// Whether a name is bound by `async with TaskGroup() as name`.
fn opened_group(facts: &Facts<'_>, receiver: &Expr, at: NodeId) -> Option<Evidence> {
    let Expr::Name(name) = receiver else { return None };
    let (_, bindings) = facts.scopes().lookup(facts.tree, at, name.id.as_str())?;
    bindings.iter().find_map(|binding| {
        let BindingKind::With { context: Expr::Call(call), .. } = &binding.kind else { return None };
        let made = facts.qualified(&call.func, binding.node)?;
        GROUPS.contains(&made.as_str()).then(|| {
            facts.evidence(
                "task-group",
                format!("`{}` is opened here and waits for its tasks", name.id),
                call.range(),
            )
        })
    })
}

/// `loop.call_soon(asyncio.create_task, coroutine)`.
fn scheduled<'a>(facts: &Facts<'a>, id: NodeId, call: &'a ast::ExprCall) -> Option<Call<'a>> {
    let reference = call.arguments.args.iter().take(2).find(|argument| {
        let exact = last_name(argument).is_some_and(|name| matches!(name, "create_task" | "ensure_future"));
        exact
            && (facts.is_one_of(argument, id, &["asyncio.create_task", "asyncio.ensure_future"])
                || argument.as_attribute_expr().is_some_and(|attribute| {
                    last_of(&attribute.value)
                        .is_some_and(|name| walk::words(name).contains(&"loop".to_string()))
                }))
    })?;
    Some(Call::Scheduled(facts.text(reference).to_string()))
}

/// What the task runs, in words: `self._notify`, or `a coroutine` where it has no short name.
pub(crate) fn subject(facts: &Facts<'_>, call: &ast::ExprCall) -> String {
    match call.arguments.args.first() {
        Some(Expr::Call(inner))
            if walk::dotted(&inner.func).is_some() && !facts.text(inner.func.as_ref()).contains('\n') =>
        {
            format!("`{}`", facts.text(inner.func.as_ref()))
        }
        Some(name @ Expr::Name(_)) => format!("`{}`", facts.text(name)),
        _ => "a coroutine".into(),
    }
}

/// Whether an expression is certainly a fresh coroutine: a call of an undecorated `async def` of this file,
/// or of one of asyncio's own coroutine functions.
pub(crate) fn is_coroutine<'a>(facts: &Facts<'a>, expr: &'a Expr) -> bool {
    let Expr::Call(call) = expr else { return false };
    let at = facts.tree.id(call);
    if facts.is_one_of(
        &call.func,
        at,
        &["asyncio.sleep", "asyncio.wait_for", "asyncio.wait", "asyncio.to_thread"],
    ) {
        return true;
    }
    let Some(function) = facts.callee(call, at) else { return false };
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return false };
    let yields = walk::any_expression(&node.body, |expr| matches!(expr, Expr::Yield(_)));
    node.is_async && node.decorator_list.is_empty() && !yields
}
