//! Where branches go: the exact requests.

use super::*;

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
