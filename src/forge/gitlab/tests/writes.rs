//! What is written: the exact requests.

use super::*;

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
