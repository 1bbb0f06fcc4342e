//! The follow-ups of a week: sums, late, moved, waiting on them, vanished, closed.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::Frame;
use crate::date::Date;
use crate::follow_up::{FollowUp, State};
use crate::note::Note;
use crate::people::Side;
use crate::report::item::Item;
use crate::report::promises::{self, Outcome};
use crate::report::threads::{Story, Thread};

/// `open_at_start + new + reopened − closed − dropped − vanished = open_at_end`; see [`super::balance`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub open_at_start: usize,
    pub new: usize,
    pub reopened: usize,
    pub closed: usize,
    pub dropped: usize,
    pub vanished: usize,
    pub open_at_end: usize,
    pub late: usize,
    pub moved: usize,
    pub waiting: usize,
    pub promises_kept: usize,
    pub promises_due: usize,
    /// Whether there are no commits: what was at the start, and what came and went since, is not known.
    pub lacks_start: bool,
}

impl Sums {
    /// Returns a sum that needs the start of the week; `None` where that is not known.
    pub fn known(&self, number: usize) -> Option<usize> {
        (!self.lacks_start).then_some(number)
    }
}

/// What is not known is `null`.
impl Serialize for Sums {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let known = |number: usize| self.known(number);
        let mut row = serializer.serialize_struct("Sums", 12)?;
        row.serialize_field("open_at_start", &known(self.open_at_start))?;
        row.serialize_field("new", &known(self.new))?;
        row.serialize_field("reopened", &known(self.reopened))?;
        row.serialize_field("closed", &known(self.closed))?;
        row.serialize_field("dropped", &known(self.dropped))?;
        row.serialize_field("vanished", &known(self.vanished))?;
        row.serialize_field("open_at_end", &self.open_at_end)?;
        row.serialize_field("late", &self.late)?;
        row.serialize_field("moved", &known(self.moved))?;
        row.serialize_field("waiting", &self.waiting)?;
        row.serialize_field("promises_kept", &self.promises_kept)?;
        row.serialize_field("promises_due", &self.promises_due)?;
        row.end()
    }
}

/// A date that was changed, or taken away.
#[derive(Clone, Debug, Serialize)]
pub struct Move {
    #[serde(flatten)]
    pub item: Item,
    /// `due` or `promised`.
    pub field: &'static str,
    pub from: Date,
    pub to: Option<Date>,
    /// The day of the commit that changed it.
    #[serde(skip)]
    pub on: Option<Date>,
    /// Which of the story's threads it is.
    #[serde(skip)]
    pub thread: usize,
}

/// How many follow-ups of a customer were closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Closed {
    pub customer: Option<String>,
    pub count: usize,
    /// The notes they stand in.
    pub notes: Vec<String>,
}

/// All that is said about follow-ups.
pub struct Items {
    pub sums: Sums,
    pub open: Vec<Item>,
    pub late: Vec<Item>,
    pub moved: Vec<Move>,
    pub waiting: Vec<Item>,
    pub vanished: Vec<Item>,
    pub closed: Vec<Closed>,
    /// Promises that count in this week and were not kept: the thread, the item, its first date.
    pub missed: Vec<(usize, Item, Date)>,
}

/// Returns what is said about follow-ups in the summary of a week.
pub fn select(frame: &Frame, story: &Story) -> Items {
    let threads = || story.threads.iter().enumerate();
    let shown = |thread: &Thread| {
        let note = &thread.last().note;
        let item = Item::of(thread.last().item(), note, frame.today(note.customer.as_deref()));
        match story.notes.binary_search_by(|kept| kept.note.path.cmp(&note.path)) {
            Ok(_) => item,
            Err(_) => Item { late_days: None, has_note: false, ..item },
        }
    };
    let by_place = |a: &Item, b: &Item| (&a.note, a.line).cmp(&(&b.note, b.line));

    let is_open = |thread: &Thread| thread.at_end().is_some_and(FollowUp::is_open);
    let mut open: Vec<Item> = story.threads.iter().filter(|t| is_open(t)).map(shown).collect();
    open.sort_by(by_place);
    let mut late: Vec<Item> = open.iter().filter(|i| i.late_days.is_some()).cloned().collect();
    late.sort_by_key(|item| Reverse(item.late_days));
    let waiting = open.iter().filter(|item| is_waiting(item.side));
    let mut waiting: Vec<Item> = waiting.cloned().collect();
    waiting.sort_by_key(|item| (item.deadline().is_none(), item.deadline()));
    let mut vanished: Vec<Item> =
        story.threads.iter().filter(|t| is_vanished(t)).map(shown).collect();
    vanished.sort_by(by_place);
    let mut moved: Vec<Move> = Vec::new();
    for (number, thread) in threads() {
        let found = moves(thread).into_iter();
        moved.extend(found.map(|Moved { field, from, to, on }| Move {
            item: shown(thread),
            field,
            from,
            to,
            on,
            thread: number,
        }));
    }
    moved.sort_by(|a, b| a.on.cmp(&b.on).then_with(|| by_place(&a.item, &b.item)));

    let missed = threads().filter_map(|(at, thread)| {
        let outcome = outcome(frame, thread).filter(|outcome| !outcome.is_kept)?;
        Some((at, shown(thread), outcome.first))
    });
    let missed = missed.collect();
    let sums = count(frame, &story.threads);
    let closed = closed(&story.threads);
    Items { sums, open, late, moved, waiting, vanished, closed, missed }
}

