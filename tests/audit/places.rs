//! Where a finding is in code that has changed since: whose site stands on a line, what has moved, and what is gone.

use super::{audit, finding, lines, project};

const GATE: &str = "import asyncio\n\n\nclass Gate:\n    def __init__(self) -> None:\n        self._alpha_ready = asyncio.Event()\n        self._omega_flag = asyncio.Event()\n\n    async def wait_alpha(self) -> None:\n        await self._alpha_ready.wait()\n\n    async def wait_omega(self) -> None:\n        await self._omega_flag.wait()\n\n    def go(self) -> None:\n        self._alpha_ready.set()\n        self._omega_flag.set()\n";

const ALPHA: &str = "### 1.1 [HIGH] `wait_alpha()` without a timeout\n\n**File:** `app/gate.py:10`\n\n```python\nawait self._alpha_ready.wait()\n```\n";

const OMEGA: &str = "### 1.2 [HIGH] `wait_omega()` without a timeout\n\n**File:** `app/gate.py:13`\n\n```python\nawait self._omega_flag.wait()\n```\n";

/// Status and first location of finding 1.1.
fn judged(files: &[(&str, &str)], claims: &str) -> (String, serde_json::Value) {
    let text = format!("# Audit\n\n## 1. All\n\n{claims}");
    let mut all = vec![("AUDIT.md", text.as_str())];
    all.extend(files);
    let folder = project(&all);
    let lines = lines(&audit(folder.path(), &["AUDIT.md", ".", "--format", "json", "--no-types"]));
    let found = finding(&lines, "1.1").clone();
    (found["status"].as_str().expect("a status").to_string(), found)
}

#[test]
fn another_site_on_the_line_confirms_nothing() {
    let (status, _) = judged(&[("app/gate.py", GATE)], ALPHA);
    assert_eq!(status, "confirmed");
    let gone = GATE
        .replace("    async def wait_alpha(self) -> None:\n        await self._alpha_ready.wait()\n\n", "");
    let (status, found) = judged(&[("app/gate.py", &gone)], ALPHA);
    assert_eq!(status, "not judged", "{found}");
    assert_eq!(
        found["locations"][0]["why"],
        "another site stands there now than the one that the audit quotes"
    );
    assert_eq!(found["sites"], serde_json::json!([]));
}

#[test]
fn evidence_elsewhere_is_no_site_of_the_claim() {
    let code = "import asyncio\nimport logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef begin(job):\n    asyncio.create_task(job())\n";
    let claim =
        |line: usize| format!("### 1.1 [HIGH] Orphaned tasks that nobody holds\n\n**File:** `a.py:{line}`\n");
    assert_eq!(judged(&[("a.py", code)], &claim(8)).0, "confirmed");
    assert_eq!(judged(&[("a.py", code)], &claim(4)).0, "not judged");
}

#[test]
fn a_line_that_is_everywhere_is_not_what_is_quoted() {
    let code = "def f(x):\n    try:\n        x.stop_it_now()\n    finally:\n        x.end_it_now()\n";
    let claim = "### 1.1 [HIGH] Cancellation swallowed\n\n**File:** `a.py:3`\n\n```python\ntry:\n    await task\nexcept asyncio.CancelledError:\n    pass\n```\n";
    assert_eq!(judged(&[("a.py", code)], claim).0, "stale");
}

#[test]
fn what_stands_around_tells_how_far_a_line_has_moved() {
    let handler = "### 1.1 [HIGH] Errors are silently swallowed\n\n**File:** `app/gate.py:22`\n\n```python\nexcept Exception:\n    pass\n```\n\n";
    let code = format!(
        "{GATE}\n    def end(self) -> None:\n        try:\n            self._omega_flag.clear()\n        except Exception:\n            pass\n"
    );
    let claims = format!("{handler}{}", OMEGA);
    assert_eq!(judged(&[("app/gate.py", &code)], &claims).0, "confirmed");
    let shifted = format!("{}{code}", "# one more line\n".repeat(60));
    let (status, found) = judged(&[("app/gate.py", &shifted)], &claims);
    assert_eq!((status.as_str(), &found["locations"][0]["found_line"]), ("confirmed", &82.into()), "{found}");
    // With nothing around it that tells, it is not known which handler is meant.
    let (status, found) = judged(&[("app/gate.py", &shifted)], handler);
    assert_eq!(status, "not judged", "{found}");
}

