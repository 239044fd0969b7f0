//! Settings with what a table says: for the whole project, and for some paths. Knows no files.

use super::read::{ConfigError, Section};
use super::table::{self, override_keys};
use super::{
    Am203, Am401, Am403, Am404, Am502, Am504, AuditSettings, Collections, History, Logging, PathRule,
    PrSettings, PythonVersion, RunnerSettings, Settings, Timeouts, codes, is_line_length, unknown_code,
};
use crate::discover::Globs;

impl Settings {
    /// These settings, with what a table sets.
    pub(super) fn with(mut self, own: &Section<'_>) -> Result<Settings, ConfigError> {
        own.only(&table::keys(""), unknown_code)?;
        self = self.with_shared(own)?;
        if let Some(version) = own.string("python")? {
            let read = PythonVersion::parse(&version).filter(|version| version.major >= 3);
            self.python = read.ok_or_else(|| {
                own.error(
                    "python",
                    format!("must be a version of Python 3 such as \"3.11\", not \"{version}\""),
                )
            })?;
        }
        self.select = codes(own, "select")?.unwrap_or_default();
        for (key, list) in [("include", &mut self.include), ("exclude", &mut self.exclude)] {
            *list = own.strings(key)?.unwrap_or_default();
            Globs::new(list.iter().map(String::as_str))
                .map_err(|bad| own.error(key, format!("holds a bad glob: {bad}")))?;
        }
        if let Some(section) = own.section("audit")? {
            self.audit = AuditSettings::read(&section)?;
        }
        if let Some(section) = own.section("pr")? {
            self.pr = PrSettings::read(&section)?;
        }
        for section in own.sections("overrides")? {
            section.only(&override_keys(), |key| {
                let known = table::keys("").contains(&key);
                known.then(|| "it holds for the whole project and cannot be set for some paths".to_string())
            })?;
            let paths = section.strings("paths")?.ok_or_else(|| section.error("paths", "is missing"))?;
            if paths.is_empty() {
                return Err(section.error("paths", "is empty, so that the settings hold nowhere"));
            }
            let paths = Globs::new(paths.iter().map(String::as_str))
                .map_err(|bad| section.error("paths", format!("holds a bad glob: {bad}")))?;
            // What is not looked for anywhere is not looked for here either; this is what is added to that.
            let base = Settings { overrides: Vec::new(), ignore: Vec::new(), ..self.clone() };
            let value = base.with_shared(&section)?;
            self.overrides.push(PathRule { paths, value });
        }
        Ok(self)
    }

    /// These settings, with what a table sets that may also be set for some paths only.
    fn with_shared(mut self, own: &Section<'_>) -> Result<Settings, ConfigError> {
        if let Some(length) = own.whole("line-length")? {
            if !is_line_length(length) {
                return Err(
                    own.error("line-length", format!("must be between 1 and {}", table::LONGEST_LINE))
                );
            }
            self.line_length = length;
        }
        if let Some(ignore) = codes(own, "ignore")? {
            self.ignore = ignore;
        }
        if let Some(section) = own.section("logging")? {
            self.logging = Logging::read(&section)?;
        }
        if let Some(section) = own.section("timeouts")? {
            self.timeouts = Timeouts::read(&section)?;
        }
        if let Some(section) = own.section("runner")? {
            self.runner = Some(RunnerSettings::read(&section)?);
        }
        if let Some(section) = own.section("collections")? {
            self.collections = Collections::read(&section)?;
        }
        if let Some(section) = own.section("history")? {
            self.history = History::read(&section)?;
        }
        if let Some(section) = own.section("AM203")? {
            self.am203 = Am203::read(&section)?;
        }
        if let Some(section) = own.section("AM401")? {
            self.am401 = Am401::read(&section)?;
        }
        if let Some(section) = own.section("AM403")? {
            self.am403 = Am403::read(&section)?;
        }
        if let Some(section) = own.section("AM404")? {
            self.am404 = Am404::read(&section)?;
        }
        if let Some(section) = own.section("AM502")? {
            self.am502 = Am502::read(&section)?;
        }
        let section = own.section("AM504")?;
        if section.is_some() || own.has("runner") {
            self.am504 = Am504::read(section.as_ref(), self.runner.is_some())?;
        }
        Ok(self)
    }
}
