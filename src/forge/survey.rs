//! Asks a forge what there is of the bot's, and no more than the decisions rest on. Decides nothing, and writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Forge, ForgeError, Seen, SeenState, Signature, Target};
use crate::git::Oid;
use crate::pr::BRANCHES;
use crate::pr::marker::Marker;
use crate::pr::model::{Existing, Pull, Rules, State, Tip, Wanted, branch};
use crate::pr::reconcile::{Action, reconcile};

/// In how many seconds of the past a new pull request counts for `max-new-per-hour`.
const HOUR: u64 = 3600;

/// Whose commits are the bot's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// Author and committer of those that git pushes: `Name <mail>`.
    pub author: String,
    /// Whether the forge makes commits, too: those of the token's account then count as well.
    pub by_api: bool,
}

impl Own {
    /// Whether a commit is the bot's.
    fn made(&self, signature: &Signature, login: Option<&str>) -> bool {
        let by_git = signature.author == self.author && signature.committer == self.author;
        // A forge that makes and signs commits is their committer, and has an address that nobody can have.
        let by_forge =
            signature.committer.split_once('<').is_some_and(|(_, mail)| mail.starts_with("noreply@"));
        let by_api = self.by_api && by_forge && login.is_some() && signature.login.as_deref() == login;
        by_git || by_api
    }
}

/// What a forge has.
#[derive(Debug)]
pub struct Survey {
    target: Target,
    own: Own,
    existing: Existing,
    seen: BTreeMap<u64, Seen>,
    /// What was asked already, by branch, by number.
    tips: BTreeSet<String>,
    conflicts: BTreeSet<u64>,
    comments: BTreeSet<u64>,
}

impl Survey {
    /// The first half: what is open, and what was opened lately. Topics are cut along that.
    ///
    /// # Errors
    /// The forge does not answer.
    pub fn open(forge: &mut dyn Forge, target: Target, own: Own, now: u64) -> Result<Self, ForgeError> {
        let mut survey = Survey {
            target,
            own,
            existing: Existing::default(),
            seen: BTreeMap::new(),
            tips: BTreeSet::new(),
            conflicts: BTreeSet::new(),
            comments: BTreeSet::new(),
        };
        if survey.target.exists {
            for seen in forge.open_pulls()? {
                survey.add(forge, seen)?;
            }
            for seen in forge.recent_pulls(now.saturating_sub(HOUR))? {
                survey.add(forge, seen)?;
            }
        }
        Ok(survey)
    }

    /// The topics that are open.
    pub fn open_topics(&self) -> BTreeSet<String> {
        let open = self.existing.pulls.iter().filter(|pull| pull.state == State::Open);
        open.filter_map(|pull| pull.branch.strip_prefix(BRANCHES).map(str::to_string)).collect()
    }

    /// The second half: asks what the decisions about `wanted` rest on, and decides. Errors as above.
    ///
    /// # Errors
    /// The forge does not answer.
    pub fn decide(
        &mut self,
        forge: &mut dyn Forge,
        wanted: &[Wanted],
        rules: &Rules,
    ) -> Result<Vec<Action>, ForgeError> {
        let asked = |wanted: &&Wanted| rules.scope.only.as_ref().is_none_or(|only| *only == wanted.topic);
        for wanted in wanted.iter().filter(asked) {
            if self.target.exists && !self.is_open(&wanted.branch()) {
                for seen in forge.pulls_of(&wanted.branch())? {
                    self.add(forge, seen)?;
                }
            }
            self.ask_for_conflicts(forge, wanted)?;
        }
        // What is asked may change what is decided, and then something else must be asked. It ends: nothing is asked
        // twice.
        loop {
            let actions = reconcile(wanted, &self.existing, rules);
            let mut news = false;
            for action in &actions {
                match action {
                    Action::Create { topic, .. } => news |= self.ask_for_tip(forge, &branch(topic))?,
                    Action::Comment { number } => news |= self.ask_for_comments(forge, *number)?,
                    _ => {}
                }
            }
            if !news {
                return Ok(actions);
            }
        }
    }

    /// What there is, as far as it was asked.
    pub fn existing(&self) -> &Existing {
        &self.existing
    }

    /// A pull request as the forge has shown it.
    pub fn seen(&self, number: u64) -> Option<&Seen> {
        self.seen.get(&number)
    }

    /// Where branches go.
    pub fn target(&self) -> &Target {
        &self.target
    }

    fn is_open(&self, branch: &str) -> bool {
        self.existing.pulls.iter().any(|pull| pull.state == State::Open && pull.branch == branch)
    }

