//! Their people and the partners', and when each was last in a meeting.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::clock::Clock;
use crate::date::Date;
use crate::note::{MeetingState, Note};
use crate::people::{Known, Person, Present, Side, compared};

/// Somebody of a customer's or of its partners.
#[derive(Clone, Debug, Serialize)]
pub struct Seen {
    pub name: String,
    /// As the card has it; empty where it says nothing.
    pub role: String,
    pub champion: bool,
    pub mail: Option<String>,
    /// `None` for an attendee whose side is not told.
    pub side: Option<Side>,
    pub on_card: bool,
    /// The people on the card who answer to the name, where it is no single one's.
    pub could_be: Vec<String>,
    /// The last day of the last meeting that they were in.
    pub last_seen: Option<Date>,
    /// The note of that meeting.
    pub note: Option<String>,
}

/// Returns the people of a customer's card in its order, then those who were in its meetings and do not
/// stand on it, by name. `notes` are the customer's; only meetings that were held count.
pub fn people_seen(notes: &[&Note], customer: &str, clock: &Clock) -> Vec<Seen> {
    let card = clock.directory.cards.get(customer);
    let mut on_card: Vec<Seen> =
        card.map_or(Vec::new(), |card| card.people.iter().map(Seen::of_card).collect());
    let mut strangers: BTreeMap<String, Seen> = BTreeMap::new();
    let mut matched = Matched { customer, clock, known: HashMap::new() };
    for (day, note) in held(notes, customer, clock) {
        for (name, side) in names(note) {
            let Some(who) = matched.who(name, side, note) else { continue };
            let seen = match on_card.iter_mut().find(|seen| seen.name == who.name) {
                Some(seen) => seen,
                None => strangers.entry(compared(&who.name)).or_insert(who),
            };
            // The meetings come with the latest first.
            if seen.last_seen.is_none() {
                (seen.last_seen, seen.note) = (Some(day), Some(note.path.clone()));
            }
        }
    }
    on_card.extend(strangers.into_values());
    on_card
}

impl Seen {
    fn of_card(person: &Person) -> Seen {
        Seen {
            name: person.name.clone(),
            role: person.role.clone(),
            champion: person.champion,
            mail: person.mail.clone(),
            side: Some(person.side),
            on_card: true,
            could_be: Vec::new(),
            last_seen: None,
            note: None,
        }
    }

    fn stranger(name: &str, side: Option<Side>, could_be: Vec<String>) -> Seen {
        Seen {
            name: name.to_string(),
            role: String::new(),
            champion: false,
            mail: None,
            side,
            on_card: false,
            could_be,
            last_seen: None,
            note: None,
        }
    }
}

/// Returns the meetings that were held, the latest first, each with its last day up to today.
fn held<'a>(notes: &[&'a Note], customer: &str, clock: &Clock) -> Vec<(Date, &'a Note)> {
    let today = clock.today(Some(customer));
    let is_held =
        |note: &Note| note.meeting_state(today).is_some_and(|state| state != MeetingState::Planned);
    let meetings = notes.iter().filter(|note| is_held(note));
    let days = meetings.filter_map(|note| Some((note.last_day()?.min(today), *note)));
    let mut held: Vec<(Date, &Note)> = days.collect();
    held.sort_by(|(day, a), (other, b)| (other, &b.path).cmp(&(day, &a.path)));
    held
}

/// Returns whom a note names as theirs, as the partner's, and as present.
fn names(note: &Note) -> impl Iterator<Item = (&str, Option<Side>)> {
    let theirs = note.present.theirs.iter().map(|name| (name.as_str(), Some(Side::Theirs)));
    let partner = note.present.partner.iter().map(|name| (name.as_str(), Some(Side::Partner)));
    let others = note.present.attendees.iter().map(|one| (one.name.as_str(), None));
    theirs.chain(partner).chain(others)
}

/// Who is meant by the names of a customer's meetings, each looked up once.
struct Matched<'a> {
    customer: &'a str,
    clock: &'a Clock<'a>,
    known: HashMap<(String, Side), Seen>,
}

