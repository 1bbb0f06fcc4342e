//! The meetings with customers on the user's calendar, and whether each has its note.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::guests::{Guests, Host};
use super::whose::Whose;
use crate::calendar::{OWN, Occurrence, When};
use crate::clock::Clock;
use crate::date::{Date, Moment, Zone};
use crate::note::{MeetingState, Note};
use crate::people::{Directory, Present};
use crate::words::{dice, grams};

/// A meeting on the calendar.
#[derive(Clone, Debug, Serialize)]
pub struct Booked<'a> {
    pub customer: String,
    /// Its first day, at the customer.
    pub date: Date,
    /// Its last day, of one over several days.
    pub until: Option<Date>,
    /// When it starts; `None` of whole days.
    pub start: Option<Moment>,
    pub title: &'a str,
    pub state: State,
    pub note: Option<&'a str>,
    /// What the calendar calls it.
    pub event: Option<&'a str>,
    /// The day at the customer now.
    #[serde(skip)]
    pub today: Date,
    #[serde(skip)]
    pub of: &'a Occurrence,
}

impl Booked<'_> {
    /// Returns whether its end has passed; of whole days it is never told.
    pub fn is_over(&self, now: Moment) -> bool {
        matches!(self.of.end, When::At(end) if end <= now)
    }
}

/// How far a meeting on the calendar has come. In the order in which it is urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Its last day is over, and there is no note at all.
    Missing,
    NotWritten,
    Planned,
    Written,
}

/// A meeting of which it is not sure whose it is.
#[derive(Clone, Debug)]
pub struct Unsure<'a> {
    /// Its day here.
    pub date: Date,
    pub title: &'a str,
    /// [`Host::OneOf`] or [`Host::Strangers`].
    pub host: Host,
}

/// The calendar over some days.
#[derive(Debug, Default)]
pub struct Agenda<'a> {
    /// The most urgent first, each kind by its date.
    pub meetings: Vec<Booked<'a>>,
    /// By date.
    pub unsure: Vec<Unsure<'a>>,
}

impl<'a> Agenda<'a> {
    /// Returns the meetings without a note that somebody asks about. The calendar is the user's: of anybody
    /// else there are none.
    pub fn without_notes(self, whose: &Whose, directory: &Directory) -> Vec<Booked<'a>> {
        let me = directory.owner("me", &Present::default()).name;
        if whose.owner.as_ref().is_some_and(|owner| *owner != me) {
            return Vec::new();
        }
        let is_asked = |one: &Booked| {
            one.note.is_none() && whose.customer.as_ref().is_none_or(|slug| one.customer == *slug)
        };
        self.meetings.into_iter().filter(is_asked).collect()
    }
}

