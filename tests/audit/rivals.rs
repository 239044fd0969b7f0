//! Where several places look like what a finding speaks of: which one is meant, and what is said where that is not known.

use super::{audit, finding, lines, project};

/// A finding as JSON.
fn judged(files: &[(&str, &str)], claims: &str, id: &str) -> serde_json::Value {
    let text = format!("# Audit\n\n## 1. All\n\n{claims}");
    let mut all = vec![("AUDIT.md", text.as_str())];
    all.extend(files);
    let folder = project(&all);
    let lines = lines(&audit(folder.path(), &["AUDIT.md", ".", "--format", "json", "--no-types"]));
    finding(&lines, id).clone()
}

/// Its status and where it is now.
fn found(found: &serde_json::Value) -> (&str, Option<u64>) {
    (found["status"].as_str().expect("a status"), found["locations"][0]["found_line"].as_u64())
}

/// Why its location has the state that it has.
fn why(found: &serde_json::Value) -> &str {
    found["locations"][0]["why"].as_str().unwrap_or_default()
}

fn claim(id: &str, title: &str, places: &str, code: &str) -> String {
    let code = if code.is_empty() { String::new() } else { format!("```python\n{code}```\n\n") };
    format!("### {id} [HIGH] {title}\n\n**Files:** {places}\n\n{code}")
}

const DROPS: &str = "async def shut(link):\n    try:\n        await link.hang_up_softly()\n    except Exception:\n        pass\n\n\n";

const KNOWN: &str =
    "def known(table, key):\n    try:\n        return table[key]\n    except KeyError:\n        pass\n\n\n";

const SWALLOWED: &str = "Errors are silently swallowed";

#[test]
fn a_line_quoted_from_a_range_moves_nothing_else() {
    // The quoted line is line 15 of the range 1-20; 14 lines below line 24 a handler stands that is fine.
    let long = format!(
        "def fill(cup):\n{}    cup.overflow_the_rim()\n{}",
        "    cup.pour()\n".repeat(13),
        "    cup.pour()\n".repeat(5)
    );
    let code = format!("{long}{DROPS}{}{KNOWN}", "# more\n".repeat(7));
    let claims = format!(
        "{}{}",
        claim("1.1", "`fill()` is too long", "`a.py:1-20`", "cup.overflow_the_rim()\n"),
        claim("1.2", SWALLOWED, "`a.py:24`", "")
    );
    let lines: Vec<&str> = code.lines().collect();
    assert_eq!((lines[23].trim(), lines[37].trim()), ("except Exception:", "except KeyError:"));
    assert_eq!(found(&judged(&[("a.py", &code)], &claims, "1.2")), ("confirmed", Some(24)));
    // All of it further below: now the quoted line is out of its range, and both have moved by 30.
    let moved = format!("{}{code}", "# more\n".repeat(30));
    let finding = judged(&[("a.py", &moved)], &claims.replace("a.py:1-20", "a.py:15"), "1.2");
    assert_eq!(found(&finding), ("confirmed", Some(54)));
}

