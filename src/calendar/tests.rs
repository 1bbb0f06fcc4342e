//! Calendars as programs write them, and as nobody should.

mod edges;
mod exporters;
mod hostile;
mod rules;

use super::{Days, Read, Reader, When};
use crate::date::{Date, Zone};

pub const MARCH: &str = "2026-03-01..2026-03-31";

pub fn day(text: &str) -> Date {
    Date::parse_iso(text).expect("an ISO date")
}

/// Reads files over the days of `since..until`; the user is in Lisbon.
pub fn read<T: AsRef<[u8]>>(files: &[T], span: &str) -> Read {
    let (first, last) = span.split_once("..").expect("two days");
    let zone: Zone = "Europe/Lisbon".parse().expect("a zone");
    let mut reader = Reader::new(Days { first: day(first), last: day(last) }, zone);
    for (number, text) in files.iter().enumerate() {
        reader.read(&format!("{number}.ics"), text.as_ref());
    }
    reader.finish()
}

/// Returns a line for each meeting, as `03-06 14:00 Sync` in UTC and `03-06 Visit` of a whole day, then
/// one for each problem.
pub fn shown<T: AsRef<[u8]>>(files: &[T], span: &str) -> Vec<String> {
    let read = read(files, span);
    let short = |day: Date| day.to_string()[5..].to_string();
    let meetings = read.occurrences.iter().map(|one| {
        let title = &one.details.title;
        match one.start {
            When::At(at) => {
                format!("{} {} {title}", short(at.date(Zone::UTC)), at.clock(Zone::UTC))
            }
            When::On(day) => format!("{} {title}", short(day)),
        }
    });
    let problems = read.problems.iter().map(|one| format!("{}: {}", one.file, one.what));
    meetings.chain(problems).collect()
}

/// Returns a calendar of events, each given as its lines.
pub fn calendar(events: &[&str]) -> String {
    let events = events.iter().map(|lines| format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n"));
    let text =
        format!("BEGIN:VCALENDAR\nVERSION:2.0\n{}END:VCALENDAR\n", events.collect::<String>());
    text.replace('\n', "\r\n")
}

/// Checks what is read of events in March 2026.
#[track_caller]
pub fn check(events: &[&str], expected: &[&str]) {
    assert_eq!(shown(&[calendar(events)], MARCH), expected, "{events:?}");
}
