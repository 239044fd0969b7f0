//! The rule, case by case.

use std::time::Duration;

use super::Next::{Again, Done, GiveUp, Limit, LookFirst, Refused, TooLong, Untold};
use super::{Heard, Next, Told, Tried, next, pause};
use crate::forge::http::Repeat;

/// Sun, 06 Nov 1994 08:49:37 GMT; waits until a reset need a clock after 2001.
const OLD: u64 = 784_111_777;
const NOW: u64 = 1_700_000_000;

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

/// An answer: `retry-after`, `remaining`, `reset` and `message` by their names.
fn told(status: u16, parts: &[(&str, &str)]) -> Heard {
    let part =
        |name: &str| parts.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_string());
    Heard::Answer(Told {
        status,
        retry_after: part("retry-after"),
        remaining: part("remaining"),
        reset: part("reset"),
        message: part("message"),
    })
}

fn first(heard: &Heard, repeat: Repeat) -> Next {
    next(heard, repeat, Tried::default(), NOW, 0.0)
}

#[test]
fn answers_and_what_follows() {
    let rights = "Resource not accessible by integration";
    let secondary = "You have exceeded a secondary rate limit. Please wait a few minutes";
    let reset = "1700000100";
    for (status, parts, expected) in [
        (200, &[][..], Done),
        (201, &[], Done),
        (204, &[], Done),
        // Limits that say for how long.
        (429, &[("retry-after", "7")], Limit(seconds(7))),
        (403, &[("retry-after", "7"), ("message", rights)], Limit(seconds(7))),
        (429, &[("retry-after", "0")], Limit(seconds(1))),
        (429, &[("retry-after", "Tue, 14 Nov 2023 22:14:00 GMT")], Limit(seconds(40))),
        (429, &[("retry-after", "Tue, 14 Nov 2023 22:13:00 GMT")], Limit(seconds(1))),
        (429, &[("remaining", "0"), ("reset", reset)], Limit(seconds(101))),
        (
            403,
            &[("remaining", "0"), ("reset", reset), ("message", "API rate limit exceeded")],
            Limit(seconds(101)),
        ),
        (403, &[("retry-after", "9"), ("remaining", "0"), ("reset", reset)], Limit(seconds(9))),
        (429, &[("remaining", "0"), ("reset", "30")], Limit(seconds(31))),
        (429, &[("remaining", "0"), ("reset", "1699999999")], Limit(seconds(1))),
        // Limits that do not.
        (429, &[], Untold(seconds(60))),
        (429, &[("remaining", "12"), ("reset", reset)], Untold(seconds(60))),
        (429, &[("retry-after", "soon")], Untold(seconds(60))),
        (429, &[("remaining", "0"), ("reset", "later")], Untold(seconds(60))),
        (403, &[("remaining", "4000"), ("reset", reset), ("message", secondary)], Untold(seconds(60))),
        (403, &[("message", "You have triggered an abuse detection mechanism")], Untold(seconds(60))),
        (403, &[], Untold(seconds(60))),
        // Limits that last too long.
        (429, &[("retry-after", "900")], Limit(seconds(900))),
        (429, &[("retry-after", "901")], TooLong(seconds(901))),
        (403, &[("remaining", "0"), ("reset", "1700003600")], TooLong(seconds(3601))),
        (429, &[("retry-after", "99999999999999999999999")], TooLong(seconds(u64::MAX / 2))),
        (429, &[("remaining", "0"), ("reset", "18446744073709551615")], TooLong(seconds(u64::MAX - NOW + 1))),
        // Rights.
        (403, &[("remaining", "4000"), ("reset", reset), ("message", rights)], Refused),
        (403, &[("remaining", "4000"), ("reset", reset)], Refused),
        (403, &[("message", "403 Forbidden")], Refused),
        // No.
        (400, &[], Refused),
        (401, &[("message", "Bad credentials")], Refused),
        (404, &[("retry-after", "5")], Refused),
        (409, &[], Refused),
        (422, &[("message", "Validation Failed")], Refused),
        (501, &[], Refused),
        (304, &[], Refused),
        // Failures.
        (408, &[], Again(seconds(1))),
        (500, &[], Again(seconds(1))),
        (502, &[], Again(seconds(1))),
        (503, &[("retry-after", "30")], Again(seconds(30))),
        (503, &[("retry-after", "1000")], TooLong(seconds(1000))),
        (504, &[], Again(seconds(1))),
    ] {
        assert_eq!(first(&told(status, parts), Repeat::Free), expected, "{status} {parts:?}");
    }
    assert_eq!(
        next(
            &told(429, &[("retry-after", "Sun, 06 Nov 1994 08:49:57 GMT")]),
            Repeat::Free,
            Tried::default(),
            OLD,
            0.0
        ),
        Limit(seconds(20))
    );
}

