//! Carries actions out on a model of a forge, and cuts that off before every write: the next run must end it, and the
//! one after write nothing.

use proptest::prelude::*;

use super::*;

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
