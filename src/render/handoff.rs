//! A handoff as Markdown: for a file or a mail, or the same text for a terminal.
//!
//! Nobody's words are changed: note text stands as typed, except for what would break its line.

use crate::cells::{argument, harmless};
use crate::clock::Clock;
use crate::date::Zone;
use crate::people::Side;
use crate::render::page::{ENGLISH, Page, Ways, in_days};
use crate::report::escalations::Escalation;
use crate::report::handoff::{Customer, Handoff, Missing, What};
use crate::report::item::Item;
use crate::report::meetings::{Meeting, State};
use crate::report::people_seen::Seen;

/// Returns the handoff, ending in a line break.
pub fn markdown(handoff: &Handoff, clock: &Clock, ways: Ways) -> String {
    let page =
        Page { directory: clock.directory, year: handoff.date.year(), ways, phrases: &ENGLISH };
    let writer = Writer { handoff, clock, page };
    let until = page.day(handoff.until);
    let items = |items: &[Item]| items.iter().map(|item| writer.item(item)).collect::<Vec<_>>();
    let mut out = format!(
        "# {} hands over to {}\n\nuntil {} {} · as of {} · before each meeting: `fieldnote brief CUSTOMER`\n\n",
        page.person(&handoff.owner),
        page.person(&handoff.to),
        handoff.until.weekday_short(),
        handoff.until.long(),
        writer.time(clock.zone)
    );
    section(&mut out, &format!("Promised until {until}"), &items(&handoff.promised));
    section(&mut out, "Promised later", &items(&handoff.promised_later));
    let meetings = handoff.meetings.iter().map(|meeting| page.meeting(meeting));
    section(&mut out, &format!("Meetings until {until}"), &meetings.collect::<Vec<_>>());
    let escalations = handoff.escalations.iter().map(|one| writer.escalation(one));
    section(&mut out, "Escalations", &escalations.collect::<Vec<_>>());
    for customer in &handoff.customers {
        writer.customer(&mut out, customer);
    }
    if !handoff.follow_ups.is_empty() {
        section(&mut out, "Without a customer", &items(&handoff.follow_ups));
    }
    let missing = handoff.missing.iter().map(|one| writer.missing(one));
    section(&mut out, "Not written down", &missing.collect::<Vec<_>>());
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn section(out: &mut String, title: &str, lines: &[String]) {
    out.push_str(&format!("## {title}\n\n{}\n", list(lines)));
}

fn block(out: &mut String, title: &str, lines: &[String]) {
    out.push_str(&format!("**{title}**\n{}\n", list(lines)));
}

fn list(lines: &[String]) -> String {
    match lines {
        [] => "none\n".to_string(),
        lines => lines.iter().map(|line| format!("- {line}\n")).collect(),
    }
}

struct Writer<'a> {
    handoff: &'a Handoff,
    clock: &'a Clock<'a>,
    page: Page<'a>,
}

