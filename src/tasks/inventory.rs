//! The inventory of places that start tasks: who owns each task, and who ends it. Prints nothing and judges nothing;
//! which of them is a finding is AM504's.

use super::callees::{Target, in_its_file};
use super::ends::{self, Ends};
use super::flow::{self, Fate, Hold, MAX_DEPTH};
use super::spawn::{self, Call, recognise};
use super::wrapper::{self, Does};
use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, NodeId, Ranged, TextRange};
use crate::verdict::Evidence;

/// A place that starts a task.
#[derive(Clone, Debug)]
pub struct Started {
    /// The call.
    pub range: TextRange,
    /// The dotted name of the function around it; empty at module level.
    pub symbol: String,
    /// What the task runs: `` `self._serve` ``, or `a coroutine`.
    pub runs: String,
    /// The kind of owner, and the line that shows it: `stored`, `awaited`, `task-group`, `nobody`, ….
    pub owner: Evidence,
    /// Who cancels it, or waits for it.
    pub ends: Ends,
}

/// The owner of a task that a project's runner starts.
pub const RUNNER: &str = "runner";

/// Spawners that call spawners, followed from one to the next.
const LEVELS: u8 = 3;

/// The owner of a task that nobody has.
pub const NOBODY: &str = "nobody";

/// What the call at `id` starts; `None` where it starts no task.
pub fn at(facts: &Facts<'_>, id: NodeId) -> Option<Started> {
    let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
    let started = |owner: Evidence, ends: Ends| Started {
        range: call.range(),
        symbol: facts.symbol(id),
        runs: spawn::subject(facts, call),
        owner,
        ends,
    };
    if is_mapped(facts, id, call) {
        return Some(match flow::trace(facts, id, MAX_DEPTH) {
            Fate::Held(hold) => started(owner(facts, &hold), ends::of_task(facts, id)),
            Fate::Dropped(_) => started(nobody(facts, id), Ends::default()),
        });
    }
    match recognise(facts, id)? {
        Call::Group(evidence) => {
            let message = "the task group cancels it when another of its tasks fails".to_string();
            let cancelled = vec![Evidence { kind: "cancelled-by", message, ..evidence.clone() }];
            let message = format!("its task group, which waits for it: {}", evidence.message);
            Some(started(Evidence { message, ..evidence }, Ends { cancelled, ..Ends::default() }))
        }
        Call::Spawn(_) => Some(match flow::trace(facts, id, MAX_DEPTH) {
            Fate::Held(hold) => started(owner(facts, &hold), ends::of_task(facts, id)),
            Fate::Dropped(_) => started(nobody(facts, id), Ends::default()),
        }),
        Call::Scheduled(_) => Some(started(nobody(facts, id), Ends::default())),
        Call::Own(targets) => match wrapper::does(facts, &targets)? {
            Does::Waits => None,
            Does::Keeps(evidence) => {
                let message = format!("`{}`, which starts it: {}", name(call), evidence.message);
                let mut found = ends::of_task(facts, id);
                for &target in &targets {
                    found.join(of_spawner(facts, target, LEVELS));
                }
                Some(started(Evidence { message, ..evidence }, found))
            }
            Does::Drops(evidence) => {
                let message = format!("`{}`, which starts it; see there", name(call));
                Some(started(Evidence { message, ..evidence }, Ends::default()))
            }
            Does::Returns(_) => Some(match flow::trace(facts, id, MAX_DEPTH) {
                Fate::Held(hold) => started(owner(facts, &hold), ends::of_task(facts, id)),
                Fate::Dropped(_) => started(nobody(facts, id), Ends::default()),
            }),
            Does::Unclear(evidence) => {
                let message = format!("not known: {}", evidence.message);
                Some(started(Evidence { message, ..evidence }, Ends::default()))
            }
        },
        Call::Foreign(why) => {
            let argument = call.arguments.args.first()?;
            if !spawn::is_coroutine(facts, argument) {
                return None;
            }
            let why = why.unwrap_or_else(|| format!("`{}` is not in the given files", name(call)));
            Some(started(
                facts.evidence("spawner-unknown", format!("not known: {why}"), call.range()),
                Ends::default(),
            ))
        }
    }
}

/// `map(asyncio.ensure_future, coroutines)`.
fn is_mapped(facts: &Facts<'_>, id: NodeId, call: &ast::ExprCall) -> bool {
    const STARTERS: &[&str] = &["asyncio.ensure_future", "asyncio.create_task"];
    call.func.as_name_expr().is_some_and(|name| name.id.as_str() == "map")
        && call.arguments.args.first().is_some_and(|starter| facts.is_one_of(starter, id, STARTERS))
}

/// A call that hands something to a task runner, which starts the task and keeps it.
pub fn handed_to_runner(facts: &Facts<'_>, id: NodeId) -> Option<Started> {
    let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
    let runner = facts.text(call.func.as_ref());
    let runner = if runner.contains('\n') { name(call) } else { runner };
    let runs = match call.arguments.args.first() {
        Some(given) if !facts.text(given).contains('\n') => format!("`{}`", facts.text(given)),
        _ => "a coroutine".into(),
    };
    let message = format!("the runner: `{runner}` starts it, and keeps it by its own rules");
    Some(Started {
        range: call.range(),
        symbol: facts.symbol(id),
        runs,
        owner: facts.evidence(RUNNER, message, call.range()),
        ends: Ends::default(),
    })
}

/// Who ends the tasks that a spawner starts and keeps.
fn of_spawner(facts: &Facts<'_>, target: Target, levels: u8) -> Ends {
    let inside = |other: &Facts<'_>, function: NodeId| {
        let mut found = Ends::default();
        for id in other.tree.descendants(function) {
            match recognise(other, id) {
                Some(Call::Spawn(_)) => found.join(ends::of_spawned(other, id)),
                // A spawner that goes through another one.
                Some(Call::Own(targets)) if levels > 0 => {
                    found.join(ends::of_spawned(other, id));
                    for target in targets {
                        found.join(of_spawner(other, target, levels - 1));
                    }
                }
                _ => {}
            }
        }
        // That it is returned is followed at the call.
        found.open.clear();
        found.seen_from(facts.path, other.path);
        found
    };
    match target {
        Target::Here(function) => inside(facts, function),
        Target::There(function) => in_its_file(facts, function, inside).unwrap_or_default(),
    }
}

fn owner(facts: &Facts<'_>, hold: &Hold) -> Evidence {
    facts.evidence(hold.kind, hold.message.clone(), hold.range)
}

fn nobody(facts: &Facts<'_>, id: NodeId) -> Evidence {
    facts.evidence(NOBODY, "nobody holds it", facts.tree.node(id))
}

fn name(call: &ast::ExprCall) -> &str {
    spawn::last_name(&call.func).unwrap_or("a spawner")
}
