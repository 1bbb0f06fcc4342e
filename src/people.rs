//! Who is who: persons, customers' cards, the team, and who is meant by `@sato`.

use std::collections::BTreeMap;

use crate::date::Zone;
use crate::edit::Edit;
use crate::front_matter::Header;
use crate::markdown::{self, Kind};
use crate::words::{fold, is_unspaced};

/// Whose person somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Ours,
    Theirs,
    Partner,
}

/// Somebody who can own a follow-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The handle of one of our people, without `@`.
    pub handle: Option<String>,
    /// The full name as it is written.
    pub name: String,
    pub aliases: Vec<String>,
    pub role: String,
    pub mail: Option<String>,
    pub zone: Option<Zone>,
    pub side: Side,
    pub champion: bool,
    keys: Vec<Key>,
}

/// A customer's card, `customers/<slug>/README.md`.
#[derive(Clone, Debug, Default)]
pub struct Card {
    pub slug: String,
    /// The name for people; the slug where the card gives none.
    pub name: String,
    pub zone: Option<Zone>,
    /// Days between meetings.
    pub cadence: Option<i64>,
    pub owner: Option<String>,
    pub domains: Vec<String>,
    pub people: Vec<Person>,
    /// What is wrong with the card, in the order of its lines.
    pub problems: Vec<Problem>,
}

/// Something wrong with a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// From 1.
    pub line: usize,
    pub message: String,
    /// Broken front matter is an error, a value that is not understood is a warning.
    pub is_error: bool,
}

/// Everybody that the notebook knows.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    pub team: Vec<Person>,
    pub cards: BTreeMap<String, Card>,
    /// Who `@me` is: a handle or a name.
    pub me: Option<String>,
}

/// Who was in the meeting, by the note's own lists; each is searched before the card and the team.
#[derive(Clone, Debug, Default)]
pub struct Present {
    pub customer: Option<String>,
    pub ours: Vec<String>,
    pub theirs: Vec<String>,
    pub partner: Vec<String>,
    /// Attendees whose side is not told, with their initials.
    pub attendees: Vec<Attendee>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    pub name: String,
    pub initials: String,
}

/// One owner of a follow-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// A handle of ours, a full name of theirs, else the words as typed without `@`.
    pub name: String,
    pub side: Option<Side>,
    /// How well the owner is known.
    pub known: Known,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    Yes,
    /// Nobody of that name was found.
    No,
    /// Several people of one place answer to it: their names.
    Ambiguous(Vec<String>),
}

/// A name as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    parts: Vec<String>,
    joined: String,
}

/// How well a name fits; the better wins within a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Part,
    Full,
    Handle,
}

const HONORIFICS: [&str; 4] = ["様", "さん", "氏", "殿"];
const DASHES: [&str; 4] = [" — ", " – ", " -- ", " - "];

impl Key {
    fn of(name: &str) -> Key {
        let folded = fold(name);
        let bare = HONORIFICS
            .iter()
            .find_map(|honorific| folded.trim_end().strip_suffix(honorific))
            .filter(|rest| !rest.trim().is_empty())
            .unwrap_or(&folded);
        let parts = bare.split(|c: char| c.is_whitespace() || "-_.,・·".contains(c));
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).map(String::from).collect();
        Key { joined: parts.concat(), parts }
    }

    fn fit(&self, asked: &Key) -> Option<Fit> {
        if asked.joined.is_empty() {
            return None;
        }
        if self.joined == asked.joined {
            return Some(Fit::Full);
        }
        let begins_unspaced = |part: &String| {
            part.starts_with(&asked.joined)
                && asked.joined.chars().count() >= 2
                && asked.joined.chars().all(is_unspaced)
        };
        let is_part = asked.parts.iter().all(|part| self.parts.contains(part))
            || self.parts.contains(&asked.joined)
            || self.parts.iter().any(begins_unspaced);
        is_part.then_some(Fit::Part)
    }
}

