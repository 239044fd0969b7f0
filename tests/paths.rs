//! Judgements that depend on where a file lies: cases all have one path, so these are here.

use amends::config::Settings;
use amends::pipeline::{Apply, process};
use amends::registry::Registry;
use amends::transforms;
use amends::verdict::Verdict;

use crate::cases::with_stack;

const SILENT: &str = "def stop(link):\n    try:\n        link.close()\n    except Exception:\n        pass\n";
const ORPHAN: &str = "import asyncio\n\n\ndef begin(work):\n    asyncio.create_task(work())\n";

fn verdicts(path: &str, text: &str) -> Vec<(String, Verdict)> {
    with_stack(|| {
        let registry = Registry::of(transforms::ALL.to_vec(), true).expect("patterns compile");
        let outcome = process(path, text, &registry, &Settings::default(), &Apply::Nothing.into());
        outcome
            .findings
            .into_iter()
            .map(|found| (found.finding.code.to_string(), found.finding.verdict))
            .collect()
    })
}

#[test]
fn what_is_safe_elsewhere_is_review_in_test_code() {
    for (path, verdict) in [
        ("relay/link.py", Verdict::Safe),
        ("latest/attest.py", Verdict::Safe),
        ("tests/link.py", Verdict::Review),
        ("relay/test_link.py", Verdict::Review),
        ("relay/link_test.py", Verdict::Review),
        ("conftest.py", Verdict::Review),
    ] {
        assert_eq!(verdicts(path, SILENT), [("AM401".to_string(), verdict)], "{path}");
        assert_eq!(verdicts(path, ORPHAN), [("AM504".to_string(), verdict)], "{path}");
    }
}

#[test]
fn a_package_that_logs_is_review() {
    for (path, verdict) in [
        ("relay/logging/stream.py", Verdict::Review),
        ("relay/_log.py", Verdict::Review),
        ("relay/catalog.py", Verdict::Safe),
    ] {
        assert_eq!(verdicts(path, SILENT), [("AM401".to_string(), verdict)], "{path}");
    }
}
