//! What there should be against what there is: the actions that lead from one to the other. A pure function; running
//! it again after its actions gives nothing to do.
//!
//! Nothing in it deletes a branch, and so none is ever made anew under a pull request.

use std::collections::BTreeSet;

use super::marker::Marker;
use super::model::{Existing, Obsolete, Pull, Rules, State, Wanted};
use crate::git::Oid;

/// Something to do, or not to do, about one topic or one pull request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Push the branch, unless it is there already, open a pull request, and dress it.
    Create {
        /// The topic.
        topic: String,
        /// The commit that the branch must be at before, if there is such a branch.
        from: Option<Oid>,
    },
    /// Push the branch and write title and body anew.
    Update {
        /// The topic.
        topic: String,
        /// The pull request.
        number: u64,
        /// The commit that the branch must be at before.
        from: Oid,
        /// Why.
        why: Changed,
        /// Whether to dress it, too.
        dress: bool,
    },
    /// Set labels, reviewers and the like, which the run that opened it did not come to.
    Dress {
        /// The topic.
        topic: String,
        /// The pull request.
        number: u64,
    },
    /// Close a pull request, with a comment that says why.
    Close {
        /// The pull request.
        number: u64,
        /// Why.
        why: Obsolete,
    },
    /// Say that the bot stops here. Once: whoever carries it out marks the comment.
    Comment {
        /// The pull request.
        number: u64,
    },
    /// Write nothing.
    Leave {
        /// The topic, or the branch where that is not known.
        topic: String,
        /// The pull request, if there is one.
        number: Option<u64>,
        /// Why.
        why: Leave,
    },
}

/// Why a pull request is brought up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It changes something else now.
    Content,
    /// The base has moved, and it conflicts.
    Conflict,
    /// A run was interrupted after it had pushed the branch: the body is that of before.
    Unfinished,
    /// The bot closed it, and a person has opened it again: the body still says that it is the bot's to close.
    Reopened,
}

impl Changed {
    /// A sentence for people, without a full stop.
    pub fn explain(self) -> &'static str {
        match self {
            Changed::Content => "it changes something else now",
            Changed::Conflict => "the base has moved, and it conflicts",
            Changed::Unfinished => "an earlier run was interrupted after it had pushed the branch",
            Changed::Reopened => "somebody has opened it again, and it is wanted again",
        }
    }
}

/// Why nothing is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// It is as it should be.
    Same,
    /// Somebody's commits are on the branch.
    Foreign,
    /// Somebody has removed the marker, so that it is not known what was done.
    Unmarked,
    /// It is for another branch than the one that this run is for.
    OtherTarget,
    /// A person has closed it.
    Rejected,
    /// The same was merged already: somebody took it back, or this clone is behind.
    Merged,
    /// Nothing of it is left to do, and a person has opened it again after the bot had closed it.
    Reopened,
    /// Enough were opened in this hour.
    LimitNew,
    /// Enough are open.
    LimitOpen,
    /// The user has not asked for it, or this run has not looked at it.
    NotSeen,
}

impl Leave {
    /// A sentence for people, without a full stop.
    pub fn explain(self) -> &'static str {
        match self {
            Leave::Same => "it is as it should be",
            Leave::Foreign => "its branch holds commits of somebody else, which are never overwritten",
            Leave::Unmarked => "its description no longer says what the bot did",
            Leave::OtherTarget => "its branch is used for another base",
            Leave::Rejected => "a person has closed it",
            Leave::Merged => "the same was merged already: it was taken back, or this clone is behind",
            Leave::Reopened => "nothing of it is left to do, but somebody has opened it again",
            Leave::LimitNew => "enough were opened in the last hour (max-new-per-hour)",
            Leave::LimitOpen => "enough are open (max-open)",
            Leave::NotSeen => "this run has not looked at it",
        }
    }
}

/// The actions for `wanted`, the most urgent first, and for what else exists.
pub fn reconcile(wanted: &[Wanted], existing: &Existing, rules: &Rules) -> Vec<Action> {
    let asked = |topic: &str| rules.scope.only.as_ref().is_none_or(|only| only == topic);
    let open = existing.pulls.iter().filter(|pull| pull.state == State::Open);
    let mut open_count = open.clone().count();
    let hour = rules.now.saturating_sub(3600);
    let mut new_count = existing.pulls.iter().filter(|pull| pull.opened > hour).count();
    let mut actions = Vec::new();
    // What closes makes room, so it comes first.
    let branches: BTreeSet<String> = wanted.iter().map(Wanted::branch).collect();
    for pull in open.clone().filter(|pull| !branches.contains(&pull.branch)) {
        let is_part =
            |one: &str, other: &str| other.strip_prefix(one).is_some_and(|rest| rest.starts_with('-'));
        let recut = branches.iter().any(|other| is_part(other, &pull.branch) || is_part(&pull.branch, other));
        let action = withdraw(pull, if recut { Obsolete::Recut } else { Obsolete::Gone }, rules);
        open_count -= usize::from(matches!(action, Action::Close { .. }));
        actions.extend(told(pull, action));
    }
    for wanted in wanted.iter().filter(|wanted| asked(&wanted.topic)) {
        let action = one(wanted, existing, rules);
        let action = match action {
            Action::Create { topic, .. } if open_count >= rules.max_open => {
                Action::Leave { topic, number: None, why: Leave::LimitOpen }
            }
            Action::Create { topic, .. } if new_count >= rules.max_new_per_hour => {
                Action::Leave { topic, number: None, why: Leave::LimitNew }
            }
            other => other,
        };
        if matches!(action, Action::Create { .. }) {
            open_count += 1;
            new_count += 1;
        }
        let pull = match &action {
            Action::Leave { number: Some(number), .. } => open.clone().find(|pull| pull.number == *number),
            _ => None,
        };
        match pull {
            Some(pull) if wants_writing(wanted, pull) => actions.extend(told(pull, action)),
            _ => actions.push(action),
        }
    }
    actions
}

