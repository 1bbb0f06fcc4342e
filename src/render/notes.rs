//! The list of notes in a terminal.

use anstyle::Style;

use super::listing::{Entry, Text, listing};
use super::terminal::{LATE, Width};
use crate::cells::{cut, harmless};
use crate::date::Date;
use crate::note::MeetingState;
use crate::report::notes::Listed;

/// A customer and a kind take at most this many cells.
const MOST_CUSTOMER: usize = 16;
const MOST_KIND: usize = 12;

/// Returns the list, ending in a line break unless it is empty.
pub fn notes(found: &[Listed], today: Date, width: Width) -> String {
    let entries: Vec<Entry> = found.iter().map(|note| entry(note, today)).collect();
    listing(&entries, width)
}

fn entry(note: &Listed, today: Date) -> Entry {
    let open = if note.open > 0 { format!("{} open", note.open) } else { String::new() };
    let (state, style) = match note.state {
        None => ("", Style::new()),
        Some(MeetingState::Planned) => ("planned", Style::new()),
        Some(MeetingState::Written) if note.sent.is_some() => ("sent", Style::new()),
        Some(MeetingState::Written) => ("written", Style::new()),
        Some(MeetingState::NotWritten) => ("not written", LATE),
    };
    Entry {
        columns: vec![
            (note.date.map_or_else(String::new, |date| day(date, today)), Style::new()),
            (column(note.customer.as_deref(), MOST_CUSTOMER), Style::new()),
            (column(note.kind.as_deref(), MOST_KIND), Style::new()),
            (state.to_string(), style),
            (open, Style::new()),
        ],
        text: Text { text: note.title.clone(), marks: Vec::new() },
        remark: if note.internal { " [internal]" } else { "" },
        place: note.note.clone(),
    }
}

/// Returns a text for a column; nothing for none.
pub(super) fn column(text: Option<&str>, most: usize) -> String {
    cut(&harmless(text.unwrap_or_default()), most)
}

/// Returns a day as `4 Mar`, with the year where it is not this one.
pub(super) fn day(date: Date, today: Date) -> String {
    if date.year() == today.year() {
        date.short()
    } else {
        format!("{} {}", date.short(), date.year())
    }
}