/// Returns the meetings with customers from `first` to `last`, days at each customer.
///
/// A note is that of the meeting whose `event` and day it bears; else, of a meeting of its customer on its
/// day, the one whose title is the most alike. It is that of one meeting only.
pub fn agenda<'a>(
    occurrences: &'a [Occurrence],
    notes: &'a [Note],
    (first, last): (Date, Date),
    clock: &Clock,
) -> Agenda<'a> {
    let guests = Guests::of(clock.directory);
    let notes: Vec<&Note> = notes.iter().filter(|note| note.is_meeting()).collect();
    let mut by_event: HashMap<&str, Vec<&Note>> = HashMap::new();
    for note in &notes {
        if let Some(event) = &note.event {
            by_event.entry(event).or_default().push(note);
        }
    }
    let mut agenda = Agenda::default();
    let mut taken: HashSet<&str> = HashSet::new();
    let meetings = occurrences.iter().filter(|one| !one.uid.ends_with(OWN));
    for of in meetings.filter(|one| !guests.is_declined(&one.details)) {
        let named = by_event.get(of.uid.as_str()).into_iter().flatten().find(|note| {
            let zone = clock.zone_at(note.customer.as_deref());
            overlaps(note, span(of, zone)) && !taken.contains(note.path.as_str())
        });
        let host = match named.and_then(|note| note.customer.clone()) {
            Some(customer) => Host::Customer(customer),
            None => guests.host(&of.details),
        };
        let here = of.start.date(clock.zone);
        let customer = match host {
            Host::Customer(customer) => customer,
            Host::Ours => continue,
            host => {
                if (first..=last).contains(&here) {
                    agenda.unsure.push(Unsure { date: here, title: &of.details.title, host });
                }
                continue;
            }
        };
        let today = clock.today(Some(&customer));
        let (date, end) = span(of, clock.zone_at(Some(&customer)));
        if !(first..=last).contains(&date) {
            continue;
        }
        let note = named.map(|note| note.path.as_str());
        taken.extend(note);
        agenda.meetings.push(Booked {
            customer,
            date,
            until: (end > date).then_some(end),
            start: match of.start {
                When::At(start) => Some(start),
                When::On(_) => None,
            },
            title: &of.details.title,
            state: State::Missing,
            note,
            event: (!of.uid.is_empty()).then_some(of.uid.as_str()),
            today,
            of,
        });
    }
    pair(&mut agenda.meetings, &notes, &mut taken);
    let by_path: HashMap<&str, &Note> =
        notes.iter().map(|note| (note.path.as_str(), *note)).collect();
    for meeting in &mut agenda.meetings {
        let note = meeting.note.and_then(|path| by_path.get(path).copied());
        meeting.state = state(meeting, note);
    }
    agenda.meetings.sort_by(|one, two| {
        let key = |one: &Booked| (one.state, one.date, one.start.is_some(), one.start);
        key(one)
            .cmp(&key(two))
            .then_with(|| (&one.customer, one.title).cmp(&(&two.customer, two.title)))
    });
    agenda.unsure.sort_by_key(|one| (one.date, one.title));
    agenda
}

