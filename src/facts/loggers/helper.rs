//! The class's own helper that logs (`self._log_warning("…")`): found by its name, taken only where it is shown to log.

use crate::facts::{Class, Method, Ty};
use crate::syntax::{Expr, Ranged, Stmt, call_lines, walk};
use crate::verdict::{Evidence, Verdict};

use super::idiom::not_proven;
use super::writes::METHODS;
use super::{Exception, Facts, LogCall, Request};

pub(super) fn by_helper<'a>(
    facts: &Facts<'a>,
    request: &Request,
    this: &str,
    classes: &[&Class<'a>],
    passed: &mut Vec<Evidence>,
) -> Option<LogCall> {
    let wanted = request.level.method();
    let mut helpers: Vec<&Method<'a>> = classes
        .iter()
        .flat_map(|class| &class.methods)
        .filter(|method| {
            is_helper_name(method.node.name.as_str())
                && classes.iter().any(|class| class.uses_of(method.node.name.as_str()).next().is_some())
        })
        .collect();
    // The helper of the wanted level, else a neutral one.
    helpers.sort_by_key(|method| !method.node.name.contains(wanted));
    let helper = helpers.into_iter().find(|method| {
        let name = method.node.name.as_str();
        fits_level(name, wanted)
    })?;
    if facts.tree.contains(helper.id, request.at) {
        return None;
    }
    let name = format!("{this}.{}", helper.node.name);
    let parameters = &helper.node.parameters;
    let required = parameters
        .posonlyargs
        .iter()
        .chain(&parameters.args)
        .skip(1)
        .filter(|parameter| parameter.default.is_none())
        .count();
    if required != 1 || parameters.kwonlyargs.iter().any(|parameter| parameter.default.is_none()) {
        return None;
    }
    if helper.node.is_async {
        passed.push(facts.evidence(
            "logger-helper",
            format!("`{name}` must be awaited and is not used for inserted calls"),
            helper.node.name.range(),
        ));
        return None;
    }
    let Some(receiver) = logs_through(facts, helper) else {
        passed.push(facts.evidence(
            "logger-helper",
            format!("it is not shown in this file that `{name}` logs: it may drop a coroutine"),
            helper.node.name.range(),
        ));
        return None;
    };
    let own = helper.this.and_then(|this| walk::attribute_of(receiver, this));
    let exists = own.is_none_or(|attribute| facts.always_set(request.at, attribute));
    let takes_exc_info = parameters.kwarg.is_some()
        || parameters.iter_non_variadic_params().any(|parameter| parameter.name().as_str() == "exc_info");
    let evidence =
        vec![facts.evidence("logger", format!("the class logs through `{name}`"), helper.node.name.range())];
    let mut uses_name = false;
    let arguments = match &request.exception {
        Exception::None => vec![facts.layout.string(&request.message)],
        Exception::Handled { .. } if takes_exc_info => {
            vec![facts.layout.string(&request.message), "exc_info=True".into()]
        }
        Exception::Value(value) if takes_exc_info => {
            vec![facts.layout.string(&request.message), format!("exc_info={value}")]
        }
        Exception::Handled { name: Some(value) } | Exception::Value(value) => {
            uses_name = matches!(request.exception, Exception::Handled { .. });
            let escaped = request.message.replace('{', "{{").replace('}', "}}");
            vec![format!("f{}", facts.layout.string(&format!("{escaped}: {{{value}!r}}")))]
        }
        Exception::Handled { name: None } => return None,
    };
    let lines = call_lines(facts.layout, facts.columns(request.at), &name, &arguments, "");
    let change = if !exists {
        Some(not_proven(facts.text(receiver)))
    } else if does_more(helper) {
        Some(format!("`{name}` does more than log, which then happens here, too"))
    } else {
        overridden(facts, helper, classes)
            .then(|| format!("a subclass has a `{}` of its own", helper.node.name))
    };
    let verdict = if change.is_none() { Verdict::Safe } else { Verdict::Review };
    Some(LogCall {
        verdict,
        lines,
        edits: Vec::new(),
        evidence,
        change,
        logger: name,
        is_new: false,
        awaited: false,
        guarded: false,
        uses_name,
    })
}

