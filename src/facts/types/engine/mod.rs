//! The type engine: what an expression of a given file evaluates to, and what a call runs, through imports and
//! across files. Not for judging: what it does not know, it says.
//!
//! [`TypeEngine`] hides the type checker that answers. Answers are owned values, so that no database lifetime
//! leaks, tests can put a fake in its place, and a new version of the checker touches this folder alone.

mod ask;
mod database;
mod describe;
mod overlay;
mod roots;
mod ty;
mod watchdog;

use crate::syntax::TextRange;

pub use roots::Roots;
pub use ty::Ty;

/// A range of a given file, by the file's number in the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file's number.
    pub file: u32,
    /// Where in it.
    pub range: TextRange,
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |place: &Place| (place.file, place.range.start(), place.range.end());
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// A class, function or other named thing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol {
    /// Module and qualified name, with dots: `asyncio.locks.Event`, `app.jobs.Job.run`.
    pub name: String,
    /// Where its name stands in its definition, if that is in a given file.
    pub place: Option<Place>,
}

/// What an expression evaluates to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inferred {
    /// An instance of a class, or of a class derived from it.
    Instance {
        /// The class.
        class: Symbol,
        /// Whether it may also be `None`.
        optional: bool,
    },
    /// The class itself.
    Class(Symbol),
    /// A function, or a method bound to an instance.
    Function(Symbol),
    /// A module.
    Module(String),
    /// Always `None`.
    None,
    /// Instances of several classes.
    Several(Vec<Symbol>),
    /// Not known, and why.
    Unknown(Why),
}

/// Why something is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No type engine takes part in this run.
    NoEngine,
    /// The file is not one of those given, or has changed at this place.
    NotGiven,
    /// The checker has no type for it.
    Untyped,
    /// The code is never reached on this platform and Python version.
    Unreachable,
    /// The module is imported from several places under the same name.
    Ambiguous(String),
    /// Something else may have been put in its place.
    Replaced,
    /// The file is too deep or too branched for the checker; the shape is named.
    Shape(String),
    /// The checker failed on the file: a defect in it.
    Failed(String),
    /// The checker was stopped because it took too long.
    Slow,
}

impl Why {
    /// In words, as the second half of a sentence.
    pub fn words(&self) -> String {
        match self {
            Why::NoEngine => "types are off".into(),
            Why::NotGiven => "the place is not in the given files".into(),
            Why::Untyped => "nothing shows its type".into(),
            Why::Unreachable => "the code is unreachable on this platform and Python version".into(),
            Why::Ambiguous(module) => format!("several given folders have a module `{module}`"),
            Why::Replaced => "something else may be put in its place".into(),
            Why::Shape(shape) => format!("types are not inferred in this file: {shape}"),
            Why::Failed(message) => format!("the type engine failed on this file: {message}"),
            Why::Slow => "the type engine took too long on this file".into(),
        }
    }
}

/// What a call, a name or an attribute refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definitions {
    /// All that it may be; sorted. Things outside the given files have no place.
    pub symbols: Vec<Symbol>,
    /// Why these may not be all; `None` if they are.
    pub why: Option<Why>,
}

impl Definitions {
    /// Nothing known.
    pub fn unknown(why: Why) -> Self {
        Definitions { symbols: Vec::new(), why: Some(why) }
    }
}

/// Answers questions about types. All answers rest on the files as they were read at the start of the run.
pub trait TypeEngine: Send + Sync {
    /// The type of the expression that stands exactly at a place.
    fn type_at(&self, place: Place) -> Inferred;

    /// What the function position of a call (a name or attribute at a place) runs: functions and methods, and
    /// for a class the class.
    fn callee_at(&self, place: Place) -> Definitions;

    /// Files on which the engine failed, with the reason; for notices. In file order.
    fn problems(&self) -> Vec<(u32, String)>;

    /// How many questions were answered so far.
    fn asked(&self) -> usize;
}
