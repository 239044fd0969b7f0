//! Labels, reviewers, assignees and milestone. What people have set meanwhile stays: things are added, none is taken.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::forge::answers::is_same;
use crate::forge::http::{Method, Repeat, Request, segment};
use crate::forge::{ForgeError, Wishes};

use super::data::{Label, Milestone, Pull, User};
use super::{Gitea, PAGE};

impl Gitea {
    /// Gives what is wished for, and gives notes of what the forge does not take.
    pub(super) fn give(
        &mut self,
        number: u64,
        wishes: &Wishes,
        body: &str,
    ) -> Result<Vec<String>, ForgeError> {
        let mut notes = Vec::new();
        let now = self.pull(number)?;
        self.ask_people(number, wishes, &now, &mut notes)?;
        let mut change = Map::new();
        let labels = self.labels(wishes, &now, &mut notes)?;
        if !labels.is_empty() {
            change.insert("labels".into(), json!(labels));
        }
        let assignees = self.assignees(wishes, &now, &mut notes)?;
        if !assignees.is_empty() {
            change.insert("assignees".into(), json!(assignees));
        }
        let milestone = self.milestone(wishes, &now, &mut notes)?;
        if let Some(milestone) = milestone {
            change.insert("milestone".into(), json!(milestone));
        }
        change.insert("body".into(), json!(body));
        let after = self.change(number, Value::Object(change))?;
        // Whoever may not set these is not told so: they are left out.
        let has_label = |id: &i64| after.labels.iter().flatten().any(|label| label.id == *id);
        let is_assigned =
            |login: &String| after.assignees.iter().flatten().any(|user| is_same(&user.login, login));
        let has_milestone = |id: i64| after.milestone.as_ref().is_some_and(|milestone| milestone.id == id);
        let ignored = [
            ("labels", labels.iter().all(has_label)),
            ("assignees", assignees.iter().all(is_assigned)),
            ("milestone", milestone.is_none_or(has_milestone)),
        ];
        for (what, _) in ignored.iter().filter(|(_, is_set)| !is_set) {
            notes.push(format!("{what}: the token may not set that"));
        }
        Ok(notes)
    }

    /// All at once; if one of them is refused, one by one, so that the others are asked.
    fn ask_people(
        &mut self,
        number: u64,
        wishes: &Wishes,
        now: &Pull,
        notes: &mut Vec<String>,
    ) -> Result<(), ForgeError> {
        let is_asked =
            |name: &&String| now.requested_reviewers.iter().flatten().any(|user| is_same(&user.login, name));
        let users: Vec<&String> = wishes.reviewers.iter().filter(|name| !is_asked(name)).collect();
        let is_asked = |name: &&String| {
            now.requested_reviewers_teams.iter().flatten().any(|team| is_same(&team.name, name))
        };
        let teams: Vec<&String> = wishes.team_reviewers.iter().filter(|name| !is_asked(name)).collect();
        for (field, what, names) in [("reviewers", "reviewer", users), ("team_reviewers", "team", teams)] {
            if names.is_empty() || self.ask(number, field, &names)?.is_none() {
                continue;
            }
            for name in &names {
                if let Some(why) = self.ask(number, field, &[name])? {
                    notes.push(format!("{what} {name}: not asked, the forge says: {why}"));
                }
            }
        }
        Ok(())
    }

    /// Gives why the forge does not want to. Who was asked already is not asked twice by the servers.
    fn ask(&mut self, number: u64, field: &str, names: &[&String]) -> Result<Option<String>, ForgeError> {
        let path = format!("{}/requested_reviewers", self.pull_path(number));
        let request = Request::write(Method::Post, path, json!({ field: names }), Repeat::Free);
        match self.api.send(&request) {
            Ok(_) => Ok(None),
            Err(ForgeError::Refused { status: 403 | 404 | 422, message, .. }) => Ok(Some(message)),
            Err(error) => Err(error),
        }
    }

    /// The numbers of the labels that it is to have, with those that it has; nothing if none is added.
    fn labels(
        &mut self,
        wishes: &Wishes,
        now: &Pull,
        notes: &mut Vec<String>,
    ) -> Result<BTreeSet<i64>, ForgeError> {
        if wishes.labels.is_empty() {
            return Ok(BTreeSet::new());
        }
        let request = Request::get(self.path("/labels")).with("limit", PAGE);
        let mut known: Vec<Label> = self.api.pages(&request, |_| true)?;
        let find = |known: &[Label], name: &str| {
            let exact = known.iter().find(|label| label.name == name);
            exact.or_else(|| known.iter().find(|label| is_same(&label.name, name))).map(|label| label.id)
        };
        if wishes.labels.iter().any(|name| find(&known, name).is_none()) {
            known.extend(self.organisation_labels()?);
        }
        let mut labels = BTreeSet::new();
        for name in &wishes.labels {
            match find(&known, name) {
                Some(id) => _ = labels.insert(id),
                None => notes.push(format!("label {name}: there is none of that name")),
            }
        }
        if !labels.is_empty() {
            labels.extend(now.labels.iter().flatten().map(|label| label.id));
        }
        Ok(labels)
    }

    /// Nothing if the owner is a user, or the token may not read them.
    fn organisation_labels(&mut self) -> Result<Vec<Label>, ForgeError> {
        let owner = self.remote.owner();
        let owner = owner.rsplit_once('/').map_or(owner, |(_, owner)| owner);
        let request = Request::get(format!("/orgs/{}/labels", segment(owner))).with("limit", PAGE);
        match self.api.pages(&request, |_| true) {
            Err(ForgeError::Refused { status: 403 | 404, .. }) => Ok(Vec::new()),
            other => other,
        }
    }

    /// The names of those that it is to be assigned to, with those that it is; nothing if none is added.
    fn assignees(
        &mut self,
        wishes: &Wishes,
        now: &Pull,
        notes: &mut Vec<String>,
    ) -> Result<Vec<String>, ForgeError> {
        if wishes.assignees.is_empty() {
            return Ok(Vec::new());
        }
        let possible: Vec<User> = self.api.json(&Request::get(self.path("/assignees")))?;
        let mut assignees = Vec::new();
        for name in &wishes.assignees {
            match possible.iter().find(|user| is_same(&user.login, name)) {
                Some(user) => assignees.push(user.login.clone()),
                None => notes.push(format!("assignee {name}: nothing can be assigned to them here")),
            }
        }
        if !assignees.is_empty() {
            assignees.extend(now.assignees.iter().flatten().map(|user| user.login.clone()));
            assignees.sort();
            assignees.dedup();
        }
        Ok(assignees)
    }

    /// The number of the milestone; nothing if it has one already.
    fn milestone(
        &mut self,
        wishes: &Wishes,
        now: &Pull,
        notes: &mut Vec<String>,
    ) -> Result<Option<i64>, ForgeError> {
        let Some(title) = wishes.milestone.as_ref().filter(|_| now.milestone.is_none()) else {
            return Ok(None);
        };
        // The name is only part of a title for the servers.
        let request = Request::get(self.path("/milestones"))
            .with("state", "open")
            .with("name", title.as_str())
            .with("limit", PAGE);
        let found: Vec<Milestone> = self.api.pages(&request, |_| true)?;
        let milestone =
            found.iter().find(|milestone| milestone.title == *title).map(|milestone| milestone.id);
        if milestone.is_none() {
            notes.push(format!("milestone {title}: there is no open one of that name"));
        }
        Ok(milestone)
    }
}
