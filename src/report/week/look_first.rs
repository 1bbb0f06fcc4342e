//! What a manager has to look at first.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Frame;
use super::follow_ups::Items;
use crate::date::Date;
use crate::people::{Present, Side};
use crate::report::item::Item;
use crate::report::lines::Line;
use crate::report::meetings::{Meeting, State};
use crate::report::threads::Story;

/// One thing to look at.
#[derive(Clone, Debug, Serialize)]
pub struct Concern {
    #[serde(rename = "kind")]
    pub matter: Matter,
    pub customer: Option<String>,
    /// The day that it is sorted by.
    pub date: Option<Date>,
    pub text: String,
    pub owners: Vec<String>,
    /// Of a promise: the date that was given before.
    pub from: Option<Date>,
    /// Of a promise: the date that is given now.
    pub to: Option<Date>,
    /// Of an escalation.
    pub severity: Option<String>,
    pub note: String,
    pub line: usize,
    #[serde(skip)]
    pub has_note: bool,
}

/// What a concern is about, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    Escalation,
    PromiseMoved,
    PromiseMissed,
    Risk,
    NotWritten,
    Asked,
}

/// Returns what to look at first: as listed in [`Matter`], then by date. `risks` are this week's.
pub fn select(
    frame: &Frame,
    story: &Story,
    items: &Items,
    risks: &[Line],
    meetings: &[Meeting],
) -> Vec<Concern> {
    let mut found = escalations(frame, story);
    found.extend(promises(items));
    let risks = risks.iter().filter(|risk| risk.is_high());
    found.extend(risks.map(of_risk));
    let not_written = meetings.iter().filter(|meeting| meeting.state == State::NotWritten);
    found.extend(not_written.map(of_meeting));
    found.extend(asked(frame, items));
    found.sort_by(|a, b| {
        let key = |c: &Concern| (c.matter, c.date.is_none(), c.date);
        (key(a), &a.note, a.line).cmp(&(key(b), &b.note, b.line))
    });
    found
}

fn escalations(frame: &Frame, story: &Story) -> Vec<Concern> {
    let chosen = story.notes.iter().map(|kept| &kept.note).filter(|note| frame.is_chosen(note));
    let open = chosen.filter(|note| note.is_open_escalation());
    let concerns = open.map(|note| Concern {
        matter: Matter::Escalation,
        customer: note.customer.clone(),
        date: note.date,
        text: note.title.clone(),
        owners: Vec::new(),
        from: None,
        to: None,
        severity: note.severity.clone(),
        note: note.path.clone(),
        line: 1,
        has_note: true,
    });
    concerns.collect()
}

/// Returns promises of ours that were moved to a later day or taken back this week, each with the first
/// and the last of its dates, and those that count in this week and were not kept.
fn promises(items: &Items) -> Vec<Concern> {
    let mut found: BTreeMap<usize, Concern> = BTreeMap::new();
    for moved in &items.moved {
        if moved.field == "promised" && moved.item.side == Some(Side::Ours) {
            let first = found.entry(moved.thread).or_insert_with(|| Concern {
                from: Some(moved.from),
                ..of_item(Matter::PromiseMoved, &moved.item, Some(moved.from))
            });
            first.to = moved.to;
        }
    }
    found.retain(|_, concern| concern.to.is_none_or(|to| Some(to) > concern.from));
    for (thread, item, first) in &items.missed {
        found.entry(*thread).or_insert_with(|| Concern {
            from: Some(*first),
            ..of_item(Matter::PromiseMissed, item, Some(*first))
        });
    }
    found.into_values().collect()
}

fn asked(frame: &Frame, items: &Items) -> Vec<Concern> {
    let Some(manager) = frame.manager else { return Vec::new() };
    let name = frame.directory.owner(manager, &Present::default()).name;
    let theirs = items.open.iter().filter(|item| item.owners.contains(&name));
    theirs.map(|item| of_item(Matter::Asked, item, item.deadline())).collect()
}

fn of_item(matter: Matter, item: &Item, date: Option<Date>) -> Concern {
    Concern {
        matter,
        customer: item.customer.clone(),
        date,
        text: item.text.clone(),
        owners: item.owners.clone(),
        from: None,
        to: None,
        severity: None,
        note: item.note.clone(),
        line: item.line,
        has_note: item.has_note,
    }
}

fn of_risk(risk: &Line) -> Concern {
    Concern {
        matter: Matter::Risk,
        customer: risk.customer.clone(),
        date: risk.date,
        text: risk.text.clone(),
        owners: Vec::new(),
        from: None,
        to: None,
        severity: risk.qualifier.clone(),
        note: risk.note.clone(),
        line: risk.line,
        has_note: true,
    }
}

fn of_meeting(meeting: &Meeting) -> Concern {
    Concern {
        matter: Matter::NotWritten,
        customer: meeting.customer.clone(),
        date: Some(meeting.date),
        text: meeting.kind.clone().unwrap_or_else(|| meeting.title.clone()),
        owners: Vec::new(),
        from: None,
        to: None,
        severity: None,
        note: meeting.note.clone(),
        line: 1,
        has_note: true,
    }
}
