//! What is written: the exact requests.

use super::*;

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
