//! The formats of `amends check` for other tools: against the official schema of SARIF, an XML parser, and snapshots.

mod audited;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::execute::{python, run};
use crate::snapshots::{amends, check};
use crate::writing::world::{SILENT, World};

/// See the README beside it.
const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemas/sarif-2.1.0.json");

/// Reads SARIF that keeps to the official schema.
fn valid(text: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("log.sarif");
    fs::write(&file, text).expect("a file");
    let output = run("validate.py", &[PathBuf::from(SCHEMA), file]);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_str(text).expect("JSON")
}

/// The standard output of a check of the example service.
fn relay(arguments: &[&str]) -> String {
    let all = [&["check", "examples/relay", "--quiet", "--format"], arguments].concat();
    let shown = amends(&all);
    let (_, rest) = shown.split_once("--- stdout\n").expect("output");
    rest.rsplit_once("--- stderr\n").expect("errors").0.to_string()
}

/// Long texts that have a test of their own are left out of snapshots.
fn without_help(mut log: Value) -> String {
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().expect("rules");
    for rule in rules {
        let code = rule["id"].as_str().expect("a code").to_string();
        let meta = amends::transforms::ALL.iter().map(|known| known.meta()).find(|meta| meta.code == code);
        let readme = meta.expect("a transform").readme;
        assert_eq!(
            (rule["help"]["text"].as_str(), rule["help"]["markdown"].as_str()),
            (Some(readme), Some(readme))
        );
        rule["help"] = "its README".into();
        rule["fullDescription"] = "what it finds".into();
    }
    serde_json::to_string_pretty(&log).expect("JSON") + "\n"
}

#[test]
fn the_example_service_in_every_format() {
    check("relay_sarif", &without_help(valid(&relay(&["sarif", "--select", "AM402,AM104"]))));
    check("relay_github", &relay(&["github"]));
    check("relay_gitlab", &relay(&["gitlab", "--select", "AM402,AM502"]));
    check("relay_junit", &relay(&["junit", "--all", "--select", "AM502"]));
    check("relay_markdown", &relay(&["markdown"]));
}

#[test]
fn sarif_of_everything_is_valid_and_whole() {
    let log = valid(&relay(&["sarif", "--all"]));
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    let lines: Vec<Value> =
        relay(&["json", "--all"]).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(
        results.iter().filter(|one| one["suppressions"] == serde_json::json!([])).count(),
        lines.len()
    );
    for (result, line) in results.iter().zip(&lines) {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        for (ours, theirs) in [
            ("line", "startLine"),
            ("column", "startColumn"),
            ("end_line", "endLine"),
            ("end_column", "endColumn"),
        ] {
            assert_eq!(line[ours], region[theirs], "{line}");
        }
        assert_eq!(result["partialFingerprints"]["amends/v1"], line["fingerprint"]);
        let fixes =
            usize::from(line["fix"].is_object()) + line["alternatives"].as_array().map_or(0, Vec::len);
        assert_eq!(result["fixes"].as_array().map_or(0, Vec::len), fixes, "{line}");
        let placed = line["evidence"].as_array().expect("evidence").iter().filter(|one| one["line"].is_u64());
        let related = result["relatedLocations"].as_array().map_or(0, Vec::len);
        assert_eq!(placed.count(), related, "{line}");
        let message = result["message"]["text"].as_str().expect("a message");
        assert!((0..related).all(|number| message.contains(&format!("]({number})."))), "{message}");
        assert_eq!(result["level"] == "none", line["verdict"] == "fine");
        let rule =
            result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok()).expect("a rule");
        assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], line["code"]);
    }
}

