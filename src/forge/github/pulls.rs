//! Pull requests on GitHub and their comments: lists, states, and the writes that are one request each.

use std::time::Duration;

use serde_json::{Value, json};

use super::wire::{Comment, Pull};
use super::{GitHub, PER_PAGE};
use crate::forge::http::{Method, Repeat, Request};
use crate::forge::{ForgeError, Opened, Opening, Seen};
use crate::pr::BRANCHES;

/// How often a pull request is asked for until GitHub knows whether it can be merged, and how long that is apart.
const MERGEABLE_TRIES: usize = 3;
const MERGEABLE_PAUSE: Duration = Duration::from_secs(2);

/// How often one is opened of a branch that GitHub says it does not have, and how long that is apart: a branch that
/// was pushed a moment ago may not have come to where it is looked for.
const HEAD_TRIES: usize = 3;
const HEAD_PAUSE: Duration = Duration::from_secs(2);

impl GitHub {
    /// `pulls/list`, all pages.
    pub(super) fn all_open(&mut self) -> Result<Vec<Seen>, ForgeError> {
        let request = self.list().with("state", "open");
        let pulls = self.api.pages(&request, |_| true)?;
        self.ours(pulls)
    }

    /// `pulls/list`, newest first, until one is older.
    pub(super) fn opened_since(&mut self, since: u64) -> Result<Vec<Seen>, ForgeError> {
        let request = self.list().with("state", "all").with("sort", "created").with("direction", "desc");
        let is_new = |pull: &Pull| pull.opened().is_none_or(|opened| opened >= since);
        let mut pulls = self.api.pages(&request, |page: &[Pull]| page.last().is_some_and(is_new))?;
        pulls.retain(is_new);
        self.ours(pulls)
    }

    /// `pulls/list` with `head`, which GitHub ignores if it does not like it: what comes is looked at.
    pub(super) fn all_of(&mut self, branch: &str) -> Result<Vec<Seen>, ForgeError> {
        let head = format!("{}:{branch}", self.owner());
        let request = self.list().with("state", "all").with("head", head);
        let mut pulls: Vec<Pull> = self.api.pages(&request, |_| true)?;
        pulls.retain(|pull| pull.head.branch == branch);
        self.ours(pulls)
    }

    fn list(&self) -> Request {
        Request::get(self.path("/pulls")).with("per_page", PER_PAGE)
    }

    /// Those of the bot's branches where branches go.
    fn ours(&self, mut pulls: Vec<Pull>) -> Result<Vec<Seen>, ForgeError> {
        pulls.retain(|pull| pull.head.branch.starts_with(BRANCHES) && self.lies_in_place(pull));
        let request = format!("GET {}", self.path("/pulls"));
        pulls.into_iter().map(|pull| pull.seen(&request)).collect()
    }

    /// Whether a pull request's branch is, or was, where branches go. Of a fork that was deleted GitHub tells only
    /// whose it was; what was closed there stays closed when there is a new one.
    fn lies_in_place(&self, pull: &Pull) -> bool {
        match &pull.head.repo {
            Some(repository) => repository.full_name.eq_ignore_ascii_case(&self.place),
            None => {
                let login = pull.head.user.as_ref().and_then(|user| user.login.as_ref());
                self.is_fork() && login.is_some_and(|login| login.eq_ignore_ascii_case(self.owner()))
            }
        }
    }

    /// `pulls/get`. The first question makes GitHub try, so `mergeable` is asked for again.
    pub(super) fn is_conflicting(&mut self, number: u64) -> Result<Option<bool>, ForgeError> {
        let request = Request::get(self.path(&format!("/pulls/{number}")));
        for left in (0..MERGEABLE_TRIES).rev() {
            let pull: Pull = self.api.json(&request)?;
            if let Some(is_mergeable) = pull.mergeable {
                return Ok(Some(!is_mergeable));
            }
            // Of one that is closed GitHub never tries.
            if pull.state != "open" {
                break;
            }
            if left > 0 {
                self.api.clock().wait(MERGEABLE_PAUSE, &format!("for whether #{number} conflicts"));
            }
        }
        Ok(None)
    }

    /// `issues/list-comments`, all pages: a pull request is an issue, too.
    pub(super) fn all_comments(&mut self, number: u64) -> Result<Vec<String>, ForgeError> {
        let request =
            Request::get(self.path(&format!("/issues/{number}/comments"))).with("per_page", PER_PAGE);
        let comments: Vec<Comment> = self.api.pages(&request, |_| true)?;
        Ok(comments.into_iter().map(|comment| comment.body.unwrap_or_default()).collect())
    }

    /// `pulls/create`.
    pub(super) fn open_pull(&mut self, new: &Opening<'_>) -> Result<Opened, ForgeError> {
        let mut body = json!({
            "title": new.title,
            "body": new.body,
            "base": new.target,
            "head": new.branch,
            "draft": new.draft,
        });
        if self.is_fork() {
            body["head"] = json!(format!("{}:{}", self.owner(), new.branch));
            // Within a repository whoever may push may change the branch anyway.
            body["maintainer_can_modify"] = json!(new.maintainer_can_modify);
        }
        let request = Request::write(Method::Post, self.path("/pulls"), body, Repeat::LookFirst);
        let mut left = HEAD_TRIES;
        loop {
            left -= 1;
            match self.api.json::<Pull>(&request) {
                Ok(pull) => return Ok(Opened { number: pull.number, url: pull.html_url }),
                Err(error) if left > 0 && is_unseen(&error) => {
                    self.api
                        .clock()
                        .wait(HEAD_PAUSE, &format!("for GitHub to see the branch {}", new.branch));
                }
                Err(error) => return Err(without_drafts(error, new)),
            }
        }
    }

    /// `pulls/update`.
    pub(super) fn change(&mut self, number: u64, fields: &Value) -> Result<(), ForgeError> {
        let path = self.path(&format!("/pulls/{number}"));
        self.api.send(&Request::write(Method::Patch, path, fields.clone(), Repeat::Free))?;
        Ok(())
    }

    /// `issues/create-comment`.
    pub(super) fn add_comment(&mut self, number: u64, text: &str) -> Result<(), ForgeError> {
        let path = self.path(&format!("/issues/{number}/comments"));
        self.api.send(&Request::write(Method::Post, path, json!({ "body": text }), Repeat::LookFirst))?;
        Ok(())
    }
}

/// Whether a pull request was refused as its branch is not there.
fn is_unseen(error: &ForgeError) -> bool {
    matches!(error, ForgeError::Refused { status: 422, message, .. } if message.contains("head: invalid"))
}

/// Says what to do where there are no drafts (private repositories of some plans). None is opened instead: that would
/// at once ask people for reviews, which whoever wants drafts does not want.
fn without_drafts(error: ForgeError, new: &Opening<'_>) -> ForgeError {
    match &error {
        ForgeError::Refused { status: 422, message, .. }
            if new.draft && message.to_ascii_lowercase().contains("draft") =>
        {
            ForgeError::Unsupported(
                "the repository takes no draft pull requests, so none was opened: turn the setting `draft` off"
                    .into(),
            )
        }
        _ => error,
    }
}
