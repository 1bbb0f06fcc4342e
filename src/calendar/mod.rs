//! Calendars: the text of `.ics` files in, meetings out (RFC 5545). The one door to calcard.
//!
//! Pure: whoever reads the files hands in their bytes. Calendars come from strangers: whatever stands in
//! one, reading ends within the [`limits`], and what was not read is told.

mod event;
pub mod limits;
mod lines;
mod rule;
mod series;
mod stamp;
mod write;
mod zones;

use std::rc::Rc;

use crate::date::{Date, Moment, Wall, Zone};
use event::Event;
use limits::{MOST_BYTES, MOST_BYTES_IN_ALL, MOST_EVENTS, MOST_PROBLEMS};
use lines::{Components, Kind, as_utf8};
use rule::Steps;
use zones::{Known, Zones};

pub use write::{Entry, Form, OWN, Progress, texts, written};

/// One meeting of a calendar, on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// What the calendar calls it; all occurrences of a series have the same. Empty where it has no name.
    pub uid: String,
    pub start: When,
    /// Behind its last second or day.
    pub end: When,
    pub details: Rc<Details>,
}

/// What is told of a meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// One line, as all texts here.
    pub title: String,
    pub place: String,
    pub organizer: Option<Invitee>,
    /// People; rooms are left out.
    pub attendees: Vec<Invitee>,
    /// The file that it stands in, as it was named.
    pub file: String,
}

/// A time, or all of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    At(Moment),
    On(Date),
}

/// Somebody who is invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitee {
    /// Empty where only the address is known.
    pub name: String,
    /// In lower case; empty where only the name is known.
    pub mail: String,
    pub answer: Answer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Accepted,
    Declined,
    /// Not yet, or only perhaps.
    Open,
}

/// Something in a calendar that was not read, or not as it may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub file: String,
    pub what: String,
}

/// The days whose meetings are asked for, both within, in whatever zone they are: one more on each side
/// is read.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    pub first: Date,
    pub last: Date,
}

impl When {
    /// Returns the day; that of a time, in a zone.
    pub fn date(self, zone: Zone) -> Date {
        match self {
            When::At(moment) => moment.date(zone),
            When::On(day) => day,
        }
    }

    /// Returns what events are sorted by: seconds since 1970, of a day those at its midnight in UTC.
    pub fn seconds(self) -> i64 {
        match self {
            When::At(moment) => moment.seconds(),
            When::On(day) => Moment::start_of(day, Zone::UTC).seconds(),
        }
    }
}

impl Days {
    fn start(self) -> Wall {
        Wall::from_seconds(When::On(self.first.plus(-2)).seconds())
    }

    fn end(self) -> Wall {
        Wall::from_seconds(When::On(self.last.plus(3)).seconds())
    }

    fn hold(self, when: When) -> bool {
        let (first, last) = (self.first.plus(-1), self.last.plus(1));
        (first..=last).contains(&when.date(Zone::UTC))
    }
}

/// What was read.
#[derive(Debug, Default)]
pub struct Read {
    /// By their start, then `uid`.
    pub occurrences: Vec<Occurrence>,
    pub problems: Vec<Problem>,
    /// How many problems more there were than are told.
    pub untold: usize,
}

/// Returns whether bytes begin as a calendar does.
pub fn is_calendar(bytes: &[u8]) -> bool {
    const BEGIN: &[u8] = b"BEGIN:VCALENDAR";
    let text = as_utf8(&bytes[..bytes.len().min(1_000)]);
    text.trim_ascii_start().get(..BEGIN.len()).is_some_and(|one| one.eq_ignore_ascii_case(BEGIN))
}

/// Reads the files of a calendar, one after the other.
pub struct Reader {
    days: Days,
    /// The user's zone: of times that name none.
    zone: Zone,
    bytes: usize,
    events: usize,
    steps: Steps,
    zones: Known,
    kept: Vec<Event>,
    told: Told,
}

#[derive(Default)]
struct Told {
    problems: Vec<Problem>,
    untold: usize,
}

impl Told {
    fn tell(&mut self, file: &str, what: impl Into<String>) {
        let problem = Problem { file: file.to_string(), what: what.into() };
        if self.problems.contains(&problem) {
            return;
        }
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        } else {
            self.untold += 1;
        }
    }
}

impl Reader {
    pub fn new(days: Days, zone: Zone) -> Reader {
        Reader {
            days,
            zone,
            bytes: 0,
            events: 0,
            steps: Steps::new(),
            zones: Known::new(),
            kept: Vec::new(),
            told: Told::default(),
        }
    }

    /// Says what is wrong with a file that could not be read.
    pub fn tell(&mut self, file: &str, what: impl Into<String>) {
        self.told.tell(file, what);
    }

    /// Returns how many bytes more are read.
    pub fn bytes_left(&self) -> usize {
        MOST_BYTES_IN_ALL - self.bytes
    }

    /// Reads a file.
    pub fn read(&mut self, file: &str, bytes: &[u8]) {
        let left = self.bytes_left();
        let mib = |bytes: usize| format!("more than {} MiB", bytes / 1024 / 1024);
        if bytes.len() > MOST_BYTES {
            self.tell(file, format!("{}: what stands behind them is not read", mib(MOST_BYTES)));
        } else if bytes.len() > left {
            let what = mib(MOST_BYTES_IN_ALL);
            self.tell(file, format!("{what} in all calendars: what stands behind is not read"));
        }
        let bytes = &bytes[..bytes.len().min(MOST_BYTES).min(left)];
        self.bytes += bytes.len();
        if !is_calendar(bytes) {
            return self.tell(file, "no calendar: it does not begin with BEGIN:VCALENDAR");
        }
        let bytes = &*as_utf8(bytes);
        let mut zones = Zones::of(bytes, self.zone, self.days, &mut self.zones, &mut self.steps);
        let mut components = Components::of(Kind::Event, bytes);
        while let Some(component) = components.next() {
            self.events += 1;
            if self.events > MOST_EVENTS {
                let what = format!("more than {MOST_EVENTS} events: the others are not read");
                return self.told.tell(file, what);
            }
            if component.is_cut {
                self.told.tell(file, "an event is too long: some of its lines are not read");
            }
            if !component.is_closed {
                self.told.tell(file, "an event has no end: the file may be cut off");
            }
            let read = Event::read(&component.text, file, &mut zones);
            // An answer, or a proposal, is no meeting.
            let method = components.method.as_deref().unwrap_or("PUBLISH").to_ascii_uppercase();
            match read {
                Err(what) => self.told.tell(file, what),
                Ok(_) if matches!(&*method, "REPLY" | "COUNTER" | "DECLINECOUNTER" | "REFRESH") => {
                }
                Ok(mut event) => {
                    event.is_cancelled |= method == "CANCEL";
                    if event.may_be_in(self.days) {
                        event.problems.drain(..).for_each(|what| self.told.tell(file, what));
                        self.kept.push(event);
                    }
                }
            }
        }
    }

    /// Returns what was read of all files.
    pub fn finish(mut self) -> Read {
        let occurrences =
            series::occurrences(self.kept, self.days, &mut self.steps, |file, what| {
                self.told.tell(file, what);
            });
        let Told { problems, untold } = self.told;
        Read { occurrences, problems, untold }
    }
}

#[cfg(test)]
mod tests;
