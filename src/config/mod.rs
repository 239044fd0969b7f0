//! Settings: `[tool.amends]` in `pyproject.toml`, or the same keys at the top level of `amends.toml`. Reads no
//! file but in [`find`].
//!
//! All settings, with other values than those that hold without them:
//!
//! ```
//! let settings = amends::config::Settings::from_toml(r#"
//!     line-length = 100           # else that of [tool.ruff], of [tool.black], or 88
//!     python = "3.11"             # else the lowest that requires-python allows, or 3.9
//!     select = ["AM4", "AM502"]   # codes, or how they start; none: all
//!     ignore = ["AM404"]
//!     include = ["src/"]          # globs as in .gitignore
//!     exclude = ["src/generated/"]
//!
//!     [logging]                   # instead of the logger that would be chosen
//!     logger = "LOG"
//!     import = "from app.log import LOG"
//!     [[logging.paths]]           # the first that matches holds
//!     match = "src/client/"
//!     logger = "self.log"
//!
//!     [timeouts]
//!     default = 30.0              # for paths that none of the globs matches; the first that does holds
//!     "src/client/" = { expression = "self._config.wait_timeout" }
//!     "src/server/" = { constant = "WAIT_TIMEOUT", value = 10 }
//!
//!     [runner]                    # the project's own task runner
//!     class = "TaskRunner"
//!     attribute = "_task_runner"
//!     method = "run"
//!
//!     [collections]
//!     expiring = "relay.cache.ExpiringDict"   # a dict of the project that drops entries by itself
//!     [history]                   # lists of samples that get a bound
//!     maxlen = 500                # else 1000
//!     [audit]                     # findings of an audit (number, rule, part of the title) that these codes judge
//!     "1.2" = ["AM102"]
//!     "Circuit breaker" = []      # none does
//!
//!     [pr]                        # pull requests; all of it in docs/pull-requests.md
//!     max-files = 10              # else 20
//!     max-hunks = 20              # else 40
//!     max-open = 5                # else 10
//!     max-new-per-hour = 1        # else 2
//!     labels = ["asyncio"]
//!     reviewers = ["ada"]
//!     team-reviewers = ["core"]
//!     assignees = ["ada"]
//!     draft = true
//!     milestone = "1.0"
//!     author = "Ada Lovelace <ada@example.org>"
//!     title = "{{ subject }} ({{ code }})"
//!     body = ".github/amends.md"
//!     group = "transform"
//!
//!     [AM203]
//!     log-exceptions = true       # tracked tasks of which nobody looks at the exception
//!     [AM401]
//!     narrow = true               # narrow types too
//!     [AM403]
//!     prefer = "classify"         # or "log"
//!     [AM404]
//!     report-unknown = true       # broad handlers of which it is not known what they take
//!     [AM502]
//!     on-timeout = "warn"         # or "raise"
//!     also = ["queue", "lock", "process"]
//!     [AM504]
//!     prefer = "set"              # or "runner", which naming a runner implies
//!
//!     [[overrides]]               # for some paths; the first that matches holds
//!     paths = ["tests/"]
//!     ignore = ["AM401"]          # beside the list above
//!     AM502 = { on-timeout = "raise" }
//! "#, "amends.toml")?;
//! assert_eq!(settings.line_length, 100);
//! # Ok::<(), amends::config::ConfigError>(())
//! ```
//!
//! `[[overrides]]` takes all but python, select, include and exclude; what it does not set is as above.
//!
//! Globs match paths from the root of the git work tree, as diffs show them, or where there is none from the folder of
//! the settings file. An unknown key is an error, so that a mistyped one is not ignored.

mod audit;
mod find;
mod layers;
mod names;
mod pr;
mod python;
mod read;
mod rules;
mod schema;
mod show;
mod table;

use std::path::Path;

use self::read::{Document, Section};

