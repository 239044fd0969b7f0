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
}
impl Default for Settings {
    fn default() -> Self {
        Settings { line_length: 88, python: PythonVersion { major: 3, minor: 11 }, am401: Am401::default() }
    }
}
impl Settings {
    /// f
    pub fn from_toml(_t: &str, _o: &str) -> Result<Settings, String> {
        Ok(Settings::default())
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
