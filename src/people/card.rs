//! Customers' cards and `team.md`: reading their lines, and writing new ones.

use super::{Person, Side};
use crate::date::Zone;
use crate::edit::Edit;
use crate::front_matter::Header;
use crate::markdown::{self, Kind};
use crate::words::fold;

/// A customer's card, `customers/<slug>/README.md`.
#[derive(Clone, Debug, Default)]
pub struct Card {
    pub slug: String,
    /// The name for people; the slug where the card gives none.
    pub name: String,
    /// Other names of the customer, as they stand in the titles of meetings.
    pub aliases: Vec<String>,
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

const DASHES: [&str; 4] = [" — ", " – ", " -- ", " - "];

impl Person {
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
        card.aliases = header.list("aliases");
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