pub use self::audit::AuditSettings;
pub use self::find::find;
pub use self::names::{FileName, FileNames};
pub use self::pr::{Commits, FORGES, Group, PrSettings, split_author};
pub use self::python::PythonVersion;
pub use self::read::ConfigError;
pub use self::rules::{
    Am203, Am401, Am403, Am404, Am502, Am504, Collections, History, LoggerRule, Logging, OnTimeout, PathRule,
    Prefer, Recorded, RunnerSettings, TimeoutExpr, Timeouts, WaitKind,
};
pub use self::schema::schema;
pub use self::show::{Beside, Origin, Shown, show};

/// Everything that users can set, with [`Settings::default`] for what they have not.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The columns that inserted lines may have.
    pub line_length: usize,
    /// The lowest Python that the code must run on.
    pub python: PythonVersion,
    /// Codes, or how they start, that are looked for; none means all.
    pub select: Vec<String>,
    /// Codes, or how they start, that are not looked for.
    pub ignore: Vec<String>,
    /// Globs; if there are any, only files that one matches are looked at.
    pub include: Vec<String>,
    /// Globs of files and folders that are not looked at.
    pub exclude: Vec<String>,
    /// Loggers; see [`Settings::logger_for`].
    pub logging: Logging,
    /// Timeouts; see [`Settings::timeout_for`].
    pub timeouts: Timeouts,
    /// The project's own task runner, if it is named.
    pub runner: Option<RunnerSettings>,
    /// Collections that drop entries by themselves.
    pub collections: Collections,
    /// How many samples are kept.
    pub history: History,
    /// Which transforms judge which findings of an audit.
    pub audit: AuditSettings,
    /// Pull requests.
    pub pr: PrSettings,
    /// Options of tracked-task.
    pub am203: Am203,
    /// Options of log-swallowed-exception.
    pub am401: Am401,
    /// Options of classify-recorded-error.
    pub am403: Am403,
    /// Options of narrow-broad-except.
    pub am404: Am404,
    /// Options of bounded-wait.
    pub am502: Am502,
    /// Options of run-tracked-task.
    pub am504: Am504,
    /// Settings for some paths, whole; see [`Settings::of`].
    pub overrides: Vec<PathRule<Settings>>,
    /// What globs and fingerprints call files; set by whoever has found them.
    pub names: FileNames,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            line_length: 88,
            python: PythonVersion { major: 3, minor: 9 },
            select: Vec::new(),
            ignore: Vec::new(),
            include: Vec::new(),
            exclude: Vec::new(),
            logging: Logging::default(),
            timeouts: Timeouts::default(),
            runner: None,
            collections: Collections::default(),
            history: History::default(),
            audit: AuditSettings::default(),
            pr: PrSettings::default(),
            am203: Am203::default(),
            am401: Am401::default(),
            am403: Am403::default(),
            am404: Am404::default(),
            am502: Am502::default(),
            am504: Am504::default(),
            overrides: Vec::new(),
            names: FileNames::default(),
        }
    }
}

impl Settings {
    /// Reads settings. `origin` is the file's name, for errors; if it ends in `pyproject.toml`, the text is
    /// read as one.
    ///
    /// # Errors
    /// Text that is no TOML, a key that is no setting, a value that its setting does not take.
    pub fn from_toml(text: &str, origin: &str) -> Result<Settings, ConfigError> {
        let document = Document::parse(text, origin)?;
        let root = document.root();
        if !origin.ends_with("pyproject.toml") {
            return Settings::default().with(&root);
        }
        let tool = tables(&root, "tool");
        let own = tool.as_ref().map_or(Ok(None), |tool| tool.section("amends"))?;
        let mut settings = Settings::default();
        if let Some(length) = tool.as_ref().and_then(line_length_of_others) {
            settings.line_length = length;
        }
        // What overrides it is not let down by a value that cannot be read.
        if !own.as_ref().is_some_and(|own| own.has("python"))
            && let Some(project) = tables(&root, "project")
            && let Some(specifiers) = project.string("requires-python")?
        {
            let lowest = PythonVersion::lowest(&specifiers).map_err(|reason| {
                project
                    .error("requires-python", format!("cannot be read: {reason}; set `tool.amends.python`"))
            })?;
            settings.python = lowest.unwrap_or(settings.python);
        }
        match own {
            Some(own) => settings.with(&own),
            None => Ok(settings),
        }
    }

