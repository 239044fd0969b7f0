//! What a repository on GitHub is like, and where branches go: into itself, or into the user's fork. Makes that fork.

use std::time::Duration;

use serde_json::json;

use super::wire::{Account, GitRef, Repository};
use super::{GitHub, PER_PAGE, path_of};
use crate::forge::http::{Method, Repeat, Request, segment};
use crate::forge::{ForgeError, ForkRule, Target};
use crate::pr::remote::Remote;

/// How many pages of forks are looked through for one of another name; popular repositories have hundreds.
const FORK_PAGES: usize = 3;

/// How long a new fork may take: GitHub's description speaks of up to five minutes.
const FORK_TIME: Duration = Duration::from_secs(300);

impl GitHub {
    /// `repos/get`, `users/get-authenticated`, and what [`Self::fork`] asks.
    pub(super) fn look_at_repository(&mut self, may_write: bool) -> Result<Target, ForgeError> {
        let found: Repository = self.api.json(&Request::get(self.path("")))?;
        // A repository that was moved answers under its new name.
        self.repository = self.checked(&found.full_name)?;
        self.place.clone_from(&self.repository);
        let unusable = |why: &str| Err(ForgeError::Unsupported(format!("{} {why}", found.full_name)));
        if found.archived {
            return unusable("is archived: it takes no pull requests");
        }
        if found.disabled {
            return unusable("is disabled by GitHub: it takes no pull requests");
        }
        if found.has_pull_requests == Some(false) {
            return unusable("has pull requests turned off");
        }
        let is_installation = self.ask_login()?;
        // GitHub tells no installation that it may push, not even one that may; the push will show.
        if !found.may_push() && !is_installation {
            self.use_fork(&found, may_write)?;
        }
        let place = Remote { path: self.place.clone(), ..self.remote.clone() };
        Ok(Target {
            default_branch: found.default_branch.unwrap_or_else(|| "main".into()),
            place: self.place.clone(),
            push_url: format!("{}.git", place.web()),
            push_user: "x-access-token",
            is_fork: self.is_fork(),
            exists: self.exists,
            login: self.login.clone(),
        })
    }

    /// Who the token belongs to (`users/get-authenticated`). Gives whether it is that of an app's installation: GitHub
    /// refuses the question to those.
    fn ask_login(&mut self) -> Result<bool, ForgeError> {
        if let Some(login) = &self.login {
            return Ok(login.ends_with("[bot]"));
        }
        match self.api.json::<Account>(&Request::get("/user")) {
            Ok(account) => {
                self.login = account.login;
                Ok(false)
            }
            Err(ForgeError::Refused { status: 403, .. }) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Makes the user's fork the place of branches.
    fn use_fork(&mut self, found: &Repository, may_write: bool) -> Result<(), ForgeError> {
        let no = |why: &str| {
            Err(ForgeError::Unsupported(format!("the token may not push to {}, {why}", found.full_name)))
        };
        if self.fork == ForkRule::Never {
            return no("and a fork is not wanted");
        }
        let Some(login) = self.login.clone() else {
            return no("and whose fork to use is not known");
        };
        let (owner, name) = found.full_name.split_once('/').unwrap_or_default();
        if owner.eq_ignore_ascii_case(&login) {
            return no("and nobody can fork what is their own");
        }
        let fork = match self.fork(found, &login, name)? {
            Some(fork) => Some(fork),
            None if may_write => Some(self.make_fork()?),
            None => None,
        };
        self.exists = fork.is_some();
        self.place = match &fork {
            Some(fork) if fork.archived => {
                return no(&format!("and the fork {} is archived", fork.full_name));
            }
            Some(fork) => self.checked(&fork.full_name)?,
            // As GitHub will name it, unless that name is taken.
            None => format!("{login}/{name}"),
        };
        Ok(())
    }

    /// The user's repository in the same network of forks: of the same name (`repos/get`), or of another one among the
    /// newest (`repos/list-forks`). Pull requests work between any two repositories of a network.
    fn fork(&mut self, of: &Repository, login: &str, name: &str) -> Result<Option<Repository>, ForgeError> {
        let path = format!("{login}/{name}");
        let same_name: Option<Repository> = self.api.maybe(&Request::get(path_of(&path, "")))?;
        if let Some(fork) = same_name.filter(|fork| fork.root().eq_ignore_ascii_case(of.root())) {
            return Ok(Some(fork));
        }
        let list = Request::get(self.path("/forks")).with("sort", "newest").with("per_page", PER_PAGE);
        let is_users = |fork: &Repository| {
            fork.full_name.split('/').next().is_some_and(|owner| owner.eq_ignore_ascii_case(login))
        };
        let mut pages = 0;
        let forks: Vec<Repository> = self.api.pages(&list, |page: &[Repository]| {
            pages += 1;
            pages < FORK_PAGES && !page.iter().any(is_users)
        })?;
        Ok(forks.into_iter().find(is_users))
    }

    /// `repos/create-fork`. GitHub gives the fork that the user has, if there is one; of other branches than the main
    /// one a fork needs no copies.
    fn make_fork(&mut self) -> Result<Repository, ForgeError> {
        let body = json!({ "default_branch_only": true });
        let request = Request::write(Method::Post, self.path("/forks"), body, Repeat::Free);
        let fork: Repository = self.api.json(&request)?;
        self.await_fork(&fork)?;
        Ok(fork)
    }

    /// Waits until a fork's git data can be reached (`git/get-ref`): GitHub makes forks after it has answered.
    fn await_fork(&mut self, fork: &Repository) -> Result<(), ForgeError> {
        let Some(branch) = &fork.default_branch else { return Ok(()) };
        let rest = format!("/git/ref/{}", segment(&format!("heads/{branch}")));
        let request = Request::get(path_of(&fork.full_name, &rest));
        let started = self.api.clock().elapsed();
        let mut pause = Duration::from_secs(1);
        loop {
            match self.api.maybe::<GitRef>(&request) {
                Ok(Some(_)) => return Ok(()),
                // 409: the repository is there, and empty.
                Ok(None) | Err(ForgeError::Refused { status: 409, .. }) => {}
                Err(error) => return Err(error),
            }
            if self.api.clock().elapsed().saturating_sub(started) >= FORK_TIME {
                let reason = format!("the fork {} was not ready in time", fork.full_name);
                return Err(ForgeError::Unreachable { request: format!("GET {}", request.path), reason });
            }
            self.api.clock().wait(pause, &format!("for the fork {}", fork.full_name));
            pause = (pause * 2).min(Duration::from_secs(15));
        }
    }

    /// A name from an answer, if it is one of a repository: it becomes a part of paths and of the URL for pushes.
    fn checked(&self, name: &str) -> Result<String, ForgeError> {
        let remote = Remote { path: name.into(), ..self.remote.clone() };
        match Remote::parse(&remote.web()) {
            Ok(read) if read.path == name && name.matches('/').count() == 1 => Ok(name.into()),
            _ => Err(super::wire::nonsense("GET /repos", "the name of a repository is none")),
        }
    }
}
