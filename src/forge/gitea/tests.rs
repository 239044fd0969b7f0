//! The exact requests, against prepared answers.

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
fn branches_go_into_a_repository_that_may_be_pushed_to() {
    let script = Script::new(vec![ok(repository(true)), me()]);
    let target = client(&script).prepare(true).expect("a repository");
    let expected = Target {
        default_branch: "main".into(),
        place: "o/r".into(),
        push_url: "https://git.example.org/o/r.git".into(),
        push_user: "oauth2",
        is_fork: false,
        exists: true,
        login: Some("me".into()),
    };
    assert_eq!(target, expected);
    assert_eq!(script.asked(), [get("/repos/o/r"), get("/user")]);
}

#[test]
fn a_token_that_may_not_read_its_user_is_good_enough_where_it_may_push() {
    let script = Script::new(vec![ok(repository(true)), Turn(403, json!({ "message": "scope" }), None)]);
    assert_eq!(client(&script).prepare(true).expect("a repository").login, None);
    let script = Script::new(vec![ok(repository(true)), Turn(401, json!({ "message": "bad" }), None)]);
    let error = client(&script).prepare(true).expect_err("a bad token");
    assert!(matches!(error, ForgeError::Refused { status: 401, .. }), "{error}");
}

#[test]
fn a_server_below_its_host_has_its_repositories_there() {
    let script = Script::new(vec![ok(repository(true))]);
    let remote = Remote::parse("https://example.org/git/o/r").expect("a remote");
    let mut client = Gitea::new(script.api(), remote, Some("bot".into()), ForkRule::Auto);
    let target = client.prepare(true).expect("a repository");
    assert_eq!(target.push_url, "https://example.org/git/o/r.git");
    assert_eq!(target.login.as_deref(), Some("bot"));
    assert_eq!(script.asked(), [get("/repos/o/r")]);
}

#[test]
fn repositories_where_nothing_can_be_done_are_refused() {
    let said = |repository: Value| {
        let script = Script::new(vec![ok(repository)]);
        let error = client(&script).prepare(true).expect_err("nothing to be done");
        script.asked();
        error.to_string()
    };
    let is = |field: &str, value: Value| said(with(repository(true), field, value));
    assert_eq!(is("archived", json!(true)), "o/r is archived: nothing can be written there");
    assert_eq!(
        is("mirror", json!(true)),
        "o/r is a mirror of another repository: pull requests belong there"
    );
    assert_eq!(is("has_pull_requests", json!(false)), "o/r takes no pull requests");
    assert_eq!(is("empty", json!(true)), "o/r is empty");
    // A name that would lead git elsewhere.
    let script = Script::new(vec![ok(with(repository(true), "full_name", json!("o/../x"))), me()]);
    let error = client(&script).prepare(true).expect_err("no name");
    assert_eq!(error.to_string(), "o/../x gives a name that no repository can have");
}

#[test]
fn without_the_right_to_push_there_must_be_a_fork() {
    let script = Script::new(vec![ok(repository(false)), me()]);
    let mut never = client(&script);
    never.fork = ForkRule::Never;
    let error = never.prepare(true).expect_err("no forks");
    assert_eq!(error.to_string(), "o/r cannot be pushed to with this token, and forks are not wanted");

    let script = Script::new(vec![ok(repository(false)), Turn(403, json!({ "message": "scope" }), None)]);
    let error = client(&script).prepare(true).expect_err("nobody");
    assert!(error.to_string().contains("does not say whose token it is"), "{error}");
}

#[test]
fn a_fork_is_found_by_its_name() {
    let script = Script::new(vec![ok(repository(false)), me(), ok(fork("r", 7))]);
    let target = client(&script).prepare(true).expect("a fork");
    assert_eq!((target.place.as_str(), target.is_fork, target.exists), ("me/r", true, true));
    assert_eq!(target.push_url, "https://git.example.org/me/r.git");
    assert_eq!(script.asked(), [get("/repos/o/r"), get("/user"), get("/repos/me/r")]);
}

