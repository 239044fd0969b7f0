//! What is read from the answers of GitLab and Gitea in the same way. Sends nothing.

use crate::git::Oid;
use crate::pr::remote::Remote;

use super::http::Request;
use super::{ForgeError, SeenState, date};

/// Where git pushes to: the repository `path` on the remote's site. `None` if `path`, which a forge gave, is no path:
/// it must not become another host or something that git takes for an option.
pub(super) fn push_url(remote: &Remote, path: &str) -> Option<String> {
    let url = Remote { path: path.into(), ..remote.clone() }.web();
    let read = Remote::parse(&url).ok()?;
    (read.path == path && read.host == remote.host).then(|| format!("{url}.git"))
}

/// The last commit of a pull request. A closed one whose branch is gone may have none: it gets zeros.
pub(super) fn head(request: &str, digits: Option<&str>, state: SeenState) -> Result<Oid, ForgeError> {
    let head = digits.and_then(Oid::parse);
    let head = head.or_else(|| Oid::parse(&"0".repeat(40)).filter(|_| state != SeenState::Open));
    head.ok_or_else(|| nonsense(request, "a pull request without the name of its last commit"))
}

/// When something was made.
pub(super) fn moment(request: &str, text: &str) -> Result<u64, ForgeError> {
    date::seconds(text).ok_or_else(|| nonsense(request, "a time that is none"))
}

/// The name of a commit.
pub(super) fn oid(request: &str, digits: &str) -> Result<Oid, ForgeError> {
    Oid::parse(digits).ok_or_else(|| nonsense(request, "a commit without its full name"))
}

/// An answer that is not as documented.
pub(super) fn nonsense(request: &str, reason: &str) -> ForgeError {
    ForgeError::Nonsense { request: request.into(), reason: reason.into() }
}

/// The title of a draft, or of what is none: both forges keep that in the title.
pub(super) fn title(prefix: &str, title: &str, draft: bool) -> String {
    if draft && !title.starts_with(prefix) { format!("{prefix}{title}") } else { title.into() }
}

/// Whether two names are one account: forges do not tell upper case from lower.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// How errors call a request that reads.
pub(super) fn name(request: &Request) -> String {
    format!("GET {}", request.path)
}

/// Before [`super::Forge::prepare`].
pub(super) fn unprepared() -> ForgeError {
    ForgeError::Unsupported("the repository was not looked at yet".into())
}

/// Why there is nothing to do in a repository, whatever the token may.
pub(super) fn unusable(path: &str, why: &str) -> ForgeError {
    ForgeError::Unsupported(format!("{path} {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remote(url: &str) -> Remote {
        Remote::parse(url).expect("a remote")
    }

    #[test]
    fn branches_are_pushed_to_the_site_of_the_remote() {
        let ssh = remote("ssh://git@git.example.org:2222/o/r.git");
        assert_eq!(push_url(&ssh, "me/r").as_deref(), Some("https://git.example.org/me/r.git"));
        let local = remote("http://127.0.0.1:3000/o/r");
        assert_eq!(push_url(&local, "o/r").as_deref(), Some("http://127.0.0.1:3000/o/r.git"));
    }

    #[test]
    fn what_is_no_path_is_not_pushed_to() {
        let remote = remote("https://git.example.org/o/r");
        for path in
            ["", "r", "../r", "o/r?x", "o/r#x", "o\n/r", "@evil.example/r/r", "o/r.git", "/o/r", "o/-é"]
        {
            assert_eq!(push_url(&remote, path), None, "{path}");
        }
    }

    #[test]
    fn only_what_is_closed_may_lack_its_last_commit() {
        let zeros = "0".repeat(40);
        assert_eq!(head("GET /", Some(""), SeenState::Closed).expect("zeros").as_str(), zeros);
        assert_eq!(head("GET /", None, SeenState::Merged).expect("zeros").as_str(), zeros);
        let error = head("GET /x", Some("main"), SeenState::Open).expect_err("open");
        assert_eq!(error, nonsense("GET /x", "a pull request without the name of its last commit"));
        let ones = "1".repeat(40);
        assert_eq!(head("GET /", Some(&ones), SeenState::Open).expect("ones").as_str(), ones);
    }

    #[test]
    fn drafts_are_marked_once() {
        assert_eq!(title("Draft: ", "Fix", true), "Draft: Fix");
        assert_eq!(title("Draft: ", "Draft: Fix", true), "Draft: Fix");
        assert_eq!(title("Draft: ", "Fix", false), "Fix");
    }
}
