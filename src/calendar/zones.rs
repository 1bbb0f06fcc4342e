//! The time zones of calendar files: by their names (of IANA, of Windows), else as the file tells them.

use std::collections::HashMap;
use std::rc::Rc;
use std::str::FromStr;

use calcard::common::{PartialDateTime, timezone::Tz};
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarValue,
};
use calcard::{Entry, Parser};

use super::Days;
use super::limits::MOST_OF_A_SERIES;
use super::lines::{Components, Kind};
use super::rule::{Steps, expand};
use super::stamp::wall;
use crate::date::{Moment, Wall, Zone};

/// What makes an instant of a time on a wall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clock {
    Named(Zone),
    /// As a `VTIMEZONE` tells it: the changes of the clocks, sorted.
    Told(Rc<[Change]>),
}

/// One change of the clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// What the clocks show when they are changed.
    at: Wall,
    /// Seconds east of UTC, before and after.
    from: i32,
    to: i32,
}

impl Clock {
    pub const UTC: Clock = Clock::Named(Zone::UTC);

    /// Returns the instant at which the clock shows a time; as [`Wall::moment`].
    pub fn moment(&self, wall: Wall) -> Moment {
        match self {
            Clock::Named(zone) => wall.moment(*zone),
            Clock::Told(changes) => {
                let is_over = |change: &&Change| {
                    wall >= change.at.plus(i64::from(change.to - change.from).max(0))
                };
                let offset = match changes.iter().rev().find(is_over) {
                    Some(change) => change.to,
                    None => changes.first().map_or(0, |change| change.from),
                };
                Moment::from_seconds(wall.seconds().saturating_sub(offset.into()))
            }
        }
    }

    /// Returns what the clock shows at an instant.
    pub fn wall(&self, moment: Moment) -> Wall {
        match self {
            Clock::Named(zone) => moment.wall(*zone),
            Clock::Told(changes) => {
                let at = Wall::from_seconds(moment.seconds());
                let is_over = |change: &&Change| at >= change.at.plus(-i64::from(change.from));
                let offset = match changes.iter().rev().find(is_over) {
                    Some(change) => change.to,
                    None => changes.first().map_or(0, |change| change.from),
                };
                at.plus(offset.into())
            }
        }
    }
}

/// The zones of one file, by their `TZID`.
pub struct Zones<'a> {
    /// The user's: of times without a zone, and of zones that nobody knows.
    user: Zone,
    /// The days that are asked for.
    days: Days,
    known: &'a mut Known,
    /// The text of each `VTIMEZONE`.
    told: HashMap<String, String>,
    used: HashMap<String, Zoned>,
    /// What is odd about the zones that were asked for since it was taken.
    pub said: Vec<String>,
}

/// Zones by their text, over all files: the same ones stand in each.
pub type Known = HashMap<String, Told>;

/// A `VTIMEZONE`, as it was read.
#[derive(Clone, Debug, Default)]
pub struct Told {
    named: Option<Zone>,
    changes: Option<Rc<[Change]>>,
}

#[derive(Clone)]
struct Zoned {
    clock: Clock,
    /// What is to be said of it.
    odd: Option<String>,
}

/// How many parts of a name are looked at.
const MOST_PARTS: usize = 6;

/// On how many days a zone is compared with what the file tells of it.
const MOST_DAYS: i64 = 400;

/// How many zones of all files are kept.
const MOST_KNOWN: usize = 1_000;

