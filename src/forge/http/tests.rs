//! [`super::Api`] against a server on this machine, with a clock that does not wait.

mod limits;
mod lists;
mod secrets;

use std::net::TcpListener;
use std::time::Duration;

use serde_json::{Value, json};

use super::testing::{FakeClock, Play, Server, answer};
use super::{Api, Auth, Method, Repeat, Request, Secret, segment};
use crate::forge::ForgeError;

const TOKEN: &str = "ghs_0123456789abcdefABCDEF";

fn api(base: &str) -> (Api, FakeClock) {
    let clock = FakeClock::default();
    let auth = Auth::Bearer(Secret::new(TOKEN));
    let api = Api::new(base, auth, &[("Accept", "application/x+json")], Box::new(clock.clone()));
    (api.expect("an API"), clock)
}

fn post(repeat: Repeat) -> Request {
    Request::write(Method::Post, "/repos/o/r/pulls", json!({"title": "ü"}), repeat)
}

#[test]
fn a_request_is_sent_as_it_is_meant() {
    let server = Server::start([answer(201, &[], r#"{"number": 7}"#), answer(204, &[], "")]);
    let (mut api, clock) = api(&format!("{}/api/v3/", server.base()));
    let path = format!("/repos/{}/r", segment("ü /?#%"));
    let value: Value =
        api.json(&Request::write(Method::Patch, path, json!({"a": ["b"]}), Repeat::Free)).expect("an answer");
    assert_eq!(value, json!({"number": 7}));
    let answer = api.send(&Request::get("/user").with("q", "a b&c=d").with("page", "2")).expect("an answer");
    assert_eq!((answer.status, answer.body.as_slice()), (204, &b""[..]));
    let got = server.got();
    assert_eq!(got[0].line, "PATCH /api/v3/repos/%C3%BC%20%2F%3F%23%25/r");
    assert_eq!(got[0].body, r#"{"a":["b"]}"#);
    assert_eq!(got[1].line, "GET /api/v3/user?q=a%20b%26c%3Dd&page=2");
    for (name, values) in [
        ("authorization", [Some("Bearer ghs_0123456789abcdefABCDEF"); 2]),
        ("accept", [Some("application/x+json"); 2]),
        ("user-agent", [Some(concat!("amends/", env!("CARGO_PKG_VERSION"))); 2]),
        ("content-type", [Some("application/json"), None]),
        ("content-length", [Some("11"), None]),
        ("expect", [None; 2]),
    ] {
        assert_eq!([got[0].header(name), got[1].header(name)], values, "{name}");
    }
    assert_eq!(clock.times(), [0; 0]);
}

#[test]
fn gitea_is_sent_its_kind_of_authorization_and_nobody_a_missing_one() {
    for (auth, expected) in [(Auth::Token(Secret::new("abc-def")), Some("token abc-def")), (Auth::None, None)]
    {
        let server = Server::start([answer(200, &[], "{}")]);
        let mut api = Api::new(&server.base(), auth, &[], Box::new(FakeClock::default())).expect("an API");
        api.send(&Request::get("/version")).expect("an answer");
        assert_eq!(server.got()[0].header("authorization"), expected);
    }
}

#[test]
fn writes_go_a_second_apart_and_reads_do_not_wait() {
    let server = Server::start((0..5).map(|_| answer(200, &[], "{}")));
    let (mut api, clock) = api(&server.base());
    let get = Request::get("/user");
    for request in [&get, &post(Repeat::Free), &get] {
        api.send(request).expect("an answer");
    }
    assert_eq!(clock.times(), [0; 0]);
    // What passes meanwhile counts.
    api.clock().wait(Duration::from_millis(300), "something else");
    api.send(&post(Repeat::LookFirst)).expect("an answer");
    assert_eq!(clock.waits().last(), Some(&(700, "writes go a second apart".to_string())));
    api.clock().wait(Duration::from_secs(1), "something else");
    api.send(&post(Repeat::Free)).expect("an answer");
    assert_eq!(clock.times(), [300, 700, 1000]);
}

#[test]
fn what_is_not_there_is_none_only_where_that_is_asked_for() {
    let missing = || answer(404, &[], r#"{"message": "Not Found"}"#);
    let server =
        Server::start([missing(), missing(), answer(200, &[], "3"), answer(403, &[], r#"{"message":"No"}"#)]);
    let (mut api, _) = api(&server.base());
    let get = Request::get("/x");
    assert_eq!(api.maybe::<u64>(&get), Ok(None));
    let error = api.json::<u64>(&get).expect_err("an error");
    assert_eq!(error.to_string(), "GET /x: the forge says 404: Not Found");
    assert_eq!(api.maybe::<u64>(&get), Ok(Some(3)));
    let error = api.maybe::<u64>(&get).expect_err("an error");
    assert_eq!(error.to_string(), "GET /x: the forge says 403: No");
}

#[test]
fn an_answer_of_another_shape_is_nonsense() {
    let server = Server::start([answer(200, &[], "<html>"), answer(200, &[], r#"{"number": "ghs_x"}"#)]);
    let (mut api, _) = api(&server.base());
    for _ in 0..2 {
        let error = api.json::<u64>(&Request::get("/x")).expect_err("an error");
        assert!(matches!(&error, ForgeError::Nonsense { request, .. } if request == "GET /x"), "{error}");
    }
}

#[test]
fn refusals_say_what_the_forge_says() {
    let body = r#"{"message":"Validation Failed\u001b[31m","errors":[{"field":"head","code":"invalid"}]}"#;
    let long = format!(r#"{{"message":"{}"}}"#, "ü".repeat(600));
    let server = Server::start([answer(422, &[], body), answer(400, &[], &long), answer(401, &[], "<html>")]);
    let (mut api, clock) = api(&server.base());
    let errors = [(); 3].map(|()| api.send(&post(Repeat::LookFirst)).expect_err("an error").to_string());
    assert_eq!(
        errors[0],
        "POST /repos/o/r/pulls: the forge says 422: Validation Failed\\u{1b}[31m: head: invalid"
    );
    assert_eq!(errors[1], format!("POST /repos/o/r/pulls: the forge says 400: {}…", "ü".repeat(500)));
    assert_eq!(errors[2], "POST /repos/o/r/pulls: the forge says 401: it gives no reason");
    assert_eq!(clock.times(), [1000, 1000], "only the pace");
}

#[test]
fn huge_answers_are_refused() {
    let huge = || {
        let mut bytes = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
        bytes.resize(bytes.len() + 32 * 1024 * 1024 + 1, b' ');
        Play::Say(bytes)
    };
    let server = Server::start([huge(), huge()]);
    let (mut api, clock) = api(&server.base());
    let error = api.send(&Request::get("/x")).expect_err("an error");
    assert_eq!(error.to_string(), "GET /x: the answer makes no sense: it is larger than 32 MiB");
    let error = api.send(&post(Repeat::LookFirst)).expect_err("an error");
    assert!(matches!(error, ForgeError::Ambiguous { .. }), "{error}");
    assert_eq!(clock.times(), [0; 0]);
}

#[test]
fn before_it_is_sent_anything_can_be_repeated() {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = free.local_addr().expect("an address");
    drop(free);
    // Nothing listens there until the second wait.
    let (mut api, clock) = api(&format!("http://{address}"));
    let mut count = 0;
    clock.at_wait(move || {
        count += 1;
        if count == 2 {
            let listener = TcpListener::bind(address).expect("the same port");
            Server::on(listener, [answer(201, &[], "{}")]);
        }
    });
    api.send(&post(Repeat::LookFirst)).expect("an answer in the end");
    let refused = |time| (time, "the connection is refused".to_string());
    // The pause before a try is longer than the pace.
    assert_eq!(clock.waits(), [refused(1_250), refused(2_500)]);
}

#[test]
fn who_cannot_be_reached_is_tried_five_times() {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = free.local_addr().expect("an address");
    drop(free);
    let (mut api, clock) = api(&format!("http://{address}"));
    let error = api.send(&post(Repeat::LookFirst)).expect_err("an error");
    assert_eq!(error.to_string(), "POST /repos/o/r/pulls: the connection is refused (5 tries)");
    assert!(matches!(error, ForgeError::Unreachable { .. }));
    assert_eq!(clock.times(), [1_250, 2_500, 5_000, 10_000]);
}

#[test]
fn a_lost_answer_is_asked_for_again_unless_that_could_do_it_twice() {
    let server = Server::start([Play::HangUp, answer(200, &[], "{}"), Play::HangUp]);
    let (mut api, clock) = api(&server.base());
    api.send(&post(Repeat::Free)).expect("an answer");
    assert_eq!(clock.times(), [1_250]);
    let error = api.send(&post(Repeat::LookFirst)).expect_err("an error");
    assert!(matches!(error, ForgeError::Ambiguous { .. }), "{error}");
    let text = error.to_string();
    assert!(text.starts_with("POST /repos/o/r/pulls: the connection broke: "), "{text}");
    assert!(text.ends_with("; it is not known whether it was carried out"), "{text}");
    assert_eq!(server.lines().len(), 3);
}

#[test]
fn half_an_answer_is_none() {
    let half = Play::Say(b"HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"number\":".to_vec());
    let server = Server::start([half.clone(), answer(200, &[], "{}"), half]);
    let (mut api, _) = api(&server.base());
    api.send(&Request::get("/x")).expect("an answer");
    let error = api.send(&post(Repeat::LookFirst)).expect_err("an error");
    assert!(matches!(error, ForgeError::Ambiguous { .. }), "{error}");
}

#[test]
fn silence_ends_after_a_time() {
    let server = Server::start([Play::Dawdle(Duration::from_secs(5)), answer(200, &[], "{}")]);
    let clock = FakeClock::default();
    let whole = Duration::from_millis(200);
    let mut api =
        Api::patient(&server.base(), Auth::None, &[], Box::new(clock.clone()), whole).expect("an API");
    let error = api.send(&post(Repeat::LookFirst)).expect_err("an error");
    assert!(
        matches!(&error, ForgeError::Ambiguous { reason, .. } if reason.starts_with("no answer within")),
        "{error}"
    );
    assert_eq!((server.lines().len(), clock.times()), (1, vec![]));
}

#[test]
fn a_server_without_encryption_is_not_asked_again() {
    use std::io::{Read as _, Write as _};
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        let Ok((mut stream, _)) = listener.accept() else { return };
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let (mut api, clock) = api(&format!("https://{address}"));
    let error = api.send(&post(Repeat::LookFirst)).expect_err("an error");
    let expected = [
        "POST /repos/o/r/pulls: the server does not speak TLS at this address",
        // Where there are none, it does not get that far.
        "POST /repos/o/r/pulls: this machine has no certificates to trust: install its ca-certificates, or set \
         SSL_CERT_FILE",
    ];
    assert!(expected.contains(&error.to_string().as_str()), "{error}");
    assert_eq!(clock.times(), [0; 0]);
}
