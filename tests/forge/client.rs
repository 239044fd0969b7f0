//! GitHub's client against the rig, without the rest of the tool: every method, refusals, pages, and every write under
//! every fault. Time is not waited for.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use amends::forge::github::{GitHub, HEADERS};
use amends::forge::http::{Api, Auth, Clock, Secret};
use amends::forge::{
    BranchDraft, CommitDraft, FileDraft, Forge as _, ForgeError, ForkRule, Opening, SeenState, Wishes,
};
use amends::git::Oid;
use amends::pr::remote::Remote;
use serde_json::{Value, json};

use super::harness::Host;

const BRANCH: &str = "amends/am401";
const REPO: &str = "acme/relay";

/// Goes on as fast as it is told to wait; keeps what it was told.
#[derive(Clone, Default)]
struct Fast(Rc<RefCell<Vec<Duration>>>);

impl Fast {
    fn waited(&self) -> Duration {
        self.0.borrow().iter().sum()
    }
}

impl Clock for Fast {
    fn now(&self) -> u64 {
        let real = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970");
        (real + self.waited()).as_secs()
    }

    fn elapsed(&self) -> Duration {
        self.waited()
    }

    fn wait(&mut self, time: Duration, _why: &str) {
        self.0.borrow_mut().push(time);
    }

    fn jitter(&mut self) -> f64 {
        0.5
    }
}

/// A GitHub with `acme/relay`, and what speaks to it.
struct Scene {
    host: Host,
    base: Oid,
}

impl Scene {
    fn new(settings: &Value) -> Scene {
        let host = Host::new("github", settings);
        for login in ["bot", "ada", "eve"] {
            host.act("addUser", json!({"login": login}));
        }
        host.act("addUser", json!({"login": "acme", "type": "Organization", "teams": ["core"]}));
        for (token, login) in [("t", "bot"), ("e", "eve")] {
            host.act("addToken", json!({"token": token, "login": login}));
        }
        let made = host.act(
            "addRepo",
            json!({
                "owner": "acme", "name": "relay",
                "access": {"bot": "write", "ada": "write"},
                "files": {"a.py": "x = 1\n", "b.py": "y = 1\n"},
                "milestones": ["M1", "M2", "M3"],
            }),
        );
        let base = Oid::parse(made["head"].as_str().expect("a commit")).expect("a commit");
        Scene { host, base }
    }

    fn client(&self, token: &str, login: Option<&str>) -> (GitHub, Fast) {
        let clock = Fast::default();
        let auth = Auth::Bearer(Secret::new(token));
        let api = Api::new(&self.host.api(), auth, HEADERS, Box::new(clock.clone())).expect("an API");
        let remote = Remote::parse(&self.host.url(REPO)).expect("a remote");
        (GitHub::new(api, &remote, login.map(Into::into), ForkRule::Auto), clock)
    }

    /// The client of somebody who may push, prepared.
    fn bot(&self) -> (GitHub, Fast) {
        let (mut client, clock) = self.client("t", None);
        client.prepare(true).expect("a target");
        (client, clock)
    }

    fn human_commits(&self, repo: &str, branch: &str, text: &str) -> Oid {
        let files = json!({"a.py": text});
        let made = self.host.act("humanCommits", json!({"repo": repo, "branch": branch, "files": files}));
        Oid::parse(made.as_str().expect("a commit")).expect("a commit")
    }

    /// The only pull request.
    fn pull(&self) -> Value {
        let pulls = self.host.state(REPO)["pulls"].as_array().expect("a list").clone();
        assert_eq!(pulls.len(), 1);
        pulls[0].clone()
    }

    fn count(&self, what: impl Fn(&Value) -> usize) -> usize {
        what(&self.host.state(REPO))
    }
}