impl Person {
    pub fn new(side: Side, handle: Option<&str>, name: &str, aliases: Vec<String>) -> Person {
        let names = [name].into_iter().chain(aliases.iter().map(String::as_str));
        let keys = names.map(Key::of).collect();
        Person {
            handle: handle.map(String::from),
            name: name.to_string(),
            aliases,
            role: String::new(),
            mail: None,
            zone: None,
            side,
            champion: false,
            keys,
        }
    }

    /// Returns the handle of one of ours, else the full name.
    pub fn shown(&self) -> &str {
        self.handle.as_deref().unwrap_or(&self.name)
    }

    fn fit(&self, asked: &str, key: &Key) -> Option<Fit> {
        if self.handle.as_deref().is_some_and(|handle| fold(handle) == fold(asked)) {
            return Some(Fit::Handle);
        }
        self.keys.iter().filter_map(|own| own.fit(key)).max()
    }

    /// Reads `佐藤 健 (Satō Ken) — infrastructure lead, champion <ken@minato.example>`.
    fn of_card(line: &str) -> Option<Person> {
        let (rest, mail) = split_mail(line);
        let (name, role) = split_dash(rest);
        let (name, aliases) = split_parentheses(name.trim_start_matches('@'));
        if name.is_empty() {
            return None;
        }
        let has = |word: &str| role.split([',', ';', ' ', '、']).any(|w| fold(w) == word);
        let side = if has("partner") { Side::Partner } else { Side::Theirs };
        let mut person = Person::new(side, None, name, aliases);
        person.champion = has("champion");
        person.role = role.to_string();
        person.mail = mail;
        Some(person)
    }

    /// Reads `@dana — Dana Reyes, solutions engineer (America/New_York) <dana@us.example>`.
    fn of_team(line: &str) -> Option<Person> {
        let (rest, mail) = split_mail(line);
        let (left, right) = split_dash(rest);
        let (handle, text) = match left.strip_prefix('@') {
            Some(handle) => (Some(handle.trim()), if right.is_empty() { handle } else { right }),
            None => (None, rest),
        };
        let (text, in_parentheses) = split_parentheses(text);
        let zone = in_parentheses.iter().find_map(|word| word.parse::<Zone>().ok());
        let aliases = in_parentheses.into_iter().filter(|word| word.parse::<Zone>().is_err());
        let (name, role) = match text.split_once([',', '、']) {
            Some((name, role)) => (name.trim(), role.trim()),
            None => match split_dash(text) {
                (name, role) if handle.is_none() => (name, role),
                _ => (text, ""),
            },
        };
        if name.is_empty() {
            return None;
        }
        let mut person = Person::new(Side::Ours, handle, name, aliases.collect());
        person.role = role.to_string();
        person.mail = mail;
        person.zone = zone;
        Some(person)
    }
}

fn split_mail(line: &str) -> (&str, Option<String>) {
    let Some((rest, tail)) = line.rsplit_once('<') else { return (line.trim(), None) };
    match tail.trim_end().strip_suffix('>') {
        Some(mail) if mail.contains('@') => {
            let mail = mail.trim_start_matches("mailto:");
            (rest.trim(), Some(mail.to_string()))
        }
        _ => (line.trim(), None),
    }
}

fn split_dash(text: &str) -> (&str, &str) {
    for dash in DASHES {
        if let Some((left, right)) = text.split_once(dash) {
            return (left.trim(), right.trim());
        }
    }
    (text.trim(), "")
}

/// Splits `佐藤 健 (Satō Ken, Ken)` into the name and what stands in its parentheses.
fn split_parentheses(text: &str) -> (&str, Vec<String>) {
    let text = text.trim();
    let Some(open) = text.find(['(', '（']) else { return (text, Vec::new()) };
    let inner = text[open..].trim_start_matches(['(', '（']);
    let inner = inner.split([')', '）']).next().unwrap_or_default();
    let words = inner.split([',', '、', ';']).map(|word| word.trim().to_string());
    (text[..open].trim(), words.filter(|word| !word.is_empty()).collect())
}

