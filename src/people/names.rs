//! Names as they are compared: without case, accents, honorifics, width and normal form.

use crate::words::{fold, is_unspaced};

/// A name as it is compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    parts: Vec<String>,
    joined: String,
}

/// How well a name fits; the better wins within a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    Part,
    Full,
    Handle,
}

const HONORIFICS: [&str; 4] = ["様", "さん", "氏", "殿"];

impl Key {
    pub fn of(name: &str) -> Key {
        Key::of_folded(&fold(name))
    }

    /// Returns a name as it is compared, folded before.
    pub fn of_folded(folded: &str) -> Key {
        let bare = HONORIFICS
            .iter()
            .find_map(|honorific| folded.trim_end().strip_suffix(honorific))
            .filter(|rest| !rest.trim().is_empty())
            .unwrap_or(folded);
        let is_between =
            |c: char| c.is_whitespace() || matches!(c, '-' | '_' | '.' | ',' | '・' | '·');
        let parts = bare.split(is_between);
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).map(String::from).collect();
        Key { joined: parts.concat(), parts }
    }

    /// Returns whether nothing of the name can be compared.
    pub fn is_empty(&self) -> bool {
        self.joined.is_empty()
    }

    /// Returns the whole name without what parts it.
    pub fn joined(self) -> String {
        self.joined
    }

    pub fn fit(&self, asked: &Key) -> Option<Fit> {
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
