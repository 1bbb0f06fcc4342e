//! Whether a text names somebody of a customer's or a partner's.

use std::collections::BTreeSet;

use super::others::spellings;
use super::plain::{Name, Plain};
use crate::markdown::Inline;
use crate::note::Note;
use crate::people::{Directory, Known, Person, Side};
use crate::words::{fold, is_unspaced};

/// Everybody of theirs: on the cards, and in the notes' own lists.
pub struct Theirs<'a> {
    directory: &'a Directory,
    /// Names, aliases and addresses.
    names: Vec<Name>,
    /// Parts of their names, folded, that nobody of ours and no customer bears.
    parts: BTreeSet<String>,
}

impl<'a> Theirs<'a> {
    pub fn new(
        notes: impl Iterator<Item = &'a Note> + Clone,
        directory: &'a Directory,
    ) -> Theirs<'a> {
        let on_cards = directory.cards.values().flat_map(|card| &card.people).flat_map(names_of);
        let mut names: BTreeSet<String> = on_cards.cloned().collect();
        let mut listed_names: BTreeSet<String> = BTreeSet::new();
        for note in notes.clone() {
            let present = &note.present;
            let listed = present.theirs.iter().chain(&present.partner).map(|name| bare(name));
            listed_names.extend(listed);
            let others = present.attendees.iter().map(|attendee| &attendee.name);
            let is_ours = |name: &&String| directory.owner(name, present).side == Some(Side::Ours);
            names.extend(others.filter(|name| is_full(name) && !is_ours(name)).cloned());
        }
        listed_names.retain(|name| fold(name) != "them");
        let ours = directory.team.iter().flat_map(|person| {
            [Some(&person.name), person.handle.as_ref()]
                .into_iter()
                .flatten()
                .chain(&person.aliases)
        });
        let ours = ours.chain(notes.flat_map(|note| &note.present.ours));
        let customers = directory.cards.values().flat_map(|card| [&card.slug, &card.name]);
        let known: BTreeSet<String> = ours.chain(customers).flat_map(|name| parts(name)).collect();
        let own = names.iter().filter(|name| !name.contains('@'));
        let own = own.chain(&listed_names).flat_map(|name| parts(name));
        let parts = own.filter(|part| !known.contains(part) && is_long(part)).collect();
        names.extend(listed_names.into_iter().filter(|name| is_full(name)));
        let names = names.iter().map(|name| Name::of(name)).collect();
        Theirs { directory, names, parts }
    }

    /// Returns whether a text of a note names one of them: by name, alias or address, however it is
    /// written; by a part of the name that is written as one; or by an `@name` that is not one of ours.
    pub fn are_named(&self, text: &str, seen: &Inline, note: &Note) -> bool {
        self.are_named_by(&Plain::of(text, seen), text, seen) || self.answer(text, note)
    }

    /// The same for a text of no note, in which an `@name` may be anybody.
    pub fn are_named_by(&self, plain: &Plain, text: &str, seen: &Inline) -> bool {
        self.names.iter().any(|name| plain.names(name))
            || self.has_part(text)
            || self.has_part(&seen.text)
            || self.has_address(text)
    }

    /// `Carla` and `佐藤さん`; `will` is a word, `Will` may be a name.
    fn has_part(&self, text: &str) -> bool {
        let is_end = |c: char| !c.is_alphanumeric() || is_unspaced(c);
        let mut words = text.split(is_end).filter(|word| !word.starts_with(char::is_lowercase));
        if words.any(|word| self.parts.contains(&fold(word))) {
            return true;
        }
        let text = fold(text);
        let mut unspaced = self.parts.iter().filter(|part| part.chars().all(is_unspaced));
        unspaced.any(|part| text.contains(part.as_str()))
    }

    /// Returns whether an address at a customer's domain stands in a text.
    fn has_address(&self, text: &str) -> bool {
        let text = fold(text);
        let mut domains = self.directory.cards.values().flat_map(|card| &card.domains);
        domains.any(|domain| text.contains(&format!("@{}", fold(domain))))
    }

    fn answer(&self, text: &str, note: &Note) -> bool {
        let mut before = String::new();
        for (at, part) in text.split(['@', '＠']).enumerate() {
            let is_address = before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '/');
            before.push_str(part);
            if at == 0 || is_address {
                continue;
            }
            let spelled = spellings(part);
            let Some(whole) = spelled.first().copied() else { continue };
            let owners = spelled.iter().map(|name| self.directory.owner(name, &note.present));
            let known = owners.into_iter().find(|owner| owner.known != Known::No);
            let is_package = part[whole.len()..].starts_with('/');
            match known {
                Some(owner) if owner.name == "them" || owner.side == Some(Side::Ours) => {}
                None if is_package => {}
                _ => return true,
            }
        }
        false
    }
}

fn names_of(person: &Person) -> impl Iterator<Item = &String> {
    [&person.name].into_iter().chain(&person.aliases).chain(&person.mail)
}

/// A single name, as lists in notes hold them, is borne by many, or is a team's: `IT`.
fn is_full(name: &str) -> bool {
    name.contains(char::is_whitespace) || name.chars().filter(|c| is_unspaced(*c)).count() > 2
}

/// Returns a name of a note's list without what is told beside it: `Lars Holm (CTO)`.
fn bare(name: &str) -> String {
    name.split(['(', '（', '<', ',', '、']).next().unwrap_or_default().trim().to_string()
}

/// `It` may be a team, and is a word; in scripts without case two letters are a name.
fn is_long(part: &str) -> bool {
    let least = if part.chars().any(char::is_lowercase) { 3 } else { 2 };
    part.chars().count() >= least
}

/// Returns the parts of a name, folded.
fn parts(name: &str) -> Vec<String> {
    let parts = name.split(|c: char| !c.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).map(fold).collect()
}