    /// Every expression that is inserted into files as it is, with its key, so that callers can check it.
    pub fn expressions(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let own = self.own_expressions();
        own.chain(self.overrides.iter().flat_map(|rule| rule.value.own_expressions()))
    }

    fn own_expressions(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let loggers = self.logging.default.iter().chain(self.logging.paths.iter().map(|rule| &rule.value));
        let timeouts =
            std::iter::once(&self.timeouts.default).chain(self.timeouts.paths.iter().map(|rule| &rule.value));
        let timeouts = timeouts.filter_map(|timeout| match timeout {
            TimeoutExpr::Expression(text) => Some(("expression", text.as_str())),
            TimeoutExpr::Literal(_) | TimeoutExpr::Constant { .. } => None,
        });
        loggers.map(|rule| ("logger", rule.logger.as_str())).chain(timeouts)
    }

    /// The same settings, of files with these names.
    #[must_use]
    pub fn of_files(mut self, names: FileNames) -> Settings {
        for rule in &mut self.overrides {
            rule.value.names = names.clone();
        }
        self.names = names;
        self
    }

    /// The timeout for a path, as diffs show it.
    pub fn timeout_for(&self, path: &str) -> &TimeoutExpr {
        first(&self.timeouts.paths, self.names.in_settings(path)).unwrap_or(&self.timeouts.default)
    }

    /// The logger that is set for a path, as diffs show it.
    pub fn logger_for(&self, path: &str) -> Option<&LoggerRule> {
        first(&self.logging.paths, self.names.in_settings(path)).or(self.logging.default.as_ref())
    }

    /// The settings for a path, as diffs show it: those of the first override that matches, or these.
    pub fn of(&self, path: &str) -> &Settings {
        first(&self.overrides, self.names.in_settings(path)).unwrap_or(self)
    }

    /// Whether the override for a path leaves a code out.
    pub fn leaves_out(&self, path: &str, code: &str, name: &str) -> bool {
        let matches = |wanted: &String| {
            let start = code.get(..wanted.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(wanted)) || name.eq_ignore_ascii_case(wanted)
        };
        first(&self.overrides, self.names.in_settings(path))
            .is_some_and(|settings| settings.ignore.iter().any(matches))
    }
}

/// What the project's formatter is set to. Tables of other tools are theirs to check.
fn line_length_of_others(tool: &Section<'_>) -> Option<usize> {
    ["ruff", "black"]
        .into_iter()
        .filter_map(|name| tables(tool, name)?.whole("line-length").ok()?)
        .find(|&length| is_line_length(length))
}

fn is_line_length(length: usize) -> bool {
    u64::try_from(length).is_ok_and(|length| (1..=table::LONGEST_LINE).contains(&length))
}

/// A table that may be missing, or be no table at all for all we care.
fn tables<'d>(section: &Section<'d>, key: &str) -> Option<Section<'d>> {
    section.section(key).ok().flatten()
}

/// A list of codes.
fn codes(section: &Section<'_>, key: &str) -> Result<Option<Vec<String>>, ConfigError> {
    let codes = section.strings(key)?;
    match &codes {
        Some(list) if list.iter().any(|code| code.trim().is_empty()) => {
            Err(section.error(key, "holds an empty code"))
        }
        _ => Ok(codes),
    }
}

fn first<'a, T>(rules: &'a [PathRule<T>], path: &str) -> Option<&'a T> {
    rules.iter().find(|rule| rule.paths.matches(Path::new(path))).map(|rule| &rule.value)
}

