//! The loop's promises, shown with transforms that are faulty on purpose.

use super::state::in_lines_of;
use super::*;
use crate::decisions;
use crate::edit::{Edit, Fix};
use crate::facts::{Facts, Input};
use crate::syntax::{NodeKind, Ranged};
use crate::transform::Site;
use crate::transform::{Meta, PatternSpec, Transform};
use crate::verdict::{Severity, Verdict};

/// Replaces `good()` by `better()`, breaks the syntax at `bad()`, and never settles at `more()`.
struct Faulty;

static META: Meta = meta("AM999");

const fn meta(code: &'static str) -> Meta {
    Meta {
        code,
        name: "faulty",
        summary: "",
        subject: "",
        literals: &["("],
        patterns: &[PatternSpec { code: "$F()", selector: None, claims: NodeKind::ExprCall }],
        readme: "",
    }
}

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
    for (index, expected) in ["better()\ngood()\ngood()\n", "good()\nbetter()\ngood()\n"].iter().enumerate() {
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

/// Replaces `old()` by `new()` here and in all other files, and `odd()` likewise by what breaks the others; never settles at `add()`.
struct Wide;

static WIDE: Meta = meta("AM997");

impl Transform for Wide {
    fn meta(&self) -> &'static Meta {
        &WIDE
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        let range = facts.tree.node(site.node).range();
        let name = facts.text(range);
        let (own, others) = match name {
            "old()" => ("new()", "new()"),
            "odd()" => ("new()", "new("),
            // Adds a line to the other file, each time.
            "add()" => {
                let edit = Edit { start: 0, end: 0, text: "x\n".into() };
                let fix = Fix::new(Verdict::Safe, "test", vec![]).with_elsewhere("b.py", vec![edit]);
                return Some(Finding::new(Verdict::Safe, Severity::Low, range, "test").with_fixes(vec![fix]));
            }
            _ => return None,
        };
        let mut fix = Fix::new(Verdict::Safe, "test", vec![Edit::replace(range, own)]);
        for file in (0..facts.project.len()).filter(|&file| Some(file) != facts.file) {
            let edits = facts.project.text(file).match_indices(name);
            let edits = edits.map(|(start, _)| Edit { start, end: start + 5, text: others.into() });
            fix = fix.with_elsewhere(facts.project.path(file), edits.collect());
        }
        Some(Finding::new(Verdict::Safe, Severity::Low, range, "test").with_fixes(vec![fix]))
    }
}

/// What becomes of files, of which only the first `given` are in the run.
fn outcomes(files: &[(&str, &str)], given: usize) -> Vec<Outcome> {
    let inputs = files.iter().map(|(path, text)| Input {
        path: (*path).into(),
        absolute: path.into(),
        text: (*text).into(),
    });
    let mut registry = Registry::of(vec![&Faulty, &Wide], true).expect("patterns compile");
    registry.project = Project::with_engine(inputs.collect(), Vec::new(), None);
    let decode = |text: &str| Source::decode(text.as_bytes()).expect("it is text");
    let sources: Vec<Source> = files.iter().map(|(_, text)| decode(text)).collect();
    let jobs: Vec<Job> =
        files.iter().zip(&sources).map(|((path, _), source)| Job { path, source }).take(given).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).stack_size(STACK_BYTES).build();
    let process = || process_all(&jobs, &registry, &Settings::default(), &Apply::Safe.into(), || ());
    pool.expect("threads can be started").install(process)
}

fn texts(outcomes: &[Outcome]) -> Vec<Option<&str>> {
    outcomes.iter().map(|outcome| outcome.after.as_deref()).collect()
}

