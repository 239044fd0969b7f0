//! Survey, decision and writes together, on a forge in memory: what comes out, that a second run writes nothing, and
//! that a run may be refused, left without an answer or killed at every write.

mod scenes;

use super::*;
use crate::forge::memory::{BOT, Fault, Memory, World, of_others, oid, signature, target};
use crate::forge::pusher::ByApi;
use crate::forge::survey::Own;
use crate::pr::model::{Obsolete, Rules, Scope, Sought};
use crate::pr::reconcile::Changed;

const NOW: u64 = 1_000_000;
const A: &str = "am401-a";
const B: &str = "am401-b";
const C: &str = "am502-c";

/// A topic with some content, on some base.
fn proposal(topic: &str, version: u8, base: u32) -> Proposal {
    let letter = u32::from(topic.as_bytes()[topic.len() - 1]);
    let commit = oid(base * 0x1_0000 + letter * 0x100 + u32::from(version));
    let content = format!("c{version}");
    let wanted =
        Wanted { topic: topic.into(), content: content.clone(), commit: commit.clone(), base: oid(base) };
    let marker = Marker {
        topic: topic.into(),
        scope: "all".into(),
        base: oid(base),
        content,
        commit,
        is_undressed: false,
        closed: None,
    };
    let title = format!("{topic} {version}");
    let body = marker.closing(&format!("What {version}."));
    let commits = vec![CommitDraft { message: format!("{topic} {version} on {base}"), files: Vec::new() }];
    Proposal { wanted, title, body, marker, commits }
}

fn rules() -> Rules {
    Rules {
        target: "main".into(),
        now: NOW,
        max_new_per_hour: 2,
        max_open: 10,
        again: Vec::new(),
        scope: Scope {
            paths: "all".into(),
            sought: Sought::Transforms(vec!["am401".into(), "am502".into()]),
            only: None,
            complete: true,
        },
    }
}

fn wishes() -> Wishes {
    Wishes { labels: vec!["asyncio".into()], reviewers: vec!["ada".into()], ..Wishes::default() }
}

/// One run.
struct Runner {
    wishes: Wishes,
    by_api: bool,
}

impl Runner {
    fn run(&self, memory: &Memory, wanted: &[Proposal], rules: &Rules) -> Result<Vec<Outcome>, ForgeError> {
        let own = Own { author: BOT.into(), by_api: self.by_api };
        let mut forge = memory.clone();
        let mut survey = Survey::open(&mut forge, target(), own, rules.now)?;
        let list: Vec<Wanted> = wanted.iter().map(|proposal| proposal.wanted.clone()).collect();
        let actions = survey.decide(&mut forge, &list, rules)?;
        let options = Options {
            target: rules.target.clone(),
            wishes: self.wishes.clone(),
            draft: false,
            maintainer_can_modify: true,
            max_open: rules.max_open,
        };
        let (mut by_git, mut by_api) = (memory.clone(), ByApi);
        let pusher: &mut dyn Pusher = if self.by_api { &mut by_api } else { &mut by_git };
        let mut carrier =
            Carrier { forge: &mut forge, pusher, survey: &survey, proposals: wanted, options: &options };
        Ok(carrier.all(&actions, |_, _| ()))
    }

    /// One that works.
    fn good(&self, memory: &Memory, wanted: &[Proposal], rules: &Rules) -> Vec<Outcome> {
        memory.0.borrow_mut().revive();
        let outcomes = self.run(memory, wanted, rules).expect("the forge answers");
        assert!(outcomes.iter().all(|outcome| outcome.done), "{outcomes:#?}");
        outcomes
    }
}

const BY_GIT: fn() -> Runner = || Runner { wishes: wishes(), by_api: false };

fn memory() -> Memory {
    let memory = Memory::default();
    memory.0.borrow_mut().now = NOW;
    memory
}

fn writes(memory: &Memory) -> Vec<String> {
    memory.0.borrow().writes.clone()
}

/// A person's commit on a branch.
fn push_by_eve(memory: &Memory, topic: &str) {
    let eve = signature("Eve <eve@example.org>", "Eve <eve@example.org>", Some("eve"));
    memory.0.borrow_mut().set(&branch(topic), oid(0x0eee_0000), eve, "Eve's");
}

/// All that a person sees: what commits are called does not matter, but that bodies name those that are there does.
fn shown(world: &World) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for (name, commit) in &world.branches {
        let _ = writeln!(text, "{name}: {}", world.commits[commit].1);
    }
    for held in &world.pulls {
        let seen = &held.seen;
        let marker = Marker::of_body(&seen.body);
        let names_head = marker.as_ref().is_some_and(|marker| marker.commit == seen.head);
        let body =
            marker.map_or(seen.body.clone(), |marker| seen.body.replace(marker.commit.as_str(), "COMMIT"));
        let comments: Vec<&str> =
            held.comments.iter().map(|text| text.split("commit=").next().unwrap_or_default()).collect();
        let _ = writeln!(
            text,
            "{} {:?} {} {} {names_head} {body:?} {comments:?} {:?}",
            seen.branch, seen.state, seen.target, held.title, held.dressed
        );
    }
    text
}

