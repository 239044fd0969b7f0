//! What is no site any more is already fixed only if it looks mended: the same defect in other words does not.

use super::{audit, finding, lines, project};

const HEAD: &str = "import asyncio\nimport logging\n\nlogger = logging.getLogger(__name__)\n\n\n";

fn judged(code: &str, title: &str, line: &str, quote: &str, fix: &str) -> (String, serde_json::Value) {
    let fix = if fix.is_empty() { String::new() } else { format!("\n**Fix:**\n```python\n{fix}```\n") };
    let text = format!(
        "# Audit\n\n## 1. All\n\n### 1.1 [HIGH] {title}\n\n**File:** `a.py:{line}`\n\n```python\n{quote}```\n{fix}"
    );
    let folder = project(&[("AUDIT.md", &text), ("a.py", code)]);
    let lines = lines(&audit(folder.path(), &["AUDIT.md", ".", "--format", "json", "--no-types"]));
    let found = finding(&lines, "1.1").clone();
    (found["status"].as_str().expect("a status").to_string(), found["locations"][0].clone())
}

const SWALLOWED: &str = "Errors are silently swallowed";

/// A `try` in lines 9 and 10, with what follows.
fn hang_up(rest: &str) -> String {
    format!(
        "{HEAD}class Line:\n    async def quit(self, line):\n        try:\n            await line.hang_up_gently()\n{rest}"
    )
}

#[test]
fn a_handler_that_drops_the_error_in_other_words_is_not_fixed() {
    let quote = "try:\n    await line.hang_up_gently()\nexcept Exception:\n    pass\n";
    for rest in [
        "        except Exception as error:\n            del error\n",
        "        except Exception as error:\n            _ = error\n",
        "        finally:\n            return\n",
    ] {
        let (status, at) = judged(&hang_up(rest), SWALLOWED, "11", quote, "");
        assert_eq!(status, "not judged", "{rest}{at}");
        let why = at["why"].as_str().expect("a reason");
        assert!(why.ends_with("; it is not known whether that mends it"), "{why}");
    }
    let gathered = format!(
        "{HEAD}class Line:\n    async def quit(self, line):\n        await asyncio.gather(line.hang_up_gently(), return_exceptions=True)\n"
    );
    assert_eq!(judged(&gathered, SWALLOWED, "9", quote, "").0, "not judged");
    for rest in [
        "        except Exception:\n            raise\n",
        "        except Exception as error:\n            logger.debug(\"quit\")\n            raise Hung from error\n",
    ] {
        let (status, at) = judged(&hang_up(rest), SWALLOWED, "11", quote, "");
        assert_eq!(status, "already fixed", "{rest}{at}");
    }
    let untried = format!(
        "{HEAD}class Line:\n    async def quit(self, line):\n        await line.hang_up_gently()\n        self.over = 1\n"
    );
    assert_eq!(judged(&untried, SWALLOWED, "9", quote, "").0, "already fixed");
}

#[test]
fn a_wait_in_other_words_is_not_fixed() {
    let wait = |code: &str| {
        format!(
            "{HEAD}class Door:\n    def __init__(self):\n        self._bell_rung = asyncio.Event()\n\n    def ring(self):\n        self._bell_rung.set()\n\n    async def greet(self):\n        {code}\n"
        )
    };
    let judged = |code: &str| {
        judged(&wait(code), "`greet()` waits without a timeout", "15", "await self._bell_rung.wait()\n", "")
    };
    for code in [
        "await asyncio.shield(self._bell_rung.wait())",
        "await asyncio.gather(self._bell_rung.wait())",
        "waiter = asyncio.create_task(self._bell_rung.wait())\n        await waiter",
    ] {
        let (status, at) = judged(code);
        assert_eq!(status, "not judged", "{code}: {at}");
    }
    for code in [
        "await asyncio.wait_for(self._bell_rung.wait(), timeout=5)",
        "await asyncio.wait([asyncio.ensure_future(self._bell_rung.wait())], timeout=5)",
    ] {
        let (status, at) = judged(code);
        assert_eq!(status, "already fixed", "{code}: {at}");
    }
}

