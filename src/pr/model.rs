//! What a forge shows, and what there should be, as plain data. A forge's client fills the first; nothing here asks.

use std::collections::BTreeMap;

use super::marker::Marker;
use crate::git::Oid;

/// A pull request that there should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its topic: letters, digits, `_` and dashes.
    pub topic: String,
    /// The hash of what it changes; see [`super::content`].
    pub content: String,
    /// The last commit of its branch. A forge that makes commits itself gives them other names.
    pub commit: Oid,
    /// The commit that it starts at.
    pub base: Oid,
}

impl Wanted {
    /// The branch.
    pub fn branch(&self) -> String {
        branch(&self.topic)
    }
}

/// The branch of a topic.
pub fn branch(topic: &str) -> String {
    format!("{}{topic}", super::BRANCHES)
}

/// What a forge has that is the bot's, or that is in its way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Existing {
    /// Pull requests whose head is a branch of this repository under [`super::BRANCHES`], opened by the bot, in
    /// whatever state. Those of forks and of others are not the bot's, whatever their bodies say.
    pub pulls: Vec<Pull>,
    /// Branches under [`super::BRANCHES`], and their last commits.
    pub branches: BTreeMap<String, Tip>,
}

/// A pull request as a forge shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pull {
    /// Its number; later ones are larger.
    pub number: u64,
    /// What became of it.
    pub state: State,
    /// The branch that it wants to be merged.
    pub branch: String,
    /// The branch that it wants to be merged into.
    pub target: String,
    /// The last commit of its branch, as the pull request has it.
    pub head: Oid,
    /// Whether that is the bot's, by author and committer, though the body names another: a run that was interrupted
    /// pushed it. Not looked at, and false, where the body names it.
    pub is_head_own: bool,
    /// What its body says; `None` if somebody has removed that.
    pub marker: Option<Marker>,
    /// Whether it cannot be merged as it is.
    pub conflicts: bool,
    /// Whether the bot has said there that it stops.
    pub told: bool,
    /// When it was opened, in seconds since 1970.
    pub opened: u64,
}

/// What became of a pull request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits.
    Open,
    /// It was merged.
    Merged,
    /// A person closed it: its marker does not say why.
    Rejected,
    /// The bot closed it, which its marker says.
    Withdrawn,
}

/// Why the bot closes a pull request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obsolete {
    /// Nothing of it is to be done any more.
    Gone,
    /// The cut has changed: larger or smaller topics of the same kind hold what it held.
    Recut,
}

impl Obsolete {
    /// A sentence for people.
    pub fn explain(self) -> &'static str {
        match self {
            Obsolete::Gone => {
                "Nothing of this is left to do: the code has changed, or it was decided otherwise."
            }
            Obsolete::Recut => "What this held is cut otherwise now, and is in other pull requests.",
        }
    }

    /// As in a marker.
    pub fn word(self) -> &'static str {
        match self {
            Obsolete::Gone => "gone",
            Obsolete::Recut => "recut",
        }
    }

    /// From a marker.
    pub fn of_word(word: &str) -> Option<Self> {
        [Obsolete::Gone, Obsolete::Recut].into_iter().find(|why| why.word() == word)
    }
}

/// The end of a branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tip {
    /// Its last commit.
    pub commit: Oid,
    /// Whether that commit is the bot's, by author and committer.
    pub is_own: bool,
}

/// What a run may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The branch that pull requests are for.
    pub target: String,
    /// The time, in seconds since 1970.
    pub now: u64,
    /// How many may be opened in an hour.
    pub max_new_per_hour: usize,
    /// How many may be open.
    pub max_open: usize,
    /// Topics that the user wants again although they were closed or merged.
    pub again: Vec<String>,
    /// What the run has looked at: only topics of this may have become obsolete.
    pub scope: Scope,
}

/// What a run has looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Which paths it was for, as in [`Marker::scope`].
    pub paths: String,
    /// What it has looked for.
    pub sought: Sought,
    /// The only topic, if the user names one.
    pub only: Option<String>,
    /// Whether every file could be judged: what is in the others may still be wanted.
    pub complete: bool,
}

/// What a run has looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// What transforms find: these, by their codes in lower case.
    Transforms(Vec<String>),
    /// What an audit has found. Which one is in [`Scope::paths`].
    Audit {
        /// Whether all transforms that its findings are tied to have judged; else one that was left out may have more.
        whole: bool,
    },
}

/// How topics of an audit's findings start. Those of transforms start with a code.
pub const AUDIT_TOPIC: &str = "audit-";

impl Sought {
    /// Whether what a topic is about was looked for. A run for transforms has not looked for what audits have found, nor
    /// the other way round, whatever the two have in common.
    fn includes(&self, topic: &str) -> bool {
        match self {
            Sought::Transforms(codes) => {
                topic.split('-').next().is_some_and(|code| codes.iter().any(|known| known == code))
            }
            Sought::Audit { whole } => *whole && topic.starts_with(AUDIT_TOPIC),
        }
    }
}

impl Scope {
    /// Whether a topic that is not wanted has become obsolete.
    pub fn has_seen(&self, marker: &Marker) -> bool {
        self.complete
            && marker.scope == self.paths
            && self.sought.includes(&marker.topic)
            && self.only.as_ref().is_none_or(|only| *only == marker.topic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marker(topic: &str, scope: &str) -> Marker {
        let oid = Oid::parse(&"1".repeat(40)).expect("an id");
        Marker {
            topic: topic.into(),
            scope: scope.into(),
            base: oid.clone(),
            content: "0".into(),
            commit: oid,
            is_undressed: false,
            closed: None,
        }
    }

    fn scope(paths: &str, sought: Sought) -> Scope {
        Scope { paths: paths.into(), sought, only: None, complete: true }
    }

    #[test]
    fn runs_for_transforms_and_for_audits_do_not_close_each_others_topics() {
        let transforms = || Sought::Transforms(vec!["am401".into(), "am502".into()]);
        let audit = || Sought::Audit { whole: true };
        let of_transform = marker("am401-log-swallowed-exception", "all");
        let of_audit = marker("audit-2-3-swallowed-0123abcd", "all-audit-0123abcd");
        assert!(scope("all", transforms()).has_seen(&of_transform));
        assert!(scope("all-audit-0123abcd", audit()).has_seen(&of_audit));
        // Neither by the place that a run was for, nor by the topic alone.
        assert!(!scope("all", transforms()).has_seen(&of_audit));
        assert!(!scope("all-audit-0123abcd", audit()).has_seen(&of_transform));
        assert!(!scope("all-audit-0123abcd", transforms()).has_seen(&of_audit));
        assert!(!scope("all", audit()).has_seen(&of_transform));
        assert!(!scope("all-audit-4567cdef", audit()).has_seen(&of_audit), "another audit");
        assert!(!scope("all-audit-0123abcd", Sought::Audit { whole: false }).has_seen(&of_audit));
        // A code that is called like the start of an audit's topics is none that there is.
        assert!(!scope("all", Sought::Transforms(vec!["am40".into()])).has_seen(&of_transform));
    }

    #[test]
    fn what_was_not_looked_at_is_not_obsolete() {
        let all = scope("all", Sought::Audit { whole: true });
        let one = marker("audit-1-a-0123abcd", "all");
        assert!(all.has_seen(&one));
        assert!(!Scope { complete: false, ..all.clone() }.has_seen(&one));
        assert!(!Scope { only: Some("audit-2-b-0123abcd".into()), ..all.clone() }.has_seen(&one));
        assert!(Scope { only: Some(one.topic.clone()), ..all }.has_seen(&one));
    }
}
