//! Tests of the GitHub client against answers written by hand from GitHub's description: what exactly is sent, and
//! what is made of the answers.

mod commits;
mod dress;
mod pulls;
mod repository;
mod server;

use serde_json::{Value, json};

use self::server::{Clockwork, Server};
use super::{GitHub, HEADERS};
use crate::forge::http::{Api, Auth, Secret};
use crate::forge::{Forge, ForkRule};
use crate::git::Oid;
use crate::pr::remote::Remote;

const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const B: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
const C: &str = "cccccccccccccccccccccccccccccccccccccccc";

fn oid(digits: &str) -> Oid {
    Oid::parse(digits).expect("a full name")
}

/// A client that was not prepared: for `octo/tools`, into which the branches go, too.
fn client(server: &Server, login: Option<&str>, fork: ForkRule) -> (GitHub, Clockwork) {
    let clock = Clockwork::default();
    let auth = Auth::Bearer(Secret::new("ghp_secret"));
    let api = Api::new(&server.base, auth, HEADERS, Box::new(clock.clone())).expect("an API");
    let remote = Remote::parse("https://github.com/octo/tools.git").expect("a remote");
    (GitHub::new(api, &remote, login.map(Into::into), fork), clock)
}

fn plain(server: &Server) -> GitHub {
    client(server, Some("ada"), ForkRule::Auto).0
}

/// One whose branches go to `ada/tools`; it has asked two questions.
fn forked(server: &Server) -> GitHub {
    let mut github = plain(server);
    let target = github.prepare(true).expect("a fork");
    assert!(target.is_fork);
    github
}

/// The answers that [`forked`] needs.
fn fork_answers() -> Vec<server::Reply> {
    let mut fork = repository("ada/tools", true);
    fork["parent"] = repository("octo/tools", false);
    fork["source"] = repository("octo/tools", false);
    vec![server::ok(repository("octo/tools", false)), server::ok(fork)]
}

fn repository(name: &str, push: bool) -> Value {
    json!({
        "id": 1,
        "full_name": name,
        "private": false,
        "default_branch": "trunk",
        "archived": false,
        "disabled": false,
        "has_pull_requests": true,
        "permissions": { "admin": false, "push": push, "pull": true },
    })
}

/// An open pull request of a branch in a repository.
fn pull(number: u64, place: &str, branch: &str) -> Value {
    let owner = place.split('/').next();
    json!({
        "number": number,
        "html_url": format!("https://github.com/octo/tools/pull/{number}"),
        "state": "open",
        "merged_at": null,
        "created_at": "2001-09-09T01:46:40Z",
        "body": "Text",
        "user": null,
        "labels": [],
        "draft": false,
        "head": {
            "label": "x", "ref": branch, "sha": A,
            "repo": { "full_name": place }, "user": { "login": owner },
        },
        "base": { "label": "y", "ref": "trunk", "sha": B, "repo": { "full_name": "octo/tools" }, "user": null },
    })
}
