//! What is asked about the repository, and where branches go.

use serde_json::json;

use super::server::{Server, no, ok};
use super::{client, plain, repository};
use crate::forge::{Forge, ForgeError, ForkRule};

fn user(login: &str) -> serde_json::Value {
    json!({ "login": login, "id": 1, "user_view_type": "public" })
}

fn fork_of(name: &str, source: &str) -> serde_json::Value {
    let mut fork = repository(name, true);
    fork["parent"] = repository(source, false);
    fork["source"] = repository(source, false);
    fork
}

#[test]
fn where_the_token_may_push_branches_go_into_the_repository() {
    let server = Server::with([ok(repository("octo/tools", true)), ok(user("ada"))]);
    let (mut github, _) = client(&server, None, ForkRule::Auto);
    let target = github.prepare(true).expect("a target");
    assert_eq!(server.lines(), ["GET /repos/octo/tools", "GET /user"]);
    assert_eq!((target.default_branch.as_str(), target.place.as_str()), ("trunk", "octo/tools"));
    assert_eq!(target.push_url, "https://github.com/octo/tools.git");
    assert_eq!((target.push_user, target.login.as_deref()), ("x-access-token", Some("ada")));
    assert!(target.exists && !target.is_fork);
    let headers = server.headers();
    for header in ["accept: application/vnd.github+json", "x-github-api-version: 2022-11-28"] {
        assert_eq!(headers.iter().filter(|line| *line == header).count(), 2, "{header}: {headers:?}");
    }
}

#[test]
fn an_installation_is_never_told_that_it_may_push_and_has_no_fork() {
    let refused = no(403, "Resource not accessible by integration");
    let server = Server::with([ok(repository("octo/tools", false)), refused]);
    let (mut github, _) = client(&server, None, ForkRule::Auto);
    let target = github.prepare(true).expect("a target");
    assert_eq!((target.place.as_str(), target.login), ("octo/tools", None));
    assert!(target.exists && !target.is_fork);

    let server = Server::with([ok(repository("octo/tools", false))]);
    let (mut github, _) = client(&server, Some("amends[bot]"), ForkRule::Never);
    let target = github.prepare(true).expect("a target");
    assert_eq!(server.lines(), ["GET /repos/octo/tools"]);
    assert_eq!((target.is_fork, target.login.as_deref()), (false, Some("amends[bot]")));
}

#[test]
fn repositories_that_take_no_pull_requests_are_refused() {
    for (field, value, reason) in [
        ("archived", true, "octo/tools is archived: it takes no pull requests"),
        ("disabled", true, "octo/tools is disabled by GitHub: it takes no pull requests"),
        ("has_pull_requests", false, "octo/tools has pull requests turned off"),
    ] {
        let mut found = repository("octo/tools", true);
        found[field] = json!(value);
        let server = Server::with([ok(found)]);
        let error = plain(&server).prepare(false).expect_err("a refusal");
        assert_eq!(error, ForgeError::Unsupported(reason.into()));
    }
}

#[test]
fn a_repository_that_was_moved_is_used_under_its_new_name() {
    let server = Server::with([ok(repository("new-owner/new.name", true)), no(404, "Not Found")]);
    let mut github = plain(&server);
    let target = github.prepare(false).expect("a target");
    assert_eq!(target.push_url, "https://github.com/new-owner/new.name.git");
    assert_eq!(github.tip("amends/am101"), Ok(None));
    assert_eq!(server.lines()[1], "GET /repos/new-owner/new.name/git/ref/heads%2Famends%2Fam101");
}

#[test]
fn a_name_that_is_none_is_not_believed() {
    for name in ["octo/tools/../x", "evil.example/", "a b/c", "@evil.example/x", "x"] {
        let server = Server::with([ok(repository(name, true))]);
        let error = plain(&server).prepare(false).expect_err("a refusal");
        assert!(matches!(error, ForgeError::Nonsense { .. }), "{name}: {error}");
    }
}

#[test]
fn without_the_right_to_push_the_fork_of_the_same_name_is_used() {
    let server = Server::with([ok(repository("octo/tools", false)), ok(fork_of("Ada/tools", "octo/tools"))]);
    let target = plain(&server).prepare(false).expect("a target");
    assert_eq!(server.lines(), ["GET /repos/octo/tools", "GET /repos/ada/tools"]);
    assert_eq!((target.place.as_str(), target.is_fork, target.exists), ("Ada/tools", true, true));
    assert_eq!(target.push_url, "https://github.com/Ada/tools.git");
}

