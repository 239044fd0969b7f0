//! Habits of reports that people and tools write: lines apart from their file, files in headings, findings in lists below
//! labels, marks in the margin of code; and claims whose words alone speak of a class.

use amends::audit::model::{Place, Report};
use amends::audit::read::read;

use super::{audit, finding, lines, project};

/// Two handlers: one that drops what it expects, in lines 4 and 5, and one that drops everything, in 11 and 12.
const CODE: &str = "def lookup(shelf, name):\n    try:\n        return shelf[name]\n    except KeyError:\n        pass\n\n\nasync def shut(valve):\n    try:\n        await valve.turn_off_slowly()\n    except Exception:\n        pass\n";

fn report(body: &str) -> Report {
    read(format!("# Plant review\n\n{body}").as_bytes(), None).expect("it can be read").report
}

fn places(body: &str) -> Vec<Vec<String>> {
    let shown = |places: &[Place]| places.iter().map(Place::shown).collect();
    report(body).claims.iter().map(|claim| shown(&claim.places)).collect()
}

/// The statuses of all findings of a report, in their order.
fn statuses_of(files: &[(&str, &str)], name: &str, text: &str) -> Vec<String> {
    let mut all = vec![(name, text)];
    all.extend(files);
    let folder = project(&all);
    let lines = lines(&audit(folder.path(), &[name, ".", "--format", "json", "--no-types"]));
    let found = lines.iter().filter(|line| line["kind"] == "finding");
    found.map(|line| line["status"].as_str().expect("a status").to_string()).collect()
}

fn statuses(body: &str) -> Vec<String> {
    statuses_of(&[("src/pump.py", CODE)], "AUDIT.md", &format!("# Plant review\n\n{body}"))
}

const TITLE: &str = "Errors are silently swallowed";

#[test]
fn lines_behind_a_label_are_those_of_the_file() {
    for line in ["4", "4-5", "L4", "line 4", "`4`"] {
        for labels in [
            format!("**File:** `src/pump.py`\n**Line:** {line}\n"),
            format!("**File:** `src/pump.py`\n\n**Line(s):** {line}\n"),
            format!("**Lines:** {line}\n\n**File:** `src/pump.py`\n"),
            format!("- **Datei:** `src/pump.py`\n- **Zeile:** {line}\n"),
        ] {
            let body = format!("## Errors\n\n### 1.1 [HIGH] {TITLE}\n\n{labels}");
            assert_eq!(statuses(&body), ["refuted"], "{body}");
        }
    }
    let open = format!("## Errors\n\n### 1.1 [HIGH] {TITLE}\n\n**File:** `src/pump.py`\n**Line:** 11\n");
    assert_eq!(statuses(&open), ["confirmed"]);
}

#[test]
fn numbers_that_may_be_lines_leave_a_finding_unjudged() {
    let of = |place: &str| {
        statuses(&format!("## Errors\n\n### 1.1 [HIGH] {TITLE}\n\n**File:** {place}\n"))[0].clone()
    };
    for place in ["src/pump.py [4]", "src/pump.py (4-5)", "src/pump.py: 4", "src/pump.py#4", "src/pump.py, 4"]
    {
        assert_eq!(of(place), "not judged", "{place}");
    }
    for place in ["src/pump.py at line 4", "src/pump.py — line 4", "src/pump.py:4 (see line 5)"] {
        assert_eq!(of(place), "refuted", "{place}");
    }
    assert_eq!(of("src/pump.py:4 (see also line 11)"), "partly");
    assert_eq!(of("src/pump.py (12 lines)"), "confirmed");
}

#[test]
fn functions_are_named_behind_labels_and_paths() {
    let of =
        |places: &str| statuses(&format!("## Errors\n\n### 1.1 [HIGH] {TITLE}\n\n{places}\n"))[0].clone();
    for (name, status) in [("lookup", "refuted"), ("shut", "confirmed")] {
        assert_eq!(of(&format!("**File:** src/pump.py\n**Method:** {name}")), status);
        assert_eq!(of(&format!("**Location:** src/pump.py::{name}")), status);
        let row = format!(
            "## Errors\n\n| File | Function | Issue |\n|---|---|---|\n| src/pump.py | {name} | {TITLE} |\n"
        );
        assert_eq!(statuses(&row), [status]);
    }
}