impl Card {
    /// Reads a card; `slug` is its folder's name.
    pub fn read(slug: &str, bytes: &[u8]) -> Card {
        let header = Header::read(bytes);
        let mut card = Card { slug: slug.to_string(), ..Card::default() };
        let broken = header.problems.iter().cloned();
        card.problems =
            broken.map(|(line, message)| Problem { line, message, is_error: true }).collect();
        let mut not_understood = |key: &str, message: String| {
            card.problems.push(Problem { line: header.line(key), message, is_error: false });
        };
        card.name = header.text("name").unwrap_or_else(|| slug.to_string());
        card.owner = header.text("owner").map(|owner| owner.trim_start_matches('@').to_string());
        card.domains = header.list("domains");
        if let Some(text) = header.text("cadence") {
            card.cadence = cadence(&text);
            if card.cadence.is_none() {
                let problem = format!("`cadence: {text}` is no number of days, such as `7d`");
                not_understood("cadence", problem);
            }
        }
        if let Some(text) = header.text("timezone") {
            card.zone = text.parse().ok();
            if card.zone.is_none() {
                not_understood("timezone", format!("`timezone: {text}` is no time zone"));
            }
        }
        card.problems.sort_by_key(|problem| problem.line);
        let lines = list_items(bytes, header.body, Some("people"));
        card.people = lines.iter().filter_map(|line| Person::of_card(line)).collect();
        card
    }
}

/// Reads `7d`, `2w` or `7` as days.
pub fn cadence(text: &str) -> Option<i64> {
    let text = text.trim();
    let (digits, unit) = match text.chars().last()? {
        'd' => (&text[..text.len() - 1], 1),
        'w' => (&text[..text.len() - 1], 7),
        _ => (text, 1),
    };
    let days = digits.trim().parse::<i64>().ok()?.checked_mul(unit)?;
    (1..=3660).contains(&days).then_some(days)
}

/// Reads `team.md`.
pub fn read_team(bytes: &[u8]) -> Vec<Person> {
    let body = Header::read(bytes).body;
    let lines = list_items(bytes, body, None);
    lines.iter().filter_map(|line| Person::of_team(line)).collect()
}

/// A line for a card or the team, to be written.
pub struct Entry<'a> {
    pub handle: Option<&'a str>,
    pub name: &'a str,
    pub aliases: &'a [String],
    pub role: String,
    pub zone: Option<&'a str>,
    pub mail: Option<&'a str>,
}

impl Entry<'_> {
    /// Returns the line as [`Card::read`] or [`read_team`] reads it.
    pub fn line(&self) -> String {
        let in_parentheses = |words: &str| format!(" ({words})");
        let aliases = self.aliases.join(", ");
        let aliases = if aliases.is_empty() { aliases } else { in_parentheses(&aliases) };
        let role = self.role.trim();
        let mut line = match self.handle {
            Some(handle) => format!("- @{handle} — {}", self.name),
            None => format!("- {}{aliases}", self.name),
        };
        if !role.is_empty() {
            line.push_str(if self.handle.is_some() { ", " } else { " — " });
            line.push_str(role);
        }
        match (self.handle, self.zone) {
            (Some(_), Some(zone)) if aliases.is_empty() => line.push_str(&in_parentheses(zone)),
            (Some(_), Some(zone)) => {
                line.push_str(&in_parentheses(&format!("{}, {zone}", self.aliases.join(", "))));
            }
            (Some(_), None) => line.push_str(&aliases),
            (None, _) => {}
        }
        if let Some(mail) = self.mail {
            line.push_str(&format!(" <{mail}>"));
        }
        line
    }
}

