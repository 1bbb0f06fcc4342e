//! Risks and decisions in a terminal.

use anstyle::Style;

use super::entries::{Entry, day, entries};
use super::terminal::{LATE, Width};
use crate::date::Date;
use crate::report::lines::Line;
use crate::report::risks::{Risk, State};

/// Returns risks: word, date, customer, text, place; of one that does not stand, why.
pub fn risks(risks: &[Risk], today: Date, width: Width) -> String {
    let list = risks.iter().map(|risk| {
        let line = &risk.line;
        let state = match risk.state {
            State::Open => "",
            State::Closed => "closed",
            State::Old => "old",
        };
        let word = line.qualifier.clone().unwrap_or_default();
        let entry = entry(line, today);
        let is_loud = line.is_high() && risk.state == State::Open;
        Entry {
            columns: [vec![word, state.to_string()], entry.columns].concat(),
            style: if is_loud { LATE } else { Style::new() },
            ..entry
        }
    });
    entries(&list.collect::<Vec<_>>(), 0, width)
}

/// Returns decisions: date, customer, text, place.
pub fn decisions(decisions: &[Line], today: Date, width: Width) -> String {
    let list: Vec<Entry> = decisions.iter().map(|line| entry(line, today)).collect();
    entries(&list, 0, width)
}

fn entry(line: &Line, today: Date) -> Entry {
    let customer = line.customer.as_deref().unwrap_or("-").to_string();
    Entry {
        columns: vec![day(line.date, today), customer],
        words: if line.internal { format!("{} [internal]", line.text) } else { line.text.clone() },
        place: format!("{}:{}", line.note, line.line),
        ..Entry::default()
    }
}
