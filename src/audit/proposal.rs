//! What an audit proposes, held against the code: a lock that every caller holds already, and code that would be a
//! finding itself where it is put. Says nothing of proposals in which it sees no harm.

use crate::choice::Apply;
use crate::config::Settings;
use crate::edit::{self, Edit};
use crate::facts::types::engine::Place;
use crate::facts::{FunctionRef, LockFact, Project, View};
use crate::pipeline::process;
use crate::registry::Registry;
use crate::verdict::Evidence;

use super::content::{Quote, called, names};
use super::files::Files;
use super::model::{Claim, Role};
use super::spot::Spot;
use super::ties::judged;

/// What is wrong with a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Harm {
    /// What would happen.
    pub message: String,
    /// The lines that say so.
    pub evidence: Vec<Evidence>,
}

/// More proposals are not put into their places: each costs the types of a file.
const MAX_IN_PLACE: usize = 20;

/// What a proposal is checked with.
pub struct Checks<'c> {
    /// All transforms; its project is changed.
    pub registry: Registry,
    /// The code.
    pub project: &'c Project,
    /// The same with another text of one file. Types are inferred anew, for what is proposed has types, too.
    pub project_with: &'c dyn Fn(&str, &str) -> Project,
    /// The user's settings.
    pub settings: &'c Settings,
    /// How many proposals have been put into their places.
    pub put: usize,
}

impl Checks<'_> {
    /// What is wrong with what a finding proposes. Call it on a thread with a large stack.
    pub fn harms(&mut self, claim: &Claim, spots: &[Spot], files: &Files<'_>) -> Vec<Harm> {
        let mut harms: Vec<Harm> = self.locks(claim, spots, files).into_iter().collect();
        harms.extend(self.in_place(claim, spots, files));
        harms
    }

    /// A lock that a function is to take, while its callers hold it.
    fn locks(&self, claim: &Claim, spots: &[Spot], files: &Files<'_>) -> Option<Harm> {
        let proposed = proposed_locks(claim);
        let view = View::new(self.project);
        for (name, lock) in &proposed {
            let mut wanted: Vec<u32> =
                spots.iter().filter_map(|spot| self.project.number(files.files[spot.file?].path)).collect();
            wanted.dedup();
            for file in wanted {
                let index = self.project.index(file);
                let functions =
                    index.functions.iter().enumerate().filter(|(_, function)| *function.name == **name);
                for (number, _) in functions {
                    let function = FunctionRef { file, function: u32::try_from(number).unwrap_or_default() };
                    let holders = self.holders(&view, function, lock.as_deref());
                    let Some((held, _)) = holders.first().cloned() else { continue };
                    let evidence: Vec<Evidence> = holders.into_iter().map(|(_, evidence)| evidence).collect();
                    let message = format!(
                        "`{name}` taking `{held}` itself would deadlock: it is called with `{held}` held, and locks of asyncio cannot be taken twice"
                    );
                    return Some(Harm { message, evidence });
                }
            }
        }
        None
    }

    /// The callers of a function that hold a lock; the given one, or any.
    fn holders(&self, view: &View<'_>, function: FunctionRef, lock: Option<&str>) -> Vec<(String, Evidence)> {
        let mut holders = Vec::new();
        for caller in view.callers(function).certain {
            let held = caller.contexts.iter().find_map(|context| {
                let place = Place { file: caller.place.file, range: *context };
                let text = view.text(place).to_string();
                let is_it = match lock {
                    Some(lock) => text == lock,
                    None => view.is_lock(place) == LockFact::Yes || text.to_lowercase().ends_with("lock"),
                };
                is_it.then_some(text)
            });
            let Some(held) = held else { continue };
            let by = caller
                .function
                .and_then(|at| view.function(FunctionRef { file: caller.place.file, function: at }));
            let by = by.map_or_else(|| "the module".to_string(), |by| by.qualified.to_string());
            let message = format!("`{by}` calls it with `{held}` held");
            holders.push((held, view.evidence("held-by-caller", message, caller.place)));
        }
        holders
    }

    /// What the transforms say of the proposed code, put where the quoted code stands.
    fn in_place(&mut self, claim: &Claim, spots: &[Spot], files: &Files<'_>) -> Option<Harm> {
        let fixes: Vec<&str> = claim.codes(Role::Fix).map(|code| code.text.as_str()).collect();
        let quotes: Vec<&str> = claim.codes(Role::Problem).map(|code| code.text.as_str()).collect();
        let ([fix], [quoted], [spot]) = (fixes.as_slice(), quotes.as_slice(), spots) else { return None };
        let starts = |code: &str| code.trim_start().trim_start_matches("async ").starts_with("def ");
        if self.put >= MAX_IN_PLACE || fix.contains("...") || starts(fix) != starts(quoted) {
            return None;
        }
        let file = spot.file?;
        let of = &files.files[file];
        let quote = Quote::new(quoted);
        let hit = quote.find(files.lines(spot.file?)).into_iter().find(|hit| {
            hit.whole && spot.lines.is_none_or(|(first, last)| hit.first <= last && first <= hit.last)
        })?;
        let edit = replacement(of.text, (hit.first, hit.last), fix);
        let last = hit.first + edit.text.lines().count().saturating_sub(1);
        let text = edit::apply(of.text, std::slice::from_ref(&edit)).ok()?;
        self.put += 1;
        self.registry.project = (self.project_with)(of.path, &text);
        let outcome = process(of.path, &text, &self.registry, self.settings, &Apply::Nothing.into());
        if outcome.problem.is_some() {
            return None;
        }
        let own = judged(quoted, &self.registry, self.settings);
        let found = outcome.findings.iter().find(|located| {
            let is_new = !files.findings(file).iter().any(|old| {
                old.finding.code == located.finding.code && old.finding.message == located.finding.message
            });
            located.finding.verdict.is_open()
                && (hit.first..=last).contains(&located.line)
                && is_new
                && !own.iter().any(|(code, _)| *code == located.finding.code)
        })?;
        let message = format!(
            "put into its place, it would be a finding itself: {} {}: {}",
            found.finding.code, found.finding.verdict, found.finding.message
        );
        let mut evidence: Vec<Evidence> = found.evidence().cloned().collect();
        for evidence in &mut evidence {
            if evidence.path.as_deref().is_none_or(|path| path == of.path) {
                // In lines of the file as it is.
                let was = |line: usize| match line {
                    line if line <= hit.first => line,
                    line if line <= last => hit.first,
                    line => line + hit.last - last,
                };
                evidence.line = evidence.line.map(was);
            }
            evidence.path.get_or_insert_with(|| of.path.to_string());
        }
        Some(Harm { message, evidence })
    }
}

