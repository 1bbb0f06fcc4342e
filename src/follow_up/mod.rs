//! Follow-ups: what somebody said they would do, the line it stands on, and the edits that finish it.

pub mod grammar;
mod label;
mod owners;
pub mod parts;

use std::hash::Hasher;

use siphasher::sip::SipHasher13;

use crate::date::Date;
use crate::edit::{Edit, Span};
use crate::people::{Owner, Side};

/// One follow-up of a note.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowUp {
    pub id: String,
    pub state: State,
    /// Whether it bears `[/]`: open, and begun.
    pub started: bool,
    /// The first paragraph, lines joined by one space, without box, leading owner, and the fields
    /// and marks that end it.
    pub text: String,
    /// The line as it stands, without its ending.
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
    pub heading: Option<String>,
    pub tags: Vec<String>,
    pub internal: bool,
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Open,
    Done,
    Dropped,
}

/// How a follow-up is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The byte between the brackets of the box.
    pub mark: Option<usize>,
    /// Where the item's text starts, behind the list marker (at the box, if there is one).
    pub start: usize,
    /// The item's first paragraph.
    pub paragraph: Span,
    /// The item's first line without its ending.
    pub line: Span,
    /// The date of the done mark that it bears.
    pub done_date: Option<Span>,
}

impl FollowUp {
    pub fn is_open(&self) -> bool {
        self.state == State::Open
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

    /// Returns the edits that tick it off on a day, the likeliest first: the box, and the done mark
    /// at the end of its first line, else of its paragraph. The caller reads the note again to see
    /// which of them does just that. `bytes` are those of the note that it was read from.
    pub fn done(&self, bytes: &[u8], day: Date, style: Style) -> Vec<Vec<Edit>> {
        let tick = match self.place.mark {
            Some(mark) => Edit::replace(Span::new(mark, mark + 1), "x"),
            None => Edit::insert(self.place.start, "[x] "),
        };
        if let Some(date) = self.place.done_date {
            return vec![vec![tick, Edit::replace(date, day.to_string())]];
        }
        let text = match style {
            Style::Plain => format!(" (done {day})"),
            Style::Obsidian => format!(" ✅ {day}"),
        };
        let mark = |line: Span| Edit::insert(end_of_text(bytes, line), text.clone());
        let last = self.place.paragraph.end;
        let last_start =
            bytes[..last].iter().rposition(|b| matches!(b, b'\n' | b'\r')).map_or(0, |at| at + 1);
        let mut ways = vec![vec![tick.clone(), mark(self.place.line)]];
        if last_start > self.place.line.start {
            ways.push(vec![tick, mark(Span::new(last_start, last))]);
        }
        ways
    }
}

/// Returns where a mark goes on a line: before trailing white space, a hard break's backslash and a
/// block id, which must stay last.
fn end_of_text(bytes: &[u8], line: Span) -> usize {
    let text = &bytes[line.range()];
    let mut end = text.trim_ascii_end().len();
    if text[..end].ends_with(b"\\") && !text[..end].ends_with(b"\\\\") {
        end = text[..end - 1].trim_ascii_end().len();
    }
    if let Some(caret) = text[..end].iter().rposition(|b| *b == b'^') {
        let id = &text[caret + 1..end];
        let is_id = !id.is_empty() && id.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
        if is_id && caret > 0 && text[caret - 1].is_ascii_whitespace() {
            end = text[..caret].trim_ascii_end().len();
        }
    }
    line.start + end
}

/// No vowels, so no words; nothing that looks like something else.
const ID_LETTERS: &[u8; 27] = b"23456789bcdfghjkmnpqrstvwxz";

/// Returns the id made of a note's path, a follow-up's text, and its place among equal texts there
/// (from 0): 8 characters. The hash is SipHash-1-3 with a zero key, the same on every machine.
pub fn id(path: &str, text: &str, place: usize) -> String {
    let mut hasher = SipHasher13::new();
    hasher.write(path.as_bytes());
    hasher.write_u8(0);
    hasher.write(text.as_bytes());
    hasher.write_u8(0);
    hasher.write(&(place as u64).to_le_bytes());
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
    use super::{end_of_text, id};
    use crate::edit::Span;

    #[test]
    fn ids_have_no_vowels_and_stay_the_same() {
        assert_eq!(id("a.md", "send", 0), id("a.md", "send", 0));
        assert_ne!(id("a.md", "send", 0), id("a.md", "send", 1));
        assert_ne!(id("a.md", "send", 0), id("b.md", "send", 0));
        assert!(id("a.md", "send", 0).chars().all(|c| !"aeiou01y".contains(c)));
    }

    #[test]
    fn marks_go_before_what_must_stay_last() {
        for (line, expected) in [
            ("- [ ] a", 7),
            ("- [ ] a  ", 7),
            ("- [ ] a\\", 7),
            ("- [ ] a ^k7q2", 7),
            ("- [ ] 2^10", 10),
            ("- [ ] a ^k7q2  ", 7),
        ] {
            assert_eq!(end_of_text(line.as_bytes(), Span::new(0, line.len())), expected, "{line}");
        }
    }
}
