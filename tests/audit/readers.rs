//! What is read out of reports of every kind, and what is said of those that cannot be read.

use amends::audit::model::{Kind, Report, Role};
use amends::audit::read::{MAX_BYTES, ReadError, read};

fn report(text: &str) -> Report {
    read(text.as_bytes(), None).expect("it can be read").report
}

fn places(report: &Report) -> Vec<String> {
    report.claims.iter().flat_map(|claim| &claim.places).map(amends::audit::model::Place::shown).collect()
}

#[test]
fn an_audit_with_numbers_labels_and_recommendations() {
    let report = report(include_str!("../../examples/relay/AUDIT.md"));
    assert_eq!(report.title, "Relay Audit - 2026-02-03");
    assert_eq!((report.claims.len(), report.recommendations.len()), (27, 14));
    let first = &report.claims[0];
    assert_eq!((first.id.as_str(), first.severity.as_deref()), ("1.1", Some("HIGH")));
    assert_eq!(first.section, "1 MEMORY LEAKS");
    assert_eq!(
        first.places.iter().map(|place| place.shown()).collect::<Vec<_>>(),
        ["relay/hub.py:40", "relay/workers.py:42"]
    );
    assert!(first.prose(Role::Fix).starts_with("Drop the receipts in `Hub.forget()`"));
    let race = report.claims.iter().find(|claim| claim.id == "2.1").expect("2.1");
    assert_eq!((race.codes(Role::Problem).count(), race.codes(Role::Fix).count()), (1, 1));
    let emit = report.claims.iter().find(|claim| claim.id == "2.4").expect("2.4");
    assert_eq!(emit.places.len(), 2, "the second is named in the issue");
    let last = report.recommendations.last().expect("recommendations");
    assert_eq!((last.number, last.priority.as_str()), (14, "Long-term (LOW)"));
}

#[test]
fn other_layouts_of_markdown() {
    let headings = report(
        "# Review\n\n## Finding 1: Errors vanish\n\nSeverity: Medium\nLocation: src/a.py, lines 3-4\n\n#### Fix\n\nLog them.\n\n## Loop without end (low)\n\nSee [here](https://example.org/r/blob/main/src/b.py#L10-L12).\n",
    );
    assert_eq!(places(&headings), ["src/a.py:3-4", "example.org/r/blob/main/src/b.py:10-12"]);
    assert_eq!(headings.claims[0].severity.as_deref(), Some("Medium"));
    assert_eq!(headings.claims[0].prose(Role::Fix), "Log them.");
    assert_eq!((headings.claims[1].id.as_str(), headings.claims[1].severity.as_deref()), ("2", Some("low")));

    let bullets = report(
        "# Review\n\n## High severity\n\n- **Errors vanish** (`a.py:3`): the handler says nothing\n- `b.py:9` starts a task that nobody holds\n",
    );
    assert_eq!(places(&bullets), ["a.py:3", "b.py:9"]);
    assert_eq!(bullets.claims[0].title, "Errors vanish");
    assert_eq!(bullets.claims[1].severity.as_deref(), Some("High"));

    let table = report(
        "# Review\n\n## Findings\n\n| # | Severity | File | Line | Issue | Fix |\n|---|---|---|---|---|---|\n| 7 | high | `a.py` | 3-4 | errors vanish | log |\n| 8 | low | b.py:9 | | no timeout | bound it |\n",
    );
    assert_eq!(places(&table), ["a.py:3-4", "b.py:9"]);
    assert_eq!((table.claims[0].id.as_str(), table.claims[0].title.as_str()), ("7", "errors vanish"));
    assert_eq!(table.claims[1].prose(Role::Fix), "bound it");

    let code = report(
        "# R\n\n### Vanishing errors\n\n```python\n# src/a.py:3-4\nexcept Exception:\n    pass\n# src/b.py:9\nwhile True:\n    pass\n```\n",
    );
    assert_eq!(places(&code), ["src/a.py:3-4", "src/b.py:9"]);
    assert_eq!(code.claims[0].codes.len(), 2);
    assert_eq!(code.claims[0].codes[1].text, "while True:\n    pass\n");
}

#[test]
fn the_lines_of_a_table_are_read_wherever_they_stand() {
    let table = |header: &str, row: &str| {
        let rule = "|---".repeat(header.matches('|').count() - 1);
        places(&report(&format!("# R\n\n## Findings\n\n{header}\n{rule}|\n{row}\n")))
    };
    let is = ["src/a.py:4".to_string()];
    assert_eq!(table("| File | Ln | Issue |", "| `src/a.py` | 4 | errors vanish |"), is);
    assert_eq!(table("| Line | File | Issue |", "| 4 | `src/a.py` | errors vanish |"), is);
    for cell in ["`4`", "L4", "line 4", "~4", "Line: 4"] {
        assert_eq!(table("| File | Line | Issue |", &format!("| src/a.py | {cell} | errors vanish |")), is);
    }
    assert_eq!(table("| File | Line | Issue |", "| src/a.py | 4 - 6 | errors vanish |"), ["src/a.py:4-6"]);
    assert_eq!(table("| File | Deadline | Issue |", "| src/a.py | 4 | errors vanish |"), ["src/a.py"]);
    assert_eq!(table("| File | Line | Issue |", "| src/a.py | | errors vanish |"), ["src/a.py"]);
}

