//! The edit that tells expected failures from unexpected ones: a handler of its own for the expected, in front, with
//! the same statements and a `debug` record; an `error` record in the one that is there.

use crate::config::PythonVersion;
use crate::edit::{Edit, Fix};
use crate::facts::Facts;
use crate::facts::loggers::{Exception, Level, Request};
use crate::handlers::judge::Open;
use crate::handlers::{Form, Swallow, cancellation, earlier, fix};
use crate::syntax::ast::{self, Expr};
use crate::syntax::{Decline, Ranged, insert_before, line};
use crate::verdict::Verdict;

/// The last Python in which `asyncio.TimeoutError` is no `TimeoutError`.
const OWN_TIMEOUT: PythonVersion = PythonVersion { major: 3, minor: 10 };
/// Other names of `OSError`, since Python 3.3.
const OS_ERRORS: &[&str] =
    &["builtins.OSError", "builtins.IOError", "builtins.EnvironmentError", "socket.error"];
const TIMEOUTS: &[&str] = &["asyncio.TimeoutError", "asyncio.exceptions.TimeoutError"];

/// Splits a handler into expected and unexpected failures.
pub(super) fn fix<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>, open: &Open) -> Result<Fix, Decline> {
    let Form::Handler { node, parent } = swallow.form else { return Err(Decline("there is no handler")) };
    if cancellation::is_star(swallow) {
        return Err(Decline("a handler of `except*` takes parts of a group"));
    }
    if swallow.types.len() > 1 || swallow.catches.everything || swallow.catches.cancelled {
        return Err(Decline("the handler takes more than Exception"));
    }
    if !facts.layout.starts_line(node.start()) {
        return Err(Decline("the handler shares its line"));
    }
    let (expected, said) = expected(facts, swallow, node, parent)?;
    let statements: Vec<&str> = swallow.handler.iter().map(|stmt| facts.text(stmt)).collect();
    if statements.iter().any(|text| text.contains('\n')) {
        return Err(Decline("a statement of the handler spans several lines"));
    }
    let anchor = swallow.anchor().ok_or(Decline("the handler is empty"))?;
    let (bound, name) = fix::names(facts, swallow);
    let request = |level| Request {
        at: facts.tree.id(anchor),
        level,
        message: fix::message(facts, swallow, open.category.kind),
        arguments: Vec::new(),
        exception: Exception::Handled { name: name.clone() },
    };
    let (quiet, loud) = (facts.log_call(&request(Level::Debug)), facts.log_call(&request(Level::Error)));
    let binding = |uses: bool| match &name {
        Some(name) if uses => format!(" as {name}"),
        _ => String::new(),
    };
    let mut lines = vec![line(0, format!("except {expected}{}:", binding(quiet.uses_name)))];
    lines.extend(quiet.lines.iter().map(|inner| line(inner.depth + 1, inner.text.clone())));
    lines.extend(statements.into_iter().map(|text| line(1, text)));
    let mut edits: Vec<Edit> = loud.edits.clone();
    edits.extend(quiet.edits.into_iter().filter(|edit| !loud.edits.contains(edit)));
    edits.extend(insert_before(facts.layout, node.range(), &lines)?);
    edits.extend(insert_before(facts.layout, anchor.range(), &loud.lines)?);
    if loud.uses_name && bound.is_none() {
        edits.extend(fix::bind(facts, node, name.as_deref()));
    }
    let mut changes = vec![format!(
        "{said} are logged at debug level, all else at error level; what the handler does stays the same for both"
    )];
    changes.extend(loud.change);
    changes.extend(open.doubt.as_ref().map(|doubt| doubt.change.clone()));
    let verdict = Verdict::Review;
    let mut fix = Fix::new(verdict, "tell expected failures from unexpected ones", edits);
    fix.change = Some(changes.join("; "));
    Ok(fix.because_all(loud.evidence).because_all(open.doubt.as_ref().map(|doubt| doubt.evidence.clone())))
}

/// The expected types as written in the new handler, and as said: without those that an earlier handler takes.
///
/// `TimeoutError` and `ConnectionError` are kinds of `OSError` since Python 3.3, `asyncio.TimeoutError` since 3.11.
fn expected<'a>(
    facts: &Facts<'a>,
    swallow: &Swallow<'a>,
    node: &'a ast::ExceptHandlerExceptHandler,
    parent: &'a ast::StmtTry,
) -> Result<(String, String), Decline> {
    let taken = |types: &[&str]| {
        earlier(node, parent).any(|earlier| match earlier.type_.as_deref() {
            Some(Expr::Tuple(tuple)) => tuple.elts.iter().any(|ty| facts.is_one_of(ty, swallow.id, types)),
            Some(one) => facts.is_one_of(one, swallow.id, types),
            None => false,
        })
    };
    if taken(OS_ERRORS) {
        return Err(Decline("an earlier handler takes the expected failures"));
    }
    if facts.scopes().lookup(facts.tree, swallow.id, "OSError").is_some() {
        return Err(Decline("the name OSError means something else here"));
    }
    let kinds = "OSError and its kinds, TimeoutError and ConnectionError,";
    if facts.settings.python > OWN_TIMEOUT || taken(TIMEOUTS) {
        return Ok(("OSError".into(), kinds.into()));
    }
    match facts.spelled("asyncio", "TimeoutError", swallow.id) {
        Some(spelled) => Ok((
            format!("({spelled}, OSError)"),
            format!("{spelled}, OSError and its kinds, TimeoutError and ConnectionError,"),
        )),
        None => Ok((
            "OSError".into(),
            "OSError and its kinds, TimeoutError and ConnectionError (before Python 3.11 not asyncio's TimeoutError, as asyncio is not imported here),"
                .into(),
        )),
    }
}
