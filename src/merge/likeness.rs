//! How much lines and words of two versions are alike, and the alignments that come of it.

use super::align::{Alignment, pairs};
use super::header;
use super::token::{Token, What};
use super::version::Version;
use crate::follow_up::FollowUp;
use crate::git;
use crate::report::pairing::have_owner_or_deadline_in_common;
use crate::words::{dice, grams};

/// Returns which line of a side is which of the base.
///
/// What git's own comparison finds equal stays so, line endings aside. Among the lines that differ, a
/// follow-up is the same by the rules of [`crate::report::pairing`], any other line by half of its words.
pub(super) fn of_lines(base: &Version, side: &Version) -> Alignment {
    let bare = |version: &Version| -> Vec<u8> {
        let lines = version.lines.iter().flat_map(|line| [line.text, b"\n"]);
        lines.collect::<Vec<_>>().concat()
    };
    let mut found = Vec::new();
    let (mut next_base, mut next_side) = (0, 0);
    for hunk in git::hunks(&bare(base), &bare(side)) {
        found.extend((next_base..hunk.old.start).zip(next_side..));
        (next_base, next_side) = (hunk.old.end, hunk.new.end);
        let words = |version: &Version, lines: std::ops::Range<usize>| -> Vec<Vec<String>> {
            lines.map(|line| grams(&String::from_utf8_lossy(version.text(line)))).collect()
        };
        let (old, new) = (words(base, hunk.old.clone()), words(side, hunk.new.clone()));
        let like = |one: usize, two: usize| {
            let lines = (hunk.old.start + one, hunk.new.start + two);
            line((base, lines.0), (side, lines.1), (&old[one], &new[two]))
        };
        let inner = pairs(hunk.old.len(), hunk.new.len(), like).unwrap_or_else(|| {
            // Too many to compare each with each: those that stayed where they were, with their text.
            let is_equal = |(one, two): &(usize, usize)| like(*one, *two) >= EQUAL;
            let is_even = hunk.old.len() == hunk.new.len();
            let places = if is_even { 0..hunk.old.len() } else { 0..0 };
            places.map(|at| (at, at)).filter(is_equal).collect()
        });
        let place = |(one, two)| (hunk.old.start + one, hunk.new.start + two);
        found.extend(inner.into_iter().map(place));
    }
    found.extend((next_base..base.lines.len()).zip(next_side..));
    Alignment::of(base.lines.len(), side.lines.len(), &found)
}

/// How alike two follow-ups with one text are at least.
const EQUAL: u32 = 200;

fn line(
    (base, one): (&Version, usize),
    (side, two): (&Version, usize),
    words: (&[String], &[String]),
) -> u32 {
    if base.text(one) == side.text(two) {
        return if base.is_blank(one) { 30 } else { 300 };
    }
    if base.is_header(one) || side.is_header(two) {
        let key = header::key(base.text(one));
        let in_both = base.is_header(one) && side.is_header(two);
        return if in_both && key.is_some() && key == header::key(side.text(two)) {
            250
        } else {
            0
        };
    }
    if let (Some(old), Some(new)) = (base.follow_up(one), side.follow_up(two)) {
        return follow_up(old, new);
    }
    by_words(words.0, words.1)
}

fn follow_up(old: &FollowUp, new: &FollowUp) -> u32 {
    if old.text == new.text {
        let same = |is_same: bool, weight: u32| if is_same { weight } else { 0 };
        return EQUAL
            + same(old.owners == new.owners, 20)
            + same((old.due, old.promised) == (new.due, new.promised), 20)
            + same(old.state == new.state, 5);
    }
    if have_owner_or_deadline_in_common(old, new) {
        return by_words(&grams(&old.text), &grams(&new.text));
    }
    0
}

/// Returns up to 100; 0 with less than half in common.
fn by_words(one: &[String], two: &[String]) -> u32 {
    let likeness = (dice(one, two) * 100.0) as u32;
    if likeness >= 50 { likeness } else { 0 }
}

/// Returns which part of a line is which of another.
pub(super) fn of_tokens(base: &[Token], side: &[Token]) -> Option<Alignment> {
    let like = |one: usize, two: usize| {
        let (old, new) = (&base[one], &side[two]);
        let same = old.bare() == new.bare();
        match old.what {
            what if what != new.what => 0,
            What::Box | What::Field(_) if same => 8,
            What::Box | What::Field(_) => 5,
            What::Owner if same => 6,
            What::Owner => 3,
            What::Word | What::Strike | What::Sign | What::Blanks if same => 4,
            What::Word | What::Strike | What::Sign | What::Blanks => 0,
        }
    };
    let found = pairs(base.len(), side.len(), like)?;
    Some(Alignment::of(base.len(), side.len(), &found))
}
