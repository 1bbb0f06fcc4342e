//! What nobody wrote down, and who takes over would have to ask for.

use serde::Serialize;

use super::{Scene, card_path};
use crate::cells::argument;
use crate::date::Date;
use crate::note::{MeetingState, Note};
use crate::query::Row;
use crate::report::escalations::Escalation;

/// Something that is not written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// What is missing, for programs and for people.
    #[serde(rename = "code")]
    pub what: What,
    pub customer: Option<String>,
    /// What it is about: a follow-up's text, an escalation's title; `None` of a customer as a whole.
    pub text: Option<String>,
    /// Of a meeting.
    pub date: Option<Date>,
    /// A note or a card; `None` where there is none yet.
    pub note: Option<String>,
    pub line: Option<usize>,
    /// What to run, or to write where.
    pub fix: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Of a customer with notes and no card.
    Card,
    /// On a card.
    People,
    /// On a card.
    Timezone,
    /// On a card.
    Cadence,
    /// Who looks after the customer, on a card.
    CustomerOwner,
    /// A meeting with the customer.
    NextMeeting,
    /// What was said in a meeting that was held.
    WriteUp,
    /// An update of an escalation, owed on this day.
    Update,
    /// When an escalation ends.
    ExitCriteria,
    /// When a follow-up of the owner is due.
    Date,
    /// Whose a follow-up is.
    Owner,
}

/// Returns what is missing: by customer in the order given, what concerns none last; of each, in the
/// order of [`What`], then by date and place.
pub(super) fn missing(
    scene: &Scene,
    slugs: &[&str],
    rows: &[Row],
    escalations: &[Escalation],
) -> Vec<Missing> {
    let mut found: Vec<Missing> = Vec::new();
    for slug in slugs {
        found.extend(of_card(scene, slug));
        found.extend(scene.notes_of(slug).iter().filter_map(|note| write_up(scene, note)));
        found.extend(scene.notes_of(slug).iter().flat_map(|note| nobodys(note)));
    }
    for one in escalations {
        let of = |what| Missing {
            customer: one.customer.clone(),
            text: Some(one.title.clone()),
            note: Some(one.note.clone()),
            ..Missing::of(what)
        };
        found.extend(one.update_owed.then(|| of(What::Update)));
        found.extend((one.criteria == 0).then(|| of(What::ExitCriteria)));
    }
    let dateless = rows.iter().filter(|row| row.item.deadline().is_none());
    found.extend(dateless.map(|row| Missing {
        customer: row.note.customer.clone(),
        text: Some(row.item.text.clone()),
        note: Some(row.note.path.clone()),
        line: Some(row.item.line),
        ..Missing::of(What::Date)
    }));
    found.sort_by(|a, b| {
        let key =
            |one: &Missing| (one.customer.is_none(), one.customer.clone(), one.what, one.date);
        (key(a), &a.note, a.line).cmp(&(key(b), &b.note, b.line))
    });
    found.into_iter().map(Missing::with_fix).collect()
}

impl Missing {
    fn of(what: What) -> Missing {
        let (customer, text, date, note, line) = (None, None, None, None, None);
        Missing { what, customer, text, date, note, line, fix: String::new() }
    }

    /// Returns it with what mends it.
    fn with_fix(self) -> Missing {
        let slug = argument(self.customer.as_deref().unwrap_or_default());
        let note = self.note.clone().unwrap_or_default();
        let place = argument(&match self.line {
            Some(line) => format!("{note}:{line}"),
            None => note.clone(),
        });
        let on_card = |line: &str| format!("write `{line}` into {place}");
        let fix = match self.what {
            What::Card => format!("fieldnote customer add {slug} --name \"Its Name\""),
            What::People => format!("fieldnote person add {slug} \"Full Name\""),
            What::Timezone => on_card("timezone: Area/City"),
            What::Cadence => on_card("cadence: 7d"),
            What::CustomerOwner => on_card("owner: HANDLE"),
            What::NextMeeting => format!("fieldnote new {slug} --date DATE"),
            What::WriteUp | What::Update | What::ExitCriteria => format!("fieldnote edit {place}"),
            What::Date => format!("fieldnote move DATE {place}"),
            What::Owner => format!("fieldnote assign WHO {place}"),
        };
        Missing { fix, ..self }
    }
}

/// Returns what a customer's card does not say, and whether nobody planned to meet them. Of customers
/// whom somebody else looks after, that is not the owner's to know.
fn of_card(scene: &Scene, slug: &str) -> Vec<Missing> {
    let of = |what, note| Missing { customer: Some(slug.to_string()), note, ..Missing::of(what) };
    let card = scene.clock.directory.cards.get(slug);
    let is_of_another = card.is_some_and(|card| card.owner.is_some());
    if is_of_another && !scene.own.contains(slug) {
        return Vec::new();
    }
    let today = scene.clock.today(Some(slug));
    let mut states = scene.notes_of(slug).iter().filter_map(|note| note.meeting_state(today));
    let next = states.all(|state| state != MeetingState::Planned).then_some(What::NextMeeting);
    let Some(card) = card else {
        return [Some(What::Card), next].into_iter().flatten().map(|what| of(what, None)).collect();
    };
    let on_card = [
        (card.people.is_empty(), What::People),
        (card.zone.is_none(), What::Timezone),
        (card.cadence.is_none(), What::Cadence),
        (card.owner.is_none(), What::CustomerOwner),
    ];
    let on_card = on_card.into_iter().filter(|(is_missing, _)| *is_missing);
    let on_card = on_card.map(|(_, what)| of(what, Some(card_path(slug))));
    on_card.chain(next.map(|what| of(what, None))).collect()
}

/// Returns the write-up that a meeting of the owner's lacks.
fn write_up(scene: &Scene, note: &Note) -> Option<Missing> {
    let today = scene.clock.today(note.customer.as_deref());
    let state = note.meeting_state(today)?;
    (state == MeetingState::NotWritten && scene.is_owners(note)).then(|| Missing {
        customer: note.customer.clone(),
        text: Some(note.kind.clone().unwrap_or_else(|| note.title.clone())),
        date: note.date,
        note: Some(note.path.clone()),
        ..Missing::of(What::WriteUp)
    })
}

/// Returns the open follow-ups of a note that nobody owns.
fn nobodys(note: &Note) -> impl Iterator<Item = Missing> {
    let open = note.follow_ups.iter().filter(|item| item.is_open() && item.owners.is_empty());
    open.map(|item| Missing {
        customer: note.customer.clone(),
        text: Some(item.text.clone()),
        note: Some(note.path.clone()),
        line: Some(item.line),
        ..Missing::of(What::Owner)
    })
}