#[test]
fn lines_of_several_files_are_of_none_that_is_known() {
    let body = "### 1.1 [HIGH] x\n\n**Files:** `src/pump.py`, `src/valve.py`\n\n**Line:** 11\n";
    let read = report(body);
    assert!(read.claims[0].places.iter().any(|place| place.unread));
    assert!(read.claims[0].places.iter().all(|place| place.lines.is_empty()));
    // What has lines keeps them.
    assert_eq!(places("### 1.1 [HIGH] x\n\n**File:** `a.py:3`\n\n**Line:** 11\n"), [["a.py:3"]]);
    // A line that prose speaks of may be where it is, or another one.
    let said = |issue: &str| {
        let read = report(&format!("### 1.1 [HIGH] x\n\n**File:** `a.py`\n\n**Issue:** {issue}\n"));
        (read.claims[0].places[0].shown(), read.claims[0].places[0].unread)
    };
    assert_eq!(said("The handler at line 11 drops it"), ("a.py:11".to_string(), false));
    assert_eq!(said("Lines 3-4 drop it"), ("a.py:3-4".to_string(), false));
    assert_eq!(said("It is as bad as line 11"), ("a.py".to_string(), true));
    assert_eq!(said("At line 3, and at line 11"), ("a.py:3".to_string(), true));
    assert_eq!(said("A line of defence, 2 online"), ("a.py".to_string(), false));
}

#[test]
fn a_heading_names_the_file_of_what_is_below_it() {
    let items = "## `src/pump.py`\n\n- Line 11: errors are silently swallowed\n- Line 4: errors are silently swallowed\n";
    assert_eq!(statuses(items), ["confirmed", "refuted"]);
    let headings = "## Errors in `src/pump.py`\n\n### [HIGH] Line 11: errors are silently swallowed\n\nx\n\n### [HIGH] Lines 4-5: errors are silently swallowed\n\nx\n";
    assert_eq!(statuses(headings), ["confirmed", "refuted"]);
    // A finding that names a file is about that one, and one of many places about none.
    assert_eq!(places("## `a.py`\n\n### [HIGH] Errors\n\n`b.py:3`\n"), [["b.py:3"]]);
    assert!(
        places("## `a.py` and `b.py`\n\n### [HIGH] Line 3: errors\n\nx\n").iter().all(|all| all.len() != 1)
    );
    // Two lines: it is not known which is meant.
    let two = report("## `a.py`\n\n### [HIGH] Line 4 is wrong, as is line 9\n\nx\n");
    assert!(two.claims[0].places[0].unread);
}

#[test]
fn items_with_labels_below_them_are_findings() {
    let body = "## Errors\n\n1. **Errors are silently swallowed**\n   - File: `src/pump.py`\n   - Lines: 11-12\n2. **Errors are silently swallowed**\n   - File: `src/pump.py`\n   - Lines: 4-5\n";
    assert_eq!(statuses(body), ["confirmed", "refuted"]);
    // Labels that are items themselves are parts of one finding.
    let one = report("## 1. Errors\n\n- **File:** `src/pump.py:4`\n- **Impact:** see `src/pump.py`\n");
    assert_eq!(one.claims.len(), 1);
}

#[test]
fn a_list_beside_a_table_holds_findings_where_it_names_lines() {
    let table = "## Errors\n\n| ID | File | Issue |\n|---|---|---|\n| X1 | `a.py:4` | Errors vanish |\n\n";
    let both = report(&format!("{table}- `b.py:4`: errors are silently swallowed\n"));
    assert_eq!(both.claims.iter().map(|claim| claim.id.as_str()).collect::<Vec<_>>(), ["X1", "2"]);
    let noted = report(&format!("{table}- All of `b.py` was read as well\n"));
    assert_eq!((noted.claims.len(), noted.left_out.len()), (1, 1));
}

