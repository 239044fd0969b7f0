//! Questions across all given files: uses of an attribute, callers of a function, what a call may lock, the life of
//! a key. Answers name places and reasons; what could not be followed is part of every answer.

mod callers;
mod constructions;
mod family;
mod imported;
mod keys;
mod locks;
mod mangled;
mod moved;
mod outside;
mod rebound;
mod uses;

use std::sync::Arc;

use crate::syntax::TextRange;
use crate::verdict::Evidence;

use super::index::{Call, FileIndex, FunctionEntry, Occurrence};
use super::types::engine::{Definitions, Inferred, Place, Symbol, Why};
use super::{Origin, Project};

pub use callers::{Caller, CallersAcross, Wanted};
pub(crate) use imported::{absolute, is_package};
pub use keys::{KeyEvent, KeyKind};
pub use locks::{LockFact, Taken};
pub(crate) use outside::is_transparent;
pub(crate) use uses::Passed;
pub use uses::{Use, Uses};

/// A class of a given file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClassRef {
    /// The file's number.
    pub file: u32,
    /// The class's number in the file's index.
    pub class: u32,
}

/// A function of a given file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionRef {
    /// The file's number.
    pub file: u32,
    /// The function's number in the file's index.
    pub function: u32,
}

/// Something that could not be followed, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Blind {
    /// Where; `None` where it is nowhere in particular.
    pub place: Option<Place>,
    /// Why, as a clause.
    pub why: String,
}

/// What a receiver is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Receiver {
    /// An instance of one of these classes of given files, or the class itself.
    Classes(Vec<ClassRef>),
    /// Something that is defined outside of the given files, by its name.
    Outside(String),
    /// A module.
    Module,
    /// Not known.
    Unknown(Why),
}

/// The given files, with the judged one as it is now.
pub struct View<'v> {
    /// The given files.
    pub project: &'v Project,
    own: Option<(u32, Arc<FileIndex>, &'v Origin)>,
}

impl<'v> View<'v> {
    /// The files as they were read.
    pub fn new(project: &'v Project) -> Self {
        View { project, own: None }
    }

    /// The files as they were read but for one, whose text has changed since.
    pub fn with_changed(project: &'v Project, file: u32, index: Arc<FileIndex>, origin: &'v Origin) -> Self {
        View { project, own: Some((file, index, origin)) }
    }

    /// Whether the judged file is another one than was read.
    pub(super) fn is_changed(&self) -> bool {
        self.own.is_some()
    }

    /// A file's index.
    pub fn index(&self, file: u32) -> Arc<FileIndex> {
        match &self.own {
            Some((own, index, _)) if *own == file => Arc::clone(index),
            _ => self.project.index(file),
        }
    }

    /// The type at a place, as it is known of the files as they were read.
    pub fn type_at(&self, place: Place) -> Inferred {
        let Some(engine) = self.project.engine() else { return Inferred::Unknown(Why::NoEngine) };
        let original = self.original(place).or_else(|| self.twin(place));
        let Some(original) = original else { return Inferred::Unknown(Why::NotGiven) };
        match engine.type_at(original) {
            Inferred::Instance { class, optional } => {
                Inferred::Instance { class: self.current(class), optional }
            }
            Inferred::Class(class) => Inferred::Class(self.current(class)),
            Inferred::Function(function) => Inferred::Function(self.current(function)),
            Inferred::Several(classes) => {
                Inferred::Several(classes.into_iter().map(|class| self.current(class)).collect())
            }
            other => other,
        }
    }

    /// What the function position of a call runs.
    pub fn callee_at(&self, place: Place) -> Definitions {
        let index = self.index(place.file);
        // A name that certainly is a function or class of its own file needs no inference.
        let name = self.name_at(&index, place).cloned();
        let own = name.as_ref().and_then(|name| name.means);
        let own = own.and_then(|start| self.symbol_named_at(place.file, &index, start));
        if let Some(symbol) = own {
            if self.rebound_in_module(&symbol).is_some() {
                return Definitions { symbols: vec![symbol], why: Some(Why::Replaced) };
            }
            return Definitions { symbols: vec![symbol], why: None };
        }
        if let Some(symbol) = name.as_ref().and_then(|name| self.class_itself(place.file, &index, name)) {
            return Definitions { symbols: vec![symbol], why: None };
        }
        let Some(engine) = self.project.engine() else { return Definitions::unknown(Why::NoEngine) };
        let Some(original) = self.original(place) else { return Definitions::unknown(Why::NotGiven) };
        let mut found = engine.callee_at(original);
        found.symbols = found.symbols.into_iter().map(|symbol| self.current(symbol)).collect();
        let replaced = |symbol: &Symbol| self.rebound_in_module(symbol).is_some() || self.is_protocol(symbol);
        if found.why.is_none()
            && (found.symbols.iter().any(replaced) || name.is_some_and(|name| name.rebound))
        {
            found.why = Some(Why::Replaced);
        }
        if found.symbols.is_empty()
            && found.why == Some(Why::Untyped)
            && let Some(name) = self.imported_from_outside(place, &index)
        {
            return Definitions { symbols: vec![Symbol { name, place: None }], why: None };
        }
        found
    }

