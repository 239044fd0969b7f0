//! GitLab through [`Forge`]: its pull requests are called merge requests.
//!
//! # What is different from others
//!
//! - A merge request from a fork is opened in the fork, and lies in the other project.
//! - Drafts are drafts by their title.
//! - There are no teams that could be asked to review.
//! - Commits of the API are signed where the server's owner set that up, which is not told before they are made. So
//!   none is made that way.
//! - Lines of a description or comment that start with a slash are commands. `defused` takes care of them.

mod data;
mod defused;
mod dress;
mod place;

use std::time::Duration;

use serde_json::{Value, json};

use crate::git::Oid;
use crate::pr::BRANCHES;
use crate::pr::remote::Remote;

use self::data::{Branch, Commit, MergeRequest, Note};
use self::defused::defused;
use self::place::Place;
use super::answers::{name, oid, title, unprepared};
use super::date;
use super::http::{Api, Method, Repeat, Request, segment};
use super::opening;
use super::{
    BranchDraft, Forge, ForgeError, ForkRule, Opened, Opening, Seen, SeenState, Signature, Target, Wishes,
};

/// What makes a title that of a draft.
const DRAFT: &str = "Draft: ";

/// As many as GitLab gives at most.
const PAGE: &str = "100";

/// How often to ask whether there are conflicts, and how long to wait in between.
const ASKED: usize = 4;
const PAUSE: Duration = Duration::from_secs(2);

/// A project on a GitLab server.
pub struct GitLab {
    api: Api,
    remote: Remote,
    login: Option<String>,
    fork: ForkRule,
    place: Option<Place>,
}

impl GitLab {
    /// For the project that `remote` names. `login` is who the token belongs to, where that is known already.
    pub fn new(api: Api, remote: Remote, login: Option<String>, fork: ForkRule) -> Self {
        GitLab { api, remote, login, fork, place: None }
    }

    fn place(&self) -> Result<&Place, ForgeError> {
        self.place.as_ref().ok_or_else(unprepared)
    }

    /// A path below that of the project where merge requests are.
    fn path(&self, rest: &str) -> Result<String, ForgeError> {
        Ok(format!("/projects/{}{rest}", self.place()?.home))
    }

    fn request_path(&self, number: u64) -> Result<String, ForgeError> {
        self.path(&format!("/merge_requests/{number}"))
    }

    /// A path below that of where branches go; `None` if that is not there yet.
    fn source_path(&self, rest: &str) -> Result<Option<String>, ForgeError> {
        Ok(self.place()?.source.map(|source| format!("/projects/{source}{rest}")))
    }

    fn merge_request(&mut self, number: u64) -> Result<MergeRequest, ForgeError> {
        let path = self.request_path(number)?;
        self.api.json(&Request::get(path))
    }

    fn change(&mut self, number: u64, what: Value) -> Result<MergeRequest, ForgeError> {
        let path = self.request_path(number)?;
        self.api.json(&Request::write(Method::Put, path, what, Repeat::Free))
    }

    fn list(&self, state: &str) -> Result<Request, ForgeError> {
        Ok(Request::get(self.path("/merge_requests")?)
            .with("state", state)
            .with("scope", "all")
            .with("per_page", PAGE))
    }

    /// All that a list gives, as far as the branches are the bot's.
    fn seen(&mut self, request: &Request) -> Result<Vec<Seen>, ForgeError> {
        let Some(source) = self.place()?.source else { return Ok(Vec::new()) };
        let mut found: Vec<MergeRequest> = self.api.pages(request, |_| true)?;
        found.retain(|found| {
            found.source_project_id == Some(source) && found.source_branch.starts_with(BRANCHES)
        });
        let mut seen = Vec::new();
        for mut found in found {
            if found.sha.is_none() && found.state() == SeenState::Open {
                // It was opened before the forge knew of the branch, and learns of it with the next push only.
                found.sha = self.tip(&found.source_branch)?.map(|tip| tip.to_string());
            }
            seen.push(found.seen(request)?);
        }
        Ok(seen)
    }
}

impl Forge for GitLab {
    fn prepare(&mut self, may_write: bool) -> Result<Target, ForgeError> {
        let (place, target) = self.find_place(may_write)?;
        self.place = Some(place);
        Ok(target)
    }

    fn open_pulls(&mut self) -> Result<Vec<Seen>, ForgeError> {
        let request = self.list("opened")?;
        self.seen(&request)
    }

    fn recent_pulls(&mut self, since: u64) -> Result<Vec<Seen>, ForgeError> {
        let request = self.list("all")?.with("created_after", date::written(since));
        let mut seen = self.seen(&request)?;
        seen.retain(|pull| pull.opened >= since);
        Ok(seen)
    }

