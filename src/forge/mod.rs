//! Speaks to forges: what they have of the bot's, and the few writes that bring them to the desired state. Decides
//! nothing; [`crate::pr`] does, without any network.
//!
//! ```text
//! token + Remote → client (GitHub, GitLab, Gitea) → survey → Existing → pr::reconcile → actions → carry → writes
//!                    └ http: pace, repeats, secrets        Wanted ────────┘                  └ push (git, or API)
//! ```
//!
//! The clients are thin: one method for each question or write, no retries, no state but names that were looked up.
//! [`http`] alone sends requests, so that what a good citizen does (one write at a time and a second apart, waiting as
//! told, never repeating what may have been carried out) is written once. A new forge is one folder that implements
//! [`Forge`].
//!
//! # What is trusted
//!
//! A forge's answers are shown escaped and decide nothing beyond the topics' own branches. Tokens go to the host that
//! they are for, in a header, and nowhere else: not to where a redirect leads, not into a URL, an argument, a log or an
//! error.

pub mod address;
mod answers;
pub mod app;
pub mod carry;
pub mod client;
pub mod date;
mod error;
pub mod gitea;
pub mod github;
pub mod gitlab;
pub mod http;
pub mod notes;
mod opening;
pub mod pace;
pub mod pusher;
pub mod survey;
pub mod token;

use crate::git::Oid;

pub use self::error::ForgeError;

/// A forge, for one repository. Methods that write are named so; none of them deletes a branch.
pub trait Forge {
    /// Reads what the repository is like and finds where branches go: into itself, or into the user's fork where the
    /// token may not push. `may_write` allows making that fork (a write). Called first; and a second time, with
    /// `may_write`, if it turns out that something is to be written to a fork that is not there.
    fn prepare(&mut self, may_write: bool) -> Result<Target, ForgeError>;

    /// All open pull requests whose branch starts with [`crate::pr::BRANCHES`] and lies where branches go.
    fn open_pulls(&mut self) -> Result<Vec<Seen>, ForgeError>;

    /// Pull requests of such branches that were opened at or after `since` (seconds since 1970), in whatever state.
    fn recent_pulls(&mut self, since: u64) -> Result<Vec<Seen>, ForgeError>;

    /// All pull requests of one branch, in whatever state, for whatever base.
    fn pulls_of(&mut self, branch: &str) -> Result<Vec<Seen>, ForgeError>;

    /// The last commit of a branch, where branches go; `None` if there is no such branch.
    fn tip(&mut self, branch: &str) -> Result<Option<Oid>, ForgeError>;

    /// Who made a commit; `None` if the forge does not have it.
    fn signature(&mut self, commit: &Oid) -> Result<Option<Signature>, ForgeError>;

    /// Whether a pull request conflicts with its base; `None` while the forge does not know.
    fn conflicts(&mut self, number: u64) -> Result<Option<bool>, ForgeError>;

    /// The texts of the comments on a pull request.
    fn comments(&mut self, number: u64) -> Result<Vec<String>, ForgeError>;

