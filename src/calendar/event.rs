//! One `VEVENT`, as plain values.

use std::rc::Rc;

use calcard::icalendar::{
    ICalendarComponent, ICalendarEntry, ICalendarParameterName, ICalendarParameterValue,
    ICalendarParticipationStatus, ICalendarProperty, ICalendarRecurrenceRule, ICalendarStatus,
    ICalendarUserTypes, ICalendarValue,
};

use super::limits::{LONGEST_TEXT, MOST_ATTENDEES, MOST_OF_A_RULE};
use super::stamp::{Stamp, stamp, stamps};
use super::zones::{Zones, parsed};
use super::{Answer, Days, Details, Invitee};
use crate::date::Wall;

/// An event of a file: one meeting, a series, or the exception to one.
#[derive(Debug)]
pub struct Event {
    pub uid: String,
    pub sequence: i64,
    pub start: Stamp,
    /// Seconds, or of days seconds on the wall.
    pub length: i64,
    pub rule: Option<Rule>,
    pub more: Vec<Stamp>,
    pub except: Vec<Stamp>,
    /// The occurrence of the series in whose place this one is.
    pub replaces: Option<Stamp>,
    /// All later ones of the series are moved alike.
    pub and_later: bool,
    pub is_cancelled: bool,
    pub details: Rc<Details>,
    /// What was not read of it, or not as it may be meant.
    pub problems: Vec<String>,
}

/// A recurrence rule and its end, on the wall of the event's start.
#[derive(Debug)]
pub struct Rule {
    pub rule: Box<ICalendarRecurrenceRule>,
    pub until: Option<Wall>,
}

/// Addresses of rooms and of calendars themselves, of which nobody comes to a meeting.
const NO_PEOPLE: [&str; 2] = ["@resource.calendar.google.com", "@group.calendar.google.com"];

impl Event {
    /// Reads the text of an event. What is odd about it is told in its `problems`.
    ///
    /// # Errors
    /// A start that is missing or does not exist: without it, there is no meeting.
    pub fn read(text: &str, file: &str, zones: &mut Zones) -> Result<Event, String> {
        let calendar = parsed(text).ok_or("an event cannot be read")?;
        let event = calendar.components.first().ok_or("an event cannot be read")?;
        let value = |property: ICalendarProperty| text_of(event, &property);
        let uid: String = value(ICalendarProperty::Uid).chars().take(LONGEST_TEXT).collect();
        let title = value(ICalendarProperty::Summary);
        let called = called(&uid, &title);
        zones.said.clear(); // of an event that could not be read
        let mut own = Vec::new();
        let mut start = one(event, &ICalendarProperty::Dtstart, zones);
        let replaces = one(event, &ICalendarProperty::RecurrenceId, zones);
        if start.is_none() && !event.has_property(&ICalendarProperty::Dtstart) {
            start.clone_from(&replaces);
        }
        let mut start = start.ok_or_else(|| format!("{called} has no start that exists"))?;
        let end = one(event, &ICalendarProperty::Dtend, zones);
        let is_all_day = ["X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT"];
        let is_all_day = is_all_day.iter().any(|name| {
            let flag = text_of(event, &ICalendarProperty::Other((*name).to_string()));
            flag.eq_ignore_ascii_case("true")
        });
        let length = length(event, &start, end.as_ref());
        if is_all_day && start.wall.time() == (0, 0, 0) {
            start.clock = None;
        }
        let rule = match odd_number(text) {
            Some(what) => {
                own.push(format!("{what}: its first occurrence alone is read"));
                None
            }
            None => rule(event, &start, zones, &mut own),
        };
        if text.to_ascii_uppercase().contains("\r\nEXRULE") {
            own.push("its EXRULE is not read".to_string());
        }
        let mut list = |property: ICalendarProperty| -> Vec<Stamp> {
            let all = event.properties(&property);
            let all: Vec<_> = all.flat_map(|one| stamps(one, zones)).collect();
            all.into_iter().flatten().take(MOST_OF_A_RULE).collect()
        };
        let (more, except) = (list(ICalendarProperty::Rdate), list(ICalendarProperty::Exdate));
        let own = own.into_iter().map(|what| format!("{called}: {what}"));
        let problems = zones.said.drain(..).chain(own).collect();
        let sequence = event.property(&ICalendarProperty::Sequence);
        let sequence = sequence.and_then(|entry| entry.values.first()?.as_integer());
        let range = event.property(&ICalendarProperty::RecurrenceId);
        let range = range.and_then(|entry| entry.parameter(&ICalendarParameterName::Range));
        let attendees = event.properties(&ICalendarProperty::Attendee).filter_map(invitee);
        let details = Details {
            title,
            place: value(ICalendarProperty::Location),
            organizer: event.property(&ICalendarProperty::Organizer).and_then(invitee),
            attendees: attendees.take(MOST_ATTENDEES).collect(),
            file: file.to_string(),
        };
        Ok(Event {
            sequence: sequence.unwrap_or(0),
            length,
            rule,
            more,
            except,
            and_later: replaces.is_some() && range.is_some(),
            replaces,
            is_cancelled: event.status() == Some(&ICalendarStatus::Cancelled),
            details: Rc::new(details),
            problems,
            start,
            uid,
        })
    }
}

impl Event {
    /// Returns whether it can say something of these days: a series that ended before cannot.
    pub fn may_be_in(&self, days: Days) -> bool {
        if self.replaces.is_some() || !self.more.is_empty() {
            return true;
        }
        match &self.rule {
            None => days.hold(self.start.when()),
            Some(rule) => {
                let is_over = |until: Wall| until.max(self.start.wall) < days.start();
                self.start.wall <= days.end() && !rule.until.is_some_and(is_over)
            }
        }
    }
}