#[test]
fn sarif_results_that_say_that_all_is_well_are_no_findings() {
    let at = |line: usize, more: &str| {
        format!(
            r#"{{"ruleId":"S110","message":{{"text":"x"}},"locations":[{{"physicalLocation":{{"artifactLocation":{{"uri":"a.py"}},"region":{{"startLine":{line}}}}}}}]{more}}}"#
        )
    };
    let results = [
        at(1, r#","kind":"pass""#),
        at(2, r#","kind":"fail""#),
        at(3, r#","kind":"notApplicable""#),
        at(4, r#","baselineState":"absent""#),
        at(5, r#","baselineState":"unchanged""#),
        at(6, ""),
    ];
    let read = report(&format!(
        r#"{{"version":"2.1.0","runs":[{{"tool":{{"driver":{{"name":"Snake"}}}},"results":[{}]}}]}}"#,
        results.join(",")
    ));
    assert_eq!(places(&read), ["a.py:2", "a.py:5", "a.py:6"]);
    // They keep their numbers.
    assert_eq!(read.claims.iter().map(|claim| claim.id.as_str()).collect::<Vec<_>>(), ["2", "5", "6"]);
}

#[test]
fn summaries_are_no_findings_but_their_numbers_are_read() {
    let report = report(
        "# Audit\n\n## Summary\n\nOf `src/app`.\n\n| Severity | Count |\n|---|---|\n| High | 3 |\n| Total | 4 |\n\n## 1. Errors\n\n### 1.1 [HIGH] Errors vanish\n\n**File:** `a.py:3`\n\n## Appendix: Files\n\n1. `a.py` - all of it, really\n",
    );
    assert_eq!(report.claims.len(), 1);
    assert_eq!(report.scope, ["src/app"]);
    let words = "# Audit\n\n## Summary\n\nAudit of `src/app` and src/web, for races, lost errors, and invalid/hang states.\n\n## 1. Errors\n\n### 1.1 [HIGH] Errors vanish\n\n**File:** `a.py:3`\n";
    let worded = read(words.as_bytes(), None).expect("it can be read").report;
    assert_eq!(worded.scope, ["src/app", "src/web"]);
    assert_eq!(report.totals, [("high".to_string(), 3), ("total".to_string(), 4)]);
}

#[test]
fn titles_that_only_have_a_word_of_an_aside_are_findings() {
    let text = "# Audit\n\n## 1. Background tasks\n\n### 1.1 [HIGH] Orphaned tasks\n\n**File:** `a.py:1`\n\n## 2. Errors\n\n### 2.1 [HIGH] Task reference is lost\n\n**File:** `a.py:2`\n\n### 2.2 Cancel scope is left\n\nSee `a.py:3`.\n\n### 2.3 [LOW] Queue contents are lost, false positive health\n\n**File:** `a.py:4`\n\n## Appendix\n\n### A.1 [LOW] One more\n\n**File:** `a.py:5`\n\n### What was read\n\n- `b.py`: the main module of all\n";
    let read = report(text);
    assert_eq!(places(&read), ["a.py:1", "a.py:2", "a.py:3", "a.py:4", "a.py:5"]);
    assert_eq!(read.left_out, [(31, "`b.py`: the main module of all".to_string())]);
}

#[test]
fn a_heading_may_say_where_and_how_severe() {
    let text = "# Review\n\n## No lock around `a.py:77`\n\nA race.\n\n## Severity: Major — lock order in src/b.py\n\nDeadlock.\n\n## src/c.py:6 orphaned task\n\nLost.\n";
    let read = report(text);
    assert_eq!(places(&read), ["a.py:77", "src/b.py", "src/c.py:6"]);
    let second = &read.claims[1];
    assert_eq!(
        (second.severity.as_deref(), second.title.as_str()),
        (Some("Major"), "lock order in src/b.py")
    );
    assert_eq!(read.left_out, []);
}

#[test]
fn short_and_nested_items_are_not_lost() {
    let text = "# Review\n\n## Findings\n\n- **P0** `a.py:1` swallows everything\n- a.py:2 - exception swallowed\n  - nested: a.py:3 as well\n- a.py:78 task lost\n- Tasks\n  - a.py:4 is never held by anyone\n  - a.py:5 is never cancelled at all\n- `d.py`\n- something else\n";
    let read = report(text);
    assert_eq!(
        read.claims
            .iter()
            .map(|claim| claim.places.iter().map(|place| place.shown()).collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>(),
        ["a.py:1", "a.py:2 a.py:3", "a.py:78", "a.py:4", "a.py:5"]
    );
    assert_eq!(
        (read.claims[0].severity.as_deref(), read.claims[0].title.as_str()),
        (Some("P0"), "`a.py:1` swallows everything")
    );
    assert_eq!(read.left_out, [(12, "`d.py`".to_string()), (13, "something else".to_string())]);
}

#[test]
fn lines_that_no_file_has_are_not_the_whole_file() {
    let text = "# R\n\n- a.py:0 orphaned task\n- a.py:99999999999999999999999 orphaned task\n- [pool.py](https://example.org/x/pool.py#L3) orphaned task\n";
    assert_eq!(places(&report(text)), ["a.py:0", "a.py:10000000", "example.org/x/pool.py:3"]);
}

#[test]
fn tables_and_labels_in_german() {
    let text = "# Prüfung\n\n## Befunde\n\n| Nr | Schwere | Datei | Zeile | Problem | Vorschlag |\n|---|---|---|---|---|---|\n| 1 | hoch | a.py | 72 | Fehler gehen verloren | melden |\n\n## Empfehlungen\n\n- Alle Tasks halten\n";
    let read = report(text);
    assert_eq!((places(&read), read.recommendations.len()), (vec!["a.py:72".to_string()], 1));
    let claim = &read.claims[0];
    assert_eq!((claim.id.as_str(), claim.severity.as_deref()), ("1", Some("hoch")));
    assert_eq!(claim.prose(Role::Fix), "melden");
}

#[test]
fn what_other_tools_print() {
    let ruff = report(
        r#"[{"code":"S110","filename":"/p/a.py","location":{"row":3,"column":1},"end_location":{"row":4,"column":9},"message":"no"}]"#,
    );
    assert_eq!((ruff.kind, places(&ruff)), (Kind::Ruff, vec!["/p/a.py:3-4".to_string()]));
    assert_eq!(ruff.claims[0].rule.as_deref(), Some("S110"));
    let line = r#"{"code":"S110","filename":"a.py","location":{"row":3},"message":"no"}"#;
    assert_eq!(report(&format!("{line}\n{line}\n")).claims.len(), 2, "json-lines");

    let bandit = report(
        r#"{"errors":[],"metrics":{},"results":[{"test_id":"B110","filename":"./a.py","issue_text":"Try, Except, Pass detected.","issue_severity":"LOW","line_number":3,"line_range":[3,4],"code":"3     except Exception:\n4         pass\n"}]}"#,
    );
    assert_eq!((bandit.kind, places(&bandit)), (Kind::Bandit, vec!["./a.py:3-4".to_string()]));
    assert_eq!(bandit.claims[0].codes[0].text, "    except Exception:\n        pass\n");

    let semgrep = report(
        r#"{"version":"1","paths":{},"results":[{"check_id":"py.task","path":"a.py","start":{"line":7},"end":{"line":7},"extra":{"message":"orphaned task","severity":"WARNING","lines":"create_task(f())","fix":"self.run(f())"}}]}"#,
    );
    assert_eq!((semgrep.kind, places(&semgrep)), (Kind::Semgrep, vec!["a.py:7".to_string()]));
    assert_eq!(semgrep.claims[0].codes(Role::Fix).count(), 1);

    let pylint = report(
        r#"[{"type":"warning","path":"a.py","line":3,"endLine":4,"symbol":"broad-exception-caught","message":"Catching too general exception","message-id":"W0718"}]"#,
    );
    assert_eq!((pylint.kind, places(&pylint)), (Kind::Pylint, vec!["a.py:3-4".to_string()]));
    let newer = report(
        r#"{"messages":[{"type":"warning","path":"a.py","line":3,"symbol":"bare-except","message":"No","messageId":"W0702"}],"statistics":{}}"#,
    );
    assert_eq!((newer.kind, newer.claims[0].rule.as_deref()), (Kind::Pylint, Some("W0702")));

    let sarif = report(
        r#"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Snake","rules":[{"id":"E1","shortDescription":{"text":"Errors vanish"},"defaultConfiguration":{"level":"error"},"messageStrings":{"m":{"text":"it vanishes"}}}]}},"results":[{"ruleId":"E1","message":{"id":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"src/a%20b.py"},"region":{"startLine":3,"endLine":4,"snippet":{"text":"pass"}}}}]}]}]}"#,
    );
    assert_eq!((sarif.kind, sarif.title.as_str()), (Kind::Sarif, "Snake"));
    assert_eq!(places(&sarif), ["src/a b.py:3-4"]);
    let claim = &sarif.claims[0];
    assert_eq!((claim.title.as_str(), claim.severity.as_deref()), ("it vanishes", Some("error")));
}

fn refused(bytes: &[u8], from: Option<Kind>) -> String {
    read(bytes, from).expect_err("it cannot be read").to_string()
}

#[test]
fn reports_that_cannot_be_read_say_why() {
    assert!(refused(b"", None).contains("empty"));
    assert!(refused(b" \n", Some(Kind::Bandit)).contains("empty"));
    assert_eq!(read(b"\n", Some(Kind::Ruff)).expect("nothing was found").report.claims.len(), 0);
    assert!(refused(b"abc \xff", None).contains("not UTF-8: byte 4"));
    assert!(refused(b"{\"runs\": [", None).starts_with("line 1: it is no valid JSON"));
    assert!(refused(b"[1, 2]", None).contains("not that of SARIF"));
    assert!(refused(b"{}", Some(Kind::Sarif)).contains("it has no `runs`"));
    assert!(refused(b"[{\"code\": 1}]", Some(Kind::Ruff)).contains("result 1 has no path or message"));
    assert!(refused(b"# Nothing here\n\nJust text.\n", None).contains("no finding is in it"));
    assert!(matches!(read(&vec![b'a'; MAX_BYTES + 1], None), Err(ReadError::TooLarge)));
}

#[test]
fn hostile_markdown_takes_no_time() {
    let started = std::time::Instant::now();
    let deep = "> ".repeat(20_000) + "# x\n" + &"- ".repeat(5_000) + "a.py:1 one two three\n";
    let many = format!("# a\n\n### 1 [HIGH] x\n\n{}\n", "a.py.py:1, ".repeat(50_000));
    let path = format!("# a\n\n### 1 [HIGH] x\n\n{}\n", ".py".repeat(200_000));
    let brackets = format!("# a\n\n### 1 [HIGH] x\n\n{}\n", "[".repeat(50_000));
    let words = format!("# a\n\n### 1 [HIGH] {}\n", "`1 ".repeat(50_000));
    for text in [deep, many, path, brackets, words] {
        let _ = read(text.as_bytes(), None);
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn too_many_findings_are_refused_at_once() {
    let many = "### 1 [HIGH] orphaned task\n**File:** a.py:3\n\n".repeat(30_000);
    let started = std::time::Instant::now();
    assert!(matches!(read(many.as_bytes(), None), Err(ReadError::TooMany)));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

mod any_text {
    use amends::audit::notes::put;
    use amends::audit::read::read;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn is_read_without_a_panic(text in "[-#*`|\\[\\](){}<>:.,'\"\\\\0-9a-pyé\t\n ]{0,300}") {
            let _ = read(text.as_bytes(), None);
        }

        #[test]
        fn json_of_any_shape_is_read_without_a_panic(
            text in "(\\{|\\[|\\}|\\]|,|:|1|null|\"(runs|results|messages|filename|location|code|message|path|uri|x)\"){0,40}",
        ) {
            for kind in [None, Some(amends::audit::model::Kind::Sarif), Some(amends::audit::model::Kind::Pylint)] {
                let _ = read(text.as_bytes(), kind);
            }
        }

        #[test]
        fn is_the_same_once_notes_are_taken_out(
            lines in proptest::collection::vec(
                prop_oneof![
                    Just("### 1.1 [HIGH] Errors".to_string()),
                    Just("**File:** `a.py:3`".to_string()),
                    Just("- **Errors** vanish in `a.py:3` now".to_string()),
                    Just("1. Log `a.py:3` and all the others".to_string()),
                    Just("## Recommendations".to_string()),
                    Just("| File | Issue |\n|---|---|\n| a.py:3 | errors vanish |".to_string()),
                    Just("```python\npass\n```".to_string()),
                    Just("Setext\n------".to_string()),
                    Just(String::new()),
                    "[-#*`|>a-c ]{0,12}",
                ],
                0..14,
            ),
            crlf in any::<bool>(),
        ) {
            let end = if crlf { "\r\n" } else { "\n" };
            let text: String = lines.iter().flat_map(|line| [line.replace('\n', end), end.to_string()]).collect();
            if let Ok(first) = read(text.as_bytes(), None) {
                let anchors = first.report.claims.iter().map(|claim| &claim.anchor)
                    .chain(first.report.recommendations.iter().map(|one| &one.anchor));
                let notes: Vec<_> = anchors.map(|anchor| (anchor.clone(), "[x] **confirmed**".to_string())).collect();
                let noted = put(&text, &notes);
                let again = read(noted.as_bytes(), None).expect("it still has findings");
                prop_assert_eq!(&again.text, &text);
                prop_assert_eq!(again.report.claims.len(), first.report.claims.len());
                prop_assert!(again.report.claims.iter().all(|claim| claim.anchor.ticked));
            }
        }
    }
}
