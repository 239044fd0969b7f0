//! Which locks are held where a container is looped over or changed, by the function itself or by everybody who calls it.
//! Only locks that one task at a time can hold, and that belong to the container's own object. Judges nothing.

use crate::facts::index::{How, RegionKind, Usage};
use crate::facts::types::engine::{Inferred, Place};
use crate::facts::{ClassRef, Facts, FunctionRef, Use, View, is_test_path};
use crate::syntax::TextRange;
use crate::verdict::Evidence;

use super::changes::{Change, text};
use super::when::{creates, first_parameter, receiver};

/// A lock that is held at a place.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    /// Its name, the same for all users.
    pub name: String,
    /// As it is written: `self._lock`.
    pub shown: String,
    /// Who holds it: the function itself (`None`), or all these callers.
    pub callers: Option<Vec<Evidence>>,
    /// Where it is taken.
    pub taken: Place,
}

/// How far callers are followed.
const MAX_CALLERS: u8 = 3;
/// Locks that exclude the tasks of one thread from each other: no `RLock`, which its thread may take again; no semaphore,
/// which may let several in; no condition, whose `wait` lets go of it.
const EXCLUSIVE: &[&str] =
    &["asyncio.Lock", "asyncio.locks.Lock", "threading.Lock", "_thread.lock", "_thread.LockType"];

/// The locks that are held where an object's container is used. `object` is what stands before its dot.
pub(super) fn held(facts: &Facts<'_>, view: &View<'_>, place: Place, object: &str) -> Vec<Guard> {
    held_within(facts, view, place, object, MAX_CALLERS)
}

/// The locks that are held at a change.
pub(super) fn at_change(facts: &Facts<'_>, view: &View<'_>, change: &Change) -> Vec<Guard> {
    if change.handed {
        return Vec::new();
    }
    match receiver(facts, change.place) {
        Some(object) if !change.aliased => held(facts, view, change.place, &object),
        _ => Vec::new(),
    }
}

fn held_within(facts: &Facts<'_>, view: &View<'_>, place: Place, object: &str, steps: u8) -> Vec<Guard> {
    let index = view.index(place.file);
    let mut guards = Vec::new();
    for region in index.regions_at(place.range) {
        let RegionKind::With(context) = region.kind else { continue };
        let taken = Place { file: place.file, range: context };
        if let Some(guard) = guard(facts, view, taken, object) {
            guards.push(guard);
        }
    }
    if let Some(number) = index.function_at(place.range) {
        let function = FunctionRef { file: place.file, function: number };
        if first_parameter(view, function).as_deref() == Some(object) {
            guards.extend(by_callers(facts, view, function, steps));
        }
    }
    guards
}

/// The lock that a context takes, if it is one of the object's own.
fn guard(facts: &Facts<'_>, view: &View<'_>, taken: Place, object: &str) -> Option<Guard> {
    let range = taken.range.start().to_usize()..taken.range.end().to_usize();
    let shown = text(facts, taken.file).get(range)?.trim().to_string();
    let (holder, attribute) = shown.rsplit_once('.')?;
    if holder != object || attribute.contains(['(', '[']) || holder.contains(['(', '[']) {
        return None;
    }
    let exclusive = match view.type_at(taken) {
        Inferred::Instance { class, optional: false } => EXCLUSIVE.contains(&class.name.as_str()),
        _ => false,
    };
    let name = view.lock_name(taken);
    exclusive.then_some(Guard { name, shown, callers: None, taken })
}

/// The locks that everybody who calls a method on its own object holds.
fn by_callers(facts: &Facts<'_>, view: &View<'_>, function: FunctionRef, steps: u8) -> Vec<Guard> {
    let (Some(steps), Some(entry)) = (steps.checked_sub(1), view.function(function)) else {
        return Vec::new();
    };
    // A generator runs when somebody goes over it, wherever it was made.
    if !entry.name.starts_with('_') || (entry.is_generator && !entry.is_async) {
        return Vec::new();
    }
    let callers = view.callers(function);
    let is_test = |place: &Place| is_test_path(facts.project.path(place.file));
    if !callers.outside.is_empty() || callers.possible.iter().any(|caller| !is_test(&caller.place)) {
        return Vec::new();
    }
    let mut common: Option<Vec<Guard>> = None;
    for caller in callers.certain.iter().filter(|caller| !is_test(&caller.place)) {
        let runs = if entry.is_async { How::Awaited } else { How::Called };
        let (Some(call), Some(object)) = (caller.call, receiver(facts, caller.place)) else {
            return Vec::new();
        };
        if caller.how != runs && (caller.how != How::Awaited || entry.is_async) {
            return Vec::new();
        }
        let place = Place { file: caller.place.file, range: call };
        let guards = held_within(facts, view, place, &object, steps);
        let by = caller.function.and_then(|at| {
            let by = FunctionRef { file: caller.place.file, function: at };
            view.function(by).map(|entry| entry.qualified.to_string())
        });
        let said = |guard: &Guard| {
            let message =
                format!("`{}` calls it with `{}` held", by.as_deref().unwrap_or("the module"), guard.shown);
            view.evidence("held-by-caller", message, caller.place)
        };
        common = Some(match common {
            None => {
                guards.into_iter().map(|guard| Guard { callers: Some(vec![said(&guard)]), ..guard }).collect()
            }
            Some(so_far) => so_far
                .into_iter()
                .filter_map(|mut kept| {
                    let also = guards.iter().find(|guard| guard.name == kept.name)?;
                    kept.callers.get_or_insert_with(Vec::new).push(said(also));
                    Some(kept)
                })
                .collect(),
        });
    }
    common.unwrap_or_default()
}

/// Whether a lock stays the same object: it is assigned only while its object is made.
pub(super) fn is_constant(view: &View<'_>, class: ClassRef, guard: &Guard) -> bool {
    let Some((_, attribute)) = guard.shown.rsplit_once('.') else { return false };
    let uses = view.uses(class, attribute);
    uses.list.iter().filter(|used| matches!(used.usage, Usage::Write | Usage::Augment | Usage::Delete)).all(
        |used| {
            let index = view.index(used.place.file);
            used.function
                .and_then(|at| index.functions.get(at as usize))
                .is_some_and(|entry| creates(&entry.name))
        },
    )
}

/// Whether a lock is one of asyncio's.
pub(super) fn is_asyncio(view: &View<'_>, guard: &Guard) -> bool {
    matches!(view.type_at(guard.taken), Inferred::Instance { class, .. } if class.name.starts_with("asyncio."))
}

/// Whether somebody lets go of a lock by hand, or hands it on, so that it need not be held where it seems to be.
pub(super) fn is_handled(view: &View<'_>, class: ClassRef, guard: &Guard) -> bool {
    let Some((_, attribute)) = guard.shown.rsplit_once('.') else { return true };
    let uses = view.uses(class, attribute);
    let by_hand = |used: &Use| matches!(&used.usage, Usage::Method { name, .. } if &**name == "release");
    !uses.blind.is_empty() || uses.list.iter().any(by_hand)
}

/// Whether something inside a range lets go of a lock.
pub(super) fn is_released_in(facts: &Facts<'_>, body: TextRange) -> bool {
    let index = facts.index();
    index.attributes("release").iter().any(|found| body.contains_range(found.range))
}
