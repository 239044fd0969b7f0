//! Which sites at a location a finding means: title and quote exclude others, be they open or fine.

use super::{audit, finding, lines, project};

/// A narrow handler that is right, and one that drops everything.
const TWO: &str = "def seek(shelf, book):\n    try:\n        return shelf[book]\n    except KeyError:\n        pass\n\n\nasync def quit(line):\n    try:\n        await line.hang_up_gently()\n    except Exception:\n        pass\n";

/// A bounded wait and an endless one.
const DOOR: &str = "import asyncio\n\n\nclass Door:\n    def __init__(self):\n        self._bell_rung = asyncio.Event()\n        self._lock_open = asyncio.Event()\n\n    def ring(self):\n        self._bell_rung.set()\n        self._lock_open.set()\n\n    async def greet(self):\n        await asyncio.wait_for(self._bell_rung.wait(), timeout=5)\n\n    async def enter(self):\n        await self._lock_open.wait()\n";

/// Two classes with an attribute of one name: the first has a cap.
const SHOPS: &str = "class Small:\n    def __init__(self):\n        self._orders: dict[str, list[str]] = {}\n\n    def note(self, who, what):\n        self._orders.setdefault(who, []).append(what)\n        while len(self._orders) > 100:\n            self._orders.pop(next(iter(self._orders)))\n\n    def of(self, who):\n        return self._orders.get(who)\n\n\nclass Large:\n    def __init__(self):\n        self._orders: dict[str, list[str]] = {}\n        self._prices: dict[str, list[int]] = {}\n\n    def note(self, who, what):\n        self._orders.setdefault(who, []).append(what)\n\n    def of(self, who):\n        return self._orders.get(who)\n";

/// The status of a finding about one file, and what is said of its location.
fn judged(code: &str, title: &str, place: &str, quote: &str) -> (String, String) {
    let block = if quote.is_empty() { String::new() } else { format!("\n```python\n{quote}```\n") };
    let text = format!("# Audit\n\n## 1. All\n\n### 1.1 [HIGH] {title}\n\n**File:** `{place}`\n{block}");
    let folder = project(&[("AUDIT.md", &text), ("a.py", code)]);
    let lines = lines(&audit(folder.path(), &["AUDIT.md", ".", "--format", "json", "--no-types"]));
    let found = finding(&lines, "1.1");
    let said = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_string();
    (said(&found["status"]), said(&found["locations"][0]["why"]))
}

fn status(code: &str, title: &str, place: &str, quote: &str) -> String {
    judged(code, title, place, quote).0
}

const SWALLOWED: &str = "Errors are silently swallowed";

#[test]
fn a_fine_site_of_another_function_than_the_titles_refutes_nothing() {
    // The line is that of `greet`; the title finds the endless wait.
    assert_eq!(status(DOOR, "`Door.enter` waits without a timeout", "a.py:14", ""), "confirmed");
    assert_eq!(status(DOOR, "`Door.greet` waits without a timeout", "a.py:14", ""), "refuted");
    // A function that the file does not have says nothing.
    assert_eq!(status(DOOR, "`Door.leave` waits without a timeout", "a.py:14", ""), "refuted");
    let silent = TWO.replace("except Exception:", "except Exception:  # amends: ignore[AM401] known");
    assert_eq!(status(&silent, "`quit()` swallows errors", "a.py:4", ""), "not judged");
    assert_eq!(status(&silent, "`seek()` swallows errors", "a.py:4", ""), "refuted");
}

#[test]
fn an_open_site_on_the_named_line_counts_though_the_title_names_another_function() {
    assert_eq!(status(TWO, "`seek()` swallows errors", "a.py:11", ""), "confirmed");
}

#[test]
fn a_quote_that_stands_elsewhere_is_not_what_stands_at_the_line() {
    let quote = "except Exception:\n    pass\n";
    for far in ["", "\n\n\n\n\n\n\n\n\n\n\n"] {
        let code = TWO.replace("async def quit", &format!("{far}async def quit"));
        for place in ["a.py:4", "a.py:5"] {
            let (status, why) = judged(&code, SWALLOWED, place, quote);
            assert_eq!(status, "not judged", "{place}: {why}");
            assert_eq!(why, "another site stands there now than the one that the audit quotes");
        }
    }
    assert_eq!(status(TWO, SWALLOWED, "a.py:4", "except KeyError:\n    pass\n"), "refuted");
    // Where no line of the quote is left, what stands at the line is all there is.
    let narrow = TWO.replace("except Exception:", "except KeyError:");
    assert_eq!(status(&narrow, SWALLOWED, "a.py:4", quote), "refuted");
}

