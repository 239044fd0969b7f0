//! Reasons why a silent handler is fine, and why logging in it needs a reviewer. Makes no edits.

use super::words::last_name;
use super::{Form, Swallow};
use crate::facts::Facts;
use crate::syntax::ast::{Expr, Parameter, Stmt};
use crate::syntax::{AnyNodeRef, NodeId, NodeKind, Ranged, TextRange, reason, walk};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

/// Names of methods that log, on any logger.
const LOG_METHODS: &[&str] = &["debug", "info", "warning", "warn", "error", "exception", "critical", "log"];

/// The first reason why nothing is to be done, if there is one.
pub(super) fn fine<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Finding> {
    let finding = |message: &str, evidence| Some(Finding::fine(swallow.range, message, evidence));
    if let Some(evidence) = logging_itself(facts, swallow) {
        return finding("it guards the logging itself, where logging would recurse", evidence);
    }
    if let Some(evidence) = stated_reason(facts, swallow) {
        return finding("a comment gives the reason for a narrow try body", evidence);
    }
    if let Some(evidence) = expected_by_else(facts, swallow) {
        return finding("failing is what is expected: the else branch raises", evidence);
    }
    if let Some(evidence) = shown_default(facts, swallow) {
        return finding("the default is what the user is shown", evidence);
    }
    reported_by_return(facts, swallow)
}

/// The body only logs, or the function is one that logging calls.
fn logging_itself<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Evidence> {
    // Choosing the logger belongs to it: `log = logging.getLogger(name)` and then the call.
    let mut calls = swallow.body.iter().filter(|stmt| !matches!(stmt, Stmt::Assign(_)));
    if let Some(first) = calls.next()
        && is_log_call(facts, first)
        && calls.all(|stmt| is_log_call(facts, stmt))
    {
        return Some(facts.evidence("logging-itself", "the try body does nothing but log", first.range()));
    }
    let function = facts
        .tree
        .ancestors(swallow.id)
        .find(|&id| facts.tree.node(id).kind() == NodeKind::StmtFunctionDef)?;
    let AnyNodeRef::StmtFunctionDef(definition) = facts.tree.node(function) else { return None };
    let name = definition.name.as_str();
    let words = walk::words(name);
    if words.first().is_some_and(|word| word == "log") && words.len() <= 2 {
        return Some(facts.evidence(
            "logging-itself",
            format!("`{name}` is how this code logs"),
            definition.name.range(),
        ));
    }
    let class = facts.class(facts.tree.class_of_method(function)?)?;
    let base = class.bases().iter().find(|base| {
        facts.qualified(base, class.id).is_some_and(|name| {
            matches!(
                name.as_str(),
                "logging.Handler"
                    | "logging.StreamHandler"
                    | "logging.FileHandler"
                    | "logging.Filter"
                    | "logging.Formatter"
                    | "logging.Logger"
            )
        })
    })?;
    Some(facts.evidence("logging-itself", format!("{} is called by logging", class.name()), base.range()))
}

fn is_log_call<'a>(facts: &Facts<'a>, stmt: &'a Stmt) -> bool {
    let Stmt::Expr(expr) = stmt else { return false };
    let call = match &*expr.value {
        Expr::Await(node) => node.value.as_call_expr(),
        other => other.as_call_expr(),
    };
    let Some(call) = call else { return false };
    match &*call.func {
        Expr::Attribute(attribute) if LOG_METHODS.contains(&attribute.attr.as_str()) => {
            let receiver = facts.text(attribute.value.as_ref()).to_lowercase();
            // `journal.log(…)` logs, `math.log(…)` computes.
            let computes = matches!(receiver.as_str(), "math" | "cmath" | "np" | "numpy" | "torch");
            receiver.contains("log")
                || (attribute.attr.as_str() == "log" && !computes)
                || facts.type_of(&attribute.value, facts.tree.id(call)).ty.is("logging.Logger")
        }
        Expr::Attribute(attribute) => {
            walk::words(attribute.attr.as_str()).first().is_some_and(|word| word == "log")
        }
        Expr::Name(name) => {
            name.id.as_str() == "print"
                || walk::words(name.id.as_str()).first().is_some_and(|word| word == "log")
        }
        _ => false,
    }
}

/// A comment in or at the handler that gives a reason, where the try body is one simple statement.
fn stated_reason<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Evidence> {
    let [only] = swallow.body else { return None };
    let simple = matches!(
        only,
        Stmt::Expr(_)
            | Stmt::Assign(_)
            | Stmt::AnnAssign(_)
            | Stmt::Return(_)
            | Stmt::Delete(_)
            | Stmt::AugAssign(_)
    );
    if !simple || calls_in(only) > 2 {
        return None;
    }
    said(facts, swallow)
}

