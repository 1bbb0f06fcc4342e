//! What was promised to customers: the date first given, and whether it was kept.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Serialize;

use super::period::Period;
use super::threads::{Story, Thread, follow};
use crate::clock::Clock;
use crate::date::{Date, Week};
use crate::follow_up::State;
use crate::note::Note;

/// A promise that counts in a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The date that was first given.
    pub first: Date,
    pub is_kept: bool,
}

/// Returns whether a note of the week's start bears a promise that may count in the week, so that its
/// earlier versions have to be known.
pub fn may_count(note: &Note, week: Week) -> bool {
    let counts = |promised| promised >= week.monday();
    note.follow_ups
        .iter()
        .any(|item| item.is_promise() && (item.is_open() || item.promised.is_some_and(counts)))
}

/// The promises to a customer.
#[derive(Debug, Serialize)]
pub struct Customer {
    /// `None` for those in notes without a customer.
    pub customer: Option<String>,
    pub kept: usize,
    pub moved: usize,
    pub missed: usize,
    /// Open, and not due yet.
    pub open: usize,
    /// In the order of their first dates.
    pub promises: Vec<Promise>,
}

/// A promise and what became of it. Whose it was is not told: this is about customers.
#[derive(Debug, Serialize)]
pub struct Promise {
    pub text: String,
    pub first: Date,
    /// The date that it bears now.
    pub now: Option<Date>,
    #[serde(rename = "outcome")]
    pub verdict: Verdict,
    pub state: Became,
    /// The day it was done or dropped, if its line says so.
    pub closed: Option<Date>,
    /// Where it stands, or stood last.
    pub note: String,
    pub line: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Kept,
    /// Given a later date, and still meant.
    Moved,
    Missed,
    /// Not due yet.
    Open,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    Open,
    Done,
    Dropped,
    Vanished,
}

/// Returns the promises of ours by customer, those without one last; `since` leaves out what was first
/// promised for an earlier day.
pub fn by_customer(story: &Story, since: Option<Date>, clock: &Clock) -> Vec<Customer> {
    let mut customers: BTreeMap<(bool, Option<String>), Customer> = BTreeMap::new();
    for thread in &story.threads {
        let customer = &thread.last().note.customer;
        let Some(promise) = promise(thread, clock.today(customer.as_deref())) else { continue };
        if since.is_some_and(|since| promise.first < since) {
            continue;
        }
        let entry = customers.entry((customer.is_none(), customer.clone()));
        let entry = entry.or_insert_with(|| Customer::new(customer.clone()));
        *entry.count(promise.verdict) += 1;
        entry.promises.push(promise);
    }
    let sorted = customers.into_values().map(|mut customer| {
        let place = |promise: &Promise| (promise.note.clone(), promise.line);
        customer.promises.sort_by_cached_key(|promise| (promise.first, place(promise)));
        customer
    });
    sorted.collect()
}

impl Customer {
    fn new(customer: Option<String>) -> Customer {
        Customer { customer, kept: 0, moved: 0, missed: 0, open: 0, promises: Vec::new() }
    }

    fn count(&mut self, verdict: Verdict) -> &mut usize {
        match verdict {
            Verdict::Kept => &mut self.kept,
            Verdict::Moved => &mut self.moved,
            Verdict::Missed => &mut self.missed,
            Verdict::Open => &mut self.open,
        }
    }

    /// Returns how many had to be kept by now.
    pub fn due(&self) -> usize {
        self.kept + self.moved + self.missed
    }
}

fn promise(thread: &Thread, today: Date) -> Option<Promise> {
    let first = first_date(thread)?;
    let item = thread.last().item();
    let state = match (thread.gone, item.state) {
        (Some(_), _) => Became::Vanished,
        (None, State::Open) => Became::Open,
        (None, State::Done) => Became::Done,
        (None, State::Dropped) => Became::Dropped,
    };
    let is_meant = matches!(state, Became::Open | Became::Done);
    let verdict = match is_kept(thread, first, today) {
        None => Verdict::Open,
        Some(true) => Verdict::Kept,
        Some(false) if is_meant && item.promised > Some(first) => Verdict::Moved,
        Some(false) => Verdict::Missed,
    };
    Some(Promise {
        text: item.text.clone(),
        first,
        now: item.promised,
        verdict,
        state,
        closed: item.closed,
        note: thread.last().note.path.clone(),
        line: item.line,
    })
}

/// Returns how a promise stands that counts in the week; `None` if it is no promise, belongs to
/// another week, or is open and its date not over on `today`, the customer's day.
pub fn outcome(thread: &Thread, week: Week, today: impl FnOnce() -> Date) -> Option<Outcome> {
    let first = first_date(thread).filter(|first| week.contains(*first))?;
    Some(Outcome { first, is_kept: is_kept(thread, first, today())? })
}

/// Returns whether a promise was kept; `None` if it is open and its first date not over.
fn is_kept(thread: &Thread, first: Date, today: Date) -> Option<bool> {
    let last = thread.last().item();
    let is_moved_later = last.promised.is_none_or(|promised| promised > first);
    let is_settled = !last.is_open() || thread.gone.is_some() || is_moved_later;
    let is_kept = done_day(thread).is_some_and(|done| done.is_none_or(|done| done <= first));
    (is_settled || today > first).then_some(is_kept)
}

/// Returns the first date of a promise that a note's version of today puts off to a later day; `past` are
/// its earlier versions, oldest first. `None` if it is no promise, or not put off.
pub fn broken_by(
    past: &[(Date, Rc<Note>)],
    after: &Rc<Note>,
    index: usize,
    today: Date,
) -> Option<Date> {
    let promised = after.follow_ups.get(index).filter(|item| item.is_promise())?.promised?;
    let mut period = Period { end: vec![Rc::clone(after)], ..Period::default() };
    if let Some((_, last)) = past.last() {
        period.start.push(Rc::clone(last));
        period.past.insert(last.path.clone(), past.to_vec());
    }
    let story = follow(&period, today);
    let place = &after.follow_ups[index].place;
    let is_it = |thread: &&Thread| thread.at_end().is_some_and(|item| item.place == *place);
    first_date(story.threads.iter().find(is_it)?).filter(|first| promised > *first)
}

/// Returns the date that a promise bore at the end of the day on which it was first committed.
pub fn first_date(thread: &Thread) -> Option<Date> {
    let is_promise = |at: usize| thread.seen[at].item().is_promise();
    let mut at = 0;
    loop {
        at = (at..thread.seen.len()).find(|at| is_promise(*at))?;
        let Some(day) = thread.seen[at].day else { return thread.seen[at].item().promised };
        let same_day = thread.seen[at..].iter().take_while(|sight| sight.day == Some(day)).count();
        let evening = at + same_day - 1;
        let is_gone = evening + 1 == thread.seen.len() && thread.gone == Some(day);
        if is_promise(evening) && !is_gone {
            return thread.seen[evening].item().promised;
        }
        at = evening + 1;
    }
}

/// Returns the day on which it was done: its done mark's, else that of the commit that first shows it
/// ticked, `Some(None)` if neither is known. `None` if it is not done.
fn done_day(thread: &Thread) -> Option<Option<Date>> {
    let last = thread.last().item();
    if last.state != State::Done {
        return None;
    }
    let ticked = thread.seen.iter().rev().take_while(|sight| sight.item().state == State::Done);
    Some(last.closed.or_else(|| ticked.last().and_then(|sight| sight.day)))
}

#[cfg(test)]
mod tests;
