//! Who changes the size of a container, across all given files, and whether that can be while a loop over it waits.
//! Judges nothing.

use crate::facts::index::Usage;
use crate::facts::types::engine::Place;
use crate::facts::{Blind, Facts, Use, View, is_test_path};

use super::fresh;
use super::inner;
use super::item;
use super::known;
use super::shape::Shape;
use super::site::{self, Loop};
use super::source::{Home, Source};
use super::when::{self, When};

/// What a change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Something comes, or may come.
    Grows,
    /// Something comes in front of others.
    Inserts,
    /// Something goes.
    Shrinks,
    /// All goes.
    Empties,
    /// The order changes.
    Reorders,
    /// A value that is there becomes another.
    Replaces,
}

/// A place that changes the container.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// Where.
    pub place: Place,
    /// What it does.
    pub what: What,
    /// The function around it, by number.
    pub function: Option<u32>,
    /// Whether the method that changes it is handed on, and runs when somebody calls it.
    pub handed: bool,
    /// Whether it is through a local name.
    pub aliased: bool,
    /// Whether it may also replace a value that is there.
    pub may_replace: bool,
}

/// All that is known.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Those that can be while the loop waits.
    pub meanwhile: Vec<Change>,
    /// Those of the loop's own body.
    pub inside: Vec<Change>,
    /// Those of the loop's own function, outside of the loop.
    pub again: Vec<Change>,
    /// Those that are over before, and why.
    pub before: Vec<(Change, &'static str)>,
    /// Values that are replaced.
    pub replaced: Vec<Change>,
    /// Who may change it besides.
    pub blind: Vec<Blind>,
}

impl Change {
    /// Whether something comes.
    pub(super) fn adds(&self) -> bool {
        matches!(self.what, What::Grows | What::Inserts)
    }

    /// In words: ``` `Hub.add` adds to it ```.
    pub(super) fn words(&self, view: &View<'_>, shown: &str) -> String {
        let index = view.index(self.place.file);
        let function = self.function.and_then(|at| index.functions.get(at as usize));
        let by = match function {
            Some(function) if !function.qualified.is_empty() => format!("`{}`", function.qualified),
            _ => "this".to_string(),
        };
        let by = if self.handed { "the method that is handed on here".to_string() } else { by };
        match self.what {
            What::Grows | What::Inserts => format!("{by} adds to `{shown}`"),
            What::Shrinks => format!("{by} takes out of `{shown}`"),
            What::Empties => format!("{by} empties `{shown}`"),
            What::Reorders => format!("{by} reorders `{shown}`"),
            What::Replaces => format!("{by} replaces a value of `{shown}`"),
        }
    }
}

/// Who changes what a loop goes over.
pub(super) fn of(facts: &Facts<'_>, source: &Source<'_>, around: &Loop<'_>, shape: Shape) -> Changes {
    let view = facts.view();
    let mut changes = Changes::default();
    let mut found = Vec::new();
    let class_level;
    match &source.home {
        Home::Attribute(class, name) => {
            let uses = view.uses(*class, name);
            class_level = known::is_of_the_class(&view, &uses);
            changes.blind.extend(known::blind(facts, &view, *class, &uses));
            if source.inner {
                inner::changes(facts, &uses.list, shape.is_sequence(), &mut found, &mut changes.blind);
            } else {
                let creates = known::creates_on_read(facts, &uses.list);
                found.extend(
                    uses.list.iter().filter_map(|used| change(facts, used, creates, shape.is_sequence())),
                );
            }
        }
        Home::Module(name) => {
            let uses = known::of_module(facts, &view, name);
            class_level = true;
            changes.blind.extend(uses.blind);
            if source.inner {
                inner::changes(facts, &uses.list, shape.is_sequence(), &mut found, &mut changes.blind);
            } else {
                let creates = known::creates_on_read(facts, &uses.list);
                found.extend(
                    uses.list.iter().filter_map(|used| change(facts, used, creates, shape.is_sequence())),
                );
            }
        }
    }
    let is_test = |file: u32| is_test_path(facts.project.path(file));
    changes.blind.retain(|blind| blind.place.is_none_or(|place| !is_test(place.file)));
    let own = site::number(facts, around.id);
    for change in found.into_iter().filter(|change| !is_test(change.place.file)) {
        let change = put(facts, around, change);
        if change.what == What::Replaces {
            // What the loop itself puts in place of the value that it is at, it has seen.
            if facts.file != Some(change.place.file) || !around.body.contains_range(change.place.range) {
                changes.replaced.push(change);
            }
            continue;
        }
        if let Home::Attribute(class, _) = &source.home
            && !class_level
            && fresh::is_on_new_object(facts, &change, &view.class_name(*class))
        {
            changes.before.push((change, "on an object that has just been made"));
            continue;
        }
        match when::of(facts, &view, source, around, own, &change, class_level) {
            When::Meanwhile => changes.meanwhile.push(change),
            When::Inside => changes.inside.push(change),
            When::Again => changes.again.push(change),
            When::Before(why) => changes.before.push((change, why)),
        }
    }
    changes
}

