//! The exact requests, against prepared answers.

mod place;
mod writes;

use serde_json::{Value, json};

use super::Gitea;
use crate::forge::script::{Script, Turn, get, ok, sent};
use crate::forge::{BranchDraft, Forge, ForgeError, ForkRule, Opening, SeenState, Signature, Target, Wishes};
use crate::git::Oid;
use crate::pr::remote::Remote;

const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const B: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

fn repository(push: bool) -> Value {
    json!({
        "id": 7, "full_name": "o/r", "default_branch": "main", "archived": false, "empty": false, "mirror": false,
        "fork": false, "parent": null, "has_pull_requests": true, "owner": { "login": "o" },
        "permissions": { "admin": false, "push": push, "pull": true },
    })
}

fn fork(name: &str, parent: i64) -> Value {
    json!({
        "id": 8, "full_name": format!("me/{name}"), "default_branch": "main", "fork": true,
        "parent": { "id": parent, "full_name": "o/r" }, "owner": { "login": "Me" },
        "permissions": { "push": true },
    })
}

fn me() -> Turn {
    ok(json!({ "login": "me" }))
}

fn client(script: &Script) -> Gitea {
    let remote = Remote::parse("https://git.example.org/o/r.git").expect("a remote");
    Gitea::new(script.api(), remote, None, ForkRule::Auto)
}

/// A client that is past `prepare`: in the repository itself, or in a fork.
fn prepared(is_fork: bool, turns: Vec<Turn>) -> (Script, Gitea) {
    let mut first = vec![ok(repository(!is_fork)), me()];
    first.extend(is_fork.then(|| ok(fork("r", 7))));
    let script = Script::new(first);
    let mut client = client(&script);
    client.prepare(false).expect("a repository");
    script.goes_on(turns);
    (script, client)
}

fn pull(number: u64, branch: &str, repo_id: i64) -> Value {
    json!({
        "number": number, "html_url": format!("https://git.example.org/o/r/pulls/{number}"), "state": "open",
        "merged": false, "draft": false, "mergeable": true, "title": "Fix", "body": "text",
        "created_at": "2026-11-30T20:30:00+02:00", "labels": [], "assignees": null, "milestone": null,
        "requested_reviewers": null, "requested_reviewers_teams": [],
        "head": { "label": branch, "ref": branch, "repo_id": repo_id, "sha": A },
        "base": { "label": "main", "ref": "main", "repo_id": 7, "sha": B },
    })
}

fn with(mut value: Value, field: &str, new: Value) -> Value {
    value[field] = new;
    value
}

#[test]
fn open_pull_requests_are_those_whose_branch_lies_where_branches_go() {
    let turns = vec![
        Turn(
            200,
            json!([pull(1, "amends/one", 7), pull(2, "amends/two", 8)]),
            Some("/repos/o/r/pulls?page=2"),
        ),
        ok(json!([pull(3, "feature", 7), with(pull(4, "amends/four", 7), "mergeable", json!(false))])),
    ];
    let (script, mut client) = prepared(false, turns);
    let seen = client.open_pulls().expect("a list");
    assert_eq!(script.asked(), [get("/repos/o/r/pulls?state=open&limit=50"), get("/repos/o/r/pulls?page=2")]);
    let numbers: Vec<u64> = seen.iter().map(|pull| pull.number).collect();
    assert_eq!(numbers, [1, 4]);
    let first = &seen[0];
    assert_eq!(
        (first.branch.as_str(), first.target.as_str(), first.head.as_str()),
        ("amends/one", "main", A)
    );
    assert_eq!((first.state, first.body.as_str(), first.opened), (SeenState::Open, "text", 1_796_063_400));
    assert_eq!(first.url, "https://git.example.org/o/r/pulls/1");
    assert_eq!((first.conflicts, seen[1].conflicts), (Some(false), None));
}

#[test]
fn a_closed_one_whose_branch_is_gone_is_seen() {
    let closed = json!({
        "number": 5, "state": "closed", "merged": false, "created_at": "2026-11-30T18:30:00Z",
        "head": { "label": "amends/t", "ref": "refs/pull/5/head", "repo_id": 7, "sha": "" },
        "base": { "label": "main", "ref": "main", "repo_id": 7, "sha": B },
    });
    let merged = with(closed.clone(), "merged", json!(true));
    let (_script, mut client) = prepared(false, vec![version("1.23.0"), ok(json!([closed, merged]))]);
    let seen = client.pulls_of("amends/t").expect("a list");
    let states: Vec<SeenState> = seen.iter().map(|pull| pull.state).collect();
    assert_eq!(states, [SeenState::Closed, SeenState::Merged]);
    assert_eq!((seen[0].body.as_str(), seen[0].conflicts), ("", None));
}

#[test]
fn an_open_one_without_its_last_commit_makes_no_sense() {
    let mut odd = pull(1, "amends/t", 7);
    odd["head"]["sha"] = json!("");
    let (_script, mut client) = prepared(false, vec![ok(json!([odd]))]);
    let error = client.open_pulls().expect_err("no commit").to_string();
    assert_eq!(
        error,
        "GET /repos/o/r/pulls: the answer makes no sense: a pull request without the name of its last commit"
    );
}

