//! Gitea and Forgejo through [`Forge`]. The API is the same, as far as it is used here.
//!
//! # What is different from others
//!
//! - A list cannot be asked for one branch (Forgejo alone can, lately), so elsewhere the whole history is read
//!   once, and after that what is new in it.
//! - A pull request is `mergeable` or not; a draft never is. So nobody can tell whether a draft conflicts.
//! - Drafts are drafts by their title.
//! - Commits that the API makes are signed only where the server's owner set that up, and with what the API does not
//!   tell. So there are none.

mod data;
mod dress;
mod history;
mod place;

use std::time::Duration;

use serde_json::{Value, json};

use crate::git::Oid;
use crate::pr::BRANCHES;
use crate::pr::remote::Remote;

use self::data::{Branch, Comment, Commit, Pull};
use self::history::History;
use self::place::Place;
use super::answers::{name, oid, title, unprepared};
use super::http::{Api, Method, Repeat, Request, segment};
use super::opening;
use super::{
    BranchDraft, Forge, ForgeError, ForkRule, Opened, Opening, Seen, SeenState, Signature, Target, Wishes,
};

/// What makes a title that of a draft, as the servers have it unless they are set otherwise.
const DRAFT: &str = "WIP: ";

/// As many as the servers give at most, unless they are set otherwise.
const PAGE: &str = "50";

/// How often to ask whether something is ready, and how long to wait in between.
const ASKED: usize = 4;
const PAUSE: Duration = Duration::from_secs(2);

/// A repository on a Gitea or Forgejo server.
pub struct Gitea {
    api: Api,
    remote: Remote,
    login: Option<String>,
    fork: ForkRule,
    place: Option<Place>,
    history: History,
}

impl Gitea {
    /// For the repository that `remote` names. `login` is who the token belongs to, where that is known already.
    pub fn new(api: Api, remote: Remote, login: Option<String>, fork: ForkRule) -> Self {
        Gitea { api, remote, login, fork, place: None, history: History::default() }
    }

    /// A path below the repository's own. What comes before owner and name is where the server lies.
    fn path(&self, rest: &str) -> String {
        let owner = self.remote.owner();
        let owner = owner.rsplit_once('/').map_or(owner, |(_, owner)| owner);
        format!("/repos/{}/{}{rest}", segment(owner), segment(self.remote.name()))
    }

    fn pull_path(&self, number: u64) -> String {
        self.path(&format!("/pulls/{number}"))
    }

    fn place(&self) -> Result<&Place, ForgeError> {
        self.place.as_ref().ok_or_else(unprepared)
    }

    /// A path below that of where branches go; `None` if that is not there yet.
    fn source_path(&self, rest: &str) -> Result<Option<String>, ForgeError> {
        let place = self.place()?;
        let Some((owner, name)) = place.path.split_once('/') else { return Ok(None) };
        Ok(place.id.map(|_| format!("/repos/{}/{}{rest}", segment(owner), segment(name))))
    }

    fn pull(&mut self, number: u64) -> Result<Pull, ForgeError> {
        self.api.json(&Request::get(self.pull_path(number)))
    }

    fn change(&mut self, number: u64, what: Value) -> Result<Pull, ForgeError> {
        self.api.json(&Request::write(Method::Patch, self.pull_path(number), what, Repeat::Free))
    }

    /// Newest first: there is no name for that order, it is how the servers sort unless they are told.
    fn list(&self, state: &str) -> Request {
        Request::get(self.path("/pulls")).with("state", state).with("limit", PAGE)
    }

    fn seen(&self, request: &Request, pulls: &[Pull]) -> Result<Vec<Seen>, ForgeError> {
        let Some(id) = self.place()?.id else { return Ok(Vec::new()) };
        let is_ours = |pull: &&Pull| pull.branch_in(id).is_some_and(|branch| branch.starts_with(BRANCHES));
        pulls.iter().filter(is_ours).map(|pull| pull.seen(request)).collect()
    }
}

impl Forge for Gitea {
    fn prepare(&mut self, may_write: bool) -> Result<Target, ForgeError> {
        let (place, target) = self.find_place(may_write)?;
        self.place = Some(place);
        Ok(target)
    }

    fn open_pulls(&mut self) -> Result<Vec<Seen>, ForgeError> {
        let request = self.list("open");
        let pulls: Vec<Pull> = self.api.pages(&request, |_| true)?;
        self.seen(&request, &pulls)
    }

    fn recent_pulls(&mut self, since: u64) -> Result<Vec<Seen>, ForgeError> {
        let request = self.list("all");
        let is_recent =
            |pull: &Pull| super::date::seconds(&pull.created_at).is_none_or(|opened| opened >= since);
        let pulls: Vec<Pull> = self.api.pages(&request, |page: &[Pull]| page.iter().any(is_recent))?;
        let mut seen = self.seen(&request, &pulls)?;
        seen.retain(|pull| pull.opened >= since);
        Ok(seen)
    }

