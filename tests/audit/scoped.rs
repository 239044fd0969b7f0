//! Which files are judged where nobody has said it: those of the folders that the audit is about, and what its findings
//! lead to.

use super::{audit, finding, lines, project, text};

/// A handler that swallows what fails in a call.
fn handler(name: &str) -> String {
    format!(
        "def {name}(hub):\n    try:\n        hub.{name}_all_of_them()\n    except Exception:\n        pass\n"
    )
}

/// What a finding quotes of it.
fn quote(name: &str) -> String {
    format!("```python\ntry:\n    hub.{name}_all_of_them()\nexcept Exception:\n    pass\n```\n")
}

const HEAD: &str = "# Audit\n\nAudit of `app/core` for swallowed exceptions.\n\n## 1. Errors\n\n";

/// The lines of the JSON for an audit of `app/core` with these findings, with and without paths.
fn judged(claims: &str) -> [Vec<serde_json::Value>; 2] {
    let report = format!("{HEAD}{claims}");
    let [near, far, moved, other] = ["close", "open", "store", "load"].map(handler);
    let folder = project(&[
        ("AUDIT.md", &report),
        ("app/core/near.py", &near),
        ("app/web/far.py", &far),
        ("app/web/moved.py", &moved),
        ("app/web/other.py", &other),
    ]);
    let run = |paths: &[&str]| {
        let arguments = ["AUDIT.md", "--format", "json", "--no-types"];
        lines(&audit(folder.path(), &[&arguments, paths].concat()))
    };
    [run(&[]), run(&["."])]
}

/// Code that is nowhere.
const TASK: &str = "```python\nasyncio.create_task(self._run_forever_and_ever())\n```\n";

const NEAR: &str = "### 1.1 [HIGH] Errors are silently swallowed\n\n**Files:** multiple files, e.g. `app/core/near.py:4`\n\n";

#[test]
fn without_paths_the_folders_of_the_audit_are_judged() {
    let [scoped, whole] = judged(NEAR);
    assert_eq!(scoped[0]["judged"], serde_json::json!({"files": 1, "of": 4}));
    assert_eq!(whole[0]["judged"], serde_json::json!({"files": 4, "of": 4}));
    let others = |lines: &[serde_json::Value]| finding(lines, "1.1")["others"].clone();
    assert_ne!(others(&scoped), others(&whole), "those of other folders are not looked for");
    assert_eq!(finding(&scoped, "1.1")["status"], "confirmed");
    assert_eq!(finding(&whole, "1.1")["status"], "confirmed");
}

#[test]
fn what_a_finding_names_elsewhere_is_judged() {
    let [scoped, whole] =
        judged("### 1.1 [HIGH] Errors are silently swallowed\n\n**File:** `app/web/far.py:4`\n");
    assert_eq!(scoped[0]["judged"], serde_json::json!({"files": 2, "of": 4}));
    assert_eq!(finding(&scoped, "1.1")["status"], "confirmed");
    assert_eq!(finding(&scoped, "1.1")["locations"], finding(&whole, "1.1")["locations"]);
}

#[test]
fn what_has_moved_out_of_the_folders_is_judged_there() {
    let claim = format!(
        "### 1.1 [HIGH] Errors are silently swallowed\n\n**File:** `app/core/stores.py:4`\n\n{}",
        quote("store")
    );
    let [scoped, whole] = judged(&claim);
    let found = finding(&scoped, "1.1");
    assert_eq!(
        (&found["status"], &found["locations"][0]["found_path"]),
        (&"confirmed".into(), &"app/web/moved.py".into())
    );
    assert_eq!(found["locations"], finding(&whole, "1.1")["locations"]);
    assert_eq!(scoped[0]["judged"], serde_json::json!({"files": 2, "of": 4}));
}

#[test]
fn code_that_a_class_quotes_is_judged_wherever_it_stands() {
    let claim = format!(
        "### 1.1 [HIGH] Errors are silently swallowed\n\n**File:** see grep output\n\n{}",
        quote("load")
    );
    let [scoped, whole] = judged(&claim);
    assert_eq!(finding(&scoped, "1.1")["status"], finding(&whole, "1.1")["status"]);
    assert_eq!(scoped[0]["judged"]["files"], 2);
}

