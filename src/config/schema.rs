//! The tables and keys of the settings, with what may stand in them. Every unknown key is an error.

use toml::{Table, Value};

use super::options::{LoggerRule, OnTimeout, Prefer, RunnerSettings, TimeoutExpr, WaitKind};
use super::{PythonVersion, Settings};

/// Reads the settings' own tables into `settings`.
pub(super) fn read(table: Table, settings: &mut Settings) -> Result<(), String> {
    const KEYS: &[&str] = &[
        "line-length",
        "python",
        "select",
        "ignore",
        "include",
        "exclude",
        "logging",
        "timeouts",
        "runner",
        "AM401",
        "AM502",
        "AM504",
    ];
    for (key, value) in table {
        match key.as_str() {
            "line-length" => settings.line_length = number(&key, &value)?,
            "python" => {
                let text = string(&key, &value)?;
                settings.python = PythonVersion::parse(&text)
                    .ok_or_else(|| format!("`python` is a version like \"3.11\", not {text:?}"))?;
            }
            "select" => settings.select = strings(&key, &value)?,
            "ignore" => settings.ignore = strings(&key, &value)?,
            "include" => settings.include = strings(&key, &value)?,
            "exclude" => settings.exclude = strings(&key, &value)?,
            "logging" => logging(&value, settings)?,
            "timeouts" => timeouts(&value, settings)?,
            "runner" => settings.runner = Some(runner(&value)?),
            "AM401" => each(&key, &value, &["narrow"], |key, value| {
                settings.am401.narrow = value.as_bool().ok_or_else(|| format!("`{key}` is true or false"))?;
                Ok(())
            })?,
            "AM502" => each(&key, &value, &["on-timeout", "also"], |key, value| {
                if key == "also" {
                    settings.am502.also =
                        strings(key, value)?.iter().map(|kind| wait_kind(kind)).collect::<Result<_, _>>()?;
                } else {
                    settings.am502.on_timeout =
                        choice(key, value, &[("raise", OnTimeout::Raise), ("warn", OnTimeout::Warn)])?;
                }
                Ok(())
            })?,
            "AM504" => each(&key, &value, &["prefer"], |key, value| {
                settings.am504.prefer =
                    choice(key, value, &[("runner", Prefer::Runner), ("set", Prefer::Set)])?;
                Ok(())
            })?,
            other => return Err(unknown(other, KEYS)),
        }
    }
    Ok(())
}

fn unknown(key: &str, known: &[&str]) -> String {
    // The nearest by shared letters, which is enough for a typing error.
    let shared = |other: &str| key.chars().zip(other.chars()).filter(|(a, b)| a == b).count();
    let nearest = known.iter().max_by_key(|other| shared(other)).filter(|other| shared(other) >= 3);
    let hint = nearest.map_or_else(String::new, |nearest| format!("did you mean `{nearest}`? "));
    format!("unknown key `{key}`; {hint}known keys are {}", known.join(", "))
}

fn each(
    name: &str,
    value: &Value,
    known: &[&str],
    mut take: impl FnMut(&str, &Value) -> Result<(), String>,
) -> Result<(), String> {
    let table = value.as_table().ok_or_else(|| format!("`{name}` is a table"))?;
    for (key, value) in table {
        if !known.contains(&key.as_str()) {
            return Err(format!("[{name}] {}", unknown(key, known)));
        }
        take(key, value)?;
    }
    Ok(())
}

fn string(key: &str, value: &Value) -> Result<String, String> {
    value.as_str().map(str::to_string).ok_or_else(|| format!("`{key}` is a string"))
}

fn strings(key: &str, value: &Value) -> Result<Vec<String>, String> {
    let list = value.as_array().ok_or_else(|| format!("`{key}` is a list of strings"))?;
    list.iter().map(|item| string(key, item)).collect()
}