/// A change with what an assignment to an item is known to do.
fn put(facts: &Facts<'_>, around: &Loop<'_>, change: Change) -> Change {
    if !change.may_replace || change.what != What::Grows {
        return change;
    }
    let Place { file, range } = change.place;
    let put = if facts.file == Some(file) {
        item::put(facts, range, Some(around.id))
    } else {
        let read = facts.project.with_file(file, facts.settings, |other| item::put(other, range, None));
        read.unwrap_or(item::Put::Either)
    };
    match put {
        item::Put::Adds => Change { may_replace: false, ..change },
        item::Put::Replaces => Change { what: What::Replaces, ..change },
        item::Put::Either => change,
    }
}

/// The text of a given file as it is now.
pub(super) fn text<'t>(facts: &'t Facts<'_>, file: u32) -> &'t str {
    if facts.file == Some(file) { facts.layout.text() } else { facts.project.text(file) }
}

/// What stands behind a place.
pub(super) fn behind<'t>(facts: &'t Facts<'_>, place: Place) -> &'t str {
    text(facts, place.file).get(place.range.end().to_usize()..).unwrap_or_default()
}

/// The change that a use is, if it is one.
fn change(facts: &Facts<'_>, used: &Use, creates: bool, sequence: bool) -> Option<Change> {
    let rest = behind(facts, used.place);
    let mut handed = false;
    let what = match &used.usage {
        Usage::SetItem(key) if sequence && !key.contains(':') => What::Replaces,
        Usage::SetItem(_) if sequence => What::Reorders,
        Usage::SetItem(_) if !creates && augments(rest) => What::Replaces,
        Usage::SetItem(_) => What::Grows,
        Usage::DelItem(_) => What::Shrinks,
        Usage::Item(_) if creates => What::Grows,
        Usage::Augment => augmented(rest)?,
        Usage::Method { name, .. } => {
            handed = is_handed(rest, name);
            of_method(name)?
        }
        // `self.x.setdefault` without a call.
        Usage::Read => {
            handed = true;
            of_method(&named_behind(rest)?)?
        }
        _ => return None,
    };
    let may_replace = match &used.usage {
        Usage::SetItem(_) => true,
        Usage::Method { name, .. } => &**name == "update",
        Usage::Augment => true,
        _ => false,
    };
    Some(Change {
        place: used.place,
        what,
        function: used.function,
        handed,
        aliased: used.aliased,
        may_replace,
    })
}

/// What a method of a container does to its size or order.
/// Sources: the Python library reference, "Mapping Types", "Set Types", "Mutable Sequence Types", `collections`.
pub(super) fn of_method(name: &str) -> Option<What> {
    Some(match name {
        "add"
        | "append"
        | "update"
        | "extend"
        | "setdefault"
        | "symmetric_difference_update"
        | "subtract"
        | "__setitem__"
        | "__ior__"
        | "__iadd__" => What::Grows,
        "appendleft" | "insert" | "extendleft" => What::Inserts,
        "pop"
        | "popleft"
        | "popitem"
        | "remove"
        | "discard"
        | "difference_update"
        | "intersection_update"
        | "__delitem__"
        | "__isub__"
        | "__iand__" => What::Shrinks,
        "clear" => What::Empties,
        "sort" | "reverse" | "rotate" | "move_to_end" => What::Reorders,
        _ => return None,
    })
}

/// What `x |= y` does.
fn augmented(rest: &str) -> Option<What> {
    let rest = rest.trim_start();
    Some(match rest.get(..2)? {
        "-=" | "&=" => What::Shrinks,
        _ => What::Grows,
    })
}

/// Whether `x.add` is handed on instead of called.
pub(super) fn is_handed(rest: &str, name: &str) -> bool {
    let behind =
        rest.trim_start().strip_prefix('.').map(str::trim_start).and_then(|rest| rest.strip_prefix(name));
    behind.is_some_and(|rest| !rest.trim_start().starts_with('('))
}

/// `add` of `.add` behind a place.
fn named_behind(rest: &str) -> Option<String> {
    let name = rest.trim_start().strip_prefix('.')?.trim_start();
    Some(name.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect())
}

/// Whether `[key] += 1` follows.
fn augments(rest: &str) -> bool {
    let mut depth = 0_usize;
    for (at, letter) in rest.char_indices() {
        match letter {
            '[' | '(' | '{' => depth += 1,
            ']' | ')' | '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let operator = rest[at + letter.len_utf8()..].trim_start();
                    return !operator.starts_with('=')
                        && operator.find('=').is_some_and(|equals| equals <= 3)
                        && operator.starts_with(['+', '-', '*', '/', '%', '&', '|', '^', '<', '>', '@']);
                }
            }
            _ => {}
        }
    }
    false
}
