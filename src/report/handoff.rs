//! What a colleague needs to take over: what is open, what comes, whom to talk to, and what nobody
//! wrote down.

mod missing;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::clock::Clock;
use crate::date::{Date, Zone};
use crate::note::Note;
use crate::people::Side;
use crate::query::{self, Filter, Row, Sort};
use crate::report::escalations::{Escalation, escalations};
use crate::report::item::Item;
use crate::report::meetings::{self, Meeting, State};
use crate::report::people_seen::{Seen, people_seen};
use crate::words::fold;

pub use missing::{Missing, What};

/// This many notes of a customer are named, the latest ones.
const LAST_NOTES: usize = 3;

/// Who hands over to whom, and until when.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The handle, as follow-ups name the owner.
    pub owner: &'a str,
    pub to: &'a str,
    /// The last day.
    pub until: Date,
    /// Only what is of this customer.
    pub customer: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub struct Handoff {
    pub owner: String,
    pub to: String,
    /// The day here.
    pub date: Date,
    pub until: Date,
    /// Open promises of the owner with a deadline up to the last day, late ones first.
    pub promised: Vec<Item>,
    /// Open promises of the owner with a later deadline.
    pub promised_later: Vec<Item>,
    /// Meetings planned up to the last day, and visits that go on.
    pub meetings: Vec<Meeting>,
    pub escalations: Vec<Escalation>,
    /// By their slugs.
    pub customers: Vec<Customer>,
    /// What else is open, and of no customer.
    pub follow_ups: Vec<Item>,
    pub missing: Vec<Missing>,
}

/// A customer to look after.
#[derive(Debug, Serialize)]
pub struct Customer {
    pub customer: String,
    pub name: String,
    /// Who looks after them, by the card.
    pub owner: Option<String>,
    pub timezone: Option<String>,
    pub cadence: Option<i64>,
    /// The card's path, where there is one.
    pub card: Option<String>,
    /// The latest meetings that were held, the latest first.
    pub last_meetings: Vec<Meeting>,
    pub next_meeting: Option<Meeting>,
    /// What else is open, and the owner's.
    pub follow_ups: Vec<Item>,
    /// How many follow-ups of theirs and of partners are open.
    pub they_owe: usize,
    pub people: Vec<Seen>,
}

impl Handoff {
    /// Returns whether there is nothing to take over.
    pub fn is_empty(&self) -> bool {
        let lists = [&self.promised, &self.promised_later, &self.follow_ups];
        lists.iter().all(|list| list.is_empty())
            && self.meetings.is_empty()
            && self.escalations.is_empty()
            && self.customers.is_empty()
    }
}

/// Returns what somebody hands over.
pub fn handoff(notes: &[Note], asked: Asked, clock: &Clock) -> Handoff {
    let scene = Scene::of(notes, asked, clock);
    let customer = asked.customer.map(String::from);
    let filter = Filter { owner: Some(asked.owner.to_string()), customer, ..Filter::default() };
    let mut rows = query::select(notes, &filter, clock);
    query::sort(&mut rows, Sort::Date);
    let meetings = scene.meetings();
    let escalations = escalations(scene.open_escalations(), clock);
    let slugs = scene.customers(&rows, &meetings, &escalations);
    let missing = missing::missing(&scene, &slugs, &rows, &escalations);
    let (promised, others): (Vec<Row>, Vec<Row>) =
        rows.into_iter().partition(|row| row.item.promised.is_some());
    let is_near = |row: &Row| row.item.deadline().is_some_and(|day| day <= asked.until);
    let (promised, promised_later): (Vec<Row>, Vec<Row>) = promised.into_iter().partition(is_near);
    let mut open: BTreeMap<Option<&str>, Vec<Item>> = BTreeMap::new();
    for row in &others {
        open.entry(row.note.customer.as_deref()).or_default().push(item(row));
    }
    Handoff {
        owner: asked.owner.to_string(),
        to: asked.to.to_string(),
        date: clock.here(),
        until: asked.until,
        promised: promised.iter().map(item).collect(),
        promised_later: promised_later.iter().map(item).collect(),
        meetings,
        escalations,
        follow_ups: open.remove(&None).unwrap_or_default(),
        customers: slugs
            .iter()
            .map(|slug| scene.customer(slug, open.remove(&Some(*slug)).unwrap_or_default()))
            .collect(),
        missing,
    }
}

fn item(row: &Row) -> Item {
    Item::of(row.item, row.note, row.today)
}

/// The notes by customer, and whose they are.
struct Scene<'a> {
    asked: Asked<'a>,
    clock: &'a Clock<'a>,
    notes: &'a [Note],
    of_customers: BTreeMap<&'a str, Vec<&'a Note>>,
    /// The customers whose card names the owner.
    own: BTreeSet<&'a str>,
}