#[test]
fn recent_ones_are_read_until_a_page_has_none() {
    let old = |number| with(pull(number, "amends/t", 7), "created_at", json!("2026-11-30T18:29:59Z"));
    let turns = vec![
        Turn(200, json!([pull(3, "amends/t", 7), old(2)]), Some("/repos/o/r/pulls?page=2")),
        Turn(200, json!([old(1)]), Some("/repos/o/r/pulls?page=3")),
    ];
    let (script, mut client) = prepared(false, turns);
    let seen = client.recent_pulls(1_796_063_400).expect("a list");
    assert_eq!(seen.iter().map(|pull| pull.number).collect::<Vec<_>>(), [3]);
    assert_eq!(script.asked(), [get("/repos/o/r/pulls?state=all&limit=50"), get("/repos/o/r/pulls?page=2")]);
}

fn version(version: &str) -> Turn {
    ok(json!({ "version": version }))
}

#[test]
fn where_the_server_takes_a_branch_only_that_is_read() {
    let turns = vec![version("11.0.1+gitea-1.22.0"), ok(json!([pull(1, "amends/one", 7)])), ok(json!([]))];
    let (script, mut client) = prepared(false, turns);
    assert_eq!(client.pulls_of("amends/one").expect("one").len(), 1);
    assert_eq!(client.pulls_of("amends/two"), Ok(vec![]));
    let asked = [
        get("/version"),
        get("/repos/o/r/pulls?state=all&limit=50&head=amends%2Fone"),
        get("/repos/o/r/pulls?state=all&limit=50&head=amends%2Ftwo"),
    ];
    assert_eq!(script.asked(), asked);
}

/// What is asked for, and what is found, once the history is known.
fn later(script: &Script, client: &mut Gitea) {
    assert_eq!(client.pulls_of("amends/one").expect("one").len(), 1);
    // One more was opened meanwhile, and one was closed.
    let closed = with(pull(8, "amends/one", 7), "state", json!("closed"));
    let news = json!([pull(10, "amends/two", 7), pull(9, "feature", 7), closed]);
    script.goes_on(vec![Turn(200, news.clone(), Some("/repos/o/r/pulls?page=2")), ok(news)]);
    let mut numbers: Vec<u64> =
        client.pulls_of("amends/two").expect("two").iter().map(|pull| pull.number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 10]);
    assert_eq!(client.pulls_of("amends/one").expect("one")[0].state, SeenState::Closed);
    let line = get("/repos/o/r/pulls?state=all&limit=50");
    assert_eq!(script.asked(), [line.clone(), line]);
}

#[test]
fn where_it_does_not_the_history_is_read_once_and_then_what_is_new() {
    // Gitea; one that does not say; a Forgejo that does not know the parameter.
    let hidden = Turn(403, json!({ "message": "sign in" }), None);
    for first in [version("1.23.0"), hidden, version("7.0.0+gitea-1.21.0")] {
        let turns = vec![
            first,
            Turn(
                200,
                json!([pull(9, "feature", 7), pull(8, "amends/one", 7)]),
                Some("/repos/o/r/pulls?page=2"),
            ),
            ok(json!([pull(1, "amends/two", 7)])),
        ];
        let (script, mut client) = prepared(false, turns);
        later(&script, &mut client);
    }
}

#[test]
fn branches_and_commits_are_looked_up_where_branches_go() {
    let commit = json!({
        "sha": A, "author": { "login": "bot" }, "committer": null,
        "commit": {
            "author": { "name": "Bot", "email": "bot@example.org", "date": "2026-11-30T18:30:00Z" },
            "committer": { "name": "Other", "email": "other@example.org", "date": "2026-11-30T18:30:00Z" },
        },
    });
    let none = || Turn(404, json!({ "message": "none" }), None);
    let turns = vec![ok(json!({ "name": "amends/t", "commit": { "id": A } })), none(), ok(commit), none()];
    let (script, mut client) = prepared(true, turns);
    let commit = Oid::parse(A).expect("a name");
    assert_eq!(client.tip("amends/t"), Ok(Some(commit.clone())));
    assert_eq!(client.tip("amends/u"), Ok(None));
    let signature = Signature {
        author: "Bot <bot@example.org>".into(),
        committer: "Other <other@example.org>".into(),
        login: Some("bot".into()),
    };
    assert_eq!(client.signature(&commit), Ok(Some(signature)));
    assert_eq!(client.signature(&commit), Ok(None));
    let line = format!("/repos/me/r/git/commits/{A}?stat=false&verification=false&files=false");
    let asked = [
        get("/repos/me/r/branches/amends%2Ft"),
        get("/repos/me/r/branches/amends%2Fu"),
        get(&line),
        get(&line),
    ];
    assert_eq!(script.asked(), asked);
}

#[test]
fn conflicts_are_asked_for_until_the_server_has_looked() {
    let not = || with(pull(1, "amends/t", 7), "mergeable", json!(false));
    let asked = |turns: Vec<Turn>| {
        let (script, mut client) = prepared(false, turns);
        let conflicts = client.conflicts(1);
        assert!(script.asked().iter().all(|asked| *asked == get("/repos/o/r/pulls/1")));
        conflicts
    };
    assert_eq!(asked(vec![ok(pull(1, "amends/t", 7))]), Ok(Some(false)));
    assert_eq!(asked(vec![ok(not()), ok(pull(1, "amends/t", 7))]), Ok(Some(false)));
    assert_eq!(asked(vec![ok(not()), ok(not()), ok(not()), ok(not())]), Ok(Some(true)));
    // A draft is never mergeable, and what is closed does not matter.
    assert_eq!(asked(vec![ok(with(not(), "draft", json!(true)))]), Ok(None));
    assert_eq!(asked(vec![ok(with(not(), "state", json!("closed")))]), Ok(None));
}
