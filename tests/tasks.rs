//! The inventory of tasks on small annotated projects: a comment on a line that starts a task says who owns it, and who
//! ends it. Everything stated must be found, and nothing else may be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// What is known of one place: words such as `owner=stored`, `cancelled=Hub.stop,Hub.kill`, `unknown`.
type Known = BTreeSet<String>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tasks")
}

/// The statements of all files, by file and line.
fn stated() -> BTreeMap<(String, u64), Known> {
    let mut stated = BTreeMap::new();
    for path in ["names.py", "spawners.py", "service/hub.py", "service/control.py", "service/desk.py"] {
        let text = std::fs::read_to_string(folder().join(path)).expect("a file");
        for (line, text) in (1..).zip(text.lines()) {
            if let Some((_, words)) = text.split_once("# task: ") {
                stated.insert((path.into(), line), words.split(' ').map(str::to_string).collect());
            }
        }
    }
    stated
}

/// What the inventory says of a place, in the same words. The last task of a line counts.
fn said(place: &Value) -> Known {
    let mut known = Known::from([format!("owner={}", place["owner"]["kind"].as_str().unwrap_or_default())]);
    for list in ["cancelled", "awaited", "refused"] {
        let who: BTreeSet<&str> = place[list]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|evidence| {
                let message = evidence["message"].as_str()?;
                if message.contains("task group") { Some("group") } else { message.split('`').nth(1) }
            })
            .collect();
        if !who.is_empty() {
            known.insert(format!("{list}={}", who.into_iter().collect::<Vec<_>>().join(",")));
        }
    }
    if place["unknown"].as_array().is_some_and(|list| !list.is_empty()) {
        known.insert("unknown".into());
    }
    known
}

#[test]
fn owners_and_ends_are_what_the_comments_state() {
    let output = Command::new(env!("CARGO_BIN_EXE_amends"))
        .current_dir(folder())
        .args(["tasks", "--format", "json", "."])
        .output()
        .expect("amends runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let mut found = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let place: Value = serde_json::from_str(line).expect("one object on one line");
        let path = place["path"].as_str().expect("a path").to_string();
        let path = path.rsplit_once("tests/tasks/").map_or(path.clone(), |(_, rest)| rest.to_string());
        found.insert((path, place["line"].as_u64().expect("a line")), said(&place));
    }
    let stated = stated();
    assert!(stated.len() > 30, "the comments are read");
    let mut wrong = Vec::new();
    for place in stated.keys().chain(found.keys()).collect::<BTreeSet<_>>() {
        let (wanted, got) = (stated.get(place), found.get(place));
        if wanted != got {
            wrong.push(format!("{}:{}\n  stated {wanted:?}\n  found  {got:?}", place.0, place.1));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
