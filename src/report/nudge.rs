//! What we may ask them for: one letter for each person, with nothing in it that is not theirs to read.
//!
//! Whatever is in doubt is withheld, and told to the user by its place. Words are never rephrased: only
//! marks that mean nothing to the reader are taken out.

use std::collections::BTreeMap;

use super::outward::{Outward, Reason, Said, Withheld};
use crate::date::Date;
use crate::note::Note;
use crate::people::{Card, Directory, Person, Side};
use crate::query::Row;

/// All letters, and what stands in none.
#[derive(Debug, Default)]
pub struct Nudge {
    /// By customer; then by person, in the order of the rows; last, to nobody by name.
    pub letters: Vec<Letter>,
    pub withheld: Vec<Withheld>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Letter {
    pub customer: Option<String>,
    pub to: Recipient,
    pub points: Vec<Point>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    Person {
        name: String,
        mail: Option<String>,
    },
    /// The customer by its name, where nobody is named.
    Company(String),
}

/// One thing that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    pub text: String,
    /// The agreed day.
    pub agreed: Option<Date>,
    /// The day of the note, where no day was agreed.
    pub since: Option<Date>,
}

/// Returns the letters for what is waited for. `words` stop a follow-up wherever they stand.
pub fn nudge(rows: &[Row], notes: &[Note], directory: &Directory, words: &[String]) -> Nudge {
    let mut letters: BTreeMap<(Option<String>, bool), Vec<Letter>> = BTreeMap::new();
    let mut withheld = Vec::new();
    let outward = Outward::new(notes.iter(), directory, words);
    for row in rows {
        let said = Said::of(row.item, row.note);
        let mut put = |customer: Option<&str>, to: Recipient| -> Result<(), Reason> {
            let text = outward.clear(&said, customer)?;
            let key = (customer.map(String::from), matches!(to, Recipient::Company(_)));
            let letters = letters.entry(key.clone()).or_default();
            let point = point(row, text.as_str());
            match letters.iter_mut().find(|letter| letter.to == to) {
                Some(letter) => letter.points.push(point),
                None => letters.push(Letter { customer: key.0, to, points: vec![point] }),
            }
            Ok(())
        };
        let recipients = recipients(row, directory);
        let put = |(customer, to)| put(customer, to);
        let result = match recipients.is_empty() {
            true => Err(Reason::Nobody),
            false => recipients.into_iter().try_for_each(put),
        };
        if let Err(reason) = result {
            withheld.push(Withheld::of(&said, reason));
        }
    }
    Nudge { letters: letters.into_values().flatten().collect(), withheld }
}

fn point(row: &Row, text: &str) -> Point {
    let agreed = row.item.deadline();
    Point { text: text.to_string(), agreed, since: row.note.date.filter(|_| agreed.is_none()) }
}

/// Returns to whom a follow-up goes: each owner of theirs or a partner's, with the customer.
fn recipients<'a>(row: &Row<'a>, directory: &'a Directory) -> Vec<(Option<&'a str>, Recipient)> {
    let owners = row.item.owners.iter();
    let owners = owners.filter(|owner| matches!(owner.side, Some(Side::Theirs | Side::Partner)));
    let found = owners.filter_map(|owner| {
        let card = card_of(row.note, &owner.name, directory);
        let customer = row.note.customer.as_deref().or(card.map(|card| card.slug.as_str()));
        if owner.name == "them" {
            let company = directory.customer_name(customer?).to_string();
            return Some((customer, Recipient::Company(company)));
        }
        let person = card.and_then(|card| person_of(card, &owner.name));
        let mail = person.and_then(|person| person.mail.clone());
        Some((customer, Recipient::Person { name: owner.name.clone(), mail }))
    });
    found.collect()
}

/// Returns the card of the note's customer; without a customer, the only one that the owner stands on.
fn card_of<'a>(note: &Note, owner: &str, directory: &'a Directory) -> Option<&'a Card> {
    if let Some(slug) = &note.customer {
        return directory.cards.get(slug);
    }
    let mut cards = directory.cards.values().filter(|card| person_of(card, owner).is_some());
    cards.next().filter(|_| cards.next().is_none())
}

fn person_of<'a>(card: &'a Card, name: &str) -> Option<&'a Person> {
    card.people.iter().find(|person| person.name == name)
}

#[cfg(test)]
mod tests;
