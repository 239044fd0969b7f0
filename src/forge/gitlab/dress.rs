//! Labels, reviewers, assignees and milestone. What people have set meanwhile stays: things are added, none is taken.

use serde_json::{Map, Value, json};

use crate::forge::answers::is_same;
use crate::forge::http::Request;
use crate::forge::{ForgeError, Wishes};

use super::data::{MergeRequest, Milestone, User};
use super::{GitLab, PAGE, defused};

impl GitLab {
    /// Gives what is wished for in one request, and gives notes of what the forge does not take.
    pub(super) fn give(
        &mut self,
        number: u64,
        wishes: &Wishes,
        body: &str,
    ) -> Result<Vec<String>, ForgeError> {
        let mut notes: Vec<String> = wishes
            .team_reviewers
            .iter()
            .map(|team| format!("team {team}: not asked, GitLab can ask users only"))
            .collect();
        let now = self.merge_request(number)?;
        let mut change = Map::new();
        // A comma parts two labels there, and so no label has one.
        let (labels, odd): (Vec<&String>, Vec<&String>) =
            wishes.labels.iter().partition(|label| !label.contains(','));
        notes.extend(odd.iter().map(|label| format!("label {label}: no label of GitLab has a comma")));
        if !labels.is_empty() {
            let labels: Vec<&str> = labels.iter().map(|label| label.as_str()).collect();
            change.insert("add_labels".into(), json!(labels.join(",")));
        }
        let reviewers = self.users("reviewer", &wishes.reviewers, &mut notes)?;
        add_users(&mut change, "reviewer_ids", &reviewers, now.reviewers.as_deref());
        let assignees = self.users("assignee", &wishes.assignees, &mut notes)?;
        add_users(&mut change, "assignee_ids", &assignees, now.assignees.as_deref());
        let milestone = self.milestone(wishes, &now, &mut notes)?;
        if let Some(milestone) = milestone {
            change.insert("milestone_id".into(), json!(milestone));
        }
        change.insert("description".into(), json!(defused(body)));
        let after = self.change(number, Value::Object(change))?;
        // What the token may not set, or the server's edition does not have, is left out without a word.
        let has = |label: &&String| after.labels.iter().flatten().any(|set| is_same(set, label));
        notes.extend(
            labels.iter().filter(|label| !has(label)).map(|label| format!("label {label}: not taken")),
        );
        for (what, wanted, set) in
            [("reviewer", &reviewers, &after.reviewers), ("assignee", &assignees, &after.assignees)]
        {
            let is_set = |user: &&User| set.iter().flatten().any(|set| set.id == user.id);
            let why = if wanted.len() > 1 { " (some editions take one only)" } else { "" };
            let left_out = wanted.iter().filter(|user| !is_set(user));
            notes.extend(left_out.map(|user| format!("{what} {}: not taken{why}", user.username)));
        }
        if milestone.is_some() && after.milestone.map(|set| set.id) != milestone {
            notes.push("milestone: not taken".into());
        }
        Ok(notes)
    }

    fn users(
        &mut self,
        what: &str,
        names: &[String],
        notes: &mut Vec<String>,
    ) -> Result<Vec<User>, ForgeError> {
        let mut users = Vec::new();
        for name in names {
            let found: Vec<User> = self.api.json(&Request::get("/users").with("username", name.as_str()))?;
            match found.into_iter().find(|user| is_same(&user.username, name)) {
                Some(user) => users.push(user),
                None => notes.push(format!("{what} {name}: there is no user of that name")),
            }
        }
        Ok(users)
    }

    /// The number of the milestone; nothing if it has one already.
    fn milestone(
        &mut self,
        wishes: &Wishes,
        now: &MergeRequest,
        notes: &mut Vec<String>,
    ) -> Result<Option<u64>, ForgeError> {
        let Some(title) = wishes.milestone.as_ref().filter(|_| now.milestone.is_none()) else {
            return Ok(None);
        };
        // Those of the groups, too: the second name is that of servers before 16.7.
        let request = Request::get(self.path("/milestones")?)
            .with("state", "active")
            .with("title", title.as_str())
            .with("include_ancestors", "true")
            .with("include_parent_milestones", "true")
            .with("per_page", PAGE);
        let found: Vec<Milestone> = self.api.pages(&request, |_| true)?;
        let milestone =
            found.iter().find(|milestone| milestone.title == *title).map(|milestone| milestone.id);
        if milestone.is_none() {
            notes.push(format!("milestone {title}: there is no active one of that name"));
        }
        Ok(milestone)
    }
}

/// The field sets all of them, so those that are there come first.
fn add_users(change: &mut Map<String, Value>, field: &str, wanted: &[User], now: Option<&[User]>) {
    let mut ids: Vec<u64> = now.unwrap_or_default().iter().map(|user| user.id).collect();
    let new: Vec<u64> = wanted.iter().map(|user| user.id).filter(|id| !ids.contains(id)).collect();
    if !new.is_empty() {
        ids.extend(new);
        change.insert(field.into(), json!(ids));
    }
}
