//! Moments at which logging is gone, locked or running already: finalisation, exit, signals, forks, and what logging
//! itself calls. Reasons only, from the judged file.

use super::Swallow;
use super::words::last_name;
use crate::facts::Facts;
use crate::syntax::ast::Expr;
use crate::syntax::{AnyNodeRef, NodeId, Ranged, walk};
use crate::verdict::Evidence;

/// A special method that is called by an operator, by formatting, by copying: not by a statement that one
/// sees. Entering, leaving, calling and iterating are seen.
pub(super) fn is_implicit(function: &str) -> bool {
    const SEEN: &[&str] = &[
        "__init__",
        "__enter__",
        "__exit__",
        "__aenter__",
        "__aexit__",
        "__call__",
        "__await__",
        "__anext__",
        "__next__",
    ];
    function.starts_with("__") && function.ends_with("__") && !SEEN.contains(&function)
}

/// The file hooks itself into logging or the standard streams, so its code may run inside a log call.
pub(super) fn logging_runs_it<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Evidence> {
    const HOOKS: &[&str] =
        &["setLogRecordFactory", "addFilter", "addHandler", "addaudithook", "setLoggerClass"];
    const CLASSES: &[&str] = &[
        "logging.Handler",
        "logging.StreamHandler",
        "logging.FileHandler",
        "logging.Filter",
        "logging.Formatter",
    ];
    let function = facts.tree.function(swallow.id);
    let record = function.and_then(|id| match facts.tree.node(id) {
        AnyNodeRef::StmtFunctionDef(definition) => definition
            .parameters
            .iter()
            .map(|parameter| parameter.as_parameter())
            .find(|parameter| parameter.name.as_str() == "record"),
        _ => None,
    });
    if let Some(parameter) = record {
        return Some(facts.evidence(
            "logging-runs-it",
            "logging may run it: it gets a `record`",
            parameter.range(),
        ));
    }
    facts.tree.all().find_map(|id| {
        let (message, at) = match facts.tree.node(id) {
            AnyNodeRef::ExprCall(call) => {
                let name = last_name(&call.func).filter(|name| HOOKS.contains(name))?;
                (format!("logging may run it: this file calls `{name}`"), call.range())
            }
            AnyNodeRef::ExprAttribute(attribute) if attribute.ctx.is_store() => {
                let stream = matches!(
                    facts.text(attribute.range()),
                    "sys.stderr" | "sys.stdout" | "sys.excepthook" | "sys.unraisablehook"
                );
                if !stream {
                    return None;
                }
                (
                    format!("logging may run it: this file sets `{}`", facts.text(attribute.range())),
                    attribute.range(),
                )
            }
            AnyNodeRef::StmtClassDef(class) => {
                let bases = class.arguments.as_deref().map_or(&[][..], |arguments| &arguments.args);
                let base = bases.iter().find(|base| facts.is_one_of(base, id, CLASSES))?;
                (format!("logging may run it: {} is part of logging", class.name), base.range())
            }
            _ => return None,
        };
        Some(facts.evidence("logging-runs-it", message, at))
    })
}

/// `__del__` of the class calls the method, or the function forks.
pub(super) fn runs_at_a_bad_time<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Evidence> {
    let function = facts.tree.function(swallow.id)?;
    let AnyNodeRef::StmtFunctionDef(definition) = facts.tree.node(function) else { return None };
    let name = definition.name.as_str();
    if let Some(class) = facts.tree.class_of_method(function).and_then(|id| facts.class(id))
        && let Some(finaliser) = class.method("__del__")
        && let Some(used) = class.uses_of(name).find(|used| used.method == finaliser.id)
    {
        return Some(facts.evidence("doubt", format!("`__del__` calls it: {name}"), used.range));
    }
    let mut fork = None;
    walk::expressions(&definition.body, &mut |expr| {
        if let Expr::Call(call) = expr
            && facts.text(call.func.as_ref()) == "os.fork"
        {
            fork.get_or_insert(call.range());
        }
    });
    fork.map(|range| {
        facts.evidence("doubt", "it may run after a fork, where a lock of logging may be held", range)
    })
}

/// The function is handed to `atexit` or a signal.
pub(super) fn registered_at_exit<'a>(facts: &Facts<'a>, id: NodeId) -> Option<Evidence> {
    const REGISTER: &[&str] =
        &["atexit.register", "signal.signal", "weakref.finalize", "weakref.ref", "sys.settrace"];
    let function = facts.tree.function(id)?;
    let AnyNodeRef::StmtFunctionDef(definition) = facts.tree.node(function) else { return None };
    let name = definition.name.as_str();
    let decorated = definition
        .decorator_list
        .iter()
        .find(|decorator| facts.is_one_of(&decorator.expression, function, REGISTER));
    if let Some(decorator) = decorated {
        return Some(facts.evidence("doubt", format!("{name} is registered here"), decorator.range()));
    }
    facts.tree.all().find_map(|call_id| {
        let AnyNodeRef::ExprCall(call) = facts.tree.node(call_id) else { return None };
        let registers = facts.is_one_of(&call.func, call_id, REGISTER)
            || last_name(&call.func) == Some("add_signal_handler");
        let handed = call.arguments.args.iter().any(|argument| last_name(argument) == Some(name));
        (registers && handed)
            .then(|| facts.evidence("doubt", format!("{name} is registered here"), call.range()))
    })
}