#[test]
fn a_fork_under_another_name_is_found_and_a_repository_that_is_none_is_not_taken() {
    let other = with(fork("r", 99), "id", json!(5));
    let turns = vec![
        ok(repository(false)),
        me(),
        ok(other),
        Turn(
            200,
            json!([with(fork("x", 7), "owner", json!({ "login": "you" }))]),
            Some("/repos/o/r/forks?page=2"),
        ),
        ok(json!([fork("renamed", 7)])),
    ];
    let script = Script::new(turns);
    assert_eq!(client(&script).prepare(true).expect("a fork").place, "me/renamed");
    let asked = script.asked();
    assert_eq!(
        asked[2..],
        [get("/repos/me/r"), get("/repos/o/r/forks?limit=50"), get("/repos/o/r/forks?page=2")]
    );
}

#[test]
fn a_fork_that_cannot_be_pushed_to_is_refused() {
    for (field, value, said) in [
        (
            "permissions",
            json!({ "push": false }),
            "me/r is your fork, but cannot be pushed to with this token",
        ),
        ("archived", json!(true), "me/r is your fork, but archived"),
    ] {
        let script = Script::new(vec![ok(repository(false)), me(), ok(with(fork("r", 7), field, value))]);
        assert_eq!(client(&script).prepare(true).expect_err("no right").to_string(), said);
    }
}

#[test]
fn a_dry_run_makes_no_fork_and_sees_nothing_in_it() {
    let none = || Turn(404, json!({ "message": "none" }), None);
    let script = Script::new(vec![ok(repository(false)), me(), none(), ok(json!([]))]);
    let mut client = client(&script);
    let target = client.prepare(false).expect("a plan");
    assert_eq!((target.place.as_str(), target.is_fork, target.exists), ("me/r", true, false));
    assert!(script.asked().iter().all(|(line, _)| line.starts_with("GET ")));
    script.goes_on(vec![ok(json!([pull(1, "amends/t", 7)]))]);
    assert_eq!(client.open_pulls(), Ok(vec![]));
    assert_eq!(client.tip("amends/t"), Ok(None));
}

#[test]
fn a_fork_is_made_and_waited_for() {
    let none = || Turn(404, json!({ "message": "none" }), None);
    let turns = vec![
        ok(repository(false)),
        me(),
        none(),
        ok(json!([])),
        Turn(202, fork("r", 7), None),
        ok(with(fork("r", 7), "empty", json!(true))),
        ok(fork("r", 7)),
    ];
    let script = Script::new(turns);
    let target = client(&script).prepare(true).expect("a fork");
    assert_eq!((target.place.as_str(), target.exists), ("me/r", true));
    let asked = script.asked();
    assert_eq!(
        asked[4..],
        [sent("POST /repos/o/r/forks", json!({})), get("/repos/me/r"), get("/repos/me/r")]
    );
    assert_eq!(script.waits(), ["2000 ms for the fork to be ready"]);
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

fn opening(draft: bool) -> Opening<'static> {
    Opening {
        branch: "amends/t",
        target: "main",
        title: "Fix",
        body: "text",
        draft,
        maintainer_can_modify: true,
    }
}

#[test]
fn a_pull_request_is_opened_with_one_request() {
    let (script, mut client) = prepared(false, vec![Turn(201, pull(3, "amends/t", 7), None)]);
    let opened = client.open(&opening(true)).expect("one");
    assert_eq!((opened.number, opened.url.as_str()), (3, "https://git.example.org/o/r/pulls/3"));
    let body = json!({ "title": "WIP: Fix", "body": "text", "head": "amends/t", "base": "main" });
    assert_eq!(script.asked(), [sent("POST /repos/o/r/pulls", body)]);
}

#[test]
fn from_a_fork_maintainers_are_let_in_if_they_are_not() {
    let body = json!({ "title": "Fix", "body": "text", "head": "me:amends/t", "base": "main" });
    let post = sent("POST /repos/o/r/pulls", body);
    let patch = sent("PATCH /repos/o/r/pulls/3", json!({ "allow_maintainer_edit": true }));
    let new = || pull(3, "amends/t", 8);

    let let_in = with(new(), "allow_maintainer_edit", json!(true));
    let (script, mut client) = prepared(true, vec![Turn(201, let_in, None)]);
    client.open(&opening(false)).expect("one");
    assert_eq!(script.asked(), std::slice::from_ref(&post));

    let turns = vec![Turn(201, new(), None), Turn(403, json!({ "message": "no right" }), None)];
    let (script, mut client) = prepared(true, turns);
    assert_eq!(client.open(&opening(false)).expect("open all the same").number, 3);
    assert_eq!(script.asked(), [post, patch]);
}

