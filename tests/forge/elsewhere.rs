//! The whole tool on GitLab, Gitea and Forgejo: each step runs twice, and the second run writes nothing.

use std::process::{Command, Output};

use serde_json::{Value, json};

use super::harness::Host;

const KINDS: [&str; 3] = ["gitea", "forgejo", "gitlab"];

/// A task that nobody holds (AM504) and a handler that says nothing (AM401): two topics.
const SOURCE: &str = "import asyncio


async def main():
    asyncio.create_task(work())


async def work():
    try:
        await asyncio.sleep(1)
    except Exception:
        pass
";

const SETTINGS: &str = "[project]
name = \"x\"
requires-python = \">=3.11\"

[tool.amends.pr]
labels = [\"bug\"]
assignees = [\"ada\"]
";

struct Scene {
    kind: &'static str,
    host: Host,
    folder: tempfile::TempDir,
}

impl Scene {
    /// `bot`, whose token is used, has `level` in `acme/relay`, of which there is a clone.
    fn new(kind: &'static str, level: &str) -> Self {
        let host = Host::new(kind, &json!({}));
        for login in ["bot", "ada"] {
            host.act("addUser", json!({"login": login}));
        }
        host.act("addUser", json!({"login": "acme", "type": "Organization"}));
        host.act("addToken", json!({"token": "t0ken", "login": "bot"}));
        let files = json!({"a.py": SOURCE, "pyproject.toml": SETTINGS});
        let access = json!({"bot": level, "ada": "write"});
        let repository =
            json!({"owner": "acme", "name": "relay", "files": files, "access": access, "labels": ["bug"]});
        host.act("addRepo", repository);
        let folder = tempfile::tempdir().expect("a folder");
        let scene = Scene { kind, host, folder };
        let url = scene.host.url("acme/relay");
        let cloned = scene.command("git").args(["clone", "--quiet", &url, "."]).output().expect("git");
        assert!(cloned.status.success(), "{cloned:?}");
        scene.host.forget();
        scene
    }

    /// With nothing of the user's own, so that all is the same everywhere.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().current_dir(self.folder.path());
        command.env("HOME", self.folder.path()).env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C.UTF-8");
        for name in ["PATH", "TMPDIR"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
    }

    fn runs(&self) -> Output {
        let fetched = self.command("git").args(["fetch", "--quiet"]).output().expect("git");
        assert!(fetched.status.success(), "{fetched:?}");
        self.host.forget();
        let forge = if self.kind == "gitlab" { "gitlab" } else { "gitea" };
        let ran = self
            .command(env!("CARGO_BIN_EXE_amends"))
            .args(["pr", "--review", "--forge", forge])
            .env("AMENDS_TOKEN", "t0ken")
            .output()
            .expect("amends");
        let said =
            format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
        assert!(ran.status.success(), "{}: {said}", self.kind);
        assert!(!said.contains("t0ken"), "{}: {said}", self.kind);
        ran
    }

    /// Runs twice. Gives the writes of the first run without the API's address; the second must have none.
    fn writes(&self) -> Vec<String> {
        let said = self.runs();
        let writes = self.host.writes();
        self.runs();
        assert_eq!(self.host.writes(), [""; 0], "{}: after {said:?}", self.kind);
        writes.iter().map(|line| line.replace(&self.host.prefix, "")).collect()
    }

    fn pulls(&self) -> Vec<Value> {
        self.host.state("acme/relay")["pulls"].as_array().expect("a list").clone()
    }

    fn commits(&self, repository: &str, branch: &str, files: Value) {
        self.host.act("humanCommits", json!({"repo": repository, "branch": branch, "files": files}));
    }

    /// Where comments on one go.
    fn comments(&self, writes: &[String]) -> usize {
        let end = if self.kind == "gitlab" { "/notes" } else { "/comments" };
        writes.iter().filter(|line| line.starts_with("POST ") && line.ends_with(end)).count()
    }
}

fn topics(pulls: &[Value]) -> Vec<&str> {
    let mut topics: Vec<&str> = pulls.iter().filter_map(|pull| pull["head"]["ref"].as_str()).collect();
    topics.sort_unstable();
    topics
}

#[test]
#[ignore = "make test-forge runs it"]
fn what_is_found_is_opened_and_what_is_gone_is_closed() {
    for kind in KINDS {
        let scene = Scene::new(kind, "write");
        let pushes =
            |writes: &[String]| writes.iter().filter(|line| line.contains("git-receive-pack")).count();
        // A push, the pull request, and what it is given, for each of the two.
        let writes = scene.writes();
        assert_eq!((writes.len(), pushes(&writes)), (6, 2), "{kind}: {writes:#?}");
        let pulls = scene.pulls();
        let expected = ["amends/am401-log-swallowed-exception", "amends/am504-run-tracked-task"];
        assert_eq!(topics(&pulls), expected, "{kind}");
        for pull in &pulls {
            assert_eq!((&pull["labels"], &pull["assignees"]), (&json!(["bug"]), &json!(["ada"])), "{kind}");
            assert_eq!(
                (&pull["state"], &pull["head"]["repo"]),
                (&json!("open"), &json!("acme/relay")),
                "{kind}"
            );
        }
        // Nothing is left to do: why, and an end.
        scene.commits("acme/relay", "main", json!({"a.py": "x = 1\n"}));
        let writes = scene.writes();
        assert_eq!((writes.len(), scene.comments(&writes)), (4, 2), "{kind}: {writes:#?}");
        assert!(scene.pulls().iter().all(|pull| pull["state"] == "closed"), "{kind}");
        // No branch is ever deleted.
        let branches = scene.host.state("acme/relay")["branches"].as_object().map(|map| map.len());
        assert_eq!(branches, Some(3), "{kind}");
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn from_a_fork_too_people_have_the_last_word() {
    for kind in KINDS {
        let scene = Scene::new(kind, "read");
        scene.writes();
        let pulls = scene.pulls();
        assert_eq!(pulls.len(), 2, "{kind}");
        assert!(pulls.iter().all(|pull| pull["head"]["repo"] == "bot/relay"), "{kind}: {pulls:#?}");
        // Somebody works on one and closes the other.
        let branch = pulls[0]["head"]["ref"].as_str().expect("a branch");
        scene.commits("bot/relay", branch, json!({"b.py": "y = 1\n"}));
        scene.host.act("humanSetsState", json!({"repo": "acme/relay", "number": 2, "state": "closed"}));
        assert_eq!(scene.writes(), [""; 0], "{kind}");
        // There is nothing to do any more: that is said once, where somebody works.
        scene.commits("acme/relay", "main", json!({"a.py": "x = 1\n"}));
        let writes = scene.writes();
        assert_eq!((writes.len(), scene.comments(&writes)), (1, 1), "{kind}: {writes:#?}");
        let states: Vec<Value> = scene.pulls().iter().map(|pull| pull["state"].clone()).collect();
        assert_eq!(states, ["open", "closed"], "{kind}");
    }
}
