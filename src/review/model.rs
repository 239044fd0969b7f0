//! The review as a state machine: where one is, what was decided, what can be taken back. Shows and writes nothing:
//! a command gives an [`Effect`], and whoever performs it tells the model how it went.

use super::item::{Item, LineKind, State};
use crate::decisions::{Choice, Decision, Decisions, MAX_TEXT, reword};
use crate::report::is_plain_line;
use crate::verdict::Verdict;

/// What somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Apply this fix.
    Accept,
    /// Leave it out.
    Skip,
    /// Apply it, and log this instead.
    Reword(String),
    /// Apply it, and say this in the commit message.
    Say(String),
    /// Silence the finding with a comment in the code, for this reason.
    Ignore(String),
    /// Take the last decision back.
    Undo,
    /// Accept all undecided fixes of this file.
    AcceptFile,
    /// Accept all undecided fixes of this code.
    AcceptCode,
    /// Look at the next one, and decide nothing.
    Next,
    /// Look at the one before.
    Previous,
    /// Look at the one of this number, from 1.
    Goto(usize),
    /// Look for a text in path, code, message and the lines that change.
    Search(String),
    /// End.
    Quit,
}

/// A decision that comes, or with `None` goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Of the finding.
    pub fingerprint: String,
    /// What is decided.
    pub decision: Option<Decision>,
}

/// New bytes for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    /// The number of the file in the run.
    pub file: usize,
    /// All of its bytes as they must be now.
    pub before: Vec<u8>,
    /// All of its bytes to be.
    pub after: Vec<u8>,
}

/// What a command asks of the world.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Write these decisions; then call [`Model::recorded`].
    Record(Vec<Change>),
    /// The same, to take the last step back.
    TakeBack(Vec<Change>),
    /// Write the comment that silences this item; then call [`Model::ignored`].
    Ignore {
        /// The place of the item in [`Model::items`].
        item: usize,
        /// Why.
        reason: String,
    },
    /// Take such a comment out of the file again, and write what was decided before; then call
    /// [`Model::restored`].
    Restore(Rewrite, Vec<Change>),
    /// End.
    Quit,
}

/// A step that can be taken back.
#[derive(Clone, Debug)]
enum Step {
    /// What was decided before it, and where one was.
    Recorded { before: Vec<Change>, at: usize },
    /// A comment was written.
    Ignored { back: Rewrite, decided: Vec<Change>, at: usize },
}

/// The state of a review.
#[derive(Debug, Default)]
pub struct Model {
    items: Vec<Item>,
    at: usize,
    steps: Vec<Step>,
    only: Option<Verdict>,
    needle: String,
    notice: Option<String>,
}

impl Model {
    /// A review of these fixes, undecided ones first; if a verdict is given, only of fixes that have it.
    pub fn new(mut items: Vec<Item>, only: Option<Verdict>) -> Self {
        items.retain(|item| is_wanted(item, only));
        items.sort_by_key(|item| !item.state.is_open());
        Model { items, only, ..Model::default() }
    }

    /// All fixes under review.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The one that is looked at; `None` if there are none at all.
    pub fn current(&self) -> Option<&Item> {
        self.items.get(self.at)
    }

    /// Its place in [`Model::items`].
    pub fn at(&self) -> usize {
        self.at
    }

    /// How many have this state.
    pub fn count(&self, wanted: impl Fn(State) -> bool) -> usize {
        self.items.iter().filter(|item| wanted(item.state)).count()
    }

    /// What the last command has to say, for people.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// Says something with the next picture.
    pub fn say(&mut self, notice: impl Into<String>) {
        self.notice = Some(notice.into());
    }

    /// Undecided fixes that [`Command::AcceptFile`] or [`Command::AcceptCode`] would accept.
    pub fn alike(&self, command: &Command) -> Vec<&Item> {
        let Some(current) = self.current() else { return Vec::new() };
        let same = |item: &&Item| match command {
            Command::AcceptFile => item.file == current.file,
            Command::AcceptCode => item.located.finding.code == current.located.finding.code,
            _ => false,
        };
        self.items.iter().filter(|item| item.state.is_open()).filter(same).collect()
    }