#[test]
fn a_branch_that_is_not_seen_yet_is_tried_again() {
    let unseen = || Turn(404, json!({ "message": "The target couldn't be found." }), None);
    let (script, mut client) =
        prepared(false, vec![unseen(), unseen(), Turn(201, pull(3, "amends/t", 7), None)]);
    assert_eq!(client.open(&opening(false)).expect("one").number, 3);
    assert_eq!(script.asked().len(), 3);
    assert_eq!(script.waits(), ["2000 ms for the forge to see the branch"; 2]);
    // Not for ever.
    let (script, mut client) = prepared(false, vec![unseen(), unseen(), unseen()]);
    let error = client.open(&opening(false)).expect_err("no branch");
    assert!(matches!(error, ForgeError::Refused { status: 404, .. }), "{error}");
    assert_eq!(script.asked().len(), 3);
}

#[test]
fn what_may_have_been_done_is_not_done_twice() {
    let lost = || Turn(502, json!({ "message": "gone" }), None);
    let (script, mut client) = prepared(false, vec![lost(), lost()]);
    let error = client.open(&opening(false)).expect_err("unknown");
    assert!(matches!(error, ForgeError::Ambiguous { .. }), "{error}");
    let error = client.comment(1, "text").expect_err("unknown");
    assert!(matches!(error, ForgeError::Ambiguous { .. }), "{error}");
    assert_eq!(script.asked().len(), 2);
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).into()).collect()
}

#[test]
fn a_dress_adds_to_what_people_have_set_and_sends_the_body_last() {
    let wishes = Wishes {
        labels: names(&["bug", "Org"]),
        reviewers: names(&["ann", "Bob"]),
        team_reviewers: names(&["core"]),
        assignees: names(&["ANN"]),
        milestone: Some("1.0".into()),
    };
    let mut now = pull(3, "amends/t", 7);
    now["labels"] = json!([{ "id": 30, "name": "theirs" }]);
    now["assignees"] = json!([{ "login": "zoe" }]);
    now["requested_reviewers"] = json!([{ "login": "bob" }]);
    let mut after = now.clone();
    after["labels"] =
        json!([{ "id": 10, "name": "bug" }, { "id": 20, "name": "org" }, { "id": 30, "name": "x" }]);
    after["assignees"] = json!([{ "login": "ann" }, { "login": "zoe" }]);
    after["milestone"] = json!({ "id": 4, "title": "1.0" });
    let turns = vec![
        ok(now),
        Turn(201, json!([]), None),
        Turn(201, json!([]), None),
        ok(json!([{ "id": 10, "name": "bug" }])),
        ok(json!([{ "id": 20, "name": "org" }])),
        ok(json!([{ "login": "ann" }])),
        ok(json!([{ "id": 5, "title": "11.0" }, { "id": 4, "title": "1.0" }])),
        Turn(201, after, None),
    ];
    let (script, mut client) = prepared(false, turns);
    assert_eq!(client.dress(3, &wishes, "final"), Ok(vec![]));
    let asked = [
        get("/repos/o/r/pulls/3"),
        sent("POST /repos/o/r/pulls/3/requested_reviewers", json!({ "reviewers": ["ann"] })),
        sent("POST /repos/o/r/pulls/3/requested_reviewers", json!({ "team_reviewers": ["core"] })),
        get("/repos/o/r/labels?limit=50"),
        get("/orgs/o/labels?limit=50"),
        get("/repos/o/r/assignees"),
        get("/repos/o/r/milestones?state=open&name=1.0&limit=50"),
        sent(
            "PATCH /repos/o/r/pulls/3",
            json!({ "labels": [10, 20, 30], "assignees": ["ann", "zoe"], "milestone": 4, "body": "final" }),
        ),
    ];
    assert_eq!(script.asked(), asked);
}

