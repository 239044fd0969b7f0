//! Runs every `transforms/*/cases/*.in.py` under the laws of the catalogue.
//!
//! A case is `NAME.in.py` and
//! - `NAME.out.py`: the text after applying safe and review fixes; absent for `keep_NAME`, which must stay
//!   byte-identical;
//! - `NAME.expect`: one line `LINE VERDICT [text]` for every finding; `text` must occur in its message,
//!   change or evidence;
//! - `NAME.toml` (optional): settings, as in `amends.toml`;
//! - `NAME.run.py` (optional): scenarios that are executed before and after, see `tests/execute.rs`;
//! - `NAME.files/` (optional): the other files of the project; the case is `case.py` beside them, and types are
//!   inferred;
//! - `NAME.out.files/` (optional): those of them that change, as they must be afterwards. Then all files are
//!   processed together, as a run does; without it, the case alone is, and a fix that needs others is left out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use amends::config::Settings;
use amends::edit;
use amends::facts::{Input, Project};
use amends::pipeline::{Apply, Job, Located, Outcome, STACK_BYTES, process, process_all};
use amends::plan::plan;
use amends::registry::Registry;
use amends::source::Source;
use amends::transform::Transform;
use amends::transforms;
use amends::verdict::Verdict;

/// A case as it lies on disk.
pub struct Case {
    pub transform: &'static dyn Transform,
    pub path: PathBuf,
    pub name: String,
    pub input: String,
    pub output: Option<String>,
    pub expect: String,
    pub settings: Settings,
    /// The other files of the project, in a folder of their own so that what lies around them has no say.
    pub others: Option<Arc<Others>>,
    /// What becomes of some of them, by path; `None` if the case is processed alone.
    pub changed: Option<BTreeMap<String, String>>,
}

/// The files of a case at some point.
#[derive(Clone)]
struct World {
    text: String,
    others: Vec<(String, Arc<str>)>,
}

/// The files beside a case.
pub struct Others {
    folder: tempfile::TempDir,
    files: Vec<(String, Arc<str>)>,
}

impl Others {
    /// Copies `NAME.files`, if there is one.
    fn read(folder: &Path) -> Option<Arc<Others>> {
        fn copy(from: &Path, to: &Path, prefix: &str, files: &mut Vec<(String, Arc<str>)>) {
            fs::create_dir_all(to).expect("a folder can be made");
            let mut entries: Vec<_> =
                fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")).collect();
            entries.sort_by_key(fs::DirEntry::file_name);
            for entry in entries {
                let name = entry.file_name().to_string_lossy().into_owned();
                let target = to.join(&name);
                if entry.path().is_dir() {
                    copy(&entry.path(), &target, &format!("{prefix}{name}/"), files);
                } else {
                    let text = fs::read_to_string(entry.path()).expect("UTF-8");
                    fs::write(target, &text).expect("a file can be written");
                    if name.ends_with(".py") {
                        files.push((format!("{prefix}{name}"), text.into()));
                    }
                }
            }
        }
        if !folder.is_dir() {
            return None;
        }
        let scratch = tempfile::tempdir().expect("a temporary folder");
        let mut files = Vec::new();
        copy(folder, scratch.path(), "", &mut files);
        // The other files may import the case, whose text is given; there only has to be such a file.
        fs::write(scratch.path().join("case.py"), "").expect("a file can be written");
        Some(Arc::new(Others { folder: scratch, files }))
    }

    /// The project of files in this folder.
    fn project(&self, world: &World, settings: &Settings) -> Project {
        let root = self.folder.path().canonicalize().expect("a real path");
        let input = |path: &str, text: Arc<str>| Input { path: path.into(), absolute: root.join(path), text };
        let mut inputs = vec![input("case.py", world.text.as_str().into())];
        inputs.extend(world.others.iter().map(|(path, text)| input(path, Arc::clone(text))));
        Project::new(inputs, vec![root.clone()], settings, true)
    }
}

/// All cases of all transforms, sorted.
pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for &transform in transforms::ALL {
        let folder = root().join("transforms").join(transform.meta().name.replace('-', "_")).join("cases");
        let mut files: Vec<PathBuf> = fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
            .map(|entry| entry.expect("folder can be listed").path())
            .filter(|path| path.to_string_lossy().ends_with(".in.py"))
            .collect();
        files.sort();
        cases.extend(files.into_iter().map(|path| read(transform, path)));
    }
    cases
}