/// The first comment at the handler (for `suppress`, on its line) that gives a reason.
fn said<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Evidence> {
    let end = match swallow.form {
        Form::Handler { .. } => swallow.range.end(),
        Form::Suppress { .. } => swallow.range.start(),
    };
    let whole = TextRange::new(swallow.range.start(), facts.layout.line_end(end));
    let mut comments = facts.comments_in(whole);
    comments.find_map(|comment| {
        let text = reason(facts.text(comment.range))?;
        Some(facts.evidence("comment", format!("the comment says: {text}"), comment.range))
    })
}

fn calls_in(stmt: &Stmt) -> usize {
    let mut calls = 0;
    walk::expressions(std::slice::from_ref(stmt), &mut |expr| calls += usize::from(expr.is_call_expr()));
    calls
}

/// `try: connect() / except: pass / else: raise`: the exception is the good outcome.
fn expected_by_else(facts: &Facts<'_>, swallow: &Swallow<'_>) -> Option<Evidence> {
    let Form::Handler { parent, .. } = swallow.form else { return None };
    let raise = parent.orelse.last().filter(|stmt| matches!(stmt, Stmt::Raise(_)))?;
    Some(facts.evidence("expected", "the try statement's else branch raises", raise.range()))
}

/// `return "unknown"` in what makes text for people.
fn shown_default(facts: &Facts<'_>, swallow: &Swallow<'_>) -> Option<Evidence> {
    let symbol = facts.symbol(swallow.id);
    let function = symbol.rsplit('.').next()?;
    let words = walk::words(function);
    let shows = words.iter().any(|word| {
        matches!(word.as_str(), "repr" | "str" | "format" | "render" | "describe" | "display" | "label")
    });
    let value = swallow.handler.iter().find_map(|stmt| match stmt {
        Stmt::Return(node) => node
            .value
            .as_deref()
            .filter(|value| value.as_string_literal_expr().is_some_and(|text| !text.value.is_empty())),
        _ => None,
    })?;
    shows.then(|| {
        facts.evidence(
            "default-shown",
            format!("{function} returns {} to be shown", facts.text(value)),
            value.range(),
        )
    })
}

/// `return False` where every caller in this file uses the value, and nobody else can call.
fn reported_by_return<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Finding> {
    let value = returned_constant(swallow)?;
    let function = facts.tree.function(swallow.id)?;
    let callers = facts.callers(function);
    if callers.public || callers.certain.is_empty() || !callers.possible.is_empty() {
        return None;
    }
    let used = callers.certain.iter().all(|call| is_used(facts, call.id));
    if !used || !returns_otherwise(facts, function, value) {
        return None;
    }
    let lines: Vec<String> =
        callers.certain.iter().map(|call| facts.line(call.node.start()).to_string()).collect();
    let what = format!("every caller uses the result: line {}", lines.join(", "));
    let evidence = facts.evidence("reported-by-return", what, callers.certain[0].node.range());
    Some(Finding::fine(
        swallow.range,
        format!("returning {} reports the failure to callers that use it", facts.text(value)),
        evidence,
    ))
}

/// The constant that a handler returns: `False` or `None`.
fn returned_constant<'a>(swallow: &Swallow<'a>) -> Option<&'a Expr> {
    match swallow.handler.last()? {
        Stmt::Return(node) => node
            .value
            .as_deref()
            .filter(|value| matches!(value, Expr::BooleanLiteral(_) | Expr::NoneLiteral(_))),
        _ => None,
    }
}

/// Whether a call's result is used: it is no statement of its own.
fn is_used(facts: &Facts<'_>, call: NodeId) -> bool {
    let mut parent = facts.tree.parent(call);
    while let Some(id) = parent.filter(|&id| facts.tree.node(id).kind() == NodeKind::ExprAwait) {
        parent = facts.tree.parent(id);
    }
    parent.is_some_and(|id| facts.tree.node(id).kind() != NodeKind::StmtExpr)
}

/// Whether the function also returns something that differs from the failure value.
fn returns_otherwise(facts: &Facts<'_>, function: NodeId, failure: &Expr) -> bool {
    let AnyNodeRef::StmtFunctionDef(definition) = facts.tree.node(function) else { return false };
    walk::any_statement(
        &definition.body,
        |stmt| matches!(stmt, Stmt::Return(node) if node.value.as_deref().is_some_and(|value| facts.text(value) != facts.text(failure))),
    )
}

