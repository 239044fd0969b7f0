//! Every rule of [`reconcile`], and that its actions lead to a state in which nothing is left to do.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::pr::model::{Scope, Tip, branch};

const NOW: u64 = 1_000_000;

fn oid(number: u8) -> Oid {
    Oid::parse(&format!("{number:040x}")).expect("an id")
}

fn wanted(topic: &str, version: u8) -> Wanted {
    Wanted { topic: topic.into(), content: format!("c{version}"), commit: oid(version), base: oid(0) }
}

fn marker(topic: &str, version: u8) -> Marker {
    Marker {
        topic: topic.into(),
        scope: "all".into(),
        base: oid(0),
        content: format!("c{version}"),
        commit: oid(version),
        is_undressed: false,
        closed: None,
    }
}

/// As a forge shows it: the bot says why it closed one, and people do not.
fn pull(number: u64, state: State, topic: &str, version: u8) -> Pull {
    let closed = (state == State::Withdrawn).then_some(Obsolete::Gone);
    Pull {
        number,
        state,
        branch: branch(topic),
        target: "main".into(),
        head: oid(version),
        is_head_own: false,
        marker: Some(Marker { closed, ..marker(topic, version) }),
        conflicts: false,
        told: false,
        opened: 0,
    }
}

fn existing(pulls: &[Pull]) -> Existing {
    let tip = |pull: &Pull| {
        let named = pull.marker.as_ref().is_some_and(|marker| marker.commit == pull.head);
        let is_own = named || pull.is_head_own;
        (pull.branch.clone(), Tip { commit: pull.head.clone(), is_own })
    };
    Existing { pulls: pulls.to_vec(), branches: pulls.iter().map(tip).collect() }
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
            codes: vec!["am401".into(), "am502".into()],
            only: None,
            complete: true,
        },
    }
}

fn create(topic: &str, from: Option<u8>) -> Action {
    Action::Create { topic: topic.into(), from: from.map(oid) }
}

/// Of number 7.
fn update(from: u8, why: Changed) -> Action {
    Action::Update { topic: T.into(), number: 7, from: oid(from), why, dress: false }
}

fn leave(topic: &str, number: Option<u64>, why: Leave) -> Action {
    Action::Leave { topic: topic.into(), number, why }
}

const T: &str = "am401-log";

fn one_pull(version: u8, change: impl Fn(&mut Pull)) -> Vec<Action> {
    let mut pull = pull(7, State::Open, T, 1);
    change(&mut pull);
    reconcile(&[wanted(T, version)], &existing(&[pull]), &rules())
}

#[test]
fn new_ones_are_opened_and_the_same_are_left() {
    assert_eq!(reconcile(&[wanted(T, 1)], &Existing::default(), &rules()), [create(T, None)]);
    assert_eq!(one_pull(1, |_| ()), [leave(T, Some(7), Leave::Same)]);
    assert!(reconcile(&[], &Existing::default(), &rules()).is_empty());
}

#[test]
fn new_content_and_conflicts_are_written_and_a_moved_base_alone_is_not() {
    assert_eq!(one_pull(2, |_| ()), [update(1, Changed::Content)]);
    let moved = Wanted { commit: oid(9), base: oid(8), ..wanted(T, 1) };
    let mut open = pull(7, State::Open, T, 1);
    assert_eq!(
        reconcile(std::slice::from_ref(&moved), &existing(&[open.clone()]), &rules()),
        [leave(T, Some(7), Leave::Same)]
    );
    open.conflicts = true;
    let update = update(1, Changed::Conflict);
    assert_eq!(reconcile(&[moved], &existing(&[open.clone()]), &rules()), [update]);
    // A clone that is behind has nothing better than what conflicts, whatever a forge calls its commits.
    let same = [leave(T, Some(7), Leave::Same)];
    assert_eq!(one_pull(1, |pull| pull.conflicts = true), same);
    let renamed = Wanted { commit: oid(9), ..wanted(T, 1) };
    assert_eq!(reconcile(&[renamed], &existing(&[open]), &rules()), same);
}