#[cfg(unix)]
#[test]
fn strange_paths_broken_files_and_comments_are_told_in_every_format() {
    let silenced = SILENT.replace("Exception:", "Exception:  # amends: ignore[AM401] the \"peer\" is <gone>");
    let world = World::with(&[
        ("a b/ü:#%.py", SILENT),
        ("silenced.py", &silenced),
        ("unused.py", "# amends: ignore[AM401]\nx = 1\n"),
        ("broken.py", "try:\n    x(\nexcept Exception:\n    pass\n"),
        ("]]>&<x>,::error.py", SILENT),
    ]);
    let run = |format: &str| {
        let ran = world.amends(&["check", "--format", format]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        ran.stdout
    };
    let log = valid(&run("sarif"));
    let run_log = &log["runs"][0];
    let uris: Vec<&str> = run_log["results"]
        .as_array()
        .expect("results")
        .iter()
        .filter_map(|one| one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str())
        .collect();
    assert_eq!(uris, ["%5D%5D%3E%26%3Cx%3E%2C%3A%3Aerror.py", "a%20b/%C3%BC%3A%23%25.py", "silenced.py"]);
    assert_eq!(
        run_log["results"][2]["suppressions"],
        serde_json::json!([{ "kind": "inSource", "justification": "the \"peer\" is <gone>" }])
    );
    let invocation = &run_log["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notes = invocation["toolExecutionNotifications"].as_array().expect("notes");
    let levels: Vec<&Value> = notes.iter().map(|note| &note["level"]).collect();
    assert_eq!(levels, ["error", "note"], "{notes:?}");

    let commands = run("github");
    assert!(commands.lines().all(|line| line.starts_with("::")), "{commands}");
    assert!(commands.contains("::error file=broken.py,line=3,title=amends::"), "{commands}");
    assert!(commands.contains("file=a b/ü%3A#%25.py,line=9,"), "{commands}");
    assert!(commands.contains("file=]]>&<x>%2C%3A%3Aerror.py,"), "{commands}");

    let issues: Vec<Value> = serde_json::from_str(&run("gitlab")).expect("JSON");
    assert_eq!(issues.len(), 2);
    assert_eq!(issues[1]["location"]["path"], "a b/ü:#%.py");

    let xml = world.write(".git/report.xml", run("junit"));
    let script = "import sys, xml.etree.ElementTree as tree\n\
                  root = tree.parse(sys.argv[1]).getroot()\n\
                  print(root.attrib)\n\
                  for case in root.iter('testcase'):\n    print(ascii(case.get('file')), [child.tag for child in case])\n";
    let output = Command::new(python()).args(["-I", "-c", script]).arg(&xml).output().expect("Python starts");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(
        printed.lines().collect::<Vec<_>>(),
        [
            "{'name': 'amends', 'tests': '4', 'failures': '2', 'errors': '1', 'skipped': '1'}",
            "']]>&<x>,::error.py' ['failure']",
            "'a b/\\xfc:#%.py' ['failure']",
            "'broken.py' ['error']",
            "'silenced.py' ['skipped']"
        ],
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );

    let comment = run("markdown");
    assert!(comment.starts_with("## amends: 2 open sites in 2 files\n"), "{comment}");
    assert!(comment.contains("<code>]]&gt;&amp;&lt;x&gt;,::error.py</code>: 1 site"), "{comment}");
    assert!(comment.contains("**Not judged**\n\n- `broken.py:3` "), "{comment}");
}

#[test]
fn nothing_to_show_is_a_whole_report_too() {
    let world = World::with(&[("a.py", "x = 1\n")]);
    let run = |format: &str| {
        let ran = world.amends(&["check", "--format", format]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout
    };
    assert_eq!(valid(&run("sarif"))["runs"][0]["results"], serde_json::json!([]));
    assert_eq!((run("github").as_str(), run("gitlab").as_str()), ("", "[]\n"));
    assert!(run("junit").contains("tests=\"1\" failures=\"0\""));
    assert_eq!(run("markdown"), "## amends: no open sites\n");
}

#[test]
fn with_a_baseline_all_that_is_shown_is_new() {
    let world = World::with(&[("a.py", SILENT)]);
    world.amends(&["baseline"]);
    world.write("b.py", SILENT);
    let log = valid(&world.amends(&["check", "--baseline", "--format", "sarif"]).stdout);
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert!(results.len() == 1 && results[0]["baselineState"] == "new", "{results:?}");
    let comment = world.amends(&["check", "--baseline", "--format", "markdown"]).stdout;
    assert!(comment.starts_with("## amends: 1 new open site in 1 file\n"), "{comment}");
}

/// A long report for a pull request ends before it is refused.
#[test]
fn a_comment_is_not_longer_than_one_may_be() {
    let world = World::new();
    let one = SILENT.split_once("def").expect("a function").1;
    let many: String = (0..250)
        .map(|number| format!("\n\ndef{}", one.replace(" f(x)", &format!(" f{number}(x)"))))
        .collect();
    for name in ["a.py", "b.py", "c.py"] {
        world.write(name, &many);
    }
    let comment = world.amends(&["check", "--format", "markdown"]).stdout;
    assert!(comment.len() < 65_536, "{}", comment.len());
    assert!(comment.contains("sites more: `amends check` shows all."), "{}", &comment[comment.len() - 300..]);
}

/// Takes the first fix of each result, as a viewer of SARIF does.
fn fixed(log: &Value, path: &str, text: &str) -> String {
    let mut lines: Vec<usize> = vec![0];
    lines.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    let offset = |region: &Value, line: &str, column: &str| {
        let number = |key: &str| usize::try_from(region[key].as_u64().expect(key)).expect("small");
        let start = lines[number(line) - 1];
        let rest = &text[start..];
        start + rest.char_indices().nth(number(column) - 1).map_or(rest.len(), |(at, _)| at)
    };
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    for result in log["runs"][0]["results"].as_array().expect("results") {
        for change in result["fixes"][0]["artifactChanges"].as_array().into_iter().flatten() {
            if change["artifactLocation"]["uri"] != path {
                continue;
            }
            for replacement in change["replacements"].as_array().expect("replacements") {
                let region = &replacement["deletedRegion"];
                let new = replacement["insertedContent"]["text"].as_str().unwrap_or_default().to_string();
                edits.push((
                    offset(region, "startLine", "startColumn"),
                    offset(region, "endLine", "endColumn"),
                    new,
                ));
            }
        }
    }
    edits.sort();
    edits.dedup();
    let mut result = text.to_string();
    for (start, end, new) in edits.into_iter().rev() {
        result.replace_range(start..end, &new);
    }
    result
}

#[test]
fn the_fixes_in_sarif_are_those_of_apply() {
    let text = "def f(x):\n    ü = \"漢\"; x(ü)\n    try:\n        x.close(\"漢\")\n    except Exception:\n        pass\n\n\ndef g(x):\n    try:\n        x.stop()\n    except Exception: pass  # ü\n";
    let crlf = text.replace('\n', "\r\n");
    let world = World::with(&[("a.py", text), ("b.py", &crlf)]);
    let log = valid(&world.amends(&["check", "--format", "sarif"]).stdout);
    let fixed = [fixed(&log, "a.py", text), fixed(&log, "b.py", &crlf)];
    assert_eq!(world.amends(&["apply"]).code, 0);
    assert_eq!(fixed, [world.read("a.py"), world.read("b.py")]);
    assert!(fixed[0].contains("import logging"));
}
