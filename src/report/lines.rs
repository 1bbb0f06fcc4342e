//! Typed lines as reports show them, and what several customers ask for.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::days::Days;
use crate::date::Date;
use crate::note::{Note, Typed, Word};

/// A typed line.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub customer: Option<String>,
    pub date: Option<Date>,
    pub text: String,
    /// What stood in its parentheses: `high`, `blocker`.
    pub qualifier: Option<String>,
    pub tag: Option<String>,
    pub note: String,
    pub line: usize,
    pub internal: bool,
    /// What identifies an ask across notes.
    #[serde(skip)]
    pub topic: String,
}

/// What one or several customers ask for.
#[derive(Clone, Debug, Serialize)]
pub struct Ask {
    /// The tag with `#`, else the link, else the text.
    pub topic: String,
    pub customers: Vec<String>,
    /// The worst word: `blocker`, `pain` or `nice`.
    pub word: Option<&'static str>,
    pub lines: Vec<Line>,
}

impl Line {
    pub fn of(typed: &Typed, note: &Note) -> Line {
        Line {
            customer: note.customer.clone(),
            date: typed.date,
            text: typed.text.clone(),
            qualifier: typed.qualifier.clone(),
            tag: typed.tag.clone(),
            note: note.path.clone(),
            line: typed.line,
            internal: typed.internal,
            topic: typed.topic(),
        }
    }

    pub fn is_high(&self) -> bool {
        self.qualifier.as_deref() == Some("high")
    }
}

/// Which lines to leave in. Empty fields ask for nothing.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub customer: Option<String>,
    /// Only what is dated on one of these days; a line without a date is not.
    pub days: Days,
}

impl Wanted {
    /// Returns whether it leaves all lines in.
    pub fn is_all(&self) -> bool {
        self.customer.is_none() && self.days.are_all()
    }

    pub fn fits(&self, customer: Option<&str>, date: Option<Date>) -> bool {
        self.customer.as_deref().is_none_or(|slug| customer == Some(slug))
            && self.days.hold(date, None)
    }
}

/// Returns the typed lines of a word, in the order of the notes.
pub fn lines<'a>(
    notes: &'a [Note],
    word: Word,
    wanted: &'a Wanted,
) -> impl Iterator<Item = (&'a Note, &'a Typed)> {
    let lines = notes.iter().flat_map(|note| note.typed.iter().map(move |typed| (note, typed)));
    lines.filter(move |(note, typed)| {
        typed.word == word && wanted.fits(note.customer.as_deref(), typed.date)
    })
}

const WORDS: [&str; 3] = ["blocker", "pain", "nice"];

/// Returns the place of a word in the order from the worst on; any other word, or none, comes last.
pub fn rank(word: Option<&str>) -> usize {
    WORDS.iter().position(|known| Some(*known) == word).unwrap_or(WORDS.len())
}

/// Returns the worst word of asks: `blocker`, `pain` or `nice`.
pub fn worst<'a>(lines: impl Iterator<Item = &'a Line>) -> Option<&'static str> {
    let worst = lines.map(|line| rank(line.qualifier.as_deref())).min()?;
    WORDS.get(worst).copied()
}

/// Returns what is asked for, each topic once, with its lines in the order given: what most customers
/// ask for first, then by the worst word, then by topic.
pub fn asks(lines: impl Iterator<Item = Line>) -> Vec<Ask> {
    let mut topics: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for line in lines {
        topics.entry(line.topic.clone()).or_default().push(line);
    }
    let asks = topics.into_iter().map(|(topic, lines)| {
        let mut customers: Vec<String> = lines.iter().filter_map(|l| l.customer.clone()).collect();
        customers.sort();
        customers.dedup();
        Ask { topic, customers, word: worst(lines.iter()), lines }
    });
    let mut asks: Vec<Ask> = asks.collect();
    asks.sort_by_key(|ask| (Reverse(ask.customers.len()), rank(ask.word)));
    asks
}