#[test]
fn of_a_class_only_the_folders_count() {
    // A task that nobody holds, outside of what the audit is about.
    let report = format!(
        "{HEAD}### 1.1 [HIGH] Tasks that nobody holds (12 occurrences)\n\n**Files:** multiple files\n\n{TASK}"
    );
    let code = "import asyncio\n\n\ndef begin(job):\n    asyncio.create_task(job.begin_now())\n";
    let near = handler("close");
    let folder = project(&[("AUDIT.md", report.as_str()), ("app/core/near.py", &near), ("app/far.py", code)]);
    let run = |paths: &[&str]| {
        let arguments = ["AUDIT.md", "--format", "json", "--no-types"];
        finding(&lines(&audit(folder.path(), &[&arguments, paths].concat())), "1.1").clone()
    };
    assert_eq!(run(&["."])["status"], "confirmed");
    let found = run(&[]);
    assert_ne!(found["status"], "confirmed", "{found}");
    let why = found["why"].as_str().unwrap_or_default();
    assert!(why.contains("nothing under app/core, which the audit is about, is a site of AM504"), "{found}");
}

#[test]
fn folders_that_do_not_exist_limit_nothing() {
    let report = format!("{}{NEAR}", HEAD.replace("app/core", "lib/core"));
    let near = handler("close");
    let folder =
        project(&[("AUDIT.md", report.as_str()), ("app/core/near.py", &near), ("app/far.py", &near)]);
    let lines = lines(&audit(folder.path(), &["AUDIT.md", "--format", "json", "--no-types"]));
    assert_eq!(lines[0]["judged"], serde_json::json!({"files": 2, "of": 2}));
}

#[test]
fn people_are_told_what_was_judged() {
    let report = format!("{HEAD}{NEAR}");
    let near = handler("close");
    let folder =
        project(&[("AUDIT.md", report.as_str()), ("app/core/near.py", &near), ("app/far.py", &near)]);
    let said = "judged 1 of 2 files: app/core, which the audit is about, and what its findings lead to; name paths to judge others";
    for format in ["text", "html"] {
        let shown = text(&audit(folder.path(), &["AUDIT.md", "--format", format, "--no-types"]).stdout);
        assert!(shown.contains(said), "{shown}");
        let whole = text(&audit(folder.path(), &["AUDIT.md", ".", "--format", format, "--no-types"]).stdout);
        assert!(!whole.contains("judged 1 of"), "{whole}");
    }
}

/// How many of six files are judged in an audit with this introduction. What its findings name is always among them.
fn looked(introduction: &str) -> u64 {
    let report = format!(
        "# Audit\n\n{introduction}\n\n## 1. Errors\n\n### 1.1 [HIGH] Errors are silently swallowed\n\n**File:** `app/core/near.py:4`\n"
    );
    let code = handler("close");
    let mut files = vec![("AUDIT.md", report.as_str())];
    let paths =
        ["app/core/near.py", "app/core/more.py", "app/web/far.py", "lib/a.py", "tests/b.py", "tests/c.py"];
    files.extend(paths.map(|path| (path, code.as_str())));
    let folder = project(&files);
    let lines = lines(&audit(folder.path(), &["AUDIT.md", "--format", "json", "--no-types"]));
    assert_eq!(finding(&lines, "1.1")["status"], "confirmed", "{introduction}");
    lines[0]["judged"]["files"].as_u64().expect("a number")
}

#[test]
fn folders_are_named_in_many_ways() {
    for introduction in [
        "Audit of `app/core/`.",
        "Audit of `./app/core`.",
        "Audit of `app\\core`.",
        "Scope: `app/core/**`.",
        "Scope: `app/core/**/*.py`.",
        "Review of app/core.",
        "Geprüft wurde `app/core`.",
        "This audit covers:\n\n- `app/core`",
        "## Scope\n\n- `app/core`\n- Not reviewed: `tests/`",
        "- **Date:** today\n- **Scope:** `app/core`",
        "| Date | today |\n|---|---|\n| Scope | `app/core` |",
        "Audit of `app/core`. Not reviewed:\n\n- `app/web`",
    ] {
        assert_eq!(looked(introduction), 2, "{introduction}");
    }
    assert_eq!(looked("Audit of `app/core`, `app/web` and `lib/`."), 4);
    assert_eq!(
        looked("Audit of `app/core` and tests/sub, lib/ and app/web for lost and/or wrong errors."),
        4
    );
    assert_eq!(looked("Audit of `app/core` and `tests/b.py`."), 3);
    assert_eq!(looked("Review of the `tests` folder."), 3);
    assert_eq!(looked("## Scope\n\n- `app/core`\n- `tests`"), 4);
}