#[test]
fn one_function_that_moved_takes_no_site_along() {
    // `ring_the_bell()` was in line 14 and is in line 34: 20 lines below line 4 a fine handler stands.
    let code = format!("{DROPS}{}{KNOWN}{}ring_the_bell()\n", "# x\n".repeat(13), "# y\n".repeat(6));
    let lines: Vec<&str> = code.lines().collect();
    assert_eq!(lines[3].trim(), "except Exception:");
    assert_eq!((lines[23].trim(), lines[33].trim()), ("except KeyError:", "ring_the_bell()"));
    let bell = claim("1.1", "Noise", "`a.py:14`", "ring_the_bell()\n");
    let finding =
        judged(&[("a.py", &code)], &(bell.clone() + &claim("1.2", SWALLOWED, "`a.py:4`", "")), "1.2");
    assert_eq!(found(&finding).0, "not judged", "{finding}");
    assert_eq!(
        why(&finding),
        "code near it has moved, line 4 has a site as well, and it is not known which is meant"
    );
    // What it quotes says which.
    let quoted = claim("1.2", SWALLOWED, "`a.py:4`", "except Exception:\n    pass\n");
    assert_eq!(found(&judged(&[("a.py", &code)], &(bell.clone() + &quoted), "1.2")), ("confirmed", Some(4)));
    // Code before and after it has moved as far: then so has it, whatever stands at its line now.
    let before = format!("# x\n{KNOWN}{}", "# x\n".repeat(12));
    let code = format!("{before}first_of_all()\n{DROPS}ring_the_bell()\n");
    let claims = format!(
        "{}{}",
        claim("1.1", "Noise", "`a.py:9`", "ring_the_bell()\n"),
        claim("1.2", SWALLOWED, "`a.py:5`", "")
    );
    assert_eq!(found(&judged(&[("a.py", &code)], &claims, "1.2")).0, "not judged");
    let both = claims + &claim("1.3", "Noise", "`a.py:1`", "first_of_all()\n");
    assert_eq!(found(&judged(&[("a.py", &code)], &both, "1.2")), ("confirmed", Some(25)));
}

const GATE: &str = "import asyncio\n\n\nclass Gate:\n    def __init__(self):\n        self._lamp_is_lit = asyncio.Event()\n\n    def light(self):\n        self._lamp_is_lit.set()\n\n    async def calm(self):\n        await asyncio.wait_for(self._lamp_is_lit.wait(), timeout=5)\n\n    async def idle(self):\n        return 1\n\n    async def both(self):\n        await self._lamp_is_lit.wait()\n";

#[test]
fn all_of_a_quote_in_the_named_function_is_more_than_a_part_at_the_line() {
    let wait = "await self._lamp_is_lit.wait()\n";
    for line in [12, 13] {
        let text = claim("1.1", "`both()` waits without a timeout", &format!("`g.py:{line}`"), wait);
        assert_eq!(found(&judged(&[("g.py", GATE)], &text, "1.1")), ("confirmed", Some(18)));
    }
    let with_head = claim(
        "1.1",
        "Wait without a timeout",
        "`g.py:12`",
        "async def both(self):\n    await self._lamp_is_lit.wait()\n",
    );
    assert_eq!(found(&judged(&[("g.py", GATE)], &with_head, "1.1")), ("confirmed", Some(17)));
    // Nothing says which of the two is meant.
    let unnamed = claim("1.1", "Wait without a timeout", "`g.py:12`", wait);
    let finding = judged(&[("g.py", GATE)], &unnamed, "1.1");
    assert_eq!(found(&finding).0, "not judged");
    assert_eq!(
        why(&finding),
        "all of what the audit quotes stands in line 18, and it is not known whether that is meant"
    );
    // The function that is named has its timeout now, and the other one is another one.
    let calm = claim("1.1", "`calm()` waits without a timeout", "`g.py:12`", wait);
    assert_eq!(found(&judged(&[("g.py", GATE)], &calm, "1.1")), ("already fixed", Some(12)));
}

const BLOCK: &str = "try:\n    await link.hang_up_softly()\nexcept Exception:\n    pass\n";

#[test]
fn the_same_block_in_another_function_confirms_nothing() {
    let start = "class Phone:\n    async def start(self, link):\n        try:\n            await link.hang_up_softly()\n        except Exception:\n            pass\n";
    let stop = format!("{start}\n    async def stop(self, link):\n        await link.hang_up_softly()\n");
    let says = |line: usize| claim("1.1", "`Phone.stop()` swallows errors", &format!("`p.py:{line}`"), BLOCK);
    assert_eq!(found(&judged(&[("p.py", &stop)], &says(9), "1.1")), ("already fixed", Some(9)));
    for (code, line) in [(stop.as_str(), 60), (start, 30)] {
        let finding = judged(&[("p.py", code)], &says(line), "1.1");
        assert_eq!(found(&finding).0, "not judged", "{finding}");
        assert_eq!(
            why(&finding),
            "all of what the audit quotes stands in lines 3-6, and it is not known whether that is meant"
        );
    }
    // The function that is named still has it, far from the line.
    let both = format!(
        "{start}\n    async def stop(self, link):\n{}",
        start.lines().skip(2).map(|line| format!("{line}\n")).collect::<String>()
    );
    assert_eq!(found(&judged(&[("p.py", &both)], &says(60), "1.1")), ("confirmed", Some(9)));
}