#[test]
fn a_report_may_be_no_more_than_its_summary() {
    let table = "## Summary of findings\n\n| ID | File | Issue |\n|---|---|---|\n| X1 | `src/pump.py:11` | Errors are silently swallowed |\n";
    assert_eq!(statuses(table), ["confirmed"]);
    // Where findings follow, it only sums them up.
    let more = report(&format!("{table}\n## Details\n\n### X1 [HIGH] Errors vanish\n\n`src/pump.py:11`\n"));
    assert_eq!(more.claims.len(), 1);
    assert!(read(b"# Audit\n\n## Appendix: Files\n\n1. `a.py` - all of it, really\n", None).is_err());
}

#[test]
fn marks_in_the_margin_are_no_code() {
    let quoted = |mark: &str| {
        format!(
            "## Errors\n\n### 1.1 [HIGH] {TITLE}\n\n**File:** `src/pump.py:4`\n\n```python\n    try:\n        return shelf[name]\n{mark}   except KeyError:\n        pass\n```\n"
        )
    };
    for mark in [" ", ">", "→"] {
        assert_eq!(statuses(&quoted(mark)), ["refuted"], "{mark}");
    }
    let prompts = report("### 1.1 [HIGH] x\n\n`a.py`\n\n```\n>>> try:\n...     go()\n```\n");
    assert_eq!(prompts.claims[0].codes[0].text, "try:\n    go()\n");
}

#[test]
fn changes_are_what_was_there_and_what_is_proposed() {
    let diff = |old: &str, new: &str, fence: &str| {
        format!(
            "## Errors\n\n### 1.1 [HIGH] {TITLE}\n\n**File:** `src/pump.py:11`\n\n```{fence}\n         await valve.turn_off_slowly()\n     except Exception:\n-        {old}\n+        {new}\n```\n"
        )
    };
    let fixed = CODE.replace("    except Exception:\n        pass", "    except Exception:\n        raise");
    for fence in ["diff", "python"] {
        let of = |code: &str, text: &str| {
            statuses_of(&[("src/pump.py", code)], "AUDIT.md", &format!("# R\n\n{text}"))
        };
        assert_eq!(of(CODE, &diff("pass", "raise", fence)), ["confirmed"]);
        assert_eq!(of(&fixed, &diff("pass", "raise", fence)), ["already fixed"]);
    }
    // What is fine and stands as it was has not been fixed.
    let fine = "## Errors\n\n### 1.1 [HIGH] x errors silently swallowed\n\n**File:** `src/pump.py:4`\n\n```diff\n-    except KeyError:\n-        pass\n+    except KeyError:\n+        return None\n```\n";
    assert_eq!(statuses(fine), ["refuted"]);
    // Its headers say where it is.
    let headed = "### 1.1 [HIGH] x\n\n```diff\n--- a/src/pump.py\n+++ b/src/pump.py\n@@ -10,3 +10,3 @@\n-old()\n+new()\n```\n";
    assert_eq!(places(headed), [["src/pump.py:10-12"]]);
}

#[test]
fn examples_say_so_without_a_label() {
    let other = CODE.replace("shut", "open");
    let files = [("src/pump.py", CODE), ("src/valve.py", other.as_str())];
    let of = |body: &str| {
        let text = format!("# Plant review\n\n## Errors\n\n### 1.1 [HIGH] {TITLE}\n\n{body}\n");
        statuses_of(&files, "AUDIT.md", &text)[0].clone()
    };
    assert_ne!(of("Many handlers, e.g. `src/pump.py:4`."), "refuted");
    assert_eq!(of("The handler in `src/pump.py:4`."), "refuted");
}

