//! Which code a claim speaks of: named folders, functions, quotes, examples and lines; and what says nothing about it.

use super::{audit, lines, project, text};

/// Drops every error.
const OPEN: &str = "async def shut(valve):\n    try:\n        await valve.turn_off_slowly()\n    except Exception:\n        pass\n";

/// Drops what it expects.
const FINE: &str =
    "def lookup(shelf, name):\n    try:\n        return shelf[name]\n    except KeyError:\n        pass\n";

const QUOTE: &str = "```python\nexcept Exception:\n    pass\n```\n";

/// The first finding, of an audit whose text follows the title.
fn judged(files: &[(&str, &str)], body: &str) -> serde_json::Value {
    let text = format!("# Plant review\n\n{body}");
    let mut all = vec![("AUDIT.md", text.as_str())];
    all.extend(files);
    let folder = project(&all);
    let lines = lines(&audit(folder.path(), &["AUDIT.md", ".", "--format", "json", "--no-types"]));
    lines.iter().find(|line| line["kind"] == "finding").expect("a finding").clone()
}

fn status(files: &[(&str, &str)], body: &str) -> String {
    let found = judged(files, body);
    found["status"].as_str().expect("a status").to_string()
}

fn errors(title: &str, more: &str) -> String {
    format!("## Errors\n\n### 3.1 [HIGH] {title}\n\n{more}\n")
}

fn in_folders(sentence: &str) -> String {
    let many = errors("Bare except: pass swallows errors", &format!("**Files:** many\n\n{QUOTE}"));
    format!("## Summary\n\n{sentence}\n\n{many}")
}

#[test]
fn all_folders_that_an_audit_is_about_count() {
    let files = [("src/valves/a.py", FINE), ("src/pumps/b.py", OPEN), ("lib/c.py", OPEN)];
    assert_eq!(status(&files, &in_folders("A review of `src/valves` and `src/pumps`.")), "partly");
    assert_eq!(status(&files, &in_folders("A review of `src/valves`.")), "refuted");
    assert_eq!(status(&files, &in_folders("A review of `src/pumps`.")), "confirmed");
}

#[test]
fn a_folder_that_was_left_out_is_not_what_was_reviewed() {
    for sentence in
        ["Code in `src/old` was excluded.", "Not reviewed: `src/old`.", "All of `src/new`, except `src/old`."]
    {
        let body = in_folders(sentence);
        let open_in_new = [("src/new/a.py", OPEN), ("src/old/b.py", FINE)];
        assert_eq!(status(&open_in_new, &body), "confirmed", "{sentence}");
        let fine_in_new = [("src/new/a.py", FINE), ("src/old/b.py", FINE)];
        assert_eq!(status(&fine_in_new, &body), "refuted", "{sentence}");
    }
    let open_in_old = [("src/new/a.py", FINE), ("src/old/b.py", OPEN)];
    assert_eq!(status(&open_in_old, &in_folders("Code in `src/old` was excluded.")), "not judged");
    // Nor does it say which of two files is meant.
    let two = [("src/new/a.py", OPEN), ("src/old/a.py", FINE)];
    let at = |sentence: &str| {
        let claim = errors("Errors are silently swallowed", "`a.py:4`");
        status(&two, &format!("## Scope\n\n{sentence}\n\n{claim}"))
    };
    assert_eq!(at("Not reviewed: `src/old`."), "not judged");
    assert_eq!(at("All of `src/new`."), "confirmed");
}

#[test]
fn examples_that_are_fine_do_not_refute_the_rest() {
    let files = [("a.py", FINE), ("b.py", OPEN)];
    let at = |files: &[(&str, &str)], named: &str| {
        status(files, &errors("Errors are silently swallowed", &format!("**Files:** {named}\n\n{QUOTE}")))
    };
    assert_eq!(at(&files, "many, e.g. `a.py:4`"), "partly");
    assert_eq!(at(&files, "5 matches across 2 files, for example `a.py:4`"), "partly");
    assert_eq!(at(&files, "`a.py:4`"), "refuted");
    assert_eq!(at(&files[..1], "many, e.g. `a.py:4`"), "refuted");
    assert_eq!(at(&files, "many, e.g. `b.py:4`"), "confirmed");
}

