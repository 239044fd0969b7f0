//! Finds the fixes that break a check, by delta debugging. It knows fixes as numbers and a callback that runs the
//! check; not what a fix is, how it is applied or what the check does.
//!
//! Fixes are added in order on top of what is known to pass. As soon as a set fails, the first fix with which it
//! fails is found by bisection and left out, and everything behind it is tried again. So a single culprit among
//! `n` costs at most `2·log2(n) + 2` runs, the caller's run without any fix included; every further one at most
//! `log2(n) + 3`. Fixes that fail only together cost one of them.
//!
//! A check may fail by chance. So before a fix is called a culprit, the set that failed with it is run once more,
//! if these bounds leave a run for that (with five fixes or fewer, they may not). If it passes now, it counts as
//! passing, and the check as unreliable.
//!
//! What is returned as kept was run and passed, whatever the check does. If adding fixes never mends a failing
//! check, the set is also minimal: with any fix that was left out, the rest fails.

use std::ops::Range;

/// From this many culprits on, the next set is first as large as the last two were apart, not the whole rest.
const MANY: usize = 3;

/// How far a search is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Runs that have ended.
    pub done: usize,
    /// Runs that are expected from here on, the one that starts now included. It grows again when another
    /// culprit turns up.
    pub expected: usize,
    /// Culprits found.
    pub culprits: usize,
    /// Fixes that the run that starts now tries together.
    pub trying: usize,
}

/// A fix with which the check fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Culprit {
    /// The fix.
    pub fix: usize,
    /// The run that failed with it and passes without it, counted from 0 in the order of the calls: its output
    /// says how the fix breaks the check.
    pub run: usize,
}

/// What a search found. Every fix is in exactly one of the four lists; each is in ascending order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The check passed with exactly these (or they are none, as in the caller's first run).
    pub kept: Vec<usize>,
    /// Each of these breaks the check, alone or together with what is kept.
    pub culprits: Vec<Culprit>,
    /// At least one of these is a culprit; the budget did not suffice to say which.
    pub suspects: Vec<usize>,
    /// These were not tried without the culprits; the budget did not suffice.
    pub untried: Vec<usize>,
    /// How often the check was run.
    pub runs: usize,
    /// Sets of fixes with which it failed once and passed once.
    pub unreliable: Vec<Unreliable>,
}

/// Two runs with the same fixes, counted from 0: the check gave two answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreliable {
    /// The run that failed.
    pub failed: usize,
    /// The run that passed.
    pub passed: usize,
}

impl Found {
    /// Whether the budget sufficed: what was not kept is known to break the check.
    pub fn is_complete(&self) -> bool {
        self.suspects.is_empty() && self.untried.is_empty()
    }
}

/// Finds a smallest set of the fixes `0..count` to leave out so that the check passes with the rest. Fixes that
/// belong together should be neighbours. The caller has seen the check pass without any fix.
///
/// `run` applies exactly the given fixes (ascending) and says whether the check passes. It is called at most
/// `budget` times, never twice with the same fixes, and never with none. `progress` is called before each run.
///
/// # Errors
/// The first error of `run`; the search ends with it.
pub fn find<E>(
    count: usize,
    budget: usize,
    run: impl FnMut(&[usize]) -> Result<bool, E>,
    progress: impl FnMut(Progress),
) -> Result<Found, E> {
    let mut search =
        Search { run, progress, budget, count, seen: Vec::new(), culprits: 0, unreliable: Vec::new() };
    let all: Vec<usize> = (0..count).collect();
    let first = search.sweep(&[], &all, None, usize::MAX)?;
    let found = search.refine(first)?;
    Ok(Found { runs: search.seen.len(), unreliable: search.unreliable, ..found.sorted() })
}

struct Search<R, P> {
    run: R,
    progress: P,
    budget: usize,
    /// How many fixes there are.
    count: usize,
    /// The sets that were run, in order, and whether the check passed. The last run of a set counts.
    seen: Vec<(Vec<usize>, bool)>,
    culprits: usize,
    unreliable: Vec<Unreliable>,
}

/// A run: its number, from 0, and whether the check passed.
#[derive(Clone, Copy)]
struct Ran {
    run: usize,
    passes: bool,
}

