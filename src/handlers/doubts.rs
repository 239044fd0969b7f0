//! Reasons why logging in a silent handler needs a reviewer: what it would change besides the log.

use super::category::Word;
use super::fine::said;
use super::silent::is_default;
use super::words::last_name;
use super::{Form, Swallow, callbacks, elsewhere, expected};
use crate::facts::Facts;
use crate::syntax::ast::{Expr, Parameter, Stmt};
use crate::syntax::{AnyNodeRef, NodeId, Ranged, walk};
use crate::verdict::Evidence;

/// Why a reviewer has to look at a log call.
pub(crate) struct Doubt {
    /// What the log call changes besides the log.
    pub(crate) change: String,
    /// What shows it.
    pub(crate) evidence: Evidence,
    /// What it says of the site's category, where it says anything.
    pub(crate) word: Option<Word>,
}

impl Doubt {
    fn new(word: impl Into<Option<Word>>, change: impl Into<String>, evidence: Evidence) -> Self {
        Doubt { change: change.into(), evidence, word: word.into() }
    }
}

/// The first reason why a reviewer has to look at a log call here.
pub(super) fn find<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>, is_cleanup: bool) -> Option<Doubt> {
    let here = |message: String| facts.evidence("doubt", message, swallow.range);
    let symbol = facts.symbol(swallow.id);
    let function = symbol.rsplit('.').next().unwrap_or_default();
    if facts.is_test_code() {
        let evidence = here("the file is test code".into());
        return Some(Doubt::new(None, "a test logs what it ignored on purpose", evidence));
    }
    if function.contains("__del__") {
        let change = "it logs while an object is destroyed, when modules may be gone";
        return Some(Doubt::new(None, change, here("__del__ may run at interpreter shutdown".into())));
    }
    if let Some(evidence) = logging_runs_it(facts, swallow) {
        let change = "it logs in code that logging may run, which can recurse";
        return Some(Doubt::new(Word::LoggingItself, change, evidence));
    }
    if is_implicit(function) {
        let change = format!("{function} logs, whenever Python calls it");
        return Some(Doubt::new(None, change, here(format!("Python calls {function} by itself"))));
    }
    if let Some(evidence) = runs_at_a_bad_time(facts, swallow) {
        return Some(Doubt::new(None, AT_A_BAD_TIME, evidence));
    }
    if let Some(evidence) = registered_at_exit(facts, swallow.id) {
        return Some(Doubt::new(None, AT_EXIT, evidence));
    }
    if let Some(evidence) = hot_path(facts, function, swallow) {
        return Some(Doubt::new(Word::HotPath, ON_A_HOT_PATH, evidence));
    }
    if !is_cleanup && let Some(evidence) = unthrottled_loop(facts, swallow) {
        let change = "it logs once per iteration and could flood the log";
        return Some(Doubt::new(Word::HotPath, change, evidence));
    }
    answers(facts, swallow, is_cleanup).or_else(|| said_elsewhere(facts, swallow)).or_else(|| {
        // A class body runs at import, too.
        facts.tree.function(swallow.id).is_none().then(|| {
            let change = "it logs while the module is imported, before logging may be configured";
            Doubt::new(None, change, here("the handler runs at import".into()))
        })
    })
}

/// Failures that may be an answer, or that a comment calls expected.
fn answers<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>, is_cleanup: bool) -> Option<Doubt> {
    if let Some(import) =
        swallow.body.iter().find(|stmt| matches!(stmt, Stmt::Import(_) | Stmt::ImportFrom(_)))
    {
        let evidence =
            facts.evidence("doubt", "the try body imports a module that may be optional", import.range());
        return Some(Doubt::new(
            Word::ControlFlow,
            "every start without the optional module is logged",
            evidence,
        ));
    }
    if let Some(evidence) = failure_value(facts, swallow) {
        let change = "it logs a failure that the returned value may already report to its callers";
        return Some(Doubt::new(Word::ControlFlow, change, evidence));
    }
    if !is_cleanup && let Some(evidence) = falls_back(facts, swallow) {
        return Some(Doubt::new(Word::ControlFlow, "it logs a fallback that may be expected", evidence));
    }
    if !is_cleanup && let Some(evidence) = expected::answer(facts, swallow) {
        return Some(Doubt::new(Word::ControlFlow, "it logs what may be an expected answer", evidence));
    }
    let evidence = reason_for_more(facts, swallow)?;
    let change = "it logs what a comment says is expected, though the try body can fail in other ways";
    Some(Doubt::new(None, change, evidence))
}

const AT_EXIT: &str = "it logs from an exit or signal handler, where handlers may be gone or not re-entrant";
const AT_A_BAD_TIME: &str = "it logs during finalisation or after a fork, when logging may be gone or locked";
const ON_A_HOT_PATH: &str = "it logs on a hot path and could flood the log";