#[test]
fn a_renamed_file_is_told_by_all_that_is_quoted_from_it() {
    let other = "import asyncio\n\n\nclass Other:\n    def __init__(self) -> None:\n        self._gamma_ready = asyncio.Event()\n\n    async def wait_gamma(self) -> None:\n        await self._gamma_ready.wait()\n\n    def go(self) -> None:\n        self._gamma_ready.set()\n";
    let claims = format!(
        "### 1.1 [HIGH] Waits without a timeout\n\n**Files:** `app/other.py:9`, `app/gate.py:13`\n\n```python\nawait self._omega_flag.wait()\n```\n\n{}{OMEGA}",
        ALPHA.replace("1.1", "1.3")
    );
    let (status, found) = judged(&[("app/others.py", other), ("app/doors.py", GATE)], &claims);
    let at = |number: usize| {
        let location = &found["locations"][number];
        (location["status"].clone(), location["found_path"].clone(), location["found_line"].clone())
    };
    assert_eq!(at(1), ("open".into(), "app/doors.py".into(), 13.into()), "{found}");
    // One example does not say that the other location is this code.
    assert_eq!(at(0).0, "stale");
    assert_eq!(status, "confirmed");
}

#[test]
fn a_handler_that_now_logs_is_already_fixed() {
    let claim = "### 1.1 [HIGH] Errors are silently swallowed\n\n**File:** `a.py:7`\n\n```python\nexcept Exception:\n    breaker.count_the_failure()\n```\n";
    let code = "import logging\n\nlogger = logging.getLogger(__name__)\n\ndef f(x, breaker):\n    try:\n        x.stop_it_now()\n    except Exception:\n        logger.exception(\"x\")\n        breaker.count_the_failure()\n";
    assert_eq!(judged(&[("a.py", code)], claim).0, "already fixed");
}

#[test]
fn code_that_is_quoted_narrows_a_file() {
    let claim = "### 1.1 [HIGH] `Gate.wait_alpha` never times out\n\n```python\n# app/gate.py\nasync def wait_alpha(self) -> None:\n    await self._alpha_ready.wait()\n```\n";
    let (status, found) = judged(&[("app/gate.py", GATE)], claim);
    assert_eq!((status.as_str(), found["sites"].as_array().map(Vec::len)), ("confirmed", Some(1)), "{found}");
    let bounded = GATE.replace(
        "await self._alpha_ready.wait()",
        "await asyncio.wait_for(self._alpha_ready.wait(), timeout=5)",
    );
    let (status, found) = judged(&[("app/gate.py", &bounded)], claim);
    assert_eq!(status, "already fixed", "{found}");
}

#[test]
fn of_two_sites_on_one_line_the_quoted_one_is_meant() {
    let both = GATE.replace(
        "await self._alpha_ready.wait()",
        "await asyncio.wait_for(self._alpha_ready.wait(), timeout=5); await self._omega_flag.wait()",
    );
    let (status, found) = judged(&[("app/gate.py", &both)], ALPHA);
    assert_eq!(status, "already fixed", "{found}");
}

#[test]
fn a_quoted_line_that_is_another_one_now_is_no_neighbour() {
    let claim = "### 1.1 [MEDIUM] Sample lists without a cap\n\n**File:** `m.py:4`, `m.py:5`\n\n```python\nself._latencies: list[float] = []\nself._arrivals: list[float] = []\n```\n\n**Issue:** One float per message, an unbounded history that only grows.\n";
    let code = "import collections\nclass Metrics:\n    def __init__(self) -> None:\n        self._latencies: list[float] = []\n        self._arrivals: list[float] = []\n\n    def note(self, value: float) -> None:\n        self._latencies.append(value)\n        self._arrivals.append(value)\n\n    def sums(self) -> float:\n        return sum(self._latencies) + sum(self._arrivals)\n";
    assert_eq!(judged(&[("m.py", code)], claim).0, "confirmed");
    let bounded = code.replace(
        "self._latencies: list[float] = []",
        "self._latencies: collections.deque[float] = collections.deque(maxlen=9)",
    );
    let (_, found) = judged(&[("m.py", &bounded)], claim);
    assert_eq!(found["locations"][0]["status"], "already fixed", "{found}");
    assert_eq!(found["locations"][1]["status"], "open", "{found}");
}
