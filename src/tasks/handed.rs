//! Tasks that are handed to a call or returned by a lambda: who gets them, and whether that keeps them.

use super::callees::{Callees, Target, callees, in_its_file};
use super::flow::{CARRIERS, Fate, Hold, KEEP, held, other};
use super::local;
use super::spawn::{SCHEDULERS, last_name};
use crate::facts::index::Slot;
use crate::facts::{BindingKind, Facts, is_transparent};
use crate::syntax::ast::{self, ExprContext};
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, TextRange};
use crate::verdict::Evidence;

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

/// What to do about a task that is passed to a function which does not keep it. What that function does with it, such as
/// adding a callback that logs, a fix at the start could only repeat.
pub(crate) const PASSED: &str = "let that function keep it until it ends, or keep it where it is started, in a set with a done callback that discards it";

const NOT_WEAK: &str = "use a plain set, and discard the task in a done callback";

/// Whether a container of `weakref` holds what is put into it no longer than others do.
pub(crate) fn is_weak<'a>(facts: &Facts<'a>, container: &'a Expr, at: NodeId) -> bool {
    facts.type_of(container, at).ty.name().is_some_and(|name| name.starts_with("weakref."))
}

/// The task is an argument of a call.
pub(crate) fn passed_on<'a>(
    facts: &Facts<'a>,
    id: NodeId,
    call: &'a ast::ExprCall,
    argument: AnyNodeRef<'a>,
    depth: u8,
) -> Fate<'a> {
    let text = facts.text(call.func.as_ref());
    let name = last_name(&call.func).unwrap_or_default();
    if LOOKERS.contains(&name) {
        return other(format!("`{text}` looks at it and forgets it"), KEEP, call);
    }
    if let (Expr::Attribute(attribute), true) = (call.func.as_ref(), ADDERS.contains(&name)) {
        let container = facts.text(attribute.value.as_ref());
        if is_weak(facts, &attribute.value, id) {
            return other(format!("`{container}` is weak and keeps nothing alive"), NOT_WEAK, call);
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
    if facts.is_one_of(&call.func, id, &["weakref.ref", "weakref.proxy", "weakref.finalize"]) {
        return other(format!("`{text}` keeps nothing alive"), KEEP, call);
    }
    let message = format!("it is passed to `{text}`");
    match by_parameter(facts, id, call, argument, depth) {
        None => held("passed-on", message, call),
        Some(Ok(elsewhere)) => {
            let (range, elsewhere) = (call.range(), Some(elsewhere));
            Fate::Held(Hold { kind: "passed-on", message, range, elsewhere })
        }
        Some(Err(())) => other(format!("{message}, which keeps nothing of it"), PASSED, call),
    }
}

/// `container[key] = task`, where that keeps nothing: the container is weak, or nothing ever reads it.
pub(crate) fn kept_as_item<'a>(
    facts: &Facts<'a>,
    item: &'a ast::ExprSubscript,
    at: NodeId,
) -> Option<Fate<'a>> {
    let container = facts.text(item.value.as_ref());
    if is_weak(facts, &item.value, at) {
        return Some(other(format!("`{container}` is weak and keeps nothing alive"), NOT_WEAK, item));
    }
    only_filled(facts, &item.value, at)
        .map(|filled| other(format!("it is put into `{container}`, which nothing reads"), KEEP, filled))
}

/// What the functions of given files that a call may run do with an argument: the line at which one of them keeps it, or
/// `Err` where none does. `None` where that is not known.
fn by_parameter<'a>(
    facts: &Facts<'a>,
    id: NodeId,
    call: &'a ast::ExprCall,
    argument: AnyNodeRef<'a>,
    depth: u8,
) -> Option<Result<Evidence, ()>> {
    let slot = slot_of(call, argument)?;
    let Callees::Given(targets) = callees(facts, call, id) else { return None };
    let inside = |other: &Facts<'_>, function: NodeId| {
        let AnyNodeRef::StmtFunctionDef(node) = other.tree.node(function) else { return None };
        if !node.decorator_list.iter().all(|decorator| is_transparent(other.text(&decorator.expression))) {
            return None;
        }
        let name = parameter(other, function, node, &slot)?;
        let hold = local::of_parameter(other, function, name, depth.saturating_sub(1));
        Some(hold.map(|hold| {
            let message = format!("`{}`: {}", node.name, hold.message);
            let evidence = other.evidence("parameter-kept", message, hold.range);
            Evidence { path: (other.file != facts.file).then(|| other.path.to_string()), ..evidence }
        }))
    };
    let mut dropped = false;
    for target in targets {
        let found = match target {
            Target::Here(function) => inside(facts, function),
            Target::There(function) => in_its_file(facts, function, inside).flatten(),
        };
        match found? {
            Some(evidence) => return Some(Ok(evidence)),
            None => dropped = true,
        }
    }
    dropped.then_some(Err(()))
}

/// The parameter of a function that an argument becomes.
fn parameter<'a>(
    facts: &Facts<'a>,
    function: NodeId,
    node: &'a ast::StmtFunctionDef,
    slot: &Slot,
) -> Option<&'a str> {
    let is_static =
        node.decorator_list.iter().any(|decorator| facts.text(&decorator.expression) == "staticmethod");
    let bound = usize::from(facts.tree.class_of_method(function).is_some() && !is_static);
    let parameters = &node.parameters;
    let name = |parameter: &'a ast::ParameterWithDefault| parameter.parameter.name.as_str();
    match slot {
        Slot::Position(at) => parameters.posonlyargs.iter().chain(&parameters.args).map(name).nth(at + bound),
        Slot::Keyword(wanted) => {
            parameters.args.iter().chain(&parameters.kwonlyargs).map(name).find(|name| *name == &**wanted)
        }
    }
}

/// Which argument of a call a value is; `None` where it is unpacked.
pub(crate) fn slot_of(call: &ast::ExprCall, node: AnyNodeRef<'_>) -> Option<Slot> {
    let range = node.range();
    if let Some(keyword) =
        call.arguments.keywords.iter().find(|keyword| keyword.range().contains_range(range))
    {
        return keyword.arg.as_ref().map(|name| Slot::Keyword(Box::from(name.as_str())));
    }
    let at = call.arguments.args.iter().position(|argument| argument.range().contains_range(range))?;
    let plain = call.arguments.args[..=at].iter().all(|argument| !argument.is_starred_expr());
    plain.then_some(Slot::Position(at))
}

/// A local container of which every use only adds to it.
fn only_filled(facts: &Facts<'_>, container: &Expr, at: NodeId) -> Option<TextRange> {
    let Expr::Name(name) = container else { return None };
    let (scope, bindings) = facts.scopes().lookup(facts.tree, at, name.id.as_str())?;
    let fresh = bindings.iter().all(|binding| match &binding.kind {
        BindingKind::Assignment { value: Some(value), .. } => match value {
            Expr::List(list) => list.elts.is_empty(),
            Expr::Dict(dict) => dict.items.is_empty(),
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
        match facts.tree.parent(read).map(|id| facts.tree.node(id)) {
            Some(AnyNodeRef::ExprAttribute(method)) => ADDERS.contains(&method.attr.as_str()),
            Some(AnyNodeRef::ExprSubscript(item)) => item.ctx == ExprContext::Store,
            _ => false,
        }
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
