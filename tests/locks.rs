//! The lock graph on small annotated projects. The head of a file states the edges and cycles; comments on lines state
//! where an edge holds its first lock and where it takes the second. Everything stated must be found, and nothing else
//! may be.
//!
//! `# edge 1: A._x -> A._y` with `# holds 1` and `# takes 1` on lines; `# certain: A._x -> A._y -> A._x`;
//! `# possible: A._x -> A._x | words of a reason`; `# guarded: …`. Reasons that are found must each be stated.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/locks")
}

/// The Python files of a project: a file, or all of a folder.
fn files(project: &Path) -> Vec<PathBuf> {
    if project.is_file() {
        return vec![project.to_path_buf()];
    }
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(project).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "py"));
    files.sort();
    files
}

/// Statements in words, so that both sides can be compared and read.
fn stated(project: &Path) -> BTreeSet<String> {
    let (mut edges, mut holds, mut takes) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut all = BTreeSet::new();
    for path in files(project) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        for (line, text) in (1..).zip(std::fs::read_to_string(&path).expect("a file").lines()) {
            if let Some((number, edge)) = text.strip_prefix("# edge ").and_then(|rest| rest.split_once(": "))
            {
                edges.insert(number.to_string(), edge.to_string());
            }
            for kind in ["certain", "possible", "guarded"] {
                if text.starts_with(&format!("# {kind}: ")) {
                    all.insert(text.trim_start_matches("# ").to_string());
                }
            }
            for (mark, marks) in [("holds ", &mut holds), ("takes ", &mut takes)] {
                for comment in text.split("# ").skip(1).filter_map(|part| part.trim().strip_prefix(mark)) {
                    for number in comment.split(',') {
                        marks.insert(number.trim().to_string(), format!("{name}:{line}"));
                    }
                }
            }
        }
    }
    for (number, edge) in edges {
        let place = |marks: &BTreeMap<String, String>| {
            marks
                .get(&number)
                .unwrap_or_else(|| panic!("{}: edge {number} has no line", project.display()))
                .clone()
        };
        all.insert(format!("edge: {edge} ({} {})", place(&holds), place(&takes)));
    }
    all
}

fn place(way: &Value, key: &str) -> String {
    let path = way[key]["path"].as_str().expect("a path");
    format!("{}:{}", path.rsplit('/').next().unwrap_or(path), way[key]["line"])
}

/// What `amends locks` finds, in the same words; a stated reason stands for the found one that holds its words.
fn found(project: &Path, stated: &BTreeSet<String>) -> BTreeSet<String> {
    // Locks in test code are left out, so the project must not stand in `tests`.
    let root = tempfile::tempdir().expect("a folder");
    for file in files(project) {
        let at = root.path().join(file.strip_prefix(folder()).expect("in the folder"));
        std::fs::create_dir_all(at.parent().expect("a parent")).expect("a folder");
        std::fs::copy(&file, at).expect("a copy");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_amends"))
        .current_dir(root.path())
        .args(["locks", "--format", "json", "-q"])
        .output()
        .expect("amends runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let lines: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("one object on one line"))
        .collect();
    let short = |name: &Value| -> String {
        let lock = lines.iter().find(|line| line["kind"] == "lock" && line["lock"]["name"] == *name);
        lock.expect("every lock is listed")["lock"]["short"].as_str().expect("a name").to_string()
    };
    let mut all = BTreeSet::new();
    for line in &lines {
        if line["kind"] == "edge" {
            let way = &line["ways"][0];
            let (held, taken) = (short(&line["held"]), short(&line["taken"]));
            all.insert(format!(
                "edge: {held} -> {taken} ({} {})",
                place(way, "held_at"),
                place(way, "taken_at")
            ));
        }
        if line["kind"] == "cycle" {
            let cycle = &line["cycle"];
            let ways = cycle["ways"].as_array().expect("a list");
            let mut names: Vec<String> = ways.iter().map(|way| short(&way["held"])).collect();
            names.push(names[0].clone());
            let kind = cycle["certainty"].as_str().expect("a word");
            let head = format!("{kind}: {}", names.join(" -> "));
            let doubts = cycle["doubts"].as_array().expect("a list");
            if doubts.is_empty() {
                all.insert(head.clone());
            }
            for doubt in doubts {
                let doubt = doubt.as_str().expect("a reason");
                let words = |entry: &&String| {
                    entry
                        .split_once(" | ")
                        .is_some_and(|(start, words)| start == head && doubt.contains(words))
                };
                let known = stated.iter().find(words);
                all.insert(known.cloned().unwrap_or_else(|| format!("{head} | {doubt}")));
            }
        }
    }
    all
}

#[test]
fn edges_and_cycles_are_what_the_comments_state() {
    let mut projects: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    projects.sort();
    assert!(projects.len() > 15, "the projects are found");
    let mut wrong = Vec::new();
    for project in projects {
        let stated = stated(&project);
        let found = found(&project, &stated);
        for missing in stated.difference(&found) {
            wrong.push(format!("{}: not found: {missing}", project.display()));
        }
        for extra in found.difference(&stated) {
            wrong.push(format!("{}: not stated: {extra}", project.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A project of all annotated files, outside of any folder of tests.
fn project_of_all() -> amends::facts::Project {
    let mut open = vec![folder()];
    let mut inputs = Vec::new();
    while let Some(at) = open.pop() {
        if at.is_dir() {
            open.extend(
                std::fs::read_dir(&at).expect("a folder").map(|entry| entry.expect("an entry").path()),
            );
        } else if at.extension().is_some_and(|extension| extension == "py") {
            let inner = at.strip_prefix(folder()).expect("in the folder");
            inputs.push(amends::facts::Input {
                path: inner.to_string_lossy().replace('\\', "/"),
                absolute: Path::new("/nowhere").join(inner),
                text: std::fs::read_to_string(&at).expect("a file").into(),
            });
        }
    }
    inputs.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(inputs.len() > 20, "{} files", inputs.len());
    let settings = amends::config::Settings::default();
    amends::facts::Project::new(inputs, vec!["/nowhere".into()], &settings, true)
}

#[test]
fn the_graph_is_the_same_on_one_thread_and_on_several() {
    let graph = |threads: usize, prepares: bool| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .stack_size(amends::pipeline::STACK_BYTES)
            .build()
            .expect("a pool");
        pool.install(|| {
            let project = project_of_all();
            if prepares {
                amends::locks::prepare(&project);
            }
            amends::locks::of(&project)
        })
    };
    let (one, several) = (graph(1, false), graph(3, true));
    assert!(one.edges.len() > 20 && one.cycles.len() > 5, "{} edges", one.edges.len());
    assert_eq!(format!("{one:#?}"), format!("{several:#?}"));
}
