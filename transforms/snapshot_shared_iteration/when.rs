//! Whether a change of a container can be while a loop over it waits. Judges nothing.

use crate::facts::types::engine::Place;
use crate::facts::{ClassRef, Facts, FunctionRef, View};

use super::changes::{Change, text};
use super::site::Loop;
use super::source::{Home, Source};

/// When a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// It can be while the loop waits.
    Meanwhile,
    /// The body of the loop does it.
    Inside,
    /// The loop's own function does it, before or behind the loop: only another run of it is meanwhile.
    Again,
    /// It is over before, and why.
    Before(&'static str),
}

/// How far callers are followed.
pub(super) const MAX_CALLERS: u8 = 3;

/// Whether a method of this name only runs while an object is made.
pub(super) fn creates(name: &str) -> bool {
    matches!(name, "__init__" | "__post_init__" | "__attrs_post_init__" | "__new__" | "__setstate__")
}

/// When a change is, seen from a loop in the function with this number.
pub(super) fn of(
    facts: &Facts<'_>,
    view: &View<'_>,
    source: &Source<'_>,
    around: &Loop<'_>,
    own: Option<u32>,
    change: &Change,
    class_level: bool,
) -> When {
    if change.handed {
        return When::Meanwhile;
    }
    let Some(function) = change.function else {
        return When::Before("it runs when the module is imported");
    };
    if facts.file == Some(change.place.file) && Some(function) == own {
        return if around.body.contains_range(change.place.range) { When::Inside } else { When::Again };
    }
    if class_level {
        return When::Meanwhile;
    }
    let Home::Attribute(class, _) = &source.home else { return When::Meanwhile };
    let at = FunctionRef { file: change.place.file, function };
    let on_own = change.aliased || receiver(facts, change.place) == first_parameter(view, at);
    if on_own && is_member(view, at, *class) {
        if view.function(at).is_some_and(|entry| creates(&entry.name)) {
            return When::Before("it runs while the object is made");
        }
        if only_while_made(facts, view, at, *class, MAX_CALLERS) {
            return When::Before("only `__init__` calls it");
        }
    }
    When::Meanwhile
}

/// `self` of `self.x` at a place.
pub(super) fn receiver(facts: &Facts<'_>, place: Place) -> Option<String> {
    let range = place.range.start().to_usize()..place.range.end().to_usize();
    let (receiver, _) = text(facts, place.file).get(range)?.rsplit_once('.')?;
    Some(receiver.trim().to_string())
}

/// The name of a method's instance.
pub(super) fn first_parameter(view: &View<'_>, function: FunctionRef) -> Option<String> {
    let entry = view.function(function)?;
    entry.class?;
    let is_static = entry.decorators.iter().any(|decorator| &**decorator == "staticmethod");
    entry.parameters.first().filter(|_| !is_static).map(|name| name.to_string())
}

fn is_member(view: &View<'_>, function: FunctionRef, class: ClassRef) -> bool {
    view.owner(function).is_some_and(|owner| view.family(class).contains(&owner))
}

/// Whether everybody who calls a method does so while the object is made.
pub(super) fn only_while_made(
    facts: &Facts<'_>,
    view: &View<'_>,
    function: FunctionRef,
    class: ClassRef,
    steps: u8,
) -> bool {
    let Some(steps) = steps.checked_sub(1) else { return false };
    let Some(callers) = view.only_callers(function) else { return false };
    !callers.is_empty()
        && callers.iter().all(|caller| {
            let Some(number) = caller.function else { return false };
            let by = FunctionRef { file: caller.place.file, function: number };
            receiver(facts, caller.place) == first_parameter(view, by)
                && is_member(view, by, class)
                && (view.function(by).is_some_and(|entry| creates(&entry.name))
                    || only_while_made(facts, view, by, class, steps))
        })
}
