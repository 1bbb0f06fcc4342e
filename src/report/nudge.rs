//! What we may ask them for: one letter for each person, with nothing in it that is not theirs to read.
//!
//! Whatever is in doubt is withheld, and told to the user by its place. Words are never rephrased: only
//! marks that mean nothing to the reader are taken out.

mod clean;
mod marks;
mod others;
mod plain;

use std::collections::BTreeMap;

use crate::date::Date;
use crate::markdown::inline;
use crate::note::Note;
use crate::people::{Card, Directory, Person, Side};
use crate::query::Row;
use crate::words::fold;

use clean::cleaned;
use marks::has_marks;
use others::Others;
use plain::Plain;

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

/// A follow-up that is in no letter. It is never quoted.
#[derive(Debug, PartialEq, Eq)]
pub struct Withheld {
    pub note: String,
    pub line: usize,
    pub reason: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    Internal,
    /// It may be internal: it looks so, or stands below what does.
    LooksInternal,
    /// It holds a comment or HTML, in which something may hide.
    Hidden,
    /// Another customer, or somebody there, is named.
    OtherCustomer,
    /// It holds a word that stops sharing, such as "confidential".
    Word,
    /// It holds a path, a link to a note or an id.
    Mark,
    /// It has no customer, and nobody is named.
    Nobody,
}

/// Returns the letters for what is waited for. `words` stop a follow-up wherever they stand.
pub fn nudge(rows: &[Row], notes: &[Note], directory: &Directory, words: &[String]) -> Nudge {
    let mut letters: BTreeMap<(Option<String>, bool), Vec<Letter>> = BTreeMap::new();
    let mut withheld = Vec::new();
    let others = Others::new(notes, directory);
    for row in rows {
        let mut put = |customer: Option<&str>, to: Recipient| -> Result<(), Reason> {
            let text = cleaned(row, customer, directory);
            check(row, &text, customer, &others, words)?;
            let key = (customer.map(String::from), matches!(to, Recipient::Company(_)));
            let letters = letters.entry(key.clone()).or_default();
            let point = point(row, text);
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
            let (note, line) = (row.note.path.clone(), row.item.line);
            withheld.push(Withheld { note, line, reason });
        }
    }
    Nudge { letters: letters.into_values().flatten().collect(), withheld }
}

fn point(row: &Row, text: String) -> Point {
    let agreed = row.item.deadline();
    Point { text, agreed, since: row.note.date.filter(|_| agreed.is_none()) }
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

/// Refuses what the reader must not see.
fn check(
    row: &Row,
    text: &str,
    customer: Option<&str>,
    others: &Others,
    words: &[String],
) -> Result<(), Reason> {
    let seen = inline(text);
    let plain = Plain::of(text, &seen);
    if row.item.internal || row.note.internal {
        Err(Reason::Internal)
    } else if says_internal(text)
        || row.note.look_alikes.iter().any(|lines| lines.contains(&row.item.line))
    {
        Err(Reason::LooksInternal)
    } else if others.are_named(&plain, customer)
        || others.answer(&row.item.text, customer, &row.note.present)
    {
        Err(Reason::OtherCustomer)
    } else if words.iter().any(|word| plain.names(word)) {
        Err(Reason::Word)
    } else if seen.has_html || text.contains("%%") {
        Err(Reason::Hidden)
    } else if text.is_empty() || has_marks(text, &seen) {
        Err(Reason::Mark)
    } else {
        Ok(())
    }
}

/// Returns whether a text says of itself that it is internal; `the internal network` does not.
fn says_internal(text: &str) -> bool {
    const SIGNS: [&str; 8] = [
        "(internal",
        "[internal",
        "internal)",
        "internal]",
        "internal:",
        "internal only",
        "internal use",
        "internally only",
    ];
    let text = fold(text).replace(['*', '_', '`'], "");
    SIGNS.iter().any(|sign| text.contains(sign))
}

#[cfg(test)]
mod tests;
