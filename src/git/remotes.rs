//! Remotes as this clone knows them: names, URLs, branches as they were last seen. Fetches nothing.

use super::{Git, GitError, Oid};

impl Git {
    /// The names of the remotes.
    ///
    /// # Errors
    /// git fails.
    pub fn remotes(&self) -> Result<Vec<String>, GitError> {
        let output = self.call("list the remotes", ["remote"]).output()?;
        Ok(String::from_utf8_lossy(&output).lines().map(str::to_string).collect())
    }

    /// The URL of a remote, as git would use it. It may hold a password: do not print it.
    ///
    /// # Errors
    /// There is no such remote, or git fails.
    pub fn remote_url(&self, name: &str) -> Result<String, GitError> {
        let call = self.call("find the URL of the remote", ["remote", "get-url", "--"]).args([name]);
        let output = call.output()?;
        Ok(String::from_utf8_lossy(&output).lines().next().unwrap_or_default().to_string())
    }

    /// The main branch of a remote, as of when it was cloned.
    ///
    /// # Errors
    /// git fails.
    pub fn remote_head(&self, name: &str) -> Result<Option<String>, GitError> {
        let start = format!("refs/remotes/{name}/");
        let call = self.call("find the remote's main branch", ["symbolic-ref", "--quiet"]);
        let call = call.args([format!("{start}HEAD")]);
        let ended = call.end()?;
        let text = String::from_utf8_lossy(&ended.stdout);
        Ok(text.trim_end().strip_prefix(&start).filter(|_| ended.code == Some(0)).map(str::to_string))
    }

    /// The last commit of a remote's branch that this clone has seen.
    ///
    /// # Errors
    /// The branch's name is not one, or git fails.
    pub fn remote_tip(&self, name: &str, branch: &str) -> Result<Option<Oid>, GitError> {
        self.check_branch_name(branch)?;
        let full = format!("refs/remotes/{name}/{branch}");
        let call =
            self.call("look for the remote's branch", ["for-each-ref", "--format=%(objectname) %(refname)"]);
        let call = call.args([&full]);
        let output = call.output()?;
        let text = String::from_utf8_lossy(&output);
        let line = text.lines().find_map(|line| line.strip_suffix(&format!(" {full}")));
        line.map(|oid| Oid::parse(oid).ok_or_else(|| call.nonsense())).transpose()
    }
}
