//! The parts of one line that change as a whole: the box, fields with their dates, owners, words; each
//! with the blanks before it.

use std::mem::discriminant;

use crate::date::Date;
use crate::follow_up::FollowUp;
use crate::follow_up::grammar::{self, Field};

/// A part of a line; all parts together are the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) what: What,
}

impl<'a> Token<'a> {
    /// Returns the text without the blanks before it.
    pub(super) fn bare(&self) -> &'a str {
        self.text.trim_start()
    }

    pub(super) fn blanks(&self) -> &'a str {
        &self.text[..self.text.len() - self.bare().len()]
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Box,
    Field(Name),
    Owner,
    Strike,
    Word,
    /// At the end of the line.
    Blanks,
    Sign,
}

/// Which field it is, with the day of a done or dropped mark.
#[derive(Clone, Copy, Debug)]
pub(super) enum Name {
    Done(Option<Date>),
    Dropped(Option<Date>),
    Due,
    Promised,
    Start,
    Owner,
    Id,
    Repeat,
    Priority,
    Mark,
}

impl PartialEq for Name {
    /// A field is the same field on another day.
    fn eq(&self, other: &Name) -> bool {
        discriminant(self) == discriminant(other)
    }
}

impl Eq for Name {}

impl Name {
    fn of(field: &Field) -> Name {
        match field {
            Field::Due(_) => Name::Due,
            Field::Promised(_) => Name::Promised,
            Field::Start(_) => Name::Start,
            Field::Done(day) => Name::Done(*day),
            Field::Dropped(day) => Name::Dropped(*day),
            Field::Owner(_) => Name::Owner,
            Field::Id(_) => Name::Id,
            Field::Repeat => Name::Repeat,
            Field::Priority(_) => Name::Priority,
            Field::Mark => Name::Mark,
        }
    }
}

/// Takes the line of a follow-up apart.
pub(super) fn tokens<'a>(line: &'a str, follow_up: &FollowUp) -> Vec<Token<'a>> {
    let masked = grammar::masked(line);
    let fields = grammar::fields(&masked);
    let place = &follow_up.place;
    let mark = place.mark.map(|mark| mark - place.line.start);
    let mut found = Vec::new();
    let mut start = 0;
    while start < line.len() {
        let at = line.len() - line[start..].trim_start().len();
        let next = fields.iter().find(|field| field.at.start >= at);
        let (end, what) = match next.filter(|field| field.at.start == at) {
            _ if mark == Some(at + 1) => (at + "[ ]".len(), What::Box),
            Some(field) => (field.at.end, What::Field(Name::of(&field.field))),
            None => {
                let rest = &line[at..next.map_or(line.len(), |field| field.at.start)];
                let name = grammar::at_name(&masked, at).map(|(_, end)| (end, What::Owner));
                name.unwrap_or_else(|| {
                    let (length, what) = plain(rest);
                    (at + length, what)
                })
            }
        };
        found.push(Token { text: &line[start..end], what });
        start = end;
    }
    found
}

/// Returns the length, in bytes, of what a text without fields starts with.
fn plain(text: &str) -> (usize, What) {
    match text.chars().next() {
        None => (0, What::Blanks),
        Some('~') if text.starts_with("~~") => (2, What::Strike),
        Some(c) if c.is_alphanumeric() => {
            let length = text.find(|c: char| !c.is_alphanumeric());
            (length.unwrap_or(text.len()), What::Word)
        }
        Some(c) => (c.len_utf8(), What::Sign),
    }
}

#[cfg(test)]
mod tests {
    use super::{What, tokens};
    use crate::note::read;
    use crate::people::Directory;

    #[test]
    fn a_line_is_taken_apart_and_is_whole_again() {
        for (line, expected) in [
            ("- [ ] @dana send it", "SBOWW"),
            ("* [x] ~~@佐藤 送る by 2026-03-05~~ (dropped 2026-03-06: no (b))", "SB~OWF~F"),
            ("1. [/] **Dana**: a-b 📅 2026-03-05 ✅ 2026-03-04 ^k7  ", "WSBSSWSSSWSWFFF_"),
            ("- ACTION: `by 2026-03-05` 🔁 every week", "SWSSWWSWSWSF"),
        ] {
            let note = read("a.md", format!("{line}\n").as_bytes(), &Directory::default());
            let found = tokens(line, &note.follow_ups[0]);
            let letter = |what: What| match what {
                What::Box => 'B',
                What::Field(_) => 'F',
                What::Owner => 'O',
                What::Strike => '~',
                What::Word => 'W',
                What::Blanks => '_',
                What::Sign => 'S',
            };
            let shown: String = found.iter().map(|token| letter(token.what)).collect();
            assert_eq!(found.iter().map(|token| token.text).collect::<String>(), line);
            assert_eq!(shown, expected, "{line}");
        }
    }
}