impl<E, R: FnMut(&[usize]) -> Result<bool, E>, P: FnMut(Progress)> Search<R, P> {
    /// Runs the check with the fixes of these lists; `None` when the budget has ended. `expected` is the number
    /// of runs that are expected with and after this one.
    fn check(&mut self, lists: [&[usize]; 3], expected: usize) -> Result<Option<Ran>, E> {
        let mut kept = lists.concat();
        kept.sort_unstable();
        if let Some(run) = self.seen.iter().rposition(|(seen, _)| *seen == kept) {
            return Ok(Some(Ran { run, passes: self.seen[run].1 }));
        }
        self.run_now(kept, expected)
    }

    fn run_now(&mut self, kept: Vec<usize>, expected: usize) -> Result<Option<Ran>, E> {
        let (run, left) = (self.seen.len(), self.left());
        if left == 0 {
            return Ok(None);
        }
        (self.progress)(Progress {
            done: run,
            expected: expected.min(left),
            culprits: self.culprits,
            trying: kept.len(),
        });
        let passes = (self.run)(&kept)?;
        self.seen.push((kept, passes));
        Ok(Some(Ran { run, passes }))
    }

    /// Whether the set of run `failing`, whose last fix is about to be blamed, passes at a second try. Not tried
    /// where that would cost a run that is needed: `rest` are needed for what comes behind the fix.
    fn passes_now(&mut self, failing: usize, rest: usize) -> Result<bool, E> {
        // The caller's run without fixes is one of the promised ones.
        let promised = most_runs_for_one(self.count).saturating_sub(1);
        let most = if self.culprits == 0 { promised.min(self.budget) } else { self.budget };
        let set = self.seen[failing].0.clone();
        let before = self.seen.iter().filter(|(seen, _)| *seen == set).count();
        if before > 1 || self.seen.len() + 1 + rest > most {
            return Ok(false);
        }
        let again = self.run_now(set, 1 + rest)?;
        let Some(Ran { run, passes: true }) = again else { return Ok(false) };
        self.unreliable.push(Unreliable { failed: failing, passed: run });
        Ok(true)
    }

    fn left(&self) -> usize {
        self.budget.saturating_sub(self.seen.len())
    }

    /// Adds `items` in order to `base`, which passes, but for those that break the check. `failed` is the run
    /// that has shown that all together fail, if there was one. Gives up at `most` culprits.
    fn sweep(
        &mut self,
        base: &[usize],
        items: &[usize],
        failed: Option<usize>,
        most: usize,
    ) -> Result<Found, E> {
        let mut found = Found { kept: base.to_vec(), ..Found::default() };
        // What `items[..at]` could add is in `found.kept`.
        let mut at = 0;
        let mut step = items.len();
        let mut failed = failed.filter(|_| !items.is_empty());
        while at < items.len() {
            let end = at + step.min(items.len() - at);
            let failing = match failed.take() {
                Some(run) => run,
                None => {
                    let more = usize::from(end < items.len());
                    let Some(ran) = self.check([&found.kept, &items[at..end], &[]], 1 + more)? else {
                        found.untried.extend(&items[at..]);
                        break;
                    };
                    if ran.passes {
                        found.kept.extend(&items[at..end]);
                        at = end;
                        step = items.len();
                        continue;
                    }
                    ran.run
                }
            };
            let Some(last) = self.bisect(&mut found, items, at..end, failing)? else { break };
            let next = last + 1;
            if found.culprits.last().is_none_or(|culprit| culprit.fix != items[last]) {
                // It was innocent.
                at = next;
                step = items.len();
                continue;
            }
            if found.culprits.len() >= most {
                found.untried.extend(&items[next..]);
                break;
            }
            // Many culprits come in clusters (a kind of fix in a file), and then the whole rest would fail again
            // and cost a full bisection: as many are tried as the last two were apart, then the whole rest.
            step = if found.culprits.len() < MANY { items.len() } else { next - at };
            at = next;
        }
        Ok(found)
    }

