//! What is known of a container besides its changes: how it is made, whose it is, who may use it without being followed.

use crate::facts::index::Usage;
use crate::facts::types::engine::Place;
use crate::facts::{Blind, ClassRef, Facts, Use, Uses, View};

use super::changes::behind;
use super::when;

/// Whether reading a missing key adds it: what is assigned is a `defaultdict`.
pub(super) fn creates_on_read(facts: &Facts<'_>, uses: &[Use]) -> bool {
    uses.iter()
        .filter(|used| matches!(used.usage, Usage::Write | Usage::Declare))
        .any(|used| behind(facts, used.place).lines().next().is_some_and(|line| line.contains("defaultdict")))
}

/// Whether the container belongs to the class, and so to all its instances.
pub(super) fn is_of_the_class(view: &View<'_>, uses: &Uses) -> bool {
    let mut in_body = false;
    for used in uses.list.iter().filter(|used| used.usage == Usage::Write) {
        match used.function {
            None => in_body = true,
            Some(number) => {
                let index = view.index(used.place.file);
                if index.functions.get(number as usize).is_some_and(|function| when::creates(&function.name))
                {
                    return false;
                }
            }
        }
    }
    in_body
}

/// Who may use it besides those who are followed.
pub(super) fn blind(facts: &Facts<'_>, view: &View<'_>, class: ClassRef, uses: &Uses) -> Vec<Blind> {
    let mut blind = uses.blind.clone();
    for used in &uses.list {
        let is_made = || made_here(behind(facts, used.place));
        if used.usage == Usage::Write && !is_made() {
            let why = "what it is set to here may be somebody else's, too".to_string();
            blind.push(Blind { place: Some(used.place), why });
        }
    }
    let declared = uses.list.iter().find(|used| used.usage == Usage::Declare);
    if let Some(field) = declared
        && !uses.list.iter().any(|used| used.usage == Usage::Write)
        && !made_here(behind(facts, field.place))
    {
        blind.push(Blind { place: Some(field.place), why: "it is given when the object is made".into() });
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
                "set"
                    | "dict"
                    | "list"
                    | "deque"
                    | "defaultdict"
                    | "OrderedDict"
                    | "Counter"
                    | "WeakSet"
                    | "WeakValueDictionary"
                    | "WeakKeyDictionary"
                    | "field"
                    | "tuple"
                    | "sorted"
                    | "None"
            ))
}

/// The uses of a name of this module.
pub(super) fn of_module(facts: &Facts<'_>, view: &View<'_>, name: &str) -> Uses {
    let mut uses = Uses::default();
    let Some(own) = facts.file else { return uses };
    let index = view.index(own);
    for read in index.names(name).iter().filter(|read| read.owner.is_none()) {
        let place = Place { file: own, range: read.range };
        let used = |usage| Use {
            place,
            usage,
            function: read.function,
            aliased: false,
            fresh: false,
            creates: false,
        };
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
