//! The settings that are more than a value: timeouts, loggers, the task runner, options of single codes.

use crate::discover::Globs;

use super::read::{ConfigError, Section};
use super::table;

/// Something that holds for some paths.
#[derive(Clone, Debug, PartialEq)]
pub struct PathRule<T> {
    /// The paths, as they are shown in diffs and reports.
    pub paths: Globs,
    /// What holds for them.
    pub value: T,
}

/// How long an inserted timeout waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeoutExpr {
    /// A number of seconds, as it is to be written: `30.0`.
    Literal(String),
    /// A constant that is added to the module.
    Constant {
        /// Its name: `WAIT_TIMEOUT`.
        name: String,
        /// Its value in seconds, as it is to be written.
        value: String,
    },
    /// An expression: `self._config.wait_timeout`. One line; whether it parses is not known here.
    Expression(String),
}

/// `[timeouts]`: the timeout of every path.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeouts {
    /// Where no other one holds.
    pub default: TimeoutExpr,
    /// For some paths; the first that matches holds.
    pub paths: Vec<PathRule<TimeoutExpr>>,
}

impl Default for Timeouts {
    fn default() -> Self {
        Timeouts { default: TimeoutExpr::Literal("30.0".to_string()), paths: Vec::new() }
    }
}

/// The logger to use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggerRule {
    /// An expression: `LOG`, `self.log`. One line; whether it parses is not known here.
    pub logger: String,
    /// The import that the expression needs: `from app.log import LOG`.
    pub import: Option<String>,
}

/// `[logging]`: the logger of every path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Logging {
    /// Where no other one holds.
    pub default: Option<LoggerRule>,
    /// For some paths; the first that matches holds.
    pub paths: Vec<PathRule<LoggerRule>>,
}

/// `[runner]`: the project's own task runner. At least one part is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunnerSettings {
    /// Its class, possibly with its module: `TaskRunner`, `relay.runner.TaskRunner`.
    pub class: Option<String>,
    /// The attribute that holds it on the instances that use it: `_task_runner`.
    pub attribute: Option<String>,
    /// The method that takes a coroutine function and its arguments: `run`.
    pub method: Option<String>,
}

/// `[collections]`: collections that drop entries by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collections {
    /// The class that is advised, and known to drop entries: `cachetools.TTLCache`, or one of the project.
    pub expiring: String,
}

impl Default for Collections {
    fn default() -> Self {
        Collections { expiring: "cachetools.TTLCache".into() }
    }
}

/// `[history]`: lists of samples that get a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct History {
    /// How many entries are kept.
    pub maxlen: usize,
}

impl Default for History {
    fn default() -> Self {
        History { maxlen: 1000 }
    }
}

/// `[AM203]`: tracked-task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Am203 {
    /// Whether tracked tasks of which nobody looks at the exception get a done callback that logs it.
    pub log_exceptions: bool,
}

/// `[AM401]`: log-swallowed-exception.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Am401 {
    /// Whether handlers of narrow types (`KeyError`, `TimeoutError`) are reported too.
    pub narrow: bool,
}

/// What becomes of a handler that only counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Recorded {
    /// The exception is logged.
    #[default]
    Log,
    /// Expected and unexpected exceptions get a handler each.
    Classify,
}

/// `[AM403]`: classify-recorded-error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Am403 {
    /// Which fix is preferred.
    pub prefer: Recorded,
}

/// `[AM404]`: narrow-broad-except.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Am404 {
    /// Whether broad handlers are reported of whose try body it is not known what it raises.
    pub report_unknown: bool,
}

/// What an inserted timeout does when it passes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnTimeout {
    /// Let `TimeoutError` out.
    #[default]
    Raise,
    /// Log, and wait again.
    Warn,
}

/// Waits beside those for events and conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitKind {
    /// `asyncio.Queue.get`.
    Queue,
    /// `acquire` of locks and semaphores.
    Lock,
    /// `wait` of processes.
    Process,
}

/// `[AM502]`: bounded-wait.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Am502 {
    /// What happens when the time is over.
    pub on_timeout: OnTimeout,
    /// Other waits that are looked at.
    pub also: Vec<WaitKind>,
}

