//! Code that runs so often that a log call in it could flood the log: for every message, or in a loop that nothing
//! slows down. Reasons only.

use super::elsewhere::has_word;
use super::words::last_name;
use super::{Form, Swallow, callbacks};
use crate::facts::Facts;
use crate::syntax::ast::{Expr, ParameterWithDefault, Stmt};
use crate::syntax::{AnyNodeRef, NodeId, Ranged, walk};
use crate::verdict::Evidence;

/// Words of functions that run for every message.
pub(super) const HOT: &[&str] = &[
    "received",
    "packet",
    "packets",
    "datagram",
    "encrypt",
    "decrypt",
    "compress",
    "decompress",
    "recv",
    "frame",
    "frames",
    "tick",
    "decode",
    "encode",
];

/// The code runs for every message, by the name of the function, of what the body calls or of a parameter; or for
/// every access to a property.
pub(super) fn hot_path<'a>(facts: &Facts<'a>, function: &str, swallow: &Swallow<'a>) -> Option<Evidence> {
    // As the first word of a function's name, these move one message after another.
    const MOVING: &[&str] = &["read", "receive", "recv", "dispatch", "route"];
    let is_hot = |name: &str| walk::words(name).into_iter().find(|word| HOT.contains(&word.as_str()));
    let moves = walk::words(function).into_iter().next().filter(|word| MOVING.contains(&word.as_str()));
    if let Some(word) = is_hot(function).or(moves) {
        return Some(facts.evidence(
            "hot-path",
            format!("`{word}` says that {function} runs for every message"),
            swallow.range,
        ));
    }
    let mut called = None;
    walk::expressions(swallow.body, &mut |expr| {
        if let Expr::Call(call) = expr
            && let Some(name) = last_name(&call.func)
            && let Some(word) = is_hot(name)
        {
            called.get_or_insert((word, call.range()));
        }
    });
    if let Some((word, range)) = called {
        return Some(facts.evidence(
            "hot-path",
            format!("`{word}` says that this runs for every message"),
            range,
        ));
    }
    let id = facts.tree.function(swallow.id)?;
    let AnyNodeRef::StmtFunctionDef(definition) = facts.tree.node(id) else { return None };
    let property = definition
        .decorator_list
        .iter()
        .find(|decorator| last_name(&decorator.expression).is_some_and(|name| name.ends_with("property")));
    if let Some(decorator) = property {
        return Some(facts.evidence("hot-path", format!("{function} is a property"), decorator.range()));
    }
    if let Some(parameter) =
        definition.parameters.iter_non_variadic_params().find(|parameter| is_payload(facts, parameter))
    {
        let message = format!("{function} gets `{}`, so it runs for every message", parameter.name());
        return Some(facts.evidence("hot-path", message, parameter.range()));
    }
    None
}

/// A caller whose name says that it runs for every message, where the file stands alone.
pub(super) fn hot_caller_here<'a>(facts: &Facts<'a>, id: NodeId) -> Option<Evidence> {
    let id = facts.tree.function(id).filter(|_| facts.file.is_none())?;
    facts.callers(id).certain.iter().find_map(|call| {
        let caller = facts.tree.function(call.id)?;
        let AnyNodeRef::StmtFunctionDef(caller) = facts.tree.node(caller) else { return None };
        has_word(&caller.name, HOT).then(|| {
            let message = format!("it is called by {}, which runs for every message", caller.name);
            facts.evidence("hot-path", message, call.node)
        })
    })
}

/// A parameter that holds one message off the wire: bytes, or something of such a name that is always given.
fn is_payload(facts: &Facts<'_>, parameter: &ParameterWithDefault) -> bool {
    const NAMES: &[&str] = &["data", "packet", "datagram", "frame", "payload", "chunk"];
    const BYTES: &[&str] = &["bytes", "bytearray", "memoryview"];
    let annotation = parameter.annotation().map(|annotation| facts.text(annotation));
    if annotation.is_some_and(|text| text.split('|').any(|part| BYTES.contains(&part.trim()))) {
        return true;
    }
    // `data: str | None = None` is an option of a command, not a message.
    let optional = parameter.default.is_some()
        || annotation.is_some_and(|text| {
            text.starts_with("Optional[") || text.split('|').any(|part| part.trim() == "None")
        });
    NAMES.contains(&parameter.name().as_str()) && !optional
}

/// A loop around the handler that nothing slows down on the way through the handler.
pub(super) fn unthrottled_loop<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Evidence> {
    // One record for each callback that fails is no flood; what repeats that loop may be one.
    let over_callbacks = |id: &NodeId| callbacks::runs_over_callbacks(facts, *id, swallow.body);
    let nearest = facts.loops_around(swallow.id).into_iter().find(|id| !over_callbacks(id))?;
    if swallow.handler.iter().any(|stmt| matches!(stmt, Stmt::Break(_) | Stmt::Return(_) | Stmt::Raise(_))) {
        return None;
    }
    let body: &[Stmt] = match facts.tree.node(nearest) {
        AnyNodeRef::StmtWhile(node) => &node.body,
        AnyNodeRef::StmtFor(node) => &node.body,
        _ => return None,
    };
    let continues = swallow.handler.iter().any(|stmt| matches!(stmt, Stmt::Continue(_)));
    let guarded = match swallow.form {
        Form::Handler { parent, .. } => parent.range(),
        Form::Suppress { node } => node.range(),
    };
    let slowed = body.iter().any(|stmt| {
        let always = !stmt.range().contains_range(guarded) && (stmt.end() <= guarded.start() || !continues);
        always
            && walk::any_expression(
                std::slice::from_ref(stmt),
                |expr| matches!(expr, Expr::Call(call) if is_sleep(&call.func)),
            )
    });
    (!slowed).then(|| {
        facts.evidence(
            "loop",
            "no sleep slows this loop down on the way through the handler",
            facts.tree.node(nearest).range(),
        )
    })
}

fn is_sleep(func: &Expr) -> bool {
    last_name(func).is_some_and(|name| name == "sleep" || name == "wait" || name.ends_with("_sleep"))
}
