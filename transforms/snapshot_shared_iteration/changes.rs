//! Who changes the size of a container, across all given files, and whether that can be while a loop over it waits.
//! Judges nothing.

use crate::facts::index::Usage;
use crate::facts::types::engine::Place;
use crate::facts::{Blind, ClassRef, Facts, Use, Uses, View, is_test_path};

use super::fresh;
use super::inner;
use super::item;
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
            class_level = is_of_the_class(&view, &uses);
            changes.blind.extend(blind(facts, &view, *class, &uses));
            if source.inner {
                inner::changes(facts, &uses.list, shape.is_sequence(), &mut found, &mut changes.blind);
            } else {
                let creates = creates_on_read(facts, &uses.list);
                found.extend(uses.list.iter().filter_map(|used| change(facts, used, creates, shape.is_sequence())));
            }
        }
        Home::Module(name) => {
            let uses = of_module(facts, &view, name);
            class_level = true;
            changes.blind.extend(uses.blind);
            if source.inner {
                inner::changes(facts, &uses.list, shape.is_sequence(), &mut found, &mut changes.blind);
            } else {
                let creates = creates_on_read(facts, &uses.list);
                found.extend(uses.list.iter().filter_map(|used| change(facts, used, creates, shape.is_sequence())));
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
        _ => return None,
    };
    let may_replace = match &used.usage {
        Usage::SetItem(_) => true,
        Usage::Method { name, .. } => &**name == "update",
        Usage::Augment => true,
        _ => false,
    };
    Some(Change { place: used.place, what, function: used.function, handed, aliased: used.aliased, may_replace })
}

/// What a method of a container does to its size or order.
/// Sources: the Python library reference, "Mapping Types", "Set Types", "Mutable Sequence Types", `collections`.
pub(super) fn of_method(name: &str) -> Option<What> {
    Some(match name {
        "add" | "append" | "update" | "extend" | "setdefault" | "symmetric_difference_update" | "subtract" => {
            What::Grows
        }
        "appendleft" | "insert" | "extendleft" => What::Inserts,
        "pop" | "popleft" | "popitem" | "remove" | "discard" | "difference_update" | "intersection_update" => {
            What::Shrinks
        }
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
    let behind = rest.trim_start().strip_prefix('.').map(str::trim_start).and_then(|rest| rest.strip_prefix(name));
    behind.is_some_and(|rest| !rest.trim_start().starts_with('('))
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

/// Whether reading a missing key adds it: what is assigned is a `defaultdict`.
fn creates_on_read(facts: &Facts<'_>, uses: &[Use]) -> bool {
    uses.iter().filter(|used| matches!(used.usage, Usage::Write | Usage::Declare)).any(|used| {
        behind(facts, used.place).lines().next().is_some_and(|line| line.contains("defaultdict"))
    })
}

/// Whether the container belongs to the class, and so to all its instances.
fn is_of_the_class(view: &View<'_>, uses: &Uses) -> bool {
    let mut in_body = false;
    for used in uses.list.iter().filter(|used| used.usage == Usage::Write) {
        match used.function {
            None => in_body = true,
            Some(number) => {
                let index = view.index(used.place.file);
                if index.functions.get(number as usize).is_some_and(|function| when::creates(&function.name)) {
                    return false;
                }
            }
        }
    }
    in_body
}

/// Who may use it besides those who are followed.
fn blind(facts: &Facts<'_>, view: &View<'_>, class: ClassRef, uses: &Uses) -> Vec<Blind> {
    let mut blind = uses.blind.clone();
    for used in &uses.list {
        let is_made = || made_here(behind(facts, used.place));
        if used.usage == Usage::Write && !is_made() {
            let why = "what it is set to here may be somebody else's, too".to_string();
            blind.push(Blind { place: Some(used.place), why });
        }
    }
    if view.bases(class).1 {
        let why = format!("`{}` has a base class outside of the given files", view.class_name(class));
        blind.push(Blind { place: None, why });
    }
    blind
}

/// Whether ` = {}` or the like follows: a new container that nobody else has.
fn made_here(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default();
    let Some((annotation, value)) = line.split_once('=') else { return false };
    let value = value.trim_start();
    let plain = annotation.trim().is_empty() || annotation.trim_start().starts_with(':');
    let name: String =
        value.chars().take_while(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.')).collect();
    plain
        && (value.starts_with(['{', '['])
            || matches!(
                name.rsplit('.').next().unwrap_or_default(),
                "set" | "dict" | "list" | "deque" | "defaultdict" | "OrderedDict" | "Counter" | "WeakSet"
                    | "WeakValueDictionary" | "WeakKeyDictionary" | "field" | "tuple" | "sorted" | "None"
            ))
}

/// The uses of a name of this module.
fn of_module(facts: &Facts<'_>, view: &View<'_>, name: &str) -> Uses {
    let mut uses = Uses::default();
    let Some(own) = facts.file else { return uses };
    let index = view.index(own);
    for read in index.names(name).iter().filter(|read| read.owner.is_none()) {
        let place = Place { file: own, range: read.range };
        let used = |usage| Use { place, usage, function: read.function, aliased: false, fresh: false };
        match &read.usage {
            Usage::Alias(_) | Usage::Passed { .. } | Usage::Escape(_) => {
                uses.blind.push(Blind { place: Some(place), why: format!("`{name}` is handed on here") });
            }
            usage => uses.list.push(used(usage.clone())),
        }
    }
    for file in facts.project.files_with(name).into_iter().filter(|&file| file != own) {
        let index = view.index(file);
        let imported = index.imports.iter().any(|import| &*import.target == name);
        let place = (index.attributes(name).first().filter(|found| found.this.is_none()))
            .or_else(|| index.names(name).first().filter(|_| imported))
            .map(|found| Place { file, range: found.range });
        if place.is_some() || imported {
            uses.blind.push(Blind { place, why: format!("`{name}` may be used here, too") });
        }
    }
    uses
}
