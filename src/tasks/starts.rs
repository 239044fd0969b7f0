//! Where the runs of a coroutine function start: as tasks, or awaited by other functions, which are followed to theirs.
//! How the tasks end is [`super::ends`]'.

use super::ends::{self, Runs};
use super::flow::{self, Fate};
use super::spawn::{Call, recognise};
use crate::facts::index::How;
use crate::facts::types::engine::Place;
use crate::facts::{Caller, Facts, FunctionRef};
use crate::syntax::{AnyNodeRef, NodeId, NodeKind, Ranged};
use crate::verdict::Evidence;

/// Functions that await each other, from the one that is asked for.
const MAX_STEPS: usize = 8;
/// Calls of one function that are read.
const MAX_CALLS: usize = 40;

/// Collects the starts of a function's runs into `runs`; `path` is the way from the function that is asked for.
pub(crate) fn collect(
    facts: &Facts<'_>,
    function: FunctionRef,
    path: &mut Vec<FunctionRef>,
    runs: &mut Runs,
) {
    if path.contains(&function) {
        return;
    }
    let view = facts.view();
    let Some(entry) = view.function(function) else { return };
    let own = Place { file: function.file, range: entry.name_range };
    let mut open = |why: String, place: Place| {
        let evidence = facts.evidence_at("not-followed", why, place);
        runs.ends.join(ends::Ends { open: vec![evidence], ..ends::Ends::default() });
    };
    let name = if entry.qualified.is_empty() { "a lambda".into() } else { format!("`{}`", entry.qualified) };
    if path.len() >= MAX_STEPS {
        return open(format!("{name} is awaited through too many functions"), own);
    }
    let callers = view.callers(function);
    if callers.certain.len() > MAX_CALLS {
        return open(format!("{name} has more callers than are followed"), own);
    }
    for possible in &callers.possible {
        let doubt = possible.doubt.as_deref().unwrap_or("it is handed on");
        open(format!("{name} may run from here: {doubt}"), possible.place);
    }
    if callers.certain.is_empty() && callers.possible.is_empty() {
        open(format!("nothing in the given files calls {name}"), own);
    }
    path.push(function);
    for caller in &callers.certain {
        one(facts, caller, path, runs);
    }
    path.pop();
}

/// What one call of the function does with its coroutine.
fn one(facts: &Facts<'_>, caller: &Caller, path: &mut Vec<FunctionRef>, runs: &mut Runs) {
    let file = caller.place.file;
    let started = caller.call.and_then(|range| {
        facts
            .in_file(file, |other| {
                let call = other.tree.node_at(range, NodeKind::ExprCall)?;
                task_around(other, call)
                    .map(|task| started(other, task, (facts.file != other.file).then_some(other.path)))
            })
            .flatten()
    });
    match started {
        Some(found) => {
            runs.dropped.extend(found.dropped);
            runs.unended.extend(found.unended);
            runs.awaited_by.extend(found.awaited_by);
            runs.ends.join(found.ends);
        }
        None if caller.how == How::Awaited => match caller.function {
            Some(around) => {
                let around = FunctionRef { file, function: around };
                let view = facts.view();
                let name = view.function(around).map(|entry| entry.qualified.to_string()).unwrap_or_default();
                let evidence = facts.evidence_at("awaited-by", format!("`{name}` awaits it"), caller.place);
                if !runs.awaited_by.contains(&evidence) {
                    runs.awaited_by.push(evidence);
                }
                collect(facts, around, path, runs);
            }
            None => {
                runs.awaited_by.push(facts.evidence_at("awaited-by", "the module awaits it", caller.place))
            }
        },
        None => {
            let run_here = caller.call.and_then(|range| {
                facts.in_file(file, |other| {
                    let call = other.tree.node_at(range, NodeKind::ExprCall)?;
                    runs_it(other, call)
                })
            });
            match run_here.flatten() {
                Some(how) => {
                    runs.awaited_by.push(facts.evidence_at("awaited-by", how, caller.place));
                }
                None => {
                    let why = "its coroutine goes where it is not followed";
                    let evidence = facts.evidence_at("not-followed", why, caller.place);
                    runs.ends.join(ends::Ends { open: vec![evidence], ..ends::Ends::default() });
                }
            }
        }
    }
}

/// `asyncio.run(f())`, `loop.run_until_complete(f())`: it ends with the program, which an interrupt cancels.
fn runs_it(facts: &Facts<'_>, call: NodeId) -> Option<String> {
    let (id, outer) = facts.tree.ancestors(call).take(3).find_map(|id| match facts.tree.node(id) {
        AnyNodeRef::ExprCall(outer) => Some((id, outer)),
        _ => None,
    })?;
    let runs = match super::spawn::last_name(&outer.func)? {
        "run_until_complete" | "run_sync" => true,
        // A project's own runner may have a method of this name, which starts a task.
        "run" => {
            facts.is_one_of(&outer.func, id, &["asyncio.run", "uvloop.run", "anyio.run", "trio.run"])
                || outer
                    .func
                    .as_attribute_expr()
                    .is_some_and(|method| facts.type_of(&method.value, id).ty.is("asyncio.Runner"))
        }
        _ => false,
    };
    runs.then(|| format!("`{}` runs it, and an interrupt cancels it", facts.text(outer.func.as_ref())))
}

/// The call that makes a task of a coroutine: the call itself is its argument.
fn task_around(facts: &Facts<'_>, call: NodeId) -> Option<NodeId> {
    let tree = facts.tree;
    let mut id = tree.parent(call)?;
    while matches!(tree.node(id), AnyNodeRef::Keyword(_) | AnyNodeRef::Arguments(_)) {
        id = tree.parent(id)?;
    }
    matches!(tree.node(id), AnyNodeRef::ExprCall(_)).then_some(())?;
    recognise(facts, id).map(|_| id)
}

/// What is known of a task that starts here.
fn started(facts: &Facts<'_>, task: NodeId, path: Option<&str>) -> Runs {
    let mut runs = Runs::default();
    let range = facts.tree.node(task).range();
    let shown = |kind: &'static str, message: String| Evidence {
        path: path.map(str::to_string),
        ..facts.evidence(kind, message, range)
    };
    let place = flow::place(facts, task);
    match recognise(facts, task) {
        Some(Call::Group(evidence)) => {
            let message =
                format!("{place} starts it in a task group, which cancels it when another task fails");
            runs.ends.cancelled.push(Evidence { message, path: path.map(str::to_string), ..evidence });
        }
        Some(Call::Spawn(_)) => match flow::trace(facts, task, flow::MAX_DEPTH) {
            Fate::Dropped(_) => {
                runs.dropped.push(shown("dropped", format!("{place} starts a task of it that nobody keeps")));
            }
            Fate::Held(_) => {
                let mut found = ends::of_task(facts, task);
                if let Some(path) = path {
                    found.seen_from("", path);
                }
                if !found.is_ended() {
                    let message = match found.is_closed() {
                        true => format!("{place} starts a task of it that nothing cancels"),
                        false => format!("{place} starts a task of it that nothing seen here cancels"),
                    };
                    runs.unended.push(shown("not-cancelled", message));
                }
                runs.ends = found;
            }
        },
        Some(Call::Own(_) | Call::Foreign(_) | Call::Scheduled(_)) | None => {
            runs.ends.open.push(shown("not-followed", format!("{place} hands its coroutine to a spawner")));
        }
    }
    runs
}
