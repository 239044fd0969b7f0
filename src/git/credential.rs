//! What the user's credential helpers have for a host. Stores nothing, and asks nobody at a terminal or a window.

use std::path::Path;

use super::{Git, GitError};
use crate::git::environment::settings;

/// What keeps git and its helpers from asking: the password programs, and what Git Credential Manager reads.
const ASK_NOBODY: &[(&str, &str)] = &[("GIT_ASKPASS", ""), ("SSH_ASKPASS", ""), ("GCM_INTERACTIVE", "never")];

impl Git {
    /// The password or token that the user's credential helpers have for a place, as `git credential fill` finds it:
    /// `protocol` is `https` or `http`, `host` has a port if that is not the usual one, `path` is the repository's.
    /// `None` if they have none, or fail. Do not print it.
    ///
    /// Helpers that the repository's own configuration names are not run: it may be hostile, and they are programs.
    /// So git is run outside of it, with the user's and the machine's configuration.
    ///
    /// # Errors
    /// git cannot be run.
    pub fn credential(&self, protocol: &str, host: &str, path: &str) -> Result<Option<String>, GitError> {
        // Each goes on a line of its own.
        if [protocol, host, path].iter().any(|part| part.contains(|letter: char| letter.is_control())) {
            return Ok(None);
        }
        let mut environment = self.users.clone();
        for (name, value) in ASK_NOBODY {
            environment = environment.with(name, value);
        }
        let environment = environment.configured(&settings(&[("credential.interactive", "false")]));
        let input = format!("protocol={protocol}\nhost={host}\npath={path}\n\n");
        let call = self.call("ask the credential helpers", ["credential", "fill"]);
        let ended = call.at(Path::new("/")).within(&environment).input(input.as_bytes()).end()?;
        if ended.code != Some(0) {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&ended.stdout);
        let password = text.lines().find_map(|line| line.strip_prefix("password="));
        Ok(password.filter(|password| !password.is_empty()).map(str::to_string))
    }
}
