//! The exact requests, against prepared answers.

mod place;
mod writes;

use serde_json::{Value, json};

use super::GitLab;
use crate::forge::script::{Script, Turn, get, ok, sent};
use crate::forge::{BranchDraft, Forge, ForgeError, ForkRule, Opening, SeenState, Signature, Target, Wishes};
use crate::git::Oid;
use crate::pr::remote::Remote;

const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

fn project(level: Value) -> Value {
    json!({
        "id": 7, "path": "r", "path_with_namespace": "g/s/r", "default_branch": "main", "archived": false,
        "empty_repo": false, "merge_requests_access_level": "enabled", "import_status": "none",
        "namespace": { "kind": "group", "full_path": "g/s" },
        "permissions": { "project_access": null, "group_access": { "access_level": level } },
    })
}

fn own() -> Value {
    project(json!(30))
}

fn reporter() -> Value {
    project(json!(20))
}

fn fork(status: &str) -> Value {
    json!({
        "id": 8, "path": "r", "path_with_namespace": "me/r", "default_branch": "main", "import_status": status,
        "namespace": { "kind": "user", "full_path": "me" }, "forked_from_project": { "id": 7 },
        "permissions": { "project_access": { "access_level": 50 }, "group_access": null },
    })
}

fn me() -> Turn {
    ok(json!({ "id": 1, "username": "me" }))
}

fn client(script: &Script) -> GitLab {
    let remote = Remote::parse("git@gitlab.example.org:g/s/r.git").expect("a remote");
    GitLab::new(script.api(), remote, None, ForkRule::Auto)
}

/// A client that is past `prepare`: in the project itself, or in a fork.
fn prepared(is_fork: bool, turns: Vec<Turn>) -> (Script, GitLab) {
    let mut first = vec![ok(if is_fork { reporter() } else { own() }), me()];
    if is_fork {
        first.extend([ok(json!([fork("finished")])), ok(fork("finished"))]);
    }
    let script = Script::new(first);
    let mut client = client(&script);
    client.prepare(false).expect("a project");
    script.goes_on(turns);
    (script, client)
}

fn request(iid: u64, branch: &str, source: Value) -> Value {
    json!({
        "id": 1000 + iid, "iid": iid, "web_url": format!("https://gitlab.example.org/g/s/r/-/merge_requests/{iid}"),
        "state": "opened", "source_branch": branch, "target_branch": "main", "source_project_id": source,
        "target_project_id": 7, "sha": A, "title": "Fix", "description": "text", "draft": false,
        "created_at": "2026-11-30T18:30:00.123Z", "has_conflicts": false, "merge_status": "can_be_merged",
        "assignees": [], "reviewers": [], "milestone": null, "labels": [],
    })
}

fn with(mut value: Value, field: &str, new: Value) -> Value {
    value[field] = new;
    value
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).into()).collect()
}

#[test]
fn open_merge_requests_are_those_whose_branch_lies_where_branches_go() {
    let conflicts = with(request(4, "amends/four", json!(7)), "has_conflicts", json!(true));
    let conflicts = with(conflicts, "merge_status", json!("cannot_be_merged"));
    let unchecked = with(request(5, "amends/five", json!(7)), "merge_status", json!("checking"));
    let turns = vec![
        Turn(
            200,
            json!([request(1, "amends/one", json!(7)), request(2, "amends/two", json!(8))]),
            Some("/projects/7/merge_requests?page=2"),
        ),
        ok(json!([
            request(3, "feature", json!(7)),
            request(6, "amends/six", json!(null)),
            conflicts,
            unchecked
        ])),
    ];
    let (script, mut client) = prepared(false, turns);
    let seen = client.open_pulls().expect("a list");
    let asked = [
        get("/projects/7/merge_requests?state=opened&scope=all&per_page=100"),
        get("/projects/7/merge_requests?page=2"),
    ];
    assert_eq!(script.asked(), asked);
    assert_eq!(seen.iter().map(|pull| pull.number).collect::<Vec<_>>(), [1, 4, 5]);
    let first = &seen[0];
    assert_eq!(
        (first.branch.as_str(), first.target.as_str(), first.head.as_str()),
        ("amends/one", "main", A)
    );
    assert_eq!((first.state, first.body.as_str(), first.opened), (SeenState::Open, "text", 1_796_063_400));
    assert_eq!(first.url, "https://gitlab.example.org/g/s/r/-/merge_requests/1");
    assert_eq!(seen.iter().map(|pull| pull.conflicts).collect::<Vec<_>>(), [Some(false), Some(true), None]);
}

