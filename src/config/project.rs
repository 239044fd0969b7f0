//! Defaults from the rest of a pyproject.toml: the Python version and the line length.

use super::Settings;

/// A Python version; releases below it are not distinguished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PythonVersion {
    /// 3.
    pub major: u8,
    /// 11 in 3.11.
    pub minor: u8,
}

impl Default for PythonVersion {
    /// The oldest version whose asyncio the catalogue's rules hold for.
    fn default() -> Self {
        PythonVersion { major: 3, minor: 9 }
    }
}

impl PythonVersion {
    /// Reads `3.11`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('.');
        let version = PythonVersion {
            major: parts.next()?.parse().ok()?,
            minor: parts.next().unwrap_or("0").parse().ok()?,
        };
        parts.all(|part| part == "*" || part.parse::<u32>().is_ok()).then_some(version)
    }

    /// The lowest version that a `requires-python` allows, as far as lower bounds say. `None` without one.
    /// Source: the version specifiers of PEP 440.
    pub fn lowest(requires: &str) -> Option<Self> {
        requires
            .split(',')
            .filter_map(|specifier| {
                let specifier = specifier.trim();
                let (operator, version) =
                    specifier.split_at(specifier.find(|letter: char| letter.is_ascii_digit())?);
                let version = PythonVersion::parse(version.trim())?;
                match operator.trim() {
                    ">=" | "~=" | "==" | "===" => Some(version),
                    // `>3.10` excludes 3.10 itself but allows 3.10.1.
                    ">" => Some(version),
                    _ => None,
                }
            })
            .max()
    }
}

/// Takes over what other tables say.
pub(super) fn defaults(document: &toml::Table, settings: &mut Settings) -> Result<(), String> {
    let requires = document
        .get("project")
        .and_then(|project| project.get("requires-python"))
        .and_then(toml::Value::as_str);
    if let Some(version) = requires.and_then(PythonVersion::lowest) {
        settings.python = version;
    }
    let tool = |name: &str| {
        document.get("tool").and_then(|tool| tool.get(name)).and_then(|tool| tool.get("line-length"))
    };
    if let Some(length) = tool("ruff").or_else(|| tool("black")).and_then(toml::Value::as_integer) {
        settings.line_length =
            usize::try_from(length).map_err(|_| "line-length must not be negative".to_string())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::PythonVersion;

    #[test]
    fn lowest_versions() {
        let lowest = |text| PythonVersion::lowest(text).map(|version| (version.major, version.minor));
        assert_eq!(lowest(">=3.11"), Some((3, 11)));
        assert_eq!(lowest("~=3.10"), Some((3, 10)));
        assert_eq!(lowest("==3.12.*"), Some((3, 12)));
        assert_eq!(lowest("<4,>=3.9.2"), Some((3, 9)));
        assert_eq!(lowest("!=3.9.0, >= 3.8"), Some((3, 8)));
        assert_eq!(lowest(">3.10"), Some((3, 10)));
        assert_eq!(lowest("<3.13"), None);
        assert_eq!(lowest("nonsense"), None);
    }
}
