//! Leases, refusals and shallow clones against a bare repository beside it, by a protocol that only these tests allow;
//! and what git is given for a real forge.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::*;
use crate::git::{Author, Git};

/// A bare repository, and a clone of it.
struct World {
    root: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let world = World { root: tempfile::tempdir().expect("a folder") };
        world.git(".", &["init", "--quiet", "--bare", "--initial-branch=main", "forge"]);
        world.git(".", &["init", "--quiet", "--initial-branch=main", "seed"]);
        for number in 0..3 {
            world.commit("seed", &format!("x = {number}\n"));
        }
        world.git("seed", &["push", "--quiet", "../forge", "main"]);
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().canonicalize().expect("a folder").join(name)
    }

    fn url(&self) -> String {
        format!("file://{}", self.path("forge").display())
    }

    fn git(&self, folder: &str, arguments: &[&str]) -> String {
        let who = ["user.name=Ada", "user.email=ada@example.org"].map(|setting| ["-c", setting]).concat();
        let output = Command::new("git")
            .args(who)
            .args(arguments)
            .current_dir(self.path(folder))
            .env("HOME", self.root.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .stdin(Stdio::null())
            .output()
            .expect("git runs");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_string()
    }

    fn commit(&self, folder: &str, text: &str) {
        std::fs::write(self.path(folder).join("a.py"), text).expect("a file");
        self.git(folder, &["add", "a.py"]);
        self.git(folder, &["commit", "--quiet", "--message", "more"]);
    }

    fn clone(&self, name: &str, options: &[&str]) -> Drafts {
        let url = self.url();
        let arguments = [&["clone", "--quiet"], options, &[url.as_str(), name]].concat();
        self.git(".", &arguments);
        drafts(&self.path(name))
    }

    /// Where a branch of the forge is.
    fn tip(&self, branch: &str) -> String {
        self.git("forge", &["for-each-ref", "--format=%(objectname)", &format!("refs/heads/{branch}")])
    }

    fn head(&self, folder: &str) -> Oid {
        Oid::parse(&self.git(folder, &["rev-parse", "HEAD"])).expect("an id")
    }
}

fn drafts(folder: &Path) -> Drafts {
    let git = Git::at(folder).expect("git works").expect("a work tree");
    git.drafts().expect("a temporary repository")
}

fn draft(drafts: &Drafts, parent: &Oid, text: &str) -> Oid {
    let author = Author { name: "amends".into(), mail: "bot@amends.invalid".into() };
    drafts.commit(parent, &[("a.py".into(), text.into())], "A change", &author).expect("a commit")
}

const BRANCH: &str = "amends/am401";

#[test]
fn a_branch_is_made_and_moved_only_from_where_it_is_expected() {
    let world = World::new();
    let drafts = world.clone("clone", &[]);
    let base = world.head("clone");
    let (one, two) = (draft(&drafts, &base, "y = 1\n"), draft(&drafts, &base, "y = 2\n"));
    let push =
        |commit: &Oid, from: Option<&Oid>| drafts.push_by("file", &world.url(), BRANCH, commit, from, None);
    let stale = Err(GitError::PushStale { branch: BRANCH.into() });
    assert_eq!(push(&one, Some(&base)), stale, "there is no such branch");
    assert_eq!(world.tip(BRANCH), "");
    assert_eq!(push(&one, None), Ok(()));
    assert_eq!(world.tip(BRANCH), one.as_str());
    assert_eq!(push(&two, None), stale, "there is one");
    assert_eq!(push(&two, Some(&base)), stale, "it is elsewhere");
    assert_eq!(world.tip(BRANCH), one.as_str());
    assert_eq!(push(&two, Some(&one)), Ok(()), "no fast-forward, and that is meant");
    assert_eq!(world.tip(BRANCH), two.as_str());
    // Nothing of it is in the clone.
    assert_eq!(world.git("clone", &["for-each-ref", "--format=%(refname)"]).matches("amends/").count(), 0);
}