    fn pulls_of(&mut self, branch: &str) -> Result<Vec<Seen>, ForgeError> {
        let request = self.list("all")?.with("source_branch", branch);
        let mut seen = self.seen(&request)?;
        seen.retain(|pull| pull.branch == branch);
        Ok(seen)
    }

    fn tip(&mut self, branch: &str) -> Result<Option<Oid>, ForgeError> {
        let path = self.source_path(&format!("/repository/branches/{}", segment(branch)))?;
        let Some(request) = path.map(Request::get) else { return Ok(None) };
        let found: Option<Branch> = self.api.maybe(&request)?;
        found.map(|found| oid(&name(&request), &found.commit.id)).transpose()
    }

    fn signature(&mut self, commit: &Oid) -> Result<Option<Signature>, ForgeError> {
        let path = self.source_path(&format!("/repository/commits/{commit}"))?;
        let Some(request) = path.map(Request::get) else { return Ok(None) };
        let found: Option<Commit> = self.api.maybe(&request)?;
        Ok(found.map(|found| Signature {
            author: format!("{} <{}>", found.author_name, found.author_email),
            committer: format!("{} <{}>", found.committer_name, found.committer_email),
            login: None,
        }))
    }

    fn conflicts(&mut self, number: u64) -> Result<Option<bool>, ForgeError> {
        for asked in 0..ASKED {
            if asked > 0 {
                self.api.clock().wait(PAUSE, "for the forge to see whether it can be merged");
            }
            let found = self.merge_request(number)?;
            if found.state() != SeenState::Open {
                return Ok(None);
            }
            if let Some(conflicts) = found.conflicts() {
                return Ok(Some(conflicts));
            }
        }
        Ok(None)
    }

    fn comments(&mut self, number: u64) -> Result<Vec<String>, ForgeError> {
        let request = Request::get(format!("{}/notes", self.request_path(number)?)).with("per_page", PAGE);
        let notes: Vec<Note> = self.api.pages(&request, |_| true)?;
        Ok(notes.into_iter().filter(|note| !note.system).map(|note| note.body).collect())
    }

    fn open(&mut self, new: &Opening<'_>) -> Result<Opened, ForgeError> {
        let place = self.place()?;
        let mut body = json!({
            "source_branch": new.branch,
            "target_branch": new.target,
            "title": title(DRAFT, new.title, new.draft),
            "description": defused(new.body),
            // A branch that is gone would have to be made again, which looks as if a person had deleted it.
            "remove_source_branch": false,
        });
        if place.is_fork {
            body["target_project_id"] = json!(place.home);
            body["allow_collaboration"] = json!(new.maintainer_can_modify);
        }
        let path = self.source_path("/merge_requests")?.ok_or_else(unprepared)?;
        let request = Request::write(Method::Post, path, body, Repeat::LookFirst);
        let opened: MergeRequest = opening::post(&mut self.api, &request, is_unseen)?;
        Ok(Opened { number: opened.iid, url: opened.web_url })
    }

    fn dress(&mut self, number: u64, wishes: &Wishes, body: &str) -> Result<Vec<String>, ForgeError> {
        self.give(number, wishes, body)
    }

    fn update(&mut self, number: u64, new: &str, body: &str) -> Result<(), ForgeError> {
        // Whether it is a draft is for people to say once it is open.
        let is_draft = self.merge_request(number)?.draft;
        let what = json!({ "title": title(DRAFT, new, is_draft), "description": defused(body) });
        self.change(number, what).map(drop)
    }

    fn close(&mut self, number: u64, body: &str) -> Result<(), ForgeError> {
        self.change(number, json!({ "state_event": "close", "description": defused(body) })).map(drop)
    }

    fn comment(&mut self, number: u64, text: &str) -> Result<(), ForgeError> {
        let path = format!("{}/notes", self.request_path(number)?);
        let body = json!({ "body": defused(text) });
        self.api.send(&Request::write(Method::Post, path, body, Repeat::LookFirst)).map(drop)
    }

    fn commit(&mut self, _: &BranchDraft<'_>, _: Option<&Oid>) -> Result<Oid, ForgeError> {
        Err(ForgeError::Unsupported(
            "GitLab does not promise to sign commits that are made through its API: set `commits = \"git\"`"
                .into(),
        ))
    }
}

/// Whether a merge request was refused as its branch is not there.
fn is_unseen(error: &ForgeError) -> bool {
    matches!(error, ForgeError::Refused { message, .. } if message.to_lowercase().contains("does not exist"))
}

#[cfg(test)]
mod tests;
