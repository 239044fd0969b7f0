//! The stages in order, for one file: prefilter, match, judge, plan, verify. Reads and writes nothing.
//!
//! [`process`] is the whole of it. It repeats judge, plan and verify until nothing is left to apply, so that
//! fixes which had to wait for others get their turn, and so that a second run has nothing to do.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rustc_hash::FxHashMap;
use similar::TextDiff;

pub use crate::choice::Apply;
use crate::choice::{Choice, Settled};
use crate::config::Settings;
use crate::decisions;
use crate::edit;
use crate::facts::{Facts, Origin};
use crate::plan::plan;
use crate::registry::Registry;
use crate::suppress;
use crate::syntax::{
    Layout, Module, NodeId, Ranged, SyntaxProblem, TextRange, TextSize, Tree, may_hold_conflict, parse,
};
use crate::transform::Site;
use crate::verdict::{Evidence, Finding};
use crate::verify::verify;

/// After this many passes a plan that still changes something is a bug.
const MAX_PASSES: usize = 10;

/// More open sites of one transform in one file than real code has: judging them takes time that grows with
/// their square. Found in real code: fewer than 60.
const MAX_OPEN_SITES: usize = 300;

/// What a user can do about a defect of amends itself.
pub const BUG: &str = "this is a bug in amends: please report it with the file";

/// Stack for the threads that run [`process`]: typed trees are walked recursively. Only touched pages cost.
pub const STACK_BYTES: usize = 512 << 20;

/// A finding with its place in words, as every report shows it.
#[derive(Clone, Debug)]
pub struct Located {
    /// The judgement.
    pub finding: Finding,
    /// First line, from 1.
    pub line: usize,
    /// First column, from 1, in characters.
    pub column: usize,
    /// Last line, from 1.
    pub end_line: usize,
    /// One past the last column, from 1.
    pub end_column: usize,
    /// Identifies the site across line shifts.
    pub fingerprint: String,
}

/// What became of one file.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Findings of the file as it was, in source order, suppressed ones left out.
    pub findings: Vec<Located>,
    /// The fixes that were applied, as findings with places in the file as it was when they were found.
    pub applied: Vec<Located>,
    /// The text with the fixes applied, if any were.
    pub after: Option<String>,
    /// Sites that were suppressed by a comment.
    pub suppressed: usize,
    /// Things to tell the user about this file, each with a line: unused suppressions, dropped fixes.
    pub notices: Vec<(usize, String)>,
    /// Why the file could not be judged.
    pub problem: Option<Problem>,
}

/// Why a file could not be judged or changed.
#[derive(Debug, Clone)]
pub enum Problem {
    /// It does not parse.
    Syntax(SyntaxProblem),
    /// One transform has too many open sites in it.
    TooMany {
        /// The transform's code.
        code: &'static str,
        /// The limit.
        limit: usize,
    },
    /// A law was broken, or passes did not settle: a bug here; nothing of the file is changed.
    Unsound(String),
    /// Something panicked: a bug here.
    Internal(String),
}

/// Judges one file, and applies what `choice` takes. Never panics; call it on a thread with
/// [`STACK_BYTES`] of stack.
pub fn process(path: &str, text: &str, registry: &Registry, settings: &Settings, choice: &Choice) -> Outcome {
    // A file that cannot hold a site is not parsed, but a conflict left in it is still named.
    if !registry.may_match(text.as_bytes()) && !may_hold_conflict(text) {
        return Outcome::default();
    }
    catch_unwind(AssertUnwindSafe(|| run(path, text, registry, settings, choice))).unwrap_or_else(|panic| {
        let message = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
        Outcome {
            problem: Some(Problem::Internal(message.unwrap_or_else(|| "unknown panic".into()))),
            ..Outcome::default()
        }
    })
}

