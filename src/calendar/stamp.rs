//! Days and times as they stand in calendar files.

use calcard::common::PartialDateTime;
use calcard::icalendar::{ICalendarEntry, ICalendarParameterName, ICalendarPeriod, ICalendarValue};

use super::When;
use super::zones::{Clock, Zones};
use crate::date::{Date, Wall};

/// A day, or a time on a wall with its clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Of a day, its midnight.
    pub wall: Wall,
    /// `None` of a day.
    pub clock: Option<Clock>,
}

impl Stamp {
    pub fn when(&self) -> When {
        self.when_at(self.wall)
    }

    /// Returns another time on the same clock, or another day.
    pub fn when_at(&self, wall: Wall) -> When {
        match &self.clock {
            Some(clock) => When::At(clock.moment(wall)),
            None => When::On(wall.date()),
        }
    }

    /// Returns the time on another clock; a day stays the day.
    pub fn on(&self, other: &Stamp) -> Wall {
        match (&self.clock, &other.clock) {
            (Some(own), Some(clock)) if own != clock => clock.wall(own.moment(self.wall)),
            _ => self.wall,
        }
    }
}

/// Returns the day of a date of calcard's.
pub fn day(date: &PartialDateTime) -> Option<Date> {
    Date::new(date.year?.into(), date.month?.into(), date.day?.into())
}

/// Returns the wall time of a date of calcard's, whatever its zone; a day is its midnight.
pub fn wall(date: &PartialDateTime) -> Option<Wall> {
    let part = |part: Option<u8>| part.unwrap_or(0);
    // 60 is a leap second, which no clock here knows.
    Wall::new(day(date)?, part(date.hour), part(date.minute), part(date.second).min(59))
}

/// Returns the days or times of a property; `None` in the place of each that does not exist.
pub fn stamps(property: &ICalendarEntry, zones: &mut Zones) -> Vec<Option<Stamp>> {
    let id = property.parameter(&ICalendarParameterName::Tzid).and_then(|id| id.as_text());
    let dates = property.values.iter().map(|value| match value {
        ICalendarValue::PartialDateTime(date) => Some(date.as_ref()),
        ICalendarValue::Period(
            ICalendarPeriod::Range { start, .. } | ICalendarPeriod::Duration { start, .. },
        ) => Some(start),
        _ => None,
    });
    dates.map(|date| stamp(date?, id, zones)).collect()
}

/// Returns a day or a time with the clock of its zone.
pub fn stamp(date: &PartialDateTime, id: Option<&str>, zones: &mut Zones) -> Option<Stamp> {
    let wall = wall(date)?;
    let clock = match (date.hour, date.tz_hour) {
        (None, _) => None,
        (Some(_), Some(hours)) => {
            let east = i64::from(hours) * 3600 + i64::from(date.tz_minute.unwrap_or(0)) * 60;
            let wall = wall.plus(if date.tz_minus { east } else { -east });
            return Some(Stamp { wall, clock: Some(Clock::UTC) });
        }
        (Some(_), None) => Some(zones.clock(id)),
    };
    Some(Stamp { wall, clock })
}