impl<'a> Scene<'a> {
    fn of(notes: &'a [Note], asked: Asked<'a>, clock: &'a Clock<'a>) -> Scene<'a> {
        let mut of_customers: BTreeMap<&str, Vec<&Note>> = BTreeMap::new();
        for note in notes {
            if let Some(slug) = &note.customer {
                of_customers.entry(slug).or_default().push(note);
            }
        }
        let cards = clock.directory.cards.iter().filter(|(_, card)| {
            let owner = card.owner.as_deref().map(|owner| clock.directory.person(owner, None));
            matches!(owner, Some(Ok(Some(person))) if person.shown() == asked.owner)
        });
        let own = cards.map(|(slug, _)| slug.as_str()).collect();
        Scene { asked, clock, notes, of_customers, own }
    }

    /// Returns the notes that are asked for.
    fn notes(&self) -> impl Iterator<Item = &'a Note> {
        let asked = self.asked.customer;
        self.notes.iter().filter(move |note| asked.is_none() || note.customer.as_deref() == asked)
    }

    fn notes_of(&self, slug: &str) -> &[&'a Note] {
        self.of_customers.get(slug).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns whether a note is of a customer whom the owner looks after, or names the owner among ours.
    fn is_owners(&self, note: &Note) -> bool {
        let is_owner = |name: &String| {
            let owner = self.clock.directory.owner(name, &note.present);
            fold(&owner.name) == fold(self.asked.owner)
        };
        note.customer.as_deref().is_some_and(|slug| self.own.contains(slug))
            || note.present.ours.iter().any(is_owner)
    }

    fn open_escalations(&self) -> impl Iterator<Item = &'a Note> {
        self.notes().filter(|note| note.is_open_escalation() && self.is_owners(note))
    }

    fn meetings(&self) -> Vec<Meeting> {
        let is_ahead = |meeting: &Meeting| {
            let today = self.clock.today(meeting.customer.as_deref());
            let is_on = meeting.state == State::Planned || meeting.counted_on() > today;
            is_on && meeting.date <= self.asked.until
        };
        let of_notes = self.notes().filter_map(|note| {
            // Only what lies ahead is worth a look at who was there.
            let meeting = Meeting::of(note, None, self.clock).filter(is_ahead)?;
            self.is_owners(note).then_some(meeting)
        });
        let mut found: Vec<Meeting> = of_notes.collect();
        meetings::sort(&mut found);
        found
    }

    /// Returns the customers to take over: those whom the owner looks after, and those with something of
    /// the owner's.
    fn customers(
        &self,
        rows: &[Row<'a>],
        meetings: &[Meeting],
        escalations: &[Escalation],
    ) -> Vec<&'a str> {
        let met = meetings.iter().filter_map(|meeting| meeting.customer.as_deref());
        let named = met.chain(escalations.iter().filter_map(|one| one.customer.as_deref()));
        let named = named.filter_map(|slug| self.of_customers.get_key_value(slug));
        let mut slugs = self.own.clone();
        slugs.extend(rows.iter().filter_map(|row| row.note.customer.as_deref()));
        slugs.extend(named.map(|(slug, _)| *slug));
        slugs.extend(self.asked.customer);
        let is_asked = |slug: &&str| self.asked.customer.is_none_or(|asked| asked == *slug);
        slugs.into_iter().filter(is_asked).collect()
    }

    fn customer(&self, slug: &str, follow_ups: Vec<Item>) -> Customer {
        let notes = self.notes_of(slug);
        let card = self.clock.directory.cards.get(slug);
        let (planned, mut held): (Vec<Meeting>, Vec<Meeting>) = notes
            .iter()
            .filter_map(|note| Meeting::of(note, None, self.clock))
            .partition(|meeting| meeting.state == State::Planned);
        meetings::sort(&mut held);
        held.reverse();
        held.truncate(LAST_NOTES);
        let is_theirs = |side| matches!(side, Some(Side::Theirs | Side::Partner));
        let items = notes.iter().flat_map(|note| &note.follow_ups);
        Customer {
            customer: slug.to_string(),
            name: self.clock.directory.customer_name(slug).to_string(),
            owner: card.and_then(|card| card.owner.clone()),
            timezone: card.and_then(|card| card.zone).and_then(Zone::name),
            cadence: card.and_then(|card| card.cadence),
            card: card.map(|_| card_path(slug)),
            last_meetings: held,
            next_meeting: first(planned),
            follow_ups,
            they_owe: items.filter(|item| item.is_open() && is_theirs(item.side())).count(),
            people: people_seen(notes, slug, self.clock),
        }
    }
}

fn first(planned: Vec<Meeting>) -> Option<Meeting> {
    planned.into_iter().min_by(|a, b| (a.date, &a.note).cmp(&(b.date, &b.note)))
}

/// Returns where a customer's card is.
fn card_path(slug: &str) -> String {
    format!("customers/{slug}/README.md")
}

#[cfg(test)]
mod tests;
