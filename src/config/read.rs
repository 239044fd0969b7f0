//! Reads values out of TOML and says what is wrong by file, line and key. Knows no setting by name.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is wrong with settings, with file, line and key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file is not TOML.
    #[error("{origin}:{line}: this is not TOML: {reason}")]
    Syntax {
        /// The file.
        origin: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// A key that no setting has.
    #[error("{origin}:{line}: there is no setting `{key}`; {hint}")]
    UnknownKey {
        /// The file.
        origin: String,
        /// The line, from 1.
        line: usize,
        /// The key with the tables it is in: `tool.amends.line-lenght`.
        key: String,
        /// The nearest known key, or all of them.
        hint: String,
    },
    /// A value that its setting does not take.
    #[error("{origin}:{line}: `{key}` {reason}")]
    BadValue {
        /// The file.
        origin: String,
        /// The line, from 1.
        line: usize,
        /// The key with the tables it is in.
        key: String,
        /// What is wrong, as the end of a sentence about the key.
        reason: String,
    },
}

/// A text of settings, and where it is from.
pub(super) struct Document<'a> {
    text: &'a str,
    origin: &'a str,
    root: Spanned<DeTable<'a>>,
}

impl<'a> Document<'a> {
    pub(super) fn parse(text: &'a str, origin: &'a str) -> Result<Self, ConfigError> {
        match DeTable::parse(text) {
            Ok(root) => Ok(Document { text, origin, root }),
            Err(error) => Err(ConfigError::Syntax {
                origin: origin.to_string(),
                line: line_at(text, error.span().map_or(0, |span| span.start)),
                reason: error.message().replace('\n', ", "),
            }),
        }
    }

    pub(super) fn root(&self) -> Section<'_> {
        Section { document: self, table: self.root.get_ref(), path: String::new(), offset: 0 }
    }
}

/// A table, with its place.
pub(super) struct Section<'d> {
    document: &'d Document<'d>,
    table: &'d DeTable<'d>,
    path: String,
    offset: usize,
}

type Value<'d> = &'d Spanned<DeValue<'d>>;

impl<'d> Section<'d> {
    /// Refuses keys other than these. `advice` may say more of a key than the nearest known one.
    pub(super) fn only(
        &self,
        known: &[&str],
        advice: impl Fn(&str) -> Option<String>,
    ) -> Result<(), ConfigError> {
        let unknown = self.table.keys().filter(|key| !known.contains(&key.get_ref().as_ref()));
        let Some(key) = unknown.min_by_key(|key| key.span().start) else { return Ok(()) };
        let name = key.get_ref().as_ref();
        Err(ConfigError::UnknownKey {
            origin: self.document.origin.to_string(),
            line: line_at(self.document.text, key.span().start),
            key: self.key(name),
            hint: advice(name).unwrap_or_else(|| nearest(name, known)),
        })
    }

