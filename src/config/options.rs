//! The settings' values: timeouts, loggers, the runner, options of single transforms. Reads no TOML.

use ignore::gitignore::GitignoreBuilder;

/// A bound on waiting, as source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeoutExpr {
    /// A number of seconds, as written: `30.0`.
    Literal(String),
    /// A module constant that is added where the module does not have it.
    Constant {
        /// Its name: `WAIT_TIMEOUT`.
        name: String,
        /// Its value in seconds, as written.
        value: String,
    },
    /// Any expression: `self._config.wait_timeout`.
    Expression(String),
}

/// Bounds on waiting, by path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For paths that no glob matches.
    pub default: TimeoutExpr,
    /// Globs (as in .gitignore) and what holds for the paths they match; the first that matches counts.
    pub paths: Vec<(String, TimeoutExpr)>,
}

impl Default for Timeouts {
    fn default() -> Self {
        Timeouts { default: TimeoutExpr::Literal("30.0".into()), paths: Vec::new() }
    }
}

/// How to log in the files that a glob matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggerRule {
    /// The files; `None` is all.
    pub glob: Option<String>,
    /// The expression to call a method of: `self.log`, `LOG`.
    pub logger: String,
    /// The import line that it needs where its name is not bound.
    pub import: Option<String>,
}

/// The project's own task runner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunnerSettings {
    /// Its class.
    pub class: Option<String>,
    /// The attribute that holds it: `_task_runner`.
    pub attribute: Option<String>,
    /// The method that runs a coroutine function: `run`.
    pub method: Option<String>,
}

/// Options of AM401 log-swallowed-exception.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Am401 {
    /// Report handlers of narrow types, too.
    pub narrow: bool,
}

/// What AM502 bounded-wait does when the time is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnTimeout {
    /// `TimeoutError` is raised.
    #[default]
    Raise,
    /// A warning is logged, and the wait goes on.
    Warn,
}

/// Waits other than those for events and conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitKind {
    /// `asyncio.Queue.get`.
    Queue,
    /// `asyncio.Lock.acquire`.
    Lock,
    /// `asyncio.subprocess.Process.wait`.
    Process,
}

/// Options of AM502 bounded-wait.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Am502 {
    /// What happens when the time is over.
    pub on_timeout: OnTimeout,
    /// Other waits to bound.
    pub also: Vec<WaitKind>,
}

/// Which fix of AM504 run-tracked-task is preferred where there are two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prefer {
    /// The one with the best verdict.
    #[default]
    Best,
    /// The project's runner.
    Runner,
    /// The tracked set.
    Set,
}

/// Options of AM504 run-tracked-task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Am504 {
    /// Which fix to prefer.
    pub prefer: Prefer,
}

/// Whether a glob, as in .gitignore, matches a path with forward slashes. A glob that means nothing matches
/// nothing.
pub(super) fn matches(glob: &str, path: &str) -> bool {
    let mut builder = GitignoreBuilder::new("");
    if builder.add_line(None, glob).is_err() {
        return false;
    }
    builder.build().is_ok_and(|globs| globs.matched_path_or_any_parents(path, false).is_ignore())
}
