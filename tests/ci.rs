//! The files for CI: they are YAML, their scripts run, and what they call `amends` with exists.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::execute::run;

const AMENDS: &str = env!("CARGO_BIN_EXE_amends");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The documents of a text in YAML.
fn documents(text: &str) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file.yml");
    fs::write(&file, text).expect("a file");
    let output = run("documents.py", &[file]);
    assert!(output.status.success(), "{}\n{text}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The complete workflows and other YAML of docs/ci.md.
fn workflows() -> Vec<String> {
    let text = text("docs/ci.md");
    let blocks = text.split("```yaml\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap_or_default().to_string()).collect()
}

fn action() -> Value {
    documents(&text("action.yml")).remove(0)
}

fn steps(action: &Value) -> &[Value] {
    action["runs"]["steps"].as_array().expect("steps")
}

/// The long options that `amends COMMAND` has.
fn options(command: &str) -> BTreeSet<String> {
    let output = Command::new(AMENDS).args([command, "--help"]).output().expect("amends starts");
    assert!(output.status.success());
    let help = String::from_utf8(output.stdout).expect("text");
    let starts = help.lines().map(str::trim_start).filter(|line| line.starts_with('-'));
    starts
        .flat_map(|line| line.split([' ', ',', '=', '[']))
        .filter(|word| word.starts_with("--"))
        .map(Into::into)
        .collect()
}

/// Every call of `amends COMMAND` in a text: the command and the long options of that line.
fn calls(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("description:")) {
        for (at, _) in line.match_indices("amends ") {
            let mut words = line[at..].split_whitespace().skip(1);
            let Some(command) = words.next().filter(|word| ["check", "pr"].contains(word)) else { continue };
            for word in words.filter(|word| word.starts_with("--") && word.len() > 2) {
                let option = word.split(['=', '`']).next().unwrap_or(word);
                found.push((command.to_string(), option.to_string()));
            }
        }
    }
    found
}

#[test]
fn every_option_that_is_named_exists() {
    let known = |command: &str, option: &str| options(command).contains(option);
    let mut seen = 0;
    for file in ["action.yml", "templates/gitlab.yml", "docs/ci.md"] {
        for (command, option) in calls(&text(file)) {
            assert!(known(&command, &option), "{file}: amends {command} has no {option}");
            seen += 1;
        }
    }
    assert!(seen >= 5, "only {seen} options are called");
    assert!(!known("check", "--no-such-option"));
    // What the workflows hand to the action.
    let mut handed = 0;
    for block in workflows() {
        for step in documents(&block)[0]["jobs"]
            .as_object()
            .into_iter()
            .flatten()
            .flat_map(|(_, job)| job["steps"].as_array().expect("steps").clone())
        {
            let with = &step["with"];
            let Some(args) = with["args"].as_str() else { continue };
            let command = with["command"].as_str().unwrap_or("check");
            for line in args.lines() {
                let option = line.trim().split('=').next().unwrap_or_default();
                assert!(known(command, option), "amends {command} has no {option}");
                handed += 1;
            }
        }
    }
    assert!(handed > 0, "no workflow hands options to the action");
}

#[test]
fn the_workflows_use_inputs_that_the_action_has_and_name_their_rights() {
    let action = action();
    let mut uses = 0;
    for block in workflows() {
        let workflow = &documents(&block)[0];
        let Some(jobs) = workflow["jobs"].as_object() else { continue };
        assert!(workflow["permissions"].is_object() && workflow["concurrency"].is_object(), "{block}");
        for step in jobs.values().flat_map(|job| job["steps"].as_array().expect("steps")) {
            if !step["uses"].as_str().is_some_and(|name| name.starts_with("OWNER/amends@")) {
                continue;
            }
            uses += 1;
            for input in step["with"].as_object().expect("inputs").keys() {
                assert!(action["inputs"][input].is_object(), "the action has no input {input}");
            }
        }
    }
    assert_eq!(uses, 2, "one workflow for each command");
    // And docs/ci.md lists all inputs.
    let docs = text("docs/ci.md");
    for input in action["inputs"].as_object().expect("inputs").keys() {
        assert!(docs.contains(&format!("\n| `{input}` |")), "docs/ci.md does not tell of {input}");
    }
}

#[test]
fn no_input_is_put_into_a_script() {
    for step in steps(&action()) {
        let Some(script) = step["run"].as_str() else { continue };
        assert!(!script.contains("${{"), "what is written into a script can become code: {script}");
        let checked = Command::new("bash").args(["-n", "-c", script]).output().expect("bash");
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    }
}

/// Runs a step of the action beside the example service; gives its exit code, what it printed, and its outputs.
fn step(name: &str, variables: &[(&str, &str)], folder: &Path) -> (Option<i32>, String, String) {
    let action = action();
    let step = steps(&action).iter().find(|step| step["name"] == name).expect("a step").clone();
    let bin = folder.join("bin");
    fs::create_dir_all(&bin).expect("a folder");
    if !bin.join("amends").exists() {
        symlink(AMENDS, bin.join("amends")).expect("a link");
    }
    let outputs = folder.join("outputs");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let paths = [bin].into_iter().chain(std::env::split_paths(&path)).collect::<Vec<PathBuf>>();
    let output = Command::new("bash")
        .args([
            "--noprofile",
            "--norc",
            "-e",
            "-o",
            "pipefail",
            "-c",
            step["run"].as_str().expect("a script"),
        ])
        .current_dir(root().join("examples/relay"))
        .env("PATH", std::env::join_paths(paths).expect("paths"))
        .env("GITHUB_OUTPUT", &outputs)
        .env_remove("GITHUB_TOKEN")
        .envs(variables.iter().copied())
        .output()
        .expect("bash");
    let printed = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.code(), printed.into_owned(), fs::read_to_string(outputs).unwrap_or_default())
}

