//! AM104 deque-ring-buffer: lists whose first entry is taken out, which moves all others. Judges whether a deque does the
//! same, and makes one of them; lists that only grow are AM103's.

mod beside;
mod bound;
mod config;
mod doubts;
mod exact;
mod fix;
mod gather;
mod judge;
mod names;
mod outside;
mod remove;
mod site;
mod trim;

use crate::facts::Facts;
use crate::syntax::NodeKind;
use crate::transform::{Meta, PatternSpec, Site as Proposed, Transform};
use crate::verdict::Finding;

/// AM104.
pub struct DequeRingBuffer;

static META: Meta = Meta {
    code: "AM104",
    name: "deque-ring-buffer",
    summary: "Lists whose first entry is taken out, which moves all others: deque",
    subject: "Make deques of lists that are emptied from the front",
    literals: &[
        "[]",
        "list(",
        "=list",
        "= list",
        "lambda: []",
        ".pop(0)",
        "[0]",
        "bytearray(",
        "[-",
        "[1:",
        "[:",
    ],
    patterns: &[
        PatternSpec { code: "$X = $V", selector: None, claims: NodeKind::StmtAssign },
        PatternSpec { code: "$X: $T = $V", selector: None, claims: NodeKind::StmtAnnAssign },
        PatternSpec { code: "$X.pop(0)", selector: None, claims: NodeKind::ExprCall },
        PatternSpec { code: "del $X[$K]", selector: None, claims: NodeKind::StmtDelete },
    ],
    readme: include_str!("README.md"),
};

impl Transform for DequeRingBuffer {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, proposed: Proposed, facts: &Facts<'_>) -> Option<Finding> {
        match proposed.pattern {
            0 | 1 => {
                let name = site::name(facts, proposed.node)?;
                names::may_be_trimmed(facts, name)
                    .then(|| judge::judge(facts, &site::of(facts, proposed.node)?))?
            }
            _ => outside::judge(facts, proposed.node),
        }
    }
}
