//! One request, sent as often as the rule in `retry.rs` says, at the pace of a good citizen.

use std::time::Duration;

use super::api::Api;
use super::origin::Address;
use super::retry::{self, Heard, Next, Told, Tried};
use super::said;
use super::wire::{Failure, LARGEST, Reply};
use super::{Method, Repeat, Request};
use crate::forge::ForgeError;

/// How many redirects are followed.
const MOST_REDIRECTS: usize = 3;

/// The time between two writes.
const PACE: Duration = Duration::from_secs(1);

/// Why there is no answer, or one that leads nowhere.
enum Failed {
    Wire(Failure),
    Forge(ForgeError),
}

impl Api {
    /// Sends a request as often as the rule says.
    pub(super) fn exchange(&mut self, request: &Request, address: &Address) -> Result<Reply, ForgeError> {
        let body = request.body.as_ref().map(|body| body.to_string().into_bytes());
        let name = request.name();
        let mut tried = Tried { waited: self.waited, ..Tried::default() };
        loop {
            self.pace(request.method);
            let sent = self.follow(request, address, body.as_deref());
            if request.method != Method::Get {
                self.last_write = Some(self.clock.elapsed());
            }
            let (heard, reason) = match &sent {
                Ok(reply) => (Heard::Answer(told(reply)), format!("the forge says {}", reply.status)),
                Err(Failed::Forge(error)) => return Err(error.clone()),
                Err(Failed::Wire(Failure::NeverSent(reason))) => {
                    return Err(ForgeError::Unreachable { request: name, reason: self.redact.clean(reason) });
                }
                Err(Failed::Wire(Failure::TooLarge)) if request.repeat == Repeat::Free => {
                    let reason = format!("it is larger than {} MiB", LARGEST / 1024 / 1024);
                    return Err(ForgeError::Nonsense { request: name, reason });
                }
                Err(Failed::Wire(Failure::TooLarge)) => (Heard::Broken, "the answer is too large".into()),
                Err(Failed::Wire(Failure::NotSent(reason))) => (Heard::NotSent, self.redact.clean(reason)),
                Err(Failed::Wire(Failure::Broken(reason))) => (Heard::Broken, self.redact.clean(reason)),
            };
            let message = || {
                let said = sent.as_ref().map(|reply| said::shown(&reply.body));
                self.redact.clean(&said.unwrap_or_default())
            };
            let with_message = |reason: String| {
                let message = message();
                if message.is_empty() { reason } else { format!("{reason}: {message}") }
            };
            match retry::next(&heard, request.repeat, tried, self.clock.now(), self.clock.jitter()) {
                Next::Done => return sent.map_err(|_| self.nonsense(request, "it is none")),
                Next::Refused => {
                    let status = sent.as_ref().map_or(0, |reply| reply.status);
                    return Err(ForgeError::Refused { request: name, status, message: message() });
                }
                Next::TooLong(wait) => {
                    return Err(ForgeError::Limited { request: name, wait, message: message() });
                }
                Next::GiveUp => {
                    let reason = format!("{} ({} tries)", with_message(reason), retry::MOST_TRIES);
                    return Err(ForgeError::Unreachable { request: name, reason });
                }
                Next::LookFirst(wait) => {
                    let text = with_message(reason.clone());
                    if !wait.is_zero() {
                        self.wait(wait, &reason);
                    }
                    return Err(ForgeError::Ambiguous { request: name, reason: text });
                }
                Next::Limit(wait) => {
                    tried.limits += 1;
                    self.wait(wait, "the forge limits requests");
                }
                Next::Untold(wait) => {
                    tried.untold += 1;
                    self.wait(wait, "the forge limits requests");
                }
                Next::Again(wait) => {
                    tried.failures += 1;
                    self.wait(wait, &reason);
                }
            }
            tried.waited = self.waited;
        }
    }

    /// Sends a request once, to where it leads: only on the same origin, with the same method and body.
    fn follow(&self, request: &Request, address: &Address, body: Option<&[u8]>) -> Result<Reply, Failed> {
        let (mut address, mut status) = (address.clone(), 0);
        for _ in 0..=MOST_REDIRECTS {
            let reply = self.wire.send(request.method, &address, body).map_err(Failed::Wire)?;
            let location = reply.header("location").filter(|_| (300..400).contains(&reply.status));
            let Some(location) = location else { return Ok(reply) };
            let refused = |message: String| {
                let message = self.redact.clean(&message);
                Failed::Forge(ForgeError::Refused { request: request.name(), status: reply.status, message })
            };
            let Some(next) = address.join(location) else {
                return Err(refused("it leads to an address that is none".into()));
            };
            if next.origin != self.base.origin {
                return Err(refused(format!(
                    "the repository has moved to {}, or one must log in there; the token is not sent to other hosts, \
                     so change the remote's URL if it has moved",
                    next.origin
                )));
            }
            if !matches!(reply.status, 301 | 302 | 307 | 308) {
                return Err(refused("it leads to another kind of request".into()));
            }
            (address, status) = (next, reply.status);
        }
        let message = "it leads from one address to the next without end".into();
        Err(Failed::Forge(ForgeError::Refused { request: request.name(), status, message }))
    }

    /// Waits until a second after the last write.
    fn pace(&mut self, method: Method) {
        let Some(last) = self.last_write.filter(|_| method != Method::Get) else { return };
        let since = self.clock.elapsed().saturating_sub(last);
        if since < PACE {
            self.clock.wait(PACE.saturating_sub(since), "writes go a second apart");
        }
    }

    fn wait(&mut self, time: Duration, why: &str) {
        self.waited += time;
        self.clock.wait(time, why);
    }
}

/// What of an answer counts for the rule.
fn told(reply: &Reply) -> Told {
    let header = |names: [&str; 2]| names.iter().find_map(|name| reply.header(name)).map(str::to_string);
    let is_success = (200..300).contains(&reply.status);
    Told {
        status: reply.status,
        retry_after: reply.header("retry-after").map(str::to_string),
        remaining: header(["x-ratelimit-remaining", "ratelimit-remaining"]),
        reset: header(["x-ratelimit-reset", "ratelimit-reset"]),
        message: if is_success { None } else { said::message(&reply.body) },
    }
}
