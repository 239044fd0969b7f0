//! A GitHub App's way to a token: a signed statement of who it is, exchanged for a token of one repository that lasts
//! an hour. Knows nothing else of GitHub.
//!
//! Source: GitHub, "Generating a JSON Web Token (JWT) for a GitHub App" and "Authenticating as a GitHub App
//! installation".

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::ForgeError;
use super::http::{Api, Auth, Clock, Method, Repeat, Request, Secret, segment};
use super::token::{AppKey, Found, TokenSource};
use crate::pr::remote::Remote;

/// How long before now the statement begins, in seconds: clocks differ.
const BEFORE: u64 = 60;

/// How long after now it ends, in seconds: GitHub takes ten minutes at most, by its own clock.
const AFTER: u64 = 540;

/// An app that is installed on a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    /// Its token for that repository.
    pub found: Found,
    /// What its pull requests are shown to be by: `NAME[bot]`.
    pub login: String,
}

#[derive(Serialize)]
struct Claims<'c> {
    iat: u64,
    exp: u64,
    iss: &'c str,
}

#[derive(Deserialize)]
struct Installation {
    id: u64,
    app_slug: Option<String>,
    suspended_at: Option<String>,
}

#[derive(Deserialize)]
struct Slug {
    slug: String,
}

#[derive(Deserialize)]
struct AccessToken {
    token: String,
}

/// Gets the app's token for a repository: only for that one, and only for contents and pull requests. `base` and
/// `headers` are those of the API.
///
/// # Errors
/// The key is none, the app is not installed there or has not these rights, or as for any request.
pub fn install(
    app: &AppKey,
    remote: &Remote,
    base: &str,
    headers: &[(&str, &str)],
    clock: Box<dyn Clock>,
) -> Result<Installed, ForgeError> {
    let statement = statement(app, clock.now())?;
    let mut api = Api::new(base, Auth::Bearer(statement), headers, clock)?;
    let place = format!("/repos/{}/{}/installation", segment(remote.owner()), segment(remote.name()));
    let installation: Installation = match api.json(&Request::get(place)) {
        Ok(installation) => installation,
        Err(ForgeError::Refused { status: 404, .. }) => {
            let text = format!("the app {} is not installed on {}", app.id, remote.path);
            return Err(ForgeError::Unsupported(text));
        }
        Err(ForgeError::Refused { request, status: 401, message }) => {
            let hint = "is AMENDS_APP_ID that of the key, and is this machine's clock right?";
            return Err(ForgeError::Refused { request, status: 401, message: format!("{message}; {hint}") });
        }
        Err(error) => return Err(error),
    };
    if installation.suspended_at.is_some() {
        let text = format!("the app {} is suspended for {}", app.id, remote.owner());
        return Err(ForgeError::Unsupported(text));
    }
    let wanted = json!({
        "repositories": [remote.name()],
        "permissions": {"contents": "write", "pull_requests": "write"},
    });
    let place = format!("/app/installations/{}/access_tokens", installation.id);
    // A second token would do no harm.
    let token: AccessToken = api.json(&Request::write(Method::Post, place, wanted, Repeat::Free))?;
    let slug = match installation.app_slug.filter(|slug| !slug.is_empty()) {
        Some(slug) => slug,
        None => api.json::<Slug>(&Request::get("/app"))?.slug,
    };
    let found = Found { secret: Secret::new(token.token), source: TokenSource::App, is_actions: false };
    Ok(Installed { found, login: format!("{slug}[bot]") })
}

/// The signed statement, for ten minutes from now (in seconds since 1970).
fn statement(app: &AppKey, now: u64) -> Result<Secret, ForgeError> {
    let wrong = |text: &str| ForgeError::Unsupported(format!("the private key of the app {} {text}", app.id));
    let text = app.key.expose().trim();
    if let Some(problem) = problem(text) {
        return Err(wrong(problem));
    }
    let key = EncodingKey::from_rsa_pem(text.as_bytes()).map_err(|_| wrong(DAMAGED))?;
    let claims = Claims { iat: now.saturating_sub(BEFORE), exp: now + AFTER, iss: &app.id };
    match encode(&Header::new(Algorithm::RS256), &claims, &key) {
        Ok(token) => Ok(Secret::new(token)),
        Err(error) => Err(match error.kind() {
            ErrorKind::RsaFailedSigning | ErrorKind::Signing(_) => {
                wrong("signs nothing: it may be too short")
            }
            _ => wrong(DAMAGED),
        }),
    }
}

