//! Which token goes to which host.

use super::{AppKey, Credentials, Found, TokenError, TokenSource, Vars, find};
use crate::forge::http::Secret;
use crate::pr::remote::{ForgeKind, Remote};

use ForgeKind::{GitHub, GitLab, Gitea};

fn vars(pairs: &[(&str, &str)]) -> Vars {
    pairs.iter().fold(Vars::default(), |vars, (name, value)| vars.with(name, value))
}

fn found(pairs: &[(&str, &str)], url: &str, kind: ForgeKind) -> Result<Credentials, TokenError> {
    find(&vars(pairs), &Remote::parse(url).expect("a URL"), kind, || None)
}

/// The variable whose token is used.
fn source(pairs: &[(&str, &str)], url: &str, kind: ForgeKind) -> Option<String> {
    match found(pairs, url, kind) {
        Ok(Credentials::Token(found)) => Some(found.source.to_string()),
        Ok(Credentials::App(_)) => Some("app".into()),
        Err(_) => None,
    }
}

#[test]
fn a_token_goes_to_its_own_host_alone() {
    const HUB: &str = "https://github.com/o/r";
    const GHE: &str = "https://ghe.example.com/o/r";
    const LAB: &str = "https://gitlab.com/o/r";
    const OWN_LAB: &str = "https://gitlab.example.com:8443/o/r";
    const BERG: &str = "https://codeberg.org/o/r";
    const TEA: &str = "https://gitea.example.com:3000/o/r";
    let server = ("GITHUB_SERVER_URL", "https://ghe.example.com");
    let hub = ("GITHUB_SERVER_URL", "https://github.com");
    let actions = ("GITHUB_ACTIONS", "true");
    for (pairs, url, kind, expected) in [
        (&[("GH_TOKEN", "x")][..], HUB, GitHub, true),
        (&[("GH_TOKEN", "x")], "git@github.com:o/r.git", GitHub, true),
        (&[("GH_TOKEN", "x")], "https://acme.ghe.com/o/r", GitHub, true),
        (&[("GH_TOKEN", "x")], "https://ghe.com/o/r", GitHub, false),
        (&[("GH_TOKEN", "x")], "https://evilghe.com/o/r", GitHub, false),
        (&[("GH_TOKEN", "x")], "https://github.com.example.org/o/r", GitHub, false),
        (&[("GH_TOKEN", "x")], GHE, GitHub, false),
        (&[("GH_TOKEN", "x"), server], GHE, GitHub, true),
        (&[("GH_TOKEN", "x"), server], HUB, GitHub, true),
        (&[("GH_TOKEN", "x")], LAB, GitLab, false),
        (&[("GH_TOKEN", "x"), ("GH_HOST", "ghe.example.com")], GHE, GitHub, false),
        (&[("GITHUB_TOKEN", "x")], HUB, GitHub, true),
        (&[("GITHUB_TOKEN", "x"), hub, actions], HUB, GitHub, true),
        (&[("GITHUB_TOKEN", "x"), server, actions], GHE, GitHub, true),
        // The token of a workflow is its server's, not github.com's.
        (&[("GITHUB_TOKEN", "x"), server, actions], HUB, GitHub, false),
        (&[("GITHUB_TOKEN", "x"), ("GITHUB_SERVER_URL", "https://codeberg.org"), actions], BERG, Gitea, true),
        (&[("GH_ENTERPRISE_TOKEN", "x"), ("GH_HOST", "ghe.example.com")], GHE, GitHub, true),
        (&[("GITHUB_ENTERPRISE_TOKEN", "x"), server], GHE, GitHub, true),
        (&[("GH_ENTERPRISE_TOKEN", "x")], GHE, GitHub, false),
        (&[("GH_ENTERPRISE_TOKEN", "x"), ("GH_HOST", "github.com")], HUB, GitHub, false),
        (&[("GH_ENTERPRISE_TOKEN", "x"), hub], HUB, GitHub, false),
        (&[("GITLAB_TOKEN", "x")], LAB, GitLab, true),
        (&[("GITLAB_TOKEN", "x")], OWN_LAB, GitLab, false),
        (&[("GITLAB_TOKEN", "x"), ("CI_SERVER_HOST", "gitlab.example.com")], OWN_LAB, GitLab, true),
        (&[("GITLAB_TOKEN", "x"), ("GITLAB_HOST", "https://gitlab.example.com:8443")], OWN_LAB, GitLab, true),
        (&[("GITLAB_TOKEN", "x"), ("GITLAB_HOST", "gitlab.example.com:8443")], OWN_LAB, GitLab, true),
        (&[("GITLAB_TOKEN", "x"), ("GITLAB_HOST", "gitlab.example.com:9000")], OWN_LAB, GitLab, false),
        (&[("GITLAB_TOKEN", "x"), ("GITLAB_HOST", "https://gitlab.example.com")], OWN_LAB, GitLab, false),
        (&[("GITLAB_TOKEN", "x"), ("GITLAB_HOST", "github.com")], HUB, GitHub, false),
        (&[("GITEA_TOKEN", "x")], BERG, Gitea, true),
        (&[("FORGEJO_TOKEN", "x")], "ssh://git@codeberg.org/o/r.git", Gitea, true),
        (&[("GITEA_TOKEN", "x")], TEA, Gitea, false),
        (&[("GITEA_TOKEN", "x"), ("GITEA_SERVER_URL", "https://gitea.example.com:3000/")], TEA, Gitea, true),
        (
            &[("FORGEJO_TOKEN", "x"), ("FORGEJO_SERVER_URL", "https://gitea.example.com:3000")],
            TEA,
            Gitea,
            true,
        ),
        (&[("GITEA_TOKEN", "x"), ("GITHUB_SERVER_URL", "https://gitea.example.com:3000")], TEA, Gitea, true),
        (&[("GITEA_TOKEN", "x"), ("GITEA_SERVER_URL", "http://gitea.example.com:3001")], TEA, Gitea, false),
        (
            &[("GITEA_TOKEN", "x"), ("GITEA_SERVER_URL", "https://u@gitea.example.com:3000")],
            TEA,
            Gitea,
            false,
        ),
        // A server of GitHub's is none of Gitea's.
        (&[("GITEA_TOKEN", "x"), server], GHE, GitHub, false),
        (&[("GITEA_TOKEN", "x"), hub], HUB, GitHub, false),
        // Its own is for all.
        (&[("AMENDS_TOKEN", "x")], TEA, Gitea, true),
        (&[("AMENDS_TOKEN", "x")], HUB, GitHub, true),
        (&[("AMENDS_TOKEN", " \n")], HUB, GitHub, false),
        (&[], HUB, GitHub, false),
    ] {
        let expected = expected.then(|| pairs[0].0.to_string());
        assert_eq!(source(pairs, url, kind), expected, "{pairs:?} {url}");
    }
}

