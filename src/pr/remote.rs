//! Reads the URL of a remote: which host, which repository, probably which forge. Looks nothing up, and keeps no
//! user name and no password: what is not kept cannot be printed.

use std::fmt;

/// What runs on a host, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForgeKind {
    /// GitHub, or GitHub Enterprise.
    GitHub,
    /// GitLab.
    GitLab,
    /// Gitea or Forgejo.
    Gitea,
}

impl fmt::Display for ForgeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ForgeKind::GitHub => "GitHub",
            ForgeKind::GitLab => "GitLab",
            ForgeKind::Gitea => "Gitea",
        })
    }
}

/// A repository on a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// What probably runs there.
    pub kind: Option<ForgeKind>,
    /// The host of the web site, in lower case; IPv6 addresses in brackets.
    pub host: String,
    /// The port of the web site, where the URL tells it.
    pub port: Option<u16>,
    /// Whether the URL is one without encryption (`http:`).
    pub is_plain_http: bool,
    /// Owner and name: `owner/name`, in GitLab `group/subgroup/name`.
    pub path: String,
}

/// Why a URL names no repository on a forge. Does not hold the URL: there may be a password in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RemoteProblem {
    /// A folder of this machine.
    #[error("is a folder of this machine, not a repository on a forge")]
    Local,
    /// A kind of URL that no forge has.
    #[error("is of a kind that no forge has (https, ssh and git are)")]
    Scheme,
    /// There is no host in it.
    #[error("names no host that could be one")]
    Host,
    /// There is no `owner/name` in it.
    #[error("names no repository: it should end in `OWNER/NAME`")]
    Path,
}

impl Remote {
    /// Reads a URL of any form that git takes.
    ///
    /// # Errors
    /// See [`RemoteProblem`].
    pub fn parse(url: &str) -> Result<Self, RemoteProblem> {
        let url = url.trim();
        let Some((scheme, rest)) = url.split_once("://") else { return scp_like(url) };
        let scheme = scheme.to_ascii_lowercase();
        let is_web = matches!(scheme.as_str(), "https" | "http");
        match scheme.as_str() {
            "https" | "http" | "ssh" | "git+ssh" | "ssh+git" | "git" => {}
            "file" => return Err(RemoteProblem::Local),
            _ => return Err(RemoteProblem::Scheme),
        }
        let (authority, path) = rest.split_once('/').ok_or(RemoteProblem::Path)?;
        let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let (host, port) = match authority.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')) {
            Some((host, "")) => (host, None),
            Some((host, port)) => (host, Some(port.parse().map_err(|_| RemoteProblem::Host)?)),
            None => (authority, None),
        };
        let remote = Remote::of(host, path)?;
        // The port of ssh and git is not that of the web site.
        let standard = if scheme == "https" { 443 } else { 80 };
        let port = port.filter(|&port| is_web && port != standard);
        Ok(Remote { port, is_plain_http: scheme == "http", ..remote })
    }

    fn of(host: &str, path: &str) -> Result<Self, RemoteProblem> {
        let host = host.to_ascii_lowercase();
        let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let is_good = match inner {
            Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
            None => {
                let good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
                !host.is_empty() && !host.starts_with(['-', '.']) && host.bytes().all(good)
            }
        };
        if !is_good {
            return Err(RemoteProblem::Host);
        }
        // Where ssh is reached through the port of https.
        let host = match host.as_str() {
            "ssh.github.com" => "github.com".into(),
            "altssh.gitlab.com" => "gitlab.com".into(),
            _ => host,
        };
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path);
        let parts: Vec<&str> = path.split('/').collect();
        let is_part = |part: &&str| {
            let good = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+".contains(&byte);
            !part.is_empty() && !matches!(*part, "." | "..") && part.bytes().all(good)
        };
        let kind = kind(&host);
        // GitHub has no groups; `gist.github.com/ID` is no repository either.
        let is_long_enough =
            if kind == Some(ForgeKind::GitHub) { parts.len() == 2 } else { parts.len() >= 2 };
        if !is_long_enough || !parts.iter().all(is_part) {
            return Err(RemoteProblem::Path);
        }
        Ok(Remote { kind, host, port: None, is_plain_http: false, path: path.into() })
    }

    /// The owner: all but the last part of the path.
    pub fn owner(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(owner, _)| owner)
    }

    /// The repository's name.
    pub fn name(&self) -> &str {
        self.path.rsplit_once('/').map_or(self.path.as_str(), |(_, name)| name)
    }

    /// The address of its web pages.
    pub fn web(&self) -> String {
        let scheme = if self.is_plain_http { "http" } else { "https" };
        let port = self.port.map_or_else(String::new, |port| format!(":{port}"));
        format!("{scheme}://{}{port}/{}", self.host, self.path)
    }

    /// The page of a line of a file in a commit; `None` where it is not known how the forge calls it.
    pub fn line(&self, commit: &str, path: &str, line: usize) -> Option<String> {
        let files = match self.kind? {
            ForgeKind::GitHub => "blob",
            ForgeKind::GitLab => "-/blob",
            ForgeKind::Gitea => "src/commit",
        };
        Some(format!("{}/{files}/{commit}/{}#L{line}", self.web(), encoded(path)))
    }
}

