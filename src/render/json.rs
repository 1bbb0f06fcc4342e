//! What programs read. Keys are stable and documented in `docs/json.md`; unknown values are null.

mod show;

use serde::Serialize;

use crate::cells;
use crate::date::Date;
use crate::follow_up::{Kind, State};
use crate::note::{MeetingState, Reason};
use crate::people::Side;
use crate::query::Row;
use crate::report::booked::{self, Booked};
use crate::report::today::{Escalation, Meeting, Today};

pub use show::note;

#[derive(Serialize)]
pub(super) struct FollowUpRow<'a> {
    id: Option<&'a str>,
    state: State,
    text: &'a str,
    raw: &'a str,
    owners: Vec<&'a str>,
    side: Option<Side>,
    due: Option<Date>,
    promised: Option<Date>,
    start: Option<Date>,
    closed: Option<Date>,
    late_days: Option<i64>,
    customer: Option<&'a str>,
    note: &'a str,
    line: usize,
    #[serde(rename = "box")]
    has_box: bool,
    kind: Kind,
    heading: Option<&'a str>,
    tags: &'a [String],
    internal: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Reason>,
}

/// Returns follow-ups as an array of objects, one a line, with a line break at the end.
pub fn follow_ups(rows: &[Row]) -> String {
    let rows: Vec<String> = rows.iter().map(|row| to_text(&follow_up(row))).collect();
    lines(&rows)
}

pub(super) fn follow_up<'a>(row: &'a Row) -> FollowUpRow<'a> {
    let item = row.item;
    FollowUpRow {
        id: (item.kind != Kind::Bullet).then_some(item.id.as_str()),
        state: item.state,
        text: &item.text,
        raw: &item.raw,
        owners: item.owners.iter().map(|owner| owner.name.as_str()).collect(),
        side: item.side(),
        due: item.due,
        promised: item.promised,
        start: item.start,
        closed: item.closed,
        late_days: row.late_days,
        customer: row.note.customer.as_deref(),
        note: &row.note.path,
        line: item.line,
        has_box: item.kind == Kind::Box,
        kind: item.kind,
        heading: item.heading.as_deref(),
        tags: &item.tags,
        internal: item.internal,
        reason: row.reason,
    }
}

#[derive(Serialize)]
struct Day<'a> {
    date: Date,
    promises: Vec<FollowUpRow<'a>>,
    escalations: Vec<EscalationRow<'a>>,
    late: Vec<FollowUpRow<'a>>,
    due: Vec<FollowUpRow<'a>>,
    meetings: Vec<MeetingRow<'a>>,
    not_written: Vec<MeetingRow<'a>>,
    later: usize,
}

#[derive(Serialize)]
struct EscalationRow<'a> {
    customer: Option<&'a str>,
    date: Option<Date>,
    severity: Option<&'a str>,
    title: &'a str,
    last_update: Date,
    days: i64,
    note: &'a str,
}

#[derive(Serialize)]
struct MeetingRow<'a> {
    customer: Option<&'a str>,
    date: Date,
    until: Option<Date>,
    kind: Option<&'a str>,
    title: &'a str,
    state: StateRow,
    note: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum StateRow {
    OfNote(MeetingState),
    Booked(booked::State),
}

/// Returns the day as one object on one line.
pub fn today(today: &Today) -> String {
    let not_written = today.not_written.iter().map(meeting);
    let day = Day {
        date: today.date,
        promises: today.promises.iter().map(follow_up).collect(),
        escalations: today.escalations.iter().map(escalation).collect(),
        late: today.late.iter().map(follow_up).collect(),
        due: today.due.iter().map(follow_up).collect(),
        meetings: today
            .meetings
            .iter()
            .map(meeting)
            .chain(today.to_come.iter().map(booked))
            .collect(),
        not_written: today.missing.iter().map(booked).chain(not_written).collect(),
        later: today.later,
    };
    to_text(&day) + "\n"
}

fn escalation<'a>(one: &Escalation<'a>) -> EscalationRow<'a> {
    EscalationRow {
        customer: one.note.customer.as_deref(),
        date: one.note.date,
        severity: one.note.severity.as_deref(),
        title: &one.note.title,
        last_update: one.last_update,
        days: one.days,
        note: &one.note.path,
    }
}

fn meeting<'a>(one: &Meeting<'a>) -> MeetingRow<'a> {
    MeetingRow {
        customer: one.note.customer.as_deref(),
        date: one.first,
        until: Some(one.last).filter(|last| *last > one.first),
        kind: one.note.kind.as_deref(),
        title: &one.note.title,
        state: StateRow::OfNote(one.state),
        note: Some(&one.note.path),
    }
}

fn booked<'a>(one: &'a Booked) -> MeetingRow<'a> {
    MeetingRow {
        customer: Some(&one.customer),
        date: one.date,
        until: one.until,
        kind: None,
        title: one.title,
        state: StateRow::Booked(one.state),
        note: one.note,
    }
}

/// Returns values as a JSON array, one a line.
pub fn lines(values: &[String]) -> String {
    if values.is_empty() {
        return "[]\n".to_string();
    }
    format!("[\n{}\n]\n", values.join(",\n"))
}

/// Returns a value as JSON on one line; what could drive a terminal or reorder a line is escaped.
pub fn to_text(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).expect("our values have only string keys");
    if !text.chars().any(cells::is_harmful) {
        return text;
    }
    // Such characters stand in strings only, and there an escape means the same.
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if cells::is_harmful(c) {
            let mut units = [0; 2];
            c.encode_utf16(&mut units)
                .iter()
                .for_each(|unit| safe.push_str(&format!("\\u{unit:04x}")));
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::to_text;

    #[test]
    fn what_could_drive_a_terminal_is_escaped() {
        let text = "a\u{1b}\u{9b}31m\u{202e}\u{e0001}佐藤 \"q\"";
        let json = to_text(&text);
        assert_eq!(json, "\"a\\u001b\\u009b31m\\u202e\\udb40\\udc01佐藤 \\\"q\\\"\"");
        assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
    }
}
