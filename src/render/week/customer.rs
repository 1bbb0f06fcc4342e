//! The summary for a customer as plain text, ready to be pasted into a mail. Nothing is cut to a width.

use crate::cells::harmless;
use crate::people::Side;
use crate::report::outward::Cleared;
use crate::report::week::{CustomerReport, Next, Owed, Update, Who};

use super::phrases::Letter;

/// Returns the summary for a customer, ending in a line break.
pub(super) fn customer(report: &CustomerReport, words: &Letter) -> String {
    let year = report.end.year();
    let name = harmless(&report.name);
    let mut out = (words.head)(&name, report.start, report.end, report.day);
    section(&mut out, words, words.escalations, escalations(report, words, year));
    section(&mut out, words, words.updates, updates(&report.updates, words, year));
    let decisions = report.decisions.iter().map(|one| {
        let date = one.date.map(|date| (words.aside)(&(words.day)(date, year)));
        format!("- {}{}\n", shown(&one.text), date.unwrap_or_default())
    });
    section(&mut out, words, words.decisions, decisions.collect());
    let owed = |items: &[Owed]| -> String {
        items.iter().map(|item| owed(item, &name, words, year)).collect()
    };
    section(&mut out, words, words.we_owe, owed(&report.we_owe));
    section(&mut out, words, words.we_need, owed(&report.we_need));
    let done = report.done.iter().map(|item| {
        let date = item.date.map(|date| (words.day)(date, year));
        let parts = [people(&item.owners, &name, words), date];
        format!("- {}{}\n", shown(&item.text), aside(parts, words))
    });
    section(&mut out, words, words.done, done.collect());
    let next = match &report.next {
        Some(next) => days(next, words, year),
        None => words.no_next.to_string(),
    };
    section(&mut out, words, words.next, format!("{next}\n"));
    out
}

fn section(out: &mut String, words: &Letter, title: &str, lines: String) {
    let lines = if lines.is_empty() { format!("{}\n", words.none) } else { lines };
    out.push_str(&format!("\n{}{title}\n\n{lines}", words.mark));
}

/// A block for each: its title, how many of its criteria are met, and each of them.
fn escalations(report: &CustomerReport, words: &Letter, year: i32) -> String {
    let blocks = report.escalations.iter().map(|one| {
        let since = one.since.map(|since| (words.since)(&(words.day)(since, year)));
        let all = one.criteria.len();
        let met = (all > 0).then(|| (words.met)(one.met, all));
        let head = format!("{}{}\n", shown(&one.title), aside([since, met], words));
        let boxes = one.criteria.iter().map(|criterion| {
            let mark = if criterion.is_met { "[x]" } else { "[ ]" };
            format!("- {mark} {}\n", shown(&criterion.text))
        });
        head + &boxes.collect::<String>()
    });
    blocks.collect::<Vec<_>>().join("\n")
}

fn updates(updates: &[Update], words: &Letter, year: i32) -> String {
    let blocks = updates.iter().map(|update| {
        let title = update.title.as_ref().map(|title| (words.about)(&shown(title)));
        let head = format!("{}{}\n", (words.day)(update.date, year), title.unwrap_or_default());
        head + &update.lines.iter().map(|line| format!("- {}\n", shown(line))).collect::<String>()
    });
    blocks.collect::<Vec<_>>().join("\n")
}

/// `- send the runbook (Dana Reyes, 12 March, was 4 March)`
fn owed(item: &Owed, name: &str, words: &Letter, year: i32) -> String {
    let date = match item.date {
        Some(date) => (words.due)(&(words.day)(date, year)),
        None => words.no_date.to_string(),
    };
    let was = item.was.map(|was| (words.was)(&(words.day)(was, year)));
    let parts = [people(&item.owners, name, words), Some(date), was];
    format!("- {}{}\n", shown(&item.text), aside(parts, words))
}

fn days(next: &Next, words: &Letter, year: i32) -> String {
    let first = (words.day)(next.date, year);
    match next.until {
        Some(until) => (words.span)(&first, &(words.day)(until, year)),
        None => first,
    }
}

/// Returns parts in parentheses, or nothing if there are none.
fn aside<const N: usize>(parts: [Option<String>; N], words: &Letter) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { (words.aside)(&parts.join(words.comma)) }
}

fn people(owners: &[Who], name: &str, words: &Letter) -> Option<String> {
    let owners = owners.iter().map(|who| match (&who.name, who.side) {
        (None, _) => (words.them)(name),
        (Some(one), Some(Side::Ours)) => shown(one),
        (Some(one), _) => (words.person)(&shown(one)),
    });
    let owners: Vec<String> = owners.collect();
    (!owners.is_empty()).then(|| owners.join(words.comma))
}

fn shown(text: &Cleared) -> String {
    harmless(text.as_str())
}
