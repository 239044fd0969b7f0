//! For tests: a clock that records waits instead of waiting, and a server that plays what it is told. No forge.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::Clock;

/// The time that a [`FakeClock`] starts at: 2023-11-14, 22:13:20 UTC.
pub(crate) const NOW: u64 = 1_700_000_000;

type OnWait = Box<dyn FnMut() + Send>;

/// Time that passes only by waiting. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct FakeClock {
    waits: Arc<Mutex<Vec<(Duration, String)>>>,
    on_wait: Arc<Mutex<Option<OnWait>>>,
}

impl FakeClock {
    /// Calls something at each wait.
    pub(crate) fn at_wait(&self, call: impl FnMut() + Send + 'static) {
        *lock(&self.on_wait) = Some(Box::new(call));
    }

    /// All waits so far, in milliseconds, with their reasons.
    pub(crate) fn waits(&self) -> Vec<(u128, String)> {
        lock(&self.waits).iter().map(|(time, why)| (time.as_millis(), why.clone())).collect()
    }

    /// All waits so far, in milliseconds.
    pub(crate) fn times(&self) -> Vec<u128> {
        self.waits().into_iter().map(|(time, _)| time).collect()
    }
}

impl Clock for FakeClock {
    fn now(&self) -> u64 {
        NOW + self.elapsed().as_secs()
    }

    fn elapsed(&self) -> Duration {
        lock(&self.waits).iter().map(|(time, _)| *time).sum()
    }

    fn wait(&mut self, time: Duration, why: &str) {
        lock(&self.waits).push((time, why.to_string()));
        if let Some(call) = &mut *lock(&self.on_wait) {
            call();
        }
    }

    fn jitter(&mut self) -> f64 {
        0.5
    }
}

/// What a [`Server`] does with a request.
#[derive(Clone, Debug)]
pub(crate) enum Play {
    /// Answers with these bytes and closes the connection.
    Say(Vec<u8>),
    /// Reads the request and closes the connection.
    HangUp,
    /// Reads the request and says nothing for some time.
    Dawdle(Duration),
}

/// An answer in JSON, or in whatever `body` is.
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Play {
    let mut text = format!("HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    Play::Say(format!("{text}\r\n{body}").into_bytes())
}

/// A request that a [`Server`] got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Got {
    /// `POST /repos/o/r/pulls?x=1`.
    pub(crate) line: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Got {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// A server on this machine that does one thing for each request, in order, and then is gone.
pub(crate) struct Server {
    port: u16,
    got: Arc<Mutex<Vec<Got>>>,
}

impl Server {
    pub(crate) fn start(plays: impl IntoIterator<Item = Play>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        Server::on(listener, plays)
    }

    pub(crate) fn on(listener: TcpListener, plays: impl IntoIterator<Item = Play>) -> Self {
        let port = listener.local_addr().expect("an address").port();
        let got = Arc::<Mutex<Vec<Got>>>::default();
        let (plays, log): (Vec<Play>, _) = (plays.into_iter().collect(), Arc::clone(&got));
        std::thread::spawn(move || {
            for play in plays {
                let Ok((stream, _)) = listener.accept() else { return };
                serve(stream, &play, &log);
            }
        });
        Server { port, got }
    }

    /// Its address, without a slash at the end.
    pub(crate) fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn got(&self) -> Vec<Got> {
        lock(&self.got).clone()
    }

    /// The first lines of all requests.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.got().into_iter().map(|got| got.line).collect()
    }
}

fn serve(mut stream: TcpStream, play: &Play, log: &Mutex<Vec<Got>>) {
    let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
    let mut line = String::new();
    let _ = reader.read_line(&mut line);
    let line = line.trim_end().trim_end_matches(" HTTP/1.1").to_string();
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header).unwrap_or(0) == 0 || header.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':') {
            headers.push((name.to_ascii_lowercase(), value.trim().to_string()));
        }
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0)];
    let _ = reader.read_exact(&mut body);
    let body = String::from_utf8_lossy(&body).into_owned();
    lock(log).push(Got { line, headers, body });
    match play {
        Play::Say(bytes) => {
            let _ = stream.write_all(bytes);
        }
        Play::HangUp => {}
        Play::Dawdle(time) => std::thread::sleep(*time),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
