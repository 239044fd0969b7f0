//! What the calls of a handler that counts do: whether one reports the failure by itself. One call deep for what is
//! fine, as deep as it takes for what is certainly quiet; what cannot be seen is unknown.

use crate::facts::index::How;
use crate::facts::loggers::Writes;
use crate::facts::types::engine::{Place, Symbol};
use crate::facts::{Facts, FunctionRef, View};
use crate::handlers::callback_names;
use crate::handlers::counting::statement_call;
use crate::handlers::{Form, Swallow};
use crate::syntax::ast::{self, Expr, Stmt};
use crate::syntax::{self, Ranged, imports, walk};
use crate::verdict::Evidence;

/// What the calls of a handler do with the failure.
pub(super) enum Recorder {
    /// One of them certainly logs.
    Logs(Evidence),
    /// One of them always raises, so nothing is dropped.
    Raises(Evidence),
    /// One of them keeps the exception where it is read.
    Keeps(Evidence),
    /// All of them are seen, and none of them reports anything.
    Quiet(Vec<Evidence>),
    /// One of them may report it.
    Unseen(Evidence),
}

/// Calls that are followed below a recorder.
const MAX_DEPTH: u8 = 4;
/// Standard modules and functions through which code speaks.
const SPEAKING: &[&str] = &["logging", "warnings", "traceback", "syslog", "builtins.print", "sys"];

/// What the calls of a handler do, all of its statements together.
pub(super) fn of<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Recorder {
    let bound = match swallow.form {
        Form::Handler { node, .. } => node.name.as_ref().map(|name| name.as_str()),
        Form::Suppress { .. } => None,
    };
    let mut quiet = Vec::new();
    let mut unseen = None;
    for call in swallow.handler.iter().filter_map(statement_call) {
        match one(facts, call, bound) {
            Recorder::Quiet(evidence) => quiet.extend(evidence),
            Recorder::Unseen(evidence) => {
                unseen.get_or_insert(evidence);
            }
            reports => return reports,
        }
    }
    // A call may also stand in what is returned or assigned, but then it is no plain default.
    unseen.map_or(Recorder::Quiet(quiet), Recorder::Unseen)
}

fn one<'a>(facts: &Facts<'a>, call: &'a ast::ExprCall, bound: Option<&str>) -> Recorder {
    let id = facts.tree.id(call);
    let text = facts.text(call.func.as_ref());
    let unseen = |why: &str| Recorder::Unseen(facts.evidence("recorder", format!("`{text}` {why}"), call));
    let found = facts.runs(&call.func, id);
    if found.why.is_some() || found.symbols.is_empty() {
        return unseen("is not seen in the given files, so it may report the failure itself");
    }
    let view = facts.view();
    let functions: Option<Vec<FunctionRef>> =
        found.symbols.iter().map(|symbol| view.function_of(symbol)).collect();
    let Some(functions) = functions else {
        let silent = found.symbols.iter().all(is_silent_standard);
        return match silent {
            true => Recorder::Quiet(Vec::new()),
            false => unseen("is defined outside of the given files and may report the failure itself"),
        };
    };
    let dropped = |function: &FunctionRef| {
        let how = facts.index().call_at(call.range()).map(|call| call.how);
        view.function(*function).is_some_and(|entry| entry.is_async) && how != Some(How::Awaited)
    };
    if functions.iter().any(dropped) {
        return unseen("is a coroutine that is not awaited here");
    }
    let at = |kind: &'static str, what: &str| {
        let first = functions.first().and_then(|&first| Some((first.file, view.function(first)?.name_range)));
        match first {
            Some((file, range)) => view.evidence(kind, format!("`{text}` {what}"), Place { file, range }),
            None => facts.evidence(kind, format!("`{text}` {what}"), call),
        }
    };
    if functions.iter().all(|function| view.writes(*function) == Writes::Always) {
        return Recorder::Logs(at("recorder-logs", "logs"));
    }
    if functions.iter().all(|function| always_raises(&view, *function)) {
        return Recorder::Raises(at("recorder-raises", "always raises"));
    }
    if gets_exception(call, bound)
        && let Some(kept) =
            functions.iter().map(|function| keeps(&view, *function)).collect::<Option<Vec<_>>>()
        && let Some(first) = kept.into_iter().next()
    {
        return Recorder::Keeps(first);
    }
    if gets_exception(call, bound) {
        return unseen("gets the exception and may report it");
    }
    match functions.iter().all(|function| is_quiet(&view, *function, 0)) {
        true => Recorder::Quiet(vec![at("recorder", "reports nothing")]),
        false => Recorder::Unseen(at("recorder", "may report the failure itself")),
    }
}

