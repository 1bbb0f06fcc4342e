//! Entries in, the text of an `.ics` file out (RFC 5545).

use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarParameter,
    ICalendarParameterValue, ICalendarParticipationRole, ICalendarProperty, ICalendarStatus,
    ICalendarTransparency, ICalendarValue, ICalendarValueType, Uri,
};

use super::When;
use crate::date::{Date, Moment, Zone};

/// How the names of entries end that tell of follow-ups: read again, they are no meetings.
pub const OWN: &str = "@followups.fieldnote.invalid";

/// What a calendar program is to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The same each time that it is written: a program that has it already changes it.
    pub uid: String,
    pub form: Form,
    pub title: String,
    pub description: String,
    pub place: String,
    /// Names and addresses.
    pub invited: Vec<(String, String)>,
    pub organizer: Option<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// From its start to behind its last second or day. Only one at a time of day takes time of its own.
    Event(When, When),
    /// The day by which it is due, and what became of it.
    Task(Date, Progress),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Open,
    /// On this day, if that is known.
    Done(Option<Date>),
    Dropped,
}

/// Returns the text of a file with these entries, as of now.
pub fn written(entries: &[Entry], now: Moment) -> String {
    let mut calendar = ICalendarComponent::new(ICalendarComponentType::VCalendar);
    calendar.add_property(ICalendarProperty::Version, "2.0".to_string());
    calendar.add_property(ICalendarProperty::Prodid, "-//fieldnote//EN".to_string());
    calendar.component_ids = (1..).take(entries.len()).collect();
    let entries = entries.iter().map(|entry| component(entry, now));
    ICalendar { components: [calendar].into_iter().chain(entries).collect() }.to_string()
}

/// Returns the texts of a file, decoded: what its entries say, names and addresses. `None` if it is no calendar.
pub fn texts(file: &str) -> Option<Vec<String>> {
    let calendar = ICalendar::parse(file).ok()?;
    let mut texts = Vec::new();
    for entry in calendar.components.iter().flat_map(|component| &component.entries) {
        for parameter in &entry.params {
            if let ICalendarParameterValue::Text(text) = &parameter.value {
                texts.push(text.clone());
            }
        }
        for value in &entry.values {
            match value {
                ICalendarValue::Text(text) | ICalendarValue::Uri(Uri::Location(text)) => {
                    texts.push(text.clone());
                }
                _ => {}
            }
        }
    }
    Some(texts)
}

fn component(entry: &Entry, now: Moment) -> ICalendarComponent {
    use ICalendarProperty as Property;
    let kind = match entry.form {
        Form::Event(..) => ICalendarComponentType::VEvent,
        Form::Task(..) => ICalendarComponentType::VTodo,
    };
    let mut made = ICalendarComponent::new(kind);
    made.add_uid(&entry.uid);
    made.add_dtstamp(time(now));
    match entry.form {
        Form::Event(start, end) => {
            made.entries.push(when(Property::Dtstart, start));
            made.entries.push(when(Property::Dtend, end));
            let is_busy = matches!(start, When::At(_));
            let busy = ICalendarTransparency::Opaque;
            let transparency = if is_busy { busy } else { ICalendarTransparency::Transparent };
            made.add_property(Property::Transp, transparency);
        }
        Form::Task(due, progress) => {
            made.entries.push(when(Property::Due, When::On(due)));
            let status = match progress {
                Progress::Open => ICalendarStatus::NeedsAction,
                Progress::Done(_) => ICalendarStatus::Completed,
                Progress::Dropped => ICalendarStatus::Cancelled,
            };
            made.add_property(Property::Status, status);
            if let Progress::Done(Some(day)) = progress {
                made.add_property(Property::Completed, time(Moment::start_of(day, Zone::UTC)));
            }
        }
    }
    for (property, text) in [
        (Property::Summary, &entry.title),
        (Property::Description, &entry.description),
        (Property::Location, &entry.place),
    ] {
        if !text.is_empty() {
            made.add_property(property, text.clone());
        }
    }
    if let Some(organizer) = &entry.organizer {
        made.entries.push(person(Property::Organizer, organizer));
    }
    for invited in &entry.invited {
        let role = ICalendarParameter::role(ICalendarParticipationRole::ReqParticipant);
        let rsvp = ICalendarParameter::rsvp(true);
        let one = person(Property::Attendee, invited).with_param(role).with_param(rsvp);
        made.entries.push(one);
    }
    made
}

