//! Who is who: persons, customers' cards, the team, and who is meant by `@sato`.

mod card;
mod circles;
mod mention;
mod names;
mod presence;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::date::Zone;
use crate::words::{fold, folds_to};

pub use card::{Card, Entry, cadence, new_line, read_team};
pub use circles::Circles;
pub use mention::Mention;
use names::{Fit, Key};

/// Whose person somebody is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Ours,
    Theirs,
    Partner,
}

/// Somebody who can own a follow-up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Person {
    /// The handle of one of our people, without `@`.
    pub handle: Option<String>,
    /// The full name as it is written.
    pub name: String,
    pub aliases: Vec<String>,
    pub role: String,
    pub mail: Option<String>,
    pub zone: Option<Zone>,
    pub side: Side,
    pub champion: bool,
    keys: Vec<Key>,
}

/// Everybody that the notebook knows.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    pub team: Vec<Person>,
    pub cards: BTreeMap<String, Card>,
    /// Who `@me` is: a handle or a name.
    pub me: Option<String>,
}

/// Who was in the meeting, by the note's own lists; each is searched before the card and the team.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Present {
    pub customer: Option<String>,
    pub ours: Vec<String>,
    pub theirs: Vec<String>,
    pub partner: Vec<String>,
    /// Attendees whose side is not told, with their initials.
    pub attendees: Vec<Attendee>,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Attendee {
    pub name: String,
    pub initials: String,
}

/// One owner of a follow-up.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Owner {
    /// A handle of ours, a full name of theirs, else the words as typed without `@`.
    pub name: String,
    pub side: Option<Side>,
    /// How well the owner is known.
    pub known: Known,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Known {
    Yes,
    /// Nobody of that name was found.
    No,
    /// Several people of one place answer to it: their names.
    Ambiguous(Vec<String>),
}

impl Person {
    pub fn new(side: Side, handle: Option<&str>, name: &str, aliases: Vec<String>) -> Person {
        let names = [name].into_iter().chain(aliases.iter().map(String::as_str));
        let keys = names.map(Key::of).collect();
        Person {
            handle: handle.map(String::from),
            name: name.to_string(),
            aliases,
            role: String::new(),
            mail: None,
            zone: None,
            side,
            champion: false,
            keys,
        }
    }

    /// Returns the handle of one of ours, else the full name.
    pub fn shown(&self) -> &str {
        self.handle.as_deref().unwrap_or(&self.name)
    }

    fn answers_to(&self, name: &str) -> bool {
        self.fit(&Asked::of(name)).is_some()
    }

    fn fit(&self, asked: &Asked) -> Option<Fit> {
        if self.has_handle(asked) {
            return Some(Fit::Handle);
        }
        self.keys.iter().filter_map(|own| own.fit(asked.key())).max()
    }

    fn has_handle(&self, asked: &Asked) -> bool {
        self.handle.as_deref().is_some_and(|handle| folds_to(handle, &asked.folded))
    }
}

/// A name that is looked for: a handle or a part of a full name.
struct Asked {
    folded: String,
    /// Made once no handle fits.
    key: OnceCell<Key>,
}

impl Asked {
    fn of(name: &str) -> Asked {
        Asked { folded: fold(name), key: OnceCell::new() }
    }

    fn key(&self) -> &Key {
        self.key.get_or_init(|| Key::of_folded(&self.folded))
    }
}

/// What was found in one place.
enum Hit<'a> {
    None,
    One(&'a Person),
    Several(Vec<String>),
}

fn hit<'a>(people: impl Iterator<Item = &'a Person> + Clone, asked: &Asked) -> Hit<'a> {
    // Nothing fits better than a handle, and most names in notes are one.
    let is_handle = people.clone().any(|person| person.has_handle(asked));
    let mut best: Vec<&Person> = Vec::new();
    let mut best_fit = Fit::Part;
    for person in people {
        if is_handle && !person.has_handle(asked) {
            continue;
        }
        let Some(fit) = person.fit(asked) else { continue };
        if best.is_empty() || fit > best_fit {
            best = vec![person];
            best_fit = fit;
        } else if fit == best_fit && !best.iter().any(|other| other.name == person.name) {
            best.push(person);
        }
    }
    match best.as_slice() {
        [] => Hit::None,
        [one] => Hit::One(one),
        several => Hit::Several(several.iter().map(|person| person.name.clone()).collect()),
    }
}

impl Directory {
    /// Returns who is meant by a name in a note: the note's own lists are searched first, then the
    /// customer's card, the team, and other cards only in notes without a customer.
    pub fn owner(&self, typed: &str, present: &Present) -> Owner {
        let typed = typed.trim().trim_start_matches(['@', '＠']);
        if folds_to(typed, "them") {
            return Owner { name: "them".into(), side: Some(Side::Theirs), known: Known::Yes };
        }
        let asked = match &self.me {
            Some(me) if folds_to(typed, "me") => me.as_str(),
            _ => typed,
        };
        let asked = Asked::of(asked);
        for (side, names) in [
            (Side::Ours, &present.ours),
            (Side::Theirs, &present.theirs),
            (Side::Partner, &present.partner),
        ] {
            let people = names.iter().map(|name| self.listed(name, side, present));
            let people: Vec<Person> = people.collect();
            match hit(people.iter(), &asked) {
                Hit::One(person) => return known(person, side),
                Hit::Several(names) => return ambiguous(typed, names),
                Hit::None => {}
            }
        }
        let card = present.customer.as_ref().and_then(|slug| self.cards.get(slug));
        let on_card = card.map(|card| card.people.as_slice()).unwrap_or_default();
        for people in [on_card, self.team.as_slice()] {
            match hit(people.iter(), &asked) {
                Hit::One(person) => return known(person, person.side),
                Hit::Several(names) => return ambiguous(typed, names),
                Hit::None => {}
            }
        }
        if present.customer.is_none() {
            let others = self.cards.values().flat_map(|card| &card.people);
            match hit(others, &asked) {
                Hit::One(person) => return known(person, person.side),
                Hit::Several(names) => return ambiguous(typed, names),
                Hit::None => {}
            }
        }
        Owner { name: typed.to_string(), side: None, known: Known::No }
    }

