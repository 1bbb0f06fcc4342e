//! Customers who have gone quiet, and those whom one person alone connects with us, in a terminal.

use super::entries::{Entry, day, grouped};
use super::terminal::{Width, table};
use crate::cells::harmless;
use crate::date::Date;
use crate::report::quiet::{CONTACT_DAYS, State, Touch};
use crate::words::count;

/// Returns the table of customers that were asked for, and below it whom one person alone connects.
pub fn touches(rows: &[&Touch], contacts: &[&Touch], today: Date, width: Width) -> String {
    let mut out = String::new();
    if !rows.is_empty() {
        let heads = ["CUSTOMER", "LAST MET", "AGO", "EVERY", "NEXT", ""];
        let mut cells = vec![heads.map(String::from).to_vec()];
        cells.extend(rows.iter().map(|row| {
            let last = row.last.map_or("never".to_string(), |last| day(Some(last), today));
            let next = row.next.map_or("none".to_string(), |next| day(Some(next), today));
            let days = |days: Option<i64>| days.map_or("-".to_string(), |days| format!("{days}d"));
            let word = if row.state == State::Quiet { "quiet" } else { "" };
            vec![
                harmless(&row.customer),
                last,
                days(row.days),
                days(row.cadence),
                next,
                word.into(),
            ]
        }));
        if rows.iter().all(|row| row.state != State::Met) {
            // Then all of them are what was asked for, and need no word.
            cells.iter_mut().for_each(|row| row.truncate(5));
        }
        out.push_str(&table(&cells, width));
    }
    if !contacts.is_empty() {
        let title = format!("One person in all meetings of the last {CONTACT_DAYS} days");
        let gap = if out.is_empty() { "" } else { "\n" };
        let rows: Vec<Entry> = contacts.iter().filter_map(|row| contact(row)).collect();
        out.push_str(&format!("{gap}{}", grouped(&[(title, rows)], 2, width)));
    }
    out
}

/// Returns `orbit  Ivo Pires, in 2 of 3 meetings (the others name nobody of theirs)`.
fn contact(touch: &Touch) -> Option<Entry> {
    let (name, named) = (touch.contact.as_ref()?, touch.contact_meetings?);
    let silent = touch.meetings - named;
    let words = match (touch.meetings, silent) {
        (1, _) => format!("{name}, in the only meeting"),
        (2, 0) => format!("{name}, in both meetings"),
        (all, 0) => format!("{name}, in all {all} meetings"),
        (all, 1) => format!("{name}, in {named} of {all} meetings; 1 names nobody of theirs"),
        (all, _) => {
            format!(
                "{name}, in {named} of {}; {silent} name nobody of theirs",
                count(all, "meeting")
            )
        }
    };
    Some(Entry { columns: vec![touch.customer.clone()], words, ..Entry::default() })
}
