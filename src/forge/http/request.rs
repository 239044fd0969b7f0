//! A request and its answer, as data. Sends nothing.

use serde_json::Value;

use super::Secret;

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Makes.
    Post,
    /// Changes.
    Patch,
    /// Sets.
    Put,
}

impl Method {
    /// As HTTP writes it.
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Patch => "PATCH",
            Method::Put => "PUT",
        }
    }
}

/// Whether a request may be sent again when it is not known if it was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Twice is as once.
    Free,
    /// Twice would be two; the caller looks first.
    LookFirst,
}

/// A request to the API.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The method. `Get` is free of the pace of writes.
    pub method: Method,
    /// The path after the API's address, starting with a slash; parts that are values go through [`segment`].
    pub path: String,
    /// The query, not yet encoded.
    pub query: Vec<(&'static str, String)>,
    /// What is sent, as JSON.
    pub body: Option<Value>,
    /// Whether it may be sent twice.
    pub repeat: Repeat,
}

impl Request {
    /// One that reads.
    pub fn get(path: impl Into<String>) -> Self {
        Request {
            method: Method::Get,
            path: path.into(),
            query: Vec::new(),
            body: None,
            repeat: Repeat::Free,
        }
    }

    /// One that writes.
    pub fn write(method: Method, path: impl Into<String>, body: Value, repeat: Repeat) -> Self {
        Request { method, path: path.into(), query: Vec::new(), body: Some(body), repeat }
    }

    /// What errors call it: `POST /repos/o/r/pulls`.
    pub fn name(&self) -> String {
        format!("{} {}", self.method.name(), self.path)
    }

    /// With a part of the query.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }
}

/// A successful answer (2xx).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// How a token is sent.
#[derive(Clone, Debug)]
pub enum Auth {
    /// Not at all.
    None,
    /// `Authorization: Bearer …` (GitHub, GitLab).
    Bearer(Secret),
    /// `Authorization: token …` (Gitea, Forgejo).
    Token(Secret),
}

/// A value as one part of a path.
pub fn segment(value: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    value.bytes().map(byte).collect()
}
