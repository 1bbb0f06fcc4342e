//! Due dates and promises as entries of a calendar.

use crate::calendar::{Entry, Form, OWN, Progress, When, written};
use crate::cells::harmless;
use crate::date::{Date, Moment};
use crate::follow_up::State;
use crate::people::Directory;
use crate::query::Row;

/// What a follow-up is in a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum As {
    /// All-day events, which every calendar shows
    Events,
    /// Tasks, which some calendars show beside their events
    Tasks,
}

/// Returns the text of an `.ics` file with an entry for each day that was promised or is due; a follow-up
/// without one has none.
pub fn due_dates(rows: &[Row], form: As, directory: &Directory, now: Moment) -> String {
    let entries = rows.iter().flat_map(|row| {
        let days = [("promised", row.item.promised), ("due", row.item.due)];
        let days = days.into_iter().filter_map(|(what, day)| Some((what, day?)));
        days.map(|(what, day)| entry(row, what, day, form, directory))
    });
    written(&entries.collect::<Vec<_>>(), now)
}

fn entry(row: &Row, what: &str, day: Date, form: As, directory: &Directory) -> Entry {
    let item = row.item;
    let customer = row.note.customer.as_deref();
    let customer = customer.map(|slug| format!(" · {}", directory.customer_name(slug)));
    let owners: Vec<&str> = item.owners.iter().map(|owner| owner.name.as_str()).collect();
    let owners = harmless(&owners.join(", "));
    let line_break = if owners.is_empty() { "" } else { "\n" };
    Entry {
        uid: format!("{}-{what}{OWN}", item.id),
        form: match form {
            As::Events => Form::Event(When::On(day), When::On(day.plus(1))),
            As::Tasks => Form::Task(
                day,
                match item.state {
                    State::Open => Progress::Open,
                    State::Done => Progress::Done(item.closed),
                    State::Dropped => Progress::Dropped,
                },
            ),
        },
        title: harmless(&format!("{what}: {}{}", item.text, customer.unwrap_or_default())),
        description: format!("{owners}{line_break}{}:{}", harmless(&row.note.path), item.line),
        place: String::new(),
        invited: Vec::new(),
        organizer: None,
    }
}