/// Returns the edit that puts a line behind the last list item, under the named heading if one is
/// named; a missing heading is added at the end.
pub fn new_line(bytes: &[u8], under: Option<&str>, line: &str) -> Edit {
    let ending = if bytes.windows(2).any(|pair| pair == b"\r\n") { "\r\n" } else { "\n" };
    let outline = markdown::outline(bytes, Header::read(bytes).body);
    let mut inside = under.is_none();
    let mut last = None;
    let mut heading = None;
    for block in &outline.blocks {
        match &block.kind {
            Kind::Heading { text, .. } => {
                inside = under.is_none_or(|name| fold(text) == fold(name));
                heading = if inside { Some(block.span.end) } else { heading };
            }
            Kind::Item { .. }
                if inside
                    && block.parent.is_none_or(|list| outline.blocks[list].parent.is_none()) =>
            {
                last = Some(block.span.start);
            }
            _ => {}
        }
    }
    if let Some(start) = last {
        let end = outline.lines.span(outline.lines.number(start), bytes).end;
        return Edit::insert(end, format!("{ending}{line}"));
    }
    if let Some(end) = heading.filter(|_| under.is_some()) {
        let end = outline.lines.span(outline.lines.number(end.saturating_sub(1)), bytes).end;
        return Edit::insert(end, format!("{ending}{ending}{line}"));
    }
    let gap = if bytes.ends_with(b"\n") || bytes.is_empty() { "" } else { ending };
    let heading = under.map_or(String::new(), |name| format!("## {name}{ending}{ending}"));
    Edit::insert(bytes.len(), format!("{gap}{ending}{heading}{line}{ending}"))
}

/// Returns the texts of the list items, under the named heading if one is named.
fn list_items(bytes: &[u8], body: usize, under: Option<&str>) -> Vec<String> {
    let outline = markdown::outline(bytes, body);
    let mut inside = under.is_none();
    let mut found = Vec::new();
    for block in &outline.blocks {
        match &block.kind {
            Kind::Heading { text, .. } => inside = under.is_none_or(|name| fold(text) == name),
            Kind::Paragraph if inside => {
                let parent = block.parent.map(|parent| &outline.blocks[parent].kind);
                if matches!(parent, Some(Kind::Item { .. })) {
                    let text = String::from_utf8_lossy(&bytes[block.span.range()]);
                    found.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
                }
            }
            _ => {}
        }
    }
    found
}

/// What was found in one place.
enum Hit<'a> {
    None,
    One(&'a Person),
    Several(Vec<String>),
}

fn hit<'a>(people: impl Iterator<Item = &'a Person>, asked: &str, key: &Key) -> Hit<'a> {
    let mut best: Vec<&Person> = Vec::new();
    let mut best_fit = Fit::Part;
    for person in people {
        let Some(fit) = person.fit(asked, key) else { continue };
        if best.is_empty() || fit > best_fit {
            best = vec![person];
            best_fit = fit;
        } else if fit == best_fit && !best.iter().any(|other| other.name == person.name) {
            best.push(person);
        }
    }
    match best.as_slice() {
        [] => Hit::None,
        [one] => Hit::One(one),
        several => Hit::Several(several.iter().map(|person| person.name.clone()).collect()),
    }
}