#[test]
fn what_an_interrupted_run_left_is_finished() {
    let pushed = |pull: &mut Pull| (pull.head, pull.is_head_own) = (oid(2), true);
    assert_eq!(one_pull(2, pushed), [update(2, Changed::Content)], "the lease is on what was pushed");
    assert_eq!(one_pull(1, pushed), [update(2, Changed::Unfinished)]);
    let mut open = pull(7, State::Open, T, 1);
    pushed(&mut open);
    let closed = [Action::Close { number: 7, why: Obsolete::Gone }];
    assert_eq!(reconcile(&[], &existing(&[open]), &rules()), closed);
    let undressed = |pull: &mut Pull| {
        if let Some(marker) = &mut pull.marker {
            marker.is_undressed = true;
        }
    };
    assert_eq!(one_pull(1, undressed), [Action::Dress { topic: T.into(), number: 7 }]);
    let both =
        Action::Update { topic: T.into(), number: 7, from: oid(1), why: Changed::Content, dress: true };
    assert_eq!(one_pull(2, undressed), [both]);
    let foreign = |pull: &mut Pull| {
        undressed(pull);
        pull.head = oid(50);
    };
    assert_eq!(one_pull(1, foreign), [leave(T, Some(7), Leave::Foreign)], "labels, too, are theirs now");
}

#[test]
fn what_a_person_opens_again_is_not_closed_again() {
    let mut open = pull(7, State::Open, T, 1);
    open.marker = Some(Marker { closed: Some(Obsolete::Gone), ..marker(T, 1) });
    let of = |wanted: &[Wanted]| reconcile(wanted, &existing(&[open.clone()]), &rules());
    assert_eq!(of(&[]), [leave(T, Some(7), Leave::Reopened)]);
    assert_eq!(of(&[wanted(T, 1)]), [update(1, Changed::Reopened)], "so that it is known who closes it next");
    assert_eq!(of(&[wanted(T, 2)]), [update(1, Changed::Content)]);
}

#[test]
fn somebodys_commit_is_never_overwritten_and_is_spoken_of_once() {
    let comment = Action::Comment { number: 7 };
    let left = leave(T, Some(7), Leave::Foreign);
    let only_left = [left.clone()];
    assert_eq!(one_pull(1, |pull| pull.head = oid(50)), only_left, "there is nothing to write");
    assert_eq!(one_pull(2, |pull| pull.head = oid(50)), [comment.clone(), left.clone()]);
    let conflicting = |pull: &mut Pull| (pull.head, pull.conflicts) = (oid(50), true);
    assert_eq!(one_pull(1, conflicting), only_left, "there is nothing newer");
    let mut open = pull(7, State::Open, T, 1);
    conflicting(&mut open);
    let moved = Wanted { commit: oid(9), base: oid(8), ..wanted(T, 1) };
    assert_eq!(reconcile(&[moved], &existing(&[open]), &rules()), [comment.clone(), left.clone()]);
    let told = |pull: &mut Pull| (pull.head, pull.told) = (oid(50), true);
    assert_eq!(one_pull(2, told), only_left);
    let mut open = pull(7, State::Open, T, 1);
    open.head = oid(50);
    assert_eq!(reconcile(&[], &existing(&[open]), &rules()), [comment.clone(), left], "obsolete, too");
    let unmarked = leave(T, Some(7), Leave::Unmarked);
    assert_eq!(one_pull(1, |pull| pull.marker = None), [comment.clone(), unmarked.clone()]);
    let other = |pull: &mut Pull| pull.marker = Some(marker("am401-other", 1));
    assert_eq!(one_pull(1, other), [unmarked], "and nothing to write");
}

#[test]
fn obsolete_ones_are_closed_if_the_run_has_looked_at_them() {
    let closed = |change: &dyn Fn(&mut Pull, &mut Rules)| {
        let (mut pull, mut rules) = (pull(7, State::Open, T, 1), rules());
        change(&mut pull, &mut rules);
        reconcile(&[], &existing(&[pull]), &rules)
    };
    assert_eq!(closed(&|_, _| ()), [Action::Close { number: 7, why: Obsolete::Gone }]);
    let unseen = [leave(T, Some(7), Leave::NotSeen)];
    assert_eq!(closed(&|_, rules| rules.scope.complete = false), unseen);
    assert_eq!(closed(&|_, rules| rules.scope.paths = "other".into()), unseen);
    assert_eq!(closed(&|_, rules| rules.scope.codes = vec!["am502".into()]), unseen);
    assert_eq!(closed(&|_, rules| rules.scope.only = Some("am401-other".into())), unseen);
    assert_eq!(closed(&|pull, _| pull.marker = None), unseen);
    assert_eq!(closed(&|pull, _| pull.target = "next".into()), [leave(T, Some(7), Leave::OtherTarget)]);
    for state in [State::Merged, State::Rejected, State::Withdrawn] {
        assert_eq!(closed(&|pull, _| pull.state = state), []);
    }
    let parts = [wanted("am401-log-in-a", 1)];
    let recut = reconcile(&parts, &existing(&[pull(7, State::Open, T, 1)]), &rules());
    assert_eq!(recut[0], Action::Close { number: 7, why: Obsolete::Recut });
    let whole = reconcile(&[wanted(T, 1)], &existing(&[pull(7, State::Open, "am401-log-in-a", 1)]), &rules());
    assert_eq!(whole[0], Action::Close { number: 7, why: Obsolete::Recut });
}