const DAMAGED: &str = "is damaged: is it whole, with its line ends?";

/// What is wrong with a key, as far as its first line tells. Says nothing of what is in it.
fn problem(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        return Some("is empty");
    }
    if !text.contains("-----BEGIN ") {
        return Some("is not PEM: it should start with -----BEGIN RSA PRIVATE KEY-----");
    }
    if text.contains("ENCRYPTED") {
        return Some("is protected by a passphrase, which nobody can enter here");
    }
    for (kind, problem) in [
        ("BEGIN OPENSSH ", "is a key for ssh, not one of an app"),
        ("BEGIN EC ", "is one of elliptic curves; those of apps are RSA"),
        ("BEGIN CERTIFICATE", "is a certificate, not a key"),
        ("BEGIN PUBLIC ", "is a public key, not a private one"),
        ("BEGIN RSA PUBLIC ", "is a public key, not a private one"),
    ] {
        if text.contains(kind) {
            return Some(problem);
        }
    }
    (!text.contains("-----END ")).then_some(DAMAGED)
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{DecodingKey, Validation, decode};
    use serde_json::Value;

    use super::*;
    use crate::forge::http::testing::{FakeClock, NOW, Server, answer};

    /// Made for these tests, and opens nothing.
    const KEY: &str = include_str!("../../tests/forge/app/throw-away-test-key.pem");
    const KEY_PKCS8: &str = include_str!("../../tests/forge/app/throw-away-test-key.pkcs8.pem");
    const PUBLIC: &str = include_str!("../../tests/forge/app/throw-away-test-key.pub.pem");

    fn app(key: &str) -> AppKey {
        AppKey { id: "Iv23li".into(), key: Secret::new(key) }
    }

    fn installed(server: &Server) -> Result<Installed, ForgeError> {
        let remote = Remote::parse("https://github.com/o/r").expect("a URL");
        let clock = Box::new(FakeClock::default());
        install(&app(KEY), &remote, &server.base(), &[("Accept", "application/vnd.github+json")], clock)
    }

    /// What a statement says, if its signature is that of the key.
    fn claims(statement: &str) -> Value {
        let mut rules = Validation::new(Algorithm::RS256);
        rules.validate_exp = false;
        rules.set_required_spec_claims(&["exp", "iss"]);
        let key = DecodingKey::from_rsa_pem(PUBLIC.as_bytes()).expect("a key");
        decode::<Value>(statement, &key, &rules).expect("a good signature").claims
    }

    #[test]
    fn the_statement_is_signed_and_lasts_ten_minutes() {
        for key in [KEY, KEY_PKCS8, &format!("\n  {KEY}\n\n"), &KEY.replace('\n', "\r\n")] {
            let statement = statement(&app(key), NOW).expect("a statement");
            assert_eq!(
                claims(statement.expose()),
                json!({"iss": "Iv23li", "iat": 1_699_999_940, "exp": 1_700_000_540})
            );
        }
        let statement = statement(&app(KEY), NOW).expect("a statement");
        let other = statement.expose().replacen('.', ".e30", 1);
        let key = DecodingKey::from_rsa_pem(PUBLIC.as_bytes()).expect("a key");
        assert!(decode::<Value>(&other, &key, &Validation::new(Algorithm::RS256)).is_err());
    }

    #[test]
    fn a_wrong_key_is_told_by_what_it_is_and_not_shown() {
        let body: String = KEY.lines().filter(|line| !line.starts_with('-')).collect();
        let of = |kind: &str| format!("-----BEGIN {kind}-----\n{body}\n-----END {kind}-----\n");
        let cut = KEY.lines().take(10).collect::<Vec<_>>().join("\n");
        let old = KEY.replace("KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n");
        for (key, expected) in [
            (String::new(), "is empty"),
            (body.clone(), "is not PEM: it should start with -----BEGIN RSA PRIVATE KEY-----"),
            (of("ENCRYPTED PRIVATE KEY"), "is protected by a passphrase, which nobody can enter here"),
            (old, "is protected by a passphrase, which nobody can enter here"),
            (of("OPENSSH PRIVATE KEY"), "is a key for ssh, not one of an app"),
            (of("EC PRIVATE KEY"), "is one of elliptic curves; those of apps are RSA"),
            (of("CERTIFICATE"), "is a certificate, not a key"),
            (PUBLIC.into(), "is a public key, not a private one"),
            (cut, DAMAGED),
            (of("PRIVATE KEY"), DAMAGED),
            (of("RSA PRIVATE KEY").replace("MII", "MIA"), DAMAGED),
            (KEY.replacen('A', "!", 5), DAMAGED),
            (of("RSA PRIVATE KEY").replace(&body, "AAAA"), DAMAGED),
        ] {
            let error = statement(&app(&key), NOW).expect_err("no key");
            assert_eq!(
                error,
                ForgeError::Unsupported(format!("the private key of the app Iv23li {expected}")),
                "{key}"
            );
        }
    }

    #[test]
    fn the_token_is_for_one_repository_and_few_rights() {
        let server = Server::start([
            answer(200, &[], r#"{"id": 34, "app_slug": "tidy", "suspended_at": null}"#),
            answer(201, &[], r#"{"token": "ghs_new", "expires_at": "2023-11-14T23:13:20Z"}"#),
        ]);
        let found = Found { secret: Secret::new("ghs_new"), source: TokenSource::App, is_actions: false };
        assert_eq!(installed(&server), Ok(Installed { found, login: "tidy[bot]".into() }));
        let got = server.got();
        assert_eq!(
            server.lines(),
            ["GET /repos/o/r/installation", "POST /app/installations/34/access_tokens"]
        );
        for request in &got {
            let statement = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
            assert_eq!(claims(statement.expect("a statement"))["iss"], json!("Iv23li"));
            assert_eq!(request.header("accept"), Some("application/vnd.github+json"));
        }
        let sent: Value = serde_json::from_str(&got[1].body).expect("JSON");
        assert_eq!(
            sent,
            json!({"repositories": ["r"], "permissions": {"contents": "write", "pull_requests": "write"}})
        );
    }

    #[test]
    fn an_older_server_is_asked_for_the_name() {
        let server = Server::start([
            answer(200, &[], r#"{"id": 34}"#),
            answer(201, &[], r#"{"token": "ghs_new"}"#),
            answer(200, &[], r#"{"slug": "tidy"}"#),
        ]);
        assert_eq!(installed(&server).map(|installed| installed.login), Ok("tidy[bot]".into()));
        assert_eq!(server.lines()[2], "GET /app");
    }

    #[test]
    fn what_is_missing_is_said() {
        let good = || answer(200, &[], r#"{"id": 34, "app_slug": "tidy"}"#);
        for (plays, expected) in [
            (vec![answer(404, &[], r#"{"message":"Not Found"}"#)], "the app Iv23li is not installed on o/r"),
            (
                vec![answer(401, &[], r#"{"message":"A JSON web token could not be decoded"}"#)],
                "GET /repos/o/r/installation: the forge says 401: A JSON web token could not be decoded; is \
                 AMENDS_APP_ID that of the key, and is this machine's clock right?",
            ),
            (
                vec![answer(200, &[], r#"{"id": 34, "suspended_at": "2023-01-01T00:00:00Z"}"#)],
                "the app Iv23li is suspended for o",
            ),
            (
                vec![
                    good(),
                    answer(
                        422,
                        &[],
                        r#"{"message":"The permissions requested are not granted to this installation."}"#,
                    ),
                ],
                "POST /app/installations/34/access_tokens: the forge says 422: The permissions requested are not \
                 granted to this installation.",
            ),
            (
                vec![good(), answer(201, &[], r#"{"expires_at": "2023"}"#)],
                "POST /app/installations/34/access_tokens: the answer makes no sense: missing field `token` at line 1 \
                 column 22",
            ),
        ] {
            let server = Server::start(plays);
            assert_eq!(installed(&server).map_err(|error| error.to_string()), Err(expected.into()));
        }
    }
}
