//! Days, ISO weeks, instants and zones, and the phrases of the command line ("next fri", "+2w").
//!
//! The one door to `chrono`. Nothing here reads the clock: "today" always comes from outside.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, Offset, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

use crate::error::{Hinted, Result, anyhow, bail};
use crate::words;

/// A calendar day, without a zone. Shown as `2026-03-05`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Date {
    /// Returns the day, or `None` where the calendar has no such day.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        NaiveDate::from_ymd_opt(year, month, day).map(Date)
    }

    /// Reads exactly `YYYY-MM-DD`.
    pub fn parse_iso(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let number = |range: std::ops::Range<usize>| -> Option<u32> {
            let digits = &bytes[range];
            digits.iter().all(u8::is_ascii_digit).then_some(())?;
            std::str::from_utf8(digits).ok()?.parse().ok()
        };
        Date::new(number(0..4)? as i32, number(5..7)?, number(8..10)?)
    }

    /// Reads exactly `YYYYMMDD`.
    pub fn parse_compact(text: &str) -> Option<Date> {
        if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?)
    }

    /// Returns the day `days` later (earlier if negative), held within the calendar's ends.
    #[must_use]
    pub fn plus(self, days: i64) -> Date {
        let moved = if days < 0 {
            self.0.checked_sub_days(Days::new(days.unsigned_abs()))
        } else {
            self.0.checked_add_days(Days::new(days.unsigned_abs()))
        };
        Date(moved.unwrap_or(if days < 0 { NaiveDate::MIN } else { NaiveDate::MAX }))
    }

    /// Returns the whole days from `earlier` to this day; negative if this day is the earlier one.
    pub fn days_since(self, earlier: Date) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    /// Returns 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> u32 {
        self.0.weekday().number_from_monday()
    }

    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Returns `Mon` … `Sun`.
    pub fn weekday_short(self) -> &'static str {
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][self.weekday() as usize - 1]
    }

    /// Returns the ISO week that holds this day.
    pub fn week(self) -> Week {
        let week = self.0.iso_week();
        Week { year: week.year(), number: week.week() }
    }

    /// Returns the day as `5 Mar`.
    pub fn short(self) -> String {
        format!("{} {}", self.0.day(), &self.month_name()[..3])
    }

    /// Returns the day as `5 March 2026`.
    pub fn long(self) -> String {
        format!("{} {} {}", self.0.day(), self.month_name(), self.0.year())
    }

    pub fn month_name(self) -> &'static str {
        MONTHS[self.0.month0() as usize]
    }

    /// Returns the day of the month, from 1.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// Returns the days from Monday to Friday that lie after this day, up to and including `later`.
    pub fn working_days_until(self, later: Date) -> i64 {
        let days = later.days_since(self).max(0);
        let (weeks, rest) = (days / 7, days % 7);
        weeks * 5 + (1..=rest).filter(|n| self.plus(weeks * 7 + n).weekday() <= 5).count() as i64
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// An ISO 8601 week, Monday to Sunday. Shown as `2026-W10`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    year: i32,
    number: u32,
}

impl Week {
    pub fn number(self) -> u32 {
        self.number
    }

    /// Returns the week's Monday.
    pub fn monday(self) -> Date {
        NaiveDate::from_isoywd_opt(self.year, self.number, Weekday::Mon)
            .map(Date)
            .expect("a Week is only made of weeks that exist")
    }

    /// Returns the week's Sunday.
    pub fn sunday(self) -> Date {
        self.monday().plus(6)
    }

    pub fn contains(self, day: Date) -> bool {
        day.week() == self
    }

    #[must_use]
    pub fn next(self) -> Week {
        self.monday().plus(7).week()
    }

    #[must_use]
    pub fn previous(self) -> Week {
        self.monday().plus(-7).week()
    }

