//! Lists of pull requests, their states, and the writes that are one request each.

use serde_json::{Value, json};

use super::server::{Server, no, no_field, ok, page, silence};
use super::{A, client, fork_answers, forked, oid, plain, pull};
use crate::forge::{Forge, ForgeError, ForkRule, Opened, Opening, SeenState};

fn opening() -> Opening<'static> {
    Opening {
        branch: "amends/am101",
        target: "trunk",
        title: "Keep tasks",
        body: "Why",
        draft: false,
        maintainer_can_modify: true,
    }
}

#[test]
fn open_ones_are_read_page_by_page_and_only_the_bots_are_kept() {
    let mut of_a_deleted_fork = pull(4, "octo/tools", "amends/gone");
    of_a_deleted_fork["head"]["repo"] = Value::Null;
    let first = json!([
        pull(1, "octo/tools", "amends/am101"),
        pull(2, "octo/tools", "feature"),
        pull(3, "eve/tools", "amends/am101"),
    ]);
    let second = json!([of_a_deleted_fork, pull(5, "Octo/Tools", "amends/am102")]);
    let server = Server::with([page(first, "/repositories/1/pulls?page=2"), ok(second)]);
    let seen = plain(&server).open_pulls().expect("pulls");
    assert_eq!(
        server.lines(),
        ["GET /repos/octo/tools/pulls?per_page=100&state=open", "GET /repositories/1/pulls?page=2"]
    );
    let numbers: Vec<u64> = seen.iter().map(|seen| seen.number).collect();
    assert_eq!(numbers, [1, 5]);
    let one = &seen[0];
    assert_eq!(
        (one.state, one.branch.as_str(), one.target.as_str()),
        (SeenState::Open, "amends/am101", "trunk")
    );
    assert_eq!((&one.head, one.body.as_str(), one.opened), (&oid(A), "Text", 1_000_000_000));
    assert_eq!((one.url.as_str(), one.conflicts), ("https://github.com/octo/tools/pull/1", None));
}

#[test]
fn recent_ones_are_read_until_one_is_older() {
    let mut newest = pull(9, "octo/tools", "amends/am101");
    newest["created_at"] = json!("2001-09-09T01:46:42Z");
    newest["state"] = json!("closed");
    newest["merged_at"] = json!("2001-09-10T00:00:00Z");
    let mut closed = pull(8, "octo/tools", "amends/am102");
    closed["state"] = json!("closed");
    closed["body"] = Value::Null;
    let mut older = pull(7, "octo/tools", "amends/am103");
    older["created_at"] = json!("2001-09-09T01:46:39Z");
    let server =
        Server::with([page(json!([newest]), "/next?page=2"), page(json!([closed, older]), "/next?page=3")]);
    let seen = plain(&server).recent_pulls(1_000_000_000).expect("pulls");
    assert_eq!(
        server.lines(),
        [
            "GET /repos/octo/tools/pulls?per_page=100&state=all&sort=created&direction=desc",
            "GET /next?page=2"
        ]
    );
    let states: Vec<(u64, SeenState, &str)> =
        seen.iter().map(|seen| (seen.number, seen.state, seen.body.as_str())).collect();
    assert_eq!(states, [(9, SeenState::Merged, "Text"), (8, SeenState::Closed, "")]);
}

#[test]
fn those_of_a_branch_are_asked_for_with_its_owner_and_looked_at() {
    let all = json!([pull(1, "octo/tools", "amends/am101"), pull(2, "octo/tools", "amends/am101-2")]);
    let server = Server::with([ok(all)]);
    let seen = plain(&server).pulls_of("amends/am101").expect("pulls");
    assert_eq!(
        server.lines(),
        ["GET /repos/octo/tools/pulls?per_page=100&state=all&head=octo%3Aamends%2Fam101"]
    );
    assert_eq!(seen.len(), 1);
}

#[test]
fn of_a_fork_those_count_whose_fork_was_deleted() {
    let mut gone = pull(1, "ada/tools", "amends/am101");
    gone["head"]["repo"] = Value::Null;
    let mut nobodys = gone.clone();
    nobodys["head"]["user"] = Value::Null;
    let all =
        json!([gone, nobodys, pull(3, "octo/tools", "amends/am101"), pull(4, "ada/tools", "amends/am101")]);
    let server = Server::with(fork_answers().into_iter().chain([ok(all)]));
    let mut github = forked(&server);
    server.sent();
    let seen = github.pulls_of("amends/am101").expect("pulls");
    // The list is that of the repository, the head is the fork's.
    assert_eq!(
        server.lines(),
        ["GET /repos/octo/tools/pulls?per_page=100&state=all&head=ada%3Aamends%2Fam101"]
    );
    let numbers: Vec<u64> = seen.iter().map(|seen| seen.number).collect();
    assert_eq!(numbers, [1, 4]);
}

#[test]
fn an_answer_against_the_description_is_an_error() {
    for (field, value) in [("created_at", json!("soon")), ("number", json!("7")), ("head", json!({}))] {
        let mut bad = pull(1, "octo/tools", "amends/am101");
        bad[field] = value;
        let server = Server::with([ok(json!([bad]))]);
        let error = plain(&server).open_pulls().expect_err("nonsense");
        assert!(matches!(error, ForgeError::Nonsense { .. }), "{field}: {error}");
    }
}