/// What to do about one that should be.
fn one(wanted: &Wanted, existing: &Existing, rules: &Rules) -> Action {
    let topic = wanted.topic.clone();
    let branch = wanted.branch();
    let of_branch = || existing.pulls.iter().filter(|pull| pull.branch == branch);
    let leave = |number, why| Action::Leave { topic: topic.clone(), number, why };
    let open = of_branch().filter(|pull| pull.state == State::Open);
    if let Some(pull) = open.clone().filter(|pull| pull.target == rules.target).min_by_key(|pull| pull.number)
    {
        let number = Some(pull.number);
        let marker = match standing(pull) {
            Ok(marker) => marker,
            Err(why) => return leave(number, why),
        };
        let why = if marker.content != wanted.content {
            Some(Changed::Content)
        } else if stands_behind(wanted, pull) {
            Some(Changed::Conflict)
        } else if marker.commit != pull.head {
            Some(Changed::Unfinished)
        } else {
            marker.closed.map(|_| Changed::Reopened)
        };
        let (number, dress) = (pull.number, marker.is_undressed);
        return match why {
            Some(why) => Action::Update { topic, number, from: pull.head.clone(), why, dress },
            None if dress => Action::Dress { topic, number },
            None => leave(Some(number), Leave::Same),
        };
    }
    if let Some(pull) = open.min_by_key(|pull| pull.number) {
        return leave(Some(pull.number), Leave::OtherTarget);
    }
    let last = of_branch().filter(|pull| pull.target == rules.target).max_by_key(|pull| pull.number);
    let again = rules.again.contains(&topic);
    if let Some(pull) = last {
        let number = Some(pull.number);
        let is_same = pull.marker.as_ref().is_none_or(|marker| marker.content == wanted.content);
        match pull.state {
            // Both: something new, and the user's word.
            State::Rejected if is_same || !again => return leave(number, Leave::Rejected),
            State::Merged if is_same && !again => return leave(number, Leave::Merged),
            _ => {}
        }
    }
    match existing.branches.get(&branch) {
        None => Action::Create { topic, from: None },
        Some(tip) => {
            let is_left = |pull: &Pull| {
                let own = pull.marker.as_ref().is_some_and(|marker| marker.commit == tip.commit);
                own || (pull.state == State::Merged && pull.head == tip.commit)
            };
            if tip.is_own || of_branch().any(is_left) {
                Action::Create { topic, from: Some(tip.commit.clone()) }
            } else {
                leave(last.map(|pull| pull.number), Leave::Foreign)
            }
        }
    }
}

/// What to do about an open one that should not be.
fn withdraw(pull: &Pull, why: Obsolete, rules: &Rules) -> Action {
    let name = || pull.branch.strip_prefix(super::BRANCHES).unwrap_or(&pull.branch).to_string();
    let leave = |why| Action::Leave { topic: name(), number: Some(pull.number), why };
    if pull.target != rules.target {
        return leave(Leave::OtherTarget);
    }
    // Not even looked at, as far as is known: nothing is to be said there.
    if !pull.marker.as_ref().is_some_and(|marker| rules.scope.has_seen(marker)) {
        return leave(Leave::NotSeen);
    }
    match standing(pull) {
        Ok(marker) if marker.closed.is_some() => leave(Leave::Reopened),
        Ok(_) => Action::Close { number: pull.number, why },
        Err(why) => leave(why),
    }
}

/// The marker of one that the bot may write to.
fn standing(pull: &Pull) -> Result<&Marker, Leave> {
    let marker = pull.marker.as_ref().ok_or(Leave::Unmarked)?;
    if super::model::branch(&marker.topic) != pull.branch {
        return Err(Leave::Unmarked);
    }
    if marker.commit == pull.head || pull.is_head_own { Ok(marker) } else { Err(Leave::Foreign) }
}

/// Whether it conflicts, and there is something newer: a clone that is behind has nothing better.
fn stands_behind(wanted: &Wanted, pull: &Pull) -> bool {
    pull.conflicts && pull.marker.as_ref().is_none_or(|marker| marker.base != wanted.base)
}

/// Whether the bot would write to an open one, if it might.
fn wants_writing(wanted: &Wanted, pull: &Pull) -> bool {
    stands_behind(wanted, pull) || pull.marker.as_ref().is_none_or(|marker| marker.content != wanted.content)
}

/// An action, and before it what people are told who stand in its way.
fn told(pull: &Pull, action: Action) -> Vec<Action> {
    let is_in_the_way =
        matches!(action, Action::Leave { why: Leave::Foreign | Leave::Unmarked, .. }) && !pull.told;
    let comment = is_in_the_way.then_some(Action::Comment { number: pull.number });
    comment.into_iter().chain([action]).collect()
}

#[cfg(test)]
mod tests;
