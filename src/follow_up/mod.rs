//! Follow-ups: what somebody said they would do, the line it stands on, and the edits of that line.

mod compose;
pub mod grammar;
mod item;
mod label;
mod owners;
pub mod parts;
pub mod said;
mod verb;

use std::hash::Hasher;

use siphasher::sip::SipHasher13;

use crate::date::Date;
use crate::edit::Span;
use crate::people::{Owner, Side};

pub use compose::compose;
pub use item::Item;
pub use verb::{Mark, Verb};

/// One follow-up of a note. What is skipped by serde no list shows; it is kept in a part of its own:
/// `notebook::cache::body`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FollowUp {
    pub id: String,
    pub state: State,
    /// Whether it bears `[/]`: open, and begun.
    pub started: bool,
    /// The first paragraph, lines joined by one space, without box, leading owner, and the fields
    /// and marks that end it.
    pub text: String,
    /// The line as it stands, without its ending.
    #[serde(skip)]
    pub raw: String,
    pub owners: Vec<Owner>,
    pub due: Option<Date>,
    /// What was said to the customer.
    pub promised: Option<Date>,
    pub start: Option<Date>,
    pub closed: Option<Date>,
    pub repeats: bool,
    /// As it is written: `⏫`, `high`, `(A)`; shown, and of no other use.
    pub priority: Option<String>,
    pub kind: Kind,
    /// The line in the note, from 1.
    pub line: usize,
    /// The text of the nearest heading above.
    #[serde(skip)]
    pub heading: Option<String>,
    pub tags: Vec<String>,
    pub internal: bool,
    #[serde(skip)]
    pub place: Place,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Open,
    Done,
    Dropped,
}

/// How a follow-up is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Box,
    /// A list item that starts with `ACTION` or the like, without a box.
    Action,
    /// What asks for a box and has none; no follow-up until it has one.
    Bullet,
}

/// The form of the fields that the tool writes into a follow-up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// `by 2026-03-05`
    #[default]
    Plain,
    /// `📅 2026-03-05`
    Obsidian,
}

/// Where a follow-up stands in its note, in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// The byte between the brackets of the box.
    pub mark: Option<usize>,
    /// Where the item's text starts, behind the list marker (at the box, if there is one).
    pub start: usize,
    /// The item's first paragraph.
    pub paragraph: Span,
    /// The item's first line without its ending.
    pub line: Span,
}

impl FollowUp {
    pub fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// Returns what stands in its box, as far as an open one's is told apart; `None` without a box.
    pub fn mark(&self) -> Option<Mark> {
        self.place.mark.map(|_| if self.started { Mark::Started } else { Mark::Empty })
    }

    /// Returns the side: ours if any owner is ours, else theirs, else the partner's.
    pub fn side(&self) -> Option<Side> {
        self.owners.iter().filter_map(|owner| owner.side).min()
    }

    /// Returns the earlier of the agreed and the promised date.
    pub fn deadline(&self) -> Option<Date> {
        match (self.due, self.promised) {
            (Some(due), Some(promised)) => Some(due.min(promised)),
            (due, promised) => due.or(promised),
        }
    }

    /// Returns the whole days since the deadline, 1 or more; `None` if it is not late.
    pub fn late_days(&self, today: Date) -> Option<i64> {
        if !self.is_open() {
            return None;
        }
        Some(today.days_since(self.deadline()?)).filter(|days| *days >= 1)
    }

    /// Returns whether it is a promise of ours to the customer.
    pub fn is_promise(&self) -> bool {
        self.promised.is_some() && self.side() == Some(Side::Ours)
    }
}

/// No vowels, so no words; nothing that looks like something else.
const ID_LETTERS: &[u8; 27] = b"23456789bcdfghjkmnpqrstvwxz";

/// Returns the id made of a note's path, a follow-up's text, and its place among equal texts there
/// (from 0) with their number: 8 characters. Where another text of the kind comes or goes, the others
/// get new ids: an old one names nothing then, and never the neighbour of what it named.
///
/// The hash is SipHash-1-3 with a zero key, the same on every machine.
pub fn id(path: &str, text: &str, place: usize, of: usize) -> String {
    let mut hasher = SipHasher13::new();
    hasher.write(path.as_bytes());
    hasher.write_u8(0);
    hasher.write(text.as_bytes());
    hasher.write_u8(0);
    hasher.write(&(place as u64).to_le_bytes());
    if of > 1 {
        hasher.write(&(of as u64).to_le_bytes());
    }
    let mut rest = hasher.finish();
    let mut id = String::with_capacity(8);
    for _ in 0..8 {
        id.push(char::from(ID_LETTERS[(rest % 27) as usize]));
        rest /= 27;
    }
    id
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn ids_have_no_vowels_and_stay_the_same() {
        assert_eq!(id("a.md", "send", 0, 1), id("a.md", "send", 0, 1));
        assert_ne!(id("a.md", "send", 0, 1), id("a.md", "send", 0, 2));
        assert_ne!(id("a.md", "send", 0, 2), id("a.md", "send", 1, 2));
        assert_ne!(id("a.md", "send", 0, 1), id("b.md", "send", 0, 1));
        assert!(id("a.md", "send", 0, 1).chars().all(|c| !"aeiou01y".contains(c)));
    }
}