#[test]
fn a_fix_changes_several_files_together_and_their_own_fixes_go_on() {
    let files =
        [("a.py", "good()\nold()\n"), ("b.py", "x = old()\ngood()\n"), ("c.py", "good()\n"), ("d.py", "y\n")];
    let done = outcomes(&files, 4);
    let expected = [Some("better()\nnew()\n"), Some("x = new()\nbetter()\n"), Some("better()\n"), None];
    assert_eq!(texts(&done), expected);
    let codes = |outcome: &Outcome| outcome.applied.iter().map(|one| one.finding.code).collect::<Vec<_>>();
    assert_eq!(codes(&done[0]), ["AM997", "AM999"]);
    assert_eq!(codes(&done[1]), ["AM997", "AM999"], "the same fix, found here too, merges with it");
    let [joined] = done[1].joined.as_slice() else { panic!("{:?}", done[1].joined) };
    assert_eq!((joined.path.as_str(), joined.located.line), ("a.py", 2));
    assert!(done.iter().all(|outcome| outcome.notices.is_empty() && outcome.problem.is_none()));
}

#[test]
fn a_fix_that_does_not_reach_a_file_changes_none() {
    let files = [("a.py", "good()\nold()\n"), ("b.py", "good()\n"), ("c.py", "old()\n")];
    let done = outcomes(&files, 2);
    assert_eq!(texts(&done), [Some("better()\nold()\n"), Some("better()\n")]);
    let [(2, notice)] = done[0].notices.as_slice() else { panic!("{:?}", done[0].notices) };
    assert_eq!(
        notice,
        "AM997's fix is left out: c.py, which it changes too, is not among the files of this run"
    );
}

#[test]
fn a_fix_that_breaks_another_file_changes_none() {
    let files = [("a.py", "odd()\nold()\n"), ("b.py", "odd()\nold()\n"), ("c.py", "odd()\ngood()\n")];
    let done = outcomes(&files, 3);
    let expected = [Some("odd()\nnew()\n"), Some("odd()\nnew()\n"), Some("odd()\nbetter()\n")];
    assert_eq!(texts(&done), expected);
    let notice = &done[0].notices[0].1;
    assert!(
        notice.contains("b.py: the result does not parse") && notice.contains("bug in amends"),
        "{notice}"
    );
}

#[test]
fn a_fix_that_comes_again_after_it_was_applied_changes_nothing() {
    let files = [("a.py", "good()\nadd()\n"), ("b.py", "x\n")];
    let done = outcomes(&files, 2);
    assert_eq!(texts(&done), [Some("better()\nadd()\n"), None]);
    assert!(done[0].notices[0].1.contains("comes again"), "{:?}", done[0].notices);
}

#[test]
fn a_file_that_cannot_be_completed_takes_back_the_fixes_that_touch_it() {
    let files = [("a.py", "good()\nold()\n"), ("b.py", "old()\nmore()\n"), ("c.py", "old()\ngood()\n")];
    let done = outcomes(&files, 3);
    assert_eq!(texts(&done), [Some("better()\nold()\n"), None, Some("old()\nbetter()\n")]);
    assert!(matches!(done[1].problem, Some(Problem::Unsound(_))), "{:?}", done[1]);
    assert!(done[0].notices[0].1.contains("b.py cannot be changed with it"), "{:?}", done[0].notices);
}

#[test]
fn a_fix_that_another_encoding_cannot_hold_is_left_out() {
    let text = "# coding: latin-1\nx = old()\n";
    let registry = Registry::of(vec![&Euro], true).expect("patterns compile");
    let source = Source::decode(text.as_bytes()).expect("it is text");
    let jobs = [Job { path: "a.py", source: &source }];
    let done = process_all(&jobs, &registry, &Settings::default(), &Apply::Safe.into(), || ());
    assert_eq!(texts(&done), [None]);
    assert!(done[0].problem.is_none() && !done[0].notices[0].1.contains("bug"), "{:?}", done[0].notices);
}

/// Puts a character where Latin-1 has none.
struct Euro;

static EURO: Meta = meta("AM996");

impl Transform for Euro {
    fn meta(&self) -> &'static Meta {
        &EURO
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        let range = facts.tree.node(site.node).range();
        let fix = Fix::new(Verdict::Safe, "test", vec![Edit::replace(range, "'\u{20ac}'")]);
        Some(Finding::new(Verdict::Safe, Severity::Low, range, "test").with_fixes(vec![fix]))
    }
}
