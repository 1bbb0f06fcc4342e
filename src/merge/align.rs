//! Which part of a later version is which of an earlier one, in their order.

use std::ops::Range;

/// How a side came from the base, part by part.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Alignment {
    /// For each part of the base, what became of it.
    pub(super) slots: Vec<Slot>,
    /// For each place between parts of the base (one more than there are parts), what the side has
    /// there.
    pub(super) added: Vec<Range<usize>>,
    pub(super) blocks: Vec<Block>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// It is this part of the side, the same or changed.
    Is(usize),
    /// It is no more; the number of its block.
    Gone(usize),
}

/// Parts of the base in whose place the side has others, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) base: Range<usize>,
    pub(super) side: Range<usize>,
}

impl Alignment {
    /// Makes an alignment of `base` and `side` parts of which some are known to be the same; the pairs
    /// ascend in both.
    pub(super) fn of(base: usize, side: usize, pairs: &[(usize, usize)]) -> Alignment {
        let mut alignment = Alignment {
            slots: Vec::with_capacity(base),
            added: Vec::with_capacity(base + 1),
            blocks: Vec::new(),
        };
        let (mut next_base, mut next_side) = (0, 0);
        for (one, two) in pairs.iter().copied().chain([(base, side)]) {
            alignment.fill(next_base..one, next_side..two);
            if one < base {
                alignment.slots.push(Slot::Is(two));
            }
            (next_base, next_side) = (one + 1, two + 1);
        }
        alignment
    }

    /// Takes what stands between two pairs.
    fn fill(&mut self, base: Range<usize>, side: Range<usize>) {
        if base.is_empty() {
            self.added.push(side);
            return;
        }
        let nothing = side.start..side.start;
        self.added.push(nothing.clone());
        for _ in base.clone() {
            self.slots.push(Slot::Gone(self.blocks.len()));
            self.added.push(side.end..side.end);
        }
        self.blocks.push(Block { base, side });
    }

    /// Returns the block in whose midst a place lies: its parts before and behind are gone together.
    pub(super) fn block_around(&self, place: usize) -> Option<usize> {
        let before = place.checked_sub(1).and_then(|at| self.gone(at))?;
        (self.gone(place) == Some(before)).then_some(before)
    }

    pub(super) fn gone(&self, part: usize) -> Option<usize> {
        match self.slots.get(part)? {
            Slot::Gone(block) => Some(*block),
            Slot::Is(_) => None,
        }
    }

    /// Returns the parts of the side that belong to places and parts of the base: the n-th place is
    /// 2n, the n-th part 2n+1. What takes the place of a block stands at its first part.
    pub(super) fn side_of(&self, element: usize) -> Range<usize> {
        if element.is_multiple_of(2) {
            return self.added[element / 2].clone();
        }
        match self.slots[element / 2] {
            Slot::Is(at) => at..at + 1,
            Slot::Gone(block) if self.blocks[block].base.start == element / 2 => {
                self.blocks[block].side.clone()
            }
            Slot::Gone(block) => self.blocks[block].side.end..self.blocks[block].side.end,
        }
    }
}

/// Returns the pairs, ascending in both, that are alike most of all in sum; 0 is not alike. Of equals,
/// the earlier pairs. `None` if there are too many to compare.
pub(super) fn pairs(
    base: usize,
    side: usize,
    likeness: impl Fn(usize, usize) -> u32,
) -> Option<Vec<(usize, usize)>> {
    const MOST: usize = 40_000;
    if base.saturating_mul(side) > MOST {
        return None;
    }
    let width = side + 1;
    // The best sum of what lies behind two places.
    let mut best = vec![0_u64; (base + 1) * width];
    let mut alike = vec![0_u32; base * side];
    for one in (0..base).rev() {
        for two in (0..side).rev() {
            let pair = likeness(one, two);
            alike[one * side + two] = pair;
            let skipped = best[(one + 1) * width + two].max(best[one * width + two + 1]);
            let paired =
                if pair > 0 { best[(one + 1) * width + two + 1] + u64::from(pair) } else { 0 };
            best[one * width + two] = skipped.max(paired);
        }
    }
    let (mut one, mut two, mut found) = (0, 0, Vec::new());
    while one < base && two < side {
        let pair = alike[one * side + two];
        let here = best[one * width + two];
        if pair > 0 && best[(one + 1) * width + two + 1] + u64::from(pair) == here {
            found.push((one, two));
            (one, two) = (one + 1, two + 1);
        } else if best[(one + 1) * width + two] == here {
            one += 1;
        } else {
            two += 1;
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::{Alignment, Slot, pairs};

    fn align(base: &str, side: &str) -> Vec<(usize, usize)> {
        let (base, side) = (base.as_bytes(), side.as_bytes());
        let like = |one: usize, two: usize| match (base[one], side[two]) {
            (a, b) if a == b => 3,
            (a, b) if a.eq_ignore_ascii_case(&b) => 2,
            _ => 0,
        };
        pairs(base.len(), side.len(), like).expect("few")
    }

    #[test]
    fn what_is_most_alike_is_paired_in_order() {
        for (base, side, expected) in [
            ("abc", "aBc", vec![(0, 0), (1, 1), (2, 2)]),
            ("abc", "ac", vec![(0, 0), (2, 1)]),
            ("ab", "ba", vec![(1, 0)]),
            ("a", "Aa", vec![(0, 1)]),
            ("aa", "a", vec![(0, 0)]),
            ("", "a", vec![]),
            ("xyz", "abc", vec![]),
        ] {
            assert_eq!(align(base, side), expected, "{base} {side}");
        }
        assert_eq!(pairs(1_000, 1_000, |_, _| 1), None);
    }

    #[test]
    fn what_has_no_pair_is_gone_or_added() {
        let found = Alignment::of(4, 5, &[(0, 1), (3, 3)]);
        assert_eq!(found.slots, [Slot::Is(1), Slot::Gone(0), Slot::Gone(0), Slot::Is(3)]);
        assert_eq!(found.added, [0..1, 2..2, 3..3, 3..3, 4..5]);
        let sides: Vec<_> = (0..9).map(|element| found.side_of(element)).collect();
        assert_eq!(sides, [0..1, 1..2, 2..2, 2..3, 3..3, 3..3, 3..3, 3..4, 4..5]);
        assert_eq!(
            (1..4).map(|place| found.block_around(place)).collect::<Vec<_>>(),
            [None, Some(0), None]
        );
    }
}
