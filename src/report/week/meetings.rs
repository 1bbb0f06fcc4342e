//! The meetings of a week, who has gone quiet, and which meetings come next.

use std::cmp::Reverse;

use serde::Serialize;

use super::Frame;
use crate::date::{Date, Week};
use crate::note::{self, Note};
use crate::report::threads::Kept;

/// A meeting without a cadence has gone quiet after this many days.
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

/// Returns the meetings of the week up to today, and those of earlier weeks that were written late in
/// it; by date, then customer.
pub fn select(frame: &Frame, notes: &[Kept]) -> Vec<Meeting> {
    let found = notes.iter().filter_map(|kept| {
        let meeting = meeting(frame, kept)?;
        let counted = counted_on(&kept.note)?;
        let is_of_week =
            frame.week.contains(counted) && counted <= frame.today(kept.note.customer.as_deref());
        (is_of_week || meeting.state == State::WrittenLate).then_some((counted, meeting))
    });
    sorted(found.collect())
}

/// Returns the meetings of which a day lies in another week.
pub fn of_week(frame: &Frame, notes: &[Kept], week: Week) -> Vec<Meeting> {
    let found = notes.iter().filter_map(|kept| {
        let meeting = meeting(frame, kept)?;
        let last = counted_on(&kept.note)?;
        let is_in = meeting.date <= week.sunday() && last >= week.monday();
        is_in.then_some((meeting.date, meeting))
    });
    sorted(found.collect())
}

/// Returns customers with a card whose last meeting is too long ago, the longest first.
pub fn quiet(frame: &Frame, notes: &[Kept]) -> Vec<Quiet> {
    let mut quiet: Vec<Quiet> = Vec::new();
    for (slug, card) in &frame.directory.cards {
        let today = frame.today(Some(slug));
        let notes = notes.iter().map(|kept| &*kept.note);
        let of_customer = notes.filter(|note| note.customer.as_deref() == Some(slug));
        let meetings: Vec<(note::MeetingState, Date, &Note)> = of_customer
            .filter_map(|note| Some((note.meeting_state(today)?, counted_on(note)?, note)))
            .collect();
        let held = meetings.iter().filter(|(state, ..)| *state != note::MeetingState::Planned);
        let Some((_, last, note)) = held.max_by_key(|(_, day, note)| (*day, &note.path)) else {
            continue;
        };
        let days = today.days_since(*last);
        let limit = card.cadence.map_or(QUIET_DAYS, |cadence| 2 * cadence);
        if days <= limit {
            continue;
        }
        let planned = meetings.iter().filter(|(state, ..)| *state == note::MeetingState::Planned);
        let next = planned.min_by_key(|(_, _, note)| (note.date, &note.path));
        quiet.push(Quiet {
            customer: slug.clone(),
            last: *last,
            days,
            cadence: card.cadence,
            note: note.path.clone(),
            next: next.and_then(|(_, _, note)| note.date),
            next_note: next.map(|(_, _, note)| note.path.clone()),
        });
    }
    quiet.sort_by(|a, b| (Reverse(a.days), &a.customer).cmp(&(Reverse(b.days), &b.customer)));
    quiet
}

/// Returns the day on which a meeting counts: a visit's last, an escalation's first.
fn counted_on(note: &Note) -> Option<Date> {
    if note.is_escalation() { note.date } else { note.last_day() }
}

fn meeting(frame: &Frame, kept: &Kept) -> Option<Meeting> {
    let note = &*kept.note;
    let today = frame.today(note.customer.as_deref());
    let last = counted_on(note)?;
    let late = kept.written.filter(|written| last.working_days_until(*written) > 1);
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

fn sorted(mut meetings: Vec<(Date, Meeting)>) -> Vec<Meeting> {
    meetings.sort_by(|(day, a), (other, b)| {
        (day, &a.customer, &a.note).cmp(&(other, &b.customer, &b.note))
    });
    meetings.into_iter().map(|(_, meeting)| meeting).collect()
}
