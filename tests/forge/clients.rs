//! GitLab, Gitea and Forgejo through their clients, against the rig: what is asked and written fits the descriptions,
//! and what comes of it is what a forge then has.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use amends::forge::gitea::Gitea;
use amends::forge::gitlab::GitLab;
use amends::forge::http::{Api, Auth, Clock, Secret};
use amends::forge::{Forge, ForgeError, ForkRule, Opened, Opening, Seen, SeenState, Wishes};
use amends::git::Oid;
use amends::pr::remote::Remote;
use serde_json::{Value, json};

use super::harness::Host;

const KINDS: [&str; 3] = ["gitea", "forgejo", "gitlab"];
const BRANCH: &str = "amends/t";

/// Time that passes only by waiting.
struct Leaps(Duration);

impl Clock for Leaps {
    fn now(&self) -> u64 {
        1_800_000_000 + self.0.as_secs()
    }

    fn elapsed(&self) -> Duration {
        self.0
    }

    fn wait(&mut self, time: Duration, _: &str) {
        self.0 += time;
    }

    fn jitter(&mut self) -> f64 {
        0.5
    }
}

/// `acme/relay` of an organisation; `bot`, whose token is `t`, has `level` there. `ada` may write.
fn host(kind: &str, level: &str, settings: &Value) -> Host {
    let host = Host::new(kind, settings);
    for login in ["bot", "ada"] {
        host.act("addUser", json!({"login": login}));
    }
    host.act("addUser", json!({"login": "acme", "type": "Organization", "teams": ["core"]}));
    host.act("addToken", json!({"token": "t", "login": "bot"}));
    let repository = json!({
        "owner": "acme", "name": "relay", "files": {"a.py": "x = 1\n"}, "access": {"bot": level, "ada": "write"},
        "labels": ["bug"], "milestones": ["0.9", "1.0"],
    });
    host.act("addRepo", repository);
    host
}

fn client(kind: &str, host: &Host) -> Box<dyn Forge> {
    let secret = Secret::new("t");
    let auth = if kind == "gitlab" { Auth::Bearer(secret) } else { Auth::Token(secret) };
    let api = Api::new(&host.api(), auth, &[], Box::new(Leaps(Duration::ZERO))).expect("an API");
    let remote = Remote::parse(&host.url("acme/relay")).expect("a remote");
    match kind {
        "gitlab" => Box::new(GitLab::new(api, remote, None, ForkRule::Auto)),
        _ => Box::new(Gitea::new(api, remote, None, ForkRule::Auto)),
    }
}

/// A client that is past `prepare`, where `bot` may write, with a commit on the branch.
fn prepared(kind: &str) -> (Host, Box<dyn Forge>, String) {
    let host = host(kind, "write", &json!({}));
    let mut client = client(kind, &host);
    let target = client.prepare(true).expect("a repository");
    assert_eq!((target.place.as_str(), target.default_branch.as_str()), ("acme/relay", "main"), "{kind}");
    assert_eq!((target.push_url, target.login.as_deref()), (host.url("acme/relay"), Some("bot")), "{kind}");
    let head = commits(&host, "acme/relay", BRANCH, "x = 2\n");
    (host, client, head)
}

fn commits(host: &Host, repository: &str, branch: &str, text: &str) -> String {
    let files = json!({"a.py": text});
    let made = host.act("humanCommits", json!({"repo": repository, "branch": branch, "files": files}));
    made.as_str().expect("a commit").to_string()
}

fn opening(branch: &str) -> Opening<'_> {
    Opening {
        branch,
        target: "main",
        title: "Fix one",
        body: "What and why.\n\n<!-- amends -->",
        draft: false,
        maintainer_can_modify: true,
    }
}

fn open(client: &mut dyn Forge) -> Opened {
    client.open(&opening(BRANCH)).expect("a pull request")
}

fn only(seen: Vec<Seen>) -> Seen {
    assert_eq!(seen.len(), 1, "{seen:#?}");
    seen.into_iter().next().expect("one")
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).into()).collect()
}

