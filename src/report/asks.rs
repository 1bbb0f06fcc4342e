//! What customers ask for, across all of them: who asks, how badly, since when, and in which words.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::lines::{Ask, Line, Wanted, asks, lines, rank, worst};
use super::similar_tags::similar_tags;
use crate::date::Date;
use crate::note::{Note, Quote, Word};
use crate::words::fold;

/// What is asked for, with those who ask.
#[derive(Debug, Serialize)]
pub struct Topic {
    #[serde(flatten)]
    pub ask: Ask,
    /// Without `#`, as it is compared; `None` of an ask that is known by its link or its text.
    pub tag: Option<String>,
    /// Who asks, the worst word first, then by slug.
    pub who: Vec<Who>,
    /// The day on which it was asked for last.
    pub last: Option<Date>,
    /// The latest line with the worst word, as typed.
    pub text: String,
    /// In the order of their dates.
    pub quotes: Vec<Said>,
}

/// A customer who asks; `None` for notes without one.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Who {
    pub customer: Option<String>,
    /// The customer's own worst word.
    pub word: Option<&'static str>,
    pub last: Option<Date>,
}

/// A quote that belongs to an ask.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    pub customer: Option<String>,
    pub date: Option<Date>,
    pub text: String,
    pub name: Option<String>,
    pub note: String,
    pub line: usize,
    pub internal: bool,
}

/// What stands in a note about an ask.
#[derive(Clone, Copy, Debug)]
pub enum Words<'a> {
    Asked(&'a Line),
    Said(&'a Said),
}

/// Returns what is asked for: what most customers ask for first, then by the worst word, then by topic.
pub fn topics(notes: &[Note], wanted: &Wanted) -> Vec<Topic> {
    let found = lines(notes, Word::Ask, wanted);
    let mut found: Vec<Line> = found.map(|(note, typed)| Line::of(typed, note)).collect();
    found.sort_by(|a, b| (a.date, &a.note, a.line).cmp(&(b.date, &b.note, b.line)));
    let mut quotes = quotes(notes, wanted);
    let topics = asks(found.into_iter()).into_iter().map(|ask| {
        let quotes = quotes.remove(&ask.topic).unwrap_or_default();
        Topic::of(ask, quotes)
    });
    topics.collect()
}

impl Topic {
    fn of(ask: Ask, quotes: Vec<Said>) -> Topic {
        let mut of_customers: BTreeMap<Option<&str>, Vec<&Line>> = BTreeMap::new();
        for line in &ask.lines {
            of_customers.entry(line.customer.as_deref()).or_default().push(line);
        }
        let mut who: Vec<Who> = of_customers
            .into_iter()
            .map(|(customer, lines)| Who {
                customer: customer.map(String::from),
                word: worst(lines.iter().copied()),
                last: lines.iter().filter_map(|line| line.date).max(),
            })
            .collect();
        who.sort_by_key(|one| (one.customer.is_none(), rank(one.word)));
        Topic {
            tag: ask.lines.first().and_then(|line| line.tag.as_deref()).map(fold),
            last: ask.lines.iter().filter_map(|line| line.date).max(),
            text: worst_line(&ask).map(|line| line.text.clone()).unwrap_or_default(),
            who,
            quotes,
            ask,
        }
    }

    /// Returns the latest line with the worst word.
    pub fn worst_line(&self) -> Option<&Line> {
        worst_line(&self.ask)
    }

    /// Returns the customers whose words there are: those who ask, then those who are only quoted.
    pub fn voices(&self) -> Vec<Option<&str>> {
        let mut voices: Vec<Option<&str>> =
            self.who.iter().map(|one| one.customer.as_deref()).collect();
        for quote in &self.quotes {
            if !voices.contains(&quote.customer.as_deref()) {
                voices.push(quote.customer.as_deref());
            }
        }
        voices
    }

    /// Returns the lines and quotes of a customer, the latest first; those of a note in its order.
    pub fn words_of(&self, customer: Option<&str>) -> Vec<Words<'_>> {
        let lines = self.ask.lines.iter().filter(|line| line.customer.as_deref() == customer);
        let quotes = self.quotes.iter().filter(|quote| quote.customer.as_deref() == customer);
        let mut words: Vec<Words> =
            lines.map(Words::Asked).chain(quotes.map(Words::Said)).collect();
        words.sort_by_key(|words| match words {
            Words::Asked(line) => (Reverse(line.date), &line.note, line.line),
            Words::Said(quote) => (Reverse(quote.date), &quote.note, quote.line),
        });
        words
    }
}

fn worst_line(ask: &Ask) -> Option<&Line> {
    let is_worst = |line: &&Line| rank(line.qualifier.as_deref()) == rank(ask.word);
    ask.lines.iter().filter(is_worst).max_by_key(|line| line.date)
}

/// Returns the quotes of each topic, in the order of their dates. A speclet repeats what stands elsewhere.
fn quotes(notes: &[Note], wanted: &Wanted) -> BTreeMap<String, Vec<Said>> {
    let mut topics: BTreeMap<String, Vec<Said>> = BTreeMap::new();
    for note in notes.iter().filter(|note| note.kind.as_deref() != Some("speclet")) {
        let quotes = note.quotes.iter();
        for quote in quotes.filter(|quote| wanted.fits(note.customer.as_deref(), quote.date)) {
            for topic in topics_of(quote, note) {
                topics.entry(topic).or_default().push(Said::of(quote, note));
            }
        }
    }
    for quotes in topics.values_mut() {
        quotes.sort_by(|a, b| (a.date, &a.note, a.line).cmp(&(b.date, &b.note, b.line)));
    }
    topics
}

/// Returns the topics that a quote belongs to: its tags, and the ask that it stands in or behind.
fn topics_of(quote: &Quote, note: &Note) -> BTreeSet<String> {
    let is_around = |line: usize| Some(line) == quote.typed;
    let asks = note.typed.iter().filter(|typed| typed.word == Word::Ask && is_around(typed.line));
    let tags = quote.tags.iter().map(|tag| format!("#{}", fold(tag)));
    tags.chain(asks.map(|ask| ask.topic())).collect()
}

impl Said {
    fn of(quote: &Quote, note: &Note) -> Said {
        Said {
            customer: note.customer.clone(),
            date: quote.date,
            text: quote.text.clone(),
            name: quote.name.clone(),
            note: note.path.clone(),
            line: quote.line,
            internal: quote.internal,
        }
    }
}

/// Returns the tags of all asks, as they are compared.
pub fn tags(notes: &[Note]) -> BTreeSet<String> {
    let all = Wanted::default();
    let asks = lines(notes, Word::Ask, &all);
    asks.filter_map(|(_, typed)| typed.tag.as_deref()).map(fold).collect()
}

/// Returns the tags of other asks that likely mean the same as a tag.
pub fn twins(notes: &[Note], tag: &str, tags: &BTreeSet<String>) -> BTreeSet<String> {
    let similar = similar_tags(notes, &|_| true).into_iter();
    let pairs = similar.map(|pair| (fold(&pair.rarer), fold(&pair.likelier)));
    let others = pairs.filter_map(|(one, other)| match tag {
        tag if tag == one => Some(other),
        tag if tag == other => Some(one),
        _ => None,
    });
    others.filter(|other| other != tag && tags.contains(other)).collect()
}

#[cfg(test)]
mod tests;
