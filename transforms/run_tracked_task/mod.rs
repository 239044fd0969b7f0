//! AM504 run-tracked-task: tasks that nobody holds. Judges every place that starts one; who holds a task is
//! in [`crate::tasks::flow`], the edits are in [`tracked`].

mod at_site;
mod doubts;
mod elsewhere;
mod existing;
mod home;
mod own;
mod runner;
mod threadsafe;
mod tracked;
mod tries;

use crate::facts::Facts;
use crate::syntax::{NodeKind, Ranged};
use crate::tasks::flow::{self, Drop, Fate, Hold, MAX_DEPTH};
use crate::tasks::spawn::{self, Call, Spawn, Starter};
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::{Finding, Severity, Verdict};

/// AM504.
pub struct RunTrackedTask;

static META: Meta = Meta {
    code: "AM504",
    name: "run-tracked-task",
    summary: "Keep tasks that nobody holds in a tracked set, and log how they fail",
    subject: "Hold tasks that nobody holds, and log how they fail",
    literals: &["create_task", "ensure_future", "run_coroutine_threadsafe", "spawn", "Task("],
    patterns: &[PatternSpec { code: "$F($$$ARGS)", selector: None, claims: NodeKind::ExprCall }],
    readme: include_str!("README.md"),
};

impl Transform for RunTrackedTask {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        let range = facts.tree.node(site.node).range();
        match spawn::recognise(facts, site.node)? {
            Call::Group(evidence) => {
                Some(Finding::fine(range, "the task belongs to a task group, which waits for it", evidence))
            }
            Call::Own(targets) => own::judge(facts, site.node, &targets),
            Call::Foreign(why) => own::foreign(facts, site.node, why),
            Call::Scheduled(spawner) => {
                let message = format!(
                    "the loop calls `{spawner}` and drops the task: schedule a function that keeps the task, and looks at its exception"
                );
                let evidence = facts.evidence("spawn", format!("`{spawner}` starts it"), range);
                Some(Finding::new(Verdict::Manual, Severity::Medium, range, message).because(evidence))
            }
            Call::Spawn(spawn) => Some(match flow::trace(facts, site.node, MAX_DEPTH) {
                Fate::Held(hold) => held(facts, &spawn, &hold),
                Fate::Dropped(drop) => orphan(facts, &spawn, &drop),
            }),
        }
    }
}

fn held(facts: &Facts<'_>, spawn: &Spawn<'_>, hold: &Hold) -> Finding {
    let message = format!("the task of {} is held", spawn::subject(facts, spawn.call));
    Finding::fine(spawn.call.range(), message, facts.evidence(hold.kind, hold.message.clone(), hold.range))
        .because_all(hold.elsewhere.clone())
        .because(spawn.evidence.clone())
}

fn orphan<'a>(facts: &Facts<'a>, spawn: &Spawn<'a>, drop: &Drop<'a>) -> Finding {
    if spawn.starter == Starter::Threadsafe {
        return threadsafe::judge(facts, spawn, drop);
    }
    let range = spawn.call.range();
    let what = what_is_wrong(facts, spawn, drop);
    let finding = |message: String| {
        Finding::new(Verdict::Manual, Severity::High, range, message).because(spawn.evidence.clone())
    };
    if let Drop::Other { what: how, todo, range } = drop {
        return finding(format!("{what}: {todo}")).because(facts.evidence("dropped", how.clone(), *range));
    }
    if flow::in_finaliser(facts, spawn.id) {
        return finding(format!(
            "{what}: a finaliser runs where there may be no loop, so give the class a close method that awaits it"
        ));
    }
    if let Some(evidence) = tries::useless(facts, spawn) {
        return finding(format!("{what}, and the `try` around it catches nothing that happens in it: handle the error inside the coroutine, and keep the task"))
            .because(evidence);
    }
    match tracked::fix(facts, spawn, drop) {
        Ok(fix) => runner::offer(facts, spawn, drop, finding(what), fix),
        Err(why) => finding(format!("{what}: keep it by hand in a set with a done callback, because {why}")),
    }
}

/// What is wrong at this place, in one sentence.
fn what_is_wrong(facts: &Facts<'_>, spawn: &Spawn<'_>, drop: &Drop<'_>) -> String {
    let subject = spawn::subject(facts, spawn.call);
    let place = flow::place(facts, spawn.id);
    match drop {
        Drop::Statement(_) => format!("nobody holds the task that {place} starts for {subject}"),
        Drop::Unread { target, .. } => {
            format!("`{}` is never read, so nobody holds the task of {subject} once {place} ends", target.id)
        }
        Drop::Callbacks { target, .. } => format!(
            "`{}` is not kept anywhere, and what {place} does with it keeps nothing alive, so nobody holds the task of {subject}",
            target.id
        ),
        Drop::Chained { .. } => {
            format!(
                "a done callback keeps nothing alive, so nobody holds the task that {place} starts for {subject}"
            )
        }
        Drop::Other { what, .. } => {
            format!("nobody holds the task that {place} starts for {subject} ({what})")
        }
    }
}
