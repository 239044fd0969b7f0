//! Where branches go: into the repository itself, or into the user's fork of it, which may have to be made.

use serde_json::json;

use crate::forge::answers::{is_same, push_url, unusable};
use crate::forge::http::{Method, Repeat, Request, segment};
use crate::forge::{ForgeError, ForkRule, Target};

use super::data::{Repository, User};
use super::{Gitea, PAGE, PAUSE};

/// How often to ask whether a new fork is there: a minute in all.
const ASKED: usize = 30;

/// Where branches go.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// `owner/name`.
    pub path: String,
    /// Its number; `None` if it is not there yet.
    pub id: Option<i64>,
    /// Whether it is a fork.
    pub is_fork: bool,
}

impl Gitea {
    pub(super) fn find_place(&mut self, may_write: bool) -> Result<(Place, Target), ForgeError> {
        let home: Repository = self.api.json(&Request::get(self.path("")))?;
        let path = home.full_name.clone();
        let reasons = [
            (home.archived, "is archived: nothing can be written there"),
            (home.mirror, "is a mirror of another repository: pull requests belong there"),
            (home.has_pull_requests == Some(false), "takes no pull requests"),
            (home.empty || home.default_branch.is_empty(), "is empty"),
        ];
        if let Some((_, why)) = reasons.iter().find(|(is_so, _)| *is_so) {
            return Err(unusable(&path, why));
        }
        let login = self.who()?;
        let place = if home.may_push() {
            Place { path, id: Some(home.id), is_fork: false }
        } else if self.fork == ForkRule::Never {
            return Err(unusable(&path, "cannot be pushed to with this token, and forks are not wanted"));
        } else {
            let Some(login) = login.as_deref() else {
                let why = "cannot be pushed to with this token, and the forge does not say whose token it is, so \
                           there is no fork to look for";
                return Err(unusable(&path, why));
            };
            self.fork_of(&home, login, may_write)?
        };
        // Where the server lies below its host, repositories do, too.
        let owner = self.remote.owner();
        let full =
            owner.rsplit_once('/').map_or(place.path.clone(), |(root, _)| format!("{root}/{}", place.path));
        let push_url = push_url(&self.remote, &full)
            .ok_or_else(|| unusable(&home.full_name, "gives a name that no repository can have"))?;
        let target = Target {
            default_branch: home.default_branch,
            place: place.path.clone(),
            push_url,
            push_user: "oauth2",
            is_fork: place.is_fork,
            exists: place.id.is_some(),
            login,
        };
        Ok((place, target))
    }

    /// A token without the right to read its user is no error; one that is not valid is.
    fn who(&mut self) -> Result<Option<String>, ForgeError> {
        if self.login.is_none() {
            self.login = match self.api.json::<User>(&Request::get("/user")) {
                Ok(user) => Some(user.login),
                Err(ForgeError::Refused { status: 403 | 404, .. }) => None,
                Err(error) => return Err(error),
            };
        }
        Ok(self.login.clone())
    }

    fn fork_of(&mut self, home: &Repository, login: &str, may_write: bool) -> Result<Place, ForgeError> {
        if let Some(fork) = self.find_fork(home, login)? {
            if !fork.may_push() {
                return Err(unusable(
                    &fork.full_name,
                    "is your fork, but cannot be pushed to with this token",
                ));
            }
            if fork.archived {
                return Err(unusable(&fork.full_name, "is your fork, but archived"));
            }
            return Ok(Place { path: fork.full_name, id: Some(fork.id), is_fork: true });
        }
        if !may_write {
            return Ok(Place { path: format!("{login}/{}", self.remote.name()), id: None, is_fork: true });
        }
        let request = Request::write(Method::Post, self.path("/forks"), json!({}), Repeat::LookFirst);
        match self.api.send(&request) {
            // If it was made after all, it is found.
            Ok(_) | Err(ForgeError::Ambiguous { .. }) => {}
            Err(error) => return Err(error),
        }
        for asked in 0..ASKED {
            if asked > 0 {
                self.api.clock().wait(PAUSE, "for the fork to be ready");
            }
            if let Some(fork) = self.find_fork(home, login)?.filter(|fork| !fork.empty) {
                return Ok(Place { path: fork.full_name, id: Some(fork.id), is_fork: true });
            }
        }
        Err(unusable(&home.full_name, "was to be forked, but the fork is still not there"))
    }

    /// By its name first; people may have given it another.
    fn find_fork(&mut self, home: &Repository, login: &str) -> Result<Option<Repository>, ForgeError> {
        let is_fork = |other: &Repository| {
            let parent = other.parent.as_ref().map(|parent| parent.id);
            other.fork && parent.is_none_or(|parent| parent == home.id)
        };
        let path = format!("/repos/{}/{}", segment(login), segment(self.remote.name()));
        let same_name: Option<Repository> = self.api.maybe(&Request::get(path))?;
        if let Some(found) = same_name.filter(|found| is_fork(found) && found.parent.is_some()) {
            return Ok(Some(found));
        }
        let is_mine = |fork: &Repository| {
            is_fork(fork) && fork.owner.as_ref().is_some_and(|owner| is_same(&owner.login, login))
        };
        let request = Request::get(self.path("/forks")).with("limit", PAGE);
        let forks: Vec<Repository> =
            self.api.pages(&request, |page: &[Repository]| !page.iter().any(is_mine))?;
        Ok(forks.into_iter().find(is_mine))
    }
}
