//! What audits say of each class of finding, as data. A class is meant where all groups of a row have a word in one
//! text; the title counts most.

/// Points of a text, and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Score {
    pub(super) code: &'static str,
    pub(super) points: usize,
    pub(super) words: Vec<String>,
}

/// A row: the code, and groups of words of which each must have one in the text. A word counts at the start of a
/// word of the text, in any case.
type Row = (&'static str, &'static [&'static [&'static str]]);

const ERRORS: &[&str] = &["exception", "error", "except", "failure"];
const DROPPED: &[&str] = &[
    "swallow",
    "silent",
    "dropped",
    "disappear",
    "without a trace",
    "ignored",
    "suppress",
    "bare",
    "hidden",
    "lost",
];
const GROWS: &[&str] = &[
    "grow",
    "unbounded",
    "never removed",
    "never pruned",
    "leak",
    "accumulat",
    "orphan",
    "clean up",
    "prune",
    "remove",
    "without bound",
    "no bound",
];

/// That there is no timeout: one that is too long or cannot be set is another matter.
const NO_TIMEOUT: &[&str] = &[
    "no timeout",
    "no `timeout",
    "without timeout",
    "without a timeout",
    "without any timeout",
    "without an explicit timeout",
    "without `timeout",
    "without passing a timeout",
    "missing timeout",
    "missing a timeout",
    "timeout is missing",
    "timeouts are missing",
    "lack timeout",
    "lacks timeout",
    "lack a timeout",
    "lacks a timeout",
    "lacking a timeout",
    "never time out",
    "never times out",
    "not time out",
    "needs a timeout",
    "need a timeout",
    "add a timeout",
    "add timeout",
    "unbounded",
    "without a bound",
    "without bound",
    "no upper bound",
    "no time limit",
    "without a time limit",
    "no deadline",
    "without a deadline",
    "for ever",
    "forever",
    "hang",
    "indefinite",
    "kein timeout",
    "ohne timeout",
];

