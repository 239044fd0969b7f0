//! AM504's edits: the tracked set, its done callback, and the lines at the site. Judges only what the edits
//! need.

use super::at_site;
use super::doubts::{self, Doubts};
use super::elsewhere;
use super::existing::{self, Existing};
use super::home::{self, Home};
use crate::edit::{self, Edit, Fix};
use crate::facts::loggers::LogCall;
use crate::facts::{Class, Facts, Method};
use crate::syntax::{Line, NodeId, Ranged, insert_after, insert_before, line};
use crate::tasks::flow::Drop;
use crate::tasks::insert::{self, Annotation, at_line_end, callback_lines, request};
use crate::tasks::spawn::Spawn;
use crate::verdict::{Evidence, Verdict};

pub(super) const SETS: &[&str] = &["_background_tasks", "_tracked_tasks", "_running_background_tasks"];
const CALLBACKS: &[&str] =
    &["_on_background_task_done", "_on_tracked_task_done", "_on_running_background_task_done"];

/// Keeps the task in a tracked set. `Err` says why it cannot be done mechanically.
pub(super) fn fix<'a>(facts: &Facts<'a>, spawn: &Spawn<'a>, drop: &Drop<'a>) -> Result<Fix, String> {
    let mut doubts = Doubts::default();
    let logs = !doubts::already_reported(facts, drop, &mut doubts);
    doubts.about_the_spawn(facts, spawn);
    doubts.about_weak_containers(facts, spawn, drop);
    let tracker = match home::of(facts, spawn) {
        Home::Instance { class, init, this, evidence } => {
            on_instance(facts, class, init, this, evidence, logs)?
        }
        Home::Module(evidence) if logs => match elsewhere::inherited(facts, spawn.id) {
            Some(found) => of_base(facts, spawn.id, found, &mut doubts)?,
            None => {
                doubts.about_the_lifetime(facts, spawn);
                in_module(facts, spawn.id, evidence, logs)?
            }
        },
        Home::Module(evidence) => {
            doubts.about_the_lifetime(facts, spawn);
            in_module(facts, spawn.id, evidence, logs)?
        }
    };
    let callback = match (&tracker.callback, logs) {
        (Some(callback), true) => callback.clone(),
        _ => format!("{}.discard", tracker.set),
    };
    let mut edits = at_site::lines(facts, spawn, drop, &tracker.set, &callback)?;
    edits.extend(tracker.edits);
    edit::apply(facts.layout.text(), &edits).map_err(|_| "its edits would overlap".to_string())?;
    let title =
        if tracker.new { "keep the task in a tracked set" } else { "keep the task in the tracked set" };
    let mut fix = Fix::new(tracker.verdict.at_most(doubts.verdict()), title, edits)
        .because_all(tracker.evidence)
        .because_all(doubts.evidence);
    let improvement = if logs {
        "the task is kept alive until it ends, and its exception is logged when it does"
    } else {
        "the task is kept alive until it ends"
    };
    let mut changes = doubts.changes;
    changes.extend(tracker.change);
    fix.change = Some(if changes.is_empty() {
        improvement.into()
    } else {
        format!("{improvement}; {}", changes.join("; "))
    });
    Ok(fix)
}

/// The set and the callback as the site spells them, and the edits that make them.
struct Tracker {
    set: String,
    callback: Option<String>,
    new: bool,
    verdict: Verdict,
    change: Option<String>,
    edits: Vec<Edit>,
    evidence: Vec<Evidence>,
}

impl Tracker {
    fn new(set: String, evidence: Vec<Evidence>) -> Self {
        Tracker {
            set,
            callback: None,
            new: true,
            verdict: Verdict::Safe,
            change: None,
            edits: Vec::new(),
            evidence,
        }
    }

    fn logging(&mut self, call: &LogCall) {
        self.verdict = self.verdict.at_most(call.verdict);
        self.change.clone_from(&call.change);
        self.edits.extend(call.edits.iter().cloned());
        self.evidence.extend(call.evidence.iter().cloned());
    }
}

fn reused(facts: &Facts<'_>, found: &Existing) -> Evidence {
    facts.evidence(
        "tracked-set",
        format!("`{}` keeps tasks until they end, and is used for nothing else", found.set),
        found.range,
    )
}