/// Returns how a problem calls an event.
pub fn called(uid: &str, title: &str) -> String {
    match [uid, title].into_iter().find(|name| !name.is_empty()) {
        Some(name) => format!("the event `{name}`"),
        None => "an event without a name".to_string(),
    }
}

/// Returns the first day or time of a property.
fn one(
    event: &ICalendarComponent,
    property: &ICalendarProperty,
    zones: &mut Zones,
) -> Option<Stamp> {
    stamps(event.property(property)?, zones).into_iter().next().flatten()
}

/// Returns the seconds from start to end. An event without an end takes its day, or no time at all
/// (section 3.6.1).
fn length(event: &ICalendarComponent, start: &Stamp, end: Option<&Stamp>) -> i64 {
    const DAY: i64 = 86_400;
    let default = if start.clock.is_none() { DAY } else { 0 };
    if let Some(end) = end {
        let seconds = match (&start.clock, &end.clock) {
            (Some(from), Some(to)) => {
                to.moment(end.wall).seconds().saturating_sub(from.moment(start.wall).seconds())
            }
            _ => end.wall.seconds().saturating_sub(start.wall.seconds()),
        };
        return if seconds > 0 { seconds } else { default };
    }
    let duration = event.property(&ICalendarProperty::Duration);
    match duration.and_then(|entry| entry.values.first()) {
        Some(ICalendarValue::Duration(duration)) if duration.as_seconds() > 0 => {
            duration.as_seconds()
        }
        _ => default,
    }
}

fn rule(
    event: &ICalendarComponent,
    start: &Stamp,
    zones: &mut Zones,
    problems: &mut Vec<String>,
) -> Option<Rule> {
    let entry = event.property(&ICalendarProperty::Rrule)?;
    let Some(ICalendarValue::RecurrenceRule(rule)) = entry.values.first() else {
        problems.push("its rule is not understood: its first occurrence alone is read".to_string());
        return None;
    };
    let Some(date) = &rule.until else { return Some(Rule { rule: rule.clone(), until: None }) };
    let Some(until) = stamp(date, None, zones) else {
        problems
            .push("there is no day of its UNTIL: its first occurrence alone is read".to_string());
        return None;
    };
    let until = match (&until.clock, &start.clock) {
        // A day is all of it.
        (None, _) => until.wall.plus(86_399),
        // A time without a zone is on the event's own wall.
        (Some(_), Some(_)) if date.tz_hour.is_none() => until.wall,
        _ => until.on(start),
    };
    Some(Rule { rule: rule.clone(), until: Some(until) })
}

/// Returns what is wrong with the numbers of a rule that calcard would take for others.
fn odd_number(text: &str) -> Option<String> {
    let mut lines = text.lines().map(str::to_ascii_uppercase);
    let line = lines.find(|line| line.starts_with("RRULE"))?;
    let parts = line.split([':', ';']).filter_map(|part| part.split_once('='));
    let most = |key: &str| match key {
        "INTERVAL" => Some(u64::from(u16::MAX)),
        "COUNT" => Some(u64::from(u32::MAX)),
        _ => None,
    };
    for (key, number) in parts {
        let Some(most) = most(key.trim()) else { continue };
        if !number.trim().parse().is_ok_and(|number: u64| (1..=most).contains(&number)) {
            let number: String = number.chars().take(20).collect();
            return Some(format!("its rule has {}={number}", key.trim()));
        }
    }
    None
}

/// Returns the text of a property on one line: control characters are spaces.
fn text_of(event: &ICalendarComponent, property: &ICalendarProperty) -> String {
    let entry = event.property(property);
    let text = entry.and_then(|entry| entry.values.first()?.as_text()).unwrap_or_default();
    line(text)
}

fn line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(LONGEST_TEXT).collect()
}

/// Returns who is invited; `None` of a room, and of a calendar's own address.
fn invitee(entry: &ICalendarEntry) -> Option<Invitee> {
    let parameter = |name: ICalendarParameterName| entry.parameter(&name);
    if let Some(ICalendarParameterValue::Cutype(kind)) = parameter(ICalendarParameterName::Cutype)
        && matches!(kind, ICalendarUserTypes::Room | ICalendarUserTypes::Resource)
    {
        return None;
    }
    let address = entry.calendar_address().unwrap_or_default();
    let mail = parameter(ICalendarParameterName::Email).and_then(|mail| mail.as_text());
    let mail = [Some(address), mail].into_iter().flatten().find(|mail| mail.contains('@'));
    let mail = line(mail.unwrap_or_default()).to_lowercase();
    let name = parameter(ICalendarParameterName::Cn).and_then(|name| name.as_text());
    let name = line(name.unwrap_or_default());
    if NO_PEOPLE.iter().any(|end| mail.ends_with(end)) || name.is_empty() && mail.is_empty() {
        return None;
    }
    let answer = match parameter(ICalendarParameterName::Partstat) {
        Some(ICalendarParameterValue::Partstat(ICalendarParticipationStatus::Declined)) => {
            Answer::Declined
        }
        Some(ICalendarParameterValue::Partstat(ICalendarParticipationStatus::Accepted)) => {
            Answer::Accepted
        }
        _ => Answer::Open,
    };
    // A name that is the address again is none.
    let name = if name.to_lowercase() == mail { String::new() } else { name };
    Some(Invitee { name, mail, answer })
}
