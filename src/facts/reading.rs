//! Going from an answer across files to the source it names: another file's facts, the node of a function or of a
//! place. Reads; judges nothing.

use crate::syntax::{AnyNodeRef, NodeId, NodeKind, Ranged, TextRange};
use crate::verdict::Evidence;

use super::types::engine::Place;
use super::{Facts, FunctionRef};

impl Facts<'_> {
    /// The `def` of a function of this file.
    pub fn definition(&self, function: FunctionRef) -> Option<NodeId> {
        if Some(function.file) != self.file {
            return None;
        }
        let index = self.index();
        let start = index.functions.get(function.function as usize)?.name_range.start();
        self.tree.all().find(
            |&id| matches!(self.tree.node(id), AnyNodeRef::StmtFunctionDef(node) if node.name.start() == start),
        )
    }

    /// Reads a given file: this one as it is now, another one as it was read. `None` if it is not given or does not
    /// parse.
    pub fn in_file<T>(&self, file: u32, read: impl FnOnce(&Facts<'_>) -> T) -> Option<T> {
        if Some(file) == self.file {
            return Some(read(self));
        }
        self.project.with_file(file, self.settings, read)
    }

    /// The attribute expression or name at exactly this range of this file.
    pub fn used_at(&self, range: TextRange) -> Option<NodeId> {
        self.tree
            .node_at(range, NodeKind::ExprAttribute)
            .or_else(|| self.tree.node_at(range, NodeKind::ExprName))
    }

    /// Evidence that rests on a place of any given file; one of this file needs no path.
    pub fn evidence_at(&self, kind: &'static str, message: impl Into<String>, place: Place) -> Evidence {
        let mut evidence = self.view().evidence(kind, message, place);
        if Some(place.file) == self.file {
            evidence.path = None;
        }
        evidence
    }
}
