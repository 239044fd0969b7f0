//! Where the API of a repository's forge is. Asks nobody.

use super::token::{Vars, names};
use crate::pr::remote::{ForgeKind, Remote};

/// The address of the API, without a slash at the end. Port and lack of encryption are those of the remote;
/// [`super::http::Api`] refuses the latter but on this machine.
///
/// `AMENDS_API_URL` counts before all else: it is the user's word. In CI, the server's own variables know better than
/// its name, if it is the remote's host that they speak of.
pub fn api_address(vars: &Vars, remote: &Remote, kind: ForgeKind) -> String {
    let told = |variable: &str| vars.get(variable).map(|address| address.trim_end_matches('/').to_string());
    if let Some(address) = told("AMENDS_API_URL") {
        return address;
    }
    let (server, api) = match kind {
        ForgeKind::GitHub | ForgeKind::Gitea => ("GITHUB_SERVER_URL", "GITHUB_API_URL"),
        ForgeKind::GitLab => ("CI_SERVER_URL", "CI_API_V4_URL"),
    };
    if let Some(address) = told(api).filter(|_| names(vars, server, remote)) {
        return address;
    }
    let scheme = if remote.is_plain_http { "http" } else { "https" };
    let port = remote.port.map_or_else(String::new, |port| format!(":{port}"));
    let host = &remote.host;
    match kind {
        ForgeKind::GitHub if host == "github.com" || host.ends_with(".ghe.com") => {
            format!("https://api.{host}")
        }
        ForgeKind::GitHub => format!("{scheme}://{host}{port}/api/v3"),
        ForgeKind::GitLab => format!("{scheme}://{host}{port}/api/v4"),
        ForgeKind::Gitea => format!("{scheme}://{host}{port}/api/v1"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ForgeKind::{GitHub, GitLab, Gitea};

    #[test]
    fn every_forge_has_its_address() {
        let ghe = [
            ("GITHUB_SERVER_URL", "https://ghe.example.com"),
            ("GITHUB_API_URL", "https://ghe.example.com/x/v3/"),
        ];
        let gitea = [
            ("GITHUB_SERVER_URL", "http://localhost:3000"),
            ("GITHUB_API_URL", "http://localhost:3000/sub/api/v1"),
        ];
        let lab = [
            ("CI_SERVER_URL", "https://code.example.com"),
            ("CI_API_V4_URL", "https://code.example.com/gl/api/v4"),
        ];
        let own = [("AMENDS_API_URL", "https://proxy.example.com/gh/"), ghe[0], ghe[1]];
        for (pairs, url, kind, expected) in [
            (&[][..], "git@github.com:o/r", GitHub, "https://api.github.com"),
            (&[], "http://github.com/o/r", GitHub, "https://api.github.com"),
            (&[], "https://acme.ghe.com/o/r", GitHub, "https://api.acme.ghe.com"),
            (&[], "https://ghe.example.com:8443/o/r", GitHub, "https://ghe.example.com:8443/api/v3"),
            (&[], "ssh://git@ghe.example.com:2222/o/r", GitHub, "https://ghe.example.com/api/v3"),
            (&[], "https://gitlab.com/g/s/r", GitLab, "https://gitlab.com/api/v4"),
            (&[], "http://127.0.0.1:8080/g/r", GitLab, "http://127.0.0.1:8080/api/v4"),
            (&[], "https://codeberg.org/o/r", Gitea, "https://codeberg.org/api/v1"),
            (&[], "http://[::1]:3000/o/r", Gitea, "http://[::1]:3000/api/v1"),
            (&ghe, "https://ghe.example.com/o/r", GitHub, "https://ghe.example.com/x/v3"),
            (&ghe, "https://github.com/o/r", GitHub, "https://api.github.com"),
            (&ghe, "https://ghe.example.com/o/r", GitLab, "https://ghe.example.com/api/v4"),
            (&gitea, "http://localhost:3000/o/r", Gitea, "http://localhost:3000/sub/api/v1"),
            (&gitea, "http://localhost:3001/o/r", Gitea, "http://localhost:3001/api/v1"),
            (&lab, "https://code.example.com/o/r", GitLab, "https://code.example.com/gl/api/v4"),
            (&lab, "https://gitlab.com/o/r", GitLab, "https://gitlab.com/api/v4"),
            (&own, "https://github.com/o/r", GitHub, "https://proxy.example.com/gh"),
            (&own, "https://gitlab.com/o/r", GitLab, "https://proxy.example.com/gh"),
        ] {
            let vars = pairs.iter().fold(Vars::default(), |vars, (name, value)| vars.with(name, value));
            let remote = Remote::parse(url).expect("a URL");
            assert_eq!(api_address(&vars, &remote, kind), expected, "{pairs:?} {url}");
        }
    }
}
