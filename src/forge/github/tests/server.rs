//! A server on loopback that gives prepared answers, one for each request, and keeps what it was sent; and a clock
//! that does not wait.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

use crate::forge::http::Clock;

/// A prepared answer.
pub struct Reply {
    /// 0 closes the connection without one.
    status: u16,
    body: Value,
    next: Option<&'static str>,
}

/// A good answer.
pub fn ok(body: Value) -> Reply {
    Reply { status: 200, body, next: None }
}

/// A page of a list; the next one is at a path.
pub fn page(body: Value, next: &'static str) -> Reply {
    Reply { status: 200, body, next: Some(next) }
}

/// A refusal.
pub fn no(status: u16, message: &str) -> Reply {
    Reply { status, body: serde_json::json!({ "message": message, "documentation_url": "" }), next: None }
}

/// A refusal that names a field.
pub fn no_field(status: u16, message: &str, field: &str, code: &str) -> Reply {
    let errors = serde_json::json!([{ "resource": "PullRequest", "field": field, "code": code }]);
    Reply { status, body: serde_json::json!({ "message": message, "errors": errors }), next: None }
}

/// No answer at all.
pub fn silence() -> Reply {
    Reply { status: 0, body: Value::Null, next: None }
}

/// What was sent: `GET /path?query`, and the body.
type Sent = (String, Value);

pub struct Server {
    pub base: String,
    sent: Arc<Mutex<Vec<Sent>>>,
    headers: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub fn with(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let server = Server { base: base.clone(), sent: Arc::default(), headers: Arc::default() };
        let (sent, headers) = (Arc::clone(&server.sent), Arc::clone(&server.headers));
        let mut replies: VecDeque<Reply> = replies.into_iter().collect();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                let Some((request, lines)) = read(&stream) else { continue };
                sent.lock().expect("a lock").push(request);
                headers.lock().expect("a lock").extend(lines);
                // A refusal that no test expects where there is none left.
                let reply = replies.pop_front().unwrap_or_else(|| no(418, "there is no answer left"));
                write(&mut stream, &reply, &base);
            }
        });
        server
    }

    /// What was sent since the last call.
    pub fn sent(&self) -> Vec<Sent> {
        std::mem::take(&mut *self.sent.lock().expect("a lock"))
    }

    /// The same without bodies.
    pub fn lines(&self) -> Vec<String> {
        self.sent().into_iter().map(|(line, _)| line).collect()
    }

    /// All headers so far, in lower case.
    pub fn headers(&self) -> Vec<String> {
        self.headers.lock().expect("a lock").clone()
    }
}

fn read(stream: &TcpStream) -> Option<(Sent, Vec<String>)> {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_string()),
        }
    }
    let first = lines.first()?.strip_suffix(" HTTP/1.1")?.to_string();
    let lines: Vec<String> = lines.iter().map(|line| line.to_ascii_lowercase()).collect();
    let length =
        lines.iter().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(((first, serde_json::from_slice(&body).unwrap_or_default()), lines))
}

fn write(stream: &mut TcpStream, reply: &Reply, base: &str) {
    if reply.status == 0 {
        return;
    }
    let body = reply.body.to_string();
    let link = reply.next.map_or_else(String::new, |next| format!("Link: <{base}{next}>; rel=\"next\"\r\n"));
    let head = format!(
        "HTTP/1.1 {} X\r\nContent-Type: application/json\r\nx-ratelimit-remaining: 50\r\n{link}Connection: \
         close\r\nContent-Length: {}\r\n\r\n",
        reply.status,
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).expect("somebody who listens");
}

/// Time that passes only by waiting.
#[derive(Clone, Default)]
pub struct Clockwork {
    waits: Rc<RefCell<Vec<(Duration, String)>>>,
}

impl Clockwork {
    /// How long was waited for something whose reason contains a text.
    pub fn waited(&self, reason: &str) -> Vec<u64> {
        let waits = self.waits.borrow();
        waits.iter().filter(|(_, why)| why.contains(reason)).map(|(time, _)| time.as_secs()).collect()
    }
}

impl Clock for Clockwork {
    fn now(&self) -> u64 {
        1_000_000_000 + self.elapsed().as_secs()
    }

    fn elapsed(&self) -> Duration {
        self.waits.borrow().iter().map(|(time, _)| time).sum()
    }

    fn wait(&mut self, time: Duration, why: &str) {
        self.waits.borrow_mut().push((time, why.into()));
    }

    fn jitter(&mut self) -> f64 {
        0.0
    }
}
