//! Who was in a meeting, asked by any of their names.

use super::{Directory, Known, Present};
use crate::words::fold;

impl Directory {
    /// Returns whether somebody stands in a note's lists: by handle, by any part of the name or an alias. One
    /// of several who answer to the name is enough.
    pub fn is_present(&self, typed: &str, present: &Present) -> bool {
        let Some(asked) = self.owner_if_known(typed, present) else { return false };
        let asked = match asked.known {
            Known::Ambiguous(names) => names,
            Known::Yes | Known::No => vec![asked.name],
        };
        let asked: Vec<String> = asked.iter().map(|name| fold(name)).collect();
        let attendees = present.attendees.iter().map(|attendee| &attendee.name);
        let listed = present.ours.iter().chain(&present.theirs).chain(&present.partner);
        listed.chain(attendees).any(|name| {
            let name = fold(name);
            asked.contains(&name) || asked.contains(&fold(&self.owner(&name, present).name))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Directory, Present};
    use crate::people::{Attendee, Card, read_team};

    #[test]
    fn people_are_found_in_a_note_by_any_name() {
        let card = "## People\n\n- 佐藤 健 (Satō Ken) — lead\n- 高橋 一郎 — partner\n- 高橋 花子\n- Lucía Pérez\n";
        let team = "- @dana — Dana Reyes\n- @ann — Ann Lee\n".as_bytes();
        let mut directory = Directory { team: read_team(team), ..Directory::default() };
        directory.cards.insert("minato".into(), Card::read("minato", card.as_bytes()));
        directory.me = Some("ann".into());
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        let present = Present {
            customer: Some("minato".into()),
            ours: names(&["dana", "me"]),
            theirs: names(&["佐藤 健"]),
            partner: names(&["高橋 一郎", "高橋 花子", "Zed Moss"]),
            attendees: vec![Attendee { name: "Tom Dale".into(), initials: "TD".into() }],
        };
        for (typed, expected) in [
            ("dana", true),
            ("Reyes", true),
            ("@Dana Reyes", true),
            ("me", true),
            ("ann", true),
            ("佐藤", true),
            ("sato", true),
            ("佐藤様", true),
            ("高橋", true),
            ("zed", true),
            ("TD", true),
            ("dale", true),
            ("Lucía", false),
            ("priya", false),
            ("", false),
        ] {
            assert_eq!(directory.is_present(typed, &present), expected, "{typed}");
        }
        assert!(!directory.is_present("dana", &Present::default()));
    }
}
