//! Who a text starts with: `@dana`, `@a+@b`, `**Dana**:`, `Dana to …`.

use std::collections::HashSet;
use std::ops::Range;

use super::grammar;
use crate::people::{Directory, Owner, Present};

pub(super) struct People<'a> {
    pub(super) directory: &'a Directory,
    pub(super) present: &'a Present,
}

impl People<'_> {
    pub(super) fn owner(&self, typed: &str) -> Owner {
        self.directory.owner(typed, self.present)
    }

    /// Returns the owners if every name of `Sam & Jeremy` is known.
    pub(super) fn several(&self, words: &str) -> Vec<Owner> {
        if let Some(owner) = self.directory.owner_if_known(words, self.present) {
            return vec![owner];
        }
        let spaced = words.replace(" and ", "&").replace(" und ", "&");
        let names: Vec<&str> =
            spaced.split(['&', '+', ',', '/', '、', 'と']).map(str::trim).collect();
        if names.len() < 2 {
            return Vec::new();
        }
        let owners = names.iter().map(|name| self.directory.owner_if_known(name, self.present));
        owners.collect::<Option<Vec<_>>>().unwrap_or_default()
    }
}

/// The owners that a text starts with.
pub(super) struct Leading {
    pub(super) owners: Vec<Owner>,
    /// From the first name to the end of the last, each `@` included.
    pub(super) at: Range<usize>,
    /// Where the text goes on.
    pub(super) behind: usize,
}

/// Returns the owners that a text starts with.
pub(super) fn leading_owners(
    text: &str,
    from: usize,
    people: &People,
    labelled: bool,
) -> Option<Leading> {
    at_owners(text, from, people).or_else(|| named_owners(text, from, people, labelled))
}

/// `@a`, `@a:`, `@a @b`, `@a+@b`, `**@a**`.
fn at_owners(text: &str, from: usize, people: &People) -> Option<Leading> {
    let mut at = from + emphasis_length(&text[from..]);
    let mut owners = Vec::new();
    let mut end = from;
    let mut names = at..at;
    while let Some((name, behind)) = grammar::at_name(text, at) {
        owners.push(people.owner(name));
        names.end = behind;
        end = behind + emphasis_length(&text[behind..]);
        let rest = &text[end..];
        let gap = rest.trim_start_matches([' ', '+', ',', '&', '/', '、', '\u{a0}']);
        let gap = gap.strip_prefix("and ").unwrap_or(gap).trim_start();
        let next = end + rest.len() - gap.len();
        at = next + emphasis_length(&text[next..]);
    }
    if owners.is_empty() {
        return None;
    }
    let rest = &text[end..];
    let behind = rest.trim_start_matches([':', '：', ',', '、']);
    let behind = behind.trim_start_matches(['*']).trim_start();
    Some(Leading { owners, at: names, behind: text.len() - behind.len() })
}

fn emphasis_length(text: &str) -> usize {
    text.len() - text.trim_start_matches(['*', '_']).len()
}

/// `Name:`, `**Name**:`, `Name to …`, `Name will …`, behind a label also `Name - `.
fn named_owners(text: &str, from: usize, people: &People, labelled: bool) -> Option<Leading> {
    const MOST_BYTES: usize = 80;
    let rest = &text[from..];
    let bare = rest.trim_start_matches(['*', '_']);
    if bare.starts_with(|c: char| c.is_lowercase() || "@＠".contains(c)) && !labelled {
        return None;
    }
    let separators: &[&str] = if labelled {
        &[":", "：", " to ", " will ", " - ", " – ", " — ", "は"]
    } else {
        &[":", "：", " to ", " will "]
    };
    let mut best: Option<(usize, usize)> = None;
    for separator in separators {
        let found = bare.match_indices(separator).find(|(at, _)| *at > 0 && *at <= MOST_BYTES);
        if let Some((at, separator)) = found
            && best.is_none_or(|(first, _)| at < first)
        {
            best = Some((at, at + separator.len()));
        }
    }
    let (end, behind) = best?;
    let name = bare[..end].trim_matches(['*', '_', ' ']);
    let owners = people.several(name);
    if owners.is_empty() {
        return None;
    }
    let left = bare[behind..].trim_start_matches(['*', '_']).trim_start();
    let start = text.len() - bare.len() + bare[..end].find(name)?;
    Some(Leading { owners, at: start..start + name.len(), behind: text.len() - left.len() })
}

pub(super) fn dedup(owners: &mut Vec<Owner>) {
    if owners.len() < 2 {
        return;
    }
    let mut seen = HashSet::new();
    owners.retain(|owner| seen.insert(owner.name.clone()));
}
