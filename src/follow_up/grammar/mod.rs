//! The grammar of one follow-up's text: owners, dates, marks and tags, in all the forms that are
//! read (docs/format.md). Pure text in, fields with their places out; nothing here fails.

mod brackets;
mod emoji;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use crate::date::Date;

use brackets::bracketed;
use emoji::emoji_field;

/// What a field says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    Due(Date),
    Promised(Date),
    Start(Date),
    Done(Option<Date>),
    Dropped(Option<Date>),
    Owner(String),
    Id(String),
    Repeat,
    /// As it is written: `⏫`, `high`.
    Priority(String),
    /// Creation dates and other marks that are kept and not used.
    Mark,
}

/// A field and the bytes of the text that it takes up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub field: Field,
    pub at: Range<usize>,
    /// Where its date stands, if it has one.
    pub date_at: Option<Range<usize>>,
    /// Counts only in the run of fields that ends the text.
    pub only_at_end: bool,
}

impl Found {
    fn new(field: Field, at: Range<usize>) -> Found {
        Found { field, at, date_at: None, only_at_end: false }
    }
}

/// Returns the text with code spans (by backticks) and comments (by spaces) blanked out, byte for byte.
pub fn masked(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'`', b'<', text.as_bytes()).is_none() {
        return text.into();
    }
    let bytes = text.as_bytes();
    let mut masked = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let (end, fill) = if bytes[at] == b'`' {
            let run = bytes[at..].iter().take_while(|b| **b == b'`').count();
            match closing_ticks(bytes, at + run, run) {
                // No space, or what stands before a field would lose the code at its end.
                Some(end) => (end, b'`'),
                None => {
                    at += run;
                    continue;
                }
            }
        } else if bytes[at..].starts_with(b"<!--") {
            (text[at..].find("-->").map_or(bytes.len(), |length| at + length + 3), b' ')
        } else {
            at += 1;
            continue;
        };
        masked[at..end].fill(fill);
        at = end;
    }
    String::from_utf8(masked).map_or_else(|_| text.into(), Cow::Owned)
}

/// Returns the text with comments blanked out, in code too; where there are any, without backticks.
pub fn uncommented(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'<', text.as_bytes()).is_none() {
        return text.into();
    }
    masked(&text.replace('`', "'")).into_owned().into()
}

/// Returns where a code span ends; one without an end that is near is none.
fn closing_ticks(bytes: &[u8], mut at: usize, run: usize) -> Option<usize> {
    const FARTHEST: usize = 10_000;
    let end = bytes.len().min(at + FARTHEST);
    while at < end {
        if bytes[at] == b'`' {
            let length = bytes[at..].iter().take_while(|b| **b == b'`').count();
            if length == run {
                return Some(at + length);
            }
            at += length;
        } else {
            at += 1;
        }
    }
    None
}

/// Returns all fields of a masked text, in their order; none overlaps another.
pub fn fields(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut before = ' ';
    while let Some(c) = text[at..].chars().next() {
        let boundary = !before.is_ascii_alphanumeric()
            && !matches!(before, '/' | '_' | '-' | '.' | ':' | '#' | '?' | '&' | '=' | '@');
        match field_at(text, at, c, boundary) {
            Some(field) => {
                at = field.at.end;
                before = ' ';
                found.push(field);
            }
            None => {
                // Within a word no field starts.
                let word = text[at..].bytes().take_while(u8::is_ascii_alphanumeric).count();
                at += word.max(c.len_utf8());
                before = c;
            }
        }
    }
    found
}

fn field_at(text: &str, at: usize, c: char, boundary: bool) -> Option<Found> {
    match c {
        '(' | '（' | '[' => bracketed(text, at, c),
        'a'..='z' | 'A'..='Z' if boundary => word_field(text, at),
        '0'..='9' if boundary => japanese_due(text, at),
        '^' if boundary => block_id(text, at),
        c if c.is_ascii() => None,
        c => emoji_field(text, at, c),
    }
}

/// Reads `YYYY-MM-DD` at a place, not followed by more of a number.
fn date_at(text: &str, at: usize) -> Option<(Date, Range<usize>)> {
    let date = Date::parse_iso(text.get(at..at + 10)?)?;
    let behind = text[at + 10..].chars().next();
    let ends = !behind.is_some_and(|c| {
        c.is_ascii_alphanumeric()
            || c == '-' && { text[at + 11..].starts_with(|c: char| c.is_ascii_digit()) }
    });
    ends.then_some((date, at..at + 10))
}

fn skip_spaces(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    at + rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}', '\u{3000}']).len()
}

