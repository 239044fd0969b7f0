//! What other given files say of the function around a silent handler: who calls it, where it is registered, and
//! whether its result is used. Reasons only; no edits.

use std::ops::ControlFlow;

use crate::facts::index::{FileIndex, Function, Occurrence, Usage};
use crate::facts::types::engine::Place;
use crate::facts::{Caller, ClassRef, Facts, FunctionRef, Wanted};
use crate::syntax::{NodeId, TextRange, walk};
use crate::verdict::Evidence;

use super::Swallow;
use super::logging_itself::CALLED_BY_LOGGING;

/// Functions that run what they are given when the program ends, or when a signal comes.
const REGISTER: &[&str] =
    &["atexit.register", "signal.signal", "weakref.finalize", "weakref.ref", "sys.settrace"];

/// The function around a node, among those of the given files.
fn around(facts: &Facts<'_>, id: NodeId) -> Option<FunctionRef> {
    facts.function_ref(facts.tree.function(id)?)
}

/// Whether a file defines a function whose name says that it runs for every message.
#[derive(Clone, Copy)]
struct HasHotFunction(bool);

/// The files that may hold a handler, filter, formatter or logger of their own.
#[derive(Clone)]
struct LoggingParts(std::sync::Arc<[u32]>);

/// A caller in whatever file whose name says that it runs for every message.
pub(super) fn hot_caller(facts: &Facts<'_>, id: NodeId, is_hot: &dyn Fn(&str) -> bool) -> Option<Evidence> {
    let view = facts.view();
    // Most files have no such function, which their text shows.
    let defines = |file: u32| {
        facts.project.memo().get_or((file, u32::MAX, 0), || {
            let names =
                facts.project.text(file).split("def ").skip(1).filter_map(|rest| rest.split('(').next());
            HasHotFunction(names.map(str::trim).any(is_hot))
        })
    };
    let wanted = Wanted { file: &|file| defines(file).0, place: &|_, _, caller| is_hot(&caller.name) };
    let caller = view.find_caller(around(facts, id)?, &wanted, &Caller::is_certain)?;
    let name =
        view.function(FunctionRef { file: caller.place.file, function: caller.function? })?.name.clone();
    let message = format!("it is called by {name}, which runs for every message");
    Some(facts.evidence_at("hot-path", message, caller.place))
}

/// A `__del__` in whatever file that calls it.
pub(super) fn finaliser(facts: &Facts<'_>, id: NodeId) -> Option<Evidence> {
    let view = facts.view();
    let final_files = facts.project.files_with("__del__");
    let wanted = Wanted {
        file: &|file| final_files.contains(&file),
        place: &|_, _, caller| &*caller.name == "__del__",
    };
    let caller = view.find_caller(around(facts, id)?, &wanted, &|_| true)?;
    Some(facts.evidence_at("doubt", "`__del__` calls it", caller.place))
}

/// A method of a handler, filter or formatter of logging, in whatever file, that calls it: it runs inside a log call.
pub(super) fn logging_runs_it(facts: &Facts<'_>, id: NodeId) -> Option<Evidence> {
    let view = facts.view();
    // Most files have no part of logging, which their text shows.
    let LoggingParts(files) = facts.project.memo().once(|| {
        let has_part = |file: &u32| {
            let text = facts.project.text(*file);
            ["Handler)", "Filter)", "Formatter)", "Logger)", "Adapter)"]
                .iter()
                .any(|base| text.contains(base))
        };
        LoggingParts(facts.project.files_with("logging").into_iter().filter(has_part).collect())
    });
    let of_logging = |file: u32, class: u32| {
        let bases = view.outside_bases(ClassRef { file, class });
        bases.iter().flatten().any(|base| base.starts_with("logging."))
    };
    let called = |index: &FileIndex, caller: &Function| {
        CALLED_BY_LOGGING.contains(&&*caller.name)
            && caller.class.and_then(|class| index.classes.get(class as usize)).is_some()
    };
    let wanted =
        Wanted { file: &|file| files.contains(&file), place: &|index, _, caller| called(index, caller) };
    let caller = view.find_caller(around(facts, id)?, &wanted, &|caller| {
        let function = caller.function.map(|function| FunctionRef { file: caller.place.file, function });
        let class = function.and_then(|function| view.owner(function));
        class.is_some_and(|class| of_logging(class.file, class.class))
    })?;
    Some(facts.evidence_at("logging-runs-it", "logging runs what calls it here", caller.place))
}

/// A place in another file that registers it for the program's end or a signal.
pub(super) fn registered(facts: &Facts<'_>, id: NodeId) -> Option<Evidence> {
    let view = facts.view();
    let function = around(facts, id)?;
    let name = view.function(function)?.name.clone();
    for file in facts.project.files_with(&name) {
        let text = facts.project.text(file);
        if Some(file) == facts.file
            || !["atexit", "signal", "finalize", "settrace"].iter().any(|word| text.contains(word))
        {
            continue;
        }
        let index = view.index(file);
        for found in index.attributes(&name).iter().chain(index.names(&name)) {
            let Usage::Passed { callee, .. } = &found.usage else { continue };
            let callee = view.text(Place { file, range: *callee }).to_string();
            if REGISTER.contains(&callee.as_str()) || callee.ends_with(".add_signal_handler") {
                let place = Place { file, range: found.range };
                return Some(view.evidence("doubt", format!("{name} is registered here"), place));
            }
        }
    }
    None
}

/// The calls that use the value that a handler returns, if every call in the given files does.
pub(super) fn reported(facts: &Facts<'_>, swallow: &Swallow<'_>) -> Option<Vec<Evidence>> {
    let view = facts.view();
    let function = around(facts, swallow.id)?;
    let entry = view.function(function)?;
    // Frameworks call what is decorated, and Python what has a special name.
    if !entry.decorators.is_empty() || entry.name.starts_with("__") || entry.is_generator {
        return None;
    }
    // Whoever calls through an object of unknown class is asked as well; handed on, it is not followed.
    let drops = |index: &FileIndex, found: &Occurrence, _: &Function| !uses_result(index, found);
    let wanted = Wanted { place: &drops, ..Wanted::default() };
    if view.find_caller(function, &wanted, &|_| true).is_some() {
        return None;
    }
    let mut users: Vec<Caller> = Vec::new();
    view.each_caller(function, &Wanted::default(), &mut |caller| {
        if caller.is_certain() {
            users.push(caller);
        }
        if users.len() < SHOWN { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    let shown = users
        .iter()
        .map(|caller| facts.evidence_at("reported-by-return", "the caller uses the result", caller.place));
    (!users.is_empty()).then(|| shown.collect())
}

/// Callers shown of those that use a result.
const SHOWN: usize = 3;

/// Whether a use of a function's name is a call whose result is not dropped.
fn uses_result(index: &FileIndex, found: &Occurrence) -> bool {
    let call = matches!(found.usage, Usage::Called).then(|| index.call_of(found.range)).flatten();
    let thrown_away = |call: TextRange| {
        let stores = index.stores.get("_").into_iter().flatten();
        stores.filter_map(|store| store.value).any(|value| value.contains_range(call))
    };
    call.is_some_and(|call| !call.dropped && !thrown_away(call.range))
}

/// Whether a name says that code runs for every message.
pub(super) fn has_word(name: &str, words: &[&str]) -> bool {
    walk::words(name).iter().any(|word| words.contains(&word.as_str()))
}
