//! The entries of a brief: what each thing is found by, its words, and where it stands.

use super::{Entry, Mark, Place};
use crate::cells::{argument, harmless};
use crate::clock::Left;
use crate::follow_up::Kind;
use crate::people::Side;
use crate::query::Row;
use crate::render::page::{Page, in_days};
use crate::render::terminal::{LATE, SOON, when};
use crate::report::brief::{Asking, Brief, Reader};
use crate::report::escalations::Escalation;
use crate::report::lines::Line;
use crate::report::meetings::{Meeting, State};
use crate::report::people_seen::Seen;
use crate::words::{count, fold};

pub(super) struct Writer<'a> {
    pub(super) brief: &'a Brief<'a>,
    pub(super) page: Page<'a>,
}

impl Writer<'_> {
    fn is_for_us(&self) -> bool {
        self.brief.reader == Reader::Us
    }

    /// `2 Mar, sync`
    pub(super) fn meeting(&self, meeting: &Meeting) -> String {
        let until = meeting.until.map(|until| format!(" – {}", self.page.day(until)));
        let kind = harmless(meeting.kind.as_deref().unwrap_or(&meeting.title));
        format!("{}{}, {kind}", self.page.day(meeting.date), until.unwrap_or_default())
    }

    /// `2 Mar, sync, written, 4 days ago`
    pub(super) fn last_met(&self, meeting: &Meeting) -> String {
        let written = if meeting.state == State::NotWritten { "not written" } else { "written" };
        let ago = self.brief.today.days_since(meeting.counted_on());
        let ago = match ago {
            ..0 => "still on".to_string(),
            0 => "today".to_string(),
            days => format!("{} ago", in_days(days)),
        };
        format!("{}, {written}, {ago}", self.meeting(meeting))
    }

    /// `10 Mar, review, in 3 days`
    pub(super) fn next_meeting(&self, meeting: &Meeting) -> String {
        let when = match meeting.date.days_since(self.brief.today) {
            ..0 => "still on".to_string(),
            0 => "today".to_string(),
            days => format!("in {}", in_days(days)),
        };
        format!("{}, {when}", self.meeting(meeting))
    }

    pub(super) fn not_written(&self, meeting: &Meeting) -> Entry {
        Entry {
            lead: "Not written".into(),
            text: self.meeting(meeting),
            places: vec![Place::Command(format!("fieldnote edit {}", argument(&meeting.note)))],
            style: LATE,
            mark: Mark::Late,
            ..Entry::default()
        }
    }

    pub(super) fn escalation(&self, one: &Escalation) -> Entry {
        let title = self.page.title(&one.title, one.customer.as_deref());
        let update = one.last_update.map(|day| format!("last update {}", self.page.day(day)));
        let criteria = match one.criteria {
            0 => "no exit criteria".to_string(),
            all => format!("exit criteria {} of {all}", one.criteria_met),
        };
        let state = one.state.as_deref().filter(|state| *state != "open").map(harmless);
        let is_alarm = one.update_owed && self.is_for_us();
        let owed = is_alarm.then(|| "update owed today".to_string());
        let parts = [state, update, owed, Some(criteria)].into_iter().flatten();
        Entry {
            // How severe we take it to be is ours to know.
            lead: match self.is_for_us() {
                true => harmless(one.severity.as_deref().unwrap_or("no severity")),
                false => self.page.or_no_date(one.date),
            },
            text: format!("{title} ({})", parts.collect::<Vec<_>>().join(", ")),
            places: vec![Place::Note(one.note.clone(), 1)],
            style: if is_alarm { LATE } else { Default::default() },
            mark: if is_alarm { Mark::Late } else { Mark::None },
            ..Entry::default()
        }
    }

    pub(super) fn follow_up(&self, row: &Row) -> Entry {
        let item = row.item;
        let is_today = item.deadline() == Some(row.today);
        let (mark, style) = match row.late_days {
            Some(_) => (Mark::Late, LATE),
            None if is_today => (Mark::None, SOON),
            None => (Mark::None, Default::default()),
        };
        let lead = match (item.deadline(), row.late_days) {
            (None, _) => "no date".to_string(),
            (Some(_), _) if self.is_for_us() => when(row, self.brief.today),
            // A note is read on other days too.
            (Some(day), Some(_)) => format!("{}, late", self.page.day(day)),
            (Some(day), None) => self.page.day(day),
        };
        let sign = item.priority.as_deref().map(|sign| format!("{} ", harmless(sign)));
        let text = self.marked(&item.text, item.internal);
        let promised = item.promised.filter(|day| Some(*day) != item.deadline());
        let promised = promised.map(|day| format!("promised {}", self.page.day(day)));
        let owners: Vec<String> = item.owners.iter().map(|owner| owner.name.clone()).collect();
        let partner = if item.side() == Some(Side::Partner) { " (partner)" } else { "" };
        let owners = Some(format!("{}{partner}", self.page.people(&owners)));
        let is_for_us = self.is_for_us();
        let no_box = (is_for_us && item.kind == Kind::Action).then(|| "no box".to_string());
        let there = row.left.as_ref().filter(|_| is_for_us).map(Left::there);
        Entry {
            id: harmless(row.short_id),
            lead,
            text: sign.unwrap_or_default() + &text,
            about: [owners, promised, there, no_box].into_iter().flatten().collect(),
            places: vec![Place::Note(row.note.path.clone(), item.line)],
            style,
            mark,
        }
    }

    /// Their own worst words, and who else asks.
    pub(super) fn ask(&self, ask: &Asking) -> Entry {
        let is_worst = |line: &&Line| line.qualifier.as_deref() == ask.word;
        let shown = ask.lines.iter().find(is_worst).or(ask.lines.first());
        let day = self.page.or_no_date(shown.and_then(|line| line.date));
        // How much it hurts them is for us to know.
        let (lead, day) = match self.is_for_us() {
            true => (ask.word.unwrap_or("ask").to_string(), Some(day)),
            false => (day, None),
        };
        let times = (ask.lines.len() > 1).then(|| format!("{} times", ask.lines.len()));
        let also = match (ask.also.len(), self.is_for_us()) {
            (0, _) => None,
            (_, true) => {
                let names = ask.also.iter().map(|slug| self.page.customer(Some(slug)));
                Some(format!("also {}", names.collect::<Vec<_>>().join(", ")))
            }
            (others, false) => Some(format!("{} too", count(others, "other customer"))),
        };
        Entry {
            lead,
            text: shown.map(|line| self.marked(&line.text, line.internal)).unwrap_or_default(),
            about: [day, times, also].into_iter().flatten().collect(),
            places: ask.lines.iter().map(|l| Place::Note(l.note.clone(), l.line)).collect(),
            ..Entry::default()
        }
    }

    pub(super) fn typed(&self, line: &Line) -> Entry {
        Entry {
            lead: self.page.or_no_date(line.date),
            text: self.marked(&line.text, line.internal),
            places: vec![Place::Note(line.note.clone(), line.line)],
            ..Entry::default()
        }
    }

    pub(super) fn risk(&self, risk: &Line) -> Entry {
        let (style, mark) = match risk.is_high() {
            true => (LATE, Mark::Late),
            false => (Default::default(), Mark::None),
        };
        let about = risk.qualifier.as_deref().map(harmless).into_iter().collect();
        Entry { about, style, mark, ..self.typed(risk) }
    }

    pub(super) fn seen(&self, seen: &Seen) -> Entry {
        let role = if self.is_for_us() { harmless(&seen.role) } else { shareable(&seen.role) };
        let met = match seen.last_seen {
            Some(day) => format!("last seen {}", self.page.day(day)),
            None => "never seen".to_string(),
        };
        let could_be: Vec<String> = seen.could_be.iter().map(|name| harmless(name)).collect();
        let unknown = match could_be.as_slice() {
            _ if seen.on_card || !self.is_for_us() => None,
            [] => Some("not on the card".to_string()),
            names => Some(format!("can be {}", names.join(" or "))),
        };
        let parts = [Some(role).filter(|role| !role.is_empty()), Some(met), unknown];
        let is_addable = self.is_for_us() && !seen.on_card && could_be.is_empty();
        let has_card = self.page.directory.cards.contains_key(&self.brief.customer);
        let command = (is_addable && has_card).then(|| self.person_add(seen));
        Entry {
            lead: harmless(&seen.name),
            text: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            about: seen.mail.as_deref().map(harmless).into_iter().collect(),
            places: command.into_iter().map(Place::Command).collect(),
            ..Entry::default()
        }
    }

    fn person_add(&self, seen: &Seen) -> String {
        let partner = if seen.side == Some(Side::Partner) { " --partner" } else { "" };
        let (slug, name) = (argument(&self.brief.customer), argument(&seen.name));
        format!("fieldnote person add {slug} {name}{partner}")
    }

    fn marked(&self, text: &str, internal: bool) -> String {
        let mark = if internal { " (internal)" } else { "" };
        format!("{}{mark}", harmless(text))
    }
}

/// Returns a role without the word by which we know who speaks for us there.
fn shareable(role: &str) -> String {
    let words = role.split([',', ';', '、']).map(str::trim);
    let words: Vec<&str> = words.filter(|word| fold(word) != "champion").collect();
    harmless(&words.join(", "))
}