#[test]
fn code_that_another_finding_speaks_of_is_its_own() {
    let code = "import asyncio\n\n\nclass Keys:\n    def __init__(self):\n        self._door_locks = {}\n\n    def front(self, door):\n        return self._door_locks.setdefault(door, asyncio.Lock())\n\n    def back(self, door):\n        if door not in self._door_locks:\n            self._door_locks[door] = asyncio.Lock()\n        return self._door_locks[door]\n";
    let quote = "if door not in self._door_locks:\n    self._door_locks[door] = asyncio.Lock()\nreturn self._door_locks[door]\n";
    let fix = "**Fix:**\n```python\nreturn self._door_locks.setdefault(door, asyncio.Lock())\n```\n\n";
    for (front, back) in [("in `front()`", "in `back()`"), ("at the front", "at the back")] {
        let claims = format!(
            "{}{fix}{}{fix}",
            claim("1.1", &format!("Lock creation race {front}"), "`k.py:9`", quote),
            claim("1.2", &format!("Lock creation race {back}"), "`k.py:12-14`", quote)
        );
        assert_eq!(found(&judged(&[("k.py", code)], &claims, "1.1")), ("already fixed", Some(9)), "{front}");
        assert_eq!(found(&judged(&[("k.py", code)], &claims, "1.2")), ("confirmed", Some(12)), "{back}");
    }
}

#[test]
fn code_that_left_a_file_that_remains_is_not_gone() {
    let phone = "from lines import shut\n\n\nclass Phone:\n    async def close(self, link):\n        await shut(link)\n";
    let files = [("lines.py", DROPS), ("phone.py", phone)];
    let head = "async def close(self, link):\n    try:\n        await link.hang_up_softly()\n    except Exception:\n        pass\n";
    for (title, code, without) in
        [("Swallowed errors", BLOCK, "stale"), ("`close()` swallows errors", head, "already fixed")]
    {
        let text = claim("1.1", title, "`phone.py:5-9`", code);
        let finding = judged(&files, &text, "1.1");
        assert_eq!(found(&finding).0, "not judged", "{finding}");
        let reason = "all of what the audit quotes stands in lines.py, lines 2-5, and it is not known whether that is meant";
        assert_eq!(why(&finding), reason);
        // Nowhere else: then it is gone.
        let gone = judged(&[("lines.py", KNOWN), ("phone.py", phone)], &text, "1.1");
        assert_eq!(found(&gone).0, without, "{gone}");
    }
    // What is left of it in its own file is what has become of it.
    let fixed = phone.replace("shut(link)", "link.hang_up_softly()");
    let finding = judged(
        &[("lines.py", DROPS), ("phone.py", &fixed)],
        &claim("1.1", "Swallowed errors", "`phone.py:6`", BLOCK),
        "1.1",
    );
    assert_eq!(found(&finding).0, "already fixed", "{finding}");
}

#[test]
fn a_range_ends_with_its_file_and_is_judged_by_what_is_quoted_from_it() {
    let code = format!("{KNOWN}{DROPS}");
    let says = |quote: &str| claim("1.1", SWALLOWED, "`a.py:1-12`", quote);
    let finding = judged(&[("a.py", code.trim_end())], &says("except KeyError:\n    pass\n"), "1.1");
    let location = &finding["locations"][0];
    assert_eq!((found(&finding), &location["moved"]), (("refuted", Some(4)), &false.into()), "{finding}");
    assert_eq!(location["found_end_line"], 5);
    let finding = judged(&[("a.py", &code)], &says("except Exception:\n    pass\n"), "1.1");
    assert_eq!(found(&finding).0, "confirmed", "{finding}");
}
