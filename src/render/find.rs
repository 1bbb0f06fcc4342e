//! What was found, in a terminal: a line for each passage, or for each customer.

use anstyle::Style;

use super::listing::{Entry, Text, listing};
use super::notes::{column, day};
use super::terminal::{LATE, Width};
use crate::cells::harmless;
use crate::date::Date;
use crate::follow_up::State;
use crate::report::find::{Hit, Source, Use};
use crate::words::count;

/// A customer takes at most this many cells.
const MOST_CUSTOMER: usize = 16;

/// Returns the list of passages, ending in a line break unless it is empty.
pub fn hits(found: &[Hit], today: Date, width: Width) -> String {
    let entries: Vec<Entry> = found.iter().map(|hit| entry(hit, today)).collect();
    listing(&entries, width)
}

fn entry(hit: &Hit, today: Date) -> Entry {
    let (state, style) = match (hit.state, hit.late_days) {
        (None, _) => ("", Style::new()),
        (Some(State::Open), Some(_)) => ("late", LATE),
        (Some(State::Open), None) => ("open", Style::new()),
        (Some(State::Done), _) => ("done", Style::new()),
        (Some(State::Dropped), _) => ("dropped", Style::new()),
    };
    Entry {
        columns: vec![
            (or_nothing(hit.date, today), Style::new()),
            (column(hit.customer.as_deref(), MOST_CUSTOMER), Style::new()),
            (state.to_string(), style),
        ],
        text: Text { text: hit.text.clone(), marks: hit.places.clone() },
        remark: match hit.source {
            Source::Card => " [card]",
            Source::Team => " [team]",
            Source::Note if hit.internal => " [internal]",
            Source::Note => "",
        },
        place: format!("{}:{}", hit.note, hit.line),
    }
}

/// Returns the list of customers, ending in a line break unless it is empty.
pub fn customers(found: &[Use], today: Date, width: Width) -> String {
    let entries = found.iter().map(|one| {
        let (first, last) = (or_nothing(one.first, today), or_nothing(one.last, today));
        let days = if first == last { last } else { format!("{first} – {last}") };
        Entry {
            columns: vec![
                (column(Some(&one.customer), MOST_CUSTOMER), Style::new()),
                (count(one.hits, "hit"), Style::new()),
            ],
            text: Text { text: days, marks: Vec::new() },
            remark: "",
            place: format!("{}:{}", harmless(&one.note), one.line),
        }
    });
    listing(&entries.collect::<Vec<_>>(), width)
}

fn or_nothing(date: Option<Date>, today: Date) -> String {
    date.map_or_else(String::new, |date| day(date, today))
}