/// Whether a call is handed the exception that the handler binds.
fn gets_exception(call: &ast::ExprCall, bound: Option<&str>) -> bool {
    let mut found = false;
    let values = call.arguments.keywords.iter().map(|keyword| &keyword.value);
    for argument in call.arguments.args.iter().chain(values) {
        walk::subexpressions(argument, &mut |expr| {
            found |= matches!(expr, Expr::Name(name) if Some(name.id.as_str()) == bound);
        });
    }
    found
}

fn is_silent_standard(symbol: &Symbol) -> bool {
    let root = symbol.name.split('.').next().unwrap_or_default();
    let standard = root == "builtins" || imports::is_stdlib(root);
    symbol.place.is_none() && standard && !SPEAKING.iter().any(|word| symbol.name.starts_with(word))
}

/// Whether a function certainly reports nothing of the failure: all that it calls is seen, and quiet. A callback that is
/// told of the count does not have the exception, so what it says is something else.
fn is_quiet(view: &View<'_>, function: FunctionRef, depth: u8) -> bool {
    let Some(entry) = view.function(function) else { return false };
    if depth > MAX_DEPTH || entry.is_generator || !entry.decorators.is_empty() {
        return false;
    }
    view.calls_in(function).iter().all(|call| {
        let callee = Place { file: function.file, range: call.callee };
        if callback_names::is_callback_name(view.text(callee).rsplit('.').next().unwrap_or_default()) {
            return true;
        }
        let found = view.runs(callee);
        found.why.is_none()
            && !found.symbols.is_empty()
            && found.symbols.iter().all(|symbol| match view.function_of(symbol) {
                Some(inner) => is_quiet(view, inner, depth + 1),
                None => is_silent_standard(symbol),
            })
    })
}

/// The statements of a function, parsed anew: other files have no tree here.
fn with_body<T>(
    view: &View<'_>,
    function: FunctionRef,
    ask: impl FnOnce(&ast::StmtFunctionDef) -> T,
) -> Option<T> {
    let entry = view.function(function)?;
    if !entry.decorators.is_empty() || entry.is_generator {
        return None;
    }
    let text = view.text(Place { file: function.file, range: entry.range }).to_string();
    let parsed = syntax::parse(&text).ok()?;
    match parsed.syntax().body.as_slice() {
        [Stmt::FunctionDef(definition)] => Some(ask(definition)),
        _ => None,
    }
}

/// Whether a call of a function always ends in an exception: it has a `raise` of its own level, and nothing leaves
/// it before.
fn always_raises(view: &View<'_>, function: FunctionRef) -> bool {
    with_body(view, function, |definition| {
        let raises = definition.body.iter().position(|stmt| matches!(stmt, Stmt::Raise(_)));
        raises.is_some_and(|at| {
            !walk::any_statement(&definition.body[..at], |stmt| matches!(stmt, Stmt::Return(_)))
        })
    })
    .unwrap_or(false)
}

/// Where a method keeps its argument, if it does so in an attribute that is read somewhere.
fn keeps(view: &View<'_>, function: FunctionRef) -> Option<Evidence> {
    let owner = view.owner(function)?;
    let attributes = with_body(view, function, |definition| {
        let mut names = definition.parameters.iter_non_variadic_params().map(|each| each.name().to_string());
        let this = names.next()?;
        let given: Vec<String> = names.collect();
        let stored = definition.body.iter().filter_map(|stmt| match stmt {
            Stmt::Assign(node) => match (node.targets.as_slice(), &*node.value) {
                ([target], Expr::Name(value)) if given.contains(&value.id.to_string()) => {
                    walk::attribute_of(target, &this).map(str::to_string)
                }
                _ => None,
            },
            _ => None,
        });
        Some(stored.collect::<Vec<_>>())
    })??;
    attributes.iter().find_map(|attribute| {
        let uses = view.uses(owner, attribute);
        let read = uses.list.iter().find(|found| found.reads())?;
        Some(view.evidence(
            "recorder-keeps",
            format!("`{attribute}` keeps the exception and is read"),
            read.place,
        ))
    })
}