impl Matched<'_> {
    /// Returns whom a name means; `None` for one of ours.
    fn who(&mut self, name: &str, side: Option<Side>, note: &Note) -> Option<Seen> {
        let Some(side) = side else { return self.attendee(name, note) };
        if let Some(seen) = self.known.get(&(name.to_string(), side)) {
            return Some(seen.clone());
        }
        let present = Present { customer: Some(self.customer.to_string()), ..Present::default() };
        let list = vec![name.to_string()];
        let listed = match side {
            Side::Partner => Present { partner: list, ..present },
            _ => Present { theirs: list, ..present },
        };
        let owner = self.clock.directory.owner(name, &listed);
        let seen = Seen::stranger(&owner.name, Some(side), self.could_be(name));
        self.known.insert((name.to_string(), side), seen.clone());
        Some(seen)
    }

    fn attendee(&self, name: &str, note: &Note) -> Option<Seen> {
        let owner = self.clock.directory.owner(name, &note.present);
        match (&owner.known, owner.side) {
            (Known::Yes, Some(Side::Ours)) => None,
            (Known::Yes, side) => Some(Seen::stranger(&owner.name, side, Vec::new())),
            (Known::No | Known::Ambiguous(_), _) => {
                Some(Seen::stranger(name, None, self.could_be(name)))
            }
        }
    }

    /// Returns the people on the card, if several of them answer to a name.
    fn could_be(&self, name: &str) -> Vec<String> {
        let card = Present { customer: Some(self.customer.to_string()), ..Present::default() };
        match self.clock.directory.owner(name, &card).known {
            Known::Ambiguous(names) => names,
            Known::Yes | Known::No => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::people_seen;
    use crate::clock::Clock;
    use crate::date::{Moment, Zone};
    use crate::note::{Note, read};
    use crate::people::{Card, Directory, read_team};

    const CARD: &str = "---\ntimezone: Asia/Tokyo\n---\n## People\n\n- 佐藤 健 (Satō Ken) — lead, champion <ken@minato.example>\n\
                        - 高橋 一郎 — partner\n- 高橋 花子 — partner\n- Lucía Pérez\n- Zoe Park\n";

    /// Who was last seen when, as `name date`, after notes of `day: header and body`; it is the morning
    /// of 7 March in Tokyo.
    fn check(notes: &[(&str, &str)], expected: &[&str]) {
        let team = read_team("- @dana — Dana Reyes\n".as_bytes());
        let mut directory = Directory { team, ..Directory::default() };
        directory.cards.insert("minato".into(), Card::read("minato", CARD.as_bytes()));
        let notes: Vec<Note> = notes
            .iter()
            .map(|(day, text)| {
                let path = format!("customers/minato/2026-{day}-sync.md");
                read(&path, format!("---\n{text}").as_bytes(), &directory)
            })
            .collect();
        let now = Moment::parse("2026-03-06T18:00:00Z").unwrap();
        let clock = Clock { now, zone: Zone::UTC, directory: &directory };
        let notes: Vec<&Note> = notes.iter().collect();
        let people = people_seen(&notes, "minato", &clock);
        let shown = people.iter().filter(|one| one.last_seen.is_some() || !one.on_card);
        let shown: Vec<String> = shown
            .map(|one| {
                let day = one.last_seen.map(|day| day.to_string()).unwrap_or_default();
                let card = if one.on_card { "" } else { " (not on the card)" };
                let could_be: String =
                    one.could_be.iter().map(|name| format!(" or {name}")).collect();
                format!("{} {}{card}{could_be}", one.name, &day[5..])
            })
            .collect();
        assert_eq!(shown, expected);
        assert_eq!(people.iter().filter(|one| one.on_card).count(), 5, "the card is all there");
    }

    #[test]
    fn people_are_matched_as_owners_are() {
        check(&[("03-02", "theirs: [佐藤様]\n---\na\n")], &["佐藤 健 03-02"]);
        check(&[("03-02", "theirs: [sato]\n---\na\n")], &["佐藤 健 03-02"]);
        check(&[("03-02", "theirs: [Luci\u{301}a]\n---\na\n")], &["Lucía Pérez 03-02"]);
        check(&[("03-02", "partner: [高橋 花子さん]\n---\na\n")], &["高橋 花子 03-02"]);
        check(&[("03-02", "---\n## Attendees\n- Satō Ken\n- Dana Reyes\n")], &["佐藤 健 03-02"]);
        check(&[("03-02", "attendees: [Zoe Park, dana]\n---\na\n")], &["Zoe Park 03-02"]);
    }

    #[test]
    fn the_last_meeting_that_was_held_counts() {
        let seen = "theirs: [sato]\n---\nNotes.\n";
        check(&[("02-02", seen), ("03-02", seen), ("02-18", seen)], &["佐藤 健 03-02"]);
        // Held and not written.
        check(&[("02-02", seen), ("03-02", "theirs: [sato]\n---\n")], &["佐藤 健 03-02"]);
        // Planned, or today (in Tokyo) and not written yet.
        check(&[("02-02", seen), ("03-08", seen)], &["佐藤 健 02-02"]);
        check(&[("02-02", seen), ("03-07", "theirs: [sato]\n---\n")], &["佐藤 健 02-02"]);
        check(&[("02-02", seen), ("03-07", seen)], &["佐藤 健 03-07"]);
        // A visit's last day, up to today.
        check(&[("02-02", "until: 2026-02-04\ntheirs: [sato]\n---\na\n")], &["佐藤 健 02-04"]);
        check(&[("03-06", "until: 2026-03-09\ntheirs: [sato]\n---\na\n")], &["佐藤 健 03-07"]);
        check(&[("03-02", "kind: hands-on\ntheirs: [sato]\n---\na\n")], &[]);
    }

    #[test]
    fn who_is_not_on_the_card_is_named_once() {
        check(
            &[
                ("02-02", "theirs: [森 由美]\n---\na\n"),
                ("03-02", "theirs: [森由美様, Abe]\n---\na\n"),
            ],
            &["Abe 03-02 (not on the card)", "森由美様 03-02 (not on the card)"],
        );
        check(
            &[("03-02", "partner: [高橋]\n---\na\n")],
            &["高橋 03-02 (not on the card) or 高橋 一郎 or 高橋 花子"],
        );
        check(&[("03-02", "ours: [Kim]\nattendees: [Kim]\n---\na\n")], &[]);
        check(&[("03-02", "attendees: [Kim]\n---\na\n")], &["Kim 03-02 (not on the card)"]);
        // One of theirs, though somebody of ours bears the name.
        check(&[("03-02", "theirs: [Dana]\n---\na\n")], &["Dana 03-02 (not on the card)"]);
    }
}
