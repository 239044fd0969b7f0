//! The fixes of a run by number, and what files hold with any part of them applied. Writes nothing.
//!
//! A state is always computed from the files as they were read, so that leaving out a fix leaves no trace of it,
//! and the same fixes give the same bytes however they were chosen.

use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};
use rustc_hash::{FxHashMap, FxHashSet};

use super::run::Run;
use crate::apply::Change;
use crate::choice::Choice;
use crate::pipeline::Located;
use crate::report::{FileReport, Skipped, patch, printable};
use crate::series::Member;

/// Gives files (paths relative to the root, with new contents) the form that the user's formatter wants.
pub(super) type Format = Box<dyn FnMut(&[(String, Vec<u8>)]) -> Result<Vec<Vec<u8>>>>;

/// Fixes that can be applied in any part, with the files that they change.
pub(super) struct States {
    run: Run,
    choice: Choice,
    targets: Vec<Target>,
    fixes: Vec<Chosen>,
    format: Option<Format>,
    /// By group of targets and the fixes in it.
    known: FxHashMap<(usize, Vec<usize>), Vec<State>>,
}

/// A file that the fixes change.
struct Target {
    /// Its place in [`Run::files`].
    number: usize,
    /// Relative to the root, with forward slashes.
    path: String,
    before: Vec<u8>,
    /// The first of the targets that can only be computed together, as one fix changes them.
    group: usize,
}

/// A fix that is applied if nobody leaves it out.
struct Chosen {
    target: usize,
    located: Located,
}

/// A file with some of its fixes.
#[derive(Clone)]
struct State {
    target: usize,
    after: Vec<u8>,
    /// The fixes that are in it: those that were asked for and could be applied.
    applied: Vec<usize>,
    /// Those of other files that have a part in it.
    joined: Vec<usize>,
}

/// A file that differs from what was read.
pub(super) struct Version {
    /// What is to be written.
    pub(super) change: Change,
    /// The numbers of the fixes in it.
    pub(super) applied: Vec<usize>,
    /// Those of the fixes of other files that have a part in it.
    pub(super) joined: Vec<usize>,
}

impl States {
    /// The fixes that `reports` say are applied by `choice`. A file whose encoding lacks a character of a fix is
    /// left out, and its report says so. `root` is where the paths of changes start.
    pub(super) fn new(
        run: Run,
        choice: Choice,
        reports: &mut [FileReport],
        root: &Path,
        format: Option<Format>,
    ) -> Result<Self> {
        let mut states = States {
            run,
            choice,
            targets: Vec::new(),
            fixes: Vec::new(),
            format,
            known: FxHashMap::default(),
        };
        for number in 0..states.run.files.len() {
            let Some(report) = reports.get_mut(number) else { break };
            let versions = match patch::versions(report) {
                Ok(Some(versions)) => versions,
                Ok(None) => continue,
                Err(error) => {
                    report.outcome.after = None;
                    report.outcome.applied.clear();
                    report.skipped = Some(Skipped::of_source(&error));
                    continue;
                }
            };
            let absolute = &states.run.files[number].absolute;
            let real = absolute.canonicalize().with_context(|| format!("{} is gone", shown(absolute)))?;
            let inner = real.strip_prefix(root).map_err(|_| {
                anyhow!("{} lies outside of {}; run in its own project", shown(absolute), shown(root))
            })?;
            let path = inner.to_str().context("a path is no UTF-8")?.replace(std::path::MAIN_SEPARATOR, "/");
            let mut fixes = report.outcome.applied.clone();
            fixes.sort_by_key(|located| (located.line, located.column, located.finding.code));
            let mut seen = FxHashSet::default();
            // A place that a later pass has fixed once more is one fix: nobody can choose between the two.
            fixes.retain(|located| seen.insert(located.fingerprint.clone()));
            let target = states.targets.len();
            states.targets.push(Target { number, path, before: versions.before, group: target });
            states.fixes.extend(fixes.into_iter().map(|located| Chosen { target, located }));
        }
        states.join(reports);
        Ok(states)
    }

    /// Puts the targets that one fix changes into one group.
    fn join(&mut self, reports: &[FileReport]) {
        for target in 0..self.targets.len() {
            let joined = reports.get(self.targets[target].number).map(|report| &report.outcome.joined);
            for joined in joined.into_iter().flatten() {
                let display = |number: usize| self.run.files[number].display.as_str();
                let owner = self.targets.iter().position(|owner| display(owner.number) == joined.path);
                let Some(owner) = owner else { continue };
                let (one, other) = (self.targets[target].group, self.targets[owner].group);
                let group = one.min(other);
                let both = self.targets.iter_mut().filter(|known| known.group == one || known.group == other);
                both.for_each(|known| known.group = group);
            }
        }
    }

