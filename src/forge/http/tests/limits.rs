//! Limits and failures of the forge.

use crate::forge::ForgeError;
use crate::forge::http::testing::{Server, answer};
use crate::forge::http::{Repeat, Request};

use super::{api, post};

#[test]
fn limits_are_waited_for_with_their_reason() {
    let server = Server::start([
        answer(429, &[("Retry-After", "7")], "Retry later"),
        answer(403, &[("retry-after", "Tue, 14 Nov 2023 22:14:00 GMT")], r#"{"message":"secondary"}"#),
        answer(403, &[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1700000100")], "{}"),
        answer(429, &[("RateLimit-Remaining", "0"), ("RateLimit-Reset", "1700000200")], "{}"),
        answer(
            403,
            &[("X-RateLimit-Remaining", "99")],
            r#"{"message":"You have exceeded a secondary rate limit"}"#,
        ),
        answer(201, &[], "{}"),
    ]);
    let (mut api, clock) = api(&server.base());
    // Not carried out, so that even this can be sent again.
    api.send(&post(Repeat::LookFirst)).expect("an answer in the end");
    assert_eq!(server.lines().len(), 6);
    // 7 s; from then, 22:13:27, until 22:14:00; until the two resets, 100 s and 200 s after 22:13:20, and a second; and
    // a minute for the one that says nothing.
    assert_eq!(clock.times(), [7_000, 33_000, 61_000, 100_000, 60_000]);
}

#[test]
fn a_limit_that_lasts_too_long_ends_it() {
    let body = r#"{"message":"API rate limit exceeded"}"#;
    let server = Server::start([
        answer(403, &[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1700003600")], body),
        answer(503, &[("Retry-After", "7200")], ""),
    ]);
    let (mut api, clock) = api(&server.base());
    let error = api.send(&post(Repeat::LookFirst)).expect_err("an error");
    assert_eq!(
        error.to_string(),
        "POST /repos/o/r/pulls: the forge limits requests and wants to be asked again in 3601 s: API rate limit exceeded"
    );
    let error = api.send(&Request::get("/x")).expect_err("an error");
    assert!(matches!(error, ForgeError::Limited { .. }), "{error}");
    assert_eq!(clock.times(), [0; 0]);
}

#[test]
fn a_run_does_not_wait_for_ever_in_all() {
    let limit = || answer(429, &[("Retry-After", "700")], "");
    let done = || answer(200, &[], "{}");
    let server = Server::start([limit(), done(), limit(), done(), limit()]);
    let (mut api, clock) = api(&server.base());
    for _ in 0..2 {
        api.send(&Request::get("/x")).expect("an answer");
    }
    let error = api.send(&Request::get("/x")).expect_err("an error");
    assert!(matches!(error, ForgeError::Limited { .. }), "{error}");
    assert_eq!(clock.times(), [700_000, 700_000]);
}

#[test]
fn rights_are_refused_at_once() {
    let body = r#"{"message":"Resource not accessible by integration"}"#;
    let server =
        Server::start([answer(403, &[("X-RateLimit-Remaining", "4999")], body), answer(403, &[], body)]);
    let (mut api, clock) = api(&server.base());
    for _ in 0..2 {
        let error = api.send(&Request::get("/x")).expect_err("an error");
        assert_eq!(error.to_string(), "GET /x: the forge says 403: Resource not accessible by integration");
    }
    assert_eq!(clock.times(), [0; 0]);
}

#[test]
fn a_bare_403_or_429_waits_a_minute_and_longer() {
    let server = Server::start([answer(403, &[], "<html>"), answer(429, &[], ""), answer(200, &[], "{}")]);
    let (mut api, clock) = api(&server.base());
    api.send(&Request::get("/x")).expect("an answer in the end");
    let limited = |time| (time, "the forge limits requests".to_string());
    assert_eq!(clock.waits(), [limited(60_000), limited(120_000)]);
}

#[test]
fn a_failing_forge_is_tried_five_times_with_growing_pauses() {
    let bad = || answer(502, &[], r#"{"message":"Server Error"}"#);
    let server = Server::start([bad(), bad(), bad(), bad(), bad()]);
    let (mut api, clock) = api(&server.base());
    let error = api.send(&Request::get("/x")).expect_err("an error");
    assert_eq!(error.to_string(), "GET /x: the forge says 502: Server Error (5 tries)");
    assert_eq!(clock.times(), [1_250, 2_500, 5_000, 10_000]);
    assert_eq!(clock.waits()[0].1, "the forge says 502");
}

#[test]
fn a_failing_forge_may_have_done_it() {
    let server = Server::start([
        answer(500, &[], "oh"),
        answer(503, &[("Retry-After", "20")], ""),
        answer(503, &[("Retry-After", "20")], ""),
        answer(200, &[], "{}"),
    ]);
    let (mut api, clock) = api(&server.base());
    let error = api.send(&post(Repeat::LookFirst)).expect_err("an error");
    assert_eq!(
        error.to_string(),
        "POST /repos/o/r/pulls: the forge says 500: oh; it is not known whether it was carried out"
    );
    // Who looks then asks the same forge: so the wait comes first.
    let error = api.send(&post(Repeat::LookFirst)).expect_err("an error");
    assert!(matches!(error, ForgeError::Ambiguous { .. }), "{error}");
    api.send(&post(Repeat::Free)).expect("an answer in the end");
    assert_eq!(clock.times(), [1_000, 20_000, 20_000]);
    assert_eq!(server.lines().len(), 4);
}