/// Code in the place of some lines, indented as they are.
fn replacement(text: &str, lines: (usize, usize), code: &str) -> Edit {
    let mut starts = text.split_inclusive('\n').scan(0, |at, line| {
        *at += line.len();
        Some(*at)
    });
    let mut byte_of = |lines: usize| if lines == 0 { 0 } else { starts.nth(lines - 1).unwrap_or(text.len()) };
    let start = byte_of(lines.0 - 1);
    let end =
        start + text[start..].split_inclusive('\n').take(lines.1 + 1 - lines.0).map(str::len).sum::<usize>();
    let first = text[start..end].lines().next().unwrap_or_default();
    let indent = &first[..first.len() - first.trim_start().len()];
    let indented = |line: &str| if line.is_empty() { "\n".to_string() } else { format!("{indent}{line}\n") };
    Edit { start, end, text: super::ties::dedented(code).lines().map(indented).collect() }
}

/// Functions that an audit wants to take a lock, and the lock where its code says which.
fn proposed_locks(claim: &Claim) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    for code in claim.codes(Role::Fix) {
        let mut function = None;
        for line in code.text.lines().map(str::trim) {
            if let Some(after) = line.trim_start_matches("async ").strip_prefix("def ") {
                function = names(after).next().map(str::to_string);
            }
            let lock = line.strip_prefix("async with ").and_then(|rest| rest.split_once(':'));
            if let (Some(function), Some((lock, _))) = (&function, lock) {
                found.push((function.clone(), Some(lock.trim().to_string())));
            }
        }
    }
    // "make `_evict()` acquire its own lock"
    for clause in claim.prose(Role::Fix).split(['.', ';', '\n']).flat_map(|clause| clause.split(" or ")) {
        let lower = clause.to_lowercase();
        let takes = ["acquire", "take the", "take its", "hold its"].iter().any(|word| lower.contains(word));
        if takes && lower.contains("lock") {
            found.extend(called(clause).map(|name| (name, None)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_replaced_with_their_indentation() {
        let edit = replacement("a\n    b\nc\n", (2, 2), "x\ny\n");
        assert_eq!((edit.start, edit.end, edit.text.as_str()), (2, 8, "    x\n    y\n"));
    }
}
