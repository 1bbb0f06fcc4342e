//! How a page of Markdown names things: a line for each, with the way to its note at the end.
//!
//! Nobody's words are changed: note text stands as typed, except for what would break its line.

mod phrases;

use crate::cells::{harmless, is_harmful};
use crate::date::Date;
use crate::people::Directory;
use crate::report::item::Item;
use crate::report::lines::{Ask, Line};
use crate::report::meetings::{Meeting, Quiet};

pub use phrases::{BARE, ENGLISH, JAPANESE, Phrases, in_days, japanese_day, japanese_in_full};

/// What the lines of a page are written by.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    pub directory: &'a Directory,
    /// Days of this year bear no year.
    pub year: i32,
    pub ways: Ways<'a>,
    /// The language of what nobody wrote.
    pub phrases: &'static Phrases,
}

/// How a line leads to its note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ways<'a> {
    /// By a link that resolves from this folder, given from the notebook's root.
    Links { from: &'a str },
    /// By `path:line`, for a terminal.
    Places,
}

impl Page<'_> {
    /// `Vista Bank — send the access list — Ivo Pires, 31 Jul, 7 days`
    pub fn item(&self, item: &Item) -> String {
        let late = item.late_days.map(self.phrases.late);
        let parts = [Some(self.people(&item.owners)), Some(self.deadline(item.deadline())), late];
        format!(
            "{} — {} — {}{}",
            self.customer(item.customer.as_deref()),
            harmless(&item.text),
            self.joined(parts),
            self.place(&item.note, item.line, item.has_note)
        )
    }

    /// `Vista Bank, sync of 2 Mar, written late, 2 days`
    pub fn meeting(&self, meeting: &Meeting) -> String {
        let kind = harmless(meeting.kind.as_deref().unwrap_or(&meeting.title));
        let first = self.day(meeting.date);
        let days = match meeting.until {
            Some(until) => (self.phrases.span)(&first, &self.day(until)),
            None => first,
        };
        let parts = [
            Some(self.customer(meeting.customer.as_deref())),
            Some((self.phrases.meeting)(&kind, &days)),
            meeting.days_late().map(self.phrases.written_late),
        ];
        self.joined(parts) + &self.place(&meeting.note, 1, true)
    }

    pub fn typed(&self, line: &Line) -> String {
        let qualifier = line.qualifier.as_deref().map(harmless);
        format!(
            "{} — {} — {}{}",
            self.customer(line.customer.as_deref()),
            harmless(&line.text),
            self.joined([qualifier, Some(self.or_no_date(line.date))]),
            self.place(&line.note, line.line, true)
        )
    }

    /// The words of the worst line, who asks, and the ways to all of its lines.
    pub fn ask(&self, ask: &Ask) -> String {
        let has_tag = ask.topic.starts_with('#');
        let tag = if has_tag { harmless(&ask.topic) } else { self.phrases.no_tag.into() };
        let is_worst = |line: &&Line| line.qualifier.as_deref() == ask.word;
        let shown = ask.lines.iter().find(is_worst).or(ask.lines.first());
        let text = shown.map(|line| harmless(&line.text)).unwrap_or_default();
        let text = text.strip_suffix(&format!(" {tag}")).unwrap_or(&text);
        let names = ask.customers.iter().map(|slug| self.customer(Some(slug)));
        let customers = match names.collect::<Vec<_>>().as_slice() {
            [] => self.customer(None),
            [one] => one.clone(),
            names => (self.phrases.customers)(names),
        };
        let parts = self.joined([ask.word.map(String::from), Some(customers)]);
        let places = ask.lines.iter().map(|line| self.place(&line.note, line.line, true));
        format!("**{tag}** — {text} — {parts}{}", places.collect::<String>())
    }

    pub fn quiet(&self, quiet: &Quiet) -> String {
        let (next, way) = match (quiet.next, &quiet.next_note) {
            (Some(date), Some(note)) => (self.day(date), self.place(note, 1, true)),
            _ => (self.phrases.no_next.to_string(), String::new()),
        };
        format!(
            "{} — {}{}{}{next}{way}",
            self.customer(Some(&quiet.customer)),
            (self.phrases.last_met)(&self.day(quiet.last), quiet.days, quiet.cadence),
            self.place(&quiet.note, 1, true),
            self.phrases.next
        )
    }

    /// Returns the parts that are there, with commas.
    pub fn joined<const N: usize>(&self, parts: [Option<String>; N]) -> String {
        parts.into_iter().flatten().collect::<Vec<_>>().join(self.phrases.comma)
    }

    /// Returns a customer's name.
    pub fn customer(&self, slug: Option<&str>) -> String {
        let name = slug.map(|slug| self.directory.customer_name(slug));
        harmless(name.unwrap_or(self.phrases.no_customer))
    }

    /// Returns a note's title without the customer's name before it, as the templates make titles.
    pub fn title(&self, title: &str, slug: Option<&str>) -> String {
        let title = harmless(title);
        let own = format!("{} — ", self.customer(slug));
        title.strip_prefix(&own).map_or_else(|| title.clone(), String::from)
    }

    /// Returns the names of owners.
    pub fn people(&self, owners: &[String]) -> String {
        if owners.is_empty() {
            return self.phrases.no_owner.to_string();
        }
        let names = owners.iter().map(|owner| match owner.as_str() {
            "them" => self.phrases.them.to_string(),
            owner => self.person(owner),
        });
        names.collect::<Vec<_>>().join(self.phrases.comma)
    }

    /// Returns the full name of one of ours; others are named as they are.
    pub fn person(&self, name: &str) -> String {
        let mut team = self.directory.team.iter();
        let member = team.find(|person| person.handle.as_deref() == Some(name));
        harmless(member.map_or(name, |person| &person.name))
    }

    /// Returns a day as `5 Aug`, with the year where it is not the page's.
    pub fn day(&self, date: Date) -> String {
        (self.phrases.day)(date, self.year)
    }

    pub fn or_no_date(&self, date: Option<Date>) -> String {
        date.map_or_else(|| self.phrases.no_date.to_string(), |date| self.day(date))
    }

    /// Returns the day by which something is to be done.
    pub fn deadline(&self, date: Option<Date>) -> String {
        date.map_or_else(|| self.phrases.no_deadline.to_string(), |date| self.day(date))
    }

    /// Returns the way to a customer's card, given by its path.
    pub fn card(&self, path: &str) -> String {
        match self.ways {
            Ways::Links { from } => format!("[{}]({})", self.phrases.card, link(from, path)),
            Ways::Places => harmless(path),
        }
    }

    /// Returns a path for a sentence.
    pub fn path(&self, path: &str) -> String {
        let shown = harmless(path);
        match self.ways {
            Ways::Links { from } => format!("[{shown}]({})", link(from, path)),
            Ways::Places => shown,
        }
    }

    /// Returns the end of a line: the way to its note, or, if that is gone, to its customer's card.
    pub fn place(&self, note: &str, line: usize, has_note: bool) -> String {
        match (has_note, self.ways) {
            (true, Ways::Links { from }) => {
                format!(" · [{}]({})", self.phrases.note, link(from, note))
            }
            (true, Ways::Places) => format!(" · {}:{line}", harmless(note)),
            (false, _) => self.no_note(note),
        }
    }

    fn no_note(&self, note: &str) -> String {
        let slug = note.strip_prefix("customers/").and_then(|rest| rest.split('/').next());
        let card = slug.filter(|slug| self.directory.cards.contains_key(*slug));
        let gone = format!(" · {} {}", code(&harmless(note)), self.phrases.gone);
        match (card, self.ways) {
            (Some(slug), Ways::Links { .. }) => {
                format!("{gone} · {}", self.card(&format!("customers/{slug}/README.md")))
            }
            _ => gone,
        }
    }
}

