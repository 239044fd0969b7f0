//! AM401 log-swallowed-exception: handlers that neither use nor report the exception, but for those around
//! callbacks, which are AM402's. What a handler is and how it is judged is shared, in `handlers`.

use crate::facts::Facts;
use crate::handlers::judge::{Open, settled};
use crate::handlers::{Form, HANDLER_PATTERNS, Owner, SUPPRESS_PATTERN, Swallow, cancellation, owner, words};
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::Finding;

/// AM401.
pub struct LogSwallowedException;

static PATTERNS: [PatternSpec; 3] = {
    let [typed, bare] = HANDLER_PATTERNS;
    [typed, bare, SUPPRESS_PATTERN]
};

static META: Meta = Meta {
    code: "AM401",
    name: "log-swallowed-exception",
    summary: "Log the exception that a silent handler drops; leave the handlers that are right as they are",
    subject: "Log exceptions that handlers drop",
    literals: &["except", "suppress"],
    patterns: &PATTERNS,
    readme: include_str!("README.md"),
};

impl Transform for LogSwallowedException {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        let swallow = Swallow::at(facts, site)?;
        if let Form::Handler { node, .. } = swallow.form
            && let Some(finding) = cancellation::turned_into_another(facts, &swallow, node)
        {
            return Some(finding);
        }
        if owner(facts, &swallow) != Some(Owner::Swallowed) {
            return None;
        }
        if let Some(finding) = settled(facts, &swallow) {
            return Some(finding);
        }
        let place = words::place(facts, swallow.id);
        let message = format!("{place} drops {} without a trace", swallow.caught(facts));
        Some(Open::new(facts, &swallow).finding(facts, &swallow, message))
    }
}
