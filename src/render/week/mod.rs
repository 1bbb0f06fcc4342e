//! The weekly summary as Markdown: a file for `weekly/`, or the same text for a terminal.
//!
//! Nobody's words are changed: note text stands as typed, except for what would break its line.

mod company;
mod customer;
mod finished;
mod lines;
mod own_words;
mod phrases;
mod saved;
#[cfg(test)]
mod finished_tests;
#[cfg(test)]
mod private_tests;
#[cfg(test)]
mod tests;

use crate::date::{Date, Moment, Zone};
use crate::parallel::on_all_cores;
use crate::people::Directory;
use crate::render::page::{Page, Ways};
use crate::report::item::Item;
use crate::report::meetings::State;
use crate::report::week::{Head, Reader, Sums, WeekReport};
use crate::report::whose::Whose;

pub use finished::{
    Finished, company_json, customer_json, manager_json, stops, to_company, to_customer, to_manager,
};
use lines::Writer;
pub use own_words::{kept_words, lost_lines};
pub use phrases::{ENGLISH, JAPANESE, Phrases};
pub use saved::{Saved, file_name, saved, scope};

/// How a summary is shown.
pub struct Look<'a> {
    pub directory: &'a Directory,
    /// The zone of the header's "as of".
    pub zone: Zone,
    /// Who writes it, as the title bears it: a handle or a name.
    pub writer: Option<&'a str>,
    /// What was chosen, as the title names it.
    pub whose: &'a Whose,
    /// What stands under *In my words*, as [`kept_words`] returns it.
    pub kept_words: Option<&'a str>,
    /// Links that resolve from `weekly/`; without, each line ends in `path:line` for a terminal.
    pub links: bool,
    /// The language of what nobody wrote.
    pub phrases: &'static Phrases,
}

/// Returns the summary for a manager, ending in a line break.
fn manager(report: &WeekReport, look: &Look) -> String {
    let (page, phrases) = (page(look, report.end), look.phrases);
    let (titles, blocks) = (&phrases.headings, &phrases.blocks);
    let writer = Writer { report, page, phrases };
    let mut out = head(&report.head(), Reader::Manager, look, &page);
    out.push_str(&own_part(look));
    section(&mut out, titles.look_first, &writer.look_first(), &page);
    out.push_str(&format!("## {}\n\n{}\n", titles.follow_ups, sums(&report.sums, look)));
    if let Some(unbalanced) = &report.unbalanced {
        out.push_str(&format!("{}\n\n", (phrases.unbalanced)(unbalanced)));
    }
    let items = |items: &[Item]| on_all_cores(items, |item| page.item(item));
    block(&mut out, blocks.late, &items(&report.late), &page);
    let mut known = |title: &str, lines: Option<Vec<String>>| match lines {
        Some(lines) => block(&mut out, title, &lines, &page),
        None => out.push_str(&format!("**{title}**\n{}\n\n", phrases.needs_commits)),
    };
    let moved = report.moved.as_ref();
    known(blocks.moved, moved.map(|moved| moved.iter().map(|m| writer.moved(m)).collect()));
    known(blocks.waiting, Some(items(&report.waiting)));
    known(blocks.vanished, report.vanished.as_deref().map(items));
    let closed = report.closed.as_ref();
    known(blocks.closed, closed.map(|closed| closed.iter().map(|c| writer.closed(c)).collect()));
    meetings(&mut out, &writer);
    let mut list = |title: &str, lines: Vec<String>| section(&mut out, title, &lines, &page);
    for (title, lines) in [
        (titles.decisions, &report.decisions),
        (titles.value, &report.value),
        (titles.risks, &report.risks),
    ] {
        list(title, lines.iter().map(|line| page.typed(line)).collect());
    }
    list(titles.asks, report.asks.iter().map(|ask| page.ask(ask)).collect());
    list(titles.quiet, report.quiet.iter().map(|quiet| page.quiet(quiet)).collect());
    list(titles.next_week, writer.next_week());
    finished(out)
}

fn page<'a>(look: &Look<'a>, end: Date) -> Page<'a> {
    let ways = if look.links { Ways::Links { from: "weekly" } } else { Ways::Places };
    Page { directory: look.directory, year: end.year(), ways, phrases: look.phrases.page }
}

/// Returns the section that is the writer's.
fn own_part(look: &Look) -> String {
    let words = look.kept_words.unwrap_or(look.phrases.placeholder);
    format!("## {}\n{words}", look.phrases.headings.in_my_words)
}

