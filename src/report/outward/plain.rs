//! A text as names are looked for in it: markup, punctuation, entities and spaces hide nothing.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr;

use crate::markdown::Inline;
use crate::words::{is_unspaced, look};

/// The letters and digits of a text, as they look, and where words begin and end among them.
pub struct Plain {
    letters: String,
    /// Bytes of `letters`, ascending. In scripts without spaces every character is a word.
    edges: Vec<usize>,
}

/// A name that is looked for, and its letters and digits as they look.
pub struct Name {
    pub text: String,
    letters: String,
}

impl Name {
    pub fn of(text: &str) -> Name {
        Name { text: text.to_string(), letters: letters(text) }
    }
}

/// Stands between texts, so that no name is read across two of them.
const WALL: char = '\n';

impl Plain {
    /// Returns what a text says as it is written, as it is seen, and where it leads.
    pub fn of(text: &str, inline: &Inline) -> Plain {
        let mut plain = Plain { letters: String::new(), edges: Vec::new() };
        // Without markup it is seen as it is written.
        let seen = Some(inline.text.as_str()).filter(|seen| *seen != text);
        let targets = inline.targets.iter().map(String::as_str);
        for part in [text].into_iter().chain(seen).chain(targets) {
            plain.push(&unescaped(part));
            plain.letters.push(WALL);
        }
        plain
    }

    fn push(&mut self, text: &str) {
        let mut inside = false;
        for c in look(text).chars() {
            let is_letter = c.is_alphanumeric();
            if !(inside && is_letter && !is_unspaced(c)) {
                self.edges.push(self.letters.len());
            }
            inside = is_letter && !is_unspaced(c);
            if is_letter {
                self.letters.push(c);
            }
        }
        self.edges.push(self.letters.len());
    }

    /// Returns whether a name stands in the text as whole words, however it is divided.
    pub fn names(&self, name: &Name) -> bool {
        self.places(name).next().is_some()
    }

    /// Returns whether a name stands in the text and is not only a part of others: *Orbit Foods* is one of
    /// *Orbit Foods Japan*.
    pub fn names_beyond<'n>(
        &self,
        name: &Name,
        others: impl Iterator<Item = &'n Name> + Clone,
    ) -> bool {
        let is_around = |around: Range<usize>, place: &Range<usize>| {
            around.start <= place.start && place.end <= around.end && around.len() > place.len()
        };
        self.places(name).any(|place| {
            let mut others = others.clone().flat_map(|other| self.places(other));
            !others.any(|around| is_around(around, &place))
        })
    }

    /// Returns where a name stands among the letters.
    fn places(&self, name: &Name) -> impl Iterator<Item = Range<usize>> {
        let is_edge = |at: &usize| self.edges.binary_search(at).is_ok();
        let name = name.letters.as_str();
        let found = self.letters.match_indices(name).filter(move |_| !name.is_empty());
        let places = found.map(|(at, found)| at..at + found.len());
        places.filter(move |place| is_edge(&place.start) && is_edge(&place.end))
    }
}

/// Returns the letters and digits of a name, as they look.
pub fn letters(name: &str) -> String {
    look(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Puts the characters in place of `%20`, as they stand in links.
pub fn unescaped(text: &str) -> Cow<'_, str> {
    if memchr(b'%', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = behind.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &behind[2..] } else { behind };
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::{Name, Plain};
    use crate::markdown::inline;

    #[test]
    fn a_name_is_found_however_it_is_written() {
        for (text, name, expected) in [
            ("as at North Bank, too", "north bank", true),
            ("as **North** Bank", "North Bank", true),
            ("North-Bank's", "North Bank", true),
            ("No**rth** Bank", "North Bank", true),
            ("NORTHBANK", "North Bank", true),
            ("[North](https://x.example) Bank", "North Bank", true),
            ("[it](https://x.example/North%20Bank)", "North Bank", true),
            ("North&#32;Bank", "North Bank", true),
            ("N&#111;rth Bank", "North Bank", true),
            ("North<!-- x -->Bank", "North Bank", true),
            ("North\u{200b}Bank", "North Bank", true),
            ("田中太郎さん", "田中 太郎", true),
            ("田中・太郎", "田中 太郎", true),
            ("Carlaさん", "carla", true),
            ("Nоrth Bаnk", "North Bank", true),
            ("Ольга Белова", "ольга белова", true),
            ("the orbits", "orbit", false),
            ("an exorbit", "orbit", false),
            ("north, south bank", "North Bank", false),
            ("the bank", "North Bank", false),
            ("100%", "", false),
            ("anything", "—", false),
        ] {
            let found = Plain::of(text, &inline(text)).names(&Name::of(name));
            assert_eq!(found, expected, "{name} in {text}");
        }
    }

    #[test]
    fn a_name_may_be_a_part_of_another() {
        let own = [Name::of("Orbit Foods Japan"), Name::of("orbit-japan")];
        for (text, expected) in [
            ("as Orbit Foods Japan said", false),
            ("as ORBIT **Foods**-Japan said", false),
            ("as Orbit Foods said", true),
            ("as Orbit Foods Japan, not Orbit Foods", true),
            ("as Orbit Foods Japanese", true),
            ("nothing", false),
        ] {
            let found =
                Plain::of(text, &inline(text)).names_beyond(&Name::of("Orbit Foods"), own.iter());
            assert_eq!(found, expected, "{text}");
        }
        let same = [Name::of("Orbit Foods")];
        let plain = Plain::of("Orbit Foods", &inline(""));
        assert!(plain.names_beyond(&Name::of("Orbit Foods"), same.iter()));
    }

    #[test]
    fn no_name_is_read_across_a_text_and_its_links() {
        let plain = Plain::of("at the north", &inline("bank it"));
        assert!(!plain.names(&Name::of("North Bank")) && plain.names(&Name::of("bank")));
    }
}
