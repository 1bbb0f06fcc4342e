//! The summary for the company as Markdown.

use super::{
    ASKS, DECISIONS, IN_MY_WORDS, Look, MEETINGS, NEXT_WEEK, NO_WORDS, QUESTIONS, QUIET, QUOTES,
    RISKS, VALUE, block, finished, head, page, section,
};
use crate::cells::harmless;
use crate::render::page::Page;
use crate::report::meetings::{Meeting, State};
use crate::report::week::{CompanyReport, Quoted, Reader};

/// Returns the summary for the company, ending in a line break.
pub fn company(report: &CompanyReport, look: &Look) -> String {
    let page = page(look, report.end);
    let mut out = head(&report.head(), Reader::Company, look, &page);
    out.push_str(&format!("## {IN_MY_WORDS}\n{}", look.kept_words.unwrap_or(NO_WORDS)));
    section(&mut out, ASKS, &report.asks.iter().map(|ask| page.ask(ask)).collect::<Vec<_>>());
    section(&mut out, VALUE, &report.value.iter().map(|l| page.typed(l)).collect::<Vec<_>>());
    let quotes: Vec<String> = report.quotes.iter().map(|quote| quoted(quote, &page)).collect();
    section(&mut out, QUOTES, &quotes);
    for (title, lines) in
        [(DECISIONS, &report.decisions), (RISKS, &report.risks), (QUESTIONS, &report.questions)]
    {
        section(&mut out, title, &lines.iter().map(|l| page.typed(l)).collect::<Vec<_>>());
    }
    meetings(&mut out, &report.meetings, &page);
    section(&mut out, QUIET, &report.quiet.iter().map(|q| page.quiet(q)).collect::<Vec<_>>());
    let next: Vec<String> = report.next_week.iter().map(|one| page.meeting(one)).collect();
    section(&mut out, NEXT_WEEK, &next);
    finished(out)
}

/// `Minato — "It just works" — 佐藤 健, 4 Mar`
fn quoted(quote: &Quoted, page: &Page) -> String {
    let name = quote.name.as_deref().map(|name| format!("{}, ", harmless(name)));
    format!(
        "{} — \"{}\" — {}{}{}",
        page.customer(quote.customer.as_deref()),
        harmless(&quote.text),
        name.unwrap_or_default(),
        page.or_no_date(quote.date),
        page.place(&quote.note, quote.line, true)
    )
}

/// Written or not, however late; what is still to come today is in neither list.
fn meetings(out: &mut String, meetings: &[Meeting], page: &Page) {
    out.push_str(&format!("## {MEETINGS}\n\n"));
    for (title, states) in [
        ("Written", [State::Written, State::WrittenLate].as_slice()),
        ("Not written", [State::NotWritten].as_slice()),
        ("Planned", [State::Planned].as_slice()),
    ] {
        let own = meetings.iter().filter(|meeting| states.contains(&meeting.state));
        let lines: Vec<String> = own.map(|meeting| page.meeting(meeting)).collect();
        if title != "Planned" || !lines.is_empty() {
            block(out, title, &lines);
        }
    }
}
