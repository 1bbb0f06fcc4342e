//! What a clock on a wall shows, before anybody says where the wall is.

use chrono::{DateTime, Days, FixedOffset, MappedLocalTime, NaiveDateTime, Offset, TimeZone, Utc};

use super::{Date, Moment, Zone};

/// A day and a time of day without a zone: the seconds since 1970-01-01 00:00 on the same wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wall(i64);

impl Wall {
    /// Returns the time of a day; `None` where no clock shows it.
    pub fn new(day: Date, hour: u8, minute: u8, second: u8) -> Option<Wall> {
        let time = day.0.and_hms_opt(hour.into(), minute.into(), second.into())?;
        Some(Wall(time.and_utc().timestamp()))
    }

    /// Returns the time `seconds` after 1970-01-01 00:00.
    pub fn from_seconds(seconds: i64) -> Wall {
        Wall(seconds)
    }

    pub fn seconds(self) -> i64 {
        self.0
    }

    pub fn date(self) -> Date {
        Date(self.naive().date())
    }

    /// Returns hour, minute and second.
    pub fn time(self) -> (u8, u8, u8) {
        let second = self.0.rem_euclid(86_400);
        ((second / 3600) as u8, (second / 60 % 60) as u8, (second % 60) as u8)
    }

    /// Returns the time `seconds` later (earlier if negative).
    #[must_use]
    pub fn plus(self, seconds: i64) -> Wall {
        Wall(self.0.saturating_add(seconds))
    }

    /// Returns the instant at which a clock in a zone shows this; the first of two. A time that the
    /// clocks leave out is read with the offset that held before (RFC 5545, section 3.3.5).
    pub fn moment(self, zone: Zone) -> Moment {
        let naive = self.naive();
        let offset = match local(zone, naive) {
            MappedLocalTime::Single(offset) | MappedLocalTime::Ambiguous(offset, _) => offset,
            MappedLocalTime::None => {
                let before = naive.checked_sub_days(Days::new(1)).unwrap_or(naive);
                local(zone, before).earliest().unwrap_or(Utc.fix())
            }
        };
        Moment::from_seconds(naive.and_utc().timestamp() - i64::from(offset.local_minus_utc()))
    }

    fn naive(self) -> NaiveDateTime {
        let end = if self.0 < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
        DateTime::from_timestamp(self.0, 0).unwrap_or(end).naive_utc()
    }
}

fn local(zone: Zone, time: NaiveDateTime) -> MappedLocalTime<FixedOffset> {
    match zone {
        Zone::Named(zone) => zone.offset_from_local_datetime(&time).map(|offset| offset.fix()),
        Zone::System => chrono::Local.offset_from_local_datetime(&time),
    }
}

impl Moment {
    /// Returns what a clock in a zone shows at this instant.
    pub fn wall(self, zone: Zone) -> Wall {
        Wall(self.seconds() + i64::from(self.offset_seconds(zone)))
    }
}

#[cfg(test)]
mod tests {
    use super::Wall;
    use crate::date::{Date, Moment, Zone};

    #[test]
    fn a_wall_has_an_instant_in_each_zone() {
        const YORK: &str = "America/New_York";
        for (day, hour, minute, zone, expected) in [
            ("2026-03-06", 9, 0, "UTC", "2026-03-06T09:00:00Z"),
            ("2026-03-06", 9, 0, "Asia/Tokyo", "2026-03-06T00:00:00Z"),
            ("2026-03-07", 9, 0, YORK, "2026-03-07T14:00:00Z"),
            ("2026-03-08", 9, 0, YORK, "2026-03-08T13:00:00Z"),
            // 02:30 is left out: as far behind midnight as on the day before.
            ("2026-03-08", 2, 30, YORK, "2026-03-08T07:30:00Z"),
            // 01:30 comes twice: the first counts.
            ("2026-11-01", 1, 30, YORK, "2026-11-01T05:30:00Z"),
            ("2026-11-01", 2, 0, YORK, "2026-11-01T07:00:00Z"),
            // A whole day was left out.
            ("2011-12-30", 9, 0, "Pacific/Apia", "2011-12-30T19:00:00Z"),
        ] {
            let zone: Zone = zone.parse().unwrap();
            let wall = Wall::new(Date::parse_iso(day).unwrap(), hour, minute, 0).unwrap();
            assert_eq!(wall.moment(zone).rfc3339(), expected, "{day} {hour}:{minute} {zone:?}");
        }
    }

    #[test]
    fn an_instant_has_a_wall_in_each_zone() {
        let moment = Moment::parse("2026-03-06T16:30:05Z").unwrap();
        let wall = moment.wall("Asia/Tokyo".parse().unwrap());
        assert_eq!((wall.date(), wall.time()), (Date::new(2026, 3, 7).unwrap(), (1, 30, 5)));
        assert_eq!(Wall::new(wall.date(), 24, 0, 0), None);
        for seconds in [i64::MIN, i64::MAX] {
            let _ = Wall::from_seconds(seconds).moment(Zone::UTC).wall(Zone::UTC).date();
        }
    }
}
