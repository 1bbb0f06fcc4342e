//! Whose meeting one of the calendar is: by the people who are invited, then by its title.

use std::collections::HashMap;

use crate::calendar::{Answer, Details, Invitee};
use crate::people::Directory;
use crate::words::{fold, has_phrase};

/// Where people of all companies have addresses: such a domain is nobody's.
const EVERYBODYS: [&str; 14] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "yahoo.com",
    "yahoo.co.jp",
    "icloud.com",
    "me.com",
    "gmx.de",
    "gmx.net",
    "proton.me",
    "protonmail.com",
];

/// Whose meeting it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// A customer's: its slug.
    Customer(String),
    /// That of one of several customers: their slugs, sorted.
    OneOf(Vec<String>),
    /// That of people whom nobody knows: their domains, or addresses where the domain is everybody's; sorted.
    Strangers(Vec<String>),
    /// Ours alone, or a private one.
    Ours,
}

/// Who is known by which address and name.
pub struct Guests<'a> {
    /// Customers by the addresses of the people on their cards.
    people: HashMap<String, Vec<&'a str>>,
    domains: Vec<(String, &'a str)>,
    our_people: Vec<String>,
    our_domains: Vec<String>,
    /// Of the user.
    mine: Option<String>,
    names: Vec<(String, &'a str)>,
}

impl<'a> Guests<'a> {
    pub fn of(directory: &'a Directory) -> Guests<'a> {
        let mut people: HashMap<String, Vec<&str>> = HashMap::new();
        let (mut domains, mut names) = (Vec::new(), Vec::new());
        for (slug, card) in &directory.cards {
            for mail in card.people.iter().filter_map(|person| person.mail.as_deref()) {
                let customers = people.entry(mail.to_lowercase()).or_default();
                if !customers.contains(&slug.as_str()) {
                    customers.push(slug);
                }
            }
            let bare = |domain: &String| domain.trim().trim_start_matches('@').to_lowercase();
            domains.extend(card.domains.iter().map(|domain| (bare(domain), slug.as_str())));
            let spaced = slug.replace('-', " ");
            let own = [slug, &spaced, &card.name].into_iter().chain(&card.aliases);
            let own = own.map(|name| fold(name.trim())).filter(|name| !name.is_empty());
            names.extend(own.map(|name| (name, slug.as_str())));
        }
        let mails = directory.team.iter().filter_map(|person| person.mail.as_deref());
        let our_people: Vec<String> = mails.map(str::to_lowercase).collect();
        let ours = our_people.iter().filter_map(|mail| domain(mail));
        let me = directory.me.as_deref().map(fold);
        let mine = directory.team.iter().find(|person| {
            let answers = |name: &str| Some(fold(name)) == me;
            answers(person.shown()) || answers(&person.name)
        });
        Guests {
            people,
            domains,
            our_domains: ours.filter(|one| !EVERYBODYS.contains(one)).map(String::from).collect(),
            mine: mine.and_then(|person| person.mail.as_ref()).map(|mail| mail.to_lowercase()),
            our_people,
            names,
        }
    }

    /// Returns whose meeting it is. What people say counts first; the title says which of several it is,
    /// or whose it is where nobody is invited or nobody is known.
    pub fn host(&self, details: &Details) -> Host {
        let mut customers: Vec<&str> = Vec::new();
        let mut strangers: Vec<&str> = Vec::new();
        let mut ours: Vec<&str> = Vec::new();
        for person in invited(details).filter(|person| !person.mail.is_empty()) {
            match self.place(&person.mail) {
                Place::Theirs(slugs) => customers.extend(slugs),
                Place::Ours => ours.push(&person.mail),
                Place::Nowhere => strangers.push(stranger(&person.mail)),
            }
        }
        [&mut customers, &mut strangers, &mut ours].into_iter().for_each(|list| {
            list.sort_unstable();
            list.dedup();
        });
        let slugs = |slugs: &[&str]| slugs.iter().map(ToString::to_string).collect();
        if let [one] = customers.as_slice() {
            return Host::Customer((*one).to_string());
        }
        if customers.is_empty() && strangers.is_empty() && ours.len() > 1 {
            return Host::Ours;
        }
        let mut named = self.named(&details.title);
        if !customers.is_empty() {
            named.retain(|slug| customers.contains(slug));
        }
        match (named.as_slice(), customers.is_empty()) {
            ([one], _) => Host::Customer((*one).to_string()),
            ([], true) if strangers.is_empty() => Host::Ours,
            ([], true) => Host::Strangers(slugs(&strangers)),
            ([], false) => Host::OneOf(slugs(&customers)),
            (several, _) => Host::OneOf(slugs(several)),
        }
    }

    /// Returns whether we do not come: the user declined or, where the user is not invited, all of ours.
    pub fn is_declined(&self, details: &Details) -> bool {
        let has_declined = |person: &&Invitee| person.answer == Answer::Declined;
        if let Some(me) = details.attendees.iter().find(|one| Some(&one.mail) == self.mine.as_ref())
        {
            return has_declined(&me);
        }
        let mut ours = details.attendees.iter().filter(|one| self.is_ours(&one.mail)).peekable();
        ours.peek().is_some() && ours.all(|person| has_declined(&person))
    }

    /// Returns whether an address is one of a customer's, by its card.
    pub fn is_of(&self, mail: &str, customer: &str) -> bool {
        matches!(self.place(mail), Place::Theirs(slugs) if slugs.contains(&customer))
    }

    /// Returns whether an address is one of ours.
    pub fn is_ours(&self, mail: &str) -> bool {
        matches!(self.place(mail), Place::Ours)
    }

    fn place(&self, mail: &str) -> Place<'_> {
        if let Some(slugs) = self.people.get(mail) {
            return Place::Theirs(slugs.clone());
        }
        if self.our_people.iter().any(|own| own == mail) {
            return Place::Ours;
        }
        let domain = domain(mail).unwrap_or_default();
        let is_below = |known: &str| {
            domain == known || domain.strip_suffix(known).is_some_and(|rest| rest.ends_with('.'))
        };
        let theirs = self.domains.iter().filter(|(known, _)| !known.is_empty() && is_below(known));
        let theirs: Vec<&str> = theirs.map(|(_, slug)| *slug).collect();
        if !theirs.is_empty() {
            return Place::Theirs(theirs);
        }
        if self.our_domains.iter().any(|known| is_below(known)) {
            return Place::Ours;
        }
        Place::Nowhere
    }

    /// Returns the customers that a title names, sorted. A name that is part of another's there is none:
    /// `Orbit Foods` does not name `orbit`, if that is somebody else.
    fn named(&self, title: &str) -> Vec<&'a str> {
        let found = self.names.iter().filter(|(name, _)| has_phrase(title, name));
        let found: Vec<&(String, &str)> = found.collect();
        let is_part = |name: &str| {
            found.iter().any(|(other, _)| other.len() > name.len() && has_phrase(other, name))
        };
        let whole = found.iter().filter(|(name, _)| !is_part(name));
        let mut slugs: Vec<&str> = whole.map(|(_, slug)| *slug).collect();
        slugs.sort_unstable();
        slugs.dedup();
        slugs
    }
}

