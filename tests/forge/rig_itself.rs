//! The rig itself: that it takes what is right, and that what is wrong would be seen.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Value, json};

use super::harness::Host;
use crate::writing::world::World;

const REPO: &str = "/repos/acme/relay";

/// `acme/relay`, which `bot` may write; its token is `t`.
fn github() -> Host {
    let host = Host::new("github", &json!({}));
    for login in ["bot", "ada"] {
        host.act("addUser", json!({"login": login}));
    }
    host.act("addToken", json!({"token": "t", "login": "bot"}));
    let files = json!({"a.py": "x = 1\n"});
    let access = json!({"bot": "write", "ada": "write"});
    host.act("addRepo", json!({"owner": "acme", "name": "relay", "files": files, "access": access}));
    host
}

fn commits(host: &Host, branch: &str, text: &str) -> String {
    let files = json!({"a.py": text});
    let made = host.act("humanCommits", json!({"repo": "acme/relay", "branch": branch, "files": files}));
    made.as_str().expect("a commit").to_string()
}

#[test]
#[ignore = "make test-forge runs it"]
fn what_is_described_passes_and_counts() {
    let host = github();
    let head = commits(&host, "amends/x", "x = 2\n");
    let new = json!({"title": "T", "body": "B", "head": "amends/x", "base": "main"});
    let (status, pull) = host.raw("t", "POST", &format!("{REPO}/pulls"), Some(&new));
    assert_eq!((status, &pull["head"]["sha"], &pull["user"]["login"]), (201, &json!(head), &json!("bot")));
    let (status, again) = host.raw("t", "POST", &format!("{REPO}/pulls"), Some(&new));
    assert_eq!(status, 422);
    assert_eq!(again["errors"][0]["message"], "A pull request already exists for acme:amends/x.");
    // It finds out after it was asked.
    let mergeable = || host.raw("t", "GET", &format!("{REPO}/pulls/1"), None).1["mergeable"].clone();
    assert_eq!((mergeable(), mergeable()), (Value::Null, json!(true)));
    commits(&host, "main", "x = 3\n");
    assert_eq!((mergeable(), mergeable()), (Value::Null, json!(false)));
    assert_eq!(host.raw("t", "GET", &format!("{REPO}/git/ref/heads/amends/x"), None).0, 200);
    assert_eq!(host.raw("t", "GET", &format!("{REPO}/git/ref/heads%2Famends"), None).0, 404);
    assert_eq!(host.raw("nobody's", "GET", "/user", None).0, 401);
    assert_eq!(host.writes(), ["POST /api/v3/repos/acme/relay/pulls"; 2]);
    host.check();
}