#[test]
fn hooks_of_the_repository_do_not_run_and_those_of_the_forge_are_heard() {
    let world = World::new();
    let drafts = world.clone("clone", &[]);
    let commit = draft(&drafts, &world.head("clone"), "y = 1\n");
    let hook = |place: &str, text: &str| {
        let path = world.path(place);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, text).expect("a file");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("rights");
        }
    };
    hook("clone/.git/hooks/pre-push", "#!/bin/sh\nexit 1\n");
    hook("forge/hooks/pre-receive", "#!/bin/sh\necho 'branches are protected' >&2\nexit 1\n");
    let login = Login::new("Authorization: Basic protected".into(), vec!["protected".into()]);
    let refused = drafts.push_by("file", &world.url(), BRANCH, &commit, None, Some(&login));
    let Err(GitError::PushRefused { said, .. }) = &refused else { panic!("{refused:?}") };
    assert!(
        said.contains("branches are …") && said.contains("[remote rejected] (pre-receive hook declined)"),
        "{said}"
    );
    std::fs::remove_file(world.path("forge/hooks/pre-receive")).expect("it is there");
    assert_eq!(drafts.push_by("file", &world.url(), BRANCH, &commit, None, None), Ok(()));
}

#[test]
fn a_shallow_clone_is_enough_also_if_the_base_has_moved_there() {
    for moved in [false, true] {
        let world = World::new();
        let drafts = world.clone("clone", &["--depth=1"]);
        assert!(world.path("clone/.git/shallow").exists());
        let base = world.head("clone");
        if moved {
            world.commit("seed", "x = 9\n");
            world.git("seed", &["push", "--quiet", "../forge", "main"]);
        }
        let commit = draft(&drafts, &base, "y = 1\n");
        assert_eq!(drafts.push_by("file", &world.url(), BRANCH, &commit, None, None), Ok(()), "{moved}");
        assert_eq!(world.tip(BRANCH), commit.as_str());
        assert_eq!(world.git("forge", &["rev-list", "--count", BRANCH]), "4", "with its whole history");
        assert!(!world.path("forge/shallow").exists());
        world.git("forge", &["fsck", "--strict"]);
    }
}

#[test]
fn the_token_is_in_the_environment_alone() {
    let world = World::new();
    let drafts = world.clone("clone", &[]);
    let commit = world.head("clone");
    let url = "https://forge.example/acme/relay.git";
    let call = push_call(&drafts, url, BRANCH, &commit, Some(&commit));
    let arguments: Vec<String> =
        call.arguments.iter().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let lease = format!("--force-with-lease=refs/heads/{BRANCH}:{commit}");
    let what = format!("{commit}:refs/heads/{BRANCH}");
    let expected = ["push", "--porcelain", "--no-verify", "--no-progress", &lease, "--", url, &what];
    assert_eq!(arguments, expected);
    let new = push_call(&drafts, url, BRANCH, &commit, None);
    assert!(new.arguments.contains(&format!("--force-with-lease=refs/heads/{BRANCH}:").into()));
    let dirty = Environment::default()
        .with("GIT_TRACE_CURL", "/tmp/log")
        .with("GIT_TRACE2_EVENT", "/tmp/log")
        .with("GIT_CURL_VERBOSE", "1")
        .with("GIT_ASKPASS", "/bin/evil")
        .with("GIT_CONFIG_COUNT", "1")
        .with("GIT_CONFIG_KEY_0", "http.extraHeader")
        .with("GIT_CONFIG_VALUE_0", "Authorization: mine");
    let login = Login::new("Authorization: Basic c2VjcmV0".into(), vec!["c2VjcmV0".into()]);
    let environment = push_environment(&dirty, "https", url, Some(&login));
    for gone in ["GIT_TRACE_CURL", "GIT_TRACE2_EVENT", "GIT_CURL_VERBOSE", "GIT_ASKPASS"] {
        assert_eq!(environment.get(gone), None, "{gone}");
    }
    assert_eq!(environment.get("GIT_ALLOW_PROTOCOL"), Some("https".as_ref()));
    let text = |name: String| environment.get(&name).map(|value| value.to_string_lossy().into_owned());
    let count: usize =
        text("GIT_CONFIG_COUNT".into()).and_then(|count| count.parse().ok()).expect("a number");
    let settings: Vec<(String, String)> = (0..count)
        .filter_map(|number| {
            Some((text(format!("GIT_CONFIG_KEY_{number}"))?, text(format!("GIT_CONFIG_VALUE_{number}"))?))
        })
        .collect();
    let header = format!("http.{url}.extraHeader");
    for (key, value) in [
        (header.as_str(), "Authorization: Basic c2VjcmV0"),
        ("http.followRedirects", "false"),
        ("credential.helper", ""),
        ("core.hooksPath", "/dev/null"),
    ] {
        assert!(settings.contains(&(key.into(), value.into())), "{key} in {settings:?}");
    }
    assert!(!settings.iter().any(|(_, value)| value.contains("mine")));
    assert_eq!(format!("{login:?}"), "Login(…)");
}