    fn pulls_of(&mut self, branch: &str) -> Result<Vec<Seen>, ForgeError> {
        let request = self.list("all");
        let pulls = self.history.of(&mut self.api, &request, branch)?;
        let mut seen = self.seen(&request, &pulls)?;
        seen.retain(|pull| pull.branch == branch);
        Ok(seen)
    }

    fn tip(&mut self, branch: &str) -> Result<Option<Oid>, ForgeError> {
        let Some(path) = self.source_path(&format!("/branches/{}", segment(branch)))? else {
            return Ok(None);
        };
        let request = Request::get(path);
        let found: Option<Branch> = self.api.maybe(&request)?;
        found.map(|found| oid(&name(&request), &found.commit.id)).transpose()
    }

    fn signature(&mut self, commit: &Oid) -> Result<Option<Signature>, ForgeError> {
        let Some(path) = self.source_path(&format!("/git/commits/{commit}"))? else { return Ok(None) };
        let request =
            Request::get(path).with("stat", "false").with("verification", "false").with("files", "false");
        let found: Option<Commit> = self.api.maybe(&request)?;
        Ok(found.map(|found| Signature {
            author: found.commit.author.line(),
            committer: found.commit.committer.line(),
            login: found.author.map(|author| author.login),
        }))
    }

    fn conflicts(&mut self, number: u64) -> Result<Option<bool>, ForgeError> {
        for asked in 0..ASKED {
            if asked > 0 {
                self.api.clock().wait(PAUSE, "for the forge to see whether it can be merged");
            }
            let pull = self.pull(number)?;
            if pull.state() != SeenState::Open {
                return Ok(None);
            }
            if pull.mergeable {
                return Ok(Some(false));
            }
            if pull.draft {
                return Ok(None);
            }
        }
        Ok(Some(true))
    }

    fn comments(&mut self, number: u64) -> Result<Vec<String>, ForgeError> {
        let request = Request::get(self.path(&format!("/issues/{number}/comments")));
        let comments: Vec<Comment> = self.api.pages(&request, |_| true)?;
        Ok(comments.into_iter().map(|comment| comment.body).collect())
    }

    fn open(&mut self, new: &Opening<'_>) -> Result<Opened, ForgeError> {
        let place = self.place()?;
        let is_fork = place.is_fork;
        let owner = place.path.split_once('/').map_or("", |(owner, _)| owner);
        let head = if is_fork { format!("{owner}:{}", new.branch) } else { new.branch.into() };
        let body = json!({
            "title": title(DRAFT, new.title, new.draft),
            "body": new.body,
            "head": head,
            "base": new.target,
        });
        let request = Request::write(Method::Post, self.path("/pulls"), body, Repeat::LookFirst);
        // As which it has not found the branch; or the repository, which it had before.
        let is_unseen = |error: &ForgeError| matches!(error, ForgeError::Refused { status: 404, .. });
        let pull: Pull = opening::post(&mut self.api, &request, is_unseen)?;
        let may_edit = pull.allow_maintainer_edit.unwrap_or(false);
        if is_fork && may_edit != new.maintainer_can_modify {
            let wish = json!({ "allow_maintainer_edit": new.maintainer_can_modify });
            match self.change(pull.number, wish) {
                // It is open, which is what counts; who may push to a fork is in the end for its server to say.
                Ok(_) | Err(ForgeError::Refused { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Opened { number: pull.number, url: pull.html_url })
    }

    fn dress(&mut self, number: u64, wishes: &Wishes, body: &str) -> Result<Vec<String>, ForgeError> {
        self.give(number, wishes, body)
    }

    fn update(&mut self, number: u64, new: &str, body: &str) -> Result<(), ForgeError> {
        // Whether it is a draft is for people to say once it is open.
        let is_draft = self.pull(number)?.draft;
        self.change(number, json!({ "title": title(DRAFT, new, is_draft), "body": body })).map(drop)
    }

    fn close(&mut self, number: u64, body: &str) -> Result<(), ForgeError> {
        self.change(number, json!({ "state": "closed", "body": body })).map(drop)
    }

    fn comment(&mut self, number: u64, text: &str) -> Result<(), ForgeError> {
        let path = self.path(&format!("/issues/{number}/comments"));
        let request = Request::write(Method::Post, path, json!({ "body": text }), Repeat::LookFirst);
        self.api.send(&request).map(drop)
    }

    fn commit(&mut self, _: &BranchDraft<'_>, _: Option<&Oid>) -> Result<Oid, ForgeError> {
        Err(ForgeError::Unsupported(
            "Gitea and Forgejo do not promise to sign commits that are made through their API: set `commits = \"git\"`"
                .into(),
        ))
    }
}

#[cfg(test)]
mod tests;
