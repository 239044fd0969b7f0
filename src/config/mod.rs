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
/// How a timeout is written where one is inserted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeoutExpr {
    /// A number of seconds, as it is written.
    Literal(String),
    /// A constant of the module, which is added where it is missing.
    Constant {
        /// Its name.
        name: String,
        /// Its value, as it is written.
        value: String,
    },
    /// Any expression, such as `self._config.wait_timeout`.
    Expression(String),
}
/// What AM502 does where a timeout passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OnTimeout {
    /// `TimeoutError` is raised.
    #[default]
    Raise,
    /// It is logged, and the wait goes on.
    Warn,
}
/// What AM502 judges beside events and conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlsoWait {
    /// `Queue.get()`.
    Queue,
    /// `Lock.acquire()`.
    Lock,
    /// `Process.wait()`.
    Process,
}
/// Options of AM502.
#[derive(Clone, Debug, Default)]
pub struct Am502 {
    /// `on-timeout`.
    pub on_timeout: OnTimeout,
    /// `also`.
    pub also: Vec<AlsoWait>,
}
/// S
pub struct Settings {
    /// l
    pub line_length: usize,
    /// p
    pub python: PythonVersion,
    /// The timeout for every path.
    pub timeout: TimeoutExpr,
    /// AM502.
    pub am502: Am502,
}
impl Default for Settings {
    fn default() -> Self {
        Settings {
            line_length: 88,
            python: PythonVersion { major: 3, minor: 11 },
            timeout: TimeoutExpr::Literal("30.0".into()),
            am502: Am502::default(),
        }
    }
}
impl Settings {
    /// f
    pub fn from_toml(text: &str, _o: &str) -> Result<Settings, String> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
        let mut settings = Settings::default();
        if let Some(minor) =
            table.get("python").and_then(|value| value.as_str()?.strip_prefix("3.")?.parse().ok())
        {
            settings.python.minor = minor;
        }
        if let Some(timeouts) = table.get("timeouts").and_then(|value| value.as_table()) {
            let text = |key: &str| {
                timeouts.get(key).map(|value| value.as_str().map_or_else(|| value.to_string(), String::from))
            };
            settings.timeout = match (text("constant"), text("value"), text("expression")) {
                (Some(name), value, _) => {
                    TimeoutExpr::Constant { name, value: value.unwrap_or_else(|| "30.0".into()) }
                }
                (None, _, Some(expression)) => TimeoutExpr::Expression(expression),
                (None, value, None) => TimeoutExpr::Literal(value.unwrap_or_else(|| "30.0".into())),
            };
        }
        if let Some(am502) = table.get("AM502").and_then(|value| value.as_table()) {
            if am502.get("on-timeout").and_then(|value| value.as_str()) == Some("warn") {
                settings.am502.on_timeout = OnTimeout::Warn;
            }
            for also in am502.get("also").and_then(|value| value.as_array()).into_iter().flatten() {
                settings.am502.also.extend(match also.as_str() {
                    Some("queue") => Some(AlsoWait::Queue),
                    Some("lock") => Some(AlsoWait::Lock),
                    Some("process") => Some(AlsoWait::Process),
                    _ => None,
                });
            }
        }
        Ok(settings)
    }
    /// l
    pub fn logger_for(&self, _p: &str) -> Option<&LoggerRule> {
        None
    }
    /// The timeout to write in a file.
    pub fn timeout_for(&self, _path: &str) -> &TimeoutExpr {
        &self.timeout
    }
}
