//! AM502 bounded-wait.

use crate::facts::Facts;
use crate::syntax::NodeKind;
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::Finding;

/// AM502.
pub struct BoundedWait;

static META: Meta = Meta {
    code: "AM502",
    name: "bounded-wait",
    summary: "",
    literals: &["wait"],
    patterns: &[PatternSpec { code: "await $X.wait()", selector: None, claims: NodeKind::ExprAwait }],
    readme: include_str!("README.md"),
};

impl Transform for BoundedWait {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, _site: Site, _facts: &Facts<'_>) -> Option<Finding> {
        None
    }
}
