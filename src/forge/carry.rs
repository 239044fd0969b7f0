//! Carries out actions: each as its writes, in an order in which a run may be cut off anywhere and the next one goes on.
//! Decides nothing about pull requests; what may have been done already is looked at, not done twice.

use super::notes::Note;
use super::pusher::Pusher;
use super::survey::Survey;
use super::{CommitDraft, Forge, ForgeError, Opened, Opening, SeenState, Wishes};
use crate::git::Oid;
use crate::pr::marker::Marker;
use crate::pr::model::{State, Wanted, branch};
use crate::pr::reconcile::{Action, Leave};

/// A pull request as it should be.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Its topic and commits.
    pub wanted: Wanted,
    /// Its title.
    pub title: String,
    /// Its body, with `marker` in it.
    pub body: String,
    /// What the body says of it.
    pub marker: Marker,
    /// The commits for a forge that makes them itself.
    pub commits: Vec<CommitDraft>,
}

/// What holds for all of them.
#[derive(Clone, Debug)]
pub struct Options {
    /// The branch that they are for.
    pub target: String,
    /// What each gets once.
    pub wishes: Wishes,
    /// Whether they are opened as drafts.
    pub draft: bool,
    /// Whether maintainers may push to the branches of a fork.
    pub maintainer_can_modify: bool,
    /// How many may be open, counted again as things fail.
    pub max_open: usize,
}

/// What became of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The action.
    pub action: Action,
    /// Whether it was carried out, whole.
    pub done: bool,
    /// The pull request.
    pub number: Option<u64>,
    /// Its page.
    pub url: Option<String>,
    /// What the user should know, such as names that the forge does not take.
    pub notes: Vec<String>,
    /// What went wrong.
    pub error: Option<ForgeError>,
    /// Why it was not tried.
    pub left: Option<Leave>,
}

/// Carries out actions.
pub struct Carrier<'c> {
    /// Where.
    pub forge: &'c mut dyn Forge,
    /// How branches get there.
    pub pusher: &'c mut dyn Pusher,
    /// What there is.
    pub survey: &'c Survey,
    /// What there should be: one for each topic that an action names.
    pub proposals: &'c [Proposal],
    /// What holds for all.
    pub options: &'c Options,
}

impl<'c> Carrier<'c> {
    /// All of them, in their order. What fails stops nothing else, unless the forge wants to be left alone. `each` is told
    /// before each action that writes, and after each.
    pub fn all(
        &mut self,
        actions: &[Action],
        mut each: impl FnMut(&Action, Option<&Outcome>),
    ) -> Vec<Outcome> {
        let pulls = &self.survey.existing().pulls;
        let mut open = pulls.iter().filter(|pull| pull.state == State::Open).count();
        let mut enough: Option<ForgeError> = None;
        let mut outcomes = Vec::new();
        for action in actions {
            let mut outcome = self.blank(action);
            let is_create = matches!(action, Action::Create { .. });
            if matches!(action, Action::Leave { .. }) {
                outcome.done = true;
            } else if let Some(error) = &enough {
                outcome.error = Some(error.clone());
            } else if is_create && open >= self.options.max_open {
                // Something that was to be closed is still open.
                outcome.left = Some(Leave::LimitOpen);
            } else {
                each(action, None);
                let result = self.one(action, &mut outcome);
                outcome.done = result.is_ok();
                outcome.error = result.err();
                match action {
                    // What may be open counts as open.
                    Action::Create { .. } => open += 1,
                    Action::Close { .. } if outcome.done => open -= 1,
                    _ => {}
                }
                enough = outcome.error.clone().filter(|error| matches!(error, ForgeError::Limited { .. }));
            }
            each(action, Some(&outcome));
            outcomes.push(outcome);
        }
        outcomes
    }

    fn blank(&self, action: &Action) -> Outcome {
        let number = match action {
            Action::Update { number, .. }
            | Action::Dress { number, .. }
            | Action::Close { number, .. }
            | Action::Comment { number } => Some(*number),
            Action::Leave { number, .. } => *number,
            Action::Create { .. } => None,
        };
        let url = number.and_then(|number| self.survey.seen(number)).map(|seen| seen.url.clone());
        let (notes, error, left) = (Vec::new(), None, None);
        Outcome { action: action.clone(), done: false, number, url, notes, error, left }
    }

    fn one(&mut self, action: &Action, outcome: &mut Outcome) -> Result<(), ForgeError> {
        match action {
            Action::Create { topic, from } => self.create(topic, from.as_ref(), outcome),
            Action::Update { topic, number, from, dress, .. } => {
                let proposal = self.proposal(topic)?;
                let commit = self.pusher.push(self.forge, proposal, Some(from))?;
                let undressed = self.marker(proposal, commit, *dress);
                let body = undressed.in_place(&proposal.body);
                self.forge.update(*number, &proposal.title, &body)?;
                self.dress_if_due(*number, &undressed, &body, outcome)
            }
            Action::Dress { number, .. } => {
                // The body is of another base than what is at hand: all but what it says of this stays.
                let (marker, body) = self.described(*number)?;
                self.dress(*number, &marker, &body, outcome)
            }
            Action::Close { number, why } => {
                let (marker, body) = self.described(*number)?;
                self.say(*number, &Note::closing(*why, &marker.commit))?;
                let closed = Marker { closed: Some(*why), is_undressed: false, ..marker };
                self.forge.close(*number, &closed.in_place(&body))
            }
            Action::Comment { number } => self.say(*number, &Note::stopped()),
            Action::Leave { .. } => Ok(()),
        }
    }