impl fmt::Display for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let port = self.port.map_or_else(String::new, |port| format!(":{port}"));
        write!(f, "{}{port}/{}", self.host, self.path)
    }
}

/// `[user@]host:path`.
fn scp_like(url: &str) -> Result<Remote, RemoteProblem> {
    let after = url.rfind(']').map_or(0, |end| end + 1);
    let Some(colon) = url[after..].find(':').map(|at| at + after) else { return Err(RemoteProblem::Local) };
    let (host, path) = (&url[..colon], &url[colon + 1..]);
    // A slash before the colon makes it a path, and a single letter a drive.
    if host.contains('/') || host.len() < 2 || path.starts_with('\\') {
        return Err(RemoteProblem::Local);
    }
    Remote::of(host.rsplit_once('@').map_or(host, |(_, host)| host), path)
}

/// By the labels of a host's name: GitHub Enterprise is mostly called `github.example.com`.
fn kind(host: &str) -> Option<ForgeKind> {
    if host.ends_with(".ghe.com") {
        return Some(ForgeKind::GitHub);
    }
    if host == "codeberg.org" {
        return Some(ForgeKind::Gitea);
    }
    let has = |word: &str| host.split(['.', '-']).any(|label| label == word);
    let words = [
        ("github", ForgeKind::GitHub),
        ("ghe", ForgeKind::GitHub),
        ("gitlab", ForgeKind::GitLab),
        ("gitea", ForgeKind::Gitea),
        ("forgejo", ForgeKind::Gitea),
    ];
    words.into_iter().find(|(word, _)| has(word)).map(|(_, kind)| kind)
}