fn number(key: &str, value: &Value) -> Result<usize, String> {
    let number = value.as_integer().and_then(|number| usize::try_from(number).ok());
    number.filter(|number| *number > 0).ok_or_else(|| format!("`{key}` is a positive whole number"))
}

/// Source text that is inserted into files: on one line, and something.
fn expression(key: &str, value: &Value) -> Result<String, String> {
    let text = string(key, value)?;
    if text.trim().is_empty() || text.contains(['\n', '\r', '#']) {
        return Err(format!("`{key}` is an expression on one line, not {text:?}"));
    }
    Ok(text.trim().to_string())
}

fn choice<T: Copy>(key: &str, value: &Value, choices: &[(&str, T)]) -> Result<T, String> {
    let text = string(key, value)?;
    let found = choices.iter().find(|(name, _)| *name == text).map(|(_, choice)| *choice);
    let names: Vec<String> = choices.iter().map(|(name, _)| format!("{name:?}")).collect();
    found.ok_or_else(|| format!("`{key}` is {}, not {text:?}", names.join(" or ")))
}

fn wait_kind(kind: &str) -> Result<WaitKind, String> {
    match kind {
        "queue" => Ok(WaitKind::Queue),
        "lock" => Ok(WaitKind::Lock),
        "process" => Ok(WaitKind::Process),
        other => Err(format!("`also` knows \"queue\", \"lock\" and \"process\", not {other:?}")),
    }
}

fn logging(value: &Value, settings: &mut Settings) -> Result<(), String> {
    let mut general = LoggerRule { glob: None, logger: String::new(), import: None };
    let mut special = Vec::new();
    each("logging", value, &["logger", "import", "paths"], |key, value| {
        match key {
            "logger" => general.logger = expression(key, value)?,
            "import" => general.import = Some(expression(key, value)?),
            _ => {
                for rule in
                    value.as_array().ok_or("`paths` is a list of tables: [[tool.amends.logging.paths]]")?
                {
                    let mut one = LoggerRule { glob: None, logger: String::new(), import: None };
                    each("logging.paths", rule, &["match", "logger", "import"], |key, value| {
                        match key {
                            "match" => one.glob = Some(string(key, value)?),
                            "logger" => one.logger = expression(key, value)?,
                            _ => one.import = Some(expression(key, value)?),
                        }
                        Ok(())
                    })?;
                    if one.glob.is_none() || one.logger.is_empty() {
                        return Err("[logging.paths] needs `match` and `logger`".into());
                    }
                    special.push(one);
                }
            }
        }
        Ok(())
    })?;
    settings.logging = special;
    if !general.logger.is_empty() {
        settings.logging.push(general);
    }
    Ok(())
}

fn timeouts(value: &Value, settings: &mut Settings) -> Result<(), String> {
    let table = value.as_table().ok_or("`timeouts` is a table: default = 30.0, or \"glob\" = 30.0")?;
    for (key, value) in table {
        let timeout = timeout(key, value)?;
        if key == "default" {
            settings.timeouts.default = timeout;
        } else {
            settings.timeouts.paths.push((key.clone(), timeout));
        }
    }
    Ok(())
}

fn timeout(key: &str, value: &Value) -> Result<TimeoutExpr, String> {
    let seconds = |value: &Value| match value {
        Value::Integer(number) if *number > 0 => Some(number.to_string()),
        Value::Float(number) if *number > 0.0 && number.is_finite() => Some(format!("{number:?}")),
        _ => None,
    };
    if let Some(literal) = seconds(value) {
        return Ok(TimeoutExpr::Literal(literal));
    }
    let help = || {
        format!(
            "`{key}` is a number of seconds, {{ constant = \"NAME\", value = 30.0 }} or {{ expression = \"…\" }}"
        )
    };
    let table = value.as_table().ok_or_else(help)?;
    match (table.get("constant"), table.get("value"), table.get("expression"), table.len()) {
        (Some(name), Some(value), None, 2) => {
            let name = string("constant", name)?;
            let identifier = !name.starts_with(|letter: char| letter.is_ascii_digit())
                && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
            if name.is_empty() || !identifier {
                return Err(format!("`constant` is a name, not {name:?}"));
            }
            Ok(TimeoutExpr::Constant { name, value: seconds(value).ok_or_else(help)? })
        }
        (None, None, Some(text), 1) => Ok(TimeoutExpr::Expression(expression("expression", text)?)),
        _ => Err(help()),
    }
}