enum Place<'a> {
    Theirs(Vec<&'a str>),
    Ours,
    Nowhere,
}

/// Returns all who are invited, and who invited them.
pub fn invited(details: &Details) -> impl Iterator<Item = &Invitee> {
    // Whoever keeps an appointment with nobody organizes it too.
    let organizer = details.organizer.iter().filter(|_| !details.attendees.is_empty());
    organizer.chain(&details.attendees)
}

fn domain(mail: &str) -> Option<&str> {
    mail.rsplit_once('@').map(|(_, domain)| domain)
}

fn stranger(mail: &str) -> &str {
    domain(mail).filter(|domain| !EVERYBODYS.contains(domain)).unwrap_or(mail)
}

#[cfg(test)]
mod tests {
    use super::{Guests, Host};
    use crate::calendar::{Answer, Details, Invitee};
    use crate::people::{Card, Directory, read_team};

    fn directory() -> Directory {
        let team = "- @dana — Dana Reyes <dana@us.example>\n- @bo — Bo Li <bo.li@gmail.com>\n";
        let mut directory = Directory {
            team: read_team(team.as_bytes()),
            me: Some("dana".into()),
            ..Directory::default()
        };
        for (slug, card) in [
            (
                "minato",
                "---\nname: Minato Storage\naliases: [ミナト]\ndomains: [minato.example]\n---\n",
            ),
            ("orbit", "---\nname: Orbit\ndomains: ['@Orbit.example', shared.example]\n---\n"),
            (
                "orbit-foods",
                "---\nname: Orbit Foods\ndomains: [shared.example]\n---\n## People\n- Ivo <Ivo@gmail.com>\n- Ann — partner <ann@partner.example>\n",
            ),
        ] {
            directory.cards.insert(slug.into(), Card::read(slug, card.as_bytes()));
        }
        directory
    }

