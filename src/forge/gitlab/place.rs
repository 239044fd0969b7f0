//! Where branches go: into the project itself, or into the user's fork of it, which may have to be made.

use serde_json::json;

use crate::forge::answers::{push_url, unusable};
use crate::forge::http::{Method, Repeat, Request, segment};
use crate::forge::{ForgeError, ForkRule, Target};

use super::data::{Project, User};
use super::{GitLab, PAGE, PAUSE};

/// How often to ask whether a new fork is there: two minutes in all.
const ASKED: usize = 60;

/// Where things are, by the numbers of projects: these stay when one is renamed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Where merge requests lie.
    pub home: u64,
    /// Where branches go; `None` if that is not there yet.
    pub source: Option<u64>,
    /// Whether that is a fork.
    pub is_fork: bool,
}

impl GitLab {
    pub(super) fn find_place(&mut self, may_write: bool) -> Result<(Place, Target), ForgeError> {
        let path = format!("/projects/{}", segment(&self.remote.path));
        let home: Project = self.api.json(&Request::get(path))?;
        let name = home.path_with_namespace.as_str();
        let reasons = [
            (home.archived, "is archived: nothing can be written there"),
            (home.merge_requests_access_level.as_deref() == Some("disabled"), "takes no merge requests"),
            (home.empty_repo, "is empty"),
        ];
        if let Some((_, why)) = reasons.iter().find(|(is_so, _)| *is_so) {
            return Err(unusable(name, why));
        }
        let Some(default_branch) = home.default_branch.clone() else {
            return Err(unusable(name, "shows no main branch: the token may not read its code"));
        };
        let login = self.who()?;
        let mut place = Place { home: home.id, source: Some(home.id), is_fork: false };
        let mut path = home.path_with_namespace.clone();
        if !home.may_push() {
            if self.fork == ForkRule::Never {
                return Err(unusable(name, "cannot be pushed to with this token, and forks are not wanted"));
            }
            let fork = self.fork_of(&home, may_write)?;
            place = Place { source: fork.as_ref().map(|fork| fork.id), is_fork: true, ..place };
            path = match (fork, &login) {
                (Some(fork), _) => fork.path_with_namespace,
                (None, Some(login)) => format!("{login}/{}", home.path),
                (None, None) => {
                    let why = "cannot be pushed to with this token, and the forge does not say whose token it is, \
                               so it is not known where a fork would be";
                    return Err(unusable(name, why));
                }
            };
        }
        let push_url = push_url(&self.remote, &path)
            .ok_or_else(|| unusable(&self.remote.path, "gives a name that no repository can have"))?;
        let target = Target {
            default_branch,
            place: path,
            push_url,
            push_user: "oauth2",
            is_fork: place.is_fork,
            exists: place.source.is_some(),
            login,
        };
        Ok((place, target))
    }

    /// A token without the right to read its user is no error; one that is not valid is.
    fn who(&mut self) -> Result<Option<String>, ForgeError> {
        if self.login.is_none() {
            self.login = match self.api.json::<User>(&Request::get("/user")) {
                Ok(user) => Some(user.username),
                Err(ForgeError::Refused { status: 403 | 404, .. }) => None,
                Err(error) => return Err(error),
            };
        }
        Ok(self.login.clone())
    }

    /// The user's fork once it is ready; `None` if there is none and none may be made.
    fn fork_of(&mut self, home: &Project, may_write: bool) -> Result<Option<Project>, ForgeError> {
        let fork = match self.find_fork(home)? {
            Some(fork) => fork,
            None if !may_write => return Ok(None),
            None => {
                let path = format!("/projects/{}/fork", home.id);
                match self.api.json(&Request::write(Method::Post, path, json!({}), Repeat::LookFirst)) {
                    Ok(fork) => fork,
                    Err(error @ ForgeError::Ambiguous { .. }) => self.find_fork(home)?.ok_or(error)?,
                    Err(error) => return Err(error),
                }
            }
        };
        if fork.archived {
            return Err(unusable(&fork.path_with_namespace, "is your fork, but archived"));
        }
        let request = Request::get(format!("/projects/{}", fork.id));
        for asked in 0..ASKED {
            if asked > 0 {
                self.api.clock().wait(PAUSE, "for the fork to be ready");
            }
            let fork: Project = self.api.json(&request)?;
            match fork.import_status.as_deref() {
                None | Some("none" | "finished") if fork.may_push() => return Ok(Some(fork)),
                None | Some("none" | "finished") => {
                    let why = "is your fork, but cannot be pushed to with this token";
                    return Err(unusable(&fork.path_with_namespace, why));
                }
                Some("failed") => {
                    let why = "was to be a fork, but the forge could not copy it: delete it there";
                    return Err(unusable(&fork.path_with_namespace, why));
                }
                Some(_) => {}
            }
        }
        Err(unusable(&fork.path_with_namespace, "is still not ready: try again later"))
    }

    /// The one of the user's own; those of the user's groups may be for something else.
    fn find_fork(&mut self, home: &Project) -> Result<Option<Project>, ForgeError> {
        let request =
            Request::get(format!("/projects/{}/forks", home.id)).with("owned", "true").with("per_page", PAGE);
        let is_mine = |fork: &Project| {
            fork.namespace.as_ref().is_some_and(|namespace| namespace.kind == "user")
                && fork.forked_from_project.as_ref().is_none_or(|parent| parent.id == home.id)
        };
        let forks: Vec<Project> = self.api.pages(&request, |_| true)?;
        Ok(forks.into_iter().find(is_mine))
    }
}
