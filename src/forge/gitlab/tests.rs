//! The exact requests, against prepared answers.

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
fn branches_go_into_a_project_whose_developer_the_user_is() {
    let script = Script::new(vec![ok(own()), me()]);
    let target = client(&script).prepare(true).expect("a project");
    let expected = Target {
        default_branch: "main".into(),
        place: "g/s/r".into(),
        push_url: "https://gitlab.example.org/g/s/r.git".into(),
        push_user: "oauth2",
        is_fork: false,
        exists: true,
        login: Some("me".into()),
    };
    assert_eq!(target, expected);
    assert_eq!(script.asked(), [get("/projects/g%2Fs%2Fr"), get("/user")]);
}

#[test]
fn projects_where_nothing_can_be_done_are_refused() {
    for (field, value, said) in [
        ("archived", json!(true), "g/s/r is archived: nothing can be written there"),
        ("merge_requests_access_level", json!("disabled"), "g/s/r takes no merge requests"),
        ("empty_repo", json!(true), "g/s/r is empty"),
        ("default_branch", json!(null), "g/s/r shows no main branch: the token may not read its code"),
    ] {
        let script = Script::new(vec![ok(with(own(), field, value))]);
        assert_eq!(client(&script).prepare(true).expect_err("refused").to_string(), said);
        assert_eq!(script.asked().len(), 1);
    }
    let script = Script::new(vec![ok(with(own(), "path_with_namespace", json!("g/s/r?x"))), me()]);
    let error = client(&script).prepare(true).expect_err("no name").to_string();
    assert_eq!(error, "g/s/r gives a name that no repository can have");
}

#[test]
fn without_the_right_to_push_there_must_be_a_fork() {
    let script = Script::new(vec![ok(reporter()), me()]);
    let mut never = client(&script);
    never.fork = ForkRule::Never;
    let error = never.prepare(true).expect_err("no forks").to_string();
    assert_eq!(error, "g/s/r cannot be pushed to with this token, and forks are not wanted");

    let nobody = Turn(403, json!({ "message": "403 Forbidden" }), None);
    let script = Script::new(vec![ok(reporter()), nobody, ok(json!([]))]);
    let error = client(&script).prepare(false).expect_err("nobody").to_string();
    assert!(error.contains("does not say whose token it is"), "{error}");
}

#[test]
fn the_users_own_fork_is_found_among_those_of_groups() {
    let of_group = with(with(fork("none"), "namespace", json!({ "kind": "group" })), "id", json!(9));
    let turns = vec![ok(reporter()), me(), ok(json!([of_group, fork("none")])), ok(fork("none"))];
    let script = Script::new(turns);
    let target = client(&script).prepare(true).expect("a fork");
    assert_eq!((target.place.as_str(), target.is_fork, target.exists), ("me/r", true, true));
    assert_eq!(target.push_url, "https://gitlab.example.org/me/r.git");
    let asked = script.asked();
    assert_eq!(asked[2..], [get("/projects/7/forks?owned=true&per_page=100"), get("/projects/8")]);
}

#[test]
fn a_dry_run_makes_no_fork_and_sees_nothing_in_it() {
    let script = Script::new(vec![ok(reporter()), me(), ok(json!([]))]);
    let mut client = client(&script);
    let target = client.prepare(false).expect("a plan");
    assert_eq!((target.place.as_str(), target.is_fork, target.exists), ("me/r", true, false));
    assert!(script.asked().iter().all(|(line, _)| line.starts_with("GET ")));
    script.goes_on(vec![]);
    assert_eq!(client.open_pulls(), Ok(vec![]));
    assert_eq!(client.tip("amends/t"), Ok(None));
    assert_eq!(script.asked(), []);
}

#[test]
fn a_fork_is_made_and_waited_for() {
    let turns = vec![
        ok(reporter()),
        me(),
        ok(json!([])),
        Turn(201, fork("scheduled"), None),
        ok(fork("started")),
        ok(fork("finished")),
    ];
    let script = Script::new(turns);
    let target = client(&script).prepare(true).expect("a fork");
    assert_eq!((target.place.as_str(), target.exists), ("me/r", true));
    let asked = script.asked();
    assert_eq!(
        asked[3..],
        [sent("POST /projects/7/fork", json!({})), get("/projects/8"), get("/projects/8")]
    );
    assert_eq!(script.waits(), ["2000 ms for the fork to be ready"]);
}

