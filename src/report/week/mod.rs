//! The weekly summary: should I worry, and do you need me? Selected, counted and sorted; no prose.

mod balance;
mod company;
mod customer;
mod doors;
mod follow_ups;
mod lines;
mod look_first;
#[cfg(test)]
pub mod tests;

use std::rc::Rc;

use serde::Serialize;

use super::item::Item;
use super::lines::{Ask, Line};
use super::meetings::{self, Meeting, Quiet, State};
use super::period::{Period, Remark};
use super::promises;
use super::threads::{self, Brought, Kept, Story, Thread};
use super::whose::Whose;
use crate::clock::Clock;
use crate::date::{Date, Moment, Week, Zone};
use crate::note::Note;
use crate::people::Directory;

pub use balance::Unbalanced;
pub use company::{CompanyReport, Quoted, company};
pub use customer::{CustomerReport, Next, Owed, Update, Who, customer};
pub use doors::{company_door, customer_door};
pub use follow_ups::{Closed, Move, Sums};
pub use look_first::{Concern, Matter};

/// Who reads a summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Reader {
    /// Everything: should I worry, and do you need me?
    #[default]
    Manager,
    /// What customers ask for and say; no tasks, nothing internal, nobody of theirs by name
    Company,
    /// What one customer may read: no other customer, no risks, no links, nothing internal
    Customer,
}

/// What a summary is asked for, besides the notes.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    pub week: Week,
    /// The instant at which late, planned and quiet are judged.
    pub as_of: Moment,
    /// The user's zone; a customer's own goes first.
    pub zone: Zone,
    /// Everybody known at the end of the period.
    pub directory: &'a Directory,
    /// The reader: a handle or a name.
    pub manager: Option<&'a str>,
    /// The last commit of the period.
    pub commit: Option<&'a str>,
    /// What is told of; follow-ups by their last version.
    pub whose: &'a Whose,
}

/// The summary of a week. Serialized, it is what `week --json` prints.
#[derive(Debug, Serialize)]
pub struct WeekReport {
    pub week: Week,
    /// The week's Monday.
    pub start: Date,
    /// The week's Sunday.
    pub end: Date,
    pub as_of: Moment,
    pub commit: Option<String>,
    /// The paths of notes that are not committed as they are.
    pub uncommitted: Vec<String>,
    pub sums: Sums,
    /// `None` if the sums add up to what stands in the notes.
    pub unbalanced: Option<Unbalanced>,
    pub look_first: Vec<Concern>,
    pub late: Vec<Item>,
    /// As `vanished` and `closed`, `None` where there are no commits to tell it from.
    pub moved: Option<Vec<Move>>,
    pub waiting: Vec<Item>,
    pub vanished: Option<Vec<Item>>,
    pub closed: Option<Vec<Closed>>,
    pub meetings: Vec<Meeting>,
    pub decisions: Vec<Line>,
    pub value: Vec<Line>,
    pub risks: Vec<Line>,
    pub asks: Vec<Ask>,
    pub quiet: Vec<Quiet>,
    pub next_week: NextWeek,
    #[serde(skip)]
    pub remarks: Vec<Remark>,
}

/// What every summary says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    pub week: Week,
    pub start: Date,
    pub end: Date,
    pub as_of: Moment,
    pub commit: Option<&'a str>,
    pub uncommitted: &'a [String],
    pub remarks: &'a [Remark],
}

/// What the next week brings.
#[derive(Debug, Serialize)]
pub struct NextWeek {
    pub meetings: Vec<Meeting>,
    /// Ours, due or promised in it.
    pub follow_ups: Vec<Item>,
}

impl Frame<'_> {
    fn clock(&self) -> Clock<'_> {
        Clock { now: self.as_of, zone: self.zone, directory: self.directory }
    }

    /// Returns the day at a customer, or the user's where it gives no zone.
    fn today(&self, customer: Option<&str>) -> Date {
        self.clock().today(customer)
    }

    fn is_chosen(&self, note: &Note) -> bool {
        self.whose.is_of(note, self.directory)
    }
}

impl WeekReport {
    pub fn head(&self) -> Head<'_> {
        Head {
            week: self.week,
            start: self.start,
            end: self.end,
            as_of: self.as_of,
            commit: self.commit.as_deref(),
            uncommitted: &self.uncommitted,
            remarks: &self.remarks,
        }
    }
}

/// Returns the summary of a week for a manager.
pub fn week(frame: &Frame, period: &Period) -> WeekReport {
    let story = story(frame, period);
    let lacks_start = lacks_start(period);
    let is_whole = !lacks_start && *frame.whose == Whose::default();
    let items = follow_ups::select(frame, &story);
    let lines = lines::select(frame, &story.notes);
    let meetings = held(frame, &story.notes);
    let look_first = look_first::select(frame, &story, &items, &lines.fresh_risks, &meetings);
    WeekReport {
        week: frame.week,
        start: frame.week.monday(),
        end: frame.week.sunday(),
        as_of: frame.as_of,
        commit: frame.commit.map(String::from),
        uncommitted: period.uncommitted.clone(),
        look_first,
        next_week: next_week(frame, &story, &items.open),
        unbalanced: balance::check(&items.sums, period).filter(|_| is_whole),
        sums: Sums { lacks_start, ..items.sums },
        late: items.late,
        moved: (!lacks_start).then_some(items.moved),
        waiting: items.waiting,
        vanished: (!lacks_start).then_some(items.vanished),
        closed: (!lacks_start).then_some(items.closed),
        meetings,
        decisions: lines.decisions,
        value: lines.value,
        risks: lines.risks,
        asks: lines.asks,
        quiet: quiet(frame, &story.notes),
        remarks: remarks(period, &story),
    }
}

