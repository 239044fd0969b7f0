//! What makes a type or a function that a file shows doubtful: somebody else sets the attribute or the name.

use std::collections::BTreeSet;

use super::{ClassRef, Receiver, View};
use crate::facts::index::Usage;
use crate::facts::types::engine::{Inferred, Place, Symbol, Why};

impl View<'_> {
    /// Who else sets an attribute of a class's instances to something that is no `expected` (a qualified name): a
    /// subclass, another file, a `setattr` with a name that is not constant.
    pub fn rebound(&self, class: ClassRef, attribute: &str, expected: &str) -> Option<Place> {
        let family = self.family(class);
        for member in &family {
            let index = self.index(member.file);
            let sets_any = |reflection: &&crate::facts::index::Reflection| {
                reflection.writes && reflection.this == Some(member.class)
            };
            if let Some(reflection) = index.reflections.iter().find(sets_any) {
                return Some(Place { file: member.file, range: reflection.receiver });
            }
        }
        for sub in self.descendants(class) {
            let index = self.index(sub.file);
            let annotated = index
                .attributes(attribute)
                .iter()
                .any(|found| found.this == Some(class.class) && found.annotated);
            for found in index.attributes(attribute) {
                let sets = found.this == Some(sub.class) && found.usage == Usage::Write;
                let place = Place { file: sub.file, range: found.range };
                if sets && !annotated && !self.is_instance(place, expected) {
                    return Some(place);
                }
            }
        }
        for &file in self.project.patched().files(attribute) {
            let index = self.index(file);
            for found in index.attributes(attribute).iter().filter(|found| found.usage == Usage::Write) {
                let place = Place { file, range: found.range };
                let receiver = self.receiver(file, found);
                let open = receiver == Receiver::Unknown(Why::NoEngine);
                let meets = open || Self::meets(&receiver, &family);
                if found.this.is_none() && meets && !self.is_instance(place, expected) {
                    return Some(place);
                }
            }
        }
        None
    }

    /// Who may set any attribute of a class's instances without naming it, or make something else of what is set or
    /// read: `setattr` with a name that is not constant, its `__dict__`, a `__setattr__` of its own.
    pub fn sets_unnamed(&self, class: ClassRef) -> Option<Place> {
        const HOOKS: &[&str] = &["__setattr__", "__getattribute__"];
        let family = self.family(class);
        for member in &family {
            let index = self.index(member.file);
            let hook = index
                .functions
                .iter()
                .find(|function| function.class == Some(member.class) && HOOKS.contains(&&*function.name));
            if let Some(hook) = hook {
                return Some(Place { file: member.file, range: hook.name_range });
            }
        }
        let ways = ["setattr", "__dict__", "vars"].map(|way| self.project.files_with(way));
        let files: BTreeSet<u32> = ways.into_iter().flatten().collect();
        files.into_iter().find_map(|file| {
            let index = self.index(file);
            index.reflections.iter().filter(|reflection| reflection.writes).find_map(|reflection| {
                let place = Place { file, range: reflection.receiver };
                let receiver = match reflection.this {
                    Some(class) => Receiver::Classes(vec![ClassRef { file, class }]),
                    None => self.receiver_at(place),
                };
                Self::meets(&receiver, &family).then_some(place)
            })
        })
    }

    /// Who sets a name of a module from outside of it.
    pub fn rebound_in_module(&self, symbol: &Symbol) -> Option<Place> {
        let (module, name) = symbol.name.rsplit_once('.')?;
        self.module_patched(module, name)
    }

    pub(crate) fn module_patched(&self, module: &str, name: &str) -> Option<Place> {
        for &file in self.project.patched().files(name) {
            let index = self.index(file);
            for found in index.attributes(name).iter().filter(|found| found.usage == Usage::Write) {
                let range = found.receiver?;
                let owner = self.type_at(Place { file, range });
                let place = Place { file, range: found.range };
                match owner {
                    Inferred::Unknown(Why::NoEngine) => return Some(place),
                    // Any module may be the one that is run.
                    Inferred::Module(owner) if owner == module || owner == "__main__" => return Some(place),
                    // `Antenna.tune = f`: a method of a class that is named itself.
                    Inferred::Class(class) if class.name == module => return Some(place),
                    _ => {}
                }
            }
        }
        None
    }

    fn is_instance(&self, place: Place, expected: &str) -> bool {
        match self.type_at(place) {
            Inferred::Instance { class, .. } => {
                class.name == expected || crate::facts::names::canonical(&class.name) == expected
            }
            // `None` is a matter of optional, which is told apart.
            Inferred::None => true,
            _ => false,
        }
    }
}
