//! The typed lines of a week (decisions, value, risks, asks, questions), and what customers said.

use std::rc::Rc;

use super::Frame;
use crate::date::Date;
use crate::note::{Note, Quote, Word};
use crate::report::lines::{Ask, Line, asks};
use crate::report::threads::Kept;
use crate::words::{dice, grams};

pub struct Lines {
    pub decisions: Vec<Line>,
    pub value: Vec<Line>,
    pub risks: Vec<Line>,
    /// The risks of this week, without older ones that still stand.
    pub fresh_risks: Vec<Line>,
    pub asks: Vec<Ask>,
}

/// A typed line that is told.
pub struct Found<'a> {
    pub word: Word,
    pub line: Line,
    pub note: &'a Note,
    /// Not only a risk that still stands.
    is_fresh: bool,
    /// Ticked off.
    pub is_over: bool,
}

/// Returns the lines for a manager.
pub fn select(frame: &Frame, notes: &[Kept]) -> Lines {
    let found = of_week(frame, notes);
    let of = |word: Word| {
        let lines = found.iter().filter(move |one| one.word == word);
        lines.map(|one| one.line.clone())
    };
    let fresh_risks = found.iter().filter(|one| one.word == Word::Risk && one.is_fresh);
    let mut risks: Vec<Line> = of(Word::Risk).collect();
    risks.sort_by_key(|risk| !risk.is_high());
    Lines {
        decisions: of(Word::Decision).collect(),
        value: of(Word::Value).collect(),
        fresh_risks: fresh_risks.map(|one| one.line.clone()).collect(),
        risks,
        asks: asks(of(Word::Ask)),
    }
}

/// Returns the lines dated in the week, or earlier and first seen in it, by date; risks with a box as long
/// as they are open.
pub fn of_week<'a>(frame: &Frame, notes: &'a [Kept]) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    for kept in notes.iter().filter(|kept| frame.is_chosen(&kept.note)) {
        for typed in &kept.note.typed {
            let words = (Some(typed.word), typed.text.as_str());
            let is_fresh = is_fresh(frame, typed.date, words, kept, notes);
            let is_box = typed.word == Word::Risk && typed.ticked.is_some();
            if if is_box { typed.is_standing() } else { is_fresh } {
                let (word, line) = (typed.word, Line::of(typed, &kept.note));
                let is_over = !typed.is_standing();
                found.push(Found { word, line, note: &kept.note, is_fresh, is_over });
            }
        }
    }
    found.sort_by(|a, b| place(a).cmp(&place(b)));
    found
}

fn place<'a>(found: &'a Found) -> (Option<Date>, &'a str, usize) {
    (found.line.date, &found.line.note, found.line.line)
}

/// Returns what customers said, with the notes it stands in: dated in the week, or earlier and first seen
/// in it, by date.
pub fn quotes<'a>(frame: &Frame, notes: &'a [Kept]) -> Vec<(&'a Quote, &'a Note)> {
    let chosen = notes.iter().filter(|kept| frame.is_chosen(&kept.note));
    let all = chosen.flat_map(|kept| kept.note.quotes.iter().map(move |quote| (quote, kept)));
    let is_told = |(quote, kept): &(&Quote, &Kept)| {
        is_fresh(frame, quote.date, (None, &quote.text), kept, notes)
    };
    let mut found: Vec<(&Quote, &Note)> =
        all.filter(is_told).map(|(quote, kept)| (quote, &*kept.note)).collect();
    found.sort_by_key(|(quote, note)| (quote.date, &note.path, quote.line));
    found
}

/// What sort of line it is (a quote is none), and its words.
type Words<'a> = (Option<Word>, &'a str);

fn is_fresh(frame: &Frame, date: Option<Date>, words: Words, kept: &Kept, notes: &[Kept]) -> bool {
    let is_of_week = date.is_some_and(|date| frame.week.contains(date));
    // A line without any date is as old as its first sight.
    let is_before = date.is_none_or(|date| date < frame.week.monday());
    is_of_week || (is_before && is_first_seen(words, kept, notes))
}

/// Returns whether a line was not there at the start: not in its note, reworded or not, and not, word
/// for word, in another note of the same customer.
fn is_first_seen((word, text): Words, kept: &Kept, notes: &[Kept]) -> bool {
    let note = &kept.note;
    let has = |note: &Note, words: Words| all_words(note).any(|own| own == words);
    if let Some(origin) = &kept.origin {
        if Rc::ptr_eq(origin, note) || has(origin, (word, text)) {
            return false;
        }
        let grams_of_it = grams(text);
        let is_reworded = |old: Words| {
            old.0 == word && !has(note, old) && dice(&grams(old.1), &grams_of_it) >= 0.5
        };
        if all_words(origin).any(is_reworded) {
            return false;
        }
    }
    let others = notes.iter().filter_map(|kept| kept.origin.as_ref());
    let mut others = others.filter(|o| note.customer.is_some() && o.customer == note.customer);
    !others.any(|origin| has(origin, (word, text)))
}

fn all_words(note: &Note) -> impl Iterator<Item = Words<'_>> {
    let typed = note.typed.iter().map(|typed| (Some(typed.word), typed.text.as_str()));
    typed.chain(note.quotes.iter().map(|quote| (None, quote.text.as_str())))
}
