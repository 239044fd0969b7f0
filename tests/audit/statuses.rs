//! Which status a claim gets, by what stands where it says; and how a location is found again.

use super::{audit, finding, lines, project, text};

const LOOP: &str = "import asyncio\n\n\nclass Pump:\n    async def drop(self, link):\n        try:\n            await link.aclose_wisely()\n        except Exception:\n            pass\n";

/// A claim that handlers drop errors, at some places, with the quoted code.
fn claim(places: &str, code: &str) -> String {
    format!(
        "# Audit\n\n## 1. Errors\n\n### 1.1 [HIGH] Errors are silently swallowed\n\n**Files:** {places}\n\n```python\n{code}```\n"
    )
}

const QUOTE: &str = "try:\n    await link.aclose_wisely()\nexcept Exception:\n    pass\n";

fn status(files: &[(&str, &str)], audit_text: &str) -> (String, serde_json::Value) {
    let mut all = vec![("AUDIT.md", audit_text)];
    all.extend(files);
    let folder = project(&all);
    let lines = lines(&audit(folder.path(), &["AUDIT.md", ".", "--format", "json", "--no-types"]));
    let found = finding(&lines, "1.1").clone();
    (found["status"].as_str().expect("a status").to_string(), found)
}

#[test]
fn an_open_site_confirms() {
    let (status, found) = status(&[("app/pump.py", LOOP)], &claim("`app/pump.py:8`", QUOTE));
    assert_eq!(status, "confirmed");
    assert_eq!(found["sites"][0]["code"], "AM401");
}

#[test]
fn shifted_lines_and_renamed_files_are_found_by_what_is_quoted() {
    let shifted = format!("{}{LOOP}", "# one more line\n".repeat(50));
    let (found, at) = status(&[("app/pump.py", &shifted)], &claim("`app/pump.py:8`", QUOTE));
    assert_eq!((found.as_str(), &at["locations"][0]["found_line"]), ("confirmed", &56.into()));
    let (found, at) = status(&[("app/links/pumps.py", LOOP)], &claim("`app/pump.py:8`", QUOTE));
    assert_eq!(
        (found.as_str(), &at["locations"][0]["found_path"]),
        ("confirmed", &"app/links/pumps.py".into())
    );
    assert_eq!(at["locations"][0]["moved"], true);
}

#[test]
fn what_does_not_exist_is_stale() {
    let (none, _) = status(&[("app/other.py", "x = 1\n")], &claim("`app/pump.py:8`", QUOTE));
    assert_eq!(none, "stale");
    let (beyond, found) = status(&[("app/pump.py", "x = 1\n")], &claim("`app/pump.py:80`", QUOTE));
    assert_eq!(beyond, "stale");
    assert_eq!(found["locations"][0]["why"], "the file has only 1 lines");
    let (nothing, found) =
        status(&[("app/pump.py", &"x = 1\n".repeat(20))], &claim("`app/pump.py:8`", QUOTE));
    assert_eq!(nothing, "stale");
    assert_eq!(found["locations"][0]["why"], "nothing like what the audit speaks of stands there");
}

#[test]
fn what_has_changed_and_is_no_site_is_already_fixed() {
    let fixed = LOOP.replace("pass\n", "raise\n");
    let (found, at) = status(&[("app/pump.py", &fixed)], &claim("`app/pump.py:8`", QUOTE));
    assert_eq!(found, "already fixed", "{at}");
    let proposed =
        claim("`app/pump.py:8`", QUOTE) + "\n**Fix:**\n```python\nawait self.closed_with_log(link)\n```\n";
    let fixed = "class Pump:\n    async def drop(self, link):\n        await self.closed_with_log(link)\n";
    let (found, at) = status(&[("app/pump.py", fixed)], &proposed);
    assert_eq!(found, "already fixed", "{at}");
    assert_eq!(at["locations"][0]["why"], "what the audit proposes stands in line 3");
}