const ROWS: &[Row] = &[
    ("AM101", &[GROWS, &["defaultdict", "dict", "dictionar", "collection", "mapping", "receipt", "cache"]]),
    ("AM101", &[&["ttl"], &["collection", "defaultdict", "dict", "entries"]]),
    (
        "AM102",
        &[
            GROWS,
            &["lock", "event", "semaphore", "condition"],
            &["dict", "registr", "entries", "entry", "never", "remove"],
        ],
    ),
    (
        "AM103",
        &[&["sample", "latenc", "measurement", "history"], &["unbounded", "cap", "grow", "bound", "limit"]],
    ),
    ("AM104", &[&["pop(0)", "list[0]", "deque", "ring buffer", "bounded buffer", "bounded event history"]]),
    ("AM104", &[&["recent events"], &["list"]]),
    (
        "AM201",
        &[&[
            "lock creation",
            "creation race",
            "check-then-set",
            "check then set",
            "get-or-create",
            "setdefault",
            "toctou",
            "check-then-act",
        ]],
    ),
    ("AM201", &[&["find nothing", "opens two", "both create", "creates two"]]),
    (
        "AM202",
        &[
            &["iterat", "loop over", "changed size"],
            &["chang", "mutat", "concurrent", "shared", "await", "lock", "remov"],
        ],
    ),
    ("AM202", &[&["outside lock", "without the lock", "without holding", "outside of the lock"]]),
    (
        "AM203",
        &[
            &["task"],
            &[
                "done_callback",
                "done callback",
                "callback is registered",
                "discard",
                "pile up",
                "tracking",
                "finished task",
                "callback",
            ],
        ],
    ),
    (
        "AM301",
        &[&["lock"], &["ordering", "order", "both orders", "inversion", "re-entrant", "reentrant", "cycle"]],
    ),
    (
        "AM302",
        &[
            &["await", "callback"],
            &[
                "inside lock",
                "inside a lock",
                "under a lock",
                "under lock",
                "under the lock",
                "holding a lock",
                "holding the lock",
                "while holding",
                "lock context",
                "outside of locks",
            ],
        ],
    ),
    ("AM303", &[&["deadlock detection", "debug mode", "order of locks in debug"]]),
    ("AM401", &[DROPPED, ERRORS]),
    ("AM401", &[&["swallow"], &["cancel"]]),
    ("AM401", &[&["except: pass", "except exception: pass", "except pass", "try/except/pass"]]),
    ("AM401", &[&["log"], &["every handler", "all handlers", "bare `except"]]),
    ("AM402", &[&["callback", "hook", "listener"], &["fail", "error", "exception", "dropped", "swallow"]]),
    (
        "AM403",
        &[
            &["recorded", "record_", "count", "circuit", "breaker"],
            &["error", "failure", "exception", "counts"],
        ],
    ),
    ("AM403", &[&["breaker", "circuit"], &["log", "count", "categor"]]),
    (
        "AM404",
        &[&[
            "narrow",
            "specific type",
            "specific exception",
            "too broad",
            "broad except",
            "broad handler",
            "broad exception",
            "catch-all",
        ]],
    ),
    (
        "AM405",
        &[
            &["task.exception", "task result", "never retrieved"],
            &["unread", "ignored", "dropped", "discard", "result"],
        ],
    ),
    (
        "AM501",
        &[
            &["while true", "endless loop", "infinite loop", "loop"],
            &["stop", "shutdown", "way out", "exit", "terminat", "spin"],
        ],
    ),
    ("AM502", &[&["wait"], NO_TIMEOUT]),
    (
        "AM503",
        &[
            &["finally", "half-way", "halfway", "inconsistent"],
            &["clean", "state", "cancel", "fail", "await"],
        ],
    ),
    (
        "AM504",
        &[
            &[
                "orphan",
                "fire-and-forget",
                "fire and forget",
                "dangling",
                "nobody holds",
                "untracked",
                "past the runner",
                "proper tracking",
                "hold every",
                "garbage",
            ],
            &["task", "create_task", "future"],
        ],
    ),
    (
        "AM505",
        &[
            &["acquire", "release"],
            &[
                "release is skipped",
                "never released",
                "keep",
                "stays locked",
                "finally",
                "async with",
                "acquire()",
            ],
        ],
    ),
    ("AM505", &[&["lock"], &["keep the", "never released", "not released", "stays locked", "release locks"]]),
    ("AM506", &[&["runner"], &["misuse", "closure", "alias", "same name", "by name"]]),
];

/// Titles count more than what follows; what is to be done counts less than what is wrong.
const WEIGHTS: [usize; 4] = [3, 1, 1, 0];

/// What a finding's texts say, by code, the most said first.
pub(super) fn scores(title: &str, problem: &str, fix: &str, section: &str) -> Vec<Score> {
    let texts = [title, problem, fix, section].map(str::to_lowercase);
    let mut scores: Vec<Score> = Vec::new();
    for (code, groups) in ROWS {
        for (text, weight) in texts.iter().zip(WEIGHTS) {
            let found: Vec<&str> = groups
                .iter()
                .filter_map(|group| group.iter().copied().find(|word| holds(text, word)))
                .collect();
            if weight == 0 || found.len() < groups.len() {
                continue;
            }
            let score = match scores.iter_mut().find(|score| score.code == *code) {
                Some(score) => score,
                None => {
                    scores.push(Score { code, points: 0, words: Vec::new() });
                    match scores.last_mut() {
                        Some(score) => score,
                        None => continue,
                    }
                }
            };
            // Several rows of a class in one text say it once.
            score.points = (score.points + weight).min(weight.max(score.points) + 2);
            for word in found {
                if !score.words.iter().any(|known| known == word) {
                    score.words.push(word.to_string());
                }
            }
        }
    }
    scores.sort_by(|a, b| (b.points, a.code).cmp(&(a.points, b.code)));
    scores
}

/// Whether a text has a word that starts so.
fn holds(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(|letter: char| letter.is_alphanumeric()))
}
