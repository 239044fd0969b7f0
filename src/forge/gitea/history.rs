//! All pull requests of one branch, in whatever state, where a server cannot be asked for them. Keeps what does not
//! change: which pull requests there are. What it gives is never older than the run.

use crate::forge::ForgeError;
use crate::forge::http::{Api, Request};
use crate::pr::BRANCHES;

use super::data::{End, Pull, Version};

/// What is known of the repository's pull requests.
#[derive(Debug, Default)]
pub(super) struct History {
    /// Whether the server takes the name of a branch, as Forgejo does; `None` if nobody has asked.
    takes_branch: Option<bool>,
    /// The newest number that was seen when everything was read.
    newest: Option<u64>,
    /// Those of the bot's branches, wherever they lie.
    pulls: Vec<Pull>,
}

impl History {
    /// The pull requests of a branch, perhaps among others. `list` asks for all, newest first.
    pub(super) fn of(
        &mut self,
        api: &mut Api,
        list: &Request,
        branch: &str,
    ) -> Result<Vec<Pull>, ForgeError> {
        if self.takes_branch(api)? {
            let pages: Vec<Pull> = api.pages(&list.clone().with("head", branch), |_| true)?;
            let is_other = |pull: &Pull| pull.head.as_ref().map(End::branch) != Some(branch);
            if !pages.iter().any(is_other) {
                return Ok(pages);
            }
            // An older one takes no notice of it: this is everything.
            self.takes_branch = Some(false);
            self.learn(pages);
            return Ok(self.pulls.clone());
        }
        let newest = self.newest.unwrap_or(0);
        let is_new = |pull: &Pull| pull.number > newest;
        let pages: Vec<Pull> = api.pages(list, |page: &[Pull]| page.iter().all(is_new))?;
        self.learn(pages);
        Ok(self.pulls.clone())
    }

    /// Forgejo's version has that of the Gitea that it is like in it: `11.0.1+gitea-1.22.0`.
    fn takes_branch(&mut self, api: &mut Api) -> Result<bool, ForgeError> {
        if let Some(known) = self.takes_branch {
            return Ok(known);
        }
        let version = match api.json::<Version>(&Request::get("/version")) {
            Ok(version) => version.version,
            // Some owners do not tell.
            Err(ForgeError::Refused { status: 401 | 403 | 404, .. }) => String::new(),
            Err(error) => return Err(error),
        };
        Ok(*self.takes_branch.insert(version.contains("+gitea-")))
    }

    /// Later answers replace earlier ones.
    fn learn(&mut self, pages: Vec<Pull>) {
        self.newest = pages.iter().map(|pull| pull.number).max().max(self.newest);
        let is_own = |pull: &Pull| pull.head.as_ref().is_some_and(|head| head.branch().starts_with(BRANCHES));
        let own: Vec<Pull> = pages.into_iter().filter(is_own).collect();
        self.pulls.retain(|old| own.iter().all(|new| new.number != old.number));
        self.pulls.extend(own);
    }
}
