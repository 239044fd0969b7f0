//! AM402 log-callback-failure: broad handlers that drop what a callback raises. Which calls are callbacks, and how a
//! handler is judged, is shared, in `handlers`.

use crate::facts::Facts;
use crate::handlers::judge::{Open, settled};
use crate::handlers::{HANDLER_PATTERNS, Owner, SUPPRESS_PATTERN, Swallow, callbacks, owner, words};
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::{Evidence, Finding};

/// AM402.
pub struct LogCallbackFailure;

static PATTERNS: [PatternSpec; 3] = {
    let [typed, bare] = HANDLER_PATTERNS;
    [typed, bare, SUPPRESS_PATTERN]
};

static META: Meta = Meta {
    code: "AM402",
    name: "log-callback-failure",
    summary: "Log the exception of a callback that a silent handler drops, as an error with the callback's name",
    subject: "Log exceptions of callbacks that handlers drop",
    literals: &["except", "suppress"],
    patterns: &PATTERNS,
    readme: include_str!("README.md"),
};

impl Transform for LogCallbackFailure {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        let swallow = Swallow::at(facts, site)?;
        if owner(facts, &swallow) != Some(Owner::Callback) {
            return None;
        }
        let callback = callbacks::called(facts, swallow.body)?;
        if let Some(finding) = settled(facts, &swallow) {
            return Some(finding);
        }
        let place = words::place(facts, swallow.id);
        let caught = swallow.caught(facts);
        let message = format!("{place} drops {caught} of the callback `{}` without a trace", callback.name);
        let choice = Evidence::general(
            "alternative",
            format!(
                "letting it out of {place} instead would let a callback end it: a choice to make by hand"
            ),
        );
        Some(Open::new(facts, &swallow).finding(facts, &swallow, message).because(choice))
    }
}