#[test]
fn all_of_a_branch_and_all_since_a_moment_are_asked_for() {
    let state = |state: &str| with(request(1, "amends/t", json!(7)), "state", json!(state));
    let gone = with(with(state("closed"), "sha", json!(null)), "description", json!(null));
    let states =
        json!([state("opened"), state("locked"), gone, state("merged"), request(2, "amends/tt", json!(7))]);
    let (script, mut client) = prepared(false, vec![ok(states), ok(json!([state("closed")]))]);
    let seen = client.pulls_of("amends/t").expect("a list");
    let states: Vec<SeenState> = seen.iter().map(|pull| pull.state).collect();
    assert_eq!(states, [SeenState::Open, SeenState::Open, SeenState::Closed, SeenState::Merged]);
    assert_eq!((seen[2].body.as_str(), seen[2].conflicts), ("", None));
    assert_eq!(client.recent_pulls(1_796_063_400).expect("a list").len(), 1);
    let asked = [
        get("/projects/7/merge_requests?state=all&scope=all&per_page=100&source_branch=amends%2Ft"),
        get(
            "/projects/7/merge_requests?state=all&scope=all&per_page=100&created_after=2026-11-30T18%3A30%3A00Z",
        ),
    ];
    assert_eq!(script.asked(), asked);
}

#[test]
fn branches_and_commits_are_looked_up_where_branches_go() {
    let commit = json!({
        "id": A, "author_name": "Bot", "author_email": "bot@example.org", "committer_name": "Other",
        "committer_email": "other@example.org",
    });
    let none = || Turn(404, json!({ "message": "404 Branch Not Found" }), None);
    let turns = vec![ok(json!({ "name": "amends/t", "commit": { "id": A } })), none(), ok(commit), none()];
    let (script, mut client) = prepared(true, turns);
    let commit = Oid::parse(A).expect("a name");
    assert_eq!(client.tip("amends/t"), Ok(Some(commit.clone())));
    assert_eq!(client.tip("amends/u"), Ok(None));
    let signature = Signature {
        author: "Bot <bot@example.org>".into(),
        committer: "Other <other@example.org>".into(),
        login: None,
    };
    assert_eq!(client.signature(&commit), Ok(Some(signature)));
    assert_eq!(client.signature(&commit), Ok(None));
    let line = format!("/projects/8/repository/commits/{A}");
    let asked = [
        get("/projects/8/repository/branches/amends%2Ft"),
        get("/projects/8/repository/branches/amends%2Fu"),
        get(&line),
        get(&line),
    ];
    assert_eq!(script.asked(), asked);
}

#[test]
fn conflicts_are_asked_for_until_the_server_knows() {
    let status = |status: &str, conflicts: bool| {
        let found = with(request(1, "amends/t", json!(7)), "merge_status", json!(status));
        ok(with(found, "has_conflicts", json!(conflicts)))
    };
    let asked = |turns: Vec<Turn>| {
        let (script, mut client) = prepared(false, turns);
        let conflicts = client.conflicts(1);
        assert!(script.asked().iter().all(|asked| *asked == get("/projects/7/merge_requests/1")));
        conflicts
    };
    assert_eq!(asked(vec![status("can_be_merged", false)]), Ok(Some(false)));
    assert_eq!(asked(vec![status("unchecked", false), status("cannot_be_merged", true)]), Ok(Some(true)));
    // It cannot be merged for another reason.
    assert_eq!(asked(vec![status("cannot_be_merged", false)]), Ok(Some(false)));
    let never = ["unchecked", "checking", "preparing", "cannot_be_merged_recheck"];
    assert_eq!(asked(never.iter().map(|never| status(never, false)).collect()), Ok(None));
    let closed = with(request(1, "amends/t", json!(7)), "state", json!("closed"));
    assert_eq!(asked(vec![ok(closed)]), Ok(None));
}