/// What callers say, in other files, too: asked last, because it looks through them and infers types.
fn said_elsewhere<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Doubt> {
    if let Some(evidence) = elsewhere::registered(facts, swallow.id) {
        return Some(Doubt::new(None, AT_EXIT, evidence));
    }
    if let Some(evidence) = elsewhere::finaliser(facts, swallow.id) {
        return Some(Doubt::new(None, AT_A_BAD_TIME, evidence));
    }
    let hot = |name: &str| elsewhere::has_word(name, HOT);
    let evidence =
        elsewhere::hot_caller(facts, swallow.id, &hot).or_else(|| hot_caller_here(facts, swallow.id))?;
    Some(Doubt::new(Word::HotPath, ON_A_HOT_PATH, evidence))
}

/// Words of functions that run for every message.
const HOT: &[&str] = &[
    "received",
    "packet",
    "packets",
    "datagram",
    "decrypt",
    "decompress",
    "recv",
    "frame",
    "frames",
    "tick",
    "decode",
    "encode",
];

/// A special method that is called by an operator, by formatting, by copying: not by a statement that one
/// sees. Entering, leaving, calling and iterating are seen.
fn is_implicit(function: &str) -> bool {
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
fn logging_runs_it<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Evidence> {
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
fn runs_at_a_bad_time<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Evidence> {
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

/// `return False` or `return b"timed out"`: a constant that says something, for callers to see.
fn failure_value(facts: &Facts<'_>, swallow: &Swallow<'_>) -> Option<Evidence> {
    let Stmt::Return(node) = swallow.handler.last()? else { return None };
    let value = node.value.as_deref().filter(|value| match value {
        Expr::BooleanLiteral(_) | Expr::UnaryOp(_) => true,
        Expr::StringLiteral(text) => !text.value.is_empty(),
        Expr::BytesLiteral(bytes) => !bytes.value.is_empty(),
        _ => false,
    })?;
    let function = facts.tree.function(swallow.id)?;
    let AnyNodeRef::StmtFunctionDef(definition) = facts.tree.node(function) else { return None };
    let message = format!("{} returns {} for its callers to see", definition.name, facts.text(value));
    Some(facts.evidence("reported-by-return", message, value.range()))
}

/// The handler makes the failure a value (`found = None`, `return []`): a probe or a default may be meant,
/// and then every ordinary run would be logged.
fn falls_back(facts: &Facts<'_>, swallow: &Swallow<'_>) -> Option<Evidence> {
    // A counter that is assigned is no default.
    let value = swallow.handler.iter().find_map(|stmt| match stmt {
        Stmt::Return(node) => node.value.as_deref(),
        Stmt::Assign(node) => Some(&*node.value).filter(|value| is_default(value)),
        Stmt::AnnAssign(node) => node.value.as_deref(),
        _ => None,
    })?;
    let message = format!("`{}` stands in where the try body fails", facts.text(value));
    Some(facts.evidence("fallback", message, value.range()))
}

/// A comment that gives a reason, where the try body is too wide for the reason to cover all of it.
fn reason_for_more<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Evidence> {
    said(facts, swallow)
}

/// The function is handed to `atexit` or a signal.
fn registered_at_exit<'a>(facts: &Facts<'a>, id: NodeId) -> Option<Evidence> {
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

/// The code runs for every message, by the name of the function, of what the body calls or of a parameter; or for
/// every access to a property.
fn hot_path<'a>(facts: &Facts<'a>, function: &str, swallow: &Swallow<'a>) -> Option<Evidence> {
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
    if let Some(parameter) = definition
        .parameters
        .iter()
        .map(|parameter| parameter.as_parameter())
        .find(|parameter| is_payload(facts, parameter))
    {
        let message = format!("{function} gets `{}`, so it runs for every message", parameter.name);
        return Some(facts.evidence("hot-path", message, parameter.range()));
    }
    None
}

/// A caller whose name says that it runs for every message, where the file stands alone.
fn hot_caller_here<'a>(facts: &Facts<'a>, id: NodeId) -> Option<Evidence> {
    let id = facts.tree.function(id).filter(|_| facts.file.is_none())?;
    facts.callers(id).certain.iter().find_map(|call| {
        let caller = facts.tree.function(call.id)?;
        let AnyNodeRef::StmtFunctionDef(caller) = facts.tree.node(caller) else { return None };
        elsewhere::has_word(&caller.name, HOT).then(|| {
            let message = format!("it is called by {}, which runs for every message", caller.name);
            facts.evidence("hot-path", message, call.node)
        })
    })
}

/// A parameter that holds one message off the wire.
fn is_payload(facts: &Facts<'_>, parameter: &Parameter) -> bool {
    const NAMES: &[&str] = &["data", "packet", "datagram", "frame", "payload", "chunk"];
    let bytes = parameter.annotation.as_deref().is_some_and(|annotation| {
        matches!(facts.text(annotation), "bytes" | "bytearray" | "memoryview" | "bytes | bytearray")
    });
    bytes || NAMES.contains(&parameter.name.as_str())
}

/// A loop around the handler that nothing slows down on the way through the handler.
fn unthrottled_loop<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Evidence> {
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
