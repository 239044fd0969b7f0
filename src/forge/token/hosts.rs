//! Which variables' tokens are for which hosts. A token that is for one host is never sent to another.

use super::Vars;
use crate::pr::remote::{ForgeKind, Remote};

/// A variable with a token, and the hosts that it is for.
pub(super) struct Rule {
    /// Its name.
    pub(super) variable: &'static str,
    /// Hosts that it is always for; one that starts with a dot stands for all whose name ends so.
    hosts: &'static [&'static str],
    /// Variables that name a host that it is for: alone, with a port, or as a URL.
    named_by: &'static [&'static str],
    /// Whether it is for hosts of companies only, never for those of GitHub itself.
    is_for_others: bool,
}

const GITHUB: &[&str] = &["github.com", ".ghe.com"];

/// In the order in which they count.
pub(super) const RULES: &[Rule] = &[
    Rule { variable: "GH_TOKEN", hosts: GITHUB, named_by: &["GITHUB_SERVER_URL"], is_for_others: false },
    Rule { variable: "GITHUB_TOKEN", hosts: GITHUB, named_by: &["GITHUB_SERVER_URL"], is_for_others: false },
    Rule {
        variable: "GH_ENTERPRISE_TOKEN",
        hosts: &[],
        named_by: &["GH_HOST", "GITHUB_SERVER_URL"],
        is_for_others: true,
    },
    Rule {
        variable: "GITHUB_ENTERPRISE_TOKEN",
        hosts: &[],
        named_by: &["GH_HOST", "GITHUB_SERVER_URL"],
        is_for_others: true,
    },
    Rule {
        variable: "GITLAB_TOKEN",
        hosts: &["gitlab.com"],
        named_by: &["CI_SERVER_HOST", "GITLAB_HOST"],
        is_for_others: true,
    },
    Rule { variable: "GITEA_TOKEN", hosts: &["codeberg.org"], named_by: GITEA, is_for_others: true },
    Rule { variable: "FORGEJO_TOKEN", hosts: &["codeberg.org"], named_by: GITEA, is_for_others: true },
];

/// The last is what the runners of Gitea and Forgejo set, as GitHub's do: see [`Rule::fits`].
const GITEA: &[&str] = &["GITEA_SERVER_URL", "FORGEJO_SERVER_URL", "GITHUB_SERVER_URL"];

impl Rule {
    /// Whether the token is for the host of a repository.
    pub(super) fn fits(&self, vars: &Vars, remote: &Remote, kind: ForgeKind) -> bool {
        let is_github = GITHUB.iter().any(|host| is_host(host, &remote.host));
        if self.is_for_others && is_github {
            return false;
        }
        // In a workflow, this one belongs to the server that runs it, which need not be github.com.
        let is_of_server = self.variable == "GITHUB_TOKEN"
            && vars.is_true("GITHUB_ACTIONS")
            && vars.get("GITHUB_SERVER_URL").is_some();
        let is_fixed = self.hosts.iter().any(|host| is_host(host, &remote.host));
        if is_fixed && !is_of_server {
            return true;
        }
        self.named_by.iter().any(|name| {
            let is_github_server = *name == "GITHUB_SERVER_URL" && self.named_by == GITEA;
            (!is_github_server || kind == ForgeKind::Gitea) && names(vars, name, remote)
        })
    }

    /// The hosts that it is for, as this environment has them, for users.
    pub(super) fn places(&self, vars: &Vars) -> String {
        let fixed = self
            .hosts
            .iter()
            .map(|host| if host.starts_with('.') { format!("*{host}") } else { (*host).to_string() });
        let fixed: Vec<String> = fixed.collect();
        let named = self.named_by.iter().map(|name| match vars.get(name) {
            Some(_) => format!("the host of {name}"),
            None => format!("the host of {name} (not set)"),
        });
        let all: Vec<String> = fixed.into_iter().chain(named).collect();
        all.join(", ")
    }
}

fn is_host(rule: &str, host: &str) -> bool {
    if rule.starts_with('.') { host.len() > rule.len() && host.ends_with(rule) } else { host == rule }
}

/// Whether a variable names the host of a repository. A host alone stands for all its ports; a URL, or a host with a
/// port, for one. A repository whose URL tells no port (as with ssh) may be at any.
pub(in crate::forge) fn names(vars: &Vars, variable: &str, remote: &Remote) -> bool {
    let Some(value) = vars.get(variable) else { return false };
    let value = value.to_ascii_lowercase();
    let (scheme, rest) =
        value.split_once("://").map_or(("", value.as_str()), |(scheme, rest)| (scheme, rest));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return false;
    }
    let with_port = authority.rsplit_once(':').filter(|(_, port)| !port.ends_with(']'));
    let (host, port) = with_port.map_or((authority, None), |(host, port)| (host, Some(port)));
    let usual = if remote.is_plain_http { 80 } else { 443 };
    let of_remote = remote.port.unwrap_or(usual);
    let is_port = match (port, scheme) {
        (Some(port), _) => remote.port.is_none() && !remote.is_plain_http || port.parse() == Ok(of_remote),
        (None, "") => true,
        (None, "http") => remote.port.is_none() || remote.port == Some(80),
        (None, _) => remote.port.is_none() || remote.port == Some(443),
    };
    host == remote.host && is_port
}