    fn add(&mut self, forge: &mut dyn Forge, seen: Seen) -> Result<(), ForgeError> {
        // A forge may show more than it was asked for.
        if self.seen.contains_key(&seen.number) || !seen.branch.starts_with(BRANCHES) {
            return Ok(());
        }
        let marker = Marker::of_body(&seen.body);
        let state = match seen.state {
            SeenState::Open => State::Open,
            SeenState::Merged => State::Merged,
            SeenState::Closed if marker.as_ref().is_some_and(|marker| marker.closed.is_some()) => {
                State::Withdrawn
            }
            SeenState::Closed => State::Rejected,
        };
        let is_strange = marker.as_ref().is_some_and(|marker| marker.commit != seen.head);
        let is_head_own = state == State::Open && is_strange && self.is_own(forge, &seen.head)?;
        self.existing.pulls.push(Pull {
            number: seen.number,
            state,
            branch: seen.branch.clone(),
            target: seen.target.clone(),
            head: seen.head.clone(),
            is_head_own,
            marker,
            conflicts: seen.conflicts.unwrap_or(false),
            told: false,
            opened: seen.opened,
        });
        self.seen.insert(seen.number, seen);
        Ok(())
    }

    fn is_own(&self, forge: &mut dyn Forge, commit: &Oid) -> Result<bool, ForgeError> {
        let signature = forge.signature(commit)?;
        Ok(signature.is_some_and(|signature| self.own.made(&signature, self.target.login.as_deref())))
    }

    /// Only where a conflict would change something: the content is the same, and there is a newer base.
    fn ask_for_conflicts(&mut self, forge: &mut dyn Forge, wanted: &Wanted) -> Result<(), ForgeError> {
        let branch = wanted.branch();
        for pull in &mut self.existing.pulls {
            let would_matter = pull.state == State::Open
                && pull.branch == branch
                && pull
                    .marker
                    .as_ref()
                    .is_some_and(|marker| marker.content == wanted.content && marker.base != wanted.base);
            let is_known = self.seen.get(&pull.number).is_none_or(|seen| seen.conflicts.is_some());
            if would_matter && !is_known && self.conflicts.insert(pull.number) {
                pull.conflicts = forge.conflicts(pull.number)?.unwrap_or(false);
            }
        }
        Ok(())
    }

    /// Whether that was asked only now.
    fn ask_for_tip(&mut self, forge: &mut dyn Forge, branch: &str) -> Result<bool, ForgeError> {
        if !self.target.exists || !self.tips.insert(branch.into()) {
            return Ok(false);
        }
        let Some(commit) = forge.tip(branch)? else { return Ok(false) };
        let is_named = self.existing.pulls.iter().any(|pull| {
            let named = pull.marker.as_ref().is_some_and(|marker| marker.commit == commit);
            pull.branch == branch && (named || (pull.state == State::Merged && pull.head == commit))
        });
        let is_own = !is_named && self.is_own(forge, &commit)?;
        self.existing.branches.insert(branch.into(), Tip { commit, is_own });
        Ok(true)
    }

    /// Whether that was asked only now.
    fn ask_for_comments(&mut self, forge: &mut dyn Forge, number: u64) -> Result<bool, ForgeError> {
        if !self.comments.insert(number) {
            return Ok(false);
        }
        let told = super::notes::Note::stopped().is_in(&forge.comments(number)?);
        for pull in self.existing.pulls.iter_mut().filter(|pull| pull.number == number) {
            pull.told = told;
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_commits_are_the_bots() {
        let signature = |author: &str, committer: &str, login: Option<&str>| Signature {
            author: author.into(),
            committer: committer.into(),
            login: login.map(str::to_string),
        };
        let bot = "amends <bot@amends.invalid>";
        let forge = "GitHub <noreply@github.com>";
        let git = Own { author: bot.into(), by_api: false };
        let api = Own { author: bot.into(), by_api: true };
        let login = Some("fixer[bot]");
        for (own, signature, login, expected) in [
            (&git, signature(bot, bot, None), login, true),
            // Somebody rebased it, or took the bot's name as the author only.
            (&git, signature(bot, "Eve <eve@example.org>", None), login, false),
            (&git, signature("Eve <eve@example.org>", bot, None), login, false),
            (&git, signature("Ada <ada@example.org>", forge, login), login, false),
            (&api, signature("fixer[bot] <1+fixer[bot]@example.org>", forge, login), login, true),
            (&api, signature("Eve <eve@example.org>", forge, Some("eve")), login, false),
            (&api, signature("Eve <eve@example.org>", forge, None), None, false),
            (
                &api,
                signature("fixer[bot] <1+fixer[bot]@example.org>", "Eve <eve@x.org>", login),
                login,
                false,
            ),
        ] {
            assert_eq!(own.made(&signature, login), expected, "{signature:?} {own:?}");
        }
    }
}
