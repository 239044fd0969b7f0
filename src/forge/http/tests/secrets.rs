//! Where tokens go, and where they do not.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use crate::forge::http::testing::{FakeClock, Play, Server, answer};
use crate::forge::http::{Api, Auth, Redact, Repeat, Request, Secret, is_loopback};

use super::{TOKEN, api, post};

fn refused(base: &str, token: &str) -> Option<String> {
    let auth = Auth::Bearer(Secret::new(token));
    let api = Api::new(base, auth, &[], Box::new(FakeClock::default()));
    api.err().map(|error| error.to_string())
}

#[test]
fn without_encryption_only_on_this_machine() {
    for base in [
        "http://github.example.com/api/v3",
        "http://10.0.0.1",
        "http://127.0.0.1.example.org",
        "http://[::2]:80",
    ] {
        let text = refused(base, "abcd").unwrap_or_default();
        assert!(
            text.ends_with("is to be asked without encryption (http:): no token is sent that way"),
            "{base}: {text}"
        );
    }
    for base in [
        "http://localhost:3000",
        "http://127.0.0.1:3000/api/v1",
        "http://[::1]:3000",
        "https://api.github.com",
        "https://github.example.com:8443/api/v3/",
    ] {
        assert_eq!(refused(base, "abcd"), None, "{base}");
    }
    for (host, expected) in [
        ("127.0.0.1", true),
        ("127.8.9.1", true),
        ("LocalHost", true),
        ("[::1]", true),
        ("[0:0:0:0:0:0:0:1]", true),
        ("128.0.0.1", false),
        ("0.0.0.0", false),
        ("127.0.0.1.nip.io", false),
        ("localhost.example.org", false),
        ("[::]", false),
        ("", false),
    ] {
        assert_eq!(is_loopback(host), expected, "{host}");
    }
}

#[test]
fn an_address_that_is_none_is_refused_without_being_shown() {
    for base in [
        "",
        "api.github.com",
        "ftp://api.github.com",
        "https://",
        "https://u:abcd@api.github.com",
        "https://api.github.com?x=abcd",
        "https://api.github.com:abcd/",
        "https://api.github.com:99999/",
    ] {
        let text = refused(base, "abcd");
        assert_eq!(
            text.as_deref(),
            Some("the address of the forge's API is none (https://HOST/…)"),
            "{base}"
        );
    }
}

#[test]
fn a_token_that_cannot_be_one_is_refused_without_being_shown() {
    for token in ["", "abc def", "abc\r\nX-Evil: 1", "abc\n", "tökén", "abc\u{7f}"] {
        let text = refused("https://api.github.com", token);
        assert_eq!(
            text.as_deref(),
            Some("the token is empty, or has characters that no token has"),
            "{token:?}"
        );
    }
}

#[test]
fn what_the_forge_echoes_is_shown_without_the_token() {
    let basic = STANDARD.encode(format!("x-access-token:{TOKEN}"));
    let echo = format!("Bad token {TOKEN} in Basic {basic} for {TOKEN}!");
    let body = format!(r#"{{"message": "{echo}"}}"#);
    let server = Server::start([
        answer(401, &[], &body),
        answer(429, &[("Retry-After", "9999")], &body),
        answer(500, &[], &body),
        answer(500, &[], &echo),
        answer(302, &[("Location", &format!("https://{TOKEN}.example.org/"))], ""),
        answer(200, &[], &format!(r#""{TOKEN}""#)),
        Play::Say(format!("HTTP/1.1 200 {TOKEN}\r\n{TOKEN}\r\n\r\n").into_bytes()),
    ]);
    let (mut api, clock) = api(&server.base());
    let mut texts = Vec::new();
    for _ in 0..7 {
        let error = api.json::<u64>(&post(Repeat::LookFirst)).expect_err("an error");
        texts.push(format!("{error} {error:?}"));
    }
    texts.extend(clock.waits().into_iter().map(|(_, why)| why));
    for text in &texts {
        let lower = text.to_lowercase();
        assert!(!lower.contains(&TOKEN.to_lowercase()) && !lower.contains("0123456789"), "{text}");
        assert!(!text.contains(&basic[20..36]), "{text}");
    }
    assert!(
        texts[0].starts_with("POST /repos/o/r/pulls: the forge says 401: Bad token (secret) in Basic "),
        "{}",
        texts[0]
    );
    assert!(texts[0].contains("for (secret)!"), "{}", texts[0]);
}

#[test]
fn base64_is_found_after_user_names_of_all_lengths() {
    let secret = Secret::new("s3cr3t/+~token_value");
    let redact = Redact::of([&secret]);
    for user in ["", "a", "ab", "abc", "oauth2", "x-access-token"] {
        for after in ["", "x", "xy"] {
            let plain = format!("{user}:s3cr3t/+~token_value{after}");
            for code in [STANDARD.encode(&plain), URL_SAFE.encode(&plain)] {
                let text = redact.clean(&format!("Basic {code} end"));
                assert!(text.contains("(secret)") && text.ends_with(" end"), "{text}");
                // A digit or two at each end depend on the neighbours and may stay.
                let rest: usize = text.replace("(secret)", "").len() - "Basic  end".len();
                assert!(rest <= (user.len() + 1 + after.len()).div_ceil(3) * 4 + 4, "{plain}: {text}");
            }
        }
    }
    assert_eq!(redact.clean("https://x/?t=s3cr3t%2F%2B~token_value"), "https://x/?t=(secret)");
    // A cut does not come before that.
    let long = format!("{}s3cr3t/+~token_value", "x".repeat(490));
    assert_eq!(
        redact.clean(&long),
        format!("{}(secret)", "x".repeat(490)).chars().take(500).collect::<String>()
    );
}

#[test]
fn secrets_do_not_print() {
    let auth = Auth::Bearer(Secret::new("abcdef"));
    assert_eq!(format!("{auth:?}"), "Bearer(Secret(…))");
    let server = Server::start([answer(200, &[], "{}")]);
    let mut api = Api::new(&server.base(), auth, &[], Box::new(FakeClock::default())).expect("an API");
    api.send(&Request::get("/x").with("q", "1")).expect("an answer");
    assert!(!server.lines()[0].contains("abcdef"));
}