fn read(transform: &'static dyn Transform, path: PathBuf) -> Case {
    let stem = path.to_string_lossy().trim_end_matches(".in.py").to_string();
    let optional = |suffix: &str| fs::read_to_string(format!("{stem}{suffix}")).ok();
    // Cases are written for Python 3.11 unless they name another version.
    let mut text = optional(".toml").unwrap_or_default();
    if !text.contains("python = ") {
        text.insert_str(0, "python = \"3.11\"\n");
    }
    let settings =
        Settings::from_toml(&text, "amends.toml").unwrap_or_else(|error| panic!("{stem}.toml: {error}"));
    let name = Path::new(&stem).file_name().expect("a case has a name").to_string_lossy().into_owned();
    assert_eq!(
        optional(".out.py").is_none(),
        name.starts_with("keep_"),
        "{stem}: cases that must stay as they are start with keep_ and have no .out.py, others have one"
    );
    Case {
        transform,
        name: format!("{}/{name}", transform.meta().code),
        input: fs::read_to_string(&path).expect("a case is UTF-8"),
        output: optional(".out.py"),
        expect: optional(".expect").unwrap_or_else(|| panic!("{stem}.expect is missing")),
        settings,
        others: Others::read(Path::new(&format!("{stem}.files"))),
        changed: Others::read(Path::new(&format!("{stem}.out.files")))
            .map(|others| others.files.iter().map(|(path, text)| (path.clone(), text.to_string())).collect()),
        path,
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs `job` on a thread with the stack that the pipeline is run on.
pub fn with_stack<T: Send>(job: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, job)
            .expect("a thread can be started")
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Collects failures so that one run shows all of them.
pub struct Failures(Vec<String>);

impl Failures {
    pub fn new() -> Self {
        Failures(Vec::new())
    }

    pub fn check(&mut self, holds: bool, message: impl FnOnce() -> String) {
        if !holds {
            self.0.push(message());
        }
    }

    pub fn finish(self, checked: usize, what: &str) {
        assert!(checked > 0, "no {what} found: the test would pass without testing");
        assert!(self.0.is_empty(), "{} of {checked} {what} failed:\n\n{}", self.0.len(), self.0.join("\n\n"));
        println!("{checked} {what}");
    }
}

fn registry(case: &Case) -> Registry {
    Registry::of(vec![case.transform], true).expect("patterns compile")
}

/// What becomes of a case with another text, by its own transform.
pub fn run(case: &Case, text: &str, apply: Apply) -> Outcome {
    run_with(case, text, registry(case), apply)
}

fn run_with(case: &Case, text: &str, registry: Registry, apply: Apply) -> Outcome {
    run_world(case, &before(case, text), registry, apply).0
}

/// The case's files as they are, with a text of its own.
fn before(case: &Case, text: &str) -> World {
    let others = case.others.as_ref().map_or_else(Vec::new, |others| others.files.clone());
    World { text: text.to_string(), others }
}

/// The case's files as they must be afterwards, with a text of its own.
fn after(case: &Case, text: &str) -> World {
    let mut world = before(case, text);
    for (path, changed) in case.changed.iter().flatten() {
        let other = world.others.iter_mut().find(|(known, _)| known == path);
        let other = other.unwrap_or_else(|| panic!("{}: {path} is not in its .files", case.name));
        assert_ne!(*other.1, **changed, "{}: {path} does not change; remove it from .out.files", case.name);
        other.1 = changed.as_str().into();
    }
    world
}

/// What becomes of the case, and of all its files.
fn run_world(case: &Case, world: &World, mut registry: Registry, apply: Apply) -> (Outcome, World) {
    if let Some(others) = &case.others {
        registry.project = others.project(world, &case.settings);
    }
    let mut after = world.clone();
    let outcome = if case.changed.is_some() {
        let source = |text: &str| Source::decode(text.as_bytes()).expect("a case is UTF-8");
        let sources: Vec<(&str, Source)> = std::iter::once(("case.py", source(&world.text)))
            .chain(world.others.iter().map(|(path, text)| (path.as_str(), source(text))))
            .collect();
        let jobs: Vec<Job> = sources.iter().map(|(path, source)| Job { path, source }).collect();
        let process = || process_all(&jobs, &registry, &case.settings, &apply.into(), || ());
        let mut outcomes = pool().install(process);
        for ((_, text), outcome) in after.others.iter_mut().zip(&outcomes[1..]) {
            assert!(outcome.problem.is_none(), "{}: {:?}", case.name, outcome.problem);
            if let Some(after) = &outcome.after {
                *text = after.as_str().into();
            }
        }
        outcomes.swap_remove(0)
    } else {
        process("case.py", &world.text, &registry, &case.settings, &apply.into())
    };
    if let Some(text) = &outcome.after {
        after.text.clone_from(text);
    }
    (outcome, after)
}

/// Threads with the stack that the pipeline is run on.
fn pool() -> &'static rayon::ThreadPool {
    static POOL: OnceLock<rayon::ThreadPool> = OnceLock::new();
    POOL.get_or_init(|| {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(2).stack_size(STACK_BYTES).build();
        threads.expect("threads can be started")
    })
}

/// Where two states of the other files differ.
fn others_differ(expected: &World, actual: &World) -> Option<String> {
    let pairs = expected.others.iter().zip(&actual.others);
    let mut different = pairs.filter(|(expected, actual)| expected.1 != actual.1);
    different
        .next()
        .map(|(expected, actual)| format!("{}:\n{}", expected.0, difference(&expected.1, &actual.1)))
}

fn everything(prefilter: bool) -> Registry {
    Registry::of(transforms::ALL.to_vec(), prefilter).expect("patterns compile")
}

fn result<'o>(outcome: &'o Outcome, input: &'o str) -> &'o str {
    outcome.after.as_deref().unwrap_or(input)
}

fn difference(expected: &str, actual: &str) -> String {
    similar::TextDiff::from_lines(expected, actual).unified_diff().header("expected", "actual").to_string()
}

#[test]
fn cases_give_the_expected_text() {
    with_stack(|| {
        let mut failures = Failures::new();
        let cases = all();
        for case in &cases {
            let (outcome, world) = run_world(case, &before(case, &case.input), registry(case), Apply::Review);
            let expected = case.output.as_deref().unwrap_or(&case.input);
            let actual = result(&outcome, &case.input);
            failures.check(outcome.problem.is_none(), || format!("{}: {:?}", case.name, outcome.problem));
            let different = others_differ(&after(case, expected), &world);
            failures
                .check(different.is_none(), || format!("{}, {}", case.name, different.unwrap_or_default()));
            failures
                .check(actual == expected, || format!("{}:\n{}", case.name, difference(expected, actual)));
            if case.output.is_some() {
                failures.check(expected != case.input, || {
                    format!("{}: .out.py equals .in.py; name it keep_", case.name)
                });
            }
        }
        failures.finish(cases.len(), "cases");
    });
}

#[test]
fn cases_get_the_expected_verdicts() {
    with_stack(|| {
        let mut failures = Failures::new();
        let cases = all();
        for case in &cases {
            let outcome = run(case, &case.input, Apply::Nothing);
            let expected: Vec<&str> = case
                .expect
                .lines()
                .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
                .collect();
            let actual: Vec<String> = outcome.findings.iter().map(describe).collect();
            let matching = expected.len() == outcome.findings.len()
                && expected.iter().zip(&outcome.findings).all(|(line, found)| is_expected(line, found));
            failures.check(matching, || {
                format!(
                    "{}:\nexpected:\n  {}\nactual:\n  {}",
                    case.name,
                    expected.join("\n  "),
                    actual.join("\n  ")
                )
            });
        }
        failures.finish(cases.len(), "cases");
    });
}

fn is_expected(line: &str, found: &Located) -> bool {
    let mut parts = line.splitn(3, ' ');
    let (number, verdict, text) =
        (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    number == found.line.to_string()
        && verdict == found.finding.verdict.name()
        && describe(found).contains(text)
}

fn describe(found: &Located) -> String {
    let evidence: Vec<String> = found
        .evidence()
        .map(|evidence| format!("[{}] {} @{:?}", evidence.kind, evidence.message, evidence.line))
        .collect();
    let finding = &found.finding;
    format!(
        "{} {} {} | {} | {}",
        found.line,
        finding.verdict,
        finding.message,
        finding.change().unwrap_or("-"),
        evidence.join("; ")
    )
}

#[test]
fn safe_alone_applies_what_is_safe() {
    with_stack(|| {
        let mut failures = Failures::new();
        let cases = all();
        for case in &cases {
            let safe = run(case, &case.input, Apply::Safe);
            let any = safe.findings.iter().any(|found| found.finding.verdict == Verdict::Safe);
            let all = safe
                .findings
                .iter()
                .filter(|found| !found.finding.fixes.is_empty())
                .all(|found| found.finding.verdict == Verdict::Safe);
            failures.check(any == safe.after.is_some(), || {
                format!("{}: safe findings and safe edits disagree", case.name)
            });
            if all {
                let expected = case.output.as_deref().unwrap_or(&case.input);
                failures.check(result(&safe, &case.input) == expected, || {
                    format!("{}: all is safe, but --review changes more", case.name)
                });
            }
            for applied in &safe.applied {
                failures.check(applied.finding.verdict == Verdict::Safe, || {
                    format!("{}: applied {}", case.name, describe(applied))
                });
            }
        }
        failures.finish(cases.len(), "cases");
    });
}

#[test]
fn a_second_run_changes_nothing() {
    with_stack(|| {
        let mut failures = Failures::new();
        let cases = all();
        for case in &cases {
            let text = case.output.as_deref().unwrap_or(&case.input);
            let world = after(case, text);
            let (outcome, again) = run_world(case, &world, registry(case), Apply::Review);
            failures.check(outcome.after.is_none(), || {
                format!("{}:\n{}", case.name, difference(text, result(&outcome, text)))
            });
            let different = others_differ(&world, &again);
            failures
                .check(different.is_none(), || format!("{}, {}", case.name, different.unwrap_or_default()));
        }
        failures.finish(cases.len(), "cases");
    });
}

/// The same case in another layout must give the same result in that layout.
fn in_layout(what: &str, layout: impl Fn(&str) -> String + Sync) {
    with_stack(|| {
        let mut failures = Failures::new();
        let cases = all();
        for case in &cases {
            let input = layout(&case.input);
            let outcome = run(case, &input, Apply::Review);
            let expected = layout(case.output.as_deref().unwrap_or(&case.input));
            let actual = result(&outcome, &input);
            failures
                .check(outcome.problem.is_none(), || format!("{}, {what}: {:?}", case.name, outcome.problem));
            failures.check(actual == expected, || {
                format!("{}, {what}:\n{}", case.name, difference(&expected, actual))
            });
        }
        failures.finish(cases.len(), what);
    });
}

#[test]
fn crlf_copies_give_the_same_result() {
    in_layout("CRLF copies", |text| text.replace('\n', "\r\n"));
}

#[test]
fn tab_indented_copies_give_the_same_result() {
    in_layout("tab-indented copies", tabs);
}

#[test]
fn copies_without_a_final_newline_give_the_same_result() {
    in_layout("copies without a final newline", |text| text.trim_end_matches('\n').to_string());
}

#[test]
fn copies_with_a_bom_give_the_same_result() {
    with_stack(|| {
        let mut failures = Failures::new();
        let cases = all();
        for case in &cases {
            let bytes = [b"\xef\xbb\xbf".as_slice(), case.input.as_bytes()].concat();
            let source = Source::decode(&bytes).expect("a BOM is no obstacle");
            let outcome = run(case, source.text(), Apply::Review);
            let after = source.encode(result(&outcome, source.text())).expect("UTF-8 holds everything");
            let expected =
                [b"\xef\xbb\xbf".as_slice(), case.output.as_deref().unwrap_or(&case.input).as_bytes()]
                    .concat();
            failures.check(after == expected, || format!("{}: differs with a BOM", case.name));
        }
        failures.finish(cases.len(), "copies with a BOM");
    });
}

/// Replaces each four leading spaces by a tab, but for lines inside strings that span lines.
fn tabs(text: &str) -> String {
    let module = amends::syntax::parse(text).expect("cases parse");
    let layout = amends::syntax::Layout::new(text, &module, 88);
    let mut offset = 0;
    let mut result = String::new();
    for line in text.split_inclusive('\n') {
        let at = amends::syntax::TextSize::try_from(offset).expect("cases are small");
        let spaces = line.len() - line.trim_start_matches(' ').len();
        if layout.inside_multiline_string(at) {
            result.push_str(line);
        } else {
            result.push_str(&"\t".repeat(spaces / 4));
            result.push_str(&" ".repeat(spaces % 4));
            result.push_str(&line[spaces..]);
        }
        offset += line.len();
    }
    result
}

#[test]
fn the_order_of_fixes_does_not_matter() {
    with_stack(|| {
        let mut failures = Failures::new();
        let mut compared = 0;
        for case in &all() {
            let outcome = run(case, &case.input, Apply::Nothing);
            let fixes: Vec<&edit::Fix> =
                outcome.findings.iter().filter_map(|found| found.finding.preferred()).collect();
            // Those over several files are planned apart, see `src/plan.rs`.
            let fixes: Vec<&edit::Fix> = fixes.into_iter().filter(|fix| !fix.is_wide()).collect();
            let reversed: Vec<&edit::Fix> = fixes.iter().rev().copied().collect();
            let (forward, backward) = (plan(&fixes), plan(&reversed));
            if !forward.deferred.is_empty() || !backward.deferred.is_empty() || fixes.is_empty() {
                continue;
            }
            compared += 1;
            let one = edit::apply(&case.input, &forward.edits).expect("a plan applies");
            let other = edit::apply(&case.input, &backward.edits).expect("a plan applies");
            failures.check(one == other, || format!("{}:\n{}", case.name, difference(&one, &other)));
        }
        failures.finish(compared, "orders");
    });
}

#[test]
fn the_prefilter_loses_nothing() {
    with_stack(|| {
        let mut failures = Failures::new();
        let cases = all();
        for case in &cases {
            let sites = |registry: Registry| -> Vec<String> {
                run_with(case, &case.input, registry, Apply::Nothing).findings.iter().map(describe).collect()
            };
            let (with, without) = (sites(everything(true)), sites(everything(false)));
            failures
                .check(with == without, || format!("{}:\nwith: {with:#?}\nwithout: {without:#?}", case.name));
        }
        failures.finish(cases.len(), "cases");
    });
}

#[test]
fn all_transforms_together_settle() {
    with_stack(|| {
        let mut failures = Failures::new();
        let cases = all();
        for case in &cases {
            let start = before(case, &case.input);
            let (outcome, world) = run_world(case, &start, everything(true), Apply::Review);
            failures.check(outcome.problem.is_none(), || format!("{}: {:?}", case.name, outcome.problem));
            let (again, settled) = run_world(case, &world, everything(true), Apply::Review);
            failures.check(again.after.is_none(), || {
                format!("{}:\n{}", case.name, difference(&world.text, &settled.text))
            });
            let different = others_differ(&world, &settled);
            failures
                .check(different.is_none(), || format!("{}, {}", case.name, different.unwrap_or_default()));
        }
        failures.finish(cases.len(), "cases");
    });
}

#[test]
fn categories_start_with_a_known_word() {
    const WORDS: &[&str] =
        &["cleanup", "callback", "control flow", "hot path", "logging itself", "state change", "real"];
    with_stack(|| {
        let mut failures = Failures::new();
        let mut findings = 0;
        for case in all().iter().filter(|case| matches!(&case.name[..5], "AM401" | "AM402" | "AM403")) {
            for found in run(case, &case.input, Apply::Nothing).findings {
                findings += 1;
                let words: Vec<_> = found
                    .evidence()
                    .filter(|evidence| evidence.kind == "category")
                    .map(|evidence| evidence.message.split(": ").next().unwrap_or_default().to_string())
                    .collect();
                // What is never reached drops nothing.
                let none = words.is_empty() && describe(&found).contains("[unreachable]");
                let one = words.len() == 1 && WORDS.contains(&words[0].as_str());
                failures.check(none || one, || format!("{}: {}", case.name, describe(&found)));
            }
        }
        failures.finish(findings, "findings");
    });
}

#[test]
fn a_handler_belongs_to_one_code() {
    with_stack(|| {
        let mut failures = Failures::new();
        let mut sites = 0;
        for case in &all() {
            let found = run_with(case, &case.input, everything(true), Apply::Nothing).findings;
            let handlers = |found: &Located| matches!(found.finding.code, "AM401" | "AM402" | "AM403");
            let mut lines: Vec<_> =
                found.iter().filter(|found| handlers(found)).map(|found| found.line).collect();
            sites += lines.len();
            lines.sort_unstable();
            failures.check(lines.windows(2).all(|pair| pair[0] != pair[1]), || {
                format!("{}: two codes take one handler: {lines:?}", case.name)
            });
        }
        failures.finish(sites, "sites");
    });
}

#[test]
fn verdicts_carry_what_they_promise() {
    with_stack(|| {
        let mut failures = Failures::new();
        let mut findings = 0;
        for case in &all() {
            for found in run(case, &case.input, Apply::Nothing).findings {
                findings += 1;
                let finding = &found.finding;
                let fixable = matches!(finding.verdict, Verdict::Safe | Verdict::Review);
                failures.check(fixable == finding.preferred().is_some(), || {
                    format!("{}: fix and verdict disagree: {}", case.name, describe(&found))
                });
                failures.check(finding.verdict != Verdict::Review || finding.change().is_some(), || {
                    format!("{}: review without a change: {}", case.name, describe(&found))
                });
                let needs_evidence = matches!(finding.verdict, Verdict::Safe | Verdict::Fine);
                failures.check(!needs_evidence || found.evidence().next().is_some(), || {
                    format!("{}: no evidence: {}", case.name, describe(&found))
                });
                failures.check(!finding.message.trim().is_empty(), || {
                    format!("{}: no message at line {}", case.name, found.line)
                });
            }
        }
        failures.finish(findings, "findings");
    });
}
