//! How well we keep in touch: when each customer was met last, and with how many people.

use serde::Serialize;

use super::meetings::{Calendar, calendars, quiet_after};
use crate::clock::Clock;
use crate::date::Date;
use crate::note::Note;
use crate::people::Card;

/// A customer hangs on one person if nobody else was met for this many days.
pub const CONTACT_DAYS: i64 = 90;

/// When a customer with a card was met, and whom we know there.
#[derive(Debug, Serialize)]
pub struct Touch {
    pub customer: String,
    pub state: State,
    /// The day of the last meeting.
    pub last: Option<Date>,
    pub days: Option<i64>,
    pub cadence: Option<i64>,
    /// The note of the last meeting.
    pub note: Option<String>,
    /// The next planned meeting.
    pub next: Option<Date>,
    pub next_note: Option<String>,
    /// How many meetings were held in the last [`CONTACT_DAYS`] days.
    pub meetings: usize,
    /// The one person of theirs in all of them, where there is no other.
    pub contact: Option<String>,
    /// How many of these meetings name that person; the others name nobody of theirs.
    pub contact_meetings: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Quiet,
    Met,
    NeverMet,
}

/// Returns all customers with a card: whom nobody has met for longest first, whom nobody ever met last.
pub fn touches(notes: &[Note], clock: &Clock) -> Vec<Touch> {
    let calendars = calendars(notes.iter(), clock).into_iter();
    let mut touches: Vec<Touch> =
        calendars.map(|(slug, card, calendar)| touch(slug, card, &calendar, clock)).collect();
    // Stable: those of equal days stay in the order of the slugs.
    touches.sort_by_key(|touch| (touch.last.is_none(), touch.days.map(|days| -days)));
    touches
}

impl Touch {
    /// Returns whether somebody should do something about it.
    pub fn is_warning(&self) -> bool {
        self.state != State::Met || self.contact.is_some()
    }
}

fn touch(slug: &str, card: &Card, calendar: &Calendar, clock: &Clock) -> Touch {
    let today = clock.today(Some(slug));
    let last = calendar.last();
    let days = last.map(|(day, _)| today.days_since(day));
    let next = calendar.next();
    let state = match days {
        None => State::NeverMet,
        Some(days) if days > quiet_after(card) => State::Quiet,
        Some(_) => State::Met,
    };
    let is_recent = |day: Date| today.days_since(day) <= CONTACT_DAYS;
    let recent = calendar.held.iter().filter(|(day, _)| is_recent(*day)).map(|(_, note)| note);
    let meetings = recent.clone().count();
    let people = clock.directory.theirs(recent.map(|note| &note.present));
    let contact = match people.as_slice() {
        [(person, times)] => Some((person.name.clone(), *times)),
        _ => None,
    };
    let (contact, contact_meetings) = contact.unzip();
    Touch {
        customer: slug.to_string(),
        state,
        last: last.map(|(day, _)| day),
        days,
        cadence: card.cadence,
        note: last.map(|(_, note)| note.path.clone()),
        next: next.and_then(|note| note.date),
        next_note: next.map(|note| note.path.clone()),
        meetings,
        contact,
        contact_meetings,
    }
}

#[cfg(test)]
mod tests {
    use super::touches;
    use crate::clock::Clock;
    use crate::date::{Moment, Zone};
    use crate::note::{Note, read};
    use crate::people::{Card, Directory};

    /// Shows the customers of notes on 6 March 2026 as `slug state days contact contact_meetings/meetings next`.
    fn check(cards: &[(&str, &str)], notes: &[(&str, &str)], expected: &[&str]) {
        let mut directory = Directory::default();
        for (slug, text) in cards {
            directory.cards.insert((*slug).into(), Card::read(slug, text.as_bytes()));
        }
        let notes: Vec<Note> = notes
            .iter()
            .map(|(path, theirs)| {
                let text = format!("---\ntheirs: [{theirs}]\n---\ntext\n");
                read(&format!("customers/{path}.md"), text.as_bytes(), &directory)
            })
            .collect();
        let now = Moment::parse("2026-03-06T12:00:00Z").unwrap();
        let clock = Clock { now, zone: Zone::UTC, directory: &directory };
        let shown = touches(&notes, &clock).into_iter().map(|touch| {
            let days = touch.days.map_or("-".to_string(), |days| days.to_string());
            let contact = touch.contact.map_or(String::new(), |name| {
                format!(" {name} {}/{}", touch.contact_meetings.unwrap_or(0), touch.meetings)
            });
            let next = touch.next.map_or(String::new(), |next| format!(" next {next}"));
            format!("{} {:?} {days}{contact}{next}", touch.customer, touch.state)
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn quiet_is_more_than_two_cadences_or_three_weeks() {
        let cards = [
            ("a", "---\ncadence: 7d\n---\n"),
            ("b", "---\ncadence: 7d\n---\n"),
            ("c", ""),
            ("d", ""),
            ("e", ""),
            ("f", ""),
        ];
        check(
            &cards,
            &[
                ("a/2026-02-20-sync", ""),
                ("a/2026-02-10-sync", ""),
                ("b/2026-02-19-sync", ""),
                ("c/2026-02-13-sync", ""),
                ("d/2026-02-12-sync", ""),
                ("d/2026-03-20-sync", ""),
                ("d/2026-03-10-sync", ""),
                ("e/2026-03-10-sync", ""),
                ("x/2026-01-01-sync", ""),
            ],
            &[
                "d Quiet 22 next 2026-03-10",
                "c Met 21",
                "b Quiet 15",
                "a Met 14",
                "e NeverMet - next 2026-03-10",
                "f NeverMet -",
            ],
        );
    }

    #[test]
    fn one_contact_is_one_person_however_the_name_is_written() {
        let card = "## People\n- 佐藤 健 (Satō Ken) — lead\n- 高橋 一郎 — partner\n- 森 由美\n";
        let last = "a/2026-03-05-sync";
        for (meetings, expected) in [
            (vec!["'@sato'", "佐藤", "佐藤様"], "a Met 1 佐藤 健 3/3"),
            (vec!["佐藤", "佐藤, 森"], "a Met 1"),
            (vec!["佐藤", "佐藤, 高橋 一郎"], "a Met 1 佐藤 健 2/2"),
            (vec!["佐藤, ken", ""], "a Met 1 佐藤 健 1/2"),
            (vec!["佐藤", "Helen Moss"], "a Met 1"),
            (vec!["Helen", "Helen Moss", "helen moss"], "a Met 1 Helen Moss 3/3"),
            (vec!["Helen Moss", "Helen Ray"], "a Met 1"),
            (vec!["高橋"], "a Met 1"),
            (vec!["", ""], "a Met 1"),
        ] {
            let days = [last, "a/2026-02-04-sync", "a/2026-02-03-sync"];
            let notes: Vec<(&str, &str)> = days.into_iter().zip(meetings).collect();
            check(&[("a", card)], &notes, &[expected]);
        }
        // Whom we met before, or are to meet, does not count.
        let (old, limit) = (("a/2025-12-05-sync", "森"), ("a/2025-12-06-sync", "森"));
        let next = ("a/2026-03-09-sync", "森");
        check(&[("a", card)], &[(last, "佐藤"), old], &["a Met 1 佐藤 健 1/1"]);
        check(&[("a", card)], &[(last, "佐藤"), limit], &["a Met 1"]);
        check(&[("a", card)], &[(last, "佐藤"), next], &["a Met 1 佐藤 健 1/1 next 2026-03-09"]);
        check(&[("a", card)], &[old], &["a Quiet 91"]);
    }
}