    /// Reads `2026-W10`, `W10` (of this year), `this`, `last` and `next`.
    ///
    /// # Errors
    /// A text that names no week.
    pub fn parse(text: &str, today: Date) -> Result<Week> {
        let lower = text.trim().to_lowercase();
        match lower.as_str() {
            "this" => return Ok(today.week()),
            "last" => return Ok(today.week().previous()),
            "next" => return Ok(today.week().next()),
            _ => {}
        }
        let (year, number) = match lower.rsplit_once('w') {
            Some(("", number)) => (today.week().year, number),
            Some((year, number)) => match year.strip_suffix('-').unwrap_or(year).parse() {
                Ok(year) => (year, number),
                Err(_) => return Err(not_a_week(text)),
            },
            None => return Err(not_a_week(text)),
        };
        let Ok(number) = number.parse::<u32>() else { return Err(not_a_week(text)) };
        if NaiveDate::from_isoywd_opt(year, number, Weekday::Mon).is_none() {
            bail!("there is no week {number} in {year}");
        }
        Ok(Week { year, number })
    }
}

fn not_a_week(text: &str) -> crate::error::Error {
    anyhow!("`{text}` is no week").hint("write a week as `2026-W10`, `last` or `this`")
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-W{:02}", self.year, self.number)
    }
}

impl serde::Serialize for Week {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads a date of the command line: ISO, `today`, `tomorrow`, `yesterday`, a weekday (the next one
/// that is not today), `next fri` (the one in next week), `+3d`, `2w`, `-1w`, `eow` (Friday, or
/// Sunday at the weekend), `eom` (the last day of the month).
///
/// # Errors
/// A text that is no date; `3/9` and `1.2.` are refused with both readings.
pub fn parse_phrase(text: &str, today: Date) -> Result<Date> {
    let lower = text.trim().to_lowercase();
    if let Some(date) = Date::parse_iso(&lower) {
        return Ok(date);
    }
    match lower.as_str() {
        "today" | "tod" => return Ok(today),
        "tomorrow" | "tom" => return Ok(today.plus(1)),
        "yesterday" => return Ok(today.plus(-1)),
        "eow" => {
            let end = if today.weekday() <= 5 { 5 } else { 7 };
            return Ok(today.plus(i64::from(end) - i64::from(today.weekday())));
        }
        "eom" => return Ok(end_of_month(today)),
        _ => {}
    }
    if let Some(day) = weekday_named(&lower) {
        let ahead = (i64::from(day) - i64::from(today.weekday()) + 6).rem_euclid(7) + 1;
        return Ok(today.plus(ahead));
    }
    if let Some(day) = lower.strip_prefix("next ").and_then(|rest| weekday_named(rest.trim())) {
        return Ok(today.week().next().monday().plus(i64::from(day) - 1));
    }
    if let Some(days) = relative_days(&lower) {
        return Ok(today.plus(days));
    }
    if let Some((one, two)) = two_readings(&lower, today) {
        return Err(anyhow!("`{text}` can be {one} or {two}").hint("write the date as YYYY-MM-DD"));
    }
    Err(anyhow!("`{text}` is no date")
        .hint("write YYYY-MM-DD, or `fri`, `next fri`, `+3d`, `2w`, `eow`, `today`"))
}

fn end_of_month(day: Date) -> Date {
    let (year, month) = match day.0.month() {
        12 => (day.year() + 1, 1),
        month => (day.year(), month + 1),
    };
    Date::new(year, month, 1).map_or(day, |first| first.plus(-1))
}

/// Returns 1 for `mon`, `monday` … 7 for `sun`; at least three letters of the name.
fn weekday_named(text: &str) -> Option<u32> {
    if text.len() < 3 {
        return None;
    }
    let index = WEEKDAYS.iter().position(|name| name.starts_with(text))?;
    Some(index as u32 + 1)
}

/// Reads `+3d`, `3d`, `-2w`, `2w` as days.
fn relative_days(text: &str) -> Option<i64> {
    let unit = match text.chars().last()? {
        'd' => 1,
        'w' => 7,
        _ => return None,
    };
    let digits = &text[..text.len() - 1];
    let digits = digits.strip_prefix('+').unwrap_or(digits);
    let number: i64 = digits.trim_start().parse().ok()?;
    (number.abs() <= 36_600).then_some(number * unit)
}

/// Returns both readings of `3/9`, `3/9/2026` or `1.2.`.
fn two_readings(text: &str, today: Date) -> Option<(Date, Date)> {
    let parts: Vec<&str> = text.trim_end_matches('.').split(['/', '.']).collect();
    let year = match parts.as_slice() {
        [_, _] => today.year(),
        [_, _, year] if year.len() == 4 => year.parse().ok()?,
        _ => return None,
    };
    let (one, two) = (parts[0].parse().ok()?, parts[1].parse().ok()?);
    let (us, other) = (Date::new(year, one, two), Date::new(year, two, one));
    Some((us.or(other)?, other.or(us)?))
}

/// A time zone: one of the IANA database, or the machine's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    Named(Tz),
    /// What the system says (`TZ` in its POSIX form, else `/etc/localtime`).
    System,
}

impl Zone {
    pub const UTC: Zone = Zone::Named(Tz::UTC);

