//! A brief as a page for a terminal, and as Markdown to paste into a note of the customer.
//!
//! Nobody's words are changed. No line of the Markdown starts as a typed line, a box or a quote does:
//! pasted into a note, it adds nothing that is read there.

mod json;
mod layout;
mod writer;

use crate::cells::{argument, harmless};
use crate::clock::Clock;
use crate::date::Zone;
use crate::query::Row;
use crate::render::lines::wrapped;
use crate::render::page::{ENGLISH, Page, Ways, in_days, link};
use crate::render::terminal::{Width, bold, dim};
use crate::report::brief::Brief;

pub use json::as_json;
use layout::{Entry, Mark, Place, entries};
use writer::Writer;

/// A titled list.
struct Section {
    title: String,
    entries: Vec<Entry>,
}

/// Returns the page for a terminal or a pipe; sections without content say "none".
pub fn page(brief: &Brief, clock: &Clock, width: Width) -> String {
    let writer = Writer { brief, page: words(brief, clock, Ways::Places) };
    let mut out = title(brief, clock, width) + &entries(&head(&writer), width);
    let mut was_empty = false;
    for section in sections(&writer) {
        let is_empty = section.entries.is_empty();
        if !(is_empty && was_empty) {
            out.push('\n');
        }
        let none = if is_empty { dim("  none") } else { String::new() };
        out.push_str(&format!(
            "{}{none}\n{}",
            bold(&section.title),
            entries(&section.entries, width)
        ));
        was_empty = is_empty;
    }
    out
}

/// Returns Markdown for a note in the customer's folder; sections without content are left out.
pub fn markdown(brief: &Brief, clock: &Clock) -> String {
    let folder = format!("customers/{}", brief.customer);
    let writer = Writer { brief, page: words(brief, clock, Ways::Links { from: &folder }) };
    let met = match &brief.last {
        Some(last) => {
            let note = link(&folder, &last.note);
            format!("last met {} · [note]({note})", writer.meeting(last))
        }
        None => "never met".to_string(),
    };
    let mut out = format!("As of {}, {met}\n", brief.today.long());
    for section in sections(&writer).into_iter().filter(|section| !section.entries.is_empty()) {
        out.push_str(&format!("\n### {}\n\n", section.title));
        out.extend(section.entries.iter().map(|entry| bullet(entry, &folder)));
    }
    out
}

/// `- 12 Mar — send the migration runbook — Dana Reyes · [note](2026-02-23-sync.md)`
fn bullet(entry: &Entry, folder: &str) -> String {
    let parts = [&entry.lead, &entry.text].into_iter().chain(&entry.about);
    let parts: Vec<&str> = parts.map(String::as_str).filter(|part| !part.is_empty()).collect();
    let ways = entry.places.iter().map(|place| match place {
        Place::Note(note, _) => format!(" · [note]({})", link(folder, note)),
        Place::Command(_) => String::new(),
    });
    format!("- {}{}\n", parts.join(" — "), ways.collect::<String>())
}

fn words<'a>(brief: &Brief, clock: &Clock<'a>, ways: Ways<'a>) -> Page<'a> {
    Page { directory: clock.directory, year: brief.today.year(), ways, phrases: &ENGLISH }
}

/// The customer's name, and below it their clock, the cadence, and who looks after them.
fn title(brief: &Brief, clock: &Clock, width: Width) -> String {
    let directory = clock.directory;
    let name = harmless(directory.customer_name(&brief.customer));
    let slug = harmless(&brief.customer);
    let name = if name == slug { bold(&name) } else { bold(&name) + &dim(&format!(" · {slug}")) };
    let zone = directory.zone(Some(&brief.customer));
    let time = clock.now.clock(zone.unwrap_or(clock.zone));
    let day = format!("{} {}", brief.today.weekday_short(), brief.today.short());
    let mut parts = vec![match zone.and_then(Zone::city) {
        Some(city) => format!("{day} {time} in {city}"),
        None => format!("{day} {time} here"),
    }];
    if let Some(card) = directory.cards.get(&brief.customer) {
        parts.extend(card.cadence.map(|days| format!("every {}", in_days(days))));
        let of_ours = card
            .owner
            .as_deref()
            .map(|owner| words(brief, clock, Ways::Places).person(owner) + " looks after them");
        parts.extend(of_ours);
    }
    let lines = wrapped(&parts.join(" · "), width.unwrap_or(usize::MAX));
    format!("{name}\n{}\n\n", lines.join("\n"))
}

/// The last and the next meeting, and those that nobody wrote up.
fn head(writer: &Writer) -> Vec<Entry> {
    let brief = writer.brief;
    let last = match &brief.last {
        Some(last) => Entry {
            text: writer.last_met(last),
            places: vec![Place::Note(last.note.clone(), 1)],
            ..Entry::default()
        },
        None => Entry { text: "never".into(), ..Entry::default() },
    };
    let next = match &brief.next {
        Some(next) => Entry {
            text: writer.next_meeting(next),
            places: vec![Place::Note(next.note.clone(), 1)],
            ..Entry::default()
        },
        None => {
            let command = format!("fieldnote new {} --date DATE", argument(&brief.customer));
            let places = vec![Place::Command(command)];
            Entry { text: "none planned".into(), places, ..Entry::default() }
        }
    };
    let mut head =
        vec![Entry { lead: "Last met".into(), ..last }, Entry { lead: "Next".into(), ..next }];
    head.extend(brief.not_written.iter().map(|meeting| writer.not_written(meeting)));
    head
}

fn sections(writer: &Writer) -> Vec<Section> {
    let brief = writer.brief;
    let since = |title: &str| format!("{title} since {}", writer.page.day(brief.since));
    let rows = |rows: &[Row]| rows.iter().map(|row| writer.follow_up(row)).collect::<Vec<_>>();
    let lines = |lines: &[_]| lines.iter().map(|line| writer.typed(line)).collect::<Vec<_>>();
    let asks = brief.asks.iter().map(|ask| writer.ask(ask)).collect();
    let people = brief.people.iter().map(|one| writer.seen(one)).collect();
    let escalations = brief.escalations.iter().map(|one| writer.escalation(one)).collect();
    let mut sections = vec![
        ("Escalations".to_string(), escalations),
        ("Promised".to_string(), rows(&brief.promised)),
        ("We owe".to_string(), rows(&brief.we_owe)),
        ("They owe".to_string(), rows(&brief.they_owe)),
        ("Owner not known".to_string(), rows(&brief.owner_unknown)),
        (since("Their asks"), asks),
        (since("Decisions"), lines(&brief.decisions)),
        (since("Open questions"), lines(&brief.questions)),
        (since("Value"), lines(&brief.value)),
        ("Risks".to_string(), brief.risks.iter().map(|risk| writer.risk(risk)).collect()),
        ("People".to_string(), people),
    ];
    sections.retain(|(title, entries)| title != "Owner not known" || !entries.is_empty());
    sections.into_iter().map(|(title, entries)| Section { title, entries }).collect()
}
