//! What everybody in the company may read: nothing internal, and nobody of theirs by name.

use super::secrets::holds_secret;
use super::theirs::Theirs;
use super::{Name, Objection, Plain, Reason, Said, looks_internal, objection_to};
use crate::date::Date;
use crate::markdown::{Inline, inline};
use crate::note::Note;
use crate::people::Directory;

/// A telephone number has at least as many; fewer are a room or a floor.
const FEWEST_DIGITS: usize = 6;

/// All that a line for the company is judged by.
pub struct Company<'a> {
    theirs: Theirs<'a>,
    words: Vec<Name>,
}

impl<'a> Company<'a> {
    /// `notes` tell whom they name of theirs, besides those on a card. `words` stop a line wherever they
    /// stand.
    pub fn new(
        notes: impl Iterator<Item = &'a Note> + Clone,
        directory: &'a Directory,
        words: &[String],
    ) -> Company<'a> {
        let words = words.iter().map(|word| Name::of(word)).collect();
        Company { theirs: Theirs::new(notes, directory), words }
    }

    /// Refuses a line that is not for everybody. Its words stay as they are.
    ///
    /// # Errors
    /// The first reason that fits; whatever is in doubt has one.
    pub fn check(&self, said: &Said) -> Result<(), Reason> {
        let seen = inline(said.text);
        // The way to the note stands at the end of its line.
        let path = &said.note.path;
        if said.internal || said.note.internal {
            Err(Reason::Internal)
        } else if !looks_internal(said.text, said)
            && (self.theirs.are_named(said.text, &seen, said.note)
                || self.theirs.are_named(path, &inline(path), said.note))
        {
            Err(Reason::Person)
        } else if self.has_word(&Plain::of(path, &Inline::default())) {
            Err(Reason::Word)
        } else {
            self.check_beside_names(said, &seen)
        }
    }

    /// Refuses who said something, if more than a name stands there.
    ///
    /// # Errors
    /// The first reason that fits.
    pub fn check_speaker(&self, said: &Said) -> Result<(), Reason> {
        let is_address = said.text.contains(['@', '＠']) || said.text.contains("://");
        let is_date = |word: &&str| Date::parse_iso(word.trim_matches([',', '(', ')'])).is_some();
        let words = said.text.split_whitespace().filter(|word| !is_date(word));
        let digits = words.flat_map(str::chars).filter(|c| c.is_numeric()).count();
        if is_address || digits >= FEWEST_DIGITS {
            return Err(Reason::Address);
        }
        self.check_beside_names(said, &inline(said.text))
    }

    /// Returns why a piece of a finished text may not go out, if there is a reason. Who said something stands
    /// in none.
    pub fn objection(&self, piece: &str) -> Option<Objection> {
        let seen = inline(piece);
        let plain = Plain::of(piece, &seen);
        if self.theirs.are_named_by(&plain, piece, &seen) {
            return Some(Reason::Person.into());
        }
        objection_to(&plain, &self.words)
    }

    fn has_word(&self, plain: &Plain) -> bool {
        self.words.iter().any(|word| plain.names(word))
    }

    fn check_beside_names(&self, said: &Said, seen: &Inline) -> Result<(), Reason> {
        let plain = Plain::of(said.text, seen);
        if looks_internal(said.text, said) {
            Err(Reason::LooksInternal)
        } else if self.has_word(&plain) {
            Err(Reason::Word)
        } else if seen.has_html || said.text.contains("%%") {
            Err(Reason::Hidden)
        } else if holds_secret(said.text) || holds_secret(&seen.text) {
            Err(Reason::Secret)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Company;
    use crate::note::read;
    use crate::people::{Card, Directory, read_team};
    use crate::report::outward::Said;

    #[test]
    fn who_said_it_is_a_name_and_no_more() {
        let note = read("customers/nb/2026-03-04.md", b"text", &Directory::default());
        let directory = Directory::default();
        let words = ["off the record".to_string()];
        let company = Company::new([&note].into_iter(), &directory, &words);
        for (text, expected) in [
            ("佐藤 健", "-"),
            ("Carla Méndes, CTO, 2026-03-04", "-"),
            ("Carla Méndes (room 12)", "-"),
            ("", "-"),
            ("Ken <ken@minato.example>", "Address"),
            ("Ken (ken＠minato.example)", "Address"),
            ("Ken, https://chat.example/ken", "Address"),
            ("Ken, +81 90 1234 5678", "Address"),
            ("Ken, 2026-03-04, 555-123", "Address"),
            ("Ken (internal: he leaves", "LooksInternal"),
            ("Ken #internal-x", "LooksInternal"),
            ("Ken, off the record", "Word"),
            ("Ken <!-- he leaves -->", "Hidden"),
        ] {
            let said = Said { text, note: &note, line: 2, internal: false };
            let found = company.check_speaker(&said);
            let found = found.map_or_else(|reason| format!("{reason:?}"), |()| "-".into());
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_line_that_names_one_of_theirs_is_found_however_it_is_written() {
        let team = read_team("- @dana — Dana Reyes\n- @will — Will Ode\n".as_bytes());
        let mut directory = Directory { team, ..Directory::default() };
        for (slug, card) in [
            (
                "minato",
                "---\nname: Minato Logistics\ndomains: [minato.example]\n---\n## People\n\n\
                 - 佐藤 健 (Satō Ken, ケンさん) — champion <ken@minato.example>\n- 高橋 一郎 — partner\n- Minato Mori\n",
            ),
            (
                "nb",
                "---\nname: North Bank\n---\n## People\n\n- Carla Méndes (The Shark)\n- Mark May\n- Dana White\n- Ольга Белова\n",
            ),
        ] {
            directory.cards.insert(slug.into(), Card::read(slug, card.as_bytes()));
        }
        let header = "---\nours: [Rob Roy]\ntheirs: [佐藤 健, Lars Holm (CTO), IT]\n---\n## Attendees\n\n- Uma Iyer\n- Dana Reyes\n- Bo\n";
        let note = read("customers/minato/2026-03-04.md", header.as_bytes(), &directory);
        let words = ["off the record".to_string()];
        let company = Company::new([&note].into_iter(), &directory, &words);
        for (text, expected) in [
            ("佐藤 健 agrees", "Person"),
            ("佐藤健さんが確認", "Person"),
            ("佐藤さんが確認", "Person"),
            ("高橋様", "Person"),
            ("ask SATO-KEN", "Person"),
            ("as sato\u{304} ken said", "Person"),
            ("carla mendes wants it", "Person"),
            ("ＣＡＲＬＡ　ＭＥＮＤＥＳ wants it", "Person"),
            ("**Carla** wants it", "Person"),
            ("Carlaさんに聞く", "Person"),
            ("the shark wants it", "Person"),
            ("Белова agrees", "Person"),
            ("[it](https://x.example/Carla%20Mendes)", "Person"),
            ("write to KEN@minato.example", "Person"),
            ("write to info@minato.example", "Person"),
            ("@佐藤 agrees", "Person"),
            ("＠sato agrees", "Person"),
            ("@carla agrees", "Person"),
            ("@zed agrees", "Person"),
            ("Lars agrees", "Person"),
            ("lars holm agrees", "Person"),
            ("Uma Iyer agrees", "Person"),
            ("as Mark says", "Person"),
            ("Dana White agrees", "Person"),
            ("off the record: it fails", "Word"),
            ("it fails <!-- so they say -->", "Hidden"),
            ("it fails (internal)", "LooksInternal"),
            // Ours, the customers, and words.
            ("Dana and @dana agree, so does Rob Roy", "-"),
            ("Minato Logistics buys, @them", "-"),
            ("we will mark it, they may", "-"),
            ("Will says so", "-"),
            ("install @scope/pkg, mail us@us.example", "-"),
            ("健康診断の件", "-"),
            ("Their CTO agrees", "-"),
        ] {
            let said = Said { text, note: &note, line: 20, internal: false };
            let found =
                company.check(&said).map_or_else(|reason| format!("{reason:?}"), |()| "-".into());
            assert_eq!(found, expected, "{text}");
        }
        let named = read("customers/nb/2026-03-04-carla-mendes.md", b"text", &directory);
        let said = Said { text: "text", note: &named, line: 1, internal: false };
        assert!(company.check(&said).is_err());
    }
}
