//! Lists of several pages, and redirects: both lead to addresses that the forge names.

use crate::forge::ForgeError;
use crate::forge::http::testing::{Server, answer};
use crate::forge::http::{Repeat, Request};

use super::{api, post};

#[test]
fn pages_are_followed_to_the_end() {
    let server = Server::start([
        answer(200, &[("Link", r#"</items?page=2>; rel="next", </items?page=3>; rel="last""#)], "[1, 2]"),
        answer(200, &[("Link", r#"</items?page=3>; rel="next""#)], "[3, 4]"),
        answer(200, &[("Link", r#"</items?page=1>; rel="first""#)], "[5]"),
    ]);
    let (mut api, _) = api(&server.base());
    let mut seen = Vec::new();
    let all = api.pages::<u64>(&Request::get("/items").with("per_page", "2"), |page| {
        seen.push(page.len());
        true
    });
    assert_eq!(all, Ok(vec![1, 2, 3, 4, 5]));
    assert_eq!(seen, [2, 2, 1]);
    assert_eq!(server.lines(), ["GET /items?per_page=2", "GET /items?page=2", "GET /items?page=3"]);
}

#[test]
fn pages_end_where_the_caller_has_enough() {
    let server = Server::start([answer(200, &[("Link", r#"</items?page=2>; rel="next""#)], "[1, 2]")]);
    let (mut api, _) = api(&server.base());
    assert_eq!(api.pages::<u64>(&Request::get("/items"), |page| !page.contains(&2)), Ok(vec![1, 2]));
}

#[test]
fn a_page_elsewhere_is_not_asked_for() {
    let other = Server::start([answer(200, &[], "[2]")]);
    for next in [
        format!("{}/items?page=2", other.base()),
        format!("{}/items", other.base().replace("http:", "")),
        "ftp://127.0.0.1/x".into(),
        "items?page=2".into(),
    ] {
        let link = format!(r#"<{next}>; rel="next""#);
        let server = Server::start([answer(200, &[("Link", &link)], "[1]")]);
        let (mut api, _) = api(&server.base());
        let error = api.pages::<u64>(&Request::get("/items"), |_| true).expect_err("an error");
        assert_eq!(
            error.to_string(),
            "GET /items: the answer makes no sense: the next page of the list is said to be elsewhere"
        );
    }
    assert!(other.got().is_empty());
}

#[test]
fn a_list_without_end_ends() {
    let page = || answer(200, &[("Link", r#"</items>; rel="next""#)], "[1]");
    let server = Server::start((0..300).map(|_| page()));
    let (mut api, _) = api(&server.base());
    let error = api.pages::<u64>(&Request::get("/items"), |_| true).expect_err("an error");
    assert_eq!(error.to_string(), "GET /items: the answer makes no sense: the list has more than 300 pages");
}

#[test]
fn a_moved_repository_is_found_on_the_same_host() {
    for status in [301, 302, 307, 308] {
        let server = Server::start([
            answer(status, &[("Location", "/repositories/1/pulls")], r#"{"message":"Moved"}"#),
            answer(201, &[], "{}"),
        ]);
        let (mut api, clock) = api(&server.base());
        api.send(&post(Repeat::LookFirst)).expect("an answer");
        assert_eq!(server.lines(), ["POST /repos/o/r/pulls", "POST /repositories/1/pulls"], "{status}");
        let got = server.got();
        assert_eq!(got[0].body, got[1].body);
        assert_eq!(got[0].header("authorization"), got[1].header("authorization"));
        assert_eq!(clock.times(), [0; 0]);
    }
}

#[test]
fn a_redirect_to_another_host_is_not_followed() {
    let other = Server::start([answer(200, &[], "{}")]);
    for status in [301, 302, 303, 307, 308] {
        let location = format!("{}/secret-path?code=1", other.base());
        let server = Server::start([answer(status, &[("Location", &location)], "")]);
        let (mut api, _) = api(&server.base());
        let error = api.send(&Request::get("/repos/o/r")).expect_err("an error");
        let expected = format!(
            "GET /repos/o/r: the forge says {status}: the repository has moved to {}, or one must log in there; the \
             token is not sent to other hosts, so change the remote's URL if it has moved",
            other.base()
        );
        assert_eq!(error.to_string(), expected);
    }
    assert!(other.got().is_empty());
}

#[test]
fn redirects_without_end_or_sense_are_refused() {
    let around = || answer(302, &[("Location", "/x")], "");
    let server = Server::start([around(), around(), around(), around()]);
    let (mut api, _) = api(&server.base());
    let error = api.send(&Request::get("/x")).expect_err("an error");
    assert_eq!(
        error.to_string(),
        "GET /x: the forge says 302: it leads from one address to the next without end"
    );
    assert_eq!(server.lines().len(), 4);
    for (status, headers, expected) in [
        (303, &[("Location", "/y")][..], "it leads to another kind of request"),
        (302, &[("Location", "javascript:x")], "it leads to an address that is none"),
        (302, &[("Location", "y")], "it leads to an address that is none"),
        (302, &[], "it gives no reason"),
    ] {
        let server = Server::start([answer(status, headers, "")]);
        let (mut api, _) = super::api(&server.base());
        let error = api.send(&Request::get("/x")).expect_err("an error");
        assert!(
            matches!(&error, ForgeError::Refused { message, .. } if message == expected),
            "{status} {headers:?}: {error}"
        );
    }
}