#[test]
fn what_a_person_closed_stays_closed_until_it_changes_and_the_user_asks() {
    let after = |state: State, version: u8, again: bool| {
        let again = if again { vec![T.to_string()] } else { Vec::new() };
        let rules = Rules { again, ..rules() };
        reconcile(&[wanted(T, version)], &existing(&[pull(7, state, T, 1)]), &rules)
    };
    let rejected = [leave(T, Some(7), Leave::Rejected)];
    assert_eq!(after(State::Rejected, 1, false), rejected);
    assert_eq!(after(State::Rejected, 2, false), rejected, "the user has not asked");
    assert_eq!(after(State::Rejected, 1, true), rejected, "nothing has changed");
    assert_eq!(after(State::Rejected, 2, true), [create(T, Some(1))]);
    assert_eq!(after(State::Merged, 1, false), [leave(T, Some(7), Leave::Merged)]);
    assert_eq!(after(State::Merged, 1, true), [create(T, Some(1))]);
    assert_eq!(after(State::Merged, 2, false), [create(T, Some(1))]);
    assert_eq!(after(State::Withdrawn, 1, false), [create(T, Some(1))]);
}

#[test]
fn branches_that_are_not_the_bots_are_left() {
    let with_tip = |commit: u8, is_own: bool, pulls: &[Pull]| {
        let tip = Tip { commit: oid(commit), is_own };
        let existing = Existing { pulls: pulls.to_vec(), branches: [(branch(T), tip)].into() };
        reconcile(&[wanted(T, 2)], &existing, &rules())
    };
    assert_eq!(with_tip(2, true, &[]), [create(T, Some(2))], "pushed, and then died");
    assert_eq!(with_tip(8, true, &[]), [create(T, Some(8))]);
    assert_eq!(with_tip(8, false, &[]), [leave(T, None, Leave::Foreign)]);
    let withdrawn = pull(7, State::Withdrawn, T, 1);
    assert_eq!(with_tip(1, false, std::slice::from_ref(&withdrawn)), [create(T, Some(1))]);
    assert_eq!(with_tip(8, false, &[withdrawn]), [leave(T, Some(7), Leave::Foreign)]);
    let mut merged = pull(7, State::Merged, T, 1);
    merged.head = oid(8);
    assert_eq!(with_tip(8, false, &[merged]), [create(T, Some(8))], "all of it was merged");
    let mut other = pull(7, State::Open, T, 1);
    other.target = "next".into();
    let left = reconcile(&[wanted(T, 1)], &existing(&[other]), &rules());
    assert_eq!(left, [leave(T, Some(7), Leave::OtherTarget)]);
}

#[test]
fn limits_hold_and_what_closes_makes_room() {
    let topics = ["am401-a", "am401-b", "am502-c"];
    let all: Vec<Wanted> = topics.iter().map(|topic| wanted(topic, 1)).collect();
    let expected =
        [create(topics[0], None), create(topics[1], None), leave(topics[2], None, Leave::LimitNew)];
    assert_eq!(reconcile(&all, &Existing::default(), &rules()), expected);
    let mut recent = pull(7, State::Rejected, "am502-z", 1);
    recent.opened = NOW - 3599;
    let actions = reconcile(&all, &existing(&[recent.clone()]), &rules());
    assert_eq!(actions[0], create(topics[0], None));
    assert_eq!(actions[1], leave(topics[1], None, Leave::LimitNew));
    recent.opened = NOW - 3600;
    assert_eq!(reconcile(&all, &existing(&[recent]), &rules())[1], create(topics[1], None));
    let few = Rules { max_open: 1, ..rules() };
    let gone = existing(&[pull(7, State::Open, "am401-z", 1)]);
    assert_eq!(
        reconcile(&all[..2], &gone, &few),
        [
            Action::Close { number: 7, why: Obsolete::Gone },
            create(topics[0], None),
            leave(topics[1], None, Leave::LimitOpen)
        ]
    );
    let full = existing(&[pull(7, State::Open, topics[2], 1)]);
    assert_eq!(
        reconcile(&all, &full, &few),
        [
            leave(topics[0], None, Leave::LimitOpen),
            leave(topics[1], None, Leave::LimitOpen),
            leave(topics[2], Some(7), Leave::Same)
        ]
    );
}

