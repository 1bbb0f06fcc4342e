//! What to know before a meeting with a customer.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::Serialize;

use crate::clock::Clock;
use crate::date::Date;
use crate::note::{Note, Typed, Word};
use crate::people::Side;
use crate::query::{self, Filter, Row, Sort};
use crate::report::escalations::{Escalation, escalations};
use crate::report::lines::{self, Line};
use crate::report::meetings::{Meeting, State};
use crate::report::people_seen::{Seen, people_seen};

/// What is dated is told this many days back, unless somebody asks for more.
pub const DAYS: i64 = 90;

/// Of whom, and how far back.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The slug.
    pub customer: &'a str,
    /// The first day of what is dated; follow-ups, risks and boxes that are open are told whatever
    /// their age.
    pub since: Date,
    pub reader: Reader,
}

/// For whose eyes a brief is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Everything, with what is internal marked.
    Us,
    /// Nothing internal and no risks, as it goes into a note that may be shared.
    Anybody,
}

/// What stands between us and a customer, all of it judged on their day.
#[derive(Debug)]
pub struct Brief<'a> {
    pub customer: String,
    /// The day at the customer.
    pub today: Date,
    pub since: Date,
    pub reader: Reader,
    /// The last meeting that was held.
    pub last: Option<Meeting>,
    /// The next that is planned.
    pub next: Option<Meeting>,
    /// Meetings that were held and not written up, the latest first.
    pub not_written: Vec<Meeting>,
    pub escalations: Vec<Escalation>,
    /// Open promises of ours.
    pub promised: Vec<Row<'a>>,
    /// What else is open on our side.
    pub we_owe: Vec<Row<'a>>,
    /// What is open on theirs and the partners' side.
    pub they_owe: Vec<Row<'a>>,
    /// What is open and on no known side, so that it is not lost.
    pub owner_unknown: Vec<Row<'a>>,
    pub asks: Vec<Asking>,
    pub decisions: Vec<Line>,
    pub questions: Vec<Line>,
    pub value: Vec<Line>,
    pub risks: Vec<Line>,
    pub people: Vec<Seen>,
    pub left_out: LeftOut,
}

/// Something that the customer asks for.
#[derive(Clone, Debug, Serialize)]
pub struct Asking {
    /// The tag with `#`, else the link, else the text.
    pub topic: String,
    /// Their own worst word: `blocker`, `pain` or `nice`.
    pub word: Option<&'static str>,
    /// The slugs of the other customers who ever asked for it.
    pub also: Vec<String>,
    /// Their own lines, the latest first.
    pub lines: Vec<Line>,
}

/// What a brief for anybody does not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Follow-ups and typed lines.
    pub internal: usize,
    pub risks: usize,
}

/// Returns what to know before a meeting.
pub fn brief<'a>(notes: &'a [Note], asked: Asked, clock: &Clock) -> Brief<'a> {
    let today = clock.today(Some(asked.customer));
    let own = notes.iter().filter(|note| note.customer.as_deref() == Some(asked.customer));
    let own: Vec<&Note> = own.collect();
    let mut choice = Choice { asked, own: &own, left_out: LeftOut::default() };
    let asks = choice.asks(notes);
    let decisions = choice.lines(Word::Decision, |typed, is_recent| is_recent(typed));
    // A box says of a question that it is open, however old it is.
    let questions = choice.lines(Word::Question, |typed, is_recent| match typed.ticked {
        Some(ticked) => !ticked,
        None => is_recent(typed),
    });
    let value = choice.lines(Word::Value, |typed, is_recent| is_recent(typed));
    let risks = choice.risks();
    let mut brief = Brief {
        customer: asked.customer.to_string(),
        today,
        since: asked.since,
        reader: asked.reader,
        last: None,
        next: None,
        not_written: Vec::new(),
        escalations: escalations(choice.told().into_iter(), clock),
        promised: Vec::new(),
        we_owe: Vec::new(),
        they_owe: Vec::new(),
        owner_unknown: Vec::new(),
        asks,
        decisions,
        questions,
        value,
        risks,
        people: people_seen(&own, asked.customer, clock),
        left_out: LeftOut::default(),
    };
    brief.take_meetings(&choice.told(), clock);
    brief.take_follow_ups(choice.follow_ups(notes, clock));
    brief.left_out = choice.left_out;
    brief
}

impl<'a> Brief<'a> {
    fn take_meetings(&mut self, notes: &[&Note], clock: &Clock) {
        let meetings = notes.iter().filter_map(|note| Meeting::of(note, None, clock));
        let (planned, held): (Vec<Meeting>, Vec<Meeting>) =
            meetings.partition(|meeting| meeting.state == State::Planned);
        let mut not_written: Vec<Meeting> =
            held.iter().filter(|meeting| meeting.state == State::NotWritten).cloned().collect();
        not_written.sort_by(|a, b| (b.counted_on(), &b.note).cmp(&(a.counted_on(), &a.note)));
        self.not_written = not_written;
        self.last = held
            .into_iter()
            .max_by(|a, b| (a.counted_on(), &a.note).cmp(&(b.counted_on(), &b.note)));
        self.next = planned.into_iter().min_by(|a, b| (a.date, &a.note).cmp(&(b.date, &b.note)));
    }

