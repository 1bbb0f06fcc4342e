//! The typed lines of a week: decisions, value, risks, asks.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Serialize;

use super::Frame;
use crate::date::Date;
use crate::note::{Note, Typed, Word};
use crate::report::threads::Kept;
use crate::words::{dice, grams};

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
    /// Whether it is of this week, and no older risk that still stands.
    #[serde(skip)]
    pub is_fresh: bool,
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

pub struct Lines {
    pub decisions: Vec<Line>,
    pub value: Vec<Line>,
    pub risks: Vec<Line>,
    pub asks: Vec<Ask>,
}

/// Returns the lines dated in the week, or earlier and first seen in it; risks with a box as long as
/// they are open.
pub fn select(frame: &Frame, notes: &[Kept]) -> Lines {
    let mut found: Vec<(&Typed, Line)> = Vec::new();
    for kept in notes {
        for typed in &kept.note.typed {
            let is_fresh = is_of_week(frame, typed)
                || (is_before(frame, typed) && is_first_seen(typed, kept, notes));
            let is_box = typed.word == Word::Risk && typed.ticked.is_some();
            if if is_box { typed.is_standing() } else { is_fresh } {
                found.push((typed, line(typed, &kept.note, is_fresh)));
            }
        }
    }
    found.sort_by(|(_, a), (_, b)| (a.date, &a.note, a.line).cmp(&(b.date, &b.note, b.line)));
    let of = |word: Word| -> Vec<Line> {
        let lines = found.iter().filter(|(typed, _)| typed.word == word);
        lines.map(|(_, line)| line.clone()).collect()
    };
    let mut risks = of(Word::Risk);
    risks.sort_by_key(|risk| !risk.is_high());
    Lines {
        decisions: of(Word::Decision),
        value: of(Word::Value),
        risks,
        asks: asks(found.iter().filter(|(typed, _)| typed.word == Word::Ask)),
    }
}

impl Line {
    pub fn is_high(&self) -> bool {
        self.qualifier.as_deref() == Some("high")
    }
}

fn line(typed: &Typed, note: &Note, is_fresh: bool) -> Line {
    Line {
        customer: note.customer.clone(),
        date: typed.date,
        text: typed.text.clone(),
        qualifier: typed.qualifier.clone(),
        tag: typed.tag.clone(),
        note: note.path.clone(),
        line: typed.line,
        internal: typed.internal,
        is_fresh,
    }
}

fn is_of_week(frame: &Frame, typed: &Typed) -> bool {
    typed.date.is_some_and(|date| frame.week.contains(date))
}

/// A line without any date is as old as its first sight.
fn is_before(frame: &Frame, typed: &Typed) -> bool {
    typed.date.is_none_or(|date| date < frame.week.monday())
}

/// Returns whether a line was not there at the start: not in its note, reworded or not, and not, word
/// for word, in another note of the same customer.
fn is_first_seen(typed: &Typed, kept: &Kept, notes: &[Kept]) -> bool {
    let note = &kept.note;
    let is_same = |old: &Typed| old.word == typed.word && old.text == typed.text;
    if let Some(origin) = &kept.origin {
        if Rc::ptr_eq(origin, note) || origin.typed.iter().any(is_same) {
            return false;
        }
        let stays =
            |old: &Typed| note.typed.iter().any(|new| new.word == old.word && new.text == old.text);
        let words = grams(&typed.text);
        let is_reworded = |old: &&Typed| {
            old.word == typed.word && !stays(old) && dice(&grams(&old.text), &words) >= 0.5
        };
        if origin.typed.iter().any(|old| is_reworded(&old)) {
            return false;
        }
    }
    let others = notes.iter().filter_map(|kept| kept.origin.as_ref());
    let mut others = others.filter(|o| note.customer.is_some() && o.customer == note.customer);
    !others.any(|origin| origin.typed.iter().any(is_same))
}

const WORDS: [&str; 3] = ["blocker", "pain", "nice"];

fn rank(word: Option<&str>) -> usize {
    WORDS.iter().position(|known| Some(*known) == word).unwrap_or(WORDS.len())
}

fn asks<'a>(lines: impl Iterator<Item = &'a (&'a Typed, Line)>) -> Vec<Ask> {
    let mut topics: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for (typed, line) in lines {
        topics.entry(typed.topic()).or_default().push(line.clone());
    }
    let asks = topics.into_iter().map(|(topic, lines)| {
        let mut customers: Vec<String> = lines.iter().filter_map(|l| l.customer.clone()).collect();
        customers.sort();
        customers.dedup();
        let worst = lines.iter().map(|line| rank(line.qualifier.as_deref())).min();
        let word = worst.and_then(|rank| WORDS.get(rank).copied());
        Ask { topic, customers, word, lines }
    });
    let mut asks: Vec<Ask> = asks.collect();
    asks.sort_by_key(|ask| (Reverse(ask.customers.len()), rank(ask.word)));
    asks
}