    /// Does what can be done here, and says what else has to be.
    ///
    /// # Errors
    /// What is wrong with the command, in words.
    pub fn command(&mut self, command: &Command) -> Result<Option<Effect>, String> {
        self.notice = None;
        let effect = match command {
            Command::Quit => Some(Effect::Quit),
            Command::Next => self.walk(self.at + 1)?,
            Command::Previous => self.walk(self.at.wrapping_sub(1))?,
            Command::Goto(number) => {
                let last = self.items.len();
                if !(1..=last).contains(number) {
                    return Err(format!("there are fixes 1 to {last}"));
                }
                self.walk(number - 1)?
            }
            Command::Search(text) => {
                self.search(text)?;
                None
            }
            Command::Undo => Some(match self.steps.last() {
                None => return Err("there is nothing to take back".into()),
                Some(Step::Recorded { before, .. }) => Effect::TakeBack(before.clone()),
                Some(Step::Ignored { back, decided, .. }) => Effect::Restore(back.clone(), decided.clone()),
            }),
            Command::AcceptFile | Command::AcceptCode => {
                let changes: Vec<Change> = self
                    .alike(command)
                    .into_iter()
                    .map(|item| change(item.decided(Choice::Accept)))
                    .collect();
                if changes.is_empty() {
                    return Err("there is nothing undecided of that kind".into());
                }
                Some(Effect::Record(changes))
            }
            Command::Accept => Some(Effect::Record(vec![change(self.deciding()?.decided(Choice::Accept))])),
            Command::Skip => Some(Effect::Record(vec![change(self.deciding()?.decided(Choice::Skip))])),
            Command::Reword(words) => {
                let item = self.deciding()?;
                let fix = item.located.finding.preferred().ok_or("there is no fix")?;
                reword(&item.text, fix, words).map_err(|error| error.to_string())?;
                let mut decision = item.decided(Choice::Accept);
                let own = item.literal().is_some_and(|literal| literal.text == *words);
                decision.log_message = (!own).then(|| words.clone());
                Some(Effect::Record(vec![change(decision)]))
            }
            Command::Say(words) => {
                let words = sentence(words, "a message")?;
                let item = self.deciding()?;
                let mut decision = item.decided(Choice::Accept);
                decision.message = (words != item.located.finding.message).then_some(words);
                Some(Effect::Record(vec![change(decision)]))
            }
            Command::Ignore(reason) => {
                let reason = sentence(reason, "a reason")?;
                self.deciding()?;
                Some(Effect::Ignore { item: self.at, reason })
            }
        };
        Ok(effect)
    }

    /// Decisions were written, as the first step or to take one back. `decisions` is what is now in the file.
    pub fn recorded(&mut self, effect: &Effect, decisions: &Decisions) {
        match effect {
            Effect::Record(changes) => {
                let before = changes.iter().map(|change| Change {
                    fingerprint: change.fingerprint.clone(),
                    decision: self.decision(&change.fingerprint),
                });
                self.steps.push(Step::Recorded { before: before.collect(), at: self.at });
                self.stand(decisions);
                self.walk_on();
            }
            Effect::TakeBack(_) => {
                if let Some(Step::Recorded { at, .. }) = self.steps.pop() {
                    self.at = at.min(self.items.len().saturating_sub(1));
                }
                self.stand(decisions);
                self.say("taken back");
            }
            _ => {}
        }
    }

    /// The comment is in the file, which `back` would undo. Call [`Model::reload`] before it.
    pub fn ignored(&mut self, item: usize, back: Rewrite) {
        let decision = self.items.get_mut(item).and_then(|item| {
            item.state = State::Ignored;
            item.decision.take()
        });
        self.steps.push(Step::Ignored {
            back,
            decided: decision.map(change).into_iter().collect(),
            at: item,
        });
        self.say("ignored: the comment is in the code");
        self.walk_on();
    }

    /// The comment is gone again. Call [`Model::reload`] before it.
    pub fn restored(&mut self) {
        if let Some(Step::Ignored { at, .. }) = self.steps.pop() {
            self.at = at.min(self.items.len().saturating_sub(1));
        }
        self.say("the comment is taken out again");
    }

