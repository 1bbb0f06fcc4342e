//! Instants, and the days that they are in a zone.

use std::str::FromStr;

use chrono::{DateTime, FixedOffset, Offset, TimeZone, Utc};
use chrono_tz::Tz;

use super::Date;
use crate::error::{Hinted, Result, anyhow};
use crate::words;

/// A time zone: one of the IANA database, or the machine's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
        self.offset_seconds(zone) / 60
    }

    /// Returns the zone's offset from UTC at this instant, in seconds east.
    pub(super) fn offset_seconds(self, zone: Zone) -> i32 {
        self.local(zone).offset().local_minus_utc()
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

    /// Returns the time of day on a clock that is `minutes` east of UTC, as `17:00`.
    pub fn clock_at_offset(self, minutes: i32) -> String {
        let offset = FixedOffset::east_opt(minutes.saturating_mul(60)).unwrap_or(Utc.fix());
        self.0.with_timezone(&offset).format("%H:%M").to_string()
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