impl Writer<'_> {
    /// `Fri 6 Mar 17:00 Lisbon`
    fn time(&self, zone: Zone) -> String {
        let (day, time) = (self.clock.now.date(zone), self.clock.now.clock(zone));
        let city = zone.city().map(|city| format!(" {city}"));
        format!("{} {} {time}{}", day.weekday_short(), day.short(), city.unwrap_or_default())
    }

    /// `3 days late — ship the patched build — Vista Bank, 3 Mar`
    fn item(&self, item: &Item) -> String {
        let late = item.late_days.map(|days| format!("{} late — ", in_days(days)));
        let customer = item.customer.as_deref().map(|slug| self.page.customer(Some(slug)));
        let promised = item.promised.filter(|day| Some(*day) != item.deadline());
        let promised = promised.map(|day| format!("promised {}", self.page.day(day)));
        let others: Vec<String> =
            item.owners.iter().filter(|name| **name != self.handoff.owner).cloned().collect();
        let with = (!others.is_empty()).then(|| format!("with {}", self.page.people(&others)));
        let day = Some(self.page.or_no_date(item.deadline()));
        let about: Vec<String> = [customer, day, promised, with].into_iter().flatten().collect();
        format!(
            "{}{}{} — {}{}",
            late.unwrap_or_default(),
            harmless(&item.text),
            if item.internal { " (internal)" } else { "" },
            about.join(", "),
            self.page.place(&item.note, item.line, item.has_note)
        )
    }

    fn escalation(&self, one: &Escalation) -> String {
        let customer = self.page.customer(one.customer.as_deref());
        let title = self.page.title(&one.title, one.customer.as_deref());
        let severity = harmless(one.severity.as_deref().unwrap_or("no severity"));
        let update = one.last_update.map(|day| format!("last update {}", self.page.day(day)));
        let owed = one.update_owed.then(|| "update owed today".to_string());
        let criteria = match one.criteria {
            0 => "no exit criteria".to_string(),
            all => format!("exit criteria {} of {all}", one.criteria_met),
        };
        let parts = [Some(severity), update, owed, Some(criteria)].into_iter().flatten();
        let parts = parts.collect::<Vec<_>>().join(", ");
        format!("{customer}, {title} — {parts}{}", self.page.place(&one.note, 1, true))
    }

    fn customer(&self, out: &mut String, customer: &Customer) {
        let name = harmless(&customer.name);
        out.push_str(&format!("## {name}\n\n{}\n\n", self.about(customer)));
        let open: Vec<String> = customer
            .follow_ups
            .iter()
            .map(|item| self.item(&Item { customer: None, ..item.clone() }))
            .collect();
        block(out, "Also open", &open);
        let notes = customer.last_meetings.iter().map(|meeting| self.met(meeting));
        block(out, "Last met", &notes.collect::<Vec<_>>());
        let people = customer.people.iter().map(|one| self.seen(one));
        block(out, "People", &people.collect::<Vec<_>>());
    }

    /// The card, the clock there, the cadence, who looks after them, what they owe, and what comes next.
    fn about(&self, customer: &Customer) -> String {
        let slug = argument(&customer.customer);
        let zone = self.clock.directory.zone(Some(&customer.customer));
        let owner = customer
            .owner
            .as_deref()
            .map(|owner| format!("{} looks after them", self.page.person(owner)));
        let next = match &customer.next_meeting {
            Some(next) => format!("next meeting {}", self.page.day(next.date)),
            None => "no meeting planned".to_string(),
        };
        let they_owe = format!("they owe {}: `fieldnote waiting {slug}`", customer.they_owe);
        let parts = [
            Some(customer.card.as_deref().map_or("no card".into(), |card| self.page.card(card))),
            zone.map(|zone| self.time(zone)),
            customer.cadence.map(|days| format!("every {}", in_days(days))),
            owner,
            Some(next),
            (customer.they_owe > 0).then_some(they_owe),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// `3 Mar, sync, not written`
    fn met(&self, meeting: &Meeting) -> String {
        let kind = harmless(meeting.kind.as_deref().unwrap_or(&meeting.title));
        let until = meeting.until.map(|until| format!(" – {}", self.page.day(until)));
        let written = if meeting.state == State::NotWritten { ", not written" } else { "" };
        format!(
            "{}{}, {kind}{written}{}",
            self.page.day(meeting.date),
            until.unwrap_or_default(),
            self.page.place(&meeting.note, 1, true)
        )
    }

    /// `佐藤 健 — infrastructure lead, champion — last seen 2 Mar — ken@minato.example`
    fn seen(&self, seen: &Seen) -> String {
        let could_be: Vec<String> = seen.could_be.iter().map(|name| harmless(name)).collect();
        let side = match (seen.on_card, seen.side, could_be.as_slice()) {
            (true, ..) => harmless(&seen.role),
            (false, _, [_, ..]) => format!("can be {}", could_be.join(" or ")),
            (false, Some(Side::Partner), _) => "partner, not on the card".to_string(),
            (false, ..) => "not on the card".to_string(),
        };
        let met = match seen.last_seen {
            Some(day) => format!("last seen {}", self.page.day(day)),
            None => "never seen".to_string(),
        };
        let mail = seen.mail.as_deref().map(harmless).unwrap_or_default();
        let parts = [harmless(&seen.name), side, met, mail];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" — ")
    }

    /// `Vista Bank: what was said in the sync of 3 Mar — `fieldnote edit …``
    fn missing(&self, missing: &Missing) -> String {
        let customer = self.page.customer(missing.customer.as_deref());
        let text = missing.text.as_deref().unwrap_or_default();
        let text = self.page.title(text, missing.customer.as_deref());
        let what = match missing.what {
            What::Card => "a card".to_string(),
            What::People => "their people, on the card".to_string(),
            What::Timezone => "their time zone, on the card".to_string(),
            What::Cadence => "how often you meet, on the card".to_string(),
            What::CustomerOwner => "who looks after them, on the card".to_string(),
            What::NextMeeting => "the next meeting".to_string(),
            What::WriteUp => {
                format!("what was said, {text} of {}", self.page.or_no_date(missing.date))
            }
            What::Update => format!("today's update, {text}"),
            What::ExitCriteria => format!("when it is over, {text}"),
            What::Date => format!("by when, \"{text}\""),
            What::Owner => format!("whose it is, \"{text}\""),
        };
        let fix = harmless(&missing.fix);
        let fix = if fix.contains('`') { fix } else { format!("`{fix}`") };
        format!("{customer}: {what} — {fix}")
    }
}
