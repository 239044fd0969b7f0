//! The verdict on a use of an attribute without the lock that is held at nearly all its other uses. Says where a block that
//! holds it waits in between; never takes the lock, as that may deadlock. Not about loops that wait.

use crate::facts::index::How;
use crate::facts::types::engine::Place;
use crate::facts::{Caller, ClassRef, Facts, FunctionRef, Suspends, View};
use crate::syntax::{AnyNodeRef, NodeId, NodeKind, Ranged, TextRange};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use super::accesses::{self, Access, Accesses, Does};
use super::guard;
use super::judge as loops;
use super::site;
use super::source::{self, Home};
use super::when::receiver;

/// Methods that run before others use the object, or after all have.
const ALONE: &[&str] =
    &["start", "setup", "set_up", "init", "initialize", "__aenter__", "__enter__", "__await__", "__del__"];

/// Two uses under the lock, with a wait in between.
struct Pair<'p> {
    first: &'p Access,
    second: &'p Access,
    waits: TextRange,
}

/// Judges an attribute expression.
pub(super) fn judge(facts: &Facts<'_>, id: NodeId) -> Option<Finding> {
    let range = facts.tree.node(id).range();
    let (class, name) = accesses::candidate(facts, range)?;
    let view = facts.view();
    let accesses = accesses::read(facts, &view, class, &name)?;
    let here = accesses
        .all
        .iter()
        .find(|access| Some(access.place.file) == facts.file && access.place.range == range)?;
    if is_told_by_a_loop(facts, id, &name) {
        return None;
    }
    match &here.guard {
        Some(_) => already_guarded(facts, &view, class, &accesses, here, &name),
        None => unguarded(facts, &view, &accesses, here),
    }
}

/// Every use without the lock is in a method that is only called with it.
fn already_guarded(
    facts: &Facts<'_>,
    view: &View<'_>,
    class: ClassRef,
    accesses: &Accesses,
    here: &Access,
    name: &str,
) -> Option<Finding> {
    let Accesses { all, lock, handed } = accesses;
    let by_callers = |access: &&Access| access.guard.as_ref().is_some_and(|guard| guard.callers.is_some());
    // One for the attribute: at the first change, or else the first use, that no loop speaks of.
    let told = |access: &&Access| {
        Some(access.place.file) == facts.file
            && facts
                .tree
                .node_at(access.place.range, NodeKind::ExprAttribute)
                .is_some_and(|id| is_told_by_a_loop(facts, id, name))
    };
    let mut helpers: Vec<&Access> = all.iter().filter(by_callers).filter(|access| !told(access)).collect();
    helpers.sort_by_key(|access| (!access.does.changes(), access.place));
    let is_first = helpers.first().is_some_and(|first| first.place == here.place);
    let guard = here.guard.as_ref()?;
    if *handed
        || !is_first
        || all.iter().any(|access| access.guard.is_none())
        || guard::is_handled(view, class, guard)
    {
        return None;
    }
    let message = format!(
        "already guarded: every caller holds `{lock}` where `{}` is used; taking it here would deadlock",
        facts.text(here.place.range)
    );
    let finding = Finding::new(Verdict::Fine, Severity::Low, here.place.range, message);
    Some(finding.because_all(guard.callers.clone().unwrap_or_default()))
}

