//! Lists that are to become deques: where one is made, every use of it in the given files, what each use means for a
//! deque, and the edits. Does not decide whether a list should become one, nor how long it may get.
//!
//! How it is used: name what holds the list ([`Holder`]), and let [`each_use`] call back with every use, each with the
//! `Facts` of its own file. For each, [`fit`] says what becomes of it with a deque, together with its edits in that file;
//! a transform looks first for what is its own (AM104: statements that trim). What [`each_use`] returns could not be
//! followed. [`fit`] takes any expression whose value is the list, so for a dictionary of lists ask [`values`] which
//! expressions give one of its lists, and then [`fit`] about each. [`Creation::edit`] writes a creation,
//! [`annotation`] an annotation, [`spelling`] the name and the import that a file needs: ask it once for each file, with
//! all places where the name will stand.
//!
//! A deque differs from a list in what matters here: it has no slices, no `sort` and no `+`, it equals no list, its text
//! and its serialised form differ, `insert` fails on a full one, and it raises `RuntimeError` where it is changed while
//! somebody goes through it. Source: the Python library reference, "deque objects".

mod annotations;
mod arguments;
mod beware;
mod creation;
mod fits;
mod known;
mod loops;
mod name;
mod named;
mod uses;
mod values;

pub(crate) use annotations::{Annotated, annotation};
pub(crate) use beware::{adds_lazily, named_by_text};
pub(crate) use creation::{Creation, Form};
pub(crate) use fits::{fit, is_number, made};
pub(crate) use known::may_lose;
pub(crate) use name::spelling;
pub(crate) use uses::{At, Missed, each_use};
#[allow(unused_imports)] // for dictionaries of lists
pub(crate) use values::{Value, values};

use crate::edit::Edit;
use crate::facts::Facts;
use crate::syntax::{NodeId, Ranged, TextRange};

/// What holds a list (or a dictionary of lists).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    /// An attribute of the instances of a class of the judged file (its class statement).
    Attribute {
        /// The class statement.
        class: NodeId,
        /// The attribute.
        name: String,
    },
    /// A name of the judged file: of its module, or of one function.
    Name {
        /// The scope that binds it.
        scope: NodeId,
        /// The name.
        name: String,
    },
}

/// How a use adds entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Adding {
    /// `append`: one, at the end.
    One,
    /// `extend`, `+=`: any number, at the end.
    Many,
    /// `insert`: one, anywhere; a full deque raises `IndexError`.
    Inserted,
    /// The bound method is handed on: whoever has it adds.
    Handed,
}

/// What a use means for a deque, with the edits that it takes, in offsets of the use's own file.
#[derive(Clone, Debug)]
pub(crate) enum Fit {
    /// Makes the list.
    Created(Creation),
    /// Declares it, with an annotation or without.
    Declared,
    /// Does the same with a deque.
    Works,
    /// Adds entries, as with a list.
    Adds(Adding),
    /// Takes out the first entry (`pop(0)`, `del x[0]`); the edits make it `popleft()`.
    TakesFirst {
        /// The edits.
        edits: Vec<Edit>,
        /// Whether the entry is used.
        used: bool,
    },
    /// Does exactly the same once it is rewritten.
    Rewritten(Vec<Edit>),
    /// Runs, rewritten where there are edits, but somebody may notice: why, as a clause.
    Noticed(String, Vec<Edit>),
    /// Does not work, or is not known to: why, as a clause.
    Breaks(String),
}

/// The edits that put `list(…)` around an expression.
pub(crate) fn as_list(range: TextRange) -> Vec<Edit> {
    vec![Edit::insert(range.start(), "list("), Edit::insert(range.end(), ")")]
}

/// Whether `list` means the builtin at a place.
pub(crate) fn list_is_builtin(facts: &Facts<'_>, at: NodeId) -> bool {
    facts.qualified_names(&["list"], at).as_deref() == Some("builtins.list")
}

/// Whether two expressions are written alike.
pub(crate) fn alike(facts: &Facts<'_>, one: impl Ranged, other: impl Ranged) -> bool {
    facts.text(one) == facts.text(other)
}
