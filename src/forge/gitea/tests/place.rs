//! Where branches go: the exact requests.

use super::*;

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
