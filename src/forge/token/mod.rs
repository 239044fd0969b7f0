//! Finds the token for a repository's host: in the environment, or through git's credential helpers. Sends it nowhere.
//!
//! Order: an app of GitHub's (`AMENDS_APP_ID` with `AMENDS_APP_PRIVATE_KEY` or `AMENDS_APP_PRIVATE_KEY_FILE`);
//! `AMENDS_TOKEN`; the variables that other tools know, each only for its own hosts (`hosts.rs`); the credential helpers
//! of git. The first two are set for this tool alone, so they are for whatever host the remote names.

mod hosts;
mod vars;

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use self::hosts::RULES;
use super::http::{Secret, is_loopback};
use crate::git::Git;
use crate::pr::remote::{ForgeKind, Remote};
use crate::report::printable;

pub(super) use self::hosts::names;
pub use self::vars::Vars;

const APP_ID: &str = "AMENDS_APP_ID";
const APP_KEY: &str = "AMENDS_APP_PRIVATE_KEY";
const APP_KEY_FILE: &str = "AMENDS_APP_PRIVATE_KEY_FILE";
const OWN: &str = "AMENDS_TOKEN";

/// The largest file that is taken for a key, in bytes.
const LARGEST_KEY: u64 = 64 * 1024;

/// What opens the way to a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// An app, for which `super::app` gets a token.
    App(AppKey),
    /// A token.
    Token(Found),
}

/// An app of GitHub's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppKey {
    /// Its number, or its client ID.
    pub id: String,
    /// Its private key, in PEM.
    pub key: Secret,
}

/// A token, and where it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The token.
    pub secret: Secret,
    /// Where it is from.
    pub source: TokenSource,
    /// Whether it is most probably the token of a workflow run of GitHub Actions: what that opens or pushes starts no
    /// workflows. (Tokens of apps look the same; `AMENDS_APP_ID` avoids the doubt.)
    pub is_actions: bool,
}

/// Where a token is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenSource {
    /// This variable.
    Variable(&'static str),
    /// A credential helper of git's.
    Helper,
    /// An app of GitHub's.
    App,
}

impl std::fmt::Display for TokenSource {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            TokenSource::Variable(name) => formatter.write_str(name),
            TokenSource::Helper => formatter.write_str("git's credential helper"),
            TokenSource::App => write!(formatter, "the app of {APP_ID}"),
        }
    }
}

/// Why there is no token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// None is for this host.
    #[error("there is no token for {host}: {}", looked.join("; "))]
    None {
        /// The host, with its port.
        host: String,
        /// What was looked at, and why it did not count.
        looked: Vec<String>,
    },
    /// Something of an app is set, but not all.
    #[error("{0}")]
    App(String),
}

/// Finds the credentials for a repository; `kind` is what runs on its host. `helper` asks git's credential helpers; it
/// is called last, and only if nothing else is found.
///
/// # Errors
/// See [`TokenError`]. No value of a variable is in it.
pub fn find(
    vars: &Vars,
    remote: &Remote,
    kind: ForgeKind,
    helper: impl FnOnce() -> Option<Secret>,
) -> Result<Credentials, TokenError> {
    let mut looked = Vec::new();
    match app(vars)? {
        Some(app) if kind == ForgeKind::GitHub => return Ok(Credentials::App(app)),
        Some(_) => looked.push(format!("{APP_ID} is for GitHub, and this is {kind}")),
        None => {}
    }
    if let Some(found) = variable(vars, OWN) {
        return Ok(Credentials::Token(found));
    }
    let mut unset = vec![OWN];
    for rule in RULES {
        let fits = rule.fits(vars, remote, kind);
        match variable(vars, rule.variable) {
            Some(found) if fits => return Ok(Credentials::Token(found)),
            Some(_) => looked.push(format!("{} is for {}", rule.variable, rule.places(vars))),
            None if fits => unset.push(rule.variable),
            None => {}
        }
    }
    if let Some(secret) = helper().filter(|secret| !secret.expose().is_empty()) {
        return Ok(Credentials::Token(Found { secret, source: TokenSource::Helper, is_actions: false }));
    }
    let verb = if unset.len() == 1 { "is" } else { "are" };
    looked.insert(0, format!("{} {verb} not set", unset.join(", ")));
    looked.push("git's credential helpers have none".into());
    let port = remote.port.map_or_else(String::new, |port| format!(":{port}"));
    Err(TokenError::None { host: format!("{}{port}", remote.host), looked })
}

/// What the user's credential helpers have for a repository's host; nothing where it would be sent without encryption.
pub fn from_helper(git: &Git, remote: &Remote) -> Option<Secret> {
    if remote.is_plain_http && !is_loopback(&remote.host) {
        return None;
    }
    let protocol = if remote.is_plain_http { "http" } else { "https" };
    let port = remote.port.map_or_else(String::new, |port| format!(":{port}"));
    let password = git.credential(protocol, &format!("{}{port}", remote.host), &remote.path);
    password.ok().flatten().map(Secret::new)
}

fn variable(vars: &Vars, name: &'static str) -> Option<Found> {
    let text = vars.get(name)?;
    let may_be = ["GITHUB_TOKEN", "GH_TOKEN", OWN].contains(&name);
    let is_actions = may_be && vars.is_true("GITHUB_ACTIONS") && text.starts_with("ghs_");
    Some(Found { secret: Secret::new(text), source: TokenSource::Variable(name), is_actions })
}

fn app(vars: &Vars) -> Result<Option<AppKey>, TokenError> {
    let error = |text: String| Err(TokenError::App(text));
    let (id, key, file) = (vars.get(APP_ID), vars.get(APP_KEY), vars.get(APP_KEY_FILE));
    let Some(id) = id else {
        return match (key, file) {
            (None, None) => Ok(None),
            (Some(_), _) => error(format!("{APP_KEY} is set, but {APP_ID} is not: whose key is it?")),
            (None, Some(_)) => error(format!("{APP_KEY_FILE} is set, but {APP_ID} is not: whose key is it?")),
        };
    };
    if !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte)) {
        return error(format!("{APP_ID} is neither the number of an app nor a client ID"));
    }
    let key = match (key, file) {
        (Some(_), Some(_)) => return error(format!("{APP_KEY} and {APP_KEY_FILE} are both set: keep one")),
        // Many CI systems keep secrets in one line.
        (Some(key), None) => key.replace("\\n", "\n"),
        (None, Some(file)) => read_key(Path::new(file)).map_err(|reason| {
            TokenError::App(format!("cannot read the key {} ({APP_KEY_FILE}): {reason}", printable(file)))
        })?,
        (None, None) => {
            return error(format!("{APP_ID} is set, but neither {APP_KEY} nor {APP_KEY_FILE} is"));
        }
    };
    Ok(Some(AppKey { id: id.into(), key: Secret::new(key) }))
}

fn read_key(file: &Path) -> Result<String, String> {
    let mut text = String::new();
    let opened = File::open(file).map_err(|error| error.to_string())?;
    opened.take(LARGEST_KEY + 1).read_to_string(&mut text).map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidData => "it is no text".to_string(),
        _ => error.to_string(),
    })?;
    if text.len() as u64 > LARGEST_KEY { Err("it is too large for a key".into()) } else { Ok(text) }
}

#[cfg(test)]
mod tests;
