//! Where notes, cards and the team hold what is looked for.
//!
//! A note is looked through on its own, so many can be at once; what they hold is gathered afterwards.

mod gather;
mod terms;

use std::ops::Range;

use serde::Serialize;

use super::days::Days;
use super::notes::is_of_kind;
use crate::clock::Clock;
use crate::date::Date;
use crate::follow_up::{FollowUp, State};
use crate::note::{Note, Part, Passage};

pub use gather::{Found, Use, Way, gather, uses};
pub use terms::Terms;

use terms::How;

/// What is looked for, and where.
#[derive(Clone, Debug)]
pub struct Asked {
    pub terms: Terms,
    pub customer: Option<String>,
    pub kind: Option<String>,
    /// The day of a hit: of its section, else of its note.
    pub days: Days,
}

/// A passage that holds what is looked for.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    pub note: String,
    /// The line, from 1, of the first of the words.
    pub line: usize,
    pub date: Option<Date>,
    pub customer: Option<String>,
    pub source: Source,
    pub part: Part,
    pub heading: Option<String>,
    /// Lines joined by single spaces, without bullet, and without box where `state` tells it.
    pub text: String,
    /// Of a follow-up: what has become of it, its id, and since when it is late.
    pub state: Option<State>,
    pub late_days: Option<i64>,
    pub id: Option<String>,
    pub internal: bool,
    /// Where the words stand in the text, in bytes.
    #[serde(skip)]
    pub places: Vec<Range<usize>>,
}

/// What sort of file a hit stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    Note,
    /// A customer's card.
    Card,
    /// The list of our people.
    Team,
}

/// What became of looking through one note.
#[derive(Clone, Debug)]
pub enum Looked {
    Through(Held),
    /// Why it could not be looked through.
    Not {
        note: String,
        why: String,
    },
}

/// What one file holds, in each way of which the first that finds something anywhere is told.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// Passages with all words.
    pub(super) together: Vec<Hit>,
    /// Passages with the first place of each word, if there are several words and the file holds all of them.
    pub(super) apart: Vec<Hit>,
    /// Passages with all words, some of them inside of others.
    pub(super) inside: Vec<Hit>,
}

/// Returns what a note of the notebook holds of what is asked for, unless it could not be read.
pub fn look(note: &Note, passages: &[Passage], asked: &Asked, clock: &Clock) -> Looked {
    match note.unread() {
        Some(problem) if asked.is_about(note, Source::Note) => {
            Looked::Not { note: note.path.clone(), why: problem.message.clone() }
        }
        _ => Looked::Through(held(note, passages, Source::Note, asked, clock)),
    }
}

/// Returns what a file holds of what is asked for.
pub fn held(
    note: &Note,
    passages: &[Passage],
    source: Source,
    asked: &Asked,
    clock: &Clock,
) -> Held {
    if !asked.is_about(note, source) {
        return Held::default();
    }
    let passages = passages.iter().filter(|passage| asked.days.hold(passage.date, None));
    let passages: Vec<Seen> = passages.map(|passage| Seen::of(passage, note, source)).collect();
    let today = clock.today(note.customer.as_deref());
    let hits = |seen: Vec<&Seen>, how: How| -> Vec<Hit> {
        let hit = |seen: &Seen| seen.hit(note, source, asked.terms.places(seen.text, how), today);
        seen.into_iter().map(hit).collect()
    };
    let all = |how: How| -> Vec<&Seen> {
        let holds_all = |seen: &&Seen| !asked.terms.held(seen.text, how).contains(&false);
        passages.iter().filter(holds_all).collect()
    };
    let together = hits(all(How::AtStarts), How::AtStarts);
    if !together.is_empty() {
        return Held { together, ..Held::default() };
    }
    Held {
        together,
        apart: hits(first_of_each(&passages, &asked.terms), How::AtStarts),
        inside: hits(all(How::Inside), How::Inside),
    }
}

/// A passage and what is read of it.
struct Seen<'a> {
    passage: &'a Passage,
    item: Option<&'a FollowUp>,
    /// Without the box of a follow-up: its state tells that.
    text: &'a str,
}

impl<'a> Seen<'a> {
    fn of(passage: &'a Passage, note: &'a Note, source: Source) -> Seen<'a> {
        const BOX: usize = "[ ]".len();
        let item = passage.follow_up.filter(|_| source == Source::Note);
        let item = item.and_then(|at| note.follow_ups.get(at));
        let has_box = item.is_some_and(|item| item.place.mark.is_some());
        let text =
            if has_box { passage.text.get(BOX..).unwrap_or_default() } else { &passage.text };
        Seen { passage, item, text: text.trim_start() }
    }

    fn hit(&self, note: &Note, source: Source, places: Vec<Range<usize>>, today: Date) -> Hit {
        let Seen { passage, item, text } = *self;
        let first = places.first().map_or(0, |place| place.start);
        Hit {
            note: note.path.clone(),
            line: passage.line(passage.text.len() - text.len() + first),
            date: passage.date,
            customer: note.customer.clone(),
            source,
            part: passage.part,
            heading: passage.heading.clone(),
            text: text.to_string(),
            state: item.map(|item| item.state),
            late_days: item.and_then(|item| item.late_days(today)),
            id: item.map(|item| item.id.clone()),
            internal: passage.internal,
            places,
        }
    }
}

/// Returns the passages with the first place of each term, each passage once; none if a term is nowhere.
fn first_of_each<'s, 'a>(passages: &'s [Seen<'a>], terms: &Terms) -> Vec<&'s Seen<'a>> {
    if terms.count() < 2 {
        return Vec::new();
    }
    let mut missing: Vec<bool> = vec![true; terms.count()];
    let mut found = Vec::new();
    for seen in passages {
        let held = terms.held(seen.text, How::AtStarts);
        if held.iter().zip(&missing).any(|(held, missing)| *held && *missing) {
            missing.iter_mut().zip(&held).for_each(|(missing, held)| *missing &= !held);
            found.push(seen);
        }
    }
    if missing.contains(&true) { Vec::new() } else { found }
}

impl Asked {
    /// Returns whether a file may hold what is asked for; a no is sure.
    pub fn may_be_in(&self, path: &str, bytes: &[u8]) -> bool {
        let names = |slug: &String| {
            path.contains(slug.as_str()) || memchr::memmem::find(bytes, slug.as_bytes()).is_some()
        };
        self.customer.as_ref().is_none_or(names) && self.terms.may_be_in(bytes)
    }

    /// Returns whether a file is one of those that are looked through.
    fn is_about(&self, note: &Note, source: Source) -> bool {
        let is_theirs =
            self.customer.as_ref().is_none_or(|slug| note.customer.as_ref() == Some(slug));
        let is_note = source == Source::Note;
        is_theirs && is_of_kind(note, self.kind.as_deref()) && (is_note || self.days.are_all())
    }
}

#[cfg(test)]
mod tests;