    /// What a call at this function position may run: the callee, and what subclasses in given files put in its
    /// place.
    pub fn runs(&self, place: Place) -> Definitions {
        let mut found = self.callee_at(place);
        let index = self.index(place.file);
        let last = self.text(place).rsplit('.').next().unwrap_or_default().to_string();
        let attribute = index.attributes(&last).iter().find(|at| at.range == place.range).cloned();
        // On `super()` and on a class, the method is the one that is found.
        let fixed = attribute.as_ref().is_none_or(|at| {
            at.is_super
                || at.receiver.is_some_and(|range| {
                    at.this.is_none()
                        && matches!(self.type_at(Place { file: place.file, range }), Inferred::Class(_))
                })
        });
        if fixed {
            return found;
        }
        for symbol in found.symbols.clone() {
            let Some(function) = self.function_of(&symbol) else { continue };
            let (Some(owner), Some(entry)) = (self.owner(function), self.function(function)) else {
                continue;
            };
            if entry.qualified.rsplit('.').next() != symbol.name.rsplit('.').next() {
                continue;
            }
            // Below the receiver's class, where that is known; else below the method's own.
            let from = match attribute.as_ref().map(|at| self.receiver(place.file, at)) {
                Some(Receiver::Classes(classes)) => classes,
                _ => vec![owner],
            };
            for sub in from.into_iter().flat_map(|class| self.descendants(class)) {
                let Some(number) = self.index(sub.file).method(sub.class, &entry.name) else { continue };
                let overriding = FunctionRef { file: sub.file, function: number };
                let Some(entry) = self.function(overriding) else { continue };
                let place = Some(Place { file: sub.file, range: entry.name_range });
                found.symbols.push(Symbol { name: self.function_path(overriding), place });
            }
        }
        found.symbols.sort();
        found.symbols.dedup();
        found
    }

    /// The class that `cls` of a class method is.
    fn class_itself(&self, file: u32, index: &FileIndex, name: &Occurrence) -> Option<Symbol> {
        let class = name.this.filter(|_| name.usage == super::index::Usage::Called)?;
        let function = &index.functions[name.owner? as usize];
        function.decorators.iter().any(|decorator| &**decorator == "classmethod").then(|| {
            let entry = &index.classes[class as usize];
            let name = format!("{}.{}", self.project.module(file), entry.qualified);
            Symbol { name, place: Some(Place { file, range: entry.name_range }) }
        })
    }