#[test]
fn what_the_forge_does_not_take_is_told_and_the_rest_is_given() {
    let wishes = Wishes {
        labels: names(&["bug", "nosuch"]),
        reviewers: names(&["ann", "ghost"]),
        team_reviewers: vec![],
        assignees: names(&["ghost"]),
        milestone: Some("2.0".into()),
    };
    let no = || Turn(404, json!({ "message": "user does not exist" }), None);
    let turns = vec![
        ok(pull(3, "amends/t", 7)),
        no(),
        Turn(201, json!([]), None),
        no(),
        ok(json!([{ "id": 10, "name": "bug" }])),
        Turn(404, json!({ "message": "no organisation" }), None),
        ok(json!([{ "login": "ann" }])),
        ok(json!([])),
        Turn(201, pull(3, "amends/t", 7), None),
    ];
    let (script, mut client) = prepared(false, turns);
    let notes = client.dress(3, &wishes, "final").expect("dressed");
    let expected = [
        "reviewer ghost: not asked, the forge says: user does not exist",
        "label nosuch: there is none of that name",
        "assignee ghost: nothing can be assigned to them here",
        "milestone 2.0: there is no open one of that name",
        "labels: the token may not set that",
    ];
    assert_eq!(notes, expected);
    let asked = script.asked();
    let path = "POST /repos/o/r/pulls/3/requested_reviewers";
    let people = [
        sent(path, json!({ "reviewers": ["ann", "ghost"] })),
        sent(path, json!({ "reviewers": ["ann"] })),
        sent(path, json!({ "reviewers": ["ghost"] })),
    ];
    assert_eq!(asked[1..4], people);
    assert_eq!(asked[8], sent("PATCH /repos/o/r/pulls/3", json!({ "labels": [10], "body": "final" })));
}

#[test]
fn a_milestone_that_people_have_set_stays() {
    let wishes = Wishes { milestone: Some("1.0".into()), ..Wishes::default() };
    let now = with(pull(3, "amends/t", 7), "milestone", json!({ "id": 9, "title": "theirs" }));
    let (script, mut client) = prepared(false, vec![ok(now.clone()), Turn(201, now, None)]);
    assert_eq!(client.dress(3, &wishes, "final"), Ok(vec![]));
    let patch = sent("PATCH /repos/o/r/pulls/3", json!({ "body": "final" }));
    assert_eq!(script.asked(), [get("/repos/o/r/pulls/3"), patch]);
}

#[test]
fn an_update_leaves_it_to_people_whether_it_is_a_draft() {
    for (draft, expected) in [(true, "WIP: New"), (false, "New")] {
        let now = with(pull(3, "amends/t", 7), "draft", json!(draft));
        let (script, mut client) = prepared(false, vec![ok(now.clone()), Turn(201, now, None)]);
        client.update(3, "New", "text").expect("updated");
        let patch = sent("PATCH /repos/o/r/pulls/3", json!({ "title": expected, "body": "text" }));
        assert_eq!(script.asked(), [get("/repos/o/r/pulls/3"), patch]);
    }
}

#[test]
fn closing_is_one_request_and_so_is_a_comment() {
    let comments = json!([{ "id": 1, "body": "one" }, { "id": 2, "body": "two" }]);
    let turns =
        vec![Turn(201, pull(3, "amends/t", 7), None), Turn(201, json!({ "id": 1 }), None), ok(comments)];
    let (script, mut client) = prepared(false, turns);
    client.close(3, "gone").expect("closed");
    client.comment(3, "why").expect("a comment");
    assert_eq!(client.comments(3), Ok(names(&["one", "two"])));
    let asked = [
        sent("PATCH /repos/o/r/pulls/3", json!({ "state": "closed", "body": "gone" })),
        sent("POST /repos/o/r/issues/3/comments", json!({ "body": "why" })),
        get("/repos/o/r/issues/3/comments"),
    ];
    assert_eq!(script.asked(), asked);
}

#[test]
fn commits_are_not_made_by_the_forge_and_nothing_is_done_unprepared() {
    let script = Script::new(vec![]);
    let mut client = client(&script);
    let base = Oid::parse(A).expect("a name");
    let draft = BranchDraft { branch: "amends/t", base: &base, commits: &[] };
    let error = client.commit(&draft, None).expect_err("not supported");
    assert!(error.to_string().contains("commits = \"git\""), "{error}");
    for error in [
        client.tip("amends/t").expect_err("unprepared"),
        client.open(&opening(false)).expect_err("unprepared"),
    ] {
        assert_eq!(error, ForgeError::Unsupported("the repository was not looked at yet".into()));
    }
    assert_eq!(script.asked(), []);
}