#[test]
fn a_lock_that_is_made_in_two_other_steps_is_not_fixed() {
    let quote = "if guest not in self._guest_locks:\n    self._guest_locks[guest] = asyncio.Lock()\nreturn self._guest_locks[guest]\n";
    let code = |body: &str| {
        format!(
            "{HEAD}class Inn:\n    def __init__(self):\n        self._guest_locks = {{}}\n\n    async def lock_of(self, guest):\n{body}"
        )
    };
    let steps = "        lock = self._guest_locks.get(guest)\n        if lock is None:\n            await asyncio.sleep(0)\n            lock = asyncio.Lock()\n            self._guest_locks.update({guest: lock})\n        return lock\n";
    let (status, at) = judged(&code(steps), "Lock creation race in `lock_of()`", "12-16", quote, "");
    assert_eq!(status, "not judged", "{at}");
    let one = "        return self._guest_locks.setdefault(guest, asyncio.Lock())\n";
    let (status, at) = judged(&code(one), "Lock creation race in `lock_of()`", "12", quote, "");
    assert_eq!(status, "already fixed", "{at}");
}

#[test]
fn a_loop_that_still_has_no_end_is_not_fixed() {
    let code = |test: &str| {
        format!(
            "{HEAD}class Heart:\n    def __init__(self):\n        self._beating = True\n\n    def stop(self):\n        self._beating = False\n\n    async def run(self):\n        forever = True\n        while {test}:\n            await self.publish_one_beat()\n"
        )
    };
    let quote = "while True:\n    await self.publish_one_beat()\n";
    let judged =
        |test: &str| judged(&code(test), "`run()` loops endlessly and cannot be stopped", "15-17", quote, "");
    assert_eq!(judged("forever").0, "not judged");
    assert_eq!(judged("self._beating").0, "already fixed");
}

#[test]
fn what_is_proposed_counts_where_the_claim_is() {
    let code = format!(
        "{HEAD}class Reader:\n    async def first(self, pipe):\n        await asyncio.wait_for(pipe.read_one_page(9), timeout=5)\n\n    async def second(self, pipe):\n        await pipe.read_one_page(9)\n"
    );
    let quote = "await pipe.read_one_page(9)\n";
    let fix = "await asyncio.wait_for(pipe.read_one_page(9), timeout=5)\n";
    let title = "`second()` waits without a timeout";
    let (status, at) = judged(&code, title, "12", quote, fix);
    assert_eq!(status, "not judged", "{at}");
    assert_eq!(at["found_line"], 12);
    let mended = code
        .replace("        await pipe.read", "        await asyncio.wait_for(pipe.read")
        .replace("wait_for(pipe.read_one_page(9)\n", "wait_for(pipe.read_one_page(9), timeout=5)\n");
    let (status, at) = judged(&mended, title, "12", quote, fix);
    assert_eq!(status, "already fixed", "{at}");
    assert_eq!(at["why"], "what the audit proposes stands in line 12");
    // The one of the other function is not it, either, where the quoted code has become the same in other words.
    let shielded = code.replace(
        "        await pipe.read_one_page(9)",
        "        await asyncio.shield(pipe.read_one_page(9))",
    );
    let (status, at) = judged(&shielded, title, "12", quote, fix);
    assert_eq!(status, "not judged", "{at}");
}

#[test]
fn a_log_call_counts_in_the_handler_and_not_before_it() {
    let code = |before: &str, inside: &str| {
        format!(
            "{HEAD}def print_all(press):\n    try:\n{before}        press.print_the_page()\n    except Exception as error:\n{inside}        del error\n"
        )
    };
    let quote = "try:\n    press.print_the_page()\nexcept Exception as error:\n    del error\n";
    let title = "`print_all()` swallows errors silently";
    for before in
        ["        logger.debug('starting')\n", "        if not press:\n            raise ValueError\n"]
    {
        let (status, at) = judged(&code(before, ""), title, "10", quote, "");
        assert_eq!(status, "not judged", "{at}");
    }
    let (status, at) = judged(&code("", "        logger.exception('printing')\n"), title, "10", quote, "");
    assert_eq!(status, "already fixed", "{at}");
}