fn run(path: &str, text: &str, registry: &Registry, settings: &Settings, choice: &Choice) -> Outcome {
    let mut outcome = Outcome::default();
    let mut module = match parse(text) {
        Ok(module) => module,
        Err(problem) => return Outcome { problem: Some(Problem::Syntax(problem)), ..outcome },
    };
    let mut origin = Origin::new();
    let judged = match judge(path, text, &module, registry, settings, &origin) {
        Ok(judged) => judged,
        Err(problem) => return Outcome { problem: Some(problem), ..outcome },
    };
    outcome.suppressed = judged.suppressed;
    outcome.notices = judged.notices;
    outcome.findings = judged.findings;
    if choice.apply == Apply::Nothing {
        return outcome;
    }
    let choice = choice.settle(text, &outcome.findings);
    let mut current = text.to_string();
    let known = Known::new(&outcome.findings);
    let mut findings = outcome.findings.clone();
    let mut banned: Vec<String> = Vec::new();
    for _ in 0..MAX_PASSES {
        reword(&current, &mut findings, &choice, &mut outcome.notices);
        let wanted: Vec<&Located> = findings
            .iter()
            .filter(|located| choice.takes(located))
            .filter(|located| !banned.contains(&located.fingerprint))
            .collect();
        if wanted.is_empty() {
            outcome.after = (current != text).then_some(current);
            return outcome;
        }
        let step = match pass(&current, &module, &wanted) {
            Ok(step) => step,
            Err(unsound) if !unsound.guilty.is_empty() => {
                // A fix that breaks a law is a bug in its transform; the others are not to blame.
                for located in unsound.guilty {
                    let what = format!("{}'s fix is left out: {}", located.finding.code, unsound.message);
                    outcome.notices.push((located.line, format!("{what}; {BUG}")));
                    banned.push(located.fingerprint);
                }
                continue;
            }
            Err(unsound) => {
                outcome.applied.clear();
                outcome.problem = Some(Problem::Unsound(unsound.message));
                return outcome;
            }
        };
        for located in step.applied {
            // A fix of a later pass is told where it was, not where earlier fixes have moved it.
            let moved = current != text;
            outcome.applied.push(if moved { in_lines_of(text, &current, located) } else { located });
        }
        origin.push(&step.edits);
        (current, module) = (step.text, step.module);
        findings = match judge(path, &current, &module, registry, settings, &origin) {
            Ok(judged) => judged.findings,
            Err(problem) => return Outcome { problem: Some(problem), applied: Vec::new(), ..outcome },
        };
        known.recognise(&mut findings, &origin);
    }
    outcome.applied.clear();
    outcome.problem = Some(Problem::Unsound(format!("the fixes did not settle after {MAX_PASSES} passes")));
    outcome
}

/// Puts the log messages that people want into the fixes that write them.
fn reword(text: &str, findings: &mut [Located], choice: &Settled<'_>, notices: &mut Vec<(usize, String)>) {
    for located in findings {
        let Some(decision) = choice.rewording(located) else { continue };
        let Some(fix) = located.finding.fixes.first_mut() else { continue };
        match decisions::reworded(text, fix, decision) {
            Ok(reworded) => *fix = reworded,
            Err(why) => {
                let notice = format!("the log message of its decision is not used: {why}");
                if !notices.iter().any(|(_, known)| *known == notice) {
                    notices.push((located.line, notice));
                }
            }
        }
    }
}

