//! The history of the notes: over a week its two ends and the versions between; of one note all of its
//! versions; or all of it.
//!
//! Reads the repository and the work tree, writes neither. Only what differs is read; a version of a
//! note is read once.

mod changes;
mod contents;
mod ends;
mod line;
mod note;
mod past;
mod renames;
mod sums;
mod versions;
mod weeks;
mod work_tree;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::date::Date;
use crate::error::{Context, Result};
use crate::git::{CommitId, CommitInfo, Repo};
use crate::notebook::Notebook;
use crate::people::Directory;
use crate::report::period::{Change, Period, Remark, Step};

use line::Line;
pub use note::Versions as NoteVersions;
pub use sums::KeptSums;
use versions::Versions;
pub use weeks::{Asked, Closed, History, Weeks, week};
use work_tree::WorkTree;

/// Reads everything that the notes went through: from nothing, along the first parents, to the work
/// tree. `today` is the day of what is not committed.
///
/// # Errors
/// A repository or a note that cannot be read.
pub fn whole(notebook: &Notebook, directory: &Directory, today: Date) -> Result<Period> {
    let head = notebook.repo.as_ref().map(Repo::head).transpose()?.flatten();
    let (Some(repo), Some(head)) = (&notebook.repo, head) else {
        return notes_alone(notebook, directory);
    };
    let mut period = Period::default();
    let mut read = || -> Result<()> {
        let mut versions = Versions::new(notebook, repo, Rc::new(directory.clone()));
        let work = versions.read_work_tree(head)?;
        let line = Line::read(notebook, repo, head)?;
        versions.read_line(line.commits())?;
        period.steps = steps(&mut versions, None, line.commits(), &line)?;
        period.remarks = arrivals(repo, line.commits(), &line)?;
        period.remarks.extend(cut_off(repo, line.commits().last().map(|first| first.id)));
        add_work_tree(&mut period, &versions, head, work, today)
    };
    read().context("failed to read the history of the notes")?;
    Ok(period)
}

fn notes_alone(notebook: &Notebook, directory: &Directory) -> Result<Period> {
    let notes = notebook.notes(directory)?;
    let uncommitted = match &notebook.repo {
        Some(_) => notes.iter().map(|note| note.path.clone()).collect(),
        None => Vec::new(),
    };
    Ok(Period {
        end: notes.into_iter().map(Rc::new).collect(),
        uncommitted,
        remarks: vec![Remark::NoHistory],
        ..Period::default()
    })
}

/// Returns what the commits of a line (newest first) did to the notes, one after the other.
fn steps(
    versions: &mut Versions,
    start: Option<CommitId>,
    commits: &[CommitInfo],
    line: &Line,
) -> Result<Vec<Step>> {
    let mut before = start;
    let steps = commits.iter().rev().map(|commit| {
        let changes = renames::changes(versions, before.replace(commit.id), commit.id)?;
        Ok(Step { day: line.day(commit), is_committed: true, changes })
    });
    steps.collect()
}

/// Ends a period with the work tree, on top of the notes of the last commit.
fn add_work_tree(
    period: &mut Period,
    versions: &Versions,
    head: CommitId,
    work: WorkTree,
    day: Date,
) -> Result<()> {
    let changes: Vec<Change> = renames::in_work_tree(versions, head, &work)?;
    period.steps.push(Step { day, is_committed: false, changes });
    period.uncommitted = work.changed;
    period.end = work.notes.into_values().collect();
    Ok(())
}

/// Returns the remark that the history before the first commit of a period is not here, if it is not.
fn cut_off(repo: &Repo, first: Option<CommitId>) -> Option<Remark> {
    first.filter(|first| repo.is_end_of_clone(*first)).map(|_| Remark::CutOff)
}

/// Returns what merges brought that was made on other days, one remark for each day of arrival.
fn arrivals(repo: &Repo, commits: &[CommitInfo], line: &Line) -> Result<Vec<Remark>> {
    let mut days: BTreeMap<Date, Vec<Date>> = BTreeMap::new();
    for merge in commits.iter().filter(|commit| commit.parents > 1) {
        let on = line.day(merge);
        let brought = repo.brought_by_merge(merge)?.into_iter().map(|commit| commit.day());
        let other: Vec<Date> = brought.filter(|day| *day != on).collect();
        if !other.is_empty() {
            days.entry(on).or_default().extend(other);
        }
    }
    let remarks = days.into_iter().filter_map(|(on, days)| {
        let (first, last) = (*days.iter().min()?, *days.iter().max()?);
        Some(Remark::Arrived { commits: days.len(), first, last, on })
    });
    Ok(remarks.collect())
}