/// Ends a text in one line break.
fn finished(mut out: String) -> String {
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn head(of: &Head, reader: Reader, look: &Look, page: &Page) -> String {
    let words = &look.phrases.head;
    let writer = look.writer.map(|name| page.person(name));
    let customer = look.whose.customer.as_deref().map(|slug| page.customer(Some(slug)));
    let owner = look.whose.owner.as_deref().map(|name| page.person(name));
    let chosen: Vec<String> = customer.into_iter().chain(owner).collect();
    let commit = match of.commit {
        Some(commit) => format!("{}{}", words.commit, commit.get(..7).unwrap_or(commit)),
        None => words.no_commit.to_string(),
    };
    let mut head = format!(
        "{}\n\n{}{}{}{commit}\n",
        (words.title)(of.week.number(), reader, writer.as_deref(), &chosen),
        (words.days)(of.start, of.end),
        words.as_of,
        instant(of, look),
    );
    if look.links {
        head.push_str(&saved::mark(of, &scope(reader, look.whose)));
    }
    head.push('\n');
    for remark in remarks(of, page, look.phrases) {
        head.push_str(&format!("{remark}\n\n"));
    }
    head
}

/// Returns `Fri 7 Aug 17:00 Lisbon`; the end of the week is its Sunday's `24:00`.
fn instant(of: &Head, look: &Look) -> String {
    let (as_of, over, zone) = (of.as_of, of.end.plus(1), look.zone);
    let (day, clock) = if as_of == Moment::start_of(over, zone) {
        (of.end, "24:00".to_string())
    } else {
        (as_of.date(zone), as_of.clock(zone))
    };
    let place = zone.city().unwrap_or_else(|| {
        let minutes = as_of.offset_minutes(zone);
        let sign = if minutes < 0 { '-' } else { '+' };
        format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
    });
    (look.phrases.head.instant)(day, of.end.year(), &clock, &place)
}

/// Returns what a reader has to know about how the summary came about, a paragraph each.
pub fn remarks(of: &Head, page: &Page, phrases: &Phrases) -> Vec<String> {
    let told = of.remarks.iter().map(|remark| (phrases.head.remark)(remark, of.end.year()));
    let mut remarks: Vec<String> = told.collect();
    if !of.uncommitted.is_empty() {
        let notes: Vec<String> = of.uncommitted.iter().map(|path| page.path(path)).collect();
        remarks.push((phrases.head.uncommitted)(&notes));
    }
    remarks
}

/// Returns the sums as a table; without links, for a terminal, as a list of words and numbers.
fn sums(sums: &Sums, look: &Look) -> String {
    let known =
        |number: usize| sums.known(number).map_or("–".to_string(), |number| number.to_string());
    let numbers = [
        known(sums.open_at_start),
        known(sums.new),
        known(sums.reopened),
        known(sums.closed),
        known(sums.dropped),
        known(sums.vanished),
        sums.open_at_end.to_string(),
        sums.late.to_string(),
        sums.waiting.to_string(),
        (look.phrases.kept)(sums.promises_kept, sums.promises_due),
    ];
    let names = look.phrases.sums;
    if !look.links {
        let cells = names.iter().zip(&numbers).map(|(name, number)| format!("{name} {number}"));
        return cells.collect::<Vec<_>>().join(" · ") + "\n";
    }
    let row = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
    let numbers = row(&numbers.each_ref().map(String::as_str));
    format!("{}|{}\n{numbers}", row(&names), "---:|".repeat(names.len()))
}

fn meetings(out: &mut String, writer: &Writer) {
    let (page, blocks) = (&writer.page, &writer.phrases.blocks);
    out.push_str(&format!("## {}\n\n", writer.phrases.headings.meetings));
    for (title, state) in [
        (blocks.written, State::Written),
        (blocks.not_written, State::NotWritten),
        (blocks.written_late, State::WrittenLate),
        (blocks.planned, State::Planned),
    ] {
        let of_state = writer.report.meetings.iter().filter(|meeting| meeting.state == state);
        let lines: Vec<String> = of_state.map(|meeting| page.meeting(meeting)).collect();
        if state != State::Planned || !lines.is_empty() {
            block(out, title, &lines, page);
        }
    }
}

fn section(out: &mut String, title: &str, lines: &[String], page: &Page) {
    out.push_str(&format!("## {title}\n\n{}\n", list(lines, page)));
}

fn block(out: &mut String, title: &str, lines: &[String], page: &Page) {
    out.push_str(&format!("**{title}**\n{}\n", list(lines, page)));
}

fn list(lines: &[String], page: &Page) -> String {
    if lines.is_empty() {
        return format!("{}\n", page.phrases.none);
    }
    lines.iter().map(|line| format!("- {line}\n")).collect()
}
