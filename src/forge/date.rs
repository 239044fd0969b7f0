//! Reads the dates of forges' answers, and writes those of questions. Knows no time zones by name.

/// A date and time of ISO 8601, as forges write it (`2011-01-26T19:01:12Z`, `2023-04-01T10:00:00.123+02:00`), in
/// seconds since 1970; `None` if it is not one, or lies before.
pub fn seconds(text: &str) -> Option<u64> {
    let (date, time) = text.split_once(['T', ' '])?;
    let mut parts = date.splitn(3, '-').map(digits);
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let zone_at = time.find(['Z', 'z', '+', '-'])?;
    let (clock, zone) = time.split_at(zone_at);
    let clock = clock.split_once('.').map_or(clock, |(whole, _)| whole);
    let mut parts = clock.splitn(3, ':').map(digits);
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let is_sane = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60;
    if !is_sane {
        return None;
    }
    let of_day = hour * 3600 + minute * 60 + second;
    u64::try_from(days(year, month, day) * 86_400 + of_day - offset(zone)?).ok()
}

fn digits(text: &str) -> Option<i64> {
    let is_number = !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// Seconds that a zone is ahead.
fn offset(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let zone = zone.strip_prefix(['+', '-'])?;
    let (hours, minutes) = match zone.split_once(':') {
        Some(parts) => parts,
        None if zone.len() == 4 && zone.is_ascii() => zone.split_at(2),
        None => (zone, "0"),
    };
    Some(sign * (digits(hours)? * 3600 + digits(minutes)? * 60))
}

/// Days since 1970 in the Gregorian calendar: whole years that start in March, so that a leap day is the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leaps = year / 4 - year / 100 + year / 400;
    let in_year = (153 * month + 2) / 5 + day - 1;
    // 719,468 days lie between March 1 of the year 0 and 1970.
    year * 365 + leaps + in_year - 719_468
}

/// The other way round, in UTC: `2011-01-26T19:01:12Z`.
pub fn written(seconds: u64) -> String {
    // There is no such notation beyond the year 9999.
    let seconds = seconds.min(253_402_300_799);
    let (days, of_day) = (seconds / 86_400 + 719_468, seconds % 86_400);
    // 400 years have 146,097 days; the terms take out leap days, so that what is left has years of 365.
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let year = year + era * 400;
    let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
    let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::{seconds, written};

    #[test]
    fn every_day_comes_back() {
        assert_eq!(written(0), "1970-01-01T00:00:00Z");
        assert_eq!(written(951_868_799), "2000-02-29T23:59:59Z");
        assert_eq!(written(u64::MAX), "9999-12-31T23:59:59Z");
        for day in 0..80_000 {
            let moment = day * 86_400 + 45_296;
            assert_eq!(seconds(&written(moment)), Some(moment));
        }
    }

    #[test]
    fn dates_of_all_forges_are_read() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-02T00:00:01Z", 86_401),
            ("2000-02-29T12:00:00Z", 951_825_600),
            ("2000-03-01T00:00:00Z", 951_868_800),
            ("2038-01-19T03:14:07Z", i64::from(i32::MAX)),
            ("2001-09-09T01:46:40.999Z", 1_000_000_000),
            ("2001-09-09T03:46:40+02:00", 1_000_000_000),
            ("2001-09-08T20:16:40-0530", 1_000_000_000),
        ] {
            assert_eq!(seconds(text).map(u64::cast_signed), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "yesterday",
            "2011-01-26",
            "2011-13-26T19:01:12Z",
            "2011-01-26T25:01:12Z",
            "2011-01-26T19:01:12",
            "2011-01-26T19:01:12+é0",
            "1969-12-31T23:59:59Z",
            "99999-01-26T19:01:12Z",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