/// A finding of a later pass, with the lines of the file as it was: a line that a fix has added is told as
/// the one before it.
fn in_lines_of(original: &str, current: &str, mut located: Located) -> Located {
    let diff = TextDiff::from_lines(original, current);
    // By line of the current text, from 1. Lines that replace others are those; added ones are the one before.
    let mut lines = vec![1];
    let mut replaced = VecDeque::new();
    for change in diff.iter_all_changes() {
        match (change.old_index(), change.new_index()) {
            (Some(old), Some(_)) => {
                replaced.clear();
                lines.push(old + 1);
            }
            (Some(old), None) => replaced.push_back(old + 1),
            (None, _) => lines.push(replaced.pop_front().or(lines.last().copied()).unwrap_or(1)),
        }
    }
    let was = |line: usize| lines.get(line).copied().unwrap_or(line);
    (located.line, located.end_line) = (was(located.line), was(located.end_line));
    let fixes = located.finding.fixes.iter_mut().flat_map(|fix| &mut fix.evidence);
    for evidence in
        located.finding.evidence.iter_mut().chain(fixes).filter(|evidence| evidence.path.is_none())
    {
        evidence.line = evidence.line.map(was);
    }
    located
}

/// What one pass makes of a file.
struct Step {
    text: String,
    module: Module,
    applied: Vec<Located>,
    edits: Vec<edit::Edit>,
}

/// A pass that would break a law, and the fixes that do so by themselves.
struct Unsound {
    message: String,
    guilty: Vec<Located>,
}

/// Plans, applies and verifies one pass.
fn pass(text: &str, module: &Module, wanted: &[&Located]) -> Result<Step, Unsound> {
    let fixes: Vec<&edit::Fix> = wanted.iter().filter_map(|located| located.finding.preferred()).collect();
    let plan = plan(&fixes);
    let fail = |message: String| Unsound { message, guilty: guilty(text, module, wanted) };
    let after = edit::apply(text, &plan.edits)
        .map_err(|edit| fail(format!("overlapping edits at byte {}", edit.start)))?;
    let next = verify(text, module, &after, &plan.edits).map_err(|violation| fail(violation.to_string()))?;
    let applied = plan.accepted.iter().map(|&index| wanted[index].clone()).collect();
    Ok(Step { text: after, module: next, applied, edits: plan.edits })
}

/// The fixes that break a law on their own.
fn guilty(text: &str, module: &Module, wanted: &[&Located]) -> Vec<Located> {
    let breaks = |fix: &edit::Fix| match edit::apply(text, &fix.edits) {
        Ok(after) => verify(text, module, &after, &fix.edits).is_err(),
        Err(_) => true,
    };
    wanted
        .iter()
        .filter(|located| located.finding.preferred().is_some_and(breaks))
        .map(|&located| located.clone())
        .collect()
}

struct Judged {
    findings: Vec<Located>,
    suppressed: usize,
    notices: Vec<(usize, String)>,
}

/// Match and judge: every site of every selected transform gets its verdict.
fn judge(
    path: &str,
    text: &str,
    module: &Module,
    registry: &Registry,
    settings: &Settings,
    origin: &Origin,
) -> Result<Judged, Problem> {
    let mut open = vec![0; registry.transforms.len()];
    let tree = Tree::new(module.syntax());
    let layout = Layout::new(text, module, settings.line_length);
    let facts = Facts::new(path, module, &tree, &layout, settings, &registry.project).changed(origin);
    let scan = registry.scan(text, module, &tree);
    let mut suppressions = suppress::read(&facts);
    let mut judged = Judged { findings: Vec::new(), suppressed: 0, notices: Vec::new() };
    for candidate in scan.candidates {
        let transform = registry.transforms[candidate.owner];
        let site = Site { node: candidate.node, pattern: candidate.pattern };
        let Some(mut finding) = transform.judge(site, &facts) else { continue };
        let meta = transform.meta();
        (finding.code, finding.name) = (meta.code, meta.name);
        finding.symbol = facts.symbol(candidate.node);
        let lines = covered_lines(&facts, candidate.node, finding.range);
        if suppress::suppresses(&mut suppressions, meta.code, &lines) {
            judged.suppressed += usize::from(finding.verdict.is_open());
            continue;
        }
        open[candidate.owner] += usize::from(finding.verdict.is_open());
        if open[candidate.owner] > MAX_OPEN_SITES {
            return Err(Problem::TooMany { code: meta.code, limit: MAX_OPEN_SITES });
        }
        judged.findings.push(locate(finding, &facts));
    }
    for offset in scan.disputed {
        judged
            .notices
            .push((facts.line(offset), "skipped: the two parsers read this place differently".into()));
    }
    for unused in suppressions.iter().filter(|suppression| !suppression.used && registry.complete) {
        judged.notices.push((unused.line, "this suppression suppresses nothing; remove it".into()));
    }
    judged
        .findings
        .sort_by(|a, b| (a.line, a.column, a.finding.code).cmp(&(b.line, b.column, b.finding.code)));
    number_fingerprints(path, text, &mut judged.findings);
    Ok(judged)
}