#[test]
fn new_ones_are_opened_dressed_and_left() {
    let (memory, runner) = (memory(), BY_GIT());
    let wanted = [proposal(A, 1, 1), proposal(B, 1, 1), proposal(C, 1, 1)];
    let outcomes = runner.good(&memory, &wanted, &rules());
    assert_eq!(
        writes(&memory),
        ["push", "open", "dress", "dress: body", "push", "open", "dress", "dress: body"]
    );
    assert_eq!(outcomes[0].number, Some(1));
    assert_eq!(outcomes[0].url.as_deref(), Some("https://forge.example/acme/relay/pull/1"));
    assert_eq!(outcomes[0].notes, ["there is no label like that"]);
    let waits = Action::Leave { topic: C.into(), number: None, why: Leave::LimitNew };
    assert_eq!(outcomes[2].action, waits);
    {
        let mut world = memory.0.borrow_mut();
        let held = world.held(1);
        assert_eq!((held.title.as_str(), &held.dressed), ("am401-a 1", &wishes()));
        assert_eq!(held.seen.body, wanted[0].body.replace('\n', "\r\n"));
        assert_eq!(held.seen.head, wanted[0].wanted.commit);
    }
    runner.good(&memory, &wanted, &rules());
    assert!(writes(&memory).is_empty(), "{:?}", writes(&memory));
    // An hour later, the third.
    let later = Rules { now: NOW + 3601, ..rules() };
    memory.0.borrow_mut().now = later.now;
    runner.good(&memory, &wanted, &later);
    assert_eq!(writes(&memory), ["push", "open", "dress", "dress: body"]);
}

#[test]
fn without_wishes_nothing_is_dressed() {
    let (memory, runner) = (memory(), Runner { wishes: Wishes::default(), by_api: false });
    runner.good(&memory, &[proposal(A, 1, 1)], &rules());
    assert_eq!(writes(&memory), ["push", "open"]);
    assert!(!memory.0.borrow_mut().held(1).seen.body.contains("todo="));
}

#[test]
fn little_is_asked_where_nothing_is_to_be_done() {
    let (memory, runner) = (memory(), BY_GIT());
    runner.good(&memory, &[proposal(A, 1, 1)], &rules());
    runner.good(&memory, &[proposal(A, 1, 1)], &rules());
    assert_eq!(memory.0.borrow().questions, ["open_pulls", "recent_pulls"]);
    // Only a newer base makes a conflict matter.
    runner.good(&memory, &[proposal(A, 1, 2)], &rules());
    assert_eq!(memory.0.borrow().questions, ["open_pulls", "recent_pulls", "conflicts 1"]);
    assert!(writes(&memory).is_empty());
}

#[test]
fn a_fork_that_is_not_there_yet_is_not_asked() {
    let memory = memory();
    let own = Own { author: BOT.into(), by_api: false };
    let nowhere = crate::forge::Target { exists: false, is_fork: true, ..target() };
    let mut forge = memory.clone();
    let mut survey = Survey::open(&mut forge, nowhere, own, NOW).expect("nothing is asked");
    let actions = survey.decide(&mut forge, &[proposal(A, 1, 1).wanted], &rules()).expect("nor here");
    assert_eq!(actions, [Action::Create { topic: A.into(), from: None }]);
    assert!(memory.0.borrow().questions.is_empty());
}

#[test]
fn an_answer_that_is_lost_is_looked_for_within_the_run() {
    let runner = BY_GIT();
    for applied in [false, true] {
        let memory = memory();
        memory.0.borrow_mut().fault = Some((1, Fault::Lost { applied }));
        let outcomes = runner.run(&memory, &[proposal(A, 1, 1)], &rules()).expect("it answers");
        assert!(outcomes[0].done && outcomes[0].number == Some(1), "{outcomes:?}");
        assert_eq!(memory.0.borrow().pulls.len(), 1);
        let opens = if applied { 1 } else { 2 };
        assert_eq!(writes(&memory).iter().filter(|name| *name == "open").count(), opens);
        let memory = memory_with_a(&runner);
        memory.0.borrow_mut().fault = Some((0, Fault::Lost { applied }));
        let outcomes = runner.run(&memory, &[], &rules()).expect("it answers");
        assert!(outcomes[0].done, "{outcomes:?}");
        assert_eq!(memory.0.borrow_mut().held(1).comments.len(), 1);
    }
}