#[test]
fn one_of_two_is_partly() {
    let fine =
        "def known(table, key):\n    try:\n        return table[key]\n    except KeyError:\n        pass\n";
    let places = "`app/pump.py:8`, `app/fine.py:4`";
    let (found, _) = status(&[("app/pump.py", LOOP), ("app/fine.py", fine)], &claim(places, QUOTE));
    assert_eq!(found, "partly");
    let only = claim("`app/fine.py:4`", "except KeyError:\n    pass\n");
    let (found, at) = status(&[("app/fine.py", fine)], &only);
    assert_eq!(found, "refuted");
    assert_eq!(at["sites"][0]["evidence"][0]["line"], 4);
}

#[test]
fn claims_about_everything_are_judged_by_all_sites() {
    let text = "# Audit\n\n### 1.1 [HIGH] Bare except: pass swallows errors\n\n**Files:** 3 matches across 2 files\n\n```python\nexcept Exception:\n    pass\n```\n";
    let (found, at) = status(&[("a.py", LOOP), ("b.py", "x = 1\n")], text);
    assert_eq!(found, "confirmed");
    assert_eq!((&at["counts"][0]["counted"], &at["counts"][0]["agrees"]), (&1.into(), &false.into()));
    assert_eq!(at["counts"][0]["places"][0]["line"], 8);
}

#[test]
fn nothing_is_confirmed_without_a_transform() {
    let text = "# Audit\n\n### 1.1 [HIGH] The name is ugly\n\n**File:** `app/pump.py:4`\n";
    let (found, at) = status(&[("app/pump.py", LOOP)], text);
    assert_eq!(found, "not judged", "{at}");
}

