//! `amends pr` against a small GitHub: every scenario ends with a run that writes nothing.

use serde_json::{Value, json};

use super::bench::{BRANCH, Bench, REPO, TOKEN, WISHES, comments, in_the_way, lines, moved_aside, twice};
use super::harness::Host;
use crate::writing::world::SILENT;

fn actions(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["action"].as_str().expect("an action")).collect()
}

/// With one that was opened and found as it should be.
fn opened(settings: &str) -> Bench {
    let bench = Bench::new(settings);
    assert_eq!(actions(&bench.fine(&[])), ["create"]);
    bench.host.forget();
    bench
}

#[test]
#[ignore = "make test-forge runs it"]
fn one_is_opened_whole_and_then_left() {
    let bench = Bench::new(WISHES);
    let base = bench.world.git(&["rev-parse", "HEAD"]);
    let dry = bench.amends(&["--dry-run"]);
    assert_eq!((dry.code, actions(&lines(&dry))), (1, vec!["create"]), "{}", dry.stderr);
    assert!(bench.host.writes().is_empty());
    bench.host.forget();

    let made = bench.fine(&[]);
    let line = &made[0];
    let url = format!("http://{}/{REPO}/pull/1", bench.host.host);
    assert_eq!(
        (&line["action"], &line["number"], &line["url"], &line["done"]),
        (&json!("create"), &json!(1), &json!(url), &json!(true))
    );
    assert_eq!(line["notes"], json!([]));
    let api = "/api/v3/repos/acme/relay";
    assert_eq!(
        bench.host.writes(),
        [
            "POST /acme/relay.git/git-receive-pack".to_string(),
            format!("POST {api}/pulls"),
            format!("POST {api}/issues/1/labels"),
            format!("POST {api}/issues/1/assignees"),
            format!("POST {api}/pulls/1/requested_reviewers"),
            format!("PATCH {api}/issues/1"),
        ]
    );
    let pull = bench.only();
    assert_eq!((&pull["head"]["ref"], &pull["base"]["ref"]), (&json!(BRANCH), &json!("main")));
    // What was pushed is what the dry run named, on top of the base, and what the body says.
    let commit = lines(&dry)[0]["commit"].as_str().expect("a commit").to_string();
    assert_eq!((bench.tip(BRANCH), &pull["head"]["sha"]), (Some(commit.clone()), &json!(commit)));
    assert_eq!(
        (&pull["title"], &line["title"]),
        (&line["title"], &json!("Log exceptions that handlers drop (AM401)"))
    );
    let body = pull["body"].as_str().expect("a body");
    assert!(body.contains(&format!(" commit={commit} -->")) && !body.contains("todo="), "{body}");
    assert_eq!(
        (&pull["labels"], &pull["reviewers"], &pull["assignees"], &pull["milestone"]),
        (&json!(["asyncio"]), &json!(["ada"]), &json!(["ada"]), &json!(1))
    );
    assert!(comments(&pull).is_empty());
    bench.world.git(&["fetch", "--quiet", "origin"]);
    let parent = bench.world.git(&["rev-parse", &format!("origin/{BRANCH}^")]);
    assert_eq!(parent, base);

    let left = bench.settled();
    assert_eq!((actions(&left), &left[0]["reason"]), (vec!["leave"], &json!("it is as it should be")));
    let dry = bench.amends(&["--dry-run"]);
    assert_eq!(dry.code, 0, "{}", dry.stdout);
    // What people change stays as they made it.
    bench.person("humanEdits", 1, json!({"change": {"title": "Mine", "labels": ["other"], "reviewers": []}}));
    bench.settled();
    assert_eq!((&bench.only()["title"], &bench.only()["labels"]), (&json!("Mine"), &json!(["other"])));
}

