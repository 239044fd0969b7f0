//! Whether a request is sent again, and when: the rule alone, without a clock or a network.
//!
//! Sources: GitHub, "Rate limits for the REST API" and "Best practices for using the REST API" (a limit is a 403 or a
//! 429; obey `retry-after`, else wait for `x-ratelimit-reset` if `x-ratelimit-remaining` is 0, else for a minute at
//! least and longer each time); GitLab, "Rate limits" (429, `RateLimit-Reset`, `Retry-After`); RFC 9110, 10.2.3.

use std::time::Duration;

use super::Repeat;
use super::date::http_date;

/// How often a request is sent when the server cannot be reached or fails.
pub(super) const MOST_TRIES: u32 = 5;

/// How often a request is sent when the forge limits requests.
const MOST_LIMITS: u32 = 10;

/// How long one wait may be.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// How long all waits of a run may be.
const LONGEST_WAITS: Duration = Duration::from_secs(30 * 60);

/// How long to wait at least when requests are limited and nothing says for how long.
const UNTOLD: Duration = Duration::from_secs(60);

/// The longest wait between tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

const SECOND: Duration = Duration::from_secs(1);

/// What came of sending a request once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// An answer.
    Answer(Told),
    /// The server got nothing.
    NotSent,
    /// The server may have got it.
    Broken,
}

/// What of an answer counts here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) status: u16,
    /// `Retry-After`.
    pub(super) retry_after: Option<String>,
    /// `X-RateLimit-Remaining` or `RateLimit-Remaining`.
    pub(super) remaining: Option<String>,
    /// `X-RateLimit-Reset` or `RateLimit-Reset`.
    pub(super) reset: Option<String>,
    /// The message of a JSON answer.
    pub(super) message: Option<String>,
}

/// What was tried so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tried {
    /// How often this request failed.
    pub(super) failures: u32,
    /// How often this request met a limit that said for how long.
    pub(super) limits: u32,
    /// How often this request met one that did not.
    pub(super) untold: u32,
    /// How long the whole run has waited.
    pub(super) waited: Duration,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It was carried out.
    Done,
    /// It was refused, and would be again.
    Refused,
    /// Wait as told, then send it again: there is a limit.
    Limit(Duration),
    /// The same, with nothing told.
    Untold(Duration),
    /// Wait, then send it again: it failed.
    Again(Duration),
    /// It failed too often.
    GiveUp,
    /// Wait, then say that it may have been carried out.
    LookFirst(Duration),
    /// It would take too long.
    TooLong(Duration),
}

/// The rule. `now` is in seconds since 1970, `jitter` from 0 up to 1.
pub(super) fn next(heard: &Heard, repeat: Repeat, tried: Tried, now: u64, jitter: f64) -> Next {
    let told = match heard {
        Heard::Answer(told) => told,
        Heard::NotSent => return again(tried, None, jitter),
        Heard::Broken if repeat == Repeat::LookFirst => return Next::LookFirst(Duration::ZERO),
        Heard::Broken => return again(tried, None, jitter),
    };
    let asked = told.retry_after.as_deref().and_then(|text| wait_for(text, now));
    match told.status {
        200..=299 => Next::Done,
        429 => limit(told, asked, tried, now),
        403 if is_limit(told) => limit(told, asked, tried, now),
        // The request did not arrive whole, or somebody between us and the forge gave up, or the forge failed.
        408 | 500 | 502..=599 => match repeat {
            Repeat::Free => again(tried, asked, jitter),
            Repeat::LookFirst => {
                // To look is a request, too.
                let wait = asked.unwrap_or_default();
                let is_short = wait <= LONGEST_WAIT && tried.waited + wait <= LONGEST_WAITS;
                Next::LookFirst(if is_short { wait } else { Duration::ZERO })
            }
        },
        _ => Next::Refused,
    }
}

/// The pause before the next try after `failures` failures: 1, 2, 4, … seconds and up to half of it more.
pub(super) fn pause(failures: u32, jitter: f64) -> Duration {
    let whole = SECOND * 2_u32.saturating_pow(failures.saturating_sub(1).min(16));
    whole.mul_f64(1.0 + jitter.clamp(0.0, 1.0) / 2.0).min(LONGEST_PAUSE)
}

fn again(tried: Tried, asked: Option<Duration>, jitter: f64) -> Next {
    if tried.failures + 1 >= MOST_TRIES {
        return Next::GiveUp;
    }
    let wait = asked.unwrap_or_else(|| pause(tried.failures + 1, jitter));
    bounded(wait, tried, Next::Again)
}

fn limit(told: &Told, asked: Option<Duration>, tried: Tried, now: u64) -> Next {
    let until_reset = || {
        let is_used_up = told.remaining.as_deref() == Some("0");
        let reset: u64 = told.reset.as_deref().filter(|_| is_used_up)?.parse().ok()?;
        // A drafted standard of that name counts from now on; no clock is that far behind.
        let seconds = if reset < 1_000_000_000 { reset } else { reset.saturating_sub(now) };
        Some(Duration::from_secs(seconds.saturating_add(1)))
    };
    let (wait, then): (_, fn(Duration) -> Next) = match asked.or_else(until_reset) {
        Some(wait) => (wait, Next::Limit),
        None => (UNTOLD * 2_u32.saturating_pow(tried.untold.min(16)), Next::Untold),
    };
    let is_often = tried.limits + tried.untold + 1 >= MOST_LIMITS;
    if is_often { Next::TooLong(wait) } else { bounded(wait, tried, then) }
}

fn bounded(wait: Duration, tried: Tried, next: fn(Duration) -> Next) -> Next {
    let is_short = wait <= LONGEST_WAIT && tried.waited.saturating_add(wait) <= LONGEST_WAITS;
    if is_short { next(wait) } else { Next::TooLong(wait) }
}

/// Whether a 403 is about too many requests, not about rights.
fn is_limit(told: &Told) -> bool {
    if told.retry_after.is_some() || told.remaining.as_deref() == Some("0") {
        return true;
    }
    match &told.message {
        Some(message) => {
            let message = message.to_lowercase();
            ["rate limit", "abuse", "too many requests"].iter().any(|words| message.contains(words))
        }
        // Something between us and the forge says so: forges give reasons.
        None => told.remaining.is_none() && told.reset.is_none(),
    }
}

/// The wait that `Retry-After` asks for: a number of seconds, or a date. A second at least.
fn wait_for(text: &str, now: u64) -> Option<Duration> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds =
        if is_number { text.parse().unwrap_or(u64::MAX / 2) } else { http_date(text)?.saturating_sub(now) };
    Some(Duration::from_secs(seconds.max(1)))
}

#[cfg(test)]
mod tests;
