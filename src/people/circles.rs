//! Who can be meant in the notes of a customer: what is read of a note stays right as long as that is the same.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use siphasher::sip::SipHasher13;

use super::{Directory, Person};

/// The circle of each customer, as a number: the same people, the same number.
#[derive(PartialEq, Eq)]
pub struct Circles {
    /// Of customers with a card.
    carded: HashMap<String, u64>,
    uncarded: u64,
    /// Of notes without a customer, in which everybody can be meant.
    all: u64,
}

impl Circles {
    pub fn of(directory: &Directory) -> Circles {
        let cards = directory.cards.iter();
        let all = directory.cards.values().flat_map(|card| &card.people);
        Circles {
            carded: cards
                .map(|(slug, card)| (slug.clone(), circle(directory, &card.people)))
                .collect(),
            uncarded: circle(directory, []),
            all: circle(directory, all),
        }
    }

    /// Returns the circle of a customer; of `None`, in notes without one.
    pub fn of_customer(&self, customer: Option<&str>) -> u64 {
        match customer {
            Some(slug) => self.carded.get(slug).copied().unwrap_or(self.uncarded),
            None => self.all,
        }
    }
}

fn circle<'a>(directory: &Directory, on_cards: impl IntoIterator<Item = &'a Person>) -> u64 {
    let mut hasher = SipHasher13::new();
    directory.me.hash(&mut hasher);
    directory.team.hash(&mut hasher);
    on_cards.into_iter().for_each(|person| person.hash(&mut hasher));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::Circles;
    use crate::people::{Card, Directory, read_team};

    #[test]
    fn a_circle_is_another_if_somebody_else_can_be_meant() {
        let mut directory =
            Directory { team: read_team(b"- Ann Lee @ann\n"), ..Directory::default() };
        let card =
            |slug, people: &str| Card::read(slug, format!("## People\n\n{people}").as_bytes());
        directory.cards.insert("acme".into(), card("acme", "- Eve Poe\n"));
        let of = |directory: &Directory| {
            let circles = Circles::of(directory);
            [Some("acme"), Some("orbit"), None].map(|slug| circles.of_customer(slug))
        };
        let before = of(&directory);
        assert_eq!(before, of(&directory.clone()));
        let same = |other: &Directory| {
            let other = of(other);
            [0, 1, 2].map(|at| before[at] == other[at])
        };
        let mut other = directory.clone();
        other.cards.insert("orbit".into(), card("orbit", "- Bo Li\n"));
        assert_eq!(same(&other), [true, false, false]);
        other = directory.clone();
        other.cards.insert("acme".into(), card("acme", "- Eve Poe (champion)\n"));
        assert_eq!(same(&other), [false, true, false]);
        other = Directory { me: Some("ann".into()), ..directory.clone() };
        assert_eq!(same(&other), [false; 3]);
        other = Directory { team: Vec::new(), ..directory.clone() };
        assert_eq!(same(&other), [false; 3]);
    }
}