    /// The read of a name that stands exactly at a place.
    fn name_at<'i>(&self, index: &'i FileIndex, place: Place) -> Option<&'i Occurrence> {
        let reads = index.names(self.text(place));
        let at = reads.partition_point(|read| read.range.start() < place.range.start());
        reads.get(at).filter(|read| read.range == place.range)
    }

    /// Whether a method only declares what others implement.
    pub(crate) fn is_protocol(&self, symbol: &Symbol) -> bool {
        let Some(owner) = self.function_of(symbol).and_then(|function| self.owner(function)) else {
            return false;
        };
        let index = self.index(owner.file);
        // `asyncio.Protocol` only has the name in common.
        let declares = |range| match self.type_at(Place { file: owner.file, range }) {
            Inferred::Class(base) => base.name.starts_with("typing"),
            _ => true,
        };
        let bases = &index.classes[owner.class as usize].bases;
        bases.iter().any(|(last, range)| &**last == "Protocol" && declares(*range))
    }

    fn symbol_named_at(
        &self,
        file: u32,
        index: &FileIndex,
        start: crate::syntax::TextSize,
    ) -> Option<Symbol> {
        let (qualified, range, decorated) =
            match (index.function_named_at(start), index.class_named_at(start)) {
                (Some(function), _) => {
                    let function = &index.functions[function as usize];
                    (&function.qualified, function.name_range, !function.decorators.is_empty())
                }
                (None, Some(class)) => {
                    let class = &index.classes[class as usize];
                    (&class.qualified, class.name_range, !class.decorators.is_empty())
                }
                (None, None) => return None,
            };
        if decorated {
            return None;
        }
        let name = format!("{}.{qualified}", self.project.module(file));
        Some(Symbol { name, place: Some(Place { file, range }) })
    }

    /// The class that a symbol is, if it is one of a given file.
    pub fn class_of(&self, symbol: &Symbol) -> Option<ClassRef> {
        let place = symbol.place?;
        let class = self.index(place.file).class_named_at(place.range.start())?;
        Some(ClassRef { file: place.file, class })
    }

    /// The function that a symbol is, if it is one of a given file; for a class, its `__init__`.
    pub fn function_of(&self, symbol: &Symbol) -> Option<FunctionRef> {
        let place = symbol.place?;
        let index = self.index(place.file);
        if let Some(function) = index.function_named_at(place.range.start()) {
            return Some(FunctionRef { file: place.file, function });
        }
        let class = self.class_of(symbol)?;
        self.method(class, "__init__")
    }

    /// What an occurrence's receiver is.
    pub(crate) fn receiver(&self, file: u32, occurrence: &Occurrence) -> Receiver {
        if let (Some(class), false) = (occurrence.this, occurrence.is_super) {
            return Receiver::Classes(vec![ClassRef { file, class }]);
        }
        match occurrence.receiver {
            Some(range) => self.receiver_at(Place { file, range }),
            None => Receiver::Unknown(Why::Untyped),
        }
    }

    /// What the expression at a place is, as a receiver.
    pub(crate) fn receiver_at(&self, place: Place) -> Receiver {
        let of = |symbols: &[Symbol]| -> Receiver {
            let classes: Vec<ClassRef> = symbols.iter().filter_map(|symbol| self.class_of(symbol)).collect();
            match (classes.is_empty(), symbols.first()) {
                (true, Some(symbol)) if symbol.place.is_none() => Receiver::Outside(symbol.name.clone()),
                (true, _) => Receiver::Unknown(Why::Untyped),
                _ => Receiver::Classes(classes),
            }
        };
        match self.type_at(place) {
            Inferred::Instance { class, .. } | Inferred::Class(class) => of(&[class]),
            Inferred::Several(classes) => of(&classes),
            Inferred::Function(function) => Receiver::Outside(function.name),
            Inferred::Module(_) => Receiver::Module,
            Inferred::None => Receiver::Outside("None".into()),
            Inferred::Unknown(why) => Receiver::Unknown(why),
        }
    }

    /// A class's own entry in its file's index, by a closure, as indices are shared.
    pub fn class_name(&self, class: ClassRef) -> String {
        let index = self.index(class.file);
        index.classes.get(class.class as usize).map_or_else(String::new, |entry| entry.name.to_string())
    }

    /// Module and qualified name of a class.
    pub fn class_path(&self, class: ClassRef) -> String {
        let index = self.index(class.file);
        let name = index.classes.get(class.class as usize).map_or("", |entry| &entry.qualified);
        format!("{}.{name}", self.project.module(class.file))
    }

    /// Module and qualified name of a function.
    pub fn function_path(&self, function: FunctionRef) -> String {
        let entry = self.function(function);
        format!(
            "{}.{}",
            self.project.module(function.file),
            entry.map_or(String::new(), |entry| entry.qualified.to_string())
        )
    }

    /// A function's entry in its file's index.
    pub fn function(&self, function: FunctionRef) -> Option<FunctionEntry> {
        FunctionEntry::of(self.index(function.file), function.function)
    }

    /// The line of a place.
    pub fn line(&self, place: Place) -> usize {
        self.index(place.file).line(place.range.start())
    }

    /// The source text of a place; empty where a fix has written some of it.
    pub fn text(&self, place: Place) -> &str {
        let text = self.project.read(place.file);
        let range = self.original(place).map_or(TextRange::default(), |place| place.range);
        text.get(range.start().to_usize()..range.end().to_usize()).unwrap_or_default()
    }

    /// Evidence that rests on a place.
    pub fn evidence(&self, kind: &'static str, message: impl Into<String>, place: Place) -> Evidence {
        Evidence {
            kind,
            message: message.into(),
            path: Some(self.project.path(place.file).to_string()),
            line: Some(self.line_read(place)),
        }
    }

    /// `path:line` of a place.
    pub fn shown(&self, place: Place) -> String {
        format!("{}:{}", self.project.path(place.file), self.line_read(place))
    }

    /// The calls inside a function, without those of functions in it.
    pub(crate) fn calls_in(&self, function: FunctionRef) -> Vec<Call> {
        let index = self.index(function.file);
        index.calls.iter().filter(|call| call.function == Some(function.function)).cloned().collect()
    }
}
