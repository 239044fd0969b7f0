//! Branches, signatures, and commits through the git data API.

use serde_json::{Value, json};

use super::server::{Reply, Server, no, ok, silence};
use super::{A, B, C, fork_answers, forked, oid, plain};
use crate::forge::{BranchDraft, CommitDraft, FileDraft, Forge, ForgeError, Signature};
use crate::git::Oid;

const BRANCH: &str = "amends/am101";
const TREE: &str = "1111111111111111111111111111111111111111";
const TREE_2: &str = "2222222222222222222222222222222222222222";
const BLOB: &str = "3333333333333333333333333333333333333333";

fn git_ref(name: &str, sha: &str) -> Value {
    json!({ "ref": name, "object": { "sha": sha, "type": "commit" } })
}

fn at(sha: &str) -> Reply {
    ok(git_ref("refs/heads/amends/am101", sha))
}

fn nowhere() -> Reply {
    no(404, "Not Found")
}

fn made(sha: &str) -> Reply {
    ok(json!({ "sha": sha, "url": "" }))
}

fn base_commit() -> Reply {
    ok(json!({ "sha": A, "tree": { "sha": TREE, "url": "" } }))
}

fn file(path: &str, content: &[u8]) -> FileDraft {
    FileDraft { path: path.into(), mode: "100644".into(), content: content.into() }
}

fn commit(message: &str, files: Vec<FileDraft>) -> CommitDraft {
    CommitDraft { message: message.into(), files }
}

/// Commits one file, based on A, with the answers to everything before the branch is moved to C.
fn move_branch(from: Option<&Oid>, rest: Vec<Reply>) -> (Result<Oid, ForgeError>, Vec<(String, Value)>) {
    let tip = || from.map_or_else(nowhere, |from| at(from.as_str()));
    let start = vec![tip(), base_commit(), made(TREE_2), made(C), tip()];
    let server = Server::with(start.into_iter().chain(rest));
    let commits = [commit("Keep tasks", vec![file("a.py", b"x\n")])];
    let base = oid(A);
    let draft = BranchDraft { branch: BRANCH, base: &base, commits: &commits };
    let result = plain(&server).commit(&draft, from);
    (result, server.sent().split_off(5))
}

#[test]
fn the_end_of_a_branch_is_that_of_exactly_this_branch() {
    let longer = || git_ref("refs/heads/amends/am101-2", B);
    let both = json!([longer(), git_ref("refs/heads/amends/am101", A)]);
    for (answer, expected) in [
        (at(A), Some(oid(A))),
        (nowhere(), None),
        (no(409, "Git Repository is empty."), None),
        (ok(longer()), None),
        (ok(json!([longer()])), None),
        (ok(both), Some(oid(A))),
    ] {
        let server = Server::with([answer]);
        assert_eq!(plain(&server).tip(BRANCH), Ok(expected));
        assert_eq!(server.lines(), ["GET /repos/octo/tools/git/ref/heads%2Famends%2Fam101"]);
    }
}

#[test]
fn branches_of_a_fork_are_asked_for_there() {
    let server = Server::with(fork_answers().into_iter().chain([at(A)]));
    let mut github = forked(&server);
    server.sent();
    assert_eq!(github.tip(BRANCH), Ok(Some(oid(A))));
    assert_eq!(server.lines(), ["GET /repos/ada/tools/git/ref/heads%2Famends%2Fam101"]);
}

#[test]
fn the_signature_of_a_commit() {
    let known = json!({
        "sha": A,
        "commit": {
            "author": { "name": "Ada", "email": "ada@example.com", "date": "2001-09-09T01:46:40Z" },
            "committer": { "name": "GitHub", "email": "noreply@github.com" },
            "message": "x",
        },
        "author": { "login": "ada" },
        "committer": { "login": "web-flow" },
        "files": [],
    });
    let mut nobodys = known.clone();
    nobodys["author"] = json!({});
    nobodys["commit"]["author"] = Value::Null;
    let shown = |author: &str, login: Option<&str>| Signature {
        author: author.into(),
        committer: "GitHub <noreply@github.com>".into(),
        login: login.map(Into::into),
    };
    for (answer, expected) in [
        (ok(known.clone()), Some(shown("Ada <ada@example.com>", Some("ada")))),
        (ok(nobodys), Some(shown(" <>", None))),
        (nowhere(), None),
        (no(422, "No commit found for SHA"), None),
        (no(409, "Git Repository is empty."), None),
    ] {
        let server = Server::with([answer]);
        assert_eq!(plain(&server).signature(&oid(A)), Ok(expected));
        assert_eq!(server.lines(), [format!("GET /repos/octo/tools/commits/{A}?per_page=1")]);
    }
    let server = Server::with([ok(known)]);
    let error = plain(&server).signature(&oid(B)).expect_err("another commit");
    assert!(matches!(error, ForgeError::Nonsense { .. }), "{error}");
}

