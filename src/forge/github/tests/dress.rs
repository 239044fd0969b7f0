//! Labels, reviewers, assignees and milestone.

use serde_json::{Value, json};

use super::server::{Server, no, ok, page};
use super::{plain, pull};
use crate::forge::{Forge, ForgeError, Wishes};

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_string()).collect()
}

fn issue(assignees: &[&str], milestone: Value) -> Value {
    let assignees: Vec<Value> = assignees.iter().map(|login| json!({ "login": login })).collect();
    json!({ "number": 7, "assignees": assignees, "milestone": milestone, "labels": [] })
}

fn asked(users: &[&str], teams: &[&str]) -> Value {
    let mut answer = pull(7, "octo/tools", "amends/am101");
    let users: Vec<Value> = users.iter().map(|login| json!({ "login": login })).collect();
    let teams: Vec<Value> = teams.iter().map(|slug| json!({ "slug": slug, "name": "A team" })).collect();
    answer["requested_reviewers"] = json!(users);
    answer["requested_teams"] = json!(teams);
    answer
}

fn milestone(number: u64, title: &str) -> Value {
    json!({ "number": number, "title": title, "state": "open" })
}

#[test]
fn everything_is_added_and_the_body_goes_last() {
    let server = Server::with([
        ok(json!([{ "name": "from-a-workflow" }, { "name": "Asyncio" }, { "name": "bot" }])),
        ok(issue(&["Ada"], Value::Null)),
        ok(asked(&["bob"], &[])),
        ok(asked(&["bob"], &["core", "async"])),
        page(json!([milestone(1, "1.0")]), "/milestones?page=2"),
        page(json!([milestone(4, "2.0")]), "/milestones?page=3"),
        ok(issue(&["Ada"], milestone(4, "2.0"))),
    ]);
    let wishes = Wishes {
        labels: names(&["asyncio", "bot"]),
        reviewers: names(&["@bob"]),
        team_reviewers: names(&["core", "@octo/async"]),
        assignees: names(&["ada"]),
        milestone: Some("2.0".into()),
    };
    assert_eq!(plain(&server).dress(7, &wishes, "Done").expect("dressed"), [""; 0]);
    let issue = "/repos/octo/tools/issues/7";
    let reviewers = "POST /repos/octo/tools/pulls/7/requested_reviewers";
    assert_eq!(
        server.sent(),
        [
            (format!("POST {issue}/labels"), json!({ "labels": ["asyncio", "bot"] })),
            (format!("POST {issue}/assignees"), json!({ "assignees": ["ada"] })),
            (reviewers.into(), json!({ "reviewers": ["bob"] })),
            (reviewers.into(), json!({ "team_reviewers": ["core", "async"] })),
            ("GET /repos/octo/tools/milestones?state=open&per_page=100".into(), Value::Null),
            ("GET /milestones?page=2".into(), Value::Null),
            (format!("PATCH {issue}"), json!({ "body": "Done", "milestone": 4 })),
        ]
    );
}

#[test]
fn one_wrong_name_does_not_lose_the_others() {
    let server = Server::with([
        no(422, "Reviews may only be requested from collaborators."),
        ok(asked(&["ada"], &[])),
        no(422, "Reviews may only be requested from collaborators."),
        ok(asked(&["ada", "bob"], &[])),
        ok(issue(&[], Value::Null)),
    ]);
    let wishes = Wishes { reviewers: names(&["ada", "nobody", "bob"]), ..Wishes::default() };
    let notes = plain(&server).dress(7, &wishes, "Done").expect("dressed");
    let bodies: Vec<Value> = server.sent().into_iter().map(|(_, body)| body).collect();
    assert_eq!(
        bodies,
        [
            json!({ "reviewers": ["ada", "nobody", "bob"] }),
            json!({ "reviewers": ["ada"] }),
            json!({ "reviewers": ["nobody"] }),
            json!({ "reviewers": ["bob"] }),
            json!({ "body": "Done" }),
        ]
    );
    assert_eq!(notes.len(), 1);
    assert!(notes[0].starts_with("reviewer `nobody`: ") && notes[0].contains("collaborators"), "{notes:?}");
}

#[test]
fn what_github_drops_silently_is_noted() {
    let server = Server::with([
        ok(json!([{ "name": "bot" }])),
        ok(issue(&["ada"], Value::Null)),
        ok(asked(&[], &[])),
        ok(json!([milestone(4, "2.0")])),
        ok(issue(&[], Value::Null)),
    ]);
    let wishes = Wishes {
        labels: names(&["bot", "asyncio"]),
        reviewers: names(&["bob"]),
        team_reviewers: names(&["other/team"]),
        assignees: names(&["ada", "carol"]),
        milestone: Some("2.0".into()),
    };
    assert_eq!(
        plain(&server).dress(7, &wishes, "Done").expect("dressed"),
        [
            "label `asyncio`: GitHub did not take it",
            "assignee `carol`: GitHub did not take it",
            "reviewer `bob`: GitHub did not take it",
            "team reviewer `other/team`: not a team of octo",
            "milestone `2.0`: GitHub did not take it",
        ]
    );
}

#[test]
fn refusals_about_rights_are_notes_and_the_body_is_still_set() {
    let server = Server::with([
        no(403, "Must have triage rights"),
        no(404, "Not Found"),
        no(403, "Forbidden"),
        no(410, "Issues are disabled for this repo"),
        ok(issue(&[], Value::Null)),
    ]);
    let wishes = Wishes {
        labels: names(&["bot"]),
        reviewers: names(&["bob"]),
        assignees: names(&["ada"]),
        milestone: Some("2.0".into()),
        ..Wishes::default()
    };
    let notes = plain(&server).dress(7, &wishes, "Done").expect("dressed");
    let expected = [
        ("label `bot`: ", "triage rights"),
        ("assignee `ada`: ", "Not Found"),
        ("reviewer `bob`: ", "Forbidden"),
        ("milestone `2.0`: ", "Issues are disabled"),
    ];
    assert_eq!(notes.len(), expected.len(), "{notes:?}");
    for (note, (name, why)) in notes.iter().zip(expected) {
        assert!(note.starts_with(name) && note.contains(why), "{note}");
    }
    let last = server.sent().pop();
    assert_eq!(last, Some(("PATCH /repos/octo/tools/issues/7".into(), json!({ "body": "Done" }))));
}

#[test]
fn a_milestone_that_is_not_there_is_noted() {
    let server = Server::with([ok(json!([milestone(1, "1.0")])), ok(issue(&[], Value::Null))]);
    let wishes = Wishes { milestone: Some("2.0".into()), ..Wishes::default() };
    let notes = plain(&server).dress(7, &wishes, "Done").expect("dressed");
    assert_eq!(notes, ["milestone `2.0`: there is no open one of that title"]);
    assert_eq!(server.sent()[1].1, json!({ "body": "Done" }));
}

#[test]
fn what_is_no_ones_name_stays_an_error_and_leaves_the_body_undone() {
    let server = Server::with([no(401, "Bad credentials")]);
    let wishes = Wishes { labels: names(&["bot", "asyncio"]), ..Wishes::default() };
    let error = plain(&server).dress(7, &wishes, "Done").expect_err("an error");
    assert!(matches!(error, ForgeError::Refused { status: 401, .. }), "{error}");
    assert_eq!(server.lines(), ["POST /repos/octo/tools/issues/7/labels"]);

    let server = Server::with([no(403, "Forbidden")]);
    let error = plain(&server).dress(7, &Wishes::default(), "Done").expect_err("an error");
    assert!(matches!(error, ForgeError::Refused { status: 403, .. }), "{error}");
}
