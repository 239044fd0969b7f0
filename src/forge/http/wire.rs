//! Sends one request once and reads its answer. Repeats nothing and follows no redirect.

use std::io::{self, Read as _};
use std::time::Duration;

use ureq::config::AutoHeaderValue;
use ureq::http::{HeaderMap, HeaderValue, Request, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Error, Timeout};

use super::Method;
use super::origin::{Address, Origin};

/// How long it may take until the server is reached.
const REACH: Duration = Duration::from_secs(20);

/// How long an idle connection is used again. Many servers close it after five seconds, and a write that meets that
/// moment would be an ambiguous one.
const IDLE: Duration = Duration::from_secs(3);

/// How large an answer may be, in bytes.
pub(super) const LARGEST: usize = 32 * 1024 * 1024;

/// The connections to one origin.
pub(super) struct Wire {
    agent: Agent,
    headers: HeaderMap,
    /// How long one request may take, with its answer.
    whole: Duration,
}

/// What the server says.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Reply {
    /// A header's text, if it is one.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// Nothing was sent; it may be better later.
    NotSent(String),
    /// Nothing was sent, and it will not be better.
    NeverSent(String),
    /// The server may have got it.
    Broken(String),
    /// The answer is larger than [`LARGEST`].
    TooLarge,
}

impl Wire {
    /// Connections that send these headers with each request, and wait `whole` for its answer.
    pub(super) fn new(origin: &Origin, headers: HeaderMap, whole: Duration) -> Self {
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(whole))
            .timeout_resolve(Some(REACH))
            .timeout_connect(Some(REACH))
            .max_idle_age(IDLE)
            .user_agent(concat!("amends/", env!("CARGO_PKG_VERSION")))
            .accept_encoding(AutoHeaderValue::None)
            .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build());
        if origin.is_loopback() {
            // What stays on this machine is nothing for a proxy, least of all without encryption.
            config = config.proxy(None);
        }
        Wire { agent: config.build().new_agent(), headers, whole }
    }

    /// Sends a request.
    pub(super) fn send(
        &self,
        method: Method,
        address: &Address,
        body: Option<&[u8]>,
    ) -> Result<Reply, Failure> {
        let mut request = Request::builder().method(method.name()).uri(address.to_string());
        if let Some(headers) = request.headers_mut() {
            headers.clone_from(&self.headers);
            if body.is_some() {
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            }
        }
        let unfit = |_| Failure::NeverSent("its path is no part of an address".into());
        let answer = match (method, body) {
            (Method::Get, _) => self.agent.run(request.body(()).map_err(unfit)?),
            (_, body) => self.agent.run(request.body(body.unwrap_or_default()).map_err(unfit)?),
        };
        let mut answer = answer.map_err(|error| failure(&error, self.whole))?;
        let mut body = Vec::new();
        let read = answer.body_mut().as_reader().take(LARGEST as u64 + 1).read_to_end(&mut body);
        read.map_err(|error| Failure::Broken(read_failure(&error, self.whole)))?;
        if body.len() > LARGEST {
            return Err(Failure::TooLarge);
        }
        let (parts, _) = answer.into_parts();
        Ok(Reply { status: parts.status.as_u16(), headers: parts.headers, body })
    }
}

/// What an error means. The errors' own texts are used where they cannot hold an address: a proxy's may hold a
/// password.
fn failure(error: &Error, whole: Duration) -> Failure {
    let text = error.to_string();
    if text.contains("invalid peer certificate") {
        let reason = text.rsplit(": ").next().unwrap_or_default();
        return Failure::NeverSent(format!("the server's certificate is not trusted ({reason})"));
    }
    // Small containers have none.
    if text.contains("No CA certificates") {
        let reason =
            "this machine has no certificates to trust: install its ca-certificates, or set SSL_CERT_FILE";
        return Failure::NeverSent(reason.into());
    }
    // What rustls says when the first bytes that come are none of TLS.
    if text.contains("InvalidContentType") {
        return Failure::NeverSent("the server does not speak TLS at this address".into());
    }
    match error {
        Error::HostNotFound => Failure::NotSent("the host is not known".into()),
        Error::ConnectionFailed => Failure::NotSent("cannot connect".into()),
        Error::ConnectProxyFailed(_) => Failure::NotSent("the proxy does not connect".into()),
        Error::InvalidProxyUrl => Failure::NeverSent("the address of the proxy is none".into()),
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            Failure::NotSent(format!("cannot connect within {} s", REACH.as_secs()))
        }
        Error::Timeout(_) => Failure::Broken(format!("no answer within {} s", whole.as_secs())),
        Error::Io(error) => {
            use io::ErrorKind as Kind;
            match error.kind() {
                Kind::ConnectionRefused => Failure::NotSent("the connection is refused".into()),
                Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown => {
                    Failure::NotSent(format!("cannot connect: {error}"))
                }
                _ => Failure::Broken(format!("the connection broke: {error}")),
            }
        }
        Error::Http(_) | Error::BadUri(_) => {
            Failure::NeverSent("something in it cannot be part of a request".into())
        }
        Error::Protocol(_) => Failure::Broken("the answer is not HTTP".into()),
        Error::LargeResponseHeader(..) => Failure::Broken("the answer's headers are too large".into()),
        _ => Failure::Broken(text),
    }
}

/// Why an answer could not be read to its end.
fn read_failure(error: &io::Error, whole: Duration) -> String {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    match inner {
        Some(Error::Timeout(_)) => format!("no whole answer within {} s", whole.as_secs()),
        _ => format!("the answer broke off: {error}"),
    }
}
