//! Python versions, and the lowest that `requires-python` allows. Not a general reader of version specifiers:
//! only major and minor count here.

use std::fmt;

/// A version of Python.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PythonVersion {
    /// The 3 of 3.11.
    pub major: u32,
    /// The 11 of 3.11.
    pub minor: u32,
}

impl PythonVersion {
    /// Reads `3.11`; a third number is allowed and dropped.
    pub fn parse(text: &str) -> Option<PythonVersion> {
        let numbers: Option<Vec<u32>> = text.split('.').map(|part| part.parse().ok()).collect();
        match numbers?[..] {
            [major, minor] | [major, minor, _] => Some(PythonVersion { major, minor }),
            _ => None,
        }
    }

    /// The lowest version that the value of `requires-python` allows; `None` if it sets no lower limit.
    ///
    /// Upper limits are not looked at. `>3.10` gives 3.10, because 3.10.1 is higher than 3.10.
    ///
    /// # Errors
    /// What is wrong with the value, in words.
    pub fn lowest(specifiers: &str) -> Result<Option<PythonVersion>, String> {
        let mut lowest: Option<PythonVersion> = None;
        let mut excluded = Vec::new();
        for clause in specifiers.split(',').map(str::trim).filter(|clause| !clause.is_empty()) {
            let operators = ["===", "==", "~=", ">=", "<=", "!=", ">", "<"];
            let Some(operator) = operators.into_iter().find(|operator| clause.starts_with(operator)) else {
                return Err(format!("`{clause}` starts with no operator such as `>=`"));
            };
            let version = clause[operator.len()..].trim();
            let Some(release) = release(version) else {
                return Err(format!("`{version}` in `{clause}` is no version"));
            };
            match operator {
                "<" | "<=" => {}
                "!=" => excluded.extend((release.wildcard && release.given > 1).then_some(release.version)),
                _ => lowest = lowest.max(Some(release.version)),
            }
        }
        while let Some(version) = lowest.as_mut().filter(|version| excluded.contains(version)) {
            version.minor += 1;
        }
        Ok(lowest)
    }
}

impl fmt::Display for PythonVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// The start of a version in a specifier.
struct Release {
    version: PythonVersion,
    /// How many numbers were given.
    given: usize,
    /// Whether it ends in `.*`.
    wildcard: bool,
}

/// Reads `3.11`, `v3.11.2`, `3.*`, `3.13.0rc1`, `3.11+local`; a missing minor is 0.
fn release(text: &str) -> Option<Release> {
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let (text, wildcard) = match text.strip_suffix(".*") {
        Some(text) => (text, true),
        None => (text, false),
    };
    let mut numbers = Vec::new();
    for part in text.split('.') {
        let digits = part.len() - part.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
        let (number, rest) = part.split_at(digits);
        match number.parse::<u32>() {
            Ok(number) => numbers.push(number),
            // `3.11.dev1`: what follows the numbers may be parted from them by a full stop.
            Err(_)
                if !numbers.is_empty() && part.starts_with(|letter: char| letter.is_ascii_alphabetic()) =>
            {
                break;
            }
            Err(_) => return None,
        }
        match rest.chars().next() {
            None => {}
            Some(letter) if letter.is_ascii_alphabetic() || matches!(letter, '+' | '-' | '_') => break,
            Some(_) => return None,
        }
    }
    let version = PythonVersion { major: *numbers.first()?, minor: numbers.get(1).copied().unwrap_or(0) };
    Some(Release { version, given: numbers.len(), wildcard })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lowest(text: &str) -> String {
        match PythonVersion::lowest(text) {
            Ok(Some(version)) => version.to_string(),
            Ok(None) => "none".to_string(),
            Err(error) => error,
        }
    }

    #[test]
    fn the_lowest_version_of_requires_python() {
        let cases = [
            (">=3.11", "3.11"),
            ("~=3.10", "3.10"),
            ("~= 3.10.2", "3.10"),
            ("==3.12.*", "3.12"),
            ("==3.12.1", "3.12"),
            ("===3.12", "3.12"),
            (">=3.9,<4", "3.9"),
            ("<4, >=3.9", "3.9"),
            (">3.10", "3.10"),
            (">=3", "3.0"),
            (">=3.8, >=3.10.1", "3.10"),
            (">=3.9,!=3.9.*,!=3.10.*", "3.11"),
            (">=3.9,!=3.9.0", "3.9"),
            (">=2.7,!=3.0.*", "2.7"),
            (">=3.13.0rc1", "3.13"),
            (">=3.13a1,<3.15.dev0", "3.13"),
            (">=3.6.*", "3.6"),
            ("<4", "none"),
            ("", "none"),
            (" , ", "none"),
            ("3.11", "`3.11` starts with no operator such as `>=`"),
            (">=three", "`three` in `>=three` is no version"),
            (">=3.x", "3.0"),
            (">=", "`` in `>=` is no version"),
            (">=3,11", "`11` starts with no operator such as `>=`"),
            (">=3.1:1", "`3.1:1` in `>=3.1:1` is no version"),
            (">=99999999999", "`99999999999` in `>=99999999999` is no version"),
        ];
        for (text, expected) in cases {
            assert_eq!(lowest(text), expected, "{text}");
        }
    }

    #[test]
    fn versions_by_themselves() {
        assert_eq!(PythonVersion::parse("3.11"), Some(PythonVersion { major: 3, minor: 11 }));
        assert_eq!(PythonVersion::parse("3.11.4"), Some(PythonVersion { major: 3, minor: 11 }));
        for text in ["3", "", "3.", "3.11.4.5", "py311", ">=3.11", "3.x", "-3.1"] {
            assert_eq!(PythonVersion::parse(text), None, "{text}");
        }
        assert!(PythonVersion::parse("3.9") < PythonVersion::parse("3.10"));
    }
}
