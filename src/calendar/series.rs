//! Events of one `UID` become occurrences: rules walked, exceptions taken out, moved ones put in.

use std::collections::{BTreeMap, HashSet};

use super::event::{Event, called};
use super::limits::{MOST_OCCURRENCES, MOST_OF_A_SERIES};
use super::rule::{Steps, expand};
use super::stamp::Stamp;
use super::{Days, Occurrence, When};
use crate::date::{Date, Moment, Wall};

/// Returns the occurrences of all events that start within the days, sorted.
pub fn occurrences(
    events: Vec<Event>,
    days: Days,
    steps: &mut Steps,
    mut tell: impl FnMut(&str, String),
) -> Vec<Occurrence> {
    let mut series: BTreeMap<(String, usize), Vec<Event>> = BTreeMap::new();
    for (number, event) in events.into_iter().enumerate() {
        // Events without a UID are each their own.
        let number = if event.uid.is_empty() { number } else { 0 };
        series.entry((event.uid.clone(), number)).or_default().push(event);
    }
    let mut found: Vec<Occurrence> = Vec::new();
    for ((uid, _), events) in series {
        let first = events.first().map(|event| event.details.clone()).unwrap_or_default();
        let called = called(&uid, &first.title);
        let mut problem = |what: String| tell(&first.file, format!("{called}: {what}"));
        let own = of_series(events, days, steps, &mut problem);
        if own.len() > MOST_OF_A_SERIES {
            problem(format!("more than {MOST_OF_A_SERIES} occurrences in these days"));
        }
        found.extend(own.into_iter().take(MOST_OF_A_SERIES));
        if found.len() > MOST_OCCURRENCES {
            found.truncate(MOST_OCCURRENCES);
            tell(&first.file, format!("more than {MOST_OCCURRENCES} meetings in these days"));
            break;
        }
    }
    found.sort_by(|one, two| {
        let key = |one: &Occurrence| (one.start.seconds(), one.uid.clone());
        key(one).cmp(&key(two))
    });
    found
}

fn of_series(
    events: Vec<Event>,
    days: Days,
    steps: &mut Steps,
    problem: &mut impl FnMut(String),
) -> Vec<Occurrence> {
    let (exceptions, masters): (Vec<Event>, Vec<Event>) =
        events.into_iter().partition(|event| event.replaces.is_some());
    // Of a copy that was sent before and another that was sent later, the later one counts.
    let newest = masters.iter().map(|event| event.sequence).max();
    let masters: Vec<Event> =
        masters.into_iter().filter(|event| Some(event.sequence) == newest).collect();
    if masters.iter().any(|event| event.is_cancelled) {
        return Vec::new();
    }
    let exceptions = newest_exceptions(exceptions);
    let replaced = Replaced::of(&exceptions);
    let later: Vec<&Event> = exceptions.iter().filter(|event| event.and_later).collect();
    let mut found = Vec::new();
    let mut starts: HashSet<When> = HashSet::new();
    for master in &masters {
        for wall in walls(master, days, steps, problem) {
            let original = master.start.when_at(wall);
            if replaced.has(original, wall) || !starts.insert(original) {
                continue;
            }
            let behind = later.partition_point(|event| replaced_at(event) <= original.seconds());
            match behind.checked_sub(1).map(|last| later[last]) {
                Some(event) if event.is_cancelled => {}
                Some(event) => {
                    let from = event.replaces.as_ref().map_or(wall, |stamp| stamp.on(&event.start));
                    let on_its_wall = Stamp { wall, clock: master.start.clock.clone() };
                    let shift = event.start.wall.seconds() - from.seconds();
                    found.push(occurrence(event, on_its_wall.on(&event.start).plus(shift)));
                }
                None => found.push(occurrence(master, wall)),
            }
        }
    }
    for event in exceptions.iter().filter(|event| !event.is_cancelled) {
        found.push(occurrence(event, event.start.wall));
    }
    found.retain(|one| days.hold(one.start));
    found
}

/// Returns one exception for each occurrence that is replaced, in their order: the newest.
fn newest_exceptions(exceptions: Vec<Event>) -> Vec<Event> {
    let mut newest: BTreeMap<i64, Event> = BTreeMap::new();
    for event in exceptions {
        let key = replaced_at(&event);
        if newest.get(&key).is_none_or(|other| other.sequence <= event.sequence) {
            newest.insert(key, event);
        }
    }
    newest.into_values().collect()
}

/// Returns when the occurrence was to be that an exception replaces.
fn replaced_at(exception: &Event) -> i64 {
    exception.replaces.as_ref().map_or(0, |stamp| stamp.when().seconds())
}

/// The occurrences for which exceptions stand.
struct Replaced {
    times: HashSet<When>,
    /// Some programs write no more than the day, even of a time.
    days: HashSet<Date>,
    /// The days of all, for series of whole days.
    all_days: HashSet<Date>,
}

impl Replaced {
    fn of(exceptions: &[Event]) -> Replaced {
        let stamps = || exceptions.iter().filter_map(|event| event.replaces.as_ref());
        let days = stamps().filter(|stamp| stamp.clock.is_none());
        Replaced {
            times: stamps().map(Stamp::when).collect(),
            days: days.map(|stamp| stamp.wall.date()).collect(),
            all_days: stamps().map(|stamp| stamp.wall.date()).collect(),
        }
    }

    fn has(&self, original: When, wall: Wall) -> bool {
        match original {
            When::At(_) => self.times.contains(&original) || self.days.contains(&wall.date()),
            When::On(day) => self.all_days.contains(&day),
        }
    }
}

/// Returns the starts of a series on its wall, without its exceptions' dates.
fn walls(
    master: &Event,
    days: Days,
    steps: &mut Steps,
    problem: &mut impl FnMut(String),
) -> Vec<Wall> {
    let start = &master.start;
    let mut walls = match &master.rule {
        None => vec![start.wall],
        Some(rule) => {
            expand(&rule.rule, start.wall, rule.until, days.end(), steps).unwrap_or_else(|what| {
                problem(format!("{what}: its first occurrence alone is read"));
                vec![start.wall]
            })
        }
    };
    walls.extend(master.more.iter().map(|stamp| stamp.on(start)));
    walls.retain(|wall| days.hold(start.when_at(*wall)));
    let except: HashSet<When> = master.except.iter().map(Stamp::when).collect();
    walls.retain(|wall| {
        let day = When::On(wall.date());
        !except.contains(&start.when_at(*wall)) && !except.contains(&day)
    });
    walls
}

fn occurrence(event: &Event, wall: Wall) -> Occurrence {
    let start = event.start.when_at(wall);
    let end = match start {
        When::At(start) => {
            When::At(Moment::from_seconds(start.seconds().saturating_add(event.length)))
        }
        When::On(_) => When::On(wall.plus(event.length).date()),
    };
    Occurrence { uid: event.uid.clone(), start, end, details: event.details.clone() }
}
