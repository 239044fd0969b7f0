//! The audit of the example service, in which wrong claims are planted: `examples/relay/EXPECTED.md` says which.

use std::path::Path;

use serde_json::Value;

use super::{audit, evidence, finding, lines};

fn relay() -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    lines(&audit(root, &["examples/relay/AUDIT.md", "examples/relay/relay", "--format", "json"]))
}

fn rests_on(value: &Value, line: &str) -> bool {
    evidence(value).iter().any(|found| found.ends_with(line))
}

#[test]
fn wrong_claims_are_refuted_with_the_line_that_does_so() {
    let lines = relay();
    for (id, because) in [
        ("5.8", "relay/leases.py:116"),
        ("2.5", "relay/hub.py:123"),
        ("2.3", "relay/pool.py:65"),
        ("2.3", "relay/pool.py:155"),
        ("4.5", "relay/runner.py:43"),
        ("1.3", "relay/hub.py:110"),
    ] {
        let found = finding(&lines, id);
        assert_eq!(found["status"], "refuted", "{id}");
        assert!(rests_on(&found["sites"], because), "{id}: {:?}", evidence(&found["sites"]));
    }
}

#[test]
fn fixes_that_would_do_harm_are_named() {
    let lines = relay();
    let harm = |id: &str| finding(&lines, id)["harmful_fixes"].clone();
    assert!(harm("2.3")[0]["message"].as_str().expect("a message").contains("deadlock"));
    assert!(rests_on(&harm("2.3"), "relay/pool.py:65"));
    assert!(harm("5.6")[0]["message"].as_str().expect("a message").contains("AM506"));
    assert!(rests_on(&harm("5.6"), "relay/hub.py:78"));
    let harmed: Vec<&str> = lines
        .iter()
        .filter(|line| line["harmful_fixes"].as_array().is_some_and(|harms| !harms.is_empty()))
        .filter_map(|line| line["id"].as_str())
        .collect();
    assert_eq!(harmed, ["2.3", "5.6"]);
}

#[test]
fn locations_that_do_not_exist_and_numbers_that_are_wrong() {
    let lines = relay();
    let router = finding(&lines, "4.6");
    assert_eq!(router["status"], "stale");
    assert_eq!(
        (&router["locations"][0]["path"], &router["locations"][0]["line"]),
        (&"relay/router.py".into(), &41.into())
    );
    let count = &finding(&lines, "5.5")["counts"][0];
    assert_eq!(count["agrees"], false);
    assert_eq!((&count["claimed"], &count["claimed_files"]), (&19.into(), &9.into()));
    assert_eq!((&count["counted"], &count["counted_files"]), (&12.into(), &7.into()));
    assert_eq!(count["places"][0]["path"], "examples/relay/relay/gateway.py");
    assert_eq!(count["places"][0]["line"], 36);
}

#[test]
fn what_is_right_is_confirmed_and_what_is_half_right_is_partly() {
    let lines = relay();
    for id in [
        "1.1", "1.2", "2.1", "2.2", "2.4", "2.6", "4.1", "4.2", "4.3", "4.4", "5.2", "5.4", "5.5", "5.6",
        "5.7",
    ] {
        assert_eq!(finding(&lines, id)["status"], "confirmed", "{id}");
    }
    for id in ["1.4", "1.5", "5.1"] {
        assert_eq!(finding(&lines, id)["status"], "partly", "{id}");
    }
    let states = |id: &str| -> Vec<String> {
        let locations = finding(&lines, id)["locations"].as_array().expect("locations").clone();
        locations.iter().map(|location| location["status"].as_str().expect("a status").to_string()).collect()
    };
    assert_eq!(states("1.4"), ["open", "fine"]);
    assert_eq!(states("1.5"), ["open", "fine", "open"]);
    assert_eq!(states("5.1"), ["open", "open", "open", "fine"]);
}

#[test]
fn lines_that_have_moved_are_found_again() {
    let lines = relay();
    for (id, number, found) in [("4.2", 0, 43), ("5.2", 0, 52)] {
        let location = &finding(&lines, id)["locations"][number];
        assert_eq!((&location["moved"], &location["found_line"]), (&true.into(), &found.into()), "{id}");
    }
}

#[test]
fn recommendations_say_what_the_patch_does() {
    let lines = relay();
    let of = |number: u64| {
        let is_it = |line: &&Value| line["kind"] == "recommendation" && line["number"] == number;
        lines.iter().find(is_it).expect("a recommendation")
    };
    assert_eq!(lines.iter().filter(|line| line["kind"] == "recommendation").count(), 14);
    assert_eq!(of(3)["findings"], Value::from(vec!["5.1"]));
    assert_eq!((&of(3)["status"], &of(3)["codes"][0]), (&"partly in the patch".into(), &"AM501".into()));
    assert_eq!((&of(11)["status"], &of(11)["findings"][0]), (&"in the patch".into(), &"4.3".into()));
    assert_eq!(of(11)["sites_by_verdict"]["safe"], 1);
    assert_eq!(of(1)["priority"], "Immediate (HIGH)");
}