#[test]
fn the_check_of_the_action_annotates_and_writes_sarif() {
    let folder = tempfile::tempdir().expect("a folder");
    let sarif = folder.path().join("amends.sarif");
    let clean = folder.path().join("clean.py");
    fs::write(&clean, "x = 1\n").expect("a file");
    let clean = clean.to_str().expect("a path");
    let of = |args: &str, paths: &str, sarif: &str, fail: &str| {
        let variables =
            [("AMENDS_ARGS", args), ("AMENDS_PATHS", paths), ("AMENDS_SARIF", sarif), ("AMENDS_FAIL", fail)];
        let place = tempfile::tempdir().expect("a folder");
        step("Check", &variables, place.path())
    };
    let file = sarif.to_str().expect("a path");
    let (code, printed, outputs) = of("--select=AM402\n\n  --all", ".", file, "true");
    assert_eq!((code, outputs.as_str()), (Some(1), "open=true\n"), "{printed}");
    assert!(printed.contains("title=AM402"), "{printed}");
    let log: Value = serde_json::from_str(&fs::read_to_string(&sarif).expect("a file")).expect("JSON");
    assert!(!log["runs"][0]["results"].as_array().expect("results").is_empty());

    let (code, printed, outputs) = of("", ".", "", "false");
    assert_eq!((code, outputs.as_str()), (Some(0), "open=true\n"), "{printed}");
    let (code, printed, outputs) = of("", clean, "", "true");
    assert_eq!((code, outputs.as_str()), (Some(0), "open=false\n"), "{printed}");
    // Whatever `fail` says.
    let (code, printed, outputs) = of("", "no-such-folder", "", "false");
    assert_eq!((code, outputs.as_str()), (Some(2), ""), "{printed}");
}

#[test]
fn arguments_reach_the_command_one_a_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let bin = folder.path().join("bin");
    fs::create_dir(&bin).expect("a folder");
    let amends = bin.join("amends");
    fs::write(&amends, "#!/bin/sh\nprintf '<%s>\\n' \"$@\"\n").expect("a file");
    fs::set_permissions(&amends, fs::Permissions::from_mode(0o755)).expect("a program");
    let variables = [("AMENDS_ARGS", " --only=x y \n\n--review"), ("AMENDS_PATHS", "a b\n$(exit 3);*\n")];
    let (code, printed, _) = step("Pull requests", &variables, folder.path());
    assert_eq!(code, Some(0), "{printed}");
    assert_eq!(printed, "<pr>\n<--only=x y>\n<--review>\n<-->\n<a b>\n<$(exit 3);*>\n");
    let (code, printed, _) = step("Unknown command", &[], folder.path());
    assert_eq!(code, Some(2), "{printed}");
}

#[test]
fn the_gitlab_template_has_its_two_jobs() {
    let documents = documents(&text("templates/gitlab.yml"));
    let [inputs, jobs] = documents.as_slice() else { panic!("{} documents", documents.len()) };
    let known = &inputs["spec"]["inputs"];
    let whole = text("templates/gitlab.yml");
    for used in whole.split("$[[ inputs.").skip(1).filter_map(|rest| rest.split(" ]]").next()) {
        assert!(known.get(used).is_some(), "there is no input {used}");
    }
    let report = &jobs["amends-check"]["artifacts"]["reports"]["codequality"];
    let script = jobs["amends-check"]["script"][0].as_str().expect("a script");
    assert!(script.ends_with(&format!(">{}", report.as_str().expect("a file"))), "{script}");
    assert_eq!(jobs["amends-pr"]["resource_group"], "amends");
    let docs = text("docs/ci.md");
    assert!(docs.contains("file: templates/gitlab.yml") && known.get("image").is_some());
}
