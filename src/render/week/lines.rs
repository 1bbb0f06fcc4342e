//! The lines that only a summary has: what to look at first, what was moved, how much was closed.

use super::phrases::Phrases;
use crate::cells::harmless;
use crate::render::page::Page;
use crate::report::week::{Closed, Concern, Matter, Move, WeekReport};

pub struct Writer<'a> {
    pub report: &'a WeekReport,
    pub page: Page<'a>,
    pub phrases: &'static Phrases,
}

impl Writer<'_> {
    pub fn look_first(&self) -> Vec<String> {
        let concerns = &self.report.look_first;
        let mut lines: Vec<String> = concerns.iter().map(|c| self.concern(c)).collect();
        if !concerns.iter().any(|concern| concern.matter == Matter::Asked) {
            lines.push(self.phrases.nothing_asked());
        }
        lines
    }

    fn concern(&self, concern: &Concern) -> String {
        let page = &self.page;
        let customer = page.customer(concern.customer.as_deref());
        let text = harmless(&concern.text);
        let who = page.people(&concern.owners);
        let date = page.or_no_date(concern.date);
        let with = |parts: [String; 2]| page.joined(parts.map(Some));
        let words = match concern.matter {
            Matter::Escalation => {
                let severity = concern.severity.as_deref().unwrap_or(self.phrases.no_severity);
                let text = page.title(&concern.text, concern.customer.as_deref());
                format!("{} — {}", with([customer, text]), with([harmless(severity), date]))
            }
            Matter::PromiseMoved => {
                let to = page.or_no_date(concern.to);
                format!("{text} — {} → {to}", page.joined([who, customer, date].map(Some)))
            }
            Matter::PromiseMissed => {
                format!("{text} — {}", page.joined([who, customer, date].map(Some)))
            }
            Matter::Risk | Matter::Asked => format!("{text} — {}", with([customer, date])),
            Matter::NotWritten => with([customer, (page.phrases.meeting)(&text, &date)]),
        };
        let place = page.place(&concern.note, concern.line, concern.has_note);
        format!("{} {words}{place}", self.phrases.label(concern.matter))
    }

    pub fn moved(&self, moved: &Move) -> String {
        let item = &moved.item;
        let from = format!("{} {}", (self.phrases.field)(moved.field), self.page.day(moved.from));
        format!(
            "{} — {} — {} → {}{}",
            self.page.customer(item.customer.as_deref()),
            harmless(&item.text),
            self.page.joined([Some(self.page.people(&item.owners)), Some(from)]),
            self.page.deadline(moved.to),
            self.page.place(&item.note, item.line, item.has_note)
        )
    }

    pub fn closed(&self, closed: &Closed) -> String {
        let customer = self.page.customer(closed.customer.as_deref());
        let count = (self.phrases.closed)(closed.count);
        let places = closed.notes.iter().map(|note| self.page.place(note, 1, true));
        format!("{customer} — {count}{}", places.collect::<String>())
    }

    /// Meetings first, then what is ours.
    pub fn next_week(&self) -> Vec<String> {
        let next = &self.report.next_week;
        let meetings = next.meetings.iter().map(|meeting| self.page.meeting(meeting));
        meetings.chain(next.follow_ups.iter().map(|item| self.page.item(item))).collect()
    }
}
