//! On which side of the table those sit who are invited to a meeting.

use super::guests::{Guests, invited};
use crate::calendar::{Answer, Details, Invitee};
use crate::people::{Directory, Person, Side};

/// Who comes, as a note lists them: handles of ours, full names of the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    pub ours: Vec<String>,
    pub theirs: Vec<String>,
    pub partner: Vec<String>,
    /// Those of whom neither a card nor the address says whose they are: their side is a guess.
    pub guessed: Vec<String>,
}

/// Returns who comes to a meeting of a customer, without those who declined.
///
/// A person is known by the address, then by the name. Whom nobody knows is the customer's where the address
/// is; else a partner's if the customer's addresses are known, and the customer's if they are not.
pub fn sides(details: &Details, customer: &str, directory: &Directory) -> Sides {
    let guests = Guests::of(directory);
    let mut sides = Sides::default();
    for one in invited(details).filter(|one| one.answer != Answer::Declined) {
        let known = known(one, customer, directory);
        let (side, name) = match known {
            Some(person) => (person.side, person.shown().to_string()),
            None if guests.is_ours(&one.mail) => (Side::Ours, name(one)),
            None => (stranger(one, customer, &guests, directory), name(one)),
        };
        let list = match side {
            Side::Ours => &mut sides.ours,
            Side::Theirs => &mut sides.theirs,
            Side::Partner => &mut sides.partner,
        };
        if !name.is_empty() && !list.contains(&name) {
            list.push(name.clone());
            let is_sure =
                known.is_some() || side == Side::Ours || guests.is_of(&one.mail, customer);
            sides.guessed.extend((!is_sure).then_some(name));
        }
    }
    sides
}

fn known<'a>(one: &Invitee, customer: &str, directory: &'a Directory) -> Option<&'a Person> {
    let card = directory.cards.get(customer);
    let on_card = || card.into_iter().flat_map(|card| &card.people);
    let has_mail = |person: &&Person| {
        let own = person.mail.as_ref().map(|mail| mail.to_lowercase());
        !one.mail.is_empty() && own.as_ref() == Some(&one.mail)
    };
    let mut by_mail = on_card().chain(&directory.team);
    by_mail.find(has_mail).or_else(|| {
        // A name of one of ours can be anybody's; on the card it is the one that is meant.
        let typed = name(one);
        let found = directory.person(&typed, Some(customer)).ok().flatten();
        found.filter(|found| person_is_on(on_card(), found))
    })
}

fn person_is_on<'a>(mut card: impl Iterator<Item = &'a Person>, person: &Person) -> bool {
    card.any(|one| one == person)
}

fn stranger(one: &Invitee, customer: &str, guests: &Guests, directory: &Directory) -> Side {
    let has_domains = directory.cards.get(customer).is_some_and(|card| !card.domains.is_empty());
    if has_domains && !one.mail.is_empty() && !guests.is_of(&one.mail, customer) {
        Side::Partner
    } else {
        Side::Theirs
    }
}

/// Returns a name as people say it: `Moss, Helen` is Helen Moss; without one, what stands before the `@`.
fn name(one: &Invitee) -> String {
    let name = match one.name.split_once(',') {
        Some((last, first)) if !first.contains(',') && !first.trim().is_empty() => {
            format!("{} {}", first.trim(), last.trim())
        }
        _ => one.name.clone(),
    };
    // An `@` would make it somebody's handle.
    let name = name.trim().trim_start_matches(['@', '＠']).trim().to_string();
    let local = one.mail.split('@').next().unwrap_or_default();
    if name.is_empty() { local.to_string() } else { name }
}

#[cfg(test)]
mod tests {
    use super::sides;
    use crate::calendar::{Answer, Details, Invitee};
    use crate::people::{Card, Directory, read_team};

    /// Shows the sides of people, each `Name <mail>`, `-` before one who declined.
    fn check(people: &[&str], domains: &str, expected: &str) {
        let team = "- @dana — Dana Reyes <dana@us.example>\n- @bo — Bo Li\n";
        let mut directory = Directory { team: read_team(team.as_bytes()), ..Directory::default() };
        let card = format!(
            "---\ndomains: [{domains}]\n---\n## People\n- 佐藤 健 (Satō Ken) <ken@minato.example>\n\
             - 高橋 一郎 — partner <t@partner.example>\n- Eve Poe\n"
        );
        directory.cards.insert("minato".into(), Card::read("minato", card.as_bytes()));
        let attendees = people.iter().map(|text| {
            let (name, mail) = text.split_once('<').unwrap_or((text, ""));
            Invitee {
                name: name.trim_start_matches('-').trim().to_string(),
                mail: mail.trim_end_matches('>').to_string(),
                answer: if text.starts_with('-') { Answer::Declined } else { Answer::Open },
            }
        });
        let details = Details { attendees: attendees.collect(), ..Details::default() };
        let found = sides(&details, "minato", &directory);
        let lists = [found.ours, found.theirs, found.partner, found.guessed];
        assert_eq!(lists.map(|list| list.join(", ")).join(" | "), expected, "{people:?}");
    }

    #[test]
    fn people_are_known_by_their_address_then_by_their_name() {
        let own = "minato.example";
        for (people, domains, expected) in [
            (
                &["Dana <dana@us.example>", "Ken S <ken@minato.example>", "<t@partner.example>"][..],
                own,
                "dana | 佐藤 健 | 高橋 一郎 | ",
            ),
            (&["Poe, Eve <e.poe@elsewhere.example>", "Satō Ken"], own, " | Eve Poe, 佐藤 健 |  | "),
            (&["<new@us.example>", "Dana <dana@us.example>"], own, "new, dana |  |  | "),
            (&["Mori <mori@minato.example>"], own, " | Mori |  | "),
            (&["Helen <h@tern.example>"], own, " |  | Helen | Helen"),
            (&["Helen <h@tern.example>"], "", " | Helen |  | Helen"),
            (&["@dana <x@minato.example>"], own, " | dana |  | "),
            (&["-Dana <dana@us.example>", "Dana <dana@us.example>"], own, "dana |  |  | "),
            (&["-Ken <ken@minato.example>"], own, " |  |  | "),
        ] {
            check(people, domains, expected);
        }
    }
}