#[test]
fn all_named_lines_count() {
    let both = format!("{FINE}\n\n{OPEN}");
    let files = [("a.py", both.as_str())];
    let at = |place: &str| status(&files, &errors("Errors are silently swallowed", place));
    for place in
        ["`a.py:4/11`", "`a.py:4; 11`", "`a.py:4 or 11`", "`a.py:4`, `11`", "`a.py`, line 4, line 11"]
    {
        assert_eq!(at(place), "partly", "{place}");
    }
    assert_eq!(at("`a.py:4`"), "refuted");
    assert_eq!(at("`a.py:11`"), "confirmed");
    assert_eq!(at("`a.py:9—11`"), "confirmed");
    // What is not understood is not left out in silence.
    let found = judged(&files, &errors("Errors are silently swallowed", "`a.py:4 ~ 11`"));
    assert_eq!(found["status"], "not judged", "{found}");
    assert!(found["why"].as_str().is_some_and(|why| why.ends_with("may be one more line")), "{found}");
}

#[test]
fn a_function_that_the_title_names_is_the_one_that_is_meant() {
    let both = format!("{OPEN}\n\n{FINE}");
    let files = [("a.py", both.as_str())];
    let at = |title: &str| status(&files, &errors(title, "It drops what fails."));
    assert_eq!(at("`lookup()` swallows errors"), "refuted");
    assert_eq!(at("`shut()` swallows errors"), "confirmed");
    assert_eq!(at("`refill()` swallows errors"), "not judged");
    assert_eq!(at("Errors are silently swallowed"), "partly");
}

const QUOTED: &str =
    "```python\ntry:\n    await valve.turn_off_slowly()\nexcept Exception as error:\n    pass\n```\n";

#[test]
fn quoted_code_that_no_transform_sees_refutes_nothing() {
    let unseen = "async def shut(valve):\n    try:\n        await valve.turn_off_slowly()\n    except Exception as error:\n        del error\n";
    let claim = errors("Errors are silently swallowed", QUOTED);
    for title in ["Errors are silently swallowed", "Errors are silently swallowed in `shut()`"] {
        let files = [("a.py", unseen), ("b.py", FINE)];
        assert_eq!(status(&files, &errors(title, QUOTED)), "not judged", "{title}");
    }
    let open = unseen.replace("del error", "pass");
    assert_eq!(status(&[("a.py", &open), ("b.py", FINE)], &claim), "confirmed");
    let spawned = "import asyncio\n\n\nasync def go(pump):\n    spawn = asyncio.create_task\n    spawn(pump.fill_slowly())\n";
    let task = "```python\nasyncio.create_task(pump.fill_slowly())\n```\n";
    let claim = errors("Orphaned tasks", &format!("Tasks that nobody holds.\n\n{task}"));
    assert_eq!(status(&[("a.py", spawned)], &claim), "not judged");
    let plain = spawned.replace("spawn = asyncio.create_task\n    spawn(", "asyncio.create_task(");
    assert_eq!(status(&[("a.py", &plain)], &claim), "confirmed");
    assert_eq!(status(&[("a.py", "x = 1\n")], &claim), "stale");
}

#[test]
fn quoted_code_that_is_gone_is_not_confirmed_by_other_code() {
    let other = OPEN.replace("turn_off_slowly", "drain");
    let claim = errors("Errors are silently swallowed", QUOTED);
    assert_eq!(status(&[("a.py", &other)], &claim), "not judged");
    assert_eq!(status(&[("a.py", &other), ("b.py", OPEN)], &claim), "confirmed");
    let mended = OPEN.replace("pass", "logger.exception('shut')");
    assert_eq!(status(&[("a.py", &other), ("b.py", &mended)], &claim), "not judged");
}

const GATE: &str = "import asyncio\n\n\nclass Lock:\n    def __init__(self):\n        self._level_reached = asyncio.Event()\n\n    def rise(self):\n        self._level_reached.set()\n\n    async def quick(self):\n        await asyncio.wait_for(self._level_reached.wait(), timeout=5)\n";

