//! A line of first parents, and the day on which each of its commits counts.
//!
//! A commit counts on the day on its committer's own clock. Two things are mended, because a line is
//! older than any clock: a day that lies more than a month off those around it is not believed, and a
//! week ends before the first commit that was made after it, whatever older days stand behind that.
//! So what is put on top of a line never changes which of its commits belong to a week that is over.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use crate::date::{Date, Week};
use crate::error::Result;
use crate::git::{CommitId, CommitInfo, Repo};
use crate::notebook::Notebook;
use crate::notebook::cache::line::LineCache;
use crate::report::period::Remark;

/// A commit whose day is more than this many days off those around it has a wrong clock.
const ASTRAY_DAYS: i64 = 31;

#[derive(Clone)]
pub struct Line {
    all: Rc<All>,
    /// The place of the commit that it goes back from.
    from: usize,
}

/// Every commit of a line, newest first; those that are further back may be a line of their own.
struct All {
    commits: Vec<CommitInfo>,
    /// The day on which each of them counts.
    days: Vec<Date>,
    place: HashMap<CommitId, usize>,
    /// Whether every commit counts on its own day, on each line back from one of them.
    is_plain: bool,
}

impl Line {
    /// Reads the line from a commit back to its first.
    ///
    /// # Errors
    /// A commit that is not in the repository.
    pub fn read(notebook: &Notebook, repo: &Repo, from: CommitId) -> Result<Line> {
        // A history that is cut off somewhere may be cut off elsewhere tomorrow.
        let file = notebook.cache_file("line").filter(|_| !repo.is_cut_off());
        let cache = LineCache::open(file);
        let known = cache.commits();
        repo.remember_line(&known);
        let commits: Vec<CommitInfo> = repo.first_parents(from).collect::<Result<_>>()?;
        if !known.iter().any(|commit| commit.id == from) {
            let _ = cache.store(&commits); // where it cannot be written, all is read again
        }
        Ok(Line::of(commits))
    }

    fn of(commits: Vec<CommitInfo>) -> Line {
        let own: Vec<Date> = commits.iter().rev().map(CommitInfo::day).collect();
        let is_plain = is_plain(&own);
        let mut days = if is_plain { own } else { counted(&own) };
        days.reverse();
        let place = commits.iter().enumerate().map(|(at, commit)| (commit.id, at)).collect();
        Line { all: Rc::new(All { commits, days, place, is_plain }), from: 0 }
    }

    /// Returns its commits, newest first.
    pub fn commits(&self) -> &[CommitInfo] {
        &self.all.commits[self.from..]
    }

    /// Returns the line back from one of its commits; `None` if it is not on it.
    pub fn back_from(&self, id: CommitId) -> Option<Line> {
        let from = self.place(id)?;
        Some(match self.all.is_plain {
            true => Line { from, ..self.clone() },
            false => Line::of(self.all.commits[from..].to_vec()),
        })
    }

    /// Returns the day on which a commit counts; its own, if it is not on the line.
    pub fn day(&self, commit: &CommitInfo) -> Date {
        self.place(commit.id).map_or_else(|| commit.day(), |at| self.all.days[at])
    }

    fn place(&self, id: CommitId) -> Option<usize> {
        self.all.place.get(&id).copied().filter(|at| *at >= self.from)
    }

    /// Returns the place of the first commit of `day` or later, none newer than the one at `newest`.
    fn first_since(&self, newest: usize, day: Date) -> Option<usize> {
        (newest..self.all.days.len()).rev().find(|at| self.all.days[*at] >= day)
    }

    /// Returns the commit before the first of `day` or later, up to `from`; `None` if there is nothing
    /// before it.
    pub fn last_before(&self, from: CommitId, day: Date) -> Option<CommitId> {
        let newest = self.place(from)?;
        let last = self.first_since(newest, day).map_or(newest, |at| at + 1);
        self.all.commits.get(last).map(|commit| commit.id)
    }

    /// Returns what a reader of a week has to know about the days of its commits: some are older than
    /// the week and stand behind one of it, others were not believed.
    pub fn remarks(&self, commits: &[CommitInfo], week: Week) -> Vec<Remark> {
        let monday = week.monday();
        let first_of_week = self.first_since(self.from, monday);
        let (mut older, mut behind) = (Vec::new(), monday);
        let mut astray: BTreeMap<Date, Vec<Date>> = BTreeMap::new();
        for commit in commits {
            let (own, on) = (commit.day(), self.day(commit));
            let is_behind = self.place(commit.id) < first_of_week;
            if own != on {
                astray.entry(on).or_default().push(own);
            } else if own < monday && is_behind {
                older.push(own);
                behind = first_of_week.map_or(behind, |first| self.all.days[first]);
            }
        }
        let older = run(&older).map(|(first, last)| {
            let commits = older.len();
            Remark::OutOfOrder { commits, first, last, behind }
        });
        let astray = astray.into_iter().filter_map(|(on, own)| {
            let (first, last) = run(&own)?;
            Some(Remark::Astray { commits: own.len(), first, last, on })
        });
        older.into_iter().chain(astray).collect()
    }
}