/// A name in the try body that nothing binds: the handler hides a `NameError` every time.
pub(super) fn always_raises<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Finding> {
    let [first, ..] = swallow.body else { return None };
    if !matches!(first, Stmt::Expr(_) | Stmt::Assign(_) | Stmt::Return(_)) || has_star_import(facts) {
        return None;
    }
    let mut missing = None;
    let mut sure = true;
    walk::expressions(std::slice::from_ref(first), &mut |expr| match expr {
        // What is evaluated only sometimes proves nothing.
        Expr::BoolOp(_)
        | Expr::If(_)
        | Expr::Lambda(_)
        | Expr::ListComp(_)
        | Expr::SetComp(_)
        | Expr::DictComp(_)
        | Expr::Generator(_) => sure = false,
        Expr::Name(name)
            if name.ctx.is_load()
                && missing.is_none()
                && facts.is_unbound(name.id.as_str(), facts.tree.id(name)) =>
        {
            missing = Some(name)
        }
        _ => {}
    });
    let name = missing.filter(|_| sure)?;
    let message = format!(
        "`{}` is bound nowhere, so the try body always raises NameError and the handler hides it; bind or import it",
        name.id
    );
    let evidence = facts.evidence(
        "always-raises",
        format!("`{}` is neither bound in this file nor a builtin", name.id),
        name.range(),
    );
    Some(Finding::new(Verdict::Manual, Severity::High, swallow.range, message).because(evidence))
}

fn has_star_import(facts: &Facts<'_>) -> bool {
    facts.tree.all().any(|id| matches!(facts.tree.node(id), AnyNodeRef::StmtImportFrom(import) if import.names.iter().any(|alias| alias.name.as_str() == "*")))
}

/// Why a reviewer has to look at a log call here: what it changes, and what shows it.
pub(super) fn doubts<'a>(
    facts: &Facts<'a>,
    swallow: &Swallow<'a>,
    is_cleanup: bool,
) -> Option<(String, Evidence)> {
    let here = |message: String| facts.evidence("doubt", message, swallow.range);
    let symbol = facts.symbol(swallow.id);
    let function = symbol.rsplit('.').next().unwrap_or_default();
    if facts
        .path
        .split('/')
        .any(|part| part == "tests" || part == "test" || part == "conftest.py" || part.starts_with("test_"))
    {
        return Some(("a test logs what it ignored on purpose".into(), here("the file is test code".into())));
    }
    if function.contains("__del__") {
        return Some((
            "it logs while an object is destroyed, when modules may be gone".into(),
            here("__del__ may run at interpreter shutdown".into()),
        ));
    }
    if matches!(function, "__repr__" | "__str__" | "__format__") {
        return Some((
            format!("{function} logs, also when a log record formats the object"),
            here(format!("{function} is called by logging itself")),
        ));
    }
    if let Some(evidence) = registered_at_exit(facts, swallow.id) {
        return Some((
            "it logs from an exit or signal handler, where handlers may be gone or not re-entrant".into(),
            evidence,
        ));
    }
    if let Some(evidence) = hot_path(facts, function, swallow) {
        return Some(("it logs on a hot path and could flood the log".into(), evidence));
    }
    if !is_cleanup && let Some(evidence) = unthrottled_loop(facts, swallow) {
        return Some(("it logs once per iteration and could flood the log".into(), evidence));
    }
    if let Some(import) =
        swallow.body.iter().find(|stmt| matches!(stmt, Stmt::Import(_) | Stmt::ImportFrom(_)))
    {
        let evidence =
            facts.evidence("doubt", "the try body imports a module that may be optional", import.range());
        return Some(("every start without the optional module is logged".into(), evidence));
    }
    if let Some(evidence) = failure_value(facts, swallow) {
        return Some((
            "it logs a failure that the returned value may already report to its callers".into(),
            evidence,
        ));
    }
    if !is_cleanup && let Some(evidence) = falls_back(facts, swallow) {
        return Some(("it logs a fallback that may be expected".into(), evidence));
    }
    if let Some(evidence) = reason_for_more(facts, swallow) {
        let change = "it logs what a comment says is expected, though the try body can fail in other ways";
        return Some((change.into(), evidence));
    }
    if symbol.is_empty() {
        return Some((
            "it logs while the module is imported, before logging may be configured".into(),
            here("the handler runs at import".into()),
        ));
    }
    None
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
    let value = swallow.handler.iter().find_map(|stmt| match stmt {
        Stmt::Return(node) => node.value.as_deref(),
        Stmt::Assign(node) => Some(&*node.value),
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
    const REGISTER: &[&str] = &["atexit.register", "signal.signal", "weakref.finalize"];
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

/// The code runs for every message: by the name of the function, of one that calls it in this file, or of
/// what the body calls; or for every access to a property.
fn hot_path<'a>(facts: &Facts<'a>, function: &str, swallow: &Swallow<'a>) -> Option<Evidence> {
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
    let is_hot = |name: &str| walk::words(name).into_iter().find(|word| HOT.contains(&word.as_str()));
    if let Some(word) = is_hot(function) {
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
    facts.callers(id).certain.iter().find_map(|call| {
        let caller = facts.tree.function(call.id)?;
        let AnyNodeRef::StmtFunctionDef(caller) = facts.tree.node(caller) else { return None };
        let word = is_hot(caller.name.as_str())?;
        Some(facts.evidence(
            "hot-path",
            format!("`{word}`: it is called by {}", caller.name),
            call.node.range(),
        ))
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
    let nearest = *facts.loops_around(swallow.id).first()?;
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
