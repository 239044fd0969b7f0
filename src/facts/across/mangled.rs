//! Names with two underscores, which belong to the class whose body writes them: where such a name is that class's, and
//! who gets at it from outside. Source: the Python language reference, "Private name mangling".

use crate::facts::index::{FileIndex, Occurrence};
use crate::facts::types::engine::Place;

use super::{Blind, ClassRef, Receiver, View};

/// Whether a class's body makes another name of this one.
pub(super) fn is_mangled(attribute: &str) -> bool {
    attribute.starts_with("__") && !attribute.ends_with("__")
}

/// Whether an occurrence stands in the body of a class: `other.__seats` there means the same attribute as `self.__seats`.
pub(super) fn is_inside(file: u32, index: &FileIndex, occurrence: &Occurrence, class: ClassRef) -> bool {
    if file != class.file {
        return false;
    }
    let mut function = occurrence.function;
    let mut around = occurrence.this;
    while let Some(entry) = function.and_then(|number| index.functions.get(number as usize)) {
        around = around.or(entry.class);
        function = entry.parent;
    }
    around == Some(class.class)
}

impl View<'_> {
    /// Uses of a name with two underscores by what it is outside of its class: `room._Room__seats`. They are told, and
    /// not followed.
    pub(super) fn unmangled(&self, class: ClassRef, attribute: &str) -> Vec<Blind> {
        let name = format!("_{}{attribute}", self.class_name(class).trim_start_matches('_'));
        let family = self.family(class);
        let mut found = Vec::new();
        for file in self.project.files_with(&name) {
            let index = self.index(file);
            for occurrence in index.attributes(&name) {
                let receiver = match occurrence.this {
                    Some(class) => Receiver::Classes(vec![ClassRef { file, class }]),
                    None => self.receiver(file, occurrence),
                };
                if matches!(receiver, Receiver::Unknown(_)) || Self::meets(&receiver, &family) {
                    let why = format!("`{name}` names it from outside of its class");
                    found.push(Blind { place: Some(Place { file, range: occurrence.range }), why });
                }
            }
        }
        found
    }
}
