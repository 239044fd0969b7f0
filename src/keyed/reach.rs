//! Whether a clean-up is ever run: who calls it.

use crate::facts::index::How;
use crate::facts::types::engine::Place;
use crate::facts::{Facts, FunctionRef, is_test_path};
use crate::syntax::walk;

/// Who runs a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// It runs where entries are put in, too, or is one that Python or a callback runs.
    Here,
    /// It is called here.
    By(Place),
    /// Perhaps here: the object's class is not known.
    Perhaps(Place),
    /// Nobody in the given files calls it, but it is public.
    Public,
    /// Nobody does.
    Nobody,
}

/// Methods that asyncio and web frameworks call. Sources: the asyncio documentation, "Protocols"; tornado, "RequestHandler"
/// and "WebSocketHandler".
const HOOKS: &[&str] = &[
    "connection_lost",
    "connection_made",
    "data_received",
    "eof_received",
    "datagram_received",
    "error_received",
    "process_exited",
    "on_close",
    "on_finish",
    "on_connection_close",
];

/// Words of functions that end everything.
const STOPS: &[&str] = &[
    "stop",
    "close",
    "aclose",
    "shutdown",
    "exit",
    "aexit",
    "del",
    "teardown",
    "terminate",
    "dispose",
    "destroy",
    "kill",
    "abort",
    "quit",
    "disconnect",
];

/// Words of functions that begin things.
const STARTS: &[&str] = &[
    "init",
    "initialize",
    "start",
    "run",
    "serve",
    "setup",
    "open",
    "main",
    "aenter",
    "enter",
    "begin",
    "launch",
    "boot",
    "connect",
    "prepare",
    "made",
    "load",
    "restore",
];

/// Who runs a function. `adders`: the functions that put entries in.
pub(super) fn of(facts: &Facts<'_>, function: Option<FunctionRef>, adders: &[FunctionRef]) -> Reach {
    let Some(function) = function else { return Reach::Here };
    let view = facts.view();
    let Some(entry) = view.function(function) else { return Reach::Nobody };
    let by_python = matches!(&*entry.name, "__exit__" | "__aexit__" | "__del__");
    if adders.contains(&function) || entry.name.is_empty() || entry.parent.is_some() || by_python {
        return Reach::Here;
    }
    let tests = facts.is_test_code();
    let callers = view.callers(function);
    let counts = |place: Place| tests || !is_test_path(facts.project.path(place.file));
    let own = |at: Option<u32>, file: u32| at == Some(function.function) && file == function.file;
    let certain = callers
        .certain
        .iter()
        .find(|caller| counts(caller.place) && !own(caller.function, caller.place.file));
    if let Some(caller) = certain {
        return Reach::By(caller.place);
    }
    // Handed on: whoever gets it runs it.
    let handed = callers.possible.iter().find(|caller| caller.call.is_none() && counts(caller.place));
    if let Some(caller) = handed.filter(|caller| caller.doubt.as_deref() == Some("it is handed on")) {
        return Reach::By(caller.place);
    }
    let outside_base = callers.outside.iter().any(|blind| blind.why.contains("base class"));
    let index = view.index(function.file);
    let derived = entry.class.is_some_and(|class| !index.classes[class as usize].bases.is_empty());
    if derived && HOOKS.contains(&&*entry.name)
        || callers.outside.iter().any(|blind| blind.why.contains("decorated"))
    {
        return Reach::Here;
    }
    if let Some(caller) = callers.possible.iter().find(|caller| counts(caller.place)) {
        return Reach::Perhaps(caller.place);
    }
    // A function of a module may be called through a name of the module that is not resolved.
    if entry.class.is_none()
        && let Some(place) = named_elsewhere(facts, function, &entry.name)
    {
        return Reach::Perhaps(place);
    }
    let public = !entry.name.starts_with('_') || entry.name.ends_with("__");
    if public || outside_base { Reach::Public } else { Reach::Nobody }
}

/// Where another given file names a function.
fn named_elsewhere(facts: &Facts<'_>, function: FunctionRef, name: &str) -> Option<Place> {
    let view = facts.view();
    let files = facts.project.files_with(name).into_iter().filter(|&file| file != function.file);
    let files = files.filter(|&file| !is_test_path(facts.project.path(file)));
    files.into_iter().find_map(|file| {
        let index = view.index(file);
        let named = index.attributes(name).iter().chain(index.names(name)).next();
        named.map(|found| Place { file, range: found.range })
    })
}

/// Whether a function ends everything, by its name, or is only called by such.
pub(super) fn stops(facts: &Facts<'_>, function: Option<FunctionRef>) -> bool {
    has_word(facts, function, &[STOPS]) || only_called_by(facts, function)
}

/// Whether a function begins or ends everything, by its name, or is only called by such.
pub(super) fn starts_or_stops(facts: &Facts<'_>, function: Option<FunctionRef>) -> bool {
    has_word(facts, function, &[STARTS, STOPS]) || only_called_by(facts, function)
}

/// Whether all who call a function begin or end everything.
fn only_called_by(facts: &Facts<'_>, function: Option<FunctionRef>) -> bool {
    let Some(function) = function else { return false };
    let callers = facts.view().callers(function);
    !callers.certain.is_empty()
        && callers.possible.is_empty()
        && callers.certain.iter().all(|caller| {
            // A task that is started there goes on.
            if caller.how == How::Spawned {
                return false;
            }
            let around = caller.function.map(|function| FunctionRef { file: caller.place.file, function });
            has_word(facts, around, &[STARTS, STOPS])
        })
}

/// Whether a function's name says that it ends everything: `close`, `__aexit__`.
pub(crate) fn is_stop(name: &str) -> bool {
    walk::words(name).iter().any(|word| STOPS.contains(&word.as_str()))
}

fn has_word(facts: &Facts<'_>, function: Option<FunctionRef>, lists: &[&[&str]]) -> bool {
    let Some(entry) = function.and_then(|function| facts.view().function(function)) else { return false };
    walk::words(&entry.name).iter().any(|word| lists.iter().any(|list| list.contains(&word.as_str())))
}
