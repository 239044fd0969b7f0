//! What GitHub answers, as far as it is used. The names are those of GitHub's OpenAPI description; whatever it may
//! leave out, or sets to `null` against its description (deleted accounts and forks), is an `Option` here. Asks nothing.

use serde::Deserialize;

use crate::forge::{ForgeError, Seen, SeenState, date};
use crate::git::Oid;

/// An account: `simple-user`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Account {
    /// Missing in the empty object that stands for nobody.
    pub login: Option<String>,
}

/// A repository: of `full-repository`, `repository` and `minimal-repository` alike.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Repository {
    /// `owner/name`.
    pub full_name: String,
    pub default_branch: Option<String>,
    #[serde(default)]
    pub archived: bool,
    #[serde(default)]
    pub disabled: bool,
    /// Whether it takes pull requests at all; older servers do not tell.
    pub has_pull_requests: Option<bool>,
    pub permissions: Option<Permissions>,
    /// What it was forked from.
    pub parent: Option<Box<Repository>>,
    /// What the first of its ancestors is.
    pub source: Option<Box<Repository>>,
}

impl Repository {
    /// The repository that all forks of its network come from.
    pub fn root(&self) -> &str {
        self.source.as_deref().or(self.parent.as_deref()).map_or(&self.full_name, |root| &root.full_name)
    }

    /// Whether the token's user may push. Always `false` for the tokens of app installations.
    pub fn may_push(&self) -> bool {
        self.permissions.as_ref().is_some_and(|permissions| permissions.push)
    }
}

/// What the token's user may do.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Permissions {
    #[serde(default)]
    pub push: bool,
}

/// A pull request: of `pull-request` and `pull-request-simple` alike.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Pull {
    pub number: u64,
    pub html_url: String,
    /// `open` or `closed`.
    pub state: String,
    pub merged_at: Option<String>,
    pub head: End,
    pub base: End,
    pub body: Option<String>,
    pub created_at: String,
    /// Only when one is asked for, and `null` until GitHub has tried.
    pub mergeable: Option<bool>,
    pub requested_reviewers: Option<Vec<Account>>,
    pub requested_teams: Option<Vec<Team>>,
}

/// One end of a pull request.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct End {
    #[serde(rename = "ref")]
    pub branch: String,
    pub sha: String,
    /// `null` if that fork was deleted.
    pub repo: Option<Named>,
    /// `null` if that account was deleted.
    pub user: Option<Account>,
}

/// A repository by its name.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Named {
    pub full_name: String,
}

/// A team.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Team {
    pub slug: String,
}

impl Pull {
    /// When it was opened.
    pub fn opened(&self) -> Option<u64> {
        date::seconds(&self.created_at)
    }

    /// As the trait shows it.
    pub fn seen(self, request: &str) -> Result<Seen, ForgeError> {
        let opened = self.opened().ok_or_else(|| nonsense(request, "a pull request has no date"))?;
        let state = match (self.merged_at, self.state.as_str()) {
            (Some(_), _) => SeenState::Merged,
            (None, "open") => SeenState::Open,
            // States that are not known yet are left alone, as closed ones are.
            (None, _) => SeenState::Closed,
        };
        Ok(Seen {
            number: self.number,
            url: self.html_url,
            state,
            branch: self.head.branch,
            target: self.base.branch,
            head: oid(request, &self.head.sha)?,
            body: self.body.unwrap_or_default(),
            conflicts: None,
            opened,
        })
    }
}

/// A comment: `issue-comment`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Comment {
    pub body: Option<String>,
}

/// A label on a pull request.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Label {
    pub name: String,
}

/// A milestone.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Milestone {
    pub number: u64,
    pub title: String,
}

/// A pull request as an issue.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Issue {
    pub assignees: Option<Vec<Account>>,
    pub milestone: Option<Milestone>,
}

/// A commit with its accounts: `commit`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Commit {
    pub sha: String,
    pub commit: CommitText,
    /// The account of the author; `null` or empty if it is nobody's address.
    pub author: Option<Account>,
}

/// What the commit itself says.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct CommitText {
    pub author: Option<Person>,
    pub committer: Option<Person>,
}

/// An author or committer: `nullable-git-user`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Person {
    pub name: Option<String>,
    pub email: Option<String>,
}

impl Person {
    /// `Name <mail>`.
    pub fn shown(person: Option<&Person>) -> String {
        let part = |part: fn(&Person) -> Option<&String>| person.and_then(part).map_or("", String::as_str);
        format!("{} <{}>", part(|person| person.name.as_ref()), part(|person| person.email.as_ref()))
    }
}

/// An object of the git data API: `short-blob`, `git-tree`, `git-commit`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Object {
    pub sha: String,
}

/// A commit of the git data API: `git-commit`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct GitCommit {
    pub tree: Object,
}

/// The answer to the question for one ref. Servers older than the description's answer a list of all that start so.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Refs {
    One(GitRef),
    StartingSo(Vec<GitRef>),
}

impl Refs {
    /// The one with exactly this name.
    pub fn exactly(self, name: &str) -> Option<GitRef> {
        let found = match self {
            Refs::One(one) => vec![one],
            Refs::StartingSo(all) => all,
        };
        found.into_iter().find(|found| found.name == name)
    }
}

/// A ref: `git-ref`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct GitRef {
    /// `refs/heads/main`.
    #[serde(rename = "ref")]
    pub name: String,
    pub object: Object,
}

/// The name of a commit in an answer.
pub(super) fn oid(request: &str, sha: &str) -> Result<Oid, ForgeError> {
    Oid::parse(sha).ok_or_else(|| nonsense(request, "the name of a commit is none"))
}

/// An answer against the description.
pub(super) fn nonsense(request: &str, reason: &str) -> ForgeError {
    ForgeError::Nonsense { request: request.into(), reason: reason.into() }
}