    /// Returns the zone's IANA name; `None` for the system's.
    pub fn name(self) -> Option<String> {
        match self {
            Zone::Named(zone) => Some(zone.name().to_string()),
            Zone::System => None,
        }
    }

    /// Returns the last part of the zone's name for people, such as `Lisbon`; `None` for the system's.
    pub fn city(self) -> Option<String> {
        match self {
            Zone::Named(zone) => zone.name().rsplit('/').next().map(|city| city.replace('_', " ")),
            Zone::System => None,
        }
    }
}

impl FromStr for Zone {
    type Err = crate::error::Error;

    /// Reads an IANA name such as `Asia/Tokyo`, in any case.
    fn from_str(text: &str) -> Result<Zone> {
        let wanted = text.trim();
        let mut zones = chrono_tz::TZ_VARIANTS.iter();
        if let Some(zone) = zones.find(|zone| zone.name().eq_ignore_ascii_case(wanted)) {
            return Ok(Zone::Named(*zone));
        }
        let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        let mut error = anyhow!("`{text}` is no time zone");
        if let Some(name) = nearest_zone(text, names) {
            error = error.hint(format!("did you mean `{name}`?"));
        }
        Err(error)
    }
}

/// Returns the nearest zone by its whole name or by its city alone.
fn nearest_zone<'a>(text: &str, names: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let cities = names.clone().filter_map(|name| name.rsplit('/').next());
    let near = words::nearest(text, names.clone().chain(cities))?;
    names
        .clone()
        .find(|name| *name == near)
        .or_else(|| names.clone().find(|name| name.rsplit('/').next() == Some(near)))
}

/// An instant, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(DateTime<Utc>);

impl Moment {
    /// Reads RFC 3339, such as `2026-03-06T17:00:00Z`.
    ///
    /// # Errors
    /// A text in another form.
    pub fn parse(text: &str) -> Result<Moment> {
        match DateTime::parse_from_rfc3339(text) {
            Ok(time) => Ok(Moment(time.with_timezone(&Utc))),
            Err(_) => {
                Err(anyhow!("`{text}` is no RFC 3339 time")
                    .hint("write it as `2026-03-06T17:00:00Z`"))
            }
        }
    }

    /// Returns the instant `seconds` after 1970-01-01 UTC, held within the calendar's ends.
    pub fn from_seconds(seconds: i64) -> Moment {
        Moment(DateTime::from_timestamp(seconds, 0).unwrap_or(if seconds < 0 {
            DateTime::<Utc>::MIN_UTC
        } else {
            DateTime::<Utc>::MAX_UTC
        }))
    }

    pub fn from_system(time: std::time::SystemTime) -> Moment {
        Moment(time.into())
    }

    /// Returns the seconds since 1970-01-01 UTC.
    pub fn seconds(self) -> i64 {
        self.0.timestamp()
    }

