//! What one file holds that a question across files may need: functions, classes, every use of an attribute or
//! name, calls and what surrounds them. Owned and small, so that a file is parsed once and its tree let go.
//!
//! An index says what stands where; it judges nothing and follows nothing into other files. [`super::View`] does.

mod attributes;
mod build;
mod definitions;
mod entries;
mod regions;
mod usage;

use rustc_hash::FxHashMap;

use crate::syntax::{TextRange, TextSize};

pub use build::build;
pub use entries::{ClassEntry, Function, FunctionEntry, MODULE, Suspension};

/// How a value is used where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Usage {
    /// Assigned.
    Write,
    /// Declared without a value, or as a field of a dataclass.
    Declare,
    /// `+=` and the like.
    Augment,
    /// `del x`.
    Delete,
    /// `x.name(key, …)`.
    Method {
        /// The method.
        name: Box<str>,
        /// The first argument's text.
        key: Option<Box<str>>,
        /// Whether the result is dropped.
        dropped: bool,
    },
    /// `x(…)`.
    Called,
    /// `x[…]` read.
    Item(Box<str>),
    /// `x[key] = …`.
    SetItem(Box<str>),
    /// `del x[key]`.
    DelItem(Box<str>),
    /// Looped over.
    Iterate,
    /// `… in x`.
    Contains,
    /// `len(x)`.
    Size,
    /// Only its truth or identity matters.
    Test,
    /// Bound to a local name.
    Alias(Box<str>),
    /// An argument of a call.
    Passed {
        /// The function position of the call.
        callee: TextRange,
        /// The position among the arguments, or the keyword.
        slot: Slot,
    },
    /// Goes where it is not followed, and how.
    Escape(&'static str),
    /// Read in another way.
    Read,
}

/// Which argument of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// From 0.
    Position(usize),
    /// By keyword.
    Keyword(Box<str>),
}

/// An attribute expression, a constant name in `getattr` and the like, or a read of a name.
#[derive(Clone, Debug)]
pub struct Occurrence {
    /// The expression.
    pub range: TextRange,
    /// What the attribute is taken of; `None` for names.
    pub receiver: Option<TextRange>,
    /// The class (by number) whose instance, or which itself, the receiver certainly is: `self`, `cls`.
    pub this: Option<u32>,
    /// Whether the receiver is `super()`.
    pub is_super: bool,
    /// The innermost function around it, by number.
    pub function: Option<u32>,
    /// For names: the function whose local it is, if it is one.
    pub owner: Option<u32>,
    /// For names: the function or class of this file that it certainly is, by the start of its name.
    pub means: Option<TextSize>,
    /// Whether a name is also bound by a `global` statement of some function.
    pub rebound: bool,
    /// For assignments: whether the value is made here, so that nobody else has it.
    pub fresh: bool,
    /// For assignments: the value. Of `self.x = y = …` that of the whole statement.
    pub value: Option<TextRange>,
    /// For assignments: whether the statement has an annotation.
    pub annotated: bool,
    /// For assignments: whether the value adds a missing key when it is read, as a `defaultdict` does.
    pub creates: bool,
    /// Whether the attribute is named by a constant string.
    pub by_string: bool,
    /// How it is used.
    pub usage: Usage,
}

/// How a call is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// `await f()`, directly or through `gather` or `wait_for`.
    Awaited,
    /// Given to something that makes a task of it.
    Spawned,
    /// Neither.
    Called,
}

/// A call.
#[derive(Clone, Debug)]
pub struct Call {
    /// The call expression.
    pub range: TextRange,
    /// Its function position.
    pub callee: TextRange,
    /// The innermost function around it, by number.
    pub function: Option<u32>,
    /// How it is run.
    pub how: How,
    /// Whether its result, or what awaiting it gives, is dropped.
    pub dropped: bool,
    /// Whether it runs whenever its function runs to its end: it stands in no branch, loop or handler, and nothing
    /// before it leaves.
    pub always: bool,
}

/// Something that holds for a range of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegionKind {
    /// The body of a loop.
    Loop,
    /// The body of a `try` that has handlers.
    Try,
    /// The body of a `finally`.
    Finally,
    /// Time is bounded.
    Timeout,
    /// What is entered before a `with` leaves its context (the later items and the body), or lies between `acquire()`
    /// and `release()`, or between `enter_async_context()` and the end of its stack; and the context expression.
    With(TextRange),
}

/// A range of a function for which something holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// What holds.
    pub kind: RegionKind,
    /// Where.
    pub range: TextRange,
    /// The function, by number.
    pub function: Option<u32>,
}

/// A look at an object's attributes that names none of them.
#[derive(Clone, Debug)]
pub struct Reflection {
    /// The object.
    pub receiver: TextRange,
    /// The class (by number) whose instance the object certainly is.
    pub this: Option<u32>,
    /// What is done, in words.
    pub what: &'static str,
    /// Whether attributes may be set by it.
    pub writes: bool,
}

/// A place that binds a local name.
#[derive(Clone, Debug)]
pub struct Store {
    /// Where the statement ends: the name has the new value from here on.
    pub at: TextSize,
    /// The statement that holds the suite it stands in; the whole file at the top.
    pub within: TextRange,
    /// The function whose local it is.
    pub function: Option<u32>,
    /// What it is bound to, where a plain assignment says so. Of `x = self.y = …` that is `self.y`, which names it for
    /// others too.
    pub value: Option<TextRange>,
}

