//! The typed lines of a week: decisions, value, risks, asks.

use std::rc::Rc;

use super::Frame;
use crate::note::{Typed, Word};
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

/// Returns the lines dated in the week, or earlier and first seen in it; risks with a box as long as
/// they are open.
pub fn select(frame: &Frame, notes: &[Kept]) -> Lines {
    let mut found: Vec<(Word, bool, Line)> = Vec::new();
    for kept in notes.iter().filter(|kept| frame.is_chosen(&kept.note)) {
        for typed in &kept.note.typed {
            let is_fresh = is_of_week(frame, typed)
                || (is_before(frame, typed) && is_first_seen(typed, kept, notes));
            let is_box = typed.word == Word::Risk && typed.ticked.is_some();
            if if is_box { typed.is_standing() } else { is_fresh } {
                found.push((typed.word, is_fresh, Line::of(typed, &kept.note)));
            }
        }
    }
    found.sort_by(|(.., a), (.., b)| (a.date, &a.note, a.line).cmp(&(b.date, &b.note, b.line)));
    let of = |word: Word| {
        let lines = found.iter().filter(move |(own, ..)| *own == word);
        lines.map(|(.., line)| line.clone())
    };
    let fresh_risks = found.iter().filter(|(word, is_fresh, _)| *word == Word::Risk && *is_fresh);
    let mut risks: Vec<Line> = of(Word::Risk).collect();
    risks.sort_by_key(|risk| !risk.is_high());
    Lines {
        decisions: of(Word::Decision).collect(),
        value: of(Word::Value).collect(),
        fresh_risks: fresh_risks.map(|(.., line)| line.clone()).collect(),
        risks,
        asks: asks(of(Word::Ask)),
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
