//! The formats of `amends audit` for other tools: each open site once, with the finding that it belongs to.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::valid;
use crate::snapshots::{amends, check};
use crate::writing::world::{SILENT, World};

/// The standard output of the audit of the example service.
fn relay(arguments: &[&str]) -> String {
    let all =
        [&["audit", "examples/relay/AUDIT.md", "examples/relay/relay", "--quiet", "--format"], arguments]
            .concat();
    let shown = amends(&all);
    let (_, rest) = shown.split_once("--- stdout\n").expect("output");
    rest.rsplit_once("--- stderr\n").expect("errors").0.to_string()
}

#[test]
fn the_audit_of_the_example_service_in_every_format() {
    let some = "--only=1.5,2.3,4.1,5.8";
    let mut log = valid(&relay(&["sarif", "--all", "--only=2.3,4.6,5.7"]));
    log["runs"][0]["tool"]["driver"]["version"] = "0".into();
    log["runs"][0]["tool"]["driver"]["semanticVersion"] = "0".into();
    check("relay_audit_sarif", &(serde_json::to_string_pretty(&log).expect("JSON") + "\n"));
    check("relay_audit_github", &relay(&["github"]));
    check("relay_audit_gitlab", &relay(&["gitlab", some]));
    check("relay_audit_junit", &relay(&["junit"]));
}

#[test]
fn sarif_has_all_findings_and_each_open_site_once() {
    let lines: Vec<Value> =
        relay(&["json"]).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let findings: Vec<&Value> = lines.iter().filter(|line| line["kind"] == "finding").collect();
    let log = valid(&relay(&["sarif", "--all"]));
    let results = log["runs"][0]["results"].as_array().expect("results");
    let mut seen = BTreeSet::new();
    for finding in &findings {
        let own: Vec<&Value> =
            results.iter().filter(|one| one["properties"]["finding"] == finding["id"]).collect();
        assert!(!own.is_empty(), "{finding}");
        let kind = match finding["status"].as_str() {
            Some("confirmed" | "partly") => "fail",
            Some("refuted" | "already fixed") => "pass",
            Some("stale") => "notApplicable",
            _ => "open",
        };
        for result in own {
            assert_eq!(result["kind"], kind, "{finding}");
            assert_eq!(result["level"] == "none", kind != "fail", "{result}");
            assert_eq!(result["properties"]["status"], finding["status"]);
            let rule = result["ruleIndex"].as_u64().and_then(|at| usize::try_from(at).ok()).expect("a rule");
            assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][rule]["id"], result["ruleId"]);
            if let Some(site) = result["partialFingerprints"]["amends/v1"].as_str() {
                assert!(seen.insert(site.to_string()), "{result}");
            }
        }
        // The sites at its locations are told with it, or with another finding that names them.
        for site in finding["sites"].as_array().expect("sites") {
            let is_open = site["verdict"] != "fine" && kind == "fail";
            let mut told = results.iter().map(|one| &one["partialFingerprints"]["amends/v1"]);
            assert!(!is_open || told.any(|fingerprint| *fingerprint == site["fingerprint"]), "{site}");
        }
    }
    assert_eq!(
        findings.len(),
        results.iter().map(|one| one["properties"]["finding"].as_str()).collect::<BTreeSet<_>>().len()
    );
    let some = valid(&relay(&["sarif"]));
    let some = some["runs"][0]["results"].as_array().expect("results");
    assert!(
        some.len() < results.len()
            && some.iter().all(|one| one["kind"] != "pass" && one["kind"] != "notApplicable")
    );
}

/// An audit of two handlers, of which one is said to be in another file, with all that formats may stumble over.
const AUDIT: &str = "# A <b> & \"c\" ::error::d\n\n## 1. Sect<ion> & \"one\", 100%\n\n### 1.1 [HIGH] Errors are silently swallowed ]]> & <x>::set-env\n\n**File:** `a.py:9`\n\n### 1.2 [LOW] Errors are silently swallowed ]]> & <x>::set-env\n\n**File:** `gone.py:3`\n\n### 1.3 Weather is bad\n\n**File:** `a.py:2`\n";

