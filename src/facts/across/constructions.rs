//! Calls of a class, which run its `__init__`. Part of the question who calls a function.

use std::collections::BTreeMap;

use super::callers::{Caller, local_names};
use super::{ClassRef, View};
use crate::facts::index::{Occurrence, Usage};
use crate::facts::types::engine::{Place, Symbol};

impl View<'_> {
    /// Calls of a class, and of subclasses without an `__init__` of their own, which run its `__init__`.
    pub(super) fn constructions(&self, class: ClassRef, found: &mut BTreeMap<Place, Caller>) {
        let heirs = self
            .descendants(class)
            .into_iter()
            .filter(|sub| self.index(sub.file).method(sub.class, "__init__").is_none());
        for class in std::iter::once(class).chain(heirs) {
            let name = self.class_name(class);
            let own = self.index(class.file).classes[class.class as usize].name_range;
            for file in self.project.files_with(&name) {
                let index = self.index(file);
                let names = local_names(&index, &name).into_iter();
                let reads: Vec<Occurrence> = names
                    .flat_map(|local| index.names(&local).to_vec())
                    .chain(index.attributes(&name).iter().cloned())
                    .filter(|read| {
                        matches!(
                            read.usage,
                            Usage::Called | Usage::Passed { .. } | Usage::Escape(_) | Usage::Alias(_)
                        )
                    })
                    .collect();
                for read in reads {
                    let place = Place { file, range: read.range };
                    let definitions = self.callee_at(place);
                    let is_class = |symbol: &Symbol| {
                        symbol.place.is_some_and(|at| at.file == class.file && at.range == own)
                    };
                    let [symbol] = definitions.symbols.as_slice() else { continue };
                    if is_class(symbol) {
                        let handed = read.usage != Usage::Called;
                        let doubt = definitions.why.map(|why| why.words());
                        let doubt = if handed { Some("the class is handed on".to_string()) } else { doubt };
                        found.insert(place, self.caller(file, &index, &read, doubt));
                    }
                }
            }
        }
    }
}
