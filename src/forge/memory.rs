//! A forge in memory, for tests: branches, commits, pull requests and comments, as real ones keep them. A fault can be
//! put before or after any write.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::carry::Proposal;
use super::pusher::Pusher;
use super::{BranchDraft, Forge, ForgeError, Opened, Opening, Seen, SeenState, Signature, Target, Wishes};
use crate::git::Oid;

/// What happens at a write, counted from 0.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// The forge says no.
    Refused,
    /// No answer comes, and it was carried out or not.
    Lost { applied: bool },
    /// The run ends there, and it was carried out or not.
    Killed { applied: bool },
}

#[derive(Debug)]
pub struct Held {
    pub seen: Seen,
    pub title: String,
    pub comments: Vec<String>,
    pub dressed: Wishes,
    pub conflicts: bool,
}

#[derive(Debug, Default)]
pub struct World {
    pub branches: BTreeMap<String, Oid>,
    /// Who made them, and what they hold.
    pub commits: BTreeMap<Oid, (Signature, String)>,
    pub pulls: Vec<Held>,
    /// All that were tried.
    pub writes: Vec<String>,
    /// All questions.
    pub questions: Vec<String>,
    pub fault: Option<(usize, Fault)>,
    is_dead: bool,
    pub now: u64,
    made: u32,
}

pub const BOT: &str = "amends <bot@amends.invalid>";
pub const LOGIN: &str = "fixer[bot]";

pub fn oid(number: u32) -> Oid {
    Oid::parse(&format!("{number:040x}")).expect("an id")
}

pub fn target() -> Target {
    Target {
        default_branch: "main".into(),
        place: "acme/relay".into(),
        push_url: "https://forge.example/acme/relay.git".into(),
        push_user: "x",
        is_fork: false,
        exists: true,
        login: Some(LOGIN.into()),
    }
}

pub fn signature(who: &str, committer: &str, login: Option<&str>) -> Signature {
    Signature { author: who.into(), committer: committer.into(), login: login.map(str::to_string) }
}

impl World {
    /// A new run, without faults.
    pub fn revive(&mut self) {
        (self.is_dead, self.fault) = (false, None);
        self.writes.clear();
        self.questions.clear();
    }

    pub fn held(&mut self, number: u64) -> &mut Held {
        self.pulls.iter_mut().find(|held| held.seen.number == number).expect("a pull request")
    }

    /// A commit and a branch that is there.
    pub fn set(&mut self, branch: &str, commit: Oid, by: Signature, content: &str) {
        self.commits.insert(commit.clone(), (by, content.into()));
        self.branches.insert(branch.into(), commit.clone());
        let open = |held: &&mut Held| held.seen.branch == branch && held.seen.state == SeenState::Open;
        for held in self.pulls.iter_mut().filter(open) {
            held.seen.head = commit.clone();
            held.conflicts = false;
        }
    }

    /// A write; `is_free` ones are repeated by those that send them.
    fn write<T>(
        &mut self,
        name: &str,
        is_free: bool,
        apply: impl FnOnce(&mut World) -> Result<T, ForgeError>,
    ) -> Result<T, ForgeError> {
        let request = name.to_string();
        let lost = |is_free: bool| {
            let (request, reason) = (request.clone(), "no answer".to_string());
            if is_free {
                ForgeError::Unreachable { request, reason }
            } else {
                ForgeError::Ambiguous { request, reason }
            }
        };
        if self.is_dead {
            return Err(lost(true));
        }
        let number = self.writes.len();
        self.writes.push(request.clone());
        let Some((_, fault)) = self.fault.filter(|(at, _)| *at == number) else { return apply(self) };
        match fault {
            Fault::Refused => {
                Err(ForgeError::Refused { request: request.clone(), status: 403, message: "no".into() })
            }
            Fault::Lost { applied } => {
                if applied {
                    apply(self)?;
                }
                Err(lost(is_free))
            }
            Fault::Killed { applied } => {
                if applied {
                    apply(self)?;
                }
                self.is_dead = true;
                Err(lost(true))
            }
        }
    }

    fn ask(&mut self, name: &str) -> Result<(), ForgeError> {
        self.questions.push(name.into());
        if self.is_dead {
            return Err(ForgeError::Unreachable { request: name.into(), reason: "the run is over".into() });
        }
        Ok(())
    }

    fn list(&self, which: impl Fn(&Seen) -> bool) -> Vec<Seen> {
        self.pulls.iter().map(|held| held.seen.clone()).filter(which).collect()
    }

    fn check(&self, branch: &str, from: Option<&Oid>) -> Result<(), ForgeError> {
        if self.branches.get(branch) == from {
            Ok(())
        } else {
            Err(ForgeError::Moved { branch: branch.into() })
        }
    }
}

