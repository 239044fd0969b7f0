//! What the light types of one file leave open, asked of the type engine; and imports that do not resolve but name
//! exactly one class of the given files.

use crate::facts::types::engine::{Inferred, Symbol, Why};
use crate::facts::{ClassRef, Facts, View};
use crate::syntax::{Expr, Ranged};
use crate::verdict::Evidence;

use super::{MAPPINGS, SEQUENCES, Ty, Typed};
use crate::facts::names::{canonical, is_standard};

impl<'a> Facts<'a> {
    /// A light type, or what the engine knows where that is more.
    pub(super) fn lifted(&self, expr: &'a Expr, light: Typed) -> Typed {
        // What this file shows of builtins and the standard library needs nobody else. A class that is imported from
        // elsewhere may be a given file's.
        let imported = match &light.ty {
            Ty::Unknown(_) => None,
            Ty::Named(name) if !is_standard(name) => Some(name.clone()),
            _ => return light,
        };
        let Some(place) = self.place(expr) else { return light };
        if self.project.engine().is_none() || light.is_literal_none() {
            return light;
        }
        let view = self.view();
        match view.type_at(place) {
            Inferred::Instance { class, optional } => {
                let ty = self.ty_of(&view, &class);
                Typed { ty, optional, shown_at: Some(expr.range()), by_name: None }
            }
            Inferred::None => Typed { ty: Ty::Unknown("it is None"), optional: true, shown_at: Some(expr.range()), by_name: None },
            Inferred::Several(_) => Typed::unknown("it may be of several classes"),
            Inferred::Class(_) => Typed::unknown("it is a class, not an instance"),
            Inferred::Function(_) => Typed::unknown("it is a function"),
            Inferred::Module(_) => Typed::unknown("it is a module"),
            Inferred::Unknown(why) => match (imported, why) {
                (_, Why::Unreachable) => Typed::unknown("the code is unreachable on every platform or version that is meant"),
                (Some(name), _) => self.by_name(&view, &name).unwrap_or(light),
                (None, Why::Untyped) => Typed::unknown("nothing in the given files shows its type"),
                (None, Why::Ambiguous(_)) => Typed::unknown("several given folders have a module of that name"),
                (None, Why::Shape(_)) => Typed::unknown("no types are inferred in a file of this shape"),
                (None, Why::Failed(_) | Why::Slow) => Typed::unknown("the type engine failed on this file"),
                (None, Why::NoEngine | Why::NotGiven) => light,
            },
        }
    }

    /// The type of an instance of a class.
    fn ty_of(&self, view: &View<'_>, class: &Symbol) -> Ty {
        if let Some(found) = view.class_of(class) {
            if Some(found.file) == self.file {
                let start = class.place.map(|place| place.range.start());
                let own = self.classes().iter().find(|own| Some(own.node.name.start()) == start);
                return own.map_or(Ty::Unknown("the class has changed"), |own| Ty::Local(own.id));
            }
            return Ty::Foreign(found);
        }
        let name = canonical(&class.name);
        if MAPPINGS.contains(&name.as_str()) || SEQUENCES.contains(&name.as_str()) {
            return Ty::Container { class: name, item: Box::new(Ty::Unknown("the type of the items is not kept")) };
        }
        if name == "builtins.object" {
            return Ty::Unknown("it may be any object");
        }
        Ty::Named(name)
    }

    /// The one class of the given files that an unresolved import names.
    fn by_name(&self, view: &View<'_>, name: &str) -> Option<Typed> {
        let last = name.rsplit('.').next()?;
        let class = view.only_class(last)?;
        let ty = if Some(class.file) == self.file {
            let index = view.index(class.file);
            let start = index.classes.get(class.class as usize)?.name_range.start();
            Ty::Local(self.classes().iter().find(|own| own.node.name.start() == start)?.id)
        } else {
            Ty::Foreign(class)
        };
        Some(Typed { ty, optional: false, shown_at: None, by_name: Some(class) })
    }

    /// Evidence that a class was found by its name alone, where that is so.
    pub fn by_name_evidence(&self, typed: &Typed) -> Option<Evidence> {
        let class = typed.by_name?;
        let view = self.view();
        let index = view.index(class.file);
        let entry = index.classes.get(class.class as usize)?;
        let message = format!(
            "the import of `{}` does not resolve; the given files have exactly one class of that name",
            entry.name
        );
        let place = super::engine::Place { file: class.file, range: entry.name_range };
        Some(view.evidence("type-by-name", message, place))
    }
}

impl View<'_> {
    /// The class of a name, if exactly one class of the given files has it.
    pub fn only_class(&self, name: &str) -> Option<ClassRef> {
        let mut found = None;
        for file in self.project.files_with(name) {
            let index = self.index(file);
            for number in (0u32..).zip(&index.classes).filter(|(_, entry)| &*entry.name == name).map(|(at, _)| at) {
                if found.replace(ClassRef { file, class: number }).is_some() {
                    return None;
                }
            }
        }
        found
    }
}