#[test]
fn ties_are_overridden_by_settings_and_by_the_command_line() {
    let audit_text = claim("`app/pump.py:8`", QUOTE);
    let settings = "[audit]\n\"silently\" = []\n";
    let folder = project(&[("AUDIT.md", &audit_text), ("app/pump.py", LOOP), ("amends.toml", settings)]);
    let run = |more: &[&str]| {
        let mut arguments = vec!["AUDIT.md", ".", "--format", "json", "--no-types"];
        arguments.extend(more);
        lines(&audit(folder.path(), &arguments))
    };
    assert_eq!(finding(&run(&[]), "1.1")["status"], "not judged");
    let asked = run(&["--tie", "1.1=AM401"]);
    assert_eq!(finding(&asked, "1.1")["status"], "confirmed");
    assert_eq!(finding(&asked, "1.1")["ties"][0]["how"], "asked");
    let wrong = audit(folder.path(), &["AUDIT.md", "--tie", "1.1=AM999"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("no transform has the code `AM999`"), "{}", text(&wrong.stderr));
    let wrong = audit(folder.path(), &["AUDIT.md", "--only", "7"]);
    assert!(text(&wrong.stderr).contains("no finding is 7; the audit has 1.1"), "{}", text(&wrong.stderr));
}

#[test]
fn exit_codes_tell_whether_something_is_left() {
    let folder = project(&[("AUDIT.md", &claim("`gone.py:8`", QUOTE)), ("app/pump.py", LOOP)]);
    assert_eq!(
        audit(folder.path(), &["AUDIT.md", "app/pump.py", "--tie", "1.1=AM501"]).status.code(),
        Some(1)
    );
    let folder = project(&[("AUDIT.md", &claim("`gone.py:8`", QUOTE)), ("x.py", "x = 1\n")]);
    assert_eq!(audit(folder.path(), &["AUDIT.md"]).status.code(), Some(0));
    assert_eq!(audit(folder.path(), &["NONE.md"]).status.code(), Some(2));
    assert_eq!(audit(folder.path(), &["AUDIT.md", "none.py"]).status.code(), Some(2));
}

#[test]
fn a_line_without_a_quote_is_not_said_to_be_stale() {
    let report = r#"[{"code":"BLE001","filename":"app/a.py","location":{"row":4},"message":"Do not catch blind exception"}]"#;
    let code = "def f(log, x):\n    try:\n        x.stop_it_now()\n    except Exception as error:\n        log.error(error)\n";
    let folder = project(&[("ruff.json", report), ("app/a.py", code)]);
    let lines = lines(&audit(folder.path(), &["ruff.json", ".", "--format", "json", "--no-types"]));
    let found = finding(&lines, "1");
    assert_eq!(found["status"], "not judged", "{found}");
    assert_eq!(found["others"], serde_json::json!([]));
}

#[test]
fn a_function_that_is_named_narrows_a_file() {
    let text = "# Audit\n\n### 1.1 [HIGH] `drop()` swallows errors\n\n**File:** `app/pump.py`\n";
    let two = format!(
        "{LOOP}\n    async def other(self, link):\n        try:\n            await link.aclose_wisely()\n        except Exception:\n            pass\n"
    );
    let (found, at) = status(&[("app/pump.py", &two)], text);
    assert_eq!(found, "confirmed");
    assert_eq!(at["sites"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&at["sites"][0]["symbol"], at["others"].as_array().map(Vec::len)),
        (&"Pump.drop".into(), Some(1))
    );
}

#[test]
fn a_file_that_cannot_be_judged_refutes_nothing() {
    let broken = format!("{LOOP}\n\ndef f(:\n    pass\n");
    let (found, at) = status(&[("app/pump.py", &broken)], &claim("`app/pump.py:8`", QUOTE));
    assert_eq!(found, "not judged");
    let why = at["why"].as_str().expect("a reason");
    assert!(why.starts_with("the file cannot be judged: "), "{why}");
}

#[test]
fn settings_select_what_is_checked_and_not_what_is_audited() {
    let settings = "select = [\"AM5\"]\n";
    let files = [("app/pump.py", LOOP), ("amends.toml", settings)];
    let (found, _) = status(&files, &claim("`app/pump.py:8`", QUOTE));
    assert_eq!(found, "confirmed");
    let folder = project(&[("AUDIT.md", &claim("`app/pump.py:8`", QUOTE)), ("app/pump.py", LOOP)]);
    let narrowed = lines(&audit(folder.path(), &["AUDIT.md", ".", "--select", "AM5", "--format", "json"]));
    let found = finding(&narrowed, "1.1");
    assert_eq!(found["status"], "not judged");
    assert_eq!(found["ties"][0]["known"], false);
}

#[test]
fn the_folders_that_an_audit_is_about_decide() {
    let text = "# Audit\n\n## Summary\n\nA review of `src/app`.\n\n## Errors\n\n### 1.1 [HIGH] Bare except: pass swallows errors\n\n**Files:** many\n\n```python\nexcept Exception:\n    pass\n```\n";
    let fine =
        "def known(table, key):\n    try:\n        return table[key]\n    except KeyError:\n        pass\n";
    let (found, at) = status(&[("src/app/a.py", LOOP), ("other/b.py", fine)], text);
    assert_eq!(found, "confirmed");
    let why = at["why"].as_str().expect("a reason");
    assert!(
        why.contains("1 AM401, AM402, AM403 site under src/app, which the audit is about, 1 is open"),
        "{why}"
    );
}

const TASK: &str = "import asyncio\n\n\nasync def ping():\n    await asyncio.sleep(1)\n\n\nasync def start():\n    asyncio.create_task(ping())\n";

const HELD: &str = "import asyncio\n\n\nasync def ping():\n    await asyncio.sleep(1)\n\n\nasync def start():\n    task = asyncio.create_task(ping())\n    await task\n";

/// A claim about all tasks, or those of some file.
fn tasks(files: &str) -> String {
    format!(
        "# Audit\n\n### 1.1 [HIGH] Orphaned `create_task` calls\n\n**Files:** {files}\n\n**Issue:** orphaned tasks that nobody holds.\n"
    )
}

fn why(found: &serde_json::Value) -> &str {
    found["why"].as_str().expect("a reason")
}

#[test]
fn a_skipped_file_refutes_no_claim_about_all() {
    let broken = format!("{TASK}\n\ndef f(:\n    pass\n");
    let (found, at) = status(&[("app/a.py", HELD), ("app/b.py", &broken)], &tasks("multiple"));
    assert_eq!(found, "not judged", "{at}");
    assert!(why(&at).ends_with("0 are open; but 1 file cannot be judged"), "{at}");
    let (found, at) = status(&[("app/b.py", &broken)], &tasks("multiple"));
    assert_eq!(found, "not judged", "{at}");
    let (found, at) = status(&[("app/a.py", TASK), ("app/b.py", &broken)], &tasks("multiple"));
    assert_eq!(found, "confirmed", "{at}");
    assert!(why(&at).ends_with("1 is open; 1 file cannot be judged"), "{at}");
    let (found, _) = status(&[("app/a.py", HELD)], &tasks("multiple"));
    assert_eq!(found, "refuted");
}

#[test]
fn a_comment_that_silences_a_site_refutes_nothing() {
    let silenced = TASK.replace("ping())\n", "ping())  # amends: ignore[AM504] known\n");
    let both =
        format!("{silenced}\n\nasync def other():\n    task = asyncio.create_task(ping())\n    await task\n");
    let whole = format!("# amends: ignore-file[AM504] known\n{TASK}");
    for (code, files, reason) in [
        (&silenced, "`app/a.py:9`", "a comment silences the AM504 site in line 9"),
        (&silenced, "`app/a.py`", "a comment silences 1 site of its class there"),
        (&both, "`app/a.py`", "a comment silences 1 site of its class there"),
        (&both, "`app/a.py:9`", "a comment silences the AM504 site in line 9"),
        (&whole, "`app/a.py:10`", "a comment silences the AM504 site in line 10"),
    ] {
        let (found, at) = status(&[("app/a.py", code)], &tasks(files));
        assert_eq!((found.as_str(), why(&at)), ("not judged", reason), "{at}");
    }
    for code in [&silenced, &both, &whole] {
        let (found, at) = status(&[("app/a.py", code)], &tasks("multiple"));
        assert_eq!(found, "not judged", "{at}");
        assert!(why(&at).ends_with("but a comment silences 1 site of its class"), "{at}");
    }
    let open = format!("{both}\n\nasync def third():\n    asyncio.create_task(ping())\n");
    let (found, at) = status(&[("app/a.py", &open)], &tasks("`app/a.py:18`"));
    assert_eq!(found, "confirmed", "{at}");
}

#[test]
fn a_file_that_is_there_and_was_not_given_is_not_stale() {
    let audit_text = tasks("`app/a.py:9`");
    let others = ("app/b.py", "x = 1\n");
    let folder = project(&[("AUDIT.md", &audit_text), ("app/a.py", TASK), others]);
    let run = |paths: &[&str]| {
        let mut arguments = vec!["AUDIT.md", "--format", "json", "--no-types"];
        arguments.extend(paths);
        finding(&lines(&audit(folder.path(), &arguments)), "1.1").clone()
    };
    let found = run(&["app/b.py"]);
    assert_eq!(
        (&found["status"], why(&found)),
        (&"not judged".into(), "app/a.py is not among the given files")
    );
    assert_eq!(run(&["app"])["status"], "confirmed");
    std::fs::write(folder.path().join(".ignore"), "a.py\n").expect("a file");
    let found = run(&["."]);
    assert_eq!(
        (&found["status"], why(&found)),
        (&"not judged".into(), "app/a.py is not among the given files")
    );
    std::fs::remove_file(folder.path().join("app/a.py")).expect("it is there");
    assert_eq!(run(&["."])["status"], "stale");
}

#[test]
fn a_path_that_may_mean_several_files_is_not_guessed() {
    let files = [("app/server.py", HELD), ("lib/server.py", TASK)];
    let (found, at) = status(&files, &tasks("`server.py:9`"));
    assert_eq!(
        (found.as_str(), why(&at)),
        ("not judged", "it is not known which is meant: app/server.py, lib/server.py")
    );
    assert_eq!(status(&files, &tasks("`lib/server.py:9`")).0, "confirmed");
    let (found, at) = status(&[("server.py", HELD)], &tasks("`srv/gate/server.py:9`"));
    assert_eq!((found.as_str(), why(&at)), ("not judged", "it is not known whether server.py is meant"));
    let two = [("server.py", HELD), ("lib/server.py", TASK)];
    assert_eq!(status(&two, &tasks("`server.py:9`")).0, "not judged");
    assert_eq!(status(&two[..1], &tasks("`server.py:9`")).0, "refuted");
    assert_eq!(status(&[("app/server.py", TASK)], &tasks("`/build/app/server.py:9`")).0, "confirmed");
}

#[test]
fn a_function_that_is_named_and_holds_no_site_is_not_judged_by_others() {
    let text = tasks("`app/a.py`").replace("`create_task` calls", "tasks in `Pump.ping`");
    let (found, at) = status(&[("app/a.py", TASK)], &text);
    assert_eq!((found.as_str(), why(&at)), ("not judged", "no site in the file is one that the audit names"));
    assert_eq!(status(&[("app/a.py", TASK)], &text.replace("Pump.ping", "start")).0, "confirmed");
}

#[test]
fn words_alone_judge_nothing_that_the_code_does_not_name() {
    let bounded = "import asyncio\n\n\nclass Hub:\n    def __init__(self):\n        self._ready = asyncio.Event()\n\n    async def wait_ready(self):\n        async with asyncio.timeout(5):\n            await self._ready.wait()\n";
    let endless = bounded.replace("        async with asyncio.timeout(5):\n            ", "        ");
    let says = |title: &str| {
        format!("# Audit\n\n### 1.1 [HIGH] {title}\n\n**Files:** multiple\n\n**Issue:** it waits for ever.\n")
    };
    for title in ["`open_connection` has no timeout", "Condition.wait() has no timeout"] {
        for code in [bounded, &endless] {
            let (found, at) = status(&[("app/hub.py", code)], &says(title));
            assert_eq!(found, "not judged", "{title}: {at}");
            assert!(why(&at).contains("tied to them by words alone"), "{title}: {at}");
        }
    }
    let named = says("`wait_ready` waits without a timeout");
    assert_eq!(status(&[("app/hub.py", bounded)], &named).0, "refuted");
    assert_eq!(status(&[("app/hub.py", &endless)], &named).0, "confirmed");
    let unnamed = says("Waits without a timeout");
    assert_eq!(status(&[("app/hub.py", bounded)], &unnamed).0, "not judged");
    assert_eq!(status(&[("app/hub.py", &endless)], &unnamed).0, "confirmed");
    assert_eq!(status(&[("app/hub.py", "x = 1\n")], &unnamed).0, "not judged");
}

#[test]
fn a_rule_about_style_is_not_about_errors() {
    let report = r#"[{"code":"SIM105","filename":"app/pump.py","location":{"row":6},"message":"Use `contextlib.suppress(Exception)` instead of `try`-`except`-`pass`"}]"#;
    let folder = project(&[("ruff.json", report), ("app/pump.py", LOOP)]);
    let lines = lines(&audit(folder.path(), &["ruff.json", ".", "--format", "json", "--no-types"]));
    assert_eq!(finding(&lines, "1")["status"], "not judged");
    assert_eq!(finding(&lines, "1")["ties"], serde_json::json!([]));
}

#[test]
fn lines_that_no_file_has_are_stale() {
    for line in ["0", "9999", "99999999999999999999999"] {
        let (found, at) = status(&[("app/a.py", TASK)], &tasks(&format!("`app/a.py:{line}`")));
        assert_eq!(found, "stale", "{line}: {at}");
    }
}

#[test]
fn what_is_read_as_no_finding_is_said() {
    let text = format!("{}\n## Appendix: Files\n\n- `app/a.py`: all of it\n", tasks("`app/a.py:9`"));
    let folder = project(&[("AUDIT.md", &text), ("app/a.py", TASK)]);
    let shown = text_of_errors(&folder, &["AUDIT.md", "."]);
    let note =
        "note: 1 part of the audit that may be findings is read as none: line 11 (`app/a.py`: all of it)\n";
    assert!(shown.contains(note), "{shown}");
    assert!(!text_of_errors(&folder, &["AUDIT.md", ".", "--quiet"]).contains("note:"));
}

fn text_of_errors(folder: &tempfile::TempDir, arguments: &[&str]) -> String {
    text(&audit(folder.path(), arguments).stderr)
}

#[test]
fn a_long_quote_takes_no_time() {
    let code: String = (0..50_000).map(|at| format!("self.function_{at}(relay_{})\n", at % 7)).collect();
    let started = std::time::Instant::now();
    let (found, _) = status(&[("app/pump.py", LOOP)], &claim("`app/pump.py:80`", &code));
    assert_eq!(found, "stale");
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
