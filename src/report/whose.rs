//! Whose follow-ups and notes a report is about.

use crate::follow_up::FollowUp;
use crate::note::Note;
use crate::people::Directory;
use crate::words::fold;

/// What to leave in; empty fields ask for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whose {
    /// A handle or full name: of follow-ups the owner, of notes one of `ours`.
    pub owner: Option<String>,
    pub customer: Option<String>,
}

impl Whose {
    /// Returns whether a note is of the customer and, by its `ours`, of the owner. A note that names
    /// nobody of ours is everybody's of ours, or it would be nobody's.
    pub fn is_of(&self, note: &Note, directory: &Directory) -> bool {
        let names = &note.present.ours;
        let mut people = directory.cards.values().flat_map(|card| &card.people);
        let mut is_on_a_card = |owner: &String| people.any(|person| person.name == *owner);
        let is_of_owner = |owner: &String| {
            let is_owner =
                |name: &String| fold(&directory.owner(name, &note.present).name) == fold(owner);
            names.is_empty() && !is_on_a_card(owner) || names.iter().any(is_owner)
        };
        self.is_of_customer(note) && self.owner.as_ref().is_none_or(is_of_owner)
    }

    /// Returns whether a follow-up of a note is the customer's and the owner's.
    pub fn has(&self, item: &FollowUp, note: &Note) -> bool {
        let owns = |name: &String| item.owners.iter().any(|own| fold(&own.name) == fold(name));
        self.is_of_customer(note) && self.owner.as_ref().is_none_or(owns)
    }

    fn is_of_customer(&self, note: &Note) -> bool {
        self.customer.as_ref().is_none_or(|slug| note.customer.as_ref() == Some(slug))
    }
}