    fn create(&mut self, topic: &str, from: Option<&Oid>, outcome: &mut Outcome) -> Result<(), ForgeError> {
        let proposal = self.proposal(topic)?;
        let commit = self.pusher.push(self.forge, proposal, from)?;
        let undressed = self.marker(proposal, commit, true);
        let body = undressed.in_place(&proposal.body);
        let branch = proposal.wanted.branch();
        let new = Opening {
            branch: &branch,
            target: &self.options.target,
            title: &proposal.title,
            body: &body,
            draft: self.options.draft,
            maintainer_can_modify: self.options.maintainer_can_modify,
        };
        let opened = self.open(&new, &undressed.commit)?;
        (outcome.number, outcome.url) = (Some(opened.number), Some(opened.url));
        self.dress_if_due(opened.number, &undressed, &body, outcome)
    }

    /// Opens one, or finds that it is open.
    fn open(&mut self, new: &Opening<'_>, head: &Oid) -> Result<Opened, ForgeError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let error = match self.forge.open(new) {
                Ok(opened) => return Ok(opened),
                Err(error) => error,
            };
            let is_unknown = matches!(error, ForgeError::Ambiguous { .. });
            // 409 and 422 may mean that there is one: another run of the bot, or ours with its answer lost.
            if !is_unknown && !matches!(error, ForgeError::Refused { status: 409 | 422, .. }) {
                return Err(error);
            }
            let is_it = |seen: &super::Seen| {
                seen.state == SeenState::Open && seen.head == *head && seen.target == new.target
            };
            // If that cannot be asked, the first error says more.
            let found = self.forge.pulls_of(new.branch).ok().and_then(|pulls| pulls.into_iter().find(is_it));
            match found {
                Some(seen) => return Ok(Opened { number: seen.number, url: seen.url }),
                None if is_unknown && tries < 2 => {}
                None => return Err(error),
            }
        }
    }

    /// Labels and the like, if the body says that they are due.
    fn dress_if_due(
        &mut self,
        number: u64,
        marker: &Marker,
        body: &str,
        outcome: &mut Outcome,
    ) -> Result<(), ForgeError> {
        if marker.is_undressed { self.dress(number, marker, body, outcome) } else { Ok(()) }
    }

    fn dress(
        &mut self,
        number: u64,
        marker: &Marker,
        body: &str,
        outcome: &mut Outcome,
    ) -> Result<(), ForgeError> {
        let dressed = Marker { is_undressed: false, ..marker.clone() };
        outcome.notes.extend(self.forge.dress(number, &self.options.wishes, &dressed.in_place(body))?);
        Ok(())
    }

    /// A comment, unless it is there.
    fn say(&mut self, number: u64, note: &Note) -> Result<(), ForgeError> {
        for _ in 0..2 {
            if note.is_in(&self.forge.comments(number)?) {
                return Ok(());
            }
            match self.forge.comment(number, &note.text()) {
                Err(ForgeError::Ambiguous { .. }) => {}
                result => return result,
            }
        }
        if note.is_in(&self.forge.comments(number)?) {
            return Ok(());
        }
        let reason = "twice no answer came, and the comment is not there".into();
        Err(ForgeError::Unreachable { request: format!("comment on #{number}"), reason })
    }

    /// What a body says while it is not known that all is done.
    fn marker(&self, proposal: &Proposal, commit: Oid, dress: bool) -> Marker {
        let is_undressed = dress && !self.options.wishes.is_empty();
        Marker { commit, is_undressed, closed: None, ..proposal.marker.clone() }
    }

    /// What is there of one that exists.
    fn described(&self, number: u64) -> Result<(Marker, String), ForgeError> {
        let body = self.survey.seen(number).map(|seen| seen.body.clone());
        let found = body.and_then(|body| Some((Marker::of_body(&body)?, body)));
        found.ok_or_else(|| ForgeError::Unsupported(format!("the pull request #{number} was not looked at")))
    }

    fn proposal(&self, topic: &str) -> Result<&'c Proposal, ForgeError> {
        let proposals: &'c [Proposal] = self.proposals;
        let found = proposals.iter().find(|proposal| proposal.wanted.topic == topic);
        found.ok_or_else(|| ForgeError::Unsupported(format!("nothing was made for {}", branch(topic))))
    }
}

#[cfg(test)]
mod tests;