/// An import that binds a name.
#[derive(Clone, Debug)]
pub struct Import {
    /// The name that is bound.
    pub local: Box<str>,
    /// What is imported: the last part of its dotted name.
    pub target: Box<str>,
    /// The module it comes from (or is), with leading dots where it is relative.
    pub module: Box<str>,
    /// Whether a module is imported, not something in it.
    pub is_module: bool,
}

/// The index of one file.
#[derive(Clone, Debug, Default)]
pub struct FileIndex {
    /// Functions, methods and lambdas in source order.
    pub functions: Vec<Function>,
    /// Classes in source order.
    pub classes: Vec<ClassEntry>,
    /// Uses of attributes by name, in source order.
    pub attributes: FxHashMap<Box<str>, Vec<Occurrence>>,
    /// Reads of names, in source order.
    pub names: FxHashMap<Box<str>, Vec<Occurrence>>,
    /// Places that bind a name, in source order.
    pub stores: FxHashMap<Box<str>, Vec<Store>>,
    /// Calls, by start.
    pub calls: Vec<Call>,
    /// What holds where.
    pub regions: Vec<Region>,
    /// Looks at all attributes of an object.
    pub reflections: Vec<Reflection>,
    /// Imports.
    pub imports: Vec<Import>,
    /// Why the file could not be read; then all else is empty.
    pub broken: Option<String>,
    lines: Vec<TextSize>,
}

impl FileIndex {
    /// An index of a file that does not parse.
    pub fn of_broken(why: String) -> Self {
        FileIndex { broken: Some(why), ..FileIndex::default() }
    }

    /// The line of an offset, from 1.
    pub fn line(&self, offset: TextSize) -> usize {
        self.lines.partition_point(|&start| start <= offset).max(1)
    }

    /// The uses of an attribute of this name.
    pub fn attributes(&self, name: &str) -> &[Occurrence] {
        self.attributes.get(name).map_or(&[], Vec::as_slice)
    }

    /// The reads of a name.
    pub fn names(&self, name: &str) -> &[Occurrence] {
        self.names.get(name).map_or(&[], Vec::as_slice)
    }

    /// The function whose name starts here.
    pub fn function_named_at(&self, start: TextSize) -> Option<u32> {
        position(&self.functions, |function| function.name_range.start() == start)
    }

    /// The class whose name starts here.
    pub fn class_named_at(&self, start: TextSize) -> Option<u32> {
        position(&self.classes, |class| class.name_range.start() == start)
    }

    /// The innermost function that holds a range.
    pub fn function_at(&self, range: TextRange) -> Option<u32> {
        let holds = |function: &Function| function.range.contains_range(range) && function.range != range;
        self.functions.iter().rposition(holds).map(|at| at as u32)
    }

    /// The call at exactly this range.
    pub fn call_at(&self, range: TextRange) -> Option<&Call> {
        self.calls.iter().find(|call| call.range == range)
    }

    /// The call with this function position.
    pub fn call_of(&self, callee: TextRange) -> Option<&Call> {
        let from = self.calls.partition_point(|call| call.range.start() < callee.start());
        self.calls[from..]
            .iter()
            .take_while(|call| call.range.start() == callee.start())
            .find(|call| call.callee == callee)
            .or_else(|| self.calls.iter().find(|call| call.callee == callee))
    }

    /// What holds at a range inside its own function, outermost first.
    pub fn regions_at(&self, range: TextRange) -> Vec<&Region> {
        let function = self.function_at(range);
        let mut found: Vec<&Region> = self
            .regions
            .iter()
            .filter(|region| region.function == function && region.range.contains_range(range))
            .collect();
        found.sort_by_key(|region| (region.range.start(), std::cmp::Reverse(region.range.end())));
        found
    }

    /// Whether a local name still has, where it is read, the value that it was given before `from` (a parameter's, if
    /// that is `None`). A later assignment ends it where it certainly runs between the two.
    pub fn still_holds(&self, name: &str, function: u32, from: Option<TextSize>, read: TextRange) -> bool {
        let Some(stores) = self.stores.get(name) else { return true };
        let own = stores.iter().filter(|store| store.function == Some(function));
        // The store that ends the statement in which the value was bound is that binding itself.
        let bound = from.map(|from| own.clone().map(|store| store.at).find(|at| *at >= from).unwrap_or(from));
        let in_same_loop = || {
            self.regions.iter().any(|region| {
                region.kind == RegionKind::Loop
                    && region.range.contains_range(read)
                    && bound.is_some_and(|bound| region.range.contains(bound))
            })
        };
        if bound.is_some_and(|bound| read.start() < bound) && !in_same_loop() {
            return false;
        }
        !own.clone().any(|store| {
            bound.is_none_or(|bound| store.at > bound)
                && store.at <= read.start()
                && store.within.contains_range(read)
        })
    }

    /// The last method of a name that a class itself has.
    pub fn method(&self, class: u32, name: &str) -> Option<u32> {
        let class = self.classes.get(class as usize)?;
        class.methods.iter().rev().copied().find(|&method| &*self.functions[method as usize].name == name)
    }
}

fn position<T>(items: &[T], test: impl Fn(&T) -> bool) -> Option<u32> {
    items.iter().position(test).map(|at| at as u32)
}