#[test]
fn ssh_tells_no_port_so_the_host_decides() {
    let pairs = [("GITLAB_TOKEN", "x"), ("GITLAB_HOST", "https://gitlab.example.com:8443")];
    assert_eq!(source(&pairs, "ssh://git@gitlab.example.com:2222/o/r", GitLab), Some("GITLAB_TOKEN".into()));
}

#[test]
fn the_order_is_kept() {
    let all = [
        ("AMENDS_APP_ID", "12"),
        ("AMENDS_APP_PRIVATE_KEY", "key"),
        ("AMENDS_TOKEN", "a"),
        ("GH_TOKEN", "b"),
        ("GITHUB_TOKEN", "c"),
    ];
    let url = "https://github.com/o/r";
    let used = |from: usize| source(&all[from..], url, GitHub);
    assert_eq!(used(0).as_deref(), Some("app"));
    assert_eq!(used(2).as_deref(), Some("AMENDS_TOKEN"));
    assert_eq!(used(3).as_deref(), Some("GH_TOKEN"));
    assert_eq!(used(4).as_deref(), Some("GITHUB_TOKEN"));
    // An app is GitHub's.
    assert_eq!(source(&all, "https://gitlab.com/o/r", GitLab).as_deref(), Some("AMENDS_TOKEN"));
}

#[test]
fn tokens_are_trimmed_and_those_of_workflows_known() {
    for (name, value, actions, expected) in [
        ("GITHUB_TOKEN", "ghs_abc\n", "true", true),
        ("GH_TOKEN", " ghs_abc", "true", true),
        ("AMENDS_TOKEN", "ghs_abc", "true", true),
        ("AMENDS_TOKEN", "ghs_abc", "", false),
        ("AMENDS_TOKEN", "ghs_abc", "false", false),
        ("GITHUB_TOKEN", "ghp_abc", "true", false),
    ] {
        let pairs = [(name, value), ("GITHUB_ACTIONS", actions)];
        assert_eq!(
            found(&pairs, "https://github.com/o/r", GitHub),
            Ok(Credentials::Token(Found {
                secret: Secret::new(value.trim()),
                source: TokenSource::Variable(name),
                is_actions: expected,
            }))
        );
    }
}

#[test]
fn the_helper_is_asked_last() {
    let remote = Remote::parse("https://github.com/o/r").expect("a URL");
    let asked = find(&Vars::default(), &remote, GitHub, || Some(Secret::new("from-helper")));
    assert_eq!(
        asked,
        Ok(Credentials::Token(Found {
            secret: Secret::new("from-helper"),
            source: TokenSource::Helper,
            is_actions: false
        }))
    );
    let other = find(&vars(&[("GH_TOKEN", "x")]), &remote, GitHub, || panic!("there is a token"));
    assert!(other.is_ok());
    assert!(find(&Vars::default(), &remote, GitHub, || Some(Secret::new(""))).is_err());
}

