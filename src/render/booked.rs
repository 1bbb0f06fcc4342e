//! The meetings on the calendar in a terminal, and what is not sure about them.

use anstyle::Style;

use super::listing::{Entry, Text, listing};
use super::notes::{column, day};
use super::terminal::{LATE, Width};
use crate::cells::harmless;
use crate::date::{Date, Week};
use crate::report::booked::{Booked, State, Unsure};
use crate::report::guests::Host;
use crate::words::count;

/// A customer takes at most this many cells.
const MOST_CUSTOMER: usize = 16;

/// At most this many meetings or domains are named of those that are not sure.
const MOST_NAMED: usize = 3;

/// Returns the list, ending in a line break unless it is empty.
pub fn meetings(found: &[&Booked], today: Date, width: Width) -> String {
    let entries: Vec<Entry> = found.iter().map(|one| entry(one, today)).collect();
    listing(&entries, width)
}

fn entry(one: &Booked, today: Date) -> Entry {
    let style = match one.state {
        State::Missing | State::NotWritten => LATE,
        State::Planned | State::Written => Style::new(),
    };
    let no_note = if one.state == State::Planned { "no note yet" } else { "no note" };
    Entry {
        columns: vec![
            (day(one.date, today), Style::new()),
            (column(Some(&one.customer), MOST_CUSTOMER), Style::new()),
            (word(one.state).to_string(), style),
        ],
        text: Text { text: one.title.to_string(), marks: Vec::new() },
        remark: "",
        place: one.note.unwrap_or(no_note).to_string(),
    }
}

/// Returns a state as people say it.
pub fn word(state: State) -> &'static str {
    match state {
        State::Missing => "missing",
        State::NotWritten => "not written",
        State::Planned => "planned",
        State::Written => "written",
    }
}

/// Returns what is to be said of meetings without a note beside a weekly summary, which never changes with a
/// calendar: those that are over, and those of the week after.
pub fn beside_week(found: &[Booked], week: Week, today: Date) -> Vec<String> {
    let all = |state: State, week: Week| {
        let own = found.iter().filter(|one| one.state == state && week.contains(one.date));
        let shown = own.map(|one| format!("{} {}", day(one.date, today), harmless(&one.customer)));
        shown.collect::<Vec<_>>()
    };
    let (missing, next) = (all(State::Missing, week), all(State::Planned, week.next()));
    let mut lines = Vec::new();
    if !missing.is_empty() {
        let count = count(missing.len(), "meeting");
        let named = named(&missing);
        lines.push(format!("{count} of this week without a note, by your calendar: {named}"));
    }
    if !next.is_empty() {
        let count = count(next.len(), "more meeting");
        lines.push(format!("{count} next week, by your calendar: {}", named(&next)));
    }
    lines
}

/// Returns what is to be said of meetings of which it is not sure whose they are, one line each for
/// those of several customers and those of nobody, with how to settle it.
pub fn unsure(found: &[Unsure], today: Date) -> Vec<String> {
    let mut several = Vec::new();
    let mut strangers: Vec<(String, usize)> = Vec::new();
    let mut strange = 0;
    for one in found {
        match &one.host {
            Host::OneOf(slugs) => {
                let title = harmless(one.title);
                let slugs = harmless(&slugs.join(" or "));
                several.push(format!("{} \"{title}\" ({slugs})", day(one.date, today)));
            }
            Host::Strangers(domains) => {
                strange += 1;
                for domain in domains {
                    match strangers.iter_mut().find(|(known, _)| known == domain) {
                        Some((_, times)) => *times += 1,
                        None => strangers.push((domain.clone(), 1)),
                    }
                }
            }
            Host::Customer(_) | Host::Ours => {}
        }
    }
    let mut lines = Vec::new();
    if !several.is_empty() {
        let (count, named) = (count(several.len(), "meeting"), named(&several));
        lines.push(format!(
            "{count} can be of several customers: {named}; the title can name one, or `event:` in a note"
        ));
    }
    if let Some((first, _)) = strangers.iter().max_by_key(|(_, times)| *times).cloned() {
        // The sort is stable: among equals, the earliest meeting's comes first.
        strangers.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        let domains: Vec<String> = strangers.iter().map(|(domain, _)| harmless(domain)).collect();
        let (count, named) = (count(strange, "meeting"), named(&domains));
        let first = if first.contains('@') {
            format!("give a person on it `<{}>`", harmless(&first))
        } else {
            format!("put `domains: [{}]` on it", harmless(&first))
        };
        lines.push(format!(
            "{count} with people whom no card knows: {named}; if one is a customer's, {first}"
        ));
    }
    lines
}

fn named(all: &[String]) -> String {
    let named = all.iter().take(MOST_NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(MOST_NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
