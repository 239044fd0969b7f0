//! Which transform a site belongs to, by the site alone: exactly one, whatever is selected in settings.

use super::{Form, Swallow, callbacks, counting, silent};
use crate::facts::Facts;

/// The transforms that share the sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// AM401: all that is not another's.
    Swallowed,
    /// AM402: a broad silent handler whose try body calls a callback.
    Callback,
    /// AM403: a broad handler that only counts, whatever its try body calls.
    Recorded,
}

/// Whose site it is. `None` if the handler does more than leave and count: then it is nobody's.
pub(crate) fn of<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Owner> {
    if let Form::Handler { node, .. } = swallow.form
        && !silent::is_silent(node)
    {
        let counts =
            (swallow.catches.broad || swallow.catches.cancelled) && counting::only_counts(facts, node);
        return counts.then_some(Owner::Recorded);
    }
    let callback = swallow.catches.broad && callbacks::called(facts, swallow.body).is_some();
    Some(if callback { Owner::Callback } else { Owner::Swallowed })
}