/// A path in a URL.
fn encoded(path: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ForgeKind::{GitHub, GitLab, Gitea};

    #[test]
    fn all_forms_name_the_same() {
        for url in [
            "https://github.com/o/r.git",
            "https://github.com/o/r",
            "https://github.com/o/r/",
            "https://GitHub.com/o/r.git/",
            "https://ada@github.com/o/r.git",
            "https://ada:secret@github.com:443/o/r.git",
            "https://x-access-token:ghs_a:b@c@github.com/o/r.git",
            "ssh://git@github.com/o/r.git",
            "ssh://git@github.com:22/o/r.git",
            "ssh://git@ssh.github.com:443/o/r.git",
            "git+ssh://git@github.com/o/r",
            "git@github.com:o/r.git",
            "git@github.com:/o/r.git",
            "github.com:o/r",
            "git://github.com/o/r.git",
            " https://github.com/o/r\n",
        ] {
            let remote = Remote::parse(url).unwrap_or_else(|problem| panic!("{url}: {problem}"));
            assert_eq!(
                (remote.kind, remote.to_string().as_str(), remote.web().as_str()),
                (Some(GitHub), "github.com/o/r", "https://github.com/o/r"),
                "{url}"
            );
            assert_eq!((remote.owner(), remote.name()), ("o", "r"));
            assert!(!format!("{remote:?}").contains("secret") && !format!("{remote:?}").contains("ghs_"));
        }
    }

    #[test]
    fn other_hosts_are_guessed_by_their_names() {
        for (url, kind, shown, owner) in [
            ("https://github.example.com/team/app.git", Some(GitHub), "github.example.com/team/app", "team"),
            ("git@acme.ghe.com:team/app.git", Some(GitHub), "acme.ghe.com/team/app", "team"),
            ("git@gitlab.com:a/b/c/app.git", Some(GitLab), "gitlab.com/a/b/c/app", "a/b/c"),
            ("https://gitlab.example.org:8443/a/app", Some(GitLab), "gitlab.example.org:8443/a/app", "a"),
            (
                "ssh://git@gitlab.example.org:2222/a/b/app.git",
                Some(GitLab),
                "gitlab.example.org/a/b/app",
                "a/b",
            ),
            ("https://codeberg.org/o/r.git", Some(Gitea), "codeberg.org/o/r", "o"),
            ("http://my-gitea.lan:3000/o/r.git", Some(Gitea), "my-gitea.lan:3000/o/r", "o"),
            ("ssh://forgejo.example.org/o/r", Some(Gitea), "forgejo.example.org/o/r", "o"),
            ("https://code.example.org/o/r", None, "code.example.org/o/r", "o"),
            ("https://[::1]:3000/o/r", None, "[::1]:3000/o/r", "o"),
            ("git@[::1]:o/r", None, "[::1]/o/r", "o"),
            (
                "https://github-mirror.example.org/o/r.js.git",
                Some(GitHub),
                "github-mirror.example.org/o/r.js",
                "o",
            ),
        ] {
            let remote = Remote::parse(url).unwrap_or_else(|problem| panic!("{url}: {problem}"));
            assert_eq!(
                (remote.kind, remote.to_string().as_str(), remote.owner()),
                (kind, shown, owner),
                "{url}"
            );
        }
        assert_eq!(
            Remote::parse("http://gitea.lan:3000/o/r").map(|remote| remote.web()),
            Ok("http://gitea.lan:3000/o/r".into())
        );
    }

    #[test]
    fn what_names_no_repository_says_why_and_shows_no_password() {
        use RemoteProblem::{Host, Local, Path, Scheme};
        for (url, problem) in [
            ("/srv/git/r.git", Local),
            ("../r", Local),
            ("./a:b/c", Local),
            ("C:\\r", Local),
            ("C:/r", Local),
            ("file:///srv/r.git", Local),
            ("ftp://u:secret@github.com/o/r", Scheme),
            ("ext::sh -c secret", Path),
            ("https://github.com", Path),
            ("https://github.com/", Path),
            ("https://github.com/o", Path),
            ("https://github.com/a/b/c", Path),
            ("https://gitlab.com/a/../c", Path),
            ("https://gitlab.com/a//c", Path),
            ("https://github.com/o/r?token=secret", Path),
            ("https://u:secret@/o/r", Host),
            ("https://u:secret@-x/o/r", Host),
            ("https://github.com:secret/o/r", Host),
            ("https://[zz]/o/r", Host),
            ("git@github.com:o/r with space", Path),
        ] {
            assert_eq!(Remote::parse(url), Err(problem), "{url}");
            assert!(!problem.to_string().contains("secret"));
        }
    }

    #[test]
    fn lines_have_pages() {
        let page = |url: &str| Remote::parse(url).ok()?.line("abc", "a b/ü#.py", 3);
        assert_eq!(
            page("git@github.com:o/r"),
            Some("https://github.com/o/r/blob/abc/a%20b/%C3%BC%23.py#L3".into())
        );
        assert_eq!(
            page("git@gitlab.com:g/s/r"),
            Some("https://gitlab.com/g/s/r/-/blob/abc/a%20b/%C3%BC%23.py#L3".into())
        );
        assert_eq!(
            page("https://codeberg.org/o/r"),
            Some("https://codeberg.org/o/r/src/commit/abc/a%20b/%C3%BC%23.py#L3".into())
        );
        assert_eq!(page("https://code.example.org/o/r"), None);
    }
}
