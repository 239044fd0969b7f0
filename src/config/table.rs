//! The one table of settings: their keys, what they take, what holds without them, and a sentence for people. The reader takes
//! its known keys from it, and so do the JSON schema and `amends config show`.

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A whole number from this to that.
    Whole(u64, u64),
    /// True or false.
    Boolean,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Some of these words.
    Words(&'static [&'static str]),
    /// `3.11`.
    Version,
    /// Codes, or how they start.
    Codes,
    /// Globs as in .gitignore.
    Globs,
    /// A Python name, or several with full stops between.
    Name {
        /// Whether full stops may be in it.
        dotted: bool,
    },
    /// An expression of Python, on one line.
    Expression,
    /// A text on one line.
    Line,
    /// Texts on one line each.
    Lines,
    /// An import statement.
    Import,
    /// Seconds, a constant, or an expression.
    Timeout,
    /// Loggers for paths.
    Loggers,
    /// Settings for paths.
    Overrides,
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    /// The table that it is in; empty at the top.
    pub(super) table: &'static str,
    pub(super) key: &'static str,
    pub(super) kind: Kind,
    /// In TOML; empty if nothing holds.
    pub(super) default: &'static str,
    /// What it is for, for people.
    pub(super) about: &'static str,
    /// Whether `[[overrides]]` may set it for some paths.
    pub(super) per_path: bool,
}

/// Any key of the table that is a glob of paths.
pub(super) const GLOB: &str = "*";
/// Any key of the table: a finding's number, rule, or a part of its title.
pub(super) const FINDING: &str = "FINDING";

const fn setting(
    table: &'static str,
    key: &'static str,
    kind: Kind,
    default: &'static str,
    about: &'static str,
) -> Setting {
    Setting { table, key, kind, default, about, per_path: true }
}

/// One that holds for the whole project.
const fn whole(key: &'static str, kind: Kind, default: &'static str, about: &'static str) -> Setting {
    Setting { table: "", key, kind, default, about, per_path: false }
}

/// One about pull requests.
const fn pr(key: &'static str, kind: Kind, default: &'static str, about: &'static str) -> Setting {
    Setting { table: "pr", key, kind, default, about, per_path: false }
}

/// How many, at least one.
const COUNT: Kind = Kind::Whole(1, u64::MAX);

/// The largest line length, as in ruff.
pub(super) const LONGEST_LINE: u64 = 320;