impl<'a> Zones<'a> {
    pub fn of(
        bytes: &[u8],
        user: Zone,
        days: Days,
        known: &'a mut Known,
        steps: &mut Steps,
    ) -> Zones<'a> {
        let mut told = HashMap::new();
        for component in Components::of(Kind::Zone, bytes).take(MOST_KNOWN) {
            let Some(calendar) = parsed(&component.text) else { continue };
            let Some(id) = calendar.components.first().and_then(tzid) else { continue };
            if !known.contains_key(&component.text) && known.len() < MOST_KNOWN {
                let zone = calendar.components.first().and_then(ICalendarComponent::timezone);
                let named = zone.and_then(|(_, zone)| zone_of(zone));
                let changes = changes(&calendar, days.end(), steps);
                known.insert(component.text.clone(), Told { named, changes });
            }
            told.insert(id, component.text);
        }
        Zones { user, days, known, told, used: HashMap::new(), said: Vec::new() }
    }

    /// Returns the clock of a `TZID`; of none, the user's.
    pub fn clock(&mut self, id: Option<&str>) -> Clock {
        let Some(id) = id else { return Clock::Named(self.user) };
        let zoned = match self.used.get(id) {
            Some(zoned) => zoned.clone(),
            None => self.look_up(id),
        };
        self.said.extend(zoned.odd.clone());
        if self.used.len() < MOST_KNOWN || self.told.contains_key(id) {
            self.used.insert(id.to_string(), zoned.clone());
        }
        zoned.clock
    }

    fn look_up(&self, id: &str) -> Zoned {
        let told = self.told.get(id).and_then(|text| self.known.get(text)).cloned();
        let told = told.unwrap_or_default();
        let changes = told.changes.filter(|changes| !changes.is_empty()).map(Clock::Told);
        match (named(id).or(told.named), changes) {
            (Some(zone), told) => {
                let odd = told.filter(|told| self.differs(zone, told)).map(|_| {
                    let name = zone.name().unwrap_or_default();
                    format!("the time zone `{id}` is taken for {name}, which is not as its VTIMEZONE says")
                });
                Zoned { clock: Clock::Named(zone), odd }
            }
            (None, Some(told)) => Zoned { clock: told, odd: None },
            (None, None) => {
                let odd = format!("nobody knows the time zone `{id}`: yours is taken");
                Zoned { clock: Clock::Named(self.user), odd: Some(odd) }
            }
        }
    }

    /// Returns whether a zone has another time on one of the days that are asked for than a file tells.
    fn differs(&self, zone: Zone, told: &Clock) -> bool {
        let days = self.days.last.days_since(self.days.first).clamp(0, MOST_DAYS);
        let mut noons = (0..=days).filter_map(|day| Wall::new(self.days.first.plus(day), 12, 0, 0));
        noons.any(|noon| told.moment(noon) != noon.moment(zone))
    }
}

/// Returns the one component of a text with its parts.
pub fn parsed(text: &str) -> Option<ICalendar> {
    match Parser::new(text).entry() {
        Entry::ICalendar(calendar) => Some(calendar),
        _ => None,
    }
}

fn tzid(zone: &ICalendarComponent) -> Option<String> {
    let id = zone.property(&ICalendarProperty::Tzid)?.values.first()?.as_text()?;
    Some(id.to_string())
}

/// Returns the zone of a name of IANA, of Windows, or of an old calendar program; also where it stands behind
/// the name of a registry, as in `/freeassociation.sourceforge.net/Europe/Paris`.
fn named(id: &str) -> Option<Zone> {
    let ends = id.match_indices('/').map(|(at, _)| &id[at + 1..]);
    let ends = ends.filter(|end| end.contains('/')).take(MOST_PARTS);
    [id].into_iter().chain(ends).find_map(|name| zone_of(Tz::from_str(name).ok()?))
}

fn zone_of(zone: Tz) -> Option<Zone> {
    zone.name()?.parse().ok()
}

/// Returns the changes of the clocks up to `end`; `None` where they are not told in full.
fn changes(calendar: &ICalendar, end: Wall, steps: &mut Steps) -> Option<Rc<[Change]>> {
    let mut changes = Vec::new();
    let parts = calendar.components.iter().filter(|part| {
        let kind = &part.component_type;
        matches!(kind, ICalendarComponentType::Standard | ICalendarComponentType::Daylight)
    });
    for part in parts {
        let value = |property: &ICalendarProperty| part.property(property)?.values.first();
        let offset = |property: ICalendarProperty| match value(&property) {
            Some(ICalendarValue::PartialDateTime(offset)) => Some(seconds_east(offset)),
            _ => None,
        };
        let (from, to) =
            (offset(ICalendarProperty::Tzoffsetfrom)?, offset(ICalendarProperty::Tzoffsetto)?);
        let Some(ICalendarValue::PartialDateTime(start)) = value(&ICalendarProperty::Dtstart)
        else {
            return None;
        };
        let start = wall(start)?;
        let mut walls = match value(&ICalendarProperty::Rrule) {
            Some(ICalendarValue::RecurrenceRule(rule)) => {
                let until = rule.until.as_ref().and_then(wall);
                let until = until.map(|until| until.plus(from.into()));
                expand(rule, start, until, end, steps).ok()?
            }
            _ => vec![start],
        };
        for dates in part.properties(&ICalendarProperty::Rdate) {
            walls.extend(dates.values.iter().filter_map(|date| match date {
                ICalendarValue::PartialDateTime(date) => wall(date),
                _ => None,
            }));
        }
        changes.extend(walls.into_iter().map(|at| Change { at, from, to }));
        if changes.len() > 4 * MOST_OF_A_SERIES {
            return None;
        }
    }
    changes.sort_unstable();
    Some(changes.into())
}

fn seconds_east(offset: &PartialDateTime) -> i32 {
    let part = |part: Option<u8>| i32::from(part.unwrap_or(0));
    let seconds = part(offset.tz_hour) * 3600 + part(offset.tz_minute) * 60;
    if offset.tz_minus { -seconds } else { seconds }
}