    /// Takes the fixes of a file that was judged again in the place of those that were. What is no longer there
    /// stays to be seen, as gone; what is new comes behind. `silenced` is the item that a comment has just
    /// silenced: it keeps what was shown. `renamed` are fingerprints that have changed, old and new.
    pub fn reload(
        &mut self,
        file: usize,
        mut fresh: Vec<Item>,
        silenced: Option<usize>,
        renamed: &[(String, String)],
    ) {
        for (index, item) in self.items.iter_mut().enumerate() {
            if item.file != file || Some(index) == silenced {
                continue;
            }
            let old = &item.located.fingerprint;
            // What is ignored has left its fingerprint to others.
            let renamed = renamed.iter().find(|(known, _)| known == old && item.state != State::Ignored);
            let new = renamed.map_or(old, |(_, new)| new);
            let same = |other: &Item| other.located.fingerprint == *new;
            match fresh.iter().position(same) {
                Some(found) => *item = fresh.remove(found),
                None if item.state != State::Ignored => item.state = State::Gone,
                None => {}
            }
        }
        fresh.retain(|item| item.state.is_open() && is_wanted(item, self.only));
        let end = self.items.iter().rposition(|item| item.file == file).map_or(self.items.len(), |at| at + 1);
        if self.at >= end {
            self.at += fresh.len();
        }
        self.items.splice(end..end, fresh);
    }

    /// Takes over decisions that somebody else may have written.
    pub fn stand(&mut self, decisions: &Decisions) {
        for item in &mut self.items {
            item.stand(decisions);
        }
    }

    fn decision(&self, fingerprint: &str) -> Option<Decision> {
        self.items.iter().find(|item| item.located.fingerprint == fingerprint)?.decision.clone()
    }

    /// The current item, if something can be decided about it.
    /// Whether something can be decided about the current fix.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn may_decide(&self) -> Result<(), String> {
        self.deciding().map(drop)
    }

    fn deciding(&self) -> Result<&Item, String> {
        match self.current() {
            None => Err("there is nothing to decide".into()),
            Some(item) if item.state == State::Ignored => {
                Err("a comment in the code silences it: u takes that back if it was the last step".into())
            }
            Some(item) if item.state == State::Gone => Err("this finding is no longer there".into()),
            Some(item) => Ok(item),
        }
    }

    fn walk(&mut self, to: usize) -> Result<Option<Effect>, String> {
        if to >= self.items.len() {
            let end = if to == self.items.len() { "last" } else { "first" };
            return Err(format!("this is the {end} fix"));
        }
        self.at = to;
        Ok(None)
    }

    /// Goes to the next undecided fix, from the start again after the last.
    fn walk_on(&mut self) {
        let count = self.items.len();
        match (1..=count).map(|step| (self.at + step) % count).find(|&at| self.items[at].state.is_open()) {
            Some(at) => self.at = at,
            None => self.say("all are decided: q quits, u takes the last one back"),
        }
    }

    fn search(&mut self, text: &str) -> Result<(), String> {
        if !text.is_empty() {
            self.needle = text.to_lowercase();
        }
        if self.needle.is_empty() {
            return Err("there is nothing to look for".into());
        }
        let count = self.items.len();
        let found =
            (1..=count).map(|step| (self.at + step) % count).find(|&at| holds(&self.items[at], &self.needle));
        match found {
            Some(at) => {
                self.at = at;
                Ok(())
            }
            None => Err(format!("no fix mentions {text:?}", text = self.needle)),
        }
    }
}

fn is_wanted(item: &Item, only: Option<Verdict>) -> bool {
    only.is_none_or(|only| item.located.finding.preferred().is_some_and(|fix| fix.verdict == only))
}

fn holds(item: &Item, needle: &str) -> bool {
    let finding = &item.located.finding;
    let said = [&item.path, finding.code, finding.name, &finding.symbol, &finding.message];
    said.iter().any(|text| text.to_lowercase().contains(needle))
        || item.hunk().iter().any(|(kind, line)| {
            matches!(kind, LineKind::Added | LineKind::Removed) && line.to_lowercase().contains(needle)
        })
}

fn change(decision: Decision) -> Change {
    Change { fingerprint: decision.fingerprint.clone(), decision: Some(decision) }
}

/// One line of text that can stand in the decisions file, in a comment or in a commit.
fn sentence(text: &str, what: &str) -> Result<String, String> {
    let text = text.trim();
    match text {
        "" => Err(format!("{what} is needed; Esc gives up")),
        _ if !is_plain_line(text) => Err(format!("{what} has no control or hidden characters")),
        _ if text.chars().count() > MAX_TEXT => Err(format!("{what} has at most {MAX_TEXT} characters")),
        _ => Ok(text.to_string()),
    }
}