    /// A meeting of people by their addresses, the first of whom organizes it; `-` declined.
    fn details(title: &str, mails: &str) -> Details {
        let person = |mail: &str| Invitee {
            name: String::new(),
            mail: mail.trim_start_matches('-').to_string(),
            answer: if mail.starts_with('-') { Answer::Declined } else { Answer::Open },
        };
        let people: Vec<Invitee> = mails.split_whitespace().map(person).collect();
        Details {
            title: title.to_string(),
            organizer: people.first().cloned(),
            attendees: people.get(1..).unwrap_or_default().to_vec(),
            ..Details::default()
        }
    }

    #[test]
    fn people_say_whose_meeting_it_is_then_the_title() {
        let directory = directory();
        let guests = Guests::of(&directory);
        let us = "dana@us.example";
        for (title, mails, expected) in [
            ("Sync", "dana@us.example ken@minato.example", "minato"),
            ("Sync", "ken@eu.minato.example dana@us.example", "minato"),
            ("Sync", "dana@us.example ken@notminato.example", "strangers notminato.example"),
            ("Sync", "dana@us.example ivo@gmail.com", "orbit-foods"),
            ("Sync", "dana@us.example eve@gmail.com", "strangers eve@gmail.com"),
            ("Sync", "dana@us.example ann@partner.example", "orbit-foods"),
            // Two customers fit: the title says which.
            ("Sync", "dana@us.example x@shared.example", "one of orbit orbit-foods"),
            ("Orbit Foods sync", "dana@us.example x@shared.example", "orbit-foods"),
            ("Minato sync", "dana@us.example x@shared.example", "one of orbit orbit-foods"),
            ("Sync", "dana@us.example ken@minato.example x@orbit.example", "one of minato orbit"),
            ("ORBIT", "dana@us.example ken@minato.example x@orbit.example", "orbit"),
            // People count before the title.
            ("Orbit sync", "dana@us.example ken@minato.example", "minato"),
            ("Orbit sync", "dana@us.example x@else.example", "orbit"),
            ("Orbit and Minato", "dana@us.example x@else.example", "one of minato orbit"),
            ("Orbital sync", "dana@us.example x@else.example", "strangers else.example"),
            // Nobody is invited.
            ("Onsite at orbit foods", us, "orbit-foods"),
            ("ミナト定例", "", "minato"),
            ("minato: pricing", "dana@us.example dana@us.example", "minato"),
            ("Dentist", us, "ours"),
            ("Dentist", "", "ours"),
            // Ours alone, whatever it is about.
            ("Minato: prepare", "dana@us.example bo.li@gmail.com", "ours"),
            ("Minato: prepare", "dana@us.example eve@us.example", "ours"),
        ] {
            let shown = match guests.host(&details(title, mails)) {
                Host::Customer(slug) => slug,
                Host::OneOf(slugs) => format!("one of {}", slugs.join(" ")),
                Host::Strangers(domains) => format!("strangers {}", domains.join(" ")),
                Host::Ours => "ours".to_string(),
            };
            assert_eq!(shown, expected, "{title} {mails}");
        }
    }

    #[test]
    fn a_meeting_is_declined_by_the_user_or_by_all_of_ours() {
        let directory = directory();
        let guests = Guests::of(&directory);
        for (mails, expected) in [
            ("ken@minato.example -dana@us.example", true),
            ("ken@minato.example -dana@us.example bo.li@gmail.com", true),
            ("ken@minato.example dana@us.example -bo.li@gmail.com", false),
            ("ken@minato.example -bo.li@gmail.com -eve@us.example", true),
            ("ken@minato.example -bo.li@gmail.com eve@us.example", false),
            ("dana@us.example -ken@minato.example", false),
            ("", false),
        ] {
            assert_eq!(guests.is_declined(&details("Sync", mails)), expected, "{mails}");
        }
    }
}
