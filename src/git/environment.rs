//! What git's environment is: hardened for reading, the user's own for commits. Starts nothing.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

/// Variables that tie git to one repository, as `git rev-parse --local-env-vars` lists them; we say with the
/// current folder which one is meant. `GIT_CONFIG_COUNT` is kept: the user set it, not the repository, and
/// ours is added to it.
const LOCAL: &[&str] = &[
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_CONFIG",
    "GIT_CONFIG_PARAMETERS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_REPLACE_REF_BASE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_COMMON_DIR",
];

/// Variables that change what git reads or prints.
const CONFUSING: &[&str] = &[
    "GIT_ATTR_SOURCE",
    "GIT_DIFF_OPTS",
    "GIT_EXTERNAL_DIFF",
    "GIT_FLUSH",
    "GIT_GLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_LITERAL_PATHSPECS",
    "GIT_NAMESPACE",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_PAGER_IN_USE",
];

/// The variables that a process gets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment(BTreeMap<OsString, OsString>);

impl Environment {
    /// That of this process.
    pub fn of_process() -> Self {
        Environment(std::env::vars_os().collect())
    }

    /// With a variable set.
    #[must_use]
    pub fn with(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.0.insert(name.into(), value.into());
        self
    }

    /// Without some variables.
    #[must_use]
    fn without(mut self, names: &[&str]) -> Self {
        self.0.retain(|name, _| !names.iter().any(|other| name == other));
        self
    }

    pub(super) fn get(&self, name: &str) -> Option<&OsStr> {
        self.0.get(OsStr::new(name)).map(OsString::as_os_str)
    }

    pub(super) fn vars(&self) -> impl Iterator<Item = (&OsString, &OsString)> {
        self.0.iter()
    }

    /// With configuration that goes before that of all files. Keeps what the user set this way.
    #[must_use]
    pub(super) fn configured(mut self, settings: &[(OsString, OsString)]) -> Self {
        let count = self.get("GIT_CONFIG_COUNT").and_then(|count| count.to_str()?.parse().ok()).unwrap_or(0);
        for (number, (key, value)) in settings.iter().enumerate() {
            let number = count + number;
            self = self
                .with(format!("GIT_CONFIG_KEY_{number}"), key)
                .with(format!("GIT_CONFIG_VALUE_{number}"), value);
        }
        self.with("GIT_CONFIG_COUNT", (count + settings.len()).to_string())
    }

    /// Without configuration that the user set in the environment.
    #[must_use]
    pub(super) fn unconfigured(self) -> Self {
        self.without(&["GIT_CONFIG_COUNT"])
    }

    /// Without what makes git write down what it sends: a token may be among it.
    #[must_use]
    pub(super) fn untraced(mut self) -> Self {
        let is_trace = |name: &OsStr| {
            let name = name.to_string_lossy();
            name.starts_with("GIT_TRACE") || name == "GIT_CURL_VERBOSE"
        };
        self.0.retain(|name, _| !is_trace(name));
        self.without(&["GIT_ASKPASS", "SSH_ASKPASS"])
    }

    /// For all that we do by ourselves: nothing that a repository names is run, nothing is asked or fetched,
    /// no lock is taken that is not needed, messages are in English.
    #[must_use]
    pub(super) fn plumbing(&self) -> Self {
        self.common()
            .with("LC_ALL", "C")
            .with("GIT_OPTIONAL_LOCKS", "0")
            .with("GIT_LITERAL_PATHSPECS", "1")
            // No such protocol exists, so none is allowed; git before 2.45 knows no GIT_NO_LAZY_FETCH.
            .with("GIT_ALLOW_PROTOCOL", "none")
    }

    /// For `git commit`, with the user's locale and rules about protocols: hooks inherit all this.
    #[must_use]
    pub(super) fn users(&self) -> Self {
        self.common()
    }

    fn common(&self) -> Self {
        self.clone()
            .without(LOCAL)
            .without(CONFUSING)
            .with("GIT_TERMINAL_PROMPT", "0")
            .with("GIT_NO_LAZY_FETCH", "1")
            .with("GIT_LFS_SKIP_SMUDGE", "1")
            .with("GIT_EDITOR", "true")
            .with("GIT_SEQUENCE_EDITOR", "true")
            .with("GIT_PAGER", "cat")
    }
}

/// What is set for everything: nothing in it is a matter of taste.
const ALWAYS: &[(&str, &str)] = &[
    // Empty means none both where it names a program and where it is a yes or no.
    ("core.fsmonitor", ""),
    ("core.pager", "cat"),
    ("log.showSignature", "false"),
    ("safe.bareRepository", "explicit"),
    ("submodule.recurse", "false"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
    ("i18n.commitEncoding", "UTF-8"),
    ("i18n.logOutputEncoding", "UTF-8"),
    ("add.ignoreErrors", "false"),
    ("color.ui", "false"),
];

/// What is set for everything but commits and branches.
const NO_PROGRAMS: &[(&str, &str)] = &[
    ("core.hooksPath", "/dev/null"),
    ("core.sshCommand", "false"),
    ("core.askPass", ""),
    ("credential.helper", ""),
    ("diff.external", ""),
];

pub(super) fn settings(pairs: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
    pairs.iter().map(|(key, value)| (key.into(), value.into())).collect()
}

/// The settings that commits get too.
pub(super) fn always() -> Vec<(OsString, OsString)> {
    settings(ALWAYS)
}

/// The settings that turn hooks and helpers off.
pub(super) fn no_programs() -> Vec<(OsString, OsString)> {
    settings(NO_PROGRAMS)
}

/// The settings that turn a content filter off.
pub(super) fn no_filter(name: &OsStr) -> Vec<(OsString, OsString)> {
    [("clean", ""), ("smudge", ""), ("process", ""), ("required", "false")]
        .into_iter()
        .map(|(key, value)| {
            let mut full = OsString::from("filter.");
            full.push(name);
            full.push(".");
            full.push(key);
            (full, value.into())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Environment, settings};

    #[test]
    fn what_ties_git_to_a_repository_goes_and_who_commits_stays() {
        let dirty = Environment::default()
            .with("GIT_DIR", "/elsewhere")
            .with("GIT_INDEX_FILE", "/elsewhere/index")
            .with("GIT_EXTERNAL_DIFF", "/bin/evil")
            .with("GIT_AUTHOR_NAME", "Ada")
            .with("GIT_COMMITTER_EMAIL", "ada@example.org");
        for hardened in [dirty.plumbing(), dirty.users()] {
            for gone in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_EXTERNAL_DIFF"] {
                assert_eq!(hardened.get(gone), None, "{gone}");
            }
            assert_eq!(hardened.get("GIT_AUTHOR_NAME"), Some("Ada".as_ref()));
            assert_eq!(hardened.get("GIT_COMMITTER_EMAIL"), Some("ada@example.org".as_ref()));
        }
    }

    #[test]
    fn our_settings_come_after_those_of_the_user() {
        let environment = Environment::default()
            .with("GIT_CONFIG_COUNT", "1")
            .with("GIT_CONFIG_KEY_0", "safe.directory")
            .with("GIT_CONFIG_VALUE_0", "*")
            .configured(&settings(&[("core.pager", "cat")]));
        assert_eq!(environment.get("GIT_CONFIG_COUNT"), Some("2".as_ref()));
        assert_eq!(environment.get("GIT_CONFIG_KEY_0"), Some("safe.directory".as_ref()));
        assert_eq!(environment.get("GIT_CONFIG_KEY_1"), Some("core.pager".as_ref()));
    }
}
