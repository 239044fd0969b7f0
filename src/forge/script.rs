//! A server for tests that gives prepared answers in order and keeps what it was asked. It checks nothing itself.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::http::testing::FakeClock;
use super::http::{Api, Auth, Secret};

/// An answer: status, body, and perhaps a next page (a path with its query).
pub(super) struct Turn(pub u16, pub Value, pub Option<&'static str>);

/// An answer with this body.
pub(super) fn ok(body: Value) -> Turn {
    Turn(200, body, None)
}

/// What a client asked for: `GET /path?query` and what was sent.
pub(super) type Asked = Vec<(String, Value)>;

/// What is asked without sending anything.
pub(super) fn get(line: &str) -> (String, Value) {
    (format!("GET {line}"), Value::Null)
}

/// What is sent.
pub(super) fn sent(line: &str, body: Value) -> (String, Value) {
    (line.into(), body)
}

/// A running server, and what the client waited for.
pub(super) struct Script {
    asked: Arc<Mutex<Asked>>,
    clock: FakeClock,
    turns: Arc<Mutex<std::vec::IntoIter<Turn>>>,
    base: String,
}

impl Script {
    /// Starts it. Whoever asks for more than is prepared gets a 418.
    pub(super) fn new(turns: Vec<Turn>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let script = Script {
            asked: Arc::default(),
            clock: FakeClock::default(),
            turns: Arc::new(Mutex::new(turns.into_iter())),
            base: base.clone(),
        };
        let (asked, turns) = (Arc::clone(&script.asked), Arc::clone(&script.turns));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.expect("a connection");
                // Whoever opens a connection and says nothing is no request.
                if let Some(question) = question(&stream) {
                    asked.lock().expect("the questions").push(question);
                    let turn = turns.lock().expect("the turns").next();
                    answer(&stream, &base, turn.unwrap_or(Turn(418, json!({ "message": "no more" }), None)));
                }
            }
        });
        script
    }

    /// A client of it.
    pub(super) fn api(&self) -> Api {
        let clock = self.clock.clone();
        let auth = Auth::Token(Secret::new("t0ken"));
        Api::new(&self.base, auth, &[], Box::new(clock)).expect("a client")
    }

    /// More answers, for the next step of a test; what was asked before is forgotten.
    pub(super) fn goes_on(&self, turns: Vec<Turn>) {
        assert_eq!(self.turns.lock().expect("the turns").len(), 0, "not everything was asked for");
        self.asked.lock().expect("the questions").clear();
        *self.turns.lock().expect("the turns") = turns.into_iter();
    }

    /// What it was asked, and that all prepared answers were fetched.
    pub(super) fn asked(&self) -> Asked {
        assert_eq!(self.turns.lock().expect("the turns").len(), 0, "not everything was asked for");
        self.asked.lock().expect("the questions").clone()
    }

    /// What a client of a forge waited for by itself, in milliseconds and words.
    pub(super) fn waits(&self) -> Vec<String> {
        let own = self.clock.waits().into_iter().filter(|(_, why)| why.starts_with("for the "));
        own.map(|(time, why)| format!("{time} ms {why}")).collect()
    }
}

fn question(stream: &TcpStream) -> Option<(String, Value)> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).ok().filter(|read| *read > 0)?;
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).expect("a header");
        let header = header.trim().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    let line = first.trim().trim_end_matches(" HTTP/1.1").to_owned();
    let body = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).expect("JSON") };
    Some((line, body))
}

fn answer(mut stream: &TcpStream, base: &str, Turn(status, body, next): Turn) {
    let body = body.to_string();
    let link = next.map_or_else(String::new, |next| format!("Link: <{base}{next}>; rel=\"next\"\r\n"));
    let head = format!(
        "HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\n{link}Content-Length: {}\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    // The client may have gone.
    let _ = stream.write_all(format!("{head}{body}").as_bytes());
}
