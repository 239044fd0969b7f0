//! CPython as the referee: cases parse, and `NAME.run.py` scenarios behave the same before and after but for
//! the improvement that they name (law 8). See `tests/python/execute.py` for what a scenario is.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rayon::prelude::*;

use crate::cases::{Case, Failures, all};

/// The Python that tests run: `AMENDS_PYTHON`, else `.venv`, else `python3`. It must be 3.11 or newer.
pub fn python() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let venv = root.join(".venv/bin/python");
    let python = match std::env::var_os("AMENDS_PYTHON") {
        Some(path) => PathBuf::from(path),
        None if venv.exists() => venv,
        None => PathBuf::from("python3"),
    };
    let version =
        Command::new(&python).args(["-c", "import sys; print(sys.version_info >= (3, 11))"]).output();
    let new_enough = version.is_ok_and(|output| output.stdout.starts_with(b"True"));
    assert!(new_enough, "{} is no Python 3.11 or newer; run `make test`, which makes one", python.display());
    python
}

/// Runs one of `tests/python`.
pub fn run(script: &str, arguments: &[PathBuf]) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python").join(script);
    Command::new(python()).args(["-I", "-B"]).arg(script).args(arguments).output().expect("Python starts")
}

#[test]
fn cases_parse_under_cpython() {
    let mut files = Vec::new();
    for case in all() {
        let output = PathBuf::from(case.path.to_string_lossy().replace(".in.py", ".out.py"));
        files.push(case.path);
        files.extend(output.exists().then_some(output));
    }
    let output = run("parse.py", &files);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(printed.trim(), format!("{} files parse", files.len()));
}

#[test]
fn scenarios_behave_the_same_but_for_the_improvement() {
    let mut failures = Failures::new();
    let mut scenarios = 0;
    let at = |case: &Case, suffix: &str| PathBuf::from(case.path.to_string_lossy().replace(".in.py", suffix));
    let cases: Vec<Case> = all().into_iter().filter(|case| at(case, ".run.py").exists()).collect();
    // Most of the time goes into starting Python, one process for each case.
    let outputs: Vec<Output> = cases
        .par_iter()
        .map(|case| run("execute.py", &[case.path.clone(), at(case, ".out.py"), at(case, ".run.py")]))
        .collect();
    for (case, output) in cases.iter().zip(&outputs) {
        let printed = String::from_utf8_lossy(&output.stdout);
        // What the case itself prints comes before it.
        let last = printed.lines().last().unwrap_or_default();
        let count = last.strip_suffix(" scenarios").and_then(|count| count.parse::<usize>().ok());
        failures.check(output.status.success() && count.is_some_and(|count| count > 0), || {
            format!("{}:\n{printed}{}", case.name, String::from_utf8_lossy(&output.stderr))
        });
        scenarios += count.unwrap_or(0);
    }
    failures.finish(scenarios, "scenarios");
}

/// Law 8: whatever is `safe` has been executed.
#[test]
fn safe_cases_have_scenarios() {
    let mut failures = Failures::new();
    let mut checked = 0;
    for case in all() {
        let mut verdicts = case.expect.lines().filter_map(|line| line.split(' ').nth(1));
        if verdicts.any(|verdict| verdict == "safe") {
            let scenarios = PathBuf::from(case.path.to_string_lossy().replace(".in.py", ".run.py"));
            failures.check(scenarios.exists(), || format!("{}: no .run.py executes it", case.name));
            checked += 1;
        }
    }
    failures.finish(checked, "safe cases");
}

/// The table of narrow-broad-except is what this Python does, for every fault that the script can provoke.
#[test]
fn the_table_of_what_calls_raise_is_true() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("transforms/narrow_broad_except/raises.toml");
    let output = run("raises.py", &[table]);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
    let numbers: Vec<usize> = printed.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [rows, provoked] = numbers.as_slice() else { panic!("{printed}") };
    assert!(*rows >= 150 && *provoked >= 40, "{printed}");
}