/// Counts each follow-up by its state at the start and at the end, and by what else is said of it.
pub fn count(frame: &Frame, threads: &[Thread]) -> Sums {
    let mut sums = Sums::default();
    for thread in threads {
        let state = |item: Option<&FollowUp>| item.map(|item| item.state);
        let (start, end) = (state(thread.at_start()), state(thread.at_end()));
        sums.open_at_start += usize::from(start == Some(State::Open));
        sums.new += usize::from(start.is_none() && end.is_some());
        sums.vanished += usize::from(is_vanished(thread));
        sums.closed += usize::from(is_closed(thread));
        match (start, end) {
            (None | Some(State::Open), Some(State::Dropped)) => sums.dropped += 1,
            (Some(State::Done | State::Dropped), Some(State::Open)) => sums.reopened += 1,
            _ => {}
        }
        if let Some(item) = thread.at_end().filter(|item| item.is_open()) {
            sums.add_open(frame, item, &thread.last().note);
        }
        sums.moved += moves(thread).len();
        if let Some(outcome) = outcome(frame, thread) {
            sums.promises_due += 1;
            sums.promises_kept += usize::from(outcome.is_kept);
        }
    }
    sums
}

impl Sums {
    /// Adds the follow-ups of notes that are the same from the start to the end, as [`count`] counts them where each is
    /// a thread of one version, and none a promise that may count.
    pub fn add_untouched(&mut self, frame: &Frame, notes: &[&Note]) {
        for note in notes {
            let open = note.follow_ups.iter().filter(|item| item.is_open());
            for item in open.filter(|item| frame.whose.has(item, note)) {
                self.open_at_start += 1;
                self.add_open(frame, item, note);
            }
        }
    }

    /// Adds a follow-up that is open at the end.
    fn add_open(&mut self, frame: &Frame, item: &FollowUp, note: &Note) {
        let is_late = |deadline| deadline < frame.today(note.customer.as_deref());
        self.open_at_end += 1;
        self.late += usize::from(item.deadline().is_some_and(is_late));
        self.waiting += usize::from(is_waiting(item.side()));
    }
}

fn is_waiting(side: Option<Side>) -> bool {
    matches!(side, Some(Side::Theirs | Side::Partner))
}

/// Returns how a promise stands that counts in the week.
fn outcome(frame: &Frame, thread: &Thread) -> Option<Outcome> {
    let today = || frame.today(thread.last().note.customer.as_deref());
    promises::outcome(thread, frame.week, today)
}

fn is_vanished(thread: &Thread) -> bool {
    thread.at_start().is_some_and(FollowUp::is_open) && thread.at_end().is_none()
}

/// Done at the end, and open or not there at the start. What was dropped and is done now was not open
/// in between, as far as the two ends tell, and counts nowhere.
pub fn is_closed(thread: &Thread) -> bool {
    let is_done = thread.at_end().is_some_and(|item| item.state == State::Done);
    is_done && thread.at_start().is_none_or(FollowUp::is_open)
}

fn closed(threads: &[Thread]) -> Vec<Closed> {
    let mut customers: BTreeMap<(bool, Option<String>), Closed> = BTreeMap::new();
    for thread in threads.iter().filter(|thread| is_closed(thread)) {
        let note = &thread.last().note;
        let customer = note.customer.clone();
        let closed = customers.entry((customer.is_none(), customer.clone())).or_insert(Closed {
            customer,
            count: 0,
            notes: Vec::new(),
        });
        closed.count += 1;
        closed.notes.push(note.path.clone());
    }
    let sorted = customers.into_values().map(|mut closed| {
        closed.notes.sort();
        closed.notes.dedup();
        closed
    });
    sorted.collect()
}

/// A date that was changed, and when; see [`Move`].
struct Moved {
    field: &'static str,
    from: Date,
    to: Option<Date>,
    on: Option<Date>,
}

/// Returns the changes of an open follow-up's dates from the start on. What changed on the day on which
/// it was first committed is a correction, as it is for a promise's first date.
fn moves(thread: &Thread) -> Vec<Moved> {
    let first_day = thread.seen[0].day;
    let mut found = Vec::new();
    for (at, pair) in thread.seen.windows(2).enumerate() {
        let (old, new) = (pair[0].item(), pair[1].item());
        let is_before = thread.start.is_some_and(|start| at < start);
        let is_correction = first_day.is_some() && pair[1].day == first_day;
        if is_before || is_correction || !old.is_open() {
            continue;
        }
        for (field, from, to) in
            [("promised", old.promised, new.promised), ("due", old.due, new.due)]
        {
            if let Some(from) = from.filter(|from| Some(*from) != to) {
                found.push(Moved { field, from, to, on: pair[1].day });
            }
        }
    }
    found
}