fn person(property: ICalendarProperty, (name, mail): &(String, String)) -> ICalendarEntry {
    let address = ICalendarValue::Uri(Uri::Location(format!("mailto:{mail}")));
    ICalendarEntry::new(property)
        .with_param(ICalendarParameter::cn(name.clone()))
        .with_value(address)
}

fn when(property: ICalendarProperty, when: When) -> ICalendarEntry {
    let entry = ICalendarEntry::new(property);
    match when {
        When::At(moment) => entry.with_value(time(moment)),
        When::On(date) => {
            let kind = ICalendarParameter::value(ICalendarValueType::Date);
            entry.with_param(kind).with_value(day(date))
        }
    }
}

fn day(date: Date) -> PartialDateTime {
    PartialDateTime {
        year: u16::try_from(date.year()).ok(),
        month: u8::try_from(date.month()).ok(),
        day: u8::try_from(date.day()).ok(),
        ..PartialDateTime::default()
    }
}

/// Returns an instant, in UTC: no program needs a zone to read it.
fn time(moment: Moment) -> PartialDateTime {
    let (hour, minute, second) = moment.wall(Zone::UTC).time();
    PartialDateTime {
        hour: Some(hour),
        minute: Some(minute),
        second: Some(second),
        tz_hour: Some(0),
        tz_minute: Some(0),
        ..day(moment.date(Zone::UTC))
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Form, Progress, written};
    use crate::calendar::{Days, Reader, When};
    use crate::date::{Date, Moment, Zone};

    fn entry(form: Form) -> Entry {
        Entry {
            uid: "k7q2@x.example".to_string(),
            form,
            title: "見積もり; \"a\", b\\c\nBEGIN:VEVENT".to_string(),
            description: "一行目\n二行目 ".repeat(20),
            place: "Room 1, 3rd floor".to_string(),
            invited: vec![("佐藤, \"健\"".to_string(), "ken@minato.example".to_string())],
            organizer: Some(("Dana: Reyes".to_string(), "dana@us.example".to_string())),
        }
    }

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let start = When::At(at("2026-03-09T01:00:00Z"));
        let end = When::At(at("2026-03-09T02:30:00Z"));
        let days = Days { first: start.date(Zone::UTC), last: start.date(Zone::UTC).plus(1) };
        let on = |day: u32| When::On(Date::new(2026, 3, day).unwrap());
        for (start, end) in [(start, end), (on(9), on(10))] {
            let text = written(&[entry(Form::Event(start, end))], at("2026-03-06T09:00:00Z"));
            for line in text.strip_suffix("\r\n").unwrap().split("\r\n") {
                assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
            }
            let mut reader = Reader::new(days, Zone::UTC);
            reader.read("x.ics", text.as_bytes());
            let read = reader.finish();
            assert_eq!(read.problems, []);
            let [one] = read.occurrences.as_slice() else { panic!("{text}") };
            assert_eq!((one.uid.as_str(), one.start, one.end), ("k7q2@x.example", start, end));
            assert_eq!(one.details.title, "見積もり; \"a\", b\\c BEGIN:VEVENT");
            assert_eq!(one.details.place, "Room 1, 3rd floor");
            assert_eq!(one.details.attendees[0].mail, "ken@minato.example");
            let texts = super::texts(&text).unwrap();
            for own in [
                &one.details.title,
                &one.details.place,
                &entry(Form::Event(start, end)).description,
            ] {
                assert!(
                    texts.iter().any(|text| text.replace('\n', " ") == own.replace('\n', " ")),
                    "{texts:?}"
                );
            }
            assert_eq!(one.details.organizer.as_ref().unwrap().mail, "dana@us.example");
        }
    }

    #[test]
    fn tasks_have_a_day_and_what_became_of_them() {
        let due = Date::new(2026, 3, 9).unwrap();
        let done = Date::new(2026, 3, 5);
        for (progress, expected) in [
            (Progress::Open, "STATUS:NEEDS-ACTION\r\nSUMMARY"),
            (Progress::Done(done), "STATUS:COMPLETED\r\nCOMPLETED:20260305T000000Z\r\nSUMMARY"),
            (Progress::Done(None), "STATUS:COMPLETED\r\nSUMMARY"),
            (Progress::Dropped, "STATUS:CANCELLED\r\nSUMMARY"),
        ] {
            let text = written(&[entry(Form::Task(due, progress))], at("2026-03-06T09:00:00Z"));
            assert!(text.contains("BEGIN:VTODO\r\nUID:k7q2@x.example\r\nDTSTAMP:20260306T090000Z\r\nDUE;VALUE=DATE:20260309\r\n"), "{text}");
            assert!(text.contains(expected), "{text}");
        }
    }
}
