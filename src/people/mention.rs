//! How a line names a person, so that exactly this person is read from it.

use super::{Directory, Known, Owner, Present};
use crate::words::is_unspaced;

/// A person as a line names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The name of the owner that will be read.
    pub name: String,
    /// What stands behind `@`: `dana`, `lucía`, `佐藤`.
    pub handle: String,
    /// What stands in `Dana to …`: `Dana`, `佐藤 健`.
    pub plain: String,
}

impl Directory {
    /// Returns how a note names the person whom somebody typed: the shortest form that nobody else
    /// there answers to. `None` if nobody is known by it.
    ///
    /// # Errors
    /// The names of several people of one place who answer to it.
    pub fn mention(&self, typed: &str, present: &Present) -> Result<Option<Mention>, Vec<String>> {
        let owner = self.owner(typed, present);
        match owner.known {
            Known::No => return Ok(None),
            Known::Ambiguous(names) => return Err(names),
            Known::Yes => {}
        }
        let name = owner.name;
        let full = self.everybody().find(|person| person.shown() == name);
        let full = full.map_or(name.as_str(), |person| person.name.as_str());
        let is_meant = |owner: Owner| owner.known == Known::Yes && owner.name == name;
        let first = full.split_whitespace().next().unwrap_or(full);
        let joiner = if full.chars().any(is_unspaced) { "" } else { "-" };
        let joined = full.split_whitespace().collect::<Vec<_>>().join(joiner);
        let handles = [name.clone(), first.to_lowercase(), joined.to_lowercase()];
        let handle = handles.into_iter().find(|handle| {
            !handle.contains(char::is_whitespace) && is_meant(self.owner(handle, present))
        });
        let plain = [first, full].into_iter().find(|plain| is_meant(self.owner(plain, present)));
        Ok(handle.map(|handle| Mention {
            plain: plain.unwrap_or(&handle).to_string(),
            name: name.clone(),
            handle,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::{Directory, Present};
    use crate::people::{Card, read_team};

    #[test]
    fn a_person_is_named_as_briefly_as_can_be() {
        let card = "## People\n\n- 佐藤 健 (Satō Ken) — lead\n- 高橋 一郎 — partner\n\
                    - 高橋 花子 — buyer\n- Dana Smith\n- Lucía Pérez\n- Ana Maria Gil\n- Ana Lima\n";
        let team = "- @dana — Dana Reyes\n- @ann — Ann Lee\n".as_bytes();
        let mut directory = Directory { team: read_team(team), ..Directory::default() };
        directory.cards.insert("minato".into(), Card::read("minato", card.as_bytes()));
        directory.me = Some("ann".into());
        let present = Present {
            customer: Some("minato".into()),
            ours: vec!["dana".into()],
            ..Present::default()
        };
        for (typed, expected) in [
            ("dana", "dana @dana Dana"),
            ("Reyes", "dana @dana Dana"),
            ("me", "ann @ann Ann"),
            ("sato", "佐藤 健 @佐藤 佐藤"),
            ("高橋一郎", "高橋 一郎 @高橋一郎 高橋 一郎"),
            ("@lucia", "Lucía Pérez @lucía Lucía"),
            ("lima", "Ana Lima @ana-lima Ana Lima"),
            ("smith", "Dana Smith @dana-smith Dana Smith"),
            ("them", "them @them them"),
            ("nobody", "-"),
            ("高橋", "高橋 一郎 or 高橋 花子"),
        ] {
            let shown = match directory.mention(typed, &present) {
                Ok(Some(one)) => format!("{} @{} {}", one.name, one.handle, one.plain),
                Ok(None) => "-".to_string(),
                Err(names) => names.join(" or "),
            };
            assert_eq!(shown, expected, "{typed}");
        }
    }
}
