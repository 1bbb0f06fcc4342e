//! List items that both sides added at one place: all of them stay, none twice.

use std::ops::Range;

use super::version::Version;
use super::weave::{Conflict, Piece, Side, Weave};

/// Lines that one side added, all of them list items but for blank lines.
pub(super) struct Added {
    pub(super) lines: Range<usize>,
    pub(super) items: Vec<Range<usize>>,
    /// How many bytes stand before the first item's marker.
    pub(super) indent: usize,
}

impl Added {
    /// Returns the blank lines behind the last item.
    fn tail(&self) -> Range<usize> {
        self.items.last().map_or(self.lines.end, |item| item.end)..self.lines.end
    }
}

/// Returns the items of both sides, ours first unless theirs are deeper: those belong to the item above.
/// An item that both have stands once; a follow-up that both have with other fields is a conflict.
pub(super) fn both<'a>(
    weave: &Weave<'a, '_>,
    place: usize,
    own: &Added,
    other: &Added,
) -> Vec<Piece<'a>> {
    let (ours, theirs) = (&own.items, &other.items);
    let mut partners: Vec<Option<usize>> = vec![None; ours.len()];
    for (at, other) in theirs.iter().enumerate() {
        let is_partner = |own: &usize| {
            partners[*own].is_none() && are_one((weave.ours, &ours[*own]), (weave.theirs, other))
        };
        if let Some(own) = (0..ours.len()).find(is_partner) {
            partners[own] = Some(at);
        }
    }
    let mut kept = Vec::new();
    for (item, partner) in ours.iter().zip(&partners) {
        match partner.map(|at| theirs[at].clone()) {
            None => kept.extend(weave.of_one(Side::Ours, item.clone())),
            Some(other) if texts(weave.ours, item) == texts(weave.theirs, &other) => {
                kept.extend(weave.of_both(item.clone(), other));
            }
            Some(theirs) => kept.push(Piece::Conflict(Conflict {
                base: place..place,
                ours: item.clone(),
                theirs,
            })),
        }
    }
    let only_theirs = (0..theirs.len()).filter(|at| !partners.contains(&Some(*at)));
    let new: Vec<Piece> =
        only_theirs.flat_map(|at| weave.of_one(Side::Theirs, theirs[at].clone())).collect();
    let tail = match (own.tail(), other.tail()) {
        (one, two) if one.len() < two.len() => weave.of_one(Side::Theirs, two),
        (one, _) => weave.of_one(Side::Ours, one),
    };
    let (first, second) = if other.indent > own.indent { (new, kept) } else { (kept, new) };
    first.into_iter().chain(second).chain(tail).collect()
}

/// Returns whether two items are the same, or follow-ups with one text.
fn are_one(own: (&Version, &Range<usize>), other: (&Version, &Range<usize>)) -> bool {
    let ((ours, own), (theirs, other)) = (own, other);
    if texts(ours, own) == texts(theirs, other) {
        return true;
    }
    let follow_up = |version: &Version, lines: &Range<usize>| -> Option<String> {
        let first = lines.clone().find(|line| !version.is_blank(*line))?;
        version.follow_up(first).map(|item| item.text.clone()).filter(|text| !text.is_empty())
    };
    let own = follow_up(ours, own);
    own.is_some() && own == follow_up(theirs, other)
}

/// Returns the lines of an item but for blank ones before it.
fn texts<'a>(version: &Version<'a>, lines: &Range<usize>) -> Vec<&'a [u8]> {
    let lines = lines.clone().skip_while(|line| version.is_blank(*line));
    lines.map(|line| version.text(line)).collect()
}