/// All settings, in the order in which they are shown.
pub(super) const SETTINGS: &[Setting] = &[
    setting(
        "",
        "line-length",
        Kind::Whole(1, LONGEST_LINE),
        "88",
        "The columns that inserted lines may have; without it, those of ruff or black",
    ),
    whole(
        "python",
        Kind::Version,
        "\"3.9\"",
        "The lowest Python that the code must run on; without it, what requires-python allows",
    ),
    whole("select", Kind::Codes, "[]", "Codes, or how they start, that are looked for; none means all"),
    setting("", "ignore", Kind::Codes, "[]", "Codes, or how they start, that are not looked for"),
    whole(
        "include",
        Kind::Globs,
        "[]",
        "If there are any, only files that one of these globs matches are looked at",
    ),
    whole("exclude", Kind::Globs, "[]", "Globs of files and folders that are not looked at"),
    setting(
        "logging",
        "logger",
        Kind::Expression,
        "",
        "The logger of inserted calls, instead of the one that would be chosen",
    ),
    setting("logging", "import", Kind::Import, "", "The import that the logger needs"),
    setting("logging", "paths", Kind::Loggers, "[]", "Loggers for some paths; the first that matches holds"),
    setting("timeouts", "default", Kind::Timeout, "30.0", "How long an inserted timeout waits"),
    setting(
        "timeouts",
        GLOB,
        Kind::Timeout,
        "",
        "How long it waits in the paths of this glob; the first that matches holds",
    ),
    setting("runner", "class", Kind::Name { dotted: true }, "", "The class of the project's own task runner"),
    setting(
        "runner",
        "attribute",
        Kind::Name { dotted: false },
        "",
        "The attribute that holds the task runner",
    ),
    setting(
        "runner",
        "method",
        Kind::Name { dotted: false },
        "",
        "The method of the task runner that takes a coroutine function",
    ),
    setting(
        "collections",
        "expiring",
        Kind::Name { dotted: true },
        "\"cachetools.TTLCache\"",
        "The class of dicts that drop entries by themselves",
    ),
    setting("history", "maxlen", Kind::Whole(1, u64::MAX), "1000", "How many samples a bounded list keeps"),
    Setting {
        table: "audit",
        key: FINDING,
        kind: Kind::Codes,
        default: "",
        about: "The codes that judge the findings of an audit with this number, rule, or part of the title",
        per_path: false,
    },
    pr("group", Kind::Word(&["transform", "audit"]), "\"transform\"", "What one pull request is about"),
    pr(
        "audit",
        Kind::Line,
        "",
        "With group = \"audit\": the file with the audit, relative to the project's top",
    ),
    pr("max-files", COUNT, "20", "The most files of a pull request, where it can be cut"),
    pr("max-hunks", COUNT, "40", "The most hunks of a pull request, where it can be cut"),
    pr("max-open", COUNT, "10", "The most pull requests that may be open"),
    pr("max-new-per-hour", COUNT, "2", "The most pull requests that are opened in an hour"),
    pr("labels", Kind::Lines, "[]", "Labels that each pull request gets"),
    pr("reviewers", Kind::Lines, "[]", "Users who are asked to review each pull request"),
    pr("team-reviewers", Kind::Lines, "[]", "Teams that are asked to review each pull request"),
    pr("assignees", Kind::Lines, "[]", "Users that each pull request is assigned to"),
    pr("draft", Kind::Boolean, "false", "Open pull requests as drafts"),
    pr("milestone", Kind::Line, "", "The milestone of each pull request"),
    pr("author", Kind::Line, "", "Who the commits of pull requests are by: Name <mail>"),
    pr(
        "commits",
        Kind::Word(&["git", "api"]),
        "\"git\"",
        "Push commits with git, or let the forge make and sign them (apps and tokens of Actions)",
    ),
    pr(
        "fork",
        Kind::Word(&["auto", "never"]),
        "\"auto\"",
        "Where the token may not push, use a fork of its user, or end",
    ),
    pr("maintainer-can-modify", Kind::Boolean, "true", "Let maintainers push to the branches of a fork"),
    pr(
        "forge",
        Kind::Word(&["github", "gitlab", "gitea"]),
        "",
        "What runs on the remote's host, if its name does not tell; gitea stands for Forgejo, too",
    ),
    pr("title", Kind::Line, "", "The template of the title of pull requests"),
    pr("body", Kind::Line, "", "The file with the template of their text, relative to the project's top"),
    setting(
        "AM203",
        "log-exceptions",
        Kind::Boolean,
        "false",
        "Log exceptions of tracked tasks that nobody looks at",
    ),
    setting("AM401", "narrow", Kind::Boolean, "false", "Report handlers of narrow types, too"),
    setting(
        "AM403",
        "prefer",
        Kind::Word(&["log", "classify"]),
        "\"log\"",
        "Log a failure that is counted, or tell expected failures from others",
    ),
    setting(
        "AM404",
        "report-unknown",
        Kind::Boolean,
        "false",
        "Report broad handlers of which it is not known what they take",
    ),
    setting(
        "AM502",
        "on-timeout",
        Kind::Word(&["raise", "warn"]),
        "\"raise\"",
        "Let TimeoutError out, or log and wait again",
    ),
    setting(
        "AM502",
        "also",
        Kind::Words(&["queue", "lock", "process"]),
        "[]",
        "Waits to bound beside those for events and conditions",
    ),
    setting(
        "AM504",
        "prefer",
        Kind::Word(&["set", "runner"]),
        "",
        "Keep a task in a set, or hand it to the runner, which naming one in [runner] implies",
    ),
    whole("overrides", Kind::Overrides, "[]", "Settings for some paths; the first that matches holds"),
];

/// The keys of a table, tables in it included.
pub(super) fn keys(table: &str) -> Vec<&'static str> {
    let mut keys: Vec<&str> = Vec::new();
    for setting in SETTINGS {
        let key = if setting.table == table { setting.key } else { setting.table };
        let is_in = setting.table == table || table.is_empty();
        if is_in && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// The keys that `[[overrides]]` takes.
pub(super) fn override_keys() -> Vec<&'static str> {
    let top = |key: &&str| {
        SETTINGS.iter().any(|setting| setting.per_path && [setting.key, setting.table].contains(key))
    };
    std::iter::once("paths").chain(keys("").into_iter().filter(top)).collect()
}

/// The codes that have settings, as a sentence lists them.
pub(super) fn codes() -> String {
    let codes: Vec<String> =
        keys("").into_iter().filter(|key| key.starts_with("AM")).map(|key| format!("`{key}`")).collect();
    match codes.split_last() {
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