/// Which fix is taken where several keep a task alive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prefer {
    /// The one with the best verdict.
    #[default]
    Best,
    /// A set of tasks.
    Set,
    /// The project's own runner, where it can take the task.
    Runner,
}

/// `[AM504]`: run-tracked-task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Am504 {
    /// Which fix is preferred. Naming a runner in `[runner]` prefers it.
    pub prefer: Prefer,
}

impl Timeouts {
    pub(super) fn read(section: &Section<'_>) -> Result<Self, ConfigError> {
        // Whatever looks like a glob is one; anything else is a mistyped `default`.
        let mut keys = section.keys();
        keys.retain(|key| *key == "default" || key.contains(['*', '?', '[', '/', '.']));
        section.only(&keys, |key| {
            Some(format!("known keys are `default` and globs; write `{key}/` for a folder"))
        })?;
        let mut timeouts = Timeouts::default();
        for key in keys {
            let Some(value) = timeout(section, key)? else { continue };
            if key == "default" {
                timeouts.default = value;
            } else {
                let paths = Globs::new([key]).map_err(|bad| section.error(key, format!("is bad: {bad}")))?;
                timeouts.paths.push(PathRule { paths, value });
            }
        }
        Ok(timeouts)
    }
}

impl Logging {
    pub(super) fn read(section: &Section<'_>) -> Result<Self, ConfigError> {
        section.only(&table::keys("logging"), |_| None)?;
        let given = section.has("logger") || section.has("import");
        let default = if given { Some(logger(section)?) } else { None };
        let mut paths = Vec::new();
        for rule in section.sections("paths")? {
            rule.only(&["match", "logger", "import"], |_| None)?;
            let glob = rule.string("match")?.ok_or_else(|| rule.error("match", "is missing"))?;
            let globs =
                Globs::new([glob.as_str()]).map_err(|bad| rule.error("match", format!("is bad: {bad}")))?;
            paths.push(PathRule { paths: globs, value: logger(&rule)? });
        }
        Ok(Logging { default, paths })
    }
}

impl RunnerSettings {
    pub(super) fn read(section: &Section<'_>) -> Result<Self, ConfigError> {
        section.only(&table::keys("runner"), |_| None)?;
        let runner = RunnerSettings {
            class: name(section, "class", true)?,
            attribute: name(section, "attribute", false)?,
            method: name(section, "method", false)?,
        };
        if runner == RunnerSettings::default() {
            return Err(
                section.error("class", "is missing: name the runner by `class`, `attribute` or `method`")
            );
        }
        Ok(runner)
    }
}

impl Collections {
    pub(super) fn read(section: &Section<'_>) -> Result<Self, ConfigError> {
        section.only(&table::keys("collections"), |_| None)?;
        Ok(Collections {
            expiring: name(section, "expiring", true)?.unwrap_or(Collections::default().expiring),
        })
    }
}

impl History {
    pub(super) fn read(section: &Section<'_>) -> Result<Self, ConfigError> {
        section.only(&table::keys("history"), |_| None)?;
        match section.whole("maxlen")? {
            Some(0) => Err(section.error("maxlen", "must be at least 1")),
            Some(maxlen) => Ok(History { maxlen }),
            None => Ok(History::default()),
        }
    }
}

impl Am203 {
    pub(super) fn read(section: &Section<'_>) -> Result<Self, ConfigError> {
        section.only(&table::keys("AM203"), |_| None)?;
        Ok(Am203 { log_exceptions: section.boolean("log-exceptions")?.unwrap_or_default() })
    }
}

impl Am401 {
    pub(super) fn read(section: &Section<'_>) -> Result<Self, ConfigError> {
        section.only(&table::keys("AM401"), |_| None)?;
        Ok(Am401 { narrow: section.boolean("narrow")?.unwrap_or_default() })
    }
}

impl Am403 {
    pub(super) fn read(section: &Section<'_>) -> Result<Self, ConfigError> {
        section.only(&table::keys("AM403"), |_| None)?;
        let words = [("log", Recorded::Log), ("classify", Recorded::Classify)];
        Ok(Am403 { prefer: section.choice("prefer", &words)?.unwrap_or_default() })
    }
}

impl Am404 {
    pub(super) fn read(section: &Section<'_>) -> Result<Self, ConfigError> {
        section.only(&table::keys("AM404"), |_| None)?;
        Ok(Am404 { report_unknown: section.boolean("report-unknown")?.unwrap_or_default() })
    }
}