/// Gives each meeting without a note the one of its customer and day whose title is the most alike.
fn pair<'a>(meetings: &mut [Booked<'a>], notes: &[&'a Note], taken: &mut HashSet<&'a str>) {
    let mut pairs: Vec<(f64, usize, &'a str)> = Vec::new();
    let mut of_customers: HashMap<&str, Vec<(&'a Note, Vec<String>)>> = HashMap::new();
    for note in notes.iter().filter(|note| !taken.contains(note.path.as_str())) {
        if let Some(customer) = &note.customer {
            of_customers.entry(customer).or_default().push((note, grams(&note.title)));
        }
    }
    for (at, meeting) in meetings.iter().enumerate().filter(|(_, meeting)| meeting.note.is_none()) {
        let title = grams(meeting.title);
        let days = (meeting.date, meeting.until.unwrap_or(meeting.date));
        let own = of_customers.get(meeting.customer.as_str()).into_iter().flatten();
        let own = own.filter(|(note, _)| overlaps(note, days));
        pairs.extend(own.map(|(note, other)| (dice(&title, other), at, note.path.as_str())));
    }
    // The first meeting of a day is the first to get one.
    let start = |at: usize| (meetings[at].date, meetings[at].start);
    pairs.sort_by(|one, two| {
        two.0.total_cmp(&one.0).then_with(|| (start(one.1), one.2).cmp(&(start(two.1), two.2)))
    });
    for (_, at, path) in pairs {
        if meetings[at].note.is_none() && taken.insert(path) {
            meetings[at].note = Some(path);
        }
    }
}

/// Returns whether a note's days and others have one in common.
fn overlaps(note: &Note, (first, last): (Date, Date)) -> bool {
    let (Some(from), Some(to)) = (note.date, note.last_day()) else { return false };
    from <= last && to >= first
}

/// Returns the first and the last day of a meeting in a zone.
pub fn span(of: &Occurrence, zone: Zone) -> (Date, Date) {
    let first = of.start.date(zone);
    let last = match of.end {
        When::On(end) => end.plus(-1),
        When::At(end) => Moment::from_seconds(end.seconds().saturating_sub(1)).date(zone),
    };
    (first, last.max(first))
}

fn state(meeting: &Booked, note: Option<&Note>) -> State {
    let today = meeting.today;
    match note.and_then(|note| note.meeting_state(today)) {
        Some(MeetingState::Planned) => State::Planned,
        Some(MeetingState::NotWritten) => State::NotWritten,
        Some(MeetingState::Written) => State::Written,
        None if today <= meeting.until.unwrap_or(meeting.date) => State::Planned,
        None => State::Missing,
    }
}

#[cfg(test)]
mod tests {
    use super::{Host, agenda};
    use crate::calendar::{Days, Reader};
    use crate::clock::Clock;
    use crate::date::{Date, Moment, Zone};
    use crate::note::{Note, read};
    use crate::people::{Card, Directory, read_team};

    /// Shows the meetings of events (each its lines) as `state customer date title → note`, at noon on Friday
    /// 6 March 2026 in New York.
    fn shown(events: &[&str], notes: &[(&str, &str)]) -> Vec<String> {
        let mut directory = Directory {
            team: read_team(b"- @dana \xe2\x80\x94 Dana Reyes <dana@us.example>\n"),
            ..Directory::default()
        };
        for (slug, zone) in [("minato", "Asia/Tokyo"), ("orbit", "Europe/Lisbon")] {
            let card = format!("---\ntimezone: {zone}\ndomains: [{slug}.example]\n---\n");
            directory.cards.insert(slug.into(), Card::read(slug, card.as_bytes()));
        }
        let zone: Zone = "America/New_York".parse().unwrap();
        let day = |text: &str| Date::parse_iso(text).unwrap();
        let (first, last) = (day("2026-02-20"), day("2026-03-13"));
        let mut reader = Reader::new(Days { first, last }, zone);
        let events = events.iter().map(|lines| format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n"));
        let text = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", events.collect::<String>());
        reader.read("a.ics", text.as_bytes());
        let found = reader.finish().occurrences;
        let notes: Vec<Note> = notes
            .iter()
            .map(|(path, text)| read(&format!("customers/{path}.md"), text.as_bytes(), &directory))
            .collect();
        let now = Moment::parse("2026-03-06T17:00:00Z").unwrap();
        let clock = Clock { now, zone, directory: &directory };
        let agenda = agenda(&found, &notes, (first, last), &clock);
        let meetings = agenda.meetings.iter().map(|one| {
            let until = one.until.map_or(String::new(), |until| format!("–{until}"));
            let note =
                one.note.unwrap_or("-").trim_start_matches("customers/").trim_end_matches(".md");
            format!("{:?} {} {}{until} {} → {note}", one.state, one.customer, one.date, one.title)
        });
        let unsure = agenda.unsure.iter().map(|one| match &one.host {
            Host::OneOf(slugs) => format!("{} {}: {}?", one.date, one.title, slugs.join(", ")),
            host => format!("{} {}: {host:?}", one.date, one.title),
        });
        meetings.chain(unsure).collect()
    }

    #[test]
    fn the_most_urgent_come_first() {
        let at = |uid: &str, time: &str| format!("UID:{uid}\nSUMMARY:Orbit {uid}\nDTSTART:{time}Z");
        let (a, b) = (at("a", "20260305T100000"), at("b", "20260304T100000"));
        let (c, d) = (at("c", "20260309T100000"), at("d", "20260303T100000"));
        let (e, f) = (at("e", "20260306T100000"), at("f", "20260219T100000"));
        assert_eq!(
            shown(
                &[&c, &d, &a, &b, &e, &f, "UID:x\nSUMMARY:Dentist\nDTSTART:20260305T100000Z"],
                &[("orbit/2026-03-03-sync", "text\n"), ("orbit/2026-03-04-sync", "# Sync\n")],
            ),
            [
                "Missing orbit 2026-03-05 Orbit a → -",
                "NotWritten orbit 2026-03-04 Orbit b → orbit/2026-03-04-sync",
                "Planned orbit 2026-03-06 Orbit e → -",
                "Planned orbit 2026-03-09 Orbit c → -",
                "Written orbit 2026-03-03 Orbit d → orbit/2026-03-03-sync",
            ]
        );
    }

    #[test]
    fn the_day_is_the_one_at_the_customer() {
        // Thursday evening in New York is Friday morning in Tokyo.
        let tokyo = "UID:t\nSUMMARY:Minato\nDTSTART;TZID=America/New_York:20260305T190000";
        assert_eq!(
            shown(&[tokyo], &[("minato/2026-03-05-sync", "text\n")]),
            ["Missing minato 2026-03-06 Minato → -"]
        );
        assert_eq!(
            shown(&[tokyo], &[("minato/2026-03-06-sync", "text\n")]),
            ["Written minato 2026-03-06 Minato → minato/2026-03-06-sync"]
        );
    }

    #[test]
    fn a_note_is_that_of_one_meeting() {
        let one = "UID:1\nSUMMARY:Orbit pricing\nDTSTART:20260304T100000Z";
        let two = "UID:2\nSUMMARY:Orbit migration plan\nDTSTART:20260304T150000Z";
        let (first, second) = (
            "Missing orbit 2026-03-04 Orbit pricing → -",
            "Missing orbit 2026-03-04 Orbit migration plan → -",
        );
        let note = "orbit/2026-03-04-sync";
        for (text, expected) in [
            (
                "# Orbit — the migration\n\ntext\n",
                [first, "Written orbit 2026-03-04 Orbit migration plan → orbit/2026-03-04-sync"],
            ),
            (
                "# Orbit — sync\n\ntext\n",
                [second, "Written orbit 2026-03-04 Orbit pricing → orbit/2026-03-04-sync"],
            ),
            // What the front matter says counts before any title.
            (
                "---\nevent: 2\n---\n# Orbit pricing\n\ntext\n",
                [first, "Written orbit 2026-03-04 Orbit migration plan → orbit/2026-03-04-sync"],
            ),
            (
                "---\nevent: 3\n---\n# Orbit pricing\n\ntext\n",
                [second, "Written orbit 2026-03-04 Orbit pricing → orbit/2026-03-04-sync"],
            ),
        ] {
            assert_eq!(shown(&[one, two], &[(note, text)]), expected, "{text}");
        }
        let both = [(note, "# Orbit migration\n\ntext\n"), ("orbit/2026-03-04-poc", "text\n")];
        assert_eq!(
            shown(&[one, two], &both),
            [
                "Written orbit 2026-03-04 Orbit pricing → orbit/2026-03-04-poc",
                "Written orbit 2026-03-04 Orbit migration plan → orbit/2026-03-04-sync",
            ]
        );
        let log = [("orbit/2026-03-04-x", "---\nkind: hands-on\n---\ntext\n")];
        assert_eq!(shown(&[one], &log), [first]);
    }

    #[test]
    fn an_event_in_a_note_says_whose_meeting_it_is() {
        let event = "UID:s\nSUMMARY:Sync\nDTSTART:20260302T100000Z\nRRULE:FREQ=DAILY;COUNT=2\n\
                     ATTENDEE:mailto:x@minato.example\nATTENDEE:mailto:x@orbit.example";
        let note = ("orbit/2026-03-02-sync", "---\nevent: s\n---\ntext\n");
        assert_eq!(
            shown(&[event], &[note]),
            [
                "Written orbit 2026-03-02 Sync → orbit/2026-03-02-sync",
                "2026-03-03 Sync: minato, orbit?",
            ]
        );
        let stranger =
            "UID:t\nSUMMARY:Sync\nDTSTART:20260302T100000Z\nATTENDEE:mailto:x@tern.example";
        assert_eq!(shown(&[stranger], &[]), ["2026-03-02 Sync: Strangers([\"tern.example\"])"]);
    }

    #[test]
    fn a_visit_lasts_for_its_days() {
        let visit =
            "UID:v\nSUMMARY:Orbit onsite\nDTSTART;VALUE=DATE:20260304\nDTEND;VALUE=DATE:20260307";
        assert_eq!(shown(&[visit], &[]), ["Planned orbit 2026-03-04–2026-03-06 Orbit onsite → -"]);
        let note = [("orbit/2026-03-05-onsite", "text\n")];
        assert_eq!(
            shown(&[visit], &note),
            ["Written orbit 2026-03-04–2026-03-06 Orbit onsite → orbit/2026-03-05-onsite"]
        );
    }
}