#[test]
fn a_fork_that_may_have_been_made_is_looked_for() {
    let lost = || Turn(502, json!({ "message": "gone" }), None);
    let turns =
        vec![ok(reporter()), me(), ok(json!([])), lost(), ok(json!([fork("none")])), ok(fork("none"))];
    let script = Script::new(turns);
    assert!(client(&script).prepare(true).expect("a fork").exists);
    assert_eq!(script.asked().iter().filter(|(line, _)| line.starts_with("POST")).count(), 1);

    let script = Script::new(vec![ok(reporter()), me(), ok(json!([])), lost(), ok(json!([]))]);
    let error = client(&script).prepare(true).expect_err("not made");
    assert!(matches!(error, ForgeError::Ambiguous { .. }), "{error}");
}

#[test]
fn a_fork_that_is_no_good_is_refused() {
    let no_right = with(fork("none"), "permissions", json!({ "project_access": { "access_level": 20 } }));
    for (found, said) in [
        (no_right, "me/r is your fork, but cannot be pushed to with this token"),
        (fork("failed"), "me/r was to be a fork, but the forge could not copy it: delete it there"),
    ] {
        let script = Script::new(vec![ok(reporter()), me(), ok(json!([fork("none")])), ok(found)]);
        assert_eq!(client(&script).prepare(true).expect_err("no good").to_string(), said);
    }
    let archived = with(fork("none"), "archived", json!(true));
    let script = Script::new(vec![ok(reporter()), me(), ok(json!([archived]))]);
    let error = client(&script).prepare(true).expect_err("archived").to_string();
    assert_eq!(error, "me/r is your fork, but archived");
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

fn opening(draft: bool) -> Opening<'static> {
    Opening {
        branch: "amends/t",
        target: "main",
        title: "Fix",
        body: "text\n/merge",
        draft,
        maintainer_can_modify: true,
    }
}

#[test]
fn a_merge_request_is_opened_with_one_request() {
    let (script, mut client) = prepared(false, vec![Turn(201, request(3, "amends/t", json!(7)), None)]);
    let opened = client.open(&opening(true)).expect("one");
    assert_eq!(
        (opened.number, opened.url.as_str()),
        (3, "https://gitlab.example.org/g/s/r/-/merge_requests/3")
    );
    let body = json!({
        "source_branch": "amends/t", "target_branch": "main", "title": "Draft: Fix", "description": "text\n\\/merge",
        "remove_source_branch": false,
    });
    assert_eq!(script.asked(), [sent("POST /projects/7/merge_requests", body)]);
}

#[test]
fn from_a_fork_it_is_opened_in_the_fork_for_the_other_project() {
    let turns = vec![
        Turn(201, request(3, "amends/t", json!(8)), None),
        ok(json!([request(3, "amends/t", json!(8)), request(4, "amends/t", json!(7))])),
    ];
    let (script, mut client) = prepared(true, turns);
    assert_eq!(client.open(&opening(false)).expect("one").number, 3);
    let seen = client.pulls_of("amends/t").expect("a list");
    assert_eq!(seen.iter().map(|pull| pull.number).collect::<Vec<_>>(), [3]);
    let body = json!({
        "source_branch": "amends/t", "target_branch": "main", "title": "Fix", "description": "text\n\\/merge",
        "remove_source_branch": false, "target_project_id": 7, "allow_collaboration": true,
    });
    let asked = [
        sent("POST /projects/8/merge_requests", body),
        get("/projects/7/merge_requests?state=all&scope=all&per_page=100&source_branch=amends%2Ft"),
    ];
    assert_eq!(script.asked(), asked);
}