#[test]
fn mergeable_is_asked_for_again_until_github_knows() {
    let with = |state: &str, mergeable: Value| {
        let mut pull = pull(7, "octo/tools", "amends/am101");
        pull["state"] = json!(state);
        pull["mergeable"] = mergeable;
        ok(pull)
    };
    for (answers, expected, waits) in [
        (vec![with("open", json!(true))], Some(false), 0),
        (vec![with("open", Value::Null), with("open", json!(false))], Some(true), 1),
        (vec![with("open", Value::Null), with("open", Value::Null), with("open", Value::Null)], None, 2),
        (vec![with("closed", Value::Null)], None, 0),
    ] {
        let asked = answers.len();
        let server = Server::with(answers);
        let (mut github, clock) = client(&server, Some("ada"), ForkRule::Auto);
        assert_eq!(github.conflicts(7), Ok(expected));
        assert_eq!(server.lines(), vec!["GET /repos/octo/tools/pulls/7"; asked]);
        assert_eq!(clock.waited("whether #7 conflicts"), vec![2; waits]);
    }
}

#[test]
fn comments_are_read_page_by_page() {
    let server = Server::with([
        page(json!([{ "id": 1, "body": "one" }]), "/more?page=2"),
        ok(json!([{ "id": 2, "body": null }, { "id": 3 }])),
    ]);
    assert_eq!(plain(&server).comments(7).expect("comments"), ["one", "", ""]);
    assert_eq!(server.lines(), ["GET /repos/octo/tools/issues/7/comments?per_page=100", "GET /more?page=2"]);
}

#[test]
fn one_is_opened_in_the_repository() {
    let server = Server::with([ok(pull(12, "octo/tools", "amends/am101"))]);
    let opened = plain(&server).open(&Opening { draft: true, ..opening() });
    let url = "https://github.com/octo/tools/pull/12".into();
    assert_eq!(opened, Ok(Opened { number: 12, url }));
    let body = json!({
        "title": "Keep tasks", "body": "Why", "base": "trunk", "head": "amends/am101", "draft": true,
    });
    assert_eq!(server.sent(), [("POST /repos/octo/tools/pulls".into(), body)]);
}

#[test]
fn one_is_opened_from_a_fork() {
    let server = Server::with(fork_answers().into_iter().chain([ok(pull(12, "ada/tools", "amends/am101"))]));
    let mut github = forked(&server);
    server.sent();
    github.open(&opening()).expect("opened");
    let body = json!({
        "title": "Keep tasks", "body": "Why", "base": "trunk", "head": "ada:amends/am101", "draft": false,
        "maintainer_can_modify": true,
    });
    assert_eq!(server.sent(), [("POST /repos/octo/tools/pulls".into(), body)]);
}

#[test]
fn a_draft_that_the_repository_does_not_take_is_not_opened_as_something_else() {
    let refused = || no(422, "Draft pull requests are not supported in this repository.");
    let server = Server::with([refused(), refused()]);
    let mut github = plain(&server);
    let error = github.open(&Opening { draft: true, ..opening() }).expect_err("a refusal");
    assert!(matches!(&error, ForgeError::Unsupported(text) if text.contains("`draft`")), "{error}");
    assert_eq!(server.lines().len(), 1);
    // The same words about one that is no draft say nothing of the setting.
    let error = github.open(&opening()).expect_err("a refusal");
    assert!(matches!(error, ForgeError::Refused { status: 422, .. }), "{error}");
}

#[test]
fn opening_and_commenting_are_not_repeated_where_they_may_have_been_carried_out() {
    let server = Server::with([silence(), silence()]);
    let mut github = plain(&server);
    for error in
        [github.open(&opening()).expect_err("no answer"), github.comment(7, "Hello").expect_err("no answer")]
    {
        assert!(matches!(error, ForgeError::Ambiguous { .. }), "{error}");
    }
    assert_eq!(server.sent().len(), 2);
}

#[test]
fn a_branch_that_github_does_not_see_yet_is_tried_again() {
    let unseen = || no_field(422, "Validation Failed", "head", "invalid");
    let server = Server::with([unseen(), unseen(), ok(pull(12, "octo/tools", "amends/am101"))]);
    let (mut github, clock) = client(&server, Some("ada"), ForkRule::Auto);
    assert_eq!(github.open(&opening()).map(|opened| opened.number), Ok(12));
    assert_eq!(server.lines(), ["POST /repos/octo/tools/pulls"; 3]);
    assert_eq!(clock.waited("to see the branch"), [2, 2]);
    // Not for ever, and not for another field.
    for (answers, sent) in [
        (vec![unseen(), unseen(), unseen()], 3),
        (vec![no_field(422, "Validation Failed", "base", "invalid")], 1),
    ] {
        let server = Server::with(answers);
        let error = plain(&server).open(&opening()).expect_err("a refusal");
        assert!(matches!(error, ForgeError::Refused { status: 422, .. }), "{error}");
        assert_eq!(server.lines().len(), sent);
    }
}

#[test]
fn an_existing_one_is_refused_with_what_github_says() {
    let server = Server::with([no(422, "A pull request already exists for octo:amends/am101.")]);
    let error = plain(&server).open(&opening()).expect_err("a refusal");
    let ForgeError::Refused { status, message, .. } = error else { panic!("{error}") };
    assert!(status == 422 && message.contains("already exists"), "{message}");
}

#[test]
fn changes_are_one_request_each() {
    let server = Server::with([ok(json!({})), ok(json!({})), ok(json!({}))]);
    let mut github = plain(&server);
    github.update(7, "Title", "Text").expect("updated");
    github.close(7, "Closed").expect("closed");
    github.comment(7, "Hello").expect("commented");
    assert_eq!(
        server.sent(),
        [
            ("PATCH /repos/octo/tools/pulls/7".into(), json!({ "title": "Title", "body": "Text" })),
            ("PATCH /repos/octo/tools/pulls/7".into(), json!({ "state": "closed", "body": "Closed" })),
            ("POST /repos/octo/tools/issues/7/comments".into(), json!({ "body": "Hello" })),
        ]
    );
}