fn dated(field: fn(Date) -> Field, date: Date, at: Range<usize>, date_at: Range<usize>) -> Found {
    Found { date_at: Some(date_at), ..Found::new(field(date), at) }
}

fn done(date: Date) -> Field {
    Field::Done(Some(date))
}

fn dropped(date: Date) -> Field {
    Field::Dropped(Some(date))
}

/// `by DATE`, `due DATE`, `due:DATE`, `promised DATE`, `from DATE`, `t:DATE`, `done:DATE`, `rec:…`.
fn word_field(text: &str, at: usize) -> Option<Found> {
    const WORDS: [&str; 7] = ["by", "due", "promised", "from", "t", "done", "rec"];
    let rest = &text[at..];
    let word = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, behind) = rest.split_at(word);
    let name = *WORDS.iter().find(|word| word.eq_ignore_ascii_case(name))?;
    if behind.starts_with(':') {
        let value = at + word + 1;
        let date = date_at(text, value);
        return match (name, date) {
            ("due" | "promised" | "by", None) => {
                let (date, place) = date_at(text, skip_spaces(text, value))?;
                let field = if name == "promised" { Field::Promised } else { Field::Due };
                Some(dated(field, date, at..place.end, place))
            }
            ("due" | "by", Some((date, place))) => {
                Some(dated(Field::Due, date, at..place.end, place))
            }
            ("promised", Some((date, place))) => {
                Some(dated(Field::Promised, date, at..place.end, place))
            }
            ("t", Some((date, place))) => Some(dated(Field::Start, date, at..place.end, place)),
            ("done", Some((date, place))) => Some(dated(done, date, at..place.end, place)),
            ("rec", None)
                if !behind.trim_start_matches(':').is_empty() && !behind.starts_with(": ") =>
            {
                let length = behind.find(char::is_whitespace).unwrap_or(behind.len());
                Some(Found::new(Field::Repeat, at..at + word + length))
            }
            _ => None,
        };
    }
    let field: fn(Date) -> Field = match name {
        "by" | "due" => Field::Due,
        "promised" => Field::Promised,
        "from" => Field::Start,
        _ => return None,
    };
    if !behind.starts_with([' ', '\t', '\u{a0}']) {
        return None;
    }
    let (date, place) = date_at(text, skip_spaces(text, at + word))?;
    let found = dated(field, date, at..place.end, place);
    Some(Found { only_at_end: name == "from", ..found })
}

/// `2026-03-05まで`, `2026-03-05までに`.
fn japanese_due(text: &str, at: usize) -> Option<Found> {
    let (date, place) = date_at(text, at)?;
    let rest = &text[place.end..];
    let rest = rest.trim_start_matches(' ').strip_prefix("まで")?;
    let rest = rest.strip_prefix('に').unwrap_or(rest);
    Some(dated(Field::Due, date, at..text.len() - rest.len(), place))
}

/// ` ^k7q2` at the end of the text.
fn block_id(text: &str, at: usize) -> Option<Found> {
    let id = &text[at + 1..].trim_end();
    let is_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    is_id.then(|| Found::new(Field::Id((*id).to_string()), at..at + 1 + id.len()))
}

/// Returns the tags of a masked text, without `#`: `#infra`, `#vs-name`; not `#123`.
pub fn tags(text: &str) -> Vec<String> {
    let (mut tags, mut seen) = (Vec::new(), HashSet::new());
    for at in memchr::memchr_iter(b'#', text.as_bytes()) {
        let before = text[..at].chars().next_back().unwrap_or(' ');
        if before.is_alphanumeric() || "/#&_-=?".contains(before) {
            continue;
        }
        let rest = &text[at + 1..];
        let length = rest.find(|c: char| !(c.is_alphanumeric() || "_-/".contains(c)));
        let tag = rest[..length.unwrap_or(rest.len())].trim_end_matches(['-', '/', '_']);
        if tag.chars().any(char::is_alphabetic) && seen.insert(tag) {
            tags.push(tag.to_string());
        }
    }
    tags
}

/// Reads `@name` or `＠name` at a place: the name without the sign, and where it ends.
pub fn at_name(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text.get(at..)?.strip_prefix(['@', '＠'])?;
    let start = text.len() - rest.len();
    let is_part =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '\'') || is_mark(c);
    let length = rest.find(|c| !is_part(c));
    let name = rest[..length.unwrap_or(rest.len())].trim_end_matches(['.', '-', '/', '\'']);
    (!name.is_empty()).then_some((name, start + name.len()))
}

/// Combining marks belong to the name that they stand in (names in NFD).
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' | '・' | 'ー')
}

