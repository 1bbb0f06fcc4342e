//! Which notes belong together: those of a visit, and those in which something is open before a meeting.

use crate::date::Date;
use crate::note::Note;

/// Returns a customer's last visit that has begun.
pub fn last_visit<'n>(notes: &'n [Note], customer: &str, today: Date) -> Option<&'n Note> {
    let visits = of_customer(notes, customer).filter(|note| is_visit(note));
    let begun = visits.filter(|note| note.date.is_some_and(|date| date <= today));
    begun.max_by_key(|note| (note.date, &note.path))
}

/// Returns a customer's next meeting, from today on.
pub fn next_meeting<'n>(notes: &'n [Note], customer: &str, today: Date) -> Option<&'n Note> {
    let dated = of_customer(notes, customer).filter(|note| note.date.is_some());
    let ahead = dated.filter(|note| note.last_day().is_some_and(|last| last >= today));
    ahead.min_by_key(|note| (note.date, &note.path))
}

/// Returns whether a note is of days at a customer.
pub fn is_visit(note: &Note) -> bool {
    note.until.is_some() || note.kind.as_deref() == Some("onsite")
}

/// Returns the customer's other notes of the days of a visit, in their order.
pub fn of_visit<'n>(notes: &'n [Note], visit: &Note) -> Vec<&'n Note> {
    let (first, last) = (visit.date, visit.last_day());
    let is_within = |note: &&Note| note.date.is_some() && note.date >= first && note.date <= last;
    in_order(others(notes, visit).filter(is_within).collect())
}

/// Returns the customer's other notes up to the day of a meeting in which something is open, in their order.
pub fn open_before<'n>(notes: &'n [Note], meeting: &Note) -> Vec<&'n Note> {
    let is_before = |note: &&Note| note.date <= meeting.date;
    let is_open = |note: &&Note| note.follow_ups.iter().any(|item| item.is_open());
    in_order(others(notes, meeting).filter(is_before).filter(is_open).collect())
}

fn of_customer<'n>(notes: &'n [Note], customer: &str) -> impl Iterator<Item = &'n Note> {
    notes.iter().filter(move |note| note.customer.as_deref() == Some(customer))
}

fn others<'n>(notes: &'n [Note], note: &Note) -> impl Iterator<Item = &'n Note> {
    let (customer, path) = (note.customer.clone(), note.path.clone());
    notes.iter().filter(move |other| {
        other.customer.is_some() && other.customer == customer && other.path != path
    })
}

fn in_order(mut notes: Vec<&Note>) -> Vec<&Note> {
    notes.sort_by_key(|note| (note.date, &note.path));
    notes
}