#[test]
fn commits_are_made_one_on_the_other_and_then_the_branch() {
    const D: &str = "dddddddddddddddddddddddddddddddddddddddd";
    const TREE_3: &str = "4444444444444444444444444444444444444444";
    let server = Server::with([
        nowhere(),
        base_commit(),
        made(BLOB),
        made(TREE_2),
        made(C),
        made(TREE_3),
        made(D),
        nowhere(),
        at(D),
    ]);
    let latin = file("b.py", b"# caf\xE9\n");
    let script = FileDraft { mode: "100755".into(), ..file("run.py", b"y\r\n") };
    let commits =
        [commit("One", vec![file("d/a.py", "é\n".as_bytes()), latin]), commit("Two\n\nWhy", vec![script])];
    let base = oid(A);
    let draft = BranchDraft { branch: BRANCH, base: &base, commits: &commits };
    assert_eq!(plain(&server).commit(&draft, None), Ok(oid(D)));
    let repository = "/repos/octo/tools";
    let tip = (format!("GET {repository}/git/ref/heads%2Famends%2Fam101"), Value::Null);
    let post = |rest: &str, body: Value| (format!("POST {repository}/git/{rest}"), body);
    assert_eq!(
        server.sent(),
        [
            tip.clone(),
            (format!("GET {repository}/git/commits/{A}"), Value::Null),
            // "# caf\xE9\n" is 23 20 63 61 66 E9 0A.
            post("blobs", json!({ "content": "IyBjYWbpCg==", "encoding": "base64" })),
            post(
                "trees",
                json!({ "base_tree": TREE, "tree": [
                    { "path": "d/a.py", "mode": "100644", "type": "blob", "content": "é\n" },
                    { "path": "b.py", "mode": "100644", "type": "blob", "sha": BLOB },
                ]}),
            ),
            post("commits", json!({ "message": "One", "tree": TREE_2, "parents": [A] })),
            post(
                "trees",
                json!({ "base_tree": TREE_2, "tree": [
                    { "path": "run.py", "mode": "100755", "type": "blob", "content": "y\r\n" },
                ]}),
            ),
            post("commits", json!({ "message": "Two\n\nWhy", "tree": TREE_3, "parents": [C] })),
            tip,
            post("refs", json!({ "ref": "refs/heads/amends/am101", "sha": D })),
        ]
    );
}

#[test]
fn text_that_might_not_survive_as_text_is_sent_as_bytes() {
    let large = vec![b'#'; (1 << 20) + 1];
    for content in [&b"\xEF\xBB\xBFx"[..], b"a\0b", &large] {
        let server =
            Server::with([nowhere(), base_commit(), made(BLOB), made(TREE_2), made(C), nowhere(), at(C)]);
        let commits = [commit("One", vec![file("a.py", content)])];
        let base = oid(A);
        let draft = BranchDraft { branch: BRANCH, base: &base, commits: &commits };
        plain(&server).commit(&draft, None).expect("committed");
        assert_eq!(server.lines()[2], "POST /repos/octo/tools/git/blobs");
    }
}

#[test]
fn a_branch_is_moved_with_force_only_where_it_does_not_lead_there() {
    let path = "PATCH /repos/octo/tools/git/refs/heads%2Famends%2Fam101";
    for (from, force) in [(B, true), (A, false)] {
        let (result, sent) = move_branch(Some(&oid(from)), vec![at(C)]);
        assert_eq!(result, Ok(oid(C)));
        assert_eq!(sent, [(path.into(), json!({ "sha": C, "force": force }))]);
    }
}

#[test]
fn a_branch_that_is_elsewhere_is_left_alone() {
    let commits = [commit("One", vec![file("a.py", b"x\n")])];
    let base = oid(A);
    let draft = BranchDraft { branch: BRANCH, base: &base, commits: &commits };
    let from = oid(B);
    // At once, and if it moves while the commits are made.
    let meanwhile = vec![at(B), base_commit(), made(TREE_2), made(C), at(A)];
    for (answers, from, writes) in [
        (vec![at(A)], Some(&from), 0),
        (vec![nowhere()], Some(&from), 0),
        (vec![at(A)], None, 0),
        (meanwhile, Some(&from), 2),
    ] {
        let server = Server::with(answers);
        let error = plain(&server).commit(&draft, from).expect_err("moved");
        assert_eq!(error, ForgeError::Moved { branch: BRANCH.into() });
        let lines = server.lines();
        assert_eq!(lines.iter().filter(|line| !line.starts_with("GET")).count(), writes);
        assert!(!lines.iter().any(|line| line.contains("/git/refs")), "{lines:?}");
    }
}

#[test]
fn after_a_move_without_an_answer_the_branch_is_looked_at() {
    let from = oid(B);
    // It was carried out; it was not; somebody else was faster.
    let (result, sent) = move_branch(Some(&from), vec![silence(), at(C)]);
    assert_eq!((result, sent.len()), (Ok(oid(C)), 2));
    let (result, sent) = move_branch(Some(&from), vec![silence(), at(B), at(C)]);
    assert_eq!((result, sent.len()), (Ok(oid(C)), 3));
    assert!(sent[0] == sent[2] && sent[1].0.starts_with("GET "), "{sent:?}");
    let (result, sent) = move_branch(None, vec![silence(), at(A)]);
    assert_eq!((result, sent.len()), (Err(ForgeError::Moved { branch: BRANCH.into() }), 2));
}

#[test]
fn a_refused_move_says_why() {
    let (result, _) = move_branch(None, vec![no(422, "Reference already exists"), at(A)]);
    assert_eq!(result, Err(ForgeError::Moved { branch: BRANCH.into() }));
    let (result, _) = move_branch(Some(&oid(B)), vec![no(422, "Rule violations found"), at(B)]);
    assert!(matches!(result, Err(ForgeError::Refused { status: 422, .. })), "{result:?}");
    let (result, sent) = move_branch(Some(&oid(B)), vec![no(403, "Forbidden")]);
    assert!(matches!(result, Err(ForgeError::Refused { status: 403, .. })), "{result:?}");
    assert_eq!(sent.len(), 1);
}
