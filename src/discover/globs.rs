//! Globs as users write them, in settings and options: lines of a `.gitignore`. Looks at names only.

use std::path::Path;

use ignore::Error;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Globs for paths relative to some folder. The last one that matches counts, and `!glob` takes out again.
#[derive(Clone, Debug)]
pub struct Globs {
    lines: Vec<String>,
    matcher: Gitignore,
}

/// A glob that means nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{glob}` is not a glob: {reason}; globs are written like the lines of a .gitignore file")]
pub struct BadGlob {
    /// As given.
    pub glob: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Globs {
    /// Compiles globs. A leading `./` is allowed and means nothing.
    ///
    /// # Errors
    /// The first glob that means nothing.
    pub fn new<'a>(globs: impl IntoIterator<Item = &'a str>) -> Result<Globs, BadGlob> {
        let bad = |glob: &str, reason: &str| BadGlob { glob: glob.to_string(), reason: reason.to_string() };
        // Without a root: every path is made relative before it is matched.
        let mut builder = GitignoreBuilder::new("");
        builder.allow_unclosed_class(false);
        let mut lines = Vec::new();
        for glob in globs {
            let plain = glob.strip_prefix("./").unwrap_or(glob);
            if plain.trim().is_empty() || plain.starts_with('#') {
                return Err(bad(glob, "it matches nothing"));
            }
            builder.add_line(None, plain).map_err(|error| bad(glob, &reason(&error)))?;
            lines.push(plain.to_string());
        }
        let matcher = builder.build().map_err(|error| bad(&lines.join(" "), &reason(&error)))?;
        Ok(Globs { lines, matcher })
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether a file, or a folder that it is in, matches. Paths that are not relative never do.
    pub fn matches(&self, file: &Path) -> bool {
        !file.has_root() && self.matcher.matched_path_or_any_parents(file, false).is_ignore()
    }

    /// Whether a file or folder matches by itself, for those who look at folders before what is in them.
    pub fn matches_entry(&self, path: &Path, is_folder: bool) -> bool {
        !path.has_root() && self.matcher.matched(path, is_folder).is_ignore()
    }
}

impl PartialEq for Globs {
    fn eq(&self, other: &Self) -> bool {
        self.lines == other.lines
    }
}

fn reason(error: &Error) -> String {
    match error {
        Error::Glob { err, .. } => err.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(globs: &[&str], path: &str) -> bool {
        Globs::new(globs.iter().copied()).expect("good globs").matches(Path::new(path))
    }

    #[test]
    fn globs_match_as_in_gitignore() {
        assert!(matches(&["hub.py"], "relay/hub.py"));
        assert!(matches(&["relay"], "src/relay/hub.py"), "a folder stands for what is in it");
        assert!(matches(&["relay/"], "relay/hub.py"));
        assert!(!matches(&["hub.py/"], "relay/hub.py"), "a file is no folder");
        assert!(!matches(&["/hub.py"], "relay/hub.py"));
        assert!(matches(&["./relay/*.py"], "relay/hub.py"));
        assert!(!matches(&["relay/*.py"], "relay/sub/hub.py"));
        assert!(matches(&["relay/**/*.py"], "relay/sub/hub.py"));
        assert!(!matches(&["*.py", "!hub.py"], "relay/hub.py"));
        assert!(!matches(&["*"], "/hub.py"), "paths are relative");
    }

    #[test]
    fn a_bad_glob_is_named() {
        for glob in ["a[", "", "  ", "#x", "./", "{a"] {
            assert_eq!(Globs::new(["ok", glob]).expect_err("it is bad").glob, glob);
        }
        let message = Globs::new(["{a"]).expect_err("it is bad").to_string();
        assert!(message.contains("`{a` is not a glob: unclosed"), "{message}");
    }
}