/// It can come between two uses under the lock.
fn unguarded(facts: &Facts<'_>, view: &View<'_>, accesses: &Accesses, here: &Access) -> Option<Finding> {
    let function = FunctionRef { file: here.place.file, function: here.function };
    let entry = view.function(function)?;
    if ALONE.contains(&entry.name.trim_start_matches('_')) || ALONE.contains(&&*entry.name) {
        return None;
    }
    // A function inside of another may be run by somebody who holds the lock.
    let nested = entry.parent.is_some() || entry.class.is_none();
    if nested
        || !entry.decorators.is_empty()
        || is_entered_in_a_context(facts, view, function, &accesses.lock)
    {
        return None;
    }
    let pair = pairs(facts, accesses).into_iter().find(|pair| disturbs(here.does, pair))?;
    let lock = &accesses.lock;
    let shown = facts.text(here.place.range);
    let held = accesses.all.iter().filter(|access| access.guard.is_some()).count();
    let others = accesses.all.len() - 1;
    let by = view
        .function(FunctionRef { file: pair.first.place.file, function: pair.first.function })
        .map_or_else(String::new, |entry| entry.qualified.to_string());
    let what = if here.does.changes() { "changed" } else { "read" };
    let (first, second) = (view.line(pair.first.place), view.line(pair.second.place));
    let callers = entered_with(facts, view, function, lock);
    let remedy = if !callers.is_empty() {
        "take the lock in the callers that do not hold it: taking it here would deadlock for the others"
            .to_string()
    } else if !here.does.changes() && !entry.is_async {
        format!("this function cannot wait for the lock: let `{by}` change it in one step, behind the wait")
    } else if entry.is_async {
        "take the lock here, unless a caller holds it".to_string()
    } else {
        format!(
            "this function cannot wait for the lock: look again in `{by}` behind the wait, or change it where the lock is held"
        )
    };
    let between = if first == second {
        format!("while `{by}` waits in line {second} with the lock held")
    } else {
        format!("while `{by}` waits between lines {first} and {second} with the lock held")
    };
    let message = format!(
        "`{shown}` is {what} here without `{lock}`, which is held at {held} of its {others} other uses: this can be {between}; {remedy}"
    );
    let lost = matches!(here.does, Does::Sets | Does::Adds | Does::Counts)
        && matches!(pair.second.does, Does::Sets | Does::Adds | Does::Counts);
    let severity = if lost { Severity::Medium } else { Severity::Low };
    let finding = Finding::new(Verdict::Manual, severity, here.place.range, message)
        .because(facts.evidence("waits", "another task can run here with the lock held", pair.waits))
        .because(view.evidence("held", format!("`{by}` uses it before"), pair.first.place))
        .because(view.evidence("held", format!("`{by}` uses it again"), pair.second.place));
    Some(finding.because_all(callers))
}

/// Whether a use in between makes the second one wrong.
fn disturbs(does: Does, pair: &Pair<'_>) -> bool {
    match (pair.first.does, pair.second.does) {
        // What was there, or has just been put there, is gone.
        (_, Does::Needs | Does::Takes) => matches!(does, Does::Takes | Does::Drops | Does::Sets),
        // What was looked at is no longer so.
        (Does::Looks | Does::Needs | Does::Counts, Does::Sets | Does::Adds | Does::Counts) => {
            does.changes()
                && !(does == Does::Counts
                    && pair.second.does == Does::Counts
                    && pair.first.place != pair.second.place)
        }
        // All goes, and comes again.
        (Does::Sets, Does::Adds) => matches!(does, Does::Copies | Does::Needs),
        _ => false,
    }
}

/// The uses of this file with a wait in between, under one and the same taking of the lock.
fn pairs<'p>(facts: &Facts<'_>, accesses: &'p Accesses) -> Vec<Pair<'p>> {
    let taken = |access: &Access| {
        access.guard.as_ref().filter(|guard| guard.callers.is_none()).map(|guard| guard.taken)
    };
    let own: Vec<&Access> = accesses
        .all
        .iter()
        .filter(|access| Some(access.place.file) == facts.file && taken(access).is_some())
        .collect();
    let mut pairs = Vec::new();
    for &second in &own {
        let Some(last) = statement(facts, second) else { continue };
        let before: Vec<(&Access, NodeId)> = own
            .iter()
            .filter(|first| taken(first) == taken(second) && first.place < second.place)
            .filter_map(|&first| Some((first, statement(facts, first)?)))
            .filter(|(_, at)| leads_to(facts, *at, last))
            .collect();
        if let Some(waits) = waits_within(facts, second, last) {
            // `self._x += await …` reads before it waits.
            let first = match second.does {
                Does::Counts => Some(second),
                does if does.changes() => {
                    before.iter().rev().find(|(_, at)| *at != last).map(|(first, _)| *first)
                }
                _ => None,
            };
            pairs.extend(first.map(|first| Pair { first, second, waits }));
            continue;
        }
        // The last look decides: whoever looks again behind the wait is right.
        let Some((first, at)) = before.into_iter().rev().find(|(_, at)| *at != last) else { continue };
        let Suspends::At(waits) = facts.suspends_between(at, last) else { continue };
        let again = own.iter().any(|other| {
            taken(other) == taken(second)
                && other.place.range.start() >= waits.end()
                && other.place < second.place
        });
        if !again {
            pairs.push(Pair { first, second, waits });
        }
    }
    pairs
}