#[test]
fn a_branch_that_is_not_seen_yet_is_tried_again() {
    let unseen = || Turn(422, json!({ "message": ["Source branch \"amends/t\" does not exist"] }), None);
    let opened = Turn(201, request(3, "amends/t", json!(7)), None);
    let (script, mut client) = prepared(false, vec![unseen(), unseen(), opened]);
    assert_eq!(client.open(&opening(false)).expect("one").number, 3);
    assert_eq!(script.asked().len(), 3);
    assert_eq!(script.waits(), ["2000 ms for the forge to see the branch"; 2]);
    // Not for ever, and not for something else.
    let there = Turn(409, json!({ "message": ["Another open merge request already exists: !3"] }), None);
    for (turns, status) in [(vec![unseen(), unseen(), unseen()], 422), (vec![there], 409)] {
        let sent = turns.len();
        let (script, mut client) = prepared(false, turns);
        let error = client.open(&opening(false)).expect_err("refused");
        assert!(matches!(error, ForgeError::Refused { status: said, .. } if said == status), "{error}");
        assert_eq!(script.asked().len(), sent);
    }
}

#[test]
fn one_that_was_opened_before_its_branch_was_known_has_that_branchs_commit() {
    let unknown = with(request(3, "amends/t", json!(7)), "sha", json!(null));
    let turns = vec![ok(json!([unknown])), ok(json!({ "name": "amends/t", "commit": { "id": A } }))];
    let (script, mut client) = prepared(false, turns);
    assert_eq!(client.open_pulls().expect("a list")[0].head.as_str(), A);
    assert_eq!(script.asked()[1], get("/projects/7/repository/branches/amends%2Ft"));
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

fn wishes() -> Wishes {
    Wishes {
        labels: names(&["bug", "good first"]),
        reviewers: names(&["ann"]),
        team_reviewers: names(&["core"]),
        assignees: names(&["Bob"]),
        milestone: Some("1.0".into()),
    }
}

#[test]
fn a_dress_adds_to_what_people_have_set_with_one_write() {
    let ann = json!({ "id": 11, "username": "ann" });
    let bob = json!({ "id": 12, "username": "bob" });
    let zoe = json!({ "id": 13, "username": "zoe" });
    let now = with(request(3, "amends/t", json!(7)), "reviewers", json!([zoe]));
    let mut after = now.clone();
    after["reviewers"] = json!([zoe, ann]);
    after["assignees"] = json!([bob]);
    after["milestone"] = json!({ "id": 4, "title": "1.0" });
    after["labels"] = json!(["good first", "bug"]);
    let turns = vec![
        ok(now),
        ok(json!([ann])),
        ok(json!([bob])),
        ok(json!([{ "id": 5, "title": "1.0 beta" }, { "id": 4, "title": "1.0" }])),
        ok(after),
    ];
    let (script, mut client) = prepared(false, turns);
    let notes = client.dress(3, &wishes(), "final").expect("dressed");
    assert_eq!(notes, ["team core: not asked, GitLab can ask users only"]);
    let milestones = "/projects/7/milestones?state=active&title=1.0&include_ancestors=true\
                      &include_parent_milestones=true&per_page=100";
    let put = json!({
        "add_labels": "bug,good first", "reviewer_ids": [13, 11], "assignee_ids": [12], "milestone_id": 4,
        "description": "final",
    });
    let asked = [
        get("/projects/7/merge_requests/3"),
        get("/users?username=ann"),
        get("/users?username=Bob"),
        get(milestones),
        sent("PUT /projects/7/merge_requests/3", put),
    ];
    assert_eq!(script.asked(), asked);
}

#[test]
fn what_the_forge_does_not_take_is_told_and_the_rest_is_given() {
    let wishes = Wishes {
        labels: names(&["bug", "a,b"]),
        reviewers: names(&["ann", "ghost"]),
        milestone: Some("2.0".into()),
        ..Wishes::default()
    };
    let now = request(3, "amends/t", json!(7));
    let turns = vec![
        ok(now.clone()),
        ok(json!([{ "id": 11, "username": "ann" }])),
        ok(json!([])),
        ok(json!([])),
        ok(now),
    ];
    let (script, mut client) = prepared(false, turns);
    let notes = client.dress(3, &wishes, "final").expect("dressed");
    let expected = [
        "label a,b: no label of GitLab has a comma",
        "reviewer ghost: there is no user of that name",
        "milestone 2.0: there is no active one of that name",
        "label bug: not taken",
        "reviewer ann: not taken",
    ];
    assert_eq!(notes, expected);
    let put = json!({ "add_labels": "bug", "reviewer_ids": [11], "description": "final" });
    assert_eq!(script.asked()[4], sent("PUT /projects/7/merge_requests/3", put));
}

#[test]
fn who_is_asked_already_is_not_asked_again() {
    let ann = json!({ "id": 11, "username": "ann" });
    let bob = json!({ "id": 12, "username": "bob" });
    let now = with(request(3, "amends/t", json!(7)), "reviewers", json!([ann]));
    let now = with(now, "assignees", json!([ann]));
    let after = with(now.clone(), "assignees", json!([ann, bob]));
    let wishes =
        Wishes { reviewers: names(&["ann"]), assignees: names(&["ann", "bob"]), ..Wishes::default() };
    let turns = vec![ok(now), ok(json!([ann])), ok(json!([ann])), ok(json!([bob])), ok(after)];
    let (script, mut client) = prepared(false, turns);
    assert_eq!(client.dress(3, &wishes, "final"), Ok(vec![]));
    let put = json!({ "assignee_ids": [11, 12], "description": "final" });
    assert_eq!(script.asked()[4], sent("PUT /projects/7/merge_requests/3", put));
}

#[test]
fn an_edition_that_takes_one_reviewer_takes_the_first() {
    let users = [json!({ "id": 11, "username": "ann" }), json!({ "id": 12, "username": "bob" })];
    let after = with(request(3, "amends/t", json!(7)), "reviewers", json!([users[0]]));
    let wishes = Wishes { reviewers: names(&["ann", "bob"]), ..Wishes::default() };
    let turns =
        vec![ok(request(3, "amends/t", json!(7))), ok(json!([users[0]])), ok(json!([users[1]])), ok(after)];
    let (script, mut client) = prepared(false, turns);
    let notes = client.dress(3, &wishes, "final").expect("dressed");
    assert_eq!(notes, ["reviewer bob: not taken (some editions take one only)"]);
    script.asked();
}

#[test]
fn a_milestone_that_people_have_set_stays() {
    let now = with(request(3, "amends/t", json!(7)), "milestone", json!({ "id": 9, "title": "theirs" }));
    let wishes = Wishes { milestone: Some("1.0".into()), ..Wishes::default() };
    let (script, mut client) = prepared(false, vec![ok(now.clone()), ok(now)]);
    assert_eq!(client.dress(3, &wishes, "final"), Ok(vec![]));
    let put = sent("PUT /projects/7/merge_requests/3", json!({ "description": "final" }));
    assert_eq!(script.asked(), [get("/projects/7/merge_requests/3"), put]);
}

#[test]
fn an_update_leaves_it_to_people_whether_it_is_a_draft() {
    for (draft, expected) in [(true, "Draft: New"), (false, "New")] {
        let now = with(request(3, "amends/t", json!(7)), "draft", json!(draft));
        let (script, mut client) = prepared(false, vec![ok(now.clone()), ok(now)]);
        client.update(3, "New", "text").expect("updated");
        let put =
            sent("PUT /projects/7/merge_requests/3", json!({ "title": expected, "description": "text" }));
        assert_eq!(script.asked(), [get("/projects/7/merge_requests/3"), put]);
    }
}

#[test]
fn closing_is_one_request_and_so_is_a_comment() {
    let notes =
        json!([{ "id": 1, "body": "one", "system": false }, { "id": 2, "body": "closed", "system": true }]);
    let turns = vec![
        ok(request(3, "amends/t", json!(7))),
        Turn(201, json!({ "id": 1 }), None),
        Turn(200, notes, Some("/projects/7/merge_requests/3/notes?page=2")),
        ok(json!([{ "id": 3, "body": "two", "system": false }])),
    ];
    let (script, mut client) = prepared(false, turns);
    client.close(3, "gone").expect("closed");
    client.comment(3, "/approve").expect("a comment");
    assert_eq!(client.comments(3), Ok(names(&["one", "two"])));
    let asked = [
        sent("PUT /projects/7/merge_requests/3", json!({ "state_event": "close", "description": "gone" })),
        sent("POST /projects/7/merge_requests/3/notes", json!({ "body": "\\/approve" })),
        get("/projects/7/merge_requests/3/notes?per_page=100"),
        get("/projects/7/merge_requests/3/notes?page=2"),
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
