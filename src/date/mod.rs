//! Days, ISO weeks, instants and zones, and the phrases of the command line ("next fri", "+2w").
//!
//! The one door to `chrono`. Nothing here reads the clock: "today" always comes from outside.

mod phrase;
mod wall;
mod zone;

use std::fmt;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::error::{Hinted, Result, anyhow, bail};

pub use phrase::{names_a_month, parse_past, parse_phrase, readings};
pub use wall::Wall;
pub use zone::{Moment, Zone};

/// A calendar day, without a zone. Shown as `2026-03-05`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

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

    /// Returns `Monday` … `Sunday`.
    pub fn weekday_name(self) -> &'static str {
        WEEKDAYS[self.weekday() as usize - 1]
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

    /// Returns the month, from 1.
    pub fn month(self) -> u32 {
        self.0.month()
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

/// `2026-03-05` for people and programs, a number of days in compact forms.
impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return serializer.collect_str(self);
        }
        serializer.serialize_i32(self.0.num_days_from_ce())
    }
}

impl<'de> serde::Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let date = if deserializer.is_human_readable() {
            Date::parse_iso(&String::deserialize(deserializer)?)
        } else {
            NaiveDate::from_num_days_from_ce_opt(i32::deserialize(deserializer)?).map(Date)
        };
        date.ok_or_else(|| serde::de::Error::custom("no such day"))
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
    use super::{Date, Moment, Week, Zone, run_of_days};
    use crate::error::hints;

    fn day(text: &str) -> Date {
        Date::parse_iso(text).expect("an ISO date")
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