#[test]
fn without_a_token_it_says_what_was_looked_at() {
    let pairs =
        [("GITLAB_TOKEN", "glpat-hidden"), ("GITEA_TOKEN", "hidden"), ("GITEA_SERVER_URL", "https://x")];
    let text = |url: &str, kind| found(&pairs, url, kind).expect_err("no token").to_string();
    assert_eq!(
        text("https://github.com/o/r", GitHub),
        "there is no token for github.com: AMENDS_TOKEN, GH_TOKEN, GITHUB_TOKEN are not set; GITLAB_TOKEN is for \
         gitlab.com, the host of CI_SERVER_HOST (not set), the host of GITLAB_HOST (not set); GITEA_TOKEN is for \
         codeberg.org, the host of GITEA_SERVER_URL, the host of FORGEJO_SERVER_URL (not set), the host of \
         GITHUB_SERVER_URL (not set); git's credential helpers have none"
    );
    assert!(text("https://forgejo.example.org:3000/o/r", Gitea).starts_with(
        "there is no token for forgejo.example.org:3000: AMENDS_TOKEN is not set; GITLAB_TOKEN is for "
    ));
    let app = [("AMENDS_APP_ID", "12"), ("AMENDS_APP_PRIVATE_KEY", "hidden")];
    let text = found(&app, "https://gitlab.com/o/r", GitLab).expect_err("no token").to_string();
    assert_eq!(
        text,
        "there is no token for gitlab.com: AMENDS_TOKEN, GITLAB_TOKEN are not set; AMENDS_APP_ID is for GitHub, and \
         this is GitLab; git's credential helpers have none"
    );
}

#[test]
fn half_an_app_is_an_error_that_names_the_other_half() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path.to_str().expect("a name").to_string()
    };
    let (good, binary) = (file("good.pem", b"the key\n"), file("binary.pem", b"\xff\xfe"));
    let large = file("large.pem", &[b'x'; 70_000]);
    let missing = folder.path().join("missing.pem").to_str().expect("a name").to_string();
    let read = |pairs: &[(&str, &str)]| {
        let result = found(pairs, "https://github.com/o/r", GitHub);
        result.map_err(|error| error.to_string().replace(folder.path().to_str().unwrap_or("?"), "."))
    };
    let app = |key: &str| Ok(Credentials::App(AppKey { id: "Iv1.ab".into(), key: Secret::new(key) }));
    let id = ("AMENDS_APP_ID", "Iv1.ab");
    assert_eq!(read(&[id, ("AMENDS_APP_PRIVATE_KEY", "-A-\\nb\\n-C-")]), app("-A-\nb\n-C-"));
    assert_eq!(read(&[id, ("AMENDS_APP_PRIVATE_KEY_FILE", &good)]), app("the key\n"));
    for (pairs, expected) in [
        (
            &[id][..],
            "AMENDS_APP_ID is set, but neither AMENDS_APP_PRIVATE_KEY nor AMENDS_APP_PRIVATE_KEY_FILE is",
        ),
        (
            &[("AMENDS_APP_PRIVATE_KEY", "hidden")],
            "AMENDS_APP_PRIVATE_KEY is set, but AMENDS_APP_ID is not: whose key is it?",
        ),
        (
            &[("AMENDS_APP_PRIVATE_KEY_FILE", "hidden")],
            "AMENDS_APP_PRIVATE_KEY_FILE is set, but AMENDS_APP_ID is not: whose key is it?",
        ),
        (
            &[id, ("AMENDS_APP_PRIVATE_KEY", "hidden"), ("AMENDS_APP_PRIVATE_KEY_FILE", "x")],
            "AMENDS_APP_PRIVATE_KEY and AMENDS_APP_PRIVATE_KEY_FILE are both set: keep one",
        ),
        (
            &[("AMENDS_APP_ID", "1 2"), ("AMENDS_APP_PRIVATE_KEY", "hidden")],
            "AMENDS_APP_ID is neither the number of an app nor a client ID",
        ),
        (
            &[id, ("AMENDS_APP_PRIVATE_KEY_FILE", &binary)],
            "cannot read the key ./binary.pem (AMENDS_APP_PRIVATE_KEY_FILE): it is no text",
        ),
        (
            &[id, ("AMENDS_APP_PRIVATE_KEY_FILE", &large)],
            "cannot read the key ./large.pem (AMENDS_APP_PRIVATE_KEY_FILE): it is too large for a key",
        ),
    ] {
        assert_eq!(read(pairs), Err(expected.into()));
    }
    let text = read(&[id, ("AMENDS_APP_PRIVATE_KEY_FILE", &missing)]).expect_err("an error");
    assert!(
        text.starts_with("cannot read the key ./missing.pem (AMENDS_APP_PRIVATE_KEY_FILE): No such file"),
        "{text}"
    );
}