    /// How many fixes there are.
    pub(super) fn len(&self) -> usize {
        self.fixes.len()
    }

    /// A fix, by its number.
    pub(super) fn member(&self, fix: usize) -> Member<'_> {
        let chosen = &self.fixes[fix];
        let file = &self.run.files[self.targets[chosen.target].number];
        Member { path: &file.display, located: &chosen.located }
    }

    /// The same, with the path of its file relative to the root.
    pub(super) fn committed(&self, fix: usize) -> Member<'_> {
        Member { path: &self.targets[self.fixes[fix].target].path, ..self.member(fix) }
    }

    /// Files whose original the formatter would change too, so that lines change which no fix touches.
    pub(super) fn unformatted(&mut self) -> Result<Vec<String>> {
        let Some(format) = &mut self.format else { return Ok(Vec::new()) };
        let originals: Vec<(String, Vec<u8>)> =
            self.targets.iter().map(|target| (target.path.clone(), target.before.clone())).collect();
        let formatted = format(&originals)?;
        let changed = originals.into_iter().zip(formatted).filter(|((_, before), after)| before != after);
        Ok(changed.map(|((path, _), _)| path).collect())
    }

    /// The files that differ from what was read if exactly the given fixes are applied, as far as they can be.
    pub(super) fn at(&mut self, kept: &[usize]) -> Result<Vec<Version>> {
        let mut keys: Vec<(usize, Vec<usize>)> = Vec::new();
        for &fix in kept {
            let group = self.targets[self.fixes[fix].target].group;
            match keys.iter_mut().find(|(known, _)| *known == group) {
                Some((_, fixes)) => fixes.push(fix),
                None => keys.push((group, vec![fix])),
            }
        }
        keys.iter_mut().for_each(|(_, fixes)| fixes.sort_unstable());
        keys.sort_unstable();
        let new: Vec<_> = keys.iter().filter(|key| !self.known.contains_key(*key)).cloned().collect();
        self.compute(new)?;
        let mut versions: Vec<(usize, Version)> = Vec::new();
        for state in keys.iter().flat_map(|key| &self.known[key]) {
            let target = &self.targets[state.target];
            if state.after == target.before {
                continue;
            }
            let change = Change {
                path: target.path.clone(),
                before: target.before.clone(),
                after: state.after.clone(),
            };
            versions.push((
                state.target,
                Version { change, applied: state.applied.clone(), joined: state.joined.clone() },
            ));
        }
        versions.sort_by_key(|(target, _)| *target);
        Ok(versions.into_iter().map(|(_, version)| version).collect())
    }

    fn compute(&mut self, keys: Vec<(usize, Vec<usize>)>) -> Result<()> {
        let only = keys.iter().flat_map(|(_, fixes)| fixes);
        let only = only.map(|&fix| self.fixes[fix].located.fingerprint.clone()).collect();
        let mut owned: Vec<(usize, &[usize])> = Vec::new();
        for (group, fixes) in &keys {
            let members = (0..self.targets.len()).filter(|&target| self.targets[target].group == *group);
            owned.extend(members.map(|target| (target, fixes.as_slice())));
        }
        let numbers: Vec<usize> = owned.iter().map(|(target, _)| self.targets[*target].number).collect();
        let reports = self.run.process_some(&numbers, &self.choice.among(only));
        let mut states = Vec::with_capacity(owned.len());
        for (&(target, fixes), report) in owned.iter().zip(&reports) {
            if let Some(skipped) = &report.skipped {
                bail!("{}", skipped.sentence(&report.path));
            }
            let versions = patch::versions(report).with_context(|| printable(&report.path))?;
            let after = versions.map_or_else(|| self.targets[target].before.clone(), |both| both.after);
            let is_in = |fix: &usize| {
                let wanted = &self.fixes[*fix];
                wanted.target == target
                    && report
                        .outcome
                        .applied
                        .iter()
                        .any(|located| located.fingerprint == wanted.located.fingerprint)
            };
            let is_joined = |fix: &usize| {
                let wanted = &self.fixes[*fix].located.fingerprint;
                report.outcome.joined.iter().any(|joined| joined.located.fingerprint == *wanted)
            };
            let applied = fixes.iter().copied().filter(is_in).collect();
            let joined = fixes.iter().copied().filter(is_joined).collect();
            states.push(State { target, after, applied, joined });
        }
        if let Some(format) = &mut self.format {
            let of = |state: &State| (self.targets[state.target].path.clone(), state.after.clone());
            let files: Vec<(String, Vec<u8>)> = states.iter().map(of).collect();
            for (state, formatted) in states.iter_mut().zip(format(&files)?) {
                state.after = formatted;
            }
        }
        for key in keys {
            let own = states.extract_if(.., |state| self.targets[state.target].group == key.0).collect();
            self.known.insert(key, own);
        }
        Ok(())
    }
}

fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy())
}