/// The lines on which a suppression counts for a site: those of its construct, the first line of its
/// statement, and for a handler the line of its `try`.
fn covered_lines(facts: &Facts<'_>, node: NodeId, construct: TextRange) -> Vec<(usize, usize)> {
    let first = |id: NodeId| {
        let line = facts.line(facts.tree.node(id).start());
        (line, line)
    };
    let mut lines = vec![(facts.line(construct.start()), facts.line(construct.end()))];
    if facts.tree.node(node).is_except_handler() {
        lines.extend(facts.tree.parent(node).map(first));
    } else {
        lines.extend(facts.tree.statement(node).map(first));
    }
    lines
}

fn locate(finding: Finding, facts: &Facts<'_>) -> Located {
    let text = facts.layout.text();
    let (line, column) = facts.module.position(finding.range.start(), text);
    let (end_line, end_column) = facts.module.position(finding.range.end(), text);
    Located { finding, line, column, end_line, end_column, fingerprint: String::new() }
}

/// Fingerprints: code, path, symbol and the construct's first line, and a number where those are equal.
fn number_fingerprints(path: &str, text: &str, findings: &mut [Located]) {
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for located in findings {
        let construct = text[located.finding.range].lines().next().unwrap_or_default().trim();
        let key = format!("{}\0{path}\0{}\0{construct}", located.finding.code, located.finding.symbol);
        let ordinal = seen.entry(key.clone()).or_default();
        located.fingerprint = format!("{:016x}", fnv1a(format!("{key}\0{ordinal}").as_bytes()));
        *ordinal += 1;
    }
}

/// FNV-1a, 64 bits: stable across releases, which the standard hasher does not promise.
/// Source: <http://www.isthe.com/chongo/tech/comp/fnv/>.
pub(crate) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The findings of a file as it was read, to know them again after a pass. Without that, a site would take the
/// number of the one before it that a fix has removed, and a choice made for one would hit the other.
struct Known {
    /// By code and first byte of the construct.
    places: FxHashMap<(&'static str, TextSize), String>,
}

impl Known {
    fn new(findings: &[Located]) -> Self {
        let place = |located: &Located| (located.finding.code, located.finding.range.start());
        Known {
            places: findings.iter().map(|located| (place(located), located.fingerprint.clone())).collect(),
        }
    }

    /// Gives the findings of a changed text the fingerprints they had. What was not there before gets one that
    /// no finding of the original has.
    fn recognise(&self, findings: &mut [Located], origin: &Origin) {
        for located in findings {
            let start = located.finding.range.start();
            let was = origin.of(TextRange::empty(start)).map(TextRange::start);
            let known = was.and_then(|start| self.places.get(&(located.finding.code, start)));
            located.fingerprint = known.cloned().unwrap_or_else(|| {
                format!("{:016x}", fnv1a(format!("{}\0later", located.fingerprint).as_bytes()))
            });
        }
    }
}

impl Located {
    /// All evidence of the finding and of its preferred fix, with this file's path where none is named.
    pub fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        self.finding.all_evidence()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Edit, Fix};
    use crate::facts::Facts;
    use crate::syntax::NodeKind;
    use crate::transform::{Meta, PatternSpec, Transform};
    use crate::verdict::{Severity, Verdict};