    /// Writes: opens a pull request. [`ForgeError::Ambiguous`] if it is not known whether it did.
    fn open(&mut self, new: &Opening<'_>) -> Result<Opened, ForgeError>;

    /// Writes: sets labels, reviewers, assignees and milestone, and `body` last of all, as that says that it is done.
    /// Names that the forge does not take are no errors: the answer says which, for the user.
    fn dress(&mut self, number: u64, wishes: &Wishes, body: &str) -> Result<Vec<String>, ForgeError>;

    /// Writes: title and body anew.
    fn update(&mut self, number: u64, title: &str, body: &str) -> Result<(), ForgeError>;

    /// Writes: closes a pull request and sets its body, in one request.
    fn close(&mut self, number: u64, body: &str) -> Result<(), ForgeError>;

    /// Writes: a comment. [`ForgeError::Ambiguous`] if it is not known whether it did.
    fn comment(&mut self, number: u64, text: &str) -> Result<(), ForgeError>;

    /// Writes: makes commits through the forge, which signs them, and moves a branch there (makes it if `from` is
    /// `None`). Gives the branch's new last commit. The branch must be at `from` before, which is looked at last.
    fn commit(&mut self, draft: &BranchDraft<'_>, from: Option<&Oid>) -> Result<Oid, ForgeError>;
}

/// What a repository is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its main branch.
    pub default_branch: String,
    /// Where branches go: `owner/name`.
    pub place: String,
    /// Where git pushes them: an `https:` URL without a user.
    pub push_url: String,
    /// The user that goes with the token there (basic authentication).
    pub push_user: &'static str,
    /// Whether that is a fork.
    pub is_fork: bool,
    /// Whether it is there: a fork may have to be made.
    pub exists: bool,
    /// Who the token belongs to, where the forge tells.
    pub login: Option<String>,
}

/// What to do where the token may not push.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForkRule {
    /// Branches go into the user's fork, which is made if it is not there.
    #[default]
    Auto,
    /// Nothing: it is an error.
    Never,
}

/// A pull request as a forge shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its number.
    pub number: u64,
    /// Its page.
    pub url: String,
    /// What became of it.
    pub state: SeenState,
    /// The branch that it wants to be merged.
    pub branch: String,
    /// The branch that it wants to be merged into.
    pub target: String,
    /// The last commit of its branch.
    pub head: Oid,
    /// Its body.
    pub body: String,
    /// Whether it conflicts, where a list tells; else ask [`Forge::conflicts`].
    pub conflicts: Option<bool>,
    /// When it was opened, in seconds since 1970.
    pub opened: u64,
}

/// What became of a pull request; who closed it, the body tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeenState {
    /// It waits.
    Open,
    /// It was closed without being merged.
    Closed,
    /// It was merged.
    Merged,
}

/// Who made a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The author: `Name <mail>`.
    pub author: String,
    /// The committer: `Name <mail>`.
    pub committer: String,
    /// The account that the forge takes the author for.
    pub login: Option<String>,
}

/// A pull request to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening<'o> {
    /// The branch that it wants to be merged; it exists.
    pub branch: &'o str,
    /// The branch that it wants to be merged into.
    pub target: &'o str,
    /// Its title.
    pub title: &'o str,
    /// Its body.
    pub body: &'o str,
    /// Whether it is a draft.
    pub draft: bool,
    /// Whether maintainers may push to its branch, where that is in a fork.
    pub maintainer_can_modify: bool,
}

/// One that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Its number.
    pub number: u64,
    /// Its page.
    pub url: String,
}

/// What a pull request is given once, after it was opened: what people change there later stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Labels.
    pub labels: Vec<String>,
    /// Users who are asked to review it.
    pub reviewers: Vec<String>,
    /// Teams that are asked to review it.
    pub team_reviewers: Vec<String>,
    /// Users that it is assigned to.
    pub assignees: Vec<String>,
    /// The title of its milestone.
    pub milestone: Option<String>,
}

impl Wishes {
    /// Whether there is nothing to give.
    pub fn is_empty(&self) -> bool {
        *self == Wishes::default()
    }
}

/// The commits of a branch, for a forge that makes them itself.
#[derive(Clone, Copy, Debug)]
pub struct BranchDraft<'d> {
    /// The branch.
    pub branch: &'d str,
    /// The commit that it starts at, which the forge has.
    pub base: &'d Oid,
    /// The commits, in order; at least one.
    pub commits: &'d [CommitDraft],
}

/// One commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitDraft {
    /// Its message.
    pub message: String,
    /// The files that it changes: all of them exist before and after.
    pub files: Vec<FileDraft>,
}

/// A file after a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDraft {
    /// Its path, from the top of the repository.
    pub path: String,
    /// Its mode, as git writes it: `100644` or `100755`.
    pub mode: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

#[cfg(test)]
mod memory;
#[cfg(test)]
mod script;
