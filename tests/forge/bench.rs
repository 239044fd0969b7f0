//! A repository on a small GitHub, a clone of it, and `amends pr` run there as users run it. Asserts what must hold after
//! any run; the scenarios are in [`super::command`] and [`super::faults`].

use serde_json::{Value, json};

use super::harness::Host;
use crate::writing::world::{Ran, SILENT, World, ran};

pub const REPO: &str = "acme/relay";
/// The pull request of the site in [`SILENT`].
pub const BRANCH: &str = "amends/am401-log-swallowed-exception";
/// What a token looks like that must never be seen.
pub const TOKEN: &str = "ghp_never0seen0";

/// What each pull request is to be given.
pub const WISHES: &str = "labels = ['asyncio']\nreviewers = ['ada']\nassignees = ['ada']\nmilestone = 'M1'\n";

pub struct Bench {
    pub host: Host,
    pub world: World,
    /// Arguments and variables of each run.
    token: String,
    variables: Vec<(String, String)>,
}

impl Bench {
    /// `settings` are those of `[tool.amends.pr]`. `bot` may push and its token is used.
    pub fn new(settings: &str) -> Bench {
        Bench::on(Host::new("github", &json!({})), settings)
    }

    pub fn on(host: Host, settings: &str) -> Bench {
        for login in ["bot", "ada", "eve"] {
            host.act("addUser", json!({"login": login}));
        }
        host.act("addToken", json!({"token": TOKEN, "login": "bot"}));
        host.act("addToken", json!({"token": "ghp_eve", "login": "eve"}));
        let settings = format!("[tool.amends.pr]\nforge = 'github'\n{settings}");
        host.act(
            "addRepo",
            json!({
                "owner": "acme", "name": "relay",
                "access": {"bot": "write", "ada": "write"},
                "files": {"a.py": SILENT, "pyproject.toml": settings},
                "milestones": ["M1"],
            }),
        );
        let world = World::new();
        world.git(&["init", "--quiet"]);
        world.git(&["remote", "add", "origin", &host.url(REPO)]);
        let bench = Bench { host, world, token: TOKEN.into(), variables: Vec::new() };
        bench.pull();
        bench.host.forget();
        bench
    }

    /// Another token in AMENDS_TOKEN; empty: none.
    pub fn with_token(mut self, token: &str) -> Bench {
        self.token = token.into();
        self
    }

    pub fn with(mut self, name: &str, value: impl Into<String>) -> Bench {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// What the forge has becomes what the clone has.
    pub fn pull(&self) {
        self.world.git(&["fetch", "--quiet", "--prune", "origin"]);
        self.world.git(&["checkout", "--quiet", "-B", "main", "origin/main"]);
    }

    /// A person's commit on a branch; the clone is brought up to date. Gives its id.
    pub fn person_commits(&self, branch: &str, files: Value) -> String {
        self.person_commits_in(REPO, branch, files)
    }

    pub fn person_commits_in(&self, repo: &str, branch: &str, files: Value) -> String {
        let made = self.host.act("humanCommits", json!({"repo": repo, "branch": branch, "files": files}));
        self.pull();
        made.as_str().expect("a commit").to_string()
    }

    /// What a person does to a pull request: an action of the rig.
    pub fn person(&self, action: &str, number: u64, more: Value) {
        let mut arguments = more;
        arguments["repo"] = REPO.into();
        arguments["number"] = number.into();
        self.host.act(action, arguments);
    }

    /// `amends pr` with arguments. Waits are skipped unless `AMENDS_FORGE_CLOCK` is set otherwise.
    pub fn amends(&self, arguments: &[&str]) -> Ran {
        let mut command = self.world.amends_command(&["pr", "--format", "json"]);
        command.args(arguments);
        let foreign = ["AMENDS_", "GITHUB_", "GH_", "GITLAB_", "CI_", "GITEA_", "FORGEJO_", "HTTP", "http"];
        for (name, _) in std::env::vars() {
            if foreign.iter().any(|start| name.starts_with(start)) || name == "ALL_PROXY" || name == "CI" {
                command.env_remove(name);
            }
        }
        command.env("AMENDS_FORGE_CLOCK", "fast");
        if !self.token.is_empty() {
            command.env("AMENDS_TOKEN", &self.token);
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        let ran = ran(&command.output().expect("amends runs"));
        for secret in [TOKEN, "ghs_", "PRIVATE KEY"] {
            assert!(!ran.stdout.contains(secret) && !ran.stderr.contains(secret), "{}", ran.stderr);
        }
        self.holds_always();
        ran
    }

    /// A run in which nothing may fail. Gives its lines.
    #[track_caller]
    pub fn fine(&self, arguments: &[&str]) -> Vec<Value> {
        let ran = self.amends(arguments);
        let errors: Vec<Value> = lines(&ran).iter().map(|line| line["error"].clone()).collect();
        assert_eq!(ran.code, 0, "{errors:?}\n{}\n{:#?}", ran.stderr, self.host.log());
        lines(&ran)
    }

    /// A run that must find everything as it should be: it writes nothing, and neither would a dry run.
    #[track_caller]
    pub fn settled(&self) -> Vec<Value> {
        self.host.forget();
        let lines = self.fine(&[]);
        let said: Vec<_> =
            lines.iter().map(|line| [&line["action"], &line["topic"], &line["reason"]]).collect();
        assert!(self.host.writes().is_empty(), "{:#?}\n{said:?}", self.host.writes());
        lines
    }

    /// What holds after whatever happened: no branch has two open pull requests, no pull request one comment twice, and
    /// nothing said broke the description.
    #[track_caller]
    pub fn holds_always(&self) {
        self.host.check();
        let pulls = self.pulls();
        for pull in &pulls {
            let of_branch = pulls
                .iter()
                .filter(|other| other["head"]["ref"] == pull["head"]["ref"] && other["state"] == "open");
            assert!(of_branch.count() <= 1, "two for {}: {pulls:#?}", pull["head"]["ref"]);
            let mut comments: Vec<&str> = comments(pull);
            let all = comments.len();
            comments.sort_unstable();
            comments.dedup();
            assert_eq!(comments.len(), all, "a comment twice: {pull:#?}");
        }
    }

    /// All of the repository, oldest first.
    pub fn pulls(&self) -> Vec<Value> {
        self.host.state(REPO)["pulls"].as_array().expect("a list").clone()
    }

    /// The only one.
    #[track_caller]
    pub fn only(&self) -> Value {
        let pulls = self.pulls();
        assert_eq!(pulls.len(), 1, "{pulls:#?}");
        pulls[0].clone()
    }

    /// The last commit of a branch on the forge.
    pub fn tip(&self, branch: &str) -> Option<String> {
        self.host.state(REPO)["branches"][branch].as_str().map(ToString::to_string)
    }
}

/// What is printed, one value for each line.
pub fn lines(ran: &Ran) -> Vec<Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

pub fn comments(pull: &Value) -> Vec<&str> {
    let list = pull["comments"].as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|comment| comment["body"].as_str().expect("text")).collect()
}

/// The same site with something else beside it, so that the fix is the same and everything around has moved.
pub fn moved_aside() -> String {
    format!("# A new line.\n{SILENT}")
}

/// The site twice: the fix is another one.
pub fn twice() -> String {
    let second = SILENT.split_once("def f").expect("a function").1;
    format!("{SILENT}\n\ndef g{second}")
}

/// The same lines written otherwise, so that the old fix conflicts and the new one does the same.
pub fn in_the_way() -> String {
    SILENT.replace("x.close()", "x.shutdown()")
}
