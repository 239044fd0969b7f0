//! GitHub and GitHub Enterprise: [`Forge`] in terms of the REST API, version 2022-11-28. Every method says which
//! operations of GitHub's OpenAPI description it uses. Decides nothing, sends nothing but through [`Api`].
//!
//! - [`repository`]: what the repository is like, and the user's fork
//! - [`pulls`]: pull requests and their comments
//! - [`dress`]: labels, reviewers, assignees, milestone
//! - [`commits`]: branches, and commits that GitHub makes and signs
//! - [`wire`]: what GitHub answers

mod commits;
mod dress;
mod pulls;
mod repository;
mod wire;

#[cfg(test)]
mod tests;

use super::http::{Api, segment};
use super::{BranchDraft, Forge, ForgeError, ForkRule, Opened, Opening, Seen, Signature, Target, Wishes};
use crate::git::Oid;
use crate::pr::remote::Remote;

/// The headers that GitHub wants with every request.
pub const HEADERS: &[(&str, &str)] =
    &[("Accept", "application/vnd.github+json"), ("X-GitHub-Api-Version", "2022-11-28")];

/// The most that a page of a list holds.
const PER_PAGE: &str = "100";

/// One repository on GitHub.
pub struct GitHub {
    api: Api,
    remote: Remote,
    login: Option<String>,
    fork: ForkRule,
    /// `owner/name` of the repository, as GitHub calls it now.
    repository: String,
    /// `owner/name` of where branches go.
    place: String,
    /// Whether that is there.
    exists: bool,
}

impl GitHub {
    /// For the repository of `remote`. `login` is who the token belongs to, where that is known already: the tokens of
    /// app installations cannot ask (`slug[bot]`, or `github-actions[bot]`).
    pub fn new(api: Api, remote: &Remote, login: Option<String>, fork: ForkRule) -> Self {
        let path = remote.path.clone();
        GitHub {
            api,
            remote: remote.clone(),
            login,
            fork,
            repository: path.clone(),
            place: path,
            exists: true,
        }
    }

    fn is_fork(&self) -> bool {
        !self.place.eq_ignore_ascii_case(&self.repository)
    }

    /// The owner of where branches go.
    fn owner(&self) -> &str {
        self.place.split('/').next().unwrap_or_default()
    }

    /// The path of something of the repository: `rest` is what follows `/repos/OWNER/NAME`.
    fn path(&self, rest: &str) -> String {
        path_of(&self.repository, rest)
    }

    /// The path of something of where branches go.
    fn place_path(&self, rest: &str) -> String {
        path_of(&self.place, rest)
    }
}

fn path_of(repository: &str, rest: &str) -> String {
    let parts: Vec<String> = repository.split('/').map(segment).collect();
    format!("/repos/{}{rest}", parts.join("/"))
}

impl Forge for GitHub {
    fn prepare(&mut self, may_write: bool) -> Result<Target, ForgeError> {
        self.look_at_repository(may_write)
    }

    fn open_pulls(&mut self) -> Result<Vec<Seen>, ForgeError> {
        self.all_open()
    }

    fn recent_pulls(&mut self, since: u64) -> Result<Vec<Seen>, ForgeError> {
        self.opened_since(since)
    }

    fn pulls_of(&mut self, branch: &str) -> Result<Vec<Seen>, ForgeError> {
        self.all_of(branch)
    }

    fn tip(&mut self, branch: &str) -> Result<Option<Oid>, ForgeError> {
        self.branch_tip(branch)
    }

    fn signature(&mut self, commit: &Oid) -> Result<Option<Signature>, ForgeError> {
        self.signature_of(commit)
    }

    fn conflicts(&mut self, number: u64) -> Result<Option<bool>, ForgeError> {
        self.is_conflicting(number)
    }

    fn comments(&mut self, number: u64) -> Result<Vec<String>, ForgeError> {
        self.all_comments(number)
    }

    fn open(&mut self, new: &Opening<'_>) -> Result<Opened, ForgeError> {
        self.open_pull(new)
    }

    fn dress(&mut self, number: u64, wishes: &Wishes, body: &str) -> Result<Vec<String>, ForgeError> {
        self.dress_pull(number, wishes, body)
    }

    fn update(&mut self, number: u64, title: &str, body: &str) -> Result<(), ForgeError> {
        self.change(number, &serde_json::json!({ "title": title, "body": body }))
    }

    fn close(&mut self, number: u64, body: &str) -> Result<(), ForgeError> {
        self.change(number, &serde_json::json!({ "state": "closed", "body": body }))
    }

    fn comment(&mut self, number: u64, text: &str) -> Result<(), ForgeError> {
        self.add_comment(number, text)
    }

    fn commit(&mut self, draft: &BranchDraft<'_>, from: Option<&Oid>) -> Result<Oid, ForgeError> {
        self.commit_branch(draft, from)
    }
}