#[test]
#[ignore = "make test-forge runs it"]
fn what_is_not_described_is_seen() {
    let dress = json!({"labels": "one"});
    for (method, path, body, what) in [
        (
            "POST",
            "/pulls",
            json!({"title": "T", "head": "h", "base": "main", "labels": []}),
            "found 'labels'",
        ),
        ("POST", "/pulls", json!({"title": "T", "head": "h"}), "must have required property 'base'"),
        ("PATCH", "/pulls/1", json!({"state": "merged"}), "allowed values: open, closed"),
        ("PATCH", "/issues/1", dress.clone(), "labels must be array"),
        ("POST", "/issues/1/labels", dress, "must be array"),
        ("POST", "/issues/1/comments", json!({"text": "hi"}), "must have required property 'body'"),
        (
            "POST",
            "/git/trees",
            json!({"tree": [{"path": "a", "mode": "644", "content": ""}]}),
            "100644, 100755",
        ),
        ("POST", "/git/commits", json!({"message": "m", "tree": 7}), "tree must be string"),
        ("PATCH", "/git/refs/heads/x", json!({"force": true}), "must have required property 'sha'"),
        ("GET", "/pulls?state=odd", Value::Null, "allowed values: open, closed, all"),
        ("GET", "/pulls?sate=all", Value::Null, "the query's sate is not described"),
        ("GET", "/branches", Value::Null, "is not described"),
        ("PUT", "/pulls/1/merge", json!({}), "is not described"),
    ] {
        let host = github();
        let body = (!body.is_null()).then_some(&body);
        host.raw("t", method, &format!("{REPO}{path}"), body);
        let said = format!("{:?}", host.log()[0].violations);
        assert!(said.contains(what), "{method} {path}: {said}");
        // And the test would fail, whoever forgets to ask.
        let dropped = catch_unwind(AssertUnwindSafe(|| drop(host)));
        assert!(dropped.is_err(), "{method} {path}");
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn an_answer_that_is_not_described_is_seen() {
    let host = github();
    // A fake that is wrong: times are times.
    host.act("change", json!({"repo": "acme/relay", "change": {"created_at": "yesterday"}}));
    assert_eq!(host.raw("t", "GET", REPO, None).0, 200);
    let said = format!("{:?}", host.log()[0].violations);
    assert!(said.contains("response.body.created_at"), "{said}");
    assert!(catch_unwind(AssertUnwindSafe(|| drop(host))).is_err());
}

#[test]
#[ignore = "make test-forge runs it"]
fn faults_come_where_they_are_asked_for() {
    let host = github();
    let comment = |text: &str| {
        commits_once(&host);
        let said = json!({"body": text});
        host.try_raw("t", "POST", &format!("{REPO}/issues/1/comments"), Some(&said))
    };
    let said = || {
        let state = host.state("acme/relay");
        let comments = state["pulls"][0]["comments"].as_array().expect("comments").clone();
        comments.iter().map(|comment| comment["body"].as_str().expect("text").to_string()).collect::<Vec<_>>()
    };
    // Not passed on.
    host.fault(json!({"method": "POST", "path": "/comments", "kind": "reset"}));
    assert!(comment("one").is_err());
    assert!(said().is_empty());
    // Passed on, and the answer is lost.
    host.fault(json!({"method": "WRITE", "path": "/comments", "kind": "lost"}));
    assert!(comment("two").is_err());
    assert_eq!(said(), ["two"]);
    host.fault(json!({"path": "/comments", "kind": "replaced", "status": 502, "body": "<html>"}));
    assert_eq!(comment("three").expect("an answer"), (502, "<html>".into()));
    assert_eq!(said(), ["two", "three"]);
    // The second of them, twice.
    let refusal = json!({"message": "no"});
    host.fault(json!({
        "path": "/comments", "nth": 2, "times": 2, "kind": "answer", "status": 403, "body": refusal,
    }));
    let statuses: Vec<u16> =
        ["four", "five", "six", "seven"].map(|text| comment(text).expect("an answer").0).to_vec();
    assert_eq!(statuses, [201, 403, 403, 201]);
    assert_eq!(said(), ["two", "three", "four", "seven"]);
    let faults: Vec<Option<String>> = host.log().into_iter().map(|sent| sent.fault).collect();
    assert_eq!(
        faults.iter().flatten().collect::<Vec<_>>(),
        ["reset", "lost", "replaced", "answer", "answer"]
    );
    // By the number of the request since the log was cleared.
    host.forget();
    host.fault(json!({"ordinal": 2, "kind": "answer", "status": 503, "headers": {"retry-after": "1"}}));
    let get = || host.raw("t", "GET", REPO, None).0;
    assert_eq!([get(), get(), get()], [200, 503, 200]);
}

/// A pull request, if there is none.
fn commits_once(host: &Host) {
    if host.state("acme/relay")["pulls"][0].is_null() {
        commits(host, "amends/x", "x = 2\n");
        let new = json!({"title": "T", "head": "amends/x", "base": "main"});
        assert_eq!(host.raw("t", "POST", &format!("{REPO}/pulls"), Some(&new)).0, 201);
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn pushes_need_a_token_that_may() {
    let host = github();
    host.act("addUser", json!({"login": "eve"}));
    host.act("addToken", json!({"token": "e", "login": "eve"}));
    let world = World::new();
    world.git(&["init", "--quiet"]);
    world.git(&["remote", "add", "origin", &host.url("acme/relay")]);
    world.git(&["fetch", "--quiet", "origin"]);
    world.git(&["checkout", "--quiet", "main"]);
    world.write("a.py", "x = 2\n");
    world.git(&["commit", "--quiet", "--all", "--message", "more"]);
    let push = |token: &str, more: &[&str]| {
        let url = host.url("acme/relay").replace("http://", &format!("http://x:{token}@"));
        let mut command = world.command("git", &["push", "--quiet", &url, "HEAD:refs/heads/amends/x"]);
        command.args(more).env("GIT_TERMINAL_PROMPT", "0").env("GIT_ASKPASS", "true");
        let output = command.output().expect("git runs");
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (fine, said) = push("e", &[]);
    assert!(!fine && said.contains("403"), "{said}");
    let (fine, said) = push("wrong", &[]);
    assert!(!fine, "{said}");
    assert!(host.writes().is_empty());
    let (fine, said) = push("t", &[]);
    assert!(fine, "{said}");
    assert_eq!(host.state("acme/relay")["branches"]["amends/x"], world.git(&["rev-parse", "HEAD"]).as_str());
    assert_eq!(host.writes(), ["POST /acme/relay.git/git-receive-pack"]);
    // The pull request follows the branch.
    let new = json!({"title": "T", "head": "amends/x", "base": "main"});
    assert_eq!(host.raw("t", "POST", &format!("{REPO}/pulls"), Some(&new)).0, 201);
    world.git(&["commit", "--quiet", "--amend", "--message", "other"]);
    let (fine, said) = push("t", &[]);
    assert!(!fine && said.contains("rejected"), "{said}");
    let (fine, said) = push("t", &["--force"]);
    assert!(fine, "{said}");
    let head = world.git(&["rev-parse", "HEAD"]);
    assert_eq!(host.raw("t", "GET", &format!("{REPO}/pulls/1"), None).1["head"]["sha"], head.as_str());
    // A branch that is deleted closes it.
    host.act("humanDeletesBranch", json!({"repo": "acme/relay", "branch": "amends/x"}));
    assert_eq!(host.state("acme/relay")["pulls"][0]["state"], "closed");
}

#[test]
#[ignore = "make test-forge runs it"]
fn a_fork_takes_a_while_and_lists_come_in_pages() {
    let host = Host::new("github", &json!({"page": 2}));
    host.act("addUser", json!({"login": "eve"}));
    host.act("addToken", json!({"token": "e", "login": "eve"}));
    host.act("addRepo", json!({"owner": "acme", "name": "relay", "files": {"a.py": "x = 1\n"}}));
    assert_eq!(host.raw("e", "GET", REPO, None).1["permissions"]["push"], false);
    assert_eq!(host.raw("e", "POST", &format!("{REPO}/forks"), None).0, 202);
    let looks: Vec<u16> = (0..3).map(|_| host.raw("e", "GET", "/repos/eve/relay", None).0).collect();
    assert_eq!(looks, [404, 404, 200]);
    let fork = host.raw("e", "GET", "/repos/eve/relay", None).1;
    assert_eq!((&fork["fork"], &fork["parent"]["full_name"]), (&json!(true), &json!("acme/relay")));
    for (number, branch) in ["amends/a", "amends/b", "amends/c"].into_iter().enumerate() {
        let files = json!({"a.py": format!("x = {number}{number}\n")});
        host.act("humanCommits", json!({"repo": "eve/relay", "branch": branch, "files": files}));
        let new = json!({"title": branch, "head": format!("eve:{branch}"), "base": "main"});
        assert_eq!(host.raw("e", "POST", &format!("{REPO}/pulls"), Some(&new)).0, 201);
    }
    let titles = |page: u32| {
        let (_, list) =
            host.raw("e", "GET", &format!("{REPO}/pulls?state=open&per_page=100&page={page}"), None);
        let list = list.as_array().expect("a list").clone();
        list.iter().map(|pull| pull["title"].as_str().expect("text").to_string()).collect::<Vec<_>>()
    };
    assert_eq!(titles(1), ["amends/c", "amends/b"]);
    assert_eq!(titles(2), ["amends/a"]);
}
