//! Answers of Gitea and Forgejo, with the fields that are used. Field names are those of both servers' API
//! descriptions.

use serde::Deserialize;

use crate::forge::answers::{head, moment, name};
use crate::forge::http::Request;
use crate::forge::{ForgeError, Seen, SeenState};

/// `Repository`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Repository {
    pub id: i64,
    pub full_name: String,
    #[serde(default)]
    pub default_branch: String,
    #[serde(default)]
    pub archived: bool,
    #[serde(default)]
    pub empty: bool,
    #[serde(default)]
    pub mirror: bool,
    #[serde(default)]
    pub fork: bool,
    pub has_pull_requests: Option<bool>,
    pub parent: Option<Box<Repository>>,
    pub owner: Option<User>,
    pub permissions: Option<Permission>,
}

impl Repository {
    pub(super) fn may_push(&self) -> bool {
        self.permissions.as_ref().is_some_and(|permission| permission.push)
    }
}

/// `Permission`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Permission {
    #[serde(default)]
    pub push: bool,
}

/// `ServerVersion`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Version {
    pub version: String,
}

/// `User`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct User {
    pub login: String,
}

/// `Team`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Team {
    pub name: String,
}

/// `Label`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Label {
    pub id: i64,
    pub name: String,
}

/// `Milestone`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Milestone {
    pub id: i64,
    pub title: String,
}

/// `Comment`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Comment {
    #[serde(default)]
    pub body: String,
}

/// `PRBranchInfo`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct End {
    #[serde(default)]
    pub label: String,
    #[serde(rename = "ref", default)]
    pub name: String,
    #[serde(default)]
    pub repo_id: i64,
    pub sha: Option<String>,
}

impl End {
    /// The branch. Once it is deleted, `ref` is `refs/pull/N/head` and only the label still tells.
    pub(super) fn branch(&self) -> &str {
        if self.name.starts_with("refs/") { &self.label } else { &self.name }
    }
}

/// `PullRequest`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Pull {
    pub number: u64,
    #[serde(default)]
    pub html_url: String,
    pub state: String,
    #[serde(default)]
    pub merged: bool,
    #[serde(default)]
    pub draft: bool,
    #[serde(default)]
    pub mergeable: bool,
    pub body: Option<String>,
    pub created_at: String,
    pub head: Option<End>,
    pub base: Option<End>,
    pub labels: Option<Vec<Label>>,
    pub assignees: Option<Vec<User>>,
    pub milestone: Option<Milestone>,
    pub requested_reviewers: Option<Vec<User>>,
    pub requested_reviewers_teams: Option<Vec<Team>>,
    pub allow_maintainer_edit: Option<bool>,
}

impl Pull {
    pub(super) fn state(&self) -> SeenState {
        match (self.merged, self.state.as_str()) {
            (true, _) => SeenState::Merged,
            (false, "closed") => SeenState::Closed,
            _ => SeenState::Open,
        }
    }

    /// The branch, if it lies in the given repository.
    pub(super) fn branch_in(&self, repository: i64) -> Option<&str> {
        self.head.as_ref().filter(|head| head.repo_id == repository).map(End::branch)
    }

    /// As the trait wants it.
    pub(super) fn seen(&self, request: &Request) -> Result<Seen, ForgeError> {
        let request = name(request);
        let state = self.state();
        let sha = self.head.as_ref().and_then(|head| head.sha.as_deref());
        Ok(Seen {
            number: self.number,
            url: self.html_url.clone(),
            state,
            branch: self.head.as_ref().map_or("", End::branch).into(),
            target: self.base.as_ref().map_or("", End::branch).into(),
            head: head(&request, sha, state)?,
            body: self.body.clone().unwrap_or_default(),
            // What is not mergeable may be a draft, or not looked at yet.
            conflicts: self.mergeable.then_some(false),
            opened: moment(&request, &self.created_at)?,
        })
    }
}

/// `Branch`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Branch {
    pub commit: PayloadCommit,
}

/// `PayloadCommit`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct PayloadCommit {
    pub id: String,
}

/// `Commit`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Commit {
    pub commit: RepoCommit,
    pub author: Option<User>,
}

/// `RepoCommit`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct RepoCommit {
    pub author: CommitUser,
    pub committer: CommitUser,
}

/// `CommitUser`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct CommitUser {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub email: String,
}

impl CommitUser {
    /// `Name <mail>`.
    pub(super) fn line(&self) -> String {
        format!("{} <{}>", self.name, self.email)
    }
}
