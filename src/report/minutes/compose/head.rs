//! The meeting: its title, its days, and who was there.

use super::{Composer, Source};
use crate::note::Note;
use crate::people::{Directory, Known, Side};
use crate::report::minutes::doubt::heading_looks_internal;
use crate::report::minutes::{Attendee, Head, Purpose, Why};

impl Composer<'_> {
    /// Returns the meeting as the minutes name it.
    pub fn head(&mut self) -> Head {
        let customer = self.source.directory.customer_name(self.source.slug).to_string();
        let title = self.source.selection.title.clone();
        let title = title.and_then(|(text, line)| {
            let own = text.strip_prefix(customer.as_str()).unwrap_or(&text);
            let own = own.trim_start_matches([' ', '—', '–', '-', ':']);
            if heading_looks_internal(own) {
                self.refuse(line, Why::Unmarked);
            }
            self.text(own, line)
        });
        let present = &self.source.note.present;
        let lists = [
            (Side::Theirs, &present.theirs),
            (Side::Partner, &present.partner),
            (Side::Ours, &present.ours),
        ];
        let mut found = Vec::new();
        for (side, names) in lists {
            for typed in names.iter().filter(|name| name.as_str() != "them") {
                found.extend(self.attendee(typed, side));
            }
        }
        let (first, last) = (self.source.note.date, self.source.note.last_day());
        let place = self.source.selection.place.clone();
        let place = place.and_then(|(text, line)| self.text(&text, line));
        let purpose = Purpose::default();
        Head { purpose, customer, title, first, last, place, present: found }
    }

    fn attendee(&mut self, typed: &str, side: Side) -> Option<Attendee> {
        let Source { note, directory, .. } = self.source;
        let person = directory.listed(typed, side, &note.present);
        let name = self.text(bare_name(&person.name), 1)?;
        let mail = person.mail.and_then(|mail| self.text(&mail, 1));
        Some(Attendee { side: person.side, name, mail })
    }
}

/// Returns the name of somebody in the note's lists, as it is written to a customer.
pub fn listed_name(typed: &str, note: &Note, directory: &Directory) -> String {
    let owner = directory.owner(typed, &note.present);
    let mut team = directory.team.iter();
    let ours = team.find(|person| owner.known == Known::Yes && person.shown() == owner.name);
    let name = ours.map_or(owner.name.as_str(), |person| person.name.as_str());
    bare_name(name).to_string()
}

/// Returns a name without what is told beside it: `Lars Holm (CTO)`.
fn bare_name(name: &str) -> &str {
    name.split(['(', '（', '<', ',', '、']).next().unwrap_or_default().trim()
}
