//! What a function runs without a call: contexts that are entered and left, properties, and operators.

use super::reach::Reach;
use super::steps::{On, Outcome, Run, Step, Target};
use super::value::{Reader, Value};
use crate::facts::index::{FileIndex, RegionKind, Usage};
use crate::facts::types::engine::Place;
use crate::facts::{ClassRef, FunctionRef, Receiver};
use crate::syntax::TextRange;

impl Reader<'_> {
    /// What entering and leaving contexts runs.
    pub(super) fn contexts(
        &self,
        function: FunctionRef,
        index: &FileIndex,
        reach: &Reach,
        found: &mut Vec<Step>,
    ) {
        for region in index.regions.iter().filter(|region| region.function == Some(function.function)) {
            let RegionKind::With(range) = region.kind else { continue };
            let place = Place { file: function.file, range };
            let text = self.view.text(place);
            let called = text.split('(').next().and_then(|name| name.rsplit('.').next()).unwrap_or_default();
            let enters = ["__aenter__", "__enter__", "__aexit__", "__exit__"];
            let may = enters.iter().any(|name| reach.takes(name));
            if !may && !reach.takes(called.trim()) {
                continue;
            }
            // What a lock does when it is entered is what this is about.
            if self.holds(function).iter().any(|held| held.context == place && held.via.is_empty()) {
                continue;
            }
            let class = match self.view.receiver_at(place) {
                Receiver::Classes(classes) => classes.first().copied(),
                _ => None,
            };
            let runs = self.managers(place).into_iter().chain(self.leavers(place));
            let targets: Vec<Target> = runs
                .map(|(function, this, arguments)| {
                    let own = class.filter(|_| self.view.owner(function).is_some());
                    let on = own.map_or(On::Fixed, On::Exact);
                    Target { function, this, arguments, on, run: Run::Here, doubt: None }
                })
                .collect();
            if !targets.is_empty() {
                found.push(Step {
                    range,
                    shown: place,
                    targets,
                    result: Outcome::Waited,
                    spawned: false,
                    blind: None,
                });
            }
        }
    }

    /// Properties, and operators that run methods.
    pub(super) fn implicit(
        &self,
        function: FunctionRef,
        index: &FileIndex,
        reach: &Reach,
        found: &mut Vec<Step>,
    ) {
        for name in reach.properties() {
            for at in index.attributes(name).iter().filter(|at| at.function == Some(function.function)) {
                let writes = at.usage == Usage::Write;
                let Receiver::Classes(classes) = self.view.receiver(function.file, at) else { continue };
                let Some(receiver) = at.receiver.filter(|_| !classes.is_empty()) else { continue };
                let this = self.object(Place { file: function.file, range: receiver });
                if let Some(run) = self.accessor(classes[0], name, writes) {
                    found.push(implicit_step(function, at.range, run, this));
                }
            }
        }
        for name in reach.operators() {
            let all = index.attributes.values().chain(index.names.values()).flatten();
            for at in
                all.filter(|at| at.function == Some(function.function) && operator(&at.usage) == Some(name))
            {
                let place = Place { file: function.file, range: at.range };
                let class = match at.this.filter(|_| at.receiver.is_none()) {
                    Some(class) => Some(ClassRef { file: function.file, class }),
                    None => match self.view.receiver_at(place) {
                        Receiver::Classes(classes) => classes.first().copied(),
                        _ => None,
                    },
                };
                if let Some(run) = class.and_then(|class| self.view.method(class, name)) {
                    found.push(implicit_step(function, at.range, run, self.object(place)));
                }
            }
        }
    }

    /// The function that reads or sets a property.
    pub(super) fn accessor(&self, class: ClassRef, name: &str, writes: bool) -> Option<FunctionRef> {
        std::iter::once(class).chain(self.view.ancestors(class)).find_map(|at| {
            let index = self.view.index(at.file);
            let fits = |number: &&u32| {
                let entry = &index.functions[**number as usize];
                let by = |wanted: &str| {
                    entry
                        .decorators
                        .iter()
                        .any(|by| by.rsplit('.').next().is_some_and(|last| last.ends_with(wanted)))
                };
                &*entry.name == name && if writes { by("setter") } else { by("property") }
            };
            let method = index.classes.get(at.class as usize)?.methods.iter().find(fits)?;
            Some(FunctionRef { file: at.file, function: *method })
        })
    }
}

fn implicit_step(function: FunctionRef, range: TextRange, run: FunctionRef, this: Value) -> Step {
    let target =
        Target { function: run, this, arguments: Vec::new(), on: On::Fixed, run: Run::Here, doubt: None };
    let shown = Place { file: function.file, range };
    Step { range, shown, targets: vec![target], result: Outcome::Waited, spawned: false, blind: None }
}

/// The method that a use of an object runs.
pub(super) fn operator(usage: &Usage) -> Option<&'static str> {
    match usage {
        Usage::Size => Some("__len__"),
        Usage::Item(_) => Some("__getitem__"),
        Usage::SetItem(_) => Some("__setitem__"),
        Usage::DelItem(_) => Some("__delitem__"),
        Usage::Contains => Some("__contains__"),
        Usage::Iterate => Some("__iter__"),
        _ => None,
    }
}