    /// Returns the zone's offset from UTC at this instant, in minutes east.
    pub fn offset_minutes(self, zone: Zone) -> i32 {
        self.local(zone).offset().local_minus_utc() / 60
    }

    /// Returns the day in a zone.
    pub fn date(self, zone: Zone) -> Date {
        Date(self.local(zone).date_naive())
    }

    /// Returns the day on a clock that is `minutes` east of UTC.
    pub fn date_at_offset(self, minutes: i32) -> Date {
        match FixedOffset::east_opt(minutes.saturating_mul(60)) {
            Some(offset) => Date(self.0.with_timezone(&offset).date_naive()),
            None => Date(self.0.date_naive()),
        }
    }

    /// Returns the instant at which a day begins in a zone: 00:00, or the first time of day that it has
    /// where the clocks are put forward at midnight.
    pub fn start_of(day: Date, zone: Zone) -> Moment {
        // No zone is more than a day away from UTC, and no gap is longer than a day.
        let noon = day.0.and_hms_opt(12, 0, 0).expect("every day has a noon").and_utc().timestamp();
        let (mut before, mut within) = (noon - 3 * 86_400, noon + 86_400);
        while within - before > 1 {
            let middle = before + (within - before) / 2;
            if Moment::from_seconds(middle).date(zone) < day {
                before = middle;
            } else {
                within = middle;
            }
        }
        Moment::from_seconds(within)
    }

    /// Returns the instant in UTC as `2026-03-06T17:00:00Z`.
    pub fn rfc3339(self) -> String {
        self.0.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }

    /// Returns the time of day in a zone as `17:00`.
    pub fn clock(self, zone: Zone) -> String {
        self.local(zone).format("%H:%M").to_string()
    }

    fn local(self, zone: Zone) -> DateTime<FixedOffset> {
        let offset = match zone {
            Zone::Named(zone) => zone.offset_from_utc_datetime(&self.0.naive_utc()).fix(),
            Zone::System => chrono::Local.offset_from_utc_datetime(&self.0.naive_utc()).fix(),
        };
        self.0.with_timezone(&offset)
    }
}

impl serde::Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.rfc3339())
    }
}