#[test]
fn what_may_have_been_carried_out_is_not_repeated() {
    for (heard, expected) in [
        (Heard::Broken, LookFirst(Duration::ZERO)),
        (Heard::NotSent, Again(seconds(1))),
        (told(500, &[]), LookFirst(Duration::ZERO)),
        (told(502, &[]), LookFirst(Duration::ZERO)),
        (told(408, &[]), LookFirst(Duration::ZERO)),
        (told(503, &[("retry-after", "30")]), LookFirst(seconds(30))),
        (told(503, &[("retry-after", "5000")]), LookFirst(Duration::ZERO)),
        // These were not carried out.
        (told(429, &[("retry-after", "30")]), Limit(seconds(30))),
        (told(403, &[("message", "secondary rate limit")]), Untold(seconds(60))),
        (told(422, &[]), Refused),
        (told(201, &[]), Done),
    ] {
        assert_eq!(first(&heard, Repeat::LookFirst), expected, "{heard:?}");
    }
    assert_eq!(first(&Heard::Broken, Repeat::Free), Again(seconds(1)));
}

#[test]
fn failures_are_repeated_four_times_at_most() {
    for heard in [Heard::NotSent, Heard::Broken, told(502, &[]), told(503, &[("retry-after", "1")])] {
        let after = |failures| next(&heard, Repeat::Free, Tried { failures, ..Tried::default() }, NOW, 0.0);
        assert!(matches!(after(3), Again(_)), "{heard:?}");
        assert_eq!(after(4), GiveUp, "{heard:?}");
    }
}

#[test]
fn pauses_grow_with_jitter_up_to_a_minute() {
    for (failures, jitter, expected) in [
        (1, 0.0, 1_000),
        (2, 0.0, 2_000),
        (3, 0.0, 4_000),
        (4, 0.0, 8_000),
        (1, 0.5, 1_250),
        (3, 1.0, 6_000),
        (6, 1.0, 48_000),
        (7, 0.0, 60_000),
        (40, 0.9, 60_000),
    ] {
        assert_eq!(pause(failures, jitter), Duration::from_millis(expected), "{failures} {jitter}");
    }
}

#[test]
fn limits_that_say_nothing_grow_and_end() {
    let after = |untold| next(&told(429, &[]), Repeat::Free, Tried { untold, ..Tried::default() }, NOW, 0.0);
    assert_eq!([0, 1, 2, 3].map(after), [60, 120, 240, 480].map(|count| Untold(seconds(count))));
    assert_eq!(after(4), TooLong(seconds(960)));
    // A forge that always says "in a second" is not asked for ever.
    let short = told(429, &[("retry-after", "1")]);
    let after = |limits| next(&short, Repeat::Free, Tried { limits, ..Tried::default() }, NOW, 0.0);
    assert_eq!((after(8), after(9)), (Limit(seconds(1)), TooLong(seconds(1))));
}

#[test]
fn all_waits_of_a_run_are_bounded() {
    let tried = Tried { waited: seconds(1_000), ..Tried::default() };
    let asked = |wait: &str| next(&told(429, &[("retry-after", wait)]), Repeat::Free, tried, NOW, 0.0);
    assert_eq!((asked("800"), asked("801")), (Limit(seconds(800)), TooLong(seconds(801))));
    let tried = Tried { waited: seconds(1_800), ..Tried::default() };
    assert_eq!(
        next(&told(503, &[("retry-after", "1")]), Repeat::LookFirst, tried, NOW, 0.0),
        LookFirst(Duration::ZERO)
    );
}
