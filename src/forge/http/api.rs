//! One API at one address: sends requests, waits as a good citizen does, follows pages. Knows no forge.

use serde::de::DeserializeOwned;
use ureq::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::origin::Address;
use super::redact::Redact;
use super::wire::{Failure, LARGEST, Reply, Wire};
use super::{Answer, Auth, Clock, Repeat, Request, segment};
use crate::forge::ForgeError;

/// How many pages of a list are read.
const MOST_PAGES: usize = 300;

/// An API. Requests go one at a time.
pub struct Api {
    /// Without a slash at the end.
    base: Address,
    wire: Wire,
    redact: Redact,
    clock: Box<dyn Clock>,
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
        let wire = Wire::new(&base.origin, sent);
        Ok(Api { base, wire, redact, clock })
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

    fn exchange(&mut self, request: &Request, address: &Address) -> Result<Reply, ForgeError> {
        let body = request.body.as_ref().map(|body| body.to_string().into_bytes());
        let name = request.name();
        let reply = match self.wire.send(request.method, address, body.as_deref()) {
            Ok(reply) => reply,
            Err(Failure::TooLarge) => {
                let reason = format!("the answer is larger than {} MiB", LARGEST / 1024 / 1024);
                return Err(ForgeError::Nonsense { request: name, reason });
            }
            Err(Failure::NotSent(reason) | Failure::NeverSent(reason)) => {
                return Err(ForgeError::Unreachable { request: name, reason: self.redact.clean(&reason) });
            }
            Err(Failure::Broken(reason)) => {
                let reason = self.redact.clean(&reason);
                return Err(match request.repeat {
                    Repeat::Free => ForgeError::Unreachable { request: name, reason },
                    Repeat::LookFirst => ForgeError::Ambiguous { request: name, reason },
                });
            }
        };
        if (200..300).contains(&reply.status) {
            return Ok(reply);
        }
        let message = self.redact.clean(&String::from_utf8_lossy(&reply.body));
        Err(ForgeError::Refused { request: name, status: reply.status, message })
    }

    fn read<T: DeserializeOwned>(&self, request: &Request, body: &[u8]) -> Result<T, ForgeError> {
        serde_json::from_slice(body).map_err(|error| self.nonsense(request, &error.to_string()))
    }

    fn nonsense(&self, request: &Request, reason: &str) -> ForgeError {
        ForgeError::Nonsense { request: request.name(), reason: self.redact.clean(reason) }
    }
}

/// The address of the next page in a `Link` header (RFC 8288): `<https://…?page=2>; rel="next", <…>; rel="last"`.
fn next_page(header: &str) -> Option<&str> {
    let mut rest = header;
    loop {
        let (_, after) = rest.split_once('<')?;
        let (address, after) = after.split_once('>')?;
        let parameters = after.split('<').next().unwrap_or_default();
        let is_next = parameters.split([';', ',']).any(|parameter| {
            let Some((name, value)) = parameter.split_once('=') else { return false };
            let value = value.trim().trim_matches('"');
            name.trim().eq_ignore_ascii_case("rel")
                && value.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("next"))
        });
        if is_next {
            return Some(address);
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::next_page;

    #[test]
    fn the_next_page_is_found_among_others() {
        for (header, expected) in [
            (r#"<https://a/x?page=2>; rel="next", <https://a/x?page=9>; rel="last""#, Some("https://a/x?page=2")),
            (r#"<https://a/x?page=1>; rel="prev", <https://a/x?page=3>; rel="next""#, Some("https://a/x?page=3")),
            ("<https://a/x?q=a,b;c&page=2>;rel=next", Some("https://a/x?q=a,b;c&page=2")),
            (r#"</x?page=2>; title="t"; rel="last next""#, Some("/x?page=2")),
            (r#"<https://a/x?page=1>; rel="first", <https://a/x?page=9>; rel="last""#, None),
            (r#"<https://a/x>; title="rel=next""#, None),
            ("nothing", None),
            ("<https://a/x", None),
        ] {
            assert_eq!(next_page(header), expected, "{header}");
        }
    }
}