/// Returns a run of days as people write it: `3–9 August 2026`, `29 June – 5 July 2026`, `28 December
/// 2026 – 3 January 2027`; a single day as `3 August 2026`.
pub fn run_of_days(first: Date, last: Date) -> String {
    let month = |day: Date| (day.year(), day.0.month());
    if first == last {
        first.long()
    } else if month(first) == month(last) {
        format!("{}–{}", first.day(), last.long())
    } else if first.year() == last.year() {
        format!("{} {} – {}", first.day(), first.month_name(), last.long())
    } else {
        format!("{} – {}", first.long(), last.long())
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, Moment, Week, Zone, parse_phrase, run_of_days};
    use crate::error::{chain, hints};

    fn day(text: &str) -> Date {
        Date::parse_iso(text).expect("an ISO date")
    }

    #[test]
    fn phrases_look_forward() {
        // 2026-03-04 is a Wednesday.
        let today = day("2026-03-04");
        for (phrase, expected) in [
            ("2026-03-05", "2026-03-05"),
            ("today", "2026-03-04"),
            ("tomorrow", "2026-03-05"),
            ("yesterday", "2026-03-03"),
            ("fri", "2026-03-06"),
            ("Friday", "2026-03-06"),
            ("wed", "2026-03-11"),
            ("tue", "2026-03-10"),
            ("next fri", "2026-03-13"),
            ("next mon", "2026-03-09"),
            ("+3d", "2026-03-07"),
            ("2w", "2026-03-18"),
            ("-1w", "2026-02-25"),
            ("eow", "2026-03-06"),
            ("eom", "2026-03-31"),
        ] {
            assert_eq!(parse_phrase(phrase, today).unwrap(), day(expected), "{phrase}");
        }
    }

    #[test]
    fn ambiguous_dates_are_refused_with_both_readings() {
        let error = parse_phrase("3/9", day("2026-03-04")).unwrap_err();
        assert_eq!(chain(&error), "`3/9` can be 2026-03-09 or 2026-09-03");
        assert_eq!(hints(&error), ["write the date as YYYY-MM-DD"]);
        assert!(parse_phrase("1.2.", day("2026-03-04")).is_err());
        assert!(parse_phrase("soon", day("2026-03-04")).is_err());
        assert!(parse_phrase("2026-02-30", day("2026-03-04")).is_err());
    }

    #[test]
    fn weeks_are_iso_weeks() {
        let today = day("2027-01-01");
        assert_eq!(today.week().to_string(), "2026-W53");
        assert_eq!(Week::parse("2026-W53", today).unwrap().monday(), day("2026-12-28"));
        assert_eq!(Week::parse("last", today).unwrap().to_string(), "2026-W52");
        assert_eq!(Week::parse("w5", today).unwrap().to_string(), "2026-W05");
        assert_eq!(Week::parse("2026-W53", today).unwrap().next().to_string(), "2027-W01");
        assert!(Week::parse("2025-W53", today).is_err());
        assert!(Week::parse("2026-10", today).is_err());
    }

    #[test]
    fn working_days_leave_out_the_weekend() {
        let friday = day("2026-03-06");
        assert_eq!(friday.working_days_until(day("2026-03-09")), 1);
        assert_eq!(friday.working_days_until(day("2026-03-08")), 0);
        assert_eq!(friday.working_days_until(day("2026-03-20")), 10);
        assert_eq!(friday.working_days_until(friday), 0);
    }

    #[test]
    fn a_moment_has_a_day_in_each_zone() {
        let moment = Moment::parse("2026-03-06T16:30:00Z").unwrap();
        let tokyo: Zone = "asia/tokyo".parse().unwrap();
        assert_eq!(moment.date(tokyo), day("2026-03-07"));
        assert_eq!(moment.date(Zone::UTC), day("2026-03-06"));
        assert_eq!(moment.clock(tokyo), "01:30");
        assert_eq!(moment.offset_minutes(tokyo), 540);
        let error = "Asia/Tokio".parse::<Zone>().unwrap_err();
        assert_eq!(hints(&error), ["did you mean `Asia/Tokyo`?"]);
        assert_eq!(hints(&"tokio".parse::<Zone>().unwrap_err()), ["did you mean `Asia/Tokyo`?"]);
    }

    #[test]
    fn days_begin_at_midnight_or_where_the_clocks_say() {
        for (date, zone, expected) in [
            ("2026-03-09", "UTC", "2026-03-09T00:00:00Z"),
            ("2026-03-09", "Asia/Tokyo", "2026-03-08T15:00:00Z"),
            ("2026-03-08", "America/New_York", "2026-03-08T05:00:00Z"),
            ("2026-03-09", "America/New_York", "2026-03-09T04:00:00Z"),
            ("2026-03-09", "Pacific/Kiritimati", "2026-03-08T10:00:00Z"),
            // The clocks are put forward at midnight: the day begins at 01:00.
            ("2026-09-06", "America/Santiago", "2026-09-06T04:00:00Z"),
        ] {
            let start = Moment::start_of(day(date), zone.parse().unwrap());
            assert_eq!(start.rfc3339(), expected, "{date} {zone}");
        }
    }

    #[test]
    fn runs_of_days_are_written_as_people_do() {
        for (first, last, expected) in [
            ("2026-08-03", "2026-08-09", "3–9 August 2026"),
            ("2026-06-29", "2026-07-05", "29 June – 5 July 2026"),
            ("2026-12-28", "2027-01-03", "28 December 2026 – 3 January 2027"),
            ("2026-08-03", "2026-08-03", "3 August 2026"),
        ] {
            assert_eq!(run_of_days(day(first), day(last)), expected);
        }
    }
}