    /// All keys, in the order of the file.
    pub(super) fn keys(&self) -> Vec<&'d str> {
        let mut keys: Vec<_> = self.table.keys().collect();
        keys.sort_by_key(|key| key.span().start);
        keys.into_iter().map(|key| key.get_ref().as_ref()).collect()
    }

    /// A value as it is written, on one line, with the line that it starts in.
    pub(super) fn written(&self, key: &str) -> Option<(usize, String)> {
        let value = self.get(key)?;
        let text = &self.document.text[value.span()];
        let words: Vec<&str> = text.lines().map(str::trim).collect();
        Some((line_at(self.document.text, value.span().start), words.join(" ")))
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// An error about a key of this table, or about the table where it lacks the key.
    pub(super) fn error(&self, key: &str, reason: impl Into<String>) -> ConfigError {
        let offset = self.get(key).map_or(self.offset, |value| value.span().start);
        ConfigError::BadValue {
            origin: self.document.origin.to_string(),
            line: line_at(self.document.text, offset),
            key: self.key(key),
            reason: reason.into(),
        }
    }

    pub(super) fn string(&self, key: &str) -> Result<Option<String>, ConfigError> {
        self.read(key, "a string", |value| value.as_str().map(str::to_string))
    }

    /// A string that is neither empty nor more than a line.
    pub(super) fn line(&self, key: &str) -> Result<Option<String>, ConfigError> {
        let Some(text) = self.string(key)? else { return Ok(None) };
        if text.trim().is_empty() {
            return Err(self.error(key, "is empty"));
        }
        if text.contains(char::is_control) {
            return Err(self.error(key, "must be a single line"));
        }
        Ok(Some(text.trim().to_string()))
    }

    pub(super) fn strings(&self, key: &str) -> Result<Option<Vec<String>>, ConfigError> {
        self.read(key, "a list of strings", |value| {
            value.as_array()?.iter().map(|item| item.get_ref().as_str().map(str::to_string)).collect()
        })
    }

    pub(super) fn boolean(&self, key: &str) -> Result<Option<bool>, ConfigError> {
        self.read(key, "true or false", DeValue::as_bool)
    }

    pub(super) fn whole(&self, key: &str) -> Result<Option<usize>, ConfigError> {
        self.read(key, "a whole number", |value| {
            let number = value.as_integer()?;
            usize::from_str_radix(number.as_str(), number.radix()).ok()
        })
    }

    /// A positive, finite number as Python writes it: `30`, `2.5`.
    pub(super) fn positive(&self, key: &str) -> Result<Option<String>, ConfigError> {
        self.read(key, "a positive number", |value| {
            if let Some(number) = value.as_integer() {
                let number = u64::from_str_radix(number.as_str(), number.radix()).ok()?;
                return (number > 0).then(|| number.to_string());
            }
            let number: f64 = value.as_float()?.as_str().parse().ok()?;
            (number.is_finite() && number > 0.0).then(|| format!("{number:?}"))
        })
    }

    /// One of some words.
    pub(super) fn choice<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Result<Option<T>, ConfigError> {
        let Some(word) = self.string(key)? else { return Ok(None) };
        match words.iter().find(|(known, _)| *known == word) {
            Some((_, value)) => Ok(Some(*value)),
            None => Err(self.error(
                key,
                format!("must be {}, not \"{word}\"", list(words.iter().map(|(word, _)| *word), "or")),
            )),
        }
    }

    pub(super) fn section(&self, key: &str) -> Result<Option<Section<'d>>, ConfigError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        match value.get_ref().as_table() {
            Some(table) => Ok(Some(self.inner(self.key(key), table, value))),
            None => Err(self.mismatch(key, "a table", value)),
        }
    }

    /// The tables of `[[key]]`.
    pub(super) fn sections(&self, key: &str) -> Result<Vec<Section<'d>>, ConfigError> {
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let tables: Option<Vec<_>> = value.get_ref().as_array().and_then(|items| {
            items
                .iter()
                .map(|item| Some(self.inner(self.key(key), item.get_ref().as_table()?, item)))
                .collect()
        });
        tables.ok_or_else(|| self.mismatch(key, "a list of tables", value))
    }

    fn inner(&self, path: String, table: &'d DeTable<'d>, value: Value<'d>) -> Section<'d> {
        Section { document: self.document, table, path, offset: value.span().start }
    }

    fn get(&self, key: &str) -> Option<Value<'d>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn read<T>(
        &self,
        key: &str,
        expected: &str,
        read: impl Fn(&'d DeValue<'d>) -> Option<T>,
    ) -> Result<Option<T>, ConfigError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        read(value.get_ref()).map(Some).ok_or_else(|| self.mismatch(key, expected, value))
    }

    fn mismatch(&self, key: &str, expected: &str, value: Value<'d>) -> ConfigError {
        let text = &self.document.text[value.span()];
        // Long or many-line values would hide the message.
        let found = match text.lines().next() {
            Some(line) if line.len() == text.len() && line.chars().count() <= 40 => Cow::Borrowed(text),
            _ => Cow::Owned(format!("this {}", value.get_ref().type_str())),
        };
        self.error(key, format!("must be {expected}, not {found}"))
    }

    fn key(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_string() } else { format!("{}.{key}", self.path) }
    }
}

fn nearest(name: &str, known: &[&str]) -> String {
    let plain = name.to_lowercase().replace('_', "-");
    let same = known.iter().find(|key| key.to_lowercase() == plain).copied();
    match same.or_else(|| similar::get_close_matches(name, known, 1, 0.6).first().copied()) {
        Some(key) => format!("did you mean `{key}`?"),
        None => format!("known keys are {}", list(known.iter().copied(), "and")),
    }
}

/// `"a", "b" or "c"`.
fn list<'w>(words: impl Iterator<Item = &'w str>, last: &str) -> String {
    let quoted: Vec<String> = words.map(|word| format!("\"{word}\"")).collect();
    match quoted.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

fn line_at(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|&byte| byte == b'\n').count()
}