/// Returns a text as a code span, in more backticks than it has in a row (GFM, section 6.3).
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// Returns the target of a link from a folder to a path, both from the root, with what would end the
/// target or mean something in a URL or in Markdown encoded.
pub fn link(from: &str, path: &str) -> String {
    let mut folders: Vec<&str> = from.split('/').filter(|name| !name.is_empty()).collect();
    let mut rest = path;
    while let (Some(first), Some((folder, below))) = (folders.first(), rest.split_once('/')) {
        if *first != folder {
            break;
        }
        folders.remove(0);
        rest = below;
    }
    let mut target = "../".repeat(folders.len());
    if rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/.-_".contains(&byte)) {
        target.push_str(rest);
        return target;
    }
    for c in rest.chars() {
        if is_harmful(c) || " ()<>[]\"'`\\%#?*~|&".contains(c) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                target.push_str(&format!("%{byte:02X}"));
            }
        } else {
            target.push(c);
        }
    }
    target
}

#[cfg(test)]
mod tests {
    use super::{code, link};

    #[test]
    fn code_has_more_backticks_than_its_text() {
        for (text, expected) in
            [("a.md", "`a.md`"), ("a`b.md", "``a`b.md``"), ("``a", "``` ``a ```"), ("", "``")]
        {
            assert_eq!(code(text), expected);
        }
    }

    #[test]
    fn links_end_where_they_should() {
        for (from, path, expected) in [
            (
                "weekly",
                "customers/orbit/2026-08-03-sync.md",
                "../customers/orbit/2026-08-03-sync.md",
            ),
            ("weekly", "weekly/x.md", "x.md"),
            ("", "customers/a.md", "customers/a.md"),
            ("customers/orbit", "customers/orbit/a.md", "a.md"),
            ("customers/orbit", "customers/vista/a.md", "../vista/a.md"),
            ("customers/orbit", "hands-on/a.md", "../../hands-on/a.md"),
            ("customers/orbit", "customers", "../../customers"),
            ("weekly", "a (b).md", "../a%20%28b%29.md"),
            ("weekly", "100%#1?.md", "../100%25%231%3F.md"),
            ("weekly", "会議/x_y.md", "../会議/x_y.md"),
            ("weekly", "a\u{202e}b\u{1}.md", "../a%E2%80%AEb%01.md"),
        ] {
            assert_eq!(link(from, path), expected, "{path} from {from}");
        }
    }
}
