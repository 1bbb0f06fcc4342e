//! Weaves the lines of both sides into one note, slot by slot, and leaves the rest as conflicts.

use std::borrow::Cow;
use std::ops::Range;

use super::added::{self, Added};
use super::align::{Alignment, Slot};
use super::item::three_way;
use super::version::{Line, Shape, Version};
use super::{header, likeness};

/// Lines of the merged note, or a place where somebody has to decide.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    Line(Woven<'a>),
    Conflict(Conflict),
}

/// A line, and which lines of the versions it is.
#[derive(Clone, Debug)]
pub(super) struct Woven<'a> {
    pub(super) text: Cow<'a, [u8]>,
    pub(super) ending: &'a [u8],
    pub(super) base: Option<usize>,
    pub(super) ours: Option<usize>,
    pub(super) theirs: Option<usize>,
}

/// Lines of each version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Conflict {
    pub(super) base: Range<usize>,
    pub(super) ours: Range<usize>,
    pub(super) theirs: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Ours,
    Theirs,
}

/// Merges the first line of a follow-up that both sides changed; lines of the base, ours and theirs.
pub(super) type OfItem<'f> = dyn Fn(usize, usize, usize) -> Option<Vec<u8>> + 'f;

pub(super) struct Weave<'a, 'f> {
    pub(super) base: &'f Version<'a>,
    pub(super) ours: &'f Version<'a>,
    pub(super) theirs: &'f Version<'a>,
    to_ours: Alignment,
    to_theirs: Alignment,
    of_item: &'f OfItem<'f>,
}

impl<'a, 'f> Weave<'a, 'f> {
    pub(super) fn of(
        [base, ours, theirs]: [&'f Version<'a>; 3],
        of_item: &'f OfItem<'f>,
    ) -> Weave<'a, 'f> {
        let to_ours = likeness::of_lines(base, ours);
        let to_theirs = likeness::of_lines(base, theirs);
        Weave { base, ours, theirs, to_ours, to_theirs, of_item }
    }

