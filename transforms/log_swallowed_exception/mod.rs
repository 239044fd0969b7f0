//! AM401 log-swallowed-exception.

use crate::facts::Facts;
use crate::syntax::NodeKind;
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::Finding;

/// AM401.
pub struct LogSwallowedException;

static META: Meta = Meta {
    code: "AM401",
    name: "log-swallowed-exception",
    summary: "",
    literals: &["except", "suppress"],
    patterns: &[PatternSpec {
        code: "try:\n    $$$A\nexcept $E:\n    $$$B",
        selector: Some("except_clause"),
        claims: NodeKind::ExceptHandlerExceptHandler,
    }],
    readme: include_str!("README.md"),
};

impl Transform for LogSwallowedException {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, _site: Site, _facts: &Facts<'_>) -> Option<Finding> {
        None
    }
}
