//! Base classes and subclasses across files, and which method a class runs.

use rustc_hash::FxHashSet;

use super::{ClassRef, FunctionRef, Receiver, View};
use crate::facts::names::canonical;
use crate::facts::types::engine::{Inferred, Place, Why};

/// Questions about a class whose answers are kept.
const KEPT_BASES: u8 = 0;
const KEPT_DESCENDANTS: u8 = 1;

impl View<'_> {
    /// The base classes of a class that are in given files, in order; and whether it has others (`object`, `ABC`,
    /// `Generic` and `Protocol` left out).
    pub fn bases(&self, class: ClassRef) -> (Vec<ClassRef>, bool) {
        self.kept(class, KEPT_BASES, || self.find_bases(class))
    }

    /// An answer about a class, found once for the run where no file has changed.
    fn kept<T: Clone + Send + 'static>(&self, class: ClassRef, question: u8, find: impl FnOnce() -> T) -> T {
        if self.is_changed() {
            return find();
        }
        self.project.memo().get_or((class.file, class.class, question), find)
    }

    fn find_bases(&self, class: ClassRef) -> (Vec<ClassRef>, bool) {
        let index = self.index(class.file);
        let Some(entry) = index.classes.get(class.class as usize) else { return (Vec::new(), true) };
        let mut bases = Vec::new();
        let mut others = false;
        for (last, range) in &entry.bases {
            if matches!(&**last, "object" | "ABC" | "Generic" | "Protocol" | "NamedTuple" | "Enum") {
                others |= matches!(&**last, "NamedTuple" | "Enum");
                continue;
            }
            match self.class_at(Place { file: class.file, range: *range }, last) {
                // `class Gate(outer.Gate)` where nothing shows what `outer` is: another class of the same name.
                Some(base) if base != class => bases.push(base),
                _ => others = true,
            }
        }
        (bases, others)
    }

    /// The class of a given file that an expression in class position names.
    fn class_at(&self, place: Place, last: &str) -> Option<ClassRef> {
        let index = self.index(place.file);
        let own = index.names(last).iter().find(|name| name.range == place.range).and_then(|name| name.means);
        if let Some(class) = own.and_then(|start| index.class_named_at(start)) {
            return Some(ClassRef { file: place.file, class });
        }
        if let Some(class) = self.imported_class(place, &index) {
            return Some(class);
        }
        match self.type_at(place) {
            Inferred::Class(symbol) => self.class_of(&symbol),
            // Without types, an imported base is the one class of that name, if there is just one.
            Inferred::Unknown(Why::NoEngine) => {
                let target = index.imports.iter().find(|import| &*import.local == last);
                self.only_class(target.map_or(last, |import| &import.target))
            }
            _ => None,
        }
    }

    /// The bases outside of the given files of a class and its bases: by name, or `None` where one is not known.
    pub fn outside_bases(&self, class: ClassRef) -> Vec<Option<String>> {
        let mut found = Vec::new();
        for at in std::iter::once(class).chain(self.ancestors(class)) {
            let index = self.index(at.file);
            let Some(entry) = index.classes.get(at.class as usize) else { continue };
            for (last, range) in &entry.bases {
                let place = Place { file: at.file, range: *range };
                if self.class_at(place, last).is_some() {
                    continue;
                }
                match self.type_at(place) {
                    Inferred::Class(symbol) => found.push(Some(canonical(&symbol.name))),
                    _ if matches!(&**last, "object" | "ABC" | "Generic" | "Protocol") => {}
                    _ => found.push(None),
                }
            }
        }
        found
    }

    /// All base classes in given files, at any distance, nearest first (depth first, as Python's order is for
    /// single inheritance).
    pub fn ancestors(&self, class: ClassRef) -> Vec<ClassRef> {
        // Classes that are their own bases do not run, but they can be written.
        let mut found: Vec<ClassRef> = Vec::new();
        let mut open = self.bases(class).0;
        open.reverse();
        while let Some(current) = open.pop() {
            if current == class || found.contains(&current) {
                continue;
            }
            found.push(current);
            if found.len() > 100 {
                break;
            }
            open.extend(self.bases(current).0.into_iter().rev());
        }
        found
    }

    /// All subclasses in given files, at any distance.
    pub fn descendants(&self, class: ClassRef) -> Vec<ClassRef> {
        self.kept(class, KEPT_DESCENDANTS, || self.find_descendants(class))
    }

    fn find_descendants(&self, class: ClassRef) -> Vec<ClassRef> {
        let mut found: Vec<ClassRef> = Vec::new();
        let mut open = vec![class];
        while let Some(current) = open.pop() {
            let name = self.class_name(current);
            let mut files: Vec<u32> = self
                .project
                .bases()
                .files(&name)
                .iter()
                .filter_map(|path| self.project.number(path))
                .collect();
            if !files.contains(&current.file) {
                files.push(current.file);
            }
            for file in files {
                let index = self.index(file);
                for number in 0..index.classes.len() as u32 {
                    let other = ClassRef { file, class: number };
                    if other != class && !found.contains(&other) && self.bases(other).0.contains(&current) {
                        found.push(other);
                        open.push(other);
                    }
                }
            }
        }
        found
    }

    /// The classes whose instances may be instances of `class`, or share its attributes: itself, its bases, its
    /// subclasses, and their bases.
    pub fn family(&self, class: ClassRef) -> FxHashSet<ClassRef> {
        let mut family: FxHashSet<ClassRef> = self.ancestors(class).into_iter().collect();
        family.insert(class);
        for sub in self.descendants(class) {
            family.extend(self.ancestors(sub));
            family.insert(sub);
        }
        family
    }

    /// The method that a class runs for a name: its own or the nearest base's. `None` if no class in given files
    /// has it.
    pub fn method(&self, class: ClassRef, name: &str) -> Option<FunctionRef> {
        std::iter::once(class).chain(self.ancestors(class)).find_map(|at| {
            let function = self.index(at.file).method(at.class, name)?;
            Some(FunctionRef { file: at.file, function })
        })
    }

    /// The class of a method.
    pub fn owner(&self, function: FunctionRef) -> Option<ClassRef> {
        let class = self.function(function)?.class?;
        Some(ClassRef { file: function.file, class })
    }

    /// Whether a receiver may be an instance of a class of this family.
    pub(crate) fn meets(receiver: &Receiver, family: &FxHashSet<ClassRef>) -> bool {
        matches!(receiver, Receiver::Classes(classes) if classes.iter().any(|class| family.contains(class)))
    }
}