/// Returns the sums of a week alone, as its summary has them. What the week did not touch is counted as it stands.
pub fn sums(frame: &Frame, period: &Period) -> Sums {
    let may_be_left = |note: &Note| !promises::may_count(note, frame.week);
    let (mut threads, left) = threads::follow_touched(period, frame.today(None), may_be_left);
    threads.retain(|thread| is_told(frame, thread));
    let mut sums = follow_ups::count(frame, &threads);
    sums.add_untouched(frame, &left);
    Sums { lacks_start: lacks_start(period), ..sums }
}

/// Follows the period, and keeps the follow-ups that are told of. The notes stay all: a line is new only
/// if no other note had it.
fn story(frame: &Frame, period: &Period) -> Story {
    let mut story = threads::follow(period, frame.today(None));
    story.threads.retain(|thread| is_told(frame, thread));
    if lacks_start(period) {
        // When a line was first seen is not known: only its date tells.
        story.notes.iter_mut().for_each(|kept| kept.origin = Some(Rc::clone(&kept.note)));
    }
    story
}

/// Returns whether a follow-up is told of, by its last version.
fn is_told(frame: &Frame, thread: &Thread) -> bool {
    frame.whose.has(thread.last().item(), &thread.last().note)
}

/// Returns what a reader has to know about how a summary came about.
fn remarks(period: &Period, story: &Story) -> Vec<Remark> {
    let brought = story.brought.iter();
    let brought = brought.map(|Brought { notes, on }| Remark::Brought { notes: *notes, on: *on });
    period.remarks.iter().cloned().chain(brought).collect()
}

/// Returns whether nothing is known of how the week started.
fn lacks_start(period: &Period) -> bool {
    period.remarks.contains(&Remark::NoHistory)
}

/// Returns the customers that have gone quiet; of an owner those whom they met last.
fn quiet(frame: &Frame, notes: &[Kept]) -> Vec<Quiet> {
    let mut quiet = meetings::quiet(notes.iter().map(|kept| &*kept.note), &frame.clock());
    quiet.retain(|one| {
        let at = notes.binary_search_by(|kept| kept.note.path.cmp(&one.note));
        at.is_ok_and(|at| frame.is_chosen(&notes[at].note))
    });
    quiet
}

/// Returns the meetings of the week up to today, and those of earlier weeks that were written up in it,
/// late or not: so none falls between two summaries. By date, then customer.
fn held(frame: &Frame, notes: &[Kept]) -> Vec<Meeting> {
    let of_week = notes.iter().filter(|kept| kept.written.is_some() || kept.note.is_in(frame.week));
    let chosen = of_week.filter(|kept| frame.is_chosen(&kept.note));
    let found = chosen.filter_map(|kept| {
        let meeting = Meeting::of(&kept.note, kept.written, &frame.clock())?;
        let counted = meeting.counted_on();
        let is_of_week =
            frame.week.contains(counted) && counted <= frame.today(meeting.customer.as_deref());
        let is_written_now = kept.written.is_some() && meeting.state != State::Planned;
        (is_of_week || is_written_now && counted < frame.week.monday()).then_some(meeting)
    });
    let mut found: Vec<Meeting> = found.collect();
    meetings::sort(&mut found);
    found
}

fn next_week(frame: &Frame, story: &Story, open: &[Item]) -> NextWeek {
    let next = frame.week.next();
    let is_in = |date: Option<Date>| date.is_some_and(|date| next.contains(date));
    let is_ours = |item: &&Item| item.side == Some(crate::people::Side::Ours);
    let ours = open.iter().filter(is_ours).filter(|item| is_in(item.due) || is_in(item.promised));
    let mut follow_ups: Vec<Item> = ours.cloned().collect();
    follow_ups.sort_by_key(|item| {
        let day = [item.due, item.promised].into_iter().filter(|date| is_in(*date)).flatten().min();
        (day, item.note.clone(), item.line)
    });
    NextWeek { meetings: meetings_in(next, frame, &story.notes), follow_ups }
}

/// Returns the meetings with a day in a week, by their first day.
fn meetings_in(week: Week, frame: &Frame, notes: &[Kept]) -> Vec<Meeting> {
    let of_week = notes.iter().filter(|kept| kept.note.is_in(week));
    let chosen = of_week.filter(|kept| frame.is_chosen(&kept.note));
    let meetings = chosen.filter_map(|kept| Meeting::of(&kept.note, kept.written, &frame.clock()));
    let mut meetings: Vec<Meeting> = meetings.filter(|meeting| meeting.is_in(week)).collect();
    meetings.sort_by(|a, b| (a.date, &a.customer, &a.note).cmp(&(b.date, &b.customer, &b.note)));
    meetings
}