impl Directory {
    /// Returns who is meant by a name in a note: the note's own lists are searched first, then the
    /// customer's card, the team, and other cards only in notes without a customer.
    pub fn owner(&self, typed: &str, present: &Present) -> Owner {
        let typed = typed.trim().trim_start_matches('@');
        if fold(typed) == "them" {
            return Owner { name: "them".into(), side: Some(Side::Theirs), known: Known::Yes };
        }
        let asked = match &self.me {
            Some(me) if fold(typed) == "me" => me.as_str(),
            _ => typed,
        };
        let key = Key::of(asked);
        for (side, names) in [
            (Side::Ours, &present.ours),
            (Side::Theirs, &present.theirs),
            (Side::Partner, &present.partner),
        ] {
            let people = names.iter().map(|name| self.listed(name, side, present));
            let people: Vec<Person> = people.collect();
            match hit(people.iter(), asked, &key) {
                Hit::One(person) => return known(person, side),
                Hit::Several(names) => return ambiguous(typed, names),
                Hit::None => {}
            }
        }
        let card = present.customer.as_ref().and_then(|slug| self.cards.get(slug));
        let on_card = card.map(|card| card.people.as_slice()).unwrap_or_default();
        for people in [on_card, self.team.as_slice()] {
            match hit(people.iter(), asked, &key) {
                Hit::One(person) => return known(person, person.side),
                Hit::Several(names) => return ambiguous(typed, names),
                Hit::None => {}
            }
        }
        if present.customer.is_none() {
            let others = self.cards.values().flat_map(|card| &card.people);
            match hit(others, asked, &key) {
                Hit::One(person) => return known(person, person.side),
                Hit::Several(names) => return ambiguous(typed, names),
                Hit::None => {}
            }
        }
        Owner { name: typed.to_string(), side: None, known: Known::No }
    }

    /// Returns the owner if the words name a known person, an attendee, or an attendee's initials.
    pub fn owner_if_known(&self, words: &str, present: &Present) -> Option<Owner> {
        let owner = self.owner(words, present);
        if owner.known != Known::No {
            return Some(owner);
        }
        let key = Key::of(words);
        let is_meant = |attendee: &&Attendee| {
            attendee.initials == words || Key::of(&attendee.name).fit(&key).is_some()
        };
        let mut meant = present.attendees.iter().filter(is_meant);
        let attendee = meant.next()?;
        if meant.any(|other| other.name != attendee.name) {
            return None;
        }
        let owner = self.owner(&attendee.name, present);
        Some(Owner { known: Known::Yes, ..owner })
    }

    /// Returns the person of a name: on the customer's card, in the team, then on any card. `Err` has
    /// the names if several of one place answer to it.
    pub fn person(
        &self,
        typed: &str,
        customer: Option<&str>,
    ) -> Result<Option<&Person>, Vec<String>> {
        let typed = typed.trim().trim_start_matches('@');
        let asked = match &self.me {
            Some(me) if fold(typed) == "me" => me.as_str(),
            _ => typed,
        };
        let key = Key::of(asked);
        let on_card = customer.and_then(|slug| self.cards.get(slug));
        let on_card = on_card.map(|card| card.people.as_slice()).unwrap_or_default();
        let others = self.cards.values().flat_map(|card| &card.people);
        for found in [
            hit(on_card.iter(), asked, &key),
            hit(self.team.iter(), asked, &key),
            hit(others, asked, &key),
        ] {
            match found {
                Hit::One(person) => return Ok(Some(person)),
                Hit::Several(names) => return Err(names),
                Hit::None => {}
            }
        }
        Ok(None)
    }

    /// Returns the team, then everybody on a card.
    pub fn everybody(&self) -> impl Iterator<Item = &Person> {
        self.team.iter().chain(self.cards.values().flat_map(|card| &card.people))
    }

    /// Returns the person whom an entry of a note's list means.
    fn listed(&self, name: &str, side: Side, present: &Present) -> Person {
        let asked = name.trim().trim_start_matches('@');
        let asked = match &self.me {
            Some(me) if side == Side::Ours && fold(asked) == "me" => me.as_str(),
            _ => asked,
        };
        let key = Key::of(asked);
        let card = present.customer.as_ref().and_then(|slug| self.cards.get(slug));
        let found = match side {
            Side::Ours => hit(self.team.iter(), asked, &key),
            _ => hit(card.into_iter().flat_map(|card| &card.people), asked, &key),
        };
        match found {
            Hit::One(person) => person.clone(),
            _ => Person::new(side, None, asked, Vec::new()),
        }
    }

