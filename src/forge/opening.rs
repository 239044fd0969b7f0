//! Opens a pull request of a branch that was pushed a moment ago, which a forge may not see at once. No forge.

use std::time::Duration;

use serde::de::DeserializeOwned;

use super::ForgeError;
use super::http::{Api, Request};

/// How often it is tried where the forge says that there is no such branch, and how long that is apart.
const TRIES: usize = 3;
const PAUSE: Duration = Duration::from_secs(2);

/// Sends a request that is about a new branch. `is_unseen` tells a refusal that comes of its being so new.
pub(super) fn post<T: DeserializeOwned>(
    api: &mut Api,
    request: &Request,
    is_unseen: impl Fn(&ForgeError) -> bool,
) -> Result<T, ForgeError> {
    for _ in 1..TRIES {
        match api.json(request) {
            Err(error) if is_unseen(&error) => api.clock().wait(PAUSE, "for the forge to see the branch"),
            other => return other,
        }
    }
    api.json(request)
}
