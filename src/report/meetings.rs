//! Meetings as reports show them, and customers whom nobody has met for long.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::clock::Clock;
use crate::date::{Date, Week};
use crate::note::{self, Note};
use crate::people::Card;

/// A customer without a cadence has gone quiet after this many days.
const QUIET_DAYS: i64 = 21;

#[derive(Clone, Debug, Serialize)]
pub struct Meeting {
    pub customer: Option<String>,
    pub date: Date,
    /// The last day of a visit.
    pub until: Option<Date>,
    pub kind: Option<String>,
    pub title: String,
    pub state: State,
    pub note: String,
    /// The day on which its text was first committed, of one that was written late.
    pub written: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Planned,
    NotWritten,
    Written,
    /// Written more than one working day after its last day, and in this week.
    WrittenLate,
}

/// A customer whom nobody has met for long.
#[derive(Clone, Debug, Serialize)]
pub struct Quiet {
    pub customer: String,
    /// The day of the last meeting.
    pub last: Date,
    pub days: i64,
    pub cadence: Option<i64>,
    /// The note of the last meeting.
    pub note: String,
    /// The next planned meeting.
    pub next: Option<Date>,
    pub next_note: Option<String>,
}

impl Meeting {
    /// Returns a note as a meeting; `None` if it is of none. `written` is the day on which its text was
    /// first committed, where that is known: more than one working day after the last day is late.
    pub fn of(note: &Note, written: Option<Date>, clock: &Clock) -> Option<Meeting> {
        let today = clock.today(note.customer.as_deref());
        let last = counted_on(note)?;
        let late = written.filter(|written| last.working_days_until(*written) > 1);
        let state = match (note.meeting_state(today)?, late) {
            (note::MeetingState::Planned, _) => State::Planned,
            (note::MeetingState::NotWritten, _) => State::NotWritten,
            (note::MeetingState::Written, Some(_)) => State::WrittenLate,
            (note::MeetingState::Written, None) => State::Written,
        };
        Some(Meeting {
            customer: note.customer.clone(),
            date: note.date?,
            until: note.until.filter(|_| last > note.date.unwrap_or(last)),
            kind: note.kind.clone(),
            title: note.title.clone(),
            state,
            note: note.path.clone(),
            written: late.filter(|_| state == State::WrittenLate),
        })
    }

    /// Returns the day on which it counts: a visit's last, an escalation's first.
    pub fn counted_on(&self) -> Date {
        self.until.unwrap_or(self.date)
    }

    /// Returns the whole days from its last day to the one on which its text was first committed, of one
    /// that was written late.
    pub fn days_late(&self) -> Option<i64> {
        self.written.map(|written| written.days_since(self.counted_on()))
    }

    /// Returns whether one of its days lies in a week.
    pub fn is_in(&self, week: Week) -> bool {
        self.date <= week.sunday() && self.counted_on() >= week.monday()
    }
}

/// Sorts by the day on which a meeting counts, then customer.
pub fn sort(meetings: &mut [Meeting]) {
    meetings.sort_by(|a, b| {
        (a.counted_on(), &a.customer, &a.note).cmp(&(b.counted_on(), &b.customer, &b.note))
    });
}

/// The meetings with a customer, each with the day on which it counts.
#[derive(Debug, Default)]
pub struct Calendar<'a> {
    pub held: Vec<(Date, &'a Note)>,
    pub planned: Vec<(Date, &'a Note)>,
}

impl<'a> Calendar<'a> {
    /// Returns the meetings of a customer's notes on a day at the customer.
    fn of(notes: &[&'a Note], today: Date) -> Calendar<'a> {
        let mut calendar = Calendar::default();
        for note in notes {
            let (Some(state), Some(day)) = (note.meeting_state(today), counted_on(note)) else {
                continue;
            };
            let is_planned = state == note::MeetingState::Planned;
            let list = if is_planned { &mut calendar.planned } else { &mut calendar.held };
            list.push((day, *note));
        }
        calendar
    }

    pub fn last(&self) -> Option<(Date, &'a Note)> {
        self.held.iter().max_by_key(|(day, note)| (*day, &note.path)).copied()
    }

    /// Returns the next planned meeting.
    pub fn next(&self) -> Option<&'a Note> {
        self.planned.iter().map(|(_, note)| *note).min_by_key(|note| (note.date, &note.path))
    }
}

/// Returns the meetings with each customer that has a card, in the order of the slugs.
pub fn calendars<'a>(
    notes: impl Iterator<Item = &'a Note>,
    clock: &Clock<'a>,
) -> Vec<(&'a str, &'a Card, Calendar<'a>)> {
    let mut of_customers: BTreeMap<&str, Vec<&Note>> = BTreeMap::new();
    for note in notes {
        if let Some(slug) = &note.customer {
            of_customers.entry(slug).or_default().push(note);
        }
    }
    let directory = clock.directory;
    let calendars = directory.cards.iter().map(|(slug, card)| {
        let notes = of_customers.remove(slug.as_str()).unwrap_or_default();
        (slug.as_str(), card, Calendar::of(&notes, clock.today(Some(slug))))
    });
    calendars.collect()
}

/// Returns after how many days without a meeting a customer has gone quiet.
pub fn quiet_after(card: &Card) -> i64 {
    card.cadence.map_or(QUIET_DAYS, |cadence| 2 * cadence)
}

/// Returns customers with a card whose last meeting is too long ago, the longest first.
pub fn quiet<'a>(notes: impl Iterator<Item = &'a Note>, clock: &Clock<'a>) -> Vec<Quiet> {
    let mut quiet: Vec<Quiet> = Vec::new();
    for (slug, card, calendar) in calendars(notes, clock) {
        let Some((last, note)) = calendar.last() else { continue };
        let days = clock.today(Some(slug)).days_since(last);
        if days <= quiet_after(card) {
            continue;
        }
        let next = calendar.next();
        quiet.push(Quiet {
            customer: slug.to_string(),
            last,
            days,
            cadence: card.cadence,
            note: note.path.clone(),
            next: next.and_then(|note| note.date),
            next_note: next.map(|note| note.path.clone()),
        });
    }
    quiet.sort_by(|a, b| (Reverse(a.days), &a.customer).cmp(&(Reverse(b.days), &b.customer)));
    quiet
}

/// Returns the day on which a meeting counts: a visit's last, an escalation's first.
fn counted_on(note: &Note) -> Option<Date> {
    if note.is_escalation() { note.date } else { note.last_day() }
}