#[test]
fn one_topic_alone_is_looked_at_if_the_user_says_so() {
    let all = [wanted("am401-a", 1), wanted(T, 2)];
    let mut rules = rules();
    rules.scope.only = Some(T.into());
    assert_eq!(reconcile(&all, &Existing::default(), &rules), [create(T, None)]);
}

/// A forge that carries out actions, one write after the other, until it has done `left` of them.
struct Carrier<'c> {
    wanted: &'c [Wanted],
    existing: &'c mut Existing,
    left: usize,
}

impl Carrier<'_> {
    /// All of them; `None` if the run was cut off.
    fn all(&mut self, actions: &[Action]) -> Option<()> {
        actions.iter().try_for_each(|action| self.one(action))
    }

    fn one(&mut self, action: &Action) -> Option<()> {
        match action {
            Action::Create { topic, from } => {
                let wanted = self.of(topic);
                let tip = self.existing.branches.get(&wanted.branch()).map(|tip| tip.commit.clone());
                assert_eq!(tip, *from, "a lease that does not hold");
                self.push(&wanted)?;
                self.write()?;
                let number = self.existing.pulls.iter().map(|pull| pull.number).max().unwrap_or(0) + 1;
                let mut pull = pull(number, State::Open, topic, 0);
                (pull.opened, pull.head) = (NOW, wanted.commit.clone());
                self.existing.pulls.push(pull);
                self.describe(number, &wanted, true);
                self.write()?;
                self.describe(number, &wanted, false);
            }
            Action::Update { topic, number, from, dress, .. } => {
                let wanted = self.of(topic);
                let pull = self.pull(*number);
                assert_eq!((&pull.head, pull.state), (from, State::Open), "a lease that does not hold");
                self.push(&wanted)?;
                self.write()?;
                self.describe(*number, &wanted, *dress);
                if *dress {
                    self.write()?;
                    self.describe(*number, &wanted, false);
                }
            }
            Action::Dress { topic, number } => {
                let wanted = self.of(topic);
                self.write()?;
                let marker = self.pull(*number).marker.as_mut().expect("a marker");
                assert!(std::mem::replace(&mut marker.is_undressed, false), "dressed twice");
                assert_eq!(marker.content, wanted.content, "a body that says something else");
            }
            Action::Close { number, why } => {
                // The comment, which is looked for before it is written.
                self.write()?;
                self.write()?;
                let pull = self.pull(*number);
                assert!(pull.state == State::Open);
                let marker = pull.marker.as_mut().expect("a marker");
                assert!(marker.commit == pull.head || pull.is_head_own);
                marker.closed = Some(*why);
                pull.state = State::Withdrawn;
            }
            Action::Comment { number } => {
                self.write()?;
                assert!(!std::mem::replace(&mut self.pull(*number).told, true), "said twice");
            }
            Action::Leave { .. } => {}
        }
        Some(())
    }

    fn of(&self, topic: &str) -> Wanted {
        self.wanted.iter().find(|wanted| wanted.topic == topic).expect("a wanted one").clone()
    }

    fn pull(&mut self, number: u64) -> &mut Pull {
        self.existing.pulls.iter_mut().find(|pull| pull.number == number).expect("a pull")
    }

    /// Before each write.
    fn write(&mut self) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        Some(())
    }

    fn push(&mut self, wanted: &Wanted) -> Option<()> {
        self.write()?;
        let branch = wanted.branch();
        self.existing.branches.insert(branch.clone(), Tip { commit: wanted.commit.clone(), is_own: true });
        let open = |pull: &&mut Pull| pull.branch == branch && pull.state == State::Open;
        for pull in self.existing.pulls.iter_mut().filter(open) {
            pull.head = wanted.commit.clone();
            pull.is_head_own = pull.marker.as_ref().is_some_and(|marker| marker.commit != pull.head);
            pull.conflicts = false;
        }
        Some(())
    }

    fn describe(&mut self, number: u64, wanted: &Wanted, is_undressed: bool) {
        let pull = self.pull(number);
        let (content, commit, base) = (wanted.content.clone(), wanted.commit.clone(), wanted.base.clone());
        let closed = None;
        pull.is_head_own = false;
        pull.marker =
            Some(Marker { content, commit, base, is_undressed, closed, ..marker(&wanted.topic, 0) });
    }
}

const TOPICS: [&str; 5] = ["am401-a", "am401-b", "am502-a", "am502-b", "am203-a"];