fn on_instance<'a>(
    facts: &Facts<'a>,
    class: &Class<'a>,
    init: &Method<'a>,
    this: &str,
    evidence: Evidence,
    logs: bool,
) -> Result<Tracker, String> {
    means_builtin_set(facts, init.id)?;
    let found = existing::on_instance(facts, class, init);
    let free = |names: &[&str]| {
        let name = names.iter().find(|name| !home::attribute_taken(facts, class, name));
        name.map(|name| (*name).to_string()).ok_or("no name is free for the set and its callback")
    };
    let set = match &found {
        Some(found) => found.set.clone(),
        None => free(SETS)?,
    };
    let first = found.as_ref().map_or(evidence, |found| reused(facts, found));
    let mut tracker = Tracker::new(format!("{this}.{set}"), vec![first]);
    let own = init.this.unwrap_or(this);
    let mut annotation = Annotation::of(facts, init.id, class.node.start());
    if found.is_none() {
        let made = line(0, format!("{own}.{set}{} = set()", annotation.set()));
        tracker.edits.extend(in_init(facts, class, init, made)?);
    } else {
        tracker.new = false;
    }
    if let Some(callback) = found.and_then(|found| found.callback) {
        tracker.callback = Some(format!("{this}.{callback}"));
    } else if logs {
        let name = free(CALLBACKS)?;
        let request = request(init.id, format!("A background task of {} failed", class.name()), "task");
        let call = facts.log_call(&request);
        tracker.logging(&call);
        let head = format!("def {name}({own}, task{}) -> None:", annotation.task());
        let body = callback_lines(&head, Some(format!("{own}.{set}.discard(task)")), "task", &call.lines);
        tracker.edits.extend(insert::as_last_method(facts, class, &body)?);
        tracker.callback = Some(format!("{this}.{name}"));
    }
    // Before the import of logging, which may go to the same place.
    tracker.edits.splice(0..0, annotation.edits());
    Ok(tracker)
}

/// The set of a base class in another file: a second one would only hide it.
fn of_base(
    facts: &Facts<'_>,
    site: NodeId,
    (base, found, evidence): (String, Existing, Evidence),
    doubts: &mut Doubts,
) -> Result<Tracker, String> {
    let (class, this) = facts.this(site).ok_or("there is no instance here")?;
    doubts.changes.push(format!(
        "`{this}.{}` is made by `__init__` of {base} in another file, which every {} must have run",
        found.set,
        class.name()
    ));
    let mut tracker = Tracker::new(format!("{this}.{}", found.set), vec![evidence]);
    tracker.new = false;
    tracker.callback = found.callback.map(|callback| format!("{this}.{callback}"));
    Ok(tracker)
}

fn in_module(facts: &Facts<'_>, site: NodeId, evidence: Evidence, logs: bool) -> Result<Tracker, String> {
    let (tree, root) = (facts.tree, facts.tree.root());
    means_builtin_set(facts, root)?;
    let visible = |name: &str| facts.scopes().lookup(tree, site, name).is_none_or(|(scope, _)| scope == root);
    let found = existing::in_module(facts)
        .filter(|found| visible(&found.set) && found.callback.as_deref().is_none_or(visible));
    let free = |names: &[&str]| {
        let name = names.iter().find(|name| {
            facts.scopes().is_free(tree, root, name) && facts.scopes().lookup(tree, site, name).is_none()
        });
        name.map(|name| (*name).to_string()).ok_or("no name is free for the set and its callback")
    };
    let set = match &found {
        Some(found) => found.set.clone(),
        None => free(SETS)?,
    };
    let mut all = vec![evidence];
    all.extend(found.as_ref().map(|found| reused(facts, found)));
    let mut tracker = Tracker::new(set.clone(), all);
    let spot = insert::module_spot(facts, site)?;
    let mut annotation = Annotation::of(facts, root, spot.offset);
    let mut lines = Vec::new();
    if found.is_none() {
        lines.push(line(0, format!("{set}{} = set()", annotation.set())));
    } else {
        tracker.new = false;
    }
    if let Some(callback) = found.and_then(|found| found.callback) {
        tracker.callback = Some(callback);
    } else if logs {
        let name = free(CALLBACKS)?;
        let call = facts.log_call(&request(root, "A background task failed".into(), "task"));
        tracker.logging(&call);
        let head = format!("def {name}(task{}) -> None:", annotation.task());
        if !lines.is_empty() {
            lines.extend([line(0, ""), line(0, "")]);
        }
        lines.extend(callback_lines(&head, Some(format!("{set}.discard(task)")), "task", &call.lines));
        tracker.callback = Some(name);
    }
    // Before the import of logging, which may go to the same place.
    tracker.edits.splice(0..0, annotation.edits());
    if !lines.is_empty() {
        tracker.edits.push(insert::in_module(facts, &spot, &lines));
    }
    Ok(tracker)
}

/// The set is made by the builtin, which the file must not have given another meaning there.
fn means_builtin_set(facts: &Facts<'_>, scope: NodeId) -> Result<(), String> {
    match facts.scopes().lookup_from(facts.tree, scope, "set") {
        None => Ok(()),
        Some(_) => Err("`set` means something else in this file than the builtin".into()),
    }
}

/// Makes the set in `__init__`, before anything there can use it.
fn in_init<'a>(
    facts: &Facts<'a>,
    class: &Class<'a>,
    init: &Method<'a>,
    made: Line,
) -> Result<Vec<Edit>, String> {
    let layout = facts.layout;
    let lines = [made];
    let edits = match home::after_assignments(class, init) {
        Ok(last) => insert_after(layout, last.range(), &lines).map(|mut edits| {
            if let Some(insertion) = edits.last_mut() {
                *insertion = at_line_end(layout, last.end(), &insertion.text);
            }
            edits
        }),
        Err(Some(first)) => insert_before(layout, first.range(), &lines),
        Err(None) => return Err("`__init__` is empty".into()),
    };
    edits.map_err(|decline| format!("in `__init__`, {decline}"))
}
