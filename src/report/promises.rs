//! What was promised to customers: the date first given, and whether it was kept.

use std::rc::Rc;

use super::period::Period;
use super::threads::{Thread, follow};
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

/// Returns how a promise stands that counts in the week; `None` if it is no promise, belongs to
/// another week, or is open and its date not over on `today`, the customer's day.
pub fn outcome(thread: &Thread, week: Week, today: Date) -> Option<Outcome> {
    let first = first_date(thread).filter(|first| week.contains(*first))?;
    let last = thread.last().item();
    let is_moved_later = last.promised.is_none_or(|promised| promised > first);
    let is_settled = !last.is_open() || thread.gone.is_some() || is_moved_later;
    let is_kept = done_day(thread).is_some_and(|done| done.is_none_or(|done| done <= first));
    (is_settled || today > first).then_some(Outcome { first, is_kept })
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
fn first_date(thread: &Thread) -> Option<Date> {
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