#[test]
fn in_a_range_the_title_says_which_handler() {
    let title = |name: &str| format!("Errors in `{name}()` are silently swallowed");
    assert_eq!(status(TWO, &title("seek"), "a.py:1-12", ""), "refuted");
    assert_eq!(status(TWO, &title("quit"), "a.py:1-12", ""), "confirmed");
    assert_eq!(status(TWO, SWALLOWED, "a.py:1-12", ""), "confirmed");
}

#[test]
fn in_a_range_the_quote_says_which_handler() {
    assert_eq!(status(TWO, SWALLOWED, "a.py:1-12", "except KeyError:\n    pass\n"), "refuted");
    assert_eq!(status(TWO, SWALLOWED, "a.py:1-12", "except Exception:\n    pass\n"), "confirmed");
    // The head of a function is quoted for all that stands in it.
    assert_eq!(status(TWO, SWALLOWED, "a.py:8-12", "async def quit(line):\n    ...\n"), "confirmed");
}

#[test]
fn a_handler_that_no_transform_knows_leaves_a_range_open() {
    let blind =
        TWO.replace("except Exception:\n        pass", "except Exception as error:\n        del error");
    let (found, why) = judged(&blind, SWALLOWED, "a.py:1-12", "");
    assert_eq!(
        (found.as_str(), why.as_str()),
        ("not judged", "line 11 is a handler, too, and the transforms take it for no site")
    );
    let (found, why) = judged(&blind, SWALLOWED, "a.py:1-12", "except Exception as error:\n    del error\n");
    assert_eq!(found, "not judged", "{why}");
    // One that reports is none, and one that the title excludes neither.
    let told = TWO.replace("except Exception:\n        pass", "except Exception:\n        raise");
    assert_eq!(status(&told, SWALLOWED, "a.py:1-12", ""), "refuted");
    assert_eq!(status(&blind, "`seek()` swallows errors", "a.py:1-12", ""), "refuted");
}

#[test]
fn a_wait_is_that_for_the_attribute_that_is_named() {
    let bell = "`_bell_rung` is waited for without a timeout";
    let lock = "`_lock_open` is waited for without a timeout";
    for place in ["a.py", "a.py:13-17"] {
        assert_eq!(status(DOOR, bell, place, ""), "refuted", "{place}");
        assert_eq!(status(DOOR, lock, place, ""), "confirmed", "{place}");
    }
    assert_eq!(
        status(DOOR, "Wait without a timeout", "a.py:13-17", "await self._bell_rung.wait()\n"),
        "already fixed"
    );
    assert_eq!(
        status(DOOR, "Wait without a timeout", "a.py:13-17", "await self._lock_open.wait()\n"),
        "confirmed"
    );
    // What only the text names narrows a file, and does not refute what is open in it.
    let issue = |name: &str| format!("Wait without a timeout\n\n**Issue:** `self.{name}.wait()` never ends.");
    assert_eq!(status(DOOR, &issue("_bell_rung"), "a.py", ""), "not judged");
    assert_eq!(status(DOOR, &issue("_lock_open"), "a.py", ""), "confirmed");
}

#[test]
fn an_attribute_is_that_of_the_class_that_is_named() {
    let grows = |name: &str| format!("`{name}` dictionary grows without bound");
    assert_eq!(status(SHOPS, &grows("Small._orders"), "a.py", ""), "refuted");
    assert_eq!(status(SHOPS, &grows("Large._orders"), "a.py", ""), "confirmed");
    // Nobody fills `_prices`, so it is no site; the other attribute that grows does not confirm it.
    assert_eq!(status(SHOPS, &grows("_prices"), "a.py", ""), "not judged");
}

#[test]
fn a_line_that_uses_an_attribute_means_that_of_its_class() {
    let grows = "`_orders` dictionary grows without bound";
    let quote = "self._orders.setdefault(who, []).append(what)\n";
    for quote in ["", quote] {
        assert_eq!(status(SHOPS, grows, "a.py:6", quote), "refuted", "{quote}");
        assert_eq!(status(SHOPS, grows, "a.py:20", quote), "confirmed", "{quote}");
    }
    // A class that makes none of its own uses that of its base.
    let heir = format!(
        "{SHOPS}\n\nclass Chain(Large):\n    def more(self, who):\n        self._orders[who].append('more')\n"
    );
    assert_eq!(status(&heir, grows, "a.py:28", ""), "confirmed");
    let stranger = heir.replace("(Large)", "");
    assert_eq!(status(&stranger, grows, "a.py:28", ""), "not judged");
}
