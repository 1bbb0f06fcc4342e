//! The summary for the company as Markdown.

use super::{Look, block, finished, head, own_part, page, section};
use crate::cells::harmless;
use crate::render::page::Page;
use crate::report::meetings::{Meeting, State};
use crate::report::week::{CompanyReport, Quoted, Reader};

use super::phrases::Phrases;

/// Returns the summary for the company, ending in a line break.
pub(super) fn company(report: &CompanyReport, look: &Look) -> String {
    let page = page(look, report.end);
    let titles = &look.phrases.headings;
    let mut out = head(&report.head(), Reader::Company, look, &page);
    out.push_str(&own_part(look));
    let mut list = |title: &str, lines: Vec<String>| section(&mut out, title, &lines, &page);
    list(titles.asks, report.asks.iter().map(|ask| page.ask(ask)).collect());
    list(titles.value, report.value.iter().map(|line| page.typed(line)).collect());
    let quotes = report.quotes.iter().map(|quote| quoted(quote, &page, look.phrases));
    list(titles.quotes, quotes.collect());
    for (title, lines) in [
        (titles.decisions, &report.decisions),
        (titles.risks, &report.risks),
        (titles.questions, &report.questions),
    ] {
        list(title, lines.iter().map(|line| page.typed(line)).collect());
    }
    meetings(&mut out, &report.meetings, &page, look.phrases);
    let mut list = |title: &str, lines: Vec<String>| section(&mut out, title, &lines, &page);
    list(titles.quiet, report.quiet.iter().map(|quiet| page.quiet(quiet)).collect());
    list(titles.next_week, report.next_week.iter().map(|one| page.meeting(one)).collect());
    finished(out)
}

/// `Minato — "It just works" — 佐藤 健, 4 Mar`
fn quoted(quote: &Quoted, page: &Page, phrases: &Phrases) -> String {
    let name = quote.name.as_deref().map(|name| (phrases.speaker)(&harmless(name)));
    let parts = [name, Some(page.or_no_date(quote.date))];
    format!(
        "{} — {} — {}{}",
        page.customer(quote.customer.as_deref()),
        (phrases.quoted)(&harmless(&quote.text)),
        page.joined(parts),
        page.place(&quote.note, quote.line, true)
    )
}

/// Written or not, however late; what is still to come today is in neither list.
fn meetings(out: &mut String, meetings: &[Meeting], page: &Page, phrases: &Phrases) {
    out.push_str(&format!("## {}\n\n", phrases.headings.meetings));
    for (title, states) in [
        (phrases.blocks.written, [State::Written, State::WrittenLate].as_slice()),
        (phrases.blocks.not_written, [State::NotWritten].as_slice()),
        (phrases.blocks.planned, [State::Planned].as_slice()),
    ] {
        let own = meetings.iter().filter(|meeting| states.contains(&meeting.state));
        let lines: Vec<String> = own.map(|meeting| page.meeting(meeting)).collect();
        if !states.contains(&State::Planned) || !lines.is_empty() {
            block(out, title, &lines, page);
        }
    }
}