#[test]
fn a_folder_that_is_only_spoken_of_limits_nothing() {
    for introduction in [
        "Audit of the whole service. Shared code lives in `app/core`.",
        "We found that `app/core` imports from everywhere.",
        "The results were written to `app/core`.",
        "Branch: `app/core`.",
        "Everything but `app/core` was reviewed.",
        "Audit of `/somewhere/else/app/core`.",
        "Audit of `other/app/core`.",
        "Audit of `app/{core,web}` and `lib/`.",
        "Audit of `app/core/near.py`.",
        "Out of scope: `app/core`.",
        "## Appendix: Folders\n\n- `app/core`",
        "## Summary\n\n- Audit `tests/` next",
        "The previous audit of `app/core` found nothing.",
        "This audit found 3 problems in `app/core` and one in `lib/`.",
        "This audit doesn't cover `app/core`.",
        "The whole service was audited.\n\n## Errors in general\n\nWe reviewed `app/core` for these.\n\n### 0.1 [LOW] Errors vanish\n\n`app/core/near.py:4`",
    ] {
        assert_eq!(looked(introduction), 6, "{introduction}");
    }
}

#[test]
fn what_a_finding_says_of_folders_is_no_scope() {
    let report = "# Audit\n\n## 1. Errors\n\n### 1.1 [HIGH] Errors are silently swallowed\n\n**File:** `app/core/near.py:4`\n\n**Issue:** All of `app/core` was reviewed.\n";
    let code = handler("close");
    let folder = project(&[("AUDIT.md", report), ("app/core/near.py", &code), ("lib/a.py", &code)]);
    let lines = lines(&audit(folder.path(), &["AUDIT.md", "--format", "json", "--no-types"]));
    assert_eq!(lines[0]["judged"]["files"], 2);
}

#[test]
fn the_name_of_the_project_may_stand_in_front() {
    let code = handler("close");
    let of = |introduction: &str| {
        let report = format!("# Audit\n\n{introduction}\n\n## 1. Errors\n\n{NEAR}");
        let folder = project(&[
            ("plant/AUDIT.md", report.as_str()),
            ("plant/app/core/near.py", &code),
            ("plant/lib/a.py", &code),
        ]);
        let at = folder.path().join("plant");
        let lines = lines(&audit(&at, &["AUDIT.md", "--format", "json", "--no-types"]));
        lines[0]["judged"]["files"].as_u64().expect("a number")
    };
    assert_eq!(of("Audit of `plant/app/core`."), 1);
    assert_eq!(of("Audit of `mill/app/core`."), 2);
    // The project itself is all of it.
    assert_eq!(of("Audit of the `plant` package, `app/core` first."), 2);
}

#[test]
fn a_function_that_a_title_names_is_judged_wherever_it_is() {
    let claim = "### 1.1 [HIGH] `open()` silently swallows errors\n\nNobody sees them.\n";
    let [scoped, whole] = judged(claim);
    assert_eq!(finding(&scoped, "1.1")["status"], "confirmed");
    assert_eq!(finding(&whole, "1.1")["status"], "confirmed");
    assert_eq!(scoped[0]["judged"]["files"], 2);
}

#[test]
fn what_other_findings_lead_to_changes_no_class() {
    let fine = handler("close").replace("Exception", "KeyError");
    let open = handler("open");
    let of = |more: &str| {
        let class = "### 1.1 [HIGH] Bare except: pass swallows errors\n\n**Files:** many\n\n```python\nexcept Exception:\n    pass\n```\n\n";
        let report = format!("{HEAD}{class}{more}");
        let files = [("AUDIT.md", report.as_str()), ("app/core/near.py", &fine), ("app/far.py", &open)];
        let folder = project(&files);
        let lines = lines(&audit(folder.path(), &["AUDIT.md", "--format", "json", "--no-types"]));
        finding(&lines, "1.1").clone()
    };
    let alone = of("");
    let led = of("### 1.2 [HIGH] Errors are silently swallowed\n\n`app/far.py:4`\n");
    assert_eq!((&alone["status"], &alone["why"]), (&led["status"], &led["why"]));
    assert_eq!(alone["status"], "refuted");
}