    /// Finds the first of `items[range]` that breaks the check on top of what is kept; run `failing` has shown
    /// that there is one. Keeps those before it, and it too if the check passes with it at a second try. `None`
    /// when the budget ends; then the rest is sorted into suspects and untried.
    fn bisect(
        &mut self,
        found: &mut Found,
        items: &[usize],
        range: Range<usize>,
        mut failing: usize,
    ) -> Result<Option<usize>, E> {
        let (mut low, mut high) = (range.start, range.end);
        while high - low > 1 {
            let kept = [&found.kept[..], &items[range.start..low]].concat();
            // The last run is worth more for the fixes behind the suspects than for one more bisection.
            let last = self.left() <= 1 && high < items.len();
            let middle = low + (high - low) / 2;
            let tried = if last { &items[high..] } else { &items[low..middle] };
            let expected = bisections(high - low) + usize::from(!last && range.end > low + 1);
            let ran = self.check([&kept, tried, &[]], expected)?;
            match ran {
                Some(ran) if !last && ran.passes => low = middle,
                Some(ran) if !last => (high, failing) = (middle, ran.run),
                _ => {
                    let rest = &items[high..];
                    let passes = ran.is_some_and(|ran| ran.passes);
                    let list = if passes { &mut found.kept } else { &mut found.untried };
                    list.extend(rest);
                    found.kept.extend(&items[range.start..low]);
                    found.suspects.extend(&items[low..high]);
                    return Ok(None);
                }
            }
        }
        found.kept.extend(&items[range.start..low]);
        if self.passes_now(failing, usize::from(high < items.len()))? {
            found.kept.push(items[low]);
            return Ok(Some(low));
        }
        found.culprits.push(Culprit { fix: items[low], run: failing });
        self.culprits = self.culprits.max(found.culprits.len());
        Ok(Some(low))
    }

    /// Tries to do with fewer culprits: if all of them pass together, they break the check only with others,
    /// and leaving out fewer of those may do. Costs one run unless that is so.
    fn refine(&mut self, first: Found) -> Result<Found, E> {
        if !first.is_complete() || first.culprits.len() < 2 {
            return Ok(first);
        }
        let out: Vec<usize> = first.culprits.iter().map(|culprit| culprit.fix).collect();
        let together = self.check([&out, &[], &[]], 1)?;
        if !together.is_some_and(|ran| ran.passes) {
            return Ok(first);
        }
        // The first run of all was the one with all fixes, and it failed.
        let second = self.sweep(&out, &first.kept, Some(0), out.len())?;
        let better = second.is_complete() && second.culprits.len() < out.len();
        Ok(if better { second } else { first })
    }
}

impl Found {
    fn sorted(mut self) -> Self {
        self.kept.sort_unstable();
        self.culprits.sort_unstable();
        self.suspects.sort_unstable();
        self.untried.sort_unstable();
        self
    }
}

/// How many runs [`find`] makes at most among `count` fixes if one of them is a culprit: all fixes, the bisection,
/// the last set again if the promise leaves a run for that, and the rest again.
pub fn runs_for_one(count: usize) -> usize {
    let least = if count < 2 { count } else { bisections(count) + 2 };
    least + usize::from(least + 1 < most_runs_for_one(count))
}

/// `2·log2(count) + 2`, the promise for a single culprit, with the run without any fix.
fn most_runs_for_one(count: usize) -> usize {
    // log2 of the square: no fraction that could be rounded the wrong way.
    2 + count.saturating_mul(count).checked_ilog2().unwrap_or(0) as usize
}