    /// Returns a customer's zone, where its card gives one.
    pub fn zone(&self, customer: Option<&str>) -> Option<Zone> {
        self.cards.get(customer?)?.zone
    }

    /// Returns a customer's name for people; the slug without a card.
    pub fn customer_name<'a>(&'a self, slug: &'a str) -> &'a str {
        self.cards.get(slug).map_or(slug, |card| card.name.as_str())
    }
}

fn known(person: &Person, side: Side) -> Owner {
    Owner { name: person.shown().to_string(), side: Some(side), known: Known::Yes }
}

fn ambiguous(typed: &str, names: Vec<String>) -> Owner {
    Owner { name: typed.to_string(), side: None, known: Known::Ambiguous(names) }
}

/// Returns the first letters of a name: `Tom Dale` is `TD`.
pub fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|part| part.chars().next());
    letters.flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{
        Attendee, Card, Directory, Entry, Known, Present, Side, cadence, new_line, read_team,
    };
    use crate::date::Zone;
    use crate::edit::apply;

    const CARD: &str = "---\nname: Minato Storage\ntimezone: Asia/Tokyo\ncadence: 7d\nowner: dana\n\
        domains: [minato.example]\n---\n# Minato\n\n- not a person\n\n## People\n\n\
        - 佐藤 健 (Satō Ken) — infrastructure lead, champion <ken@minato.example>\n\
        - 佐藤 由美 (Satō Yumi) - buyer\n\
        - 高橋 一郎 — partner, reseller\n\n## Notes\n\n- nobody\n";
    const TEAM: &str = "# Team\n\n- @dana — Dana Reyes, solutions engineer (America/New_York) <dana@us.example>\n\
        - @priya — Priya Nair\n- @josé — José Peña, support (Europe/Madrid)\n";

    fn directory() -> Directory {
        let mut directory = Directory { team: read_team(TEAM.as_bytes()), ..Directory::default() };
        directory.cards.insert("minato".into(), Card::read("minato", CARD.as_bytes()));
        directory.me = Some("dana".into());
        directory
    }

    #[test]
    fn cards_and_team_are_read() {
        let directory = directory();
        let card = &directory.cards["minato"];
        assert_eq!(card.name, "Minato Storage");
        assert_eq!(card.cadence, Some(7));
        assert_eq!(card.zone, "Asia/Tokyo".parse().ok());
        assert_eq!(card.people.len(), 3);
        let ken = &card.people[0];
        assert_eq!((ken.name.as_str(), ken.aliases[0].as_str()), ("佐藤 健", "Satō Ken"));
        assert_eq!(ken.mail.as_deref(), Some("ken@minato.example"));
        assert!(ken.champion);
        assert_eq!(card.people[2].side, Side::Partner);
        let dana = &directory.team[0];
        assert_eq!((dana.handle.as_deref(), dana.name.as_str()), (Some("dana"), "Dana Reyes"));
        assert_eq!(
            (dana.role.as_str(), dana.zone),
            ("solutions engineer", "America/New_York".parse::<Zone>().ok())
        );
    }

    #[test]
    fn people_are_matched_without_case_accents_honorifics_and_normal_form() {
        let present = Present { customer: Some("minato".into()), ..Present::default() };
        let directory = directory();
        for (typed, name, side) in [
            ("dana", "dana", Some(Side::Ours)),
            ("Reyes", "dana", Some(Side::Ours)),
            ("DANA REYES", "dana", Some(Side::Ours)),
            ("jose", "josé", Some(Side::Ours)),
            ("Jose\u{301}", "josé", Some(Side::Ours)),
            ("me", "dana", Some(Side::Ours)),
            ("them", "them", Some(Side::Theirs)),
            ("ken", "佐藤 健", Some(Side::Theirs)),
            ("健さん", "佐藤 健", Some(Side::Theirs)),
            ("佐藤健", "佐藤 健", Some(Side::Theirs)),
            ("佐藤健様", "佐藤 健", Some(Side::Theirs)),
            ("sato-ken", "佐藤 健", Some(Side::Theirs)),
            ("高橋", "高橋 一郎", Some(Side::Partner)),
            ("nobody", "nobody", None),
        ] {
            let owner = directory.owner(typed, &present);
            assert_eq!((owner.name.as_str(), owner.side), (name, side), "{typed}");
        }
    }

    #[test]
    fn two_who_match_in_one_place_are_nobody() {
        let present = Present { customer: Some("minato".into()), ..Present::default() };
        let owner = directory().owner("佐藤", &present);
        assert_eq!((owner.name.as_str(), owner.side), ("佐藤", None));
        let names = vec!["佐藤 健".to_string(), "佐藤 由美".to_string()];
        assert_eq!(owner.known, Known::Ambiguous(names));
    }

    #[test]
    fn the_list_of_the_note_comes_first() {
        let present = Present {
            customer: Some("minato".into()),
            theirs: vec!["佐藤 健".into()],
            partner: vec!["Dana Smith".into()],
            ..Present::default()
        };
        assert_eq!(directory().owner("佐藤様", &present).name, "佐藤 健");
        let owner = directory().owner("dana", &present);
        assert_eq!((owner.name.as_str(), owner.side), ("Dana Smith", Some(Side::Partner)));
    }

    #[test]
    fn attendees_are_known_by_their_initials() {
        let attendee = Attendee { name: "Tom Dale".into(), initials: "TD".into() };
        let present = Present { attendees: vec![attendee], ..Present::default() };
        let directory = Directory::default();
        assert_eq!(directory.owner_if_known("TD", &present).unwrap().name, "Tom Dale");
        assert_eq!(directory.owner_if_known("Tom", &present).unwrap().name, "Tom Dale");
        assert_eq!(directory.owner_if_known("Support", &present), None);
    }

    #[test]
    fn written_lines_read_back() {
        let aliases = ["Satō Ken".to_string()];
        let entry = |handle, zone| Entry {
            handle,
            name: "佐藤 健",
            aliases: &aliases,
            role: "lead, champion".into(),
            zone,
            mail: Some("ken@minato.example"),
        };
        let bytes = apply(
            CARD.as_bytes(),
            &[new_line(CARD.as_bytes(), Some("People"), &entry(None, None).line())],
        )
        .unwrap();
        let person = &Card::read("minato", &bytes).people[3];
        assert_eq!(
            (person.name.as_str(), person.aliases.as_slice()),
            ("佐藤 健", aliases.as_slice())
        );
        assert!(person.champion && person.mail.as_deref() == Some("ken@minato.example"));
        let line = entry(Some("ken"), Some("Asia/Tokyo")).line();
        let team = apply(TEAM.as_bytes(), &[new_line(TEAM.as_bytes(), None, &line)]).unwrap();
        let person = &read_team(&team)[3];
        assert_eq!((person.shown(), person.name.as_str()), ("ken", "佐藤 健"));
        assert_eq!(
            (person.zone, person.aliases.as_slice()),
            ("Asia/Tokyo".parse().ok(), aliases.as_slice())
        );
        for text in
            ["", "# Card", "## People\n\n<!-- none -->\n", "---\nname: a\n---\n# A\n\n## People\n"]
        {
            let edit = new_line(text.as_bytes(), Some("People"), "- Ann");
            let bytes = apply(text.as_bytes(), &[edit]).unwrap();
            assert_eq!(Card::read("a", &bytes).people.len(), 1, "{text:?}");
        }
    }

    #[test]
    fn cadences_are_days() {
        assert_eq!(cadence("7d"), Some(7));
        assert_eq!(cadence("2w"), Some(14));
        assert_eq!(cadence("30"), Some(30));
        assert_eq!(cadence("often"), None);
    }
}
