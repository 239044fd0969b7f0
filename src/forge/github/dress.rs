//! Labels, reviewers, assignees and milestone of a pull request on GitHub. Adds and never replaces: a workflow or a
//! person may have been faster. What GitHub does not take becomes a note, and loses nothing else.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::wire::{Account, Issue, Label, Milestone, Pull};
use super::{GitHub, PER_PAGE};
use crate::forge::http::{Method, Repeat, Request};
use crate::forge::{ForgeError, Wishes};

impl GitHub {
    /// Everything but the body may come to nothing: then the answer says so.
    pub(super) fn dress_pull(
        &mut self,
        number: u64,
        wishes: &Wishes,
        body: &str,
    ) -> Result<Vec<String>, ForgeError> {
        let mut notes = Vec::new();
        self.label(number, &wishes.labels, &mut notes)?;
        self.assign(number, &wishes.assignees, &mut notes)?;
        self.ask_reviewers(number, wishes, &mut notes)?;
        let milestone = self.milestone(wishes.milestone.as_deref(), &mut notes)?;
        self.finish(number, milestone, body, &mut notes)?;
        Ok(notes)
    }

    /// `issues/add-labels`. GitHub makes labels that are not there.
    fn label(&mut self, number: u64, labels: &[String], notes: &mut Vec<String>) -> Result<(), ForgeError> {
        let path = self.path(&format!("/issues/{number}/labels"));
        let body = |labels: &[String]| json!({ "labels": labels });
        let has = |answer: &Vec<Label>, label: &str| answer.iter().any(|found| same(&found.name, label));
        self.offer(&path, labels, "label", &body, &has, notes)
    }

    /// `issues/add-assignees`. GitHub says nothing of names that it does not take.
    fn assign(&mut self, number: u64, names: &[String], notes: &mut Vec<String>) -> Result<(), ForgeError> {
        let path = self.path(&format!("/issues/{number}/assignees"));
        let body = |names: &[String]| json!({ "assignees": names });
        let has = |answer: &Issue, name: &str| is_among(answer.assignees.as_deref(), name);
        self.offer(&path, &plain(names), "assignee", &body, &has, notes)
    }

    /// `pulls/request-reviewers`, users and teams apart: one refused name makes GitHub refuse the whole request.
    fn ask_reviewers(
        &mut self,
        number: u64,
        wishes: &Wishes,
        notes: &mut Vec<String>,
    ) -> Result<(), ForgeError> {
        let path = self.path(&format!("/pulls/{number}/requested_reviewers"));
        let body = |names: &[String]| json!({ "reviewers": names });
        let has = |answer: &Pull, name: &str| is_among(answer.requested_reviewers.as_deref(), name);
        self.offer(&path, &plain(&wishes.reviewers), "reviewer", &body, &has, notes)?;
        let organisation = self.repository.split('/').next().unwrap_or_default();
        let mut teams = Vec::new();
        for team in plain(&wishes.team_reviewers) {
            // As CODEOWNERS writes them: `organisation/team`. Others' teams cannot be asked.
            match team.split_once('/') {
                None => teams.push(team),
                Some((owner, name)) if same(owner, organisation) => teams.push(name.into()),
                Some(_) => notes.push(format!("team reviewer `{team}`: not a team of {organisation}")),
            }
        }
        let body = |teams: &[String]| json!({ "team_reviewers": teams });
        let has = |answer: &Pull, name: &str| {
            answer.requested_teams.iter().flatten().any(|team| same(&team.slug, name))
        };
        self.offer(&path, &teams, "team reviewer", &body, &has, notes)
    }

    /// Sends names, all at once, or each alone if GitHub refuses them together; notes those that it does not take.
    fn offer<T: DeserializeOwned>(
        &mut self,
        path: &str,
        names: &[String],
        what: &str,
        body: &dyn Fn(&[String]) -> Value,
        has: &dyn Fn(&T, &str) -> bool,
        notes: &mut Vec<String>,
    ) -> Result<(), ForgeError> {
        if names.is_empty() {
            return Ok(());
        }
        let request = Request::write(Method::Post, path, body(names), Repeat::Free);
        match self.api.json::<T>(&request) {
            Ok(answer) => {
                let ignored = names.iter().filter(|name| !has(&answer, name));
                notes.extend(ignored.map(|name| format!("{what} `{name}`: GitHub did not take it")));
                Ok(())
            }
            Err(ForgeError::Refused { status: 422, .. }) if names.len() > 1 => {
                names.chunks(1).try_for_each(|name| self.offer(path, name, what, body, has, notes))
            }
            Err(ForgeError::Refused { status, message, .. }) if is_about_names(status) => {
                notes.extend(names.iter().map(|name| format!("{what} `{name}`: {message}")));
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// `issues/list-milestones`: GitHub wants the number of one.
    fn milestone(
        &mut self,
        title: Option<&str>,
        notes: &mut Vec<String>,
    ) -> Result<Option<Milestone>, ForgeError> {
        let Some(title) = title else { return Ok(None) };
        let request = Request::get(self.path("/milestones")).with("state", "open").with("per_page", PER_PAGE);
        let is_it = |milestone: &Milestone| milestone.title == title;
        let list = self.api.pages(&request, |page: &[Milestone]| !page.iter().any(is_it));
        let found = match list {
            Ok(milestones) => milestones.into_iter().find(is_it),
            Err(ForgeError::Refused { status, message, .. }) if is_about_names(status) => {
                notes.push(format!("milestone `{title}`: {message}"));
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        if found.is_none() {
            notes.push(format!("milestone `{title}`: there is no open one of that title"));
        }
        Ok(found)
    }

    /// `issues/update`. The body goes last of all, as it says that the rest is done. Without the right to push GitHub
    /// drops a milestone silently.
    fn finish(
        &mut self,
        number: u64,
        milestone: Option<Milestone>,
        body: &str,
        notes: &mut Vec<String>,
    ) -> Result<(), ForgeError> {
        let path = self.path(&format!("/issues/{number}"));
        let mut fields = json!({ "body": body });
        if let Some(milestone) = &milestone {
            fields["milestone"] = json!(milestone.number);
        }
        let answer: Issue = self.api.json(&Request::write(Method::Patch, path, fields, Repeat::Free))?;
        if let Some(wanted) = milestone
            && answer.milestone.is_none_or(|has| has.number != wanted.number)
        {
            notes.push(format!("milestone `{}`: GitHub did not take it", wanted.title));
        }
        Ok(())
    }
}

/// Whether a refusal is about a name or a right, rather than about the token (401) or the server.
fn is_about_names(status: u16) -> bool {
    matches!(status, 400 | 403 | 404 | 410 | 422)
}

/// Names as people write them, without the `@` of a mention.
fn plain(names: &[String]) -> Vec<String> {
    names.iter().map(|name| name.strip_prefix('@').unwrap_or(name).to_string()).collect()
}

/// GitHub does not tell the case of names apart.
fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

fn is_among(accounts: Option<&[Account]>, name: &str) -> bool {
    accounts
        .iter()
        .copied()
        .flatten()
        .any(|account| account.login.as_deref().is_some_and(|login| same(login, name)))
}
