//! The invitation to a meeting, with its agenda, as an entry for a calendar program, which sends it.

use super::lines::{Markup, plain, sections};
use super::mail::address;
use super::{Artefact, Phrases, finished};
use crate::calendar::{Entry, Form, When, texts, written};
use crate::cells::harmless;
use crate::date::Moment;
use crate::report::minutes::{Refusal, Shareable};

/// When and where, and who invites.
#[derive(Clone, Debug)]
pub struct Slot {
    /// What the calendar calls the meeting.
    pub uid: String,
    pub start: When,
    /// Behind its last second or day.
    pub end: When,
    /// The note's own if left out.
    pub place: Option<String>,
    /// A name and an address.
    pub organizer: Option<(String, String)>,
}

/// Writes an invitation for those of the note's lists whose addresses are known, and looks at it as a whole.
///
/// # Errors
/// What stands in it that must not; then there is none.
pub fn invitation(
    minutes: &Shareable,
    slot: &Slot,
    phrases: &Phrases,
    now: Moment,
) -> Result<Artefact, Vec<Refusal>> {
    finished(minutes, phrases, |phrases| {
        let text = written(&[entry(minutes, slot, phrases)], now);
        let seen = texts(&text)?.join("\n");
        Some((text, seen))
    })
}

fn entry(minutes: &Shareable, slot: &Slot, phrases: &Phrases) -> Entry {
    let head = &minutes.head;
    let organizer = slot.organizer.clone();
    let known = head.present.iter().filter_map(|one| {
        let mail = address(one)?.to_string();
        let is_organizer = organizer.as_ref().is_some_and(|(_, own)| *own == mail);
        (!is_organizer).then(|| (plain(&one.name), mail))
    });
    let place = slot.place.clone().or_else(|| head.place.as_ref().map(plain));
    Entry {
        uid: slot.uid.clone(),
        form: Form::Event(slot.start, slot.end),
        title: harmless(&phrases.title_of(head)),
        description: sections(minutes, phrases, Markup::None).trim().to_string(),
        place: harmless(&place.unwrap_or_default()),
        invited: known.collect(),
        organizer,
    }
}