#[test]
#[ignore = "make test-forge runs it"]
fn writes_are_a_second_apart_for_real() {
    let bench = Bench::new(WISHES).with("AMENDS_FORGE_CLOCK", "real");
    bench.fine(&[]);
    let log = bench.host.log();
    let writes: Vec<_> = log.iter().filter(|sent| sent.writes).collect();
    assert_eq!(writes.len(), 6);
    for pair in writes.windows(2) {
        let apart = pair[1].start.saturating_sub(pair[0].end);
        assert!(apart >= 990, "{apart} ms between {} and {}", pair[0].line(), pair[1].line());
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn what_a_person_pushed_is_never_overwritten() {
    let bench = opened("");
    let theirs = bench.person_commits(BRANCH, json!({"a.py": "x = 1\n"}));
    // Nothing newer: nothing to say.
    let left = bench.settled();
    assert_eq!(actions(&left), ["leave"]);
    // Something newer: said once.
    bench.person_commits("main", json!({"a.py": twice()}));
    bench.host.forget();
    assert_eq!(actions(&bench.fine(&[])), ["comment", "leave"]);
    assert_eq!(bench.host.writes(), ["POST /api/v3/repos/acme/relay/issues/1/comments"]);
    assert_eq!((bench.tip(BRANCH), comments(&bench.only()).len()), (Some(theirs.clone()), 1));
    bench.settled();
    bench.person_commits("main", json!({"a.py": moved_aside()}));
    bench.settled();
    assert_eq!((bench.tip(BRANCH), &bench.only()["state"]), (Some(theirs), &json!("open")));
}

#[test]
#[ignore = "make test-forge runs it"]
fn what_a_person_closed_stays_closed() {
    let bench = opened("");
    bench.person("humanSetsState", 1, json!({"state": "closed"}));
    let left = bench.settled();
    assert_eq!((actions(&left), &left[0]["reason"]), (vec!["leave"], &json!("a person has closed it")));
    // Asked for, but it is the same.
    let again = ["--again", "am401-log-swallowed-exception"];
    bench.host.forget();
    bench.fine(&again);
    assert!(bench.host.writes().is_empty());
    // New, but not asked for.
    bench.person_commits("main", json!({"a.py": twice()}));
    bench.settled();
    // New and asked for.
    assert_eq!(actions(&bench.fine(&again)), ["create"]);
    let pulls = bench.pulls();
    assert_eq!(pulls.len(), 2);
    assert_eq!((&pulls[0]["state"], &pulls[1]["state"]), (&json!("closed"), &json!("open")));
    assert_eq!(
        (&pulls[1]["head"]["ref"], bench.tip(BRANCH)),
        (&json!(BRANCH), pulls[1]["head"]["sha"].as_str().map(Into::into))
    );
    bench.settled();
}

#[test]
#[ignore = "make test-forge runs it"]
fn what_is_done_otherwise_is_closed_with_the_reason() {
    let bench = opened(WISHES);
    let commit = bench.tip(BRANCH);
    bench.person_commits("main", json!({"a.py": "x = 1\n"}));
    bench.host.forget();
    assert_eq!(actions(&bench.fine(&[])), ["close"]);
    // The reason first.
    assert_eq!(
        bench.host.writes(),
        ["POST /api/v3/repos/acme/relay/issues/1/comments", "PATCH /api/v3/repos/acme/relay/pulls/1",]
    );
    let pull = bench.only();
    assert_eq!((&pull["state"], comments(&pull).len()), (&json!("closed"), 1));
    assert!(comments(&pull)[0].contains("Nothing of this is left to do"), "{:?}", comments(&pull));
    // The branch is not deleted.
    assert_eq!(bench.tip(BRANCH), commit);
    bench.settled();
    // It was the bot that closed it: when it comes back, so does a pull request.
    bench.person_commits("main", json!({"a.py": SILENT}));
    bench.fine(&[]);
    let open: Vec<Value> = bench.pulls().into_iter().filter(|pull| pull["state"] == "open").collect();
    assert_eq!(open.len(), 1, "{:#?}", bench.pulls());
    bench.settled();
}

#[test]
#[ignore = "make test-forge runs it"]
fn a_base_that_moved_matters_only_if_it_conflicts() {
    let bench = opened("");
    let commit = bench.tip(BRANCH);
    bench.person_commits("main", json!({"c.py": "x = 1\n"}));
    bench.person_commits("main", json!({"a.py": moved_aside()}));
    bench.settled();
    assert_eq!(bench.tip(BRANCH), commit);
    // In the way of it: brought up to date, with what people have written in the body gone, but one pull request.
    let base = bench.person_commits("main", json!({"a.py": in_the_way()}));
    bench.host.forget();
    assert_eq!(actions(&bench.fine(&[])), ["update"]);
    assert_eq!(
        bench.host.writes(),
        ["POST /acme/relay.git/git-receive-pack", "PATCH /api/v3/repos/acme/relay/pulls/1"]
    );
    bench.pull();
    assert_eq!(bench.world.git(&["rev-parse", &format!("origin/{BRANCH}^")]), base);
    assert_eq!(bench.only()["state"], "open");
    bench.settled();
}

#[test]
#[ignore = "make test-forge runs it"]
fn new_content_is_an_update_of_the_same_one() {
    let bench = opened(WISHES);
    let before = bench.only();
    bench.person_commits("main", json!({"a.py": twice()}));
    bench.host.forget();
    assert_eq!(actions(&bench.fine(&[])), ["update"]);
    let after = bench.only();
    assert_ne!(before["head"]["sha"], after["head"]["sha"]);
    assert!(after["body"].as_str().expect("a body").contains("2 places in 1 file"), "{}", after["body"]);
    bench.settled();
}

#[test]
#[ignore = "make test-forge runs it"]
fn merged_is_done() {
    for squash in [false, true] {
        let bench = opened("");
        bench.person("humanMerges", 1, json!({"squash": squash}));
        // This clone has not seen it: the same is not opened again.
        bench.settled();
        bench.pull();
        bench.settled();
        // Somebody brings it back, with more.
        bench.person_commits("main", json!({"a.py": SILENT}));
        bench.settled();
        assert_eq!(bench.only()["state"], "closed");
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn where_the_token_may_not_push_a_fork_is_made() {
    let host = Host::new("github", &json!({"fork_after": 3}));
    let bench = Bench::on(host, "").with_token("ghp_eve");
    let dry = bench.amends(&["--dry-run"]);
    assert_eq!((dry.code, bench.host.writes()), (1, vec![]), "{}", dry.stderr);
    assert_eq!(actions(&bench.fine(&[])), ["create"]);
    assert_eq!(
        bench.host.writes(),
        [
            "POST /api/v3/repos/acme/relay/forks",
            "POST /eve/relay.git/git-receive-pack",
            "POST /api/v3/repos/acme/relay/pulls",
        ]
    );
    let pull = bench.only();
    assert_eq!((&pull["head"]["repo"], &pull["maintainer_can_modify"]), (&json!("eve/relay"), &json!(true)));
    assert_eq!(bench.tip(BRANCH), None);
    bench.settled();
    // The repository moves on, and the fork does not: the update goes all the same.
    bench.person_commits("main", json!({"a.py": twice()}));
    assert_eq!(actions(&bench.fine(&[])), ["update"]);
    bench.settled();
    bench.person_commits("main", json!({"a.py": "x = 1\n"}));
    assert_eq!(actions(&bench.fine(&[])), ["close"]);
    bench.settled();
    assert_eq!(bench.only()["state"], "closed");
}

#[test]
#[ignore = "make test-forge runs it"]
fn a_fork_that_is_not_wanted_is_not_made() {
    let bench = Bench::new("fork = 'never'\n").with_token("ghp_eve");
    let ran = bench.amends(&[]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("may not push"), "{}", ran.stderr);
    assert!(bench.host.writes().is_empty());
}

#[test]
#[ignore = "make test-forge runs it"]
fn so_many_an_hour_and_so_many_in_all() {
    let bench = Bench::new("max-new-per-hour = 1\nmax-open = 2\nmax-files = 1\n");
    // Three folders, one file each: as many topics.
    let files = json!({"one/a.py": SILENT, "two/a.py": SILENT, "three/a.py": SILENT, "a.py": null});
    bench.person_commits("main", files);
    let made = bench.fine(&[]);
    let count = |lines: &[Value], word: &str| actions(lines).iter().filter(|action| **action == word).count();
    assert_eq!((count(&made, "create"), count(&made, "wait")), (1, 2), "{made:#?}");
    bench.settled();
    let age = |number: u64| {
        let change = json!({"created_at": "2020-01-01T00:00:00Z"});
        bench.person("humanEdits", number, json!({"change": change}));
    };
    age(1);
    assert_eq!(count(&bench.fine(&[]), "create"), 1);
    age(2);
    // Two are open.
    bench.settled();
    bench.person("humanMerges", 1, json!({}));
    bench.pull();
    assert_eq!(count(&bench.fine(&[]), "create"), 1);
    bench.settled();
    assert_eq!(bench.pulls().len(), 3);
}

#[test]
#[ignore = "make test-forge runs it"]
fn names_that_github_does_not_take_are_notes() {
    let bench = Bench::new("reviewers = ['nobody', 'ada']\nmilestone = 'M9'\n");
    let made = bench.fine(&[]);
    let notes = made[0]["notes"].to_string();
    assert!(notes.contains("`nobody`") && notes.contains("`M9`"), "{notes}");
    assert_eq!(bench.only()["reviewers"], json!(["ada"]));
    bench.settled();
}

#[test]
#[ignore = "make test-forge runs it"]
fn a_token_that_is_wrong_or_missing_is_said() {
    let bench = Bench::new("").with_token("ghp_wrong");
    let ran = bench.amends(&[]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("401") && ran.stderr.contains("Bad credentials"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("ghp_wrong"), "{}", ran.stderr);
    let bench = bench.with_token("");
    bench.host.forget();
    let ran = bench.amends(&[]);
    assert_eq!((ran.code, bench.host.log().len()), (2, 0));
    assert!(ran.stderr.contains("AMENDS_TOKEN"), "{}", ran.stderr);
    // Looking is possible without.
    let dry = bench.amends(&["--dry-run"]);
    assert_eq!((dry.code, bench.host.log().len()), (1, 0), "{}", dry.stderr);
}

/// An app of GitHub's, installed on the repository.
fn app(settings: &str) -> Bench {
    let bench = Bench::new(settings);
    let app = bench.host.act(
        "addApp",
        json!({
            "id": 77, "slug": "amends-bot", "repos": [REPO],
            "permissions": {"contents": "write", "pull_requests": "write", "metadata": "read"},
        }),
    );
    let key = app["private_key"].as_str().expect("a key").to_string();
    bench.with_token("").with("AMENDS_APP_ID", "77").with("AMENDS_APP_PRIVATE_KEY", key)
}

#[test]
#[ignore = "make test-forge runs it"]
fn an_app_makes_commits_that_github_signs() {
    let bench = app(&format!("commits = 'api'\n{WISHES}"));
    assert_eq!(actions(&bench.fine(&[])), ["create"]);
    assert!(!bench.host.writes().iter().any(|line| line.contains("git-receive-pack")));
    let pull = bench.only();
    assert_eq!((&pull["user"], &pull["reviewers"]), (&json!("amends-bot[bot]"), &json!(["ada"])));
    let head = pull["head"]["sha"].as_str().expect("a commit");
    let (_, commit) = bench.host.raw(TOKEN, "GET", &format!("/repos/{REPO}/commits/{head}"), None);
    assert_eq!(
        (&commit["commit"]["verification"]["verified"], &commit["author"]["login"]),
        (&json!(true), &json!("amends-bot[bot]"))
    );
    bench.settled();
    // New content, then a base in its way; then a person's commit.
    bench.person_commits("main", json!({"a.py": twice()}));
    assert_eq!(actions(&bench.fine(&[])), ["update"]);
    bench.settled();
    let theirs = bench.person_commits(BRANCH, json!({"x.py": "x = 1\n"}));
    bench.person_commits("main", json!({"a.py": in_the_way()}));
    assert_eq!(actions(&bench.fine(&[])), ["comment", "leave"]);
    assert_eq!(bench.tip(BRANCH), Some(theirs));
    bench.settled();
}

#[test]
#[ignore = "make test-forge runs it"]
fn an_app_pushes_too() {
    let bench = app("");
    assert_eq!(actions(&bench.fine(&[])), ["create"]);
    assert!(bench.host.writes().iter().any(|line| line.contains("git-receive-pack")));
    bench.settled();
    bench.person_commits("main", json!({"a.py": "x = 1\n"}));
    assert_eq!(actions(&bench.fine(&[])), ["close"]);
    bench.settled();
}

#[test]
#[ignore = "make test-forge runs it"]
fn the_token_of_actions_warns_that_nothing_runs() {
    let bench = Bench::new("commits = 'api'\n").with_token("");
    bench.host.act("addUser", json!({"login": "github-actions[bot]", "type": "Bot"}));
    let allowed = json!({"repo": REPO, "login": "github-actions[bot]", "level": "write"});
    bench.host.act("allow", allowed);
    bench.host.act(
        "addToken",
        json!({
            "token": "ghs_actions", "login": "github-actions[bot]", "kind": "installation",
            "permissions": {"contents": "write", "pull_requests": "write"},
        }),
    );
    let server = format!("http://{}", bench.host.host);
    let api = bench.host.api();
    let bench = bench
        .with("GITHUB_ACTIONS", "true")
        .with("GITHUB_TOKEN", "ghs_actions")
        .with("GITHUB_SERVER_URL", server)
        .with("GITHUB_API_URL", api);
    let ran = bench.amends(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("WARNING") && ran.stderr.contains("start no workflows"), "{}", ran.stderr);
    assert_eq!(
        (&bench.only()["state"], &bench.only()["user"]),
        (&json!("open"), &json!("github-actions[bot]"))
    );
    bench.settled();
    bench.person_commits("main", json!({"a.py": twice()}));
    assert_eq!(actions(&bench.fine(&[])), ["update"]);
    bench.settled();
}

#[test]
#[ignore = "make test-forge runs it"]
fn a_repository_that_moved_elsewhere_gets_no_token() {
    let other = Host::new("github", &json!({}));
    let bench = Bench::new("");
    let headers = json!({"location": format!("{}/repos/{REPO}", other.api())});
    bench
        .host
        .fault(json!({"path": "/repos/acme/relay", "kind": "answer", "status": 301, "headers": headers}));
    let ran = bench.amends(&[]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(other.log().is_empty());
}