impl Am502 {
    pub(super) fn read(section: &Section<'_>) -> Result<Self, ConfigError> {
        section.only(&table::keys("AM502"), |_| None)?;
        let words = [("raise", OnTimeout::Raise), ("warn", OnTimeout::Warn)];
        let on_timeout = section.choice("on-timeout", &words)?.unwrap_or_default();
        let mut also = Vec::new();
        for word in section.strings("also")?.unwrap_or_default() {
            also.push(match word.as_str() {
                "queue" => WaitKind::Queue,
                "lock" => WaitKind::Lock,
                "process" => WaitKind::Process,
                _ => {
                    let reason = format!("may hold \"queue\", \"lock\" and \"process\", not \"{word}\"");
                    return Err(section.error("also", reason));
                }
            });
        }
        Ok(Am502 { on_timeout, also })
    }
}

impl Am504 {
    pub(super) fn read(section: Option<&Section<'_>>, has_runner: bool) -> Result<Self, ConfigError> {
        let implied = if has_runner { Prefer::Runner } else { Prefer::Best };
        let Some(section) = section else { return Ok(Am504 { prefer: implied }) };
        section.only(&table::keys("AM504"), |_| None)?;
        let words = [("set", Prefer::Set), ("runner", Prefer::Runner)];
        Ok(Am504 { prefer: section.choice("prefer", &words)?.unwrap_or(implied) })
    }
}

fn logger(section: &Section<'_>) -> Result<LoggerRule, ConfigError> {
    let Some(logger) = section.line("logger")? else {
        return Err(section.error("logger", "is missing"));
    };
    let import = section.line("import")?;
    if import.as_ref().is_some_and(|line| !line.starts_with("import ") && !line.starts_with("from ")) {
        return Err(section.error("import", "must be an import statement, such as `from app.log import LOG`"));
    }
    Ok(LoggerRule { logger, import })
}

/// A number, `{ constant = …, value = … }` or `{ expression = … }`.
fn timeout(section: &Section<'_>, key: &str) -> Result<Option<TimeoutExpr>, ConfigError> {
    let Ok(table) = section.section(key) else {
        return match section.positive(key) {
            Ok(number) => Ok(number.map(TimeoutExpr::Literal)),
            Err(_) => Err(section.error(
                key,
                "must be a positive number of seconds, { constant = \"NAME\", value = 30.0 } or { expression = \"…\" }",
            )),
        };
    };
    let Some(table) = table else { return Ok(None) };
    if table.has("expression") {
        table.only(&["expression"], |_| {
            Some("`expression` stands alone, without `constant` and `value`".to_string())
        })?;
        let Some(text) = table.line("expression")? else { return Ok(None) };
        if text == "None" {
            let reason = "is None, which bounds nothing: give a number of seconds";
            return Err(table.error("expression", reason));
        }
        if text.parse::<f64>().is_ok() {
            return Err(table.error("expression", format!("is a number: write `{key} = {text}`")));
        }
        return Ok(Some(TimeoutExpr::Expression(text)));
    }
    table.only(&["constant", "value", "expression"], |_| None)?;
    let Some(name) = name(&table, "constant", false)? else {
        return Err(table.error("constant", "is missing"));
    };
    let value = table.positive("value")?.ok_or_else(|| table.error("value", "is missing"))?;
    Ok(Some(TimeoutExpr::Constant { name, value }))
}

/// What Python takes for something else than a name. Source: the language reference, "Keywords".
const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// A Python name, or with `dotted`, several with full stops between.
fn name(section: &Section<'_>, key: &str, dotted: bool) -> Result<Option<String>, ConfigError> {
    let Some(text) = section.line(key)? else { return Ok(None) };
    let is_name = |part: &str| {
        part.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
            && part.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
    };
    let good = if dotted { text.split('.').all(is_name) } else { is_name(&text) };
    if text.split('.').any(|part| KEYWORDS.contains(&part)) {
        return Err(section.error(key, format!("must be a name, and \"{text}\" is a keyword of Python")));
    }
    if good { Ok(Some(text)) } else { Err(section.error(key, format!("must be a name, not \"{text}\""))) }
}