#[test]
fn code_of_the_fix_is_not_what_is_wrong() {
    let claim = |before: &str, after: &str| {
        let (old, new) = (
            "await self._level_reached.wait()",
            "await asyncio.wait_for(self._level_reached.wait(), timeout=5)",
        );
        let code = format!("{before}\n\n```python\n{old}\n```\n\n{after}\n\n```python\n{new}\n```\n");
        errors("Wait without a timeout", &format!("**File:** `g.py:12`\n\n{code}"))
    };
    let moved = format!("{GATE}\n    async def slow(self):\n        await self._level_reached.wait()\n");
    let open =
        GATE.replace("asyncio.wait_for(self._level_reached.wait(), timeout=5)", "self._level_reached.wait()");
    for (before, after) in [
        ("**Before:**", "**After:**"),
        ("**Current**", "**Should be**"),
        ("Bad:", "Better:"),
        ("**Actual:**", "**Expected:**"),
        ("It hangs.", "Replace it with:"),
    ] {
        let body = claim(before, after);
        assert_eq!(status(&[("g.py", GATE)], &body), "already fixed", "{after}");
        assert_eq!(status(&[("g.py", &open)], &body), "confirmed", "{after}");
        // The safe wait at the old line says nothing of the open one, which is as it is quoted.
        assert_eq!(status(&[("g.py", &moved)], &body), "not judged", "{after}");
    }
}

#[test]
fn a_timeout_that_is_wrong_is_not_one_that_is_missing() {
    let at = |title: &str| status(&[("g.py", GATE)], &errors(title, "**File:** `g.py:12`"));
    for title in ["The wait timeout of five seconds is too short", "Hard-coded timeout while waiting"] {
        assert_eq!(at(title), "not judged", "{title}");
    }
    assert_eq!(at("Waits without a timeout"), "refuted");
    assert_eq!(at("`quick()` waits for ever"), "refuted");
}

#[test]
fn what_is_never_read_grows_all_the_same() {
    let book = "class Book:\n    def __init__(self):\n        self._pages: dict[str, list[str]] = {}\n\n    def write(self, day, word):\n        self._pages.setdefault(day, []).append(word)\n";
    let claim = errors("`_pages` dictionary grows without bound", "**File:** `b.py:3`");
    assert_eq!(status(&[("b.py", book)], &claim), "not judged");
    let pruned = format!(
        "{book}\n    def read(self, day):\n        return self._pages.pop(day)\n\n\ndef use(words):\n    book = Book()\n    for day, word in words:\n        book.write(day, word)\n        book.read(day)\n"
    );
    assert_ne!(status(&[("b.py", &pruned)], &claim), "not judged");
}

#[test]
fn what_stands_beside_findings_is_noted() {
    let notes = |body: &str| {
        let files = [("AUDIT.md", body), ("a.py", OPEN)];
        let folder = project(&files);
        text(&audit(folder.path(), &["AUDIT.md", "a.py", "--no-types"]).stderr)
    };
    let table = "# R\n\n## Errors\n\n| File | Issue |\n|---|---|\n| `a.py:4` | Errors vanish |\n";
    let list = "# R\n\n## Errors\n\n- `a.py:4`: errors vanish\n";
    assert!(!notes(table).contains("note:") && !notes(list).contains("note:"));
    for (found, more, line) in [
        (table, "\n- All of `b.py` was read as well\n", 9),
        (table, "\nAlso `b.py:4` drops them.\n", 9),
        (table, "\n| File | Remark |\n|---|---|\n| `b.py:4` | errors vanish |\n", 11),
        (list, "\nAlso `b.py:4` drops them.\n", 7),
        (list, "\n<p>b.py:4 drops them</p>\n", 7),
    ] {
        let said = notes(&format!("{found}{more}"));
        let note = format!("note: 1 part of the audit that may be findings is read as none: line {line} (");
        assert!(said.contains(&note), "{more}: {said}");
    }
    assert!(!notes(&format!("{list}\n<!-- b.py:4 is done -->\n")).contains("note:"));
}