    fn take_follow_ups(&mut self, rows: Vec<Row<'a>>) {
        let typed = self.decisions.iter().chain(&self.questions).chain(&self.value);
        let typed = typed.chain(self.asks.iter().flat_map(|ask| &ask.lines));
        let typed: HashSet<(String, usize)> =
            typed.map(|line| (line.note.clone(), line.line)).collect();
        for row in rows {
            match row.item.side() {
                Some(Side::Ours) if row.item.promised.is_some() => self.promised.push(row),
                Some(Side::Ours) => self.we_owe.push(row),
                Some(Side::Theirs | Side::Partner) => self.they_owe.push(row),
                // A question with a box stands among the questions already.
                None if typed.contains(&(row.note.path.clone(), row.item.line)) => {}
                None => self.owner_unknown.push(row),
            }
        }
    }
}

/// Chooses what a reader is told, and counts what not.
struct Choice<'a, 'n> {
    asked: Asked<'a>,
    /// The customer's notes.
    own: &'a [&'n Note],
    left_out: LeftOut,
}

impl<'n> Choice<'_, 'n> {
    /// Returns whether what is internal, or not, is told; what is not is counted.
    fn tells(&mut self, internal: bool) -> bool {
        let is_told = self.asked.reader == Reader::Us || !internal;
        self.left_out.internal += usize::from(!is_told);
        is_told
    }

    /// Returns the notes that are told of as a whole.
    fn told(&self) -> Vec<&'n Note> {
        let is_told = |note: &&&Note| self.asked.reader == Reader::Us || !note.internal;
        self.own.iter().filter(is_told).copied().collect()
    }

    fn follow_ups(&mut self, notes: &'n [Note], clock: &Clock) -> Vec<Row<'n>> {
        let customer = Some(self.asked.customer.to_string());
        let mut rows = query::select(notes, &Filter { customer, ..Filter::default() }, clock);
        rows.retain(|row| self.tells(row.item.internal));
        query::sort(&mut rows, Sort::Date);
        rows
    }

    /// Returns the typed lines of a word that are chosen, the latest first. What bears no date is
    /// recent, or nobody would see it.
    fn lines(
        &mut self,
        word: Word,
        is_chosen: impl Fn(&Typed, &dyn Fn(&Typed) -> bool) -> bool,
    ) -> Vec<Line> {
        let since = self.asked.since;
        let is_recent = |typed: &Typed| typed.date.is_none_or(|date| date >= since);
        let mut lines = Vec::new();
        for note in self.own {
            for typed in note.typed.iter().filter(|typed| typed.word == word) {
                if is_chosen(typed, &is_recent) && self.tells(typed.internal) {
                    lines.push(Line::of(typed, note));
                }
            }
        }
        lines.sort_by(|a, b| latest_first(a).cmp(&latest_first(b)));
        lines
    }

    /// Returns the risks that stand, whatever their age: high ones first.
    fn risks(&mut self) -> Vec<Line> {
        let mut risks = self.lines(Word::Risk, |typed, _| typed.is_standing());
        if self.asked.reader == Reader::Anybody {
            self.left_out.risks = risks.len();
            risks.clear();
        }
        risks.sort_by_key(|risk| !risk.is_high());
        risks
    }

    /// Returns what they ask for: by their worst word, then what most others ask for too.
    fn asks(&mut self, notes: &[Note]) -> Vec<Asking> {
        let own = self.lines(Word::Ask, |typed, is_recent| match typed.ticked {
            Some(false) => true,
            _ => is_recent(typed),
        });
        let mut others: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        let topics: HashSet<&str> = own.iter().map(|line| line.topic.as_str()).collect();
        for note in notes {
            let Some(slug) = note.customer.as_deref() else { continue };
            let asks = note.typed.iter().filter(|typed| typed.word == Word::Ask);
            let is_told = |typed: &&Typed| self.asked.reader == Reader::Us || !typed.internal;
            for typed in asks.filter(|_| slug != self.asked.customer).filter(is_told) {
                let topic = typed.topic();
                if topics.contains(topic.as_str()) {
                    others.entry(topic).or_default().insert(slug);
                }
            }
        }
        let asking = lines::asks(own.into_iter()).into_iter().map(|ask| Asking {
            also: others
                .remove(&ask.topic)
                .unwrap_or_default()
                .into_iter()
                .map(String::from)
                .collect(),
            topic: ask.topic,
            word: ask.word,
            lines: ask.lines,
        });
        let mut asking: Vec<Asking> = asking.collect();
        let rank = |ask: &Asking| lines::rank(ask.word);
        asking.sort_by_key(|ask| (rank(ask), Reverse(ask.also.len())));
        asking
    }
}

/// What is not dated comes last.
fn latest_first(line: &Line) -> (bool, Reverse<Option<Date>>, &str, usize) {
    (line.date.is_none(), Reverse(line.date), &line.note, line.line)
}

#[cfg(test)]
mod tests;
