//! Fixes that edit several files: planned when all files have been judged, and applied in all of their files or in
//! none. Does nothing, at no cost, where no such fix is wanted.
//!
//! The files that such fixes touch are processed together, from what was read: first the wide fixes, round by round,
//! each judged on all files as the rounds before have left them; then each file's own passes. Where a file that a
//! wide fix has touched cannot be completed, all is done again without that fix.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::state::{State, Verified};
use super::{BUG, Context, Job, Joined, Located, MAX_PASSES, Outcome, Problem, guarded};
use crate::edit::{Edit, Fix};
use crate::facts::{Changed, Project};
use crate::plan::{Part, plan_wide};

/// Processes the files in which wide fixes are wanted (`owners`), and those that the fixes touch, and puts their
/// outcomes in place.
pub(super) fn settle(jobs: &[Job<'_>], owners: Vec<usize>, context: Context<'_>, outcomes: &mut [Outcome]) {
    if owners.is_empty() {
        return;
    }
    let mut left_out: Vec<LeftOut> = Vec::new();
    // Each round leaves out one fix more than the one before.
    loop {
        let group = || Group::new(jobs, context, &left_out).run(&owners);
        match guarded(group) {
            Ok(Ok(done)) => {
                for (job, outcome) in done {
                    outcomes[job] = outcome;
                }
                return;
            }
            Ok(Err(more)) => left_out.extend(more),
            Err(panic) => {
                for &owner in &owners {
                    outcomes[owner] = Outcome::of_panic(panic.clone());
                }
                return;
            }
        }
    }
}

/// A wide fix that is not tried again, and why.
#[derive(Clone)]
struct LeftOut {
    owner: usize,
    located: Located,
    why: String,
}

/// A wide fix that has been applied.
struct Applied {
    owner: usize,
    located: Located,
    /// The files of all its parts.
    files: Vec<usize>,
}

/// Files that are processed together.
struct Group<'s> {
    jobs: &'s [Job<'s>],
    numbers: FxHashMap<&'s str, usize>,
    context: Context<'s>,
    left_out: &'s [LeftOut],
    states: BTreeMap<usize, State<'s>>,
    /// All files with the changes of the rounds so far.
    project: Option<Project>,
    applied: Vec<Applied>,
}

