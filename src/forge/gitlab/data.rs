//! Answers of GitLab's REST API (version 4), with the fields that are used.

use serde::Deserialize;

use crate::forge::answers::{head, moment, name};
use crate::forge::http::Request;
use crate::forge::{ForgeError, Seen, SeenState};

/// What a developer may: push to branches that are not protected.
const DEVELOPER: u32 = 30;

/// A project.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Project {
    pub id: u64,
    pub path: String,
    pub path_with_namespace: String,
    /// `null` if it is empty, or the token may not read code.
    pub default_branch: Option<String>,
    #[serde(default)]
    pub archived: bool,
    #[serde(default)]
    pub empty_repo: bool,
    pub merge_requests_access_level: Option<String>,
    /// `none`, `scheduled`, `started`, `finished` or `failed`: how far the copying of a fork is.
    pub import_status: Option<String>,
    pub forked_from_project: Option<Parent>,
    pub namespace: Option<Namespace>,
    pub permissions: Option<Permissions>,
}

impl Project {
    /// Whether the token's user is a developer or more, by the project or by its group.
    pub(super) fn may_push(&self) -> bool {
        let Some(permissions) = &self.permissions else { return false };
        let levels = [&permissions.project_access, &permissions.group_access];
        levels.into_iter().flatten().any(|access| access.access_level >= DEVELOPER)
    }
}

/// What a fork is a fork of.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Parent {
    pub id: u64,
}

/// Where a project lies.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Namespace {
    /// `user` or `group`.
    #[serde(default)]
    pub kind: String,
}

/// Of the token's user.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Permissions {
    pub project_access: Option<Access>,
    pub group_access: Option<Access>,
}

/// By one way.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Access {
    pub access_level: u32,
}

/// A user.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct User {
    pub id: u64,
    pub username: String,
}

/// A milestone of the project or of one of its groups.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Milestone {
    pub id: u64,
    pub title: String,
}

/// A comment, or a line that the forge writes itself.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Note {
    #[serde(default)]
    pub body: String,
    #[serde(default)]
    pub system: bool,
}

/// A branch.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Branch {
    pub commit: BranchCommit,
}

/// The last commit of a branch.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct BranchCommit {
    pub id: String,
}

/// A commit. No account goes with it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Commit {
    pub author_name: String,
    pub author_email: String,
    pub committer_name: String,
    pub committer_email: String,
}

/// A merge request.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct MergeRequest {
    pub iid: u64,
    #[serde(default)]
    pub web_url: String,
    pub state: String,
    pub source_branch: String,
    pub target_branch: String,
    /// `null` once the fork is gone.
    pub source_project_id: Option<u64>,
    pub sha: Option<String>,
    pub description: Option<String>,
    pub created_at: String,
    #[serde(default)]
    pub draft: bool,
    #[serde(default)]
    pub has_conflicts: bool,
    #[serde(default)]
    pub merge_status: String,
    pub assignees: Option<Vec<User>>,
    pub reviewers: Option<Vec<User>>,
    pub milestone: Option<Milestone>,
    pub labels: Option<Vec<String>>,
}

impl MergeRequest {
    /// `locked` is while it is being merged.
    pub(super) fn state(&self) -> SeenState {
        match self.state.as_str() {
            "merged" => SeenState::Merged,
            "closed" => SeenState::Closed,
            _ => SeenState::Open,
        }
    }

    /// GitLab finds out later, and says `unchecked`, `checking` or `cannot_be_merged_recheck` until then.
    pub(super) fn conflicts(&self) -> Option<bool> {
        match self.merge_status.as_str() {
            "can_be_merged" => Some(false),
            "cannot_be_merged" => Some(self.has_conflicts),
            _ => None,
        }
    }

    /// As the trait wants it.
    pub(super) fn seen(&self, request: &Request) -> Result<Seen, ForgeError> {
        let request = name(request);
        let state = self.state();
        Ok(Seen {
            number: self.iid,
            url: self.web_url.clone(),
            state,
            branch: self.source_branch.clone(),
            target: self.target_branch.clone(),
            head: head(&request, self.sha.as_deref(), state)?,
            body: self.description.clone().unwrap_or_default(),
            conflicts: self.conflicts().filter(|_| state == SeenState::Open),
            opened: moment(&request, &self.created_at)?,
        })
    }
}
