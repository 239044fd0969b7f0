//! The client of each kind of forge. A new forge is a line here.

use super::gitea::Gitea;
use super::github::{GitHub, HEADERS};
use super::gitlab::GitLab;
use super::http::{Api, Auth, Clock, Secret};
use super::{Forge, ForgeError, ForkRule};
use crate::pr::remote::{ForgeKind, Remote};

/// The API at `address`, with the token as that kind of forge wants it.
///
/// # Errors
/// See [`Api::new`].
pub fn api(kind: ForgeKind, address: &str, token: &Secret, clock: Box<dyn Clock>) -> Result<Api, ForgeError> {
    let auth = match kind {
        ForgeKind::GitHub | ForgeKind::GitLab => Auth::Bearer(token.clone()),
        ForgeKind::Gitea => Auth::Token(token.clone()),
    };
    Api::new(address, auth, headers(kind), clock)
}

/// The headers that go with each request.
pub fn headers(kind: ForgeKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        ForgeKind::GitHub => HEADERS,
        ForgeKind::GitLab | ForgeKind::Gitea => &[],
    }
}

/// The client for a repository. `login` is who the token belongs to, where that is known already.
pub fn connect(
    kind: ForgeKind,
    api: Api,
    remote: &Remote,
    login: Option<String>,
    fork: ForkRule,
) -> Box<dyn Forge> {
    match kind {
        ForgeKind::GitHub => Box::new(GitHub::new(api, remote, login, fork)),
        ForgeKind::GitLab => Box::new(GitLab::new(api, remote.clone(), login, fork)),
        ForgeKind::Gitea => Box::new(Gitea::new(api, remote.clone(), login, fork)),
    }
}
