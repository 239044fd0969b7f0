//! AM503 cancel-in-finally.

use crate::facts::Facts;
use crate::syntax::NodeKind;
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::Finding;

/// AM503.
pub struct CancelInFinally;

static META: Meta = Meta {
    code: "AM503",
    name: "cancel-in-finally",
    summary: "",
    literals: &["await"],
    patterns: &[PatternSpec { code: "await $X", selector: None, claims: NodeKind::ExprAwait }],
    readme: include_str!("README.md"),
};

impl Transform for CancelInFinally {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, _site: Site, _facts: &Facts<'_>) -> Option<Finding> {
        None
    }
}
