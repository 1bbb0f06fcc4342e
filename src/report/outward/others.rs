//! Whether a text that goes to one customer names another, or somebody there.

use std::collections::BTreeSet;

use super::plain::{Name, Plain, letters};
use crate::note::Note;
use crate::people::{Card, Directory, Person, Present};
use crate::words::is_unspaced;

/// All that can be named: the customers of the notes, the cards, the team.
pub struct Others<'a> {
    slugs: Vec<Name>,
    cards: Vec<Named<'a>>,
    /// The team's names.
    team: BTreeSet<String>,
    directory: &'a Directory,
}

/// What of a card can be named.
struct Named<'a> {
    slug: &'a str,
    names: Vec<Name>,
    /// Each person's name, as letters, and all that names them.
    people: Vec<(String, Vec<Name>)>,
}

impl<'a> Others<'a> {
    pub fn new(notes: impl Iterator<Item = &'a Note>, directory: &'a Directory) -> Others<'a> {
        let slugs: BTreeSet<&str> = notes.filter_map(|note| note.customer.as_deref()).collect();
        let cards = directory.cards.values().map(|card| Named {
            slug: &card.slug,
            names: names(card).map(|name| Name::of(name)).collect(),
            people: card.people.iter().map(|one| (letters(&one.name), names_of(one))).collect(),
        });
        Others {
            slugs: slugs.into_iter().map(Name::of).collect(),
            cards: cards.collect(),
            team: directory.team.iter().map(|person| letters(&person.name)).collect(),
            directory,
        }
    }

    /// Returns what of another customer than its own a text names: the slug, name or domain, or by full
    /// name, address or alias somebody who stands neither on its own card nor in the team.
    pub fn named(&self, text: &Plain, customer: Option<&str>) -> Option<String> {
        let is_other = |slug: &str| Some(slug) != customer;
        let own = self.cards.iter().filter(|card| !is_other(card.slug));
        // Their own names may hold another's.
        let theirs = own.clone().flat_map(|card| &card.names);
        let is_named = |name: &&Name| text.names_beyond(name, theirs.clone());
        let mut slugs = self.slugs.iter().filter(|slug| is_other(&slug.text));
        if let Some(slug) = slugs.find(is_named) {
            return Some(slug.text.clone());
        }
        let own: Vec<&String> = own.flat_map(|card| &card.people).map(|(name, _)| name).collect();
        let is_here = |name: &String| own.contains(&name) || self.team.contains(name);
        let mut others = self.cards.iter().filter(|card| is_other(card.slug));
        let found = others.find_map(|card| {
            let people = card.people.iter().filter(|(name, _)| !is_here(name));
            card.names.iter().chain(people.flat_map(|(_, names)| names)).find(is_named)
        });
        found.map(|name| name.text.clone())
    }

    /// Returns whether an `@name` in a text means somebody on another customer's card, and nobody of the
    /// note's own lists, its customer's card or the team.
    pub fn answer(&self, text: &str, customer: Option<&str>, present: &Present) -> bool {
        // Of a customer without a card, so that no other cards are searched.
        let customer = Some(customer.unwrap_or_default().to_string());
        let here = Present { customer, ..present.clone() };
        text.split(['@', '＠']).skip(1).any(|behind| {
            let means = spellings(behind).into_iter().find_map(|name| {
                let is_here = self.directory.owner_if_known(name, &here).is_some();
                let is_known = is_here || self.directory.person(name, None) != Ok(None);
                is_known.then_some(is_here)
            });
            means == Some(false)
        })
    }
}

fn names(card: &Card) -> impl Iterator<Item = &String> {
    [&card.slug, &card.name].into_iter().chain(&card.domains)
}

fn names_of(person: &Person) -> Vec<Name> {
    // A single name, such as an alias often is, is borne by many.
    let is_full = |alias: &&String| {
        alias.contains(char::is_whitespace) || alias.chars().filter(|c| is_unspaced(*c)).count() > 3
    };
    let aliases = person.aliases.iter().filter(is_full);
    let all = [&person.name].into_iter().chain(&person.mail).chain(aliases);
    all.map(|name| Name::of(name)).collect()
}

/// Returns what may be the name behind an `@`, the longest first: `佐藤さんに` is cut by characters,
/// `carla-san` by its hyphens.
pub fn spellings(behind: &str) -> Vec<&str> {
    let length = behind.find(|c: char| !(c.is_alphanumeric() || "-_.・".contains(c)));
    let mut name = behind[..length.unwrap_or(behind.len())].trim_end_matches(['.', '-', '_', '・']);
    let mut found = Vec::new();
    while let Some((at, last)) = name.char_indices().next_back() {
        found.push(name);
        let hyphen = name.rfind(['-', '_', '.']);
        name = match hyphen {
            _ if is_unspaced(last) => &name[..at],
            Some(hyphen) => &name[..hyphen],
            None => break,
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::spellings;

    #[test]
    fn a_name_ends_where_it_may() {
        for (behind, expected) in [
            ("carla, too", "carla"),
            ("carla-san's", "carla-san carla"),
            ("佐藤さん", "佐藤さん 佐藤さ 佐藤 佐"),
            ("ken.", "ken"),
            ("Carlaさん", "Carlaさん Carlaさ Carla"),
            ("", ""),
        ] {
            assert_eq!(spellings(behind).join(" "), expected, "{behind}");
        }
    }
}
