//! `amends audit`: what is read, what it is tied to, and what becomes of each claim.

mod asked;
mod habits;
mod meant;
mod page;
mod places;
mod readers;
mod relay;
mod repairs;
mod rivals;
mod saved;
mod scoped;
mod spoken;
mod statuses;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// Runs `amends audit` in a folder.
fn audit(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_amends"))
        .current_dir(folder)
        .arg("audit")
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .expect("amends runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The lines of `--format json`.
fn lines(output: &Output) -> Vec<Value> {
    let shown = text(&output.stdout);
    assert!(!shown.is_empty(), "{}", text(&output.stderr));
    shown.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// The line of a finding.
fn finding<'l>(lines: &'l [Value], id: &str) -> &'l Value {
    let is_it = |line: &&Value| line["kind"] == "finding" && line["id"] == id;
    lines.iter().find(is_it).unwrap_or_else(|| panic!("there is no finding {id}"))
}

/// A folder with files.
fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, content) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, content).expect("a file");
    }
    folder
}

/// All `path:line` of the evidence of a value, and of the values in it.
fn evidence(value: &Value) -> Vec<String> {
    match value {
        Value::Object(fields) => {
            let mut found: Vec<String> = Vec::new();
            for (name, inner) in fields {
                if name == "evidence" {
                    for one in inner.as_array().into_iter().flatten() {
                        found.push(format!("{}:{}", one["path"].as_str().unwrap_or(""), one["line"]));
                    }
                } else {
                    found.extend(evidence(inner));
                }
            }
            found
        }
        Value::Array(values) => values.iter().flat_map(evidence).collect(),
        _ => Vec::new(),
    }
}