#[test]
fn a_fork_of_the_same_ancestor_is_one_of_the_network() {
    let mut found = fork_of("octo/tools", "first/tools");
    found["permissions"]["push"] = json!(false);
    // The user's is a fork of the same repository, or is that repository.
    for (login, users) in
        [("ada", fork_of("ada/tools", "first/tools")), ("first", repository("first/tools", true))]
    {
        let server = Server::with([ok(found.clone()), ok(users.clone())]);
        let target = client(&server, Some(login), ForkRule::Auto).0.prepare(false).expect("a target");
        assert_eq!(target.place, users["full_name"]);
    }
    // One of the same name that is a fork of something else is not.
    let server = Server::with([ok(found), ok(fork_of("ada/tools", "other/tools")), ok(json!([]))]);
    assert!(!plain(&server).prepare(false).expect("a target").exists);
}

#[test]
fn a_fork_of_another_name_is_found_among_the_newest() {
    let other = repository("ada/tools", true);
    let forks = json!([repository("bob/tools", false), repository("Ada/tools-1", true)]);
    let server = Server::with([ok(repository("octo/tools", false)), ok(other), ok(forks)]);
    let target = plain(&server).prepare(true).expect("a target");
    assert_eq!(server.lines()[2..], ["GET /repos/octo/tools/forks?sort=newest&per_page=100"]);
    assert_eq!((target.place.as_str(), target.exists), ("Ada/tools-1", true));
}

#[test]
fn a_dry_run_makes_no_fork() {
    let server = Server::with([ok(repository("octo/tools", false)), no(404, "Not Found"), ok(json!([]))]);
    let mut github = plain(&server);
    let target = github.prepare(false).expect("a target");
    assert!(server.lines().iter().all(|line| line.starts_with("GET ")));
    assert_eq!((target.place.as_str(), target.is_fork, target.exists), ("ada/tools", true, false));
    // A repository that only has the name of a fork to come is not asked for branches.
    assert_eq!(github.tip("amends/am101"), Ok(None));
    assert_eq!(server.lines(), [""; 0]);
}

#[test]
fn a_fork_is_made_and_waited_for() {
    let there = json!({ "ref": "refs/heads/trunk", "object": { "sha": super::A, "type": "commit" } });
    let server = Server::with([
        ok(repository("octo/tools", false)),
        no(404, "Not Found"),
        ok(json!([])),
        ok(fork_of("ada/tools-1", "octo/tools")),
        no(404, "Not Found"),
        no(409, "Git Repository is empty."),
        ok(there),
    ]);
    let (mut github, clock) = client(&server, Some("ada"), ForkRule::Auto);
    let target = github.prepare(true).expect("a target");
    let sent = server.sent();
    let post = ("POST /repos/octo/tools/forks".to_string(), json!({ "default_branch_only": true }));
    assert_eq!(sent[3], post);
    let poll = "GET /repos/ada/tools-1/git/ref/heads%2Ftrunk";
    assert!(sent[4..].iter().all(|(line, _)| line == poll) && sent.len() == 7, "{sent:?}");
    assert_eq!(clock.waited("for the fork ada/tools-1"), [1, 2]);
    assert_eq!((target.place.as_str(), target.exists), ("ada/tools-1", true));
}

#[test]
fn a_fork_that_never_comes_is_an_error() {
    let mut answers = vec![
        ok(repository("octo/tools", false)),
        no(404, "Not Found"),
        ok(json!([])),
        ok(fork_of("ada/tools", "octo/tools")),
    ];
    answers.extend((0..40).map(|_| no(404, "Not Found")));
    let server = Server::with(answers);
    let (mut github, clock) = client(&server, Some("ada"), ForkRule::Auto);
    let error = github.prepare(true).expect_err("no fork");
    assert!(
        matches!(&error, ForgeError::Unreachable { reason, .. } if reason.contains("ada/tools")),
        "{error}"
    );
    let waited: u64 = clock.waited("for the fork").iter().sum();
    assert!((300..320).contains(&waited), "{waited} s");
}

#[test]
fn without_the_right_to_push_and_without_a_fork_nothing_can_be_done() {
    let mut archived = fork_of("ada/tools", "octo/tools");
    archived["archived"] = json!(true);
    for (login, rule, fork, reason) in [
        ("ada", ForkRule::Never, None, "and a fork is not wanted"),
        ("octo", ForkRule::Auto, None, "and nobody can fork what is their own"),
        ("ada", ForkRule::Auto, Some(archived), "and the fork ada/tools is archived"),
    ] {
        let server = Server::with([ok(repository("octo/tools", false))].into_iter().chain(fork.map(ok)));
        let error = client(&server, Some(login), rule).0.prepare(true).expect_err("a refusal");
        assert_eq!(error.to_string(), format!("the token may not push to octo/tools, {reason}"));
        assert!(server.lines().iter().all(|line| line.starts_with("GET ")));
    }
}

#[test]
fn a_bad_token_is_an_error() {
    let server = Server::with([no(401, "Bad credentials")]);
    let error = plain(&server).prepare(false).expect_err("a refusal");
    assert!(matches!(error, ForgeError::Refused { status: 401, .. }), "{error}");
    assert!(!error.to_string().contains("ghp_secret"));
}
