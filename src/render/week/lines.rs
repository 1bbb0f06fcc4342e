//! One line for each thing that a summary names, with the way to its note at the end.

use super::{Look, day};
use crate::cells::harmless;
use crate::date::Date;
use crate::report::week::{
    Ask, Closed, Concern, Item, Line, Matter, Meeting, Move, Quiet, WeekReport,
};
use crate::words::count;

pub struct Writer<'a> {
    pub report: &'a WeekReport,
    pub look: &'a Look<'a>,
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
        let customer = self.customer(concern.customer.as_deref());
        let text = harmless(&concern.text);
        let who = self.people(&concern.owners);
        let date = self.or_no_date(concern.date);
        let words = match concern.matter {
            Matter::Escalation => {
                let severity = harmless(concern.severity.as_deref().unwrap_or("no severity"));
                // Titles start with the customer's name, as the template makes them.
                let own = format!("{customer} — ");
                let text = text.strip_prefix(&own).unwrap_or(&text);
                format!("**Escalation:** {customer}, {text} — {severity}, {date}")
            }
            Matter::PromiseMoved => {
                let to = self.or_no_date(concern.to);
                format!("**Promise moved:** {text} — {who}, {customer}, {date} → {to}")
            }
            Matter::PromiseMissed => {
                format!("**Promise missed:** {text} — {who}, {customer}, {date}")
            }
            Matter::Risk => format!("**Risk (high):** {text} — {customer}, {date}"),
            Matter::NotWritten => format!("**Not written up:** {customer}, {text} of {date}"),
            Matter::Asked => format!("**Asked of you:** {text} — {customer}, {date}"),
        };
        words + &self.place(&concern.note, concern.line, concern.has_note)
    }

    /// `Vista Bank — send the access list — Ivo Pires, 31 Jul, 7 days`
    pub fn item(&self, item: &Item) -> String {
        let late = item.late_days.map(|days| format!(", {}", in_days(days)));
        format!(
            "{} — {} — {}, {}{}{}",
            self.customer(item.customer.as_deref()),
            harmless(&item.text),
            self.people(&item.owners),
            self.or_no_date(item.deadline()),
            late.unwrap_or_default(),
            self.place(&item.note, item.line, item.has_note)
        )
    }

    pub fn moved(&self, moved: &Move) -> String {
        let item = &moved.item;
        format!(
            "{} — {} — {}, {} {} → {}{}",
            self.customer(item.customer.as_deref()),
            harmless(&item.text),
            self.people(&item.owners),
            moved.field,
            self.day(moved.from),
            self.or_no_date(moved.to),
            self.place(&item.note, item.line, item.has_note)
        )
    }

    pub fn closed(&self, closed: &Closed) -> String {
        let customer = self.customer(closed.customer.as_deref());
        let places = closed.notes.iter().map(|note| self.place(note, 1, true));
        format!("{customer} — {}{}", closed.count, places.collect::<String>())
    }

    pub fn meeting(&self, meeting: &Meeting) -> String {
        let kind = harmless(meeting.kind.as_deref().unwrap_or(&meeting.title));
        let until = meeting.until.map(|until| format!(" – {}", self.day(until)));
        let written = meeting.written.map(|written| format!(", written {}", self.day(written)));
        format!(
            "{}, {kind} of {}{}{}{}",
            self.customer(meeting.customer.as_deref()),
            self.day(meeting.date),
            until.unwrap_or_default(),
            written.unwrap_or_default(),
            self.place(&meeting.note, 1, true)
        )
    }

    pub fn typed(&self, line: &Line) -> String {
        let qualifier = line.qualifier.as_deref().map(|word| format!("{}, ", harmless(word)));
        format!(
            "{} — {} — {}{}{}",
            self.customer(line.customer.as_deref()),
            harmless(&line.text),
            qualifier.unwrap_or_default(),
            self.or_no_date(line.date),
            self.place(&line.note, line.line, true)
        )
    }

    /// The words of the worst line, who asks, and the ways to all of its lines.
    pub fn ask(&self, ask: &Ask) -> String {
        let tag = if ask.topic.starts_with('#') { harmless(&ask.topic) } else { "no tag".into() };
        let is_worst = |line: &&Line| line.qualifier.as_deref() == ask.word;
        let shown = ask.lines.iter().find(is_worst).or(ask.lines.first());
        let text = shown.map(|line| harmless(&line.text)).unwrap_or_default();
        let text = text.strip_suffix(&format!(" {tag}")).unwrap_or(&text);
        let word = ask.word.map(|word| format!("{word}, ")).unwrap_or_default();
        let names = ask.customers.iter().map(|slug| self.customer(Some(slug)));
        let customers = match names.collect::<Vec<_>>().as_slice() {
            [] => self.customer(None),
            [one] => one.clone(),
            names => format!("{}: {}", count(names.len(), "customer"), names.join(", ")),
        };
        let places = ask.lines.iter().map(|line| self.place(&line.note, line.line, true));
        format!("**{tag}** — {text} — {word}{customers}{}", places.collect::<String>())
    }

    pub fn quiet(&self, quiet: &Quiet) -> String {
        let cadence = quiet.cadence.map(|cadence| format!(", every {}", in_days(cadence)));
        let (next, way) = match (quiet.next, &quiet.next_note) {
            (Some(date), Some(note)) => (self.day(date), self.place(note, 1, true)),
            _ => ("none".to_string(), String::new()),
        };
        format!(
            "{} — last met {}, {} ago{}; next: {next}{}{way}",
            self.customer(Some(&quiet.customer)),
            self.day(quiet.last),
            in_days(quiet.days),
            cadence.unwrap_or_default(),
            self.place(&quiet.note, 1, true)
        )
    }

    /// Meetings first, then what is ours.
    pub fn next_week(&self) -> Vec<String> {
        let next = &self.report.next_week;
        let meetings = next.meetings.iter().map(|meeting| self.meeting(meeting));
        meetings.chain(next.follow_ups.iter().map(|item| self.item(item))).collect()
    }

    fn customer(&self, slug: Option<&str>) -> String {
        let name = slug.map(|slug| self.look.directory.customer_name(slug));
        harmless(name.unwrap_or("no customer"))
    }

    fn people(&self, owners: &[String]) -> String {
        if owners.is_empty() {
            return "no owner".to_string();
        }
        owners.iter().map(|owner| self.person(owner)).collect::<Vec<_>>().join(", ")
    }

    /// Returns the full name of one of ours; others are named as they are.
    pub fn person(&self, name: &str) -> String {
        let mut team = self.look.directory.team.iter();
        let member = team.find(|person| person.handle.as_deref() == Some(name));
        harmless(member.map_or(name, |person| &person.name))
    }

    fn day(&self, date: Date) -> String {
        day(self.report, date)
    }

    fn or_no_date(&self, date: Option<Date>) -> String {
        date.map_or_else(|| "no date".to_string(), |date| self.day(date))
    }

    /// Returns a path for a sentence.
    pub fn path(&self, path: &str) -> String {
        let shown = harmless(path);
        if self.look.links { format!("[{shown}]({})", link(path)) } else { shown }
    }

    /// Returns the end of a line: the way to its note, or, if that is gone, to its customer's card.
    fn place(&self, note: &str, line: usize, has_note: bool) -> String {
        match (has_note, self.look.links) {
            (false, _) => self.no_note(note),
            (true, true) => format!(" · [note]({})", link(note)),
            (true, false) => format!(" · {}:{line}", harmless(note)),
        }
    }

    fn no_note(&self, note: &str) -> String {
        let slug = note.strip_prefix("customers/").and_then(|rest| rest.split('/').next());
        let card = slug.filter(|slug| self.look.directory.cards.contains_key(*slug));
        let gone = format!(" · `{}` is gone", harmless(note));
        match card.filter(|_| self.look.links) {
            Some(slug) => {
                format!("{gone} · [card]({})", link(&format!("customers/{slug}/README.md")))
            }
            None => gone,
        }
    }
}

fn in_days(number: i64) -> String {
    count(number.unsigned_abs() as usize, "day")
}

/// Returns a link from `weekly/` to a path from the root, with what would end a link's target or mean
/// something in a URL or in Markdown encoded.
fn link(path: &str) -> String {
    let mut target = String::from("../");
    for c in path.chars() {
        if c.is_control() || " ()<>[]\"'`\\%#?*~|&".contains(c) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                target.push_str(&format!("%{byte:02X}"));
            }
        } else {
            target.push(c);
        }
    }
    target
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn links_end_where_they_should() {
        for (path, expected) in [
            ("customers/orbit/2026-08-03-sync.md", "../customers/orbit/2026-08-03-sync.md"),
            ("a (b).md", "../a%20%28b%29.md"),
            ("100%#1?.md", "../100%25%231%3F.md"),
            ("会議/x_y.md", "../会議/x_y.md"),
        ] {
            assert_eq!(link(path), expected);
        }
    }
}