fn any_pulls() -> impl Strategy<Value = Existing> {
    let state = prop::sample::select(vec![
        State::Open,
        State::Open,
        State::Open,
        State::Merged,
        State::Rejected,
        State::Withdrawn,
    ]);
    let flags = (any::<bool>(), any::<bool>(), 0..12u8, 0..8u8);
    let one = (state, prop::sample::select(TOPICS.to_vec()), 1..4u8, flags).prop_map(
        |(state, topic, version, (conflicts, told, strange, when))| {
            let mut pull = pull(0, state, topic, version);
            (pull.conflicts, pull.told) = (conflicts, told);
            pull.opened = NOW - u64::from(when) * 1000;
            match strange {
                0 => pull.head = oid(50),
                1 => pull.marker = None,
                2 => pull.target = "next".into(),
                3 => pull.head = oid(40),
                4 => pull.marker.as_mut().expect("a marker").is_undressed = true,
                5 => pull.marker.as_mut().expect("a marker").closed = Some(Obsolete::Recut),
                6 => pull.marker.as_mut().expect("a marker").base = oid(9),
                _ => {}
            }
            pull
        },
    );
    let tips = prop::collection::vec((prop::sample::select(TOPICS.to_vec()), 1..60u8, any::<bool>()), 0..3);
    (prop::collection::vec(one, 0..12), tips).prop_map(|(mut pulls, tips)| {
        let mut branches = BTreeMap::new();
        for (topic, commit, is_own) in tips {
            branches.insert(branch(topic), Tip { commit: oid(commit), is_own });
        }
        for (number, pull) in (1..).zip(&mut pulls) {
            pull.number = number;
        }
        for pull in pulls.clone() {
            let is_own = pull.head != oid(50);
            branches.insert(pull.branch.clone(), Tip { commit: pull.head.clone(), is_own });
        }
        // A branch has one end, and its open pull requests show it.
        for pull in pulls.iter_mut().filter(|pull| pull.state == State::Open) {
            let tip = &branches[&pull.branch];
            pull.head = tip.commit.clone();
            let named = pull.marker.as_ref().is_none_or(|marker| marker.commit == tip.commit);
            pull.is_head_own = !named && tip.is_own;
        }
        Existing { pulls, branches }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_second_run_writes_nothing_even_after_one_that_was_cut_off(
        existing in any_pulls(),
        versions in prop::collection::vec(prop::option::of(1..4u8), TOPICS.len()),
        again in prop::collection::vec(any::<bool>(), TOPICS.len()),
        limits in (0..4usize, 0..6usize),
        (only, complete) in (prop::option::of(prop::sample::select(TOPICS.to_vec())), any::<bool>()),
    ) {
        let all: Vec<Wanted> = TOPICS
            .iter()
            .zip(versions)
            .filter_map(|(topic, version)| version.map(|version| wanted(topic, version)))
            .collect();
        let chosen = TOPICS.iter().zip(again).filter(|(_, again)| *again).map(|(topic, _)| topic.to_string());
        let mut rules = Rules { max_new_per_hour: limits.0, max_open: limits.1, again: chosen.collect(), ..rules() };
        rules.scope.only = only.map(str::to_string);
        rules.scope.complete = complete;
        let before = existing;
        // Cut off before each write, until a run comes to its end.
        for cut in 0.. {
            let mut existing = before.clone();
            let actions = reconcile(&all, &existing, &rules);
            let whole = Carrier { wanted: &all, existing: &mut existing, left: cut }.all(&actions).is_some();
            if !whole {
                let actions = reconcile(&all, &existing, &rules);
                let ended = Carrier { wanted: &all, existing: &mut existing, left: usize::MAX }.all(&actions);
                prop_assert!(ended.is_some());
            }
            for branch in before.branches.keys() {
                prop_assert!(existing.branches.contains_key(branch), "{} is gone", branch);
            }
            for pull in before.pulls.iter().filter(|pull| pull.head == oid(50) && pull.state == State::Open) {
                prop_assert_eq!(&existing.branches[&pull.branch].commit, &oid(50), "a person's work is gone");
            }
            let opened = existing.pulls.len() - before.pulls.len();
            prop_assert!(opened <= rules.max_new_per_hour);
            let open =
                |existing: &Existing| existing.pulls.iter().filter(|pull| pull.state == State::Open).count();
            prop_assert!(opened == 0 || open(&existing) <= rules.max_open);
            let last = reconcile(&all, &existing, &rules);
            prop_assert!(last.iter().all(|action| matches!(action, Action::Leave { .. })), "{} {:?}", cut, last);
            if whole {
                break;
            }
        }
    }
}