/// Opens A as it is in version 1.
fn with_a(memory: &Memory, runner: &Runner) {
    runner.good(memory, &[proposal(A, 1, 1)], &rules());
    memory.0.borrow_mut().held(1).seen.opened = 0;
}

fn memory_with_a(runner: &Runner) -> Memory {
    let memory = memory();
    with_a(&memory, runner);
    memory.0.borrow_mut().revive();
    memory
}

#[test]
fn what_fails_stops_nothing_else_but_makes_no_room() {
    let runner = BY_GIT();
    let few = Rules { max_open: 1, ..rules() };
    let memory = memory_with_a(&runner);
    memory.0.borrow_mut().fault = Some((1, Fault::Refused));
    let outcomes = runner.run(&memory, &[proposal(C, 1, 1)], &few).expect("it answers");
    assert_eq!(outcomes[0].action, Action::Close { number: 1, why: Obsolete::Gone });
    assert!(matches!(outcomes[0].error, Some(ForgeError::Refused { status: 403, .. })), "{outcomes:?}");
    assert_eq!((outcomes[1].left, outcomes[1].done), (Some(Leave::LimitOpen), false));
    assert_eq!(memory.0.borrow().pulls.len(), 1);
    // With room for both, the other one goes on.
    let memory = memory_with_a(&runner);
    memory.0.borrow_mut().fault = Some((1, Fault::Refused));
    let outcomes = runner.run(&memory, &[proposal(C, 1, 1)], &rules()).expect("it answers");
    assert!(outcomes[0].error.is_some() && outcomes[1].done, "{outcomes:?}");
}

#[test]
fn who_pushes_between_question_and_write_is_not_overwritten() {
    let (memory, runner) = (memory(), BY_GIT());
    with_a(&memory, &runner);
    let own = Own { author: BOT.into(), by_api: false };
    let mut forge = memory.clone();
    let mut survey = Survey::open(&mut forge, target(), own, NOW).expect("it answers");
    let wanted = [proposal(A, 2, 1)];
    let actions = survey.decide(&mut forge, &[wanted[0].wanted.clone()], &rules()).expect("it answers");
    let why = Changed::Content;
    let from = proposal(A, 1, 1).wanted.commit;
    assert_eq!(actions, [Action::Update { topic: A.into(), number: 1, from, why, dress: false }]);
    push_by_eve(&memory, A);
    let before = shown(&memory.0.borrow());
    let options = Options {
        target: "main".into(),
        wishes: wishes(),
        draft: false,
        maintainer_can_modify: true,
        max_open: 10,
    };
    let mut pusher = memory.clone();
    let mut carrier = Carrier {
        forge: &mut forge,
        pusher: &mut pusher,
        survey: &survey,
        proposals: &wanted,
        options: &options,
    };
    let outcomes = carrier.all(&actions, |_, _| ());
    assert_eq!(outcomes[0].error, Some(ForgeError::Moved { branch: branch(A) }));
    assert_eq!(shown(&memory.0.borrow()), before);
}

#[test]
fn a_forge_that_wants_to_be_left_alone_is() {
    /// Says so at the first push.
    struct Limited;
    impl Pusher for Limited {
        fn push(&mut self, _: &mut dyn Forge, _: &Proposal, _: Option<&Oid>) -> Result<Oid, ForgeError> {
            let (request, message) = ("push".into(), "slow down".into());
            Err(ForgeError::Limited { request, wait: std::time::Duration::from_secs(3600), message })
        }
    }
    let memory = memory();
    let own = Own { author: BOT.into(), by_api: false };
    let mut forge = memory.clone();
    let mut survey = Survey::open(&mut forge, target(), own, NOW).expect("it answers");
    let wanted = [proposal(A, 1, 1), proposal(B, 1, 1)];
    let list: Vec<Wanted> = wanted.iter().map(|proposal| proposal.wanted.clone()).collect();
    let actions = survey.decide(&mut forge, &list, &rules()).expect("it answers");
    let options = Options {
        target: "main".into(),
        wishes: wishes(),
        draft: false,
        maintainer_can_modify: true,
        max_open: 10,
    };
    let mut carrier = Carrier {
        forge: &mut forge,
        pusher: &mut Limited,
        survey: &survey,
        proposals: &wanted,
        options: &options,
    };
    let mut tried = 0;
    let outcomes = carrier.all(&actions, |_, outcome| tried += usize::from(outcome.is_none()));
    assert_eq!(tried, 1);
    assert!(outcomes.iter().all(|one| matches!(one.error, Some(ForgeError::Limited { .. }))));
}