#[test]
#[ignore = "make test-forge runs it"]
fn one_is_opened_and_dressed_and_then_nothing_is_written() {
    for kind in KINDS {
        let (host, mut client, head) = prepared(kind);
        let opened = open(&mut *client);
        assert_eq!(opened.number, 1, "{kind}");
        host.act("humanEdits", json!({"repo": "acme/relay", "number": 1, "change": {"labels": ["theirs"]}}));
        let wishes = Wishes {
            labels: strings(&["bug"]),
            reviewers: strings(&["ada"]),
            team_reviewers: vec![],
            assignees: strings(&["ada"]),
            milestone: Some("1.0".into()),
        };
        assert_eq!(client.dress(1, &wishes, "Final."), Ok(vec![]), "{kind}");
        let state = host.state("acme/relay");
        let pull = &state["pulls"][0];
        assert_eq!((&pull["title"], &pull["body"]), (&json!("Fix one"), &json!("Final.")), "{kind}");
        assert_eq!((&pull["head"]["ref"], &pull["base"]["ref"]), (&json!(BRANCH), &json!("main")), "{kind}");
        let mut labels: Vec<&str> =
            pull["labels"].as_array().expect("labels").iter().filter_map(Value::as_str).collect();
        labels.sort_unstable();
        assert_eq!(labels, ["bug", "theirs"], "{kind}");
        assert_eq!((&pull["reviewers"], &pull["assignees"]), (&json!(["ada"]), &json!(["ada"])), "{kind}");
        assert_eq!(pull["milestone"], 2, "{kind}");
        host.forget();

        // A second run, with a client of its own, sees all of that and writes nothing.
        let mut again = self::client(kind, &host);
        again.prepare(true).expect("a repository");
        let seen = only(again.open_pulls().expect("a list"));
        assert_eq!((seen.number, seen.branch.as_str(), seen.target.as_str()), (1, BRANCH, "main"), "{kind}");
        assert_eq!((seen.head.as_str(), seen.body.as_str()), (head.as_str(), "Final."), "{kind}");
        assert_eq!((seen.state, &seen.url), (SeenState::Open, &opened.url), "{kind}");
        assert_eq!(again.pulls_of(BRANCH).expect("a list").len(), 1, "{kind}");
        assert_eq!(again.pulls_of("amends/other"), Ok(vec![]), "{kind}");
        assert_eq!(again.recent_pulls(seen.opened).expect("a list").len(), 1, "{kind}");
        assert_eq!(again.recent_pulls(seen.opened + 1), Ok(vec![]), "{kind}");
        assert_eq!(again.tip(BRANCH), Ok(Oid::parse(&head)), "{kind}");
        assert_eq!(again.conflicts(1), Ok(Some(false)), "{kind}");
        assert_eq!(again.comments(1), Ok(vec![]), "{kind}");
        assert_eq!(host.writes(), [""; 0], "{kind}");
        host.check();
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn what_is_there_already_is_refused_as_a_conflict() {
    for kind in KINDS {
        let (_host, mut client, _) = prepared(kind);
        open(&mut *client);
        let error = client.open(&opening(BRANCH)).expect_err("twice");
        assert!(matches!(error, ForgeError::Refused { status: 409, .. }), "{kind}: {error}");
        assert!(error.to_string().contains("already exists"), "{kind}: {error}");
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn names_that_the_forge_does_not_have_are_told() {
    for kind in KINDS {
        let (host, mut client, _) = prepared(kind);
        open(&mut *client);
        let wishes = Wishes {
            labels: strings(&["bug"]),
            reviewers: strings(&["ghost", "ada"]),
            team_reviewers: strings(&["core"]),
            assignees: strings(&["ghost"]),
            milestone: Some("2.0".into()),
        };
        let notes = client.dress(1, &wishes, "Final.").expect("dressed").join("\n");
        for said in ["reviewer ghost: ", "assignee ghost: ", "milestone 2.0: "] {
            assert!(notes.contains(said), "{kind}: {notes}");
        }
        let pull = host.state("acme/relay")["pulls"][0].clone();
        assert_eq!((&pull["reviewers"], &pull["labels"]), (&json!(["ada"]), &json!(["bug"])), "{kind}");
        assert_eq!((&pull["milestone"], &pull["body"]), (&Value::Null, &json!("Final.")), "{kind}");
        // GitLab knows no teams.
        assert_eq!(notes.contains("team core: "), kind == "gitlab", "{kind}: {notes}");
        let teams = if kind == "gitlab" { json!([]) } else { json!(["core"]) };
        assert_eq!(pull["team_reviewers"], teams, "{kind}");
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn what_people_do_is_seen() {
    for kind in KINDS {
        let (host, mut client, head) = prepared(kind);
        open(&mut *client);
        // Somebody commits.
        let theirs = commits(&host, "acme/relay", BRANCH, "x = 3\n");
        assert_ne!(theirs, head, "{kind}");
        let seen = only(client.open_pulls().expect("a list"));
        assert_eq!(seen.head.as_str(), theirs, "{kind}");
        let signature = client.signature(&seen.head).expect("an answer").expect("a commit");
        assert_eq!(signature.author, "Ada <ada@example.org>", "{kind}");
        assert_eq!(signature.committer, "Ada <ada@example.org>", "{kind}");
        assert_eq!(client.signature(&Oid::parse(&"1".repeat(40)).expect("a name")), Ok(None), "{kind}");
        // Somebody comments, and closes it.
        host.act("humanComments", json!({"repo": "acme/relay", "number": 1, "body": "No."}));
        assert_eq!(client.comments(1), Ok(strings(&["No."])), "{kind}");
        host.act("humanSetsState", json!({"repo": "acme/relay", "number": 1, "state": "closed"}));
        assert_eq!(client.open_pulls(), Ok(vec![]), "{kind}");
        assert_eq!(only(client.pulls_of(BRANCH).expect("a list")).state, SeenState::Closed, "{kind}");
        assert_eq!(client.conflicts(1), Ok(None), "{kind}");
        // Then the branch is deleted.
        host.act("humanDeletesBranch", json!({"repo": "acme/relay", "branch": BRANCH}));
        assert_eq!(client.tip(BRANCH), Ok(None), "{kind}");
        assert_eq!(only(client.pulls_of(BRANCH).expect("a list")).state, SeenState::Closed, "{kind}");
        // Another one is merged.
        commits(&host, "acme/relay", "amends/u", "x = 4\n");
        assert_eq!(client.open(&opening("amends/u")).expect("another").number, 2, "{kind}");
        host.act("humanMerges", json!({"repo": "acme/relay", "number": 2}));
        assert_eq!(only(client.pulls_of("amends/u").expect("a list")).state, SeenState::Merged, "{kind}");
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn a_conflict_is_seen_once_the_forge_knows() {
    for kind in KINDS {
        let (host, mut client, _) = prepared(kind);
        open(&mut *client);
        assert_eq!(client.conflicts(1), Ok(Some(false)), "{kind}");
        commits(&host, "acme/relay", "main", "x = 9\n");
        assert_eq!(client.conflicts(1), Ok(Some(true)), "{kind}");
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn it_is_updated_told_why_and_closed() {
    for kind in KINDS {
        let (host, mut client, _) = prepared(kind);
        client.open(&Opening { draft: true, ..opening(BRANCH) }).expect("a draft");
        let title = || host.state("acme/relay")["pulls"][0]["title"].clone();
        let prefix = if kind == "gitlab" { "Draft: " } else { "WIP: " };
        assert_eq!(title(), format!("{prefix}Fix one"), "{kind}");
        client.update(1, "Fix two", "New.").expect("updated");
        assert_eq!(title(), format!("{prefix}Fix two"), "{kind}");
        // A person says that it is ready, and it stays so.
        host.act("humanEdits", json!({"repo": "acme/relay", "number": 1, "change": {"title": "Fix two"}}));
        client.update(1, "Fix three", "Newer.").expect("updated");
        assert_eq!(title(), "Fix three", "{kind}");
        client.comment(1, "Nothing is left to do.\n/close").expect("a comment");
        client.close(1, "Newest.\n/merge").expect("closed");
        let pull = host.state("acme/relay")["pulls"][0].clone();
        assert_eq!(pull["state"], "closed", "{kind}");
        let slash = if kind == "gitlab" { "\\/" } else { "/" };
        assert_eq!(pull["body"], format!("Newest.\n{slash}merge"), "{kind}");
        let comment = format!("Nothing is left to do.\n{slash}close");
        assert_eq!(client.comments(1), Ok(vec![comment]), "{kind}");
        // Its branch is still there.
        assert!(client.tip(BRANCH).expect("an answer").is_some(), "{kind}");
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn a_fork_is_made_once_and_used() {
    for kind in KINDS {
        let host = host(kind, "read", &json!({}));
        let planned = client(kind, &host).prepare(false).expect("a plan");
        assert_eq!(
            (planned.place.as_str(), planned.is_fork, planned.exists),
            ("bot/relay", true, false),
            "{kind}"
        );
        assert_eq!(host.writes(), [""; 0], "{kind}");

        let mut first = client(kind, &host);
        let target = first.prepare(true).expect("a fork");
        assert_eq!(
            (target.place.as_str(), target.is_fork, target.exists),
            ("bot/relay", true, true),
            "{kind}"
        );
        assert_eq!(target.push_url, host.url("bot/relay"), "{kind}");
        assert_eq!(host.writes().len(), 1, "{kind}");
        let head = commits(&host, "bot/relay", BRANCH, "x = 2\n");
        // Somebody has a branch of that name in the repository itself, with a pull request of their own.
        commits(&host, "acme/relay", BRANCH, "x = 5\n");
        host.act("addToken", json!({"token": "ada's", "login": "ada"}));
        let (path, new) = match kind {
            "gitlab" => (
                "/projects/acme%2Frelay/merge_requests",
                json!({"title": "T", "source_branch": BRANCH, "target_branch": "main"}),
            ),
            _ => ("/repos/acme/relay/pulls", json!({"title": "T", "head": BRANCH, "base": "main"})),
        };
        assert_eq!(host.raw("ada's", "POST", path, Some(&new)).0, 201, "{kind}");
        assert_eq!(open(&mut *first).number, 2, "{kind}");
        let pull = host.state("acme/relay")["pulls"][1].clone();
        assert_eq!(
            (&pull["head"]["repo"], &pull["head"]["sha"]),
            (&json!("bot/relay"), &json!(head)),
            "{kind}"
        );
        assert_eq!(pull["maintainer_can_modify"], true, "{kind}");
        host.forget();

        let mut again = client(kind, &host);
        assert_eq!(again.prepare(true).expect("a fork"), target, "{kind}");
        assert_eq!(only(again.open_pulls().expect("a list")).number, 2, "{kind}");
        assert_eq!(only(again.pulls_of(BRANCH).expect("a list")).number, 2, "{kind}");
        assert_eq!(again.tip(BRANCH), Ok(Oid::parse(&head)), "{kind}");
        assert_eq!(host.writes(), [""; 0], "{kind}");
        // Without rights there, what is wished for is not given; that is told, and is no error.
        let wishes = Wishes { labels: strings(&["bug"]), ..Wishes::default() };
        let notes = again.dress(2, &wishes, "Final.").expect("dressed");
        assert_eq!(notes.len(), 1, "{kind}: {notes:?}");
        let pull = host.state("acme/relay")["pulls"][1].clone();
        assert_eq!((&pull["body"], &pull["labels"]), (&json!("Final."), &json!([])), "{kind}");
        host.check();
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn lists_are_read_to_their_end() {
    for kind in KINDS {
        let host = host(kind, "write", &json!({"page": 1}));
        let mut client = client(kind, &host);
        client.prepare(true).expect("a repository");
        for at in 0..3 {
            let branch = format!("amends/t{at}");
            commits(&host, "acme/relay", &branch, &format!("x = {at}2\n"));
            client.open(&opening(&branch)).expect("one");
            client.comment(1, &format!("{at}")).expect("a comment");
        }
        commits(&host, "acme/relay", "feature", "x = 7\n");
        client.open(&opening("feature")).expect("another's");
        assert_eq!(client.open_pulls().expect("a list").len(), 3, "{kind}");
        assert_eq!(client.recent_pulls(0).expect("a list").len(), 3, "{kind}");
        for at in 0..3 {
            let seen = only(client.pulls_of(&format!("amends/t{at}")).expect("a list"));
            assert_eq!(seen.number, at + 1, "{kind}");
        }
        assert_eq!(client.comments(1), Ok(strings(&["0", "1", "2"])), "{kind}");
        let wishes = Wishes { labels: strings(&["bug"]), milestone: Some("1.0".into()), ..Wishes::default() };
        assert_eq!(client.dress(1, &wishes, "Final."), Ok(vec![]), "{kind}");
    }
}

/// What goes wrong at a write, and whether it was carried out all the same.
fn accidents() -> [(Value, bool); 4] {
    [
        (json!({"method": "WRITE", "kind": "reset"}), false),
        (json!({"method": "WRITE", "kind": "lost"}), true),
        (json!({"method": "WRITE", "kind": "replaced", "status": 502}), true),
        (json!({"method": "WRITE", "kind": "answer", "status": 500}), false),
    ]
}

#[test]
#[ignore = "make test-forge runs it"]
fn what_may_have_been_done_is_said_so_and_then_seen() {
    for kind in KINDS {
        for (fault, is_done) in accidents() {
            let (host, mut client, _) = prepared(kind);
            host.fault(fault.clone());
            let error = client.open(&opening(BRANCH)).expect_err("an accident");
            assert!(matches!(error, ForgeError::Ambiguous { .. }), "{kind} {fault}: {error}");
            assert_eq!(
                client.pulls_of(BRANCH).expect("a list").len(),
                usize::from(is_done),
                "{kind} {fault}"
            );
            assert_eq!(host.writes().len(), 1, "{kind} {fault}");
            if !is_done {
                open(&mut *client);
            }
            host.forget();
            host.fault(fault.clone());
            let error = client.comment(1, "Why.").expect_err("an accident");
            assert!(matches!(error, ForgeError::Ambiguous { .. }), "{kind} {fault}: {error}");
            let comments = client.comments(1).expect("a list");
            assert_eq!(comments.len(), usize::from(is_done), "{kind} {fault}");
            assert_eq!(host.writes().len(), 1, "{kind} {fault}");
        }
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn what_is_the_same_twice_is_sent_again() {
    let waits = [
        json!({"method": "WRITE", "kind": "answer", "status": 429, "body": {"message": "Too many requests"}}),
        json!({"method": "WRITE", "kind": "answer", "status": 503, "headers": {"retry-after": "7"}}),
    ];
    for kind in KINDS {
        for fault in accidents().into_iter().map(|(fault, _)| fault).chain(waits.clone()) {
            let (host, mut client, _) = prepared(kind);
            open(&mut *client);
            host.forget();
            host.fault(fault.clone());
            client.update(1, "Fix two", "New.").expect("updated");
            assert_eq!(host.writes().len(), 2, "{kind} {fault}");
            host.forget();
            host.fault(fault.clone());
            client.close(1, "Gone.").expect("closed");
            assert_eq!(host.writes().len(), 2, "{kind} {fault}");
            let pull = host.state("acme/relay")["pulls"][0].clone();
            assert_eq!(
                (&pull["state"], &pull["body"]),
                (&json!("closed"), &json!("Gone.")),
                "{kind} {fault}"
            );
        }
        // Limits are obeyed by what must not be sent twice, too: it was not carried out.
        let (host, mut client, _) = prepared(kind);
        host.fault(waits[0].clone());
        open(&mut *client);
        assert_eq!(host.state("acme/relay")["pulls"].as_array().map(Vec::len), Some(1), "{kind}");
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn questions_are_asked_again_and_refusals_are_not() {
    for kind in KINDS {
        let (host, mut client, _) = prepared(kind);
        open(&mut *client);
        for fault in [
            json!({"method": "GET", "kind": "reset", "times": 2}),
            json!({"method": "GET", "kind": "answer", "status": 503, "times": 2}),
            json!({"method": "GET", "kind": "answer", "status": 429, "headers": {"retry-after": "3"}, "times": 2}),
        ] {
            host.forget();
            host.fault(fault.clone());
            assert_eq!(client.open_pulls().expect("a list").len(), 1, "{kind} {fault}");
            assert_eq!(host.log().len(), 3, "{kind} {fault}");
        }
        for status in [403, 422] {
            host.forget();
            let body = json!({"message": "You may not."});
            host.fault(json!({"method": "WRITE", "kind": "answer", "status": status, "body": body}));
            let error = client.close(1, "Gone.").expect_err("refused");
            assert!(
                matches!(error, ForgeError::Refused { status: said, .. } if said == status),
                "{kind}: {error}"
            );
            assert!(error.to_string().contains("You may not."), "{kind}: {error}");
            assert_eq!(host.writes().len(), 1, "{kind}");
        }
        host.forget();
        assert_eq!(only(client.open_pulls().expect("a list")).state, SeenState::Open, "{kind}");
    }
}

#[test]
#[ignore = "make test-forge runs it"]
fn breaches_of_what_the_forge_takes_are_seen() {
    const GITEA: &str = "/repos/acme/relay";
    const GITLAB: &str = "/projects/acme%2Frelay";
    let cases = [
        ("gitea", "POST", format!("{GITEA}/pulls"), json!({"title": "T", "draft": true}), "found 'draft'"),
        ("gitea", "GET", format!("{GITEA}/pulls?state=all&head=x"), Value::Null, "head is not described"),
        ("gitea", "PATCH", format!("{GITEA}/pulls/1"), json!({"labels": ["bug"]}), "must be integer"),
        (
            "forgejo",
            "POST",
            format!("{GITEA}/issues/1/comments"),
            json!({"text": "x"}),
            "required property 'body'",
        ),
        ("forgejo", "PUT", format!("{GITEA}/pulls/1/merge"), json!({}), "is not described"),
        (
            "gitlab",
            "PUT",
            format!("{GITLAB}/merge_requests/1"),
            json!({"labels": ["bug"]}),
            "labels is not known",
        ),
        ("gitlab", "POST", format!("{GITLAB}/merge_requests"), json!({"title": "T"}), "has no source_branch"),
        ("gitlab", "GET", format!("{GITLAB}/merge_requests?stat=opened"), Value::Null, "stat is not known"),
        ("gitlab", "GET", format!("{GITLAB}/merge_requests?state=open"), Value::Null, "state is open"),
        (
            "gitlab",
            "POST",
            format!("{GITLAB}/merge_requests/1/notes"),
            json!({"body": "/close"}),
            "is carried out",
        ),
        (
            "gitlab",
            "PUT",
            format!("{GITLAB}/merge_requests/1"),
            json!({"milestone_id": "1"}),
            "of the wrong kind",
        ),
    ];
    for (kind, method, path, body, what) in cases {
        let host = host(kind, "write", &json!({}));
        let body = (!body.is_null()).then_some(&body);
        host.raw("t", method, &path, body);
        let said = format!("{:?}", host.log()[0].violations);
        assert!(said.contains(what), "{kind} {method} {path}: {said}");
        let dropped = catch_unwind(AssertUnwindSafe(|| drop(host)));
        assert!(dropped.is_err(), "{kind} {method} {path}");
    }
}
