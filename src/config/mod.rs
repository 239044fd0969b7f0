//! Settings: `[tool.amends]` in pyproject.toml, or amends.toml. Parses and checks; finding the file is `find`.

mod options;
mod project;
mod schema;

use std::path::{Path, PathBuf};

pub use options::{
    Am401, Am502, Am504, LoggerRule, OnTimeout, Prefer, RunnerSettings, TimeoutExpr, Timeouts, WaitKind,
};
pub use project::PythonVersion;

/// What a project says about how it wants to be judged. Every field has a default.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The longest line that an inserted statement may make before it is broken, in columns.
    pub line_length: usize,
    /// The lowest Python version that the code must run on.
    pub python: PythonVersion,
    /// Codes or prefixes of codes to run; empty means all.
    pub select: Vec<String>,
    /// Codes or prefixes of codes not to run.
    pub ignore: Vec<String>,
    /// Globs of files to take; empty means all.
    pub include: Vec<String>,
    /// Globs of files to leave out.
    pub exclude: Vec<String>,
    /// How log calls are written, by path; the first that matches counts.
    pub logging: Vec<LoggerRule>,
    /// How long waits may take, by path.
    pub timeouts: Timeouts,
    /// The project's own task runner, if it names one.
    pub runner: Option<RunnerSettings>,
    /// Options of AM401.
    pub am401: Am401,
    /// Options of AM502.
    pub am502: Am502,
    /// Options of AM504.
    pub am504: Am504,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            line_length: 88,
            python: PythonVersion::default(),
            select: Vec::new(),
            ignore: Vec::new(),
            include: Vec::new(),
            exclude: Vec::new(),
            logging: Vec::new(),
            timeouts: Timeouts::default(),
            runner: None,
            am401: Am401::default(),
            am502: Am502::default(),
            am504: Am504::default(),
        }
    }
}

/// What is wrong in a settings file, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{origin}: {message}")]
pub struct ConfigError {
    /// The file.
    pub origin: String,
    /// The key and what is wrong with it.
    pub message: String,
}

impl Settings {
    /// Reads a settings file. In a file named `pyproject.toml` the settings are in `[tool.amends]`, and
    /// `[project]`, `[tool.ruff]` and `[tool.black]` give defaults; in any other they are at the top.
    ///
    /// # Errors
    /// TOML that does not parse, unknown keys and values that make no sense, each with the file and the key.
    pub fn from_toml(text: &str, origin: &str) -> Result<Self, ConfigError> {
        let fail = |message: String| ConfigError { origin: origin.into(), message };
        let document: toml::Table = text.parse().map_err(|error: toml::de::Error| fail(error.to_string()))?;
        let is_pyproject = Path::new(origin).file_name().is_some_and(|name| name == "pyproject.toml");
        let own = if is_pyproject {
            document
                .get("tool")
                .and_then(|tool| tool.get("amends"))
                .and_then(toml::Value::as_table)
                .cloned()
                .unwrap_or_default()
        } else {
            document.clone()
        };
        let mut settings = Settings::default();
        if is_pyproject {
            project::defaults(&document, &mut settings).map_err(fail)?;
        }
        schema::read(own, &mut settings).map_err(fail)?;
        Ok(settings)
    }

    /// The timeout for waits in a file.
    pub fn timeout_for(&self, path: &str) -> &TimeoutExpr {
        let special = self.timeouts.paths.iter().find(|(glob, _)| options::matches(glob, path));
        special.map_or(&self.timeouts.default, |(_, timeout)| timeout)
    }

    /// The logger that the settings name for a file.
    pub fn logger_for(&self, path: &str) -> Option<&LoggerRule> {
        self.logging.iter().find(|rule| rule.glob.as_deref().is_none_or(|glob| options::matches(glob, path)))
    }
}

/// The nearest settings file at or above a path: amends.toml, or a pyproject.toml with `[tool.amends]` or
/// `[project]`. Reads the file system.
pub fn find(start: &Path) -> Option<PathBuf> {
    let start = start.canonicalize().ok()?;
    let folder = if start.is_dir() { start.as_path() } else { start.parent()? };
    folder.ancestors().find_map(|folder| {
        let own = folder.join("amends.toml");
        if own.is_file() {
            return Some(own);
        }
        let project = folder.join("pyproject.toml");
        let text = std::fs::read_to_string(&project).ok()?;
        let says_something = match text.parse::<toml::Table>() {
            Ok(table) => {
                table.contains_key("project")
                    || table.get("tool").is_some_and(|tool| tool.get("amends").is_some())
            }
            // A file that does not parse is found, so that the user is told.
            Err(_) => true,
        };
        says_something.then_some(project)
    })
}