    /// Returns the merged note. Elements are places between lines of the base (even) and its lines (odd),
    /// as for [`Alignment::side_of`].
    pub(super) fn pieces(&self) -> Vec<Piece<'a>> {
        let elements = 0..=2 * self.base.lines.len();
        let mut woven: Vec<Option<Vec<Piece>>> = elements
            .map(|element| match element % 2 {
                0 => self.place(element / 2),
                _ => self.slot(element / 2),
            })
            .collect();
        self.widen(&mut woven);
        while self.widen_to_moved_lines(&mut woven) {
            self.widen(&mut woven);
        }
        let mut pieces = Vec::new();
        let mut conflicts = self.conflicts(&woven).into_iter();
        let mut is_in_conflict = false;
        for found in woven {
            if found.is_none() && !is_in_conflict {
                pieces.extend(conflicts.next().map(Piece::Conflict));
            }
            is_in_conflict = found.is_none();
            pieces.extend(found.into_iter().flatten());
        }
        pieces
    }

    /// Returns the conflicts, each as far as it goes.
    fn conflicts(&self, woven: &[Option<Vec<Piece>>]) -> Vec<Conflict> {
        let mut found = Vec::new();
        let mut element = 0;
        for run in woven.chunk_by(|one, two| one.is_none() == two.is_none()) {
            if run[0].is_none() {
                found.push(self.conflict(element, element + run.len() - 1));
            }
            element += run.len();
        }
        found
    }

    /// Makes the place a conflict from which a side moved a line into a conflict: who decided for the other
    /// side there would lose it. Returns whether there is such a place.
    fn widen_to_moved_lines(&self, woven: &mut [Option<Vec<Piece>>]) -> bool {
        let conflicts = self.conflicts(woven);
        let mut grew = false;
        for line in (0..self.base.lines.len()).filter(|line| !self.base.is_blank(*line)) {
            let element = &mut woven[2 * line + 1];
            let (ours, theirs) = (self.to_ours.gone(line), self.to_theirs.gone(line));
            if element.is_none() || ours.or(theirs).is_none() {
                continue;
            }
            let is_in = |side: &Version, lines: &dyn Fn(&Conflict) -> Range<usize>| {
                let mut lines = conflicts.iter().flat_map(lines);
                lines.any(|other| self.base.is_alike(line, side, other))
            };
            let is_moved = ours.is_some() && is_in(self.ours, &|one| one.ours.clone())
                || theirs.is_some() && is_in(self.theirs, &|one| one.theirs.clone());
            if is_moved {
                *element = None;
                grew = true;
            }
        }
        grew
    }

    /// Makes all of a block a conflict if a part of it is one, or what stands at its edge, and joins conflicts of lines that follow
    /// each other, unless each is a list item.
    fn widen(&self, woven: &mut [Option<Vec<Piece>>]) {
        loop {
            let mut grew = false;
            for block in self.to_ours.blocks.iter().chain(&self.to_theirs.blocks) {
                let elements = 2 * block.base.start + 1..2 * block.base.end;
                let places = &woven[elements.start - 1..=elements.end];
                let is_touched = places.iter().any(Option::is_none);
                if is_touched && woven[elements.clone()].iter().any(Option::is_some) {
                    woven[elements].fill_with(|| None);
                    grew = true;
                }
            }
            if !grew {
                break;
            }
        }
        for place in 1..self.base.lines.len() {
            let is_between = woven[2 * place - 1].is_none() && woven[2 * place + 1].is_none();
            let is_empty = woven[2 * place].as_ref().is_some_and(Vec::is_empty);
            let are_items = self.base.is_item(place - 1) && self.base.is_item(place);
            if is_between && is_empty && !are_items {
                woven[2 * place] = None;
            }
        }
    }

    fn conflict(&self, first: usize, last: usize) -> Conflict {
        let side =
            |alignment: &Alignment| alignment.side_of(first).start..alignment.side_of(last).end;
        Conflict {
            base: first / 2..last.div_ceil(2),
            ours: side(&self.to_ours),
            theirs: side(&self.to_theirs),
        }
    }

    /// Returns what became of one line of the base; `None` if it is a conflict.
    fn slot(&self, at: usize) -> Option<Vec<Piece<'a>>> {
        let element = 2 * at + 1;
        let same = |version: &Version, line: usize| version.text(line) == self.base.text(at);
        match (self.to_ours.slots[at], self.to_theirs.slots[at]) {
            (Slot::Is(one), Slot::Is(two)) => Some(vec![Piece::Line(self.line(at, one, two)?)]),
            (Slot::Gone(_), Slot::Is(two)) if same(self.theirs, two) => {
                Some(self.of_one(Side::Ours, self.to_ours.side_of(element)))
            }
            (Slot::Is(one), Slot::Gone(_)) if same(self.ours, one) => {
                Some(self.of_one(Side::Theirs, self.to_theirs.side_of(element)))
            }
            (Slot::Gone(one), Slot::Gone(two)) => {
                let (one, two) = (&self.to_ours.blocks[one], &self.to_theirs.blocks[two]);
                if one.side.is_empty() && two.side.is_empty() {
                    return Some(Vec::new());
                }
                let same = one.base == two.base && self.same(&one.side, &two.side);
                same.then(|| {
                    self.of_both(self.to_ours.side_of(element), self.to_theirs.side_of(element))
                })
            }
            _ => None,
        }
    }

    fn line(&self, base: usize, ours: usize, theirs: usize) -> Option<Woven<'a>> {
        let (old, own, other) =
            (self.base.lines[base], self.ours.lines[ours], self.theirs.lines[theirs]);
        let text = match three_way(&old.text, &own.text, &other.text) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(self.changed_twice(base, ours, theirs)?),
        };
        let ending = three_way(&old.ending, &own.ending, &other.ending).unwrap_or(own.ending);
        let (base, ours, theirs) = (Some(base), Some(ours), Some(theirs));
        Some(Woven { text, ending, base, ours, theirs })
    }

    fn changed_twice(&self, base: usize, ours: usize, theirs: usize) -> Option<Vec<u8>> {
        if self.base.is_header(base) {
            let (own, other) = (self.ours.text(ours), self.theirs.text(theirs));
            return header::merged_list(self.base.text(base), own, other);
        }
        (self.of_item)(base, ours, theirs)
    }

    /// Returns what both sides have between two lines of the base; `None` if it is a conflict.
    fn place(&self, at: usize) -> Option<Vec<Piece<'a>>> {
        let (own, other) = (self.to_ours.added[at].clone(), self.to_theirs.added[at].clone());
        match (own.is_empty(), other.is_empty()) {
            (true, true) => Some(Vec::new()),
            (false, true) => self
                .can_stand(&self.to_theirs, at, self.ours, own.clone())
                .then(|| self.of_one(Side::Ours, own)),
            (true, false) => self
                .can_stand(&self.to_ours, at, self.theirs, other.clone())
                .then(|| self.of_one(Side::Theirs, other)),
            (false, false) => self.added_twice(at, own, other),
        }
    }

    /// Returns whether lines that one side added can stand where the other took lines away, or put
    /// others in their place: only list items can, and none whose list, section or parent is gone.
    fn can_stand(
        &self,
        others: &Alignment,
        at: usize,
        side: &Version,
        lines: Range<usize>,
    ) -> bool {
        let before = at.checked_sub(1).and_then(|before| others.gone(before));
        if before.is_none() && others.gone(at).is_none() {
            return true;
        }
        let Shape::Items { indent, .. } = side.shape(lines) else { return false };
        let Some(before) = before else { return true };
        let gone = others.blocks[before].base.clone();
        let last = gone.clone().rev().find_map(|line| self.base.indent(line));
        others.block_around(at).is_none()
            && !self.base.has_heading(gone)
            && last.is_some_and(|last| indent <= last)
    }

    fn added_twice(
        &self,
        at: usize,
        own: Range<usize>,
        other: Range<usize>,
    ) -> Option<Vec<Piece<'a>>> {
        if self.same(&own, &other) {
            return Some(self.of_both(own, other));
        }
        let one_by_one = |first: Side| {
            let ours = self.of_one(Side::Ours, own.clone());
            let theirs = self.of_one(Side::Theirs, other.clone());
            let (first, second) = if first == Side::Ours { (ours, theirs) } else { (theirs, ours) };
            first.into_iter().chain(second).collect::<Vec<_>>()
        };
        if at > 0 && at < self.base.header {
            let texts = |version: &Version<'a>, lines: &Range<usize>| -> Vec<&'a [u8]> {
                lines.clone().map(|line| version.text(line)).collect()
            };
            let (one, two) = (texts(self.ours, &own), texts(self.theirs, &other));
            let twice = one.iter().any(|line| two.contains(line));
            return (!twice && header::can_all_stay(&one, &two)).then(|| one_by_one(Side::Ours));
        }
        match (self.ours.shape(own.clone()), self.theirs.shape(other.clone())) {
            (Shape::Items { indent, items }, Shape::Items { indent: deep, items: others }) => {
                let own = Added { lines: own, items, indent };
                let other = Added { lines: other, items: others, indent: deep };
                Some(added::both(self, at, &own, &other))
            }
            (Shape::Inside, Shape::Items { .. } | Shape::Apart)
            | (Shape::Items { .. }, Shape::Apart) => Some(one_by_one(Side::Ours)),
            (Shape::Items { .. } | Shape::Apart, Shape::Inside)
            | (Shape::Apart, Shape::Items { .. }) => Some(one_by_one(Side::Theirs)),
            _ => None,
        }
    }

    fn same(&self, own: &Range<usize>, other: &Range<usize>) -> bool {
        let texts = own.clone().zip(other.clone());
        own.len() == other.len()
            && texts.into_iter().all(|(one, two)| self.ours.text(one) == self.theirs.text(two))
    }

    /// Returns lines that one side has.
    pub(super) fn of_one(&self, side: Side, lines: Range<usize>) -> Vec<Piece<'a>> {
        let piece = |line: usize| {
            let (version, ours, theirs) = match side {
                Side::Ours => (self.ours, Some(line), None),
                Side::Theirs => (self.theirs, None, Some(line)),
            };
            let Line { text, ending } = version.lines[line];
            Piece::Line(Woven { text: Cow::Borrowed(text), ending, base: None, ours, theirs })
        };
        lines.map(piece).collect()
    }

    /// Returns lines that both sides added alike.
    pub(super) fn of_both(&self, own: Range<usize>, other: Range<usize>) -> Vec<Piece<'a>> {
        let piece = |(one, two): (usize, usize)| {
            let Line { text, ending } = self.ours.lines[one];
            let (ours, theirs) = (Some(one), Some(two));
            Piece::Line(Woven { text: Cow::Borrowed(text), ending, base: None, ours, theirs })
        };
        own.zip(other).map(piece).collect()
    }
}
