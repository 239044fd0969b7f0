//! What other given files say of the function around a silent handler: who calls it, where it is registered, and
//! whether its result is used. Reasons only; no edits.

use crate::facts::index::Usage;
use crate::facts::types::engine::Place;
use crate::facts::{Caller, Facts, FunctionRef, View};
use crate::syntax::{NodeId, walk};
use crate::verdict::Evidence;

use super::Swallow;

/// Functions that run what they are given when the program ends, or when a signal comes.
const REGISTER: &[&str] =
    &["atexit.register", "signal.signal", "weakref.finalize", "weakref.ref", "sys.settrace"];

/// The function around a node, among those of the given files.
fn around(facts: &Facts<'_>, id: NodeId) -> Option<FunctionRef> {
    facts.function_ref(facts.tree.function(id)?)
}

/// A caller in whatever file whose name says that it runs for every message.
pub(super) fn hot_caller(facts: &Facts<'_>, id: NodeId, is_hot: &dyn Fn(&str) -> bool) -> Option<Evidence> {
    let view = facts.view();
    let callers = view.callers_in(around(facts, id)?, &|caller| is_hot(&caller.name));
    let caller = callers.certain.first()?;
    let name = view.function(FunctionRef { file: caller.place.file, function: caller.function? })?.name;
    let message = format!("it is called by {name}, which runs for every message");
    Some(facts.evidence_at("hot-path", message, caller.place))
}

/// A `__del__` in whatever file that calls it.
pub(super) fn finaliser(facts: &Facts<'_>, id: NodeId) -> Option<Evidence> {
    let view = facts.view();
    let callers = view.callers_in(around(facts, id)?, &|caller| &*caller.name == "__del__");
    let caller = callers.certain.first().or(callers.possible.first())?;
    Some(facts.evidence_at("doubt", "`__del__` calls it", caller.place))
}

/// A place in another file that registers it for the program's end or a signal.
pub(super) fn registered(facts: &Facts<'_>, id: NodeId) -> Option<Evidence> {
    let view = facts.view();
    let function = around(facts, id)?;
    let name = view.function(function)?.name;
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
    let callers = view.callers(function);
    // Whoever calls through an object of unknown class is asked as well; handed on, it is not followed.
    let all: Vec<&Caller> = callers.certain.iter().chain(&callers.possible).collect();
    if callers.certain.is_empty() || !all.iter().all(|caller| uses_result(&view, caller)) {
        return None;
    }
    let mut evidence: Vec<Evidence> = callers
        .certain
        .iter()
        .take(3)
        .map(|caller| view.evidence("reported-by-return", "the caller uses the result", caller.place))
        .collect();
    if callers.certain.len() > 3 {
        let more = match callers.certain.len() - 3 {
            1 => "one more call uses it, too".to_string(),
            more => format!("{more} more calls use it, too"),
        };
        evidence.push(Evidence::general("reported-by-return", more));
    }
    Some(evidence)
}

fn uses_result(view: &View<'_>, caller: &Caller) -> bool {
    let Some(call) = caller.call else { return false };
    view.index(caller.place.file).call_at(call).is_some_and(|call| !call.dropped)
}

/// Whether a name says that code runs for every message.
pub(super) fn has_word(name: &str, words: &[&str]) -> bool {
    walk::words(name).iter().any(|word| words.contains(&word.as_str()))
}
