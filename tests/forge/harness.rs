//! The rig of `rig/` for tests: one for the whole run, and a forge of its own for each test. A forge that goes away
//! fails the test if anything that was said to it breaks its description. Asserts nothing else.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::{Value, json};

/// The running rig: it ends when this process does, as its input then closes.
struct Rig {
    control: String,
    _child: Child,
}

fn rig() -> &'static Rig {
    static RIG: OnceLock<Rig> = OnceLock::new();
    RIG.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forge/rig");
        let mut child = Command::new("node")
            .arg(folder.join("rig.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node starts; `make test-forge` says what is needed");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let said: Value = serde_json::from_str(&line).expect("the rig says where it is");
        Rig { control: format!("http://127.0.0.1:{}/", said["control"]), _child: child }
    })
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .proxy(None)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_secs(300)))
        .build()
        .into()
}

/// What the rig's control says; it must succeed.
fn control(message: &Value) -> Value {
    let mut answer = agent().post(&rig().control).send(message.to_string()).expect("the rig answers");
    let text = answer.body_mut().read_to_string().expect("an answer");
    let mut said: Value = serde_json::from_str(&text).expect("JSON");
    assert!(said.get("error").is_none(), "{message}: {}", said["error"]);
    said["result"].take()
}

/// A request that the forge got, as its log has it.
#[derive(Clone, Debug)]
pub struct Sent {
    pub ordinal: u64,
    pub method: String,
    /// With the query.
    pub path: String,
    pub writes: bool,
    pub body: Value,
    /// What it was answered; 0 if the connection was cut.
    pub status: u64,
    pub fault: Option<String>,
    pub violations: Vec<String>,
    /// In milliseconds since 1970: when it came and when it was answered.
    pub start: u64,
    pub end: u64,
}

impl Sent {
    fn of(entry: &Value) -> Sent {
        let text = |key: &str| entry[key].as_str().unwrap_or_default().to_string();
        Sent {
            ordinal: entry["ordinal"].as_u64().unwrap_or_default(),
            method: text("method"),
            path: text("path"),
            writes: entry["writes"] == true,
            body: entry["body"].clone(),
            status: entry["status"].as_u64().unwrap_or_default(),
            fault: entry["fault"].as_str().map(ToString::to_string),
            violations: entry["violations"]
                .as_array()
                .map(|list| list.iter().map(ToString::to_string).collect())
                .unwrap_or_default(),
            start: entry["start"].as_u64().unwrap_or_default(),
            end: entry["end"].as_u64().unwrap_or_default(),
        }
    }

    /// `POST /api/v3/…`, for assertions.
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// A forge of its own: an API and repositories at one loopback address.
pub struct Host {
    name: String,
    /// `127.0.0.1:PORT`.
    pub host: String,
    /// Where the API lies: `/api/v3`.
    pub prefix: String,
}

impl Host {
    /// `kind` and `settings` as `rig/rig.mjs` has them.
    pub fn new(kind: &str, settings: &Value) -> Host {
        let made = control(&json!({"action": "make", "kind": kind, "settings": settings}));
        let text = |key: &str| made[key].as_str().expect("text").to_string();
        Host { name: text("name"), host: text("host"), prefix: text("prefix") }
    }

    /// An action of the control; `arguments` is an object.
    pub fn act(&self, action: &str, arguments: Value) -> Value {
        let mut message = arguments;
        message["action"] = action.into();
        message["world"] = self.name.as_str().into();
        control(&message)
    }

    /// The API's address.
    pub fn api(&self) -> String {
        format!("http://{}{}", self.host, self.prefix)
    }

    /// The address of a repository.
    pub fn url(&self, repository: &str) -> String {
        format!("http://{}/{repository}.git", self.host)
    }

    /// All requests since the start or [`Host::forget`].
    pub fn log(&self) -> Vec<Sent> {
        let log = self.act("log", json!({}));
        log.as_array().expect("a list").iter().map(Sent::of).collect()
    }

    /// The writes in the log, as lines; pushes are among them. An app's getting a token is none: nobody sees it.
    pub fn writes(&self) -> Vec<String> {
        let is_write = |sent: &&Sent| sent.writes && !sent.path.ends_with("/access_tokens");
        self.log().iter().filter(is_write).map(Sent::line).collect()
    }

    /// Forgets the log and the faults, after a look at the log.
    pub fn forget(&self) {
        self.check();
        self.act("clear", json!({}));
    }

    /// Sets the faults; `rig/tap.mjs` says what they are.
    pub fn fault(&self, fault: Value) {
        self.act("faults", json!({"faults": [fault]}));
    }

    /// A repository: `pulls` (all, with comments and heads) and `branches`.
    pub fn state(&self, repository: &str) -> Value {
        self.act("state", json!({"repo": repository}))
    }

    /// Panics if a request was outside the description, or an answer.
    pub fn check(&self) {
        let told = |sent: Sent| {
            let Sent { ordinal, status, body, violations, .. } = &sent;
            format!("{ordinal}. {} {body}, answered with {status}: {violations:#?}", sent.line())
        };
        let broken: Vec<String> =
            self.log().into_iter().filter(|sent| !sent.violations.is_empty()).map(told).collect();
        assert!(broken.is_empty(), "outside the description:\n{}", broken.join("\n"));
    }

    /// A request by hand, with a token. Gives the status and the body.
    pub fn raw(&self, token: &str, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let (status, text) = self.try_raw(token, method, path, body).expect("an answer");
        (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    /// The same, where the connection may be cut.
    pub fn try_raw(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<(u16, String), ureq::Error> {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.api()))
            .header("accept", "application/vnd.github+json")
            .header("content-type", "application/json")
            .header("user-agent", "amends tests")
            .header("authorization", format!("Bearer {token}"));
        let sent = body.map(Value::to_string).unwrap_or_default();
        let mut answer = agent().run(request.body(sent).expect("a request"))?;
        Ok((answer.status().as_u16(), answer.body_mut().read_to_string()?))
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.check();
            self.act("drop", json!({}));
        }
    }
}