fn unknown_code(key: &str) -> Option<String> {
    let number = key.strip_prefix("AM").or_else(|| key.strip_prefix("am"))?;
    let is_code = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_code.then(|| format!("codes with options are written {}", table::codes()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn own(text: &str) -> Settings {
        Settings::from_toml(text, "amends.toml").unwrap_or_else(|error| panic!("{error}"))
    }

    fn shared(text: &str) -> Settings {
        Settings::from_toml(text, "some/pyproject.toml").unwrap_or_else(|error| panic!("{error}"))
    }

    fn error(text: &str) -> String {
        let origin = if text.contains("[tool.") || text.contains("[project]") {
            "pyproject.toml"
        } else {
            "amends.toml"
        };
        Settings::from_toml(text, origin).expect_err("it is bad").to_string()
    }

    const ALL: &str = r#"
        line-length = 100
        python = "3.12"
        select = ["AM4"]
        ignore = ["AM404"]
        include = ["src/"]
        exclude = ["gen/"]
        [logging]
        logger = "LOG"
        import = "from app.log import LOG"
        paths = [{ match = "src/client/", logger = " self.log " }]
        [timeouts]
        default = { constant = "WAIT_TIMEOUT", value = 30 }
        "src/a.py" = 2.5
        "*.py" = { expression = "self._config.wait" }
        [runner]
        class = "app.TaskRunner"
        attribute = "_task_runner"
        [history]
        maxlen = 50
        [AM401]
        narrow = true
        [AM403]
        prefer = "classify"
        [AM502]
        on-timeout = "warn"
        also = ["queue", "lock", "process"]
    "#;

    #[test]
    fn nothing_set_is_the_default() {
        assert_eq!(own(""), Settings::default());
        assert_eq!(shared(""), Settings::default());
        assert_eq!(shared("[project]\nname = 'x'\n[tool.amends]\n"), Settings::default());
        let settings = Settings::default();
        assert_eq!((settings.line_length, settings.python.to_string()), (88, "3.9".to_string()));
        assert_eq!(settings.timeout_for("a.py"), &TimeoutExpr::Literal("30.0".into()));
        assert_eq!(settings.logger_for("a.py"), None);
        assert_eq!((settings.runner, settings.am504.prefer), (None, Prefer::Best));
    }

    #[test]
    fn everything_can_be_set() {
        let settings = own(ALL);
        assert_eq!(settings.line_length, 100);
        assert_eq!(settings.python, PythonVersion { major: 3, minor: 12 });
        assert_eq!((settings.select, settings.ignore), (vec!["AM4".to_string()], vec!["AM404".to_string()]));
        assert_eq!(
            (settings.include, settings.exclude),
            (vec!["src/".to_string()], vec!["gen/".to_string()])
        );
        assert!(settings.am401.narrow);
        assert_eq!(settings.history.maxlen, 50);
        assert_eq!(settings.am403.prefer, Recorded::Classify);
        assert_eq!(settings.am502.on_timeout, OnTimeout::Warn);
        assert_eq!(settings.am502.also, [WaitKind::Queue, WaitKind::Lock, WaitKind::Process]);
        let runner = settings.runner.expect("it is named");
        assert_eq!(runner.class.as_deref(), Some("app.TaskRunner"));
        assert_eq!((runner.attribute.as_deref(), runner.method), (Some("_task_runner"), None));
    }

    #[test]
    fn both_files_have_the_same_keys() {
        let nested =
            ALL.replace("        [", "        [tool.amends.").replace("[tool.amends.[", "[[tool.amends.");
        assert_eq!(shared(&format!("[tool.amends]{nested}")), own(ALL));
    }

    #[test]
    fn the_first_rule_for_a_path_holds() {
        let settings = own(ALL);
        assert_eq!(
            settings.timeout_for("src/a.py"),
            &TimeoutExpr::Literal("2.5".into()),
            "file order counts"
        );
        let expression = TimeoutExpr::Expression("self._config.wait".into());
        assert_eq!(settings.timeout_for("src/b.py"), &expression);
        let constant = TimeoutExpr::Constant { name: "WAIT_TIMEOUT".into(), value: "30".into() };
        assert_eq!(settings.timeout_for("-"), &constant);
        let logger =
            |path: &str| settings.logger_for(path).map(|rule| (rule.logger.as_str(), rule.import.is_some()));
        assert_eq!(logger("src/client/x.py"), Some(("self.log", false)));
        assert_eq!(logger("client/x.py"), Some(("LOG", true)));
        assert_eq!(logger("/tmp/x.py"), Some(("LOG", true)));
    }

    #[test]
    fn naming_a_runner_prefers_it() {
        assert_eq!(own("[runner]\nmethod = 'run'\n").am504.prefer, Prefer::Runner);
        assert_eq!(own("[runner]\nmethod = 'run'\n[AM504]\nprefer = 'set'\n").am504.prefer, Prefer::Set);
        assert_eq!(own("[AM504]\nprefer = 'runner'\n").am504.prefer, Prefer::Runner);
    }

    #[test]
    fn what_other_tools_say_holds_unless_set() {
        let text = "[project]\nrequires-python = '>=3.11'\n[tool.ruff]\nline-length = 99\n[tool.black]\nline-length = 77\n";
        let settings = shared(text);
        assert_eq!((settings.line_length, settings.python.minor), (99, 11));
        let settings = shared(&format!("{text}[tool.amends]\nline-length = 60\npython = '3.9'\n"));
        assert_eq!((settings.line_length, settings.python.minor), (60, 9));
        assert_eq!(
            shared("[tool.ruff]\nline-length = 'x'\n[tool.black]\nline-length = 77\n").line_length,
            77
        );
        assert_eq!(shared("tool = 1\nproject = 2\n"), Settings::default());
        let overridden = "[project]\nrequires-python = 'new'\n[tool.amends]\npython = '3.10'\n";
        assert_eq!(shared(overridden).python.minor, 10);
    }

    #[test]
    fn overrides_are_for_paths_and_the_first_holds() {
        let text = "ignore = ['AM502']\nline-length = 100\n[AM504]\nprefer = 'set'\n[runner]\nmethod = 'run'\n\
                    [[overrides]]\npaths = ['tests/', '!tests/keep.py']\nignore = ['AM4', 'bounded-wait']\n\
                    [overrides.AM401]\nnarrow = true\n[[overrides]]\npaths = ['*.py']\nline-length = 60\n";
        let settings = own(text);
        let (tests, other) = (settings.of("tests/a.py"), settings.of("src/a.py"));
        assert!(tests.am401.narrow && !other.am401.narrow && !settings.am401.narrow);
        assert_eq!((tests.line_length, other.line_length, settings.of("-").line_length), (100, 60, 100));
        assert_eq!((tests.am504.prefer, settings.of("-")), (Prefer::Set, &settings));
        assert_eq!(settings.of("tests/keep.py").line_length, 60);
        let left_out = |path: &str, code: &str| settings.leaves_out(path, code, "bounded-wait");
        assert!(left_out("tests/a.py", "AM401") && left_out("tests/a.py", "AM502"));
        assert!(!left_out("src/a.py", "AM401") && !left_out("tests/keep.py", "AM401"));
    }

    #[test]
    fn the_table_says_what_holds_without_settings() {
        let mut text = String::new();
        for setting in
            table::SETTINGS.iter().filter(|setting| ![table::GLOB, table::FINDING].contains(&setting.key))
        {
            if !setting.default.is_empty() {
                let dot = if setting.table.is_empty() { "" } else { "." };
                text += &format!("{}{dot}{} = {}\n", setting.table, setting.key, setting.default);
            }
        }
        assert_eq!(own(&text), Settings::default(), "{text}");
    }

    #[test]
    fn errors_name_file_line_and_key() {
        let cases = [
            (
                "line-lenght = 9",
                "amends.toml:1: there is no setting `line-lenght`; did you mean `line-length`?",
            ),
            (
                "\nline_length = 9",
                "amends.toml:2: there is no setting `line_length`; did you mean `line-length`?",
            ),
            (
                "[tool.amends]\n\nruner = {}",
                "pyproject.toml:3: there is no setting `tool.amends.runer`; did you mean `runner`?",
            ),
            (
                "[AM999]",
                "amends.toml:1: there is no setting `AM999`; codes with options are written `AM203`, `AM4",
            ),
            ("[am401]", "amends.toml:1: there is no setting `am401`; codes with options are written `AM203`"),
            (
                "xyz = 1",
                "amends.toml:1: there is no setting `xyz`; known keys are \"line-length\", \"python\", ",
            ),
            (
                "[AM401]\nnarow = true",
                "amends.toml:2: there is no setting `AM401.narow`; did you mean `narrow`?",
            ),
            ("[AM401]\nnarrow = 1", "amends.toml:2: `AM401.narrow` must be true or false, not 1"),
            (
                "[AM404]\nreport-unknown = 'no'",
                "amends.toml:2: `AM404.report-unknown` must be true or false, not 'no'",
            ),
            ("AM401 = true", "amends.toml:1: `AM401` must be a table, not true"),
            ("line-length = '9'", "amends.toml:1: `line-length` must be a whole number, not '9'"),
            ("line-length = -9", "amends.toml:1: `line-length` must be a whole number, not -9"),
            ("line-length = 0", "amends.toml:1: `line-length` must be between 1 and 320"),
            ("python = 3.10", "amends.toml:1: `python` must be a string, not 3.10"),
            (
                "python = '>=3.10'",
                "amends.toml:1: `python` must be a version of Python 3 such as \"3.11\", not \">=3.10\"",
            ),
            ("select = 'AM4'", "amends.toml:1: `select` must be a list of strings, not 'AM4'"),
            ("select = [1,\n2]", "amends.toml:1: `select` must be a list of strings, not this array"),
            ("ignore = ['']", "amends.toml:1: `ignore` holds an empty code"),
            ("exclude = ['a[']", "amends.toml:1: `exclude` holds a bad glob: `a[` is not a glob: unclosed"),
            (
                "[timeouts]\ndefault = 0",
                "amends.toml:2: `timeouts.default` must be a positive number of seconds, {",
            ),
            ("[timeouts]\ndefault = inf", "amends.toml:2: `timeouts.default` must be a positive number"),
            ("[timeouts]\ndefault = 'x'", "amends.toml:2: `timeouts.default` must be a positive number"),
            ("[timeouts.default]\nconstant = 'A'", "amends.toml:1: `timeouts.default.value` is missing"),
            ("[timeouts.default]\nvalue = 1", "amends.toml:1: `timeouts.default.constant` is missing"),
            (
                "[timeouts.default]\nconstant = 'a b'",
                "amends.toml:2: `timeouts.default.constant` must be a name",
            ),
            ("[timeouts.default]\nexpression = ' '", "amends.toml:2: `timeouts.default.expression` is empty"),
            (
                "[timeouts.default]\nexpression = 'a'\nvalue = 1",
                "amends.toml:3: there is no setting `timeouts.default.value`; `expression` stands alone",
            ),
            (
                "[timeouts]\n'src/' = { expression = 'None' }",
                "amends.toml:2: `timeouts.src/.expression` is None, which bounds nothing: give a number",
            ),
            (
                "[timeouts]\ndefault = { expression = '-1' }",
                "amends.toml:2: `timeouts.default.expression` is a number: write `default = -1`",
            ),
            (
                "[timeouts.default]\nconstant = 'lambda'\nvalue = 1",
                "amends.toml:2: `timeouts.default.constant` must be a name, and \"lambda\" is a keyword of Python",
            ),
            (
                "[timeouts.default]\nexpression = \"a\\nb\"",
                "amends.toml:2: `timeouts.default.expression` must be a single line",
            ),
            (
                "[timeouts]\ndefualt = 5",
                "amends.toml:2: there is no setting `timeouts.defualt`; known keys are `d",
            ),
            ("[timeouts]\n'a[' = 5", "amends.toml:2: `timeouts.a[` is bad: `a[` is not a glob: unclosed"),
            (
                "[timeouts]\n'*.py' = '5'",
                "amends.toml:2: `timeouts.*.py` must be a positive number of seconds",
            ),
            (
                "[logging]\npaths = ['a']",
                "amends.toml:2: `logging.paths` must be a list of tables, not ['a']",
            ),
            ("[[logging.paths]]\nlogger = 'a'", "amends.toml:1: `logging.paths.match` is missing"),
            ("[[logging.paths]]\nmatch = 'a'", "amends.toml:1: `logging.paths.logger` is missing"),
            (
                "[[logging.paths]]\nmatch = ''",
                "amends.toml:2: `logging.paths.match` is bad: `` is not a glob",
            ),
            ("[logging]\nimport = 'import a'", "amends.toml:1: `logging.logger` is missing"),
            ("[logging]\nlogger = ''", "amends.toml:2: `logging.logger` is empty"),
            (
                "[logging]\nlogger = 'a'\nimport = 'b'",
                "amends.toml:3: `logging.import` must be an import statement",
            ),
            ("[runner]", "amends.toml:1: `runner.class` is missing: name the runner by"),
            ("[runner]\nclass = 'a-b'", "amends.toml:2: `runner.class` must be a name, not \"a-b\""),
            ("[runner]\nattribute = 'a.b'", "amends.toml:2: `runner.attribute` must be a name, not \"a.b\""),
            (
                "[AM502]\non-timeout = 'log'",
                "amends.toml:2: `AM502.on-timeout` must be \"raise\" or \"warn\", not \"log\"",
            ),
            (
                "[AM502]\nalso = ['event']",
                "amends.toml:2: `AM502.also` may hold \"queue\", \"lock\" and \"process\", not \"event\"",
            ),
            (
                "[AM403]\nprefer = 'x'",
                "amends.toml:2: `AM403.prefer` must be \"log\" or \"classify\", not \"x\"",
            ),
            (
                "[AM504]\nprefer = 'x'",
                "amends.toml:2: `AM504.prefer` must be \"set\" or \"runner\", not \"x\"",
            ),
            (
                "[project]\nrequires-python = '3.11'",
                "pyproject.toml:2: `project.requires-python` cannot be read: `3.11` starts",
            ),
            (
                "[project]\nrequires-python = 3",
                "pyproject.toml:2: `project.requires-python` must be a string, not 3",
            ),
            ("[[overrides]]\nignore = []", "amends.toml:1: `overrides.paths` is missing"),
            ("[[overrides]]\npaths = []", "amends.toml:2: `overrides.paths` is empty"),
            ("[[overrides]]\npaths = ['a[']", "amends.toml:2: `overrides.paths` holds a bad glob: `a[`"),
            (
                "[[overrides]]\npaths = ['a']\npython = '3.11'",
                "amends.toml:3: there is no setting `overrides.python`; it holds for the whole project",
            ),
            (
                "[[overrides]]\npath = ['a']",
                "amends.toml:2: there is no setting `overrides.path`; did you mean `paths`?",
            ),
            ("[tool.amends]\na = ", "pyproject.toml:2: this is not TOML: "),
            ("python = '3.11'\npython = '3.12'", "amends.toml:2: this is not TOML: duplicate key"),
        ];
        for (text, expected) in cases {
            let message = error(text);
            assert!(message.starts_with(expected), "{text}\n  {message}\n  {expected}");
        }
    }

    #[test]
    fn the_nearest_file_is_found() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        };
        write("pyproject.toml", "[project]\nname = 'x'\n");
        write("a/pyproject.toml", "[build-system]\nrequires = []\n");
        write("a/b/pyproject.toml", "[tool.amends]\n");
        write("a/b/amends.toml", "");
        write("a/b/c/x.py", "");
        write("broken/pyproject.toml", "[");
        write("black/pyproject.toml", "[tool.black]\nline-length = 90\n");
        let root = folder.path().canonicalize().expect("it exists");
        let found = |name: &str| find(&folder.path().join(name)).expect("there is one");
        let expected = [
            ("", "pyproject.toml"),
            ("a", "pyproject.toml"),
            ("a/b/c", "a/b/amends.toml"),
            ("broken", "broken/pyproject.toml"),
            ("black", "black/pyproject.toml"),
            ("missing", "pyproject.toml"),
            ("a/b/c/x.py", "a/b/amends.toml"),
            ("a/b/../../black", "black/pyproject.toml"),
            ("a/b/c/../..", "pyproject.toml"),
        ];
        for (start, path) in expected {
            assert_eq!(found(start), root.join(path), "{start}");
        }
    }
}
