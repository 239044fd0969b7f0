//! One API at one address: sends requests, waits as a good citizen does, follows pages. Knows no forge.

use std::time::Duration;

use serde::de::DeserializeOwned;
use ureq::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::link::next_page;
use super::origin::Address;
use super::redact::Redact;
use super::wire::Wire;
use super::{Answer, Auth, Clock, Request, segment};
use crate::forge::ForgeError;

/// How many pages of a list are read.
const MOST_PAGES: usize = 300;

/// How long one request may take, with its answer.
const WHOLE: Duration = Duration::from_secs(60);

/// An API. Requests go one at a time.
///
/// Writes go a second apart. Limits are obeyed, and what cannot be reached or fails is tried again, by the rule in
/// `retry.rs`; a [`Repeat::LookFirst`](super::Repeat::LookFirst) request only if it is certain that it was not carried
/// out. Redirects are followed on the same origin. Errors hold what the forge says, without the token.
pub struct Api {
    /// Without a slash at the end.
    pub(super) base: Address,
    pub(super) wire: Wire,
    pub(super) redact: Redact,
    pub(super) clock: Box<dyn Clock>,
    /// When the last write ended.
    pub(super) last_write: Option<Duration>,
    /// How long it has waited for limits and between tries.
    pub(super) waited: Duration,
}

impl Api {
    /// The API at `base` (`https://api.github.com`), with headers that go with each request.
    ///
    /// # Errors
    /// `base` is no address, or is one without encryption that is not of this machine, or the token or a header
    /// cannot be sent.
    pub fn new(
        base: &str,
        auth: Auth,
        headers: &[(&str, &str)],
        clock: Box<dyn Clock>,
    ) -> Result<Self, ForgeError> {
        Api::patient(base, auth, headers, clock, WHOLE)
    }

    /// The same, with the time that one request may take.
    pub(super) fn patient(
        base: &str,
        auth: Auth,
        headers: &[(&str, &str)],
        clock: Box<dyn Clock>,
        whole: Duration,
    ) -> Result<Self, ForgeError> {
        let unsupported = |text: String| ForgeError::Unsupported(text);
        let mut base = Address::parse(base)
            .filter(|address| !address.rest.contains('?'))
            .ok_or_else(|| unsupported("the address of the forge's API is none (https://HOST/…)".into()))?;
        base.rest.truncate(base.rest.trim_end_matches('/').len());
        if !base.origin.is_https() && !base.origin.is_loopback() {
            let host = base.origin.host();
            let text = format!("{host} is to be asked without encryption (http:): no token is sent that way");
            return Err(unsupported(text));
        }
        let mut sent = HeaderMap::new();
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).ok();
            let (Some(name), Ok(value)) = (name, HeaderValue::from_str(value)) else {
                return Err(unsupported("a header that goes with each request is none".into()));
            };
            sent.insert(name, value);
        }
        let (scheme, secret) = match &auth {
            Auth::None => ("", None),
            Auth::Bearer(secret) => ("Bearer", Some(secret)),
            Auth::Token(secret) => ("token", Some(secret)),
        };
        if let Some(secret) = secret {
            let is_good =
                !secret.expose().is_empty() && secret.expose().bytes().all(|byte| byte.is_ascii_graphic());
            let value = HeaderValue::from_str(&format!("{scheme} {}", secret.expose()));
            let Some(mut value) = value.ok().filter(|_| is_good) else {
                return Err(unsupported("the token is empty, or has characters that no token has".into()));
            };
            value.set_sensitive(true);
            sent.insert(header::AUTHORIZATION, value);
        }
        let redact = Redact::of(secret);
        let wire = Wire::new(&base.origin, sent, whole);
        Ok(Api { base, wire, redact, clock, last_write: None, waited: Duration::ZERO })
    }

    /// Sends a request. `Ok` only for 2xx.
    ///
    /// # Errors
    /// See [`ForgeError`].
    pub fn send(&mut self, request: &Request) -> Result<Answer, ForgeError> {
        let address = self.address(request);
        let reply = self.exchange(request, &address)?;
        Ok(Answer { status: reply.status, body: reply.body })
    }

    /// Sends a request and reads the answer.
    ///
    /// # Errors
    /// As above, and [`ForgeError::Nonsense`] if the answer is not a `T`.
    pub fn json<T: DeserializeOwned>(&mut self, request: &Request) -> Result<T, ForgeError> {
        let answer = self.send(request)?;
        self.read(request, &answer.body)
    }

    /// The same, with `None` where there is no such thing (404).
    ///
    /// # Errors
    /// As above.
    pub fn maybe<T: DeserializeOwned>(&mut self, request: &Request) -> Result<Option<T>, ForgeError> {
        match self.json(request) {
            Ok(value) => Ok(Some(value)),
            Err(ForgeError::Refused { status: 404, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Reads a list, page by page, as far as `more` says yes; it is asked after each page, with what that holds.
    ///
    /// # Errors
    /// As above. A next page on another host, or more than 300 pages, are [`ForgeError::Nonsense`]: a list that is
    /// not whole must not be taken for one.
    pub fn pages<T: DeserializeOwned>(
        &mut self,
        request: &Request,
        mut more: impl FnMut(&[T]) -> bool,
    ) -> Result<Vec<T>, ForgeError> {
        let mut address = self.address(request);
        let mut all = Vec::new();
        for _ in 0..MOST_PAGES {
            let reply = self.exchange(request, &address)?;
            let page: Vec<T> = self.read(request, &reply.body)?;
            let goes_on = more(&page);
            all.extend(page);
            let Some(next) = reply.header("link").and_then(next_page).filter(|_| goes_on) else {
                return Ok(all);
            };
            address = address
                .join(next)
                .filter(|next| next.origin == self.base.origin)
                .ok_or_else(|| self.nonsense(request, "the next page of the list is said to be elsewhere"))?;
        }
        Err(self.nonsense(request, &format!("the list has more than {MOST_PAGES} pages")))
    }

    /// The clock, for whoever waits for something else.
    pub fn clock(&mut self) -> &mut dyn Clock {
        &mut *self.clock
    }

    fn address(&self, request: &Request) -> Address {
        let query: Vec<String> =
            request.query.iter().map(|(name, value)| format!("{name}={}", segment(value))).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        let rest = format!("{}{}{mark}{}", self.base.rest, request.path, query.join("&"));
        Address { origin: self.base.origin.clone(), rest }
    }

    fn read<T: DeserializeOwned>(&self, request: &Request, body: &[u8]) -> Result<T, ForgeError> {
        serde_json::from_slice(body).map_err(|error| self.nonsense(request, &error.to_string()))
    }

    pub(super) fn nonsense(&self, request: &Request, reason: &str) -> ForgeError {
        ForgeError::Nonsense { request: request.name(), reason: self.redact.clean(reason) }
    }
}