#[cfg(test)]
mod tests {
    use super::{Field, fields, masked, tags};

    fn check(text: &str, expected: &[&str]) {
        let found = fields(&masked(text));
        let shown: Vec<String> = found
            .iter()
            .map(|found| match &found.field {
                Field::Due(date) => format!("due {date}"),
                Field::Promised(date) => format!("promised {date}"),
                Field::Start(date) => format!("start {date}"),
                Field::Done(date) => format!("done {}", date.map_or("-".into(), |d| d.to_string())),
                Field::Dropped(date) => {
                    format!("dropped {}", date.map_or("-".into(), |d| d.to_string()))
                }
                Field::Owner(name) => format!("owner {name}"),
                Field::Id(id) => format!("id {id}"),
                Field::Repeat => "repeat".to_string(),
                Field::Priority(sign) => format!("priority {sign}"),
                Field::Mark => "mark".to_string(),
            })
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn every_form_of_a_date_is_read() {
        for text in [
            "send by 2026-03-05",
            "send By 2026-03-05.",
            "send due 2026-03-05",
            "send due:2026-03-05",
            "send due: 2026-03-05",
            "send (due 2026-03-05)",
            "send ( by 2026-03-05 )",
            "send 📅 2026-03-05",
            "send 📅2026-03-05 to them",
            "send 📆 2026-03-05",
            "send 🗓\u{fe0f} 2026-03-05",
            "send [due:: 2026-03-05]",
            "send (due:: 2026-03-05)",
            "2026-03-05までに送る",
            "送る 2026-03-05まで",
            "送付by 2026-03-05に",
        ] {
            check(text, &["due 2026-03-05"]);
        }
        check(
            "promised 2026-03-05 [promised:: 2026-03-06]",
            &["promised 2026-03-05", "promised 2026-03-06"],
        );
        for text in [
            "from 2026-03-05",
            "🛫 2026-03-05",
            "⏳ 2026-03-05",
            "t:2026-03-05",
            "[start:: 2026-03-05]",
            "[scheduled:: 2026-03-05]",
        ] {
            check(text, &["start 2026-03-05"]);
        }
        for text in
            ["(done 2026-03-05)", "✅ 2026-03-05", "[completion:: 2026-03-05]", "done:2026-03-05"]
        {
            check(text, &["done 2026-03-05"]);
        }
        for text in [
            "(dropped 2026-03-05: replaced (again) by the export)",
            "(dropped 2026-03-05)",
            "❌ 2026-03-05",
            "[cancelled:: 2026-03-05]",
        ] {
            check(text, &["dropped 2026-03-05"]);
        }
        check("a (done) b ✅ c [COMPLETE]", &["done -", "done -", "done -"]);
    }

    #[test]
    fn what_only_looks_like_a_field_is_none() {
        for text in [
            "stand by 2026",
            "by friday",
            "by 2026-02-30",
            "by 2026-03-051",
            "standby 2026-03-05",
            "see https://example.com/due:2026-03-05",
            "see https://example.com/?due:2026-03-05",
            "`by 2026-03-05`",
            "``a ` by 2026-03-05``",
            "<!-- due 2026-03-05 -->",
            "(done by the vendor)",
            "(see below)",
            "overdue:2026-03-05",
            "2^10",
            "mail a@b.example",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn other_marks_are_read() {
        check(
            "a 🆔 k7q2 ⏫ 🔁 every week 📅 2026-03-05",
            &["id k7q2", "priority ⏫", "repeat", "due 2026-03-05"],
        );
        check(
            "a [repeat:: every week] [id:: x1] [priority:: high]",
            &["repeat", "id x1", "priority high"],
        );
        check("a 🔁 every week by 2026-03-05", &["repeat", "due 2026-03-05"]);
        check("a 🔁 every week due:2026-03-05", &["repeat", "due 2026-03-05"]);
        check("a 🆔 k7q2, b", &["id k7q2"]);
        check("a ⛔ k7q2, p2 📅 2026-03-05", &["mark", "due 2026-03-05"]);
        check("a ⏰ 2026-03-04 09:30 📅 2026-03-05", &["mark", "due 2026-03-05"]);
        check("a [reminder:: 2026-03-04 09:30]", &["mark"]);
        check("a (@dana) ^k7q2", &["owner dana", "id k7q2"]);
        check("a [owner:: @dana] rec:1w", &["owner dana", "repeat"]);
    }

    #[test]
    fn tags_are_words() {
        assert_eq!(
            tags("a #infra, #vs-name (#要望) #123 x#y https://e.example/#z #infra"),
            ["infra", "vs-name", "要望"]
        );
    }
}