impl<'s> Group<'s> {
    fn new(jobs: &'s [Job<'s>], context: Context<'s>, left_out: &'s [LeftOut]) -> Self {
        Group {
            jobs,
            numbers: jobs.iter().enumerate().map(|(number, job)| (job.path, number)).collect(),
            context,
            left_out,
            states: BTreeMap::new(),
            project: None,
            applied: Vec::new(),
        }
    }

    /// The outcomes by job, or the fixes without which all is to be done again.
    fn run(mut self, owners: &[usize]) -> Result<BTreeMap<usize, Outcome>, Vec<LeftOut>> {
        let mut done = BTreeMap::new();
        for &owner in owners {
            if let Err(outcome) = self.open(owner) {
                done.insert(owner, *outcome);
            }
        }
        for _ in 0..MAX_PASSES {
            self.wide_rounds()?;
            for (job, problem) in self.own_passes() {
                self.blame(job, &problem)?;
                if let Some(state) = self.states.remove(&job) {
                    done.insert(job, state.into_problem(problem));
                }
            }
            if self.wanted().is_empty() {
                break;
            }
            self.renew()?;
        }
        for (owner, located) in self.wanted() {
            let why = format!("it comes again after {MAX_PASSES} rounds; {BUG}");
            self.leave_out(owner, &located, &why);
        }
        done.extend(self.states.into_iter().map(|(job, state)| (job, state.into_outcome())));
        Ok(done)
    }

    /// Reads a file into the group.
    fn open(&mut self, job: usize) -> Result<(), Box<Outcome>> {
        if self.states.contains_key(&job) {
            return Ok(());
        }
        let Job { path, source } = self.jobs[job];
        let mut state = State::open(path, source.text(), Some(source), self.context)?;
        for left in self.left_out.iter().filter(|left| left.owner == job) {
            state.leave_out(&left.located, &left.why);
        }
        self.states.insert(job, state);
        Ok(())
    }

    fn wanted(&self) -> Vec<(usize, Located)> {
        let of = |(&job, state): (&usize, &State<'_>)| {
            state.wanted_wide().into_iter().map(move |located| (job, located)).collect::<Vec<_>>()
        };
        self.states.iter().flat_map(of).collect()
    }

    fn leave_out(&mut self, owner: usize, located: &Located, why: &str) {
        if let Some(state) = self.states.get_mut(&owner) {
            state.leave_out(located, why);
        }
    }

    /// Applies wide fixes until none is left.
    fn wide_rounds(&mut self) -> Result<(), Vec<LeftOut>> {
        for _ in 0..MAX_PASSES {
            let wanted = self.reachable();
            if wanted.is_empty() {
                return Ok(());
            }
            let parts: Vec<Vec<Part<'_>>> =
                wanted.iter().map(|(owner, located)| self.parts(*owner, located)).collect();
            let plan = plan_wide(&parts);
            match self.check(&plan.edits) {
                Ok(verified) => {
                    self.once(plan.accepted.iter().map(|&index| &wanted[index]))?;
                    let accepted: Vec<(usize, Located, Vec<usize>)> = plan
                        .accepted
                        .iter()
                        .map(|&index| {
                            let files = parts[index].iter().map(|part| part.file).collect();
                            (wanted[index].0, wanted[index].1.clone(), files)
                        })
                        .collect();
                    self.advance(verified, &plan.edits, accepted);
                    self.renew()?;
                }
                Err(why) => {
                    let alone = |parts: &[Part<'_>]| {
                        let edits = parts.iter().map(|part| (part.file, part.edits.to_vec())).collect();
                        self.check(&edits).err()
                    };
                    let mut guilty: Vec<(usize, String)> = plan
                        .accepted
                        .iter()
                        .filter_map(|&index| Some((index, alone(&parts[index])?)))
                        .collect();
                    if guilty.is_empty() {
                        guilty = plan.accepted.iter().map(|&index| (index, why.clone())).collect();
                    }
                    for (index, why) in guilty {
                        self.leave_out(wanted[index].0, &wanted[index].1, &why);
                    }
                }
            }
        }
        Ok(())
    }

    /// Refuses a fix that comes again after it was applied: it would do so for ever.
    fn once<'f>(&self, fixes: impl Iterator<Item = &'f (usize, Located)>) -> Result<(), Vec<LeftOut>> {
        let again = |(owner, located): &&(usize, Located)| {
            let known = |applied: &Applied| {
                applied.owner == *owner && applied.located.fingerprint == located.fingerprint
            };
            self.applied.iter().any(known)
        };
        let left: Vec<LeftOut> = fixes
            .filter(again)
            .map(|(owner, located)| LeftOut {
                owner: *owner,
                located: located.clone(),
                why: format!("it comes again after it was applied; {BUG}"),
            })
            .collect();
        if left.is_empty() { Ok(()) } else { Err(left) }
    }

    /// The wide fixes that are wanted and whose files can all be changed; the others are left out.
    fn reachable(&mut self) -> Vec<(usize, Located)> {
        let mut reachable = Vec::new();
        for (owner, located) in self.wanted() {
            let elsewhere =
                located.finding.preferred().map(|fix| fix.elsewhere.as_slice()).unwrap_or_default();
            let mut why = None;
            for part in elsewhere {
                let opened = match self.numbers.get(part.path.as_str()) {
                    Some(&job) => self.open(job).map_err(|_| "cannot be judged"),
                    None => Err("is not among the files of this run"),
                };
                if let Err(what) = opened {
                    why.get_or_insert(format!("{}, which it changes too, {what}", part.path));
                }
            }
            match why {
                Some(why) => self.leave_out(owner, &located, &why),
                None => reachable.push((owner, located)),
            }
        }
        reachable
    }

    fn parts<'f>(&self, owner: usize, located: &'f Located) -> Vec<Part<'f>> {
        let Some(fix) = located.finding.preferred() else { return Vec::new() };
        let Fix { edits, elsewhere, exclusive, .. } = fix;
        let own = Part { file: owner, edits, exclusive };
        let others = elsewhere.iter().filter_map(|part| {
            let file = *self.numbers.get(part.path.as_str())?;
            Some(Part { file, edits: &part.edits, exclusive: &[] })
        });
        std::iter::once(own).chain(others).collect()
    }

    /// What edits make of their files.
    ///
    /// # Errors
    /// The law that they break, and where.
    fn check(&self, edits: &BTreeMap<usize, Vec<Edit>>) -> Result<BTreeMap<usize, Verified>, String> {
        let mut verified = BTreeMap::new();
        for (&job, edits) in edits {
            let path = self.jobs[job].path;
            let state = self.states.get(&job).ok_or_else(|| format!("{path} was not read"))?;
            verified.insert(job, state.with(edits).map_err(|why| format!("{path}: {why}"))?);
        }
        Ok(verified)
    }

    fn advance(
        &mut self,
        verified: BTreeMap<usize, Verified>,
        edits: &BTreeMap<usize, Vec<Edit>>,
        accepted: Vec<(usize, Located, Vec<usize>)>,
    ) {
        for (job, verified) in verified {
            let Some(state) = self.states.get_mut(&job) else { continue };
            let own = accepted.iter().filter(|(owner, ..)| *owner == job);
            let own = own.map(|(_, located, _)| located.clone()).collect();
            state.advance(verified, edits.get(&job).map_or(&[], Vec::as_slice), own);
        }
        for (owner, located, files) in accepted {
            // As its own file tells it, in the lines that were read.
            let told = self.states.get(&owner).and_then(|state| {
                state.applied().iter().rev().find(|known| known.fingerprint == located.fingerprint).cloned()
            });
            let located = told.unwrap_or(located);
            let path = self.jobs[owner].path.to_string();
            for other in files.iter().filter(|&&file| file != owner) {
                if let Some(state) = self.states.get_mut(other) {
                    state.join(Joined { path: path.clone(), located: located.clone() });
                }
            }
            self.applied.push(Applied { owner, located, files });
        }
    }

    /// Takes the changes so far into the project, and judges the files of the group on it.
    fn renew(&mut self) -> Result<(), Vec<LeftOut>> {
        let project = self.context.project;
        let changed = self.states.iter().filter_map(|(&job, state)| {
            let file = project.number(self.jobs[job].path)?;
            Some(Changed { file, text: Arc::from(state.text.as_str()), origin: state.origin.clone() })
        });
        let renewed = project.with_changes(changed.filter(|change| !change.origin.is_unchanged()).collect());
        let context = Context { project: &renewed, ..self.context };
        let states = self.states.par_iter_mut();
        let problems: Vec<(usize, Problem)> = states
            .filter_map(|(&job, state)| {
                let judged = guarded(|| state.judge_again(context));
                Some((job, judged.unwrap_or_else(|panic| Err(Problem::Internal(panic))).err()?))
            })
            .collect();
        self.project = Some(renewed);
        problems.into_iter().try_for_each(|(job, problem)| self.blame(job, &problem))
    }

    /// Each file's own passes; the files that could not be completed.
    fn own_passes(&mut self) -> Vec<(usize, Problem)> {
        let project = self.project.as_ref().unwrap_or(self.context.project);
        let context = Context { project, ..self.context };
        let states = self.states.par_iter_mut();
        states
            .filter_map(|(&job, state)| {
                let passed = guarded(|| state.passes(context));
                Some((job, passed.unwrap_or_else(|panic| Err(Problem::Internal(panic))).err()?))
            })
            .collect()
    }

    /// Where wide fixes have touched a file that cannot be completed, these are to be left out.
    fn blame(&self, job: usize, problem: &Problem) -> Result<(), Vec<LeftOut>> {
        let touching = self.applied.iter().filter(|applied| applied.files.contains(&job));
        let why = format!("{} cannot be changed with it: {}", self.jobs[job].path, words(problem));
        let left: Vec<LeftOut> = touching
            .map(|applied| LeftOut {
                owner: applied.owner,
                located: applied.located.clone(),
                why: why.clone(),
            })
            .collect();
        if left.is_empty() { Ok(()) } else { Err(left) }
    }
}

fn words(problem: &Problem) -> String {
    match problem {
        Problem::Syntax(problem) => format!("line {}: {}", problem.line, problem.message),
        Problem::TooMany { code, limit } => format!("more than {limit} sites of {code}"),
        Problem::Unsound(why) | Problem::Internal(why) => why.clone(),
    }
}