/// How many bisections single out one of `count`.
fn bisections(count: usize) -> usize {
    count.next_power_of_two().trailing_zeros() as usize
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::*;

    /// Finds with a check that never fails to run, and checks what holds for every check.
    fn found(count: usize, budget: usize, mut check: impl FnMut(&[usize]) -> bool) -> Found {
        let mut runs: Vec<(Vec<usize>, bool)> = Vec::new();
        let mut told = Vec::new();
        let run = |kept: &[usize]| {
            let passes = check(kept);
            runs.push((kept.to_vec(), passes));
            Ok::<_, Infallible>(passes)
        };
        let Ok(found) = find(count, budget, run, |progress| told.push(progress));
        assert!(runs.len() <= budget && found.runs == runs.len());
        for (at, (kept, passes)) in runs.iter().enumerate() {
            let before: Vec<usize> = (0..at).filter(|&before| runs[before].0 == *kept).collect();
            assert!(before.len() <= 1 && before.iter().all(|&before| !runs[before].1), "{kept:?} {runs:?}");
            let differ = before.iter().filter(|_| *passes);
            let told = found.unreliable.iter().filter(|told| told.passed == at);
            assert_eq!(
                differ.copied().collect::<Vec<_>>(),
                told.map(|told| told.failed).collect::<Vec<_>>(),
                "{runs:?}"
            );
        }
        assert!(runs.iter().all(|(kept, _)| !kept.is_empty() && kept.is_sorted()), "{runs:?}");
        assert!(
            found.kept.is_empty() || runs.contains(&(found.kept.clone(), true)),
            "{found:?} was not seen to pass: {runs:?}"
        );
        let culprits = found.culprits.iter().map(|culprit| culprit.fix);
        let lists = found.kept.iter().chain(&found.suspects).chain(&found.untried).copied().chain(culprits);
        let mut all: Vec<usize> = lists.collect();
        all.sort_unstable();
        assert_eq!(all, (0..count).collect::<Vec<_>>(), "each fix once: {found:?}");
        for culprit in &found.culprits {
            let (kept, passes) = &runs[culprit.run];
            assert!(!passes && kept.contains(&culprit.fix), "{culprit:?} in {runs:?}");
        }
        for (at, progress) in told.iter().enumerate() {
            assert_eq!((progress.done, progress.trying), (at, runs[at].0.len()));
            assert!(progress.expected >= 1 && progress.done + progress.expected <= budget);
        }
        found
    }

    fn fixes(found: &Found) -> Vec<usize> {
        found.culprits.iter().map(|culprit| culprit.fix).collect()
    }

    #[test]
    fn nothing_to_leave_out_costs_one_run_and_nothing_to_try_none() {
        let all = found(5, 10, |_| true);
        assert_eq!((all.kept.as_slice(), all.runs), (&[0, 1, 2, 3, 4][..], 1));
        assert!(all.is_complete());
        assert_eq!(found(0, 10, |_| false), Found::default());
    }

    #[test]
    fn a_single_culprit_costs_at_most_twice_the_logarithm_and_two_runs() {
        for count in 1..=320 {
            let limit = (2.0 * (count as f64).log2() + 2.0).floor() as usize;
            let mut most = 0;
            for culprit in 0..count {
                // With no more budget than the promise, the caller's own run without fixes being one of it.
                let passes = |kept: &[usize]| Ok::<_, Infallible>(kept.binary_search(&culprit).is_err());
                let Ok(found) = find(count, limit - 1, passes, |_| {});
                assert_eq!(fixes(&found), [culprit], "of {count}");
                most = most.max(found.runs);
                assert!(found.is_complete() && found.kept.len() == count - 1, "of {count}: {found:?}");
            }
            assert_eq!(most, runs_for_one(count), "the worst position among {count}");
        }
    }

    #[test]
    fn a_failure_by_chance_blames_nobody() {
        for count in [4, 6, 20, 100] {
            let mut runs = 0;
            let one = found(count, 100, |_| {
                runs += 1;
                runs != 1
            });
            assert_eq!((one.kept.len(), one.is_complete()), (count, true), "{count}: {one:?}");
            let told = Unreliable { failed: 0, passed: one.runs - 1 };
            assert_eq!(one.unreliable, [told], "{count}: {one:?}");
        }
        // A real culprit is found beside it.
        let mut runs = 0;
        let both = found(16, 100, |kept| {
            runs += 1;
            runs != 3 && !kept.contains(&12)
        });
        assert_eq!((fixes(&both), both.unreliable.len()), (vec![12], 1), "{both:?}");
    }

    #[test]
    fn two_that_fail_only_together_cost_one() {
        for (one, other) in [(1, 5), (0, 9), (4, 5), (8, 9)] {
            let found = found(10, 100, |kept| !(kept.contains(&one) && kept.contains(&other)));
            assert_eq!(fixes(&found), [other]);
            assert!(found.runs <= 7, "{found:?}");
        }
    }

    #[test]
    fn one_that_quarrels_with_several_is_left_out_rather_than_them() {
        let quarrels =
            |kept: &[usize]| !(kept.contains(&1) && kept.iter().any(|fix| [5, 6, 30].contains(fix)));
        let found = found(40, 100, quarrels);
        assert_eq!(fixes(&found), [1]);
        assert_eq!(found.kept.len(), 39);
    }

    #[test]
    fn the_budget_ends_with_what_is_known_told_apart() {
        let culprits = [20, 70];
        let check = |kept: &[usize]| !kept.iter().any(|fix| culprits.contains(fix));
        let none = found(100, 0, check);
        assert_eq!((none.kept.len(), none.untried.len()), (0, 100));
        let one = found(100, 1, check);
        assert_eq!((one.kept.len(), one.suspects.len()), (0, 100), "all fail, and that is all we know");
        // All, 0..50, 0..25, 0..12, and then 0..12 with 25..100 (which fails).
        let five = found(100, 5, check);
        assert_eq!(five.kept, (0..12).collect::<Vec<_>>());
        assert_eq!(five.suspects, (12..25).collect::<Vec<_>>());
        assert_eq!(five.untried, (25..100).collect::<Vec<_>>());
        let one_known = found(100, 9, check);
        assert_eq!(fixes(&one_known), [20]);
        assert!(!one_known.is_complete());
    }

    #[test]
    fn the_last_run_keeps_what_is_behind_the_suspects() {
        let found = found(100, 5, |kept| !kept.contains(&20));
        assert_eq!(found.suspects, (12..25).collect::<Vec<_>>());
        assert_eq!((found.kept.len(), found.untried.len()), (87, 0));
    }

    #[test]
    fn the_error_of_a_run_ends_the_search() {
        let mut runs = 0;
        let run = |_: &[usize]| {
            runs += 1;
            if runs == 3 { Err("interrupted") } else { Ok(false) }
        };
        assert_eq!(find(100, 100, run, |_| {}), Err("interrupted"));
        assert_eq!(runs, 3);
    }

    #[test]
    fn when_everything_breaks_the_check_nothing_is_kept() {
        let found = found(20, 100, |_| false);
        assert_eq!((found.kept.len(), fixes(&found).len()), (0, 20));
        assert!(found.is_complete());
    }

    /// Sets of fixes that break the check if all of a set are there.
    fn quarrels() -> impl Strategy<Value = (usize, Vec<Vec<usize>>)> {
        (1_usize..60).prop_flat_map(|count| {
            let one = proptest::collection::vec(0..count, 1..4);
            (Just(count), proptest::collection::vec(one, 0..8))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_left_out_is_minimal((count, quarrels) in quarrels()) {
            let check = |kept: &[usize]| !quarrels.iter().any(|set| set.iter().all(|fix| kept.contains(fix)));
            let found = found(count, 10_000, check);
            prop_assert!(found.is_complete() && check(&found.kept));
            for culprit in &found.culprits {
                let mut with = found.kept.clone();
                with.push(culprit.fix);
                prop_assert!(!check(&with), "{} could be kept: {found:?}", culprit.fix);
            }
            let log = (count as f64).log2().ceil() as usize;
            let out = quarrels.len().min(count);
            prop_assert!(found.runs <= 2 + 2 * out * (log + 3), "{} runs", found.runs);
        }

        #[test]
        fn independent_culprits_are_found_with_few_runs(
            count in 1_usize..300,
            picks in proptest::collection::vec(any::<prop::sample::Index>(), 0..6),
        ) {
            let culprits: HashSet<usize> = picks.iter().map(|pick| pick.index(count)).collect();
            let found = found(count, 10_000, |kept| !kept.iter().any(|fix| culprits.contains(fix)));
            let mut expected: Vec<usize> = culprits.into_iter().collect();
            expected.sort_unstable();
            prop_assert_eq!(fixes(&found), expected.clone());
            let log = (count as f64).log2().ceil() as usize;
            prop_assert!(found.runs <= 2 + expected.len() * (log + 3), "{} runs", found.runs);
        }

        #[test]
        fn any_check_ends_with_a_set_that_was_seen_to_pass(
            count in 0_usize..40,
            budget in 0_usize..60,
            answers in proptest::collection::vec(any::<bool>(), 1..50),
        ) {
            let mut answers = answers.iter().cycle().copied();
            found(count, budget, |_| answers.next().unwrap_or(false));
        }

        #[test]
        fn a_small_budget_gives_no_wrong_culprits(
            (count, quarrels) in quarrels(),
            budget in 0_usize..20,
        ) {
            let check = |kept: &[usize]| !quarrels.iter().any(|set| set.iter().all(|fix| kept.contains(fix)));
            let small = found(count, budget, check);
            let involved: HashSet<usize> = quarrels.iter().flatten().copied().collect();
            prop_assert!(fixes(&small).iter().all(|fix| involved.contains(fix)));
            prop_assert!(small.suspects.is_empty() || small.suspects.iter().any(|fix| involved.contains(fix)));
        }
    }
}