fn runner(value: &Value) -> Result<RunnerSettings, String> {
    let mut runner = RunnerSettings::default();
    each("runner", value, &["class", "attribute", "method"], |key, value| {
        let text = Some(expression(key, value)?);
        match key {
            "class" => runner.class = text,
            "attribute" => runner.attribute = text,
            _ => runner.method = text,
        }
        Ok(())
    })?;
    Ok(runner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> Result<Settings, String> {
        Settings::from_toml(text, "amends.toml").map_err(|error| error.to_string())
    }

    #[test]
    fn reads_every_table() {
        let text = r#"
line-length = 100
python = "3.12"
select = ["AM4"]
[logging]
logger = "self.log"
[[logging.paths]]
match = "scripts/**"
logger = "LOG"
import = "from project import LOG"
[timeouts]
default = 5
"relay/**" = { constant = "WAIT", value = 2.5 }
"hub.py" = { expression = "self._config.wait" }
[runner]
attribute = "_runner"
[AM401]
narrow = true
[AM502]
on-timeout = "warn"
also = ["queue"]
[AM504]
prefer = "runner"
"#;
        let settings = settings(text).expect("valid settings");
        assert_eq!((settings.line_length, settings.python), (100, PythonVersion { major: 3, minor: 12 }));
        assert_eq!(settings.timeout_for("a.py"), &TimeoutExpr::Literal("5".into()));
        assert_eq!(
            settings.timeout_for("relay/x/a.py"),
            &TimeoutExpr::Constant { name: "WAIT".into(), value: "2.5".into() }
        );
        assert_eq!(settings.timeout_for("src/hub.py"), &TimeoutExpr::Expression("self._config.wait".into()));
        assert_eq!(settings.logger_for("scripts/a.py").map(|rule| rule.logger.as_str()), Some("LOG"));
        assert_eq!(settings.logger_for("a.py").map(|rule| rule.logger.as_str()), Some("self.log"));
        assert!(
            settings.am401.narrow
                && settings.am502.on_timeout == OnTimeout::Warn
                && settings.am504.prefer == Prefer::Runner
        );
    }

    #[test]
    fn errors_name_file_key_and_remedy() {
        for (text, words) in [
            ("ignored = []", "amends.toml: unknown key `ignored`; did you mean `ignore`?"),
            ("[AM401]\nnarow = true", "[AM401] unknown key `narow`; did you mean `narrow`?"),
            ("[AM402]\nx = 1", "unknown key `AM402`"),
            ("line-length = -1", "positive"),
            ("[timeouts]\ndefault = -3", "number of seconds"),
            ("[timeouts]\ndefault = { constant = \"1x\", value = 1 }", "`constant` is a name"),
            ("[AM502]\non-timeout = \"explode\"", "\"raise\" or \"warn\""),
            ("[logging]\nlogger = \"a\\nb\"", "on one line"),
            ("x = [", "amends.toml: "),
        ] {
            let error = settings(text).expect_err(text);
            assert!(error.contains(words), "{text}: {error}");
        }
    }

    #[test]
    fn a_pyproject_gives_defaults() {
        let text = "[project]\nrequires-python = \">=3.11\"\n[tool.black]\nline-length = 99\n[tool.amends]\nignore = [\"AM5\"]\n";
        let settings = Settings::from_toml(text, "a/pyproject.toml").expect("valid settings");
        assert_eq!(
            (settings.python.minor, settings.line_length, settings.ignore),
            (11, 99, vec!["AM5".to_string()])
        );
    }
}
