//! Every rule of [`reconcile`], and that its actions lead to a state in which nothing is left to do.

use std::collections::BTreeMap;

use super::*;
use crate::pr::model::{Scope, Sought, Tip, branch};

mod carried;

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
            sought: Sought::Transforms(vec!["am401".into(), "am502".into()]),
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
fn runs_for_an_audit_and_for_transforms_leave_each_others_alone() {
    let topic = "audit-2-3-race-0123abcd";
    let mut of_audit = pull(8, State::Open, topic, 1);
    of_audit.marker = Some(Marker { scope: "all-audit-4567cdef".into(), ..marker(topic, 1) });
    let both = existing(&[pull(7, State::Open, T, 1), of_audit]);
    let mut rules = rules();
    // Neither finds anything to do.
    let close = |number| Action::Close { number, why: Obsolete::Gone };
    assert_eq!(reconcile(&[], &both, &rules), [close(7), leave(topic, Some(8), Leave::NotSeen)]);
    rules.scope.paths = "all-audit-4567cdef".into();
    rules.scope.sought = Sought::Audit { whole: true };
    assert_eq!(reconcile(&[], &both, &rules), [leave(T, Some(7), Leave::NotSeen), close(8)]);
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
    assert_eq!(closed(&|_, rules| rules.scope.sought = Sought::Transforms(vec!["am502".into()])), unseen);
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