/// As forges store texts.
fn stored(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

/// One that several hold.
#[derive(Clone, Debug, Default)]
pub struct Memory(pub Rc<RefCell<World>>);

impl Forge for Memory {
    fn prepare(&mut self, _may_write: bool) -> Result<Target, ForgeError> {
        Ok(target())
    }

    fn open_pulls(&mut self) -> Result<Vec<Seen>, ForgeError> {
        let mut world = self.0.borrow_mut();
        world.ask("open_pulls")?;
        Ok(world.list(|seen| seen.state == SeenState::Open))
    }

    fn recent_pulls(&mut self, since: u64) -> Result<Vec<Seen>, ForgeError> {
        let mut world = self.0.borrow_mut();
        world.ask("recent_pulls")?;
        Ok(world.list(|seen| seen.opened >= since))
    }

    fn pulls_of(&mut self, branch: &str) -> Result<Vec<Seen>, ForgeError> {
        let mut world = self.0.borrow_mut();
        world.ask(&format!("pulls_of {branch}"))?;
        Ok(world.list(|seen| seen.branch == branch))
    }

    fn tip(&mut self, branch: &str) -> Result<Option<Oid>, ForgeError> {
        let mut world = self.0.borrow_mut();
        world.ask(&format!("tip {branch}"))?;
        Ok(world.branches.get(branch).cloned())
    }

    fn signature(&mut self, commit: &Oid) -> Result<Option<Signature>, ForgeError> {
        let mut world = self.0.borrow_mut();
        world.ask("signature")?;
        Ok(world.commits.get(commit).map(|(signature, _)| signature.clone()))
    }

    fn conflicts(&mut self, number: u64) -> Result<Option<bool>, ForgeError> {
        let mut world = self.0.borrow_mut();
        world.ask(&format!("conflicts {number}"))?;
        Ok(Some(world.held(number).conflicts))
    }

    fn comments(&mut self, number: u64) -> Result<Vec<String>, ForgeError> {
        let mut world = self.0.borrow_mut();
        world.ask(&format!("comments {number}"))?;
        Ok(world.held(number).comments.clone())
    }

    fn open(&mut self, new: &Opening<'_>) -> Result<Opened, ForgeError> {
        self.0.borrow_mut().write("open", false, |world| {
            let head = world.branches.get(new.branch).cloned();
            let is_there = world.pulls.iter().any(|held| {
                let seen = &held.seen;
                seen.state == SeenState::Open && seen.branch == new.branch && seen.target == new.target
            });
            let (Some(head), false) = (head, is_there) else {
                let (request, message) = ("open".into(), "a pull request already exists".into());
                return Err(ForgeError::Refused { request, status: 422, message });
            };
            let number = world.pulls.len() as u64 + 1;
            let url = format!("https://forge.example/acme/relay/pull/{number}");
            let seen = Seen {
                number,
                url: url.clone(),
                state: SeenState::Open,
                branch: new.branch.into(),
                target: new.target.into(),
                head,
                body: stored(new.body),
                conflicts: None,
                opened: world.now,
            };
            let (title, comments, dressed) = (new.title.to_string(), Vec::new(), Wishes::default());
            world.pulls.push(Held { seen, title, comments, dressed, conflicts: false });
            Ok(Opened { number, url })
        })
    }

    fn dress(&mut self, number: u64, wishes: &Wishes, body: &str) -> Result<Vec<String>, ForgeError> {
        let mut world = self.0.borrow_mut();
        world.write("dress", true, |world| {
            world.held(number).dressed = wishes.clone();
            Ok(())
        })?;
        world.write("dress: body", true, |world| {
            world.held(number).seen.body = stored(body);
            Ok(())
        })?;
        Ok(vec!["there is no label like that".into()])
    }

    fn update(&mut self, number: u64, title: &str, body: &str) -> Result<(), ForgeError> {
        self.0.borrow_mut().write("update", true, |world| {
            let held = world.held(number);
            (held.title, held.seen.body) = (title.into(), stored(body));
            Ok(())
        })
    }

    fn close(&mut self, number: u64, body: &str) -> Result<(), ForgeError> {
        self.0.borrow_mut().write("close", true, |world| {
            let seen = &mut world.held(number).seen;
            assert_eq!(seen.state, SeenState::Open, "closed twice");
            (seen.state, seen.body) = (SeenState::Closed, stored(body));
            Ok(())
        })
    }

    fn comment(&mut self, number: u64, text: &str) -> Result<(), ForgeError> {
        self.0.borrow_mut().write("comment", false, |world| {
            world.held(number).comments.push(stored(text));
            Ok(())
        })
    }

    fn commit(&mut self, draft: &BranchDraft<'_>, from: Option<&Oid>) -> Result<Oid, ForgeError> {
        self.0.borrow_mut().write("commit", false, |world| {
            world.check(draft.branch, from)?;
            world.made += 1;
            let commit = oid(0x00f0_0000 + world.made);
            let by = signature("fixer[bot] <1@example.org>", "GitHub <noreply@github.com>", Some(LOGIN));
            world.set(draft.branch, commit.clone(), by, &draft.commits[0].message);
            Ok(commit)
        })
    }
}

/// Pushes there as git does: the same commit again is no push.
impl Pusher for Memory {
    fn push(
        &mut self,
        _forge: &mut dyn Forge,
        proposal: &Proposal,
        from: Option<&Oid>,
    ) -> Result<Oid, ForgeError> {
        let (branch, commit) = (proposal.wanted.branch(), proposal.wanted.commit.clone());
        if from == Some(&commit) {
            return Ok(commit);
        }
        self.0.borrow_mut().write("push", true, |world| {
            world.check(&branch, from)?;
            world.set(&branch, commit.clone(), signature(BOT, BOT, None), &proposal.commits[0].message);
            Ok(commit.clone())
        })
    }
}

/// The branches that hold a commit that somebody else made.
pub fn of_others(world: &World) -> BTreeSet<String> {
    let is_others =
        |commit: &Oid| world.commits.get(commit).is_none_or(|(by, _)| by.author.starts_with("Eve"));
    world.branches.iter().filter(|(_, commit)| is_others(commit)).map(|(branch, _)| branch.clone()).collect()
}