fn opening(body: &'static str) -> Opening<'static> {
    Opening {
        branch: BRANCH,
        target: "main",
        title: "Log exceptions",
        body,
        draft: false,
        maintainer_can_modify: true,
    }
}

fn text_file(path: &str, content: impl Into<Vec<u8>>) -> FileDraft {
    FileDraft { path: path.into(), mode: "100644".into(), content: content.into() }
}

fn wishes() -> Wishes {
    let list = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    Wishes {
        labels: list(&["asyncio", "bot"]),
        reviewers: list(&["ada"]),
        team_reviewers: list(&["acme/core"]),
        assignees: list(&["ada"]),
        milestone: Some("M3".into()),
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn a_pull_request_from_its_commits_to_its_end() {
    // Two to a page: lists are read to the end, and the milestone is on the second one.
    let scene = Scene::new(&json!({"page": 2}));
    let (mut client, _) = scene.client("t", None);
    let target = client.prepare(true).expect("a target");
    assert_eq!((target.place.as_str(), target.default_branch.as_str()), (REPO, "main"));
    assert_eq!((target.is_fork, target.exists, target.login.as_deref()), (false, true, Some("bot")));
    assert_eq!(target.push_url, scene.host.url(REPO));
    assert_eq!(client.tip(BRANCH), Ok(None));

    let commits = [
        CommitDraft { message: "One\n\nWhy.\n".into(), files: vec![text_file("a.py", "x = 2\n")] },
        CommitDraft {
            message: "Two\n".into(),
            // No text: goes as a blob.
            files: vec![text_file("b.py", b"\xFF\x00\n".to_vec()), text_file("a.py", "x = 3\r\n")],
        },
    ];
    let draft = BranchDraft { branch: BRANCH, base: &scene.base, commits: &commits };
    let head = client.commit(&draft, None).expect("commits");
    assert_eq!(client.tip(BRANCH), Ok(Some(head.clone())));
    let signature = client.signature(&head).expect("an answer").expect("a commit");
    assert_eq!(signature.login.as_deref(), Some("bot"));
    let nobody = Oid::parse(&"1".repeat(40)).expect("an id");
    assert_eq!(client.signature(&nobody), Ok(None));
    // The branch is there: only whoever knows where it is may move it.
    assert_eq!(client.commit(&draft, None), Err(ForgeError::Moved { branch: BRANCH.into() }));
    let third = [CommitDraft { message: "Three\n".into(), files: vec![text_file("a.py", "x = 4\n")] }];
    let draft = BranchDraft { branch: BRANCH, base: &scene.base, commits: &third };
    let head = client.commit(&draft, Some(&head)).expect("commits anew");

    let opened = client.open(&opening("todo")).expect("one");
    assert_eq!((opened.number, opened.url), (1, format!("http://{}/{REPO}/pull/1", scene.host.host)));
    let ForgeError::Refused { status, message, .. } = client.open(&opening("todo")).expect_err("it is there")
    else {
        panic!("not refused");
    };
    assert!(status == 422 && message.contains("already exists for acme:amends/am401"), "{message}");
    assert_eq!(client.dress(1, &wishes(), "done"), Ok(vec![]));
    let pull = scene.pull();
    assert_eq!((&pull["body"], &pull["head"]["sha"]), (&json!("done"), &json!(head.as_str())));
    assert_eq!(pull["labels"], json!(["asyncio", "bot"]));
    assert_eq!(
        (&pull["reviewers"], &pull["assignees"], &pull["team_reviewers"], &pull["milestone"]),
        (&json!(["ada"]), &json!(["ada"]), &json!(["core"]), &json!(3))
    );

    // It has an opinion when asked again; then the base moves in its way.
    assert_eq!(client.conflicts(1), Ok(Some(false)));
    scene.human_commits(REPO, "main", "x = 9\n");
    assert_eq!(client.conflicts(1), Ok(Some(true)));
    // Others' branches are none of ours.
    scene.human_commits(REPO, "ada/x", "x = 5\n");
    let (_, theirs) = scene.host.raw(
        "t",
        "POST",
        &format!("/repos/{REPO}/pulls"),
        Some(&json!({"title": "Mine", "head": "ada/x", "base": "main"})),
    );
    assert_eq!(theirs["number"], 2);
    for number in 3..=5 {
        let branch = format!("amends/other-{number}");
        scene.human_commits(REPO, &branch, &format!("x = {number}{number}\n"));
        client.open(&Opening { branch: &branch, ..opening("") }).expect("one more");
    }
    let numbers = |seen: &[amends::forge::Seen]| {
        let mut numbers: Vec<u64> = seen.iter().map(|seen| seen.number).collect();
        numbers.sort_unstable();
        numbers
    };
    assert_eq!(numbers(&client.open_pulls().expect("a list")), [1, 3, 4, 5]);
    assert_eq!(numbers(&client.recent_pulls(0).expect("a list")), [1, 3, 4, 5]);
    let seen = client.pulls_of(BRANCH).expect("a list");
    assert_eq!(numbers(&seen), [1]);
    assert_eq!((seen[0].state, seen[0].body.as_str(), &seen[0].head), (SeenState::Open, "done", &head));
    // Of one opened long ago, and now.
    scene.host.act(
        "humanEdits",
        json!({"repo": REPO, "number": 3, "change": {"created_at": "2020-01-01T00:00:00Z"}}),
    );
    let hour_ago = Fast::default().now() - 3600;
    assert_eq!(numbers(&client.recent_pulls(hour_ago).expect("a list")), [1, 4, 5]);

    for text in ["one", "two", "three"] {
        client.comment(1, text).expect("a comment");
    }
    assert_eq!(client.comments(1), Ok(vec!["one".into(), "two".into(), "three".into()]));
    client.update(1, "New title", "new body").expect("an update");
    assert_eq!(
        (&scene.pulls(0)["title"], &scene.pulls(0)["body"]),
        (&json!("New title"), &json!("new body"))
    );
    client.close(1, "closed body").expect("closed");
    let seen = client.pulls_of(BRANCH).expect("a list");
    assert_eq!((seen[0].state, seen[0].body.as_str()), (SeenState::Closed, "closed body"));
    scene.host.act("humanMerges", json!({"repo": REPO, "number": 5}));
    assert_eq!(client.pulls_of("amends/other-5").expect("a list")[0].state, SeenState::Merged);
    assert_eq!(numbers(&client.open_pulls().expect("a list")), [3, 4]);
    // What was made is what was asked for, byte for byte.
    let branches = scene.host.state(REPO)["branches"].clone();
    assert_eq!(branches[BRANCH], head.as_str());
}

impl Scene {
    fn pulls(&self, at: usize) -> Value {
        self.host.state(REPO)["pulls"][at].clone()
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn names_that_github_does_not_take_become_notes() {
    let scene = Scene::new(&json!({}));
    let (mut client, _) = scene.bot();
    scene.human_commits(REPO, BRANCH, "x = 2\n");
    client.open(&opening("todo")).expect("one");
    let mut odd = wishes();
    odd.reviewers.extend(["nobody".into(), "bot".into()]);
    odd.team_reviewers.push("other/team".into());
    odd.team_reviewers.push("ghosts".into());
    odd.assignees.push("nobody".into());
    odd.milestone = Some("M9".into());
    let notes = client.dress(1, &odd, "done").expect("notes");
    let about = ["`nobody`", "`bot`", "`other/team`", "`ghosts`", "`M9`"];
    for name in about {
        assert!(notes.iter().any(|note| note.contains(name)), "{name} in {notes:?}");
    }
    assert_eq!(notes.len(), 6, "{notes:?}");
    let pull = scene.pull();
    assert_eq!((&pull["reviewers"], &pull["team_reviewers"]), (&json!(["ada"]), &json!(["core"])));
    assert_eq!(
        (&pull["assignees"], &pull["milestone"], &pull["body"]),
        (&json!(["ada"]), &Value::Null, &json!("done"))
    );
    // Again: adds nothing twice.
    client.dress(1, &wishes(), "done").expect("notes");
    assert_eq!(scene.pull()["labels"], json!(["asyncio", "bot"]));
}

#[test]
#[ignore = "make test-forge runs it"]
fn who_may_not_push_works_in_a_fork() {
    let scene = Scene::new(&json!({"fork_after": 3}));
    // A look makes none.
    let (mut client, _) = scene.client("e", None);
    let target = client.prepare(false).expect("a target");
    assert_eq!((target.place.as_str(), target.is_fork, target.exists), ("eve/relay", true, false));
    assert!(scene.host.writes().is_empty());
    assert_eq!((client.tip(BRANCH), client.open_pulls()), (Ok(None), Ok(vec![])));

    let (mut client, clock) = scene.client("e", None);
    let target = client.prepare(true).expect("a target");
    assert_eq!((target.place.as_str(), target.is_fork, target.exists), ("eve/relay", true, true));
    assert_eq!(target.push_url, scene.host.url("eve/relay"));
    assert_eq!(scene.host.writes(), ["POST /api/v3/repos/acme/relay/forks"]);
    assert!(clock.waited() >= Duration::from_secs(3), "{:?}", clock.waited());
    let head = scene.human_commits("eve/relay", BRANCH, "x = 2\n");
    assert_eq!(client.tip(BRANCH), Ok(Some(head.clone())));
    client.open(&opening("B")).expect("one");
    let pull = scene.pull();
    assert_eq!((&pull["head"]["repo"], &pull["maintainer_can_modify"]), (&json!("eve/relay"), &json!(true)));
    assert_eq!(client.pulls_of(BRANCH).expect("a list")[0].head, head);
    // The same branch in the repository itself is somebody else's.
    scene.human_commits(REPO, BRANCH, "x = 3\n");
    let theirs = json!({"title": "T", "head": BRANCH, "base": "main"});
    assert_eq!(scene.host.raw("t", "POST", &format!("/repos/{REPO}/pulls"), Some(&theirs)).0, 201);
    assert_eq!(client.open_pulls().expect("a list").len(), 1);
    assert_eq!(client.pulls_of(BRANCH).expect("a list").len(), 1);
    // Forks are found again, under whatever name.
    scene.host.forget();
    let (mut client, _) = scene.client("e", None);
    assert_eq!(client.prepare(true).expect("a target").place, "eve/relay");
    assert!(scene.host.writes().is_empty());
    let (mut client, _) = scene.client("t", None);
    assert_eq!(client.prepare(true).expect("a target").place, REPO);
}

#[test]
#[ignore = "make test-forge runs it"]
fn a_fork_whose_name_is_taken_has_another() {
    let scene = Scene::new(&json!({"fork_after": 0}));
    scene.host.act("addRepo", json!({"owner": "eve", "name": "relay", "files": {"own.py": ""}}));
    let (mut client, _) = scene.client("e", None);
    assert_eq!(client.prepare(true).expect("a target").place, "eve/relay-1");
    let (mut client, _) = scene.client("e", None);
    scene.host.forget();
    assert_eq!(client.prepare(true).expect("a target").place, "eve/relay-1");
    assert!(scene.host.writes().is_empty());
}

#[test]
#[ignore = "make test-forge runs it"]
fn what_is_not_to_be_had_is_said() {
    let scene = Scene::new(&json!({}));
    let refused =
        |result: Result<amends::forge::Target, ForgeError>| result.expect_err("refused").to_string();
    let (mut client, _) = scene.client("wrong", None);
    let said = refused(client.prepare(true));
    assert!(said.contains("401") && said.contains("Bad credentials") && !said.contains("wrong"), "{said}");
    scene.host.act("change", json!({"repo": REPO, "change": {"archived": true}}));
    assert!(refused(scene.client("t", None).0.prepare(true)).contains("archived"));
    scene.host.act("change", json!({"repo": REPO, "change": {"archived": false, "private": true}}));
    let said = refused(scene.client("e", None).0.prepare(true));
    assert!(said.contains("404"), "{said}");
    scene.host.act("change", json!({"repo": REPO, "change": {"private": false, "allow_forking": false}}));
    let said = refused(scene.client("e", None).0.prepare(true));
    assert!(said.contains("forking is disabled"), "{said}");
    scene.host.act("change", json!({"repo": REPO, "change": {"no_drafts": true}}));
    let (mut client, _) = scene.bot();
    scene.human_commits(REPO, BRANCH, "x = 2\n");
    let said = client.open(&Opening { draft: true, ..opening("") }).expect_err("refused").to_string();
    assert!(said.contains("draft"), "{said}");
    assert_eq!(scene.host.state(REPO)["pulls"], json!([]));
}

/// The writes of the client, each by its name in the log, with what makes it sure that it was done once.
struct Write {
    name: &'static str,
    request: (&'static str, &'static str),
    run: fn(&mut GitHub, &Scene) -> Result<(), ForgeError>,
    /// How often it was done.
    done: fn(&Value) -> usize,
    /// Whether it may be sent twice.
    is_free: bool,
}

fn pull_field(state: &Value, pointer: &str, value: &str) -> usize {
    let pulls = state["pulls"].as_array().into_iter().flatten();
    pulls.filter(|pull| pull.pointer(pointer).is_some_and(|found| found == value)).count()
}

const WRITES: &[Write] = &[
    Write {
        name: "open",
        request: ("POST", "/pulls"),
        run: |client, _| client.open(&Opening { branch: "amends/new", ..opening("") }).map(|_| ()),
        done: |state| pull_field(state, "/head/ref", "amends/new"),
        is_free: false,
    },
    Write {
        name: "comment",
        request: ("POST", "/comments"),
        run: |client, _| client.comment(1, "hello"),
        done: |state| state["pulls"][0]["comments"].as_array().map_or(0, Vec::len),
        is_free: false,
    },
    Write {
        name: "update",
        request: ("PATCH", "/pulls/1"),
        run: |client, _| client.update(1, "New", "new"),
        done: |state| pull_field(state, "/title", "New"),
        is_free: true,
    },
    Write {
        name: "close",
        request: ("PATCH", "/pulls/1"),
        run: |client, _| client.close(1, "closed"),
        done: |state| pull_field(state, "/state", "closed"),
        is_free: true,
    },
    Write {
        name: "dress: labels",
        request: ("POST", "/labels"),
        run: |client, _| client.dress(1, &wishes(), "done").map(|_| ()),
        done: |state| pull_field(state, "/labels/1", "bot").min(pull_field(state, "/body", "done")),
        is_free: true,
    },
    Write {
        name: "dress: reviewers",
        request: ("POST", "/requested_reviewers"),
        run: |client, _| client.dress(1, &wishes(), "done").map(|_| ()),
        done: |state| pull_field(state, "/reviewers/0", "ada").min(pull_field(state, "/body", "done")),
        is_free: true,
    },
    Write {
        name: "dress: body",
        request: ("PATCH", "/issues/1"),
        run: |client, _| client.dress(1, &wishes(), "done").map(|_| ()),
        done: |state| pull_field(state, "/body", "done"),
        is_free: true,
    },
    Write {
        name: "commit: tree",
        request: ("POST", "/git/trees"),
        run: commit,
        done: committed,
        is_free: true,
    },
    Write {
        name: "commit: commit",
        request: ("POST", "/git/commits"),
        run: commit,
        done: committed,
        is_free: true,
    },
    // It looks itself, and then knows.
    Write {
        name: "commit: ref",
        request: ("POST", "/git/refs"),
        run: commit,
        done: committed,
        is_free: true,
    },
];

fn commit(client: &mut GitHub, scene: &Scene) -> Result<(), ForgeError> {
    let commits = [CommitDraft { message: "M\n".into(), files: vec![text_file("a.py", "x = 7\n")] }];
    let draft = BranchDraft { branch: "amends/made", base: &scene.base, commits: &commits };
    client.commit(&draft, None).map(|_| ())
}

fn committed(state: &Value) -> usize {
    usize::from(state["branches"]["amends/made"].is_string())
}

/// A fault, what is waited for at least, and what becomes of the write.
struct Fault {
    fault: fn() -> Value,
    wait: u64,
    end: End,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum End {
    /// Sent again, once that is allowed.
    Done,
    /// It is not known whether it was done, so what cannot be done twice is not sent again.
    Ambiguous,
    /// Said by the forge, and final.
    Refused(u16),
}

const FAULTS: &[Fault] = &[
    // Secondary limits: with a time, with a time that is a moment, with nothing.
    Fault {
        fault: || {
            answer(
                403,
                json!({"retry-after": "7"}),
                json!({"message": "You have exceeded a secondary rate limit."}),
            )
        },
        wait: 7,
        end: End::Done,
    },
    Fault {
        fault: || answer(429, json!({"retry-after": "9"}), json!({"message": "Slow down"})),
        wait: 9,
        end: End::Done,
    },
    Fault {
        fault: || {
            let reset = (Fast::default().now() + 100).to_string();
            let headers = json!({"x-ratelimit-remaining": "0", "x-ratelimit-reset": reset});
            answer(403, headers, json!({"message": "API rate limit exceeded"}))
        },
        wait: 95,
        end: End::Done,
    },
    Fault { fault: || answer(403, json!({}), json!("<html>Forbidden</html>")), wait: 60, end: End::Done },
    Fault { fault: || answer(429, json!({}), json!({"message": "Too many"})), wait: 60, end: End::Done },
    // No right to: no waiting helps.
    Fault {
        fault: || {
            let headers = json!({"x-ratelimit-remaining": "4000", "x-ratelimit-reset": "1"});
            answer(403, headers, json!({"message": "Resource not accessible by integration"}))
        },
        wait: 0,
        end: End::Refused(403),
    },
    Fault {
        fault: || answer(422, json!({}), json!({"message": "Validation Failed"})),
        wait: 0,
        end: End::Refused(422),
    },
    Fault {
        fault: || answer(500, json!({}), json!({"message": "Server Error"})),
        wait: 0,
        end: End::Ambiguous,
    },
    Fault {
        fault: || answer(503, json!({"retry-after": "5"}), json!("unicorn")),
        wait: 5,
        end: End::Ambiguous,
    },
    Fault {
        fault: || json!({"kind": "replaced", "status": 502, "body": "<html>"}),
        wait: 0,
        end: End::Ambiguous,
    },
    Fault { fault: || json!({"kind": "reset"}), wait: 0, end: End::Ambiguous },
    Fault { fault: || json!({"kind": "lost"}), wait: 0, end: End::Ambiguous },
];

fn answer(status: u16, headers: Value, body: Value) -> Value {
    json!({"kind": "answer", "status": status, "headers": headers, "body": body})
}

#[test]
#[ignore = "make test-forge runs it"]
fn every_write_under_every_fault_is_done_once_or_known_not_to_be() {
    for write in WRITES {
        for fault in FAULTS {
            let scene = Scene::new(&json!({}));
            scene.human_commits(REPO, BRANCH, "x = 2\n");
            scene.human_commits(REPO, "amends/new", "x = 3\n");
            let (mut client, clock) = scene.bot();
            client.open(&opening("todo")).expect("one");
            clock.0.borrow_mut().clear();
            let mut injected = (fault.fault)();
            let what = format!("{}: {injected}", write.name);
            (injected["method"], injected["path"]) = (write.request.0.into(), write.request.1.into());
            scene.host.fault(injected);
            let result = (write.run)(&mut client, &scene);
            let done = scene.count(write.done);
            let hit = scene.host.log().iter().filter(|sent| sent.fault.is_some()).count();
            assert_eq!(hit, 1, "{what}: the fault was not met");
            let waited = clock.waited();
            assert!(waited >= Duration::from_secs(fault.wait), "{what}: waited {waited:?}");
            assert!(waited <= Duration::from_secs(fault.wait + 75), "{what}: waited {waited:?}");
            match (fault.end, write.is_free) {
                (End::Done, _) | (End::Ambiguous, true) => {
                    assert_eq!((result, done), (Ok(()), 1), "{what}");
                }
                (End::Ambiguous, false) => {
                    assert!(matches!(result, Err(ForgeError::Ambiguous { .. })), "{what}: {result:?}");
                    assert!(done <= 1, "{what}");
                    // Whoever looks then knows what to do.
                    if done == 0 {
                        assert_eq!((write.run)(&mut client, &scene), Ok(()), "{what}: once more");
                    }
                    assert_eq!(scene.count(write.done), 1, "{what}");
                }
                // What a pull request is dressed with may be refused: the rest is done.
                (End::Refused(_), true) if matches!(write.name, "dress: labels" | "dress: reviewers") => {
                    assert_eq!(result, Ok(()), "{what}");
                    assert_eq!(pull_field(&scene.host.state(REPO), "/body", "done"), 1, "{what}");
                }
                (End::Refused(status), _) => {
                    assert!(
                        matches!(&result, Err(ForgeError::Refused { status: said, .. }) if *said == status),
                        "{what}: {result:?}"
                    );
                    assert_eq!(done, 0, "{what}");
                }
            }
        }
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn every_read_under_every_fault_is_asked_again() {
    // Each gives whether it found what is there.
    type Read = (&'static str, fn(&mut GitHub, &Scene) -> Result<bool, ForgeError>);
    let reads: [Read; 6] = [
        ("/pulls?", |client, _| client.open_pulls().map(|seen| seen.len() == 1)),
        ("head=acme", |client, _| client.pulls_of(BRANCH).map(|seen| seen.len() == 1)),
        ("/git/ref/", |client, _| client.tip(BRANCH).map(|tip| tip.is_some())),
        ("/commits/", |client, scene| client.signature(&scene.base).map(|found| found.is_some())),
        ("/pulls/1", |client, _| client.conflicts(1).map(|conflicts| conflicts == Some(false))),
        ("/comments", |client, _| client.comments(1).map(|comments| comments.is_empty())),
    ];
    let scene = Scene::new(&json!({}));
    scene.human_commits(REPO, BRANCH, "x = 2\n");
    let (mut client, clock) = scene.bot();
    client.open(&opening("todo")).expect("one");
    for (path, read) in reads {
        for fault in FAULTS {
            clock.0.borrow_mut().clear();
            scene.host.forget();
            let mut injected = (fault.fault)();
            let what = format!("{path}: {injected}");
            (injected["method"], injected["path"]) = ("GET".into(), path.into());
            scene.host.fault(injected);
            let result = read(&mut client, &scene);
            assert!(scene.host.log().iter().any(|sent| sent.fault.is_some()), "{what}: not met");
            match fault.end {
                // A commit that GitHub does not know is answered in this way.
                End::Refused(422) if path == "/commits/" => assert_eq!(result, Ok(false), "{what}"),
                End::Refused(status) => assert!(
                    matches!(&result, Err(ForgeError::Refused { status: said, .. }) if *said == status),
                    "{what}: {result:?}"
                ),
                _ => assert_eq!(result, Ok(true), "{what}"),
            }
            assert!(clock.waited() >= Duration::from_secs(fault.wait), "{what}: {:?}", clock.waited());
        }
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn writes_are_a_second_apart() {
    let scene = Scene::new(&json!({}));
    scene.human_commits(REPO, BRANCH, "x = 2\n");
    let (mut client, clock) = scene.bot();
    client.open(&opening("todo")).expect("one");
    client.dress(1, &wishes(), "done").expect("notes");
    client.close(1, "").expect("closed");
    let writes = scene.host.writes();
    assert_eq!(writes.len(), 7, "{writes:?}");
    // The clock stands still but for waits: six pauses between seven writes.
    assert_eq!(clock.waited(), Duration::from_secs(6), "{:?}", clock.0.borrow());
}
