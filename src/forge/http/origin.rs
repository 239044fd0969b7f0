//! Where an address leads: scheme, host and port, and what follows. Decides who may get a token. Sends nothing.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use ureq::http::Uri;

/// Scheme, host and port: two addresses of the same origin are answered by the same server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    is_https: bool,
    /// In lower case; IPv6 addresses in brackets.
    host: String,
    port: u16,
}

/// An address, as an origin and what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) origin: Origin,
    /// Path and query, starting with a slash.
    pub(super) rest: String,
}

impl Address {
    /// Reads a whole address. `None` if it is none, is of another scheme, or holds a user name.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let is_https = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let authority = uri.authority()?;
        let host = authority.host().to_ascii_lowercase();
        let is_written_out = match authority.as_str().rsplit_once(':') {
            Some((_, port)) if !port.ends_with(']') => authority.port_u16().is_some(),
            _ => true,
        };
        if host.is_empty() || authority.as_str().contains('@') || !is_written_out {
            return None;
        }
        let port = authority.port_u16().unwrap_or(if is_https { 443 } else { 80 });
        let rest = uri.path_and_query().map_or("/", |rest| rest.as_str());
        let rest = if rest.starts_with('/') { rest.to_string() } else { format!("/{rest}") };
        Some(Address { origin: Origin { is_https, host, port }, rest })
    }

    /// Where `location` leads from here: a whole address, one without a scheme, or a path from the top.
    pub(super) fn join(&self, location: &str) -> Option<Self> {
        if location.starts_with("//") {
            let scheme = if self.origin.is_https { "https" } else { "http" };
            return Address::parse(&format!("{scheme}:{location}"));
        }
        if location.starts_with('/') {
            return Address::parse(&format!("{}{location}", self.origin));
        }
        Address::parse(location)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.origin, self.rest)
    }
}

impl Origin {
    /// Whether it is encrypted.
    pub(super) fn is_https(&self) -> bool {
        self.is_https
    }

    /// Whether it is this machine.
    pub(super) fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }

    /// The host, with its port where that is not the usual one.
    pub(super) fn host(&self) -> String {
        let usual = if self.is_https { 443 } else { 80 };
        if self.port == usual { self.host.clone() } else { format!("{}:{}", self.host, self.port) }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_https { "https" } else { "http" };
        write!(formatter, "{scheme}://{}", self.host())
    }
}

/// Whether a host is this machine: only there may a token go without encryption. IPv6 addresses in brackets.
pub fn is_loopback(host: &str) -> bool {
    let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    match inner {
        Some(address) => address.parse().is_ok_and(|address: Ipv6Addr| address.is_loopback()),
        None => {
            host.eq_ignore_ascii_case("localhost")
                || host.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
        }
    }
}