/// Whether a helper does anything but log and put a message together: it raises, sets attributes, calls something.
fn does_more(helper: &Method<'_>) -> bool {
    const HARMLESS: &[&str] = &[
        "str",
        "repr",
        "len",
        "type",
        "format",
        "join",
        "strip",
        "getattr",
        "isinstance",
        "isEnabledFor",
        "time",
        "monotonic",
        "format_exc",
        "exc_info",
        "get",
    ];
    let acts = |stmt: &Stmt| match stmt {
        Stmt::Expr(_) | Stmt::Pass(_) | Stmt::If(_) | Stmt::Try(_) => false,
        Stmt::Return(node) => node.value.as_deref().is_some_and(|value| !value.is_none_literal_expr()),
        Stmt::Assign(assign) => !assign.targets.iter().all(Expr::is_name_expr),
        Stmt::AnnAssign(assign) => !assign.target.is_name_expr(),
        Stmt::AugAssign(assign) => !assign.target.is_name_expr(),
        _ => true,
    };
    let calls = |expr: &Expr| match expr {
        Expr::Call(call) => {
            let name = match call.func.as_ref() {
                Expr::Attribute(attribute) => attribute.attr.as_str(),
                Expr::Name(name) => name.id.as_str(),
                _ => return true,
            };
            !METHODS.contains(&name) && !HARMLESS.contains(&name)
        }
        Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_) => true,
        _ => false,
    };
    let body = &helper.node.body;
    walk::any_statement(body, acts) || walk::any_expression(body, calls)
}

/// Whether a subclass, here or in another given file, puts something else in the helper's place.
fn overridden(facts: &Facts<'_>, helper: &Method<'_>, classes: &[&Class<'_>]) -> bool {
    let name = helper.node.name.as_str();
    let Some(own) = classes.first() else { return false };
    let below = |class: &&Class<'_>| class.id != own.id && facts.inherits(class.id, Some(own.id));
    if facts.classes().iter().filter(below).any(|class| class.method(name).is_some()) {
        return true;
    }
    let Some(known) = facts.class_ref(&Ty::Local(own.id)) else { return false };
    let view = facts.view();
    view.descendants(known)
        .into_iter()
        .any(|sub| sub != known && view.index(sub.file).method(sub.class, name).is_some())
}

/// Whether a helper of this name logs at the wanted level, or at any.
pub(super) fn fits_level(name: &str, wanted: &str) -> bool {
    name.contains(wanted)
        || !["debug", "info", "warning", "error", "critical", "exception"]
            .iter()
            .any(|level| name.contains(level))
}

pub(super) fn is_helper_name(name: &str) -> bool {
    let words = walk::words(name);
    words.first().is_some_and(|word| word == "log")
        && words.len() <= 2
        && words.get(1).is_none_or(|word| {
            ["debug", "info", "warning", "warn", "error", "exception", "message"].contains(&word.as_str())
        })
}

/// The logger through which a helper is shown to log: it calls a method of it, and its class is known.
fn logs_through<'a>(facts: &Facts<'a>, helper: &Method<'a>) -> Option<&'a Expr> {
    let mut found = None;
    walk::expressions(&helper.node.body, &mut |expr| {
        let Expr::Call(call) = expr else { return };
        let Expr::Attribute(attribute) = call.func.as_ref() else { return };
        let known = ["logging.Logger", "logging.LoggerAdapter", "structlog.BoundLogger"];
        if METHODS.contains(&attribute.attr.as_str()) {
            let receiver = facts.type_of(&attribute.value, facts.tree.id(attribute));
            if known.into_iter().any(|class| receiver.ty.is(class)) {
                found.get_or_insert(attribute.value.as_ref());
            }
        }
    });
    found
}