#[test]
fn nothing_in_an_audit_is_read_as_markup_or_as_a_command() {
    let world = World::with(&[("a.py", SILENT), ("AUDIT.md", AUDIT)]);
    let run = |format: &str| {
        let ran = world.amends(&["audit", "AUDIT.md", ".", "--format", format, "--all"]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        ran.stdout
    };
    let log = valid(&run("sarif"));
    let kinds: Vec<&Value> =
        log["runs"][0]["results"].as_array().expect("results").iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["fail", "notApplicable", "open"], "{log}");

    let commands = run("github");
    let starts: Vec<&str> = commands.lines().filter_map(|line| line.split(',').next()).collect();
    assert_eq!(
        starts,
        [
            "::error file=a.py",
            "::notice title=1.2 Errors are silently swallowed ]]> & <x>%3A%3Aset-env::stale: none of the files that it names exists",
            "::notice file=a.py"
        ],
        "{commands}"
    );

    let issues: Vec<Value> = serde_json::from_str(&run("gitlab")).expect("JSON");
    let told: Vec<(&Value, &Value)> =
        issues.iter().map(|one| (&one["severity"], &one["location"]["path"])).collect();
    assert_eq!(told, [(&json!("critical"), &json!("a.py")), (&json!("info"), &json!("a.py"))]);

    let xml = world.write(".git/report.xml", run("junit"));
    let script = "import sys, xml.etree.ElementTree as tree\n\
                  root = tree.parse(sys.argv[1]).getroot()\n\
                  print(root.attrib)\n\
                  for case in root.iter('testcase'):\n    print(ascii(case.get('classname')), ascii(case.get('name')), [child.tag for child in case])\n";
    let output = std::process::Command::new(crate::execute::python())
        .args(["-I", "-c", script])
        .arg(&xml)
        .output()
        .expect("Python starts");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout).lines().collect::<Vec<_>>(),
        [
            "{'name': 'amends audit', 'tests': '3', 'failures': '1', 'errors': '0', 'skipped': '1'}",
            "'1 Sect<ion> & \"one\", 100%' '1.1 Errors are silently swallowed ]]> & <x>::set-env' ['failure']",
            "'1 Sect<ion> & \"one\", 100%' '1.2 Errors are silently swallowed ]]> & <x>::set-env' ['system-out']",
            "'1 Sect<ion> & \"one\", 100%' '1.3 Weather is bad' ['skipped']",
        ],
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn findings_of_a_tool_are_results_of_its_rules() {
    let fine = "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef f(x):\n    try:\n        x.close()\n    except Exception:\n        logger.exception(\"close\")\n";
    let at = |file: &str, row: usize| json!({"filename": file, "code": "S110", "message": "`try`-`except`-`pass` detected", "location": {"row": row, "column": 5}, "end_location": {"row": row + 1, "column": 13}});
    let report = json!([at("a.py", 9), at("b.py", 9)]).to_string();
    let world = World::with(&[("a.py", SILENT), ("b.py", fine), ("ruff.json", &report)]);
    let log = valid(&world.amends(&["audit", "ruff.json", ".", "--format", "sarif"]).stdout);
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["rules"].as_array().map(Vec::len), Some(1));
    let results = run["results"].as_array().expect("results");
    assert!(results.iter().all(|one| one["ruleId"] == "S110"), "{log}");
    assert_eq!(results[0]["kind"], "fail");
    assert_eq!(results[0]["properties"]["code"], "AM401");
    assert!(results[0]["fixes"].is_array(), "the fix comes along: {log}");
}

#[test]
fn an_audit_without_findings_is_a_whole_report_too() {
    let world = World::with(&[("a.py", "x = 1\n"), ("ruff.json", "[]\n")]);
    let run = |format: &str| {
        let ran = world.amends(&["audit", "ruff.json", ".", "--from", "ruff", "--format", format]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout
    };
    assert_eq!(valid(&run("sarif"))["runs"][0]["results"], json!([]));
    assert_eq!((run("github").as_str(), run("gitlab").as_str()), ("", "[]\n"));
    assert!(run("junit").contains("tests=\"1\" failures=\"0\""));
}
