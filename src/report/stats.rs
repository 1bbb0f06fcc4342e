//! Weeks side by side: of each week the sums of its summary.

use serde::Serialize;

use super::week::Sums;
use crate::date::{Date, Moment, Week};

/// A week and the sums of its summary. Serialized, it is a row of `stats --json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WeekSums {
    pub week: Week,
    /// The week's Monday.
    pub start: Date,
    /// The week's Sunday.
    pub end: Date,
    pub as_of: Moment,
    /// The last commit of the period; `None` if the week was over before the first.
    pub commit: Option<String>,
    #[serde(flatten)]
    pub sums: Sums,
}

impl WeekSums {
    pub fn new(week: Week, as_of: Moment, commit: Option<String>, sums: Sums) -> WeekSums {
        WeekSums { week, start: week.monday(), end: week.sunday(), as_of, commit, sums }
    }
}

/// Takes the weeks that were over before the first commit from the start of those given, oldest first,
/// and returns how many they were. The last one stays: it tells what lies in the folder.
pub fn leave_out_unknown(weeks: &mut Vec<WeekSums>) -> usize {
    let unknown = weeks.iter().take_while(|one| one.commit.is_none()).count();
    let unknown = unknown.min(weeks.len().saturating_sub(1));
    weeks.drain(..unknown);
    unknown
}

/// Adds up what happened in weeks: new, reopened, closed, dropped, vanished, moved, promises. What was so
/// at their ends (open, late, waiting) is no sum, and stays 0.
pub fn total(weeks: &[WeekSums]) -> Sums {
    weeks.iter().map(|one| one.sums).fold(Sums::default(), |total, week| Sums {
        new: total.new + week.new,
        reopened: total.reopened + week.reopened,
        closed: total.closed + week.closed,
        dropped: total.dropped + week.dropped,
        vanished: total.vanished + week.vanished,
        moved: total.moved + week.moved,
        promises_kept: total.promises_kept + week.promises_kept,
        promises_due: total.promises_due + week.promises_due,
        ..total
    })
}

#[cfg(test)]
mod tests {
    use super::{WeekSums, leave_out_unknown, total};
    use crate::date::{Date, Moment, Week};
    use crate::report::week::Sums;

    fn week(number: u32, commit: Option<&str>, sums: Sums) -> WeekSums {
        let today = Date::new(2026, 1, 1).unwrap();
        let week = Week::parse(&format!("2026-W{number}"), today).unwrap();
        let (start, end) = (week.monday(), week.sunday());
        let as_of = Moment::parse("2026-03-06T17:00:00Z").unwrap();
        WeekSums { week, start, end, as_of, commit: commit.map(String::from), sums }
    }

    #[test]
    fn weeks_before_the_first_commit_are_left_out_and_no_others() {
        const C: Option<&str> = Some("1f2e3d4");
        for (commits, expected) in [
            (vec![None, None, C, C], 2),
            (vec![C, C], 0),
            (vec![C, None, C], 0),
            // No commit at all: the last one is the folder as it lies there.
            (vec![None, None], 1),
            (vec![None], 0),
            (vec![], 0),
        ] {
            let weeks = commits.iter().zip(1..);
            let mut weeks: Vec<WeekSums> =
                weeks.map(|(commit, number)| week(number, *commit, Sums::default())).collect();
            let rest = weeks[expected..].to_vec();
            assert_eq!(leave_out_unknown(&mut weeks), expected, "{commits:?}");
            assert_eq!(weeks, rest, "{commits:?}");
        }
    }

    #[test]
    fn what_happened_adds_up_and_what_was_so_does_not() {
        let all = |n: usize| Sums {
            open_at_start: n,
            new: n,
            reopened: 2 * n,
            closed: 3 * n,
            dropped: 4 * n,
            vanished: 5 * n,
            open_at_end: n,
            late: n,
            moved: 6 * n,
            waiting: n,
            promises_kept: 7 * n,
            promises_due: 8 * n,
            lacks_start: false,
        };
        let expected = Sums { open_at_start: 0, open_at_end: 0, late: 0, waiting: 0, ..all(5) };
        assert_eq!(total(&[week(9, None, all(2)), week(10, None, all(3))]), expected);
        assert_eq!(total(&[]), Sums::default());
    }
}
