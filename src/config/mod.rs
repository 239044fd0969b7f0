//! Stub.
/// S
#[derive(Clone)]
pub struct PythonVersion {
    /// a
    pub major: u32,
    /// b
    pub minor: u32,
}
/// L
pub struct LoggerRule {
    /// l
    pub logger: String,
    /// i
    pub import: Option<String>,
}
/// S
pub struct Settings {
    /// l
    pub line_length: usize,
    /// p
    pub python: PythonVersion,
    /// a
    pub am401: Am401,
    /// a
    pub am504: Am504,
    /// r
    pub runner: Option<RunnerSettings>,
}
impl Default for Settings {
    fn default() -> Self {
        Settings {
            line_length: 88,
            python: PythonVersion { major: 3, minor: 11 },
            am401: Am401::default(),
            am504: Am504::default(),
            runner: None,
        }
    }
}
impl Settings {
    /// f
    pub fn from_toml(t: &str, _o: &str) -> Result<Settings, String> {
        let table: toml::Table = t.parse().map_err(|error: toml::de::Error| error.to_string())?;
        let text =
            |section: &str, key: &str| Some(table.get(section)?.as_table()?.get(key)?.as_str()?.to_string());
        let mut settings = Settings::default();
        settings.am504.prefer = text("AM504", "prefer");
        settings.runner = text("runner", "class").map(|class| RunnerSettings {
            class,
            attribute: text("runner", "attribute").unwrap_or_default(),
            method: text("runner", "method").unwrap_or_else(|| "run".into()),
        });
        Ok(settings)
    }
    /// l
    pub fn logger_for(&self, _p: &str) -> Option<&LoggerRule> {
        None
    }
}
/// a
#[derive(Default)]
pub struct Am401 {
    /// n
    pub narrow: bool,
}
/// a
#[derive(Default)]
pub struct Am504 {
    /// p
    pub prefer: Option<String>,
}
/// r
pub struct RunnerSettings {
    /// c
    pub class: String,
    /// a
    pub attribute: String,
    /// m
    pub method: String,
}
