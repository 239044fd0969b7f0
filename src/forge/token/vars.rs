//! Environment variables, as data: tests need not change the environment of the process. Knows none of their names.

use std::collections::BTreeMap;

/// Variables by name. Not printable: there are tokens in them.
#[derive(Clone, Default)]
pub struct Vars(BTreeMap<String, String>);

impl Vars {
    /// Those of this process; what is not Unicode is no token and no address.
    pub fn of_process() -> Self {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Vars(std::env::vars_os().filter_map(text).collect())
    }

    /// With a variable.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.0.insert(name.into(), value.into());
        self
    }

    /// The value of a variable without space around it (secrets of CI systems often end in a line end). An empty one
    /// counts as not set: that is how CI systems pass a secret that is missing.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// Whether a variable says yes.
    pub fn is_true(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.eq_ignore_ascii_case("true") || value == "1")
    }
}