    /// Replaces `good()` by `better()`, breaks the syntax at `bad()`, and never settles at `more()`.
    struct Faulty;

    static META: Meta = Meta {
        code: "AM999",
        name: "faulty",
        summary: "",
        subject: "",
        literals: &["("],
        patterns: &[PatternSpec { code: "$F()", selector: None, claims: NodeKind::ExprCall }],
        readme: "",
    };

    impl Transform for Faulty {
        fn meta(&self) -> &'static Meta {
            &META
        }

        fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
            let range = facts.tree.node(site.node).range();
            let text = match facts.text(range) {
                "good()" => "better()",
                "bad()" => "bad(",
                "more()" => "again()",
                "again()" => "more()",
                _ => return None,
            };
            let fix = Fix::new(Verdict::Safe, "test", vec![Edit::replace(range, text)]);
            Some(Finding::new(Verdict::Safe, Severity::Low, range, "test").with_fixes(vec![fix]))
        }
    }

    fn outcome(text: &str) -> Outcome {
        let registry = Registry::of(vec![&Faulty], true).expect("patterns compile");
        process("a.py", text, &registry, &Settings::default(), &Apply::Safe.into())
    }

    #[test]
    fn a_fix_that_breaks_a_law_is_left_out_and_the_rest_goes_on() {
        let outcome = outcome("good()\nbad()\ngood()\n");
        assert_eq!(outcome.after.as_deref(), Some("better()\nbad()\nbetter()\n"));
        let [(2, notice)] = outcome.notices.as_slice() else { panic!("{:?}", outcome.notices) };
        assert!(notice.contains("AM999's fix is left out") && notice.contains("bug in amends"), "{notice}");
        assert!(outcome.problem.is_none() && outcome.applied.len() == 2);
    }

    #[test]
    fn later_passes_are_told_in_lines_of_the_file_as_it_was() {
        let located = Located {
            finding: Finding::fine(Default::default(), "", Evidence::at("test", "", 4)),
            line: 4,
            column: 1,
            end_line: 3,
            end_column: 1,
            fingerprint: String::new(),
        };
        let mapped = in_lines_of("a\nb\nc\n", "a\nnew\nnew\nb\nc\n", located);
        assert_eq!((mapped.line, mapped.end_line, mapped.finding.evidence[0].line), (2, 1, Some(2)));
    }

    #[test]
    fn a_choice_of_one_of_two_equal_sites_hits_that_one() {
        let text = "good()\ngood()\ngood()\n";
        let registry = Registry::of(vec![&Faulty], true).expect("patterns compile");
        let run = |choice: &Choice| process("a.py", text, &registry, &Settings::default(), choice);
        let all = run(&Apply::Safe.into());
        for (index, expected) in
            ["better()\ngood()\ngood()\n", "good()\nbetter()\ngood()\n"].iter().enumerate()
        {
            let only = [all.findings[index].fingerprint.clone()].into_iter().collect();
            let outcome = run(&Choice::from(Apply::Safe).among(only));
            assert_eq!(outcome.after.as_deref(), Some(*expected));
            assert_eq!(outcome.applied.len(), 1);
        }
        let mut decisions = decisions::Decisions::default();
        decisions.set(decisions::Decision::new(decisions::Choice::Skip, "a.py", text, &all.findings[0]));
        let without_first = Choice { decisions: decisions.into(), ..Choice::from(Apply::Safe) };
        assert_eq!(run(&without_first).after.as_deref(), Some("good()\nbetter()\nbetter()\n"));
    }

    #[test]
    fn fixes_that_do_not_settle_change_nothing() {
        let outcome = outcome("good()\nmore()\n");
        assert!(matches!(outcome.problem, Some(Problem::Unsound(_))), "{outcome:?}");
        assert!(outcome.after.is_none() && outcome.applied.is_empty());
    }
}
