//! Whose acquire each release of a function answers. Reads a function once for all of its releases.

use std::collections::HashMap;

use crate::facts::Facts;
use crate::syntax::{NodeId, NodeKind, Ranged, TextRange};

use super::shape;

/// Acquires and releases of one lock in one function beyond which nothing is for certain: real functions have fewer than
/// five, and the work grows with their product.
const MAX_EACH: usize = 20;

/// Whose acquire a release answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// For certain one of its own function.
    Own,
    /// One of its own function, as far as that has taken the lock.
    Doubtful,
    /// One of another function.
    Foreign,
}

/// The acquires and releases of the functions of one file, as far as they have been asked for.
#[derive(Default)]
pub struct Ledger {
    functions: HashMap<(NodeId, String), Function>,
}

struct Function {
    /// The releases that answer an acquire.
    owned: Vec<NodeId>,
    /// The acquires, and the loops around each.
    acquires: Vec<(TextRange, Vec<NodeId>)>,
}

impl Ledger {
    /// Whose acquire the release at a call answers.
    pub fn whose(&mut self, facts: &Facts<'_>, release: NodeId, key: &str) -> Whose {
        let Some(function) = facts.tree.function(release) else {
            let around = self.around_takes(facts, release, key);
            return if around { Whose::Doubtful } else { Whose::Foreign };
        };
        let known =
            self.functions.entry((function, key.to_string())).or_insert_with(|| read(facts, function, key));
        if known.owned.contains(&release) {
            return Whose::Own;
        }
        let start = facts.tree.node(release).start();
        let reaches = |(range, loops): &(TextRange, Vec<NodeId>)| {
            range.end() <= start || loops.iter().any(|&around| facts.tree.contains(around, release))
        };
        if known.acquires.iter().any(reaches) || self.around_takes(facts, function, key) {
            Whose::Doubtful
        } else {
            Whose::Foreign
        }
    }

    /// Whether a function around a function or lambda takes the lock: then what is released there is what that has
    /// taken.
    fn around_takes(&mut self, facts: &Facts<'_>, inner: NodeId, key: &str) -> bool {
        let is_function = |id: &NodeId| facts.tree.node(*id).kind() == NodeKind::StmtFunctionDef;
        facts.tree.ancestors(inner).filter(is_function).any(|outer| {
            let known =
                self.functions.entry((outer, key.to_string())).or_insert_with(|| read(facts, outer, key));
            !known.acquires.is_empty()
        })
    }
}

fn read(facts: &Facts<'_>, function: NodeId, key: &str) -> Function {
    let releases = shape::releases(facts, function, key);
    let acquires = shape::acquires(facts, function, key);
    let few = releases.len() <= MAX_EACH && acquires.len() <= MAX_EACH;
    let owned = if few {
        acquires.iter().flat_map(|acquire| shape::of(facts, acquire, &releases).owned).collect()
    } else {
        Vec::new()
    };
    let acquires = acquires.iter().map(|acquire| (acquire.range, facts.loops_around(acquire.id))).collect();
    Function { owned, acquires }
}
