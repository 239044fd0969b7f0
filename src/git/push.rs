//! Pushes a commit of a temporary repository to a branch of a forge, if that branch is where it is expected. Runs no
//! hook and no credential helper, follows no redirect, and asks nobody. The token is in the environment alone: not in
//! an argument, a URL, a file or an error.

use std::ffi::OsString;

use super::{Call, Drafts, Environment, GitError, Oid, environment};

/// Who pushes: a header.
#[derive(Clone)]
pub struct Login {
    header: String,
    hidden: Vec<String>,
}

impl Login {
    /// `header` is sent as it is; what `hidden` holds is removed from what git says.
    pub fn new(header: String, hidden: Vec<String>) -> Self {
        Login { header, hidden }
    }
}

impl std::fmt::Debug for Login {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Login(…)")
    }
}

/// What holds for a push alone. `core.*` and `credential.*` are off as for all of our own steps.
const PUSHES: &[(&str, &str)] = &[
    ("http.followRedirects", "false"),
    // A server that says nothing for a minute is given up.
    ("http.lowSpeedLimit", "1"),
    ("http.lowSpeedTime", "60"),
    ("push.gpgSign", "false"),
    ("push.followTags", "false"),
    ("push.recurseSubmodules", "no"),
];

impl Drafts {
    /// Makes a branch be at `commit`, if it is at `from` there (`None`: if there is none).
    ///
    /// # Errors
    /// [`GitError::PushUrl`] if the URL is no `https:` one (`http:` on this machine) or holds a user;
    /// [`GitError::PushStale`] if the branch is elsewhere; [`GitError::PushRefused`] if the login may not or a rule of
    /// the repository forbids it; else [`GitError::Failed`], and then it may have been carried out.
    pub fn push(
        &self,
        url: &str,
        branch: &str,
        commit: &Oid,
        from: Option<&Oid>,
        login: Option<&Login>,
    ) -> Result<(), GitError> {
        let protocol = protocol(url)?;
        self.push_by(protocol, url, branch, commit, from, login)
    }

    fn push_by(
        &self,
        protocol: &str,
        url: &str,
        branch: &str,
        commit: &Oid,
        from: Option<&Oid>,
        login: Option<&Login>,
    ) -> Result<(), GitError> {
        super::check_branch_name(branch)?;
        let environment = push_environment(self.environment(), protocol, url, login);
        let call = push_call(self, url, branch, commit, from).within(&environment);
        let mut ended = call.end()?;
        if ended.code == Some(0) {
            return Ok(());
        }
        for hidden in login.iter().flat_map(|login| &login.hidden).filter(|hidden| !hidden.is_empty()) {
            ended.said = ended.said.replace(hidden, "…");
        }
        let told = String::from_utf8_lossy(&ended.stdout).into_owned();
        Err(match verdict(&told, &ended.said) {
            Verdict::Stale => GitError::PushStale { branch: branch.into() },
            Verdict::Refused => {
                let reason = told.lines().find_map(|line| line.strip_prefix("!\t")?.rsplit('\t').next());
                let reason = crate::report::printable(reason.unwrap_or_default());
                let said = format!("{} {reason}", ended.said.trim()).trim().to_string();
                GitError::PushRefused { branch: branch.into(), said }
            }
            Verdict::Unknown => call.failed(ended),
        })
    }
}

fn push_call<'d>(drafts: &'d Drafts, url: &str, branch: &str, commit: &Oid, from: Option<&Oid>) -> Call<'d> {
    // Without a commit after the colon, there must be no such branch.
    let expected = from.map_or("", Oid::as_str);
    drafts
        .call("push the branch", ["push", "--porcelain", "--no-verify", "--no-progress"])
        .args([format!("--force-with-lease=refs/heads/{branch}:{expected}")])
        .args(["--", url])
        .args([format!("{commit}:refs/heads/{branch}")])
}

/// As for the other steps in the temporary repository, with one protocol and the login.
fn push_environment(
    environment: &Environment,
    protocol: &str,
    url: &str,
    login: Option<&Login>,
) -> Environment {
    let mut settings: Vec<(OsString, OsString)> = environment::always();
    settings.extend(environment::no_programs());
    settings.extend(PUSHES.iter().map(|(key, value)| (key.into(), value.into())));
    if let Some(login) = login {
        settings.push((format!("http.{url}.extraHeader").into(), login.header.as_str().into()));
    }
    environment.clone().untraced().unconfigured().configured(&settings).with("GIT_ALLOW_PROTOCOL", protocol)
}

/// The only protocol that git may use for a URL.
fn protocol(url: &str) -> Result<&'static str, GitError> {
    let authority = |rest: &str| rest.split(['/', '?', '#']).next().unwrap_or_default().to_string();
    let (protocol, host) = match url.split_once("://") {
        Some(("https", rest)) => ("https", authority(rest)),
        Some(("http", rest)) => ("http", authority(rest)),
        _ => return Err(GitError::PushUrl { reason: "it is no https URL" }),
    };
    if host.contains('@') {
        return Err(GitError::PushUrl { reason: "there is a user in it" });
    }
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| !port.ends_with(']'))
        .map_or(host.as_str(), |(name, _)| name);
    if protocol == "http" && !matches!(name, "localhost" | "127.0.0.1" | "[::1]") {
        return Err(GitError::PushUrl {
            reason: "it is not encrypted, and no machine but this one gets a token so",
        });
    }
    Ok(protocol)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// The lease does not hold.
    Stale,
    /// It may not be done.
    Refused,
    /// The network, the server, or something else: perhaps it was done.
    Unknown,
}

/// What became of a push that failed: `told` is what `--porcelain` prints, `said` what it writes to stderr.
fn verdict(told: &str, said: &str) -> Verdict {
    let status = told.lines().find(|line| line.starts_with("!\t")).unwrap_or_default();
    // As git's `transport.c`, `refs.c` and `lockfile.c` word it. Two pushes at once meet at the lock of the branch.
    let raced = ["but expected", "reference already exists", ".lock': File exists"];
    let is_raced = raced.iter().any(|text| status.contains(text) || said.contains(text));
    if status.contains("(stale info)") || (!status.is_empty() && is_raced) {
        return Verdict::Stale;
    }
    if status.contains("[rejected]") || status.contains("[remote rejected]") {
        return Verdict::Refused;
    }
    // As `http.c` and `remote-curl.c` word it, and as forges do.
    let refused = [
        "Authentication failed",
        "could not read Username",
        "could not read Password",
        "returned error: 401",
        "returned error: 403",
        "returned error: 404",
        "not found",
        "Permission to",
        "Write access to repository not granted",
        "unable to update url base from redirection",
    ];
    if refused.iter().any(|text| said.contains(text)) { Verdict::Refused } else { Verdict::Unknown }
}

#[cfg(test)]
mod tests;
