//! Whether the sums add up to what stands in the notes.

use std::rc::Rc;

use serde::Serialize;

use super::follow_ups::Sums;
use crate::note::Note;
use crate::report::period::Period;

/// What the notes of both ends say, where the sums do not add up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Unbalanced {
    /// How many follow-ups more are open at the end than the sums make of those at the start.
    pub off_by: i64,
    /// How many are open in the notes of the start.
    pub open_at_start: usize,
    /// How many are open in the notes of the end.
    pub open_at_end: usize,
}

/// Checks sums against the notes of both ends, counted anew and without their history: what is open at
/// the start + new + reopened − closed − dropped − vanished has to be what is open at the end.
pub fn check(sums: &Sums, period: &Period) -> Option<Unbalanced> {
    let (start, end) = (open(&period.start), open(&period.end));
    let come = sums.new + sums.reopened;
    let gone = sums.closed + sums.dropped + sums.vanished;
    let off_by = end as i64 + gone as i64 - start as i64 - come as i64;
    let is_even = off_by == 0 && sums.open_at_start == start && sums.open_at_end == end;
    (!is_even).then_some(Unbalanced { off_by, open_at_start: start, open_at_end: end })
}

fn open(notes: &[Rc<Note>]) -> usize {
    let items = notes.iter().flat_map(|note| &note.follow_ups);
    items.filter(|item| item.is_open()).count()
}

#[cfg(test)]
mod tests {
    use super::{Unbalanced, check};
    use crate::report::week::Sums;
    use crate::report::week::tests::{directory, period};

    /// Checks sums over a start with two open follow-ups and an end with three.
    fn verdict(sums: Sums) -> Option<(i64, usize, usize)> {
        let rows = [
            ("start", "a.md", "- [ ] one\n- [ ] two\n- [x] three\n"),
            ("2026-03-03", "a.md", "- [ ] one\n- [ ] two\n- [ ] three\n- [x] four\n"),
        ];
        let found = check(&sums, &period(&rows, &directory()));
        found.map(|Unbalanced { off_by, open_at_start, open_at_end }| {
            (off_by, open_at_start, open_at_end)
        })
    }

    #[test]
    fn sums_have_to_add_up_to_what_stands_in_the_notes() {
        let right = Sums {
            open_at_start: 2,
            new: 1,
            reopened: 1,
            closed: 1,
            open_at_end: 3,
            ..Sums::default()
        };
        for (sums, expected) in [
            (right, None),
            (Sums { new: 0, ..right }, Some((1, 2, 3))),
            (Sums { reopened: 3, ..right }, Some((-2, 2, 3))),
            (Sums { closed: 0, ..right }, Some((-1, 2, 3))),
            (Sums { dropped: 2, ..right }, Some((2, 2, 3))),
            (Sums { vanished: 1, ..right }, Some((1, 2, 3))),
            // What is lost at both ends does not show in the difference.
            (Sums { open_at_start: 1, open_at_end: 2, ..right }, Some((0, 2, 3))),
            (Sums { open_at_start: 1, ..right }, Some((0, 2, 3))),
            (Sums { open_at_end: 4, ..right }, Some((0, 2, 3))),
        ] {
            assert_eq!(verdict(sums), expected, "{sums:?}");
        }
    }
}
