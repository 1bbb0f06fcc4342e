//! The lines that only a summary has: what to look at first, what was moved, how much was closed.

use crate::cells::harmless;
use crate::render::page::Page;
use crate::report::week::{Closed, Concern, Matter, Move, WeekReport};

pub struct Writer<'a> {
    pub report: &'a WeekReport,
    pub page: Page<'a>,
}

impl Writer<'_> {
    pub fn look_first(&self) -> Vec<String> {
        let concerns = &self.report.look_first;
        let mut lines: Vec<String> = concerns.iter().map(|c| self.concern(c)).collect();
        if !concerns.iter().any(|concern| concern.matter == Matter::Asked) {
            lines.push("**Asked of you:** none".to_string());
        }
        lines
    }

    fn concern(&self, concern: &Concern) -> String {
        let customer = self.page.customer(concern.customer.as_deref());
        let text = harmless(&concern.text);
        let who = self.page.people(&concern.owners);
        let date = self.page.or_no_date(concern.date);
        let words = match concern.matter {
            Matter::Escalation => {
                let severity = harmless(concern.severity.as_deref().unwrap_or("no severity"));
                let text = self.page.title(&concern.text, concern.customer.as_deref());
                format!("**Escalation:** {customer}, {text} — {severity}, {date}")
            }
            Matter::PromiseMoved => {
                let to = self.page.or_no_date(concern.to);
                format!("**Promise moved:** {text} — {who}, {customer}, {date} → {to}")
            }
            Matter::PromiseMissed => {
                format!("**Promise missed:** {text} — {who}, {customer}, {date}")
            }
            Matter::Risk => format!("**Risk (high):** {text} — {customer}, {date}"),
            Matter::NotWritten => format!("**Not written up:** {customer}, {text} of {date}"),
            Matter::Asked => format!("**Asked of you:** {text} — {customer}, {date}"),
        };
        words + &self.page.place(&concern.note, concern.line, concern.has_note)
    }

    pub fn moved(&self, moved: &Move) -> String {
        let item = &moved.item;
        format!(
            "{} — {} — {}, {} {} → {}{}",
            self.page.customer(item.customer.as_deref()),
            harmless(&item.text),
            self.page.people(&item.owners),
            moved.field,
            self.page.day(moved.from),
            self.page.or_no_date(moved.to),
            self.page.place(&item.note, item.line, item.has_note)
        )
    }

    pub fn closed(&self, closed: &Closed) -> String {
        let customer = self.page.customer(closed.customer.as_deref());
        let places = closed.notes.iter().map(|note| self.page.place(note, 1, true));
        format!("{customer} — {}{}", closed.count, places.collect::<String>())
    }

    /// Meetings first, then what is ours.
    pub fn next_week(&self) -> Vec<String> {
        let next = &self.report.next_week;
        let meetings = next.meetings.iter().map(|meeting| self.page.meeting(meeting));
        meetings.chain(next.follow_ups.iter().map(|item| self.page.item(item))).collect()
    }
}