fn statement(facts: &Facts<'_>, access: &Access) -> Option<NodeId> {
    let id = facts.tree.node_at(access.place.range, NodeKind::ExprAttribute)?;
    facts.tree.statement(id)
}

/// Whether a statement runs before another whenever that runs: it holds it, or stands in front of it or of what holds it.
fn leads_to(facts: &Facts<'_>, first: NodeId, last: NodeId) -> bool {
    let tree = facts.tree;
    if tree.contains(first, last) {
        return true;
    }
    let Some((suite, index)) = tree.suite(first) else { return false };
    suite[index + 1..].iter().any(|later| later.range().contains_range(tree.node(last).range()))
}

/// Where a simple statement waits before its change is made.
fn waits_within(facts: &Facts<'_>, access: &Access, statement: NodeId) -> Option<TextRange> {
    let node = facts.tree.node(statement);
    let simple = matches!(
        node,
        AnyNodeRef::StmtAssign(_)
            | AnyNodeRef::StmtAnnAssign(_)
            | AnyNodeRef::StmtAugAssign(_)
            | AnyNodeRef::StmtExpr(_)
    );
    let index = facts.index();
    let points = &index.functions.get(access.function as usize)?.suspensions;
    let point = points.iter().map(|point| point.range).find(|point| {
        simple
            && node.range().contains_range(*point)
            && point.start() >= access.place.range.end()
            && !site::never_suspends(facts, statement, *point)
    });
    point.filter(|_| access.does.changes())
}

/// The callers of a method that hold the lock.
fn entered_with(facts: &Facts<'_>, view: &View<'_>, function: FunctionRef, lock: &str) -> Vec<Evidence> {
    let callers = view.callers(function);
    let holding = callers.certain.iter().filter(|caller| holds(facts, view, caller, lock));
    holding
        .map(|caller| view.evidence("held-by-caller", "this caller holds the lock", caller.place))
        .collect()
}

/// Whether a caller stands in another `with`, which may take the lock in a way that is not followed.
fn is_entered_in_a_context(facts: &Facts<'_>, view: &View<'_>, function: FunctionRef, lock: &str) -> bool {
    let callers = view.callers(function);
    let mut all = callers.certain.iter().chain(&callers.possible);
    all.any(|caller| !caller.contexts.is_empty() && !holds(facts, view, caller, lock))
}

fn holds(facts: &Facts<'_>, view: &View<'_>, caller: &Caller, lock: &str) -> bool {
    let (Some(range), Some(object)) = (caller.call, receiver(facts, caller.place)) else { return false };
    let last = |shown: &str| shown.rsplit('.').next().map(str::to_string);
    let held = guard::held(facts, view, Place { file: caller.place.file, range }, &object);
    caller.how != How::Spawned && held.iter().any(|guard| last(&guard.shown) == last(lock))
}

/// Whether a loop of the same function over the same attribute has a finding of its own, whose fix or verdict takes this
/// use in.
fn is_told_by_a_loop(facts: &Facts<'_>, id: NodeId, name: &str) -> bool {
    let Some(function) = facts.tree.function(id) else { return false };
    let loops = facts.tree.descendants(function).filter(|&inner| {
        matches!(
            facts.tree.node(inner).kind(),
            NodeKind::StmtFor | NodeKind::ExprListComp | NodeKind::ExprSetComp | NodeKind::ExprDictComp
        )
    });
    loops.into_iter().any(|inner| {
        site::read(facts, inner).iter().any(|around| {
            source::sources(facts, around.iter).iter().any(|source| {
                matches!(&source.home, Home::Attribute(_, attribute) if attribute == name)
                    && loops::judge(facts, around, source).is_some()
            })
        })
    })
}