#[test]
fn rules_of_known_tools_are_not_read_by_their_words() {
    let ruff = |code: &str, row: usize| {
        format!(
            "{{\"code\":\"{code}\",\"filename\":\"src/pump.py\",\"location\":{{\"row\":{row},\"column\":1}},\"message\":\"exception is ignored by callers\"}}"
        )
    };
    let all = format!("[{},{},{}]", ruff("TRY002", 4), ruff("TRY002", 11), ruff("S110", 11));
    let files = [("src/pump.py", CODE)];
    assert_eq!(statuses_of(&files, "r.json", &all), ["not judged", "not judged", "confirmed"]);
    let pylint = "[{\"message-id\":\"W0150\",\"path\":\"src/pump.py\",\"line\":11,\"symbol\":\"lost-exception\",\"message\":\"return statement in finally block may swallow exception\"}]";
    assert_eq!(statuses_of(&files, "r.json", pylint), ["not judged"]);
    let sarif = |tool: &str| {
        format!(
            "{{\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{{\"name\":\"{tool}\"}}}},\"results\":[{{\"ruleId\":\"X900\",\"message\":{{\"text\":\"exception is silently swallowed\"}},\"locations\":[{{\"physicalLocation\":{{\"artifactLocation\":{{\"uri\":\"src/pump.py\"}},\"region\":{{\"startLine\":11}}}}}}]}}]}}]}}"
        )
    };
    assert_eq!(statuses_of(&files, "r.sarif", &sarif("Ruff")), ["not judged"]);
    // Of a tool that anybody may write rules for, the words say what they are about.
    assert_eq!(statuses_of(&files, "r.sarif", &sarif("house-rules")), ["confirmed"]);
}

#[test]
fn attributes_that_a_finding_names_are_meant_and_no_others() {
    let code = "class Hub:\n    def __init__(self):\n        self._cache: dict[str, list[str]] = {}\n        self._journal: dict[str, list[str]] = {}\n\n    def add(self, key, value):\n        self._cache.setdefault(key, []).append(value)\n        while len(self._cache) > 100:\n            self._cache.pop(next(iter(self._cache)))\n\n    def log(self, key, value):\n        self._journal.setdefault(key, []).append(value)\n        return self._journal.get(key)\n\n    def get(self, key):\n        return self._cache.get(key)\n";
    let of = |title: &str, issue: &str| {
        let text = format!("# Plant review\n\n## Memory\n\n### 1.1 [HIGH] {title}\n\n**Issue:** {issue}\n");
        statuses_of(&[("m.py", code)], "AUDIT.md", &text)[0].clone()
    };
    assert_eq!(of("`_cache` dictionary grows without bound", "It is never pruned."), "refuted");
    assert_eq!(of("`_journal` dictionary grows without bound", "It is never pruned."), "confirmed");
    assert_eq!(of("`Hub._journal` dictionary grows without bound", "It is never pruned."), "confirmed");
    assert_eq!(of("Dictionary grows without bound", "`self._journal` is never pruned."), "confirmed");
    // A text may also name what is right.
    assert_eq!(of("Dictionary grows without bound", "Unlike `self._cache`, never pruned."), "not judged");
}

#[test]
fn a_path_in_another_case_is_not_known_to_be_the_file() {
    let at = |path: &str| {
        let text = format!("# Plant review\n\n## Errors\n\n### 1.1 [HIGH] {TITLE}\n\n`{path}:11`\n");
        let folder = project(&[("AUDIT.md", text.as_str()), ("src/Pump.py", CODE)]);
        let lines = lines(&audit(folder.path(), &["AUDIT.md", ".", "--format", "json", "--no-types"]));
        finding(&lines, "1.1").clone()
    };
    let found = at("src/pump.py");
    assert_eq!(found["status"], "not judged");
    assert_eq!(found["locations"][0]["why"], "it is not known whether src/Pump.py is meant");
    assert_eq!(at("src/Pump.py")["status"], "confirmed");
    assert_eq!(at("src/pumps.py")["status"], "stale");
}
