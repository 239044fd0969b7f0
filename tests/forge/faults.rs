//! Every request of every kind of run, each of them failing in every way: the next run brings what should be, and the one
//! after that writes nothing. Never two pull requests for a branch, never a comment twice.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::bench::{BRANCH, Bench, WISHES, comments, twice};

/// So many runs at a time: they wait for the forge most of the time.
const AT_ONCE: usize = 4;

const FAULTS: &[&str] = &[
    r#"{"kind": "answer", "status": 403, "headers": {"retry-after": "5"}, "body": {"message": "You have exceeded a secondary rate limit"}}"#,
    r#"{"kind": "answer", "status": 403, "body": "Forbidden"}"#,
    r#"{"kind": "answer", "status": 403, "headers": {"x-ratelimit-remaining": "4000"}, "body": {"message": "Resource not accessible"}}"#,
    r#"{"kind": "answer", "status": 422, "body": {"message": "Validation Failed"}}"#,
    r#"{"kind": "answer", "status": 429, "headers": {"retry-after": "5"}, "body": {"message": "Slow down"}}"#,
    r#"{"kind": "answer", "status": 500, "body": "<html>"}"#,
    r#"{"kind": "answer", "status": 503, "headers": {"retry-after": "5"}, "body": "<html>"}"#,
    r#"{"kind": "reset"}"#,
    r#"{"kind": "lost"}"#,
    r#"{"kind": "replaced", "status": 502, "body": "<html>"}"#,
];

/// A kind of run.
struct Kind {
    /// What there is before it.
    before: fn() -> Bench,
    /// What there must be at last.
    after: fn(&Bench),
    /// Whether the questions that begin every run fail, too: for one kind that is enough.
    all: bool,
}

/// The questions that begin every run: what the repository is like, who asks, what is open, what is new.
fn is_first(line: &str) -> bool {
    let ends = line.ends_with("/repos/acme/relay") || line.ends_with("/user");
    line.starts_with("GET ") && (ends || line.contains("state=open") || line.contains("sort=created"))
}

/// Runs it whole, to count its requests, and then with each of them failing.
fn under_faults(kind: &Kind) {
    let bench = (kind.before)();
    bench.fine(&[]);
    let log = bench.host.log();
    assert!(log.iter().any(|sent| sent.writes));
    bench.settled();
    (kind.after)(&bench);
    drop(bench);
    let trials: Vec<(u64, &str, String)> = log
        .iter()
        .filter(|sent| kind.all || !is_first(&sent.line()))
        .flat_map(|sent| FAULTS.iter().map(|fault| (sent.ordinal, *fault, sent.line())))
        .collect();
    let next = AtomicUsize::new(0);
    let failed: Mutex<Vec<String>> = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some((ordinal, fault, line)) = trials.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let trial = || one(kind, *ordinal, fault);
                    if let Err(panic) = std::panic::catch_unwind(trial) {
                        let text = panic.downcast_ref::<String>().cloned();
                        let text = text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
                        let what = format!("{ordinal}. {line}: {fault}: {}", text.unwrap_or_default());
                        // At once, too: the whole takes minutes.
                        eprintln!("failed: {what}");
                        failed.lock().expect("no thread died").push(what);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().expect("no thread died");
    assert!(failed.is_empty(), "{} of {}:\n{}", failed.len(), trials.len(), failed.join("\n\n"));
}

fn one(kind: &Kind, ordinal: u64, fault: &str) {
    let bench = (kind.before)();
    let mut injected: Value = serde_json::from_str(fault).expect("JSON");
    injected["ordinal"] = json!(ordinal);
    bench.host.fault(injected);
    let ran = bench.amends(&[]);
    assert!(matches!(ran.code, 0 | 2), "exit code {}: {}", ran.code, ran.stderr);
    assert!(bench.host.log().iter().any(|sent| sent.fault.is_some()), "the fault was not met");
    bench.host.forget();
    if ran.code != 0 {
        assert!(ran.stdout.contains("\"error\":\"") || !ran.stderr.is_empty(), "it failed in silence");
        bench.fine(&[]);
    }
    bench.settled();
    (kind.after)(&bench);
}

fn is_open(bench: &Bench) {
    let pull = bench.only();
    assert_eq!(
        (&pull["state"], pull["head"]["sha"].as_str()),
        (&json!("open"), bench.tip(BRANCH).as_deref())
    );
    let body = pull["body"].as_str().expect("a body");
    assert!(
        body.contains(&format!(" commit={} -->", pull["head"]["sha"].as_str().expect("a commit"))),
        "{body}"
    );
    assert!(comments(&pull).is_empty());
}

fn opened() -> Bench {
    let bench = Bench::new("");
    bench.fine(&[]);
    bench
}

#[test]
#[ignore = "make test-forge runs it"]
fn opening() {
    under_faults(&Kind { before: || Bench::new(WISHES), after: is_open, all: true });
}

#[test]
#[ignore = "make test-forge runs it"]
fn updating() {
    under_faults(&Kind {
        before: || {
            let bench = opened();
            bench.person_commits("main", json!({"a.py": twice()}));
            bench.host.forget();
            bench
        },
        after: |bench| {
            is_open(bench);
            let body = bench.only()["body"].as_str().expect("a body").to_string();
            assert!(body.contains("2 places in 1 file"), "{body}");
        },
        all: false,
    });
}

#[test]
#[ignore = "make test-forge runs it"]
fn closing() {
    under_faults(&Kind {
        before: || {
            let bench = opened();
            bench.person_commits("main", json!({"a.py": "x = 1\n"}));
            bench.host.forget();
            bench
        },
        after: |bench| {
            let pull = bench.only();
            assert_eq!((&pull["state"], comments(&pull).len()), (&json!("closed"), 1));
        },
        all: false,
    });
}

#[test]
#[ignore = "make test-forge runs it"]
fn stopping() {
    under_faults(&Kind {
        before: || {
            let bench = opened();
            bench.person_commits(BRANCH, json!({"x.py": "x = 1\n"}));
            bench.person_commits("main", json!({"a.py": twice()}));
            bench.host.forget();
            bench
        },
        after: |bench| {
            let pull = bench.only();
            assert_eq!((&pull["state"], comments(&pull).len()), (&json!("open"), 1));
        },
        all: false,
    });
}

#[test]
#[ignore = "make test-forge runs it"]
fn forking() {
    under_faults(&Kind {
        before: || Bench::new("").with_token("ghp_eve"),
        after: |bench| {
            let pull = bench.only();
            assert_eq!((&pull["state"], &pull["head"]["repo"]), (&json!("open"), &json!("eve/relay")));
        },
        all: false,
    });
}
