//! Living with findings. Here, over all cases of all transforms: what silences them, and what they are known by when
//! the code around them changes.

mod baseline;
mod changed;
mod former;

use std::collections::BTreeSet;

use amends::pipeline::{Apply, Located, Outcome};
use amends::syntax::{Layout, Tree, parse};

use crate::cases::{Case, Failures, all, run, with_stack};
use crate::writing::world::World;

fn found(case: &Case, text: &str) -> Outcome {
    run(case, text, Apply::Nothing)
}

fn open(outcome: &Outcome) -> Vec<&Located> {
    outcome.findings.iter().filter(|located| located.finding.verdict.is_open()).collect()
}

fn fingerprints(outcome: &Outcome) -> BTreeSet<&str> {
    outcome.findings.iter().map(|located| located.fingerprint.as_str()).collect()
}

/// Law 6: every form of the comment silences what it covers, in every case, and is reported where there is nothing.
#[test]
fn every_form_silences_every_case() {
    with_stack(|| {
        let mut failures = Failures::new();
        let mut checked = 0;
        for case in all().iter().filter(|case| !case.input.contains("amends: ignore")) {
            let code = case.transform.meta().code;
            let before = found(case, &case.input);
            let count = open(&before).len();
            for (form, text) in [
                ("file", format!("# amends: ignore-file[{code}] why\n{}", case.input)),
                (
                    "region",
                    format!(
                        "# amends: ignore-start[{code}] why\n{}\n# amends: ignore-end[{code}]\n",
                        case.input
                    ),
                ),
            ] {
                let after = found(case, &text);
                checked += 1;
                failures.check(open(&after).is_empty() && after.silenced.len() == count, || {
                    format!("{}, {form}: {} silenced of {count}", case.name, after.silenced.len())
                });
                let unused = after.notices.iter().any(|(_, notice)| notice.contains("suppresses nothing"));
                failures.check(unused == before.findings.is_empty(), || {
                    format!("{}, {form}: {:?}", case.name, after.notices)
                });
            }
            // Beside a statement, without the region's end: nothing is silenced.
            let text = format!("# amends: ignore-start[{code}] why\n{}", case.input);
            failures.check(open(&found(case, &text)).len() == count, || {
                format!("{}: an open region hides findings", case.name)
            });
        }
        failures.finish(checked, "silenced cases");
    });
}

#[test]
fn fingerprints_survive_fifty_lines_and_comments() {
    with_stack(|| {
        let mut failures = Failures::new();
        let mut checked = 0;
        for case in &all() {
            let shifted = format!("{}{}", "# shifted\n".repeat(50), case.input);
            let commented: String = case.input.lines().map(|line| commented(case, line)).collect();
            let before = found(case, &case.input);
            checked += before.findings.len();
            for (what, text) in [("shifted", shifted), ("commented", commented)] {
                // Comments may be evidence, so what matters is what is still found.
                let after = found(case, &text);
                let same = fingerprints(&before) == fingerprints(&after);
                failures.check(same || before.findings.len() != after.findings.len(), || {
                    format!("{}, {what}: {:?} {:?}", case.name, fingerprints(&before), fingerprints(&after))
                });
                failures.check(what != "shifted" || same, || format!("{}: lost by the shift", case.name));
            }
        }
        failures.finish(checked, "findings");
    });
}

/// The inventory of tasks obeys comments and overrides like any other command.
#[test]
fn the_inventory_of_tasks_is_silenced_too() {
    let code = "import asyncio\n\n\nasync def f():\n    asyncio.create_task(g())\n\n\nasync def g():\n    await asyncio.sleep(1)\n";
    let silenced = code.replace("(g())", "(g())  # amends: ignore[AM504] it is short");
    let settings = "[[overrides]]\npaths = ['tests/']\nignore = ['run-tracked-task']\n";
    let world =
        World::with(&[("a.py", code), ("b.py", &silenced), ("tests/c.py", code), ("amends.toml", settings)]);
    let tasks = world.amends(&["tasks", "--format", "json"]);
    let open: Vec<String> = tasks
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
        .map(|task| format!("{} {}", task["path"].as_str().unwrap_or_default(), task["findings"][0]["code"]))
        .collect();
    assert_eq!(open, ["a.py \"AM504\"", "b.py null", "tests/c.py null"], "{}", tasks.stderr);
    assert_eq!(world.amends(&["check", "--format", "json"]).stdout.lines().count(), 1);
}

/// A line with a comment behind it, where that is one.
fn commented(case: &Case, line: &str) -> String {
    let plain = line.trim_end().ends_with(':') && !case.input.contains("\"\"\"") && !line.contains('#');
    if plain { format!("{line}  # later\n") } else { format!("{line}\n") }
}

/// Renames every local and parameter but the instance itself, everywhere.
fn renamed(text: &str) -> String {
    let module = parse(text).expect("cases parse");
    let tree = Tree::new(module.syntax());
    let layout = Layout::new(text, &module, 88);
    let settings = amends::config::Settings::default();
    let project = amends::facts::Project::default();
    let facts = amends::facts::Facts::new("case.py", &module, &tree, &layout, &settings, &project);
    let mut starts: Vec<usize> =
        facts.scopes().local_names(&tree).into_iter().map(|start| start.to_usize()).collect();
    starts.sort_unstable();
    let mut result = String::new();
    let mut at = 0;
    for start in starts {
        let rest = &text[start..];
        let end =
            rest.find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).unwrap_or(rest.len());
        let name = &rest[..end];
        result.push_str(&text[at..start]);
        result.push_str(name);
        if !matches!(name, "self" | "cls" | "_") {
            result.push_str("_renamed");
        }
        at = start + end;
    }
    result + &text[at..]
}

#[test]
fn fingerprints_survive_renamed_locals() {
    with_stack(|| {
        let mut failures = Failures::new();
        let (mut same, mut checked, mut findings) = (0, 0, 0);
        // Cases of several files call functions by keyword from elsewhere.
        for case in all().iter().filter(|case| case.others.is_none()) {
            let text = renamed(&case.input);
            if text == case.input || text.contains("nonlocal") {
                continue;
            }
            let (before, after) = (found(case, &case.input), found(case, &text));
            checked += 1;
            // A name may be evidence (`callback`, `task`), so a few cases are judged otherwise.
            if before.findings.len() != after.findings.len() {
                continue;
            }
            same += 1;
            findings += before.findings.len();
            failures.check(fingerprints(&before) == fingerprints(&after), || {
                let places = |outcome: &Outcome| -> Vec<String> {
                    let place =
                        |one: &Located| format!("{} {} {}", one.line, one.finding.symbol, one.fingerprint);
                    outcome.findings.iter().map(place).collect()
                };
                format!("{}:\n{:#?}\n{:#?}\n{text}", case.name, places(&before), places(&after))
            });
        }
        println!("{same} of {checked} cases give the same findings");
        failures
            .check(same * 20 >= checked * 19, || format!("only {same} of {checked} cases can be compared"));
        failures.finish(findings, "findings");
    });
}