/// Returns the first and the last of some days.
fn run(days: &[Date]) -> Option<(Date, Date)> {
    Some((*days.iter().min()?, *days.iter().max()?))
}

/// Returns whether no day is contradicted by those around it, also where some of the newest are left out. Days
/// are oldest first.
fn is_plain(own: &[Date]) -> bool {
    let mut newest = own.first().copied();
    own.iter().all(|day| {
        newest = newest.max(Some(*day));
        !is_before_git(*day) && newest.is_none_or(|newest| newest.days_since(*day) <= ASTRAY_DAYS)
    })
}

/// Returns the days on which commits count, by their own days, both oldest first: their own, unless that
/// is astray; then that of the newest commit before.
fn counted(own: &[Date]) -> Vec<Date> {
    let ahead = ahead(own);
    let is_astray = |at: usize| ahead[at] || is_before_git(own[at]);
    let first = (0..own.len()).find(|at| !is_astray(*at)).map(|at| own[at]);
    let Some(mut newest) = first else { return own.to_vec() };
    let days = own.iter().enumerate().map(|(at, day)| {
        if is_astray(at) || newest.days_since(*day) > ASTRAY_DAYS {
            return newest;
        }
        newest = newest.max(*day);
        *day
    });
    days.collect()
}

/// Returns which days lie in the future of their line: more of the commits behind one are a month older
/// than it than commits before and behind it are about as old.
fn ahead(own: &[Date]) -> Vec<bool> {
    let mut ahead = vec![false; own.len()];
    let mut newest = own.first().copied();
    let mut low: Vec<(usize, Date)> = Vec::new();
    for (at, day) in own.iter().enumerate().filter(|(_, day)| !is_before_git(**day)) {
        if newest.is_some_and(|newest| newest.days_since(*day) > ASTRAY_DAYS) {
            low.push((at, *day));
        }
        newest = newest.max(Some(*day));
    }
    let Some(lowest) = low.iter().map(|(_, day)| *day).min() else { return ahead };
    for (at, day) in own.iter().enumerate() {
        if day.days_since(lowest) <= ASTRAY_DAYS {
            continue;
        }
        let behind = &low[low.partition_point(|(low, _)| *low <= at)..];
        let against = behind.iter().filter(|(_, low)| day.days_since(*low) > ASTRAY_DAYS).count();
        let is_near = |other: &&Date| day.days_since(**other).abs() <= ASTRAY_DAYS;
        let others = own[..at].iter().rev().chain(&own[at + 1..]);
        ahead[at] = others.filter(is_near).take(against).count() < against;
    }
    ahead
}

/// Before 7 April 2005 there was no git: such a clock stood at its zero.
fn is_before_git(day: Date) -> bool {
    (day.year(), day.month(), day.day()) < (2005, 4, 7)
}

#[cfg(test)]
mod tests {
    use super::{counted, is_plain};
    use crate::date::Date;

    /// Checks on which days commits count, by their own days, oldest first. `10` is 10 March 2026.
    fn check(own: &str, expected: &str) {
        let days = |text: &str| -> Vec<Date> {
            let day = |word: &str| match word.parse() {
                Ok(day) => Date::new(2026, 3, day).unwrap(),
                Err(_) => Date::parse_iso(word).unwrap(),
            };
            text.split_whitespace().map(day).collect()
        };
        assert_eq!(counted(&days(own)), days(expected), "{own}");
        let is_as_counted = |end: usize| counted(&days(own)[..end]) == days(own)[..end];
        let all_are = (0..=days(own).len()).all(is_as_counted);
        assert!(all_are || !is_plain(&days(own)), "{own}");
    }

    #[test]
    fn a_commit_counts_on_its_own_day_unless_that_is_astray() {
        for (own, expected) in [
            ("", ""),
            ("2 3 3 9", "2 3 3 9"),
            // Older days on top: by a rebase, or from another zone.
            ("6 9 6 10", "6 9 6 10"),
            ("6 9 6 6 6 6", "6 9 6 6 6 6"),
            ("2026-01-02 2 30 10", "2026-01-02 2 30 10"),
            // Clocks that were years off.
            ("2 2030-05-03 3", "2 2 3"),
            ("2 2030-05-03 2030-05-04 3 4 5", "2 2 2 3 4 5"),
            ("2030-05-03 3 4", "3 3 4"),
            ("2 1970-01-01 3", "2 2 3"),
            ("2 3 1970-01-01", "2 3 3"),
            ("2 3 1970-01-01 1970-01-02", "2 3 3 3"),
            ("2 2030-05-03 3 1970-01-01 4", "2 2 3 3 4"),
            ("2 1970-01-01", "2 2"),
            ("1970-01-01 2 3", "2 2 3"),
            ("2 3 4 2018-01-01 5", "2 3 4 4 5"),
            ("2018-01-01 2 3", "2018-01-01 2 3"),
            // Nobody contradicts it yet.
            ("2 2030-05-03", "2 2030-05-03"),
            // A long pause is none.
            ("2024-01-01 2024-01-02 2026-03-02 3", "2024-01-01 2024-01-02 2 3"),
        ] {
            check(own, expected);
        }
    }
}