    /// Returns the owner if the words name a known person, an attendee, or an attendee's initials.
    pub fn owner_if_known(&self, words: &str, present: &Present) -> Option<Owner> {
        let owner = self.owner(words, present);
        if owner.known != Known::No {
            return Some(owner);
        }
        let key = Key::of(words);
        let is_meant = |attendee: &&Attendee| {
            attendee.initials == words || Key::of(&attendee.name).fit(&key).is_some()
        };
        let mut meant = present.attendees.iter().filter(is_meant);
        let attendee = meant.next()?;
        if meant.any(|other| other.name != attendee.name) {
            return None;
        }
        let owner = self.owner(&attendee.name, present);
        Some(Owner { known: Known::Yes, ..owner })
    }

    /// Returns the person of a name: on the customer's card, in the team, then on any card. `Err` has
    /// the names if several of one place answer to it.
    pub fn person(
        &self,
        typed: &str,
        customer: Option<&str>,
    ) -> Result<Option<&Person>, Vec<String>> {
        let typed = typed.trim().trim_start_matches(['@', '＠']);
        let asked = match &self.me {
            Some(me) if folds_to(typed, "me") => me.as_str(),
            _ => typed,
        };
        let asked = Asked::of(asked);
        let on_card = customer.and_then(|slug| self.cards.get(slug));
        let on_card = on_card.map(|card| card.people.as_slice()).unwrap_or_default();
        let others = self.cards.values().flat_map(|card| &card.people);
        for found in
            [hit(on_card.iter(), &asked), hit(self.team.iter(), &asked), hit(others, &asked)]
        {
            match found {
                Hit::One(person) => return Ok(Some(person)),
                Hit::Several(names) => return Err(names),
                Hit::None => {}
            }
        }
        Ok(None)
    }

    /// Returns the team, then everybody on a card.
    pub fn everybody(&self) -> impl Iterator<Item = &Person> {
        self.team.iter().chain(self.cards.values().flat_map(|card| &card.people))
    }

    /// Returns the person whom an entry of a note's list means.
    pub fn listed(&self, name: &str, side: Side, present: &Present) -> Person {
        let name = name.trim().trim_start_matches(['@', '＠']);
        let name = match &self.me {
            Some(me) if side == Side::Ours && folds_to(name, "me") => me.as_str(),
            _ => name,
        };
        let asked = Asked::of(name);
        let card = present.customer.as_ref().and_then(|slug| self.cards.get(slug));
        let found = match side {
            Side::Ours => hit(self.team.iter(), &asked),
            _ => hit(card.into_iter().flat_map(|card| &card.people), &asked),
        };
        match found {
            Hit::One(person) => person.clone(),
            _ => Person::new(side, None, name, Vec::new()),
        }
    }

    /// Returns the people of a customer in these meetings by the notes' own lists, each with the number of
    /// meetings. They are matched by the customer's card; whom it gives to a partner is left out. People
    /// who stand on no card are one where a name is part of the other.
    pub fn theirs<'p>(&self, meetings: impl Iterator<Item = &'p Present>) -> Vec<(Person, usize)> {
        let mut people: Vec<(Person, usize)> = Vec::new();
        for present in meetings {
            let mut counted: Vec<usize> = Vec::new();
            for name in &present.theirs {
                let person = self.listed(name, Side::Theirs, present);
                if person.side != Side::Theirs || Key::of(&person.name).is_empty() {
                    continue;
                }
                let is_on_card = |person: &Person| {
                    let card = present.customer.as_ref().and_then(|slug| self.cards.get(slug));
                    card.is_some_and(|card| card.people.contains(person))
                };
                let is_same = |other: &Person| match (is_on_card(&person), is_on_card(other)) {
                    (true, true) => person == *other,
                    (false, false) => {
                        person.answers_to(&other.name) || other.answers_to(&person.name)
                    }
                    _ => false,
                };
                let known = people.iter().position(|(other, _)| is_same(other));
                let at = known.unwrap_or(people.len());
                if known.is_none() {
                    people.push((person, 0));
                } else if person.name.len() > people[at].0.name.len() {
                    people[at].0 = person;
                }
                if !counted.contains(&at) {
                    counted.push(at);
                    people[at].1 += 1;
                }
            }
        }
        people
    }

    /// Returns a customer's zone, where its card gives one.
    pub fn zone(&self, customer: Option<&str>) -> Option<Zone> {
        self.cards.get(customer?)?.zone
    }

    /// Returns a customer's name for people; the slug without a card.
    pub fn customer_name<'a>(&'a self, slug: &'a str) -> &'a str {
        self.cards.get(slug).map_or(slug, |card| card.name.as_str())
    }
}

fn known(person: &Person, side: Side) -> Owner {
    Owner { name: person.shown().to_string(), side: Some(side), known: Known::Yes }
}

fn ambiguous(typed: &str, names: Vec<String>) -> Owner {
    Owner { name: typed.to_string(), side: None, known: Known::Ambiguous(names) }
}

/// Returns a whole name as it is compared: without case, accents, spaces and honorifics.
pub fn compared(name: &str) -> String {
    Key::of(name).joined()
}

/// Returns the first letters of a name: `Tom Dale` is `TD`.
pub fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|part| part.chars().next());
    letters.flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests;
