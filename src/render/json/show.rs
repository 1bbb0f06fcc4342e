//! A whole note for programs.

use serde::Serialize;

use super::{FollowUpRow, follow_up, to_text};
use crate::clock::Clock;
use crate::date::Date;
use crate::note::{MeetingState, Note, Word};
use crate::query::{Filter, States, select};
use crate::report::lines::Line;

#[derive(Serialize)]
struct Whole<'a> {
    note: &'a str,
    customer: Option<&'a str>,
    date: Option<Date>,
    until: Option<Date>,
    sent: Option<Date>,
    kind: Option<&'a str>,
    title: &'a str,
    state: Option<MeetingState>,
    ours: &'a [String],
    theirs: &'a [String],
    partner: &'a [String],
    attendees: Vec<&'a str>,
    internal: bool,
    severity: Option<&'a str>,
    escalation: Option<&'a str>,
    updates: Vec<Date>,
    follow_ups: Vec<FollowUpRow<'a>>,
    decisions: Vec<Line>,
    risks: Vec<Line>,
    asks: Vec<Line>,
    value: Vec<Line>,
    questions: Vec<Line>,
    quotes: Vec<Quote<'a>>,
    problems: Vec<Problem<'a>>,
}

#[derive(Serialize)]
struct Quote<'a> {
    text: &'a str,
    name: Option<&'a str>,
    date: Option<Date>,
    line: usize,
    internal: bool,
}

#[derive(Serialize)]
struct Problem<'a> {
    severity: &'static str,
    code: &'a str,
    line: usize,
    message: &'a str,
}

/// Returns a note as one object on one line.
pub fn note(note: &Note, clock: &Clock) -> String {
    let filter = Filter { states: States::All, ..Filter::default() };
    let rows = select(std::slice::from_ref(note), &filter, clock);
    let lines = |word: Word| -> Vec<Line> {
        let typed = note.typed.iter().filter(|typed| typed.word == word);
        typed.map(|typed| Line::of(typed, note)).collect()
    };
    let whole = Whole {
        note: &note.path,
        customer: note.customer.as_deref(),
        date: note.date,
        until: note.until,
        sent: note.sent,
        kind: note.kind.as_deref(),
        title: &note.title,
        state: note.meeting_state(clock.today(note.customer.as_deref())),
        ours: &note.present.ours,
        theirs: &note.present.theirs,
        partner: &note.present.partner,
        attendees: note.present.attendees.iter().map(|one| one.name.as_str()).collect(),
        internal: note.internal,
        severity: note.severity.as_deref(),
        escalation: note.state.as_deref().filter(|_| note.is_escalation()),
        updates: note.updates.iter().map(|update| update.date).collect(),
        follow_ups: rows.iter().map(follow_up).collect(),
        decisions: lines(Word::Decision),
        risks: lines(Word::Risk),
        asks: lines(Word::Ask),
        value: lines(Word::Value),
        questions: lines(Word::Question),
        quotes: note.quotes.iter().map(quote).collect(),
        problems: note.problems.iter().map(problem).collect(),
    };
    to_text(&whole) + "\n"
}

fn quote(quote: &crate::note::Quote) -> Quote<'_> {
    Quote {
        text: &quote.text,
        name: quote.name.as_deref(),
        date: quote.date,
        line: quote.line,
        internal: quote.internal,
    }
}

fn problem(problem: &crate::note::Problem) -> Problem<'_> {
    Problem {
        severity: if problem.is_error { "error" } else { "warning" },
        code: &problem.code,
        line: problem.line,
        message: &problem.message,
    }
}
