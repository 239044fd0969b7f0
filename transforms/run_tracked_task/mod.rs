//! AM504 run-tracked-task.

use crate::facts::Facts;
use crate::syntax::NodeKind;
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::Finding;

/// AM504.
pub struct RunTrackedTask;

static META: Meta = Meta {
    code: "AM504",
    name: "run-tracked-task",
    summary: "",
    literals: &["create_task", "ensure_future", "run_coroutine_threadsafe"],
    patterns: &[PatternSpec { code: "$F($$$ARGS)", selector: None, claims: NodeKind::ExprCall }],
    readme: include_str!("README.md"),
};

impl Transform for RunTrackedTask {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, _site: Site, _facts: &Facts<'_>) -> Option<Finding> {
        None
    }
}