#[test]
fn only_https_is_pushed_to() {
    for (url, expected) in [
        ("https://github.com/acme/relay.git", Ok("https")),
        ("https://forge.example:8443/acme/relay.git", Ok("https")),
        ("http://127.0.0.1:3000/acme/relay.git", Ok("http")),
        ("http://[::1]:3000/acme/relay.git", Ok("http")),
        ("http://localhost/acme/relay.git", Ok("http")),
        ("http://forge.example/acme/relay.git", Err("it is not encrypted")),
        ("http://127.0.0.1.forge.example/acme/relay.git", Err("it is not encrypted")),
        ("https://ada:secret@github.com/acme/relay.git", Err("there is a user in it")),
        ("http://localhost@forge.example/acme/relay.git", Err("there is a user in it")),
        ("ssh://git@github.com/acme/relay.git", Err("it is no https URL")),
        ("ext::sh -c evil", Err("it is no https URL")),
        ("/srv/relay.git", Err("it is no https URL")),
    ] {
        match (protocol(url), expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{url}"),
            (Err(GitError::PushUrl { reason }), Err(expected)) => {
                assert!(reason.starts_with(expected), "{url}")
            }
            (found, _) => panic!("{url}: {found:?}"),
        }
    }
}

#[test]
fn what_git_says_tells_who_was_faster_from_who_may_not() {
    let line = |status: &str| format!("To https://x/y\n!\tabc:refs/heads/b\t{status}\nDone\n");
    for (told, said, expected) in [
        (line("[rejected] (stale info)"), "error: failed to push some refs", Verdict::Stale),
        (
            line("[remote rejected] (cannot lock ref 'refs/heads/b': is at 1 but expected 2)"),
            "",
            Verdict::Stale,
        ),
        (
            line("[remote rejected] (failed to update ref)"),
            "remote: error: cannot lock ref 'refs/heads/b': is at 1 but expected 2",
            Verdict::Stale,
        ),
        (
            line("[remote rejected] (failed to update ref)"),
            "remote: error: cannot lock ref 'refs/heads/b/c': 'refs/heads/b' exists; cannot create 'refs/heads/b/c'",
            Verdict::Refused,
        ),
        (line("[remote rejected] (protected branch hook declined)"), "", Verdict::Refused),
        (String::new(), "remote: Permission to acme/relay.git denied to ada.", Verdict::Refused),
        (String::new(), "Authentication failed for 'https://x/y'", Verdict::Refused),
        (
            String::new(),
            "unable to access 'https://x/y': The requested URL returned error: 403",
            Verdict::Refused,
        ),
        (
            String::new(),
            "could not read Username for 'https://x': terminal prompts disabled",
            Verdict::Refused,
        ),
        (
            String::new(),
            "unable to access 'https://x/y': The requested URL returned error: 502",
            Verdict::Unknown,
        ),
        (String::new(), "unable to access 'https://x/y': Could not resolve host: x", Verdict::Unknown),
        (String::new(), "the remote end hung up unexpectedly", Verdict::Unknown),
        (line("[remote failure] (remote failed to report status)"), "", Verdict::Unknown),
    ] {
        assert_eq!(verdict(&told, said), expected, "{told} {said}");
    }
}
