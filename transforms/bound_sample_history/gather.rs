//! Everything that the given files do with a list, each use read in its own file.

use crate::deques::{Missed, each_use};
use crate::facts::types::engine::Place;
use crate::facts::{Facts, FunctionRef};
use crate::keyed::is_stop;
use crate::syntax::{AnyNodeRef, NodeId, Ranged};
use crate::verdict::Evidence;

use super::acts::{self, Act, Added, Done};
use super::site::Site;

/// Something that a use does.
#[derive(Clone, Debug)]
pub(super) struct Used {
    /// Where; file 0 where only the judged file is known.
    pub place: Place,
    /// What.
    pub done: Done,
    /// Whether it is through a parameter of a function.
    pub parameter: bool,
    /// Whether a test does it, which says nothing of how the program runs.
    pub by_test: bool,
    /// Whether it is in a private function that nobody in the given files calls or hands on. Asked of what takes entries
    /// out only.
    pub never: bool,
    /// Whether it is in a function that ends everything, before which the list has grown all the while. Asked of the same.
    pub at_the_end: bool,
}

/// All of it.
pub(super) struct Gathered {
    /// What is done, in order.
    pub all: Vec<Used>,
    /// What could not be followed.
    pub missed: Vec<Missed>,
}

/// Reads all uses of what a statement makes.
pub(super) fn all(facts: &Facts<'_>, site: &Site<'_>) -> Gathered {
    let mut all = Vec::new();
    let missed = each_use(facts, &site.holder, &mut |other, at| {
        let done = acts::of(other, at.id, site.makes);
        all.extend(done.into_iter().map(|done| Used {
            place: Place { file: at.file, range: done.range },
            never: matches!(done.act, Act::Shrinks(_)) && never_runs(other, at.id),
            at_the_end: matches!(done.act, Act::Shrinks(_)) && ends_all(other, at.id),
            done,
            parameter: at.parameter,
            by_test: other.is_test_code(),
        }));
    });
    all.sort_by_key(|used| used.place);
    Gathered { all, missed }
}

impl Gathered {
    /// Where entries are added.
    pub(super) fn added(&self) -> impl Iterator<Item = (Place, &Added)> {
        self.all.iter().filter(|used| !used.by_test).filter_map(|used| match &used.done.act {
            Act::Adds(added) => Some((used.place, added)),
            _ => None,
        })
    }

    /// Where entries go first, and how; where single ones go before where whole lists do.
    pub(super) fn shrinks(&self) -> Option<(&Used, &'static str)> {
        let runs = |used: &&Used| !used.by_test && !used.never && !used.at_the_end;
        let shrinking = self.all.iter().filter(runs).filter_map(|used| match used.done.act {
            Act::Shrinks(what) => Some((used, what)),
            _ => None,
        });
        shrinking.min_by_key(|(used, what)| (what.starts_with("whole"), used.place))
    }
}

/// Whether what stands there is in a function that ends everything.
fn ends_all(facts: &Facts<'_>, id: NodeId) -> bool {
    let function = facts.tree.function(id).map(|function| facts.tree.node(function));
    matches!(function, Some(AnyNodeRef::StmtFunctionDef(node)) if is_stop(&node.name))
}

/// Whether what stands there is in a private function that nobody calls or hands on.
fn never_runs(facts: &Facts<'_>, id: NodeId) -> bool {
    let Some(AnyNodeRef::StmtFunctionDef(node)) =
        facts.tree.function(id).map(|function| facts.tree.node(function))
    else {
        return false;
    };
    let private = node.name.starts_with('_') && !node.name.starts_with("__");
    let number = facts.index().function_named_at(node.name.start());
    let (true, true, Some(file), Some(function)) =
        (private, node.decorator_list.is_empty(), facts.file, number)
    else {
        return false;
    };
    facts.view().only_callers(FunctionRef { file, function }).is_some_and(|callers| callers.is_empty())
}

/// Evidence that rests on a place, which is in the judged file where no other is known.
pub(super) fn shown(
    facts: &Facts<'_>,
    kind: &'static str,
    message: impl Into<String>,
    place: Place,
) -> Evidence {
    if facts.file.is_none_or(|own| own == place.file) {
        facts.evidence(kind, message, place.range)
    } else {
        facts.evidence_at(kind, message, place)
    }
}

/// A place in words: `line 12`, or `app/hub.py:12`.
pub(super) fn line(facts: &Facts<'_>, place: Place) -> String {
    if facts.file.is_none_or(|own| own == place.file) {
        format!("line {}", facts.line(place.range.start()))
    } else {
        facts.view().shown(place)
    }
}

/// Reads the file of a place.
pub(super) fn in_file<T>(facts: &Facts<'_>, file: u32, read: impl FnOnce(&Facts<'_>) -> T) -> Option<T> {
    if facts.file.is_none() { Some(read(facts)) } else { facts.in_file(file, read) }
}
